"""Blocks one below the other: where each stands at given sizes, and how high it gets.

Text is placed by its capitals: a stack's height goes from the top of the first line's
capitals to the last baseline, so that distances in a layout are those that one sees.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from .diagnostics import Span
from .fonts import Fonts
from .linebreak import Breaker, Line
from .memory import Memory
from .page import FontKey
from .qr import FEWEST_MODULES, QUIET_ZONE
from .records import dataclass, field
from .shape import Face, Run, Shaped, shape
from .story import BoundArt, BoundBlock, BoundCode, BoundRow, BoundRule, BoundSpace, BoundText
from .theme import Style

_MOST_SHAPED = 256  # paragraphs that are kept: some five large leaflets
_MOST_ASKED = 256  # of one piece, in each width
_LOWERED = {"top": 0.0, "middle": 0.5, "bottom": 1.0}  # which part of its free height
_BEARING = 0.03  # em by which round letters may reach out, as they should


class Setting(NamedTuple):
    """How far a style has been fitted: ``shrink`` from 0 (its size) to 1 (its smallest),
    ``width`` of the font in percent."""

    shrink: float = 0.0
    width: int = 100

    def size(self, style: Style) -> float:
        return style.size - self.shrink * (style.size - style.smallest)


Settings = dict[str, Setting]
_UNFITTED = Setting()
# A paragraph as it is shaped, what breaks it, and the height of its style's capitals in em.
_Known = tuple[Shaped, Breaker, float]


class SetText(NamedTuple):
    """A paragraph in lines, at most ``measure`` points wide. ``y`` is the first baseline, and
    ``line_count`` how many lines there are: where they end is found once somebody asks."""

    bound: BoundText
    shaped: Shaped
    breaker: Breaker
    line_count: int
    cap_height: float
    size: float
    leading: float
    measure: float
    x: float
    y: float

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.breaker.lines(self.measure / self.size, self.bound.style.balance)

    def indents_of(self, lines: Iterable[Line]) -> list[float]:
        """By how much each line moves right whose first letter (J, j) would reach out to the
        left of its place."""
        lefts = [self.shaped.left_of(line.start) for line in lines]
        return [-left * self.size if left < -_BEARING else 0.0 for left in lefts]

    @property
    def rise(self) -> float:
        """How far the first line reaches above its capitals: b, h, Ř, Ế."""
        end = self.lines[0].end if self.line_count > 1 else len(self.shaped.text)
        return self.size * max(0.0, self.shaped.top_of(end) - self.cap_height)

    @property
    def most_rise(self) -> float:
        """No line of the paragraph reaches further above its capitals."""
        return self.size * max(0.0, self.shaped.top - self.cap_height)

    @property
    def last(self) -> float:
        """The last baseline."""
        return self.y + (self.line_count - 1) * self.leading


class SetCode(NamedTuple):
    """A QR code: its symbol's top left and side."""

    bound: BoundCode
    x: float
    y: float


class SetArt(NamedTuple):
    bound: BoundArt
    x: float
    y: float


class SetRule(NamedTuple):
    bound: BoundRule
    width: float
    x: float
    y: float


Box = SetText | SetCode | SetArt | SetRule


@dataclass(frozen=True)
class TooWide:
    """A piece that no line can hold; ``by`` in points. ``span`` and ``language`` are those of
    its string, if it is one."""

    source: str
    by: float
    text: str = ""
    language: str = ""
    span: Span | None = None


@dataclass(slots=True)
class Stack:
    """What has been placed. ``tops`` are the paragraphs whose first line stands at the top, none
    of which rises further above it than ``most_rise``; ``depth`` is how far the last one hangs
    below ``height``, ``after`` the space that the last paragraph asks for below itself; ``cuts``:
    a line ends at a hyphen of its own text."""

    boxes: list[Box]
    height: float
    depth: float
    too_wide: list[TooWide]
    after: float = 0.0
    tops: list[SetText] = field(default_factory=list)
    most_rise: float = 0.0
    cuts: bool = False

    def gap(self, before: float) -> float:
        """The space above the next block, which asks for ``before``; none at the top."""
        return max(before, self.after) if self.boxes else 0.0

    @property
    def rise(self) -> float:
        """How far the first line reaches above the top."""
        return self.rise_beyond(0.0)

    def rise_beyond(self, room: float) -> float:
        """How far the first line reaches above the top, and above ``room`` there."""
        if self.most_rise <= room:
            return 0.0
        return max([0.0, *[text.rise - room for text in self.tops if text.most_rise > room]])


class Grid(NamedTuple):
    """A baseline grid: ``step`` apart; ``origin`` is where the stack begins on it."""

    step: float
    origin: float

    def down(self, y: float) -> float:
        """The next grid line at or below ``y`` (relative to the stack)."""
        if self.step <= 0:
            return y
        return math.ceil((self.origin + y) / self.step - 1e-6) * self.step - self.origin


class Typesetter:
    """Sets blocks. Each paragraph is shaped once a language and font width; those of the
    pieces that were set last are kept."""

    def __init__(self, fonts: Fonts):
        self.fonts = fonts
        self._shaped: Memory[tuple[tuple[Run, ...], Face, str], tuple[Shaped, Breaker]] = Memory(
            _MOST_SHAPED
        )
        # The same by the paragraph itself, which is kept, so that no other takes its number.
        self._asked: dict[tuple[int, int], tuple[BoundText, _Known]] = {}

    def begin(self) -> None:
        """Another piece: its paragraphs are others, even where they say the same."""
        self._asked.clear()

    def shaped(self, bound: BoundText, width: int) -> Shaped:
        """The paragraph in a font of this width, in percent."""
        return self._known(bound, width)[0]

    def _known(self, bound: BoundText, width: int) -> _Known:
        asked = self._asked.get((id(bound), width))
        if asked is not None:
            return asked[1]
        style = bound.style
        face = Face(style.family, width, style.tabular)
        key = (bound.runs, face, bound.language.tag)
        found = self._shaped.get(key, lambda: self._made(bound, face))
        if len(self._asked) >= _MOST_ASKED:
            self._asked.clear()
        capitals = self.fonts.get(FontKey(style.family, style.weight, width)).cap_height
        known = (*found, capitals)
        self._asked[id(bound), width] = (bound, known)
        return known

    def _made(self, bound: BoundText, face: Face) -> tuple[Shaped, Breaker]:
        shaped = shape(bound.runs, face, bound.language, self.fonts)
        return shaped, Breaker(shaped, bound.language)

    def stack(
        self, blocks: tuple[BoundBlock, ...], width: float, settings: Settings, grid: Grid
    ) -> Stack:
        """Sets ``blocks`` from the top, ``width`` points wide."""
        stack = Stack([], 0.0, 0.0, [])
        for block in blocks:
            if isinstance(block, BoundText):
                self._text(stack, block, width, settings, grid)
                stack.after = block.style.after
            else:
                self._add(stack, block, width, settings, grid)
        return stack

    def _add(
        self,
        stack: Stack,
        block: BoundArt | BoundCode | BoundRow | BoundRule | BoundSpace,
        width: float,
        settings: Settings,
        grid: Grid,
    ) -> None:
        """A block that is no paragraph."""
        stack.depth = 0.0
        match block:
            case BoundCode():
                self._code(stack, block, width, settings, grid)
            case BoundArt():
                top = stack.height + stack.gap(0.0)
                stack.boxes.append(SetArt(block, 0.0, top))
                stack.height = top + block.height
                if block.width > width + 0.01:
                    stack.too_wide.append(TooWide(block.source, block.width - width))
            case BoundRule():
                y = stack.height + stack.gap(block.before)
                stack.boxes.append(SetRule(block, width, 0.0, y))
                stack.height = y + block.thickness
            case BoundRow():
                self._row(stack, block, width, settings, grid)
            case _:
                stack.height += block.height
        stack.after = 0.0

    def _text(
        self,
        stack: Stack,
        block: BoundText,
        width: float,
        settings: Settings,
        grid: Grid,
    ) -> None:
        style = block.style
        setting = settings.get(style.name, _UNFITTED)
        shaped, breaker, cap_height = self._known(block, setting.width)
        if not shaped.text:
            return
        size = setting.size(style)
        leading = style.leading_at(size, block.language.leading)
        count, longest, cuts = breaker.filled(width / size)
        gap = 0.0
        if stack.boxes:
            gap = stack.gap(style.before)
            if stack.depth + size * (shaped.top - cap_height) > gap:
                said = (block, shaped, breaker, count, cap_height, size, leading, width, 0.0, 0.0)
                gap = max(gap, stack.depth + SetText(*said).rise)
        baseline = stack.height + gap + cap_height * size
        if style.grid:
            baseline = grid.down(baseline)
        text = SetText(
            block, shaped, breaker, count, cap_height, size, leading, width, 0.0, baseline
        )
        if not stack.boxes:
            stack.tops, stack.most_rise = [text], text.most_rise
        stack.boxes.append(text)
        stack.height = baseline + (count - 1) * leading
        stack.depth = DESCENDER * size
        stack.cuts = stack.cuts or cuts
        if longest * size > width + 0.01:
            self._too_wide(stack, text)

    def _too_wide(self, stack: Stack, text: SetText) -> None:
        """Notes the lines that hold a piece which no line can hold."""
        block = text.bound
        for line in text.lines:
            by = line.width * text.size - text.measure
            if by > 0.01:
                words = text.shaped.text[line.start : line.end].strip()
                tag = block.language.tag
                stack.too_wide.append(TooWide(block.source, by, words, tag, block.span))

    def _code(
        self, stack: Stack, block: BoundCode, width: float, settings: Settings, grid: Grid
    ) -> None:
        """The symbol at the left edge, so that it lines up with text; room for the
        widest quiet zone below or beside it, the same for every symbol."""
        margin = block.side * QUIET_ZONE / FEWEST_MODULES
        top = stack.height + stack.gap(0.0)
        stack.boxes.append(SetCode(block, 0.0, top))
        away = block.side + max(margin, block.gap)
        offset = away if block.beside else 0.0
        caption = self.stack((block.caption,), max(width - offset, 1.0), settings, Grid(0, 0))
        caption_top = top + (max(0.0, (block.side - caption.height) / 2) if block.beside else away)
        stack.boxes += [shifted(b, offset, caption_top) for b in caption.boxes]
        stack.too_wide += caption.too_wide
        stack.cuts = stack.cuts or caption.cuts
        if block.side > width + 0.01:
            stack.too_wide.append(TooWide(f"qr:{block.contact.id}", block.side - width))
        stack.height = max(top + block.side, caption_top + caption.height)
        stack.depth = 0.0 if block.beside else caption.depth

    def _row(
        self,
        stack: Stack,
        row: BoundRow,
        width: float,
        settings: Settings,
        grid: Grid,
    ) -> None:
        top = stack.height + stack.gap(row.before)
        given = [c.width for c in row.columns if c.width is not None]
        gaps = row.gap * (len(row.columns) - 1)
        shared = len(row.columns) - len(given)
        each = (width - sum(given) - gaps) / shared if shared else 0.0
        if shared and each <= 0 or not shared and sum(given) + gaps > width + 0.01:
            stack.too_wide.append(TooWide("row", sum(given) + gaps - width))
        inner = Grid(grid.step, grid.origin + top)
        widths = [c.width if c.width is not None else each for c in row.columns]
        columns = [
            self.stack(column.blocks, max(1.0, own), settings, inner)
            for column, own in zip(row.columns, widths, strict=True)
        ]
        height = max([row.height, *[c.height for c in columns]])
        if not stack.boxes:
            stack.tops = [text for c in columns for text in c.tops]
            stack.most_rise = max([c.most_rise for c in columns], default=0.0)
        x = 0.0
        for column, own, done in zip(row.columns, widths, columns, strict=True):
            down = top + _LOWERED[column.align] * (height - done.height)
            stack.boxes += [shifted(b, x, down) for b in done.boxes]
            stack.too_wide += done.too_wide
            stack.cuts = stack.cuts or done.cuts
            x += own + row.gap
        stack.height = top + height
        stack.depth = max([c.depth - (height - c.height) for c in columns], default=0.0)


DESCENDER = 0.24  # em below the baseline that p, g, у and a cedilla reach in text fonts


def shifted(box: Box, dx: float, dy: float) -> Box:
    """The same box, further right and down: its place stands last."""
    return type(box)._make(box[:-2] + (box.x + dx, box.y + dy))
