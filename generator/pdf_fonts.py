"""Fonts of a PDF: composite fonts over TrueType outlines (ISO 32000-1, 9.7)."""

from __future__ import annotations

import functools

from .embed import Plan
from .pdf_objects import Objects, deflated_once, digits, ref

_COLLECTION = b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
_MOST_WIDTHS = 96  # rows of widths that are kept
_SYMBOLIC = 4  # 9.8.2, table 123


@functools.lru_cache(maxsize=_MOST_WIDTHS)
def _said(widths: tuple[float, ...]) -> bytes:
    """The widths of a subset, which many files draw with."""
    return b" ".join(map(digits, widths))


def font_object(objects: Objects, plan: Plan) -> int:
    """The font of a plan, with all that it consists of."""
    font = plan.embedded()
    name = b"/" + font.name.encode()
    file = objects.add(deflated_once(font.data, b"/Length1 %d" % len(font.data)))
    descriptor = objects.add(
        b"<</Type/FontDescriptor/FontName%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle 0"
        b"/Ascent %s/Descent %s/CapHeight %s/StemV %d/FontFile2 %s>>"
        % (
            name,
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
        b"/W[1[%s]]/CIDToGIDMap/Identity>>"
        % (name, _COLLECTION, ref(descriptor), _said(font.widths))
    )
    table = objects.add(deflated_once(font.to_unicode))
    return objects.add(
        b"<</Type/Font/Subtype/Type0/BaseFont%s/Encoding/Identity-H/DescendantFonts[%s]"
        b"/ToUnicode %s>>" % (name, ref(descendant), ref(table))
    )
