"""Checks of the text layer: sentences whole, numbers right, nothing more, nothing less."""

from __future__ import annotations

import re
import unicodedata

from .expect import Expectation, Sentence
from .findings import Fault, Findings, Line
from .fonts import weight_of
from .readback import Char

_NUMBER = re.compile(r"\+?\d(?:[\s()./:\-\u2010-\u2015\u2212]{0,3}\d)*")
_MANY_DIGITS = 5
_MOST_WEIGHTS = 2
_HYPHENS = "\ufffe\x02"  # what pdfium gives for a hyphen at a line's end


def _compact(text: str) -> str:
    """Text without white space, composed, digits of any script as ASCII."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if not c.isspace())


class Flow:
    """A page's characters without white space, each with the character it came from."""

    def __init__(self, lines: list[Line], hyphenated: bool):
        self.chars: list[Char] = []
        parts: list[str] = []
        for line in lines:
            for char in line.chars:
                shown = "-" if char.text in _HYPHENS else char.text
                if not shown.isspace():
                    parts.append(shown)
                    self.chars.append(char)
        joined = "".join(parts)
        self.text = unicodedata.normalize("NFC", joined)
        self._exact = self.text == joined
        self._hyphenated = hyphenated

    def spans(self, sentence: str) -> list[tuple[int, int]]:
        """Every place where the sentence stands whole."""
        wanted = _compact(sentence)
        if not wanted:
            return []
        pattern = "-?".join(map(re.escape, wanted)) if self._hyphenated else re.escape(wanted)
        return [m.span() for m in re.finditer(pattern, self.text)]

    def chars_at(self, span: tuple[int, int]) -> list[Char]:
        """The characters of a place; empty where composing changed the offsets."""
        return self.chars[span[0] : span[1]] if self._exact else []


def check_sentences(found: Findings, expectation: Expectation) -> list[Fault]:
    """A sentence that is cut, missing, too small or hidden says something else, or nothing."""
    faults: list[Fault] = []
    for seen in found.pages:
        flow = Flow(seen.lines, expectation.hyphenated)
        for sentence in (s for s in expectation.sentences if s.page == seen.number):
            faults += _sentence_faults(sentence, flow, expectation)
    missing = [s for s in expectation.sentences if s.page >= len(found.pages)]
    return faults + [Fault(f"“{s.key}” is missing with its page: “{s.text}”") for s in missing]


def _sentence_faults(sentence: Sentence, flow: Flow, expectation: Expectation) -> list[Fault]:
    page, spans = sentence.page, flow.spans(sentence.text)
    wanted = _wanted(sentence, expectation)
    if len(spans) < wanted:
        message = f"“{sentence.key}” stands {len(spans)} times, not {wanted}: “{sentence.text}”"
        return [Fault(message, page)]
    faults = []
    # The same words may also stand, rightly smaller, in another string.
    good = [s for s in spans if _large_enough(flow.chars_at(s), sentence.min_size)]
    if len(good) < min(wanted, sentence.copies):
        message = f"“{sentence.key}” is smaller than {sentence.min_size:.1f} pt"
        faults.append(Fault(message, page, "set it larger"))
    if any(c.hidden or c.fill[3] < 255 for s in spans for c in flow.chars_at(s)):
        faults.append(Fault(f"“{sentence.key}” is hidden or see-through", page))
    return faults


def _wanted(sentence: Sentence, expectation: Expectation) -> int:
    """How often the words must stand: once for each string of the page that has them."""
    words = _compact(sentence.text)
    return sum(
        s.copies
        for s in expectation.sentences
        if s.page == sentence.page and _compact(s.text) == words
    )


def _large_enough(chars: list[Char], smallest: float) -> bool:
    return all(c.size >= smallest - 0.05 for c in chars)


def check_leftover(found: Findings, expectation: Expectation) -> list[Fault]:
    """Words that nobody asked for: something was added, or a word was changed."""
    faults: list[Fault] = []
    for seen in found.pages:
        flow = Flow(seen.lines, expectation.hyphenated)
        covered = [False] * len(flow.text)
        sentences = [s for s in expectation.sentences if s.page == seen.number]
        for sentence in sentences:
            for start, end in flow.spans(sentence.text):
                covered[start:end] = [True] * (end - start)
        rest = "".join(c if not done else "\n" for c, done in zip(flow.text, covered, strict=True))
        for words in re.findall(r"[^\n]+", rest):
            faults.append(Fault(f"“{words[:60]}” stands on the page and in no string", seen.number))
        total = sum(len(_compact(s.text)) * s.copies for s in sentences)
        if all(covered) and len(flow.text) > total and not expectation.hyphenated:
            faults.append(Fault("a string stands more often than it should", seen.number))
    return faults


def _ascii_digits(text: str) -> str:
    return "".join(
        str(d) if (d := unicodedata.digit(c, None)) is not None else c
        for c in text
        if unicodedata.category(c) != "Cf"
    )


def check_numbers(found: Findings, expectation: Expectation) -> list[Fault]:
    """One wrong digit can cost a person their way out."""
    directory = expectation.directory
    faults: list[Fault] = []
    allowed = [s.text for s in expectation.sentences if not s.key.startswith("contact:")]
    for seen in found.pages:
        for line in seen.lines:
            text = _ascii_digits(line.text)
            for printed in sorted(directory.printed, key=len, reverse=True):
                text = re.sub(rf"(?<![\d+]){re.escape(printed)}(?!\d)", "\n", text)
            for match in _NUMBER.finditer(text):
                digits = re.sub(r"\D", "", match[0])
                known = len(digits) < _MANY_DIGITS and digits not in directory.short_codes
                if not known and not any(match[0] in words for words in allowed):
                    message = f"the number “{match[0]}” is in no directory entry"
                    faults.append(Fault(message, seen.number))
    everything = [ln.text for seen in found.pages for ln in seen.lines]
    for printed in directory.printed:
        if not any(re.search(rf"(?<!\d){re.escape(printed)}(?!\d)", t) for t in everything):
            faults.append(Fault(f"the number “{printed}” is missing"))
    return faults


def check_forbidden(found: Findings, expectation: Expectation) -> list[Fault]:
    """Numbers that the campaign has banned: they lead to nobody."""
    places = [("the text", "\n".join(ln.text for seen in found.pages for ln in seen.lines))]
    places += [("the file's description", value) for value in found.metadata.values()]
    for seen in found.pages:
        places += [("a link", f"{ln.uri}\n{ln.says}") for ln in seen.links]
        places += [("a QR code", code.payload) for code in seen.codes]
    return [
        Fault(f"“{banned}” is forbidden and stands in {where}")
        for banned in expectation.directory.forbidden
        for where in dict.fromkeys(w for w, said in places if _holds(said, banned))
    ]


def _holds(said: str, banned: str) -> bool:
    """Whether a text holds a banned number, however it is written, or banned words."""
    digits = re.sub(r"\D", "", banned)
    if not digits:
        return banned in said
    text = _ascii_digits(said)
    bare = re.sub(r"[\s().,/:\-\u2010-\u2015]", "", text)
    spaced = r"(?<!\d)" + r"\D{0,3}".join(digits) + r"(?!\d)"
    return bool(re.search(rf"(?<!\d){digits}(?!\d)", bare) or re.search(spaced, text))


def check_glyphs(found: Findings, expectation: Expectation) -> list[Fault]:
    """Letters that a machine cannot read: search, copy and reading aloud fail."""
    return [
        Fault(f"a letter of “{line.text}” has no text behind it", seen.number)
        for seen in found.pages
        for line in seen.lines
        if any(
            c.broken or c.text in "\0\ufffd" or unicodedata.category(c.text) == "Co"
            for c in line.chars
        )
    ]


def check_floor(found: Findings, expectation: Expectation) -> list[Fault]:
    """Type that is too small to be read at all."""
    faults: list[Fault] = []
    for seen in found.pages:
        for line in seen.lines:
            sizes = [c.size for c in line.chars if not c.text.isspace() and c.rect.width > 0]
            if sizes and min(sizes) < expectation.floor_pt - 0.05:
                message = (
                    f"“{line.text.strip()[:40]}” is {min(sizes):.1f} pt; "
                    f"the smallest allowed is {expectation.floor_pt:.1f} pt"
                )
                faults.append(Fault(message, seen.number, "set it larger"))
    return faults


def check_weights(found: Findings, expectation: Expectation) -> list[Fault]:
    """More than two weights in running text read as noise, and hide what is bold."""
    weights: set[int] = set()
    for seen in found.pages:
        flow = Flow(seen.lines, expectation.hyphenated)
        here = [s for s in expectation.sentences if s.page == seen.number]
        others = [span for s in here if not s.running for span in flow.spans(s.text)]
        for sentence in (s for s in here if s.running):
            for start, end in flow.spans(sentence.text):
                # The same words may also stand in a title or a number.
                if not any(a <= start and end <= b for a, b in others):
                    chars = flow.chars_at((start, end))
                    weights |= {w for c in chars if (w := weight_of(c.font))}
    if len(weights) <= _MOST_WEIGHTS:
        return []
    said = ", ".join(str(w) for w in sorted(weights))
    return [Fault(f"the running text has {len(weights)} weights: {said}", None, "use at most two")]
