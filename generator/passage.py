"""What a check of texts sees, and what it says: the plain forms that all of them share."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator

from .content import Message
from .diagnostics import ERROR
from .languages import Language
from .records import dataclass
from .sentences import WORD, abbreviated

HOLE = "\ufffc"  # stands for a placeholder: a word whose letters are not known


@dataclass(frozen=True)
class Passage:
    """One string as it is read: marks of markup taken out, each placeholder one ``HOLE``.

    ``source`` is the string that it translates, None in the source language itself.
    ``names`` are words that stand so in every language. ``twins`` are the other keys that
    have the same text and another source."""

    language: Language
    message: Message
    source: Message | None = None
    names: frozenset[str] = frozenset()
    twins: tuple[str, ...] = ()

    @functools.cached_property
    def text(self) -> str:
        return _text(self.message)

    @functools.cached_property
    def source_text(self) -> str:
        return _text(self.source) if self.source else ""

    @functools.cached_property
    def known_words(self) -> frozenset[str]:
        """Words that may stand here in other letters: names, and what the source has."""
        return self.names | frozenset(WORD.findall(self.source_text))

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Offset and length, in the string as it was written, of a part of ``text``."""
        offsets = [
            segment.offset + i
            for segment in self.message.segments
            for i in range(1 if segment.placeholder else len(segment.text))
        ]
        if not offsets:
            return 0, 1
        first = offsets[min(start, len(offsets) - 1)]
        last = offsets[min(max(start, end - 1), len(offsets) - 1)]
        return first, last - first + 1

    def ends_abbreviated(self, text: str) -> bool:
        """Whether a stop after ``text`` belongs to its last word."""
        return abbreviated(text, self.language)

    def words(self) -> Iterator[re.Match[str]]:
        return WORD.finditer(self.text)


def _text(message: Message) -> str:
    return "".join(HOLE if s.placeholder else s.text for s in message.segments)


@dataclass(frozen=True)
class Find:
    """What a check found: a part of the text, what is wrong with it, what to do."""

    start: int
    end: int
    message: str
    hint: str


@dataclass(frozen=True)
class Example:
    """A text in a language, with the source that it translates, if that matters."""

    language: str
    text: str
    source: str = ""


Finder = Callable[[Passage], list[Find]]


@dataclass(frozen=True)
class Check:
    """A check: its id, how grave a find is, why it matters, and an example of each kind.

    ``find`` is None for what other stages find: when strings are read, shaped or fitted."""

    id: str
    severity: str
    why: str
    bad: Example
    good: Example
    find: Finder | None = None

    @property
    def is_error(self) -> bool:
        return self.severity == ERROR
