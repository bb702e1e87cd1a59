"""Finds what may never be typed into a text: numbers, addresses, hours.

Contacts are data. A number in a translation is a number that the next change of the
directory forgets, so it is an error however it is written: with any separators,
digits of any script, bold marks or invisible characters between.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from .markup import Segment

_NUMBER = re.compile(r"\+?\d(?:(?:[^\w\x00]|_){0,4}\d)*")
_MANY_DIGITS = 5
_HOURS = ("24", "247", "2424", "247365")  # "24 h", "24/7", "24/24": never beside another number
_CLOCK = re.compile(
    r"(?<![\d.,:])(?:[01]?\d|2[0-4])\s?(?::\s?[0-5]\d|h(?:\s?[0-5]\d)?(?!\w)|[ap]\.?m\b|Uhr\b)",
    re.IGNORECASE,
)
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


@dataclass(frozen=True)
class Typed:
    """One find: where it stands in the string, and what it is."""

    offset: int
    length: int
    text: str
    what: str
    hint: str


def _flattened(segments: tuple[Segment, ...]) -> tuple[str, list[int]]:
    """The text as a reader sees it, digits as ASCII, and each character's offset."""
    chars: list[str] = []
    offsets: list[int] = []
    for segment in segments:
        text = _WALL if segment.placeholder else segment.text
        for i, char in enumerate(text):
            if unicodedata.category(char) in ("Cf", "Mn", "Me"):
                continue
            digit = unicodedata.digit(char, None)
            shown = str(digit) if digit is not None else unicodedata.normalize("NFKC", char)
            for c in shown:
                chars.append(c)
                offsets.append(segment.offset + i)
    return "".join(chars), offsets


def typed_contacts(
    segments: tuple[Segment, ...], short_codes: tuple[str, ...], forbidden: tuple[str, ...]
) -> list[Typed]:
    """Everything in a string that only the directory may say."""
    text, offsets = _flattened(segments)
    finds: list[Typed] = []

    def add(start: int, end: int, what: str, hint: str) -> None:
        first, last = offsets[start], offsets[end - 1]
        known = any(f.offset <= first < f.offset + f.length for f in finds)
        if not known and len(finds) < _MAX_FINDS:
            finds.append(Typed(first, last - first + 1, text[start:end], what, hint))

    use_id = "write {id} of a contact in campaign.yaml instead, for instance {helpline}"
    for match in _EMAIL.finditer(text):
        add(match.start(), match.end(), "an e-mail address", use_id)
    for match in _URL.finditer(text):
        add(
            match.start(),
            match.end(),
            "a web address",
            use_id + "; if these are two sentences, put a space after the full stop",
        )
    use_hours = "hours belong to one number and come from campaign.yaml; leave them out"
    for match in _CLOCK.finditer(text):
        add(match.start(), match.end(), "an opening time", use_hours)
    banned = {re.sub(r"\D", "", f) for f in forbidden}
    for match in _NUMBER.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if digits in banned:
            add(match.start(), match.end(), "a forbidden number", "remove it")
        elif digits in short_codes:
            add(match.start(), match.end(), "a short code", use_id)
        elif len(digits) >= _MANY_DIGITS:
            add(match.start(), match.end(), "a number", use_id)
        elif digits in _HOURS:
            add(match.start(), match.end(), "an opening time", use_hours)
    return finds
