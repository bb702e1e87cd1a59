"""Stickers that cover an old number on paper that hangs already, sized to what they cover.

The sticker is as wide as the line that the number has on the piece, so that it hides any
number that stood there, and shows the new one in the same place, size and colours.
"""

from __future__ import annotations

from .diagnostics import Diagnostic, Span
from .fit import Fitted, frame_id
from .fonts import Fonts
from .frames import EDGES, Frame
from .geometry import Rect
from .page import FontKey
from .purpose import Purpose
from .records import replace
from .sheet import on_paper
from .stack import DESCENDER, SetText
from .story import BoundFrame, BoundSide, Story

_PLAIN = 0.45  # em beside the number that stay one colour, so that nothing looks like a digit
_ROUND = 0.03  # em by which round figures rise above the capitals


def covering(
    story: Story, covered: Story, fitted: Fitted, fonts: Fonts, purpose: Purpose
) -> tuple[Story | None, list[Diagnostic]]:
    """The story of a sticker, made as large as the number's line on the ``covered`` piece."""
    layout = story.layout
    assert layout.covers is not None, "the layout says what it covers"
    found = _lines(covered, fitted, f"contact:{layout.covers.contact}")
    if not found:
        message = f"{covered.layout.product} does not print the contact “{layout.covers.contact}”"
        hint = "name a product and a contact that stands on it"
        return None, [Diagnostic("covers", message, hint, layout.covers.span)]
    line, ground = max(found, key=lambda pair: pair[0].size)
    style = line.bound.style
    cap = fonts.get(FontKey(style.family, style.weight, 100)).cap_height * line.size
    back, front = _frames(story.sides[0].frames[0].frame, line, cap, ground, layout.covers.margin)
    page = back.rect
    sheet, fault = on_paper(layout.sheet, page.width, page.height, purpose)
    if fault:
        return None, [replace(fault, span=Span(layout.file))]
    text = replace(line.bound, style=replace(style, size=line.size, smallest=line.size, before=0.0))
    bound = (BoundFrame(back, ()), BoundFrame(front, (text,)))
    sized = replace(
        layout,
        width=page.width,
        height=page.height,
        sides=(replace(layout.sides[0], frames=(back, front), folds=()),),
        sheet=sheet,
        margin=layout.covers.margin if purpose.press else 0.0,
    )
    sides = (BoundSide(story.sides[0].name, bound, ()),)
    return replace(story, layout=sized, sides=sides), []


def _frames(
    named: Frame, line: SetText, cap: float, ground: Frame, room: float
) -> tuple[Frame, Frame]:
    """The ground, as on the covered piece, and the place of the number upon it."""
    beside = max(room, _PLAIN * line.size)
    above = room + _ROUND * line.size
    below = max(room, DESCENDER * line.size)
    page = Rect(0, 0, line.measure + 2 * beside, above + cap + below)
    place = Rect(beside, above, line.measure, page.height - above)
    plain = replace(named, area=page, fill=None, bleeds=(), padding=0.0, align="top")
    bleeds = EDGES if ground.fill else ()
    back = replace(plain, name="ground", rect=page, fill=ground.fill, bleeds=bleeds, blocks=())
    return back, replace(plain, rect=place)


def _lines(story: Story, fitted: Fitted, source: str) -> list[tuple[SetText, Frame]]:
    """Every line that prints a contact, with the frame that it stands in."""
    found = []
    for side in story.sides:
        for bound in side.frames:
            for box in fitted.frames[frame_id(side.name, bound.frame)].boxes:
                if isinstance(box, SetText) and box.bound.source == source:
                    found.append((box, bound.frame))
    return found
