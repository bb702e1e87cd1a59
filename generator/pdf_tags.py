"""The structure tree of a tagged file (ISO 32000-1, 14.7; ISO 14289-1).

Elements point down to their content (marked content by MCID, links by reference), and the
parent tree points back up from each page's MCIDs and from each link.
"""

from __future__ import annotations

import functools
import importlib.resources
from collections import defaultdict

from reportlab.pdfbase import pdfdoc

from .geometry import Rect
from .page import Code, Document, Element, Page, Path, Picture, Piece
from .pdf_objects import Entries, Stream, Values, corners, text_string

_CONDITION = "sRGB IEC61966-2.1"
_FIGURE = "Figure"
_ROOT = "structure"


class Structure:
    """The tree of one document, filled as its pages are written. An element's content stands
    on one page."""

    def __init__(self, pdf: pdfdoc.PDFDocument, document: Document):
        self._pdf = pdf
        self._elements = document.structure
        self._pages = document.pages
        self._marked: dict[int, list[int]] = {}
        self._links: list[tuple[int, pdfdoc.PDFObjectReference]] = []
        self._page_of: dict[int, int] = {}

    def add_page(self, number: int, marked: list[int]) -> None:
        """``marked`` lists the elements of the page's MCIDs."""
        self._marked[number] = marked
        self._page_of |= dict.fromkeys(marked, number)

    @property
    def next_key(self) -> int:
        """The key in the parent tree of the link that comes next; pages come before links."""
        return len(self._pages) + len(self._links)

    def add_link(self, page: int, tag: int, reference: pdfdoc.PDFObjectReference) -> None:
        self._links.append((tag, reference))
        self._page_of[tag] = page

    def root(self) -> pdfdoc.PDFObjectReference:
        """The finished tree."""
        figures = {t for t, element in enumerate(self._elements) if element.role == _FIGURE}
        areas = _areas(self._pages, figures)
        for tag, held in enumerate(self._held()):
            entries = _entries(self._elements[tag])
            if tag in areas and tag in self._page_of:
                box = corners(areas[tag], self._pages[self._page_of[tag]].height)
                entries["A"] = b"<</O/Layout/BBox%s>>" % box
            if tag in self._page_of:
                entries["Pg"] = f"page{self._page_of[tag]}"
            entries["K"] = held[0] if len(held) == 1 else held
            self._pdf.Reference(Entries(entries), _name(tag))
        self._pdf.Reference(self._parents(), "parents")
        root: Values = {"Type": b"/StructTreeRoot", "K": _name(0), "ParentTree": "parents"}
        return self._pdf.Reference(Entries(root), _ROOT)

    def _held(self) -> list[list[bytes | str]]:
        """What each element holds, in the order of reading. Elements are numbered in that
        order; among MCIDs of their parent they stand where their own content does."""
        content: dict[int, list[int]] = defaultdict(list)
        for marked in self._marked.values():
            for mcid, tag in enumerate(marked):
                content[tag].append(mcid)
        first = {tag: mcids[0] for tag, mcids in content.items()}
        held: list[list[tuple[int, bytes | str]]] = [
            [(mcid, b"%d" % mcid) for mcid in content[tag]] for tag in range(len(self._elements))
        ]
        for tag, element in reversed(list(enumerate(self._elements))):
            parent = element.parent
            if parent is not None:
                first[parent] = min(first.get(tag, 0), first.get(parent, first.get(tag, 0)))
                held[parent].append((first.get(tag, 0) if content[parent] else tag, _name(tag)))
        kids = [[kid for _, kid in sorted(own, key=lambda k: k[0])] for own in held]
        for tag, reference in self._links:
            kids[tag].append(b"<</Type/OBJR/Obj %s>>" % reference.format(self._pdf))
        return kids

    def _parents(self) -> Entries:
        numbers: list[bytes | str] = []
        for number, marked in self._marked.items():
            numbers += [b"%d" % number, b"[", *(_name(tag) for tag in marked), b"]"]
        for key, (tag, _) in enumerate(self._links, len(self._pages)):
            numbers += [b"%d" % key, _name(tag)]
        return Entries({"Nums": numbers})


def _entries(element: Element) -> Values:
    entries: Values = {
        "S": b"/" + element.role.encode(),
        "P": _ROOT if element.parent is None else _name(element.parent),
    }
    said = {"Lang": element.language, "Alt": element.says, "ActualText": element.shows}
    return entries | {key: text_string(text) for key, text in said.items() if text}


def _name(tag: int) -> str:
    return f"element{tag}"


def _areas(pages: tuple[Page, ...], figures: set[int]) -> dict[int, Rect]:
    """Around all that is drawn for each figure."""
    found: dict[int, Rect] = {}
    for page in pages:
        for tag, rect in _drawn(page, figures):
            found[tag] = found[tag].union(rect) if tag in found else rect
    return found


def _drawn(page: Page, figures: set[int]) -> list[tuple[int, Rect]]:
    drawn = []
    for item in page.items:
        if isinstance(item, Piece):
            drawn += [(tag, item.place(rect)) for tag, rect in _drawn(item.page, figures)]
        elif isinstance(item, (Code, Picture)) and item.tag in figures:
            drawn.append((item.tag, item.rect))
        elif isinstance(item, Path) and item.tag in figures and not item.source.startswith("qr:"):
            drawn.append((item.tag, item.bounds()))  # a code has its own place, and many modules
    return drawn


def screen_intent(pdf: pdfdoc.PDFDocument) -> pdfdoc.PDFArrayCompact:
    """What the colours of a tagged file mean: those of a screen (ISO 19005-2, 6.2.3)."""
    intent = {
        "Type": pdfdoc.PDFName("OutputIntent"),
        "S": pdfdoc.PDFName("GTS_PDFA1"),
        "OutputConditionIdentifier": pdfdoc.PDFString(_CONDITION),
        "Info": pdfdoc.PDFString(_CONDITION),
        "DestOutputProfile": pdf.Reference(Stream(screen_profile(), {"N": 3})),
    }
    return pdfdoc.PDFArrayCompact([pdfdoc.PDFDictionary(intent)])


@functools.cache
def screen_profile() -> bytes:
    """The ICC profile of sRGB (IEC 61966-2-1), made by ``tests/tools/make_srgb.py``."""
    return importlib.resources.files(__package__).joinpath("data/srgb.icc").read_bytes()
