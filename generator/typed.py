"""Finds what may never be typed into a text: numbers, addresses, hours.

Contacts are data. A number in a translation is a number that the next change of the
directory forgets, so it is an error however it is written: with any separators,
digits of any script, bold marks or invisible characters between. A year, a date, an amount
or a page is no contact where its form, or a unit beside it, leaves no doubt.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata

from .markup import Segment
from .records import dataclass

_NUMBER = re.compile(r"\+?\d(?:(?:[^\w\x00]|_){0,4}\d)*")
_DIGIT = re.compile(r"\d")
_MANY_DIGITS = 5
_HOURS = ("247", "2424", "247365")  # "24/7", "24/24": never beside another number
# “24” and the word for hours, in the languages of Europe and Central Asia; and “24 of 24”.
_DAY_LONG = (
    r"(?<![\d.,:])24[\s-]?(?:hrs?\b|hour|heure|hor[aë]|st[uü]nd|stonn|uur|or[eë]\b|oră|timer?\b"
    r"|godz|hod(?:[ií]n|\.)|ur\b|sat[ai]?\b|ór[aá]|valand|tund|saat|soat|giờ|tiếng|годин|год\."
    r"|гадз|час(?!т)|ч\b|сат|сағ|саат|соат|цаг)\w*"
    r"|\b(?:saat|soat|соати?|саат|сағат)\s24(?!\d)|(?<![\d.,:])24\s[^\W\d]{1,4}\s24(?!\d)"
)
_CLOCK = re.compile(
    r"(?<![\d.,:])(?:[01]?\d|2[0-4])\s?(?::\s?[0-5]\d|h(?:\s?[0-5]\d)?(?!\w)|[ap]\.?m\b|Uhr\b)",
    re.IGNORECASE,
)
_TO = r"\s?[-–—]\s?"
_POINT_CLOCK = r"(?:[01]?\d|2[0-4])\.[0-5]\d"
_CLOCKS = rf"(?<![\d.,]){_POINT_CLOCK}{_TO}{_POINT_CLOCK}(?![\d.,])"
# Bounded, so that a long text without a blank is not read again from each of its letters.
_EMAIL = re.compile(r"[^\s@<>\x00]{1,64}\s?@\s?[^\s@<>\x00.]{1,64}(?:\.[^\s@<>\x00.]{1,64}){1,8}")
_MAX_FINDS = 10  # in one string: more of them say nothing new
_URL = re.compile(
    r"(?:https?|ftp|tel|mailto|sms)\s?:\s?[^\s\x00]+|www\.[^\s\x00]+"
    r"|(?<![\w.@-])[a-z0-9-]{3,}\.(?:com|org|net|info|eu|gov|edu|app|[a-z]{2})(?:/[^\s\x00]*)?"
    r"(?![\w-])",
    re.IGNORECASE | re.ASCII,
)
_WALL = "\x00"  # stands for a placeholder: nothing joins across it
_JOINT = r"(?:[^\w\x00]|_){1,4}"
_MONEY = "€$£¥₴₽₺₸₼₾₫"
_UNIT = (
    rf"\s?(?:[%‰°{_MONEY}]|(?:km2?|m2|kg|км2?|м2|кг|zł|Kč|Ft|kr|грн|руб|лв"
    r"|EUR|USD|GBP|CHF|UAH|PLN|RON|CZK|HUF|DKK|RUB|BGN|RSD|BAM|MKD|AZN|UZS|VND|BYN|KZT|KGS|TJS|MNT"
    r"|(?i:eur|evr|avro|eiro|yevro|еур|[єе]вр|еўр)\w{0,2}|(?i:d[oó]ll?[aá]r|долл?ар)\w{0,3})\b)"
)
_YEAR = r"(?:1[89]|20)\d\d"
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_PAGE_WORD = (
    r"(?<![^\W\d_])(?:(?:pp?|pgs?|p[aá]gs?|S|str|стр|стор|с|blz)\."
    r"|[Pp]ages?|[Pp]agin[ae]|[Pp]áginas?|Seiten?|Säiten?|[Ss]trony?|[Ss]ider?)\s?"
)
_PAGES = rf"[1-9]\d{{0,2}}(?:{_TO}[1-9]\d{{0,2}})?"


def _amount(name: str) -> str:
    """A number, with groups of three or without, and at most two decimals."""
    grouped = rf"[1-9]\d{{0,2}}(?:(?P<{name}_>[ ,.'’])\d{{3}}(?:(?P={name}_)\d{{3}})*)"
    return rf"(?P<{name}>(?:{grouped}|0|[1-9]\d{{0,11}})(?:[.,]\d{{1,2}})?)(?!\d)"


def _date(name: str) -> str:
    """A day: 24.11.2026, 2026-11-24, 11/24/2026, or a month, 11.2026."""
    sign = rf"(?P<{name}>[./-])\s?"
    return (
        rf"(?:(?:{_DAY}\.?{_TO})?{_DAY}{sign}{_MONTH}(?P={name})\s?{_YEAR}"
        rf"|{_YEAR}{sign.replace(name, name + 'y')}{_MONTH}(?P={name}y)\s?{_DAY}"
        rf"|{_MONTH}/(?:{_DAY}/)?{_YEAR}|{_MONTH}\.{_YEAR})"
    )


def _alone(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<![\d+]){pattern}(?!\d)") for pattern in patterns)


# What may have five digits or more and is no contact; “b” must be more than “a”. Few texts
# have any number, so these are made for the first that has one.
@functools.cache
def _amounts() -> tuple[re.Pattern[str], ...]:
    return _alone(
        rf"{_amount('a')}(?:(?:{_TO}|\s[^\W\d]{{1,4}}\s){_amount('b')})?{_UNIT}",
        rf"(?:[{_MONEY}]|\b(?:EUR|USD|GBP|CHF))\s?{_amount('a')}(?:{_TO}{_amount('b')})?",
    )


@functools.cache
def _times() -> tuple[re.Pattern[str], ...]:
    return _alone(
        rf"{_date('d')}(?:{_TO}{_date('e')})?",
        rf"{_YEAR}/\d{{1,4}}/[^\W\d_]{{2,3}}\b",  # a law of the Union: 2011/36/EU
        r"\([A-ZА-ЯЄ]{2}\)\s(?:N[or]\.?\s)?\d{1,4}/\d{1,4}",  # (EU) 2024/1712
        rf"(?P<a>{_YEAR})(?:(?:{_TO}|/)(?P<b>{_YEAR}|\d\d))?",
    )


@functools.cache
def _lists() -> tuple[re.Pattern[str], ...]:
    return _alone(
        rf"{_PAGE_WORD}{_PAGES}(?:, {_PAGES})*(?!{_JOINT}\d)",
        r"[1-9]\d?(?:[-–—][1-9]\d?)?(?:, [1-9]\d?(?:[-–—][1-9]\d?)?){2,}",  # 1, 2, 3
    )


_APART = r"[)\]»”“\"]?[,;:.!?][)\]»”“\"]?\s+[(\[«„“€$£]?|\s[(\[]"
_PHONE = (  # a plus, or a word for telephones, with no other word after it
    r"(?:(?<!\w)\+|(?<!\w)(?:t[eé]l(?:[eé]ph?on\w*)?|тел(?:ефон\w*)?|phone|fax|факс|mob(?:ile?)?"
    r"|моб|sms)\b|☎)(?:[^\w\x00]|[\d_]){0,24}$"
)


@dataclass(frozen=True)
class Typed:
    """One find: where it stands in the string, and what it is."""

    offset: int
    length: int
    text: str
    what: str
    hint: str


@functools.lru_cache(maxsize=4096)
def _shown(char: str) -> str:
    """A character as a reader sees it, a digit as ASCII."""
    if unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return ""
    digit = unicodedata.digit(char, None)
    return unicodedata.normalize("NFKC", char) if digit is None else str(digit)


def _flattened(segments: tuple[Segment, ...]) -> str:
    """The text as a reader sees it."""
    return "".join(
        _WALL if segment.placeholder else "".join(map(_shown, segment.text)) for segment in segments
    )


def _offsets(segments: tuple[Segment, ...]) -> list[int]:
    """Where each character of the flattened text stands in the string."""
    return [
        segment.offset + i
        for segment in segments
        for i, char in enumerate(_WALL if segment.placeholder else segment.text)
        for _ in _shown(char)
    ]


def _without_plain(text: str, never: set[str]) -> str:
    """The text with a wall for each number that is plainly no contact."""

    def walled(match: re.Match[str]) -> str:
        said = (re.sub(r"\D", "", part) for part in match[0].split(", "))
        allowed = match.re in _amounts() or never.isdisjoint(said)  # 113 km is no short code
        plain = allowed and _rises(match) and _stands_alone(match)
        return _WALL * len(match[0]) if plain else match[0]

    for pattern in (*_amounts(), *_times(), *_lists()):
        text = pattern.sub(walled, text)
    return text


def _stands_alone(match: re.Match[str]) -> bool:
    """Whether no other digits are joined to a number: “27 36 2020” is one number."""
    start, end = match.span()
    before, after = match.string[max(0, start - 40) : start], match.string[end : end + 6]
    joints = re.search(rf"\d({_JOINT})$", before), re.match(rf"({_JOINT})\d", after)
    apart = all(re.fullmatch(_APART, joint[1]) for joint in joints if joint)
    return apart and not re.search(_PHONE, before, re.IGNORECASE)


def _rises(match: re.Match[str]) -> bool:
    """Whether what is from and to, or a list, goes up, as no phone number needs to."""
    first, last = (re.sub(r"\D", "", match.groupdict().get(name) or "") for name in "ab")
    if first and last:
        if len(first) == 4 and len(last) == 2:
            last = first[:2] + last  # 2020-21
        return int(first) < int(last)
    values = [int(number) for number in re.findall(r"\d+", match[0])]
    return match.re not in _lists() or all(a < b for a, b in itertools.pairwise(values))


def _may_be_a_contact(text: str, known: set[str]) -> bool:
    """Whether a number, or a part of one, has as many digits as a contact, or is ``known``."""
    return any(
        len(digits) >= _MANY_DIGITS or any(part in digits for part in known)
        for digits in (re.sub(r"\D", "", match[0]) for match in _NUMBER.finditer(text))
    )


def typed_contacts(
    segments: tuple[Segment, ...], short_codes: tuple[str, ...], forbidden: tuple[str, ...]
) -> list[Typed]:
    """Everything in a string that only the directory may say."""
    text = _flattened(segments)
    finds: list[Typed] = []
    offsets: list[int] = []

    def add(match: re.Match[str], what: str, hint: str) -> None:
        if not offsets:
            offsets.extend(_offsets(segments))
        first, last = offsets[match.start()], offsets[match.end() - 1]
        known = any(f.offset <= first < f.offset + f.length for f in finds)
        if not known and len(finds) < _MAX_FINDS:
            finds.append(Typed(first, last - first + 1, text[slice(*match.span())], what, hint))

    use_id = "write {id} of a contact in campaign.yaml instead, for instance {helpline}"
    for match in _EMAIL.finditer(text) if "@" in text else ():
        add(match, "an e-mail address", use_id)
    for match in _URL.finditer(text):
        hint = use_id + "; if these are two sentences, put a space after the full stop"
        add(match, "a web address", hint)
    if not _DIGIT.search(text):
        return finds
    use_hours = "hours belong to one number and come from campaign.yaml; leave them out"
    for match in _CLOCK.finditer(text):
        add(match, "an opening time", use_hours)
    for match in re.finditer(_DAY_LONG, text, re.IGNORECASE) if "24" in text else ():
        add(match, "an opening time", use_hours)
    banned = {re.sub(r"\D", "", f) for f in forbidden}
    if not _may_be_a_contact(text, banned.union(short_codes, _HOURS)):
        return finds
    numbers = _without_plain(text, banned.union(short_codes))
    for match in re.finditer(_CLOCKS, numbers):
        add(match, "an opening time", use_hours)
    for match in _NUMBER.finditer(numbers):
        digits = re.sub(r"\D", "", match[0])
        if digits in banned:
            add(match, "a forbidden number", "remove it")
        elif digits in short_codes:
            add(match, "a short code", use_id)
        elif len(digits) >= _MANY_DIGITS:
            add(match, "a number", use_id)
        elif digits in _HOURS:
            add(match, "an opening time", use_hours)
    return finds
