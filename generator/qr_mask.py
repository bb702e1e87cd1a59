"""Which mask a QR code is laid under: the one by which a camera is confused least
(ISO/IEC 18004, 7.8)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qrcode import QRCode

_MASKS = range(8)
_PERIOD = 12  # modules: after so many, each mask is the same again
_RUNS = re.compile("0{5,}|1{5,}")
_LIKE_CORNERS = re.compile("(?=10111010000|00001011101)")


def best_mask(code: QRCode) -> int:
    """The mask that leaves the fewest faults in a code whose version is known, the first of
    equals; formats are left out of what is looked at."""
    code.makeImpl(True, 0)
    first = _rows(code.modules)
    free = _rows([[module is None for module in row] for row in _without_data(code)])
    bare = [row ^ mask & data for row, mask, data in zip(first, _mask(code, 0), free, strict=True)]

    def faults(number: int) -> int:
        masks = _mask(code, number)
        laid = [row ^ mask & data for row, mask, data in zip(bare, masks, free, strict=True)]
        return _faults(laid)

    return min(_MASKS, key=faults)


def _without_data(code: QRCode) -> list[list[bool | None]]:
    """The modules with everything but data, for which there is None."""
    from qrcode.main import precomputed_qr_blanks

    code.modules = [list(row) for row in precomputed_qr_blanks[code.version]]
    code.setup_type_info(True, 0)
    if code.version >= 7:
        code.setup_type_number(True)
    return code.modules  # type: ignore[no-any-return]


def _rows(modules: list[list[bool | None]]) -> list[int]:
    """Rows as numbers, a module a bit, the first one the highest."""
    return [int("".join("01"[bool(module)] for module in row), 2) for row in modules]


def _mask(code: QRCode, number: int) -> list[int]:
    """The rows of a mask."""
    from qrcode.util import mask_func

    size, inverts = code.modules_count, mask_func(number)
    times = size // _PERIOD + 1
    tile = ["".join("01"[inverts(y, x)] for x in range(_PERIOD)) for y in range(_PERIOD)]
    return [int((tile[y % _PERIOD] * times)[:size], 2) for y in range(size)]


def _faults(rows: list[int]) -> int:
    """The points of a symbol (ISO/IEC 18004, 7.8.3.1): for runs of one colour, blocks of one
    colour, what looks like a corner, and too many dark or light modules."""
    size = len(rows)
    across = [f"{row:0{size}b}" for row in rows]
    lines = "/".join([*across, *map("".join, zip(*across, strict=True))])
    runs = sum(len(run) - 2 for run in _RUNS.findall(lines))
    blocks = 0
    for one, next_one in zip(rows, rows[1:], strict=False):
        dark, light = one & next_one, ~(one | next_one) & (1 << size) - 1
        blocks += (dark & dark >> 1).bit_count() + (light & light >> 1).bit_count()
    corners = len(_LIKE_CORNERS.findall(lines))
    share = sum(map(int.bit_count, rows)) / size**2
    return runs + 3 * blocks + 40 * corners + 10 * int(abs(share * 100 - 50) / 5)
