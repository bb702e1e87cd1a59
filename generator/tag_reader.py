"""Reads the structure of a tagged file, trusting nothing (ISO 32000-1, 14.7).

Everything is bounded: a tree may be made to loop or to exhaust its reader.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import cast

from .geometry import Rect
from .matrices import IDENTITY, Matrix, around, corners, shared
from .memory import Memory
from .plain_values import (
    MOST_CONTENT,
    count,
    entries,
    get,
    identity,
    is_stream,
    items,
    keys,
    metadata_of,
    name,
    number,
    numbers,
    page_content,
    pages_of,
    stream_bytes,
    table,
    text,
)
from .strict_pdf import NOWHERE, Array, Dictionary, File
from .tag_facts import CONTENT, ELEMENT, OBJECT, Kid, OutlineEntry, TagElement, TagFacts, TagPage
from .tag_marks import UNIT, FormMarks, Marks, Points, letters_of
from .unsound import Unsound

_MOST_PAGES = 20
_MOST_ELEMENTS = 5_000
_MOST_DEPTH = 30
_MOST_BYTES = 1_000_000  # of a profile
# All that the parts of a tagged file hold, whose names alone do not tell: what they are called, if
# they say so, and their keys. Any other key may say what nothing else in the file tells.
_PARTS = {
    what: (kind, frozenset(names.split()))
    for what, kind, names in (
        ("the structure", "StructTreeRoot", "Type K ParentTree"),
        ("an element", "StructElem", "S P Pg K Lang Alt ActualText A Type"),
        ("a reference to content", "MCR", "Type Pg MCID"),
        ("a reference to a link", "OBJR", "Type Pg Obj"),
        (
            "a page",
            "Page",
            "Type Parent MediaBox TrimBox Resources Contents Tabs StructParents Annots",
        ),
        ("a link", "Annot", "Type Subtype Rect Border F Contents A StructParent"),
        ("what a link does", "Action", "S URI"),
        ("the list of bookmarks", "Outlines", "Type First Last Count"),
        ("a bookmark", "", "Title Parent Dest Prev Next First Last Count"),
    )
}
_KIDS = {"MCR": "a reference to content", "OBJR": "a reference to a link"}
_OWN_CONTENT = "a form or picture has content of its own"
_FORMS: Memory[bytes, tuple[Rect | None, tuple[str, ...]]] = Memory(256)
_SAID = frozenset(("Lang", "Alt", "ActualText"))
_SHOWN, _NO_BORDER = 4, (0.0, 0.0, 0.0)  # of a link: printed, and not hidden


def read_tags(data: bytes) -> TagFacts:
    """All facts of a file; Unsound where it cannot be read."""
    with File(data) as file:
        return _Reader(file).facts()


class _Reader:
    def __init__(self, file: File):
        self._file = file
        self._leaves = pages_of(file)
        if len(self._leaves) > _MOST_PAGES:
            raise Unsound(f"it has more than {_MOST_PAGES} pages")
        self._pages = {identity(page): number for number, page in enumerate(self._leaves)}
        self._elements: list[TagElement | None] = []  # None: all below it is not yet read
        self._seen: set[tuple[int, int]] = set()
        self._oddities: list[str] = []
        self._roles: dict[tuple[int, int], str] = {}  # of the content of pages
        self._drawn: dict[tuple[int, int], Points] = {}  # by forms and pictures
        self._begun: set[tuple[int, int]] = set()
        self._fonts: dict[tuple[int, int], Mapping[int, str]] = {}

    def facts(self) -> TagFacts:
        root = get(self._file.trailer, "Root")
        structure = get(root, "StructTreeRoot")
        self._check(structure, "the structure")
        if "Type" not in keys(structure):
            self._oddities.append("the structure does not say that it is one")
        self._check(get(root, "Outlines"), "the list of bookmarks")
        for kid in _each(get(structure, "K")):
            self._element(kid, None, identity(structure), 0)
        shown = get(root, "MarkInfo")
        return TagFacts(
            get(shown, "Marked") is True and get(shown, "Suspects") is not True,
            get(get(root, "ViewerPreferences"), "DisplayDocTitle") is True,
            tuple(element for element in self._elements if element),
            self._parents(get(structure, "ParentTree"), 0),
            tuple(self._page(at, page) for at, page in enumerate(self._leaves)),
            tuple(self._outline(get(root, "Outlines"), 0)),
            metadata_of(get(root, "Metadata")),
            tuple(_intent(intent) for intent in items(get(root, "OutputIntents"))),
            keys(root),
            tuple(self._oddities),
        )

    def _element(
        self, value: object, parent: int | None, above: tuple[int, int], depth: int
    ) -> int | None:
        """Notes an element and all below it; its place in the list."""
        key = identity(value)
        if type(value) is not Dictionary or key == NOWHERE or key in self._seen:
            self._oddities.append("an element stands twice in the structure, or is none")
            return None
        if len(self._elements) > _MOST_ELEMENTS or depth > _MOST_DEPTH:
            raise Unsound("its structure is larger than any file needs")
        self._seen.add(key)
        if identity(get(value, "P")) != above:
            self._oddities.append("an element says that another one holds it")
        self._check(value, "an element")
        said, area = self._said(value), self._area(get(value, "A"))
        role = name(get(value, "S"))
        place = len(self._elements)
        self._elements.append(None)
        page = self._pages.get(identity(get(value, "Pg")), -1)
        held = [self._kid(kid, place, key, page, depth) for kid in _each(get(value, "K"))]
        kids = tuple([kid for kid in held if kid is not None])
        self._elements[place] = TagElement(key[0], role, *said, area, kids, parent)
        for kid in kids:
            if kid.kind == CONTENT:
                self._roles[kid.page, kid.value] = role
        return place

    def _said(self, element: Dictionary) -> tuple[str, str, str]:
        """The language of an element, and what is said or shown for what is drawn."""
        if _SAID.isdisjoint(element):
            return "", "", ""
        language, says, shows = (text(get(element, key)) for key in ("Lang", "Alt", "ActualText"))
        # An empty text is not none: a voice says it, which is nothing, for the words.
        if len(_SAID & keys(element)) != sum(map(bool, (language, says, shows))):
            self._oddities.append("an element has an empty text in place of another")
        return language, says, shows

    def _check(self, value: object, what: str) -> None:
        kind, known = _PARTS[what]
        held: Mapping[str, object] = table(value) or {}
        if not known.issuperset(held):
            odd = ", ".join(sorted(held.keys() - known))
            self._oddities.append(f"{what} holds what none of ours does ({odd[:60]})")
        if "Type" in held and name(get(value, "Type")) != kind:
            self._oddities.append(f"{what} says that it is something else")

    def _kid(
        self, value: object, place: int, key: tuple[int, int], page: int, depth: int
    ) -> Kid | None:
        if type(value) is int:
            return Kid(CONTENT, value, page)
        kind = name(get(value, "Type"))
        if kind not in _KIDS:
            child = self._element(value, place, key, depth + 1)
            return None if child is None else Kid(ELEMENT, child)
        self._check(value, _KIDS[kind])
        named = get(value, "Pg")
        page = page if named is None else self._pages.get(identity(named), -1)
        if kind == "OBJR":
            return Kid(OBJECT, identity(get(value, "Obj"))[0], page)
        return Kid(CONTENT, count(get(value, "MCID")), page)

    def _area(self, attributes: object) -> tuple[float, ...] | None:
        if attributes is None:
            return None
        if keys(attributes) != {"O", "BBox"} or name(get(attributes, "O")) != "Layout":
            self._oddities.append("an element has other attributes than its place")
        return numbers(get(attributes, "BBox"), 4)

    def _parents(self, node: object, depth: int) -> dict[int, tuple[int, ...] | int]:
        """The parent tree (ISO 32000-1, 7.9.7 and 14.7.4.4). Its keys stand in order, for
        software looks for one by halving the list."""
        if depth > _MOST_DEPTH or identity(node) in self._seen:
            raise Unsound("its parent tree is nested too deep, or goes round in circles")
        self._seen |= {identity(node)} - {(0, 0)}
        found: dict[int, tuple[int, ...] | int] = {}
        pairs = items(get(node, "Nums"))
        for key, value in zip(pairs[::2], pairs[1::2], strict=False):
            if count(key) in found:
                self._oddities.append("the parent tree names a key twice")
            several = tuple(identity(each)[0] for each in items(value))
            found[count(key)] = several if type(value) is Array else identity(value)[0]
        kids = items(get(node, "Kids"))
        for kid in kids:
            found |= self._parents(kid, depth + 1)
        named, limits = list(found), [count(each) for each in items(get(node, "Limits"))]
        if named != sorted(named) or limits != ([named[0], named[-1]] if depth and named else []):
            self._oddities.append("the keys of the parent tree are not in order")
        if len(pairs) % 2 or (pairs and kids) or -1 in found:
            self._oddities.append("a part of the parent tree is none")
        return found

    def _page(self, at: int, page: object) -> TagPage:
        self._check(page, "a page")
        content, resources = page_content(page), get(page, "Resources")
        fonts = {key: self._letters(font) for key, font in entries(get(resources, "Font"))}
        marks = Marks(fonts, lambda called: self._points_of(resources, called, 0))
        self._follow(marks, content, resources, 0)
        if marks.open:
            marks.oddities.append("marked content begins and never ends")
        if any(self._roles.get((at, m), role) != role for m, role in marks.roles.items()):
            marks.oddities.append("content has another role than its element")
        annotations: dict[int, int | None] = {}
        opens: dict[int, str] = {}
        areas: dict[int, tuple[float, ...]] = {}
        for annotation in items(get(page, "Annots")):
            self._check(annotation, "a link")
            place = identity(annotation)[0]
            looks = get(annotation, "F"), numbers(get(annotation, "Border"), 3)
            if not place or place in annotations or looks != (_SHOWN, _NO_BORDER):
                marks.oddities.append("a link is hidden, has a border, or is no object of its own")
            self._check(get(annotation, "A"), "what a link does")
            key = get(annotation, "StructParent")
            annotations[place] = None if key is None else count(key)
            opens[place] = text(get(get(annotation, "A"), "URI"))
            areas[place] = numbers(get(annotation, "Rect"), 4) or (0.0, 0.0, 0.0, 0.0)
        key = get(page, "StructParents")
        return TagPage(
            tuple(marks.mcids),
            marks.bare,
            None if key is None else count(key),
            annotations,
            opens,
            name(get(page, "Tabs")),
            tuple(marks.oddities),
            {mcid: "".join(words) for mcid, words in marks.words.items()},
            {mcid: around(points) for mcid, points in marks.points.items()},
            areas,
        )

    def _letters(self, font: object) -> Mapping[int, str]:
        """The text of each code of a font, which several pages may share."""
        key = identity(font)
        if key == NOWHERE or key not in self._fonts:
            self._fonts[key] = letters_of(font)
        return self._fonts[key]

    def _follow(self, marks: Marks, content: bytes, resources: object, depth: int) -> None:
        """Operators, and what their resources name and they do not place: a reader may."""
        marks.follow(content)
        for called, placed in entries(get(resources, "XObject")):
            if identity(placed) not in self._begun:
                self._points_of(resources, called, depth)

    def _points_of(self, resources: object, called: str, depth: int) -> Points:
        """The points between which a form or picture is drawn, in the coordinates of what places
        it. It is a part of the content there, and has none of its own."""
        placed = get(get(resources, "XObject"), called)
        key = identity(placed)
        if key not in self._drawn:
            if depth > _MOST_DEPTH or key in self._begun:
                raise Unsound("its forms are nested too deep, or go round in circles")
            self._begun.add(key)
            if keys(placed) & {"StructParent", "StructParents"}:
                self._oddities.append(_OWN_CONTENT)
            is_form = name(get(placed, "Subtype")) == "Form"
            self._drawn[key] = self._form_points(placed, depth) if is_form else UNIT
        return self._drawn[key]

    def _form_points(self, form: object, depth: int) -> Points:
        content, resources = stream_bytes(form, MOST_CONTENT), get(form, "Resources")

        def followed() -> tuple[Rect | None, tuple[str, ...]]:
            marks = FormMarks(lambda called: self._points_of(resources, called, depth + 1))
            self._follow(marks, content, resources, depth + 1)
            own = [_OWN_CONTENT] if marks.mcids else []
            return marks.area, (*own, *marks.oddities)

        # What a form draws by itself is the same wherever the same bytes stand.
        alone = b"Do" not in content and not keys(get(resources, "XObject"))
        key = hashlib.sha256(content).digest()
        area, oddities = _FORMS.get(key, followed) if alone else followed()
        self._oddities += oddities
        matrix, sides = numbers(get(form, "Matrix"), 6), numbers(get(form, "BBox"), 4)
        if sides is None or area is None:
            return ()
        # A form shows nothing outside its box.
        (left, right), (bottom, top) = sorted(sides[::2]), sorted(sides[1::2])
        seen = shared(area, Rect(left, bottom, right - left, top - bottom))
        return tuple(corners(IDENTITY if matrix is None else cast(Matrix, matrix), seen))

    def _outline(self, above: object, level: int) -> list[OutlineEntry]:
        """The bookmarks within one, each of which names its neighbours."""
        found: list[OutlineEntry] = []
        before, entry = (0, 0), get(above, "First")
        while entry is not None:
            if identity(entry) in self._seen or len(found) > _MOST_ELEMENTS or level > _MOST_DEPTH:
                raise Unsound("its bookmarks go round in circles")
            self._seen.add(identity(entry))
            self._check(entry, "a bookmark")
            if [identity(get(entry, k)) for k in ("Parent", "Prev")] != [identity(above), before]:
                self._oddities.append("a bookmark names other neighbours than it has")
            to = [*items(get(entry, "Dest")), None, None, None, None][:4]
            page = self._pages.get(identity(to[0]), -1)
            place = (number(to[2]), number(to[3])) if name(to[1]) == "XYZ" else (None, None)
            found.append(OutlineEntry(text(get(entry, "Title")), level, page, *place))
            found += self._outline(entry, level + 1)
            before, entry = identity(entry), get(entry, "Next")
        own = sum(entry.level == level for entry in found)
        if identity(get(above, "Last")) != before or abs(count(get(above, "Count"), 0)) != own:
            self._oddities.append("bookmarks are not those that are named and counted")
        return found


def _each(value: object) -> list[object]:
    """The items of an array, or the one value that stands in its place."""
    return items(value) if value is None or type(value) is Array else [value]


def _intent(intent: object) -> tuple[str, bytes | None]:
    profile = get(intent, "DestOutputProfile")
    known = is_stream(profile) and get(profile, "N") == 3
    return name(get(intent, "S")), stream_bytes(profile, _MOST_BYTES) if known else None
