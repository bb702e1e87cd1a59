"""Checks of colour: text that is pale, covered, or lost on a photocopy."""

from __future__ import annotations

from PIL import Image, ImageChops

from .expect import Expectation
from .findings import Fault, Findings, Line, Seen, box_of
from .geometry import Rect, mm
from .lightness import Rgb, lightness, luminance
from .readback import Char, PageFacts, cropped, grey_of

_SHOWS = 0.35  # of the way from the ground to the text's colour, in some pixel
_CLOSE_DPI = 450  # for a second look at what is thin
_ONE_COLOUR = 6  # of 255: more than this from place to place is no plain ground
_NUMBER_EM = 0.4  # as much on either side of a number stays plain too
_BODY_CONTRAST, _LARGE_CONTRAST = 7.0, 4.5  # WCAG 2.2, 1.4.6 and 1.4.3
_LARGE_PT = 18.0
_GREY_DIFFERENCE = 40.0  # of L* (CIE 1976)


def check_contrast(found: Findings, expectation: Expectation) -> list[Fault]:
    """Every word stands out from what is really behind it, and every letter shows."""
    faults = []
    for seen in found.pages:
        for line in seen.lines:
            for word in _words(line):
                faults += _word_faults(seen, word)
    return list(dict.fromkeys(faults))


def check_covers(found: Findings, expectation: Expectation) -> list[Fault]:
    """Nothing is drawn over text, not a hair of it, nor beside a number, where it could be
    taken for a digit."""
    faults = []
    for seen in found.pages:
        layers, dpi = seen.facts.layers, seen.facts.grey_dpi
        box = ImageChops.difference(layers.whole, layers.text_on_top).getbbox()
        if box is not None:
            x, y = (mm(v * 72 / dpi) for v in box[:2])
            message = f"something is drawn over text, at {x:.0f} mm, {y:.0f} mm"
            faults.append(Fault(message, seen.number))
        for line in seen.lines:
            for printed in expectation.directory.printed:
                for place in line.places_of(printed):
                    if not _stands_alone(seen, place):
                        message = f"something is drawn beside the number “{printed}”"
                        faults.append(Fault(message, seen.number))
    return faults


def _stands_alone(seen: Seen, number: tuple[Char, ...]) -> bool:
    box = box_of(number)
    if box is None:
        return True
    room = _NUMBER_EM * max(c.size for c in number)
    wide = Rect(box.x - room, box.y, box.width + 2 * room, box.height)
    if number[0].turn % 180:  # it is read upwards or downwards
        wide = Rect(box.x, box.y - room, box.width, box.height + 2 * room)
    return _ground(seen, wide) is not None


def _ground(seen: Seen, area: Rect) -> Rgb | None:
    """The one colour behind an area, or None where there are several."""
    part = cropped(seen.facts.layers.ground, seen.facts.grey_dpi, area)
    extremes = part.getextrema() if part else ()
    pairs = [(low, high) for low, high in extremes[:3]]  # type: ignore[misc]  # R, G, B
    if not pairs or any(high - low > _ONE_COLOUR for low, high in pairs):
        return None
    red, green, blue = (int(low) for low, _ in pairs)
    return red, green, blue


def _words(line: Line) -> list[Line]:
    """The words of a line, each a line of its own."""
    words: list[list[Char]] = [[]]
    for char in line.chars:
        if char.text.isspace() or char.rect.width <= 0:
            words.append([])
        else:
            words[-1].append(char)
    return [Line(tuple(w)) for w in words if w]


def _word_faults(seen: Seen, word: Line) -> list[Fault]:
    ground = _ground(seen, word.box) if word.box else None
    if ground is None:
        message = f"“{word.text}” does not stand on one plain colour of the page"
        return [Fault(message, seen.number)]
    faults = []
    for fill in dict.fromkeys(c.fill for c in word.chars):
        message = _pair_fault(word, (fill[0], fill[1], fill[2]), ground)
        if message:
            faults.append(Fault(message, seen.number, "choose colours further apart"))
    for char in word.chars:
        if not faults and not _shows(seen.facts, char, ground):
            message = f"“{char.text}” of “{word.text}” does not show"
            faults.append(Fault(message, seen.number))
    return faults


def _pair_fault(word: Line, colour: Rgb, ground: Rgb) -> str:
    """What is wrong with a word's colour on what it stands on, if anything."""
    large = max(c.size for c in word.chars) >= _LARGE_PT
    needed = _LARGE_CONTRAST if large else _BODY_CONTRAST
    found = _contrast(colour, ground)
    if found < needed:
        return f"“{word.text}” has a contrast of {found:.1f}:1; it needs {needed:g}:1"
    if abs(lightness(colour) - lightness(ground)) < _GREY_DIFFERENCE:
        return f"“{word.text}” is lost in grey"
    return ""


def _shows(facts: PageFacts, char: Char, ground: Rgb) -> bool:
    """Whether some pixel of a character comes near its colour; what is thin is looked at
    again from close by."""
    part = facts.grey_part(char.rect)
    if part is None:
        return False
    fill, behind = grey_of(char.fill[:3]), grey_of(ground)
    if _reach(part, behind) >= _SHOWS * abs(fill - behind):
        return True
    area = facts.within(char.rect)
    close = facts.render(_CLOSE_DPI, True, area) if min(area.width, area.height) > 0.2 else part
    return _reach(close, behind) >= _SHOWS * abs(fill - behind)


def _reach(part: Image.Image, behind: float) -> float:
    """How far the pixels go from the ground."""
    low, high = part.getextrema()
    assert isinstance(low, int) and isinstance(high, int)
    return max(abs(low - behind), abs(high - behind))


def _contrast(one: Rgb, other: Rgb) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
