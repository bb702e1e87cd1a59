"""The structure of a tagged file as text: what a voice reads, in its order."""

from __future__ import annotations

from .tag_facts import CONTENT, OBJECT, TagElement, TagFacts


def structure_lines(facts: TagFacts, language: str, title: str) -> list[str]:
    """A line an element, further in what stands within another: its role, its language where
    that changes, its text, and what it says or opens. ``language`` and ``title`` are those of
    the file."""
    roots = [element for element in facts.elements if element.parent is None]
    lines = [line for root in roots for line in _lines(facts, root, 0)]
    return [f"{language}: {title}", *lines]


def _lines(facts: TagFacts, element: TagElement, depth: int) -> list[str]:
    words = [element.role]
    if element.language:
        words.append(f"[{element.language}]")
    held = [kid for kid in element.kids if 0 <= kid.page < len(facts.pages)]
    drawn = [facts.pages[k.page].words.get(k.value, "") for k in held if k.kind == CONTENT]
    own = " ".join("".join(drawn).replace("\n", "").split())
    words += [f"“{own}”"] if own else []
    words += [f"says “{element.says}”"] if element.says else []
    words += [f"shows “{element.shows}”"] if element.shows else []
    opens = [facts.pages[k.page].opens.get(k.value, "") for k in held if k.kind == OBJECT]
    words += [f"opens {uri}" for uri in opens]
    lines = ["  " * depth + " ".join(words)]
    for child in facts.children(element):
        lines += _lines(facts, child, depth + 1)
    return lines
