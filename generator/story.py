"""A story: what each frame of a product says, in order, in one language. Plain data."""

from __future__ import annotations

import functools
import itertools

from .campaign import Campaign
from .contacts import Contact
from .diagnostics import Span
from .frames import Frame
from .languages import Language
from .layouts import Layout
from .page import Colour
from .pictures import Raster
from .qr import Symbol
from .records import dataclass
from .shape import Run
from .svg import Drawing
from .theme import Style

_TOUCHING = 0.1  # points by which frames that stand one below the other may overlap


@dataclass(frozen=True)
class BoundText:
    """A paragraph. ``source`` is the key of its string, ``contact:id`` or ``hours:id``;
    ``heading`` its level as a heading, 0 for none; ``item``: it is the body of an item of
    a list."""

    source: str
    runs: tuple[Run, ...]
    style: Style
    language: Language
    span: Span
    heading: int = 0
    item: bool = False

    @property
    def text(self) -> str:
        return "".join([run.text for run in self.runs])


@dataclass(frozen=True)
class BoundCode:
    """A QR code with its caption. ``says`` is what is read aloud for the code, ``does`` what
    opening it does, both in the caption's language."""

    contact: Contact
    says: str
    does: str
    symbol: Symbol
    side: float
    caption: BoundText
    beside: bool
    gap: float
    colour: Colour
    span: Span


@dataclass(frozen=True)
class BoundArt:
    """A drawing in one colour, or a picture; ``width`` and ``height`` in points.

    ``says`` is what is read aloud for it, in ``language``; without it the picture is passed
    over. ``label``: it marks an item of a list."""

    source: str
    art: Drawing | Raster
    width: float
    height: float
    colour: Colour
    says: str = ""
    language: Language | None = None
    label: bool = False


@dataclass(frozen=True)
class BoundSpace:
    """Space between blocks."""

    height: float


@dataclass(frozen=True)
class BoundRule:
    """A line between blocks."""

    thickness: float
    colour: Colour
    before: float


@dataclass(frozen=True)
class BoundColumn:
    """A column of a row; its width is None where it takes what the others leave."""

    width: float | None
    align: str
    blocks: tuple[BoundBlock, ...]


@dataclass(frozen=True)
class BoundRow:
    """Columns side by side."""

    columns: tuple[BoundColumn, ...]
    gap: float
    height: float
    before: float


BoundBlock = BoundText | BoundCode | BoundArt | BoundSpace | BoundRule | BoundRow


@dataclass(frozen=True)
class BoundFrame:
    """A frame with what stands in it."""

    frame: Frame
    blocks: tuple[BoundBlock, ...]

    @functools.cached_property
    def texts(self) -> list[BoundText]:
        """Every paragraph, captions of codes included."""
        return texts_of(self.blocks)

    @functools.cached_property
    def flat(self) -> list[BoundBlock]:
        """All blocks, those inside rows included."""
        return flat(self.blocks)


@dataclass(frozen=True)
class BoundSide:
    """A side with its frames, and where it is folded."""

    name: str
    frames: tuple[BoundFrame, ...]
    folds: tuple[float, ...]


@dataclass(frozen=True)
class Story:
    """A product ready to be set. ``language`` is that of the file as a whole; ``spoken`` is
    how the piece is asked for: ``uk``, ``uk+fr`` in two languages, ``multi`` in many; ``site``
    the id of the site that it is for, if it is for one."""

    layout: Layout
    campaign: Campaign
    language: Language
    spoken: str
    status: str
    title: str
    sides: tuple[BoundSide, ...]
    site: str = ""

    @functools.cached_property
    def texts(self) -> tuple[tuple[int, BoundText], ...]:
        """Every paragraph with the number of its page, page by page."""
        return tuple(
            (i, text)
            for i, side in enumerate(self.sides)
            for frame in side.frames
            for text in frame.texts
        )

    def read(self) -> list[BoundText]:
        """Every paragraph in the order in which a person reads the piece."""
        return [text for _, frames in self.areas for frame in frames for text in frame.texts]

    @functools.cached_property
    def areas(self) -> tuple[tuple[int, tuple[BoundFrame, ...]], ...]:
        """The pages and panels in the order of reading: the number of the page, and the frames
        in theirs. Frames that stand one below the other are read from top to bottom, others
        as the layout lists them."""
        found = []
        for area in self.layout.reading:
            frames = [f for f in self.sides[area.side].frames if f.frame.panel == area.panel]
            down = sorted(frames, key=lambda f: f.frame.rect.y)
            stacked = all(
                above.frame.rect.bottom <= below.frame.rect.y + _TOUCHING
                for above, below in itertools.pairwise(down)
            )
            found.append((area.side, tuple(down if stacked else frames)))
        return tuple(found)

    def codes(self) -> list[tuple[int, BoundCode]]:
        return [
            (i, block)
            for i, side in enumerate(self.sides)
            for frame in side.frames
            for block in frame.flat
            if isinstance(block, BoundCode)
        ]


def flat(blocks: tuple[BoundBlock, ...]) -> list[BoundBlock]:
    """All blocks, those inside rows included."""
    found: list[BoundBlock] = []
    for block in blocks:
        found.append(block)
        if isinstance(block, BoundRow):
            for column in block.columns:
                found += flat(column.blocks)
    return found


def texts_of(blocks: tuple[BoundBlock, ...]) -> list[BoundText]:
    found = []
    for block in flat(blocks):
        if isinstance(block, BoundText):
            found.append(block)
        elif isinstance(block, BoundCode):
            found.append(block.caption)
    return found
