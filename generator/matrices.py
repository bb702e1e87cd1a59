"""Matrices of a page, and boxes that they move (ISO 32000-1, 8.3)."""

from __future__ import annotations

import math

from .geometry import Rect

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
NOWHERE = Rect(0, 0, 0, 0)
_STRAIGHT = 0.01  # points: how far from level or upright a straight edge may be


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """First ``inner``, then ``outer``."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def moved_by(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def least_scale(matrix: Matrix) -> float:
    """The smallest factor by which the matrix scales any length: its lesser singular value."""
    a, b, c, d = matrix[:4]
    total, area = a * a + b * b + c * c + d * d, abs(a * d - b * c)
    most = math.sqrt((total + math.sqrt(max(0.0, total * total - 4 * area * area))) / 2)
    return area / most if most else 0.0


def height_scale(matrix: Matrix) -> float:
    """By how much the matrix scales heights above a baseline."""
    a, b, c, d = matrix[:4]
    along = math.hypot(a, b)
    return abs(a * d - b * c) / along if along else 0.0


def around(points: list[tuple[float, float]]) -> Rect:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def corners(matrix: Matrix, rect: Rect) -> list[tuple[float, float]]:
    """The corners of a rectangle in order, moved."""
    x, y, right, bottom = rect.x, rect.y, rect.right, rect.bottom
    return [moved_by(matrix, *p) for p in ((x, y), (right, y), (right, bottom), (x, bottom))]


def shared(one: Rect, other: Rect) -> Rect:
    """What two rectangles have in common; an empty one where that is nothing."""
    x, y = max(one.x, other.x), max(one.y, other.y)
    right, bottom = min(one.right, other.right), min(one.bottom, other.bottom)
    return Rect(x, y, right - x, bottom - y) if right >= x and bottom >= y else NOWHERE


def is_upright(points: list[tuple[float, float]]) -> bool:
    """Whether four corners, in order, are those of a box with level and upright sides."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
    one = max(abs(ay - by), abs(bx - cx), abs(cy - dy), abs(dx - ax))
    other = max(abs(ax - bx), abs(by - cy), abs(cx - dx), abs(dy - ay))
    return min(one, other) <= _STRAIGHT
