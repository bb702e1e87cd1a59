"""What lies over the pages of a PDF: links, fields to fill in; and the outline beside them.

ISO 32000-1: 12.3 (destinations, outlines), 12.5.6.5 (links), 12.7 (interactive forms).
"""

from __future__ import annotations

import functools

from .geometry import Rect
from .page import Anchor, Bookmark, Document, Field, Link, Page, Piece
from .pdf_objects import Objects, corners, deflated, ref, refs, text_string
from .records import replace

# The number of a page, and left and top of a place on it, from the page's lower left corner.
Anchors = dict[str, tuple[int, float, float]]
_MULTILINE = 1 << 12  # 12.7.4.3, table 228: bit 13
_LOOK = b"(/Helv 9 Tf 0 g)"  # what a reader's software writes with; every one of them has it
_HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def anchors_of(document: Document) -> Anchors:
    return {
        name: (number, rect.x, page.height - rect.y)
        for number, page in enumerate(document.pages)
        for name, rect in _anchors(page)
    }


def _anchors(page: Page) -> list[tuple[str, Rect]]:
    found = []
    for item in page.items:
        if isinstance(item, Anchor):
            found.append((item.name, item.rect))
        elif isinstance(item, Piece):
            found += [(name, item.place(rect)) for name, rect in _anchors(item.page)]
    return found


def annotated(page: Page) -> list[Link | Field]:
    """All links and fields of a page, links of placed pieces where they come to lie."""
    found: list[Link | Field] = []
    for item in page.items:
        if isinstance(item, (Link, Field)):
            found.append(item)
        elif isinstance(item, Piece):
            found += [
                replace(inner, rect=item.place(inner.rect))
                for inner in annotated(item.page)
                if isinstance(inner, Link)
            ]
    return found


def _destination(name: str, anchors: Anchors, pages: list[int]) -> bytes:
    number_of_page, left, top = anchors[name]
    return b"[%s/XYZ %.0f %.0f 0]" % (ref(pages[number_of_page]), left, top)


@functools.lru_cache(maxsize=256)
def _in_ascii(uri: str) -> str:
    return "".join(c if 0x21 <= ord(c) < 0x7F else f"%{ord(c):02X}" for c in uri)


def link_of(link: Link, height: float, anchors: Anchors, pages: list[int]) -> bytes:
    """The entries of a link to a web, mail or phone address, or to an anchor of the same
    file; ``pages`` are the numbers of their objects."""
    uri = _in_ascii(link.uri)
    if uri.startswith("#"):
        opens = b"/Dest" + _destination(link.uri[1:], anchors, pages)
    else:
        opens = b"/A<</S/URI/URI%s>>" % text_string(uri)
    return b"/Type/Annot/Subtype/Link/Rect%s/Border[0 0 0]/F 4/Contents%s%s" % (
        corners(link.rect, height),
        text_string(link.says or uri),
        opens,
    )


class Fields:
    """The fields of a document; ``widgets`` are their objects, in the order of the pages."""

    def __init__(self, objects: Objects):
        self._objects = objects
        self.widgets: list[int] = []

    def widget(self, field: Field, height: float) -> int:
        size = field.rect.width, field.rect.height
        empty = ref(self._look(size, ""))
        if field.box:
            ticked = ref(self._look(size, _tick(*size)))
            kind = b"/FT/Btn/V/Off/AS/Off/DV/Off/AP<</N<</Off %s/Yes %s>>>>" % (empty, ticked)
        else:
            several = _MULTILINE if field.rect.height > 24 else 0
            kind = b"/FT/Tx/Ff %d/DA%s/AP<</N %s>>" % (several, _LOOK, empty)
        said = (
            b"<</Type/Annot/Subtype/Widget/T%s/TU%s/Rect%s/F 4/MK<</BC[.45]>>/BS<</W .5/S/S>>%s>>"
        ) % (text_string(field.name), text_string(field.says), corners(field.rect, height), kind)
        self.widgets.append(self._objects.add(said))
        return self.widgets[-1]

    def _look(self, size: tuple[float, float], marks: str) -> int:
        """A frame with marks in it, for software that draws fields as they are saved."""
        width, height = size
        frame = f"q .45 G .5 w .25 .25 {width - 0.5:.2f} {height - 0.5:.2f} re S Q {marks}"
        box = f"/Type/XObject/Subtype/Form/BBox[0 0 {width:.2f} {height:.2f}]/Resources<<>>"
        return self._objects.add(deflated(frame.encode(), box.encode()))

    def form(self) -> bytes:
        font = ref(self._objects.add(_HELVETICA))
        return b"<</Fields%s/NeedAppearances true/DA%s/DR<</Font<</Helv %s>>>>>>" % (
            refs(self.widgets),
            _LOOK,
            font,
        )


def _tick(width: float, height: float) -> str:
    points = ((0.2, 0.5), (0.42, 0.25), (0.8, 0.8))
    at = [f"{x * width:.2f} {y * height:.2f}" for x, y in points]
    return f"q 1.4 w 1 J {at[0]} m {at[1]} l {at[2]} l S Q"


def outline(
    objects: Objects, bookmarks: tuple[Bookmark, ...], anchors: Anchors, pages: list[int]
) -> int:
    """The outline: entries in order, each below the nearest one before it that is higher."""
    root = objects.reserve()
    first = objects.reserve(len(bookmarks))
    parents = [
        next((j for j in range(i - 1, -1, -1) if bookmarks[j].level < mark.level), -1)
        for i, mark in enumerate(bookmarks)
    ]
    for i, mark in enumerate(bookmarks):
        family = [j for j, parent in enumerate(parents) if parent == parents[i]]
        at = family.index(i)
        said = b"<</Title%s/Parent %s/Dest%s" % (
            text_string(mark.title),
            ref(first + parents[i] if parents[i] >= 0 else root),
            _destination(mark.anchor, anchors, pages),
        )
        if at:
            said += b"/Prev %s" % ref(first + family[at - 1])
        if at + 1 < len(family):
            said += b"/Next %s" % ref(first + family[at + 1])
        objects.put(first + i, said + _children(i, parents, first, -1) + b">>")
    said = b"<</Type/Outlines%s>>" % _children(-1, parents, first, 1)
    return objects.put(root, said)


def _children(of: int, parents: list[int], first: int, sign: int) -> bytes:
    """First, last and count of an entry's own entries; a negative count keeps them shut."""
    own = [j for j, parent in enumerate(parents) if parent == of]
    if not own:
        return b""
    ends = ref(first + own[0]), ref(first + own[-1])
    return b"/First %s/Last %s/Count %d" % (*ends, sign * len(own))
