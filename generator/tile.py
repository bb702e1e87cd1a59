"""A poster over many office sheets: pages to pages, with overlaps and marks to put it together.

Sheets are laid from the top left. Each shows a window of the poster; neighbours overlap, and
the later one is cut at its left and upper edge and glued onto the earlier one.
"""

from __future__ import annotations

import math

from .geometry import MM, PAPER_MM, Rect
from .page import Document, Item, Link, Page, Path, Piece, box
from .records import dataclass, replace
from .setter import BOLD, INK, Setter

OVERLAP = 10 * MM
_MARGIN = 6 * MM  # what an office printer cannot reach
_BAND = 6 * MM  # for marks and the label, beside the window
_TICK = 4 * MM
_DASH = 1.2 * MM
_HAIR = 0.5  # points
_LABEL = 8.0  # points
MARK = "tile"


@dataclass(frozen=True)
class Tile:
    """One sheet: its place in the grid (from 0), the ``window`` on the paper and the part of
    the poster that stands in it, in points."""

    row: int
    column: int
    window: Rect
    part: Rect


@dataclass(frozen=True)
class Tiling:
    """How a poster of one size is spread over a paper."""

    width: float
    height: float
    rows: int
    columns: int
    tiles: tuple[Tile, ...]


def tiling(paper: str, width: float, height: float) -> Tiling:
    """The fewest sheets that a poster needs, the paper upright or on its side."""
    short, long = (side * MM for side in PAPER_MM[paper])
    return min(
        (_spread(w, h, width, height) for w, h in ((short, long), (long, short))),
        key=lambda t: len(t.tiles),
    )


def _spread(paper_width: float, paper_height: float, width: float, height: float) -> Tiling:
    inner = Rect(0, 0, paper_width, paper_height).inset(_MARGIN + _BAND)
    columns = _count(width, inner.width)
    rows = _count(height, inner.height)
    # Equal parts: no sheet is left with a sliver.
    part_width = (width + (columns - 1) * OVERLAP) / columns
    part_height = (height + (rows - 1) * OVERLAP) / rows
    tiles = []
    for row in range(rows):
        for column in range(columns):
            x, y = column * (part_width - OVERLAP), row * (part_height - OVERLAP)
            window = Rect(inner.x, inner.y, part_width, part_height)
            tiles.append(Tile(row, column, window, Rect(x, y, part_width, part_height)))
    return Tiling(paper_width, paper_height, rows, columns, tuple(tiles))


def _count(length: float, room: float) -> int:
    return max(1, math.ceil((length - OVERLAP - 0.01) / (room - OVERLAP)))


def tiled(document: Document, paper: str, setter: Setter) -> Document:
    """Every page of a document over as many sheets as it needs."""
    pages: list[Page] = []
    for page in document.pages:
        plain = replace(page, items=tuple(i for i in page.items if not isinstance(i, Link)))
        spread = tiling(paper, page.width, page.height)
        pages += [_sheet(plain, spread, tile, setter) for tile in spread.tiles]
    # Its parts cannot be read aloud each by itself: the whole poster can.
    return replace(document, pages=tuple(pages), structure=(), bookmarks=())


def _sheet(page: Page, spread: Tiling, tile: Tile, setter: Setter) -> Page:
    window = tile.window
    corner = Rect(window.x - tile.part.x, window.y - tile.part.y, page.width, page.height)
    items: list[Item] = [Piece(page, corner, 0, window)]
    items += [Path(box(line), MARK, fill=INK) for line in tile_lines(spread, tile)]
    area = label_area(tile)
    items += setter.line(label(spread, tile), area.x, area.bottom - MM, _LABEL, BOLD)
    name = f"{page.name} {tile.row + 1}-{tile.column + 1}"
    areas = (*tile_lines(spread, tile), area)
    return Page(name, spread.width, spread.height, tuple(items), (window,), areas, "en")


def label(spread: Tiling, tile: Tile) -> str:
    """Which sheet this is."""
    row, column = (
        f"row {tile.row + 1} of {spread.rows}",
        f"column {tile.column + 1} of {spread.columns}",
    )
    return f"{row}, {column}"


def label_area(tile: Tile) -> Rect:
    """Where the label stands, between the marks above the window."""
    window = tile.window
    return Rect(window.x + _TICK, window.y - _BAND, window.width / 2, _BAND)


def tile_lines(spread: Tiling, tile: Tile) -> list[Rect]:
    """Solid ticks where a sheet is cut, dashed ones where its neighbour's edge comes."""
    window, lines = tile.window, []
    cuts_x = [window.x] if tile.column else []
    meets_x = [window.right - OVERLAP] if tile.column + 1 < spread.columns else []
    cuts_y = [window.y] if tile.row else []
    meets_y = [window.bottom - OVERLAP] if tile.row + 1 < spread.rows else []
    for x in cuts_x:
        lines += [_upright(x, window.y - _TICK - MM, _TICK), _upright(x, window.bottom + MM, _TICK)]
    for x in meets_x:
        for top in (window.y - _TICK - MM, window.bottom + MM):
            lines += [_upright(x, top, _DASH), _upright(x, top + _TICK - _DASH, _DASH)]
    for y in cuts_y:
        lines += [_level(window.x - _TICK - MM, y, _TICK), _level(window.right + MM, y, _TICK)]
    for y in meets_y:
        for left in (window.x - _TICK - MM, window.right + MM):
            lines += [_level(left, y, _DASH), _level(left + _TICK - _DASH, y, _DASH)]
    return lines


def _upright(x: float, y: float, length: float) -> Rect:
    return Rect(x - _HAIR / 2, y, _HAIR, length)


def _level(x: float, y: float, length: float) -> Rect:
    return Rect(x, y - _HAIR / 2, length, _HAIR)
