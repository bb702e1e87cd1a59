"""The operators of a content stream, read strictly (ISO 32000-1, 7.8.2)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from operator import add
from typing import Any

from .strict_pdf import NOWHERE, Array, atom, value_of
from .unsound import Unsound

# Without a way back, so that no content takes longer than it is long.
_NUMBER = rb"[+-]?(?:\d++(?:\.\d*+)?+|\.\d++)[\n\r ]++"
# Lines and curves that follow each other, and boxes that do: of drawings nothing else is looked
# at than where they lie, and codes and pictograms have thousands. Those that begin a line are
# found at once; any other is read operator by operator, to the same end.
_LINES = re.compile(
    rb"\n(?:(?:%b){2}(?:[ml][\n\r ]++|(?:%b){4}c[\n\r ]++)|h[\n\r ]++){2,}+" % (_NUMBER, _NUMBER)
)
_BOXES = re.compile(rb"\n(?:(?:%b){4}re[\n\r ]++){2,}+" % _NUMBER)
_PLAIN = rb"[^\0\t\n\f\r ()<>\[\]{}/%]"
# Arrays of text, dictionaries without others in them, strings, names, all else; what is none of
# them comes as a single character, which no operator of ours is.
_TOKENS = re.compile(
    rb"\[(?:[-+.\d\n\r ]|<[0-9A-Fa-f]*+>)*+\]|<<[^<>()%%]*+(?:<[0-9A-Fa-f]*+>[^<>()%%]*+)*+>>"
    rb"|/%b*+|%b++|<[0-9A-Fa-f\0\t\n\f\r ]*+>|\((?:[^()\\]++|\\.)*+\)|[^\0\t\n\f\r ]"
    % (_PLAIN, _PLAIN),
    re.DOTALL,
)
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")
_ARRAY, _VALUES = b"["[0], b"<("
_MOST_OPERANDS = 1_000
_CODE = 4  # digits of one of two bytes

Instruction = tuple[str, list[Any]]


def instructions(content: bytes) -> Iterator[Instruction]:
    """Operators with what stands before them; each run of lines and curves, or of boxes, as the
    one box around it."""
    if b"(" not in content:  # within a string nothing is an operator
        content = _LINES.sub(_around_points, b"\n" + content)
        if b"re\n" in content or b"re " in content:
            content = _BOXES.sub(_around_boxes, content)
    operands: list[Any] = []
    for token in _TOKENS.findall(content):
        first = token[0]
        if first == _ARRAY and len(token) > 1:
            operands.append(_array(token))
        elif first in _VALUES and len(token) > 1:
            operands.append(value_of(token))
        else:
            value = _plain(token)
            if type(value) is _Operator:
                yield value, operands
                operands = []
            else:
                operands.append(value)
                if len(operands) > _MOST_OPERANDS:
                    raise Unsound("an operator of a page has too much before it")
    if operands:
        raise Unsound("the operators of a page are broken off")


class _Operator(str):
    """An operator, or whatever stands where one should."""

    __slots__ = ()


@functools.lru_cache(maxsize=8192)
def _plain(token: bytes) -> Any:
    """A number, a name, a word, or an operator."""
    try:
        value = atom(token)
    except Unsound:
        return _Operator(token[:20].decode("latin-1"))
    return value if token != b"R" else _Operator("R")


def _array(token: bytes) -> Array:
    """The strings of an array of text; numbers in it only move them."""
    digits = _HEX.findall(token)
    if any(len(part) % _CODE for part in digits):
        found = Array(value_of(b"<%b>" % part) for part in digits)
    else:
        found = Array([bytes.fromhex(b"".join(digits).decode())])
    found.key = NOWHERE
    return found


def _floats(run: bytes, letters: bytes) -> list[float]:
    return [*map(float, run.translate(None, letters).split())]


def _around_points(run: re.Match[bytes]) -> bytes:
    found = _floats(run[0], b"mlch")
    return _box(found[::2], found[1::2]) if found else run[0]


def _around_boxes(run: re.Match[bytes]) -> bytes:
    found = _floats(run[0], b"re")
    xs, ys = found[::4], found[1::4]
    return _box([*xs, *map(add, xs, found[2::4])], [*ys, *map(add, ys, found[3::4])])


def _box(xs: list[float], ys: list[float]) -> bytes:
    left, bottom = min(xs), min(ys)
    return b"\n%f %f %f %f re\n" % (left, bottom, max(xs) - left, max(ys) - bottom)
