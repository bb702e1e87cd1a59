"""Fonts as a PDF holds them: a subset, and a code for each glyph with its text.

One code (CID) stands for one pair of glyph and source text, so ToUnicode is never ambiguous: a
glyph that serves two letters stands twice in the subset (ISO 32000-1, 9.7.4 and 9.10.3). A
letter with marks becomes one composite glyph: one code says all of it. Codes follow the texts,
and are the numbers of the glyphs, so that what a font says of its codes is short.
"""

from __future__ import annotations

import hashlib
import itertools
import struct
from collections.abc import Collection, Sequence, Set

from .fonts import Drawn, Font, Meaning
from .outlines import Outline, composite, outlines, truetype
from .page import Glyph
from .records import dataclass, replace

_LARGEST = 0xFFFF  # codes of a font
_MOST_DRAWN = 8192  # glyphs of an instance: as many as the shaper keeps


class MissingGlyph(ValueError):
    """A glyph that the font lacks reached the page: a fault of ours, never printed."""


class Plan:
    """The codes of one font in one file, which draws these ``glyphs`` of it.

    ``meanings`` are what the codes from 1 on stand for. ``shown`` are the digits that draw a glyph
    in a TJ array (``0003``, and ``0003>20<`` where it is moved on by less than its width), for all
    that need nothing else."""

    def __init__(self, font: Font, glyphs: Set[Glyph]):
        self.font = font
        drawn = _drawn(font, glyphs)
        self.meanings = tuple(sorted({known.meaning for known in drawn.values()}))
        if len(self.meanings) > _LARGEST:
            raise ValueError("a font cannot have so many letters in one file")
        codes = {meaning: f"{code:04X}" for code, meaning in enumerate(self.meanings, 1)}
        self._digits, self.shown = {}, {}
        for glyph, (meaning, before, after, is_plain) in drawn.items():
            self._digits[glyph] = digits = before + codes[meaning] + after
            if is_plain:
                self.shown[glyph] = digits

    def digits(self, glyph: Glyph) -> str:
        """Those of one glyph, at whatever height it stands."""
        return self._digits[glyph]

    def embedded(self) -> Embedded:
        """The finished font."""
        known = _known(self.font, {0, *_needed(self.meanings)})
        glyphs = _numbered(self.meanings, known)
        data = truetype(self.font.hb_font.face, glyphs)
        tag = hashlib.sha256(data + repr([*self.meanings]).encode()).digest()
        prefix = "".join(chr(65 + b % 26) for b in tag[:6])
        upem = self.font.upem
        return Embedded(
            f"{prefix}+{self.font.postscript_name}",
            data,
            tuple([g.advance * 1000 / upem for g in glyphs[1 : len(self.meanings) + 1]]),
            to_unicode([text for text, _, _ in self.meanings]),
            _bbox(self.font),
        )


@dataclass(frozen=True)
class Embedded:
    """``widths`` are those of the codes from 1 on, in 1/1000 em."""

    name: str
    data: bytes
    widths: tuple[float, ...]
    to_unicode: bytes
    bbox: tuple[int, int, int, int]


def _drawn(font: Font, glyphs: Set[Glyph]) -> dict[Glyph, Drawn]:
    """What is known of these glyphs, which a font keeps."""
    known = font.drawn
    if not glyphs <= known.keys():
        if len(known) >= _MOST_DRAWN:
            known.clear()
        meanings = {glyph: _meaning(font, glyph) for glyph in glyphs - known.keys()}
        own = _known(font, _needed(meanings.values()))
        for glyph, meaning in meanings.items():
            width = own[glyph.id].advance * 1000 / font.upem
            dx = glyph.dx * 1000
            adjust = round(width - glyph.advance * 1000 + dx, 2)
            before = f">{round(-dx, 2):g}<" if abs(dx) >= 0.01 else ""
            after = f">{adjust:g}<" if adjust else ""
            is_plain = bool(glyph.text) and not is_raised(glyph)
            known[glyph] = Drawn(meaning, before, after, is_plain)
    return {glyph: known[glyph] for glyph in glyphs}


def _meaning(font: Font, glyph: Glyph) -> Meaning:
    upem = font.upem
    marks = tuple((m.id, round(m.x * upem), round(m.y * upem)) for m in glyph.marks)
    if glyph.id == 0 or any(mark[0] == 0 for mark in marks):
        raise MissingGlyph(f"no glyph for {glyph.text!r} in {font.postscript_name}")
    return glyph.text, glyph.id, marks


def is_raised(glyph: Glyph) -> bool:
    return abs(glyph.dy) > 1e-5


def _needed(meanings: Collection[Meaning]) -> set[int]:
    bases = {glyph for _, glyph, _ in meanings}
    return bases | {mark[0] for _, _, marks in meanings for mark in marks}


def _known(font: Font, glyphs: set[int]) -> dict[int, Outline]:
    """The outlines of an instance, those of ``glyphs`` and all that they are made of."""
    known: dict[int, Outline] = font.outlines
    lacking = glyphs - known.keys()
    if lacking:
        known |= outlines(font.hb_font.face, font.axes, lacking)
    return known


def _numbered(meanings: Sequence[Meaning], known: dict[int, Outline]) -> list[Outline]:
    """The glyphs of the subset: one that stands for no letter, one for each meaning in order,
    and the parts of letters that stand for none by themselves."""
    places: dict[int, int] = {0: 0}
    found: list[Outline] = [known[0]]
    for code, (_, glyph, marks) in enumerate(meanings, 1):
        own = known[glyph]
        if marks:
            parts = ((glyph, 0, 0), *marks)
            found.append(composite(parts, [known[p].box for p, _, _ in parts], own.advance))
        elif glyph in places and own.data:
            found.append(composite(((glyph, 0, 0),), [own.box], own.advance))
        else:
            places.setdefault(glyph, code)
            found.append(own)
    at = 0
    while at < len(found):
        for _, part in found[at].at:
            if part not in places:
                places[part] = len(found)
                found.append(known[part])
        at += 1
    return [
        replace(g, at=tuple((offset, places[part]) for offset, part in g.at)) if g.at else g
        for g in found
    ]


def to_unicode(texts: list[str]) -> bytes:
    """The CMap that gives each code from 1 on its text (Adobe Technical Note 5411): letters up
    to U+00FF that follow each other in Unicode as ranges. Of further ones Ghostscript (10.00)
    reads the second and those after it as other letters."""
    units = [text.encode("utf-16-be") for text in texts]
    rows: list[tuple[int, int, bytes]] = []
    for code, unit in enumerate(units, 1):
        if rows:
            first, last, start = rows[-1]
            follows = code == last + 1 and code % 256 != 0 and len(unit) == len(start) == 2
            if follows and not unit[0] and not start[0] and unit[1] == start[1] + code - first:
                rows[-1] = (first, code, start)
                continue
        if unit:
            rows.append((code, code, unit))
    parts = [
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap",
        "/CMapName/U def/CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for is_range, group in itertools.groupby(
        sorted(rows, key=lambda r: r[0] != r[1]), key=lambda r: r[0] != r[1]
    ):
        lines = [
            f"<{first:04X}> <{last:04X}> <{start.hex()}>"
            if is_range
            else f"<{first:04X}> <{start.hex()}>"
            for first, last, start in group
        ]
        kind = "bfrange" if is_range else "bfchar"
        for at in range(0, len(lines), 100):
            chunk = lines[at : at + 100]
            parts += [f"{len(chunk)} begin{kind}", *chunk, f"end{kind}"]
    parts.append("endcmap CMapName currentdict/CMap defineresource pop end end")
    return "\n".join(parts).encode()


def _bbox(font: Font) -> tuple[int, int, int, int]:
    """The font's box from ``head`` (OpenType, offsets 36 to 43), in 1/1000 em."""
    head = bytes(font.hb_font.face.reference_table("head").data)
    x0, y0, x1, y1 = (round(v * 1000 / font.upem) for v in struct.unpack(">4h", head[36:44]))
    return x0, y0, x1, y1
