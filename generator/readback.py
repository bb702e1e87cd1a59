"""A PDF as a reader finds it: plain facts, read with pdfium, nothing taken on trust.

All raw pdfium calls stand here. Coordinates are points from the top left of the page.
"""

from __future__ import annotations

import ctypes
import functools
import math
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from .geometry import Rect

_BINARY_FROM = 128
_MAX_PIXELS = 60_000_000
GREY_DPI = 150


class Unreadable(ValueError):
    """The bytes are no PDF that can be opened."""


@dataclass(frozen=True)
class Char:
    """One character of the text layer: its box, its size in points as printed, its fill,
    the name of its font without the prefix of the subset, which text object (``part``)
    drew it, by how many degrees it is turned clockwise, to the nearest quarter, and the number
    (MCID) of the marked content that it belongs to, -1 for none."""

    text: str
    rect: Rect
    size: float
    fill: tuple[int, int, int, int]
    font: str
    part: int
    hidden: bool
    broken: bool
    turn: int = 0
    mcid: int = -1


_LINE_END = Char("\n", Rect(0, 0, 0, 0), 0.0, (0, 0, 0, 0), "", -1, False, False)


@dataclass(frozen=True)
class LinkFact:
    """A link, what it ``says`` of itself, and what it holds beyond a link (``extras``)."""

    rect: Rect
    uri: str
    says: str
    extras: tuple[str, ...]


@dataclass(frozen=True)
class CodeFact:
    """A code that was decoded, and where it stands, in points."""

    payload: str
    format: str
    rect: Rect


@dataclass(frozen=True)
class FontFact:
    name: str
    embedded: bool


class Readback:
    """An open document. Use as a context manager."""

    def __init__(self, data: bytes):
        try:
            self._document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise Unreadable(str(error)) from error

    def __enter__(self) -> Readback:
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    def __len__(self) -> int:
        return len(self._document)

    def metadata(self) -> dict[str, str]:
        found: dict[str, str] = self._document.get_metadata_dict()
        return found

    def language(self) -> str:
        """The language that the file claims for all of it."""
        return utf16(functools.partial(raw.FPDFCatalog_GetLanguage, self._document.raw))

    def active(self) -> list[str]:
        """What a leaflet has no business to hold."""
        document = self._document.raw
        found = []
        if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
            found.append("JavaScript")
        if raw.FPDFDoc_GetAttachmentCount(document) > 0:
            found.append("an attached file")
        if raw.FPDF_GetFormType(document) > 0:
            found.append("a form")
        if raw.FPDF_GetSecurityHandlerRevision(document) >= 0:
            found.append("encryption")
        return found

    def page(self, number: int, turned: bool = False) -> PageFacts:
        return PageFacts(self._document[number], turned)


@dataclass(frozen=True)
class Layers:
    """A page as it is, without its text, and with its text drawn last (no annotations on
    the last two), in RGB with a band to spare."""

    whole: Image.Image
    ground: Image.Image
    text_on_top: Image.Image


def _white(size: tuple[int, int]) -> pdfium.PdfBitmap:
    bitmap = pdfium.PdfBitmap.new_native(*size, raw.FPDFBitmap_BGRx, rev_byteorder=True)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
    return bitmap


class PageFacts:
    """One page; each method reads one kind of fact. A ``turned`` page, whose content
    stands upside down, is read the right way up: all facts are as if it stood upright."""

    def __init__(self, page: pdfium.PdfPage, turned: bool = False):
        self._page = page
        self._turned = turned
        self.width, self.height = page.get_size()
        self.rotation: int = page.get_rotation()
        if turned:
            page.set_rotation((self.rotation + 180) % 360)
        self._drawn_with: dict[int, tuple[int, str, int, int]] = {}

    @functools.cached_property
    def grey_dpi(self) -> float:
        """The resolution of ``grey``: 150 dpi, less for pages larger than A0."""
        most: float = 72 * (_MAX_PIXELS / (self.width * self.height)) ** 0.5
        return min(GREY_DPI, most * 0.99)

    @functools.cached_property
    def grey(self) -> Image.Image:
        """The whole page in grey, rendered once for every check that looks at pixels."""
        return self.layers.whole.convert("L")

    @functools.cached_property
    def layers(self) -> Layers:
        """The page in colour at ``grey_dpi``, whole and taken apart."""
        things = [
            (item.raw, item.type == raw.FPDF_PAGEOBJ_TEXT)
            for item in self._page.get_objects(max_depth=8)
            if item.type != raw.FPDF_PAGEOBJ_FORM
        ]
        scale = self.grey_dpi / 72
        size = math.ceil(self.width * scale), math.ceil(self.height * scale)
        whole = self._drawn_on(_white(size), raw.FPDF_ANNOT).to_pil()
        for thing, is_text in things:
            raw.FPDFPageObj_SetIsActive(thing, not is_text)
        canvas = self._drawn_on(_white(size))
        ground = canvas.to_pil().copy()
        for thing, is_text in things:
            raw.FPDFPageObj_SetIsActive(thing, is_text)
        text_on_top = self._drawn_on(canvas).to_pil()
        for thing, _ in things:
            raw.FPDFPageObj_SetIsActive(thing, True)
        return Layers(whole, ground, text_on_top)

    def _drawn_on(self, bitmap: pdfium.PdfBitmap, flags: int = 0) -> pdfium.PdfBitmap:
        width, height = bitmap.width, bitmap.height
        flags |= raw.FPDF_REVERSE_BYTE_ORDER
        raw.FPDF_RenderPageBitmap(bitmap, self._page, 0, 0, width, height, 0, flags)
        return bitmap

    def within(self, rect: Rect) -> Rect:
        """The part of ``rect`` that lies on the page."""
        x, y = min(max(0.0, rect.x), self.width), min(max(0.0, rect.y), self.height)
        right, bottom = min(self.width, rect.right), min(self.height, rect.bottom)
        return Rect(x, y, max(0.0, right - x), max(0.0, bottom - y))

    def grey_part(self, area: Rect) -> Image.Image | None:
        """A part of ``grey``, or None where it lies outside the page."""
        return cropped(self.grey, self.grey_dpi, area)

    def render(self, dpi: float, grey: bool, crop: Rect | None = None) -> Image.Image:
        """The page, or a part of it, as pixels."""
        scale = dpi / 72
        area = crop or Rect(0, 0, self.width, self.height)
        if area.width * area.height * scale * scale > _MAX_PIXELS:
            raise Unreadable("the page is too large to be rendered")
        cut = (area.x, self.height - area.bottom, self.width - area.right, area.y)
        bitmap = self._page.render(scale=scale, grayscale=grey, crop=cut)
        image: Image.Image = bitmap.to_pil().convert("L" if grey else "RGB")
        bitmap.close()
        return image

    def exact(self, dpi: float, area: Rect) -> Image.Image:
        """A part of the page whose corner lies on the corner of a pixel, in colour."""
        scale = dpi / 72
        size = max(1, int(area.width * scale)), max(1, int(area.height * scale))
        if size[0] * size[1] > _MAX_PIXELS:
            raise Unreadable("the page is too large to be rendered")
        bitmap = _white(size)
        matrix = raw.FS_MATRIX(scale, 0, 0, scale, -area.x * scale, -area.y * scale)
        clip = raw.FS_RECTF(0, 0, *size)
        flags = raw.FPDF_REVERSE_BYTE_ORDER
        raw.FPDF_RenderPageBitmapWithMatrix(bitmap, self._page, matrix, clip, flags)
        image: Image.Image = bitmap.to_pil().convert("RGB")
        return image

    def one_bit(self, dpi: float, crop: Rect) -> Image.Image:
        grey = self.render(dpi, True, crop)
        return grey.point(lambda v: 255 if v >= _BINARY_FROM else 0)

    def chars(self) -> list[Char]:
        """The text layer in the order of the file, generated line ends included. Text that
        is turned (torn-off strips) is read from the side: a reader's software would join
        what stands side by side."""
        found = self._chars()
        for turn in sorted({c.turn for c in found} - {0}):
            rotation = self._page.get_rotation()
            self._page.set_rotation((rotation - turn) % 360)
            sideways = self._chars()
            self._page.set_rotation(rotation)
            found = [c for c in found if c.turn != turn or c.text in "\r\n"]
            found += [_LINE_END, *(c for c in sideways if c.turn == turn or c.text in "\r\n")]
        return found

    def _chars(self) -> list[Char]:
        text_page = self._page.get_textpage()
        try:
            return [self._char(text_page.raw, i) for i in range(text_page.count_chars())]
        finally:
            text_page.close()

    def _char(self, text_page: object, index: int) -> Char:
        code = raw.FPDFText_GetUnicode(text_page, index)
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(text_page, index, matrix)
        rgba = [ctypes.c_uint() for _ in range(4)]
        raw.FPDFText_GetFillColor(text_page, index, *rgba)
        size = raw.FPDFText_GetFontSize(text_page, index)
        # The matrix of a character may or may not hold what a form adds; height tells.
        scale = (matrix.b**2 + matrix.d**2) ** 0.5 or 1.0
        generated = raw.FPDFText_IsGenerated(text_page, index) == 1
        mode, font, part, mcid = self._drawn(raw.FPDFText_GetTextObject(text_page, index))
        return Char(
            chr(code) if 0 < code < 0x110000 else "\0",
            self._place(left.value, bottom.value, right.value, top.value),
            size * scale,
            tuple(c.value for c in rgba),  # type: ignore[arg-type]
            font,
            part,
            hidden=not generated and mode not in (0, 2),
            broken=raw.FPDFText_HasUnicodeMapError(text_page, index) == 1,
            turn=self._turn(matrix.a, matrix.b),
            mcid=mcid,
        )

    def _turn(self, a: float, b: float) -> int:
        """How far a character's matrix turns it, as it stands on the page that is read."""
        quarters = round(-math.atan2(b, a) / (math.pi / 2))
        return (90 * quarters - (180 if self._turned else 0)) % 360

    def _drawn(self, target: object) -> tuple[int, str, int, int]:
        """The render mode of a text object, the name of its font, its number, and the number
        of its marked content."""
        if not target:
            return 0, "", -1, -1
        key = ctypes.cast(target, ctypes.c_void_p).value or 0  # type: ignore[arg-type]
        if key not in self._drawn_with:
            name = _font_name(raw.FPDFTextObj_GetFont(target)).split("+")[-1]
            mode = raw.FPDFTextObj_GetTextRenderMode(target)
            mcid = raw.FPDFPageObj_GetMarkedContentID(target)
            self._drawn_with[key] = (mode, name, len(self._drawn_with), mcid)
        return self._drawn_with[key]

    def links(self) -> tuple[list[LinkFact], int]:
        """Links with their URIs, and how many other annotations there are."""
        page = self._page.raw
        links, others = [], 0
        for i in range(raw.FPDFPage_GetAnnotCount(page)):
            annotation = raw.FPDFPage_GetAnnot(page, i)
            try:
                if raw.FPDFAnnot_GetSubtype(annotation) != raw.FPDF_ANNOT_LINK:
                    others += 1
                    continue
                box = raw.FS_RECTF()
                raw.FPDFAnnot_GetRect(annotation, box)
                sides = sorted((box.left, box.right)), sorted((box.bottom, box.top))
                place = self._place(sides[0][0], sides[1][0], sides[0][1], sides[1][1])
                links.append(
                    LinkFact(place, self._uri(annotation), _says(annotation), _extras(annotation))
                )
            finally:
                raw.FPDFPage_CloseAnnot(annotation)
        return links, others

    def _place(self, left: float, bottom: float, right: float, top: float) -> Rect:
        """A box in the file's coordinates as it stands on the page that is read."""
        rect = Rect(left, self.height - top, right - left, top - bottom)
        return rect.turned(self.width, self.height) if self._turned else rect

    def _uri(self, annotation: object) -> str:
        link = raw.FPDFAnnot_GetLink(annotation)
        action = raw.FPDFLink_GetAction(link) if link else None
        if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
            return "(an action that is no web, mail or phone link)"
        document = self._page.pdf.raw
        length = raw.FPDFAction_GetURIPath(document, action, None, 0)
        buffer = ctypes.create_string_buffer(length)
        raw.FPDFAction_GetURIPath(document, action, buffer, length)
        return buffer.raw[: length - 1].decode("utf-8", "replace")

    def fonts(self) -> set[FontFact]:
        """Every font that a text object of the page or of its forms uses."""
        found = set()
        for item in self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=8):
            font = raw.FPDFTextObj_GetFont(item.raw)
            found.add(FontFact(_font_name(font), raw.FPDFFont_GetIsEmbedded(font) == 1))
        return found

    def boxes(self) -> dict[str, tuple[float, float, float, float]]:
        """The page's boxes: left, bottom, right, top in points."""
        return {
            "media box": self._page.get_mediabox(),
            "crop box": self._page.get_cropbox(),
            "trim box": self._page.get_trimbox(),
            "bleed box": self._page.get_bleedbox(),
        }

    def drawn(self) -> dict[str, int]:
        """How many drawings (paths), pictures and other things stand on the page, those of
        placed pieces included."""
        kinds = {
            raw.FPDF_PAGEOBJ_PATH: "drawings",
            raw.FPDF_PAGEOBJ_IMAGE: "pictures",
            raw.FPDF_PAGEOBJ_TEXT: "text",
            raw.FPDF_PAGEOBJ_FORM: "pieces",
        }
        counts = {"drawings": 0, "pictures": 0, "others": 0}
        for item in self._page.get_objects(max_depth=8):
            kind = kinds.get(item.type, "others")
            if kind in counts:
                counts[kind] += 1
        return counts

    def pictures(self) -> list[Rect]:
        """Where raster pictures stand, those in placed pieces included."""
        rects = []
        for item in self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=8):
            corners = item.get_quad_points()
            holder = item.container
            while holder is not None:
                matrix = holder.get_matrix()
                corners = [matrix.on_point(*corner) for corner in corners]
                holder = holder.container
            xs, ys = zip(*corners, strict=True)
            rects.append(self._place(min(xs), min(ys), max(xs), max(ys)))
        return rects


def grey_of(rgb: tuple[int, ...]) -> float:
    """The grey that a colour becomes, 0 to 255, with the weights of the rendering (BT.601)."""
    return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]


def cropped(image: Image.Image, dpi: float, area: Rect) -> Image.Image | None:
    """A part of a rendered page, whole pixels, or None where it lies outside."""
    scale = dpi / 72
    box = (
        max(0, int(area.x * scale)),
        max(0, int(area.y * scale)),
        min(image.width, int(area.right * scale) + 1),
        min(image.height, int(area.bottom * scale) + 1),
    )
    return image.crop(box) if box[0] < box[2] and box[1] < box[3] else None


_LINK_EXTRAS = ("AA", "AP", "PA", "Popup", "Next", "Dest")


def _extras(annotation: object) -> tuple[str, ...]:
    """Further actions, a look, a border: what makes a link more than a link."""
    found = [key for key in _LINK_EXTRAS if raw.FPDFAnnot_HasKey(annotation, key.encode())]
    sizes = [ctypes.c_float() for _ in range(3)]
    if raw.FPDFAnnot_GetBorder(annotation, *sizes) and sizes[2].value:
        found.append("a border")
    return tuple(found)


def _says(annotation: object) -> str:
    """The words that a reader's software shows for a link."""
    return utf16(functools.partial(raw.FPDFAnnot_GetStringValue, annotation, b"Contents"))


def utf16(read: Callable[[object, int], int]) -> str:
    """A string that pdfium gives in UTF-16: asked for its length, then for itself."""
    length = read(None, 0)
    buffer = (ctypes.c_ushort * max(1, length // 2))()
    read(buffer, length)
    return bytes(buffer)[: max(0, length - 2)].decode("utf-16-le", "replace")


def _font_name(font: object) -> str:
    length = raw.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFFont_GetBaseFontName(font, buffer, length)
    return buffer.raw[: max(0, length - 1)].decode("utf-8", "replace")


def decode_codes(image: Image.Image, dpi: float, origin: Rect) -> list[CodeFact]:
    """Every code in an image that a phone's camera opens; ``origin`` is the area of the
    page that the image shows."""
    import zxingcpp

    kinds = zxingcpp.BarcodeFormat
    camera = [kinds.QRCode, kinds.MicroQRCode, kinds.RMQRCode, kinds.Aztec]
    found = []
    for code in zxingcpp.read_barcodes(image, formats=camera):
        place = code.position
        xs = [p.x for p in (place.top_left, place.top_right, place.bottom_left, place.bottom_right)]
        ys = [p.y for p in (place.top_left, place.top_right, place.bottom_left, place.bottom_right)]
        unit = 72 / dpi
        rect = Rect(
            origin.x + min(xs) * unit,
            origin.y + min(ys) * unit,
            (max(xs) - min(xs) + 1) * unit,
            (max(ys) - min(ys) + 1) * unit,
        )
        found.append(CodeFact(code.text, str(code.format), rect))
    return found
