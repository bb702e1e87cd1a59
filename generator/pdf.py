"""Pages to bytes: the objects of a PDF file, written through reportlab.

Same document, same bytes: no clock, no random name, no order that depends on hashing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from reportlab.pdfbase import pdfdoc

from .content_stream import ContentStream
from .embed import Plan
from .fonts import Fonts
from .geometry import Rect
from .page import Document, Field, FontKey, Link, Page, Picture, Piece, edition_day
from .pdf_annotations import Fields, anchors_of, annotated, link_of, outline
from .pdf_file import packed_file
from .pdf_metadata import metadata
from .pdf_objects import Entries, Number, Plain, Stream, corners
from .pdf_press import VERSIONS, info_entries, output_intent, resources
from .pdf_tags import Structure, screen_intent

_VERSION = (1, 7)
_PICTURE_SPACES = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}


def write_pdf(document: Document, fonts: Fonts) -> bytes:
    """The finished file."""
    return _Writer(document, fonts).write()


class _Writer:
    def __init__(self, document: Document, fonts: Fonts):
        self._document = document
        self._fonts = fonts
        self._press = document.press
        self._version = VERSIONS[self._press.standard] if self._press else _VERSION
        self._pdf = pdfdoc.PDFDocument(compression=0, invariant=1, pdfVersion=self._version)
        # reportlab registers a dictionary of its standard fonts; nothing here uses them.
        for table in ("idToObject", "idToObjectNumberAndVersion", "numberToId"):
            getattr(self._pdf, table).clear()
        self._pdf.objectcounter = 0
        self._plans: dict[FontKey, tuple[str, Plan]] = {}
        self._forms: dict[Page, str] = {}
        self._pictures: dict[Picture, str] = {}
        self._digest = hashlib.sha256()
        self._anchors = anchors_of(document)
        self._forms_of_fields = Fields(self._pdf)
        self._structure = Structure(self._pdf, document) if document.structure else None

    def write(self) -> bytes:
        pages = [self._page(number, page) for number, page in enumerate(self._document.pages)]
        tree = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Pages"),
                "Count": len(pages),
                "Kids": pdfdoc.PDFArrayCompact([self._named(p) for p in range(len(pages))]),
            }
        )
        for i, page in enumerate(pages):
            self._pdf.Reference(page, f"page{i}")
        self._pdf.Reference(tree, "pages")
        self._pdf.Reference(self._resources(), "resources")
        self._pdf.info = self._info()
        for said in (self._document.title, self._document.language, self._document.edition):
            self._digest.update(said.encode())
        self._digest.update(repr(self._document.structure).encode())
        mark = self._digest.hexdigest()[:32].upper()
        self._pdf.Catalog = self._catalog(mark)
        if not self._press:
            self._pdf.Reference(self._pdf.Catalog, "catalog")
            self._pdf.Reference(self._pdf.info, "info")
            return packed_file(self._pdf, self._version, "catalog", "info", mark)
        self._pdf._ID = f"[<{mark}> <{mark}>]".encode()
        data: bytes = self._pdf.format()  # PDF/X-1a knows no packed objects
        return data

    def _named(self, number_of_page: int) -> pdfdoc.PDFObjectReference:
        return pdfdoc.PDFObjectReference(f"page{number_of_page}")

    def _content(self, page: Page, roles: Sequence[str] = ()) -> tuple[bytes, list[int]]:
        """The operators of a page or form, and the elements of its marked content."""
        content = ContentStream(
            page.height,
            self._document.language,
            self._font,
            self._form,
            self._picture,
            self._document.inks,
            roles,
        )
        for item in page.items:
            content.draw(item)
        data = content.data()
        self._digest.update(data)
        return data, content.marked

    def _page(self, number: int, page: Page) -> pdfdoc.PDFDictionary:
        data, marked = self._content(page, [e.role for e in self._document.structure])
        contents = self._pdf.Reference(Stream(data))
        media = Rect(0, 0, page.width, page.height)
        entries = {
            "Type": pdfdoc.PDFName("Page"),
            "Parent": pdfdoc.PDFObjectReference("pages"),
            "MediaBox": corners(media, page.height),
            "TrimBox": corners(media, page.height),
            "Resources": pdfdoc.PDFObjectReference("resources"),
            "Contents": contents,
        }
        if self._press:  # which prints what stands on the page, and opens nothing
            trim = page.trim
            entries["TrimBox"] = corners(trim, page.height)
            entries["BleedBox"] = corners(trim.inset(-page.bleed), page.height)
            return pdfdoc.PDFDictionary(entries)
        entries["Tabs"] = pdfdoc.PDFName("S")
        if self._structure:
            self._structure.add_page(number, marked)
            entries["StructParents"] = number
        annotations = [self._annotation(item, number, page) for item in annotated(page)]
        if annotations:
            entries["Annots"] = pdfdoc.PDFArrayCompact(annotations)
        return pdfdoc.PDFDictionary(entries)

    def _annotation(self, item: Link | Field, number: int, page: Page) -> pdfdoc.PDFObjectReference:
        self._digest.update(repr(item).encode())
        if isinstance(item, Link):
            entries = link_of(item, page.height, self._anchors)
            if self._structure is None or item.tag is None:
                return self._pdf.Reference(Entries(entries))
            entries["StructParent"] = b"%d" % self._structure.next_key
            reference = self._pdf.Reference(Entries(entries))
            self._structure.add_link(number, item.tag, reference)
            return reference
        widget = self._pdf.Reference(self._forms_of_fields.widget(item, page.height))
        self._forms_of_fields.references.append(widget)
        return widget

    def _font(self, key: FontKey) -> tuple[str, Plan]:
        if key not in self._plans:
            self._plans[key] = (f"F{len(self._plans) + 1}", Plan(self._fonts.get(key)))
        return self._plans[key]

    def _form(self, piece: Piece) -> str:
        """The piece's page as a form, drawn once however often it is placed."""
        if piece.page not in self._forms:
            name = f"P{len(self._forms) + 1}"
            self._forms[piece.page] = name
            page = piece.page
            entries = {
                "Type": pdfdoc.PDFName("XObject"),
                "Subtype": pdfdoc.PDFName("Form"),
                "BBox": corners(
                    Rect(0, 0, page.width, page.height).inset(-page.bleed), page.height
                ),
                "Resources": pdfdoc.PDFObjectReference("resources"),
            }
            self._pdf.Reference(Stream(self._content(page)[0], entries), f"form{name}")
        return self._forms[piece.page]

    def _picture(self, picture: Picture) -> str:
        if picture not in self._pictures:
            name = f"I{len(self._pictures) + 1}"
            self._pictures[picture] = name
            entries = {
                "Type": pdfdoc.PDFName("XObject"),
                "Subtype": pdfdoc.PDFName("Image"),
                "Width": picture.columns,
                "Height": picture.rows,
                "ColorSpace": pdfdoc.PDFName(_PICTURE_SPACES[picture.channels]),
                "BitsPerComponent": 8,
            }
            self._digest.update(picture.samples)
            self._pdf.Reference(Stream(picture.samples, entries), f"picture{name}")
        return self._pictures[picture]

    def _resources(self) -> pdfdoc.PDFDictionary:
        fonts = {name: self._type0(plan) for name, plan in self._plans.values()}
        forms = {n: pdfdoc.PDFObjectReference(f"form{n}") for n in self._forms.values()}
        images = {n: pdfdoc.PDFObjectReference(f"picture{n}") for n in self._pictures.values()}
        entries = {"Font": pdfdoc.PDFDictionary(fonts)}
        if forms or images:
            entries["XObject"] = pdfdoc.PDFDictionary({**forms, **images})
        if self._press:
            entries |= resources()
        return pdfdoc.PDFDictionary(entries)

    def _type0(self, plan: Plan) -> pdfdoc.PDFObjectReference:
        """A composite font over TrueType outlines (ISO 32000-1, 9.7)."""
        font = plan.embedded()
        self._digest.update(font.name.encode())
        name = pdfdoc.PDFName(font.name)
        file = self._pdf.Reference(Stream(font.data, {"Length1": len(font.data)}))
        ascent, descent = plan.font.ascent * 1000, -plan.font.descent * 1000
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": name,
                "Flags": 4,
                "FontBBox": pdfdoc.PDFArrayCompact(list(font.bbox)),
                "ItalicAngle": 0,
                "Ascent": Number(ascent),
                "Descent": Number(descent),
                "CapHeight": Number(plan.font.cap_height * 1000),
                "StemV": 50 + plan.font.key.weight // 8,
                "FontFile2": file,
            }
        )
        widths = pdfdoc.PDFArrayCompact(
            [1, pdfdoc.PDFArrayCompact([Number(w) for w in font.widths])]
        )
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": name,
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "FontDescriptor": self._pdf.Reference(descriptor),
                "W": widths,
                "DW": 1000,
                "CIDToGIDMap": self._pdf.Reference(Stream(font.gid_map)),
            }
        )
        return self._pdf.Reference(
            pdfdoc.PDFDictionary(
                {
                    "Type": pdfdoc.PDFName("Font"),
                    "Subtype": pdfdoc.PDFName("Type0"),
                    "BaseFont": name,
                    "Encoding": pdfdoc.PDFName("Identity-H"),
                    "DescendantFonts": pdfdoc.PDFArrayCompact([self._pdf.Reference(descendant)]),
                    "ToUnicode": self._pdf.Reference(Stream(font.to_unicode)),
                }
            )
        )

    def _catalog(self, mark: str) -> pdfdoc.PDFDictionary:
        entries = {
            "Type": pdfdoc.PDFName("Catalog"),
            "Pages": pdfdoc.PDFObjectReference("pages"),
            "Lang": pdfdoc.PDFString(self._document.language),
            "ViewerPreferences": pdfdoc.PDFDictionary({"DisplayDocTitle": "true"}),
        }
        if self._press:
            entries["OutputIntents"] = output_intent(self._pdf, self._press)
        if self._structure:
            entries["OutputIntents"] = screen_intent(self._pdf)
            entries["MarkInfo"] = pdfdoc.PDFDictionary({"Marked": "true"})
            entries["StructTreeRoot"] = self._structure.root()
        if self._press or self._structure:
            about = {"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}
            packet = Plain(metadata(self._document, mark), about)
            entries["Metadata"] = self._pdf.Reference(packet, "metadata")
        if self._document.bookmarks:
            entries["Outlines"] = outline(self._pdf, self._document.bookmarks, self._anchors)
        if self._document.bookmarks and not self._structure:
            entries["PageMode"] = pdfdoc.PDFName("UseOutlines")
        if self._forms_of_fields.references:
            entries["AcroForm"] = self._forms_of_fields.form()
        return pdfdoc.PDFDictionary(entries)

    def _info(self) -> pdfdoc.PDFDictionary:
        """What the file says of itself; nobody is named as its author."""
        said = {
            "Title": self._document.title,
            "Subject": self._document.subject,
            "Keywords": self._document.keywords,
            "Creator": "Beacon",
            "Producer": "Beacon",
            "CreationDate": pdf_date(self._document.edition),
            "ModDate": pdf_date(self._document.edition),
        }
        entries = {k: pdfdoc.PDFString(v) for k, v in said.items() if v}
        return pdfdoc.PDFDictionary(entries | (info_entries(self._press) if self._press else {}))


def pdf_date(edition: str) -> str:
    """The edition (2026-11 or 2026-11-23) as a PDF date (ISO 32000-1, 7.9.4)."""
    return f"D:{''.join(edition_day(edition))}000000Z"
