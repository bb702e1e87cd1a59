"""Checks of the structure tree by itself: sound, and one with the content of the pages.

ISO 32000-1, 14.7.4 (content of elements, parent tree), 14.8.4 (what may hold what); ISO
14289-1, 7.1 to 7.4 and 7.18 (what is real content, headings, links).
"""

from __future__ import annotations

import itertools
from collections import Counter

from .expect import Expectation
from .findings import Fault, Findings
from .tag_facts import CONTENT, ELEMENT, OBJECT, TagElement, TagFacts, TagPage

_HEADINGS = tuple(f"H{level}" for level in range(1, 7))
# What each element of ours may hold; content stands in those that are listed below.
_HOLDS = {
    "Document": {"Sect"},
    "Sect": {"P", "L", *_HEADINGS},
    "L": {"LI"},
    "LI": {"Lbl", "LBody"},
    "Lbl": set[str](),
    "LBody": {"Link"},
    "P": {"Link", "Figure"},
    "Link": {"Figure"},
    "Figure": set[str](),
    **{heading: {"Link"} for heading in _HEADINGS},
}
_WITH_CONTENT = {"P", "LBody", "Lbl", "Link", "Figure", *_HEADINGS}


def check_marked(facts: TagFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """Content that no element holds, or two, is left out or read twice."""
    faults = [Fault(what) for what in facts.oddities]
    held: dict[int, Counter[int]] = {}
    links: Counter[int] = Counter()
    for element in facts.elements:
        for kid in element.kids:
            if kid.kind == CONTENT:
                held.setdefault(kid.page, Counter())[kid.value] += 1
            elif kid.kind == OBJECT:
                links[kid.value] += 1
    faults += [Fault("elements hold a link more than once") for n in links.values() if n > 1]
    for number, page in enumerate(facts.pages):
        faults += _page_faults(number, page, held.pop(number, Counter()))
    faults += [Fault("an element holds content of no page") for _ in held]
    return faults


def _page_faults(number: int, page: TagPage, held: Counter[int]) -> list[Fault]:
    said = [*page.oddities]
    if page.bare:
        said.append(f"{page.bare} things are drawn that are neither content nor decoration")
    there = Counter(page.marked)
    said += [f"content {mcid} stands {n} times on it" for mcid, n in there.items() if n > 1]
    said += [f"no element holds its content {mcid}" for mcid in there - held if mcid not in held]
    said += [f"elements hold content {mcid} of it {n} times" for mcid, n in held.items() if n > 1]
    said += [f"an element holds its content {m}, which it lacks" for m in held if m not in there]
    return [Fault(what, number) for what in said]


def check_parents(facts: TagFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """The way back from content to its element: a reader that starts on the page takes it."""
    holders = {
        (kid.kind, kid.page, kid.value): element
        for element in facts.elements
        for kid in element.kids
        if kid.kind in (CONTENT, OBJECT)
    }
    wanted: dict[int, tuple[int, ...] | int] = {}
    faults = []
    for number, page in enumerate(facts.pages):
        if page.key is None or page.key in wanted:
            faults.append(Fault("the page has no key of its own in the parent tree", number))
            continue
        keys = [holders.get((CONTENT, number, m)) for m in range(len(page.marked))]
        wanted[page.key] = tuple(element.key if element else 0 for element in keys)
        for annotation, key in page.annotations.items():
            holder = holders.get((OBJECT, number, annotation))
            if holder is None or key is None or key in wanted:
                faults.append(Fault("a link belongs to no element", number))
            else:
                wanted[key] = holder.key
    for key in sorted({*wanted, *facts.parents}):
        if wanted.get(key) != facts.parents.get(key):
            faults.append(Fault(f"entry {key} of the parent tree leads to other elements"))
    for (kind, number, value), _ in holders.items():
        if kind == OBJECT and not _has_annotation(facts, number, value):
            faults.append(Fault("an element holds a link that lies on no page"))
    return faults


def _has_annotation(facts: TagFacts, number: int, key: int) -> bool:
    return 0 <= number < len(facts.pages) and key in facts.pages[number].annotations


def check_roles(facts: TagFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """Elements that hold what they may, figures that say something and have their place."""
    roots = [e for e in facts.elements if e.parent is None]
    faults = []
    if [e.role for e in roots] != ["Document"]:
        faults.append(Fault("the structure does not begin with one document"))
    for element in facts.elements:
        faults += _role_faults(facts, element)
        for kid, after in itertools.pairwise(facts.children(element)):
            if kid.role == after.role == "L":  # a voice says how many items a list has
                faults.append(Fault("a list is cut in two"))
    before = 0
    for element in facts.elements:
        if element.role in _HEADINGS:
            level = int(element.role[1:])
            if level > before + 1:
                said = f"a heading of level {level} follows one of level {before}"
                faults.append(Fault(said if before else f"the first heading is of level {level}"))
            before = level
    return faults


def _role_faults(facts: TagFacts, element: TagElement) -> list[Fault]:
    role = element.role
    if role not in _HOLDS:
        return [Fault(f"the structure has an element that none of ours has ({role[:30]})")]
    said = [
        f"{role} holds {child.role[:30]}"
        for child in facts.children(element)
        if child.role not in _HOLDS[role]
    ]
    kinds = {kid.kind for kid in element.kids}
    if CONTENT in kinds and role not in _WITH_CONTENT:
        said.append(f"{role} holds content itself")
    if not element.kids:
        said.append(f"{role} holds nothing")
    if (role == "Link") != (OBJECT in kinds):
        said.append(f"{role} and the area that opens something do not belong together")
    if role == "Link" and not kinds & {CONTENT, ELEMENT}:
        said.append("a link has no content")
    if role == "LI" and [c.role for c in facts.children(element)] != ["Lbl", "LBody"]:
        said.append("an item of a list is not one label and one body")
    if (role == "Figure") != bool(element.says):
        said.append(f"{role} says “{element.says[:40]}” in place of what is drawn")
    if role == "Figure" and not _is_area(element.area):
        said.append("a figure has no place on its page")
    if (role == "Lbl") != bool(element.shows):
        said.append(f"{role} shows “{element.shows[:40]}” in letters")
    return [Fault(what) for what in said]


def _is_area(area: tuple[float, ...] | None) -> bool:
    return area is not None and area[0] < area[2] and area[1] < area[3]
