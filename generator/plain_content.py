"""The operators of a content stream, read strictly (ISO 32000-1, 7.8.2)."""

from __future__ import annotations

import binascii
import functools
import hashlib
import re
from collections.abc import Callable, Iterator
from operator import add
from typing import Any

from .memory import Memory
from .strict_pdf import NOWHERE, SPACE, Array, atom, value_of
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
# A number as ours are written, and no longer; any other comes as a token of its own.
NUMBER = rb"[+-]?(?:\d{1,9}+(?:\.\d{0,9}+)?+|\.\d{1,9}+)[\n\r ]++"
_PLAIN = rb"[^\0\t\n\f\r ()<>\[\]{}/%]"
# Numbers, and what stands behind them: arrays of text, dictionaries without others in them,
# strings, names, all else; what is none of them comes as a single character, which no operator of
# ours is.
_PARTS = re.compile(
    rb"%b*+((?:%b)*+)%b*+"
    rb"(\[(?:[-+.\d\n\r ]|<[0-9A-Fa-f]*+>)*+\]|<<[^<>()%%]*+(?:<[0-9A-Fa-f]*+>[^<>()%%]*+)*+>>"
    rb"|/%b*+|%b++|<[0-9A-Fa-f\0\t\n\f\r ]*+>|\((?:[^()\\]++|\\.)*+\)|[^\0\t\n\f\r ]|\Z)"
    % (SPACE, NUMBER, SPACE, _PLAIN, _PLAIN),
    re.DOTALL,
)
_CODES = re.compile(rb"<((?:[0-9A-Fa-f]{4})*+)>")  # of two bytes each
_STRINGS = re.compile(rb"<[0-9A-Fa-f]*+>")
_ARRAY, _HELD = b"["[0], b"<("
_LONG = 100  # bytes of a value that is read each time
_MOST_OPERANDS = 1_000

Instruction = tuple[str, list[Any]]
_Sides = tuple[list[float], list[float]]  # left and right, bottom and top
_AROUND: Memory[bytes, bytes] = Memory(512)


def instructions(content: bytes) -> Iterator[Instruction]:
    """Operators with what stands before them; each run of lines and curves, or of boxes, as the
    one box around it."""
    if b"(" not in content:  # within a string nothing is an operator
        content = b"\n" + content
        if b" m\n" in content or b" m " in content:
            content = _LINES.sub(lambda run: _around(run[0], _points), content)
        if b"re\n" in content or b"re " in content:
            content = _BOXES.sub(lambda run: _around(run[0], _boxes), content)
    operands: list[Any] = []
    values = _Values()
    for numbers, token in _PARTS.findall(content):
        if numbers:
            operands += map(float, numbers.split())
        if len(operands) > _MOST_OPERANDS:
            raise Unsound("an operator of a page has too much before it")
        if not token:  # the end
            break
        value = values[token]
        if type(value) is _Operator:
            yield value, operands
            operands = []
        else:
            operands.append(value)
    if operands:
        raise Unsound("the operators of a page are broken off")


class _Operator(str):
    """An operator, or whatever stands where one should."""

    __slots__ = ()


class _Values(dict[bytes, Any]):
    """What each token of a content stream is, worked out once."""

    def __missing__(self, token: bytes) -> Any:
        first = token[0] if len(token) > 1 else 0
        if first == _ARRAY:
            value: Any = _array(token)
        elif first in _HELD:
            value = _described(token) if len(token) < _LONG else value_of(token)
        else:
            value = _plain(token)
        self[token] = value
        return value


@functools.lru_cache(maxsize=8192)
def _plain(token: bytes) -> Any:
    """A number, a name, a word, or an operator."""
    try:
        return atom(token)
    except Unsound:
        return _Operator(token[:20].decode("latin-1"))


@functools.lru_cache(maxsize=1024)
def _described(token: bytes) -> Any:
    """A short string, or the dictionary that numbers content: they are the same in many files."""
    return value_of(token)


def _array(token: bytes) -> Array:
    """The strings of an array of text; numbers in it only move them."""
    codes = _CODES.findall(token)
    if len(codes) == token.count(b"<"):
        found = Array([binascii.unhexlify(b"".join(codes))])
    else:
        found = Array(value_of(part) for part in _STRINGS.findall(token))
    found.key = NOWHERE
    return found


def _around(run: bytes, sides: Callable[[bytes], _Sides]) -> bytes:
    """The box around a run of lines or boxes; the run itself where it draws nothing."""

    def made() -> bytes:
        xs, ys = sides(run)
        if not xs:
            return b""
        left, bottom = min(xs), min(ys)
        return b"\n%f %f %f %f re\n" % (left, bottom, max(xs) - left, max(ys) - bottom)

    # Pictograms and codes are the same in file after file.
    return _AROUND.get(hashlib.sha256(run).digest(), made) or run


def _floats(run: bytes, letters: bytes) -> list[float]:
    return [*map(float, run.translate(None, letters).split())]


def _points(run: bytes) -> _Sides:
    found = _floats(run, b"mlch")
    return found[::2], found[1::2]


def _boxes(run: bytes) -> _Sides:
    found = _floats(run, b"re")
    xs, ys = found[::4], found[1::4]
    return [*xs, *map(add, xs, found[2::4])], [*ys, *map(add, ys, found[3::4])]
