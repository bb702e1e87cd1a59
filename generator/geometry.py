"""Lengths with units, points and rectangles. Millimetres at the border, points inside.

Coordinates have their origin at the top left of the page and y grows downwards;
only the PDF floor turns them over.
"""

from __future__ import annotations

import re

from .records import dataclass

MM = 72 / 25.4
POINTS_PER = {"pt": 1.0, "mm": MM, "cm": 10 * MM, "m": 1000 * MM, "in": 72.0}

# ISO 216 and the sizes that shops and operators name, in millimetres (width, height).
PAPER_MM = {
    "A0": (841, 1189),
    "A1": (594, 841),
    "A2": (420, 594),
    "A3": (297, 420),
    "A4": (210, 297),
    "A5": (148, 210),
    "A6": (105, 148),
    "SRA3": (320, 450),
    "B1": (707, 1000),
    "Letter": (215.9, 279.4),
    "Tabloid": (279.4, 431.8),
}

_LENGTH = re.compile(r"^([+-]?\d{1,6}(?:\.\d{1,6})?)\s*(pt|mm|cm|m|in)$")


def parse_length(text: str) -> float | None:
    """``12 mm`` as points, or None where the text is no length."""
    match = _LENGTH.match(text.strip())
    return float(match[1]) * POINTS_PER[match[2]] if match else None


def mm(points: float) -> float:
    """Points as millimetres."""
    return points / MM


@dataclass(frozen=True)
class Rect:
    """A rectangle: left, top, width, height, in points."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def inset(self, by: float) -> Rect:
        return Rect(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def moved(self, dx: float, dy: float) -> Rect:
        return Rect(self.x + dx, self.y + dy, self.width, self.height)

    def contains(self, other: Rect, tolerance: float = 0.01) -> bool:
        return (
            other.x >= self.x - tolerance
            and other.y >= self.y - tolerance
            and other.x + other.width <= self.x + self.width + tolerance
            and other.y + other.height <= self.y + self.height + tolerance
        )

    def overlaps(self, other: Rect, tolerance: float = 0.01) -> bool:
        return (
            self.x < other.x + other.width - tolerance
            and other.x < self.x + self.width - tolerance
            and self.y < other.y + other.height - tolerance
            and other.y < self.y + self.height - tolerance
        )

    def turned(self, page_width: float, page_height: float) -> Rect:
        """Where this rectangle lies when its page is turned by 180 degrees."""
        return self.rotated(180, page_width, page_height)

    def rotated(self, turn: int, page_width: float, page_height: float) -> Rect:
        """Where this rectangle lies when its page is turned clockwise by ``turn`` degrees
        (0, 90, 180, 270) and its new top left corner is the origin again."""
        match turn % 360:
            case 90:
                return Rect(page_height - self.bottom, self.x, self.height, self.width)
            case 180:
                left, top = page_width - self.right, page_height - self.bottom
                return Rect(left, top, self.width, self.height)
            case 270:
                return Rect(self.y, page_width - self.right, self.height, self.width)
        return self

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def union(self, other: Rect) -> Rect:
        """The smallest rectangle around both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        right, bottom = max(self.right, other.right), max(self.bottom, other.bottom)
        return Rect(x, y, right - x, bottom - y)
