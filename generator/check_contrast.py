"""Checks of colour: text that is pale, covered, or lost on a photocopy."""

from __future__ import annotations

from PIL import Image

from .expect import Expectation
from .findings import Fault, Findings, Line, Seen
from .readback import Char, PageFacts, cropped, grey_of

_COLOUR_DPI = 100
_AROUND_PT = 2.0
_SHOWS = 0.35  # of the way from the ground to the text's colour, in some pixel
_BODY_CONTRAST, _LARGE_CONTRAST = 7.0, 4.5  # WCAG 2.2, 1.4.6 and 1.4.3
_LARGE_PT = 18.0
_GREY_DIFFERENCE = 40.0  # of L* (CIE 1976)
Rgb = tuple[int, int, int]


def check_contrast(found: Findings, expectation: Expectation) -> list[Fault]:
    """Every word stands out from what is really behind it, and every letter shows."""
    faults = []
    for seen in found.pages:
        image = seen.facts.render(_COLOUR_DPI, False)
        for line in seen.lines:
            for word in _words(line):
                faults += _word_faults(seen, image, word)
    return list(dict.fromkeys(faults))


def _words(line: Line) -> list[Line]:
    """The words of a line, each a line of its own."""
    words: list[list[Char]] = [[]]
    for char in line.chars:
        if char.text.isspace() or char.rect.width <= 0:
            words.append([])
        else:
            words[-1].append(char)
    return [Line(tuple(w)) for w in words if w]


def _word_faults(seen: Seen, image: Image.Image, word: Line) -> list[Fault]:
    around = cropped(image, _COLOUR_DPI, word.box.inset(-_AROUND_PT)) if word.box else None
    if around is None:
        return [Fault(f"“{word.text}” lies outside the page", seen.number)]
    ground = _border_colour(around)
    faults = []
    for fill in dict.fromkeys(c.fill for c in word.chars):
        message = _pair_fault(word, (fill[0], fill[1], fill[2]), ground)
        if message:
            faults.append(Fault(message, seen.number, "choose colours further apart"))
    for char in word.chars:
        if not faults and not _shows(seen.facts, char, ground):
            message = f"“{char.text}” of “{word.text}” does not show: something covers it"
            faults.append(Fault(message, seen.number))
    return faults


def _pair_fault(word: Line, colour: Rgb, ground: Rgb) -> str:
    """What is wrong with a word's colour on what it stands on, if anything."""
    large = max(c.size for c in word.chars) >= _LARGE_PT
    needed = _LARGE_CONTRAST if large else _BODY_CONTRAST
    found = _contrast(colour, ground)
    if found < needed:
        return f"“{word.text}” has a contrast of {found:.1f}:1; it needs {needed:g}:1"
    if abs(_lightness(colour) - _lightness(ground)) < _GREY_DIFFERENCE:
        return f"“{word.text}” is lost in grey"
    return ""


def _shows(facts: PageFacts, char: Char, ground: Rgb) -> bool:
    """Whether some pixel of a character comes near its colour."""
    part = facts.grey_part(char.rect)
    if part is None:
        return False
    fill, behind = grey_of(char.fill[:3]), grey_of(ground)
    low, high = part.getextrema()
    assert isinstance(low, int) and isinstance(high, int)
    return max(abs(low - behind), abs(high - behind)) >= _SHOWS * abs(fill - behind)


def _luminance(rgb: Rgb) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [v / 255 for v in rgb]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: Rgb, other: Rgb) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _lightness(rgb: Rgb) -> float:
    """L* of CIE 1976, 0 to 100."""
    y = _luminance(rgb)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def _border_colour(image: Image.Image) -> Rgb:
    """The commonest colour along the edge of a crop: what the word stands on."""
    w, h = image.size
    edges = [(0, 0, w, 1), (0, h - 1, w, h), (0, 0, 1, h), (w - 1, 0, w, h)]
    counts: dict[Rgb, int] = {}
    for edge in edges:
        for count, colour in image.crop(edge).getcolors(w + h) or []:
            assert isinstance(colour, tuple)
            rgb = (colour[0], colour[1], colour[2])
            counts[rgb] = counts.get(rgb, 0) + count
    return max(counts, key=lambda c: (counts[c], c))
