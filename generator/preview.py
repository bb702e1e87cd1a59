"""Pages as pictures: how a finished file looks when it is trimmed. Not for printing."""

from __future__ import annotations

import io

from .geometry import Rect
from .readback import PageFacts, Readback

_DPI, _MOST_PIXELS = 100, 1600  # of a picture, and of its longer side


def previews(data: bytes, packed: int = 6) -> list[bytes]:
    """Every page of a file as PNG; ``packed`` from 0 (at once) to 9 (small)."""
    with Readback(data) as document:
        return [_preview(document.page(number), packed) for number in range(len(document))]


def _preview(facts: PageFacts, packed: int) -> bytes:
    left, bottom, right, top = facts.boxes()["trim box"]
    trim = Rect(left, facts.height - top, right - left, top - bottom)
    dpi = min(_DPI, (_MOST_PIXELS - 1) * 72 / max(trim.width, trim.height))
    buffer = io.BytesIO()
    facts.render(dpi, False, trim).save(buffer, "PNG", compress_level=packed)
    return buffer.getvalue()
