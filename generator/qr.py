"""QR codes: the symbol for a payload, and its dark modules as one path (ISO/IEC 18004)."""

from __future__ import annotations

import functools
import itertools

from .geometry import MM, Rect
from .page import Colour, Command, Path, box
from .qr_mask import best_mask
from .records import dataclass

QUIET_ZONE = 4  # modules on each side, ISO/IEC 18004, 6.3.8
FEWEST_MODULES = 21  # version 1, whose modules are the largest for a given side
SMALLEST_MODULE = 0.4 * MM
_LEVELS = ("H", "Q", "M", "L")


@dataclass(frozen=True)
class Symbol:
    """A symbol as rows of dark (True) and light modules."""

    payload: str
    level: str
    modules: tuple[tuple[bool, ...], ...]

    @property
    def count(self) -> int:
        return len(self.modules)

    @functools.cached_property
    def path(self) -> tuple[Command, ...]:
        """The dark modules as rectangles, a module a unit: runs of a row, joined with equal
        runs below, those of one size together."""
        open_runs: dict[tuple[int, int], int] = {}
        boxes: list[tuple[int, int, int, int]] = []
        for y in range(self.count + 1):
            runs = _runs(self.modules[y]) if y < self.count else []
            for run in [r for r in open_runs if r not in runs]:
                top = open_runs.pop(run)
                boxes.append((run[1] - run[0], y - top, top, run[0]))
            for run in runs:
                open_runs.setdefault(run, y)
        found = [box(Rect(x, y, width, height)) for width, height, y, x in sorted(boxes)]
        return tuple(itertools.chain.from_iterable(found))


@functools.lru_cache(maxsize=256)
def _symbol(payload: str, level: str) -> Symbol:
    import qrcode
    from qrcode import constants

    code = qrcode.QRCode(error_correction=getattr(constants, f"ERROR_CORRECT_{level}"), border=0)
    code.add_data(payload.encode(), optimize=0)
    code.best_fit()
    code.makeImpl(False, best_mask(code))
    return Symbol(payload, level, tuple(tuple(bool(m) for m in row) for row in code.modules))


def make_symbol(payload: str, side: float) -> Symbol | None:
    """The symbol with the most error correction whose modules are still large enough
    at ``side`` points; None where even the least correction does not fit."""
    for level in _LEVELS:
        symbol = _symbol(payload, level)
        if side / symbol.count >= SMALLEST_MODULE:
            return symbol
    return None


def symbol_path(
    symbol: Symbol, source: str, rect: Rect, colour: Colour, tag: int | None = None
) -> Path:
    """The symbol where it stands."""
    unit = rect.width / symbol.count
    return Path(symbol.path, source, colour, tag=tag, x=rect.x, y=rect.y, scale=unit)


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and runs[-1][1] == x:
            runs[-1] = (runs[-1][0], x + 1)
        elif dark:
            runs.append((x, x + 1))
    return runs
