"""The structure of a tagged file as text: what a voice reads, in its order."""

from __future__ import annotations

from collections import defaultdict

from .readback import Readback
from .tag_facts import CONTENT, OBJECT, Kid, TagElement, TagFacts

_LINE_ENDS = "\r\n"
_HYPHENS = "\ufffe\x02"


def structure_lines(facts: TagFacts, document: Readback) -> list[str]:
    """A line an element, further in what stands within another: its role, its language where
    that changes, its text, and what it says or opens."""
    texts = _texts(document)
    lines = [
        line
        for element in facts.elements
        if element.parent is None
        for line in _lines(facts, element, 0, texts)
    ]
    return [f"{document.language()}: {document.metadata().get('Title', '')}", *lines]


def _lines(
    facts: TagFacts, element: TagElement, depth: int, texts: dict[tuple[int, int], str]
) -> list[str]:
    words = [element.role]
    if element.language:
        words.append(f"[{element.language}]")
    own = " ".join(_text(kid, texts) for kid in element.kids if kid.kind == CONTENT).strip()
    words += [f"“{own}”"] if own else []
    words += [f"says “{element.says}”"] if element.says else []
    words += [f"shows “{element.shows}”"] if element.shows else []
    words += [f"opens {_uri(facts, kid)}" for kid in element.kids if kid.kind == OBJECT]
    lines = ["  " * depth + " ".join(words)]
    for child in facts.children(element):
        lines += _lines(facts, child, depth + 1, texts)
    return lines


def _text(kid: Kid, texts: dict[tuple[int, int], str]) -> str:
    return texts.get((kid.page, kid.value), "")


def _uri(facts: TagFacts, kid: Kid) -> str:
    known = 0 <= kid.page < len(facts.pages)
    return facts.pages[kid.page].opens.get(kid.value, "") if known else ""


def _texts(document: Readback) -> dict[tuple[int, int], str]:
    """The text of each marked content, by page and MCID, white space folded."""
    parts: dict[tuple[int, int], list[str]] = defaultdict(list)
    for number in range(len(document)):
        current = -1
        for char in document.page(number).chars():
            if char.mcid >= 0:
                current = char.mcid
            shown = " " if char.text in _LINE_ENDS else "-" if char.text in _HYPHENS else char.text
            parts[number, current].append(shown)
    return {key: " ".join("".join(chars).split()) for key, chars in parts.items()}
