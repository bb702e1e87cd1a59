"""Pictures for screens: the proved page, pixel by pixel."""

from __future__ import annotations

import io

from PIL import Image, ImageChops

from .camera import decode_codes
from .findings import Fault
from .geometry import Rect
from .readback import Readback

_TURNS = {0: 0, 90: 270, 180: 180, 270: 90}  # clockwise, as Pillow counts the other way


def screen_picture(data: bytes, rotate: int, codes: tuple[str, ...]) -> tuple[bytes, list[Fault]]:
    """The first page of a proved file as PNG, a pixel a point, turned clockwise; and what is
    wrong with it: every one of ``codes`` must still be read from the picture."""
    with Readback(data) as document:
        facts = document.page(0)
        image = facts.render(72.0, False).rotate(_TURNS[rotate], expand=True)
    wanted = round(facts.width), round(facts.height)
    faults = []
    if image.size != (wanted if rotate % 180 == 0 else wanted[::-1]):
        faults.append(Fault(f"the picture has {image.width} x {image.height} pixels", 0))
    read = decode_codes(image.convert("L"), 72.0, Rect(0, 0, *image.size))
    for payload in codes:
        if payload not in {code.payload for code in read}:
            faults.append(Fault(f"the QR code for “{payload}” is not read from the picture", 0))
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue(), faults


def picture_faults(data: bytes, picture: bytes) -> list[Fault]:
    """Where a PNG file is not the ``picture`` that a screen should show."""
    wanted = Image.open(io.BytesIO(picture)).convert("RGB")
    try:
        found = Image.open(io.BytesIO(data), formats=("PNG",))
        if found.size != wanted.size:
            return [Fault(f"the picture has {found.width} x {found.height} pixels")]
        box = ImageChops.difference(found.convert("RGB"), wanted).getbbox()
    except (OSError, ValueError, SyntaxError):
        return [Fault("the file cannot be read as a PNG picture")]
    if box is None:
        return []
    return [Fault(f"the picture is not the page that was proved, at {box[0]}, {box[1]} px")]
