"""Checks of letters: the right script, the right alphabet, nothing hidden between them."""

from __future__ import annotations

import functools
import re
import unicodedata

from .diagnostics import ERROR, WARNING
from .languages import Language
from .passage import Check, Example, Find, Passage

SCRIPTS = {"Latn": "LATIN", "Cyrl": "CYRILLIC"}
# Letters that look alike in Latin and Cyrillic (Unicode Technical Standard 39, confusables).
_DOUBLES = dict(zip("aceijopsxyhkABCEHIJKMOPSTXY", "асеіјорѕхуһкавсеніјкморѕтху", strict=True))
_ROMAN = re.compile(r"(?=[IVXLCDM]{2})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_DIGIT_IN_WORD = re.compile(
    r"(?<![^\W_])(?:[^\W\d_]+[013]+[^\W\d_]+[^\W_]*|[013][^\W\d_]{3,}|[^\W\d_]{3,}[013])(?![^\W_])"
)
_MEANT_DIGIT = re.compile("[013]")  # what stands for o, l and з
_ORDINALS = "ªº"
_ORDINAL = re.compile(r"\d+(?:ères?|èmes?|ième|iers?)")  # French 1ère, 3ème
_CODE = 5  # letters and digits: a short name in capitals
_CLUSTER = re.compile(r".[\u0300-\u036f]*")
_SOFT_HYPHEN = "\u00ad"
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # empty, yet no spaces
# What UTF-8 is often read as, and the letters and signs that are then seen in pieces.
_READ_AS = ("cp1252", "cp1251", "cp1250")
_READ = (
    [chr(c) for c in (*range(0xA0, 0x180), *range(0x400, 0x500), *range(0x1EA0, 0x1EFA))]
    + list("ƏəƠơƯưȘșȚț‘’‚“”„–—…‹›€№ʻʼ\u202f")
)  # fmt: skip
_BROKEN = re.compile(r"â€.?|Ð[^\s\w]")  # a part of it is lost
_BESIDE = frozenset("“”„‘’‚‹›«»–—…\u00a0")  # signs that stand behind a letter in correct texts
_CYRILLIC_AS_LATIN = re.compile(r"[À-ÖØ-öø-ÿ]{3,}")
# Signs of East Asian width, and others that look like ours.
_LOOK_ALIKES = {chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F) if not chr(c).isalnum()} | {
    "、": ",", "。": ".", "\u037e": ";", "\u2024": ".", "\ua789": ":", "\u2236": ":", "\u01c3": "!",
    "「": "“", "」": "”", "【": "[", "】": "]", "\ufb01": "fi", "\ufb02": "fl",
}  # fmt: skip


@functools.lru_cache(maxsize=4096)
def _script(char: str) -> str:
    return unicodedata.name(char, "").split(" ")[0]


def _named(script: str) -> str:
    return script.title() if script.isalpha() and len(script) > 3 else script


@functools.lru_cache(maxsize=4096)
def _belongs_to(char: str) -> str:
    """The script of a letter; ª, º and letters that modify others belong to all of them."""
    bound = char.isalpha() and unicodedata.category(char) != "Lm" and char not in _ORDINALS
    return _script(char) if bound else ""


def _scripts(word: str) -> set[str]:
    return set(map(_belongs_to, word)) - {""}


def _mixed(passage: Passage) -> list[Find]:
    own = SCRIPTS.get(passage.language.script, "")
    text = passage.text
    finds = [] if _scripts(text) <= {own} else _words_of_others(passage, own)
    for match in _DIGIT_IN_WORD.finditer(text) if _MEANT_DIGIT.search(text) else ():
        code = match[0].isupper() and len(match[0]) <= _CODE  # H1N1
        if match[0] not in passage.source_text and not code and not _ORDINAL.fullmatch(match[0]):
            what = f"“{match[0]}” has a digit where a letter belongs"
            finds.append(Find(*match.span(), what, "type the letter (o for 0, l for 1, з for 3)"))
    return finds


def _words_of_others(passage: Passage, own: str) -> list[Find]:
    """Words that are not in the script of the language, or not all of them."""
    finds = []
    for match in passage.words():
        word, scripts = match[0], _scripts(match[0])
        if _ROMAN.fullmatch(word):
            continue
        posing = own == "CYRILLIC" and scripts == {"LATIN"} and _passes_for_cyrillic(match, passage)
        known = word in passage.known_words and (len(word) > 1 or not posing)
        if word in passage.names or known or not scripts:
            continue
        if len(scripts) > 1:
            finds.append(_odd_letters(match, own if own in scripts else max(scripts)))
        elif posing:
            what = f"“{word}” is written in Latin letters that look Cyrillic"
            finds.append(Find(*match.span(), what, "type it again with Cyrillic letters"))
        elif own and own not in scripts and not (own == "CYRILLIC" and scripts == {"LATIN"}):
            name = _named(scripts.pop())
            what = f"“{word}” is written in {name} letters"
            finds.append(Find(*match.span(), what, "write it in the letters of the language"))
    return finds


def _odd_letters(match: re.Match[str], own: str) -> Find:
    odd = [i for i, c in enumerate(match[0]) if c.isalpha() and _script(c) != own]
    shown = " ".join(
        f"“{match[0][i]}” (U+{ord(match[0][i]):04X}, {_named(_script(match[0][i]))})"
        for i in odd[:4]
    )
    start, end = match.start() + odd[0], match.start() + odd[-1] + 1
    what = f"“{match[0]}” mixes scripts: {shown}"
    return Find(start, end, what, f"type the letter again in {_named(own)} letters")


def _passes_for_cyrillic(match: re.Match[str], passage: Passage) -> bool:
    """Whether a Latin word could be meant as Cyrillic: every letter has a Cyrillic double in
    the language, and it is no part of a longer Latin word such as “e-mail”."""
    letters = passage.language.letters
    alike = {c for c, double in _DOUBLES.items() if not letters or double in letters}
    text = passage.text
    before, after = text[: match.start()], text[match.end() :]
    parts = re.findall(r"[^\W\d_]+(?=-$)", before) + re.findall(r"(?<=^-)[^\W\d_]+", after)
    latin_beside = any(_scripts(p) == {"LATIN"} and set(p) - alike for p in parts)
    return set(match[0]) <= alike and not latin_beside


def _lowered(char: str, language: Language) -> str:
    own = next((small for small, large in language.upper.items() if large == char), "")
    return own or char.lower()


def _strange(passage: Passage) -> list[tuple[int, int, str]]:
    """Letters in the right script that the alphabet lacks: start, end, the small letter."""
    language, text = passage.language, passage.text
    if not language.letters:
        return []
    own = SCRIPTS.get(language.script, "")
    as_it_is = unicodedata.is_normalized("NFC", text)
    if as_it_is and not any(_is_strange(char, language, own) for char in set(text)):
        return []
    finds = []
    for match in passage.words():
        if match[0] in passage.known_words or own not in _scripts(match[0]):
            continue
        for cluster in _CLUSTER.finditer(passage.text, *match.span()):
            composed = unicodedata.normalize("NFC", cluster[0])
            finds += [
                (*cluster.span(), _lowered(c, language))
                for c in composed
                if _is_strange(c, language, own)
            ]
    return finds


@functools.lru_cache(maxsize=4096)
def _is_strange(char: str, language: Language, own: str) -> bool:
    small = _lowered(char, language)
    plain = own == "LATIN" and small.isascii()
    if small in language.letters or plain or unicodedata.category(char) == "Lm":
        return False
    if char in _ORDINALS:
        return False
    # Letters of another script are told by “mixed-script”.
    return _script(char) == own if char.isalpha() else bool(unicodedata.combining(char))


def _alphabet(passage: Passage) -> list[Find]:
    language = passage.language
    return [
        Find(
            start,
            end,
            f"“{small}” (U+{ord(small[0]):04X}) is no letter of {language.endonym}",
            f"did you mean “{language.wrong[small]}”?"
            if small in language.wrong
            else "type the right letter",
        )
        for start, end, small in _strange(passage)
        if small in language.wrong or small not in language.foreign
    ]


def _foreign(passage: Passage) -> list[Find]:
    language = passage.language
    return [
        Find(
            start,
            end,
            f"{language.endonym} has “{small}” in foreign words only",
            "check the word; silence this if it is a name",
        )
        for start, end, small in _strange(passage)
        if small in language.foreign and small not in language.wrong
    ]


def _foreign_words(passage: Passage) -> list[Find]:
    if passage.language.script != "Cyrl":
        return []
    return [
        Find(*match.span(), f"“{match[0]}” is a word in Latin letters", "translate it")
        for match in passage.words()
        if _scripts(match[0]) == {"LATIN"}
        and match[0] not in passage.names
        and match[0].casefold() not in passage.language.international
        and not _passes_for_cyrillic(match, passage)
        and not match[0].isupper()
    ]


def _never(passage: Passage) -> list[Find]:
    finds = []
    for pattern, meant in passage.language.never.items():
        for match in re.finditer(pattern, passage.text, re.IGNORECASE):
            what = f"no word of {passage.language.endonym} has “{match[0]}” here"
            finds.append(Find(*match.span(), what, f"write “{meant}”"))
    return finds


@functools.lru_cache(maxsize=4096)
def _is_hidden(char: str) -> bool:
    variant = "\ufe00" <= char <= "\ufe0f"
    return variant or unicodedata.category(char) == "Cf" or char in _BLANK


def _invisible(passage: Passage) -> list[Find]:
    text = passage.text
    if not any(map(_is_hidden, set(text))):
        return []
    finds = []
    for i, char in enumerate(text):
        around = text[i - 1 : i] + text[i + 1 : i + 2]
        if char == _SOFT_HYPHEN and len(around) == 2 and around.isalpha():
            continue
        if _is_hidden(char):
            name = unicodedata.name(char, "a character without a name").lower()
            finds.append(Find(i, i + 1, f"U+{ord(char):04X} ({name}) cannot be seen", "remove it"))
    return finds


def _unnormalised(passage: Passage) -> list[Find]:
    text = passage.text
    finds = []
    for match in re.finditer(r".[\u0300-\u036f]+|[\u1100-\u11ff\u212a\u212b\u2126]", text):
        composed = unicodedata.normalize("NFC", match[0])
        if composed != match[0]:
            what = f"“{match[0]}” is typed as {len(match[0])} characters; it is {len(composed)}"
            finds.append(Find(*match.span(), what, f"type “{composed}” (normal form NFC)"))
    for i, char in enumerate(text):
        if char in _LOOK_ALIKES:
            what = f"“{char}” (U+{ord(char):04X}) is not the sign that it looks like"
            finds.append(Find(i, i + 1, what, f"type “{_LOOK_ALIKES[char]}”"))
    return finds


@functools.cache
def _pieces() -> dict[str, str]:
    """What a letter of two or three bytes looks like when it is read wrongly, and the letter."""
    pieces = {}
    for encoding in _READ_AS:
        seen = [
            chr(byte) if char == "\ufffd" else char
            for byte, char in enumerate(bytes(range(256)).decode(encoding, "replace"))
        ]
        for char in _READ:
            pieces["".join([seen[byte] for byte in char.encode()])] = char
    return pieces


@functools.cache
def _begins_a_piece() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(sorted({piece[0] for piece in _pieces()})))}]")


def _misread(text: str) -> list[tuple[int, list[str]]]:
    """The rows of such pieces in a text, each with the place where it begins."""
    pieces = _pieces()
    rows: list[tuple[int, list[str]]] = []
    end = 0
    for match in _begins_a_piece().finditer(text):
        at = match.start()
        if at < end:
            continue  # a part of the piece before it
        piece = next((text[at : at + n] for n in (3, 2) if text[at : at + n] in pieces), "")
        if piece and rows and at == end:
            rows[-1][1].append(piece)
        elif piece:
            rows.append((at, [piece]))
        end = at + len(piece) if piece else end
    return rows


def _is_no_word(row: list[str], language: Language) -> bool:
    """Whether pieces cannot be a part of a correct text, as “Рі” in “Різне” is."""
    own = language.letters
    letters = all(c.isalpha() and (not own or _lowered(c, language) in own) for c in "".join(row))
    if len(row) > 1:
        return not (letters and "".join(row).isupper())
    odd = [c for c in row[0] if c not in _BESIDE and (c in _ORDINALS or not c.isalpha())]
    strange = [c for c in row[0] if c.isalpha() and own and _lowered(c, language) not in own]
    return bool(odd or strange)


def _mojibake(passage: Passage) -> list[Find]:
    """Letters that were read wrongly, as far as no correct text has them so."""
    text = passage.text
    found = {
        (start, start + len("".join(row))): "".join(_pieces()[piece] for piece in row)
        for start, row in _misread(text)
        if _is_no_word(row, passage.language)
    }
    lost = [_BROKEN] + [_CYRILLIC_AS_LATIN] * (passage.language.script == "Cyrl")
    for match in (m for pattern in lost for m in pattern.finditer(text)):
        if not any(start <= match.start() < end for start, end in found):
            found[match.span()] = ""
    what = "“{}” is what {} becomes when a program reads it wrongly"
    hint = "copy the text again, as UTF-8"
    return [
        Find(*span, what.format(text[slice(*span)], f"“{meant}”" if meant else "a letter"), hint)
        for span, meant in sorted(found.items())
    ]


CHECKS = (
    Check(
        "mixed-script",
        ERROR,
        "A Latin letter in a Cyrillic word (or the reverse) looks right and is wrong: search, "
        "reading aloud and the next font show it. Each part of a word is looked at by itself.",
        Example("uk", "Вас примyшують"),
        Example("uk", "QR-код допоможе"),
        _mixed,
    ),
    Check(
        "alphabet",
        ERROR,
        "A letter that the language does not have: a neighbour’s keyboard, or a look-alike.",
        Example("ro", "Puteţi cere ajutor"),
        Example("ro", "Puteți cere ajutor"),
        _alphabet,
    ),
    Check(
        "foreign-letter",
        WARNING,
        "A letter that the language has in foreign words and names only.",
        Example("de", "Es gibt in Luxemburg Hîlfe"),
        Example("de", "Es gibt in Luxemburg Hilfe"),
        _foreign,
    ),
    Check(
        "foreign-word",
        WARNING,
        "A word in Latin letters in a Cyrillic text, which the source does not have.",
        Example("bg", "Имате нужда от help", "You need help"),
        Example("bg", "Имате нужда от помощ", "You need help"),
        _foreign_words,
    ),
    Check(
        "never",
        ERROR,
        "Letters that stand together in no word of the language: something fell out.",
        Example("uk", "Ваше зїзд"),
        Example("uk", "Ваше з’їзд"),
        _never,
    ),
    Check(
        "invisible",
        ERROR,
        "A character that nobody sees breaks search, links and lines. Soft hyphens in words may stay.",
        Example("en", "You can\u200b ask"),
        Example("en", "You can ask"),
        _invisible,
    ),
    Check(
        "unnormalised",
        WARNING,
        "A letter can be saved in two ways, and wide signs (，．！) look like ours; tools then take "
        "equal texts for different ones.",
        Example("fr", "Cafe\u0301 ouvert"),
        Example("fr", "Café ouvert"),
        _unnormalised,
    ),
    Check(
        "mojibake",
        ERROR,
        "Letters that a program read in the wrong encoding.",
        Example("fr", "Appelez le numÃ©ro"),
        Example("fr", "Appelez le numéro"),
        _mojibake,
    ),
)
