"""Numbers read from the pixels: what is printed, whatever the text layer says."""

from __future__ import annotations

import functools
from collections import Counter
from typing import NamedTuple

from PIL import Image

from .characters import Char
from .expect import Expectation
from .figures import DIGITS, Figures, grey_picture
from .findings import Fault, Findings, box_of
from .readback import Canvas, PageFacts, grey_of

_FAR = 50.0  # of 255: right digits were measured at 21 at most, the nearest two differ by 38
_EM_PX = 60.0  # in fewer pixels strokes run together
_MOST_DPI = 450
_AROUND = 2.0  # points

_Box = tuple[int, int, int, int]


class Digit(NamedTuple):
    """A digit as it is meant: its place in the number, counted from 1, and where in a picture of
    that it stands, in which font and colour, turned by how many degrees."""

    text: str
    place: int
    box: _Box
    font: str
    fill: tuple[int, ...]
    turn: int


def check_figures(found: Findings, expectation: Expectation) -> list[Fault]:
    """Every digit of the directory's numbers looks like what it is."""
    faults = []
    for seen in found.pages:
        pages = expectation.pages[seen.number : seen.number + 1]
        turns = pages[0].turns if pages else (0,)
        for printed in expectation.directory.printed:
            for _, place in seen.places_of(printed):
                message = _turned(place, turns) or _misread(seen.facts, place, found.figures)
                faults += [Fault(f"{message} “{printed}”", seen.number)] if message else []
    return faults


def _turned(chars: tuple[Char, ...], turns: tuple[int, ...]) -> str:
    wrong = {c.turn for c in chars if c.text in DIGITS} - set(turns)
    return f"turned by {max(wrong)} degrees: the number" if wrong else ""


def _misread(facts: PageFacts, chars: tuple[Char, ...], figures: Figures) -> str:
    """Which digit of a number looks like another, if one does. Its picture begins at the corner
    of a pixel, so that the same number looks the same wherever it stands."""
    box = box_of(chars)
    area = facts.within(box.inset(-_AROUND)) if box else None
    if area is None or area.width <= 1 or area.height <= 1:
        return "nothing is drawn of the number"
    # A space that the reader's software put in has no size.
    dpi = min(_MOST_DPI, _EM_PX * 72 / min(c.size for c in chars if c.shows))
    canvas = facts.grey_part(area, dpi)
    digits = tuple(
        Digit(c.text, number, _box(c, canvas), c.font, c.fill[:3], c.turn)
        for number, c in enumerate(chars, 1)
        if c.text in DIGITS
    )
    key = canvas.pixels, digits
    return figures.judged.get(key, lambda: _first_wrong(canvas.image(), digits, figures))


def _box(char: Char, canvas: Canvas) -> _Box:
    """A character's part of a picture, with a pixel around it."""
    area, scale = canvas.area, canvas.scale
    left, top = int((char.left - area.x) * scale) - 1, int((char.top - area.y) * scale) - 1
    right, bottom = (char.right - area.x) * scale, (char.bottom - area.y) * scale
    right, bottom = min(canvas.width, int(right) + 2), min(canvas.height, int(bottom) + 2)
    return max(0, left), max(0, top), right, bottom


def _first_wrong(image: Image.Image, digits: tuple[Digit, ...], figures: Figures) -> str:
    for digit in digits:
        left, top, right, bottom = digit.box
        read, far = "", 255.0
        if left < right and top < bottom:
            cut = image.crop(digit.box)
            cut = cut.transpose(_UPRIGHT[digit.turn]) if digit.turn else cut
            read, far = figures.read(_ink(cut, digit.fill), digit.font, digit.text)
        if read != digit.text or far > _FAR:
            looks = f"looks like {read}" if read and read != digit.text else "cannot be read"
            return f"the digit {digit.text} {looks} at place {digit.place} of"
    return ""


# As one reads it; Pillow turns against the clock.
_UPRIGHT = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}


def _ink(cut: Image.Image, fill: tuple[int, ...]) -> Image.Image:
    """A character's part of the page, 255 where it has the character's own colour."""
    table = _ink_table(round(grey_of(fill)), _border_grey(cut))
    return grey_picture(cut.size, cut.tobytes().translate(table))


@functools.lru_cache(maxsize=64)
def _ink_table(fill: int, ground: int) -> bytes:
    """For each grey between the ground and the fill how much ink it is, 0 to 255."""
    if fill == ground:
        return bytes(256)
    return bytes(max(0, min(255, 255 * (v - ground) // (fill - ground))) for v in range(256))


def _border_grey(image: Image.Image) -> int:
    """The commonest grey along the edge of a picture."""
    pixels, width = image.tobytes(), image.width
    edges = pixels[:width] + pixels[-width:] + pixels[::width] + pixels[width - 1 :: width]
    counts = Counter(edges)
    return max(counts, key=lambda v: (counts[v], v))
