"""Sheets: papers by name, and how many pieces go on one.

On a press each piece keeps its own bleed, so neighbours stand two bleeds apart; marks and
a slug line stand around them.
"""

from __future__ import annotations

import math
import re

from .diagnostics import Diagnostic
from .fields import Fields
from .geometry import MM, PAPER_MM, mm, parse_length
from .purpose import FLIPS, Purpose
from .records import dataclass, replace

_MAX_SIDE_MM = 50_800  # ten times the 14,400 pt that PDF readers promise to open
MARK_LENGTH = 5 * MM
_BEYOND_BLEED = 1 * MM  # from where artwork ends to where a mark begins
_LEAST_OFFSET = 3 * MM
SLUG_GAP = 1 * MM
SLUG_HEIGHT = 9 * MM  # three lines of 6.5 pt
_EDGE = 3 * MM  # of a sheet in a press, where no ink can be
TICK_ROOM = 5.5 * MM  # a piece that keeps so much free has room for ticks in it
_LEAST_MARK = 1.5 * MM
_UNREACHED = 6 * MM  # by an office printer, at each edge of the paper
_MOST = 50  # pieces across, or down


@dataclass(frozen=True)
class Sheet:
    """How pieces are set on paper: a grid in its middle, cut marks around it. On a ``press``
    the artwork of each runs ``bleed`` beyond its trim, and a slug line stands below.
    ``fills``: as many as there is room for."""

    width: float
    height: float
    columns: int
    rows: int
    gap: float
    margin: float
    flip: str
    mark_offset: float
    mark_length: float
    press: bool = False
    bleed: float = 0.0
    fills: bool = False


def paper_size(fields: Fields, name: str) -> tuple[float, float]:
    """A named paper size, or ``210 x 297 mm``; in points."""
    scalar = fields.scalar(name, required=True)
    if scalar is None:
        return 100.0, 100.0
    words = scalar.value.split()
    if words and words[0] in PAPER_MM and words[1:] in ([], ["landscape"]):
        w, h = PAPER_MM[words[0]]
        return (h * MM, w * MM) if words[1:] else (w * MM, h * MM)
    match = re.fullmatch(r"([\d.]+)\s*x\s*([\d.]+)\s*([a-z]+)", scalar.value)
    width = parse_length(f"{match[1]} {match[3]}") if match else None
    height = parse_length(f"{match[2]} {match[3]}") if match else None
    if not width or not height:
        fields.fault(
            scalar.span,
            "paper-size",
            f"“{scalar.value}” is not a size",
            "write it as 210 x 297 mm, or one of " + ", ".join(PAPER_MM) + " (landscape)",
        )
        return 100.0, 100.0
    if max(width, height) > _MAX_SIDE_MM * MM or min(width, height) < 10 * MM:
        fields.fault(
            scalar.span,
            "paper-size",
            f"a page of {scalar.value} cannot be made",
            "choose sides between 10 mm and 50.8 m",
        )
        return 100.0, 100.0
    return width, height


def read_sheet(top: Fields, width: float, height: float) -> Sheet | None:
    """The sheet that a layout declares for its pieces of that size."""
    fields = top.fields("sheet", "“sheet”")
    if fields is None:
        return None
    before = len(fields.problems)
    paper_width, paper_height = paper_size(fields, "paper")
    known = len(fields.problems) == before
    margin, gap = fields.length("margin", 6 * MM), fields.length("gap", 0.0)
    fills = not (fields.has("columns") or fields.has("rows"))
    room = _Room(gap, margin, margin, 0.0, margin)
    most = room.pieces((paper_width, paper_height), (width, height))
    sheet = Sheet(
        paper_width,
        paper_height,
        fields.whole("columns", max(1, most[0]), 1, _MOST, required=not fills),
        fields.whole("rows", max(1, most[1]), 1, _MOST, required=not fills),
        gap,
        margin,
        fields.choice("flip", FLIPS, FLIPS[0]),
        fields.length("mark_offset", 3 * MM),
        fields.length("mark_length", 5 * MM),
        fills=fills,
    )
    fields.done()
    used_width = sheet.columns * width + (sheet.columns - 1) * sheet.gap
    used_height = sheet.rows * height + (sheet.rows - 1) * sheet.gap
    if known and (
        used_width > paper_width - 2 * sheet.margin + 0.01
        or used_height > paper_height - 2 * sheet.margin + 0.01
    ):
        top.fault(
            fields.span,
            "sheet-full",
            f"{sheet.columns} x {sheet.rows} pieces need {mm(used_width):.1f} x "
            f"{mm(used_height):.1f} mm and the paper has "
            f"{mm(paper_width - 2 * sheet.margin):.1f} x {mm(paper_height - 2 * sheet.margin):.1f} mm",
            "use fewer columns or rows",
        )
    return sheet


@dataclass(frozen=True)
class _Room:
    """What stays free on a sheet: between pieces, at its sides, at its head and foot; where
    marks begin beyond a trim; the edge that no ink reaches; and what more the marks would
    like, if there is room for a piece beside it. In points."""

    gap: float
    sides: float
    ends: float
    offset: float
    edge: float
    wished: float = 0.0

    def pieces(self, paper: tuple[float, float], piece: tuple[float, float]) -> tuple[int, int]:
        """How many pieces fit across and down."""
        across, down = (
            self._along(length, size, max(margin, self.wished)) or self._along(length, size, margin)
            for length, size, margin in zip(paper, piece, (self.sides, self.ends), strict=True)
        )
        return across, down

    def _along(self, length: float, size: float, margin: float) -> int:
        count = int((length - 2 * margin + self.gap + 0.01) / (size + self.gap))
        return max(0, min(count, _MOST))


def on_paper(
    sheet: Sheet | None, width: float, height: float, purpose: Purpose, kept: float = 0.0
) -> tuple[Sheet | None, Diagnostic | None]:
    """The sheet for a purpose: the layout's own, one of the paper that was asked for with as
    many pieces as fit, or for a press one that has room for bleed, marks and slug. None
    where the piece is its own page. ``kept`` is what a piece keeps free at its own edges: it
    counts to what an office printer cannot reach."""
    if not purpose.press and not purpose.sheet and not (sheet and sheet.fills):
        flip = purpose.flip
        return (replace(sheet, flip=flip) if sheet and flip else sheet), None
    room, piece = _room(sheet, purpose, kept), (width, height)
    papers = _papers(purpose.sheet) if purpose.sheet else []
    if sheet and not papers:
        papers = [(sheet.width, sheet.height)]
    paper = max(papers, key=lambda p: math.prod(room.pieces(p, piece)), default=(0.0, 0.0))
    columns, rows = room.pieces(paper, piece)
    if sheet and not purpose.sheet and not sheet.fills:
        columns, rows = min(columns, sheet.columns), min(rows, sheet.rows)
    if columns * rows == 0 and purpose.press and not purpose.sheet:
        # Nothing was asked for, or the layout's own sheet has no room for bleed and marks.
        paper, columns, rows = (width + 2 * room.ends, height + 2 * room.ends), 1, 1
    if columns * rows == 0:
        name = purpose.sheet or f"{mm(paper[0]):g} x {mm(paper[1]):g} mm"
        what = f"a piece of {mm(width):.1f} x {mm(height):.1f} mm does not fit on {name}"
        hint = "with its bleed and marks; choose a larger --sheet" if purpose.press else ""
        return None, Diagnostic("sheet-full", what, hint or "choose a larger --sheet")
    flip = purpose.flip or (sheet.flip if sheet else FLIPS[0])
    return Sheet(
        *paper,
        columns,
        rows,
        room.gap,
        room.edge,
        flip,
        room.offset,
        MARK_LENGTH,
        purpose.press,
        purpose.bleed,
    ), None


def _room(sheet: Sheet | None, purpose: Purpose, kept: float) -> _Room:
    """What pieces and paper need for a purpose."""
    gap = sheet.gap if sheet else 0.0
    if purpose.press:
        offset = max(_LEAST_OFFSET, purpose.bleed + _BEYOND_BLEED)
        marked = offset + MARK_LENGTH
        ends = marked + SLUG_GAP + SLUG_HEIGHT + _EDGE
        return _Room(max(gap, 2 * purpose.bleed), marked + _EDGE, ends, offset, _EDGE)
    margin = max(0.0, _UNREACHED - kept)
    offset = sheet.mark_offset if sheet else _LEAST_OFFSET
    wished = 0.0 if kept >= TICK_ROOM else offset + _LEAST_MARK + _UNREACHED
    return _Room(gap, margin, margin, offset, _UNREACHED, wished)


def _papers(name: str) -> list[tuple[float, float]]:
    """A paper upright and on its side."""
    width, height = PAPER_MM[name]
    return [(width * MM, height * MM), (height * MM, width * MM)]
