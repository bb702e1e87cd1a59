"""Pages to sheets: one piece, drawn once, placed on a grid with cut marks.

Printed duplex, the piece behind column c is that of column n-1-c (paper turned about
its long edge) and all of it upright; turned about the short edge the back is upside
down. The grid stands in the middle of the paper, so fronts and backs meet either way.
"""

from __future__ import annotations

from dataclasses import replace

from .geometry import Rect
from .layouts import FLIPS, Layout, Sheet
from .marks import cut_marks, piece_rects
from .page import Document, Item, Page, Path, Piece, box


def impose(document: Document, layout: Layout, flip: str = "") -> Document:
    """The sheets of a document, or the document itself where the layout has no sheet."""
    if layout.sheet is None:
        return document
    sheet = layout.sheet
    pages = tuple(
        _sheet(page, layout, sheet, is_turned(layout, flip, number))
        for number, page in enumerate(document.pages)
    )
    keywords = f"{document.keywords} {flip}" if flip and document.keywords else document.keywords
    return replace(document, pages=pages, keywords=keywords)


def is_turned(layout: Layout, flip: str, number: int) -> bool:
    """Whether the pieces of page ``number`` stand upside down on their sheet."""
    if layout.sheet is None:
        return False
    return (flip or layout.sheet.flip) == FLIPS[1] and number % 2 == 1


def _sheet(page: Page, layout: Layout, sheet: Sheet, turned: bool) -> Page:
    rects = piece_rects(layout, sheet)
    marks = cut_marks(layout, sheet)
    items: list[Item] = [Piece(page, rect, turned) for rect in rects]
    items += [Path(box(mark), "mark", fill=layout.ink) for mark in marks]
    return Page(page.name, sheet.width, sheet.height, tuple(items), rects, marks, page.language)


def trims(layout: Layout) -> tuple[Rect, ...]:
    """Where the finished pieces lie on a page of the file."""
    if layout.sheet is None:
        return (Rect(0, 0, layout.width, layout.height),)
    return piece_rects(layout, layout.sheet)
