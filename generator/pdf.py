"""Pages to bytes: the objects of a PDF file.

Same document, same bytes: no clock, no random name, no order that depends on hashing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from .content_stream import ContentStream
from .embed import Plan
from .fonts import Fonts
from .geometry import Rect
from .page import (
    Document,
    Field,
    FontKey,
    Glyph,
    GlyphRun,
    Link,
    Page,
    Picture,
    Piece,
    edition_day,
)
from .pdf_annotations import Fields, anchors_of, annotated, link_of, outline
from .pdf_file import packed_file, plain_file
from .pdf_fonts import font_object
from .pdf_metadata import metadata
from .pdf_objects import Objects, Stream, deflated, edges, ref, refs, text_string
from .pdf_press import RESOURCES, VERSIONS, info_entries, output_intent
from .pdf_tags import Structure, screen_intent

_VERSION = (1, 7)
_PICTURE_SPACES = {1: b"DeviceGray", 3: b"DeviceRGB", 4: b"DeviceCMYK"}


def write_pdf(document: Document, fonts: Fonts) -> bytes:
    """The finished file."""
    return _Writer(document, fonts).write()


class _Writer:
    def __init__(self, document: Document, fonts: Fonts):
        self._document = document
        self._press = document.press
        self._version = VERSIONS[self._press.standard] if self._press else _VERSION
        self._objects = Objects()
        self._tree = self._objects.reserve()
        self._resources = self._objects.reserve()
        self._pages = [self._objects.reserve() for _ in document.pages]
        self._plans = {
            key: (f"F{number}", Plan(fonts.get(key), glyphs))
            for number, (key, glyphs) in enumerate(_drawn_glyphs(document).items(), 1)
        }
        self._roles = [element.role for element in document.structure]
        self._forms: list[tuple[Page, str, int]] = []
        self._pictures: dict[Picture, tuple[str, int]] = {}
        self._digest = hashlib.sha256()
        self._anchors = anchors_of(document)
        self._fields = Fields(self._objects)
        self._structure = None
        if document.structure:
            self._structure = Structure(self._objects, document, self._pages)

    def write(self) -> bytes:
        objects, document = self._objects, self._document
        for number, page in enumerate(document.pages):
            self._page(number, page)
        kids = b"<</Type/Pages/Count %d/Kids%s>>" % (len(self._pages), refs(self._pages))
        objects.put(self._tree, kids)
        objects.put(self._resources, self._named())
        said, mark = self._catalog()
        catalog = objects.add(said)
        info = objects.add(self._info())
        # PDF/X-1a knows no packed objects.
        whole = plain_file if self._press else packed_file
        return whole(objects, self._version, catalog, info, mark)

    def _content(self, page: Page, roles: Sequence[str] = ()) -> tuple[bytes, list[int]]:
        """The operators of a page or form, and the elements of its marked content."""
        content = ContentStream(
            page.height,
            self._document.language,
            self._plans.__getitem__,
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

    def _page(self, number: int, page: Page) -> None:
        data, marked = self._content(page, self._roles)
        contents = self._objects.add(deflated(data))
        media = edges(Rect(0, 0, page.width, page.height), page.height)
        trim = media
        if self._press:  # which prints what stands on the page, and opens nothing
            trim = edges(page.trim, page.height)
        said = b"<</Type/Page/Parent %s/MediaBox%s/TrimBox%s/Resources %s/Contents %s" % (
            ref(self._tree),
            media,
            trim,
            ref(self._resources),
            ref(contents),
        )
        if self._press:
            said += b"/BleedBox" + edges(page.trim.inset(-page.bleed), page.height)
        else:
            said += b"/Tabs/S"
            if self._structure:
                self._structure.add_page(number, marked)
                said += b"/StructParents %d" % number
            annotations = [self._annotation(item, number, page) for item in annotated(page)]
            if annotations:
                said += b"/Annots" + refs(annotations)
        self._objects.put(self._pages[number], said + b">>")

    def _annotation(self, item: Link | Field, number: int, page: Page) -> int:
        if isinstance(item, Field):
            return self._fields.widget(item, page.height)
        entries = link_of(item, page.height, self._anchors, self._pages)
        if self._structure is None or item.tag is None:
            return self._objects.add(b"<<%s>>" % entries)
        key = self._structure.next_key
        at = self._objects.add(b"<<%s/StructParent %d>>" % (entries, key))
        self._structure.add_link(number, item.tag, at)
        return at

    def _form(self, piece: Piece) -> str:
        """The piece's page as a form, drawn once however often it is placed."""
        page = piece.page
        for known, name, _ in self._forms:
            if known is page or known == page:
                return name
        area = Rect(0, 0, page.width, page.height).inset(-page.bleed)
        entries = b"/Type/XObject/Subtype/Form/BBox%s/Resources %s" % (
            edges(area, page.height),
            ref(self._resources),
        )
        form = deflated(self._content(page)[0], entries)
        name = f"P{len(self._forms) + 1}"
        self._forms.append((page, name, self._objects.add(form)))
        return name

    def _picture(self, picture: Picture) -> str:
        if picture not in self._pictures:
            entries = (
                b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%s/BitsPerComponent 8"
            ) % (picture.columns, picture.rows, _PICTURE_SPACES[picture.channels])
            self._digest.update(picture.samples)
            at = self._objects.add(deflated(picture.samples, entries))
            self._pictures[picture] = f"I{len(self._pictures) + 1}", at
        return self._pictures[picture][0]

    def _named(self) -> bytes:
        """What operators name: fonts, forms and pictures, and what a press file has besides."""
        fonts = []
        for name, plan in self._plans.values():
            fonts.append((name, font_object(self._objects, plan)))
        placed = [*(form[1:] for form in self._forms), *self._pictures.values()]
        said = b"<</Font" + _names(fonts)
        if placed:
            said += b"/XObject" + _names(placed)
        return said + (RESOURCES if self._press else b"") + b">>"

    def _mark(self) -> str:
        """What tells this file from all others. Of streams it takes what is drawn; the others
        are fonts, in whose names their hashes stand, and profiles."""
        document = self._document
        said = [document.title, document.language, document.edition]
        self._digest.update("\n".join(said).encode())
        bodies = [body for body in self._objects.bodies if isinstance(body, bytes)]
        self._digest.update(b"\n".join(bodies))
        return self._digest.hexdigest()[:32].upper()

    def _catalog(self) -> tuple[bytes, str]:
        """The catalogue, and the mark of the file, which is that of all that is written by
        then."""
        said = b"<</Type/Catalog/Pages %s/Lang%s/ViewerPreferences<</DisplayDocTitle true>>" % (
            ref(self._tree),
            text_string(self._document.language),
        )
        if self._press:
            said += b"/OutputIntents" + output_intent(self._objects, self._press)
        if self._structure:
            said += b"/OutputIntents%s/MarkInfo<</Marked true>>/StructTreeRoot %s" % (
                screen_intent(self._objects),
                ref(self._structure.root()),
            )
        mark = self._mark()
        if self._press or self._structure:
            # It stays readable in the file, as metadata must.
            packet = Stream(metadata(self._document, mark), b"/Type/Metadata/Subtype/XML")
            said += b"/Metadata " + ref(self._objects.add(packet))
        if self._document.bookmarks:
            marks = outline(self._objects, self._document.bookmarks, self._anchors, self._pages)
            said += b"/Outlines " + ref(marks)
            if not self._structure:
                said += b"/PageMode/UseOutlines"
        if self._fields.widgets:
            said += b"/AcroForm" + self._fields.form()
        return said + b">>", mark

    def _info(self) -> bytes:
        """What the file says of itself; nobody is named as its author."""
        said = {
            b"Title": self._document.title,
            b"Subject": self._document.subject,
            b"Keywords": self._document.keywords,
            b"Creator": "Beacon",
            b"Producer": "Beacon",
            b"CreationDate": pdf_date(self._document.edition),
            b"ModDate": pdf_date(self._document.edition),
        }
        entries = b"".join(b"/%s%s" % (key, text_string(v)) for key, v in said.items() if v)
        return b"<<%s%s>>" % (entries, info_entries(self._press) if self._press else b"")


def _names(objects: list[tuple[str, int]]) -> bytes:
    return b"<<%s>>" % b"".join(b"/%s %s" % (name.encode(), ref(at)) for name, at in objects)


def _drawn_glyphs(document: Document) -> dict[FontKey, set[Glyph]]:
    """All that is drawn of each font, fonts in the order in which they first come."""
    found: dict[FontKey, set[Glyph]] = defaultdict(set)
    seen: set[int] = set()
    for page in document.pages:
        _look(page, found, seen)
    return found


def _look(page: Page, found: dict[FontKey, set[Glyph]], seen: set[int]) -> None:
    """Adds what a page draws, and the pieces that it places; ``seen`` are those that were."""
    if id(page) in seen:
        return
    seen.add(id(page))
    for item in page.items:
        if isinstance(item, GlyphRun):
            found[item.font].update(item.glyphs)
        elif isinstance(item, Piece):
            _look(item.page, found, seen)


def pdf_date(edition: str) -> str:
    """The edition (2026-11 or 2026-11-23) as a PDF date (ISO 32000-1, 7.9.4)."""
    return f"D:{''.join(edition_day(edition))}000000Z"
