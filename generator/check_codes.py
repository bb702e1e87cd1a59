"""Checks of QR codes: a code that leads nowhere, or elsewhere, costs a person the way out."""

from __future__ import annotations

import functools
import math

from PIL import Image, ImageChops

from .camera import CodeFact, decode_codes, decode_plainly
from .code_views import CodeView
from .expect import Expectation, ExpectedCode
from .findings import Fault, Findings, Seen
from .geometry import Rect, mm
from .memory import Memory
from .readback import ONE_BIT, PageFacts, Pixels

_SIDE_TOLERANCE = 0.6  # points: two pixels at 300 dpi
_AROUND_MODULES = 2  # looked at around a code, to see where it ends
_QUIET_MODULES = 4  # ISO/IEC 18004, 6.3.8
_QUIET_DPI = 200.0
_DIFFERENT = 40  # of 255, from the ground

Modules = tuple[tuple[bool, ...], ...]
_Key = tuple[Pixels, float, str, tuple[float, ...], tuple[Modules, ...]]
_Edges = tuple[float, float, float, float]  # left, top, right, bottom
_Part = tuple[int, int, int, int]
_UNEVEN: Memory[tuple[Pixels, _Part, _Part], bool] = Memory(512)
_JUDGED: Memory[_Key, tuple[str, str] | None] = Memory(512)


def check_codes(found: Findings, expectation: Expectation) -> list[Fault]:
    """Each code is there, as often as it should be, and nothing else is."""
    faults = []
    for seen in found.pages:
        wanted = [c for c in expectation.codes if c.page == seen.number]
        for code in seen.codes:
            if code.payload not in expectation.directory.uris or "QR" not in code.format:
                message = f"a {code.format} opens “{code.payload}”, which is no contact here"
                faults.append(Fault(message, seen.number))
        for payload in dict.fromkeys(c.payload for c in wanted):
            same = [c for c in seen.codes if c.payload == payload]
            expected = [c for c in wanted if c.payload == payload]
            copies = sum(c.copies for c in expected)
            if len(same) != copies:
                message = f"the QR code for “{payload}” is read {len(same)} times, not {copies}"
                faults.append(Fault(message, seen.number))
            faults += _code_faults(seen, same, expected)
    return faults


def _code_faults(seen: Seen, codes: list[CodeFact], expected: list[ExpectedCode]) -> list[Fault]:
    """What is wrong with codes of one payload, seen from close by; the same where they look the
    same."""
    sides = tuple(c.side for c in expected)
    symbols = tuple(c.modules for c in expected)
    judged: dict[tuple[Pixels, float], tuple[str, str] | None] = {}
    faults = []
    for code in codes:
        view = seen.view_of(code)
        if view is None:
            name = f"the QR code for “{code.payload}”"
            faults.append(Fault(f"{name} is not drawn in one piece of its right size", seen.number))
            continue
        look = view.pixels, view.dpi
        if look not in judged:
            judge = functools.partial(_wrong, view, code.payload, sides, symbols)
            judged[look] = _JUDGED.get((*look, code.payload, sides, symbols), judge)
        wrong = judged[look]
        if wrong:
            faults.append(Fault(wrong[0], seen.number, wrong[1]))
    return faults


def _wrong(
    view: CodeView, payload: str, sides: tuple[float, ...], symbols: tuple[Modules, ...]
) -> tuple[str, str] | None:
    """A code in one bit, as a copier leaves it: does it read, is it as large as it must be, is
    each module what it must be? What is not, with a hint."""
    name = f"the QR code for “{payload}”"
    around = max(sides) / len(symbols[0]) * _AROUND_MODULES
    left, top, right, bottom = _in_pixels(view.box.inset(-around), view.area, view.dpi / 72)
    image = view.image.crop((left, top, right, bottom)).point(ONE_BIT)
    read = decode_plainly(image, view.dpi, view.area) or decode_codes(image, view.dpi, view.area)
    if payload not in [c.payload for c in read]:
        hint = "a photocopy of it will not work: make it larger or darker"
        return f"{name} does not read in one bit at {view.dpi:.0f} dpi", hint
    box = ImageChops.invert(image).getbbox()
    assert box is not None, "a code was read from it"
    symbol = image.crop(box)
    width, height = (v * 72 / view.dpi for v in symbol.size)
    if not any(max(abs(width - s), abs(height - s)) <= _tolerance(view.dpi) for s in sides):
        said = f"{mm(width):.1f} x {mm(height):.1f} mm, not {mm(sides[0]):.1f} mm"
        return f"{name} is {said}", ""
    count = min(_wrong_modules(symbol, modules) for modules in symbols)
    return (f"{name} has {count} modules that are not as they must be", "") if count else None


def _tolerance(dpi: float) -> float:
    """How far a side that is measured in pixels may be off. Where these are large, the box of
    the thing that is the code was compared with its side already."""
    return max(_SIDE_TOLERANCE, 2 * 72 / dpi)


def _wrong_modules(symbol: Image.Image, modules: Modules) -> int:
    """How many modules differ, each looked at in its middle."""
    count = len(modules)
    small = symbol.resize((count, count), Image.Resampling.NEAREST).tobytes()
    wanted = bytes(0 if dark else 255 for row in modules for dark in row)
    return sum(a != b for a, b in zip(small, wanted, strict=True)) if small != wanted else 0


def check_captions(found: Findings, expectation: Expectation) -> list[Fault]:
    """The words nearest to a code are those that say what it opens."""
    faults = []
    for seen in found.pages:
        wanted = [c for c in expectation.codes if c.page == seen.number]
        flow = seen.flow
        boxes = [
            ((box.x, box.y, box.right, box.bottom), caption)
            for caption in dict.fromkeys(c.caption for c in wanted)
            for span in flow.spans(caption, expectation.hyphenated)
            if (box := flow.box_at(span)) is not None
        ]
        for code in seen.codes:
            own = {c.caption for c in wanted if c.payload == code.payload}
            if own and boxes:
                nearest = _nearest(code.rect, boxes)
                if nearest not in own:
                    message = f"the QR code for “{code.payload}” stands beside “{nearest}”"
                    faults.append(Fault(message, seen.number))
    return faults


def _nearest(rect: Rect, boxes: list[tuple[_Edges, str]]) -> str:
    """What stands in the box whose edges are nearest to those of a rectangle."""
    left, top, right, bottom = rect.x, rect.y, rect.right, rect.bottom

    def distance(box: tuple[_Edges, str]) -> float:
        x, y, beyond, below = box[0]
        return math.hypot(max(left - beyond, x - right, 0.0), max(top - below, y - bottom, 0.0))

    return min(boxes, key=distance)[1]


def check_quiet(found: Findings, expectation: Expectation) -> list[Fault]:
    """A code with something close to it is not found by a phone in a hurry."""
    faults = []
    for seen in found.pages:
        counts = {c.payload: len(c.modules) for c in expectation.codes if c.page == seen.number}
        for code in seen.codes:
            if code.payload not in counts:
                continue  # reported as a code that nobody asked for
            # Found corners are good to about a module; three of the four must be clear.
            module = max(code.rect.width, code.rect.height) / counts[code.payload]
            area = code.rect.inset(-module * (_QUIET_MODULES - 1))
            if not Rect(0, 0, seen.facts.width, seen.facts.height).contains(area):
                message = f"the QR code for “{code.payload}” has no quiet zone at the page's edge"
                faults.append(Fault(message, seen.number))
            elif _something_around(seen.facts, seen.view_of(code), area, code.rect.inset(-module)):
                room = mm(module * _QUIET_MODULES)
                message = f"something stands in the quiet zone of the QR code for “{code.payload}”"
                hint = f"leave {room:.1f} mm free around it"
                faults.append(Fault(message, seen.number, hint))
    return faults


def _something_around(facts: PageFacts, view: CodeView | None, area: Rect, inner: Rect) -> bool:
    """Whether anything but the ground shows in ``area`` outside ``inner``."""
    if view is None:
        scale = _QUIET_DPI / 72
        image = facts.render(_QUIET_DPI, True, area)
        return _is_uneven(image, _in_pixels(area, area, scale), _in_pixels(inner, area, scale))
    scale = view.dpi / 72
    outside, inside = _in_pixels(area, view.area, scale), _in_pixels(inner, view.area, scale)
    key = view.pixels, outside, inside
    return _UNEVEN.get(key, lambda: _is_uneven(view.image, outside, inside))


def _is_uneven(image: Image.Image, outside: _Part, inside: _Part) -> bool:
    """Whether a part of a picture outside of another part has more than one grey."""
    left, top, right, bottom = outside
    left, top = max(0, left), max(0, top)
    part = image.crop((left, top, min(image.width, right), min(image.height, bottom)))
    ground = part.getpixel((0, 0))
    assert isinstance(ground, int), "it is grey"
    other = part.point([255 if abs(v - ground) > _DIFFERENT else 0 for v in range(256)])
    x, y, beyond, below = inside
    other.paste(0, (x - 1 - left, y - 1 - top, beyond + 2 - left, below + 2 - top))
    return other.getbbox() is not None


def _in_pixels(rect: Rect, corner: Rect, scale: float) -> _Part:
    x, y = rect.x - corner.x, rect.y - corner.y
    left, top = round(x * scale), round(y * scale)
    return left, top, round((x + rect.width) * scale), round((y + rect.height) * scale)
