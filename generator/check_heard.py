"""Checks of what is heard: all of it, in order, in its language, and nothing else."""

from __future__ import annotations

import itertools
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from .expect import Expectation, Spoken
from .findings import Fault, Findings, Seen
from .geometry import Rect
from .tag_facts import CONTENT, OBJECT, TagElement, TagFacts

_TEXTS = frozenset(("P", "LBody", *(f"H{level}" for level in range(1, 7))))
_LINE_END = "\ufffe\x02"  # what pdfium gives for a hyphen at a line's end
_NEAR = 2.0  # points: how far the box of a figure may be from the code that it is

_Bare = Callable[[str], str]


def check_heard(facts: TagFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """All that the piece says, as a voice reads it: what, in which order, in which language."""
    bare = _bare(expectation)
    wanted = [replace(spoken, text=bare(spoken.text)) for spoken in expectation.spoken]
    told = _told(facts, found, bare)
    faults = [
        _difference(is_, must) for is_, must in itertools.zip_longest(told, wanted) if is_ != must
    ]
    areas = sum(element.role == "Sect" for element in facts.elements)
    if areas != expectation.areas:
        faults.append(Fault(f"it is read in {areas} parts, not {expectation.areas}"))
    return faults


def _difference(is_: Spoken | None, must: Spoken | None) -> Fault:
    if is_ is None or must is None:
        known = is_ or must
        assert known is not None, "one of them is there"
        said = "is not read aloud" if is_ is None else "is read aloud and stands in no string"
        return Fault(f"“{known.text[:40]}” {said}", known.page)
    words = f"“{must.text[:40]}”"
    if (is_.text, is_.page) != (must.text, must.page):
        return Fault(f"“{is_.text[:40]}” is read aloud where {words} should be", must.page)
    if is_.role != must.role:
        return Fault(f"{words} is told as {is_.role}, not {must.role}", must.page)
    if is_.language != must.language:
        return Fault(f"{words} is read as “{is_.language}”, not “{must.language}”", must.page)
    opens = ", ".join(is_.opens) or "nothing"
    return Fault(f"{words} opens {opens}, not {', '.join(must.opens) or 'anything'}", must.page)


def check_order(facts: TagFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """The order of the tree is that of the content: some software reads by the one, some by
    the other. What only repeats is read by neither."""
    bare = _bare(expectation)
    content = [each for root in facts.elements[:1] for each in _content(facts, root)]
    faults = []
    for number, page in enumerate(facts.pages):
        if [mcid for at, mcid in content if at == number] != list(page.marked):
            faults.append(Fault("it is read in another order than it is written", number))
    silent = dict(enumerate(expectation.unspoken))
    for seen in found.pages:
        passed, repeated = _texts(seen, bare).get(-1, ""), bare(silent.get(seen.number, ""))
        if Counter(passed) != Counter(repeated):
            said = f"“{passed[:40]}” is passed over" if passed else "what repeats is read again"
            faults.append(Fault(said, seen.number))
    return faults


def check_codes_told(facts: TagFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """Every code says of itself what it opens, at its own place."""
    said = {(s.page, s.opens, s.text) for s in expectation.spoken if s.role == "Figure"}
    faults = []
    for seen, page in zip(found.pages, expectation.pages, strict=False):
        figures = [
            (_area(element, seen), element.says)
            for element in facts.elements
            if element.role == "Figure" and _page_of(facts, element) == seen.number
        ]
        for code in seen.codes:
            if any(area.contains(code.rect, 1.0) for area in page.repeated):
                continue
            told = [says for area, says in figures if area.contains(code.rect, _NEAR)]
            if len(told) != 1 or (seen.number, (code.payload,), told[0]) not in said:
                words = "; ".join(told) or "nothing"
                faults.append(Fault(f"the code for “{code.payload}” says “{words}”", seen.number))
    return faults


def _told(facts: TagFacts, found: Findings, bare: _Bare) -> list[Spoken]:
    """Everything that is read aloud, in the order of the tree."""
    texts = {seen.number: _texts(seen, bare) for seen in found.pages}
    told = []
    for element in facts.elements:
        language = _language(facts, element, found.language)
        page = _page_of(facts, element)
        if element.role in ("Figure", "Lbl"):
            words = element.says if element.role == "Figure" else element.shows
            opens = _opens(facts, _above(facts, element))
            told.append(Spoken(element.role, page, bare(words), language, opens))
        elif element.role in _TEXTS:
            parts = [texts.get(at, {}).get(mcid, "") for at, mcid in _content(facts, element)]
            figures = any(inner.role == "Figure" for inner in facts.within(element))
            if not figures or "".join(parts):  # a figure in a paragraph tells for itself
                opens = tuple(u for inner in facts.within(element) for u in _opens(facts, inner))
                told.append(Spoken(element.role, page, "".join(parts), language, opens))
    return told


def _bare(expectation: Expectation) -> _Bare:
    """How texts are compared: without white space, composed; without hyphens, where lines may
    end in one that belongs to no word."""

    def bare(text: str) -> str:
        composed = unicodedata.normalize("NFC", text)
        kept = ("-" if c in _LINE_END else c for c in composed if not c.isspace())
        return "".join(c for c in kept if c != "-" or not expectation.hyphenated)

    return bare


def _texts(seen: Seen, bare: _Bare) -> dict[int, str]:
    """The text of each marked content of a page, and under -1 all that has none."""
    parts: dict[int, list[str]] = {}
    for line in seen.lines:
        for char in line.chars:
            parts.setdefault(char.mcid, []).append(char.text)
    return {mcid: bare("".join(chars)) for mcid, chars in parts.items()}


def _content(facts: TagFacts, element: TagElement) -> Iterator[tuple[int, int]]:
    """Page and MCID of all content of an element, in the order of reading."""
    for kid in element.kids:
        if kid.kind == CONTENT:
            yield kid.page, kid.value
        elif kid.kind != OBJECT:
            yield from _content(facts, facts.elements[kid.value])


def _page_of(facts: TagFacts, element: TagElement) -> int:
    return next((page for page, _ in _content(facts, element)), -1)


def _above(facts: TagFacts, element: TagElement) -> TagElement | None:
    return None if element.parent is None else facts.elements[element.parent]


def _language(facts: TagFacts, element: TagElement, otherwise: str) -> str:
    """The language of an element: its own, or that of the nearest one above that has one."""
    holder: TagElement | None = element
    while holder is not None:
        if holder.language:
            return holder.language
        holder = _above(facts, holder)
    return otherwise


def _opens(facts: TagFacts, element: TagElement | None) -> tuple[str, ...]:
    """What a link opens; once, though it may lie over two lines."""
    if element is None or element.role != "Link":
        return ()
    uris = [
        facts.pages[kid.page].opens.get(kid.value, "")
        for kid in element.kids
        if kid.kind == OBJECT and 0 <= kid.page < len(facts.pages)
    ]
    return tuple(dict.fromkeys(uris))


def _area(element: TagElement, seen: Seen) -> Rect:
    """The place of a figure, from the top left of its page."""
    left, bottom, right, top = element.area or (0.0, 0.0, 0.0, 0.0)
    return Rect(left, seen.facts.height - top, right - left, top - bottom)
