"""Items of a page as PDF operators (ISO 32000-1, annex A). The only place that turns y over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .embed import Plan
from .geometry import Rect
from .page import (
    CMYK,
    GREY,
    REGISTRATION,
    RGB,
    Colour,
    FontKey,
    Glyph,
    GlyphRun,
    Item,
    Path,
    Picture,
    Piece,
)

_LETTERS = {"M": "m", "L": "l", "C": "c"}
_OPERATORS = {RGB: ("rg", "RG"), CMYK: ("k", "K"), GREY: ("g", "G")}
# Resources that a press file has: the separation /All, and overprint on and off.
ALL, OVERPRINT, KNOCKOUT = "CS1", "GS1", "GS0"
_DECORATION = -1
_SPACED_OUT = 12  # glyphs: more in a line are never words of one letter alone


def number(value: float) -> str:
    """A number as PDF wants it: no exponent, no needless zeros."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class ContentStream:
    """Collects the operators of one page or piece.

    ``fonts`` gives the resource name and plan of a font, ``forms`` and ``pictures`` the
    resource name of what is placed by reference. ``inks`` are those of the document; in
    CMYK black alone overprints, and nothing else does.

    ``roles`` are those of the elements of a tagged document. All that is drawn then stands in
    marked content: sequences that ``marked`` lists by the number of their element, in the
    order of their MCIDs, or artifacts (ISO 32000-1, 14.6, 14.7.4, 14.8.2.2)."""

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

    def data(self) -> bytes:
        self._mark(None)
        return "\n".join(self._out).encode("ascii")

    def _mark(self, tag: int | None) -> None:
        """What is drawn next belongs to the element ``tag``, to decoration, or to nothing."""
        if tag == self._open:
            return
        if self._open is not None:
            self._out.append("EMC")
        if tag == _DECORATION:
            self._out.append("/Artifact BMC")
        elif tag is not None:
            self._out.append(f"/{self._roles[tag]} <</MCID {len(self.marked)}>> BDC")
            self.marked.append(tag)
        self._open = tag

    def draw(self, item: Item) -> None:
        if self._roles and isinstance(item, (GlyphRun, Path, Picture)):
            self._mark(_DECORATION if item.tag is None else item.tag)
        match item:
            case GlyphRun():
                self._run(item)
            case Path():
                self._path(item)
            case Piece():
                self._piece(item)
            case Picture():
                rect = item.rect
                y = self._height - rect.bottom
                matrix = (
                    f"{number(rect.width)} 0 0 {number(rect.height)} {number(rect.x)} {number(y)}"
                )
                self._out.append(f"q {matrix} cm /{self._pictures(item)} Do Q")

    def _paint(self, colour: Colour, stroke: bool) -> str:
        if colour == REGISTRATION:
            return f"/{ALL} CS 1 SCN" if stroke else f"/{ALL} cs 1 scn"
        if self._inks == CMYK:
            parts = [ink / 100 for ink in colour.cmyk]
        else:
            parts = [c / 255 for c in colour.rgb[: 1 if self._inks == GREY else 3]]
        return " ".join(map(number, parts)) + f" {_OPERATORS[self._inks][stroke]}"

    def _set_overprint(self, *colours: Colour) -> None:
        """On where all that is painted next overprints."""
        wanted = all(colour.overprints for colour in colours)
        if self._inks == CMYK and self._overprints != wanted:
            self._overprints = wanted
            self._out.append(f"/{OVERPRINT if wanted else KNOCKOUT} gs")

    def _set_fill(self, colour: Colour) -> None:
        if self._fill != colour:
            self._fill = colour
            self._out.append(self._paint(colour, False))

    def _path(self, path: Path) -> None:
        if path.fill is not None:
            self._set_fill(path.fill)
        if path.stroke is not None:
            ends = 1 if path.round_ends else 0
            self._out.append(
                f"{self._paint(path.stroke, True)} {number(path.stroke_width)} w {ends} J {ends} j"
            )
        self._set_overprint(*(c for c in (path.fill, path.stroke) if c is not None))
        for command in path.commands:
            letter, values = str(command[0]), [float(v) for v in command[1:]]
            if letter == "Z":
                self._out.append("h")
                continue
            flipped = (self._height - v if i % 2 else v for i, v in enumerate(values))
            self._out.append(" ".join(number(v) for v in flipped) + f" {_LETTERS[letter]}")
        filled, stroked = path.fill is not None, path.stroke is not None
        self._out.append({(1, 1): "B", (1, 0): "f", (0, 1): "S"}.get((filled, stroked), "n"))

    def _piece(self, piece: Piece) -> None:
        outside = self._fill, self._overprints
        tagged = any(_tag_of(item) is not None for item in piece.page.items)
        self._mark(None)  # marked content begins and ends within one graphics state
        self._out.append("q")
        if piece.window is not None:
            x, y = number(piece.window.x), number(self._height - piece.window.bottom)
            width, height = number(piece.window.width), number(piece.window.height)
            self._out.append(f"{x} {y} {width} {height} re W n")
        self._out.append(f"{_matrix(piece, self._height)} cm")
        if self._roles and not tagged:
            self._mark(_DECORATION)
        if tagged or any(_needs_text(run.glyphs) for run in piece.page.runs()):
            # pdfium misplaces the letters of an ActualText inside a form: draw them in place.
            self._inline(piece)
        else:
            self._out.append(f"/{self._forms(piece)} Do")
        self._mark(None)
        self._out.append("Q")
        self._fill, self._overprints = outside

    def _inline(self, piece: Piece) -> None:
        outer, self._height = self._height, piece.page.height
        self._fill, self._overprints = None, None
        area = Rect(0, 0, piece.page.width, piece.page.height).inset(-piece.page.bleed)
        x, y = number(area.x), number(piece.page.height - area.bottom)
        self._out.append(f"{x} {y} {number(area.width)} {number(area.height)} re W n")
        for item in piece.page.items:
            self.draw(item)
        self._height = outer

    def _run(self, run: GlyphRun) -> None:
        if not run.glyphs:
            return
        self._set_fill(run.colour)
        self._set_overprint(run.colour)
        name, plan = self._fonts(run.font)
        # In a tagged document its element tells the language.
        foreign = run.language != self._language and not self._roles
        if foreign:
            self._out.append(f"/Span <</Lang ({run.language})>> BDC")
        self._out.append(
            f"BT /{name} {number(run.size)} Tf 1 0 0 1 {number(run.x)} "
            f"{number(self._height - run.y)} Tm"
        )
        # What is searched, copied and heard; in a form pdfium misplaces the letters.
        said = bool(self._roles) and _is_spaced_out(run.glyphs)
        for word in [list(run.glyphs)] if said else _words(run.glyphs):
            self._word(word, plan, run.size, said)
        self._out.append("ET")
        if foreign:
            self._out.append("EMC")

    def _word(self, glyphs: list[Glyph], plan: Plan, size: float, said: bool) -> None:
        split = said or _needs_text(glyphs)
        if split:
            text = "".join(g.text for g in glyphs).encode("utf-16-be").hex().upper()
            self._out.append(f"/Span <</ActualText <FEFF{text}>>> BDC")
        rise = 0.0
        parts: list[str] = []

        def flush() -> None:
            if parts:
                self._out.append("[" + " ".join(parts).replace("> <", "") + "] TJ")
                parts.clear()

        for glyph in glyphs:
            if abs(glyph.dy * size - rise) > 1e-4:
                flush()
                rise = glyph.dy * size
                self._out.append(f"{number(rise)} Ts")
            if abs(glyph.dx) > 1e-4:
                parts.append(number(-glyph.dx * 1000))
            parts.append(f"<{plan.cid(glyph):04X}>")
            adjust = plan.width(glyph.id) - (glyph.advance - glyph.dx) * 1000
            if abs(adjust) > 0.005:
                parts.append(number(adjust))
        flush()
        if rise:
            self._out.append("0 Ts")
        if split:
            self._out.append("EMC")


def _tag_of(item: Item) -> int | None:
    return item.tag if isinstance(item, (GlyphRun, Path, Picture)) else None


def _matrix(piece: Piece, page_height: float) -> str:
    """How a piece is placed: scaled, turned clockwise, moved (ISO 32000-1, 8.3.4)."""
    rect, s = piece.rect, number(piece.scale)
    left, right = number(rect.x), number(rect.right)
    bottom, top = number(page_height - rect.bottom), number(page_height - rect.y)
    return {
        0: f"{s} 0 0 {s} {left} {bottom}",
        90: f"0 -{s} {s} 0 {left} {top}",
        180: f"-{s} 0 0 -{s} {right} {top}",
        270: f"0 {s} -{s} 0 {right} {bottom}",
    }[piece.turn]


def _needs_text(glyphs: Sequence[Glyph]) -> bool:
    """Whether a reader's software would not find the text by itself: letters made of
    several glyphs, or marks that are raised, which it takes for another line."""
    return any(not g.text or abs(g.dy) > 1e-4 for g in glyphs)


def _is_spaced_out(glyphs: Sequence[Glyph]) -> bool:
    """Words of one letter alone (“A e”): poppler takes a line of them for one word, its letters
    spaced out."""
    if len(glyphs) > _SPACED_OUT:
        return False
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
    for word in (w for w in words if w):
        if merged and not _needs_text(word) and not _needs_text(merged[-1]):
            merged[-1] += word
        else:
            merged.append(word)
    return merged
