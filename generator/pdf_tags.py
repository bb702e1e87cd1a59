"""The structure tree of a tagged file (ISO 32000-1, 14.7; ISO 14289-1).

Elements point down to their content (marked content by MCID, links by reference), and the
parent tree points back up from each page's MCIDs and from each link.
"""

from __future__ import annotations

import functools
import operator
import pathlib
from collections import defaultdict

from .geometry import Rect
from .page import Code, Document, Element, Page, Path, Picture, Piece
from .pdf_objects import Objects, corners, deflated_once, ref, refs, text_string

_CONDITION = b"(sRGB IEC61966-2.1)"
_FIGURE = "Figure"
_PLACE = operator.itemgetter(0)


class Structure:
    """The tree of one document, filled as its pages are written. An element's content stands
    on one page; ``pages`` are the numbers of their objects."""

    def __init__(self, objects: Objects, document: Document, pages: list[int]):
        self._objects = objects
        self._elements = document.structure
        self._pages = document.pages
        self._references = pages
        self._root = objects.reserve()
        self._first = objects.reserve(len(document.structure))  # of the elements
        self._marked: dict[int, list[int]] = {}
        self._links: list[tuple[int, int]] = []
        self._page_of: dict[int, int] = {}

    def add_page(self, number: int, marked: list[int]) -> None:
        """``marked`` lists the elements of the page's MCIDs."""
        self._marked[number] = marked
        self._page_of |= dict.fromkeys(marked, number)

    @property
    def next_key(self) -> int:
        """The key in the parent tree of the link that comes next; pages come before links."""
        return len(self._pages) + len(self._links)

    def add_link(self, page: int, tag: int, at: int) -> None:
        self._links.append((tag, at))
        self._page_of[tag] = page

    def root(self) -> int:
        """The finished tree."""
        figures = {t for t, element in enumerate(self._elements) if element.role == _FIGURE}
        areas = _areas(self._pages, figures)
        for tag, held in enumerate(self._held()):
            element = self._elements[tag]
            above = self._root if element.parent is None else self._first + element.parent
            said = b"<</S/%s/P %d 0 R" % (element.role.encode(), above)
            if element.language or element.says or element.shows:
                said += _spoken(element)
            page = self._page_of.get(tag)
            if page is not None:
                if tag in areas:
                    box = corners(areas[tag], self._pages[page].height)
                    said += b"/A<</O/Layout/BBox%s>>" % box
                said += b"/Pg %d 0 R" % self._references[page]
            kids = b"[%s]" % b" ".join(held) if len(held) != 1 else held[0]
            gap = b"" if kids[:1] in (b"[", b"<") else b" "
            self._objects.put(self._first + tag, b"%s/K%s%s>>" % (said, gap, kids))
        parents = self._objects.add(self._parents())
        root = b"<</Type/StructTreeRoot/K %s/ParentTree %s>>" % (ref(self._first), ref(parents))
        return self._objects.put(self._root, root)

    def _held(self) -> list[list[bytes]]:
        """What each element holds, in the order of reading. Elements are numbered in that
        order; among MCIDs of their parent they stand where their own content does."""
        content: dict[int, list[int]] = defaultdict(list)
        for marked in self._marked.values():
            for mcid, tag in enumerate(marked):
                content[tag].append(mcid)
        first = {tag: mcids[0] for tag, mcids in content.items()}
        below: dict[int, list[tuple[int, bytes]]] = defaultdict(list)
        for tag in range(len(self._elements) - 1, -1, -1):
            parent = self._elements[tag].parent
            if parent is not None:
                own = first.get(tag, 0)
                first[parent] = min(own, first.get(parent, own))
                at = own if parent in content else tag
                below[parent].append((at, b"%d 0 R" % (self._first + tag)))
        kids = []
        for tag in range(len(self._elements)):
            held = [(mcid, b"%d" % mcid) for mcid in content[tag]] if tag in content else []
            if tag in below:
                held = sorted(held + below[tag], key=_PLACE)
            kids.append([kid for _, kid in held])
        for tag, at in self._links:
            kids[tag].append(b"<</Type/OBJR/Obj %s>>" % ref(at))
        return kids

    def _parents(self) -> bytes:
        first = self._first
        rows = [
            b"%d%s" % (number, refs(first + tag for tag in marked))
            for number, marked in self._marked.items()
        ]
        for key, (tag, _) in enumerate(self._links, len(self._pages)):
            rows.append(b"%d %s" % (key, ref(first + tag)))
        return b"<</Nums[%s]>>" % b" ".join(rows)


def _spoken(element: Element) -> bytes:
    said = b""
    if element.language:
        said += b"/Lang" + text_string(element.language)
    if element.says:
        said += b"/Alt" + text_string(element.says)
    if element.shows:
        said += b"/ActualText" + text_string(element.shows)
    return said


def _areas(pages: tuple[Page, ...], figures: set[int]) -> dict[int, Rect]:
    """Around all that is drawn for each figure."""
    found: dict[int, Rect] = {}
    for page in pages if figures else ():
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


def screen_intent(objects: Objects) -> bytes:
    """What the colours of a tagged file mean: those of a screen (ISO 19005-2, 6.2.3)."""
    profile = objects.add(deflated_once(screen_profile(), b"/N 3"))
    return (
        b"[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier%s/Info%s"
        b"/DestOutputProfile %s>>]" % (_CONDITION, _CONDITION, ref(profile))
    )


@functools.cache
def screen_profile() -> bytes:
    """The ICC profile of sRGB (IEC 61966-2-1), made by ``tests/tools/make_srgb.py``."""
    return (pathlib.Path(__file__).parent / "data/srgb.icc").read_bytes()
