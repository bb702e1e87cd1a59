"""What a preflight looks at: a press file as plain facts, read with pikepdf.

Nothing here is taken from the writer or from pdfium. Coordinates are points from the top
left of the MediaBox, y downwards; inks are percent of cyan, magenta, yellow and black.
"""

from __future__ import annotations

from collections.abc import Mapping

from .geometry import Rect, mm
from .records import dataclass, field
from .xmp import Xmp

Inks = tuple[float, float, float, float]
FILL, STROKE, TEXT, IMAGE, SHADING = "fill", "stroke", "text", "image", "shading"
KINDS_SAID = {
    FILL: "an area",
    STROKE: "a line",
    TEXT: "text",
    IMAGE: "a picture",
    SHADING: "a shading",
}
_TRACE = 0.05  # percent: an ink below it is rounding, not ink


@dataclass(frozen=True)
class Space:
    """A colour space: its family (ISO 32000-1, 8.6), the ink that a Separation names, and
    the family of the space that stands in for it."""

    family: str
    colorant: str = ""
    base: str = ""

    @property
    def registration(self) -> bool:
        """Whether it prints on every plate (ISO 32000-1, 8.6.6.4)."""
        return self.family == "Separation" and self.colorant == "All"

    @property
    def said(self) -> str:
        return f"{self.family} “{self.colorant}”" if self.colorant else self.family


DEVICE_CMYK, DEVICE_GRAY = Space("DeviceCMYK"), Space("DeviceGray")


@dataclass(frozen=True)
class Picture:
    """A raster picture in the file. ``oddities`` are what it is beyond plain samples, in
    words; ``soft`` is a mask with greys. ``peak`` and ``peak_colour`` are the most ink of a
    pixel in percent, in all and without black; ``fault`` is why that cannot be told."""

    name: str
    columns: int
    rows: int
    bits: int
    space: Space | None
    filters: tuple[str, ...]
    oddities: tuple[str, ...] = ()
    soft: bool = False
    peak: float = 0.0
    peak_colour: float = 0.0
    fault: str = ""


@dataclass(frozen=True)
class Paint:
    """Something that is painted. ``inks`` is None where the inks cannot be told.

    ``solid``: all of ``rect`` is filled. ``width`` is that of a stroke and ``thin`` the
    least thickness of a filled bar (None where there is none), ``size`` that of type: all in
    points as printed. ``overprint`` is the parameter that holds for this paint, ``mode`` its
    overprint mode (ISO 32000-1, 8.6.7). ``dpi`` is the resolution of a picture as printed."""

    kind: str
    space: Space
    inks: Inks | None
    rect: Rect
    page: int
    solid: bool = False
    width: float | None = None
    thin: float | None = None
    size: float = 0.0
    overprint: bool = False
    mode: int = 0
    picture: Picture | None = None
    dpi: float = 0.0

    @property
    def ink_count(self) -> int:
        """On how many plates it prints."""
        return sum(ink > _TRACE for ink in self.inks or ())

    @property
    def only_black(self) -> bool:
        return self.inks is not None and max(self.inks[:3]) <= _TRACE < self.inks[3]

    @property
    def full_black(self) -> bool:
        return self.inks is not None and self.only_black and self.inks[3] >= 100 - _TRACE

    @property
    def white(self) -> bool:
        return self.inks is not None and max(self.inks) <= _TRACE

    @property
    def overprints(self) -> bool:
        """Whether what lies beneath shows through: only DeviceCMYK in mode 1 leaves alone
        the inks that a colour lacks, and no picture does (ISO 32000-1, 8.6.7)."""
        on = self.overprint and self.mode == 1 and self.space == DEVICE_CMYK
        return on and self.inks is not None

    @property
    def said(self) -> str:
        return f"{KINDS_SAID[self.kind]} at {place(self.rect)}"


@dataclass(frozen=True)
class PressFont:
    """A font of the file; ``fault`` says why a press could not set it. ``widths`` are in
    1/1000 em by code; ``wide``: a code has two bytes."""

    name: str
    subtype: str
    fault: str
    widths: Mapping[int, float] = field(repr=False)
    default_width: float = 0.0
    wide: bool = False


# A graphics state of the file by its keys (ISO 32000-1, 8.4.5).
PressState = Mapping[str, float | bool | str]


@dataclass(frozen=True)
class Oddity:
    """Something that no plain press file holds; ``check`` is the id of the check for it."""

    check: str
    what: str


@dataclass(frozen=True)
class Window:
    """A part of the page outside which nothing shows, and how what is placed in it lies: the
    first four numbers of its matrix, y upwards."""

    rect: Rect
    lies: tuple[float, float, float, float]


@dataclass(frozen=True)
class PressPage:
    """One page. ``boxes`` holds what the page says of itself or, for media and crop box,
    inherits; ``keys`` are those of its dictionary. ``states``, ``fonts``, ``spaces`` and
    ``pictures`` are all that it and its forms name, used or not. ``windows`` are the boxes
    of placed forms and of clips."""

    number: int
    boxes: Mapping[str, Rect]
    keys: frozenset[str]
    unit: float
    rotation: float
    states: tuple[PressState, ...]
    fonts: tuple[PressFont, ...]
    spaces: tuple[Space, ...]
    pictures: tuple[Picture, ...]
    paints: tuple[Paint, ...]
    windows: tuple[Window, ...]
    oddities: tuple[Oddity, ...]


@dataclass(frozen=True)
class Intent:
    """An output intent (ISO 32000-1, 14.11.5); ``profile`` is None where none is embedded,
    ``said`` are the words that it has for its condition."""

    kind: str
    condition: str
    registry: str
    said: tuple[str, ...]
    profile: bytes | None = field(repr=False)
    components: int
    keys: frozenset[str]


@dataclass(frozen=True)
class PressFacts:
    """A whole file. ``header`` is its first line, ``version`` what the file claims beyond
    that; ``tables``: its objects are found by a plain table, none are packed in streams."""

    header: str
    version: str
    tables: bool
    encrypted: bool
    ids: tuple[bytes, ...]
    info: Mapping[str, str]
    catalog: frozenset[str]
    viewer: Mapping[str, str]
    intents: tuple[Intent, ...]
    xmp: Xmp | None
    oddities: tuple[Oddity, ...]
    pages: tuple[PressPage, ...]


def place(rect: Rect) -> str:
    """Where something lies, for a message: its top left corner from that of the sheet."""
    return f"{mm(rect.x):.0f} mm, {mm(rect.y):.0f} mm"
