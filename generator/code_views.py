"""The codes of a page: each that should be there from close by, and any other that there is.

A code that we draw is one thing of the page, so it is rendered by itself, its corner on that of a
pixel: the same code looks the same wherever it stands. What else is drawn and might be a code is
looked at as closely as a small one needs, and the whole page once more from afar, for what is
made of letters, or large.
"""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from .camera import CodeFact, Picture, decode_codes, decode_plainly
from .expect import ExpectedCode
from .geometry import Rect
from .memory import Memory
from .pdfium import PATH, TEXT
from .readback import Canvas, PageFacts, Pixels
from .records import dataclass, replace
from .scene import Copies, Thing

VIEW_DPI = 300
_SIDE_PX = 600  # a code is looked at no larger than this: more shows nothing new
_SIDE_TOLERANCE = 0.6  # points
_AROUND_MODULES = 5  # seen around a code: its quiet zone, and a little more
_CLOSE_DPI = 150
_SIMPLE = 5  # segments of a box
_FEW = 7  # rows of the flattest code (ISO/IEC 23941): fewer boxes or dashed lines are none
# A code whose modules are two pixels or more is seen from afar. The parts of a smaller one are no
# longer than its 43 modules, and lie no farther apart than the widest gap in one, in such pixels.
_LONGEST, _GAP = 86.0, 14.0
_QUIET = 8.0  # points around what may be a code
_MOST_SUSPECTS = 400
_EVERYWHERE = Rect(-1e5, -1e5, 2e5, 2e5)

_Decode = Callable[[Picture, float, Rect], list[CodeFact]]


@dataclass(frozen=True)
class CodeView:
    """A code from close by: its picture in grey, also as a key, the area that this shows, its
    resolution, and the box of the thing that it is."""

    fact: CodeFact
    image: Image.Image
    pixels: Pixels
    area: Rect
    dpi: float
    box: Rect

    def moved(self, dx: float, dy: float) -> CodeView:
        """The same code elsewhere."""
        fact = replace(self.fact, rect=self.fact.rect.moved(dx, dy))
        return replace(self, fact=fact, area=self.area.moved(dx, dy), box=self.box.moved(dx, dy))


def codes_of(facts: PageFacts, wanted: list[ExpectedCode]) -> tuple[list[CodeFact], list[CodeView]]:
    """All codes of a page, and those among them that are seen from close by."""
    suspects = [t for t in facts.own_things if t.kind != TEXT]
    views: list[CodeView] = []
    rest = []
    for thing in suspects:
        code = next((c for c in wanted if _may_be(thing, c)), None)
        seen = _view(facts, thing, code) if code else None
        if seen is None:
            rest.append(thing)
        else:
            views.append(seen)
    codes = [view.fact for view in views]
    for area in _areas(rest, 1 / facts.grey.scale):
        canvas = facts.grey_part(facts.within(area.inset(-_QUIET)), _CLOSE_DPI)
        codes += _new(codes, _read(decode_codes, canvas, _CLOSE_DPI))
    codes += _new(codes, _from_afar(facts, views))
    return _in_each(facts.copies, views, codes) if facts.copies else (codes, views)


def _in_each(
    copies: Copies, views: list[CodeView], codes: list[CodeFact]
) -> tuple[list[CodeFact], list[CodeView]]:
    """What is read in the first copy stands in each."""
    seen = {id(view.fact) for view in views}
    inside = [v for v in views if copies.area.contains(v.box, _QUIET)]
    others = [c for c in codes if id(c) not in seen and copies.area.contains(c.rect, _QUIET)]
    for move in copies.moved:
        again = [view.moved(*move) for view in inside]
        views = views + again
        codes = codes + [view.fact for view in again]
        codes += [replace(code, rect=code.rect.moved(*move)) for code in others]
    return codes, views


def _may_be(thing: Thing, code: ExpectedCode) -> bool:
    rect = thing.rect
    sides = rect.width - code.side, rect.height - code.side
    return thing.segments > _SIMPLE and max(map(abs, sides)) <= _SIDE_TOLERANCE


def _view(facts: PageFacts, thing: Thing, code: ExpectedCode) -> CodeView | None:
    """One that reads at first sight; all others are suspects."""
    area = thing.rect.inset(-code.side / len(code.modules) * _AROUND_MODULES)
    dpi = min(VIEW_DPI, 72 * _SIDE_PX / code.side)
    canvas = facts.grey_part(area, dpi)
    found = _read(decode_plainly, canvas, dpi)
    if len(found) != 1:
        return None
    return CodeView(found[0], canvas.image(), canvas.pixels, area, dpi, thing.rect)


def _areas(things: list[Thing], pixel: float) -> list[Rect]:
    """Where something is drawn that may be a code, neighbours together; ``pixel`` is one of
    those in which the page is seen from afar, in points."""
    many = [(t.rect, _FEW) for t in things if t.kind != PATH or t.segments > _SIMPLE]
    boxes = [t.rect for t in things if t.kind == PATH and t.segments <= _SIMPLE]
    few = [(b, 1) for b in boxes if max(b.width, b.height) <= _LONGEST * pixel]
    weighed = many + few if len(few) >= _FEW else many
    if len(weighed) > _MOST_SUSPECTS:
        return [_EVERYWHERE]
    groups: list[tuple[Rect, int]] = []
    for rect, weight in weighed:
        near = rect.inset(-_GAP / 2 * pixel)
        apart = []
        for other, more in groups:
            if other.overlaps(near):
                near, weight = near.union(other), weight + more
            else:
                apart.append((other, more))
        groups = [*apart, (near, weight)]
    return [area for area, weight in groups if weight >= _FEW]


def _from_afar(facts: PageFacts, views: list[CodeView]) -> list[CodeFact]:
    """What is read on the whole page beside the codes that are seen from close by."""
    canvas = facts.grey
    pixels, width, scale = bytearray(canvas.buffer), canvas.width, canvas.scale
    for view in views:
        box = view.box.moved(-canvas.area.x, -canvas.area.y)
        left, top = max(0, round(box.x * scale)), max(0, round(box.y * scale))
        right = min(width, round(box.right * scale) + 1)
        bottom = min(canvas.height, round(box.bottom * scale) + 1)
        for at in range(top * width, bottom * width, width):
            pixels[at + left : at + right] = b"\xff" * (right - left)
    rows = memoryview(pixels).cast("B", (canvas.height, width))
    return decode_codes(rows, 72 * scale, canvas.area)


def _new(known: list[CodeFact], found: list[CodeFact]) -> list[CodeFact]:
    """Those that are not yet known, by where they stand."""
    return [
        code
        for code in found
        if not any(
            k.payload == code.payload and k.rect.inset(-2.0).contains(Rect(*code.rect.middle, 0, 0))
            for k in known
        )
    ]


_KNOWN: Memory[tuple[_Decode, Pixels, float], list[CodeFact]] = Memory(512)


def _read(decode: _Decode, canvas: Canvas, dpi: float) -> list[CodeFact]:
    """What is decoded from a picture; from one with the same pixels only once."""
    key = decode, canvas.pixels, dpi
    found = _KNOWN.get(key, lambda: decode(canvas.rows, dpi, Rect(0, 0, 0, 0)))
    x, y = canvas.area.x, canvas.area.y
    return [replace(code, rect=code.rect.moved(x, y)) for code in found]
