"""What was worked out once, kept by the content that it was worked out from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memory(Generic[K, V]):
    """Values by their keys, at most ``most``: a process may judge files without end. A key is
    all that a value depends on, so nothing is taken for something else."""

    def __init__(self, most: int):
        self._most = most
        self._known: dict[K, V] = {}

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of a key, made where it is not known; the oldest half goes when it is full."""
        try:
            return self._known[key]
        except KeyError:  # a key is hashed as seldom as can be: many are long
            pass
        if len(self._known) >= self._most:
            for old in list(self._known)[: self._most // 2]:
                del self._known[old]
        value = self._known[key] = make()
        return value
