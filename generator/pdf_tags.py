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
from .page import Document, Element, Page, Path, Picture, Piece
from .pdf_objects import Stream, Text, corners

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
        areas = _areas(self._pages)
        for tag, held in enumerate(self._held()):
            element = self._elements[tag]
            entries = _entries(element)
            if element.role == _FIGURE and tag in areas:
                height = self._pages[self._page_of[tag]].height
                entries["A"] = pdfdoc.PDFDictionary(
                    {"O": pdfdoc.PDFName("Layout"), "BBox": corners(areas[tag], height)}
                )
            if tag in self._page_of:
                entries["Pg"] = pdfdoc.PDFObjectReference(f"page{self._page_of[tag]}")
            entries["K"] = held[0] if len(held) == 1 else pdfdoc.PDFArrayCompact(held)
            self._pdf.Reference(pdfdoc.PDFDictionary(entries), _name(tag))
        root = {
            "Type": pdfdoc.PDFName("StructTreeRoot"),
            "K": _reference(0),
            "ParentTree": self._pdf.Reference(self._parents()),
        }
        return self._pdf.Reference(pdfdoc.PDFDictionary(root), _ROOT)

    def _held(self) -> list[list[object]]:
        """What each element holds, in the order of reading. Elements are numbered in that
        order; among MCIDs of their parent they stand where their own content does."""
        content: dict[int, list[int]] = defaultdict(list)
        for marked in self._marked.values():
            for mcid, tag in enumerate(marked):
                content[tag].append(mcid)
        first = {tag: mcids[0] for tag, mcids in content.items()}
        held: list[list[tuple[int, object]]] = [
            [(mcid, mcid) for mcid in content[tag]] for tag in range(len(self._elements))
        ]
        for tag, element in reversed(list(enumerate(self._elements))):
            parent = element.parent
            if parent is not None:
                first[parent] = min(first.get(tag, 0), first.get(parent, first.get(tag, 0)))
                place = first.get(tag, 0) if content[parent] else tag
                held[parent].append((place, _reference(tag)))
        kids = [[kid for _, kid in sorted(own, key=lambda k: k[0])] for own in held]
        for tag, reference in self._links:
            kids[tag].append(
                pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("OBJR"), "Obj": reference})
            )
        return kids

    def _parents(self) -> pdfdoc.PDFDictionary:
        numbers: list[object] = []
        for number, marked in self._marked.items():
            numbers += [number, pdfdoc.PDFArrayCompact([_reference(tag) for tag in marked])]
        for key, (tag, _) in enumerate(self._links, len(self._pages)):
            numbers += [key, _reference(tag)]
        return pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArrayCompact(numbers)})


def _entries(element: Element) -> dict[str, object]:
    parent = _ROOT if element.parent is None else _name(element.parent)
    entries: dict[str, object] = {
        "S": pdfdoc.PDFName(element.role),
        "P": pdfdoc.PDFObjectReference(parent),
    }
    said = {"Lang": element.language, "Alt": element.says, "ActualText": element.shows}
    return entries | {key: Text(text) for key, text in said.items() if text}


def _name(tag: int) -> str:
    return f"element{tag}"


def _reference(tag: int) -> pdfdoc.PDFObjectReference:
    return pdfdoc.PDFObjectReference(_name(tag))


def _areas(pages: tuple[Page, ...]) -> dict[int, Rect]:
    """Around all that is drawn for each element, text left out."""
    found: dict[int, Rect] = {}
    for page in pages:
        for tag, rect in _drawn(page):
            found[tag] = found[tag].union(rect) if tag in found else rect
    return found


def _drawn(page: Page) -> list[tuple[int, Rect]]:
    drawn = []
    for item in page.items:
        if isinstance(item, Piece):
            drawn += [(tag, item.place(rect)) for tag, rect in _drawn(item.page)]
        elif isinstance(item, Picture) and item.tag is not None:
            drawn.append((item.tag, item.rect))
        elif isinstance(item, Path) and item.tag is not None:
            drawn.append((item.tag, item.bounds()))
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
