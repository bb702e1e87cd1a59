"""Texts written in other letters, letter by letter: Serbian Cyrillic in Serbian Latin.

Serbian is written in both, and each Cyrillic letter has one Latin spelling (Pravopis
srpskoga jezika, Matica srpska 2010, 2). The way back is not unique, so it is not offered.
"""

from __future__ import annotations

import re

_SERBIAN = dict(
    zip(
        "абвгдђежзијклљмнњопрстћуфхцчџш",
        "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split(),
        strict=True,
    )
)
TABLES = {("sr-Cyrl", "sr-Latn"): _SERBIAN, ("sr", "sr-Latn"): _SERBIAN}
_KEPT = re.compile(r"(\{[^{}]*\})")  # placeholders are names, not words


def transliterated(text: str, table: dict[str, str]) -> str:
    """The text in the other letters; placeholders stay as they are."""
    parts = _KEPT.split(text)
    return "".join(p if i % 2 else _letters(p, table) for i, p in enumerate(parts))


def _letters(text: str, table: dict[str, str]) -> str:
    out = []
    for at, char in enumerate(text):
        latin = table.get(char.lower(), char)
        if char != char.lower():  # Њ is NJ in a word of capitals, else Nj
            around = text[at + 1 : at + 2] or text[at - 1 : at]
            latin = latin.upper() if around.isupper() else latin.title()
        out.append(latin if char.lower() in table else char)
    return "".join(out)
