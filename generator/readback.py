"""A PDF as a reader finds it: plain facts, read with pdfium, nothing taken on trust.

Coordinates are points from the top left of the page.
"""

from __future__ import annotations

import ctypes
import functools
import hashlib
import math

from PIL import Image

from .characters import LINE_END, Char, Paper, TextReader
from .geometry import Rect
from .pdfium import (
    COLOUR,
    GREY,
    IMAGE,
    LINK,
    PATH,
    RENDER_ANNOTATIONS,
    RENDER_RGB,
    TEXT,
    URI,
    Matrix,
    Sides,
    pdfium,
    place_of,
    utf8,
    utf16,
)
from .records import dataclass
from .scene import Copies, FontFact, Thing, fonts_of, objects_of, things_of

_BINARY_FROM = 128
_MAX_PIXELS = 60_000_000
_Box = ctypes.c_float * 4  # left, bottom, right, top
GREY_DPI = 150
_GROUND, _WORDS = (False, True), (True, False)  # what is painted: text, all else
_PAGE_DPI, _PAGE_PIXELS = 75, 560_000  # A4: what is larger is the same seen from farther away
_DESCRIBED = "Title Author Subject Keywords Creator Producer CreationDate ModDate".split()
_AROUND_COPY = 12.0  # points
_LINK_EXTRAS = ("AA", "AP", "PA", "Popup", "Next", "Dest")


class Unreadable(ValueError):
    """The bytes are no PDF that can be opened."""


@dataclass(frozen=True)
class LinkFact:
    """A link, what it ``says`` of itself, and what it holds beyond a link (``extras``)."""

    rect: Rect
    uri: str
    says: str
    extras: tuple[str, ...]


class Readback:
    """An open document. Use as a context manager."""

    def __init__(self, data: bytes):
        self._data = data  # pdfium reads it as long as the document is open
        self.handle = pdfium().FPDF_LoadMemDocument64(data, len(data), None)
        if not self.handle:
            raise Unreadable(f"Failed to load document ({pdfium().FPDF_GetLastError()})")
        self._pages: list[PageFacts] = []

    def __enter__(self) -> Readback:
        return self

    def __exit__(self, *_: object) -> None:
        for page in self._pages:
            pdfium().FPDF_ClosePage(page.handle)
        pdfium().FPDF_CloseDocument(self.handle)

    def __len__(self) -> int:
        return int(pdfium().FPDF_GetPageCount(self.handle))

    def metadata(self) -> dict[str, str]:
        return {
            key: utf16(functools.partial(pdfium().FPDF_GetMetaText, self.handle, key.encode()))
            for key in _DESCRIBED
        }

    def language(self) -> str:
        """The language that the file claims for all of it."""
        return utf16(functools.partial(pdfium().FPDFCatalog_GetLanguage, self.handle))

    def active(self) -> list[str]:
        """What a leaflet has no business to hold."""
        library, document = pdfium(), self.handle
        found = []
        if library.FPDFDoc_GetJavaScriptActionCount(document) > 0:
            found.append("JavaScript")
        if library.FPDFDoc_GetAttachmentCount(document) > 0:
            found.append("an attached file")
        if library.FPDF_GetFormType(document) > 0:
            found.append("a form")
        if library.FPDF_GetSecurityHandlerRevision(document) >= 0:
            found.append("encryption")
        return found

    def page(self, number: int, turned: bool = False) -> PageFacts:
        handle = pdfium().FPDF_LoadPage(self.handle, number)
        if not handle:
            raise Unreadable(f"page {number + 1} cannot be read")
        self._pages.append(PageFacts(self.handle, handle, turned))
        return self._pages[-1]


@dataclass(frozen=True)
class Layers:
    """A page as it is, without its text, and with its text drawn last (no annotations on
    the last two), in RGB."""

    whole: Image.Image
    text_on_top: Image.Image


class PageFacts:
    """One page; each method reads one kind of fact. A ``turned`` page, whose content
    stands upside down, is read the right way up: all facts are as if it stood upright."""

    def __init__(self, document: int, page: int, turned: bool = False):
        library = pdfium()
        self._document, self.handle = document, page
        self.width: float = library.FPDF_GetPageWidthF(page)
        self.height: float = library.FPDF_GetPageHeightF(page)
        self.rotation: int = library.FPDFPage_GetRotation(page) * 90
        self._shown = (self.rotation + 180) % 360 if turned else self.rotation
        if turned:
            library.FPDFPage_SetRotation(page, self._shown // 90)
        self.paper = Paper(self.width, self.height, turned)
        self.copies: Copies | None = None  # where one form was proved to stand again and again
        self._text = TextReader(page, self.paper)
        self._painted = (True, True)

    # ------------------------------------------------------------ pixels

    @functools.cached_property
    def grey(self) -> Canvas:
        """The page in grey, a byte a pixel, as large as it takes to find things on it; of copies
        only the first."""
        dpi = min(_PAGE_DPI, 72 * (_PAGE_PIXELS / (self.width * self.height)) ** 0.5)
        return self.grey_part(self.own_area, dpi)

    @property
    def own_area(self) -> Rect:
        """The page, or the part of it on which the first of its copies stands."""
        if self.copies:
            return self.within(self.copies.area.inset(-_AROUND_COPY))
        return Rect(0, 0, self.width, self.height)

    def grey_part(self, area: Rect, dpi: float) -> Canvas:
        """A part of the page in grey, a byte a pixel."""
        canvas = self._canvas(area, dpi, GREY)
        self._paint(canvas, RENDER_ANNOTATIONS)
        return canvas

    def ground(self, area: Rect, dpi: float) -> Image.Image:
        """A part of the page without text and without annotations, in RGB."""
        canvas = self._canvas(area, dpi, COLOUR)
        self._paint(canvas, 0, _GROUND)
        return canvas.image()

    def layers(self, area: Rect, dpi: float) -> Layers:
        """A part of the page as it is, and with all its text painted last."""
        canvas = self._canvas(area, dpi, COLOUR)
        self._paint(canvas, 0, _GROUND)
        self._paint(canvas, 0, _WORDS)
        return Layers(self._drawn(area, dpi, COLOUR, RENDER_ANNOTATIONS), canvas.image())

    def _show(self, shown: tuple[bool, bool]) -> None:
        """Whether text, and whether all else, is painted from now on. It takes a call for each
        thing, so nothing is changed back before it must be."""
        if shown != self._painted:
            for thing in self.own_things:
                pdfium().FPDFPageObj_SetIsActive(thing.handle, shown[thing.kind != TEXT])
            self._painted = shown

    def render(self, dpi: float, grey: bool, crop: Rect | None = None) -> Image.Image:
        """The page, or a part of it whose corner lies on the corner of a pixel."""
        area = crop or Rect(0, 0, self.width, self.height)
        return self._drawn(area, dpi, GREY if grey else COLOUR, RENDER_ANNOTATIONS)

    def exact(self, dpi: float, area: Rect) -> Image.Image:
        """A part of the page, in colour, without annotations."""
        return self._drawn(area, dpi, COLOUR, 0)

    def _drawn(self, area: Rect, dpi: float, kind: int, flags: int) -> Image.Image:
        canvas = self._canvas(area, dpi, kind)
        self._paint(canvas, flags)
        return canvas.image()

    def _canvas(self, area: Rect, dpi: float, kind: int) -> Canvas:
        scale = dpi / 72
        # What is a whole number but for rounding is one.
        size = tuple(max(1, math.ceil(v * scale - 1e-3)) for v in (area.width, area.height))
        if size[0] * size[1] > _MAX_PIXELS:
            raise Unreadable("the page is too large to be rendered")
        return Canvas(size[0], size[1], kind, scale, area)

    def _paint(self, canvas: Canvas, flags: int, shown: tuple[bool, bool] = (True, True)) -> None:
        self._show(shown)
        library, scale, area = pdfium(), canvas.scale, canvas.area
        width, height = canvas.width, canvas.height
        pixels = place_of(canvas.buffer)
        stride = len(canvas.buffer) // height
        bitmap = library.FPDFBitmap_CreateEx(width, height, canvas.kind, pixels, stride)
        flags |= RENDER_RGB if canvas.kind == COLOUR else 0
        matrix = Matrix(scale, 0, 0, scale, -area.x * scale, -area.y * scale)
        clip = Sides(0, 0, width, height)
        library.FPDF_RenderPageBitmapWithMatrix(
            bitmap, self.handle, ctypes.byref(matrix), ctypes.byref(clip), flags
        )
        library.FPDFBitmap_Destroy(bitmap)

    def within(self, rect: Rect) -> Rect:
        """The part of ``rect`` that lies on the page."""
        x, y = min(max(0.0, rect.x), self.width), min(max(0.0, rect.y), self.height)
        right, bottom = min(self.width, rect.right), min(self.height, rect.bottom)
        return Rect(x, y, max(0.0, right - x), max(0.0, bottom - y))

    # ------------------------------------------------------------ text

    def chars(self) -> list[Char]:
        """The text layer in the order of the file, generated line ends included. Text that
        is turned (torn-off strips) is read from the side: a reader's software would join
        what stands side by side. Of copies those of the first."""
        if self.copies is not None:
            repeated = self._text.read_copies(self.copies.moved)
            if repeated is not None:
                return repeated
            self.copies = None
        found = self._text.read()
        for turn in sorted(self._text.turns - {0}):
            pdfium().FPDFPage_SetRotation(self.handle, (self._shown - turn) % 360 // 90)
            sideways = self._text.read()
            pdfium().FPDFPage_SetRotation(self.handle, self._shown // 90)
            found = [c for c in found if c.turn != turn or c.text in "\r\n"]
            found += [LINE_END, *(c for c in sideways if c.turn == turn or c.text in "\r\n")]
        return found

    # ------------------------------------------------------------ links

    def links(self) -> tuple[list[LinkFact], int]:
        """Links with their URIs, and how many other annotations there are."""
        library = pdfium()
        links, others = [], 0
        for number in range(library.FPDFPage_GetAnnotCount(self.handle)):
            annotation = library.FPDFPage_GetAnnot(self.handle, number)
            try:
                if library.FPDFAnnot_GetSubtype(annotation) == LINK:
                    links.append(self._link(annotation))
                else:
                    others += 1
            finally:
                library.FPDFPage_CloseAnnot(annotation)
        return links, others

    def _link(self, annotation: int) -> LinkFact:
        box = Sides()
        pdfium().FPDFAnnot_GetRect(annotation, ctypes.byref(box))
        (left, right), (bottom, top) = sorted((box.left, box.right)), sorted((box.bottom, box.top))
        says = functools.partial(pdfium().FPDFAnnot_GetStringValue, annotation, b"Contents")
        place = self.paper.rect(left, bottom, right, top)
        return LinkFact(place, self._uri(annotation), utf16(says), _extras(annotation))

    def _uri(self, annotation: int) -> str:
        library = pdfium()
        link = library.FPDFAnnot_GetLink(annotation)
        action = library.FPDFLink_GetAction(link) if link else None
        if not action or library.FPDFAction_GetType(action) != URI:
            return "(an action that is no web, mail or phone link)"
        return utf8(functools.partial(library.FPDFAction_GetURIPath, self._document, action))

    # ------------------------------------------------------------ the page and its parts

    @functools.cached_property
    def drawings(self) -> list[Thing]:
        """All that is painted but text, forms taken apart, in the order in which it is painted."""
        if self.copies:
            return self.copies.drawings()
        return [thing for thing in self.own_things if thing.kind != TEXT]

    @functools.cached_property
    def own_things(self) -> list[Thing]:
        """The same with text, but of copies only the first."""
        if self.copies:
            return [*self.copies.first, *self.copies.rest]
        return things_of(objects_of(self.handle), self.paper)

    def parts(self, forms: int) -> tuple[list[Thing], list[Thing]]:
        """The things of the first of so many forms, and those that stand after the last."""
        handles = objects_of(self.handle)
        return things_of(handles[:1], self.paper), things_of(handles[forms:], self.paper)

    def fonts(self) -> set[FontFact]:
        """Every font that a text object of the page or of its forms uses."""
        return fonts_of(self.own_things)

    def boxes(self) -> dict[str, tuple[float, float, float, float]]:
        """The page's boxes: left, bottom, right, top in points. What the page does not say of
        one is as the one before it (ISO 32000-1, 14.11.2)."""
        found: dict[str, tuple[float, float, float, float]] = {}
        media = self._box("Media") or (0.0, 0.0, 612.0, 792.0)
        found["media box"] = media
        found["crop box"] = crop = self._box("Crop") or media
        found["trim box"] = self._box("Trim") or crop
        found["bleed box"] = self._box("Bleed") or crop
        return found

    def _box(self, name: str) -> tuple[float, float, float, float] | None:
        sides = _Box()
        at = ctypes.addressof(sides)
        read = getattr(pdfium(), f"FPDFPage_Get{name}Box")
        if not read(self.handle, *(at + 4 * i for i in range(4))):
            return None
        left, bottom, right, top = sides
        return left, bottom, right, top

    def drawn(self) -> dict[str, int]:
        """How many drawings (paths), pictures and other things stand on the page, those of
        placed pieces included."""
        kinds = {PATH: "drawings", IMAGE: "pictures"}
        counts = {"drawings": 0, "pictures": 0, "others": 0}
        for thing in self.drawings:
            counts[kinds.get(thing.kind, "others")] += 1
        return counts

    def pictures(self) -> list[Rect]:
        """Where raster pictures stand."""
        return [thing.rect for thing in self.drawings if thing.kind == IMAGE]


@dataclass
class Canvas:
    """White paper on which an area of a page is painted; ``buffer`` holds its pixels."""

    width: int
    height: int
    kind: int
    scale: float
    area: Rect

    def __post_init__(self) -> None:
        self.buffer = bytearray(b"\xff") * (self.width * self.height * _BYTES[self.kind])

    @functools.cached_property
    def pixels(self) -> Pixels:
        """What was painted, as a key: its size, and a hash of it."""
        return (self.width, self.height), hashlib.sha256(self.buffer).digest()

    @property
    def rows(self) -> memoryview:
        """The pixels of a grey one, row by row."""
        return memoryview(self.buffer).cast("B", (self.height, self.width))

    def image(self) -> Image.Image:
        size = (self.width, self.height)
        if self.kind == GREY:
            return Image.frombuffer("L", size, self.buffer, "raw", "L", 0, 1)
        return Image.frombytes("RGB", size, self.buffer, "raw", "RGBX")  # type: ignore[arg-type]


Pixels = tuple[tuple[int, int], bytes]
_BYTES = {GREY: 1, COLOUR: 4}
ONE_BIT = [255 if value >= _BINARY_FROM else 0 for value in range(256)]


def grey_of(rgb: tuple[int, ...]) -> float:
    """The grey that a colour becomes, 0 to 255, with the weights of the rendering (BT.601)."""
    return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]


def _extras(annotation: int) -> tuple[str, ...]:
    """Further actions, a look, a border: what makes a link more than a link."""
    library = pdfium()
    found = [key for key in _LINK_EXTRAS if library.FPDFAnnot_HasKey(annotation, key.encode())]
    sizes = [ctypes.c_float() for _ in range(3)]
    if library.FPDFAnnot_GetBorder(annotation, *map(ctypes.byref, sizes)) and sizes[2].value:
        found.append("a border")
    return tuple(found)
