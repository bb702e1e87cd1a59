"""Checks of colour: text that is pale, covered, or lost on a photocopy."""

from __future__ import annotations

import functools

from PIL import Image, ImageChops

from .characters import Char
from .expect import Expectation
from .findings import Fault, Findings, Line, Seen, box_of
from .geometry import Rect, mm
from .ground import PIXEL, Ground
from .lightness import Rgb, lightness, luminance
from .pdfium import TEXT
from .readback import GREY_DPI, PageFacts, grey_of
from .strips import SHOWS, Strip, crowded_lines, from_close_by

_CLOSE_DPI = 450  # for a second look at what is thin
_THIN = 0.2  # points
_MOST_PIXELS = 9_000_000
_NUMBER_EM = 0.4  # as much on either side of a number stays plain too
_BODY_CONTRAST, _LARGE_CONTRAST = 7.0, 4.5  # WCAG 2.2, 1.4.6 and 1.4.3
_LARGE_PT = 18.0
_GREY_DIFFERENCE = 40.0  # of L* (CIE 1976)


def check_contrast(found: Findings, expectation: Expectation) -> list[Fault]:
    """Every word stands out from what is really behind it, and every letter shows."""
    faults = []
    for seen in found.pages:
        ground, crowded = seen.ground, crowded_lines(seen.own_lines)
        lines = [line for line in seen.own_lines if line.box is not None]
        # All that is asked of the ground at once: for it, the text is taken off the page.
        behind = [_grounds(line, ground) for line in lines]
        close = from_close_by(seen.facts, lines)
        for line, grounds in zip(lines, behind, strict=True):
            strip = None if id(line) in crowded else Strip.of(line, seen.facts, close)
            if len(grounds) > 1 or not _is_plain(*grounds[0], strip):
                for word, colour in grounds:
                    for part in _words(word):
                        faults += _word_faults(seen, part, colour, strip)
    return list(dict.fromkeys(faults))


def check_covers(found: Findings, expectation: Expectation) -> list[Fault]:
    """Nothing is drawn over text, not a hair of it, nor beside a number, where it could be
    taken for a digit."""
    faults = []
    for seen in found.pages:
        place = _covered(seen)
        if place is not None:
            x, y = map(mm, place)
            message = f"something is drawn over text, at {x:.0f} mm, {y:.0f} mm"
            faults.append(Fault(message, seen.number))
        for printed in expectation.directory.printed:
            for _, number in seen.places_of(printed):
                if not _stands_alone(seen.ground, number):
                    message = f"something is drawn beside the number “{printed}”"
                    faults.append(Fault(message, seen.number))
    return faults


def _covered(seen: Seen) -> tuple[float, float] | None:
    """Where something is drawn over text, if anywhere: there the page looks otherwise with its
    text drawn last. Only where things that are drawn later meet a text there is a place to look."""
    facts = seen.facts
    texts: list[tuple[float, float, float, float]] = []
    areas = [Rect(0, 0, facts.width, facts.height)] if seen.annotated else []
    for thing in facts.own_things:
        if thing.kind == TEXT:
            rect = thing.rect
            texts.append((rect.x, rect.y, rect.right, rect.bottom))
        elif texts:
            near = thing.rect.inset(-PIXEL)
            x, y, beyond, below = near.x, near.y, near.right, near.bottom
            for left, top, right, bottom in texts:
                if left < beyond and x < right and top < below and y < bottom:
                    areas.append(near)
                    break
    for area in dict.fromkeys(map(facts.within, areas)):
        if area.width > 0 and area.height > 0:
            dpi = min(GREY_DPI, 72 * (_MOST_PIXELS / (area.width * area.height)) ** 0.5)
            layers = facts.layers(area, dpi)
            box = ImageChops.difference(layers.whole, layers.text_on_top).getbbox()
            if box is not None:
                return area.x + box[0] * 72 / dpi, area.y + box[1] * 72 / dpi
    return None


def _stands_alone(ground: Ground, number: tuple[Char, ...]) -> bool:
    box = box_of(number)
    if box is None:
        return True
    room = _NUMBER_EM * max(c.size for c in number)
    wide = Rect(box.x - room, box.y, box.width + 2 * room, box.height)
    if number[0].turn % 180:  # it is read upwards or downwards
        wide = Rect(box.x, box.y - room, box.width, box.height + 2 * room)
    return ground.of(wide) is not None


def _grounds(line: Line, ground: Ground) -> list[tuple[Line, Rgb | None]]:
    """A line with the one colour that it stands on, or each of its words with its own."""
    one = ground.plain(line.box) if line.box else None
    if one is not None:
        return [(line, one)]
    return [(word, ground.of(word.box) if word.box else None) for word in _words(line)]


def _is_plain(line: Line, ground: Rgb | None, strip: Strip | None) -> bool:
    """Whether all words of a line surely stand out, however small, and all its letters show."""
    if ground is None or strip is None:
        return False
    for fill in {drawn.fill for drawn in line.drawn}:
        found, apart = _apart((fill[0], fill[1], fill[2]), ground)
        if found < _BODY_CONTRAST or apart < _GREY_DIFFERENCE:
            return False
    return strip.shows(line, ground)


def _words(line: Line) -> list[Line]:
    """The words of a line, each a line of its own."""
    words: list[list[Char]] = [[]]
    for char in line.chars:
        if char.right <= char.left or char.text.isspace():
            words.append([])
        else:
            words[-1].append(char)
    return [Line(tuple(w)) for w in words if w]


def _word_faults(seen: Seen, word: Line, ground: Rgb | None, strip: Strip | None) -> list[Fault]:
    if ground is None:
        message = f"“{word.text}” does not stand on one plain colour of the page"
        return [Fault(message, seen.number)]
    faults = []
    for fill in {c.drawn.fill for c in word.chars}:
        message = _pair_fault(word, (fill[0], fill[1], fill[2]), ground)
        if message:
            faults.append(Fault(message, seen.number, "choose colours further apart"))
    if faults:
        return faults
    for char in word.chars if strip is None else strip.doubts(word, ground):
        if not _shows(seen.facts, char, ground):
            message = f"“{char.text}” of “{word.text}” does not show"
            return [Fault(message, seen.number)]
    return []


def _pair_fault(word: Line, colour: Rgb, ground: Rgb) -> str:
    """What is wrong with a word's colour on what it stands on, if anything."""
    large = max(c.drawn.size for c in word.chars) >= _LARGE_PT
    needed = _LARGE_CONTRAST if large else _BODY_CONTRAST
    found, apart = _apart(colour, ground)
    if found < needed:
        return f"“{word.text}” has a contrast of {found:.1f}:1; it needs {needed:g}:1"
    return f"“{word.text}” is lost in grey" if apart < _GREY_DIFFERENCE else ""


@functools.lru_cache(maxsize=256)
def _apart(one: Rgb, other: Rgb) -> tuple[float, float]:
    """The contrast of two colours, and by how much one is lighter."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05), abs(lightness(one) - lightness(other))


def _shows(facts: PageFacts, char: Char, ground: Rgb) -> bool:
    """Whether some pixel of a character comes near its colour; what is thin is looked at
    again from close by."""
    fill, behind = grey_of(char.fill[:3]), grey_of(ground)
    needed = SHOWS * abs(fill - behind)
    area = facts.within(char.rect)
    if area.width <= 0 or area.height <= 0:
        return False
    if _reach(facts.render(GREY_DPI, True, area), behind) >= needed:
        return True
    close = min(area.width, area.height) > _THIN
    return close and _reach(facts.render(_CLOSE_DPI, True, area), behind) >= needed


def _reach(part: Image.Image, behind: float) -> float:
    """How far the pixels go from the ground."""
    low, high = part.getextrema()
    assert isinstance(low, int) and isinstance(high, int)
    return max(abs(low - behind), abs(high - behind))
