"""Fonts of a press file: what is embedded, and whether it is what the file says of it."""

from __future__ import annotations

import struct

from .press_facts import PressFont
from .press_values import get, is_stream, items, name, number, stream_bytes, whole
from .to_unicode import letters
from .unsound import Unsound

_MOST_FONT = 20_000_000  # bytes of one font program
_MOST_TEXT = 1_000_000  # of what a font says of its letters
_MOST_CODES = 200_000  # whose widths are given as ranges
_WIDTH_TOLERANCE = 1.0  # 1/1000 em
_PROGRAMS = {
    "FontFile": (b"%!", b"\x80\x01"),
    "FontFile2": (b"\x00\x01\x00\x00", b"true"),
    "FontFile3": (b"OTTO", b"\x01\x00", b"\x00\x01\x00\x00"),
}


def font_of(value: object) -> PressFont:
    """A font with what its text is as wide as (ISO 32000-1, 9.6 and 9.7)."""
    kind, called = name(get(value, "Subtype")), name(get(value, "BaseFont")) or "without a name"
    if kind != "Type0":
        first = whole(get(value, "FirstChar"))
        widths = {first + i: number(w) or 0.0 for i, w in enumerate(items(get(value, "Widths")))}
        return PressFont(called, kind, _fault(kind, value), widths)
    inner = next(iter(items(get(value, "DescendantFonts"))), None)
    default = number(get(inner, "DW"))
    return PressFont(
        called,
        kind,
        _name_fault(called, value, inner) or _fault(name(get(inner, "Subtype")), inner, value),
        _cid_widths(items(get(inner, "W"))),
        1000.0 if default is None else default,
        wide=True,
    )


def _name_fault(called: str, font: object, inner: object) -> str:
    """Some programs find a font by its name, and read its codes as they are used to."""
    names = {called, name(get(inner, "BaseFont"))}
    if names != {name(get(get(inner, "FontDescriptor"), "FontName"))}:
        return "it has more than one name"
    if name(get(font, "Encoding")) != "Identity-H":
        return "its codes cannot be proved"
    return ""


def _fault(kind: str, font: object, above: object = None) -> str:
    """Why a press could not set a font; ``above`` is the one that it is a descendant of."""
    if kind == "Type3":
        return "its letters are drawings (Type 3), which cannot be proved"
    descriptor = get(font, "FontDescriptor")
    embedded = [key for key in _PROGRAMS if is_stream(get(descriptor, key))]
    if not embedded:
        return "it is not embedded, and would be replaced by another"
    try:
        program = stream_bytes(get(descriptor, embedded[0]), _MOST_FONT)
        if len(embedded) > 1 or not program.startswith(_PROGRAMS[embedded[0]]):
            return "what is embedded is no font"
        return _width_fault(font, above, program) if kind == "CIDFontType2" else ""
    except Unsound as error:
        return str(error)


def _width_fault(font: object, above: object, program: bytes) -> str:
    """Widths that the file gives must be those of the font (ISO 32000-1, 9.7.4.3): one
    program advances by these, another by those, and lines come out longer or shorter."""
    advances = _advances(program)
    told = get(font, "CIDToGIDMap")
    if not is_stream(told) and name(told) != "Identity":
        return "it does not say which letters its codes mean"
    glyphs, widths = _glyph_map(told), _cid_widths(items(get(font, "W")))
    default = number(get(font, "DW"))
    # What no width is given for is as wide as DW says; code 0 stands for no letter, and nor
    # does a part of letters, which has no text: where it is drawn, another check refuses it.
    meant = _meant(above, len(advances)) if not glyphs else [c for c, g in enumerate(glyphs) if g]
    widths = dict.fromkeys(meant, 1000.0 if default is None else default) | widths
    for code, width in widths.items():
        glyph = glyphs[code] if code < len(glyphs) else code if not glyphs else len(advances)
        if glyph >= len(advances):
            return "it lacks letters that the file counts on"
        if abs(advances[glyph] - width) > _WIDTH_TOLERANCE:
            return "its letters are not as wide as the file says"
    return ""


def _meant(font: object, count: int) -> list[int]:
    """The codes that stand for letters where they are those of the glyphs: all of them where the
    font does not tell."""
    told = get(font, "ToUnicode")
    known = letters(stream_bytes(told, _MOST_TEXT)) if is_stream(told) else {}
    return [code for code in known or range(count) if code]


def _glyph_map(value: object) -> tuple[int, ...]:
    """Codes to glyphs; empty where they are the same (ISO 32000-1, 9.7.4.2)."""
    if not is_stream(value):
        return ()
    data = stream_bytes(value, 2 * 0x10000)
    return struct.unpack(f">{len(data) // 2}H", data[: len(data) // 2 * 2])


def _advances(program: bytes) -> list[float]:
    """The advance of each glyph of a TrueType font in 1/1000 em: tables head, hhea, maxp and
    hmtx (ISO/IEC 14496-22)."""
    try:
        count = struct.unpack_from(">H", program, 4)[0]
        records = (struct.unpack_from(">4s4xLL", program, 12 + 16 * i) for i in range(count))
        tables = {tag: (start, length) for tag, start, length in records}
        upem = struct.unpack_from(">H", program, tables[b"head"][0] + 18)[0]
        glyphs: int = struct.unpack_from(">H", program, tables[b"maxp"][0] + 4)[0]
        long: int = struct.unpack_from(">H", program, tables[b"hhea"][0] + 34)[0]
        metrics = struct.unpack_from(">" + "H2x" * long, program, tables[b"hmtx"][0])
        found: list[float] = [m * 1000 / upem for m in metrics]
        return (found + found[-1:] * (glyphs - long))[:glyphs]
    except (struct.error, LookupError, ZeroDivisionError) as error:
        raise Unsound("what is embedded is no font") from error


def _cid_widths(found: list[object]) -> dict[int, float]:
    """``W``: c [w1 w2 ...] or first last w (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, float] = {}
    at, room = 0, _MOST_CODES
    while at + 1 < len(found) and room > 0:
        first, second = whole(found[at], -1), items(found[at + 1])
        if second:
            widths |= {first + i: number(w) or 0.0 for i, w in enumerate(second)}
            at += 2
        elif at + 2 < len(found):
            codes = range(max(0, first), min(whole(found[at + 1], -1), 0xFFFF) + 1)
            room -= len(codes)
            widths |= dict.fromkeys(codes, number(found[at + 2]) or 0.0)
            at += 3
        else:
            break
    return widths
