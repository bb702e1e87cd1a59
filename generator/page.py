"""The pivot: a page as plain data.

Everything before this decides what stands where; everything after only transforms
pages or writes them. Coordinates are points from the top left, y downwards.
Every item says where it comes from (``source``: a string's key, ``qr:helpline``,
``pictogram:phone``, ``mark``), so that tests and proofs need not guess. ``tag`` is the
number of the element in the document's structure that an item belongs to; what has none is
decoration, which is not read aloud.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import NamedTuple

from .geometry import Rect
from .records import dataclass, replace

# A path command: a letter and its absolute coordinates. M x y, L x y, C x1 y1 x2 y2 x y, Z.
Command = tuple[str | float, ...]


@dataclass(frozen=True)
class Colour:
    """A theme colour: its name, RGB in 0..255 and CMYK in percent."""

    name: str
    rgb: tuple[int, int, int]
    cmyk: tuple[int, int, int, int]

    @property
    def overprints(self) -> bool:
        """Black ink alone goes on top of what is there: no white edge where a press drifts."""
        return self.cmyk == (0, 0, 0, 100)


# Ink in every separation, for marks by which a press lines its inks up; never on a piece.
REGISTRATION = Colour("registration", (0, 0, 0), (100, 100, 100, 100))


class FontKey(NamedTuple):
    """One instance of a font family: weight 100..900, width in percent."""

    family: str
    weight: int
    width: int


@dataclass(frozen=True)
class Mark:
    """A glyph that stands on a letter: its place from the letter's origin, in em, y up."""

    id: int
    x: float
    y: float


@dataclass(frozen=True, eq=False, slots=True)
class Glyph:
    """A shaped glyph. ``text`` is the source text that it stands for (its cluster;
    empty on all but the first glyph of a cluster). Advance and offsets in em.
    ``marks`` stand on it and move with it. ``top`` is how far the ink of all of it reaches above
    the baseline, ``left`` where that of its letter begins, in em. A page has thousands, few of them different:
    each is made once (``fonts.Font.glyphs``), and known by its identity."""

    id: int
    text: str
    advance: float
    dx: float = 0.0
    dy: float = 0.0
    marks: tuple[Mark, ...] = ()
    top: float = 0.0
    left: float = 0.0


@dataclass(frozen=True)
class GlyphRun:
    """Glyphs of one font, size, colour and language on one baseline, starting at x, y."""

    font: FontKey
    size: float
    x: float
    y: float
    glyphs: tuple[Glyph, ...]
    colour: Colour
    language: str
    source: str
    tag: int | None = None

    @property
    def text(self) -> str:
        return "".join(g.text for g in self.glyphs)

    @property
    def width(self) -> float:
        return self.size * sum([g.advance for g in self.glyphs])


@dataclass(frozen=True)
class Path:
    """A path, filled, stroked or both. Its commands may have a measure of their own, as those
    of a drawing that is placed often: a unit of it is ``scale`` points, its origin lies at
    x, y. The width of the stroke is in points."""

    commands: tuple[Command, ...]
    source: str
    fill: Colour | None = None
    stroke: Colour | None = None
    stroke_width: float = 0.0
    round_ends: bool = False
    tag: int | None = None
    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0

    @property
    def is_placed(self) -> bool:
        return (self.x, self.y, self.scale) != (0.0, 0.0, 1.0)

    def flat(self) -> Path:
        """The same in the measure of the page."""
        commands = tuple(_on_page(c, self.x, self.y, self.scale) for c in self.commands)
        return replace(self, commands=commands, x=0.0, y=0.0, scale=1.0)

    def bounds(self) -> Rect:
        """Around all its points; half a stroke may reach beyond."""
        values = [[float(v) for v in command[1:]] for command in self.commands]
        xs, ys = [x for v in values for x in v[::2]], [y for v in values for y in v[1::2]]
        size = self.scale * (max(xs) - min(xs)), self.scale * (max(ys) - min(ys))
        return Rect(self.x + self.scale * min(xs), self.y + self.scale * min(ys), *size)


@dataclass(frozen=True)
class Picture:
    """A raster picture: opaque samples, row by row; ``channels`` is 3 for RGB, 4 for CMYK
    (255 is full ink), 1 for grey (255 is white)."""

    rect: Rect
    columns: int
    rows: int
    samples: bytes
    source: str
    channels: int = 3
    tag: int | None = None


@dataclass(frozen=True)
class Link:
    """An area that opens ``uri``; ``#name`` is an anchor of the same document. ``says`` is
    what a reader's software shows for it, where it is not the URI itself."""

    rect: Rect
    uri: str
    source: str
    says: str = ""
    tag: int | None = None


@dataclass(frozen=True)
class Anchor:
    """A place that links and bookmarks of the same document lead to."""

    name: str
    rect: Rect

    @property
    def source(self) -> str:
        return f"anchor:{self.name}"


@dataclass(frozen=True)
class Field:
    """A place to fill in: lines of text, or a box to tick. ``says`` is its description."""

    rect: Rect
    name: str
    says: str
    box: bool = False


@dataclass(frozen=True)
class Code:
    """Where a QR code stands (its symbol, without the quiet zone) and what it holds.

    The modules themselves are a ``Path``; this records what they must say."""

    rect: Rect
    payload: str
    source: str
    tag: int | None = None


@dataclass(frozen=True)
class Piece:
    """One finished piece that stands on a sheet: drawn once, placed often.

    ``turn`` places it rotated clockwise, by 0, 90, 180 or 270 degrees. ``rect`` is its trim
    on the sheet; another width than that of its page scales it. ``window`` is all that shows
    of it; without one, its page and the page's bleed."""

    page: Page
    rect: Rect
    turn: int = 0
    window: Rect | None = None

    @property
    def scale(self) -> float:
        lies = self.turn % 180 == 90
        return (self.rect.height if lies else self.rect.width) / self.page.width

    def place(self, rect: Rect) -> Rect:
        """Where a part of the piece's page comes to lie on the sheet."""
        inside = rect.rotated(self.turn, self.page.width, self.page.height)
        s = self.scale
        return Rect(
            self.rect.x + inside.x * s,
            self.rect.y + inside.y * s,
            inside.width * s,
            inside.height * s,
        )


Item = GlyphRun | Path | Picture | Link | Anchor | Field | Code | Piece


@dataclass(frozen=True)
class Page:
    """A page: its name, media size, the trims of what is finished on it, and its items
    in reading order. ``marks`` lists the only areas outside the trims that may hold ink,
    ``bleed`` is how far artwork runs beyond a trim."""

    name: str
    width: float
    height: float
    items: tuple[Item, ...]
    trims: tuple[Rect, ...]
    marks: tuple[Rect, ...] = ()
    language: str = ""
    bleed: float = 0.0

    @property
    def trim(self) -> Rect:
        """Around everything that is finished on the page."""
        return functools.reduce(Rect.union, self.trims)

    def runs(self) -> Iterator[GlyphRun]:
        """Every glyph run that is printed, those of placed pieces included."""
        for item in self.items:
            if isinstance(item, GlyphRun):
                yield item
            elif isinstance(item, Piece):
                yield from item.page.runs()


@dataclass(frozen=True)
class Bookmark:
    """A line of the outline: its words, the anchor it leads to, and how deep it stands."""

    title: str
    anchor: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Element:
    """A node of the structure: its ``role`` is a standard structure type (ISO 32000-1,
    14.8.4), ``parent`` the number of the element that holds it, None for the root.

    ``language`` where it is another than that of the file; ``says`` is read aloud in place
    of a figure, ``shows`` in place of what is drawn for letters."""

    role: str
    parent: int | None
    language: str = ""
    says: str = ""
    shows: str = ""


@dataclass(frozen=True)
class PressIntent:
    """What a file for a press declares: its standard (``x4`` or ``x1a``), and the printing
    condition (identifier, registry, in words) with the bytes of its ICC profile."""

    standard: str
    condition: str
    registry: str
    about: str
    profile: bytes


RGB, CMYK, GREY = "rgb", "cmyk", "grey"


@dataclass(frozen=True)
class Document:
    """The pages of one file, in which inks they are written, and what the file says of
    itself. A file with a ``structure`` is tagged and claims that it reads aloud rightly:
    elements in the order of reading, the root first, each after the one that holds it."""

    title: str
    language: str
    pages: tuple[Page, ...]
    subject: str
    keywords: str
    edition: str
    bookmarks: tuple[Bookmark, ...] = ()
    inks: str = RGB
    press: PressIntent | None = None
    structure: tuple[Element, ...] = ()


def _on_page(command: Command, x: float, y: float, scale: float) -> Command:
    values = [float(v) * scale for v in command[1:]]
    return (command[0], *(v + (y if i % 2 else x) for i, v in enumerate(values)))


def moved(item: Item, dx: float, dy: float) -> Item:
    """The same item, further right and down."""
    if isinstance(item, (GlyphRun, Path)):
        return replace(item, x=item.x + dx, y=item.y + dy)
    return replace(item, rect=item.rect.moved(dx, dy))


def box(rect: Rect) -> tuple[Command, ...]:
    """A rectangle as path commands."""
    return (
        ("M", rect.x, rect.y),
        ("L", rect.right, rect.y),
        ("L", rect.right, rect.bottom),
        ("L", rect.x, rect.bottom),
        ("Z",),
    )


def edition_day(edition: str) -> tuple[str, str, str]:
    """Year, month and day of an edition (2026-11 or 2026-11-23); the first day without one."""
    year, month, *day = edition.split("-")
    return year, month, day[0] if day else "01"


_QUARTER = 0.5523  # of the radius: how far the handles of a quarter circle's curve reach


def circle(x: float, y: float, radius: float) -> tuple[Command, ...]:
    """A circle as path commands."""
    r, k = radius, radius * _QUARTER
    return (
        ("M", x + r, y),
        ("C", x + r, y + k, x + k, y + r, x, y + r),
        ("C", x - k, y + r, x - r, y + k, x - r, y),
        ("C", x - r, y - k, x - k, y - r, x, y - r),
        ("C", x + k, y - r, x + r, y - k, x + r, y),
        ("Z",),
    )
