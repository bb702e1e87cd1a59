"""Raster pictures: PNG and JPEG files as opaque RGB samples, safely (Pillow)."""

from __future__ import annotations

import io
import warnings

from PIL import Image, UnidentifiedImageError

from .diagnostics import Diagnostic, Span
from .records import dataclass, field

MAX_BYTES = 20_000_000
_MAX_PIXELS = 50_000_000
_FORMATS = ("PNG", "JPEG")


@dataclass(frozen=True)
class Raster:
    """Opaque RGB samples, three bytes a pixel, row by row."""

    columns: int
    rows: int
    samples: bytes = field(repr=False)


def read_picture(data: bytes, name: str) -> tuple[Raster | None, list[Diagnostic]]:
    """The picture of a file on white, or None with what is wrong. The size is looked at
    before any pixel is unpacked."""

    def fault(message: str, hint: str) -> tuple[None, list[Diagnostic]]:
        return None, [Diagnostic("picture", message, hint, Span(name))]

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
        if image.width * image.height > _MAX_PIXELS:
            return fault(
                f"the picture has {image.width} x {image.height} pixels; at most 50 million",
                "make it smaller",
            )
        image.load()
        if getattr(image, "n_frames", 1) > 1:
            return fault("the picture moves", "save one frame of it")
        flat = _on_white(image)
    except Image.DecompressionBombError:
        return fault("the picture has too many pixels", "make it smaller")
    except UnidentifiedImageError:
        return fault("this is no PNG or JPEG picture", "save it as PNG or JPEG")
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        return fault(f"the picture is broken ({error})", "save it again")
    return Raster(flat.width, flat.height, flat.tobytes()), []


def _on_white(image: Image.Image) -> Image.Image:
    """What is see-through shows the paper, whatever colour hides beneath."""
    with_alpha = image.convert("RGBA")
    paper = Image.new("RGBA", image.size, (255, 255, 255, 255))
    return Image.alpha_composite(paper, with_alpha).convert("RGB")
