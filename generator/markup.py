"""The inline markup of content: ``**bold**`` and ``{placeholder}``; all else is text."""

from __future__ import annotations

import re
import unicodedata

from .records import dataclass

_TOKEN = re.compile(r"\*\*|\{[^{}]*\}|[{}]")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_MAX_FAULTS = 5  # of one string: more of them say nothing new


@dataclass(frozen=True)
class Segment:
    """A stretch of one kind: plain text, or the name of a placeholder."""

    text: str
    bold: bool
    placeholder: bool
    offset: int


@dataclass(frozen=True)
class Fault:
    """What is wrong with the markup, at ``offset`` characters into the string."""

    offset: int
    length: int
    message: str
    hint: str


def parse_markup(value: str) -> tuple[tuple[Segment, ...], tuple[Fault, ...]]:
    """The segments of a string, and every fault of its markup."""
    segments: list[Segment] = []
    faults: list[Fault] = []
    bold_since: int | None = None
    at = 0

    def add(text: str, offset: int, placeholder: bool = False) -> None:
        if offset and unicodedata.category(text[:1] or " ").startswith("M"):
            faults.append(
                Fault(offset, 1, "an accent stands apart from its letter", "move it to its letter")
            )
        if text:
            segments.append(Segment(text, bold_since is not None, placeholder, offset))

    for token in _TOKEN.finditer(value):
        add(value[at : token.start()], at)
        at = token.end()
        word = token.group()
        if word == "**":
            if bold_since is not None and not value[bold_since + 2 : token.start()].strip():
                faults.append(
                    Fault(bold_since, 4, "bold marks with nothing between", "remove “****”")
                )
            bold_since = token.start() if bold_since is None else None
        elif _NAME.fullmatch(word[1:-1]):
            add(word[1:-1], token.start(), placeholder=True)
        else:
            faults.append(
                Fault(
                    token.start(),
                    len(word),
                    f"“{word}” is not a placeholder",
                    "write {name} with a name of small letters, or leave the braces out",
                )
            )
    add(value[at:], at)
    if bold_since is not None:
        faults.append(Fault(bold_since, 2, "bold text is not closed", "add “**” where it ends"))
    return tuple(segments), tuple(faults[:_MAX_FAULTS])
