"""Checks of words: against the source, and for plain language."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from .diagnostics import ERROR, WARNING
from .passage import HOLE, Check, Example, Find, Passage
from .sentences import WORD

_SENTENCE_END = re.compile(r"[.?!…:]+[»”“’)\]]*(?=\s|$)")
_MARKUP = re.compile(
    r"</?[A-Za-z][^<>]{0,40}>|&(?:[a-z]{2,6}|#\d{1,5});|%[sd]\b|\$\{|\\[nt\"']|\[[^\]]*\]\([^)]*\)"
    r"|(?<![\w*])[*_][^\W_][^*_]*[*_](?![\w*])|(?<!\w)__[^\W_][^_]*__(?!\w)"
)
_UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX+|TBD|(?i:lorem ipsum))\b|\?\?\?|<<<<|>>>>|@@@")
_SHORT = 20  # characters: below it the length of a translation says little
_CAPITALS = 4  # letters: shorter words in capitals are abbreviations
_CLITIC = re.compile(r"['’‘](?:[smnkr]|[Tt])\s")
_SENTENCE, _ROW = 3, 5  # words: fewer of the source in a row may stand in other languages too
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f\u2009,.'’]\d{3})+(?!\d)|\d+")
_ENGLISH = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
}
# Words that stand twice in correct sentences: pronouns that meet, and words that are doubled to
# mean “each” or “very”.
_DOUBLED = {
    tag: frozenset(words.split())
    for tag, words in {
        "de": "sie die das der den dem ihr",
        "en": "had that",
        "fr": "vous nous en faire",
        "hu": "az",
        "lb": "an dir déi dat si se",
        "mn": "өөр тус янз жил олон нэг цаг үе дахин",
        "nl": "u je ze die dat het haar jullie er",
        "da": "de der det",
        "sq": "të",
        "tr": "yavaş tek sık zaman ayrı uzun adım gün kapı ağır teker güzel yer bir sessiz",
        "vi": "ngày người luôn dần từ mãi đêm nhà ai đâu nơi đời sáng chiều tối năm xa khe thường vi",
    }.items()
}


def _unchanged(passage: Passage) -> list[Find]:
    source, text = passage.source_text, passage.text.strip()
    if passage.source is None:
        return []
    if text.casefold() != source.strip().casefold():
        return _sentences_left(passage)
    words = [w for w in WORD.findall(source) if w not in passage.names]
    if not words or text.casefold() in passage.language.international:
        return []
    return [Find(0, len(text), "the text is that of the source", "translate it")]


def _sentences_left(passage: Passage) -> list[Find]:
    """Words of the source in a row, between words that are translated: a sentence of it that
    has three, or five of any sentence."""
    here = list(passage.words())
    said = [match[0].casefold() for match in here]
    known = {name.casefold() for name in passage.names} | passage.language.international
    covered: set[int] = set()
    for sentence in _SENTENCE_END.split(passage.source_text):
        words = [w.casefold() for w in WORD.findall(sentence)]
        size = min(_ROW, len(words))
        rows = {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}
        for i in range(len(said) - size + 1):
            row = tuple(said[i : i + size])
            if row in rows and sum(word not in known for word in row) >= _SENTENCE:
                covered.update(range(i, i + size))
    finds = []
    for first in sorted(i for i in covered if i - 1 not in covered):
        last = next(i for i in range(first, len(here)) if i + 1 not in covered)
        start, end = here[first].start(), here[last].end()
        what = f"“{passage.text[start:end]}” is left as it is in the source"
        finds.append(Find(start, end, what, "translate it"))
    return finds


def _duplicated(passage: Passage) -> list[Find]:
    if not passage.twins:
        return []
    others = ", ".join(f"“{key}”" for key in passage.twins)
    what = f"{others} has the same text, and another source"
    return [Find(0, len(passage.text), what, "check that each says what its source says")]


def _numbers_in(text: str, words: bool = False) -> Counter[str]:
    """The numbers of a text, whatever digits and groups of three it writes them in."""
    found = Counter(_value(match) for match in _NUMBER.finditer(text))
    if words:
        found.update(_ENGLISH[w] for w in map(str.casefold, WORD.findall(text)) if w in _ENGLISH)
    return found


def _value(match: re.Match[str]) -> str:
    digits = "".join(str(unicodedata.digit(c)) for c in match[0] if c.isdigit())
    return digits.lstrip("0") or "0"


def _difference(passage: Passage) -> tuple[Counter[str], Counter[str]]:
    """The numbers that a text has and its source has not, and those that it lacks. A number
    that the source has in words may stand in digits."""
    if passage.source is None or not _DIGIT.search(passage.text + passage.source_text):
        return Counter(), Counter()
    here, there = _numbers_in(passage.text), _numbers_in(passage.source_text)
    new = here - there
    return new - (_numbers_in(passage.source_text, words=True) - there), there - here


def _numbers(passage: Passage) -> list[Find]:
    new, lost = _difference(passage)
    return [_number_find(passage, new, lost)] if new and lost else []


def _number_words(passage: Passage) -> list[Find]:
    new, lost = _difference(passage)
    return [_number_find(passage, new, lost)] if bool(new) != bool(lost) else []


def _number_find(passage: Passage, new: Counter[str], lost: Counter[str]) -> Find:
    left = _numbers_in(passage.text) - new
    start, end = 0, len(passage.text)
    for match in _NUMBER.finditer(passage.text):
        value = _value(match)
        if value in new and not left[value]:
            start, end = match.span()
            break
        left[value] -= 1
    said = [f"has {', '.join(new)}" if new else "", f"lacks {', '.join(lost)}" if lost else ""]
    what = (
        "the text " + " and ".join(s for s in said if s) + f"; the source: “{passage.source_text}”"
    )
    return Find(start, end, what.replace(HOLE, "{}"), "write the numbers of the source")


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
        words = WORD.finditer(passage.text, *match.span())
        loud = (w for w in words if len(w[0]) >= _CAPITALS and w[0].isupper())
        first = next((w for w in loud if w[0] not in passage.known_words), None)
        if first:
            what = f"“{first[0]}” is in capitals"
            finds.append(Find(*first.span(), what, "write small letters"))
    return finds


def _repeated_word(passage: Passage) -> list[Find]:
    finds, before = [], None
    plain = passage.language.tag.split("-")[0]
    for word in passage.words():
        gap = passage.text[before.end() : word.start()] if before else ""
        said = word[0].casefold()
        same = before is not None and before[0].casefold() == said
        if same and gap.isspace() and said not in _DOUBLED.get(plain, ()):
            what = f"“{word[0]}” stands twice"
            finds.append(Find(*word.span(), what, "keep one"))
        before = word
    return finds


def _small_beginning(passage: Passage) -> list[Find]:
    """A sentence that begins small; the first one where the source begins large."""
    text = passage.text
    finds = []
    clitic = _CLITIC.match(text)  # ’s Avonds
    first = WORD.search(text, clitic.end() if clitic else 0)
    source_first = WORD.search(passage.source_text)
    large = passage.source is not None and source_first and source_first[0][0].isupper()
    bare = first and not re.search(rf"[\d{HOLE}]", text[: first.start()])
    if first and large and bare and first[0][0].islower():
        what = "the text begins with a small letter"
        finds.append(Find(first.start(), first.start() + 1, what, "begin as the source does"))
    if passage.source is not None and not _SENTENCE_END.search(passage.source_text):
        return finds  # a label: a stop in it ends an abbreviation
    for match in re.finditer(rf"({WORD.pattern})[.?!]\s+({WORD.pattern})", text):
        if match[2][0].islower() and not passage.ends_abbreviated(text[: match.end(1)]):
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
        "A text, or a sentence of it, that is still in the source’s language.",
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
        "number-missing",
        WARNING,
        "Of a text and its source only one has a number in digits: the other may have it in words.",
        Example("fr", "Un enfant est jeune", "A child is under 18"),
        Example("fr", "Un enfant a moins de 18 ans", "A child is under eighteen"),
        _number_words,
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
