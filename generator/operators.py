"""What the operators of a page paint: where, in which inks, how thick, over what.

Walks content streams and the forms that they place through the graphics state
(ISO 32000-1, 8 and 9). Everything is bounded: a file may be made to exhaust its reader.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable

import pikepdf

from .canvas import Canvas, Missing, Record, matrix_of, numbers_of
from .geometry import Rect
from .graphics import Ink, State
from .matrices import Matrix, around, corners, is_upright, least_scale, times
from .press_facts import IMAGE, SHADING, STROKE, TEXT
from .press_resources import Resources, Shelf, space_of
from .press_values import (
    MOST_CONTENT,
    box,
    get,
    identity,
    items,
    name,
    number,
    raw,
    stream_bytes,
)
from .text_cursor import TextCursor
from .unsound import Unsound

_MOST_DEPTH = 12  # of forms in forms
_UNIT = Rect(0, 0, 1, 1)
_LACKS = "an operator without what it needs (“{}”)"

Instruction = tuple[str, list[object]]


def parsed(pdf: pikepdf.Pdf, content: bytes, only: str = "") -> list[Instruction]:
    """The operators of a content stream with what stands before them; of all or, in a fraction
    of the time, ``only`` of some."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = pikepdf.parse_content_stream(pdf.make_stream(content), only)
            return [(str(i.operator), list(i.operands)) for i in found]
    except (pikepdf.PdfError, Warning, ValueError, TypeError) as error:
        raise Unsound("the operators of a page are broken") from error


class Interpreter(Record):
    """Walks the pages of one file."""

    def __init__(self, pdf: pikepdf.Pdf, shelf: Shelf):
        super().__init__()
        self.pdf = pdf
        self.shelf = shelf
        self.active: set[tuple[int, int]] = set()
        self.drawn: set[tuple[int, int]] = set()
        self._parsed: dict[tuple[int, int], list[Instruction]] = {}

    def walk(self, page: int, content: bytes, resources: object, media: Rect, top: Matrix) -> None:
        """One page: ``media`` is what can be seen of it, ``top`` turns the file's
        coordinates to those of ``media``."""
        self.page, self.paints, self.windows, self.oddities = page, [], [], []
        state = State(top, media)
        found = self.shelf.resources(resources)
        Content(self, found, state).run(parsed(self.pdf, content))

    def instructions(self, form: object) -> list[Instruction]:
        """Those of a form, parsed once."""
        key = identity(form)
        if key not in self._parsed:
            self._parsed[key] = parsed(self.pdf, stream_bytes(form, MOST_CONTENT))
        return self._parsed[key]


class Content(Canvas):
    """One content stream as it is carried out."""

    def __init__(self, interpreter: Interpreter, resources: Resources, state: State):
        super().__init__(interpreter, resources, state)
        self._all = interpreter
        self._text = TextCursor()

    def run(self, instructions: list[Instruction]) -> None:
        for operator, operands in instructions:
            self._record.spend(1)
            handler = _HANDLERS.get(operator)
            if handler is None:
                said = "a picture among the operators" if operator == "INLINE IMAGE" else ""
                self.odd(said or f"an unknown operator (“{operator[:20]}”)")
                continue
            try:
                handler(self, operands)
            except (IndexError, TypeError, OverflowError, Missing) as error:
                self.odd(str(error) if isinstance(error, Missing) else _LACKS.format(operator))
        if self._saved:
            self.odd("a graphics state that is saved and never restored")

    def _shade(self, operands: list[object]) -> None:
        shading = get(get(self._resources.value, "Shading"), name(operands[0]))
        self.paint(SHADING, Ink(space_of(get(shading, "ColorSpace")), None), self._state.clip)

    # ------------------------------------------------------------ text

    def _font(self, operands: list[object]) -> None:
        self._state.size = numbers_of(operands[1:], 1)[0]
        self._state.font = self._resources.font(name(operands[0]))
        if self._state.font is None:
            raise Missing("text in a font that it does not hold")

    def _parameter(self, field: str, factor: float, operands: list[object]) -> None:
        setattr(self._state, field, numbers_of(operands, 1)[0] * factor)

    def _mode(self, operands: list[object]) -> None:
        self._state.text_mode = int(numbers_of(operands, 1)[0])
        if self._state.text_mode != 0:
            self.odd("text that is outlined, hidden or a window")

    def _next_line(self, operands: list[object], sets_leading: bool = False) -> None:
        x, y = numbers_of(operands, 2)
        if sets_leading:
            self._state.leading = -y
        self._text.next_line(x, y)

    def _new_line(self, _: list[object]) -> None:
        self._text.next_line(0.0, -self._state.leading)

    def _show(self, operands: list[object]) -> None:
        """Strings and adjustments; what is clipped away or has no font is not there."""
        state = self._state
        given = operands[0]
        values = items(given) if isinstance(given, pikepdf.Array) else [given]
        parts: list[bytes | float] = []
        for value in values:
            measure = number(value)
            parts.append(raw(value) if measure is None else measure)
        self._record.spend(sum(len(p) for p in parts if isinstance(p, bytes)) + len(parts))
        shown = self._text.show(parts, state)
        if shown is None:
            return
        rect, size = shown
        if state.text_mode in (0, 2, 4, 6):
            self.paint(TEXT, state.fill, rect, size=size)
        if state.text_mode in (1, 2, 5, 6):
            width = state.width * least_scale(state.matrix)
            self.paint(STROKE, state.stroke, rect, size=size, width=width)

    def _show_line(self, operands: list[object]) -> None:
        self._new_line(operands)
        self._show(operands)

    def _show_spaced(self, operands: list[object]) -> None:
        self._state.between_words, self._state.between_letters = numbers_of(operands[:2], 2)
        self._show_line(operands[2:])

    # ------------------------------------------------------------ what is placed

    def _place(self, operands: list[object]) -> None:
        called = name(operands[0])
        placed = self._resources.object(called)
        kind = name(get(placed, "Subtype"))
        if kind == "Image":
            self._picture(called)
        elif kind == "Form":
            self._form(placed)
        else:
            raise Missing("something is placed that is neither picture nor form")

    def _picture(self, called: str) -> None:
        picture, state = self._resources.picture(called), self._state
        assert picture is not None, "it was found by its name"
        points = corners(state.matrix, _UNIT)
        a, b, c, d = state.matrix[:4]
        sides = (math.hypot(a, b) / 72, math.hypot(c, d) / 72)
        samples = (picture.columns, picture.rows)
        dpi = min(n / s if s else 0.0 for n, s in zip(samples, sides, strict=True))
        ink = Ink(picture.space or state.fill.space, None)
        upright = is_upright(points)
        if not upright or a * d - b * c >= 0:  # y runs downwards here, so that is turned over
            self.odd("a picture that is mirrored or lies askew", "press-pictures")
        self.paint(IMAGE, ink, around(points), solid=upright, picture=picture, dpi=dpi)

    def _form(self, form: object) -> None:
        """A form, in its own state; one that places itself would never end."""
        key, everything = identity(form), self._all
        if key in everything.active or len(everything.active) > _MOST_DEPTH:
            raise Unsound("a form in it places itself, or is nested too deep")
        state = self._state.saved()
        if get(form, "Matrix") is not None:
            state.matrix = times(matrix_of(items(get(form, "Matrix"))), state.matrix)
        area = box(get(form, "BBox"))
        if area is None:
            raise Missing("a form that does not say how large it is")
        # ``box`` turned it over: it is a rectangle of the file again with y negated.
        points = corners(state.matrix, Rect(area.x, -area.bottom, area.width, area.height))
        own = get(form, "Resources")
        resources = self._resources if own is None else everything.shelf.resources(own)
        everything.active.add(key)
        everything.drawn.add(key)
        content = Content(everything, resources, state)
        content.clip_to(around(points), is_upright(points))
        content.run(everything.instructions(form))
        everything.active.discard(key)

    def _marked(self, operands: list[object]) -> None:
        if name(operands[0]) == "OC":
            self.odd("a layer", "press-layers")

    def _compatible(self, _: list[object]) -> None:
        self.odd("operators that a press may pass over (BX)")

    def _nothing(self, _: list[object]) -> None:
        """What changes nothing that a press file is judged by."""


_C = Content
_HANDLERS: dict[str, Callable[[Content, list[object]], None]] = {
    "q": _C.save,
    "Q": _C.restore,
    "cm": _C.concatenate,
    "w": _C.line_width,
    "d": _C.dashes,
    "i": _C.flatness,
    "gs": _C.graphics_state,
    "ri": _C.rendering_intent,
    "g": lambda c, o: c.device("DeviceGray", False, o),
    "G": lambda c, o: c.device("DeviceGray", True, o),
    "rg": lambda c, o: c.device("DeviceRGB", False, o),
    "RG": lambda c, o: c.device("DeviceRGB", True, o),
    "k": lambda c, o: c.device("DeviceCMYK", False, o),
    "K": lambda c, o: c.device("DeviceCMYK", True, o),
    "cs": lambda c, o: c.space(False, o),
    "CS": lambda c, o: c.space(True, o),
    "sc": lambda c, o: c.colour(False, o),
    "SC": lambda c, o: c.colour(True, o),
    "scn": lambda c, o: c.colour(False, o),
    "SCN": lambda c, o: c.colour(True, o),
    "m": lambda c, o: c.build("move", o),
    "l": lambda c, o: c.build("line", o),
    "c": lambda c, o: c.build("curve", o),
    "v": lambda c, o: c.build("curve_from_here", o),
    "y": _C.curve_to_end,
    "re": lambda c, o: c.build("box", o),
    "h": _C.close,
    "n": lambda c, o: c.paint_path(False, False, False),
    "f": lambda c, o: c.paint_path(True, False, False),
    "F": lambda c, o: c.paint_path(True, False, False),
    "f*": lambda c, o: c.paint_path(True, False, False),
    "S": lambda c, o: c.paint_path(False, True, False),
    "s": lambda c, o: c.paint_path(False, True, True),
    "B": lambda c, o: c.paint_path(True, True, False),
    "B*": lambda c, o: c.paint_path(True, True, False),
    "b": lambda c, o: c.paint_path(True, True, True),
    "b*": lambda c, o: c.paint_path(True, True, True),
    "W": _C.clip,
    "W*": _C.clip,
    "sh": _C._shade,
    "BT": lambda c, o: c._text.begin(),
    "Tf": _C._font,
    "Tc": lambda c, o: c._parameter("between_letters", 1.0, o),
    "Tw": lambda c, o: c._parameter("between_words", 1.0, o),
    "Tz": lambda c, o: c._parameter("stretch", 0.01, o),
    "TL": lambda c, o: c._parameter("leading", 1.0, o),
    "Ts": lambda c, o: c._parameter("rise", 1.0, o),
    "Tr": _C._mode,
    "Td": _C._next_line,
    "TD": lambda c, o: c._next_line(o, sets_leading=True),
    "Tm": lambda c, o: c._text.place(matrix_of(o)),
    "T*": _C._new_line,
    "Tj": _C._show,
    "TJ": _C._show,
    "'": _C._show_line,
    '"': _C._show_spaced,
    "Do": _C._place,
    "BDC": _C._marked,
    "BMC": _C._marked,
    "BX": _C._compatible,
    **dict.fromkeys(("J", "j", "M", "ET", "EMC", "MP", "DP", "EX"), _C._nothing),
}
