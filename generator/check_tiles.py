"""Checks of a tiled poster: put together, its sheets are the poster that was proved."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .check_bytes import own_bytes
from .findings import Fault
from .geometry import MM, mm
from .readback import PageFacts, Readback
from .tile import Tile, Tiling, label, label_area, tile_lines

_DPI = 120
_DIFFERENT = 32  # of 255
_SIZE_TOLERANCE = 0.01 * MM


def check_tiles(data: bytes, poster: bytes, spreads: list[Tiling]) -> list[Fault]:
    """``poster`` is the proved file, with one spread for each page of it."""
    faults = own_bytes(data, "")
    wanted = [(n, s, t) for n, s in enumerate(spreads) for t in s.tiles]
    with Readback(data) as sheets, Readback(poster) as whole:
        if len(sheets) != len(wanted):
            return [*faults, Fault(f"the file has {len(sheets)} pages, not {len(wanted)}")]
        for number, (page, spread, tile) in enumerate(wanted):
            facts = sheets.page(number)
            faults += _sheet_faults(facts, whole.page(page), spread, tile, number)
    return faults


def _sheet_faults(
    facts: PageFacts, poster: PageFacts, spread: Tiling, tile: Tile, number: int
) -> list[Fault]:
    off = abs(facts.width - spread.width), abs(facts.height - spread.height)
    if max(off) > _SIZE_TOLERANCE or facts.rotation:
        said = f"{mm(facts.width):.2f} x {mm(facts.height):.2f} mm"
        return [Fault(f"the sheet is {said}, or turned", number)]
    shown = facts.exact(_DPI, tile.window)
    meant = poster.exact(_DPI, tile.part)
    faults = []
    if _differ(shown, meant):
        faults.append(Fault("the sheet does not show its part of the poster", number))
    page = facts.render(_DPI, True)
    draw, scale = ImageDraw.Draw(page), _DPI / 72
    for area in (tile.window, label_area(tile), *tile_lines(spread, tile)):
        corners = (area.x, area.y, area.right, area.bottom)
        grown = [c * scale + s for c, s in zip(corners, (-2, -2, 2, 2), strict=True)]
        draw.rectangle(grown, fill=255)
    if page.point(lambda v: 255 if v < 250 else 0).getbbox() is not None:
        faults.append(Fault("there is ink beside the window and its marks", number))
    shown_label = [c.text for c in facts.chars() if label_area(tile).contains(c.rect, 1.0)]
    if "".join("".join(shown_label).split()) != "".join(label(spread, tile).split()):
        faults.append(Fault(f"the sheet is not labelled “{label(spread, tile)}”", number))
    return faults


def _differ(one: Image.Image, other: Image.Image) -> bool:
    """Whether two renderings on the same grid of pixels show different things. An edge may
    fall to either side of a pixel, so each pixel is compared with those around it too."""
    if one.size != other.size:
        return True
    for near, far in ((one, other), (other, one)):
        lightest, darkest = (
            far.filter(ImageFilter.MaxFilter(3)),
            far.filter(ImageFilter.MinFilter(3)),
        )
        over = ImageChops.subtract(near, lightest).getextrema()
        under = ImageChops.subtract(darkest, near).getextrema()
        if any(high > _DIFFERENT for _, high in (*over, *under)):  # type: ignore[misc]
            return True
    return False
