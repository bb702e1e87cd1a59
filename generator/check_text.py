"""Checks of the text layer: sentences whole, numbers right, nothing more, nothing less."""

from __future__ import annotations

import bisect
import itertools
import re
import unicodedata
from collections import Counter

from .expect import Expectation, Sentence
from .findings import Fault, Findings, Flow, compact
from .fonts import weight_of

_NUMBER = re.compile(r"\+?\d(?:[\s()./:\-\u2010-\u2015\u2212]{0,3}\d)*")
_SEPARATORS = re.compile(r"[\s().,/:\-\u2010-\u2015]")
_MANY_DIGITS = 5
_MOST_WEIGHTS = 2
_LINES_APART = "\0"  # no number goes on over it
_NO_TEXT = frozenset("\0\ufffd")


def check_sentences(found: Findings, expectation: Expectation) -> list[Fault]:
    """A sentence that is cut, missing, too small or hidden says something else, or nothing."""
    faults: list[Fault] = []
    # How often words must stand: once for each string of the page that has them.
    wanted: Counter[tuple[int, str]] = Counter()
    places = [(s.page, compact(s.text)) for s in expectation.sentences]
    for sentence, place in zip(expectation.sentences, places, strict=True):
        wanted[place] += sentence.copies
    for sentence, place in zip(expectation.sentences, places, strict=True):
        if sentence.page >= len(found.pages):
            message = f"“{sentence.key}” is missing with its page: “{sentence.text}”"
            faults.append(Fault(message))
        else:
            flow = found.pages[sentence.page].flow
            faults += _sentence_faults(sentence, flow, wanted[place], expectation.hyphenated)
    return faults


def _sentence_faults(sentence: Sentence, flow: Flow, wanted: int, hyphenated: bool) -> list[Fault]:
    page, spans = sentence.page, flow.spans(sentence.text, hyphenated)
    if len(spans) < wanted:
        message = f"“{sentence.key}” stands {len(spans)} times, not {wanted}: “{sentence.text}”"
        return [Fault(message, page)]
    faults = []
    # What is true of a character is true of all that the same text object draws.
    drawn = [flow.drawn_at(s) for s in spans]
    # The same words may also stand, rightly smaller, in another string.
    good = [d for d in drawn if all(each.size >= sentence.min_size - 0.05 for each in d)]
    if len(good) < min(wanted, sentence.copies):
        message = f"“{sentence.key}” is smaller than {sentence.min_size:.1f} pt"
        faults.append(Fault(message, page, "set it larger"))
    pale = any(each.fill[3] < 255 for d in drawn for each in d)
    if pale or any(c.hidden for s in spans for c in flow.chars_at(s)):
        faults.append(Fault(f"“{sentence.key}” is hidden or see-through", page))
    return faults


def check_leftover(found: Findings, expectation: Expectation) -> list[Fault]:
    """Words that nobody asked for: something was added, or a word was changed."""
    faults: list[Fault] = []
    for seen in found.pages:
        flow = seen.flow
        covered = bytearray(len(flow.text))
        sentences = [s for s in expectation.sentences if s.page == seen.number]
        for sentence in sentences:
            for start, end in flow.spans(sentence.text, expectation.hyphenated):
                covered[start:end] = b"\1" * (end - start)
        total = sum(len(compact(s.text)) * s.copies for s in sentences)
        if 0 in covered:
            pairs = zip(flow.text, covered, strict=True)
            rest = "".join(c if not done else "\n" for c, done in pairs)
            for words in re.findall(r"[^\n]+", rest):
                message = f"“{words[:60]}” stands on the page and in no string"
                faults.append(Fault(message, seen.number))
        elif len(flow.text) > total and not expectation.hyphenated:
            faults.append(Fault("a string stands more often than it should", seen.number))
    return faults


class _Digits(dict[int, int | None]):
    """For ``str.translate``: digits of any script as ASCII, and nothing for what is no character
    to see. Each character is looked up once."""

    def __missing__(self, code: int) -> int | None:
        digit = unicodedata.digit(chr(code), None)
        found = ord(str(digit)) if digit is not None else code
        self[code] = None if unicodedata.category(chr(code)) == "Cf" else found
        return self[code]


_DIGITS = _Digits()


def _ascii_digits(text: str) -> str:
    return text if text.isascii() else text.translate(_DIGITS)


def check_numbers(found: Findings, expectation: Expectation) -> list[Fault]:
    """One wrong digit can cost a person their way out."""
    directory = expectation.directory
    faults: list[Fault] = []
    allowed = [s.text for s in expectation.sentences if not s.key.startswith("contact:")]
    longest_first = sorted(directory.printed, key=len, reverse=True)
    for seen in found.pages:
        text = _ascii_digits(_LINES_APART.join(line.text for line in seen.own_lines))
        for printed in (p for p in longest_first if p in text):
            text = re.sub(rf"(?<![\d+]){re.escape(printed)}(?!\d)", "\n", text)
        for match in _NUMBER.finditer(text):
            digits = re.sub(r"\D", "", match[0])
            known = len(digits) < _MANY_DIGITS and digits not in directory.short_codes
            if not known and not any(match[0] in words for words in allowed):
                message = f"the number “{match[0]}” is in no directory entry"
                faults.append(Fault(message, seen.number))
    everything = _LINES_APART.join(ln.text for seen in found.pages for ln in seen.own_lines)
    for printed in directory.printed:
        alone = rf"(?<!\d){re.escape(printed)}(?!\d)"
        if printed not in everything or not re.search(alone, everything):
            faults.append(Fault(f"the number “{printed}” is missing"))
    return faults


def check_forbidden(found: Findings, expectation: Expectation) -> list[Fault]:
    """Numbers that the campaign has banned: they lead to nobody."""
    places = [("the text", "\n".join(ln.text for seen in found.pages for ln in seen.own_lines))]
    places += [("the file's description", value) for value in found.metadata.values()]
    for seen in found.pages:
        places += [("a link", f"{ln.uri}\n{ln.says}") for ln in seen.links]
        places += [("a QR code", code.payload) for code in seen.codes]
    said_there = [(where, said, _ascii_digits(said)) for where, said in places]
    return [
        Fault(f"“{banned}” is forbidden and stands in {where}")
        for banned in expectation.directory.forbidden
        for where in dict.fromkeys(
            where for where, said, text in said_there if _holds(said, text, banned)
        )
    ]


def _holds(said: str, text: str, banned: str) -> bool:
    """Whether a text, also told with ASCII digits, holds a banned number, however it is written,
    or banned words."""
    digits = re.sub(r"\D", "", banned)
    if not digits:
        return banned in said
    if digits not in "".join(re.findall(r"\d+", text)):
        return False
    bare = _SEPARATORS.sub("", text)
    spaced = r"(?<!\d)" + r"\D{0,3}".join(digits) + r"(?!\d)"
    return bool(re.search(rf"(?<!\d){digits}(?!\d)", bare) or re.search(spaced, text))


def check_glyphs(found: Findings, expectation: Expectation) -> list[Fault]:
    """Letters that a machine cannot read: search, copy and reading aloud fail."""
    letters = {letter for seen in found.pages for line in seen.own_lines for letter in {*line.text}}
    private = {letter for letter in letters if unicodedata.category(letter) == "Co"}
    unreadable = _NO_TEXT | private
    return [
        Fault(f"a letter of “{line.text}” has no text behind it", seen.number)
        for seen in found.pages
        for line in seen.own_lines
        if any(c.broken for c in line.chars) or not unreadable.isdisjoint(line.text)
    ]


def check_floor(found: Findings, expectation: Expectation) -> list[Fault]:
    """Type that is too small to be read at all."""
    faults: list[Fault] = []
    smallest = expectation.floor_pt - 0.05
    for seen in found.pages:
        for line in seen.own_lines:
            sizes = [c.size for c in line.chars if c.drawn.size < smallest and c.shows]
            if sizes:
                message = (
                    f"“{line.text.strip()[:40]}” is {min(sizes):.1f} pt; "
                    f"the smallest allowed is {expectation.floor_pt:.1f} pt"
                )
                faults.append(Fault(message, seen.number, "set it larger"))
    return faults


def check_weights(found: Findings, expectation: Expectation) -> list[Fault]:
    """More than two weights in running text read as noise, and hide what is bold."""
    fonts: set[str] = set()
    hyphenated = expectation.hyphenated
    for seen in found.pages:
        flow = seen.flow
        here = [s for s in expectation.sentences if s.page == seen.number]
        others = [span for s in here if not s.running for span in flow.spans(s.text, hyphenated)]
        starts, reach = _reach(others)
        for sentence in (s for s in here if s.running):
            for start, end in flow.spans(sentence.text, hyphenated):
                # The same words may also stand in a title or a number.
                before = bisect.bisect_right(starts, start)
                if not before or reach[before - 1] < end:
                    fonts |= {drawn.font for drawn in flow.drawn_at((start, end))}
    weights = {weight for font in fonts if (weight := weight_of(font))}
    if len(weights) <= _MOST_WEIGHTS:
        return []
    said = ", ".join(str(w) for w in sorted(weights))
    return [Fault(f"the running text has {len(weights)} weights: {said}", None, "use at most two")]


def _reach(spans: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Where spans start, in order, and how far those reach that have started there."""
    in_order = sorted(spans)
    ends = (end for _, end in in_order)
    return [start for start, _ in in_order], [*itertools.accumulate(ends, max)]
