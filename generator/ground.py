"""What is behind the text of a page: all that is no text.

Where no thing's box comes near, that is the paper; within an upright box of one colour it is
that colour; everywhere else pixels tell.
"""

from __future__ import annotations

from .geometry import Rect
from .lightness import Rgb
from .readback import GREY_DPI, PageFacts
from .scene import Thing

PIXEL = 0.5  # points: more than one pixel at that resolution, into which a soft edge may reach
_PAPER: Rgb = (255, 255, 255)
_ONE_COLOUR = 6  # of 255: more than this from place to place is no plain ground


class Ground:
    """The ground of one page."""

    def __init__(self, facts: PageFacts):
        self._facts = facts
        self._evened: dict[int, Rgb | None] = {}
        self._things = [
            (t.rect.x - PIXEL, t.rect.y - PIXEL, t.rect.right + PIXEL, t.rect.bottom + PIXEL, t)
            for t in facts.drawings
        ]

    def plain(self, area: Rect) -> Rgb | None:
        """The one colour behind an area where boxes tell."""
        colour = _PAPER
        x, y, beyond, below = area.x, area.y, area.right, area.bottom
        for left, top, right, bottom, thing in self._things:
            if left < beyond and x < right and top < below and y < bottom:
                own = thing.area or self._seen(thing)
                if own is None or not thing.rect.contains(area.inset(-PIXEL), 0.0):
                    return None
                colour = own
        return colour

    def _seen(self, thing: Thing) -> Rgb | None:
        """The one colour of a box that a form may cut or cover, as pixels show it all over."""
        if thing.whole or not thing.is_simple:
            return None
        if thing.handle not in self._evened:
            self._evened[thing.handle] = self._from_pixels(thing.rect.inset(PIXEL))
        return self._evened[thing.handle]

    def of(self, area: Rect) -> Rgb | None:
        """The one colour behind an area, or None where there are several."""
        return self.plain(area) or self._from_pixels(area)

    def _from_pixels(self, area: Rect) -> Rgb | None:
        area = self._facts.within(area)
        if area.width <= 0 or area.height <= 0:
            return None
        extremes = self._facts.ground(area, GREY_DPI).getextrema()
        pairs = [(int(low), int(high)) for low, high in extremes]  # type: ignore[misc, arg-type]
        if any(high - low > _ONE_COLOUR for low, high in pairs):
            return None
        red, green, blue = (low for low, _ in pairs)
        return red, green, blue
