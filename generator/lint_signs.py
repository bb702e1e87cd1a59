"""Checks of signs: quotation marks, apostrophes, spaces, and how sentences end."""

from __future__ import annotations

import re

from .diagnostics import WARNING
from .passage import HOLE, Check, Example, Find, Passage

_SPACES = " \t\n\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_PLAIN_SPACES = frozenset(" \n\u00a0\u202f")
_MARKS = ",.;:!?…"
_CLOSING = r")\]}"
_QUOTES = frozenset('"“”„‟«»‹›‚‘‛＂″〝〞❝❞≪≫《》')
_APOSTROPHES = "'`´′‘’ʼʻʹʽ＇ʾʿˈˊˋ՚ꞌ᾽"
_TYPED = "'`´′"
_ENDS = ".…?!:,;–—-"
_DASHES = "\u2010\u2011\u2012\u2015\u2212\u30fc-"
_LETTER = r"[^\W\d_\ufffc]"
# Brackets in a word: an ending of one gender (ami(e)s, Mitarbeiter(innen)), or its beginning.
_ENDING = r"innen|trices?|euses?|ières?|[\w’-]{1,3}"
_IN_WORD = rf"(?<={_LETTER})\(({_ENDING})\)|(?<!\w)\(({_LETTER}{{1,3}})\)(?={_LETTER})"
_LIST_MARK = r"(?<![\w(\[])[^\W_]\)(?=\s)"  # a) for yourself, b) for a friend
# The hyphen of a part of a word that is left out: Arbeitsort und -zeit.
_AND = rf"\b(?:und|oder|bzw\.|sowie|an|en|of|og|eller|ja|või|és|vagy|and|or|et|ou)[{_SPACES}]-"
_HANGING = rf"(?:{_AND}|,[{_SPACES}]-(?=.*{_AND}))(?={_LETTER})"


def _quotes(passage: Passage) -> list[Find]:
    """Marks of the language only, each opened and closed."""
    pairs = passage.language.quotes
    if not pairs:
        return []
    right = {c for pair in pairs for c in pair} - {"’"}
    shown = " ".join(f"{pair[0]}…{pair[1]}" for pair in pairs[:2])
    hint = f"write {shown}"
    finds = []
    open_marks: list[tuple[int, str]] = []
    for i, char in enumerate(passage.text):
        if char not in _QUOTES and not (char == "’" and open_marks):
            continue
        if _is_apostrophe(passage, i):
            continue
        if char not in right and char != "’":
            message = f"“{char}” is no quotation mark of {passage.language.endonym}"
            finds.append(Find(i, i + 1, message, hint))
        elif open_marks and open_marks[-1][1] + char in pairs:
            open_marks.pop()
        elif any(pair[0] == char for pair in pairs):
            open_marks.append((i, char))
        elif char != "’":
            finds.append(Find(i, i + 1, f"“{char}” closes nothing", hint))
    finds += [Find(i, i + 1, f"“{char}” is not closed", hint) for i, char in open_marks]
    return finds


def _is_apostrophe(passage: Passage, at: int) -> bool:
    text = passage.text
    return (
        text[at] in _APOSTROPHES and text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha()
    )


def _apostrophes(passage: Passage) -> list[Find]:
    language = passage.language
    if not language.apostrophes:
        return []
    right = language.apostrophes
    finds = []
    for match in re.finditer(rf"(?<={_LETTER})[{_APOSTROPHES}](?={_LETTER})", passage.text):
        if match[0] not in right:
            finds.append(_wrong_apostrophe(match, right[0]))
    loose = rf"(?<=[\w{HOLE}])[{_TYPED}](?!{_LETTER})|(?<![^\W\d_])[{_TYPED}](?=\w)"
    finds += [_wrong_apostrophe(m, right[0]) for m in re.finditer(loose, passage.text)]
    for match in re.finditer(rf"(?<={_LETTER})\*(?={_LETTER})", passage.text):
        finds.append(_wrong_apostrophe(match, right[0]))
    if language.script == "Cyrl":  # where it stands inside words only
        apart = rf"[{_SPACES}]+[{_APOSTROPHES}](?={_LETTER})|[{_APOSTROPHES}][{_SPACES}]+(?=[єїюя])"
        for match in re.finditer(rf"(?<={_LETTER})(?:{apart})", passage.text):
            finds.append(Find(*match.span(), "a space stands beside the apostrophe", "remove it"))
    if "ʻ" in right:  # Uzbek oʻ and gʻ are letters; ʼ stands behind other ones
        for match in re.finditer(rf"(?<=[ogOG])(?:ʼ|[’‘](?!{_LETTER}))", passage.text):
            finds.append(_wrong_apostrophe(match, "ʻ"))
    return finds


def _wrong_apostrophe(match: re.Match[str], right: str) -> Find:
    message = f"“{match[0]}” (U+{ord(match[0]):04X}) is not the apostrophe of the language"
    return Find(*match.span(), message, f"type “{right}” (U+{ord(right):04X})")


def _double_space(passage: Passage) -> list[Find]:
    text = passage.text
    finds = [
        Find(*match.span(), f"{len(match[0])} spaces stand where one belongs", "leave one")
        for match in re.finditer(rf"[{_SPACES}]{{2,}}", text)
        if match.start() > 0 and match.end() < len(text)
    ]
    for match in re.finditer(rf"^[{_SPACES}]+|[{_SPACES}]+$", text):
        if text.strip() and match[0].strip("\n"):
            where = "begins" if match.start() == 0 else "ends"
            finds.append(Find(*match.span(), f"the text {where} with a space", "remove it"))
    for i, char in enumerate(text):
        if re.match(rf"[{_SPACES}]", char) and char not in _PLAIN_SPACES:
            message = f"U+{ord(char):04X} is an odd space"
            finds.append(Find(i, i + 1, message, "type an ordinary space"))
    return finds


def _space_marks(passage: Passage) -> list[Find]:
    """Spaces before and after marks, as the language has them."""
    return _space_before(passage) + _space_after(passage) + _space_inside(passage)


def _space_before(passage: Passage) -> list[Find]:
    text, wanted = passage.text, passage.language.spaces
    finds = []
    for match in re.finditer(rf"([{_SPACES}]*)([{_MARKS}]+|[{_CLOSING}]+)", text):
        mark, space, start = match[2][0], match[1], match.start()
        between_digits = re.match(r"\d[:.,]\d", text[start - 1 : start + 2]) and not space
        if start == 0 and not space and mark != "…":
            finds.append(Find(0, 1, f"the text begins with “{mark}”", "remove it"))
            continue
        if start == 0 or between_digits or (mark in ".…" and text[match.end() :][:1].isalnum()):
            continue
        right = wanted.get(mark, "")
        if space == right or (right and space in ("\u202f", "\u00a0")):
            continue
        if right:
            message = f"before “{mark}” {passage.language.endonym} has a narrow no-break space"
            finds.append(Find(start, match.end(), message, f"type U+{ord(right):04X} there"))
        elif space:
            finds.append(Find(start, match.end(), f"a space stands before “{mark}”", "remove it"))
    return finds


def _space_after(passage: Passage) -> list[Find]:
    text = passage.text
    finds = []
    for match in re.finditer(rf"([,;:!?…]+)(?={_LETTER}|{HOLE})", text):
        begins = not re.search(rf"[^{_SPACES}([«„“]$", text[: match.start()])
        if match[1] == "…" and begins:
            continue  # a text that goes on from something: “… and then”
        finds.append(Find(*match.span(), f"no space after “{match[1][-1]}”", "add one"))
    stop = rf"(?:(?<={_LETTER}{{2}})|(?<=[\d”“»)]))\.(?={_LETTER})"
    for match in re.finditer(stop, text):
        longer = re.match(rf"{_LETTER}{{3}}", text[match.end() :])
        before = re.search(rf"{_LETTER}{{3}}$", text[: match.start()])
        if text[match.end()].isupper() or (longer and before):
            finds.append(Find(*match.span(), "no space after “.”", "add one"))
    for match in re.finditer(r"[,;:!?](?=[(„])|\)(?=[^\W\d_])", _unbracketed(text)):
        finds.append(Find(*match.span(), f"no space after “{match[0]}”", "add one"))
    return finds


def _unbracketed(text: str) -> str:
    """The text with letters for the brackets that stand inside words: ami(e)s, (un)frei."""
    return re.sub(_IN_WORD, lambda m: f"x{m[1] or m[2]}x", text)


def _space_inside(passage: Passage) -> list[Find]:
    """The inner side of brackets and quotation marks."""
    text, language = passage.text, passage.language
    finds = []
    for match in re.finditer(rf"([(\[])[{_SPACES}]", text):
        finds.append(Find(*match.span(), f"a space stands after “{match[1]}”", "remove it"))
    finds += _glued(passage)
    for match in re.finditer(
        rf"(?<![\w‘])(?:[^\W\d_]|\w*[Qq]u|aujourd|d?[ae]ll|nell|sull)’[{_SPACES}]", text
    ):
        end = match.end()
        finds.append(Find(end - 2, end, "a space stands after the apostrophe", "remove it"))
    for pair in language.quotes[:2]:
        inside = language.inside if pair == "«»" else ""
        for pattern, mark in (
            (rf"{pair[0]}([{_SPACES}]*)", pair[0]),
            (rf"([{_SPACES}]*){pair[1]}", pair[1]),
        ):
            for match in re.finditer(pattern, text):
                fits = match[1] == inside or (inside and match[1] in ("\u202f", "\u00a0"))
                ambiguous = pair[0] == pair[1] or mark in "”“’‘"
                if not fits and not ambiguous:
                    finds.append(_inside_fault(match, mark, inside))
    return finds


def _glued(passage: Passage) -> list[Find]:
    """A word that touches the outer side of a bracket or a quotation mark."""
    pairs = passage.language.quotes
    opening, closing = {p[0] for p in pairs}, {p[1] for p in pairs} | {"’"}
    finds = []
    text = _unbracketed(passage.text)
    for i, char in enumerate(text):
        before, after = text[:i], text[i + 1 :]
        if char in opening - closing and before[-1:].isalpha():
            finds.append(Find(i, i + 1, f"no space before “{char}”", "add one"))
        elif char in closing - opening - {"’"} and after[:1].isalpha():
            finds.append(Find(i, i + 1, f"no space after “{char}”", "add one"))
        elif char == "(" and re.search(r"[^\W\d_]{2}$", before):
            finds.append(Find(i, i + 1, "no space before “(”", "add one"))
    return finds


def _inside_fault(match: re.Match[str], mark: str, inside: str) -> Find:
    if inside:
        message = f"inside “{mark}” stands a no-break space"
        return Find(*match.span(), message, f"type U+{ord(inside):04X} there")
    return Find(*match.span(), f"a space stands inside “{mark}”", "remove it")


def _dashes(passage: Passage) -> list[Find]:
    finds = []
    text = re.sub(_HANGING, lambda m: "x" * len(m[0]), passage.text)
    spaced = rf"(?<![^{_SPACES}])[{_DASHES}]{{1,3}}(?=[{_SPACES}]|$)"
    for match in re.finditer(rf"{spaced}|(?<=[{_SPACES}])-(?={_LETTER})|--+", text):
        what = f"“{match[0]}” is a hyphen, not a dash"
        finds.append(Find(*match.span(), what, "type a dash (–), as the language has it"))
    return finds


def _end_of(text: str) -> tuple[str, int]:
    """The class of a text's last sign, and where it stands."""
    at = len(text)
    while at and (text[at - 1].isspace() or text[at - 1] in '"“”’‘»«›‹)]'):
        at -= 1
    last = text[at - 1 : at]
    return (last if last and last in _ENDS else ""), max(0, at - 1)


def _abbreviated(passage: Passage) -> bool:
    """Whether the last stop, of a text or of its source, is that of an abbreviation: etc."""
    texts = (passage.text, passage.source_text)
    return any(
        end == "." and passage.ends_abbreviated(text[:at])
        for text in texts
        for end, at in (_end_of(text),)
    )


def _end_mark(passage: Passage) -> list[Find]:
    if passage.source is None:
        return []
    end, at = _end_of(passage.text)
    wanted, _ = _end_of(passage.source_text)
    if end == wanted or not passage.text.strip():
        return []
    if {end, wanted} == {"", "."} and _abbreviated(passage):
        return []
    said = f"ends with “{wanted}”" if wanted else "ends without a mark"
    return [
        Find(at, at + 1, f"the source {said}, this text with “{passage.text[at]}”", "end it alike")
    ]


def _repeated(passage: Passage) -> list[Find]:
    pattern = (
        r"([!?,;:])[\u202f\u00a0 ]?\1+|(?<![.?!])\.\.(?!\.)|\.{4,}|\?!|!\?|[,;:?!…]\.(?!\.)|\.[,;]"
        r"|(?<=[^\W\d_]{4})\.[?!]|[,;][,;:]|[?!],|[–—] ?[–—]|\(\(|¿¿|¡¡"
    )
    finds = []
    for match in re.finditer(pattern, passage.text):
        abbreviation = match[0] in (".,", ".;") and match.start() > 0
        spanish = match[0] in ("?,", "!,") and passage.language.opening  # ¿Quién?, ¿cuándo?
        if not abbreviation and not spanish:
            finds.append(Find(*match.span(), f"“{match[0]}” is one mark too many", "keep one"))
    return finds


def _opening(passage: Passage) -> list[Find]:
    """Spanish opens a question and a call as well as it closes them."""
    finds = []
    for closing, opening in passage.language.opening.items():
        start = 0
        for match in re.finditer(re.escape(closing), passage.text):
            if opening not in passage.text[start : match.start()]:
                what = f"“{closing}” has no “{opening}” before it"
                finds.append(Find(*match.span(), what, f"open the sentence with “{opening}”"))
            start = match.end()
        if opening in passage.text[start:]:
            at = passage.text.index(opening, start)
            finds.append(Find(at, at + 1, f"“{opening}” is not closed", f"add “{closing}”"))
    return finds


def _brackets(passage: Passage) -> list[Find]:
    finds, waiting = [], []
    for i, char in enumerate(re.sub(_LIST_MARK, "xx", passage.text)):
        if char in "([":
            waiting.append((i, char))
        elif char in ")]":
            if waiting and waiting[-1][1] == {")": "(", "]": "["}[char]:
                waiting.pop()
            else:
                finds.append(Find(i, i + 1, f"“{char}” closes nothing", "add the other bracket"))
    return finds + [Find(i, i + 1, f"“{c}” is not closed", "close it") for i, c in waiting]


CHECKS = (
    Check(
        "quotes",
        WARNING,
        "Each language has its own quotation marks; foreign or typewriter marks look like a mistake.",
        Example("de", 'Sie sagen "Hilfe" und gehen'),
        Example("de", "Sie sagen „Hilfe“ und gehen"),
        _quotes,
    ),
    Check(
        "apostrophe",
        WARNING,
        "The apostrophe of a typewriter, or of another language, divides words for search and voice.",
        Example("uk", "Ваше ім'я"),
        Example("uk", "Ваше ім’я"),
        _apostrophes,
    ),
    Check(
        "double-space",
        WARNING,
        "Two spaces, a space at an end, or an odd one: left over from editing.",
        Example("en", "You can  ask"),
        Example("en", "You can ask"),
        _double_space,
    ),
    Check(
        "space-mark",
        WARNING,
        "French has a space before ; : ! ? and inside « »; other languages have none. After a mark "
        "comes a space.",
        Example("fr", "Vous avez peur?"),
        Example("fr", "Vous avez peur\u202f?"),
        _space_marks,
    ),
    Check(
        "dash",
        WARNING,
        "A hyphen joins parts of a word; between words stands a dash.",
        Example("uk", "INFOTRAITE - це служба"),
        Example("uk", "INFOTRAITE – це служба"),
        _dashes,
    ),
    Check(
        "end-mark",
        WARNING,
        "A question must stay a question; a title has no full stop where the source has none.",
        Example("pl", "Czy ktoś Ci grozi.", "Does someone threaten you?"),
        Example("pl", "Czy ktoś Ci grozi?", "Does someone threaten you?"),
        _end_mark,
    ),
    Check(
        "repeated-mark",
        WARNING,
        "Marks that are doubled by mistake, or shout.",
        Example("it", "Chiami subito!!"),
        Example("it", "Chiami subito!"),
        _repeated,
    ),
    Check(
        "opening-mark",
        WARNING,
        "Spanish opens questions and calls with ¿ and ¡.",
        Example("es", "Le amenazan?"),
        Example("es", "¿Le amenazan?"),
        _opening,
    ),
    Check(
        "brackets",
        WARNING,
        "A bracket that is opened and not closed, or the reverse.",
        Example("en", "Your papers (or your passport"),
        Example("en", "Your papers (or your passport)"),
        _brackets,
    ),
)
