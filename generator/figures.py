"""The shapes of digits as the registered fonts draw them, to read numbers from pixels.

The text layer says which digit was meant; only the pixels say which one was printed.
The templates are drawn by FreeType straight from the font's file: shaping, subsetting and
the codes of the finished PDF have no part in them.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Hashable
from typing import cast

from PIL import Image, ImageChops, ImageDraw, ImageFont

from .fonts import Font, Fonts
from .memory import Memory
from .records import dataclass

DIGITS = "0123456789"
_TEMPLATE_PX = 96
_CELL = (26, 32)
_INK = 96  # of 255: fainter pixels are the soft edge of a stroke
_IS_INK = bytes(255 if v > _INK else 0 for v in range(256))


class Figures:
    """The ten digits of each font, drawn at the first call."""

    def __init__(self, fonts: Fonts):
        self._fonts = fonts
        self._known: dict[str, _Shapes | None] = {}
        # What was said of a number by all that it depends on: its pixels, and what is meant.
        self.judged: Memory[Hashable, str] = Memory(1024)

    def read(self, ink: Image.Image, font: str, meant: str) -> tuple[str, float]:
        """The digit that ``ink`` (255 where there is ink) looks most like, and how far it
        is from it, 0 to 255; ``meant`` is looked at first. ``font`` is the name that the
        PDF gives. No digit where there is no ink, or no such font."""
        shapes, cell = self._of(font), _cell(ink)
        if shapes is None or cell is None:
            return "", 255.0
        far = _distance(cell, shapes.cells[DIGITS.index(meant)])
        if far < shapes.sure:  # nearer than half of what parts any two: no other is nearer
            return meant, far
        all_far = [_distance(cell, known) for known in shapes.cells]
        best = min(range(10), key=all_far.__getitem__)
        return DIGITS[best], all_far[best]

    def _of(self, name: str) -> _Shapes | None:
        if name not in self._known:
            key = self._fonts.named(name)
            self._known[name] = _shapes(self._fonts.get(key)) if key else None
        return self._known[name]


@dataclass(frozen=True)
class _Shapes:
    """The ten digits of a font; ``sure`` is half the distance of the two most alike."""

    cells: tuple[Image.Image, ...]
    sure: float


def _shapes(font: Font) -> _Shapes:
    cells = _templates(font)
    nearest = min(_distance(a, b) for a, b in itertools.combinations(cells, 2))
    return _Shapes(cells, nearest / 2 - 1)


def _templates(font: Font) -> tuple[Image.Image, ...]:
    drawn = ImageFont.truetype(
        io.BytesIO(font.face_data), _TEMPLATE_PX, layout_engine=ImageFont.Layout.BASIC
    )
    if font.axes:
        infos = font.hb_font.face.axis_infos
        drawn.set_variation_by_axes([font.axes.get(i.tag, i.default_value) for i in infos])
    cells = []
    for digit in DIGITS:
        image = Image.new("L", (2 * _TEMPLATE_PX, 2 * _TEMPLATE_PX), 0)
        ImageDraw.Draw(image).text((_TEMPLATE_PX / 2, _TEMPLATE_PX / 4), digit, 255, drawn)
        cells.append(cast(Image.Image, _cell(image)))
    return tuple(cells)


def grey_picture(size: tuple[int, int], pixels: bytes) -> Image.Image:
    """A picture of these pixels, which are not copied."""
    return Image.frombuffer("L", size, pixels, "raw", "L", 0, 1)


def _distance(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two cells: a metric."""
    image = ImageChops.difference(one, other)
    return sum(image.resize((1, 4), Image.Resampling.BOX).tobytes()) / 4


def _cell(ink: Image.Image) -> Image.Image | None:
    """The ink of a picture, as high as a cell and in its middle, its proportions kept."""
    box = grey_picture(ink.size, ink.tobytes().translate(_IS_INK)).getbbox()
    if box is None:
        return None
    cut = ink.crop(box)
    width = max(1, min(_CELL[0], round(cut.width * _CELL[1] / cut.height)))
    cell = Image.new("L", _CELL, 0)
    cell.paste(
        cut.resize((width, _CELL[1]), Image.Resampling.BILINEAR), ((_CELL[0] - width) // 2, 0)
    )
    return cell
