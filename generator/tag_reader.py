"""Reads the structure of a tagged file with pikepdf, trusting nothing (ISO 32000-1, 14.7).

Everything is bounded: a tree may be made to loop or to exhaust its reader.
"""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf

from .operators import MOST_CONTENT, parsed
from .press_facts import Unsound, Xmp
from .press_values import (
    entries,
    filters,
    get,
    identity,
    is_stream,
    items,
    keys,
    name,
    numbers,
    stream_bytes,
    table,
    text,
    whole,
)
from .tag_facts import CONTENT, ELEMENT, OBJECT, Kid, OutlineEntry, TagElement, TagFacts, TagPage
from .xmp import read_xmp

_MOST_PAGES = 20
_MOST_ELEMENTS = 5_000
_MOST_DEPTH = 30
_MOST_METADATA = 100_000
_MOST_PROFILE = 1_000_000
_PAINTS = frozenset("Tj TJ ' \" Do f F f* B B* b b* S s sh".split())
_FOLLOWED = " ".join(("BMC BDC EMC BI ID EI", *sorted(_PAINTS)))
_KNOWN = frozenset(("S", "P", "Pg", "K", "Lang", "Alt", "ActualText", "A", "Type"))


def read_tags(data: bytes) -> TagFacts:
    """All facts of a file; Unsound where it cannot be read."""
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            facts = _Reader(pdf).facts()
            if pdf.get_warnings():
                raise Unsound("it is damaged")
            return facts
    except pikepdf.PasswordError as error:
        raise Unsound("it asks for a password") from error
    except (RecursionError, MemoryError) as error:
        raise Unsound("it is nested too deep") from error
    except (pikepdf.PdfError, RuntimeError) as error:
        raise Unsound("it is damaged") from error


class _Reader:
    def __init__(self, pdf: pikepdf.Pdf):
        if len(pdf.pages) > _MOST_PAGES:
            raise Unsound(f"it has more than {_MOST_PAGES} pages")
        self._pdf = pdf
        self._pages = {identity(page.obj): number for number, page in enumerate(pdf.pages)}
        self._elements: list[TagElement] = []
        self._seen: set[tuple[int, int]] = set()
        self._oddities: list[str] = []

    def facts(self) -> TagFacts:
        root = self._pdf.Root
        structure = get(root, "StructTreeRoot")
        if keys(structure) - {"Type", "K", "ParentTree"}:
            self._oddities.append("the structure holds more than elements")
        for kid in _each(get(structure, "K")):
            self._element(kid, None, identity(structure), 0)
        shown = get(root, "MarkInfo")
        return TagFacts(
            get(shown, "Marked") is True and get(shown, "Suspects") is not True,
            get(get(root, "ViewerPreferences"), "DisplayDocTitle") is True,
            tuple(self._elements),
            self._parents(get(structure, "ParentTree"), 0),
            tuple(self._page(page.obj) for page in self._pdf.pages),
            tuple(self._outline(get(get(root, "Outlines"), "First"), 0)),
            _metadata(get(root, "Metadata")),
            tuple(_intent(intent) for intent in items(get(root, "OutputIntents"))),
            keys(root),
            tuple(self._oddities),
        )

    def _element(
        self, value: object, parent: int | None, above: tuple[int, int], depth: int
    ) -> int | None:
        """Notes an element and all below it; its place in the list."""
        key = identity(value)
        if table(value) is None or is_stream(value) or key == (0, 0) or key in self._seen:
            self._oddities.append("an element stands twice in the structure, or is none")
            return None
        if len(self._elements) > _MOST_ELEMENTS or depth > _MOST_DEPTH:
            raise Unsound("its structure is larger than any file needs")
        self._seen.add(key)
        if identity(get(value, "P")) != above:
            self._oddities.append("an element says that another one holds it")
        if keys(value) - _KNOWN:
            said = ", ".join(sorted(keys(value) - _KNOWN))
            self._oddities.append(f"an element holds what none of ours holds ({said[:60]})")
        place = len(self._elements)
        own = TagElement(
            key[0],
            name(get(value, "S")),
            text(get(value, "Lang")),
            text(get(value, "Alt")),
            text(get(value, "ActualText")),
            self._area(get(value, "A")),
            (),
            parent,
        )
        self._elements.append(own)
        page = self._pages.get(identity(get(value, "Pg")), -1)
        kids = [self._kid(kid, place, key, page, depth) for kid in _each(get(value, "K"))]
        found = tuple(kid for kid in kids if kid is not None)
        self._elements[place] = replace(own, kids=found)
        return place

    def _kid(
        self, value: object, place: int, key: tuple[int, int], page: int, depth: int
    ) -> Kid | None:
        if isinstance(value, int) and not isinstance(value, bool):
            return Kid(CONTENT, value, page)
        kind = name(get(value, "Type"))
        named = get(value, "Pg")
        page = page if named is None else self._pages.get(identity(named), -1)
        if kind == "OBJR":
            return Kid(OBJECT, identity(get(value, "Obj"))[0], page)
        if kind == "MCR":
            return Kid(CONTENT, whole(get(value, "MCID"), -1), page)
        child = self._element(value, place, key, depth + 1)
        return None if child is None else Kid(ELEMENT, child)

    def _area(self, attributes: object) -> tuple[float, ...] | None:
        for each in _each(attributes):
            if name(get(each, "O")) == "Layout" and get(each, "BBox") is not None:
                return numbers(get(each, "BBox"), 4)
        return None

    def _parents(self, node: object, depth: int) -> dict[int, tuple[int, ...] | int]:
        """The parent tree (ISO 32000-1, 7.9.7 and 14.7.4.4)."""
        if depth > _MOST_DEPTH:
            raise Unsound("its parent tree is nested too deep")
        found: dict[int, tuple[int, ...] | int] = {}
        pairs = items(get(node, "Nums"))
        for key, value in zip(pairs[::2], pairs[1::2], strict=False):
            number = whole(key, -1)
            if number in found:
                self._oddities.append("the parent tree names a key twice")
            listed = isinstance(value, pikepdf.Array)
            found[number] = (
                tuple(identity(each)[0] for each in items(value)) if listed else identity(value)[0]
            )
        for kid in items(get(node, "Kids")):
            found |= self._parents(kid, depth + 1)
        return found

    def _page(self, page: object) -> TagPage:
        contents = get(page, "Contents")
        parts = [contents] if is_stream(contents) else items(contents)
        content = b"\n".join(stream_bytes(part, MOST_CONTENT) for part in parts)
        marks = _Marks()
        for operator, operands in parsed(self._pdf, content, _FOLLOWED):
            marks.take(operator, operands)
        marks.close()
        annotations: dict[int, int | None] = {}
        opens: dict[int, str] = {}
        for annotation in items(get(page, "Annots")):
            key = get(annotation, "StructParent")
            annotations[identity(annotation)[0]] = None if key is None else whole(key, -1)
            opens[identity(annotation)[0]] = text(get(get(annotation, "A"), "URI"))
        key = get(page, "StructParents")
        return TagPage(
            tuple(marks.mcids),
            marks.bare,
            None if key is None else whole(key, -1),
            annotations,
            opens,
            name(get(page, "Tabs")),
            tuple(marks.oddities),
        )

    def _outline(self, entry: object, level: int) -> list[OutlineEntry]:
        found: list[OutlineEntry] = []
        while entry is not None:
            if identity(entry) in self._seen or len(found) > _MOST_ELEMENTS or level > _MOST_DEPTH:
                raise Unsound("its bookmarks go round in circles")
            self._seen.add(identity(entry))
            to = (items(get(entry, "Dest")) or [None])[0]
            page = self._pages.get(identity(to), -1)
            found.append(OutlineEntry(text(get(entry, "Title")), level, page))
            found += self._outline(get(entry, "First"), level + 1)
            entry = get(entry, "Next")
        return found


class _Marks:
    """Follows marked content through the operators of a page (ISO 32000-1, 14.6)."""

    def __init__(self) -> None:
        self.mcids: list[int] = []
        self.bare = 0
        self.oddities: list[str] = []
        self._open: list[bool] = []  # whether each open sequence is content or an artifact

    def take(self, operator: str, operands: list[object]) -> None:
        if operator == "BMC":
            self._begin(name(operands[0]) if operands else "", None)
        elif operator == "BDC":
            self._begin(name(operands[0]) if operands else "", operands[-1])
        elif operator == "EMC":
            if not self._open:
                self.oddities.append("marked content ends that never began")
            else:
                self._open.pop()
        elif operator in (*_PAINTS, "INLINE IMAGE") and not any(self._open):
            self.bare += 1

    def _begin(self, role: str, properties: object) -> None:
        mcid = get(properties, "MCID") if properties is not None else None
        artifact = role == "Artifact"
        if (mcid is not None or artifact) and any(self._open):
            self.oddities.append("marked content stands within other marked content")
        if mcid is not None and artifact:
            self.oddities.append("decoration is numbered as if it were content")
        if mcid is not None:
            self.mcids.append(whole(mcid, -1))
        said = {key for key, _ in entries(properties)} - {"MCID"}
        if said and not (role == "Span" and said == {"ActualText"}):
            self.oddities.append(f"marked content says more than it should ({role})")
        self._open.append(mcid is not None or artifact)

    def close(self) -> None:
        if self._open:
            self.oddities.append("marked content begins and never ends")


def _each(value: object) -> list[object]:
    """The items of an array, or the one value that stands in its place."""
    if value is None:
        return []
    return items(value) if isinstance(value, pikepdf.Array) else [value]


def _metadata(stream: object) -> Xmp | None:
    if not is_stream(stream):
        return None
    if filters(stream):
        return Xmp({}, "it is packed, so that only some programs find it")
    return read_xmp(stream_bytes(stream, _MOST_METADATA))


def _intent(intent: object) -> tuple[str, bytes | None]:
    profile = get(intent, "DestOutputProfile")
    data = stream_bytes(profile, _MOST_PROFILE) if is_stream(profile) else None
    return name(get(intent, "S")), data
