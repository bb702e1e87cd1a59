"""The inks of a raster picture's pixels."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

from PIL import Image, ImageChops, ImageMath

from .unsound import Unsound

_ROWS = 512


def peaks(
    data: bytes, size: tuple[int, int], channels: int, jpeg: bool = False
) -> tuple[float, float]:
    """The most ink of any pixel in percent: in all, and without black. ``channels`` is 4 for
    CMYK (255 is full ink) and 1 for grey (255 is white)."""
    image = _jpeg(data, size, channels) if jpeg else _plain(data, size, channels)
    if channels == 1:
        return 100 - _extremes(image)[0], 0.0
    found = [_sums(part) for part in _bands(image)]
    return max(f[0] for f in found), max(f[1] for f in found)


def _bands(image: Image.Image) -> Iterator[Image.Image]:
    """The picture in parts: sums of inks take four times the room."""
    for top in range(0, image.height, _ROWS):
        yield image.crop((0, top, image.width, min(image.height, top + _ROWS)))


def _sums(image: Image.Image) -> tuple[float, float]:
    names = ("c", "m", "y", "k")
    inks = dict(zip(names, image.split(), strict=True))
    colour = ImageMath.lambda_eval(lambda d: d["c"] + d["m"] + d["y"], **inks)
    every = ImageMath.lambda_eval(lambda d: d["rest"] + d["k"], rest=colour, k=inks["k"])
    return _extremes(every)[1], _extremes(colour)[1]


def _extremes(image: Image.Image) -> tuple[float, float]:
    """The least and the most of a picture of one channel, in percent of a full value."""
    least, most = image.getextrema()
    return float(least) / 2.55, float(most) / 2.55  # type: ignore[arg-type]


def _plain(data: bytes, size: tuple[int, int], channels: int) -> Image.Image:
    if len(data) != size[0] * size[1] * channels:
        raise Unsound("it has not as many samples as its size says")
    return Image.frombytes("CMYK" if channels == 4 else "L", size, data)


def _jpeg(data: bytes, size: tuple[int, int], channels: int) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow warns of a picture that would fill the memory
            image = Image.open(io.BytesIO(data), formats=["JPEG"])
            right = image.size == size and image.mode == ("CMYK" if channels == 4 else "L")
            if not right:
                raise Unsound("its samples are not what the file says of them")
            image.load()
    except Unsound:
        raise
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise Unsound("its samples cannot be read") from error
    # Pillow turns the inks of a JPEG round, as Adobe's programs write them; PDF does not.
    return ImageChops.invert(image) if channels == 4 else image
