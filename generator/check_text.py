"""Checks of the text layer: sentences whole, numbers right, nothing more, nothing less."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

from .expect import Expectation, Sentence
from .fonts import weight_of
from .geometry import Rect
from .readback import Char

Fault = tuple[str, str, int | None]
Pages = list[tuple[int, list["Line"]]]

_NUMBER = re.compile(r"\+?\d(?:[\s()./:\-\u2010-\u2015\u2212]{0,3}\d)*")
_MANY_DIGITS = 5
_MOST_WEIGHTS = 2
_HYPHENS = "\ufffe\x02"  # what pdfium gives for a hyphen at a line's end


@dataclass(frozen=True)
class Line:
    """A line of the text layer."""

    chars: tuple[Char, ...]

    @functools.cached_property
    def text(self) -> str:
        return "".join(c.text for c in self.chars)

    @functools.cached_property
    def box(self) -> Rect | None:
        """Around all that shows; None where nothing does."""
        rects = [c.rect for c in self.chars if c.rect.width > 0 and not c.text.isspace()]
        return _union(rects) if rects else None

    def box_of(self, words: str) -> Rect | None:
        """Where ``words`` stand in this line, if they do."""
        at = self.text.find(words)
        if at < 0:
            return None
        rects = [c.rect for c in self.chars[at : at + len(words)] if c.rect.width > 0]
        return _union(rects) if rects else None


def _union(rects: list[Rect]) -> Rect:
    left, top = min(r.x for r in rects), min(r.y for r in rects)
    return Rect(left, top, max(r.right for r in rects) - left, max(r.bottom for r in rects) - top)


def lines_of(chars: list[Char]) -> list[Line]:
    """Lines as the reader's software ends them."""
    lines: list[list[Char]] = [[]]
    for char in chars:
        if char.text in "\r\n":
            if lines[-1]:
                lines.append([])
        else:
            lines[-1].append(char)
    return [Line(tuple(line)) for line in lines if line]


def _compact(text: str) -> str:
    """Text without white space, composed, digits of any script as ASCII."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if not c.isspace())


class _Flow:
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

    def spans(self, sentence: Sentence) -> list[tuple[int, int]]:
        """Every place where the sentence stands whole."""
        wanted = _compact(sentence.text)
        if not wanted:
            return []
        pattern = "-?".join(map(re.escape, wanted)) if self._hyphenated else re.escape(wanted)
        return [m.span() for m in re.finditer(pattern, self.text)]

    def chars_at(self, span: tuple[int, int]) -> list[Char]:
        """The characters of a place; empty where composing changed the offsets."""
        return self.chars[span[0] : span[1]] if self._exact else []


def check_sentences(pages: Pages, expectation: Expectation) -> list[Fault]:
    """A sentence that is cut, missing, too small or hidden says something else, or nothing."""
    faults: list[Fault] = []
    for number, lines in pages:
        flow = _Flow(lines, expectation.hyphenated)
        for sentence in (s for s in expectation.sentences if s.page == number):
            spans = flow.spans(sentence)
            wanted = _wanted(sentence, expectation, number)
            if len(spans) < wanted:
                faults.append(
                    (
                        f"“{sentence.key}” stands {len(spans)} times, not {wanted}: "
                        f"“{sentence.text}”",
                        "",
                        number,
                    )
                )
                continue
            # The same words may also stand, rightly smaller, in another string.
            good = [s for s in spans if _large_enough(flow.chars_at(s), sentence.min_size)]
            if len(good) < min(wanted, sentence.copies):
                faults.append(
                    (
                        f"“{sentence.key}” is smaller than {sentence.min_size:.1f} pt",
                        "set it larger",
                        number,
                    )
                )
            if any(c.hidden or c.fill[3] < 255 for s in spans for c in flow.chars_at(s)):
                faults.append((f"“{sentence.key}” is hidden or see-through", "", number))
    return faults


def _wanted(sentence: Sentence, expectation: Expectation, page: int) -> int:
    """How often the words must stand: once for each string of the page that has them."""
    words = _compact(sentence.text)
    return sum(
        s.copies for s in expectation.sentences if s.page == page and _compact(s.text) == words
    )


def _large_enough(chars: list[Char], smallest: float) -> bool:
    return all(c.size >= smallest - 0.05 for c in chars)


def check_leftover(pages: Pages, expectation: Expectation) -> list[Fault]:
    """Words that nobody asked for: something was added, or a word was changed."""
    faults: list[Fault] = []
    for number, lines in pages:
        flow = _Flow(lines, expectation.hyphenated)
        covered = [False] * len(flow.text)
        sentences = [s for s in expectation.sentences if s.page == number]
        for sentence in sentences:
            for start, end in flow.spans(sentence):
                covered[start:end] = [True] * (end - start)
        rest = "".join(c if not done else "\n" for c, done in zip(flow.text, covered, strict=True))
        for words in re.findall(r"[^\n]+", rest):
            faults.append((f"“{words[:60]}” stands on the page and in no string", "", number))
        total = sum(len(_compact(s.text)) * s.copies for s in sentences)
        if all(covered) and len(flow.text) > total and not expectation.hyphenated:
            faults.append(("a string stands more often than it should", "", number))
    return faults


def _ascii_digits(text: str) -> str:
    return "".join(
        str(d) if (d := unicodedata.digit(c, None)) is not None else c
        for c in text
        if unicodedata.category(c) != "Cf"
    )


def check_numbers(pages: Pages, expectation: Expectation) -> list[Fault]:
    """One wrong digit can cost a person their way out."""
    directory = expectation.directory
    faults: list[Fault] = []
    allowed = [s.text for s in expectation.sentences if not s.key.startswith("contact:")]
    for number, lines in pages:
        for line in lines:
            text = _ascii_digits(line.text)
            for printed in sorted(directory.printed, key=len, reverse=True):
                text = re.sub(rf"(?<![\d+]){re.escape(printed)}(?!\d)", "\n", text)
            for match in _NUMBER.finditer(text):
                digits = re.sub(r"\D", "", match[0])
                known = len(digits) < _MANY_DIGITS and digits not in directory.short_codes
                if not known and not any(match[0] in words for words in allowed):
                    faults.append((f"the number “{match[0]}” is in no directory entry", "", number))
    everything = [ln.text for _, lines in pages for ln in lines]
    for printed in directory.required:
        if not any(re.search(rf"(?<!\d){re.escape(printed)}(?!\d)", t) for t in everything):
            faults.append((f"the number “{printed}” is missing", "", None))
    return faults


def check_forbidden(pages: Pages, expectation: Expectation, extra: list[str]) -> list[Fault]:
    """Numbers that the campaign has banned: they lead to nobody."""
    faults: list[Fault] = []
    text = "\n".join(ln.text for _, lines in pages for ln in lines)
    for banned in expectation.directory.forbidden:
        digits = re.sub(r"\D", "", banned)
        for where, words in (("the text", text), *(("the file", e) for e in extra)):
            bare = re.sub(r"[\s().,/:\-\u2010-\u2015]", "", _ascii_digits(words))
            hit = re.search(rf"(?<!\d){digits}(?!\d)", bare) if digits else banned in words
            spaced = digits and re.search(
                r"(?<!\d)" + r"\D{0,3}".join(digits) + r"(?!\d)", _ascii_digits(words)
            )
            if hit or spaced:
                faults.append((f"“{banned}” is forbidden and stands in {where}", "", None))
    return faults


def check_glyphs(pages: Pages, expectation: Expectation) -> list[Fault]:
    """Letters that a machine cannot read: search, copy and reading aloud fail."""
    faults: list[Fault] = []
    for number, lines in pages:
        for line in lines:
            for char in line.chars:
                odd = char.broken or char.text in "\0\ufffd"
                if odd or unicodedata.category(char.text) == "Co":
                    faults.append((f"a letter of “{line.text}” has no text behind it", "", number))
                    break
    return faults


def check_floor(pages: Pages, expectation: Expectation) -> list[Fault]:
    """Type that is too small to be read at all."""
    faults: list[Fault] = []
    for number, lines in pages:
        for line in lines:
            sizes = [c.size for c in line.chars if not c.text.isspace() and c.rect.width > 0]
            if sizes and min(sizes) < expectation.floor_pt - 0.05:
                faults.append(
                    (
                        f"“{line.text.strip()[:40]}” is {min(sizes):.1f} pt; "
                        f"the smallest allowed is {expectation.floor_pt:.1f} pt",
                        "set it larger",
                        number,
                    )
                )
    return faults


def check_weights(pages: Pages, expectation: Expectation) -> list[Fault]:
    """More than two weights in running text read as noise, and hide what is bold."""
    found: set[int] = set()
    for number, lines in pages:
        flow = _Flow(lines, expectation.hyphenated)
        for sentence in expectation.sentences:
            if sentence.page == number and sentence.running:
                for span in flow.spans(sentence):
                    found |= {w for c in flow.chars_at(span) if (w := weight_of(c.font))}
    if len(found) <= _MOST_WEIGHTS:
        return []
    said = ", ".join(str(w) for w in sorted(found))
    return [(f"the running text has {len(found)} weights: {said}", "use at most two", None)]
