"""Where sentences begin, and stops that end none."""

from __future__ import annotations

import re

from .languages import Language

WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
_LAST_WORD = re.compile(rf"(\.?)({WORD.pattern})$")
# A stop with what closes after it, white space, and what opens before the next sentence.
_END = re.compile(r"(\.|[!?…]+)[»”“’\"')\]]*[ \u00a0\u202f]+(?=[«„“‘\"'(\[¿¡–—]*[\s]*(\w))")


def abbreviated(text: str, language: Language) -> bool:
    """Whether a stop after ``text`` belongs to its last word: z. B., bzw., m.in., т. е."""
    word = _LAST_WORD.search(text)
    if word is None:
        return False
    listed = language.abbreviations | language.before_name | language.before_number | language.units
    alone = len(word[2]) == 1 or bool(word[1])
    return alone or word[2].casefold() in {name.casefold() for name in listed}


def sentence_starts(text: str, language: Language) -> list[int]:
    """The offsets at which the sentences of a text begin, 0 first."""
    found = [0]
    for end in _END.finditer(text):
        small = end[2].islower()
        if not small and not (end[1] == "." and abbreviated(text[: end.start()], language)):
            found.append(end.end())
    return found
