"""Items of a page as PDF operators (ISO 32000-1, annex A). The only place that turns y over."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from .embed import Plan, is_raised
from .geometry import Rect
from .page import (
    CMYK,
    GREY,
    REGISTRATION,
    RGB,
    Colour,
    Command,
    FontKey,
    Glyph,
    GlyphRun,
    Item,
    Page,
    Path,
    Picture,
    Piece,
)

_LETTERS = {"M": "m", "L": "l", "C": "c", "Z": "h"}
_OPERATORS = {RGB: ("rg", "RG"), CMYK: ("k", "K"), GREY: ("g", "G")}
# Resources that a press file has: the separation /All, and overprint on and off.
ALL, OVERPRINT, KNOCKOUT = "CS1", "GS1", "GS0"
# What paints a path that is filled, and stroked.
_PAINTS = {(True, True): "B", (True, False): "f", (False, True): "S", (False, False): "n"}
_DECORATION = -1
_SPACED_OUT = 12  # glyphs: more in a line are never words of one letter alone
_FINE = 4  # decimals of what is multiplied: scales, sizes of letters
_EXACT = 3  # of areas, whose edges software moves to whole pixels
_BOX = "MLLLZ"
_MOST_DRAWN = 256  # paths whose operators are kept
# By the number of a path's commands, which are kept, so that no others take their number.
_DRAWN: dict[int, tuple[tuple[Command, ...], str]] = {}


@functools.lru_cache(maxsize=8192)
def number(value: float, decimals: int = 2) -> str:
    """A number as PDF wants it: no exponent, no needless zeros. A hundredth of a point is
    3.5 micrometres."""
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    if text[:2] == "0.":
        return text[1:]
    if text[:3] == "-0.":
        return "-" + text[2:]
    return "0" if text == "-0" else text


@functools.lru_cache(maxsize=8192)
def _hundredths(count: int) -> str:
    """So many hundredths as a number."""
    return number(count / 100)


class ContentStream:
    """Collects the operators of one page or piece.

    ``fonts`` gives the resource name and plan of a font, ``forms`` and ``pictures`` the
    resource name of what is placed by reference. ``inks`` are those of the document; in
    CMYK black alone overprints, and nothing else does.

    ``roles`` are those of the elements of a tagged document. All that is drawn then stands in
    marked content: sequences that ``marked`` lists by the number of their element, in the
    order of their MCIDs, or artifacts (ISO 32000-1, 14.6, 14.7.4, 14.8.2.2). Lines that follow
    each other are one text object, whether or not their elements change."""

    def __init__(
        self,
        height: float,
        language: str,
        fonts: Callable[[FontKey], tuple[str, Plan]],
        forms: Callable[[Piece], str],
        pictures: Callable[[Picture], str],
        inks: str = RGB,
        roles: Sequence[str] = (),
    ):
        self._height = height
        self._language = language
        self._fonts = fonts
        self._forms = forms
        self._pictures = pictures
        self._inks = inks
        self._roles = roles
        self._open: int | None = None
        self.marked: list[int] = []
        self._out: list[str] = []
        self._fill: Colour | None = None
        self._overprints: bool | None = None
        self._font: tuple[FontKey, float] | None = None
        self._writes = False  # within a text object
        self._marked_within = False  # and what is marked began there
        self._at = (0, 0)  # where the line began, in hundredths of a point
        self._ways: dict[int, tuple[bool, bool]] = {}  # by the pages of the pieces of this stream

    def data(self) -> bytes:
        self._end_text()
        self._mark(None)
        return "\n".join(self._out).encode("ascii")

    def _mark(self, tag: int | None) -> None:
        """What is drawn next belongs to the element ``tag``, to decoration, or to nothing."""
        if tag == self._open:
            return
        if self._open is not None:
            if self._writes and not self._marked_within:
                self._writes = False
                self._out.append("ET")
            self._out.append("EMC")
        if tag == _DECORATION:
            self._out.append("/Artifact BMC")
        elif tag is not None:
            self._out.append(f"/{self._roles[tag]}<</MCID {len(self.marked)}>>BDC")
            self.marked.append(tag)
        self._open = tag
        self._marked_within = self._writes

    def _end_text(self) -> None:
        if self._writes:
            if self._open is not None and self._marked_within:
                self._mark(None)
            self._writes = False
            self._out.append("ET")

    def _begin_text(self) -> None:
        if not self._writes:
            self._writes, self._at = True, (0, 0)
            self._out.append("BT")

    def draw(self, item: Item) -> None:
        if isinstance(item, GlyphRun):
            if item.glyphs:
                self._run(item)
            return
        if not isinstance(item, (Path, Picture, Piece)):
            return
        self._end_text()
        if self._roles and not isinstance(item, Piece):
            self._mark(_DECORATION if item.tag is None else item.tag)
        if isinstance(item, Path):
            self._path(item)
        elif isinstance(item, Piece):
            self._piece(item)
        else:
            rect = item.rect
            matrix = (rect.width, 0, 0, rect.height, rect.x, self._height - rect.bottom)
            said = " ".join(number(v, _FINE) for v in matrix)
            self._out.append(f"q {said} cm /{self._pictures(item)} Do Q")

    # ------------------------------------------------------------ colours

    def _set_overprint(self, *colours: Colour) -> None:
        """On where all that is painted next overprints."""
        wanted = all(colour.overprints for colour in colours)
        if self._overprints != wanted:
            self._overprints = wanted
            self._out.append(f"/{OVERPRINT if wanted else KNOCKOUT} gs")

    def _set_fill(self, colour: Colour) -> None:
        if self._fill is not colour and self._fill != colour:
            self._fill = colour
            self._out.append(_painted(colour, self._inks, False))

    # ------------------------------------------------------------ paths and pieces

    def _path(self, path: Path) -> None:
        """A path with a measure of its own is turned over by its matrix."""
        if path.fill is not None:
            self._set_fill(path.fill)
        if self._inks == CMYK:
            self._set_overprint(*(c for c in (path.fill, path.stroke) if c is not None))
        is_placed, filled, stroked = path.is_placed, path.fill is not None, path.stroke is not None
        if is_placed:
            scale = number(path.scale, _FINE)
            x, y = number(path.x), number(self._height - path.y)
            self._out.append(f"q {scale} 0 0 -{scale} {x} {y} cm")
        if path.stroke is not None:
            ends = " 1 J 1 j" if path.round_ends else "" if is_placed else " 0 J 0 j"
            width = number(path.stroke_width / path.scale, _FINE)
            self._out.append(f"{_painted(path.stroke, self._inks, True)} {width} w{ends}")
        paint = _PAINTS[filled, stroked]
        if is_placed:
            self._out += [_drawn(path.commands), paint, "Q"]
        else:
            self._out += [_standing(path.commands, self._height), paint]

    def _piece(self, piece: Piece) -> None:
        outside = self._fill, self._overprints, self._font
        tagged, in_place = self._way_of(piece.page)
        self._mark(None)  # marked content begins and ends within one graphics state
        self._out.append("q")
        if piece.window is not None:
            self._clip(piece.window)
        self._out.append(f"{_matrix(piece, self._height)} cm")
        if self._roles and not tagged:
            self._mark(_DECORATION)
        if in_place:
            self._inline(piece)
        else:
            self._out.append(f"/{self._forms(piece)} Do")
        self._end_text()
        self._mark(None)
        self._out.append("Q")
        self._fill, self._overprints, self._font = outside

    def _way_of(self, page: Page) -> tuple[bool, bool]:
        """Whether the page of a piece is tagged, and whether it must be drawn in its place each
        time: pdfium misplaces the letters of an ActualText inside a form."""
        if id(page) not in self._ways:
            tagged = any(_tag_of(item) is not None for item in page.items)
            said = tagged or any(any(map(_needs_text, run.glyphs)) for run in page.runs())
            self._ways[id(page)] = tagged, said
        return self._ways[id(page)]

    def _clip(self, area: Rect) -> None:
        sides = (area.x, self._height - area.bottom, area.width, area.height)
        self._out.append(f"{' '.join(number(side, _EXACT) for side in sides)} re W n")

    def _inline(self, piece: Piece) -> None:
        outer, self._height = self._height, piece.page.height
        self._fill, self._overprints, self._font = None, None, None
        self._clip(Rect(0, 0, piece.page.width, piece.page.height).inset(-piece.page.bleed))
        for item in piece.page.items:
            self.draw(item)
        self._end_text()
        self._height = outer

    # ------------------------------------------------------------ text

    def _run(self, run: GlyphRun) -> None:
        out, glyphs, roles = self._out, run.glyphs, self._roles
        tag = _DECORATION if roles and run.tag is None else run.tag
        if roles and tag != self._open:
            self._mark(None)
            self._begin_text()
            self._mark(tag)
        self._begin_text()
        if self._fill is not run.colour:
            self._set_fill(run.colour)
        if self._inks == CMYK:
            self._set_overprint(run.colour)
        name, plan = self._fonts(run.font)
        # In a tagged document its element tells the language.
        foreign = run.language != self._language and not roles
        if foreign:
            out.append(f"/Span<</Lang({run.language})>>BDC")
        if self._font != (run.font, run.size):
            self._font = (run.font, run.size)
            out.append(f"/{name} {number(run.size, _FINE)} Tf")
        x, y = round(run.x * 100), round((self._height - run.y) * 100)
        before = self._at
        self._at = x, y
        out.append(f"{_hundredths(x - before[0])} {_hundredths(y - before[1])} Td")
        try:
            if roles and len(glyphs) <= _SPACED_OUT and _is_spaced_out(glyphs):
                raise KeyError("what is searched, copied and heard needs to be said")
            out.append(_shown("".join(map(plan.shown.__getitem__, glyphs))))
        except KeyError:
            self._said(run, plan)
        if foreign:
            out.append("EMC")

    def _said(self, run: GlyphRun, plan: Plan) -> None:
        """A run some words of which need their text said. In a form pdfium misplaces the
        letters of such a word."""
        whole = bool(self._roles) and _is_spaced_out(run.glyphs)
        for word in [list(run.glyphs)] if whole else _words(run.glyphs):
            said = whole or any(map(_needs_text, word))
            if said:
                text = "".join(g.text for g in word).encode("utf-16-be").hex().upper()
                self._out.append(f"/Span<</ActualText<FEFF{text}>>>BDC")
            self._raised(word, plan, run.size)
            if said:
                self._out.append("EMC")

    def _raised(self, glyphs: list[Glyph], plan: Plan, size: float) -> None:
        rise = 0.0
        for raised, group in _by_rise(glyphs):
            if raised != rise:
                rise = raised
                self._out.append(f"{number(rise * size)} Ts")
            self._out.append(_shown("".join([plan.digits(glyph) for glyph in group])))
        if rise:
            self._out.append("0 Ts")


@functools.lru_cache(maxsize=256)
def _painted(colour: Colour, inks: str, stroke: bool) -> str:
    if colour == REGISTRATION:
        return f"/{ALL} CS 1 SCN" if stroke else f"/{ALL} cs 1 scn"
    if inks == CMYK:
        parts = [ink / 100 for ink in colour.cmyk]
    else:
        parts = [c / 255 for c in colour.rgb[: 1 if inks == GREY else 3]]
    said = " ".join(number(part, _FINE) for part in parts)
    return f"{said} {_OPERATORS[inks][stroke]}"


def _shown(digits: str) -> str:
    if ">" not in digits:
        return f"<{digits}>Tj"
    return f"[<{digits}>]TJ".replace("<>", "")


def _by_rise(glyphs: list[Glyph]) -> list[tuple[float, list[Glyph]]]:
    """Glyphs in stretches that are raised alike, in em."""
    found: list[tuple[float, list[Glyph]]] = []
    for glyph in glyphs:
        rise = glyph.dy if is_raised(glyph) else 0.0
        if found and abs(found[-1][0] - rise) < 1e-5:
            found[-1][1].append(glyph)
        else:
            found.append((rise, [glyph]))
    return found


def _turned(commands: Sequence[Command], height: float) -> list[Command]:
    """A path with y upwards."""
    return [
        (c[0], *(height - float(v) if i % 2 else float(v) for i, v in enumerate(c[1:])))
        for c in commands
    ]


def _drawn(commands: tuple[Command, ...]) -> str:
    """A path as it is; codes and pictograms have thousands of steps, and come again: most often
    as the same object, of which nothing needs to be compared."""
    found = _DRAWN.get(id(commands))
    if found is None:
        if len(_DRAWN) >= _MOST_DRAWN:
            _DRAWN.clear()
        found = _DRAWN[id(commands)] = commands, _steps_once(commands)
    return found[1]


@functools.lru_cache(maxsize=_MOST_DRAWN)
def _standing(commands: tuple[Command, ...], height: float) -> str:
    """A path in the measure of a page that is so high: the ground of a frame, a mark. They stand
    alike in all languages."""
    return _steps(_turned(commands, height), _EXACT)


@functools.lru_cache(maxsize=_MOST_DRAWN)
def _steps_once(commands: tuple[Command, ...]) -> str:
    return _steps(commands)


def _steps(commands: Sequence[Command], decimals: int = 2) -> str:
    out = []
    letters = "".join([str(c[0]) for c in commands])
    at = 0
    while at < len(commands):
        box = _box(commands[at : at + 5], decimals) if letters.startswith(_BOX, at) else ""
        if box:
            out.append(box)
            at += 5
        else:
            values = [number(float(v), decimals) for v in commands[at][1:]]
            out.append(" ".join([*values, _LETTERS[letters[at]]]))
            at += 1
    return "\n".join(out)


def _box(commands: Sequence[Command], decimals: int) -> str:
    """Five steps that go around an upright rectangle; nothing for any others."""
    (x, y), (right, same), (across, bottom), (left, below) = (
        (float(c[1]), float(c[2])) for c in commands[:4]
    )
    if (same, across, left, below) != (y, right, x, bottom):
        return ""
    sides = (min(x, right), min(y, bottom), abs(right - x), abs(bottom - y))
    return " ".join([*(number(side, decimals) for side in sides), "re"])


def _tag_of(item: Item) -> int | None:
    return item.tag if isinstance(item, (GlyphRun, Path, Picture)) else None


def _matrix(piece: Piece, page_height: float) -> str:
    """How a piece is placed: scaled, turned clockwise, moved (ISO 32000-1, 8.3.4)."""
    rect, s = piece.rect, number(piece.scale, _FINE)
    left, right = number(rect.x, _FINE), number(rect.right, _FINE)
    bottom, top = number(page_height - rect.bottom, _FINE), number(page_height - rect.y, _FINE)
    return {
        0: f"{s} 0 0 {s} {left} {bottom}",
        90: f"0 -{s} {s} 0 {left} {top}",
        180: f"-{s} 0 0 -{s} {right} {top}",
        270: f"0 {s} -{s} 0 {right} {bottom}",
    }[piece.turn]


def _needs_text(glyph: Glyph) -> bool:
    """Whether a reader's software would not find the text by itself: a letter made of
    several glyphs, or marks that are raised, which it takes for another line."""
    return not glyph.text or is_raised(glyph)


def _is_spaced_out(glyphs: Sequence[Glyph]) -> bool:
    """Words of one letter alone (“A e”): poppler takes a line of them for one word, its letters
    spaced out."""
    words = "".join(g.text for g in glyphs).split()
    return len(words) > 1 and all(len(word) == 1 for word in words)


def _words(glyphs: tuple[Glyph, ...]) -> list[list[Glyph]]:
    """The run in stretches: words that need their text said, and all between them."""
    words: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        words[-1].append(glyph)
        if glyph.text.isspace():
            words.append([])
    merged: list[list[Glyph]] = []
    plain = False
    for word in filter(None, words):
        needs = any(map(_needs_text, word))
        if merged and plain and not needs:
            merged[-1] += word
        else:
            merged.append(word)
        plain = not needs
    return merged
