"""What a tagged file holds for those who hear it, as plain facts read with pikepdf.

Nothing here is taken from the writer or from pdfium. Objects are named by their numbers;
areas are points from the lower left corner of the page, as in the file.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .geometry import Rect
from .records import dataclass
from .xmp import Xmp

ELEMENT, CONTENT, OBJECT = "element", "content", "object"


class Kid(NamedTuple):
    """What an element holds: another element (``value`` is its place in the list of all),
    marked content of a page (its MCID), or an annotation of a page (its object)."""

    kind: str
    value: int
    page: int = -1


class TagElement(NamedTuple):
    """A node of the structure tree. ``key`` is its object, ``language`` that of the element
    itself; ``area`` is its BBox (left, bottom, right, top)."""

    key: int
    role: str
    language: str
    says: str
    shows: str
    area: tuple[float, ...] | None
    kids: tuple[Kid, ...]
    parent: int | None


@dataclass(frozen=True)
class TagPage:
    """A page: the MCIDs of its marked content in the order of the content, what is painted
    outside of it, its key in the parent tree, the keys of its annotations by object, and the
    URIs that they open. By MCID also the words that are drawn, each line with its end, and the
    area of all that is no text; by object the areas of the links (left, bottom, right, top)."""

    marked: tuple[int, ...]
    bare: int
    key: int | None
    annotations: Mapping[int, int | None]
    opens: Mapping[int, str]
    tabs: str
    oddities: tuple[str, ...]
    words: Mapping[int, str]
    drawn: Mapping[int, Rect]
    areas: Mapping[int, tuple[float, ...]]


@dataclass(frozen=True)
class OutlineEntry:
    """A bookmark: its words, how deep it stands, and where on which page it leads to."""

    title: str
    level: int
    page: int
    left: float | None
    top: float | None


@dataclass(frozen=True)
class TagFacts:
    """``elements`` are in the order of the tree, the root first. ``parents`` maps the keys of
    the parent tree to objects: a list for a page, one for an annotation."""

    marked: bool
    display_title: bool
    elements: tuple[TagElement, ...]
    parents: Mapping[int, tuple[int, ...] | int]
    pages: tuple[TagPage, ...]
    outline: tuple[OutlineEntry, ...]
    xmp: Xmp | None
    intents: tuple[tuple[str, bytes | None], ...]
    root_keys: frozenset[str]
    oddities: tuple[str, ...]

    def content(self, element: TagElement) -> tuple[tuple[int, int], ...]:
        """Page and MCID of all content of an element, in the order of reading."""
        return self._content[element.key]

    @functools.cached_property
    def _content(self) -> dict[int, tuple[tuple[int, int], ...]]:
        found: dict[int, tuple[tuple[int, int], ...]] = {}
        for element in reversed(self.elements):  # those within it are known before it
            own: list[tuple[int, int]] = []
            for kid in element.kids:
                if kid.kind == CONTENT:
                    own.append((kid.page, kid.value))
                elif kid.kind == ELEMENT:
                    own += found[self.elements[kid.value].key]
            found[element.key] = tuple(own)
        return found

    def language(self, element: TagElement) -> str:
        """Its own language, or that of the nearest one above that has one."""
        return self._languages[element.key]

    @functools.cached_property
    def _languages(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for element in self.elements:  # those that it stands in are known before it
            above = "" if element.parent is None else found[self.elements[element.parent].key]
            found[element.key] = element.language or above
        return found

    def children(self, element: TagElement) -> Iterator[TagElement]:
        for kid in element.kids:
            if kid.kind == ELEMENT:
                yield self.elements[kid.value]

    def within(self, element: TagElement) -> Iterator[TagElement]:
        """The element and all below it, in the order of the tree."""
        yield element
        for child in self.children(element):
            yield from self.within(child)
