"""What the operators of a tagged page draw, and what of it belongs to which marked content
(ISO 32000-1, 14.6): the words in the order in which they are drawn, as a voice reads them.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Mapping

from .geometry import Rect
from .matrices import IDENTITY, Matrix, around, corners, moved_by, times
from .plain_content import NUMBER, instructions
from .plain_values import (
    count,
    get,
    is_stream,
    items,
    keys,
    name,
    number,
    raw,
    stream_bytes,
    table,
    text,
)
from .strict_pdf import Dictionary
from .to_unicode import letters

# Operators of pages, by how many operands they have.
OPERATORS = {
    **dict.fromkeys("BT ET EMC q Q h f S B n W".split(), 0),
    **dict.fromkeys("BMC Tj TJ Ts Do w J j g G".split(), 1),
    **dict.fromkeys("BDC Tf Td m l".split(), 2),
    **dict.fromkeys("rg RG".split(), 3),
    **dict.fromkeys("re k K".split(), 4),
    **dict.fromkeys("c cm Tm".split(), 6),
}
# Lines and areas, in colours: all that decoration of ours draws.
_DRAWS = "h f S B n W w J j g G rg RG k K m l re c".split()
_PAINTS = frozenset("Tj TJ Do f B S".split())
_NUMBER = frozenset(("MCID",))
_FIGURES = ("Figure", "Lbl")  # what is drawn and not written
_UNREAD = "\ufffd"  # for a code that no letter is known of
_FONT = ["Font", "Type0", "Identity-H", "CIDFontType2"]
_MOST_BYTES = 1_000_000  # of what a font says of its letters


def _drawn_by(operators: list[str]) -> bytes:
    """A pattern of one operator with as many numbers before it as it needs."""
    pattern = b""
    for many in range(6, -1, -1):
        own = "|".join(each for each in operators if OPERATORS[each] == many)
        ways = [rb"(?:%b)[\n\r ]++" % own.encode()] if own else []
        ways += [NUMBER + pattern] if pattern else []
        pattern = rb"(?:%b)" % b"|".join(ways) if ways else b""
    return pattern


# Decoration that draws nothing but lines and areas, and leaves the graphics state as it was; and
# what stands for it, which is no operator.
_DECORATES = b"/Artifact BMC\n"
_DECORATION = re.compile(
    rb"%b((?:%b|q[\n\r ]++(?:%b)*+Q[\n\r ]++)++)(?=EMC(?:[\n\r ]|\Z))"
    % (_DECORATES, _drawn_by(_DRAWS), _drawn_by([*_DRAWS, "cm"]))
)
_DRAWING = "\v"

Points = tuple[tuple[float, float], ...]
UNIT: Points = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))  # where a picture is drawn


class Marks:
    """Follows marked content through the operators of a page (ISO 32000-1, 14.6): its numbers,
    its roles, and by number its words in the order in which they are drawn, and the points
    between which all else is. ``fonts`` give the text of each code, ``placed`` tells the
    points of what is placed by its name, before it is moved."""

    def __init__(
        self, fonts: Mapping[str, Mapping[int, str]], placed: Callable[[str], Points]
    ) -> None:
        self.bare = 0
        self.oddities: list[str] = []
        self.mcids: list[int] = []
        self.roles: dict[int, str] = {}
        self.words: dict[int, list[str]] = {}
        self.points: dict[int, list[tuple[float, float]]] = {}
        self._fonts = fonts
        self._placed = placed
        self._state: tuple[Matrix, Mapping[int, str]] = (IDENTITY, {})
        self._saved: list[tuple[Matrix, Mapping[int, str]]] = []
        self.open: list[str] = []  # what each open sequence is: content, artifact, said, nothing
        self._mcid: int | None = None
        self._writes = False  # within a text object
        self._said = ""  # in place of what is drawn
        self._drawn: list[str] = []  # in its place

    def follow(self, content: bytes) -> None:
        """All operators of a content. Half of them draw decoration: of that nothing is asked but
        that it is no more, so it is read operator by operator only where it may be."""
        drawings: Iterator[bytes] = iter(())
        if b"(" not in content and _DRAWING.encode() not in content:
            content, *drawn = _DECORATION.split(content)
            drawings = iter(drawn[::2])
            content = (_DECORATES + _DRAWING.encode() + b"\n").join([content, *drawn[1::2]])
        for operator, operands in instructions(content):
            if operator == _DRAWING and (drawing := next(drawings, None)):
                if self._mcid is not None or self.open != ["artifact"]:
                    self.follow(drawing)
            elif OPERATORS.get(operator) == len(operands):
                self.take(operator, operands)
            else:
                self.oddities.append(f"it is drawn as none of ours is (“{operator[:20]}”)")

    def take(self, operator: str, operands: list[object]) -> None:
        if handler := _HANDLERS.get(operator):
            handler(self, operands)
        if operator in _PAINTS and self._is_bare():
            self.bare += 1

    def _save(self, _: list[object]) -> None:
        self._saved.append(self._state)

    def _restore(self, _: list[object]) -> None:
        if self._saved:
            self._state = self._saved.pop()

    def _concatenate(self, operands: list[object]) -> None:
        a, b, c, d, e, f = map(_measure, operands)
        matrix, letters = self._state
        self._state = (times((a, b, c, d, e, f), matrix), letters)

    def _font(self, operands: list[object]) -> None:
        self._state = (self._state[0], self._fonts.get(name(operands[0]), {}))

    def _next_line(self, operands: list[object]) -> None:
        if number(operands[1]):
            self._say("\n")

    def _turn_text(self, begins: bool) -> None:
        if self._writes == begins:
            self.oddities.append("text begins in text, or ends that never began")
        self._writes = begins
        self._say("\n")

    def _place(self, operands: list[object]) -> None:
        if self._mcid is not None and self.roles[self._mcid] not in _FIGURES:
            self.oddities.append("something is placed among words")
        else:
            self._draw(self._placed(name(operands[0])))

    def _path(self, operands: list[object]) -> None:
        if self._mcid is not None:
            values = [*map(_measure, operands)]
            self._draw(tuple(zip(values[::2], values[1::2], strict=True)))

    def _box(self, operands: list[object]) -> None:
        if self._mcid is not None:
            self._draw(tuple(corners(IDENTITY, Rect(*map(_measure, operands)))))

    def _begin(self, role: str, properties: object) -> None:
        if table(properties) is None:
            self.oddities.append("marked content is described elsewhere")
        described = keys(properties)
        said, numbered = described - _NUMBER, "MCID" in described
        if said:
            spelled = said == {"ActualText"} and role == "Span" and not numbered
            if not spelled or self._is_bare() or "said" in self.open:
                self.oddities.append(f"marked content says more than it should ({role[:30]})")
        if (numbered or role == "Artifact") and self.open:
            self.oddities.append("marked content stands within other marked content")
        if numbered and role == "Artifact":
            self.oddities.append("decoration is numbered as if it were content")
        if numbered:
            self._mcid = count(get(properties, "MCID"))
            self.mcids.append(self._mcid)
            self.roles[self._mcid] = role
        self._said, self._drawn = text(get(properties, "ActualText")) if said else "", []
        kind = "content" if numbered else "artifact" if role == "Artifact" else "nothing"
        self.open.append("said" if said else kind)

    def _is_bare(self) -> bool:
        """Whether what is drawn is neither content nor decoration."""
        return "content" not in self.open and "artifact" not in self.open

    def _end(self, _: list[object]) -> None:
        """Words that are said in place of what is drawn are those that its letters are."""
        if not self.open:
            self.oddities.append("marked content ends that never began")
            return
        kind = self.open.pop()
        if kind == "content":
            self._mcid = None
        elif kind == "said":
            drawn = "".join(self._drawn)
            if drawn != self._said:
                self.oddities.append(f"“{drawn[:40]}” is said as “{self._said[:40]}”")
            self._say(self._said)

    def _show(self, shown: list[object]) -> None:
        """Text as its font explains it; where words are said, a part of a letter has none."""
        said, letters = "said" in self.open, self._state[1]
        unread = "" if said else _UNREAD
        for codes in map(raw, shown):
            known = struct.unpack(f">{len(codes) // 2}H", codes[: len(codes) // 2 * 2])
            words = "".join([letters.get(code, unread) for code in known])
            words += unread * (len(codes) % 2)
            (self._drawn.append if said else self._say)(words)

    def _say(self, words: str) -> None:
        if self._mcid is not None:
            self.words.setdefault(self._mcid, []).append(words)

    def _draw(self, points: Points) -> None:
        if self._mcid is not None and points:
            found = [moved_by(self._state[0], *point) for point in points]
            self.points.setdefault(self._mcid, []).extend(found)


def _measure(value: object) -> float:
    return number(value) or 0.0


_M = Marks
_HANDLERS: dict[str, Callable[[Marks, list[object]], None]] = {
    "BMC": lambda m, o: m._begin(name(o[0]), Dictionary()),
    "BDC": lambda m, o: m._begin(name(o[0]), o[1]),
    "EMC": _M._end,
    "q": _M._save,
    "Q": _M._restore,
    "cm": _M._concatenate,
    "Tf": _M._font,
    "TJ": lambda m, o: m._show(items(o[0])),
    "Tj": _M._show,
    "Td": _M._next_line,
    "BT": lambda m, o: m._turn_text(True),
    "ET": lambda m, o: m._turn_text(False),
    "Do": _M._place,
    "re": _M._box,
    **dict.fromkeys(("m", "l", "c"), _M._path),
}


class FormMarks(Marks):
    """Follows the operators of a form, of which it is asked only what is drawn in it: a form
    that a tagged page places is a part of its content, and says nothing by itself."""

    def __init__(self, placed: Callable[[str], Points]) -> None:
        super().__init__({}, placed)
        self._mcid, self.roles, self.open = 0, {0: _FIGURES[0]}, ["content"]

    @property
    def area(self) -> Rect | None:
        """Around all that is drawn, in its own coordinates."""
        points = self.points.get(0)
        return around(points) if points else None


def letters_of(font: object) -> dict[int, str]:
    """The text of each code of a font; nothing where it is told otherwise than ours do."""
    within = [name(get(each, "Subtype")) for each in items(get(font, "DescendantFonts"))]
    said = [*(name(get(font, key)) for key in ("Type", "Subtype", "Encoding")), *within]
    known = said == _FONT and is_stream(get(font, "ToUnicode"))
    return letters(stream_bytes(get(font, "ToUnicode"), _MOST_BYTES)) if known else {}
