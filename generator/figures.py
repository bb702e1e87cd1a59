"""The shapes of digits as the registered fonts draw them, to read numbers from pixels.

The text layer says which digit was meant; only the pixels say which one was printed.
The templates are filled outlines straight from the font's file: shaping, subsetting and the
codes of the finished PDF have no part in them. They are not hinted, as a page is not. (Pillow's
own drawing hints whatever it is told: FreeType then looks through the whole font, 20 ms each.)
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Sequence

import uharfbuzz as hb
from PIL import Image, ImageChops, ImageDraw

from .fonts import Font, Fonts
from .memory import Memory
from .records import dataclass

DIGITS = "0123456789"
_TEMPLATE_PX = 192  # an em
_LARGEST_EM = 4
_STEPS = 4  # straight pieces for a curve
_NO_TURN = 128
_CELL = (26, 32)
_INK = 96  # of 255: fainter pixels are the soft edge of a stroke
_IS_INK = bytes(255 if v > _INK else 0 for v in range(256))

_Point = tuple[float, float]


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


def _shapes(font: Font) -> _Shapes | None:
    cells = tuple(cell for digit in DIGITS if (cell := _template(font, digit)))
    if len(cells) < len(DIGITS):
        return None
    nearest = min(_distance(a, b) for a, b in itertools.combinations(cells, 2))
    return _Shapes(cells, nearest / 2 - 1)


def _template(font: Font, digit: str) -> Image.Image | None:
    """A digit as its outline in the font's file is filled (non-zero winding, as in a PDF):
    the contours that turn one way are counted up, the others down, and ink is where a sum is
    left."""
    drawn = hb.Font(font.hb_font.face)
    drawn.set_variations(font.axes)
    outline = _Outline(_TEMPLATE_PX / font.upem)
    drawn.draw_glyph_with_pen(drawn.get_nominal_glyph(ord(digit)) or 0, outline)
    corners = list(itertools.chain.from_iterable(outline.contours))
    if not corners:
        return None
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
    size = int(right - left) + 4, int(bottom - top) + 4
    if max(size) > _LARGEST_EM * _TEMPLATE_PX:  # no digit: a font may say anything
        return None
    winding = Image.new("L", size, _NO_TURN)
    for contour in outline.contours:
        turn = Image.new("L", size, 0)
        ImageDraw.Draw(turn).polygon([(x - left + 1, y - top + 1) for x, y in contour], 1)
        count = ImageChops.add if _turns_left(contour) else ImageChops.subtract
        winding = count(winding, turn)
    return _cell(winding.point([0 if sum == _NO_TURN else 255 for sum in range(256)]))


class _Outline:
    """A pen (as fontTools calls it) that takes down contours as corners of polygons in pixels,
    y downwards; ``scale`` is pixels a font unit."""

    def __init__(self, scale: float):
        self.contours: list[list[_Point]] = []
        self._scale = scale

    def _pixel(self, point: _Point) -> _Point:
        x, y = point
        return x * self._scale, -y * self._scale

    def moveTo(self, point: _Point) -> None:
        self.contours.append([self._pixel(point)])

    def lineTo(self, point: _Point) -> None:
        self.contours[-1].append(self._pixel(point))

    def qCurveTo(self, *points: _Point) -> None:
        self._bend(points)

    def curveTo(self, *points: _Point) -> None:
        self._bend(points)

    def closePath(self) -> None:
        pass

    def _bend(self, points: Sequence[_Point]) -> None:
        """A Bézier curve from the last corner, by de Casteljau's halving of its control points."""
        held = [self.contours[-1][-1], *map(self._pixel, points)]
        for step in range(1, _STEPS + 1):
            at, row = step / _STEPS, held
            while len(row) > 1:
                row = [
                    (x + (u - x) * at, y + (v - y) * at)
                    for (x, y), (u, v) in itertools.pairwise(row)
                ]
            self.contours[-1] += row


def _turns_left(contour: list[_Point]) -> bool:
    around = zip(contour, contour[1:] + contour[:1], strict=True)
    return sum(x * v - u * y for (x, y), (u, v) in around) > 0


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
