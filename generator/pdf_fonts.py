"""Fonts of a PDF: composite fonts over TrueType outlines (ISO 32000-1, 9.7)."""

from __future__ import annotations

from .embed import Plan
from .pdf_objects import Objects, Stream, deflated, digits, ref
from .records import dataclass

_COLLECTION = b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
_SYMBOLIC = 4  # 9.8.2, table 123


@dataclass(frozen=True)
class _Packed:
    """A subset as it stands in each file that draws the same with it."""

    name: bytes
    bbox: tuple[int, int, int, int]
    widths: bytes
    file: Stream
    table: Stream


def _packed(plan: Plan) -> _Packed:
    font = plan.embedded()
    return _Packed(
        b"/" + font.name.encode(),
        font.bbox,
        b" ".join(map(digits, font.widths)),
        deflated(font.data, b"/Length1 %d" % len(font.data)),
        deflated(font.to_unicode),
    )


def font_object(objects: Objects, plan: Plan) -> int:
    """The font of a plan, with all that it consists of."""
    font = plan.font.subsets.get(plan.meanings, lambda: _packed(plan))
    assert isinstance(font, _Packed), "nothing else is kept there"
    file = objects.add(font.file)
    descriptor = objects.add(
        b"<</Type/FontDescriptor/FontName%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle 0"
        b"/Ascent %s/Descent %s/CapHeight %s/StemV %d/FontFile2 %s>>"
        % (
            font.name,
            _SYMBOLIC,
            *font.bbox,
            digits(plan.font.ascent * 1000),
            digits(-plan.font.descent * 1000),
            digits(plan.font.cap_height * 1000),
            50 + plan.font.key.weight // 8,
            ref(file),
        )
    )
    descendant = objects.add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont%s/CIDSystemInfo%s/FontDescriptor %s"
        b"/W[1[%s]]/CIDToGIDMap/Identity>>" % (font.name, _COLLECTION, ref(descriptor), font.widths)
    )
    table = objects.add(font.table)
    return objects.add(
        b"<</Type/Font/Subtype/Type0/BaseFont%s/Encoding/Identity-H/DescendantFonts[%s]"
        b"/ToUnicode %s>>" % (font.name, ref(descendant), ref(table))
    )
