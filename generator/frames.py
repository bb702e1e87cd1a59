"""Frames of a layout: areas that hold blocks, the panels they stand in, and how panels fold.

What validates here composes: frames lie inside the page, keep their distance from edges
and folds, and do not overlap.
"""

from __future__ import annotations

import functools
import itertools

from .blocks import ALIGN, Block, BlockReader
from .diagnostics import Diagnostic, Span
from .fields import Fields
from .geometry import MM, Rect, mm
from .page import Colour
from .records import dataclass
from .source import Scalar
from .theme import Theme, named_colour

FOLDS = NONE, ROLL, ZIGZAG, HALF = ("none", "roll", "z", "half")
EDGES = LEFT, TOP, RIGHT, BOTTOM = ("left", "top", "right", "bottom")
_TURNED_IN = 1 * MM  # a panel that turns in and is as wide as the others buckles
_MAX_FRAMES = 200  # on one page; each is compared with each


@dataclass(frozen=True)
class Frame:
    """An area that holds a stack of blocks. ``rect`` is on the page; the blocks stand
    ``padding`` inside it. ``area`` is the ``panel`` or page that it belongs to; on a press its
    fill runs to those edges of it that ``bleeds`` names, and over the trim.

    ``strips``: the blocks stand so often side by side, to be torn off, each turned
    clockwise by ``turn`` degrees in an equal part of ``rect``."""

    name: str
    rect: Rect
    panel: str
    area: Rect
    fill: Colour | None
    bleeds: tuple[str, ...]
    padding: float
    align: str
    strips: int
    turn: int
    blocks: tuple[Block, ...]
    span: Span

    @functools.cached_property
    def inner(self) -> Rect:
        """Where the blocks stand; of strips the first, as it is before it is turned."""
        if not self.strips:
            return self.rect.inset(self.padding)
        width, height = self.rect.width / self.strips, self.rect.height
        size = (height, width) if self.turn % 180 else (width, height)
        return Rect(self.rect.x, self.rect.y, *size).inset(self.padding)

    @property
    def copies(self) -> int:
        """How often its blocks stand there."""
        return max(1, self.strips)

    def parts(self) -> tuple[Rect, ...]:
        """The strips, left to right."""
        width = self.rect.width / self.copies
        return tuple(
            Rect(self.rect.x + i * width, self.rect.y, width, self.rect.height)
            for i in range(self.strips)
        )

    def filled(self, page: Rect, bleed: float) -> Rect:
        """What its fill covers on a press, where artwork runs ``bleed`` over the trim."""
        reach = {
            LEFT: self.area.x - (bleed if self.area.x <= page.x + 0.01 else 0.0),
            TOP: self.area.y - (bleed if self.area.y <= page.y + 0.01 else 0.0),
            RIGHT: self.area.right + (bleed if self.area.right >= page.right - 0.01 else 0.0),
            BOTTOM: self.area.bottom + (bleed if self.area.bottom >= page.bottom - 0.01 else 0.0),
        }
        left, top, right, bottom = (
            reach[edge] if edge in self.bleeds else own
            for edge, own in zip(
                EDGES, (self.rect.x, self.rect.y, self.rect.right, self.rect.bottom), strict=True
            )
        )
        return Rect(left, top, right - left, bottom - top)


@dataclass(frozen=True)
class Side:
    """One page of the piece: its frames in reading order, the right edges of its panels (x;
    all but the last are folds), and the panels' names."""

    name: str
    frames: tuple[Frame, ...]
    folds: tuple[float, ...]
    panels: tuple[str, ...] = ()


def read_side(
    name: str, fields: Fields, reader: BlockReader, theme: Theme, size: tuple[float, float]
) -> Side:
    panels: dict[str, Rect] = {}
    left = 0.0
    for key, value in fields.entries("panels"):
        width = max(0.0, fields.as_length(value, key.value))
        panels[key.value] = Rect(left, 0.0, width, size[1])
        left += width
    areas = panels or {"": Rect(0.0, 0.0, *size)}
    frames = tuple(
        _frame(key, Fields(value, f"frame “{key.value}”", fields.problems), reader, theme, areas)
        for key, value in fields.entries("frames", required=True)
    )
    fields.done()
    folds = tuple(panel.x for panel in list(panels.values())[1:])
    return Side(name, frames, (*folds, left) if panels else (), tuple(panels))


def panel_widths(top: Fields, sides: tuple[Side, ...], width: float) -> None:
    for side in sides:
        if side.folds and abs(side.folds[-1] - width) > 0.05:
            top.fault(
                top.key_span("pages"),
                "panel-widths",
                f"the panels of page “{side.name}” are {mm(side.folds[-1]):.1f} mm wide in all, "
                f"the page {mm(width):.1f} mm",
                "make the widths add up to the page",
            )


def _frame(
    key: Scalar, fields: Fields, reader: BlockReader, theme: Theme, areas: dict[str, Rect]
) -> Frame:
    panel = fields.choice("panel", areas, "", required="" not in areas) if areas else ""
    area = areas.get(panel, Rect(0, 0, 1, 1))
    x, y = fields.lengths("at", 2, required=True) or (0.0, 0.0)
    width, height = fields.lengths("size", 2, required=True) or (1.0, 1.0)
    frame = Frame(
        key.value,
        Rect(area.x + x, y, width, height),
        panel,
        area,
        named_colour(fields, "fill", theme),
        _bleeds(fields),
        fields.length("padding", 0.0),
        fields.choice("align", ALIGN, "top"),
        fields.whole("strips", 0, 2, 40),
        int(fields.choice("turn", ("0", "90", "270"), "0")),
        reader.read(fields.nodes("blocks", required=True), fields),
        key.span,
    )
    fields.done()
    if frame.turn and not frame.strips:
        hint = "say how many “strips” there are, or take “turn” out"
        fields.fault(fields.key_span("turn"), "turn", "only strips can be turned", hint)
    if frame.inner.width <= 0 or frame.inner.height <= 0:
        message = f"frame “{key.value}” has no room inside"
        fields.fault(key.span, "frame-size", message, "make it larger")
    return frame


def _bleeds(fields: Fields) -> tuple[str, ...]:
    """The edges to which a frame's fill runs on a press."""
    words = fields.words("bleeds")
    for word in words:
        if word.value not in EDGES:
            message = f"“{word.value}” is no edge"
            fields.fault(word.span, "bleeds", message, "write left, top, right or bottom")
    if words and not fields.has("fill"):
        hint = "give the frame a “fill”, or take “bleeds” out"
        fields.fault(fields.key_span("bleeds"), "bleeds", "only a filled frame can bleed", hint)
    return tuple(w.value for w in words)


def read_fold(top: Fields, sides: tuple[Side, ...]) -> str:
    """How the piece is folded, if the layout says so; its panels must allow it."""
    fold = top.choice("fold", FOLDS, "")
    for side in sides if fold else ():
        wrong = _fold_fault(fold, _widths(side))
        if wrong:
            what = f"page “{side.name}” cannot be folded so ({fold}): {wrong}"
            hint = "change “panels”, or “fold”"
            top.fault(top.key_span("fold" if top.has("fold") else "pages"), "fold", what, hint)
    widths = [_widths(side) for side in sides if side.folds]
    # Panels that do not add up to the page are told by themselves.
    same = len(widths) == 2 and abs(sum(widths[0]) - sum(widths[1])) <= 0.05
    if same and any(abs(a - b) > 0.05 for a, b in _meeting(*widths)):
        what = (
            "the folds of its two pages do not meet: seen from behind, the panels run the other way"
        )
        top.fault(
            top.key_span("pages"), "fold", what, "give the second page the same widths, reversed"
        )
    return fold


def _widths(side: Side) -> list[float]:
    edges = [0.0, *side.folds]
    return [b - a for a, b in zip(edges, edges[1:], strict=False)]


def _meeting(front: list[float], back: list[float]) -> list[tuple[float, float]]:
    """Each panel's width with that of the panel behind it; one that has none behind it, with 0."""
    return list(itertools.zip_longest(front, reversed(back), fillvalue=0.0))


def _fold_fault(fold: str, widths: list[float]) -> str:
    """Why panels of these widths cannot be folded that way."""
    said = " + ".join(f"{mm(w):g}" for w in widths) + " mm"
    if fold == NONE:
        return f"it has panels ({said})" if widths else ""
    if not widths:
        return "it has no panels"
    if len(widths) != (2 if fold == HALF else 3) and fold != ZIGZAG:
        return f"it has {len(widths)} panels"
    if fold in (ZIGZAG, HALF) and max(widths) - min(widths) > 0.5 * MM:
        return f"its panels are not equally wide ({said})"
    turned_in = min(widths[0], widths[-1])
    if fold == ROLL and not turned_in <= max(widths) - _TURNED_IN + 0.01:
        return f"the panel that turns in must be {mm(_TURNED_IN):g} mm narrower ({said})"
    return ""


def frame_faults(
    sides: tuple[Side, ...], page: Rect, margin: float, fold_distance: float
) -> list[Diagnostic]:
    """Frames that leave the page, come too near to a fold, or cover one another."""
    problems = []
    for side in sides:
        if len(side.frames) > _MAX_FRAMES:
            what = f"page “{side.name}” has {len(side.frames)} frames; at most {_MAX_FRAMES}"
            span = side.frames[_MAX_FRAMES].span
            return [Diagnostic("too-many-frames", what, "put more blocks in a frame", span)]
    room = page.inset(margin)
    for side in sides:
        for i, frame in enumerate(side.frames):
            if not room.contains(frame.rect, 0.05):
                problems.append(
                    Diagnostic(
                        "frame-outside",
                        f"frame “{frame.name}” leaves the area of page “{side.name}” that may "
                        f"be printed ({mm(margin):.1f} mm from each edge)",
                        "move it or make it smaller",
                        frame.span,
                    )
                )
            for fold in side.folds[:-1]:
                near = fold_distance
                if frame.rect.x < fold + near - 0.05 and frame.rect.right > fold - near + 0.05:
                    problems.append(
                        Diagnostic(
                            "frame-fold",
                            f"frame “{frame.name}” comes nearer than {mm(near):.1f} mm to the "
                            f"fold at {mm(fold):.1f} mm",
                            "move it or make it narrower",
                            frame.span,
                        )
                    )
            for other in side.frames[:i]:
                if frame.rect.overlaps(other.rect, 0.05):
                    problems.append(
                        Diagnostic(
                            "frame-overlap",
                            f"frame “{frame.name}” overlaps frame “{other.name}”",
                            "move one of them",
                            frame.span,
                        )
                    )
    return problems
