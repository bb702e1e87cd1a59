"""Checks of QR codes: a code that leads nowhere, or elsewhere, costs a person the way out."""

from __future__ import annotations

import math

from PIL import Image, ImageChops, ImageDraw

from .check_text import Flow
from .expect import Expectation, ExpectedCode
from .findings import Fault, Findings, Seen, box_of
from .geometry import Rect, mm
from .readback import CodeFact, PageFacts, decode_codes

_ONE_BIT_DPI = 300
_SIDE_TOLERANCE = 0.6  # points: two pixels at that resolution
_AROUND_MODULES = 2  # looked at around a found code, to see where it ends
_QUIET_MODULES = 4  # ISO/IEC 18004, 6.3.8
_QUIET_DPI = 200


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
            for code in same:
                faults += _code_faults(seen, code, expected)
    return faults


def _code_faults(seen: Seen, code: CodeFact, expected: list[ExpectedCode]) -> list[Fault]:
    """A code in one bit at 300 dpi, as a copier leaves it: does it read, is each module
    what it must be, is it as large as it must be?"""
    side = max(code.rect.width, code.rect.height)
    around = side / len(expected[0].modules) * _AROUND_MODULES
    area = seen.facts.within(code.rect.inset(-around))
    image = seen.facts.one_bit(_ONE_BIT_DPI, area)
    name = f"the QR code for “{code.payload}”"
    if code.payload not in [c.payload for c in decode_codes(image, _ONE_BIT_DPI, area)]:
        hint = "a photocopy of it will not work: make it larger or darker"
        return [Fault(f"{name} does not read in one bit at 300 dpi", seen.number, hint)]
    box = ImageChops.invert(image).getbbox()
    assert box is not None, "a code was read from it"
    symbol = image.crop(box)
    width, height = (v * 72 / _ONE_BIT_DPI for v in symbol.size)
    sides = [c.side for c in expected]
    if not any(
        abs(v - s) <= _SIDE_TOLERANCE and abs(width - height) <= _SIDE_TOLERANCE
        for v in (width,)
        for s in sides
    ):
        message = f"{name} is {mm(width):.1f} x {mm(height):.1f} mm, not {mm(sides[0]):.1f} mm"
        return [Fault(message, seen.number)]
    wrong = min(_wrong_modules(symbol, c.modules) for c in expected)
    if wrong:
        return [Fault(f"{name} has {wrong} modules that are not as they must be", seen.number)]
    return []


def _wrong_modules(symbol: Image.Image, modules: tuple[tuple[bool, ...], ...]) -> int:
    """How many modules differ, each looked at in its middle."""
    count = len(modules)
    small = symbol.resize((count, count), Image.Resampling.NEAREST).tobytes()
    return sum(
        (small[y * count + x] == 0) != dark
        for y, row in enumerate(modules)
        for x, dark in enumerate(row)
    )


def check_captions(found: Findings, expectation: Expectation) -> list[Fault]:
    """The words nearest to a code are those that say what it opens."""
    faults = []
    for seen in found.pages:
        wanted = [c for c in expectation.codes if c.page == seen.number]
        flow = Flow(seen.lines, expectation.hyphenated)
        boxes = [
            (caption, box)
            for caption in dict.fromkeys(c.caption for c in wanted)
            for span in flow.spans(caption)
            if (box := box_of(flow.chars_at(span))) is not None
        ]
        for code in seen.codes:
            own = {c.caption for c in wanted if c.payload == code.payload}
            if own and boxes:
                nearest = min(boxes, key=lambda b: _distance(b[1], code.rect))
                if nearest[0] not in own:
                    message = f"the QR code for “{code.payload}” stands beside “{nearest[0]}”"
                    faults.append(Fault(message, seen.number))
    return faults


def _distance(one: Rect, other: Rect) -> float:
    """Between the nearest edges of two boxes."""
    across = max(one.x - other.right, other.x - one.right, 0.0)
    down = max(one.y - other.bottom, other.y - one.bottom, 0.0)
    return math.hypot(across, down)


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
            elif _something_around(seen.facts, area, code.rect.inset(-module)):
                room = mm(module * _QUIET_MODULES)
                message = f"something stands in the quiet zone of the QR code for “{code.payload}”"
                hint = f"leave {room:.1f} mm free around it"
                faults.append(Fault(message, seen.number, hint))
    return faults


def _something_around(facts: PageFacts, area: Rect, inner: Rect) -> bool:
    """Whether anything but the ground shows in ``area`` outside ``inner``."""
    image = facts.render(_QUIET_DPI, True, area)
    scale = _QUIET_DPI / 72
    ground = Image.new("L", image.size, image.getpixel((0, 0)))
    difference = ImageChops.difference(image, ground).point(lambda v: 255 if v > 40 else 0)
    ImageDraw.Draw(difference).rectangle(
        (
            round((inner.x - area.x) * scale) - 1,
            round((inner.y - area.y) * scale) - 1,
            round((inner.right - area.x) * scale) + 1,
            round((inner.bottom - area.y) * scale) + 1,
        ),
        fill=0,
    )
    return difference.getbbox() is not None
