"""A test font whose every letter is one em wide: line breaking becomes arithmetic."""

import hashlib
import io

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from generator.diagnostics import Span
from generator.fonts import Family, Fonts
from generator.workspace import Workspace

UPEM = 1000
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x400, 0x460), 0x2010, 0x2013, 0x2014]
LETTERS += [0x2018, 0x2019, 0x201C, 0x201D, 0x201E, 0x2026, 0x202F, 0x2116, 0x0490, 0x0491]


def square_font():
    """The bytes of the font: a square of 0.8 em for each letter, nothing for spaces."""
    names = {code: f"u{code:04X}" for code in sorted(set(LETTERS) - {0xAD})}
    pen = TTGlyphPen(None)
    for i, point in enumerate([(100, 0), (100, 800), (900, 800), (900, 0)]):
        (pen.lineTo if i else pen.moveTo)(point)
    pen.closePath()
    square, empty = pen.glyph(), TTGlyphPen(None).glyph()
    font = FontBuilder(UPEM, isTTF=True)
    font.setupGlyphOrder([".notdef", *names.values()])
    font.setupCharacterMap(names)
    blank = {names[c] for c in (0x20, 0xA0, 0x202F)}
    font.setupGlyf({g: empty if g in blank else square for g in [".notdef", *names.values()]})
    font.setupHorizontalMetrics({g: (UPEM, 100) for g in [".notdef", *names.values()]})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupOS2(sTypoAscender=800, sTypoDescender=-200, sCapHeight=800, sxHeight=500, fsType=0)
    font.setupPost()
    font.setupNameTable({"familyName": "Square", "styleName": "Regular"})
    font.font["head"].created = font.font["head"].modified = 0
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def square_fonts(folder):
    """A registry with this one family, its file below ``folder``."""
    data = square_font()
    (folder / "fonts").mkdir(exist_ok=True)
    (folder / "fonts/square.ttf").write_bytes(data)
    family = Family(
        "Square", "", "square.ttf", hashlib.sha256(data).hexdigest(), {}, Span("fonts.yaml")
    )
    return Fonts(Workspace(folder), {"Square": family})
