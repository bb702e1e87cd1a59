"""Marks that may stand outside what is read: fold ticks, cut marks, registration marks, slug.

Their places follow from the layout alone, so that the check can know them too.
"""

from __future__ import annotations

import functools

from .frames import Side
from .geometry import MM, Rect
from .layouts import Layout
from .sheet import MARK_LENGTH, SLUG_GAP, SLUG_HEIGHT, TICK_ROOM, Sheet

HAIRLINE = 0.25  # points
_TICK_FROM_EDGE = 2.5 * MM
_TICK_LENGTH = 3 * MM
_DASH = 2 * MM  # a fold is marked by two dashes, a cut by a line


def fold_ticks(layout: Layout, side: Side) -> tuple[Rect, ...]:
    """A tick at either end of each fold, inside the margin of the paper."""
    ticks = []
    for fold in side.folds[:-1]:
        for top in (_TICK_FROM_EDGE, layout.height - _TICK_FROM_EDGE - _TICK_LENGTH):
            ticks.append(Rect(fold - HAIRLINE / 2, top, HAIRLINE, _TICK_LENGTH))
    return tuple(ticks)


def piece_rects(layout: Layout, sheet: Sheet) -> tuple[Rect, ...]:
    """The trims of a sheet, row by row, centred on the paper."""
    across = sheet.columns * layout.width + (sheet.columns - 1) * sheet.gap
    down = sheet.rows * layout.height + (sheet.rows - 1) * sheet.gap
    left, top = (sheet.width - across) / 2, (sheet.height - down) / 2
    return tuple(
        Rect(
            left + c * (layout.width + sheet.gap),
            top + r * (layout.height + sheet.gap),
            layout.width,
            layout.height,
        )
        for r in range(sheet.rows)
        for c in range(sheet.columns)
    )


def _grid(layout: Layout, sheet: Sheet) -> Rect:
    """Around all pieces of a sheet."""
    return functools.reduce(Rect.union, piece_rects(layout, sheet))


def cut_marks(layout: Layout, sheet: Sheet) -> tuple[Rect, ...]:
    """Marks at every cut, around the whole grid, as long as the paper's margin allows."""
    rects = piece_rects(layout, sheet)
    xs = sorted({round(v, 4) for r in rects for v in (r.x, r.right)})
    ys = sorted({round(v, 4) for r in rects for v in (r.y, r.bottom)})
    half = HAIRLINE / 2
    marks = []
    inside = layout.margin >= TICK_ROOM
    top, bottom = _mark_spans(ys, sheet, sheet.height, inside)
    for x in xs:
        if top[2] or _TICK_FROM_EDGE < x < sheet.width - _TICK_FROM_EDGE:
            marks.append(Rect(x - half, top[0], HAIRLINE, top[1]))
            marks.append(Rect(x - half, bottom[0], HAIRLINE, bottom[1]))
    left, right = _mark_spans(xs, sheet, sheet.width, inside)
    for y in ys:
        if left[2] or _TICK_FROM_EDGE < y < sheet.height - _TICK_FROM_EDGE:
            marks.append(Rect(left[0], y - half, left[1], HAIRLINE))
            marks.append(Rect(right[0], y - half, right[1], HAIRLINE))
    return tuple(mark for mark in marks if min(mark.width, mark.height) > 0)


def _mark_spans(
    cuts: list[float], sheet: Sheet, length: float, inside: bool
) -> tuple[tuple[float, float, bool], tuple[float, float, bool]]:
    """Where marks begin, how long they are, and whether they stand outside the pieces, before
    the first cut and after the last. Pieces that reach to the edge of an office sheet leave
    no room: a tick then stands in the margin that they keep free themselves, if they do."""
    first = max(sheet.margin, cuts[0] - sheet.mark_offset - sheet.mark_length)
    room = cuts[0] - sheet.mark_offset - first
    if room > 0:
        return (first, room, True), (cuts[-1] + sheet.mark_offset, room, True)
    tick = _TICK_LENGTH if inside else 0.0
    return (_TICK_FROM_EDGE, tick, False), (length - _TICK_FROM_EDGE - tick, tick, False)


def fold_marks(layout: Layout, side: Side, sheet: Sheet, turned: bool) -> tuple[Rect, ...]:
    """Two dashes above and below the grid at every fold of every column."""
    grid = _grid(layout, sheet)
    outer = grid.y - sheet.mark_offset - sheet.mark_length
    tops = [
        outer,
        grid.y - sheet.mark_offset - _DASH,
        grid.bottom + sheet.mark_offset,
        grid.bottom + sheet.mark_offset + sheet.mark_length - _DASH,
    ]
    if outer < sheet.margin - 0.01:  # no room outside: as on a piece that is its own page
        tops = [_TICK_FROM_EDGE, sheet.height - _TICK_FROM_EDGE - _DASH]
    marks = []
    for left in sorted({round(r.x, 4) for r in piece_rects(layout, sheet)}):
        for fold in side.folds[:-1]:
            x = left + (layout.width - fold if turned else fold) - HAIRLINE / 2
            marks += [Rect(x, top, HAIRLINE, _DASH) for top in tops]
    return tuple(marks)


def registration_marks(layout: Layout, sheet: Sheet) -> tuple[Rect, ...]:
    """Where a press lines its inks up: beyond each corner of the grid, clear of every cut."""
    grid, side = _grid(layout, sheet), MARK_LENGTH
    near, far = sheet.mark_offset + side, sheet.mark_offset
    return tuple(
        Rect(x, y, side, side)
        for y in (grid.y - near, grid.bottom + far)
        for x in (grid.x - near, grid.right + far)
    )


def slug_area(layout: Layout, sheet: Sheet) -> Rect:
    """Where the line stands that tells a press what this is: below all marks."""
    grid = _grid(layout, sheet)
    top = grid.bottom + sheet.mark_offset + MARK_LENGTH + SLUG_GAP
    return Rect(sheet.margin, top, sheet.width - 2 * sheet.margin, SLUG_HEIGHT)
