"""What a content stream does to the graphics state, and what it paints with it
(ISO 32000-1, 8.4 to 8.6): colours, paths, clips."""

from __future__ import annotations

import math

from .geometry import Rect
from .graphics import Ink, PathBuilder, State, first_ink, ink_of
from .matrices import NOWHERE, Matrix, least_scale, shared, times
from .press_facts import FILL, STROKE, Oddity, Paint, Window
from .press_resources import Resources
from .press_values import items, name, number
from .unsound import Unsound

_MOST_STEPS = 500_000  # operators and letters of a whole file, forms as often as placed
_MOST_PAINTS = 50_000  # of a page
_MOST_SAVED = 100  # q without Q
_STEPS = {"move": 2, "line": 2, "curve": 6, "curve_from_here": 4, "box": 4}
_INTENTS = ("AbsoluteColorimetric", "RelativeColorimetric", "Saturation", "Perceptual")


class Missing(ValueError):
    """What an operator names is not there; the message says what it is."""


def numbers_of(operands: list[object], count: int) -> list[float]:
    """Exactly so many numbers; TypeError where something else stands there."""
    found = [v for o in operands if (v := number(o)) is not None]
    if len(found) != count or len(operands) != count:
        raise TypeError("not as many numbers as it needs")
    return found


def matrix_of(operands: list[object]) -> Matrix:
    a, b, c, d, e, f = numbers_of(operands, 6)
    return (a, b, c, d, e, f)


class Record:
    """What was seen on a page, and how much work may still be made of the whole file."""

    def __init__(self) -> None:
        self.page = 0
        self.paints: list[Paint] = []
        self.windows: list[Window] = []
        self.oddities: list[Oddity] = []
        self._steps = _MOST_STEPS

    def odd(self, check: str, what: str) -> None:
        self.oddities.append(Oddity(check, what))

    def spend(self, steps: int) -> None:
        self._steps -= steps
        if self._steps < 0 or len(self.paints) > _MOST_PAINTS:
            raise Unsound("its pages are drawn with more operators than any page needs")


class Canvas:
    """One content stream on its page: a method for each operator."""

    def __init__(self, record: Record, resources: Resources, state: State):
        self._record = record
        self._resources = resources
        self._state = state
        self._saved: list[State] = []
        self._path = PathBuilder()
        self._clips = False

    def odd(self, what: str, check: str = "press-content") -> None:
        self._record.odd(check, what)

    # ------------------------------------------------------------ the graphics state

    def save(self, _: list[object]) -> None:
        if len(self._saved) > _MOST_SAVED:
            raise Unsound("its graphics states are nested deeper than any press allows")
        self._saved.append(self._state.saved())

    def restore(self, _: list[object]) -> None:
        if not self._saved:
            raise Missing("a graphics state that is restored and was never saved")
        self._state = self._saved.pop()

    def concatenate(self, operands: list[object]) -> None:
        self._state.matrix = times(matrix_of(operands), self._state.matrix)

    def line_width(self, operands: list[object]) -> None:
        self._state.width = numbers_of(operands, 1)[0]

    def dashes(self, operands: list[object]) -> None:
        self._state.dashed = bool(items(operands[0]))

    def flatness(self, operands: list[object]) -> None:
        if numbers_of(operands, 1)[0] > 1:
            self.odd("an order to draw curves with corners (flatness)")

    def rendering_intent(self, operands: list[object]) -> None:
        if name(operands[0]) not in _INTENTS:
            self.odd("an unknown rendering intent")

    def graphics_state(self, operands: list[object]) -> None:
        """OP holds for fills too where op is not said (ISO 32000-1, table 58)."""
        found = self._resources.state(name(operands[0]))
        if found is None:
            raise Missing("a use of a graphics state that it does not hold")
        state = self._state
        state.overprint_stroke = bool(found.get("OP", state.overprint_stroke))
        fills = found.get("op", found.get("OP", state.overprint_fill))
        state.overprint_fill = bool(fills)
        mode, width = found.get("OPM"), found.get("LW")
        state.overprint_mode = state.overprint_mode if mode is None else int(mode == 1)
        state.width = float(width) if isinstance(width, (int, float)) else state.width
        state.dashed = state.dashed or "D" in found
        if found.get("FL", 0) not in (0, 1):
            self.odd("an order to draw curves with corners (flatness)")

    # ------------------------------------------------------------ colours

    def device(self, family: str, stroke: bool, operands: list[object]) -> None:
        space = self._resources.space(family)
        count = {"DeviceGray": 1, "DeviceRGB": 3, "DeviceCMYK": 4}[family]
        self._set(stroke, ink_of(space, numbers_of(operands, count)))

    def space(self, stroke: bool, operands: list[object]) -> None:
        self._set(stroke, first_ink(self._resources.space(name(operands[0]))))

    def colour(self, stroke: bool, operands: list[object]) -> None:
        ink = self._state.stroke if stroke else self._state.fill
        values = [v for o in operands if (v := number(o)) is not None]
        self._set(stroke, ink_of(ink.space, values))

    def _set(self, stroke: bool, ink: Ink) -> None:
        if stroke:
            self._state.stroke = ink
        else:
            self._state.fill = ink

    # ------------------------------------------------------------ paths

    def paint_path(self, fill: bool, stroke: bool, close: bool) -> None:
        path, state = self._path, self._state
        self._path, clips, self._clips = PathBuilder(), self._clips, False
        if not path.outlines:
            if fill or stroke or clips:
                raise Missing("a path without points")
            return
        self._record.spend(len(path.outlines))
        if close:
            path.close()
        rect, is_box = path.rect(), path.is_box()
        if fill:
            self.paint(FILL, state.fill, rect, solid=is_box, thin=path.thinnest())
        if stroke:
            if state.dashed:
                self.odd("a line of dashes, which may vanish", "press-hairline")
            width = state.width * least_scale(state.matrix)
            self.paint(STROKE, state.stroke, rect.inset(-width / 2), width=width)
        if clips:
            self.clip_to(rect, is_box)

    def build(self, method: str, operands: list[object]) -> None:
        """A step of a path, by the name of the builder's method."""
        values = numbers_of(operands, _STEPS[method])
        getattr(self._path, method)(self._state.matrix, *values)

    def curve_to_end(self, operands: list[object]) -> None:
        """Operator y: the second control point is the end."""
        self.build("curve", [*operands, *operands[2:]])

    def close(self, _: list[object]) -> None:
        self._path.close()

    def clip(self, _: list[object]) -> None:
        self._clips = True

    def clip_to(self, rect: Rect, is_box: bool) -> None:
        if is_box:
            a, b, c, d = self._state.matrix[:4]
            self._record.windows.append(Window(rect, (a, -b, c, -d)))
        self._state.clipped(rect, is_box)

    def paint(self, kind: str, ink: Ink, rect: Rect, **details: object) -> None:
        """Notes a paint, unless all of it is clipped away."""
        state = self._state
        seen = shared(state.clip, rect)
        if not all(map(math.isfinite, (rect.x, rect.y, rect.right, rect.bottom))):
            raise Unsound("it paints beyond all measure")
        if seen is NOWHERE:
            return
        solid = bool(details.pop("solid", False)) and state.clip_is_box
        if kind == FILL and not seen.contains(rect):
            details["thin"] = min(seen.width, seen.height)
        over = state.overprint_stroke if kind == STROKE else state.overprint_fill
        self._record.paints.append(
            Paint(
                kind,
                ink.space,
                ink.inks,
                seen,
                self._record.page,
                solid,
                overprint=over,
                mode=state.overprint_mode,
                **details,  # type: ignore[arg-type]
            )
        )
