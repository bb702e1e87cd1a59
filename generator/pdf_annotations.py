"""What lies over the pages of a PDF: links, fields to fill in; and the outline beside them.

ISO 32000-1: 12.3 (destinations, outlines), 12.5.6.5 (links), 12.7 (interactive forms).
"""

from __future__ import annotations

from dataclasses import replace

from reportlab.pdfbase import pdfdoc

from .geometry import Rect
from .page import Anchor, Bookmark, Document, Field, Link, Page, Piece
from .pdf_objects import Entries, Number, Stream, Values, corners, text_string

# The number of a page, and left and top of a place on it, from the page's lower left corner.
Anchors = dict[str, tuple[int, float, float]]
_MULTILINE = 1 << 12  # 12.7.4.3, table 228: bit 13
_LOOK = "/Helv 9 Tf 0 g"  # what a reader's software writes with; every one of them has it


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


def _destination(name: str, anchors: Anchors) -> list[bytes | str]:
    number_of_page, left, top = anchors[name]
    at = f"/XYZ {left:.0f} {top:.0f} 0"
    return [f"page{number_of_page}", at.encode()]


def link_of(link: Link, height: float, anchors: Anchors) -> Values:
    """The entries of a link to a web, mail or phone address, or to an anchor of the same file."""
    uri = "".join(c if 0x21 <= ord(c) < 0x7F else f"%{ord(c):02X}" for c in link.uri)
    entries: Values = {
        "Type": b"/Annot",
        "Subtype": b"/Link",
        "Rect": corners(link.rect, height),
        "Border": b"[0 0 0]",
        "F": b"4",
        "Contents": text_string(link.says or uri),
    }
    if uri.startswith("#"):
        entries["Dest"] = _destination(link.uri[1:], anchors)
    else:
        entries["A"] = b"<</S/URI/URI%s>>" % text_string(uri)
    return entries


class Fields:
    """The fields of a document; ``references`` are the widgets, in the order of the pages."""

    def __init__(self, pdf: pdfdoc.PDFDocument):
        self._pdf = pdf
        self.references: list[pdfdoc.PDFObjectReference] = []

    def widget(self, field: Field, height: float) -> pdfdoc.PDFDictionary:
        entries = {
            "Type": pdfdoc.PDFName("Annot"),
            "Subtype": pdfdoc.PDFName("Widget"),
            "T": pdfdoc.PDFString(field.name),
            "TU": pdfdoc.PDFString(field.says),
            "Rect": corners(field.rect, height),
            "F": 4,
            "MK": pdfdoc.PDFDictionary({"BC": pdfdoc.PDFArrayCompact([Number(0.45)])}),
            "BS": pdfdoc.PDFDictionary({"W": Number(0.5), "S": pdfdoc.PDFName("S")}),
        }
        size = field.rect.width, field.rect.height
        if field.box:
            off = pdfdoc.PDFName("Off")
            looks = {"Off": self._look(size, ""), "Yes": self._look(size, _tick(*size))}
            return pdfdoc.PDFDictionary(
                {
                    **entries,
                    "FT": pdfdoc.PDFName("Btn"),
                    "V": off,
                    "AS": off,
                    "DV": off,
                    "AP": pdfdoc.PDFDictionary({"N": pdfdoc.PDFDictionary(looks)}),
                }
            )
        return pdfdoc.PDFDictionary(
            {
                **entries,
                "FT": pdfdoc.PDFName("Tx"),
                "Ff": _MULTILINE if field.rect.height > 24 else 0,
                "DA": pdfdoc.PDFString(_LOOK),
                "AP": pdfdoc.PDFDictionary({"N": self._look(size, "")}),
            }
        )

    def _look(self, size: tuple[float, float], marks: str) -> pdfdoc.PDFObjectReference:
        """A frame with marks in it, for software that draws fields as they are saved."""
        width, height = (f"{v:.2f}" for v in size)
        frame = f"q 0.45 G 0.5 w 0.25 0.25 {size[0] - 0.5:.2f} {size[1] - 0.5:.2f} re S Q {marks}"
        entries = {
            "Type": pdfdoc.PDFName("XObject"),
            "Subtype": pdfdoc.PDFName("Form"),
            "BBox": pdfdoc.PDFArrayCompact([0, 0, width, height]),
            "Resources": pdfdoc.PDFDictionary({}),
        }
        return self._pdf.Reference(Stream(frame.encode(), entries))

    def form(self) -> pdfdoc.PDFDictionary:
        helvetica = {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("Type1"),
            "BaseFont": pdfdoc.PDFName("Helvetica"),
            "Encoding": pdfdoc.PDFName("WinAnsiEncoding"),
        }
        font = self._pdf.Reference(pdfdoc.PDFDictionary(helvetica))
        fonts = pdfdoc.PDFDictionary({"Font": pdfdoc.PDFDictionary({"Helv": font})})
        return pdfdoc.PDFDictionary(
            {
                "Fields": pdfdoc.PDFArrayCompact(self.references),
                "NeedAppearances": "true",
                "DA": pdfdoc.PDFString(_LOOK),
                "DR": fonts,
            }
        )


def _tick(width: float, height: float) -> str:
    points = ((0.2, 0.5), (0.42, 0.25), (0.8, 0.8))
    at = [f"{x * width:.2f} {y * height:.2f}" for x, y in points]
    return f"q 1.4 w 1 J {at[0]} m {at[1]} l {at[2]} l S Q"


def outline(
    pdf: pdfdoc.PDFDocument, bookmarks: tuple[Bookmark, ...], anchors: Anchors
) -> pdfdoc.PDFObjectReference:
    """The outline: entries in order, each below the nearest one before it that is higher."""
    names = [f"mark{i}" for i in range(len(bookmarks))]
    parents = [
        next((j for j in range(i - 1, -1, -1) if bookmarks[j].level < mark.level), -1)
        for i, mark in enumerate(bookmarks)
    ]
    for i, mark in enumerate(bookmarks):
        family = [j for j, parent in enumerate(parents) if parent == parents[i]]
        at = family.index(i)
        entries: Values = {
            "Title": text_string(mark.title),
            "Parent": names[parents[i]] if parents[i] >= 0 else "marks",
            "Dest": _destination(mark.anchor, anchors),
        }
        if at:
            entries["Prev"] = names[family[at - 1]]
        if at + 1 < len(family):
            entries["Next"] = names[family[at + 1]]
        pdf.Reference(Entries(entries | _children(i, parents, names, -1)), names[i])
    root: Values = {"Type": b"/Outlines"}
    return pdf.Reference(Entries(root | _children(-1, parents, names, 1)), "marks")


def _children(of: int, parents: list[int], names: list[str], sign: int) -> Values:
    """First, last and count of an entry's own entries; a negative count keeps them shut."""
    own = [j for j, parent in enumerate(parents) if parent == of]
    if not own:
        return {}
    return {"First": names[own[0]], "Last": names[own[-1]], "Count": b"%d" % (sign * len(own))}
