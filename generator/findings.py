"""A finished file as it was read back, in the form in which the checks look at it."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass

from .expect import Expectation, ExpectedPage
from .figures import Figures
from .geometry import Rect
from .readback import Char, CodeFact, FontFact, LinkFact, PageFacts, Readback, decode_codes

_MOST_PAGES = 20
_MOST_FAULTS = 8  # of one check that are told; more say nothing new
_CROWD = 12  # pieces on a sheet


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
        return box_of(self.chars)

    def places_of(self, words: str) -> list[tuple[Char, ...]]:
        """The characters of each place where ``words`` stand in this line by themselves,
        not as a part of a longer number or address."""
        alone = rf"(?<![\w+@.-]){re.escape(words)}(?!\w)"
        return [self.chars[m.start() : m.end()] for m in re.finditer(alone, self.text)]


def box_of(chars: tuple[Char, ...] | list[Char]) -> Rect | None:
    """Around all characters that show."""
    rects = [c.rect for c in chars if c.rect.width > 0 and not c.text.isspace()]
    if not rects:
        return None
    left, top = min(r.x for r in rects), min(r.y for r in rects)
    return Rect(left, top, max(r.right for r in rects) - left, max(r.bottom for r in rects) - top)


@dataclass
class Seen:
    """One page as it was read back."""

    number: int
    facts: PageFacts
    lines: list[Line]
    codes: list[CodeFact]
    links: list[LinkFact]
    other_annotations: int
    fonts: set[FontFact]


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
    pages = []
    for number in range(min(len(document), _MOST_PAGES)):
        turned = number < len(expectation.pages) and expectation.pages[number].turned
        facts = document.page(number, turned)
        links, others = facts.links()
        codes = _codes(facts, expectation.pages[number : number + 1])
        lines = _lines(facts.chars())
        pages.append(Seen(number, facts, lines, codes, links, others, facts.fonts()))
    return Findings(
        data,
        pages,
        len(document),
        document.active(),
        document.metadata(),
        document.language(),
        figures,
    )


def _codes(facts: PageFacts, wanted: tuple[ExpectedPage, ...]) -> list[CodeFact]:
    """Every code of a page; of a sheet piece by piece, for in a crowd some are passed over."""
    whole = Rect(0, 0, facts.width, facts.height)
    trims = wanted[0].trims if wanted else ()
    if len(trims) < _CROWD:
        return decode_codes(facts.grey, facts.grey_dpi, whole)
    found = []
    for trim in trims:
        part = facts.grey_part(trim)
        if part is not None:
            # Whole pixels: where the part begins is not quite where the trim does.
            unit = 72 / facts.grey_dpi
            place = Rect(int(trim.x / unit) * unit, int(trim.y / unit) * unit, 0.0, 0.0)
            found += decode_codes(part, facts.grey_dpi, place)
    return found


def _lines(chars: list[Char]) -> list[Line]:
    """Lines as the reader's software ends them."""
    lines: list[list[Char]] = [[]]
    for char in chars:
        if char.text in "\r\n":
            if lines[-1]:
                lines.append([])
        else:
            lines[-1].append(char)
    return [Line(tuple(line)) for line in lines if line]
