"""Where the lines of a paragraph end: total fit over ragged lines.

First the places where a line may end are found (UAX #14 in the part that Latin and
Cyrillic text needs, plus the rules of the language). Then, of all ways to set the
paragraph that cut the fewest words, and of those in the fewest lines, the one with the
least unevenness is taken, as Knuth and Plass do (Breaking Paragraphs into Lines, 1981),
with ragged lines: white space at the line's end counts, spaces do not stretch. Widths are
in em, as the shaper gives them.
"""

from __future__ import annotations

import functools
import itertools
import operator
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .languages import Language
from .shape import Shaped

_SOFT_HYPHEN_COST = 0.35
_SHORT_WORD_COST = 0.25
_LONE_WORD_COST = 1.5
_SHORT_LAST_LINE = 0.33  # of the measure: below it a last line of one word looks lost

_ROUNDING = 1e-6  # em
_MOST_KNOWN = 32  # measures at which the lines of a paragraph are kept

_BREAKING_SPACES = frozenset(" \u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f")
# A space stays with what follows: closing and separating signs, percent, dashes; and with
# what precedes: opening signs, numero, section. Words of the language are in its data.
_NOT_BEFORE = re.compile(r"[;:!?»%‰°…)\]}.,—–]|[-\u2212](?=\s)")
_NOT_AFTER = frozenset("«([{„‚¿¡№§#")
_WORD = re.compile(r"[^\s.,;:!?)\]»]+")
_NEAR = 40  # characters before and after a space that say whether a line may end there
_INSIDE = "-\u2010\u2013\u2014/"  # signs within a word after which a line may end
# Most places are spaces between words of at least three letters and others: no rule forbids
# to end a line there, and none is asked.
_LETTER = r"[^\W\d_]"
_SPACES = "".join(sorted(_BREAKING_SPACES))
_PLACE = re.compile(
    f"[{_INSIDE}{_SPACES}]"
    f"(?:(?P<plain>(?<={_LETTER}{{3}} )(?={_LETTER}))|(?<=[{_SPACES}])[{_SPACES}]+)?"
)
_SHORT = 2  # letters of a word that a line ends with only where it must
_LETTER_AND_STOP = re.compile(r"(?:^|[\s(«„“.])[^\W\d_]\.$")  # an initial, or т. д., z. B.


class Break(NamedTuple):
    """A place where a line may end: before offset ``at``. ``cost`` says how unwelcome
    it is; a ``hyphen`` is drawn there if it is taken.

    It ``cuts`` a word if it lies at a hyphen, dash or slash of the text's own. No line ends
    there unless the word is wider than a line: who copies or searches the text loses the
    hyphen, which poppler and pdfium take for a drawn one, or finds a space after the sign."""

    at: int
    cost: float
    hyphen: bool = False
    cuts: bool = False


class Line(NamedTuple):
    """The characters ``start`` to ``end``; ``width`` in em without trailing space.
    ``hyphen`` and ``cuts`` are those of the break at its end."""

    start: int
    end: int
    width: float
    hyphen: bool = False
    cuts: bool = False


def _cost_at_space(text: str, start: int, end: int, language: Language) -> float | None:
    """What it costs to end a line at the white space text[start:end]; None where none may."""
    if not start or end == len(text):
        return None
    last, first = text[start - 1], text[end]
    if not (last.isalpha() and first.isalpha()):  # as they are between most words
        if last in _NOT_AFTER or _NOT_BEFORE.match(text, end):
            return None
        before = text[max(0, start - _NEAR) : start]
        if _belong_together(before, text[end : end + _NEAR], language):
            return None
        if last == "." and first.isalnum() and _LETTER_AND_STOP.search(before[-3:]):
            return None
    letters = _letters_of_last(text[max(0, start - _NEAR) : start]) if last.isalpha() else 0
    if 0 < letters <= _short_words(last, language):
        return None
    return _SHORT_WORD_COST if 0 < letters <= _SHORT else 0.0


def _short_words(last: str, language: Language) -> int:
    """The most letters of a word that no line ends with; ``last`` is the last of them. A language
    that nobody listed and that is written in Cyrillic does as its neighbours do."""
    cyrillic = not language.script and "\u0400" <= last < "\u0530"
    return language.short_words or int(cyrillic)


def _belong_together(before: str, after: str, language: Language) -> bool:
    """A number and its unit, an abbreviation and its number, groups of one number."""
    last, first = before[-1], after[0]
    if last.isdigit():
        word = _WORD.match(after)
        money = unicodedata.category(first) == "Sc"
        unit = word is not None and word.group() in language.units
        return first.isdigit() or money or unit
    if not (first.isdigit() or last == "." or last.isspace()):
        return False
    word_before = before[-12:].split()[-1].lstrip("(«„“")
    if word_before.endswith(".") and word_before[:-1] in language.before_name and first.isupper():
        return True
    return first.isdigit() and word_before.rstrip(".") in language.before_number


def _letters_of_last(before: str) -> int:
    """How many letters the last word has, at most 12; 0 where it is not one of letters alone."""
    core = before[-12:].split()[-1].lstrip("«„“\"'(‚‘")
    return len(core) if core.isalpha() else 0


@functools.lru_cache(maxsize=4096)
def _free_break(at: int) -> Break:
    """One that costs nothing; most are so."""
    return Break(at, 0.0)


def _breaks_inside(text: str, at: int) -> bool:
    """Whether a line may end after the hyphen, dash or slash at ``at - 1``."""
    sign = text[at - 1]
    if sign not in _INSIDE or at < 2 or at >= len(text):
        return False
    room = 3 if sign in "-\u2010" else 2
    return all(c.isalpha() for c in text[max(0, at - 1 - room) : at - 1]) and (
        at - 1 - room >= 0 and text[at : at + room].isalpha() and len(text[at : at + room]) == room
    )


def opportunities(shaped: Shaped, language: Language) -> list[Break]:
    """Every place where a line of the paragraph may end, its end included."""
    text = shaped.text
    whole = _whole_spans(shaped)
    if whole and len(shaped.runs) == 1:
        return [_free_break(len(text))]
    cluster_starts = None if shaped.is_letter_by_letter else {*shaped.starts}
    free = not whole and cluster_starts is None and not shaped.joined
    free = free and language.short_words <= _SHORT
    found: list[Break] = []
    for at, match in _sought(shaped):
        if free and match and match.lastgroup:
            found.append(_free_break(at))
            continue
        if not 0 < at < len(text) or at in shaped.joined:
            continue
        if cluster_starts is not None and at not in cluster_starts:
            continue
        if whole and any(a < at < b for a, b in whole):
            continue
        if match and text[at - 1] in _BREAKING_SPACES and text[at] not in _BREAKING_SPACES:
            start = match.start()
            cost = None if start in shaped.joined else _cost_at_space(text, start, at, language)
            if cost is not None:
                found.append(Break(at, cost) if cost else _free_break(at))
        elif at in shaped.soft:
            own = text[at - 1] in "-\u2010"
            found.append(Break(at, _SOFT_HYPHEN_COST, hyphen=not own, cuts=own))
        elif at in shaped.free:
            found.append(Break(at, 0.0))
        elif _breaks_inside(text, at):
            found.append(Break(at, 0.0, cuts=True))
    found.append(_free_break(len(text)))
    return found


def _sought(shaped: Shaped) -> Iterable[tuple[int, re.Match[str] | None]]:
    """Where a line might end, from the beginning on: after spaces and signs, as they match, and
    where the text says so itself."""
    places = {m.end(): m for m in _PLACE.finditer(shaped.text)}
    if not (shaped.soft or shaped.free):
        return places.items()
    return [(at, places.get(at)) for at in sorted({*places, *shaped.soft, *shaped.free})]


def _whole_spans(shaped: Shaped) -> list[tuple[int, int]]:
    ends = [*shaped.run_starts[1:], len(shaped.text)]
    return [
        (start, end)
        for run, start, end in zip(shaped.runs, shaped.run_starts, ends, strict=True)
        if run.whole
    ]


class Filled(NamedTuple):
    """Lines of a paragraph as the search for a size asks for them: how many ``lines`` there are,
    the width in em of the widest piece that none of them may end within (of several), and whether
    one of them cuts a word at a hyphen of its own."""

    lines: int
    longest: float = 0.0
    cuts: bool = False


_NO_LINE, _ONE_LINE = Filled(0), Filled(1)


class _Places:
    """Where the lines of a paragraph may end, and what stands between: ``starts`` are the offsets
    at which pieces begin, ``begins`` how far from the paragraph's beginning that is in em, and
    ``trimmed`` how far away its ink ends at each break. The same without the breaks at which a
    word would be cut: ``whole`` are the others, ``ends`` and ``whole_begins`` of them alone.
    ``nearest`` is the least of an end and all after it."""

    def __init__(self, shaped: Shaped, language: Language):
        self.breaks = opportunities(shaped, language)
        self.costs: tuple[float, ...]
        ats, self.costs, hyphens, cuts = zip(*self.breaks, strict=True)
        widths = shaped.widths
        self.starts: list[int] = [0, *ats]
        self.begins = [widths[at] for at in self.starts]
        self.trimmed = [widths[_ink_end(shaped.text, at)] for at in ats]
        has_hyphens = any(hyphens)
        if has_hyphens:
            drawn = shaped.hyphen_width
            trimmed = zip(self.trimmed, hyphens, strict=True)
            self.trimmed = [width + drawn if hyphen else width for width, hyphen in trimmed]
        self.longest: float = max(map(operator.sub, self.trimmed, self.begins))
        self.longest_whole = self.longest
        self.cuts = any(cuts)
        self.whole = [*range(1, len(self.starts))]
        self.ends, self.whole_begins = self.trimmed, self.begins[:-1]
        if self.cuts:
            self.whole = [i for i, cut in enumerate(cuts, 1) if not cut]
            self.ends = [self.trimmed[i - 1] for i in self.whole]
            self.whole_begins = [self.begins[i] for i in (0, *self.whole[:-1])]
            # What stands on one line is not cut, though a hyphen might reach beyond its end.
            longest = max(map(operator.sub, self.ends, self.whole_begins))
            self.longest_whole = min(longest, self.trimmed[-1])
        self.nearest = self.ends
        if has_hyphens:
            # A hyphen may reach further than the short syllable after it: no end after this one
            # is nearer.
            self.nearest = [*itertools.accumulate(reversed(self.ends), min)][::-1]

    def must_cut(self, measure: float) -> bool:
        """Whether a word is wider than a line, and can be cut."""
        return self.cuts and self.longest_whole > measure + _ROUNDING

    def furthest(self, measure: float) -> list[int]:
        """Where lines end that hold as much as they can, as places in ``whole``."""
        nearest, begins = self.nearest, self.whole_begins
        at, last = 0, len(nearest)
        limit = measure + _ROUNDING
        ends: list[int] = []
        while at < last:
            end = bisect_right(nearest, begins[at] + limit, at)
            at = end if end > at else at + 1
            ends.append(at)
        return ends


def _ink_end(text: str, end: int) -> int:
    """Where the ink of text[:end] ends, before the spaces at its end."""
    while end and text[end - 1] in _BREAKING_SPACES:
        end -= 1
    return end


class Breaker:
    """Breaks one shaped paragraph at any measure; the opportunities are found once, and only
    where it does not stand on one line.

    Of the fewest lines that hold a paragraph there is one way in which each line holds as much
    as it can: how many lines there are, the search for a size asks at many measures, is found
    so. Which of all ways with so many lines is the best is found once it is asked for."""

    def __init__(self, shaped: Shaped, language: Language):
        self._shaped = shaped
        self._language = language
        self._known: _Places | None = None
        self._width = shaped.widths[_ink_end(shaped.text, len(shaped.text))]
        self._cache: dict[tuple[float, bool], tuple[Line, ...]] = {}

    @property
    def _places(self) -> _Places:
        if self._known is None:
            self._known = _Places(self._shaped, self._language)
        return self._known

    def filled(self, measure: float) -> Filled:
        """What ``lines`` are like, without choosing where they end."""
        if self._width <= measure + _ROUNDING:
            return _ONE_LINE if self._shaped.text else _NO_LINE
        places = self._places
        if places.must_cut(measure):
            lines = self.lines(measure)
            return Filled(len(lines), places.longest, any(line.cuts for line in lines))
        return Filled(len(places.furthest(measure)), places.longest)

    def lines(self, measure: float, balance: bool = False) -> tuple[Line, ...]:
        """The lines at ``measure`` em. A piece wider than the measure gets a line of
        its own, wider than the measure: the caller reports it."""
        if self._width <= measure + _ROUNDING:
            end = len(self._shaped.text)
            return (Line(0, end, self._width),) if end else ()
        key = (round(measure, 5), balance)
        if key not in self._cache:
            if len(self._cache) >= _MOST_KNOWN:
                self._cache.clear()
            self._cache[key] = self._balanced(measure) if balance else self._best(measure)
        return self._cache[key]

    def _balanced(self, measure: float) -> tuple[Line, ...]:
        """As many lines and cuts within the narrowest measure that allows it."""
        places = self._places
        rank = self._rank(places, measure)
        if rank[1] < 2:
            return self._best(measure)
        low, high = places.longest, max(measure, places.longest)
        for _ in range(12):
            middle = (low + high) / 2
            if self._rank(places, middle) <= rank:
                high = middle
            else:
                low = middle
        return self._best(high, balanced=True)

    def _rank(self, places: _Places, measure: float) -> tuple[int, int]:
        """What is compared before how even the lines are: words cut, and lines."""
        if not places.must_cut(measure):
            return 0, len(places.furthest(measure))
        lines = self._best(measure)
        return sum(line.cuts for line in lines), len(lines)

    def _best(self, measure: float, balanced: bool = False) -> tuple[Line, ...]:
        """Fewest cuts, then fewest lines, then least cost."""
        if self._places.must_cut(measure):
            ends = self._over_all(measure, balanced)
        else:
            ends = self._over_fewest(measure, balanced)
        lines, places = [], self._places
        for i, j in itertools.pairwise([0, *ends]):
            place = places.breaks[j - 1]
            width = places.trimmed[j - 1] - places.begins[i]
            lines.append(Line(places.starts[i], place.at, width, place.hyphen, place.cuts))
        return tuple(lines)

    def _over_fewest(self, measure: float, balanced: bool) -> list[int]:
        """The breaks to take, none of them a cut. The k-th line ends no later than one of
        ``furthest``, and no earlier than the rest of the lines can hold what follows."""
        places = self._places
        latest = [0, *places.furthest(measure)]
        count, limit = len(latest) - 1, measure + _ROUNDING
        begins, ends_of, whole = places.whole_begins, places.ends, [0, *places.whole]
        costs = places.costs
        earliest = latest[:]
        for k in range(count - 1, 0, -1):
            after = earliest[k + 1]
            least = places.nearest[after - 1] - limit
            earliest[k] = min(after - 1, latest[k], bisect_left(begins, least, 0, after))
        # For each place where line k may end: the cost so far, and where it begins.
        known: dict[int, tuple[float, int]] = {0: (0.0, -1)}
        steps = [known]
        for k in range(1, count + 1):
            reached: dict[int, tuple[float, int]] = {}
            for j in range(earliest[k], latest[k] + 1):
                end, best = ends_of[j - 1], None
                for i, (cost, _) in reversed(known.items()):
                    if i >= j:
                        continue
                    if end > begins[i] + limit and i < j - 1:
                        break  # as all that begin earlier
                    width = end - begins[i]
                    cost += _cost(costs, whole[i], whole[j], width, measure, balanced)
                    if best is None or cost < best[0]:
                        best = (cost, i)
                if best is not None:
                    reached[j] = best
            known = reached
            steps.append(known)
        ends, at = [], latest[count]
        for known in reversed(steps[1:]):
            ends.append(whole[at])
            at = known[at][1]
        return ends[::-1]

    def _over_all(self, measure: float, balanced: bool) -> list[int]:
        """The breaks to take, over all breaks (dynamic programming): some word is wider than
        a line."""
        places = self._places
        n, costs = len(places.breaks), places.costs
        first, unknown = (0, 0, 0.0, -1), (1 << 30, 0, 0.0, -1)
        best: list[tuple[int, int, float, int]] = [first] + [unknown] * n
        for j in range(1, n + 1):
            for i in range(j - 1, -1, -1):
                width = places.trimmed[j - 1] - places.begins[i]
                if width > measure + _ROUNDING and i < j - 1:
                    break
                cuts, count, cost, _ = best[i]
                cuts += places.breaks[j - 1].cuts
                cost += _cost(costs, i, j, width, measure, balanced)
                candidate = (cuts, count + 1, cost, i)
                if candidate[:3] < best[j][:3]:
                    best[j] = candidate
        ends, j = [], n
        while j > 0:
            ends.append(j)
            j = best[j][3]
        return ends[::-1]


def _cost(
    costs: Sequence[float], i: int, j: int, width: float, measure: float, balanced: bool
) -> float:
    """What a line of this width costs that ends at the j-th break and begins after the i-th;
    ``costs`` are those of the breaks themselves."""
    last = j == len(costs)
    slack = (measure - width) / measure if width < measure else 0.0
    cost = 0.0 if last and not balanced else 4 * slack * slack
    cost += costs[j - 1]
    if last and i > 0 and i == j - 1 and slack > 1 - _SHORT_LAST_LINE:
        cost += _LONE_WORD_COST
    return cost
