"""Fonts as a PDF holds them: a subset, and a code for each glyph with its text.

One CID stands for one pair of glyph and source text, so ToUnicode is never ambiguous: a
glyph that serves two letters gets two CIDs (ISO 32000-1, 9.7.4 and 9.10.3). A letter with
marks becomes one composite glyph: one CID says all of it.
"""

from __future__ import annotations

import hashlib
import io
import struct
from dataclasses import dataclass

import uharfbuzz as hb
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import ROUND_XY_TO_GRID, GlyphComponent
from fontTools.ttLib.tables._g_l_y_f import Glyph as TrueTypeGlyph

from .fonts import Font
from .page import Glyph

# A glyph and the marks upon it (glyph, x, y), in font units.
_Stack = tuple[int, tuple[tuple[int, int, int], ...]]
_DROPPED = ("GSUB", "GPOS", "GDEF", "kern", "name", "post", "DSIG", "STAT", "meta", "OS/2", "cmap")


class MissingGlyph(ValueError):
    """A glyph that the font lacks reached the page: a fault of ours, never printed."""


class Plan:
    """The CIDs of one font in one file, in the order in which they are first used."""

    def __init__(self, font: Font):
        self.font = font
        self._cids: dict[tuple[_Stack, str], int] = {}

    def cid(self, glyph: Glyph) -> int:
        """The code of a glyph with its marks and its text."""
        upem = self.font.upem
        marks = tuple((m.id, round(m.x * upem), round(m.y * upem)) for m in glyph.marks)
        if glyph.id == 0 or any(mark[0] == 0 for mark in marks):
            raise MissingGlyph(f"no glyph for {glyph.text!r} in {self.font.postscript_name}")
        return self._cids.setdefault(((glyph.id, marks), glyph.text), len(self._cids) + 1)

    def width(self, glyph: int) -> float:
        """The advance of a glyph in the font itself, in 1/1000 em."""
        advance: int = self.font.hb_font.get_glyph_h_advance(glyph)
        return advance * 1000 / self.font.upem

    def embedded(self) -> Embedded:
        """The finished font."""
        stacks: list[_Stack] = [(0, ()), *(stack for stack, _ in self._cids)]
        needed = {base for base, _ in stacks} | {m[0] for _, marks in stacks for m in marks}
        data, new_ids = _subset(self.font, sorted(needed))
        data, places = _with_stacks(data, new_ids, sorted({s for s in stacks if s[1]}))
        places |= {(base, ()): new_ids[base] for base, marks in stacks if not marks}
        tag = hashlib.sha256(data + repr(list(self._cids)).encode()).digest()
        prefix = "".join(chr(65 + b % 26) for b in tag[:6])
        return Embedded(
            f"{prefix}+{self.font.postscript_name}",
            data,
            b"".join(struct.pack(">H", places[stack]) for stack in stacks),
            tuple(self.width(base) for base, _ in stacks[1:]),
            _to_unicode({cid: text for (_, text), cid in self._cids.items()}),
            _bbox(self.font),
        )


@dataclass(frozen=True)
class Embedded:
    """``gid_map`` is the CIDToGIDMap, ``widths`` those of CID 1 and on in 1/1000 em."""

    name: str
    data: bytes
    gid_map: bytes
    widths: tuple[float, ...]
    to_unicode: bytes
    bbox: tuple[int, int, int, int]


def _subset(font: Font, glyphs: list[int]) -> tuple[bytes, dict[int, int]]:
    """The font reduced to ``glyphs`` at its pinned instance, and where each glyph went."""
    face = font.hb_font.face
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    for tag in _DROPPED:
        wanted.drop_table_tag_set.add(struct.unpack(">I", tag.encode().ljust(4))[0])
    for tag, value in font.axes.items():
        wanted.pin_axis_location(face, tag, value)
    plan = hb.SubsetPlan(face, wanted)
    mapping = plan.old_to_new_glyph_mapping
    subset = plan.execute()
    return bytes(subset.blob.data), {g: mapping[g] for g in glyphs}


def _with_stacks(
    data: bytes, new_ids: dict[int, int], stacks: list[_Stack]
) -> tuple[bytes, dict[_Stack, int]]:
    """The subset with a composite glyph for each letter that carries marks, and where each
    went (OpenType specification, glyf, composite glyph description)."""
    if not stacks:
        return data, {}
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    names, glyf, hmtx = list(font.getGlyphOrder()), font["glyf"], font["hmtx"]
    places: dict[_Stack, int] = {}
    for base, marks in stacks:
        glyph = TrueTypeGlyph()
        glyph.numberOfContours = -1
        glyph.components = []
        for part, x, y in ((base, 0, 0), *marks):
            component = GlyphComponent()
            component.glyphName = names[new_ids[part]]
            component.x, component.y, component.flags = x, y, ROUND_XY_TO_GRID
            glyph.components.append(component)
        name = f"stack{len(places)}"
        places[base, marks] = len(glyf.glyphOrder)
        glyf[name] = glyph
        glyph.recalcBounds(glyf)
        hmtx[name] = (hmtx[names[new_ids[base]]][0], glyph.xMin)
        font.setGlyphOrder(glyf.glyphOrder)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue(), places


def _to_unicode(texts: dict[int, str]) -> bytes:
    """The CMap that gives each CID its text (Adobe Technical Note 5411)."""
    rows = [
        f"<{cid:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        for cid, text in texts.items()
        if text
    ]
    parts = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for start in range(0, len(rows), 100):
        chunk = rows[start : start + 100]
        parts += [f"{len(chunk)} beginbfchar", *chunk, "endbfchar"]
    parts.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(parts).encode()


def _bbox(font: Font) -> tuple[int, int, int, int]:
    """The font's box from ``head`` (OpenType, offsets 36 to 43), in 1/1000 em."""
    head = bytes(font.hb_font.face.reference_table("head").data)
    x0, y0, x1, y1 = (round(v * 1000 / font.upem) for v in struct.unpack(">4h", head[36:44]))
    return x0, y0, x1, y1
