"""A page that places one form again and again, as a sheet of cards does.

That it does so is proved twice: the strict reader finds operators that place one and the same
form and after it draw only lines and boxes, and pdfium finds as many forms, moved as far. Where
besides nothing else comes near any of them, what is true of the first is true of each.
"""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Iterator

from .geometry import Rect
from .plain_values import get, identity, is_stream, name, page_content, pages_of
from .readback import PageFacts
from .scene import Copies, placings_of
from .strict_pdf import NOWHERE, File
from .unsound import Unsound

_NUMBER = rb"[+-]?(?:\d++(?:\.\d*+)?+|\.\d++)[\n\r ]++"
_PLACED = re.compile(
    rb"q[\n\r ]++((?:%b){4})((?:%b){2})cm[\n\r ]++/([A-Z]\d++)[\n\r ]++Do[\n\r ]++Q(?:[\n\r ]++|\Z)"
    % (_NUMBER, _NUMBER)
)
# What may follow: cut marks. None of it places, writes, cuts or lets anything shine through.
_MARKS = re.compile(rb"(?:%b|(?:rg|RG|k|K|g|G|w|re|m|l|f|S)(?:[\n\r ]++|\Z))*+" % _NUMBER)
_NEAR = 0.01  # points
_APART = 1.0  # points between what is drawn: the soft edges of both, and more


@contextlib.contextmanager
def strict_pages(data: bytes) -> Iterator[list[object]]:
    """The pages of a file as the strict reader finds them; none where it refuses it."""
    with contextlib.ExitStack() as opened:
        try:
            pages: list[object] = [*pages_of(opened.enter_context(File(data)))]
        except Unsound:
            pages = []
        yield pages


def copies_of(page: object, facts: PageFacts) -> Copies | None:
    """The form that a page, as the strict reader finds it, repeats, if it does nothing else."""
    try:
        placed = _placed(page, page_content(page))
    except Unsound:
        return None
    matrices = placings_of(facts.handle)
    links, others = facts.links()
    if len(placed) < 2 or len(matrices) != len(placed) or links or others:
        return None
    pairs = zip(itertools.chain(*placed), itertools.chain(*matrices), strict=True)
    return _apart(facts, placed) if all(abs(a - b) <= _NEAR for a, b in pairs) else None


def _placed(page: object, content: bytes) -> list[tuple[float, ...]]:
    """How each copy is placed; none where the page holds more than them and marks."""
    at, names, found = 0, set(), []
    while match := _PLACED.match(content, at):
        at = match.end()
        names.add(match[3].decode())
        found.append((*map(float, match[1].split()), *map(float, match[2].split())))
    forms = get(get(page, "Resources"), "XObject")
    form = get(forms, *names) if len(names) == 1 else None
    known = is_stream(form) and identity(form) != NOWHERE and name(get(form, "Subtype")) == "Form"
    alike = known and len({placing[:4] for placing in found}) == 1
    return found if alike and _MARKS.fullmatch(content, at) else []


def _apart(facts: PageFacts, placed: list[tuple[float, ...]]) -> Copies | None:
    """The copies, where none of them comes near another, a mark, or the edge of the page."""
    places = [facts.paper.place(x, y, x, y)[:2] for *_, x, y in placed]
    x, y = places[0]
    moves = tuple((ax - x, ay - y) for ax, ay in places[1:])
    first, rest = facts.parts(len(placed))
    if not first:
        return None
    area = first[0].rect
    for thing in first:
        area = area.union(thing.rect)
    wide = area.inset(-_APART / 2)
    taken = [wide, *(wide.moved(*move) for move in moves)]
    paper = Rect(0, 0, facts.width, facts.height)
    if not all(paper.contains(each, 0.0) for each in taken):
        return None
    if any(one.overlaps(other, 0.0) for one, other in itertools.combinations(taken, 2)):
        return None
    marks = [thing.rect.inset(-_APART / 2) for thing in rest]
    if any(mark.overlaps(each, 0.0) for mark in marks for each in taken):
        return None
    return Copies(moves, tuple(first), tuple(rest), area)
