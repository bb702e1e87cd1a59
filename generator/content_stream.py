"""Items of a page as PDF operators (ISO 32000-1, annex A). The only place that turns y over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .embed import Plan
from .page import Colour, FontKey, Glyph, GlyphRun, Item, Path, Picture, Piece

_LETTERS = {"M": "m", "L": "l", "C": "c"}


def number(value: float) -> str:
    """A number as PDF wants it: no exponent, no needless zeros."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class ContentStream:
    """Collects the operators of one page or piece.

    ``fonts`` gives the resource name and plan of a font, ``forms`` and ``pictures`` the
    resource name of what is placed by reference."""

    def __init__(
        self,
        height: float,
        language: str,
        fonts: Callable[[FontKey], tuple[str, Plan]],
        forms: Callable[[Piece], str],
        pictures: Callable[[Picture], str],
    ):
        self._height = height
        self._language = language
        self._fonts = fonts
        self._forms = forms
        self._pictures = pictures
        self._out: list[str] = []
        self._fill: Colour | None = None

    def data(self) -> bytes:
        return "\n".join(self._out).encode("ascii")

    def draw(self, item: Item) -> None:
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

    def _paint(self, colour: Colour, operator: str) -> str:
        return " ".join(number(c / 255) for c in colour.rgb) + f" {operator}"

    def _set_fill(self, colour: Colour) -> None:
        if self._fill != colour:
            self._fill = colour
            self._out.append(self._paint(colour, "rg"))

    def _path(self, path: Path) -> None:
        if path.fill is not None:
            self._set_fill(path.fill)
        if path.stroke is not None:
            ends = 1 if path.round_ends else 0
            self._out.append(
                f"{self._paint(path.stroke, 'RG')} {number(path.stroke_width)} w {ends} J {ends} j"
            )
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
        rect = piece.rect
        bottom = self._height - rect.bottom
        s = number(piece.scale)
        matrix = (
            f"-{s} 0 0 -{s} {number(rect.right)} {number(bottom + rect.height)}"
            if piece.turned
            else f"{s} 0 0 {s} {number(rect.x)} {number(bottom)}"
        )
        if any(_needs_text(run.glyphs) for run in piece.page.runs()):
            # pdfium misplaces the letters of an ActualText inside a form: draw them in place.
            self._out.append(f"q {matrix} cm")
            self._inline(piece)
            self._out.append("Q")
        else:
            self._out.append(f"q {matrix} cm /{self._forms(piece)} Do Q")

    def _inline(self, piece: Piece) -> None:
        outer, self._height, self._fill = self._height, piece.page.height, None
        for item in piece.page.items:
            self.draw(item)
        self._height, self._fill = outer, None

    def _run(self, run: GlyphRun) -> None:
        if not run.glyphs:
            return
        self._set_fill(run.colour)
        name, plan = self._fonts(run.font)
        if run.language != self._language:
            self._out.append(f"/Span <</Lang ({run.language})>> BDC")
        self._out.append(
            f"BT /{name} {number(run.size)} Tf 1 0 0 1 {number(run.x)} "
            f"{number(self._height - run.y)} Tm"
        )
        for word in _words(run.glyphs):
            self._word(word, plan, run.size)
        self._out.append("ET")
        if run.language != self._language:
            self._out.append("EMC")

    def _word(self, glyphs: list[Glyph], plan: Plan, size: float) -> None:
        split = _needs_text(glyphs)
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
            if abs(glyph.dy - rise) > 1e-4:
                flush()
                rise = glyph.dy
                self._out.append(f"{number(rise)} Ts")
            if abs(glyph.dx) > 1e-4:
                parts.append(number(-glyph.dx / size * 1000))
            parts.append(f"<{plan.cid(glyph):04X}>")
            adjust = plan.width(glyph.id) - (glyph.advance - glyph.dx) / size * 1000
            if abs(adjust) > 0.005:
                parts.append(number(adjust))
        flush()
        if rise:
            self._out.append("0 Ts")
        if split:
            self._out.append("EMC")


def _needs_text(glyphs: Sequence[Glyph]) -> bool:
    """Whether a reader's software would not find the text by itself: letters made of
    several glyphs, or marks that are raised, which it takes for another line."""
    return any(not g.text or abs(g.dy) > 1e-4 for g in glyphs)


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
