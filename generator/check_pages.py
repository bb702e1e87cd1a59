"""Checks of pages: sizes, ink outside the trim, folds, drawings and what lies over what."""

from __future__ import annotations

from PIL import ImageChops

from .characters import Char
from .expect import Expectation, ExpectedPage
from .findings import Fault, Findings, Seen, box_of
from .geometry import MM, Rect, mm
from .readback import PageFacts

_SIZE_TOLERANCE = 0.01 * MM
_INK_DPI = 72
_WHITE = 250  # lighter than this is paper
_IS_INK = [255 if 255 - value < _WHITE else 0 for value in range(256)]
_PIXEL = 72 / _INK_DPI
_SOFT = 1.0  # pixels
_FOLD_TOLERANCE = 0.5  # points: the side bearing of a letter
_OVERLAP = 0.1  # of the smaller of two boxes: marks may come near the line above


def _pairs(found: Findings, expectation: Expectation) -> list[tuple[Seen, ExpectedPage]]:
    return list(zip(found.pages, expectation.pages, strict=False))


def check_sizes(found: Findings, expectation: Expectation) -> list[Fault]:
    """A page of the wrong size is scaled by the printer, and all sizes with it."""
    faults = []
    for seen, wanted in _pairs(found, expectation):
        for name, box in seen.facts.boxes().items():
            rect = _box(name, wanted)
            right = (rect.x, wanted.height - rect.bottom, rect.right, wanted.height - rect.y)
            if any(abs(a - b) > _SIZE_TOLERANCE for a, b in zip(box, right, strict=True)):
                faults.append(Fault(f"the {name} is {_said(box)}, not {_said(right)}", seen.number))
        if seen.facts.rotation:
            message = f"the page is turned by {seen.facts.rotation} degrees"
            faults.append(Fault(message, seen.number))
    return faults


def _box(name: str, wanted: ExpectedPage) -> Rect:
    """A box as it must be; without a press all of them are the paper."""
    if wanted.press and name == "trim box":
        return wanted.press.trim_box
    if wanted.press and name == "bleed box":
        return wanted.press.bleed_box
    return Rect(0, 0, wanted.width, wanted.height)


def _said(box: tuple[float, float, float, float]) -> str:
    left, bottom, right, top = (mm(v) for v in box)
    return f"{right - left:.2f} x {top - bottom:.2f} mm at {left:.2f}, {bottom:.2f} mm"


def check_ink(found: Findings, expectation: Expectation) -> list[Fault]:
    """What lies outside the trim is cut off, or printed on the neighbour."""
    faults = []
    for seen, wanted in _pairs(found, expectation):
        allowed = _allowed(wanted)
        # The soft edge of a thing ends a pixel beyond its box.
        inner = [rect.inset(_SOFT * _PIXEL) for rect in allowed]
        page = Rect(0, 0, seen.facts.width, seen.facts.height)
        # Only what does not surely lie where it may is looked at.
        outside = _outside(seen.facts, inner)
        outside = [page] if seen.annotated else [r.inset(-2 * _PIXEL) for r in outside]
        for area in map(seen.facts.within, dict.fromkeys(outside)):
            place = _inked(seen, area, allowed)
            if place is not None:
                x, y = map(mm, place)
                message = f"there is ink outside what may be printed, at {x:.0f} mm, {y:.0f} mm"
                faults.append(Fault(message, seen.number))
                break
    return faults


def _inked(seen: Seen, area: Rect, allowed: list[Rect]) -> tuple[float, float] | None:
    """Where in an area there is ink outside of all that is allowed."""
    if area.width <= 0 or area.height <= 0:
        return None
    image = seen.facts.render(_INK_DPI, True, area)
    for rect in allowed:
        left, right = ((x - area.x) / _PIXEL for x in (rect.x, rect.right))
        top, bottom = ((y - area.y) / _PIXEL for y in (rect.y, rect.bottom))
        if right > 0 and bottom > 0 and left < image.width and top < image.height:
            sides = (max(0, round(left)), max(0, round(top)), round(right) + 1, round(bottom) + 1)
            image.paste(255, sides)
    box = ImageChops.invert(image).point(_IS_INK).getbbox()
    return None if box is None else (area.x + box[0] * _PIXEL, area.y + box[1] * _PIXEL)


def _allowed(wanted: ExpectedPage) -> list[Rect]:
    """Where ink may lie on the page as it is read, grown by as many pixels as the soft edge of
    what ends at the margin may reach into, and marks a little more."""
    allowed = [(t.inset(wanted.margin), 1.6) for t in wanted.trims]
    allowed += [(m, 2.5) for m in wanted.marks]
    allowed += [(a, 1.0) for a in wanted.press.artwork] if wanted.press else []
    grown = [place.inset(-pixels * _PIXEL) for place, pixels in allowed]
    # A page that stands upside down is read the right way up.
    return [r.turned(wanted.width, wanted.height) for r in grown] if wanted.turned else grown


def _outside(facts: PageFacts, places: list[Rect]) -> list[Rect]:
    """The boxes of things that lie in none of some places. What lies in one as a whole does so
    with all its things, as a copy does."""
    copies = facts.copies
    if copies is None:
        return [thing.rect for thing in facts.own_things if not _lies_in(thing.rect, places)]
    rects = [thing.rect for thing in copies.first]
    boxes = []
    for move in ((0.0, 0.0), *copies.moved):
        if not _lies_in(copies.area.moved(*move), places):
            boxes += [rect.moved(*move) for rect in rects]
    boxes += [thing.rect for thing in copies.rest]
    return [box for box in boxes if not _lies_in(box, places)]


def _lies_in(rect: Rect, places: list[Rect]) -> bool:
    return any(place.contains(rect, 0.0) for place in places)


def check_drawings(found: Findings, expectation: Expectation) -> list[Fault]:
    """A line that no layout draws can cross out a number, or close a 3 to an 8."""
    faults = []
    for seen, wanted in _pairs(found, expectation):
        counted = seen.facts.drawn()
        for what, count in (("drawings", wanted.drawings), ("pictures", wanted.pictures)):
            if counted[what] != count:
                message = f"{counted[what]} {what} stand on the page, not {count}"
                faults.append(Fault(message, seen.number))
        if counted["others"]:
            message = f"the page holds {counted['others']} things that are neither text nor drawing"
            faults.append(Fault(message, seen.number))
    return faults


def check_folds(found: Findings, expectation: Expectation) -> list[Fault]:
    """What lies in a fold is worn off, or cannot be scanned."""
    faults = []
    for seen, wanted in _pairs(found, expectation):
        near = wanted.fold_distance - _FOLD_TOLERANCE
        folds = [wanted.width - place if wanted.turned else place for place in wanted.folds]
        things = [(f"the QR code for “{c.payload}”", c.rect) for c in seen.codes]
        for line in seen.lines if folds else ():
            box = line.box
            if box and any(box.x < fold + near and box.right > fold - near for fold in folds):
                # The slug of a press sheet lies outside every trim, and nobody folds it.
                inside = [c for c in line.chars if _within(c, wanted)]
                said = f"“{''.join(c.text for c in inside).strip()[:40]}”"
                things += [(said, own)] if (own := box_of(inside)) else []
        for what, rect in things:
            for fold in folds:
                if rect.x < fold + near and rect.right > fold - near:
                    message = f"{what} comes too near to the fold at {mm(fold):.0f} mm"
                    faults.append(Fault(message, seen.number))
    return faults


def _within(char: Char, wanted: ExpectedPage) -> bool:
    return any(char.rect.overlaps(trim) for trim in wanted.trims)


def check_overlaps(found: Findings, expectation: Expectation) -> list[Fault]:
    """Two letters on one place cannot be read; nor can text on a picture or a code."""
    faults = []
    for seen in found.pages:
        pictures = [("a picture", r) for r in seen.facts.pictures()]
        pictures += [("a QR code", c.rect) for c in seen.codes]
        for what, rect in pictures:
            for line in seen.own_lines:
                if line.box is None or not line.box.overlaps(rect):
                    continue
                # A line may run on beyond a code that stands between two of its parts.
                over = [c.text for c in line.chars if c.text.strip() and c.rect.overlaps(rect, 1.0)]
                if over:
                    message = f"“{''.join(over)[:40]}” stands on {what}"
                    faults.append(Fault(message, seen.number))
        faults += [Fault(message, seen.number) for message in _collisions(seen)]
    return faults


def _collisions(seen: Seen) -> list[str]:
    """Words that were drawn on one another. What one text object draws is set by the
    shaper; two of them never share a place."""
    parts: dict[int, Rect] = {}
    for line in seen.own_lines:
        for part, box in line.parts.items():
            parts[part] = parts[part].union(box) if part in parts else box
    boxed = [
        (box.y, box.bottom, box.x, box.right, part) for part, box in parts.items() if part >= 0
    ]
    boxed.sort()
    faults = []
    for at, (top, bottom, left, right, part) in enumerate(boxed):
        for other in boxed[at + 1 :]:
            if other[0] > bottom:
                break
            if other[2] < right and left < other[3]:
                down = min(bottom, other[1]) - max(top, other[0])
                across = min(right, other[3]) - max(left, other[2])
                areas = (
                    (bottom - top) * (right - left),
                    (other[1] - other[0]) * (other[3] - other[2]),
                )
                if down * across > _OVERLAP * min(areas) > 0:
                    words, more = _said_by(seen, part), _said_by(seen, other[4])
                    faults.append(f"“{words}” and “{more}” lie on each other")
    return faults


def _said_by(seen: Seen, part: int) -> str:
    """The beginning of what a text object draws."""
    chars = [c for line in seen.own_lines for c in line.chars if c.part == part]
    return "".join(c.text for c in chars).strip()[:40]
