"""The objects of a PDF, written as bytes (ISO 32000-1, 7.3)."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Iterable

from .content_stream import number
from .geometry import Rect
from .records import dataclass

_LEVEL = 5  # of 9: the next takes a fifth more time, for a file smaller by 0.2 %
_KEPT = 8  # profiles that are kept packed


@dataclass(frozen=True)
class Stream:
    """A stream: its bytes as they stand in the file, and what its dictionary says of them
    besides how many there are."""

    data: bytes
    entries: bytes


class Objects:
    """The objects of a file, numbered from 1. One that others name before it is written has its
    number first."""

    def __init__(self) -> None:
        self.bodies: list[bytes | Stream] = []

    def reserve(self, count: int = 1) -> int:
        """The first of so many numbers."""
        self.bodies += [b""] * count
        return len(self.bodies) - count + 1

    def put(self, at: int, body: bytes | Stream) -> int:
        self.bodies[at - 1] = body
        return at

    def add(self, body: bytes | Stream) -> int:
        self.bodies.append(body)
        return len(self.bodies)


def ref(at: int) -> bytes:
    return b"%d 0 R" % at


def refs(numbers: Iterable[int]) -> bytes:
    return b"[%s]" % b" ".join([b"%d 0 R" % at for at in numbers])


def deflated(data: bytes, entries: bytes = b"") -> Stream:
    """A packed stream."""
    return Stream(zlib.compress(data, _LEVEL), entries + b"/Filter/FlateDecode")


@functools.lru_cache(maxsize=_KEPT)
def deflated_once(data: bytes, entries: bytes = b"") -> Stream:
    """The same of what many files hold."""
    return deflated(data, entries)


def written(stream: Stream) -> bytes:
    """A stream with the EOL before ``endstream`` that PDF/A asks for."""
    head = b"<<%s/Length %d>>stream\n" % (stream.entries, len(stream.data))
    return head + stream.data + b"\r\nendstream"


def text_string(text: str) -> bytes:
    """A text string (ISO 32000-1, 7.9.2.2)."""
    data = text.encode("ascii") if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")
    if b"\\" in data or b"(" in data or b")" in data or b"\r" in data:
        for special in (b"\\", b"(", b")"):
            data = data.replace(special, b"\\" + special)
        data = data.replace(b"\r", b"\\r")
    return b"(" + data + b")"


def digits(value: float) -> bytes:
    return number(value).encode()


def corners(rect: Rect, height: float, decimals: int = 2) -> bytes:
    """A rectangle of a page that is so high, from its lower left corner."""
    sides = (rect.x, height - rect.bottom, rect.right, height - rect.y)
    return b"[%s]" % " ".join([number(side, decimals) for side in sides]).encode()


def edges(rect: Rect, height: float) -> bytes:
    """The same where paper ends and knives cut."""
    return corners(rect, height, 4)
