"""Whether the letters of a line show, looked at together.

A letter that shows has some pixel that comes near its colour. Of a word such pixels are marked: a
letter shows where one is marked in a column that is its own. What leaves a doubt is looked at
letter by letter.
"""

from __future__ import annotations

import functools

from .characters import Char
from .findings import Line
from .lightness import Rgb
from .readback import GREY_DPI, Canvas, PageFacts, grey_of
from .records import dataclass

SHOWS = 0.35  # of the way from the ground to the text's colour, in some pixel
_LEAST_EM = 11.0  # pixels: smaller type is rendered again, larger
_MARK = 1
# Rendering a line takes as long as that many pixels of a page.
_MANY, _PIXELS_OF_LINE = 12, 60_000
_SPILL = 0.5  # points: the pixel into which an edge may reach


def from_close_by(facts: PageFacts, lines: list[Line]) -> Canvas | None:
    """The whole page as its smallest type needs it, where that is less work than line by line."""
    least, area = _LEAST_EM / facts.grey.scale, facts.own_area
    sizes = [min((d.size for d in line.drawn if d.size > 0), default=least) for line in lines]
    small = [size for size in sizes if size < least]
    if not small:
        return None
    dpi = min(GREY_DPI, 72 * _LEAST_EM / min(small))
    pixels = area.width * area.height * (dpi / 72) ** 2
    many = len(small) >= _MANY and pixels <= len(small) * _PIXELS_OF_LINE
    return facts.grey_part(area, dpi) if many else None


def crowded_lines(lines: list[Line]) -> set[int]:
    """The identities of lines whose boxes meet those of others: what is marked in one of them may
    belong to another."""
    boxes = sorted(
        (box.y, box.bottom, box.x, box.right, id(line))
        for line in lines
        if (box := line.box) is not None
    )
    crowded = set()
    for at, (_, bottom, left, right, number) in enumerate(boxes):
        for other in boxes[at + 1 :]:
            if other[0] >= bottom + _SPILL:
                break
            if other[2] < right + _SPILL and left < other[3] + _SPILL:
                crowded |= {number, other[4]}
    return crowded


@dataclass(frozen=True)
class Strip:
    """A line as it is painted on a part of its page, and for each character, by where it begins,
    the columns of pixels that are its own."""

    canvas: Canvas
    columns: dict[float, tuple[int, int]]

    @classmethod
    def of(cls, line: Line, facts: PageFacts, close: Canvas | None) -> Strip | None:
        """None where its letters do not stand one beside the other; ``close`` is the whole page
        from close by."""
        if line.box is None or any(drawn.turn for drawn in line.drawn):
            return None
        canvas = facts.grey
        if min(drawn.size for drawn in line.drawn) * canvas.scale < _LEAST_EM:
            area = facts.within(line.box.inset(-_SPILL))
            if close is None and (area.width <= 0 or area.height <= 0):
                return None
            canvas = close or facts.grey_part(area, GREY_DPI)
        return cls(canvas, _own_columns(line.shown, canvas.area.x, canvas.scale))

    def shows(self, word: Line, ground: Rgb) -> bool:
        """Whether every letter of a word, or of a line on one ground, surely shows."""
        return not self.doubts(word, ground)

    def doubts(self, word: Line, ground: Rgb) -> list[Char]:
        """The letters of a word that may not show."""
        box, canvas = word.box, self.canvas
        if box is None:
            return word.shown
        x, y, scale = box.x - canvas.area.x, box.y - canvas.area.y, canvas.scale
        start, end = int(x * scale), int((x + box.width) * scale) + 1
        top, bottom = int(y * scale), int((y + box.height) * scale) + 1
        if start < 0 or top < 0 or end > canvas.width or bottom > canvas.height:
            return word.shown
        unseen = word.shown
        # Nearly every letter shows in every other row.
        for row in (top, top + 1):
            rows = range(row * canvas.width, bottom * canvas.width, 2 * canvas.width)
            part = [canvas.buffer[at + start : at + end] for at in rows]
            unseen = self._unmarked(unseen, part, start, ground)
            if not unseen:
                break
        return unseen

    def _unmarked(
        self, chars: list[Char], rows: list[bytearray], start: int, ground: Rgb
    ) -> list[Char]:
        """Those of characters that have no mark in rows of pixels that begin at a column."""
        marked: dict[tuple[int, ...], bytes] = {}
        none = (start, start)
        drawn, marks, found = None, b"", []
        for char in chars:
            if char.drawn is not drawn:
                drawn = char.drawn
                fill = drawn.fill
                if fill not in marked:
                    marked[fill] = _columns(rows, _table(fill[:3], ground))
                marks = marked[fill]
            first, after = self.columns.get(char.left, none)
            if first < start or marks.find(_MARK, first - start, after - start) < 0:
                found.append(char)
        return found


def _columns(rows: list[bytearray], table: bytes) -> bytes:
    """Which columns of pixels have a mark in any of their rows."""
    marks = 0
    for row in rows:
        marks |= int.from_bytes(row.translate(table), "big")
    return marks.to_bytes(len(rows[0]) if rows else 0, "big")


def _own_columns(shown: list[Char], left: float, scale: float) -> dict[float, tuple[int, int]]:
    """The columns that each letter's box reaches into, and no other's."""
    spans = sorted(
        [(int((c.left - left) * scale), int((c.right - left) * scale) + 1, c.left) for c in shown]
    )
    columns: dict[float, tuple[int, int]] = {}
    before, last = 0, len(spans) - 1
    for at, (start, end, char) in enumerate(spans):
        first = start if start > before else before
        after = end if at == last or spans[at + 1][0] > end else spans[at + 1][0]
        # Two letters at one place have no columns of their own.
        columns[char] = (0, 0) if char in columns else (first, after)
        before = end if end > before else before
    return columns


@functools.lru_cache(maxsize=256)
def _table(fill: tuple[int, ...], ground: Rgb) -> bytes:
    """Which greys come near enough to a colour that stands on another."""
    ink, behind = grey_of(fill), grey_of(ground)
    needed = SHOWS * abs(ink - behind)
    return bytes(_MARK if abs(v - behind) >= needed else 0 for v in range(256))
