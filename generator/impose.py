"""Pages to sheets: one piece, drawn once, placed on a grid with marks around it.

Printed duplex, paper turned about its upright edge shows the piece behind column c in
column n-1-c, upright; turned about its level edge the backs stand upside down. The grid
is in the middle of the paper, so fronts and backs meet either way.
"""

from __future__ import annotations

from typing import NamedTuple

from .frames import Side
from .geometry import Rect
from .layouts import Layout
from .marks import cut_marks, fold_marks, fold_ticks, piece_rects, registration_marks, slug_area
from .memory import Memory
from .page import REGISTRATION, Command, Document, Item, Link, Page, Path, Piece, box, circle
from .purpose import SHORT_EDGE
from .records import replace
from .sheet import Sheet

_MOST_BARE = 32  # sheets without pieces that are kept: those of the layouts at work


def impose(
    document: Document, layout: Layout, slugs: dict[str, tuple[Item, ...]] | None = None
) -> Document:
    """The sheets of a document, or the document itself where the layout has no sheet.
    ``slugs`` are the set lines that stand below the marks of each page, by its name."""
    if layout.sheet is None:
        return document
    pages = []
    for number, (page, side) in enumerate(zip(document.pages, layout.sides, strict=True)):
        slug = (slugs or {}).get(page.name, ())
        pages.append(_sheet(page, layout, layout.sheet, _bare(layout, side, number), slug))
    return replace(document, pages=tuple(pages))


def is_turned(layout: Layout, number: int) -> bool:
    """Whether the pieces of page ``number`` stand upside down on their sheet: paper that is
    turned over about its level edge, which is the short one of upright paper."""
    sheet = layout.sheet
    if sheet is None or number % 2 == 0 or sheet.columns * sheet.rows == 1 and sheet.press:
        return False
    return (sheet.flip == SHORT_EDGE) == (sheet.height >= sheet.width)


class _Bare(NamedTuple):
    """A sheet without its pieces: where they stand, whether upside down, the areas of all marks
    and the marks as they are drawn."""

    rects: tuple[Rect, ...]
    turned: bool
    areas: tuple[Rect, ...]
    marks: tuple[Path, ...]


# By the number of a layout, which is kept, so that no other takes its number, and of its page.
_BARE: Memory[tuple[int, int], tuple[Layout, _Bare]] = Memory(_MOST_BARE)


def _bare(layout: Layout, side: Side, number: int) -> _Bare:
    """The bare sheet of a page, which is the same in all languages."""

    def made() -> tuple[Layout, _Bare]:
        return layout, _made_bare(layout, side, is_turned(layout, number))

    return _BARE.get((id(layout), number), made)[1]


def _made_bare(layout: Layout, side: Side, turned: bool) -> _Bare:
    sheet = layout.sheet
    assert sheet is not None, "what has no sheet is its own page"
    areas = marks(layout, side, turned)
    colour = REGISTRATION if sheet.press else layout.ink
    crosses = registration_marks(layout, sheet) if sheet.press else ()
    drawn = [Path(box(area), "mark", fill=colour) for area in areas if area not in crosses]
    drawn += [_cross(area) for area in crosses]
    if sheet.press:
        areas = (*areas, slug_area(layout, sheet))
    return _Bare(piece_rects(layout, sheet), turned, areas, tuple(drawn))


def _sheet(page: Page, layout: Layout, sheet: Sheet, bare: _Bare, slug: tuple[Item, ...]) -> Page:
    piece = replace(page, bleed=sheet.bleed)
    if not is_linked(layout):
        piece = replace(piece, items=tuple(i for i in piece.items if not isinstance(i, Link)))
    pieces = [Piece(piece, rect, 180 if bare.turned else 0) for rect in bare.rects]
    items = (*pieces, *bare.marks, *slug)
    size = (sheet.width, sheet.height)
    return Page(page.name, *size, items, bare.rects, bare.areas, page.language, sheet.bleed)


def is_linked(layout: Layout) -> bool:
    """Whether numbers and codes are links too: not on a sheet of many pieces, nor on one for
    a press, which are there to be cut."""
    sheet = layout.sheet
    return sheet is None or not sheet.press and sheet.columns * sheet.rows == 1


def marks(layout: Layout, side: Side, turned: bool) -> tuple[Rect, ...]:
    """The areas of all marks of a page of the file, the slug line not among them."""
    sheet = layout.sheet
    if sheet is None:
        return fold_ticks(layout, side)
    found = cut_marks(layout, sheet) + fold_marks(layout, side, sheet, turned)
    return found + (registration_marks(layout, sheet) if sheet.press else ())


def _cross(area: Rect) -> Path:
    """A registration mark: a cross in a circle, in all inks."""
    x, y = area.middle
    cross: tuple[Command, ...] = (
        ("M", area.x, y),
        ("L", area.right, y),
        ("M", x, area.y),
        ("L", x, area.bottom),
    )
    commands = cross + circle(x, y, area.width * 0.3)
    return Path(commands, "mark", stroke=REGISTRATION, stroke_width=0.25)


def paper_of(layout: Layout) -> tuple[float, float]:
    """The size of a page of the file."""
    if layout.sheet is None:
        return layout.width, layout.height
    return layout.sheet.width, layout.sheet.height


def trims(layout: Layout) -> tuple[Rect, ...]:
    """Where the finished pieces lie on a page of the file."""
    if layout.sheet is None:
        return (Rect(0, 0, layout.width, layout.height),)
    return piece_rects(layout, layout.sheet)
