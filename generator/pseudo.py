"""The pseudo-language ``x-long``: the source as a translation might be, before there is one.

Every letter has an accent, so a letter that a font lacks shows; every text is 35 % longer,
so a frame that is too tight shows; brackets stand around it, so a text that is cut shows.
"""

from __future__ import annotations

import math
import re

LONGER = 0.35  # Russian runs to 1.27 of English; a third leaves some room beyond it
_ACCENTS = str.maketrans(
    "aceghijklnorstuwyzACEGHIJKLNORSTUWYZ", "áçéĝĥîĵķĺñôŕšťûŵýžÁÇÉĜĤÎĴĶĹÑÔŔŠŤÛŴÝŽ"
)
_KEPT = re.compile(r"(\{[^{}]*\}|\*\*)")  # placeholders and marks
_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = "áéôûýÁÉÔÛÝ"


def lengthened(text: str) -> str:
    """The text accented, longer, in brackets."""
    parts = _KEPT.split(text)
    owed = 0.0
    for i in range(0, len(parts), 2):
        parts[i], owed = _stretch(parts[i].translate(_ACCENTS), owed)
    return "[" + "".join(parts) + "é" * math.ceil(owed) + "]"


def _stretch(text: str, owed: float) -> tuple[str, float]:
    """The words of a text with vowels doubled; what one word cannot take the next one gets."""
    out, done = [], 0
    for word in _WORD.finditer(text):
        out.append(text[done : word.start()])
        owed += LONGER * (len(word[0]) + 1)
        done = word.end()
        letters = list(word[0])
        vowels = [i for i, c in enumerate(letters) if c in _VOWELS]
        for at in (vowels * 3)[: int(owed)]:
            letters[at] += letters[at][0].lower()
            owed -= 1
        out.append("".join(letters))
    return "".join([*out, text[done:]]), owed
