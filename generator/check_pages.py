"""Checks of pages: sizes, ink outside the trim, folds, drawings and what lies over what."""

from __future__ import annotations

from PIL import ImageDraw

from .expect import Expectation, ExpectedPage
from .findings import Fault, Findings, Seen, box_of
from .geometry import MM, Rect, mm
from .readback import Char

_SIZE_TOLERANCE = 0.01 * MM
_INK_DPI = 72
_WHITE = 250  # lighter than this is paper
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
    scale = _INK_DPI / 72
    for seen, wanted in _pairs(found, expectation):
        image = seen.facts.render(_INK_DPI, True)
        draw = ImageDraw.Draw(image)
        # The soft edge of what ends at the margin reaches into the next pixel.
        allowed = [(t.inset(wanted.margin), 1.6) for t in wanted.trims]
        allowed += [(m, 2.5) for m in wanted.marks]
        allowed += [(a, 1.0) for a in wanted.press.artwork] if wanted.press else []
        for place, grow in allowed:
            # A page that stands upside down is read the right way up.
            rect = place.turned(wanted.width, wanted.height) if wanted.turned else place
            corners = (rect.x, rect.y, rect.right, rect.bottom)
            signs = (-grow, -grow, grow, grow)
            draw.rectangle([c * scale + s for c, s in zip(corners, signs, strict=True)], fill=255)
        box = image.point(lambda v: 255 if v < _WHITE else 0).getbbox()
        if box is not None:
            x, y = mm(box[0] / scale), mm(box[1] / scale)
            message = f"there is ink outside what may be printed, at {x:.0f} mm, {y:.0f} mm"
            faults.append(Fault(message, seen.number))
    return faults


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
        # The slug of a press sheet lies outside every trim, and nobody folds it.
        inside = [[c for c in ln.chars if _within(c, wanted)] for ln in seen.lines]
        things = [(f"“{''.join(c.text for c in cs).strip()[:40]}”", box_of(cs)) for cs in inside]
        things += [(f"the QR code for “{c.payload}”", c.rect) for c in seen.codes]
        near = wanted.fold_distance - _FOLD_TOLERANCE
        for what, box in things:
            for place in wanted.folds:
                fold = wanted.width - place if wanted.turned else place
                if box is not None and box.x < fold + near and box.right > fold - near:
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
        for line in seen.lines:
            for what, rect in pictures:
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
    parts: dict[int, list[Char]] = {}
    for line in seen.lines:
        for char in line.chars:
            parts.setdefault(char.part, []).append(char)
    boxed = [
        (box, "".join(c.text for c in chars).strip()[:40])
        for part, chars in parts.items()
        if part >= 0 and (box := box_of(chars)) is not None
    ]
    boxed.sort(key=lambda pair: pair[0].y)
    faults = []
    for at, (box, words) in enumerate(boxed):
        for other, more in boxed[at + 1 :]:
            if other.y > box.bottom:
                break
            if _shared(box, other) > _OVERLAP:
                faults.append(f"“{words}” and “{more}” lie on each other")
    return faults


def _shared(one: Rect, other: Rect) -> float:
    """How much of the smaller box lies in the other, 0 to 1."""
    width = min(one.right, other.right) - max(one.x, other.x)
    height = min(one.bottom, other.bottom) - max(one.y, other.y)
    smaller = min(one.width * one.height, other.width * other.height)
    return width * height / smaller if width > 0 and height > 0 and smaller > 0 else 0.0
