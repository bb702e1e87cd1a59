"""Checks of words: against the source, and for plain language."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from .diagnostics import ERROR, WARNING
from .passage import HOLE, WORD, Check, Example, Find, Passage

_SENTENCE_END = re.compile(r"[.?!…:]+[»”“’)\]]*(?=\s|$)")
_MARKUP = re.compile(
    r"</?[A-Za-z][^<>]{0,40}>|&(?:[a-z]{2,6}|#\d{1,5});|%[sd]\b|\$\{|\\[nt\"']|\[[^\]]*\]\([^)]*\)"
    r"|(?<![\w*])[*_][^\W_][^*_]*[*_](?![\w*])"
)
_UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX+|TBD|(?i:lorem ipsum))\b|\?\?\?|<<<<|>>>>|@@@")
_SHORT = 20  # characters: below it the length of a translation says little
_CAPITALS = 4  # letters: shorter words in capitals are abbreviations


def _unchanged(passage: Passage) -> list[Find]:
    source, text = passage.source_text, passage.text.strip()
    if passage.source is None or text.casefold() != source.strip().casefold():
        return []
    words = [w for w in WORD.findall(source) if w not in passage.names]
    if not words or text.casefold() in passage.language.international:
        return []
    return [Find(0, len(text), "the text is that of the source", "translate it")]


def _duplicated(passage: Passage) -> list[Find]:
    if not passage.twins:
        return []
    others = ", ".join(f"“{key}”" for key in passage.twins)
    what = f"{others} has the same text, and another source"
    return [Find(0, len(passage.text), what, "check that each says what its source says")]


def _numbers_in(text: str) -> Counter[str]:
    plain = "".join(str(d) if (d := unicodedata.digit(c, None)) is not None else c for c in text)
    return Counter(re.findall(r"\d+", plain))


def _numbers(passage: Passage) -> list[Find]:
    if passage.source is None:
        return []
    here, there = _numbers_in(passage.text), _numbers_in(passage.source_text)
    if here == there:
        return []
    new = here - there
    lost = there - here
    match = next((m for m in re.finditer(r"\d+", passage.text) if m[0] in new), None)
    start, end = match.span() if match else (0, len(passage.text))
    said = [f"has {', '.join(new)}" if new else "", f"lacks {', '.join(lost)}" if lost else ""]
    what = (
        "the text " + " and ".join(s for s in said if s) + f"; the source: “{passage.source_text}”"
    )
    return [Find(start, end, what.replace(HOLE, "{}"), "write the numbers of the source")]


def _bold(passage: Passage) -> list[Find]:
    if passage.source is None:
        return []
    here = passage.message.value.count("**") // 2
    there = passage.source.value.count("**") // 2
    if here == there:
        return []
    first = next((i for i, _ in _bold_starts(passage)), 0)
    what = f"the text has {here} bold part(s), the source {there}"
    return [Find(first, first + 1, what, "mark in **bold** what the source marks")]


def _bold_starts(passage: Passage) -> list[tuple[int, str]]:
    at, found = 0, []
    for segment in passage.message.segments:
        if segment.bold:
            found.append((at, segment.text))
        at += 1 if segment.placeholder else len(segment.text)
    return found


def _long_sentence(passage: Passage) -> list[Find]:
    most = passage.language.sentence
    text = passage.text
    finds, start = [], 0
    for end in [*(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]:
        words = len(WORD.findall(text[start:end])) + text.count(HOLE, start, end)
        if most and words > most:
            first = start + len(text[start:end]) - len(text[start:end].lstrip())
            what = f"a sentence of {words} words; plain language has at most {most}"
            finds.append(Find(first, end, what, "make two sentences of it"))
        start = end
    return finds


def _capitals(passage: Passage) -> list[Find]:
    pattern = re.compile(rf"(?:{WORD.pattern})(?:[\s,–—-]+(?:{WORD.pattern}))*")
    finds = []
    for match in pattern.finditer(passage.text):
        loud = [w for w in WORD.findall(match[0]) if len(w) >= _CAPITALS and w.isupper()]
        loud = [w for w in loud if w not in passage.known_words]
        if loud:
            start = passage.text.index(loud[0], match.start())
            what = f"“{loud[0]}” is in capitals"
            finds.append(Find(start, start + len(loud[0]), what, "write small letters"))
    return finds


def _repeated_word(passage: Passage) -> list[Find]:
    finds, before = [], None
    for word in passage.words():
        gap = passage.text[before.end() : word.start()] if before else ""
        same = before is not None and before[0].casefold() == word[0].casefold()
        if same and gap.isspace():
            what = f"“{word[0]}” stands twice"
            finds.append(Find(*word.span(), what, "keep one"))
        before = word
    return finds


def _small_beginning(passage: Passage) -> list[Find]:
    """A sentence that begins small; the first one where the source begins large."""
    text = passage.text
    finds = []
    first = next(passage.words(), None)
    source_first = WORD.search(passage.source_text)
    large = passage.source is not None and source_first and source_first[0][0].isupper()
    if first and large and first[0][0].islower() and HOLE not in text[: first.start()]:
        what = "the text begins with a small letter"
        finds.append(Find(first.start(), first.start() + 1, what, "begin as the source does"))
    if passage.source is not None and not _SENTENCE_END.search(passage.source_text):
        return finds  # a label: a stop in it ends an abbreviation
    spoken = passage.language
    stops = spoken.before_name | spoken.before_number | spoken.units | spoken.abbreviations
    for match in re.finditer(rf"({WORD.pattern})[.?!]\s+({WORD.pattern})", text):
        known = match[1] in stops or match[1].casefold() in stops
        if match[2][0].islower() and len(match[1]) > 1 and not known:
            what = f"a sentence begins small: “{match[2]}”"
            finds.append(Find(match.start(2), match.end(2), what, "begin it with a capital"))
    return finds


def _length(passage: Passage) -> list[Find]:
    here, there = len(passage.text), len(passage.source_text)
    if passage.source is None or there < _SHORT or 0.4 <= here / there <= 2.5:
        return []
    how = "much longer" if here > there else "much shorter"
    what = f"the text has {here} characters, {how} than the source ({there})"
    return [Find(0, here, what, "check that it says the same, all of it")]


def _markup(passage: Passage) -> list[Find]:
    return [
        Find(*m.span(), f"“{m[0]}” is markup of another program", "only **bold** is known here")
        for m in _MARKUP.finditer(passage.text)
    ]


def _unfinished(passage: Passage) -> list[Find]:
    return [
        Find(*m.span(), f"“{m[0]}” says that the text is not finished", "finish it")
        for m in _UNFINISHED.finditer(passage.text)
    ]


CHECKS = (
    Check(
        "unchanged",
        WARNING,
        "A text that is still in the source’s language, or was copied and forgotten.",
        Example("nl", "You are threatened", "You are threatened"),
        Example("nl", "U wordt bedreigd", "You are threatened"),
        _unchanged,
    ),
    Check(
        "duplicated",
        WARNING,
        "Two strings with different sources have one text: one of them was pasted in the wrong place.",
        Example("nl", "U wordt bedreigd"),
        Example("nl", "U wordt gedwongen"),
        _duplicated,
    ),
    Check(
        "numbers",
        ERROR,
        "A number in a text must be the number of the source.",
        Example("fr", "Un enfant a moins de 16 ans", "A child is under 18"),
        Example("fr", "Un enfant a moins de 18 ans", "A child is under 18"),
        _numbers,
    ),
    Check(
        "bold",
        ERROR,
        "What the source stresses must be stressed in every language, and nothing else.",
        Example("fr", "Vous pouvez appeler", "You **can** call"),
        Example("fr", "Vous **pouvez** appeler", "You **can** call"),
        _bold,
    ),
    Check(
        "long-sentence",
        WARNING,
        "Who reads little, or in a hurry, loses a long sentence.",
        Example(
            "en",
            "You can call when you are afraid and when you do not know what to do and when "
            "someone has taken your papers and does not give them back to you",
        ),
        Example("en", "You can call when you are afraid. You can call for a friend too"),
        _long_sentence,
    ),
    Check(
        "capitals",
        WARNING,
        "Capitals shout, and are hard to read.",
        Example("de", "RUFEN Sie an"),
        Example("de", "Rufen Sie an"),
        _capitals,
    ),
    Check(
        "repeated-word",
        WARNING,
        "A word that stands twice in a row.",
        Example("en", "You can can call"),
        Example("en", "You can call"),
        _repeated_word,
    ),
    Check(
        "small-beginning",
        WARNING,
        "A sentence begins with a capital where the source’s does.",
        Example("sk", "Nebojte sa. zavolajte nám", "Do not be afraid. Call us"),
        Example("sk", "Nebojte sa. Zavolajte nám", "Do not be afraid. Call us"),
        _small_beginning,
    ),
    Check(
        "length",
        WARNING,
        "A text that is far shorter or longer than its source lost or gained something.",
        Example("ru", "Да", "You can also call for someone you know"),
        Example("ru", "Можно позвонить и за другого", "You can also call for someone you know"),
        _length,
    ),
    Check(
        "leftover-markup",
        ERROR,
        "Tags and codes of another program would be printed as they are.",
        Example("pt", "Pode <b>ligar</b> agora"),
        Example("pt", "Pode **ligar** agora"),
        _markup,
    ),
    Check(
        "unfinished",
        ERROR,
        "A note to oneself that must not be printed.",
        Example("hr", "TODO: Možete nazvati"),
        Example("hr", "Možete nazvati"),
        _unfinished,
    ),
)
