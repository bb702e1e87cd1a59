"""Checks of what is heard: all of it, in order, in its language, and nothing else.

The words of an element are those that the operators of the page draw, in their order: that
is what a voice reads. pdfium, which sorts what stands in a line and passes over some texts
that are said in place of others, must find the same.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping

from .characters import Char
from .expect import Expectation, Spoken
from .findings import Fault, Findings, Seen, box_of
from .geometry import Rect
from .tag_facts import OBJECT, TagElement, TagFacts

_TEXTS = frozenset(("P", "LBody", *(f"H{level}" for level in range(1, 7))))
_LINE_ENDS = dict.fromkeys((0xFFFE, 0x02), "-")  # what pdfium gives for a hyphen at one
_HAIR = 0.01  # points
_APART = "\0"  # stands between texts; it is composed with nothing, and no white space
_NEAR = 2.0  # points: how far the box of a figure may be from the code that it is

_Bare = Callable[[str], str]


def check_heard(facts: TagFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """All that the piece says, as a voice reads it: what, in which order, in which language."""
    faults = []
    for is_, must in itertools.zip_longest(_told(facts, found), expectation.spoken):
        if is_ and must and _reads(is_, must, expectation.hyphenated):
            is_ = Spoken(is_.role, is_.page, must.text, is_.language, is_.opens)
        if is_ != must:
            faults.append(_difference(is_, must))
    faults += _read_otherwise(facts, found, _bare(expectation))
    parts = [element for element in facts.elements if element.role == "Sect"]
    if len(parts) != expectation.areas:
        faults.append(Fault(f"it is read in {len(parts)} parts, not {expectation.areas}"))
    panels = _panels(found, expectation)
    held = ({p for each in facts.content(part) for p in panels.get(each, ())} for part in parts)
    places = [frozenset(place) for place in held if place]
    if any(len(place) > 1 for place in places) or len({*places}) != len(places):
        faults.append(Fault("a part of it is not what stands on one page or panel"))
    return faults


def _panels(
    found: Findings, expectation: Expectation
) -> dict[tuple[int, int], set[tuple[int, int]]]:
    """The panels, by page and number, on which each marked content stands, by page and MCID."""
    panels: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for seen, page in zip(found.pages, expectation.pages, strict=False):
        for line in seen.lines:
            if box := line.box:
                # The ends of a line tell whether any of its characters stands elsewhere.
                first, last = _panel(box.x, page.folds), _panel(box.right, page.folds)
                places = {(drawn.mcid, first) for drawn in line.drawn}
                if first != last:
                    shown = [c for c in line.chars if c.shows]
                    middles = [(c.drawn.mcid, (c.left + c.right) / 2) for c in shown]
                    places = {(mcid, _panel(x, page.folds)) for mcid, x in middles}
                for mcid, panel in places:
                    panels.setdefault((seen.number, mcid), set()).add((seen.number, panel))
    return panels


def _panel(x: float, folds: tuple[float, ...]) -> int:
    return sum(fold < x for fold in folds)


def _reads(is_: Spoken, must: Spoken, hyphenated: bool) -> bool:
    """Whether the words are those that must be, space by space; only where lines may end in a
    hyphen that belongs to no word, one at an end is left open."""
    if is_.role not in _TEXTS:
        return is_.text == must.text
    if not hyphenated:
        said = is_.text.replace("\n", "")
        return said == must.text or _shown(said) == _shown(must.text)
    lines = unicodedata.normalize("NFC", is_.text.strip()).split("-\n")
    folded = [re.sub(r"\s+", " ", line.replace("\n", "")) for line in lines]
    return _follow_each_other(folded, _shown(must.text))


def _follow_each_other(lines: list[str], text: str) -> bool:
    """Whether lines are a text, but for a hyphen between two that it may have or not."""
    ends = {0}
    for number, line in enumerate(lines):
        starts = ends | {end + 1 for end in ends if number and text[end : end + 1] == "-"}
        ends = {start + len(line) for start in starts if text.startswith(line, start)}
    return len(text) in ends


def _shown(text: str) -> str:
    """Words as they stand in a string: composed, on one line, white space folded."""
    return " ".join(unicodedata.normalize("NFC", text.replace("\n", "")).split())


def _read_otherwise(facts: TagFacts, found: Findings, bare: _Bare) -> list[Fault]:
    """What some programs would read otherwise than others."""
    faults = []
    for seen in found.pages:
        drawn, texts = _drawn_words(facts, seen.number), seen.texts
        read = {mcid: texts.get(mcid, "") for mcid in drawn}
        if _same_texts(drawn, read, bare):
            continue
        for mcid, words in drawn.items():
            if bare(words) != bare(read[mcid]):
                said = f"“{_shown(words)[:40]}” is read otherwise by some programs"
                faults.append(Fault(said, seen.number))
    for element in facts.elements:
        above = _above(facts, element) if element.role == "Link" else None
        if above is not None:
            spoken = [facts.language(each) or found.language for each in (element, above)]
            if spoken[0] != spoken[1]:
                said = f"a link in a paragraph in “{spoken[1]}” is read as “{spoken[0]}”"
                faults.append(Fault(said, _page_of(facts, element)))
    return faults


def _same_texts(drawn: Mapping[int, str], read: Mapping[int, str], bare: _Bare) -> bool:
    """Whether all texts are surely the same, compared at once; no if one holds what parts them."""
    one, other = (_APART.join(texts.values()) for texts in (drawn, read))
    apart = one.count(_APART) == other.count(_APART) == max(0, len(drawn) - 1)
    return apart and bare(one) == bare(other)


def _difference(is_: Spoken | None, must: Spoken | None) -> Fault:
    if is_ is None or must is None:
        known = is_ or must
        assert known is not None, "one of them is there"
        said = "is not read aloud" if is_ is None else "is read aloud and stands in no string"
        return Fault(f"“{_shown(known.text)[:40]}” {said}", known.page)
    words = f"“{must.text[:40]}”"
    if (is_.text, is_.page) != (must.text, must.page):
        return Fault(f"“{_shown(is_.text)[:40]}” is read aloud where {words} should be", must.page)
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
    content = [each for root in facts.elements[:1] for each in facts.content(root)]
    faults = []
    for number, page in enumerate(facts.pages):
        if [mcid for at, mcid in content if at == number] != list(page.marked):
            faults.append(Fault("it is read in another order than it is written", number))
        kids = (kid for element in facts.elements for kid in element.kids)
        links = [k.value for k in kids if k.kind == OBJECT and k.page == number]
        if links != list(page.annotations):
            faults.append(Fault("its links are reached in another order than read", number))
    silent = dict(enumerate(expectation.unspoken))
    for seen in found.pages:
        passed, repeated = seen.texts.get(-1, ""), silent.get(seen.number, "")
        if Counter(bare(passed)) != Counter(bare(repeated)):
            words = _shown(passed)[:40]
            said = f"“{words}” is passed over" if words else "what repeats is read again"
            faults.append(Fault(said, seen.number))
    return faults


def check_codes_told(facts: TagFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """Every code says of itself what it opens, at its own place; and links are in theirs."""
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
    for element in (e for e in facts.elements if e.role in ("Figure", "Link")):
        number = _page_of(facts, element)
        if 0 <= number < len(found.pages):
            faults += _place_faults(facts, found.pages[number], element)
    return faults


def _place_faults(facts: TagFacts, seen: Seen, element: TagElement) -> list[Fault]:
    """A figure stands where it is drawn, and a link lies over its own words or figure, over
    all of them and no others."""
    page = facts.pages[seen.number]
    held = {mcid for at, mcid in facts.content(element) if at == seen.number}
    figures = [_area(inner, seen) for inner in facts.within(element) if inner.role == "Figure"]
    if element.role == "Figure":
        drawn = [page.drawn[mcid] for mcid in held if mcid in page.drawn]
        around = functools.reduce(Rect.union, drawn, drawn[0]) if drawn else Rect(0, 0, 0, 0)
        sides = (around.x, around.y, around.right, around.bottom)
        same = _same(_placed(sides, seen), figures[0])
        return [] if same else [Fault("a figure is drawn elsewhere than it says", seen.number)]
    links = [k.value for k in element.kids if k.kind == OBJECT and k.value in page.areas]
    areas = [_placed(page.areas[link], seen) for link in links]
    # Only lines that a link's area meets: a page has thousands of characters.
    near = [line for area in areas for line in seen.lines_at(area)]
    chars = [char for line in near for char in line.chars if char.shows]
    own = [c for mcid in sorted(held) for c in seen.marked.get(mcid, ()) if c.shows]
    if figures:
        right = len(areas) == len(figures) == 1 and _same(areas[0], figures[0])
    else:
        right = all(any(_lies(char, area) for area in areas) for char in own)
        right = right and all(_lies_over(area, own, chars) for area in areas)
    words = "".join(char.text for char in own)[:40] or element.role
    return [] if right else [Fault(f"the link of “{words}” lies elsewhere", seen.number)]


def _lies_over(area: Rect, own: list[Char], chars: list[Char]) -> bool:
    """Whether an area lies over some of its own characters, and over no others in their line;
    it may reach into a line of small type above or below."""
    box = box_of([char for char in own if _lies(char, area)])
    if box is None:
        return False
    upright = own[0].turn % 180 == 0
    held = {id(char) for char in own}
    over = [char for char in chars if id(char) not in held and _lies(char, area)]
    room = max(char.size for char in own)
    return box.inset(-room).contains(area) and not any(_beside(c, box, upright) for c in over)


def _beside(char: Char, box: Rect, upright: bool) -> bool:
    """Whether a character stands in the line that a box is around."""
    x, y = char.rect.middle
    return box.y < y < box.bottom if upright else box.x < x < box.right


def _same(one: Rect, other: Rect) -> bool:
    return one.contains(other, _NEAR) and other.contains(one, _NEAR)


def _lies(char: Char, area: Rect) -> bool:
    """Whether the middle of a character lies in an area."""
    x, y = (char.left + char.right) / 2, (char.top + char.bottom) / 2
    across = area.x - _HAIR <= x <= area.right + _HAIR
    return across and area.y - _HAIR <= y <= area.bottom + _HAIR


def _told(facts: TagFacts, found: Findings) -> list[Spoken]:
    """Everything that is read aloud, in the order of the tree."""
    told = []
    for element in facts.elements:
        language = facts.language(element) or found.language
        page = _page_of(facts, element)
        if element.role in ("Figure", "Lbl"):
            words = element.says if element.role == "Figure" else element.shows
            opens = _opens(facts, _above(facts, element))
            told.append(Spoken(element.role, page, words, language, opens))
        elif element.role in _TEXTS:
            held = facts.content(element)
            words = "".join([_drawn_words(facts, at).get(mcid, "") for at, mcid in held])
            figures = any(inner.role == "Figure" for inner in facts.within(element))
            if not figures or words:  # a figure in a paragraph tells for itself
                opens = tuple(u for inner in facts.within(element) for u in _opens(facts, inner))
                told.append(Spoken(element.role, page, words, language, opens))
    return told


def _drawn_words(facts: TagFacts, number: int) -> Mapping[int, str]:
    return facts.pages[number].words if 0 <= number < len(facts.pages) else {}


def _bare(expectation: Expectation) -> _Bare:
    """How texts are compared: without white space, composed; without hyphens, where lines may
    end in one that belongs to no word."""

    def bare(text: str) -> str:
        kept = "".join(unicodedata.normalize("NFC", text).split()).translate(_LINE_ENDS)
        return kept.replace("-", "") if expectation.hyphenated else kept

    return bare


def _page_of(facts: TagFacts, element: TagElement) -> int:
    return next((page for page, _ in facts.content(element)), -1)


def _above(facts: TagFacts, element: TagElement) -> TagElement | None:
    return None if element.parent is None else facts.elements[element.parent]


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
    return _placed(element.area or (0.0, 0.0, 0.0, 0.0), seen)


def _placed(sides: tuple[float, ...], seen: Seen) -> Rect:
    """An area of the file (left, bottom, right, top) from the top left of its page."""
    left, bottom, right, top = sides
    return Rect(left, seen.facts.height - top, right - left, top - bottom)
