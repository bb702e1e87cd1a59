"""The tool's own words and signs, set in plain black: paragraphs, lines, numbers in boxes."""

from __future__ import annotations

from .compose import items_of
from .diagnostics import Span
from .geometry import Rect
from .languages import Language, language
from .page import Colour, FontKey, GlyphRun, Item, Path, box, moved
from .records import dataclass, replace
from .shape import Run
from .stack import Grid, Typesetter, shifted
from .story import BoundText
from .theme import Style

INK = Colour("ink", (0, 0, 0), (0, 0, 0, 100))
GREY = Colour("grey", (70, 70, 70), (0, 0, 0, 80))
PAPER = Colour("paper", (255, 255, 255), (0, 0, 0, 0))
REGULAR, BOLD = 400, 700
_LEADING = 1.32
_RISE = 0.77  # em from the top of a cell to its first baseline, room for tall letters
_DESCENT = 0.24  # em that the last line hangs below its baseline
_BADGE_SIZE, _BADGE_HEIGHT = 6.5, 9.0
OWN = "proof"  # the source of what the proof itself says


@dataclass(frozen=True)
class Block:
    """Items from 0, 0 down to ``height``."""

    items: tuple[Item, ...]
    height: float

    def at(self, x: float, y: float) -> list[Item]:
        return [moved(item, x, y) for item in self.items]


EMPTY = Block((), 0.0)


class Setter:
    """Sets the words of proofs, slugs and reports with the fonts of the campaign."""

    def __init__(self, typesetter: Typesetter, family: str):
        self._typesetter = typesetter
        self._family = family
        self._english = language("en")

    def showable(self, text: str) -> str:
        """The text with what the font lacks written out: a proof shows every string."""
        coverage = self._typesetter.fonts.get(FontKey(self._family, REGULAR, 100)).coverage
        return "".join(
            c if ord(c) in coverage or c in "\n\u00ad\u2060\u200b" else f"<U+{ord(c):04X}>"
            for c in text
        )

    def paragraph(
        self,
        text: str,
        width: float,
        size: float = 9.0,
        weight: int = REGULAR,
        spoken: Language | None = None,
        colour: Colour = INK,
        source: str = OWN,
    ) -> Block:
        """Text in lines at most ``width`` points wide; line ends of the text stay."""
        items: list[Item] = []
        height = 0.0
        for line in self.showable(text).split("\n"):
            if not line.strip():
                height += size * 0.6
                continue
            bound = BoundText(
                source,
                (Run(line, weight),),
                self._style(size, weight, colour),
                spoken or self._english,
                Span("proof"),
            )
            stack = self._typesetter.stack((bound,), width, {}, Grid(0, 0))
            for placed in stack.boxes:
                items += items_of(shifted(placed, 0.0, height + stack.rise))
            height += stack.rise + stack.height + _DESCENT * size + (_LEADING - 1) * size
        return Block(tuple(items), height)

    def column(self, blocks: list[Block], gap: float = 2.0) -> Block:
        """Blocks one below the other."""
        items: list[Item] = []
        height = 0.0
        for block in (b for b in blocks if b.items):
            items += block.at(0.0, height)
            height += block.height + gap
        return Block(tuple(items), max(0.0, height - gap))

    def line(self, text: str, x: float, y: float, size: float, weight: int = REGULAR) -> list[Item]:
        """One line with its baseline at ``y``."""
        block = self.paragraph(text, 10_000.0, size, weight)
        base = min((i.y for i in block.items if isinstance(i, GlyphRun)), default=0.0)
        return block.at(x, y - base)

    def badge_size(self, number: int) -> tuple[float, float]:
        return 4.0 + 4.0 * len(str(number)), _BADGE_HEIGHT

    def badge(self, number: int, rect: Rect) -> list[Item]:
        """A number in a box."""
        frame = Path(box(rect), OWN, fill=PAPER, stroke=INK, stroke_width=0.6)
        [digits] = [
            i for i in self.line(str(number), 0, 0, _BADGE_SIZE, BOLD) if isinstance(i, GlyphRun)
        ]
        x = rect.x + (rect.width - digits.width) / 2
        return [frame, replace(digits, x=x, y=rect.bottom - 2.3)]

    def _style(self, size: float, weight: int, colour: Colour) -> Style:
        return Style(
            name="proof",
            family=self._family,
            size=size,
            smallest=size,
            leading=_LEADING,
            fixed_leading=False,
            weight=weight,
            bold=BOLD,
            colour=colour,
            role="note",
            narrowest=100,
            before=0.0,
            after=0.0,
            read_from=0.0,
            balance=False,
            tabular=True,
            grid=False,
            hyphenate=False,
            capitals=False,
            heading=None,
            span=Span("proof"),
        )


def rule(x: float, y: float, width: float, thickness: float = 0.4) -> Path:
    return Path(box(Rect(x, y, width, thickness)), OWN, fill=INK)


def bar(x: float, y: float, height: float) -> Path:
    """A change bar: beside what is not as it was signed."""
    return Path(box(Rect(x, y, 2.2, height)), OWN, fill=INK)


def level(block: Block, size: float) -> Block:
    """The block moved so that its first baseline is that of every block of that type size."""
    baselines = [item.y for item in block.items if isinstance(item, GlyphRun)]
    if not baselines:
        return block
    down = _RISE * size - min(baselines)
    return replace(block, items=tuple(block.at(0, down)), height=block.height + down)


def width_of(block: Block) -> float:
    """How far the words of a block of one line reach, in points."""
    return sum(item.width for item in block.items if isinstance(item, GlyphRun))
