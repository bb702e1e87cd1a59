"""The graphics state of a page: colours as inks, paths (ISO 32000-1, 8.4 to 8.6)."""

from __future__ import annotations

import copy
import math

from .geometry import Rect
from .matrices import Matrix, is_upright, moved_by, shared
from .press_facts import DEVICE_GRAY, Inks, PressFont, Space
from .records import dataclass

_MOST_CORNERS = 6  # of a path that may be a box, or a bar


def _bends(a: float, b: float, c: float, d: float) -> list[float]:
    """Where a cubic curve turns round in one coordinate: its extremes between the ends."""
    square, linear, rest = d - 3 * c + 3 * b - a, 2 * (a - 2 * b + c), b - a
    if abs(square) < 1e-9:
        roots = [-rest / linear] if abs(linear) > 1e-9 else []
    else:
        inside = linear * linear - 4 * square * rest
        root = math.sqrt(inside) if inside >= 0 else math.nan
        roots = [(-linear + root) / (2 * square), (-linear - root) / (2 * square)]
    return [
        (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t**3 * d
        for t in roots
        if 0 < t < 1
    ]


@dataclass(frozen=True)
class Ink:
    """A colour: its space, and its inks where they can be told."""

    space: Space
    inks: Inks | None


BLACK = Ink(DEVICE_GRAY, (0.0, 0.0, 0.0, 100.0))


def ink_of(space: Space, values: list[float]) -> Ink:
    """A colour of a space as inks. Grey is light, all others are ink (ISO 32000-1, 8.6.4)."""
    parts = [min(1.0, max(0.0, v)) * 100 for v in values]
    if space.family == "DeviceCMYK" and len(parts) == 4:
        return Ink(space, (parts[0], parts[1], parts[2], parts[3]))
    if space.family == "DeviceGray" and len(parts) == 1:
        return Ink(space, (0.0, 0.0, 0.0, 100 - parts[0]))
    if space.registration and len(parts) == 1:
        return Ink(space, (parts[0],) * 4)
    return Ink(space, None)


def first_ink(space: Space) -> Ink:
    """The colour that choosing a space sets (ISO 32000-1, 8.6.8, operator CS)."""
    starts = {"DeviceCMYK": [0.0, 0.0, 0.0, 1.0], "Separation": [1.0], "DeviceGray": [0.0]}
    return ink_of(space, starts.get(space.family, []))


@dataclass
class State:
    """The graphics state, as far as a press cares (ISO 32000-1, 8.4.1 and 9.3.1)."""

    matrix: Matrix
    clip: Rect
    clip_is_box: bool = True
    fill: Ink = BLACK
    stroke: Ink = BLACK
    width: float = 1.0
    dashed: bool = False
    overprint_stroke: bool = False
    overprint_fill: bool = False
    overprint_mode: int = 0
    font: PressFont | None = None
    size: float = 0.0
    between_letters: float = 0.0
    between_words: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    text_mode: int = 0

    def saved(self) -> State:
        return copy.copy(self)

    def clipped(self, rect: Rect, is_box: bool) -> None:
        self.clip = shared(self.clip, rect)
        self.clip_is_box = self.clip_is_box and is_box


class Outline:
    """One part of a path, as it lies on the page."""

    def __init__(self, x: float, y: float):
        self.points = [(x, y)]
        self.last = (x, y)
        self.left = self.right = x
        self.top = self.bottom = y
        self.curved = False

    def add(self, x: float, y: float) -> None:
        if len(self.points) <= _MOST_CORNERS:
            self.points.append((x, y))
        self.last = (x, y)
        self.left, self.right = min(self.left, x), max(self.right, x)
        self.top, self.bottom = min(self.top, y), max(self.bottom, y)

    def bend(self, one: tuple[float, float], two: tuple[float, float], x: float, y: float) -> None:
        """A curve to x, y with its two control points."""
        self.curved = True
        ends = self.last
        self.add(x, y)
        across = _bends(ends[0], one[0], two[0], x)
        down = _bends(ends[1], one[1], two[1], y)
        self.left, self.right = min(self.left, *across, x), max(self.right, *across, x)
        self.top, self.bottom = min(self.top, *down, y), max(self.bottom, *down, y)

    def polygon(self) -> list[tuple[float, float]] | None:
        """Its corners, where they are few and all its sides are straight."""
        if self.curved or len(self.points) > _MOST_CORNERS:
            return None
        found = self.points[:1]
        for point in self.points[1:]:
            if math.dist(point, found[-1]) > 1e-6:
                found.append(point)
        if len(found) > 1 and math.dist(found[0], found[-1]) <= 1e-6:
            found.pop()
        return found

    def thickness(self) -> float | None:
        """Of a bar or a line that is filled; of all else no more than it is high and wide.
        None of a mere point."""
        found, sides = self.polygon(), (self.right - self.left, self.bottom - self.top)
        if max(sides) == 0:
            return None
        if found is None or len(found) not in (2, 4):
            return min(sides)
        if len(found) == 2:
            return 0.0
        pairs = list(zip(found, found[1:] + found[:1], strict=True))
        area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2
        return area / max(math.dist(a, b) for a, b in pairs)


class PathBuilder:
    """A path as it is built, in points of the page."""

    def __init__(self) -> None:
        self.outlines: list[Outline] = []

    def move(self, matrix: Matrix, x: float, y: float) -> None:
        self.outlines.append(Outline(*moved_by(matrix, x, y)))

    def line(self, matrix: Matrix, x: float, y: float) -> None:
        self.outlines[-1].add(*moved_by(matrix, x, y))

    def curve(self, matrix: Matrix, *values: float) -> None:
        """Two control points and an end."""
        one, two, end = (moved_by(matrix, *values[i : i + 2]) for i in (0, 2, 4))
        self.outlines[-1].bend(one, two, *end)

    def curve_from_here(self, matrix: Matrix, *values: float) -> None:
        """A curve whose first control point is where it starts (operator v)."""
        outline = self.outlines[-1]
        two, end = (moved_by(matrix, *values[i : i + 2]) for i in (0, 2))
        outline.bend(outline.last, two, *end)

    def box(self, matrix: Matrix, x: float, y: float, width: float, height: float) -> None:
        self.move(matrix, x, y)
        for px, py in ((x + width, y), (x + width, y + height), (x, y + height)):
            self.line(matrix, px, py)

    def close(self) -> None:
        self.outlines[-1].add(*self.outlines[-1].points[0])

    def rect(self) -> Rect:
        o = self.outlines
        left, top = min(p.left for p in o), min(p.top for p in o)
        return Rect(left, top, max(p.right for p in o) - left, max(p.bottom for p in o) - top)

    def is_box(self) -> bool:
        """Whether it is one box with level and upright sides."""
        found = self.outlines[0].polygon() if len(self.outlines) == 1 else None
        return found is not None and len(found) == 4 and is_upright(found)

    def thinnest(self) -> float | None:
        found = [t for o in self.outlines if (t := o.thickness()) is not None]
        return min(found, default=None)
