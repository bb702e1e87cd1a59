"""Where the lines of a paragraph end: total fit over ragged lines.

First the places where a line may end are found (UAX #14 in the part that Latin and
Cyrillic text needs, plus the rules of the language). Then, of all ways to set the
paragraph that cut the fewest words, and of those in the fewest lines, the one with the
least unevenness is taken, as Knuth and Plass do (Breaking Paragraphs into Lines, 1981),
with ragged lines: white space at the line's end counts, spaces do not stretch. Widths are
in em, as the shaper gives them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from .languages import Language
from .shape import Shaped

_SOFT_HYPHEN_COST = 0.35
_SHORT_WORD_COST = 0.25
_LONE_WORD_COST = 1.5
_SHORT_LAST_LINE = 0.33  # of the measure: below it a last line of one word looks lost

_BREAKING_SPACES = frozenset(" \u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f")
# A space stays with what follows: closing and separating signs, percent, dashes; and with
# what precedes: opening signs, numero, section. Words of the language are in its data.
_NOT_BEFORE = re.compile(r"[;:!?»%‰°…)\]}.,—–]|[-\u2212](?=\s)")
_NOT_AFTER = frozenset("«([{„‚¿¡№§#")
_WORD = re.compile(r"[^\s.,;:!?)\]»]+")
_LETTER_AND_STOP = re.compile(r"(?:^|[\s(«„“.])[^\W\d_]\.$")  # an initial, or т. д., z. B.


@dataclass(frozen=True)
class Break:
    """A place where a line may end: before offset ``at``. ``cost`` says how unwelcome
    it is; a ``hyphen`` is drawn there if it is taken.

    It ``cuts`` a word if it lies at a hyphen, dash or slash of the text's own. No line ends
    there unless the word is wider than a line: who copies or searches the text loses the
    hyphen, which poppler and pdfium take for a drawn one, or finds a space after the sign."""

    at: int
    cost: float
    hyphen: bool = False
    cuts: bool = False


@dataclass(frozen=True)
class Line:
    """The characters ``start`` to ``end``; ``width`` in em without trailing space.
    ``hyphen`` and ``cuts`` are those of the break at its end."""

    start: int
    end: int
    width: float
    hyphen: bool = False
    cuts: bool = False


def _may_break_at_space(text: str, start: int, end: int, language: Language) -> bool:
    """Whether the white space text[start:end] may end a line."""
    before, after = text[:start], text[end:]
    if not before or not after:
        return False
    if _NOT_BEFORE.match(after) or before[-1] in _NOT_AFTER:
        return False
    if _belong_together(before, after, language):
        return False
    if _LETTER_AND_STOP.search(before[-3:]) and after[0].isalnum():
        return False
    # A language that nobody listed and that is written in Cyrillic: as its neighbours do.
    letters = language.short_words or int(not language.script and "\u0400" <= before[-1] < "\u0530")
    return not (letters and _ends_in_short_word(before, letters))


def _belong_together(before: str, after: str, language: Language) -> bool:
    """A number and its unit, an abbreviation and its number, groups of one number."""
    if before[-1].isdigit():
        word = _WORD.match(after)
        money = unicodedata.category(after[0]) == "Sc"
        unit = word is not None and word.group() in language.units
        return after[0].isdigit() or money or unit
    last = before[-12:].split()[-1].lstrip("(«„“")
    if last.endswith(".") and last[:-1] in language.before_name and after[0].isupper():
        return True
    return after[0].isdigit() and last.rstrip(".") in language.before_number


def _ends_in_short_word(before: str, letters: int) -> bool:
    word = re.search(r"[^\s\u00a0\u202f]+$", before[-12:])
    core = word.group().lstrip("«„“\"'(‚‘") if word else ""
    return 0 < len(core) <= letters and core.isalpha()


def _breaks_inside(text: str, at: int) -> bool:
    """Whether a line may end after the hyphen, dash or slash at ``at - 1``."""
    sign = text[at - 1]
    if sign not in "-\u2010\u2013\u2014/" or at < 2 or at >= len(text):
        return False
    room = 3 if sign in "-\u2010" else 2
    return all(c.isalpha() for c in text[max(0, at - 1 - room) : at - 1]) and (
        at - 1 - room >= 0 and text[at : at + room].isalpha() and len(text[at : at + room]) == room
    )


def opportunities(shaped: Shaped, language: Language) -> list[Break]:
    """Every place where a line of the paragraph may end, its end included."""
    text = shaped.text
    whole = _whole_spans(shaped)
    cluster_starts = {g.start for g in shaped.glyphs}
    found: list[Break] = []
    for at in range(1, len(text)):
        if at in shaped.joined or at not in cluster_starts or any(a < at < b for a, b in whole):
            continue
        if text[at - 1] in _BREAKING_SPACES and text[at] not in _BREAKING_SPACES:
            start = at
            while start and text[start - 1] in _BREAKING_SPACES:
                start -= 1
            if start not in shaped.joined and _may_break_at_space(text, start, at, language):
                soft = _SHORT_WORD_COST if _ends_in_short_word(text[:start], 2) else 0.0
                found.append(Break(at, soft))
        elif at in shaped.soft:
            own = text[at - 1] in "-\u2010"
            found.append(Break(at, _SOFT_HYPHEN_COST, hyphen=not own, cuts=own))
        elif at in shaped.free:
            found.append(Break(at, 0.0))
        elif _breaks_inside(text, at):
            found.append(Break(at, 0.0, cuts=True))
    found.append(Break(len(text), 0.0))
    return found


def _whole_spans(shaped: Shaped) -> list[tuple[int, int]]:
    ends = [*shaped.run_starts[1:], len(shaped.text)]
    return [
        (start, end)
        for run, start, end in zip(shaped.runs, shaped.run_starts, ends, strict=True)
        if run.whole
    ]


class Breaker:
    """Breaks one shaped paragraph at any measure; the opportunities are found once."""

    def __init__(self, shaped: Shaped, language: Language):
        self._shaped = shaped
        self._breaks = opportunities(shaped, language)
        starts = [0, *(b.at for b in self._breaks)]
        self._starts = starts
        self._trimmed = [self._ink_width_until(b) for b in self._breaks]
        self.longest_piece = max(
            (w - shaped.widths[starts[i]] for i, w in enumerate(self._trimmed)), default=0.0
        )
        self._cache: dict[tuple[float, bool], tuple[Line, ...]] = {}

    def _ink_width_until(self, place: Break) -> float:
        end = place.at
        while end and self._shaped.text[end - 1] in _BREAKING_SPACES:
            end -= 1
        return self._shaped.widths[end] + (self._shaped.hyphen_width if place.hyphen else 0.0)

    def lines(self, measure: float, balance: bool = False) -> tuple[Line, ...]:
        """The lines at ``measure`` em. A piece wider than the measure gets a line of
        its own, wider than the measure: the caller reports it."""
        key = (round(measure, 5), balance)
        if key not in self._cache:
            lines = self._best(measure)
            if balance and len(lines) > 1:
                lines = self._balanced(measure, _rank(lines))
            self._cache[key] = lines
        return self._cache[key]

    def _balanced(self, measure: float, rank: tuple[int, int]) -> tuple[Line, ...]:
        """As many lines and cuts within the narrowest measure that allows it."""
        low, high = self.longest_piece, max(measure, self.longest_piece)
        for _ in range(12):
            middle = (low + high) / 2
            if _rank(self._best(middle)) <= rank:
                high = middle
            else:
                low = middle
        return self._best(high, balanced=True)

    def _best(self, measure: float, balanced: bool = False) -> tuple[Line, ...]:
        """Fewest cuts, then fewest lines, then least cost, over all breaks (dynamic
        programming)."""
        if not self._shaped.text:
            return ()
        widths, starts = self._shaped.widths, self._starts
        n = len(self._breaks)
        first, unknown = (0, 0, 0.0, -1), (1 << 30, 0, 0.0, -1)
        best: list[tuple[int, int, float, int]] = [first] + [unknown] * n
        for j in range(1, n + 1):
            for i in range(j - 1, -1, -1):
                width = self._trimmed[j - 1] - widths[starts[i]]
                if width > measure + 1e-6 and i < j - 1:
                    break
                cuts, count, cost, _ = best[i]
                cuts += self._breaks[j - 1].cuts
                cost += self._cost(i, j, width, measure, balanced)
                candidate = (cuts, count + 1, cost, i)
                if candidate[:3] < best[j][:3]:
                    best[j] = candidate
        lines: list[Line] = []
        j = n
        while j > 0:
            i = best[j][3]
            place = self._breaks[j - 1]
            width = self._trimmed[j - 1] - widths[starts[i]]
            lines.append(Line(starts[i], place.at, width, place.hyphen, place.cuts))
            j = i
        return tuple(reversed(lines))

    def _cost(self, i: int, j: int, width: float, measure: float, balanced: bool) -> float:
        last = j == len(self._breaks)
        slack = max(0.0, measure - width) / measure if measure else 0.0
        cost = 0.0 if last and not balanced else 4 * slack * slack
        cost += self._breaks[j - 1].cost
        if last and i > 0 and i == j - 1 and slack > 1 - _SHORT_LAST_LINE:
            cost += _LONE_WORD_COST
        return cost


def _rank(lines: tuple[Line, ...]) -> tuple[int, int]:
    """What is compared before how even the lines are: words cut, and lines."""
    return sum(line.cuts for line in lines), len(lines)
