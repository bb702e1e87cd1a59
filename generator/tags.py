"""The structure tree of a piece, built as its boxes are placed (ISO 32000-1, 14.8.4).

One section a page or panel, in the order in which they are read; in it headings, paragraphs,
lists, and codes and pictures that say what they are. What is only decoration has no tag.
"""

from __future__ import annotations

from .page import Bookmark, Element
from .shape import plain
from .story import BoundArt, BoundCode, BoundText

BOOKMARKED = 2  # levels of headings that are bookmarks too: a list that is shorter than the page
_ROOT = 0
_BULLET = "•"  # what the marker of a list is, in letters


class Tags:
    """Collects elements; each method returns the number of the element that its items carry.
    ``bookmarks`` are the upper headings, with the names of the anchors that stand at them."""

    def __init__(self, language: str):
        self._language = language
        self.elements: list[Element] = [Element("Document", None)]
        self.bookmarks: list[Bookmark] = []
        self._section = _ROOT
        self._list: int | None = None
        self._item: int | None = None

    def section(self) -> None:
        """What follows stands on another page or panel."""
        self._section = self._add("Sect", _ROOT)
        self.pause()

    def pause(self) -> None:
        """What follows belongs to no list that was begun."""
        self._list = self._item = None

    def paragraph(self, text: BoundText) -> int:
        """A heading, a paragraph, or the body of an item of a list."""
        tag = text.language.tag
        if text.item and self._item is not None:
            return self._add("LBody", self._item, tag)
        self.pause()
        if 0 < text.heading <= BOOKMARKED:
            words = plain(text.text)
            self.bookmarks.append(
                Bookmark(words, f"heading-{len(self.bookmarks)}", text.heading - 1)
            )
        return self._add(f"H{text.heading}" if text.heading else "P", self._section, tag)

    def link(self, paragraph: int) -> int:
        """A part of a paragraph that opens something."""
        return self._add("Link", paragraph)

    def label(self) -> int:
        """The marker of an item, which begins the item, and the first one the list."""
        if self._list is None:
            self._list = self._add("L", self._section)
        self._item = self._add("LI", self._list)
        return self._add("Lbl", self._item, shows=_BULLET)

    def code(self, code: BoundCode) -> tuple[int, int]:
        """A QR code as a figure within a link."""
        self.pause()
        tag = code.caption.language.tag
        link = self._add("Link", self._add("P", self._section, tag))
        return link, self._add("Figure", link, says=code.says)

    def figure(self, art: BoundArt) -> int | None:
        """A picture that says something; None for one that only decorates."""
        if art.label:
            return self.label()
        if not art.says:
            return None
        self.pause()
        paragraph = self._add("P", self._section, art.language.tag if art.language else "")
        return self._add("Figure", paragraph, says=art.says)

    def _add(
        self, role: str, parent: int, language: str = "", says: str = "", shows: str = ""
    ) -> int:
        """``language`` is noted where it is not that of the document."""
        other = language if language != self._language else ""
        self.elements.append(Element(role, parent, other, says, shows))
        return len(self.elements) - 1
