"""The order in which a person reads a piece: page by page, or panel by panel as it unfolds."""

from __future__ import annotations

from .fields import Fields, nearest
from .frames import HALF, ROLL, ZIGZAG, Side
from .records import dataclass


@dataclass(frozen=True)
class Area:
    """A page, by its number from 0, or one panel of it."""

    side: int
    panel: str = ""


def read_reading(top: Fields, sides: tuple[Side, ...], fold: str) -> tuple[Area, ...]:
    """What the layout says under ``reading:``, all its panels by name; else as it is folded."""
    usual = reading_order(sides, fold)
    words = top.words("reading")
    if not words:
        return usual
    known = {area.panel: area for area in usual if area.panel}
    for word in words:
        if word.value not in known:
            what = f"no panel “{word.value}”"
            top.fault(word.span, "reading", what, nearest(word.value, known))
    named = [w.value for w in words]
    if sorted(named) != sorted(a.panel for a in usual) and not set(named) - set(known):
        what = "“reading” must name every panel of every page once"
        hint = f"the panels are {', '.join(a.panel or 'a page without panels' for a in usual)}"
        top.fault(top.key_span("reading"), "reading", what, hint)
        return usual
    return tuple(known[name] for name in named if name in known)


def reading_order(sides: tuple[Side, ...], fold: str) -> tuple[Area, ...]:
    """The cover first, then what opening it shows, the back last. The outside is the first
    page; its last panel is the cover, but in a roll fold whose narrow panel is that one."""
    areas = [
        [Area(number, panel) for panel in side.panels] or [Area(number)]
        for number, side in enumerate(sides)
    ]
    flat = tuple(area for side in areas for area in side)
    if len(areas) != 2 or fold not in (ROLL, ZIGZAG, HALF) or len(areas[0]) < 2:
        return flat
    outside, inside = areas
    if fold == ROLL and _narrowest(sides[0]) == len(outside) - 1:
        outside = outside[::-1]
    *behind, cover = outside
    if fold == ROLL:  # the flap shows as soon as the cover is turned, the back after all else
        return (cover, behind[0], *inside, *behind[1:])
    return (cover, *inside, *behind)


def _narrowest(side: Side) -> int:
    edges = [0.0, *side.folds]
    widths = [b - a for a, b in zip(edges, edges[1:], strict=False)]
    return widths.index(min(widths))
