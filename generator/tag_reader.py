"""Reads the structure of a tagged file with pikepdf, trusting nothing (ISO 32000-1, 14.7).

Everything is bounded: a tree may be made to loop or to exhaust its reader.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace

import pikepdf

from .check_bytes import OPERATORS, PARTS
from .check_claims import Bookmark
from .check_heard import DrawnPage, letters
from .geometry import Rect
from .graphics import IDENTITY, Matrix, around, corners, moved_by, times
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
    number,
    numbers,
    raw,
    stream_bytes,
    table,
    text,
)
from .tag_facts import CONTENT, ELEMENT, OBJECT, Kid, TagElement, TagFacts
from .xmp import read_xmp

_MOST_PAGES = 20
_MOST_ELEMENTS = 5_000
_MOST_DEPTH = 30
_MOST_BYTES = 1_000_000  # of metadata, of a profile, of what a font says of its letters
_PAINTS = frozenset("TJ Do f B S".split())
_KIDS = {"MCR": "a reference to content", "OBJR": "a reference to a link"}
_FONT = ["Font", "Type0", "Identity-H", "CIDFontType2"]
_SAID = ("Lang", "Alt", "ActualText")
_FIGURES = ("Figure", "Lbl")  # what is drawn and not written
_SHOWN, _NO_BORDER = 4, (0.0, 0.0, 0.0)  # of a link: printed, and not hidden
_UNREAD = "\ufffd"  # for a code that no letter is known of


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
        self._roles: dict[tuple[int, int], str] = {}  # of the content of pages

    def facts(self) -> TagFacts:
        root = self._pdf.Root
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
            tuple(self._elements),
            self._parents(get(structure, "ParentTree"), 0),
            tuple(self._page(at, page.obj) for at, page in enumerate(self._pdf.pages)),
            tuple(self._outline(get(root, "Outlines"), 0)),
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
        self._check(value, "an element")
        language, says, shows = said = tuple(text(get(value, each)) for each in _SAID)
        # An empty text is not none: a voice says it, which is nothing, for the words.
        if len(keys(value) & {*_SAID}) != sum(map(bool, said)):
            self._oddities.append("an element has an empty text in place of another")
        place, area = len(self._elements), self._area(get(value, "A"))
        own = TagElement(key[0], name(get(value, "S")), language, says, shows, area, (), parent)
        self._elements.append(own)
        page = self._pages.get(identity(get(value, "Pg")), -1)
        held = [self._kid(kid, place, key, page, depth) for kid in _each(get(value, "K"))]
        kids = tuple(kid for kid in held if kid is not None)
        self._elements[place] = replace(own, kids=kids)
        self._roles |= {(k.page, k.value): own.role for k in kids if k.kind == CONTENT}
        return place

    def _check(self, value: object, what: str) -> None:
        kind, known = PARTS[what]
        if odd := sorted(keys(value) - known):
            self._oddities.append(f"{what} holds what none of ours does ({', '.join(odd)[:60]})")
        if "Type" in keys(value) and name(get(value, "Type")) != kind:
            self._oddities.append(f"{what} says that it is something else")

    def _kid(
        self, value: object, place: int, key: tuple[int, int], page: int, depth: int
    ) -> Kid | None:
        if isinstance(value, int) and not isinstance(value, bool):
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
        return Kid(CONTENT, _count(get(value, "MCID")), page)

    def _area(self, attributes: object) -> tuple[float, ...] | None:
        known = keys(attributes) == {"O", "BBox"} and name(get(attributes, "O")) == "Layout"
        if attributes is not None and not known:
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
            if _count(key) in found:
                self._oddities.append("the parent tree names a key twice")
            several = tuple(identity(each)[0] for each in items(value))
            found[_count(key)] = several if isinstance(value, pikepdf.Array) else identity(value)[0]
        kids = items(get(node, "Kids"))
        for kid in kids:
            found |= self._parents(kid, depth + 1)
        named, limits = list(found), [_count(each) for each in items(get(node, "Limits"))]
        if named != sorted(named) or limits != ([named[0], named[-1]] if depth and named else []):
            self._oddities.append("the keys of the parent tree are not in order")
        if len(pairs) % 2 or (pairs and kids) or -1 in found:
            self._oddities.append("a part of the parent tree is none")
        return found

    def _page(self, at: int, page: object) -> DrawnPage:
        self._check(page, "a page")
        contents, resources = get(page, "Contents"), get(page, "Resources")
        parts = [contents] if is_stream(contents) else items(contents)
        content = b"\n".join(stream_bytes(part, MOST_CONTENT) for part in parts)
        marks = _Marks({key: _letters(font) for key, font in entries(get(resources, "Font"))})
        for operator, operands in parsed(self._pdf, content):
            if OPERATORS.get(operator) == len(operands):
                marks.take(operator, operands)
            else:
                marks.oddities.append(f"it is drawn as none of ours is (“{operator[:20]}”)")
        if marks.open:
            marks.oddities.append("marked content begins and never ends")
        if any(self._roles.get((at, m), role) != role for m, role in marks.roles.items()):
            marks.oddities.append("content has another role than its element")
        self._placed(resources)
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
            annotations[place] = None if key is None else _count(key)
            opens[place] = text(get(get(annotation, "A"), "URI"))
            areas[place] = numbers(get(annotation, "Rect"), 4) or (0.0, 0.0, 0.0, 0.0)
        key = get(page, "StructParents")
        return DrawnPage(
            tuple(marks.mcids),
            marks.bare,
            None if key is None else _count(key),
            annotations,
            opens,
            name(get(page, "Tabs")),
            tuple(marks.oddities),
            {mcid: "".join(words) for mcid, words in marks.words.items()},
            {mcid: around(points) for mcid, points in marks.points.items()},
            areas,
        )

    def _placed(self, resources: object) -> None:
        """What pages place is a part of their content and has none of its own."""
        for _, placed in entries(get(resources, "XObject")):
            if identity(placed) in self._seen:
                continue
            self._seen.add(identity(placed))
            own = keys(placed) & {"StructParent", "StructParents"}
            begun = []
            if name(get(placed, "Subtype")) == "Form":
                begun = parsed(self._pdf, stream_bytes(placed, MOST_CONTENT), "BDC")
                self._placed(get(placed, "Resources"))
            if own or any("MCID" in keys(operands[-1]) for _, operands in begun if operands):
                self._oddities.append("a form or picture has content of its own")

    def _outline(self, above: object, level: int) -> list[Bookmark]:
        """The bookmarks within one, each of which names its neighbours."""
        found: list[Bookmark] = []
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
            found.append(Bookmark(text(get(entry, "Title")), level, page, *place))
            found += self._outline(entry, level + 1)
            before, entry = identity(entry), get(entry, "Next")
        own = sum(entry.level == level for entry in found)
        if identity(get(above, "Last")) != before or abs(_count(get(above, "Count"), 0)) != own:
            self._oddities.append("bookmarks are not those that are named and counted")
        return found


class _Marks:
    """Follows marked content through the operators of a page (ISO 32000-1, 14.6): its numbers,
    its roles, and by number its words in the order in which they are drawn, and the points
    between which all else is. ``fonts`` give the text of each code."""

    def __init__(self, fonts: Mapping[str, Mapping[int, str]]) -> None:
        self.bare = 0
        self.oddities: list[str] = []
        self.mcids: list[int] = []
        self.roles: dict[int, str] = {}
        self.words: dict[int, list[str]] = {}
        self.points: dict[int, list[tuple[float, float]]] = {}
        self._fonts = fonts
        self._state: tuple[Matrix, Mapping[int, str]] = (IDENTITY, {})
        self._saved: list[tuple[Matrix, Mapping[int, str]]] = []
        self.open: list[str] = []  # what each open sequence is: content, artifact, said, nothing
        self._mcid: int | None = None
        self._writes = False  # within a text object
        self._said = ""  # in place of what is drawn
        self._drawn: list[str] = []  # in its place

    def take(self, operator: str, operands: list[object]) -> None:
        matrix, letters = self._state
        match operator:
            case "BMC" | "BDC":
                self._begin(name(operands[0]), (*operands, pikepdf.Dictionary())[1])
            case "EMC" if not self.open:
                self.oddities.append("marked content ends that never began")
            case "EMC":
                self._end(self.open.pop())
            case "q":
                self._saved.append(self._state)
            case "Q" if self._saved:
                self._state = self._saved.pop()
            case "cm":
                a, b, c, d, e, f = (number(v) or 0.0 for v in operands)
                self._state = (times((a, b, c, d, e, f), matrix), letters)
            case "Tf":
                self._state = (matrix, self._fonts.get(name(operands[0]), {}))
            case "TJ":
                self._show(items(operands[0]), letters)
            case "BT" | "ET":
                if self._writes == (operator == "BT"):
                    self.oddities.append("text begins in text, or ends that never began")
                self._writes = operator == "BT"
                self._say("\n")
            case "Do" if self._mcid is not None and self.roles[self._mcid] not in _FIGURES:
                self.oddities.append("something is placed among words")
            case "m" | "l" | "c" | "re" | "Do":
                self._draw(operator, [number(v) or 0.0 for v in operands], matrix)
        if operator in _PAINTS and not {"content", "artifact"} & {*self.open}:
            self.bare += 1

    def _begin(self, role: str, properties: object) -> None:
        if table(properties) is None:
            self.oddities.append("marked content is described elsewhere")
        said, numbered = keys(properties) - {"MCID"}, "MCID" in keys(properties)
        within = {"content", "artifact"} & {*self.open}
        spelled = said == {"ActualText"} and role == "Span" and not numbered
        if said and not (spelled and within and "said" not in self.open):
            self.oddities.append(f"marked content says more than it should ({role[:30]})")
        if (numbered or role == "Artifact") and self.open:
            self.oddities.append("marked content stands within other marked content")
        if numbered and role == "Artifact":
            self.oddities.append("decoration is numbered as if it were content")
        if numbered:
            self._mcid = _count(get(properties, "MCID"))
            self.mcids.append(self._mcid)
            self.roles[self._mcid] = role
        self._said, self._drawn = text(get(properties, "ActualText")), []
        kind = "content" if numbered else "artifact" if role == "Artifact" else "nothing"
        self.open.append("said" if said else kind)

    def _end(self, kind: str) -> None:
        """Words that are said in place of what is drawn are those that its letters are."""
        if kind == "content":
            self._mcid = None
        elif kind == "said":
            drawn = "".join(self._drawn)
            if drawn != self._said:
                self.oddities.append(f"“{drawn[:40]}” is said as “{self._said[:40]}”")
            self._say(self._said)

    def _show(self, shown: list[object], letters: Mapping[int, str]) -> None:
        """Text as its font explains it; where words are said, a part of a letter has none."""
        said = "said" in self.open
        for codes in map(raw, shown):
            pairs = (codes[at : at + 2] for at in range(0, len(codes), 2))
            words = "".join(letters.get(int.from_bytes(p), "" if said else _UNREAD) for p in pairs)
            (self._drawn.append if said else self._say)(words)

    def _say(self, words: str) -> None:
        if self._mcid is not None:
            self.words.setdefault(self._mcid, []).append(words)

    def _draw(self, operator: str, values: list[float], matrix: Matrix) -> None:
        found = [moved_by(matrix, *at) for at in zip(values[::2], values[1::2], strict=False)]
        if operator in ("re", "Do"):
            x, y, width, height = values if len(values) == 4 else (0.0, 0.0, 1.0, 1.0)
            found = corners(matrix, Rect(x, y, width, height))
        if self._mcid is not None and found:
            self.points.setdefault(self._mcid, []).extend(found)


def _letters(font: object) -> dict[int, str]:
    """The text of each code of a font; nothing where it is told otherwise than ours do."""
    within = [name(get(each, "Subtype")) for each in items(get(font, "DescendantFonts"))]
    said = [*(name(get(font, key)) for key in ("Type", "Subtype", "Encoding")), *within]
    known = said == _FONT and is_stream(get(font, "ToUnicode"))
    return letters(stream_bytes(get(font, "ToUnicode"), _MOST_BYTES)) if known else {}


def _count(value: object, otherwise: int = -1) -> int:
    """A number by which things are counted, and what is given for what is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise


def _each(value: object) -> list[object]:
    """The items of an array, or the one value that stands in its place."""
    return items(value) if value is None or isinstance(value, pikepdf.Array) else [value]


def _metadata(stream: object) -> Xmp | None:
    if not is_stream(stream):
        return None
    if filters(stream):
        return Xmp({}, "it is packed, so that only some programs find it")
    return read_xmp(stream_bytes(stream, _MOST_BYTES))


def _intent(intent: object) -> tuple[str, bytes | None]:
    profile = get(intent, "DestOutputProfile")
    known = is_stream(profile) and get(profile, "N") == 3
    return name(get(intent, "S")), stream_bytes(profile, _MOST_BYTES) if known else None
