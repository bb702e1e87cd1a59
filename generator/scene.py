"""What a page is made of, in the order in which it is painted, as pdfium finds it.

Much that is asked of a page can be told from where things lie, and exactly: nothing is drawn
outside the box of a thing. Only where boxes meet are pixels looked at.
"""

from __future__ import annotations

import ctypes
import functools
from typing import NamedTuple

from .characters import Paper, font_name
from .geometry import Rect
from .pdfium import FORM, PATH, TEXT, Fill, Matrix, pdfium
from .records import dataclass

_DEEPEST = 8  # forms in forms
_OPAQUE = 255
_FILLED = (1, 2)  # a path that is filled, by either rule
_PLAIN_SEGMENTS = (4, 5)  # of a box, closed with a line or without
_LINE, _MOVE = 0, 2


@dataclass(frozen=True)
class FontFact:
    name: str
    embedded: bool


class Thing:
    """Something that is painted: its ``kind`` (``TEXT``, ``PATH``, ``IMAGE``, or else), pdfium's
    handle, and the rectangle outside of which it paints nothing. ``whole``: no form that places
    it may cut something off, or lets something shine through."""

    def __init__(self, kind: int, handle: int, rect: Rect, whole: bool):
        self.kind, self.handle, self.rect, self.whole = kind, handle, rect, whole

    def moved(self, dx: float, dy: float) -> Thing:
        """The same elsewhere."""
        return Thing(self.kind, self.handle, self.rect.moved(dx, dy), self.whole)

    @functools.cached_property
    def segments(self) -> int:
        """Of how many lines and curves a path is made."""
        return int(pdfium().FPDFPath_CountSegments(self.handle)) if self.kind == PATH else 0

    @property
    def is_simple(self) -> bool:
        """Whether it is a path of as few lines as a box has."""
        return self.segments in _PLAIN_SEGMENTS

    @functools.cached_property
    def area(self) -> tuple[int, int, int] | None:
        """The one colour of an upright box that is filled and hides what is under it, in all of
        its rectangle; None for whatever else it is."""
        if not self.whole or not self.is_simple:
            return None
        library, handle = pdfium(), self.handle
        fill, stroked = ctypes.c_int(), ctypes.c_int()
        library.FPDFPath_GetDrawMode(handle, ctypes.byref(fill), ctypes.byref(stroked))
        clip = library.FPDFPageObj_GetClipPath(handle)
        cut = clip and library.FPDFClipPath_CountPaths(clip) > 0
        colour = Fill()
        place = ctypes.addressof(colour)
        told = library.FPDFPageObj_GetFillColor(handle, *(place + 4 * i for i in range(4)))
        if not told or fill.value not in _FILLED or stroked.value or cut or colour[3] != _OPAQUE:
            return None
        if library.FPDFPageObj_HasTransparency(handle) or not self._is_box():
            return None
        return colour[0], colour[1], colour[2]

    def _is_box(self) -> bool:
        """Whether its corners are those of an upright box, one after the other."""
        library, matrix = pdfium(), Matrix()
        library.FPDFPageObj_GetMatrix(self.handle, ctypes.byref(matrix))
        if matrix.b or matrix.c:
            return False
        corners, kinds = [], []
        x, y = ctypes.c_float(), ctypes.c_float()
        for number in range(self.segments):
            segment = library.FPDFPath_GetPathSegment(self.handle, number)
            library.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            kinds.append(library.FPDFPathSegment_GetType(segment))
            corners.append((x.value, y.value))
        return kinds == [_MOVE, *[_LINE] * (len(kinds) - 1)] and _goes_round(corners)


def _goes_round(corners: list[tuple[float, float]]) -> bool:
    """Whether four corners, and perhaps the first once more, go around an upright box."""
    if len(corners) == 5 and corners[0] != corners[4]:
        return False
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners[:4]
    level_first = (ay, bx, cy, dx) == (by, cx, dy, ax)
    return level_first or (ax, by, cx, dy) == (bx, cy, dx, ay)


class Copies(NamedTuple):
    """A form that stands on a page several times, and nothing else but marks: how far each copy
    is ``moved`` from the first, the things of the first, those of no copy, which are painted
    last, and the area outside of which the first paints nothing."""

    moved: tuple[tuple[float, float], ...]
    first: tuple[Thing, ...]
    rest: tuple[Thing, ...]
    area: Rect

    def drawings(self) -> list[Thing]:
        """All things of the page but text."""
        first = [thing for thing in self.first if thing.kind != TEXT]
        others = [thing.moved(*move) for move in self.moved for thing in first]
        return [*first, *others, *(thing for thing in self.rest if thing.kind != TEXT)]


def objects_of(page: int) -> list[int]:
    """The handles of all that a page paints, forms as they are."""
    count, at = pdfium().FPDFPage_CountObjects, pdfium().FPDFPage_GetObject
    return [at(page, n) for n in range(count(page))]


def placings_of(page: int) -> list[tuple[float, ...]]:
    """How each form that a page places is placed, as six numbers. None of them where anything
    else is painted before the last of them, or where they hold unequally much."""
    library, matrix = pdfium(), Matrix()
    handles = objects_of(page)
    kinds = [library.FPDFPageObj_GetType(handle) for handle in handles]
    forms = handles[: kinds.count(FORM)]
    held = {library.FPDFFormObj_CountObjects(form) for form in forms}
    if FORM in kinds[len(forms) :] or len(held) != 1:
        return []
    found: list[tuple[float, ...]] = []
    for form in forms:
        library.FPDFPageObj_GetMatrix(form, ctypes.byref(matrix))
        found.append((matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f))
    return found


def things_of(handles: list[int], paper: Paper) -> list[Thing]:
    """Everything that is painted, forms taken apart, in the order in which it is painted."""
    found: list[Thing] = []
    _gather(found, handles, paper, (), 1)
    return found


def _gather(
    found: list[Thing], handles: list[int], paper: Paper, outer: tuple[Matrix, ...], depth: int
) -> None:
    library = pdfium()
    bounds, kind_of = library.FPDFPageObj_GetBounds, library.FPDFPageObj_GetType
    sides = [ctypes.c_float() for _ in range(4)]
    to = [ctypes.byref(side) for side in sides]
    for handle in handles:
        kind = kind_of(handle)
        if kind == FORM and depth < _DEEPEST:
            matrix = Matrix()
            library.FPDFPageObj_GetMatrix(handle, ctypes.byref(matrix))
            count = library.FPDFFormObj_CountObjects(handle)
            inner = [library.FPDFFormObj_GetObject(handle, n) for n in range(count)]
            _gather(found, inner, paper, (matrix, *outer), depth + 1)
            continue
        bounds(handle, *to)
        left, bottom, right, top = (side.value for side in sides)
        for matrix in outer:
            left, bottom, right, top = _moved(matrix, left, bottom, right, top)
        found.append(Thing(kind, handle, paper.rect(left, bottom, right, top), not outer))


def _moved(
    m: Matrix, left: float, bottom: float, right: float, top: float
) -> tuple[float, float, float, float]:
    """The box around a box that is put through a matrix."""
    xs = [m.a * x + m.c * y + m.e for x in (left, right) for y in (bottom, top)]
    ys = [m.b * x + m.d * y + m.f for x in (left, right) for y in (bottom, top)]
    return min(xs), min(ys), max(xs), max(ys)


def fonts_of(things: list[Thing]) -> set[FontFact]:
    """Every font that a text uses."""
    handles = {pdfium().FPDFTextObj_GetFont(t.handle) for t in things if t.kind == TEXT}
    return {
        FontFact(font_name(font), pdfium().FPDFFont_GetIsEmbedded(font) == 1) for font in handles
    }
