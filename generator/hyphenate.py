"""Where words may be divided: soft hyphens, put in by the dictionary of a language.

Only where a layout asks for it and the language has a dictionary (``data/languages``);
a soft hyphen that a translator typed into a word stands instead of those of the dictionary.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from .diagnostics import Diagnostic, Failed
from .languages import Hyphenation, Language

if TYPE_CHECKING:
    import pyphen

SOFT_HYPHEN = "\u00ad"
_WORD = re.compile(r"[^\W\d_]+(?:[’ʼ'\u00ad][^\W\d_]+)*")
_APOSTROPHES = str.maketrans("’ʼ", "''")  # as the dictionaries write them
_SHORTEST = 6  # letters; shorter words are not worth dividing


def divided(text: str, language: Language) -> str:
    """The text with a soft hyphen at each place where a line may divide a word."""
    rules = language.hyphenation
    if rules is None:
        return text
    return _WORD.sub(lambda match: _word(match[0], rules), text)


def _word(word: str, rules: Hyphenation) -> str:
    if len(word) < _SHORTEST or SOFT_HYPHEN in word or word.isupper():
        return word
    plain = word.translate(_APOSTROPHES)
    found = [
        at
        for at in _dictionary(rules.dictionary).positions(plain.lower())
        if rules.before <= at <= len(word) - rules.after
        and "'" not in plain[at - 1 : at + 1]  # no line begins or ends at an apostrophe
    ]
    for at in reversed(found):
        word = word[:at] + SOFT_HYPHEN + word[at:]
    return word


@functools.cache
def _dictionary(name: str) -> pyphen.Pyphen:
    try:
        import pyphen
    except ImportError:
        message = "a layout asks for hyphenation, and the dictionaries are not installed"
        hint = 'run pip install "beacon-print[hyphenation]"'
        raise Failed([Diagnostic("no-dictionary", message, hint)]) from None
    return pyphen.Pyphen(lang=name)
