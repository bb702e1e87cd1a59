"""Where text lies that operators show (ISO 32000-1, 9.4): its baseline, size and advance."""

from __future__ import annotations

from .geometry import Rect
from .graphics import State
from .matrices import IDENTITY, Matrix, around, corners, height_scale, times

_HEIGHT = 0.7  # em: about that of capitals; text is as high as that for ink that overprints


class TextCursor:
    """The matrices of a text object. Strings are bytes, adjustments 1/1000 em to the left."""

    def __init__(self) -> None:
        self._line: Matrix = IDENTITY
        self._here: Matrix = IDENTITY

    def begin(self) -> None:
        self.place(IDENTITY)

    def place(self, matrix: Matrix) -> None:
        self._line = self._here = matrix

    def next_line(self, x: float, y: float) -> None:
        self.place(times((1.0, 0.0, 0.0, 1.0, x, y), self._line))

    def show(self, parts: list[bytes | float], state: State) -> tuple[Rect, float] | None:
        """Moves on, and says where the text lies and its size as printed; None without any."""
        start, along = self._here, sum(self._advance(part, state) for part in parts)
        self._here = times((1.0, 0.0, 0.0, 1.0, along, 0.0), start)
        if not any(isinstance(part, bytes) and part for part in parts):
            return None
        printed = times(start, state.matrix)
        area = Rect(0.0, state.rise, along, _HEIGHT * state.size)
        return around(corners(printed, area)), abs(state.size) * height_scale(printed)

    def _advance(self, part: bytes | float, state: State) -> float:
        """How far a string or an adjustment goes (ISO 32000-1, 9.4.4)."""
        if not isinstance(part, bytes):
            return -part / 1000 * state.size * state.stretch
        font = state.font
        if font is None:
            return 0.0
        if font.wide:
            codes = [part[i] << 8 | part[i + 1] for i in range(0, len(part) - 1, 2)]
        else:
            codes = list(part)
        widths = sum(font.widths.get(code, font.default_width) for code in codes)
        spaces = 0 if font.wide else part.count(b" ")
        apart = len(codes) * state.between_letters + spaces * state.between_words
        return (widths / 1000 * state.size + apart) * state.stretch
