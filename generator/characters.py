"""The text layer of a page, character by character, as pdfium finds it.

A page has thousands of characters and a call takes half a microsecond, so of each character only
its code and its box are asked for; all else belongs to the text object that drew it.
"""

from __future__ import annotations

import ctypes
import functools
import itertools
import math
from collections.abc import Callable
from typing import Any, NamedTuple

from .geometry import Rect
from .pdfium import Fill, Matrix, fast, pdfium, place_of, utf8
from .records import dataclass

_LINE_BREAK = "\r\n"  # what pdfium puts between lines
_NEAR = 0.01  # points
_UINT, _DOUBLE = ctypes.sizeof(ctypes.c_uint), ctypes.sizeof(ctypes.c_double)
_TOGETHER = 256  # boxes that are asked for in a row
_FILLED = (0, 2)  # modes of text that is drawn as one expects (ISO 32000-1, 9.3.6)


class Drawn(NamedTuple):
    """What all characters of a text object (``part``, numbered) have in common: their size in
    points as printed, their fill, the name of their font without the prefix of the subset, by
    how many degrees they are turned clockwise, to the nearest quarter, the number (MCID) of the
    marked content that they belong to, -1 for none, and how they are drawn."""

    size: float
    fill: tuple[int, int, int, int]
    font: str
    part: int
    turn: int = 0
    mcid: int = -1
    mode: int = 0


_NOTHING = Drawn(0.0, (0, 0, 0, 0), "", -1)


class Char(NamedTuple):
    """One character of the text layer, its sides in points from the top left of the page. It
    ``shows`` unless it is a space; ``broken``: it has no text behind it."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    drawn: Drawn
    shows: bool
    hidden: bool = False
    broken: bool = False

    @property
    def rect(self) -> Rect:
        return Rect(self.left, self.top, self.right - self.left, self.bottom - self.top)

    def moved(self, dx: float, dy: float) -> Char:
        """The same elsewhere."""
        left, top, right, bottom = self[1:5]
        return self._replace(left=left + dx, top=top + dy, right=right + dx, bottom=bottom + dy)

    @property
    def size(self) -> float:
        return self.drawn.size

    @property
    def fill(self) -> tuple[int, int, int, int]:
        return self.drawn.fill

    @property
    def font(self) -> str:
        return self.drawn.font

    @property
    def part(self) -> int:
        return self.drawn.part

    @property
    def turn(self) -> int:
        return self.drawn.turn

    @property
    def mcid(self) -> int:
        return self.drawn.mcid


LINE_END = Char("\n", 0.0, 0.0, 0.0, 0.0, _NOTHING, False)


@dataclass(frozen=True)
class Paper:
    """The page as it is read, upright or turned upside down, with its size in points."""

    width: float
    height: float
    turned: bool

    def place(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """A box of the file as left, top, right, bottom on the page that is read."""
        if self.turned:
            return self.width - right, bottom, self.width - left, top
        return left, self.height - top, right, self.height - bottom

    def rect(self, left: float, bottom: float, right: float, top: float) -> Rect:
        x, y, beyond, below = self.place(left, bottom, right, top)
        return Rect(x, y, beyond - x, below - y)


@functools.cache
def _fast(name: str) -> Callable[..., Any]:
    return fast(name)


@functools.cache
def _room() -> tuple[ctypes.Array[ctypes.c_double], list[list[Any]]]:
    """Room for the sides of as many boxes as are asked for in a row, and where in it each left,
    right, bottom and top is written."""
    sides = (ctypes.c_double * (4 * _TOGETHER))()
    at = range(0, len(sides), 4)
    return sides, [[ctypes.byref(sides, _DOUBLE * (n + side)) for n in at] for side in range(4)]


class TextReader:
    """Reads the characters of one page; its text objects keep their numbers."""

    def __init__(self, page: int, paper: Paper):
        self._page = page
        self._paper = paper
        self._drawn: dict[int | None, Drawn] = {None: _NOTHING}
        self._fonts: dict[int, str] = {}  # names by handles
        self._matrix, self._fill = Matrix(), Fill()
        self._fill_places = [ctypes.byref(self._fill, _UINT * n) for n in range(4)]

    @property
    def turns(self) -> set[int]:
        """By how many degrees text that was read is turned."""
        return {drawn.turn for drawn in self._drawn.values()}

    def read(self) -> list[Char]:
        text_page = pdfium().FPDFText_LoadPage(self._page)
        try:
            return self._chars(text_page)
        finally:
            pdfium().FPDFText_ClosePage(text_page)

    def read_copies(self, moved: tuple[tuple[float, float], ...]) -> list[Char] | None:
        """The characters of a form that a page places, and ``moved`` from there places again. None
        where its text is not as often the same, stands elsewhere, or is turned."""
        text_page = pdfium().FPDFText_LoadPage(self._page)
        try:
            count = pdfium().FPDFText_CountChars(text_page)
            text = _text_of(text_page, count)
            each, over = divmod(count + len(_LINE_BREAK), len(moved) + 1)
            size = each - len(_LINE_BREAK)
            if text is None or over or size < 1:
                return None
            if text != _LINE_BREAK.join([text[:size]] * (len(moved) + 1)):
                return None
            found = self._chars(text_page, size)
            placed = all(
                self._is_moved(text_page, each * number, found, move)
                for number, move in enumerate(moved, 1)
            )
        finally:
            pdfium().FPDFText_ClosePage(text_page)
        return found if placed and not any(self.turns) else None

    def _is_moved(
        self, text_page: int, start: int, found: list[Char], move: tuple[float, float]
    ) -> bool:
        """Whether a copy whose characters begin at ``start`` begins and ends where it must."""
        dx, dy = move
        for at in (0, len(found) // 2, len(found) - 1):
            must = found[at]
            box = self._box(text_page, start + at)
            sides = (must.left + dx, must.top + dy, must.right + dx, must.bottom + dy)
            if must.shows and any(abs(a - b) > _NEAR for a, b in zip(box, sides, strict=True)):
                return False
        return True

    def _box(self, text_page: int, at: int) -> tuple[float, float, float, float]:
        sides, places = _room()
        _fast("FPDFText_GetCharBox")(ctypes.c_void_p(text_page), at, *(p[0] for p in places))
        left, right, bottom, top = sides[:4]
        return self._paper.place(left, bottom, right, top)

    def _chars(self, text_page: int, most: int | None = None) -> list[Char]:
        """The characters, or only the first so many."""
        page = ctypes.c_void_p(text_page)
        count = pdfium().FPDFText_CountChars(text_page)
        letters = _text_of(text_page, count) or _letters(page, count)
        numbers = range(count if most is None else most)
        targets = map(_fast("FPDFText_GetTextObject"), itertools.repeat(page), numbers)
        broken = map(_fast("FPDFText_HasUnicodeMapError"), itertools.repeat(page), numbers)
        known = self._drawn
        drawn = [
            known.get(target) or self._object(page, at, target) for at, target in enumerate(targets)
        ]
        lefts, tops, rights, belows = self._boxes(page, numbers)
        shows = [
            right > left and not blank
            for left, right, blank in zip(lefts, rights, map(str.isspace, letters), strict=False)
        ]
        hidden, is_broken = self._hidden(page, drawn), map((1).__eq__, broken)
        facts = zip(
            letters, lefts, tops, rights, belows, drawn, shows, hidden, is_broken, strict=False
        )
        # As Char(...) does it, in a fraction of the time.
        return list(map(tuple.__new__, itertools.repeat(Char), facts))

    def _boxes(
        self, page: ctypes.c_void_p, numbers: range
    ) -> tuple[list[float], list[float], list[float], list[float]]:
        """Where characters are: how far left, top, right and bottom on the page that is read."""
        box_of, (sides, places) = _fast("FPDFText_GetCharBox"), _room()
        lefts: list[float] = []
        rights: list[float] = []
        bottoms: list[float] = []
        tops: list[float] = []
        for start in numbers[::_TOGETHER]:
            some = numbers[start : start + _TOGETHER]
            told = all(map(box_of, itertools.repeat(page), some, *places))
            assert told, "each is a character of the page"
            end = 4 * len(some)
            for one, found in enumerate((lefts, rights, bottoms, tops)):
                found += sides[one:end:4]
        width, height = self._paper.width, self._paper.height
        if self._paper.turned:
            return [width - v for v in rights], bottoms, [width - v for v in lefts], tops
        return lefts, [height - v for v in tops], rights, [height - v for v in bottoms]

    def _hidden(self, page: ctypes.c_void_p, drawn: list[Drawn]) -> list[bool]:
        """Which characters are drawn in a mode in which one may not see them."""
        if all(by.mode in _FILLED for by in self._drawn.values()):
            return [False] * len(drawn)
        generated = _fast("FPDFText_IsGenerated")
        return [by.mode not in _FILLED and not generated(page, at) for at, by in enumerate(drawn)]

    def _object(self, page: ctypes.c_void_p, at: int, target: int) -> Drawn:
        """What is true of a text object, read at its first character."""
        thing, matrix, fill = ctypes.c_void_p(target), self._matrix, self._fill
        _fast("FPDFText_GetMatrix")(page, at, ctypes.byref(matrix))
        _fast("FPDFText_GetFillColor")(page, at, *self._fill_places)
        size = _fast("FPDFText_GetFontSize")(page, at)
        # The matrix of a character may or may not hold what a form adds; height tells.
        scale = math.hypot(matrix.b, matrix.d) or 1.0
        font = _fast("FPDFTextObj_GetFont")(thing)
        if font not in self._fonts:
            self._fonts[font] = font_name(font).split("+")[-1]
        red, green, blue, alpha = fill
        drawn = self._drawn[target] = Drawn(
            size * scale,
            (red, green, blue, alpha),
            self._fonts[font],
            len(self._drawn) - 1,
            self._turn(matrix),
            _fast("FPDFPageObj_GetMarkedContentID")(thing),
            _fast("FPDFTextObj_GetTextRenderMode")(thing),
        )
        return drawn

    def _turn(self, matrix: Matrix) -> int:
        """How far a character's matrix turns it, as it stands on the page that is read."""
        quarters = round(-math.atan2(matrix.b, matrix.a) / (math.pi / 2))
        return (90 * quarters - (180 if self._paper.turned else 0)) % 360


def _text_of(text_page: int, count: int) -> str | None:
    """All text of a page at once; None where it is not a letter a character."""
    buffer = bytearray(2 * (count + 1))
    told = pdfium().FPDFText_GetText(text_page, 0, count, place_of(buffer))
    text = buffer[: 2 * count].decode("utf-16-le", "replace")
    return text if told == count + 1 and len(text) == count else None


def _letters(page: ctypes.c_void_p, count: int) -> list[str]:
    """The text of each character by itself."""
    codes = map(_fast("FPDFText_GetUnicode"), itertools.repeat(page), range(count))
    return [chr(code) if 0 < code < 0x110000 else "\0" for code in codes]


def font_name(font: int) -> str:
    return utf8(lambda buffer, length: pdfium().FPDFFont_GetBaseFontName(font, buffer, length))
