"""A finished file as it was read back, in the form in which the checks look at it."""

from __future__ import annotations

import bisect
import contextlib
import functools
import itertools
import operator
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from .camera import CodeFact
from .characters import Char, Drawn
from .code_views import CodeView, codes_of
from .copies import copies_of, strict_pages
from .expect import Expectation
from .figures import Figures
from .geometry import Rect
from .ground import Ground
from .readback import LinkFact, PageFacts, Readback
from .records import dataclass
from .scene import FontFact

_DRAWN: Callable[[Char], Drawn] = operator.attrgetter("drawn")
_LINE = re.compile(r"[^\r\n]+")
_MOST_PAGES = 20
_TOUCH = 0.01  # points: what meets no further only touches
_MOST_FAULTS = 8  # of one check that are told; more say nothing new
_HYPHENS = str.maketrans("\ufffe\x02", "--")  # what pdfium gives for a hyphen at a line's end


class Line:
    """A line of the text layer: its text, the characters that are ``shown``, all that is true of
    these (``drawn``), and the box around them; None where there are none."""

    def __init__(self, chars: tuple[Char, ...]):
        self.chars = chars
        self.text = "".join([c.text for c in chars])
        self.shown = [c for c in chars if c.shows]
        self.drawn = {drawn for drawn, _ in itertools.groupby(self.shown, _DRAWN)}
        self.box = _around(self.shown)

    @property
    def parts(self) -> dict[int, Rect]:
        """The box of what each text object shows in it."""
        if len(self.drawn) == 1 and self.box:
            return {drawn.part: self.box for drawn in self.drawn}
        parts: dict[int, list[Char]] = {}
        for drawn, chars in itertools.groupby(self.shown, _DRAWN):
            parts.setdefault(drawn.part, []).extend(chars)
        return {part: box for part, chars in parts.items() if (box := _around(chars))}

    def places_of(self, words: str) -> list[tuple[Char, ...]]:
        """The characters of each place where ``words`` stand in this line by themselves,
        not as a part of a longer number or address."""
        alone = rf"(?<![\w+@.-]){re.escape(words)}(?!\w)"
        return [self.chars[m.start() : m.end()] for m in re.finditer(alone, self.text)]


class MovedLine(Line):
    """A line of a copy: that of the first, elsewhere."""

    def __init__(self, line: Line, dx: float, dy: float):
        self.text, self.drawn = line.text, line.drawn
        self.box = line.box.moved(dx, dy) if line.box else None
        self._line, self._by = line, (dx, dy)

    @functools.cached_property
    def chars(self) -> tuple[Char, ...]:  # type: ignore[override]
        return tuple([char.moved(*self._by) for char in self._line.chars])

    @functools.cached_property
    def shown(self) -> list[Char]:  # type: ignore[override]
        return [char for char in self.chars if char.shows]


def box_of(chars: Iterable[Char]) -> Rect | None:
    """Around all characters that show."""
    return _around([c for c in chars if c.shows])


def _around(shown: list[Char]) -> Rect | None:
    if not shown:
        return None
    _, lefts, tops, rights, bottoms, *_ = zip(*shown, strict=True)
    left, top = min(lefts), min(tops)
    return Rect(left, top, max(rights) - left, max(bottoms) - top)


class Flow:
    """A page's characters without white space, each with the character it came from. Where the
    lines stand again ``moved``, that is the one of the first of these copies."""

    def __init__(self, lines: list[Line], moved: tuple[tuple[float, float], ...] = ()):
        chars = [c for line in lines for c in line.chars if not c.text.isspace()]
        self._moves = ((0.0, 0.0), *moved)
        self._each = len(chars)
        self.chars = chars * len(self._moves)
        joined = "".join([c.text for c in self.chars]).translate(_HYPHENS)
        self.text = unicodedata.normalize("NFC", joined)
        self._exact = self.text == joined
        self._found: dict[tuple[str, bool], list[tuple[int, int]]] = {}

    def spans(self, sentence: str, hyphenated: bool) -> list[tuple[int, int]]:
        """Every place where the sentence stands whole; ``hyphenated`` where lines may end in a
        hyphen that belongs to no word."""
        key = sentence, hyphenated
        if key not in self._found:
            self._found[key] = [*self._places(compact(sentence), hyphenated)]
        return self._found[key]

    def _places(self, wanted: str, hyphenated: bool) -> Iterator[tuple[int, int]]:
        text, end = self.text, 0
        if not hyphenated or not wanted:
            while wanted and (start := text.find(wanted, end)) >= 0:
                end = start + len(wanted)
                yield start, end
        elif wanted.strip("-") != wanted:
            yield from (m.span() for m in re.finditer("-?".join(map(re.escape, wanted)), text))
        else:
            bare, places = self._without_hyphens
            sought = wanted.replace("-", "")
            while (at := bare.find(sought, end)) >= 0:
                end = at + len(sought)
                span = places[at], places[end - 1] + 1
                if _is_divided(text[slice(*span)], wanted):
                    yield span

    @functools.cached_property
    def _without_hyphens(self) -> tuple[str, list[int]]:
        """The text without hyphens, and where each of its letters stands."""
        places = [at for at, letter in enumerate(self.text) if letter != "-"]
        return self.text.replace("-", ""), places

    def chars_at(self, span: tuple[int, int]) -> list[Char]:
        """The characters of a place; empty where composing changed the offsets."""
        return self.chars[span[0] : span[1]] if self._exact else []

    def box_at(self, span: tuple[int, int]) -> Rect | None:
        """Around all that shows in a place."""
        (start, end), each, around = span, self._each, None
        for copy in range(start // each, (end - 1) // each + 1):
            chars = self.chars_at((max(start, copy * each), min(end, (copy + 1) * each)))
            if box := box_of(chars):
                box = box.moved(*self._moves[copy])
                around = around.union(box) if around else box
        return around

    def drawn_at(self, span: tuple[int, int]) -> list[Drawn]:
        """What draws the characters of a place; empty as above."""
        if not self._exact:
            return []
        first = bisect.bisect_right(self._starts, span[0]) - 1
        starts = self._starts[first : bisect.bisect_left(self._starts, span[1])]
        return [self.chars[at].drawn for at in starts]

    @functools.cached_property
    def _starts(self) -> list[int]:
        """Where another text object begins to draw."""
        drawn = [char.drawn for char in self.chars]
        pairs = itertools.pairwise(drawn)
        return [0, *(at for at, (one, other) in enumerate(pairs, 1) if one is not other)]


def _is_divided(text: str, wanted: str) -> bool:
    """Whether a text is what is wanted but for a hyphen here and there between two letters."""
    at = 0
    for letter in wanted:
        if text[at : at + 1] == "-" != letter and at:
            at += 1
        if text[at : at + 1] != letter:
            return False
        at += 1
    return at == len(text)


def compact(text: str) -> str:
    """Text without white space, composed."""
    return "".join(unicodedata.normalize("NFC", text).split())


@dataclass
class Seen:
    """One page as it was read back."""

    number: int
    facts: PageFacts
    lines: list[Line]
    codes: list[CodeFact]
    views: list[CodeView]
    links: list[LinkFact]
    other_annotations: int
    fonts: set[FontFact]

    @functools.cached_property
    def own_lines(self) -> list[Line]:
        """Its lines, but of copies of one form only those of the first: the others are the same."""
        copies = self.facts.copies
        return self.lines[: len(self.lines) // (len(copies.moved) + 1)] if copies else self.lines

    def view_of(self, code: CodeFact) -> CodeView | None:
        """A code from close by, if it is seen so."""
        return self._views.get(id(code))

    @functools.cached_property
    def _views(self) -> dict[int, CodeView]:
        return {id(view.fact): view for view in self.views}

    @functools.cached_property
    def own_text(self) -> str:
        """The text of its own lines, one after the other."""
        return "\n".join([line.text for line in self.own_lines])

    @functools.cached_property
    def ground(self) -> Ground:
        """What is behind its text."""
        return Ground(self.facts)

    @functools.cached_property
    def flow(self) -> Flow:
        """Its text, read once for all checks of it."""
        copies = self.facts.copies
        return Flow(self.own_lines, copies.moved if copies else ())

    @functools.cached_property
    def marked(self) -> dict[int, list[Char]]:
        """The characters of each marked content, and under -1 all that have none."""
        parts: dict[int, list[Char]] = {}
        for line in self.lines:
            for drawn, chars in itertools.groupby(line.chars, _DRAWN):
                parts.setdefault(drawn.mcid, []).extend(chars)
        return parts

    @functools.cached_property
    def texts(self) -> dict[int, str]:
        """The same as text."""
        return {mcid: "".join([c.text for c in chars]) for mcid, chars in self.marked.items()}

    def lines_at(self, area: Rect) -> list[Line]:
        """The lines that an area meets."""
        left, top, right, bottom = area.x, area.y, area.right - _TOUCH, area.bottom - _TOUCH
        return [
            line
            for line, x, y, beyond, below in self._edges
            if x < right and left < beyond and y < bottom and top < below
        ]

    @functools.cached_property
    def _edges(self) -> list[tuple[Line, float, float, float, float]]:
        """All lines that show, each with its sides: left, top, right, bottom."""
        boxes = [(line, line.box) for line in self.lines]
        return [(n, b.x, b.y, b.right - _TOUCH, b.bottom - _TOUCH) for n, b in boxes if b]

    def places_of(self, words: str) -> Iterator[tuple[Line, tuple[Char, ...]]]:
        """Every place where words stand by themselves, with its line; of copies in the first."""
        for line in self.own_lines if words in self.own_text else ():
            if words in line.text:
                for place in line.places_of(words):
                    yield line, place

    @property
    def annotated(self) -> bool:
        """Whether more lies on the page than links that look like nothing."""
        return bool(self.other_annotations or any(link.extras for link in self.links))


@dataclass
class Findings:
    """A file as it was read back; ``figures`` reads digits from its pixels."""

    data: bytes
    pages: list[Seen]
    page_count: int
    active: list[str]
    metadata: dict[str, str]
    language: str
    figures: Figures


@dataclass(frozen=True)
class Fault:
    """What a check found. ``page`` counts from 0; None where it concerns the whole file."""

    message: str
    page: int | None = None
    hint: str = ""


def shortened(faults: list[Fault]) -> list[Fault]:
    """Each fault once, and no more than anybody reads."""
    once = list(dict.fromkeys(faults))
    if len(once) <= _MOST_FAULTS:
        return once
    return [*once[:_MOST_FAULTS], Fault(f"and {len(once) - _MOST_FAULTS} more of the same kind")]


Check = Callable[[Findings, Expectation], list[Fault]]


def findings(
    data: bytes, document: Readback, expectation: Expectation, figures: Figures
) -> Findings:
    """Reads all that the checks look at, each thing once."""
    with _strict_pages(data, expectation) as strict:
        count = min(len(document), _MOST_PAGES)
        pages = [_seen(document, number, expectation, strict) for number in range(count)]
    return Findings(
        data,
        pages,
        len(document),
        document.active(),
        document.metadata(),
        document.language(),
        figures,
    )


def _strict_pages(
    data: bytes, expectation: Expectation
) -> contextlib.AbstractContextManager[list[object]]:
    """The pages of a file that may hold copies of a form, as the strict reader finds them."""
    many = any(len(page.trims) > 1 for page in expectation.pages)
    return strict_pages(data) if many and not expectation.press else contextlib.nullcontext([])


def _seen(document: Readback, number: int, expectation: Expectation, strict: list[object]) -> Seen:
    turned = number < len(expectation.pages) and expectation.pages[number].turned
    facts = document.page(number, turned)
    links, others = facts.links()
    lines = _lines(_chars(facts, number, expectation, strict))
    moved = facts.copies.moved if facts.copies else ()
    lines += [MovedLine(line, *move) for move in moved for line in lines]
    codes, views = codes_of(facts, [c for c in expectation.codes if c.page == number])
    return Seen(number, facts, lines, codes, views, links, others, facts.fonts())


def _chars(
    facts: PageFacts, number: int, expectation: Expectation, strict: list[object]
) -> list[Char]:
    """The characters of a page; where it should hold many pieces, it is seen first whether they
    are copies of one."""
    pages = zip(strict[number : number + 1], expectation.pages[number : number + 1], strict=False)
    for page, wanted in pages:
        if len(wanted.trims) > 1:
            facts.copies = copies_of(page, facts)
    return facts.chars()


def _lines(chars: list[Char]) -> list[Line]:
    """Lines as the reader's software ends them."""
    text = "".join([char.text for char in chars])
    return [Line(tuple(chars[m.start() : m.end()])) for m in _LINE.finditer(text)]
