"""What a phone's camera reads from a picture."""

from __future__ import annotations

import functools
from typing import Any

from PIL import Image

from .geometry import Rect
from .records import dataclass

QR = "QRCode"
Picture = Image.Image | memoryview  # the latter of grey pixels, row by row
_CAMERA = (QR, "MicroQRCode", "RMQRCode", "Aztec")


@dataclass(frozen=True)
class CodeFact:
    """A code that was decoded, and where it stands, in points."""

    payload: str
    format: str
    rect: Rect


@functools.cache
def _formats(names: tuple[str, ...]) -> list[Any]:
    import zxingcpp

    return [getattr(zxingcpp.BarcodeFormat, name) for name in names]


def decode_codes(image: Picture, dpi: float, origin: Rect) -> list[CodeFact]:
    """Every code in an image that a phone's camera opens; ``origin`` is the area of the
    page that the image shows."""
    import zxingcpp

    found = zxingcpp.read_barcodes(image, formats=_formats(_CAMERA))
    return [_fact(code, dpi, origin) for code in found]


def decode_plainly(image: Picture, dpi: float, origin: Rect) -> list[CodeFact]:
    """The QR codes, dark on light and neither small nor spoilt, that a first look finds: a
    fraction of the work. Where it finds none, all others are looked for."""
    import zxingcpp

    found = zxingcpp.read_barcodes(
        image, formats=_formats((QR,)), try_rotate=False, try_downscale=False, try_invert=False
    )
    return [_fact(code, dpi, origin) for code in found]


def _fact(code: Any, dpi: float, origin: Rect) -> CodeFact:
    place = code.position
    corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
    xs, ys = [p.x for p in corners], [p.y for p in corners]
    unit = 72 / dpi
    rect = Rect(
        origin.x + min(xs) * unit,
        origin.y + min(ys) * unit,
        (max(xs) - min(xs) + 1) * unit,
        (max(ys) - min(ys) + 1) * unit,
    )
    return CodeFact(code.text, str(code.format), rect)
