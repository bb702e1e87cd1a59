"""Numbers read from the pixels: what is printed, whatever the text layer says."""

from __future__ import annotations

import functools

from PIL import Image

from .expect import Expectation
from .figures import DIGITS, Figures
from .findings import Fault, Findings, box_of
from .geometry import Rect
from .readback import Char, PageFacts, cropped, grey_of

_FAR = 50.0  # of 255: right digits were measured at 20 at most, the nearest two differ by 38
_SMALLEST_EM_PX = 48.0  # below it strokes run together; the number is rendered again, larger
_CLOSE_DPI = 450


def check_figures(found: Findings, expectation: Expectation) -> list[Fault]:
    """Every digit of the directory's numbers looks like what it is."""
    faults = []
    for seen in found.pages:
        pages = expectation.pages[seen.number : seen.number + 1]
        turns = pages[0].turns if pages else (0,)
        for line in seen.lines:
            for printed in expectation.directory.printed:
                for place in line.places_of(printed):
                    message = _turned(place, turns) or _misread(seen.facts, place, found.figures)
                    faults += [Fault(f"{message} “{printed}”", seen.number)] if message else []
    return faults


def _turned(chars: tuple[Char, ...], turns: tuple[int, ...]) -> str:
    wrong = {c.turn for c in chars if c.text in DIGITS} - set(turns)
    return f"turned by {max(wrong)} degrees: the number" if wrong else ""


def _misread(facts: PageFacts, chars: tuple[Char, ...], figures: Figures) -> str:
    """Which digit of a number looks like another, if one does."""
    image, dpi, corner = _picture(facts, chars)
    for place, char in enumerate(chars):
        if char.text not in DIGITS:
            continue
        area = char.rect.inset(-72 / dpi).moved(-corner.x, -corner.y)
        cut = _upright(cropped(image, dpi, area), char.turn)
        read, far = figures.read(_ink(cut, char), char.font, char.text) if cut else ("", 255.0)
        if read != char.text or far > _FAR:
            seen = f"looks like {read}" if read and read != char.text else "cannot be read"
            return f"the digit {char.text} {seen} at place {place + 1} of"
    return ""


_UPRIGHT = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}


def _upright(cut: Image.Image | None, turn: int) -> Image.Image | None:
    """A character's picture as one reads it; Pillow turns against the clock."""
    return cut.transpose(_UPRIGHT[turn]) if cut and turn else cut


def _picture(facts: PageFacts, chars: tuple[Char, ...]) -> tuple[Image.Image, float, Rect]:
    """A rendering that shows the number large enough, its resolution, and where it begins."""
    box = box_of(chars)
    small = min(c.size for c in chars) * facts.grey_dpi / 72 < _SMALLEST_EM_PX
    area = facts.within(box.inset(-2.0)) if box else Rect(0, 0, 0, 0)
    if small and area.width > 1 and area.height > 1:
        return facts.render(_CLOSE_DPI, True, area), _CLOSE_DPI, area
    return facts.grey, facts.grey_dpi, Rect(0, 0, 0, 0)


def _ink(cut: Image.Image, char: Char) -> Image.Image:
    """A character's part of the page, 255 where it has the character's own colour."""
    return cut.point(_ink_table(round(grey_of(char.fill[:3])), _border_grey(cut)))


@functools.lru_cache(maxsize=64)
def _ink_table(fill: int, ground: int) -> list[int]:
    """For each grey between the ground and the fill how much ink it is, 0 to 255."""
    if fill == ground:
        return [0] * 256
    return [max(0, min(255, 255 * (v - ground) // (fill - ground))) for v in range(256)]


def _border_grey(image: Image.Image) -> int:
    """The commonest grey along the edge of a picture."""
    w, h = image.size
    counts: dict[int, int] = {}
    for edge in ((0, 0, w, 1), (0, h - 1, w, h), (0, 0, 1, h), (w - 1, 0, w, h)):
        for value in image.crop(edge).tobytes():
            counts[value] = counts.get(value, 0) + 1
    return max(counts, key=lambda v: (counts[v], v))
