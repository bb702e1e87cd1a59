"""Callouts: a number beside every string of a page, where it hides nothing.

The page stays as it is: it is placed as a piece, and the numbers are drawn over it. For
each string the nearest free place is looked for, first at its first line, then further and
further out; a thin line leads from a number that stands apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from .diagnostics import Diagnostic, Failed
from .geometry import Rect
from .page import Code, GlyphRun, Item, Link, Page, Path, Picture, Piece
from .records import dataclass
from .setter import INK, OWN, Setter

_ASCENT, _DESCENT = 0.78, 0.24  # em that letters reach above and below their baseline
_STACKED = 1.07  # em that a capital with two marks on it reaches up (Ễ, measured)
_REACH = 0.06  # em that a J reaches out to the left
_STROKE = 0.8  # points around a number that its frame and some air take
_NEAR = 4.0  # points: a number so near to its string needs no line
_STEP, _FAR, _DIRECTIONS = 4.0, 260.0, 24
_QUIET = 4 / 25  # of a code's side: nothing may stand in its quiet zone


@dataclass(frozen=True)
class Said:
    """The lines of one string at one place of a page."""

    source: str
    lines: tuple[Rect, ...]

    @property
    def area(self) -> Rect:
        left, top = min(r.x for r in self.lines), min(r.y for r in self.lines)
        right, bottom = max(r.right for r in self.lines), max(r.bottom for r in self.lines)
        return Rect(left, top, right - left, bottom - top)


def said_on(page: Page) -> list[Said]:
    """Every string of a page, in reading order, each place by itself."""
    found: list[Said] = []
    runs: list[GlyphRun] = []
    for item in (*page.items, None):
        if isinstance(item, Link):
            continue
        same = isinstance(item, GlyphRun) and runs and item.source == runs[0].source
        if runs and not (same and isinstance(item, GlyphRun) and item.y >= runs[-1].y - 0.01):
            found.append(Said(runs[0].source, tuple(_line(r) for r in runs)))
            runs = []
        if isinstance(item, GlyphRun):
            runs.append(item)
    return found


def _line(run: GlyphRun) -> Rect:
    top = run.y - _ASCENT * run.size
    return Rect(run.x, top, run.width, (_ASCENT + _DESCENT) * run.size)


def _taken(page: Page) -> list[Rect]:
    """Where something stands that a number may not cover: text, codes, drawings, pictures."""
    areas = []
    for item in page.items:
        if isinstance(item, GlyphRun):
            line = _line(item)
            up, left = (_STACKED - _ASCENT) * item.size, _REACH * item.size
            areas.append(Rect(line.x - left, line.y - up, line.width + left, line.height + up))
        elif isinstance(item, Code):
            areas.append(item.rect.inset(-item.rect.width * _QUIET))
        elif isinstance(item, Picture):
            areas.append(item.rect)
        elif isinstance(item, Path) and not item.source.startswith("frame:"):
            areas.append(_bounds(item))
    return areas


def _bounds(path: Path) -> Rect:
    return path.bounds().inset(-path.stroke_width / 2)


def callouts(
    piece: Piece, numbers: dict[str, int], room: Rect, setter: Setter
) -> tuple[list[Item], list[Rect]]:
    """The numbers of all strings of a placed page, as items, and where each stands. They
    stay within ``room``; what is not in ``numbers`` gets none. Failed if there is no room."""
    taken = [piece.place(area) for area in _taken(piece.page)]
    items: list[Item] = []
    badges: list[Rect] = []
    for said in [*said_on(piece.page), *_codes(piece.page)]:
        if said.source not in numbers:
            continue
        lines = [piece.place(line) for line in said.lines]
        number = numbers[said.source]
        found = _free_place(lines, setter.badge_size(number), room, [*taken, *badges])
        if found is None:
            what = f"no room for the number of “{said.source}” on {piece.page.name}"
            raise Failed([Diagnostic("proof", what, "give the layout a little free space")])
        badges.append(found)
        leader = _leader(found, lines[0])
        if leader is not None:
            items.append(leader)
        items += setter.badge(number, found)
        description = f"{number} {said.source}"
        for area in (found, piece.place(said.area)):
            items.append(Link(area, f"#row-{number}", said.source, description))
    return items, badges


def _codes(page: Page) -> list[Said]:
    return [Said(i.source, (i.rect,)) for i in page.items if isinstance(i, Code)]


def _free_place(
    lines: list[Rect], size: tuple[float, float], room: Rect, taken: list[Rect]
) -> Rect | None:
    """The nearest place for a number, if there is one with a line to it that crosses nothing."""
    others = [area for area in taken if not any(area.contains(line) for line in lines)]
    crossing = None
    for rect in _candidates(lines, size):
        edge = rect.inset(-_STROKE)
        if not room.contains(rect) or any(edge.overlaps(area) for area in taken):
            continue
        if not _crosses(rect, lines[0], others):
            return rect
        crossing = crossing or rect
    return crossing


def _candidates(lines: list[Rect], size: tuple[float, float]) -> Iterator[Rect]:
    width, height = size
    first = lines[0]
    middle = first.y + (first.height - height) / 2
    yield Rect(first.x - width - 2.0, middle, width, height)
    yield Rect(first.x, first.y - height - 0.4 * first.height, width, height)
    for line in lines:
        yield Rect(line.right + 2.0, line.y + (line.height - height) / 2, width, height)
    yield Rect(lines[-1].x, lines[-1].bottom + 0.5, width, height)
    away = _STEP
    while away < _FAR:
        for turn in range(_DIRECTIONS):
            angle = math.pi + 2 * math.pi * turn / _DIRECTIONS
            x = first.x + away * math.cos(angle) * 1.4
            y = first.y + first.height / 2 + away * math.sin(angle)
            yield Rect(x - width / 2, y - height / 2, width, height)
        away += _STEP


def _ends(badge: Rect, line: Rect) -> tuple[float, float, float, float] | None:
    """From the number's edge to the nearest point of the string's first line."""
    x0 = min(max(line.x, badge.x), badge.right)
    y0 = min(max(line.y + line.height / 2, badge.y), badge.bottom)
    x1 = min(max(x0, line.x), line.right)
    y1 = min(max(y0, line.y), line.bottom)
    return None if math.hypot(x1 - x0, y1 - y0) <= _NEAR else (x0, y0, x1, y1)


def _crosses(badge: Rect, line: Rect, taken: list[Rect]) -> bool:
    ends = _ends(badge, line)
    if ends is None:
        return False
    x0, y0, x1, y1 = ends
    steps = max(2, int(math.hypot(x1 - x0, y1 - y0) / 2))
    for i in range(steps):
        x, y = x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps
        if any(a.x < x < a.right and a.y < y < a.bottom for a in taken):
            return True
    return False


def _leader(badge: Rect, line: Rect) -> Path | None:
    ends = _ends(badge, line)
    if ends is None:
        return None
    x0, y0, x1, y1 = ends
    return Path((("M", x0, y0), ("L", x1, y1)), OWN, stroke=INK, stroke_width=0.4)
