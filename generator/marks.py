"""Marks that may stand outside what is read: fold ticks and cut marks.

Their places follow from the layout alone, so that the check can know them too.
"""

from __future__ import annotations

from .geometry import MM, Rect
from .layouts import Layout, Sheet, Side

HAIRLINE = 0.25  # points
_TICK_FROM_EDGE = 2.5 * MM
_TICK_LENGTH = 3 * MM


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


def cut_marks(layout: Layout, sheet: Sheet) -> tuple[Rect, ...]:
    """Marks at every cut, around the whole grid, as long as the paper's margin allows."""
    rects = piece_rects(layout, sheet)
    xs = sorted({round(v, 4) for r in rects for v in (r.x, r.right)})
    ys = sorted({round(v, 4) for r in rects for v in (r.y, r.bottom)})
    half = HAIRLINE / 2
    marks = []
    for x in xs:
        first = max(sheet.margin, ys[0] - sheet.mark_offset - sheet.mark_length)
        length = ys[0] - sheet.mark_offset - first
        if length > 0:
            marks.append(Rect(x - half, first, HAIRLINE, length))
            marks.append(Rect(x - half, ys[-1] + sheet.mark_offset, HAIRLINE, length))
    for y in ys:
        first = max(sheet.margin, xs[0] - sheet.mark_offset - sheet.mark_length)
        length = xs[0] - sheet.mark_offset - first
        if length > 0:
            marks.append(Rect(first, y - half, length, HAIRLINE))
            marks.append(Rect(xs[-1] + sheet.mark_offset, y - half, length, HAIRLINE))
    return tuple(marks)
