"""Inks: a document in black alone, with the least ink, or separated for a press.

Pages to pages; nothing moves. Colours carry both their values already, so only pictures
are converted, through the profile of the printing condition.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable

from PIL import Image

from .lightness import grey_as_light_as, lightness
from .page import CMYK, GREY, Colour, Document, GlyphRun, Item, Page, Path, Picture, Piece, box
from .purpose import MONO, SAVER
from .records import replace

_PAPER_L, _PER_INK = 95.0, 0.79  # L* of paper, and what a percent of black takes (FOGRA39, K ramp)
_LEAST_TINT = 6  # percent: less does not show
_OUTLINE = 0.75  # points
_RELATIVE = 1  # the ICC's relative colorimetric intent


def inked(document: Document, inks: str, ink: Colour) -> Document:
    """The document in black alone, or with the least ink; ``ink`` is its black."""
    if inks == MONO:
        return _greyed(_changed(document, _greyed_item))
    if inks == SAVER:
        return _greyed(_changed(document, functools.partial(_spared, ink)))
    return document


def _greyed(document: Document) -> Document:
    return replace(document, inks=GREY)


def _changed(document: Document, change: Callable[[Item], Item]) -> Document:
    return replace(document, pages=tuple(_page(page, change) for page in document.pages))


def _page(page: Page, change: Callable[[Item], Item]) -> Page:
    return replace(page, items=tuple(_item(item, change) for item in page.items))


def _item(item: Item, change: Callable[[Item], Item]) -> Item:
    if isinstance(item, Piece):
        return replace(item, page=_page(item.page, change))
    return change(item)


def _greyed_item(item: Item) -> Item:
    match item:
        case GlyphRun():
            return replace(item, colour=black_of(item.colour))
        case Path():
            fill = black_of(item.fill) if item.fill else None
            stroke = black_of(item.stroke) if item.stroke else None
            return replace(item, fill=fill, stroke=stroke)
        case Picture():
            return _grey_picture(item)
    return item


def _spared(ink: Colour, item: Item) -> Item:
    """Areas become outlines; all that is read becomes black."""
    match item:
        case GlyphRun():
            return replace(item, colour=ink)
        case Path() if item.source.startswith("frame:"):
            area = box(item.bounds().inset(_OUTLINE / 2))
            return Path(area, item.source, None, ink, _OUTLINE, tag=item.tag)
        case Path():
            fill, stroke = (ink if item.fill else None), (ink if item.stroke else None)
            return replace(item, fill=fill, stroke=stroke)
        case Picture():
            return _grey_picture(item)
    return item


@functools.cache
def black_of(colour: Colour) -> Colour:
    """A colour in black ink alone, as light as it is (L* of CIE 1976)."""
    if sum(colour.cmyk[:3]) == 0:
        grey = round(255 * (1 - colour.cmyk[3] / 100))
        return Colour(colour.name, (grey,) * 3, colour.cmyk)  # type: ignore[arg-type]
    black = round((_PAPER_L - lightness(colour.rgb)) / _PER_INK)
    black = min(100, max(_LEAST_TINT, black))
    grey = grey_as_light_as(colour.rgb)
    return Colour(colour.name, (grey, grey, grey), (0, 0, 0, black))


def _grey_picture(picture: Picture) -> Picture:
    image = Image.frombytes("RGB", (picture.columns, picture.rows), picture.samples)
    return replace(picture, samples=image.convert("L").tobytes(), channels=1)


def separated(document: Document, profile: bytes) -> Document:
    """The document in the inks of a press; ``profile`` converts its pictures."""
    return replace(_changed(document, functools.partial(_separated, profile)), inks=CMYK)


def _separated(profile: bytes, item: Item) -> Item:
    if not isinstance(item, Picture) or item.channels != 3:
        return item
    from PIL import ImageCms

    image = Image.frombytes("RGB", (item.columns, item.rows), item.samples)
    output = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    source = ImageCms.createProfile("sRGB")
    made = ImageCms.profileToProfile(
        image, source, output, renderingIntent=ImageCms.Intent(_RELATIVE), outputMode="CMYK"
    )
    assert made is not None, "a new picture was asked for"
    return replace(item, samples=made.tobytes(), channels=4)
