"""A page to try a printer with: its scale, its margins, how it turns paper, what it can print.

Two pages in black alone. What is measured on paper stands here in millimetres: a ruler of
100 mm is 100 mm on the page. ``targets`` says where the crosses of both pages meet.
"""

from __future__ import annotations

from .geometry import MM, PAPER_MM, Rect
from .page import GREY as BLACK_ALONE
from .page import Code, Colour, Document, Item, Page, Path, box, circle
from .purpose import LONG_EDGE, SHORT_EDGE
from .qr import make_symbol, symbol_path
from .records import dataclass
from .setter import BOLD, INK, Setter, level, width_of

PAPERS = ("A4", "Letter")
RULER = 100 * MM
MARGINS_MM = (3, 4, 5, 6, 8, 10)  # of the nested frames, from each edge of the paper
CODE_SIDE = 16 * MM
TYPE_SIZES = (6.0, 6.5, 7.0, 8.0)  # points
LINES = (0.25, 0.5, 1.0)  # points
_HAIR = 0.25  # points
_FRAME = 0.5  # points
_REACH_MM = 3  # how far a target's scale reads, each way
_ARM = 8 * MM
_RING = 5 * MM
_ASIDE = 6 * MM  # from the number of a thing to the thing
_EDGE = 20 * MM  # from the paper's edge to all that is read
_LABELS = 12 * MM  # from the edge to where the frames' labels stand
_BODY, _SMALL = 9.0, 7.0  # points
_STEPS = 11  # of the grey ramp, paper and full black among them
_OWN = "print-test"
_FRONT, _BACK = "front", "back"


@dataclass(frozen=True)
class Target:
    """A cross on the front and one on the back that meet when the paper is turned over its
    ``flip``: their middles on their pages, in points."""

    flip: str
    front: tuple[float, float]
    back: tuple[float, float]


def targets(paper: str) -> tuple[Target, Target]:
    """The crosses for either flip. Turned over its long edge, upright paper is mirrored left
    to right; over its short edge, top to bottom. A cross that waits for one flip meets
    nothing in the other."""
    width, height = _size(paper)
    left, right, y = width / 2 - 40 * MM, width / 2 + 40 * MM, 222 * MM
    return (
        Target(LONG_EDGE, (left, y), (width - left, y)),
        Target(SHORT_EDGE, (right, y), (right, height - y)),
    )


def print_test(setter: Setter, paper: str, website: tuple[str, str], edition: str) -> Document:
    """The test for a paper of ``PAPERS``. ``website`` is an address to try a code with, as it
    is opened and as it is printed; both empty where there is none."""
    pages = (_front(setter, paper, website), _back(setter, paper))
    title = f"Print test, {paper}"
    return Document(title, "en", pages, "print test", "", edition, inks=BLACK_ALONE)


def _size(paper: str) -> tuple[float, float]:
    width, height = PAPER_MM[paper]
    return width * MM, height * MM


def _page(name: str, paper: str, items: list[Item]) -> Page:
    size = _size(paper)
    return Page(name, *size, tuple(items), (Rect(0, 0, *size),), (), "en")


def _said(
    setter: Setter, text: str, at: tuple[float, float], width: float, size: float = _BODY
) -> list[Item]:
    return level(setter.paragraph(text, width, size, source=_OWN), size).at(*at)


def _centred(setter: Setter, text: str, x: float, top: float, size: float = _SMALL) -> list[Item]:
    """One line around ``x``, its capitals below ``top``."""
    block = level(setter.paragraph(text, 1000.0, size, source=_OWN), size)
    return block.at(x - width_of(block) / 2, top)


def _filled(rect: Rect, source: str, colour: Colour = INK) -> Path:
    return Path(box(rect), source, fill=colour)


# ---------------------------------------------------------------- the front

_FIRST = (
    "Size. Measure both rulers. If they are not 100 mm long, the printer scales the page: "
    "print at 100 %, not “fit to page”.",
    "Edges. Find the outermost frame that is whole on all four sides. Its number is the "
    "margin of this printer, in millimetres.",
    "Code. Scan it with a phone. It must open what stands below it.",
    "Lines. All three show, without gaps.",
    "Small type. You can read every line.",
    "Grey. Every step is darker than the one before.",
    "Two sides. Hold the sheet against the light, this side towards you. The back says what to do.",
)
_CODE, _LINES, _TYPE, _GREY, _SIDES = 3, 4, 5, 6, 7  # as they are numbered above


def _front(setter: Setter, paper: str, website: tuple[str, str]) -> Page:
    width, _ = _size(paper)
    items = _head(setter, paper, _FRONT)
    items += _rulers(setter, 36 * MM, 54 * MM)
    items += _steps(setter, 46 * MM, 64 * MM)
    area = Rect(150 * MM, 54 * MM, width - 150 * MM - _EDGE, 0)
    items += _code(setter, website, area)
    items += _lines(setter, area.moved(0, 34 * MM))
    items += _small_type(setter, area.moved(0, 62 * MM))
    items += _ramp(setter, Rect(_EDGE, 174 * MM, width - 2 * _EDGE, 10 * MM))
    items += _number(setter, _SIDES, _EDGE, 200 * MM)
    for target in targets(paper):
        items += _scale(setter, target)
    return _page(_FRONT, paper, items + _frames(setter, paper))


def _steps(setter: Setter, x: float, y: float) -> list[Item]:
    """What to look at, each with the number that stands where it is."""
    items: list[Item] = []
    for number, text in enumerate(_FIRST, 1):
        block = level(setter.paragraph(text, 78 * MM, _BODY, source=_OWN), _BODY)
        items += _number(setter, number, x, y) + block.at(x + _ASIDE, y)
        y += block.height + 2.2 * MM
    return items


def _number(setter: Setter, number: int, x: float, y: float) -> list[Item]:
    return level(setter.paragraph(str(number), _ASIDE, _BODY, BOLD, source=_OWN), _BODY).at(x, y)


def _head(setter: Setter, paper: str, side: str) -> list[Item]:
    title = setter.paragraph(f"Print test, {paper}: {side}", 160 * MM, 18, BOLD, source=_OWN)
    how = "Print both pages on one sheet, on both sides, at 100 %."
    return title.at(_EDGE, _EDGE) + _said(setter, how, (_EDGE, _EDGE + 11 * MM), 160 * MM, 10)


def _rulers(setter: Setter, x: float, y: float) -> list[Item]:
    """Two rulers with one corner: to the right along the top, and down."""
    items: list[Item] = [
        _filled(Rect(x, y - _HAIR / 2, RULER, _HAIR), "ruler:level"),
        _filled(Rect(x - _HAIR / 2, y, _HAIR, RULER), "ruler:upright"),
    ]
    for tick in range(101):
        at = tick * MM - _HAIR / 2
        length = (5 if tick % 10 == 0 else 3.5 if tick % 5 == 0 else 2) * MM
        items.append(_filled(Rect(x + at, y - length, _HAIR, length), "tick:level"))
        items.append(_filled(Rect(x - length, y + at, length, _HAIR), "tick:upright"))
    for tick in range(0, 101, 10):
        words = f"{tick} mm" if tick == 100 else str(tick)
        items += _centred(setter, words, x + tick * MM, y - 8 * MM)
        items += _centred(setter, words, x - 10.5 * MM, y + tick * MM - 0.9 * MM)
    return items


def _code(setter: Setter, website: tuple[str, str], area: Rect) -> list[Item]:
    address, printed = website
    symbol = make_symbol(address, CODE_SIDE) if address else None
    if symbol is None:  # no website, or too long an address for so small a code
        return _number(setter, _CODE, area.x, area.y) + _said(
            setter, "No code to try.", (area.x + _ASIDE, area.y), area.width, _SMALL
        )
    rect = Rect(area.x + _ASIDE, area.y, CODE_SIDE, CODE_SIDE)
    below = rect.x, rect.bottom + 3.5 * MM
    return [
        *_number(setter, _CODE, area.x, area.y),
        symbol_path(symbol, "qr:website", rect, INK),
        Code(rect, address, "qr:website"),
        *_said(setter, printed, below, area.width - _ASIDE, _SMALL),
    ]


def _lines(setter: Setter, area: Rect) -> list[Item]:
    items = _number(setter, _LINES, area.x, area.y)
    left = area.x + _ASIDE
    for i, thickness in enumerate(LINES):
        y = area.y + i * 7 * MM
        items += _said(setter, f"{thickness:g} pt", (left, y), 12 * MM, _SMALL)
        x = left + 12 * MM
        items.append(_filled(Rect(x, y + MM - thickness / 2, area.right - x, thickness), "line"))
    return items


def _small_type(setter: Setter, area: Rect) -> list[Item]:
    items = _number(setter, _TYPE, area.x, area.y)
    for i, size in enumerate(TYPE_SIZES):
        at = area.x + _ASIDE, area.y + i * 9 * MM
        words = f"{size:g} pt\nAsk for help. Зверніться"
        items += _said(setter, words, at, area.width - _ASIDE, size)
    return items


def _ramp(setter: Setter, area: Rect) -> list[Item]:
    """Paper, full black, and even steps between them."""
    items = _number(setter, _GREY, area.x, area.y - 5 * MM)
    width = area.width / _STEPS
    for i in range(_STEPS):
        black = i * 10
        grey = round(255 * (1 - black / 100))
        colour = Colour(f"black {black}", (grey, grey, grey), (0, 0, 0, black))
        step = Rect(area.x + i * width, area.y, width, area.height)
        items.append(_filled(step, "ramp", colour))
        items += _centred(setter, f"{black} %", step.middle[0], step.bottom + 2 * MM)
    frame = area.inset(_FRAME / 2)
    return [*items, Path(box(frame), "ramp", stroke=INK, stroke_width=_FRAME)]


# ---------------------------------------------------------------- the back

_SECOND = (
    "Hold the sheet against the light, its front towards you. In one place a cross of the "
    "back, with a ring, stands on a cross of the front. The words below that place say how "
    "your printer turns the paper.",
    "The job sheet says for each piece on which edge it is turned. Choose that edge in the "
    "print dialog. If the printer has one way only, build for it: beacon pack with --flip "
    "long-edge or --flip short-edge.",
    "The ticks on the front are 1 mm apart. Read on them how far the back has moved. Up to "
    "2 mm is common. If it is more, try another tray, or lay the paper straight.",
    "If the crosses meet in neither place, print both pages again at 100 %.",
    "Look at the frames on this side too: the margin of the second side may be wider.",
)


def _back(setter: Setter, paper: str) -> Page:
    items = _head(setter, paper, _BACK)
    rows = [setter.paragraph(text, 84 * MM, _BODY, source=_OWN) for text in _SECOND]
    items += setter.column(rows, 8).at(_EDGE, 54 * MM)
    for target in targets(paper):
        items += _ring(setter, target)
    return _page(_BACK, paper, items + _frames(setter, paper))


# ---------------------------------------------------------------- both sides


def _cross(at: tuple[float, float], source: str) -> list[Item]:
    x, y = at
    return [
        _filled(Rect(x - _ARM, y - _HAIR / 2, 2 * _ARM, _HAIR), source),
        _filled(Rect(x - _HAIR / 2, y - _ARM, _HAIR, 2 * _ARM), source),
    ]


def _scale(setter: Setter, target: Target) -> list[Item]:
    """The cross of the front, with ticks at every millimetre to read the drift of the back."""
    (x, y), source = target.front, f"target:{target.flip}"
    items = _cross(target.front, source)
    half = 0.7 * MM
    for tick in range(-_REACH_MM, _REACH_MM + 1):
        if tick:
            at = tick * MM - _HAIR / 2
            items.append(_filled(Rect(x + at, y - half, _HAIR, 2 * half), source))
            items.append(_filled(Rect(x - half, y + at, 2 * half, _HAIR), source))
    return items + _flip_label(setter, target.front, target.flip)


def _ring(setter: Setter, target: Target) -> list[Item]:
    """The cross of the back: a ring tells it from the one in front of it."""
    source = f"target:{target.flip}"
    items = _cross(target.back, source)
    items.append(Path(circle(*target.back, _RING), source, stroke=INK, stroke_width=_HAIR))
    return items + _flip_label(setter, target.back, target.flip)


def _flip_label(setter: Setter, at: tuple[float, float], flip: str) -> list[Item]:
    return _centred(setter, flip.replace("-", " "), at[0], at[1] + _ARM + 2 * MM, 10)


def _frames(setter: Setter, paper: str) -> list[Item]:
    """Frames one inside the other, and at the middle of each edge how far each is from it."""
    width, height = _size(paper)
    items: list[Item] = []
    for i, distance in enumerate(MARGINS_MM):
        d, source = distance * MM, f"margin:{distance}"
        frame = Rect(0, 0, width, height).inset(d)
        items.append(Path(box(frame), source, stroke=INK, stroke_width=_FRAME))
        aside = (i - (len(MARGINS_MM) - 1) / 2) * 6 * MM
        x, y, long = width / 2 + aside, height / 2 + aside, _LABELS - d
        for top in (d, height - _LABELS):
            items.append(_filled(Rect(x - _HAIR / 2, top, _HAIR, long), source))
        for left in (d, width - _LABELS):
            items.append(_filled(Rect(left, y - _HAIR / 2, long, _HAIR), source))
        for dot in ((x, d), (x, height - d), (d, y), (width - d, y)):
            items.append(_filled(Rect(*dot, 0, 0).inset(-0.4 * MM), source))
        words, cap = str(distance), 1.8 * MM
        items += _centred(setter, words, x, _LABELS + 0.8 * MM)
        items += _centred(setter, words, x, height - _LABELS - 0.8 * MM - cap)
        for at in (_LABELS + 2.4 * MM, width - _LABELS - 2.4 * MM):
            items += _centred(setter, words, at, y - cap / 2)
    return items
