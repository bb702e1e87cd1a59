"""Glyphs of a pinned font as they are drawn, and a small TrueType font made of some of them.

HarfBuzz pins and takes apart (``hb.subset``), a few glyphs at a time; each is kept as the bytes
that the table ``glyf`` holds of it. A subset is then no more than these bytes in a row
(ISO/IEC 14496-22). It has the tables that a PDF asks for (ISO 32000-1, 9.9) and no others.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence

import uharfbuzz as hb

from .records import dataclass

_KEPT = ("glyf", "head", "hhea", "hmtx", "loca", "maxp")
# Flags of a part of a composite glyph (ISO/IEC 14496-22, 5.3.3.1.2).
_WORDS, _XY, _ROUND, _SCALE, _MORE, _XY_SCALES, _TWO_BY_TWO = 1, 2, 4, 8, 0x20, 0x40, 0x80

Box = tuple[int, int, int, int]
# Letters that stand one on another: a glyph, and where its origin comes to lie.
Parts = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A glyph in font units: its advance, the bytes of ``glyf`` (none of a space), the box
    around its points, how many points and contours it has itself, and of a composite one which
    glyphs stand where in its bytes (``at``: offset and glyph)."""

    advance: int
    data: bytes
    box: Box
    sizes: tuple[int, int]
    at: tuple[tuple[int, int], ...] = ()


def _outline(advance: int, data: bytes, at: tuple[tuple[int, int], ...] = ()) -> Outline:
    if not data:
        return Outline(advance, data, (0, 0, 0, 0), (0, 0))
    contours, *box = struct.unpack_from(">5h", data)
    points = struct.unpack_from(">H", data, 8 + 2 * contours)[0] + 1 if contours > 0 else 0
    return Outline(advance, data, (box[0], box[1], box[2], box[3]), (points, max(0, contours)), at)


def outlines(face: hb.Face, axes: dict[str, float], glyphs: Iterable[int]) -> dict[int, Outline]:
    """These glyphs and all that they are composed of, by their number in the font."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.flags = hb.SubsetFlags.NO_HINTING
    for tag in {str(t) for t in face.table_tags} - {*_KEPT, "fvar", "gvar", "avar", "HVAR", "MVAR"}:
        wanted.drop_table_tag_set.add(_number(tag))
    for tag, value in axes.items():
        wanted.pin_axis_location(face, tag, value)
    plan = hb.SubsetPlan(face, wanted)
    places = dict(plan.old_to_new_glyph_mapping)
    old = {new: glyph for glyph, new in places.items()}
    tables = plan.execute()
    glyf, loca, hmtx, head, hhea = (
        bytes(tables.reference_table(tag).data) for tag in ("glyf", "loca", "hmtx", "head", "hhea")
    )
    wide = struct.unpack_from(">h", head, 50)[0]
    factor, count = (1, len(loca) // 4) if wide else (2, len(loca) // 2)
    offsets = [factor * v for v in struct.unpack(f">{count}{'L' if wide else 'H'}", loca)]
    long = struct.unpack_from(">H", hhea, 34)[0]
    advances = struct.unpack_from(">" + "H2x" * long, hmtx)
    found = {}
    for glyph, new in places.items():
        data = glyf[offsets[new] : offsets[new + 1]]
        at = tuple((offset, old[part]) for offset, part in _parts(data))
        found[glyph] = _outline(advances[min(new, long - 1)], data, at)
    return found


def _parts(data: bytes) -> Iterator[tuple[int, int]]:
    """Where a composite glyph names each of its parts, and which it is."""
    if not data or struct.unpack_from(">h", data)[0] >= 0:
        return
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, part = struct.unpack_from(">2H", data, at)
        yield at + 2, part
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _XY_SCALES else 8 if flags & _TWO_BY_TWO else 0


def composite(parts: Parts, boxes: Sequence[Box], advance: int) -> Outline:
    """A glyph of others, whose boxes these are."""
    shown = [
        (x0 + x, y0 + y, x1 + x, y1 + y)
        for (_, x, y), (x0, y0, x1, y1) in zip(parts, boxes, strict=True)
        if (x0, y0, x1, y1) != (0, 0, 0, 0)
    ]
    sides = list(zip(*shown, strict=True)) or [(0,)] * 4
    around = (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))
    data = struct.pack(">5h", -1, *around)
    at = []
    for number, (glyph, x, y) in enumerate(parts, 1):
        at.append((len(data) + 2, glyph))
        more = _MORE if number < len(parts) else 0
        data += struct.pack(">2H2h", _WORDS | _XY | _ROUND | more, 0, x, y)
    return _outline(advance, data, tuple(at))


def truetype(face: hb.Face, glyphs: Sequence[Outline]) -> bytes:
    """A font of these glyphs in their order; what ``at`` names are places in it. ``face`` gives
    what does not depend on them."""
    glyf, offsets = bytearray(), [0]
    for glyph in glyphs:
        glyf += _numbered(glyph)
        glyf += b"\0" * (-len(glyf) % 2)
        offsets.append(len(glyf))
    short = len(glyf) < 2 * 0x10000
    boxes = [glyph.box for glyph in glyphs]
    shown = [box for box, glyph in zip(boxes, glyphs, strict=True) if glyph.data]
    sides = list(zip(*shown, strict=True)) or [(0,)] * 4
    around = (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))
    advances = [glyph.advance for glyph in glyphs]
    head, hhea = (bytearray(face.reference_table(tag).data) for tag in ("head", "hhea"))
    struct.pack_into(">L", head, 8, 0)
    struct.pack_into(">4h", head, 36, *around)
    struct.pack_into(">h", head, 50, 0 if short else 1)
    rights = [a - box[2] for a, box in zip(advances, boxes, strict=True)]
    extremes = max(advances), min(b[0] for b in boxes), min(rights), around[2]
    struct.pack_into(">H3h", hhea, 10, *extremes)
    struct.pack_into(">H", hhea, 34, len(glyphs))
    metrics = [v for a, box in zip(advances, boxes, strict=True) for v in (a, box[0])]
    values = [o // 2 for o in offsets] if short else offsets
    return _file(
        {
            "glyf": bytes(glyf),
            "head": bytes(head),
            "hhea": bytes(hhea),
            "hmtx": struct.pack(">" + "Hh" * len(glyphs), *metrics),
            "loca": struct.pack(f">{len(values)}{'H' if short else 'L'}", *values),
            "maxp": _profile(glyphs),
        }
    )


def _numbered(glyph: Outline) -> bytes:
    if not glyph.at:
        return glyph.data
    data = bytearray(glyph.data)
    for offset, place in glyph.at:
        struct.pack_into(">H", data, offset, place)
    return bytes(data)


def _profile(glyphs: Sequence[Outline]) -> bytes:
    """The table ``maxp``: the largest of everything."""
    sizes = [glyph.sizes for glyph in glyphs]
    points, contours = (max(s) for s in zip(*sizes, strict=True))
    depths, whole = [0] * len(glyphs), [*sizes]
    for at in range(len(glyphs)):
        _measure(at, glyphs, depths, whole)
    depth = max(depths)
    most = max((len(glyph.at) for glyph in glyphs), default=0)
    composed = [whole[at] for at, glyph in enumerate(glyphs) if glyph.at] or [(0, 0)]
    inner = (max(p for p, _ in composed), max(c for _, c in composed))
    head = (0x10000, len(glyphs), points, contours, *inner)
    return struct.pack(">L14H", *head, 2, 0, 0, 0, 0, 0, 0, most, depth)


def _measure(
    at: int, glyphs: Sequence[Outline], depths: list[int], whole: list[tuple[int, int]]
) -> None:
    """How deep a glyph is made of others, and how many points and contours they have in all."""
    if depths[at] or not glyphs[at].at:
        return
    inner = [place for _, place in glyphs[at].at]
    for place in inner:
        _measure(place, glyphs, depths, whole)
    depths[at] = 1 + max(depths[place] for place in inner)
    whole[at] = sum(whole[p][0] for p in inner), sum(whole[p][1] for p in inner)


def _file(tables: dict[str, bytes]) -> bytes:
    """The font file: its directory, and its tables one after another."""
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">L4H", 0x10000, count, 16 << power, power, 16 * count - (16 << power))
    at = 12 + 16 * count
    rows, bodies = [], []
    for tag, body in sorted(tables.items()):
        padded = body + b"\0" * (-len(body) % 4)
        rows.append(struct.pack(">4sLLL", tag.encode(), _sum(padded), at, len(body)))
        bodies.append(padded)
        at += len(padded)
    data = bytearray(head + b"".join(rows) + b"".join(bodies))
    start = struct.unpack_from(">L", rows[sorted(tables).index("head")], 8)[0]
    struct.pack_into(">L", data, start + 8, (0xB1B0AFBA - _sum(data)) & 0xFFFFFFFF)
    return bytes(data)


def _sum(data: bytes | bytearray) -> int:
    return int(sum(struct.unpack(f">{len(data) // 4}L", data))) & 0xFFFFFFFF


def _number(tag: str) -> int:
    return int.from_bytes(tag.encode().ljust(4), "big")
