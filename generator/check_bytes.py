"""Checks of a file's bytes: it is made of what our writer writes, and of nothing else.

Whatever could run, hide, or say something beside the pages (actions, layers, other
metadata, embedded files, a second version of a page) needs a name that our files do not
hold. So the names are listed here, and any other is refused.
"""

from __future__ import annotations

import re

from .expect import Expectation
from .findings import Fault, Findings

_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_STRING = re.compile(rb"\((?:\\.|[^\\()])*\)", re.DOTALL)
_NAME = re.compile(rb"/[^\s/<>\[\]()%{}]*")
_END = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z")
_HEADS = {"": b"%PDF-1.7", "x4": b"%PDF-1.6", "x1a": b"%PDF-1.4"}
# Resources (F1 font, P1 piece, I1 picture, GS1 overprint, CS1 all inks) and fonts with the
# prefix of their subset.
_OWN = re.compile(rb"/(?:[FPI]\d+|[A-Z]{6}\+[A-Za-z0-9]*-w\d+-wd\d+)")
_PRESS = frozenset(
    b"/" + name
    for name in (
        b"All BleedBox C0 C1 CS1 ColorSpace DestOutputProfile DeviceCMYK Domain ExtGState False "
        b"FunctionType GS0 GS1 GTS_PDFX GTS_PDFXVersion Metadata N OP OPM OutputCondition "
        b"OutputConditionIdentifier OutputIntent OutputIntents RegistryName Separation Trapped "
        b"XML op"
    ).split()
)
_NOT_PRESS = frozenset(
    b"/" + name for name in b"A Annot Annots Border DeviceRGB Link Tabs URI".split()
)
_KNOWN = frozenset(
    b"/" + name
    for name in (
        b"A Annot Annots Ascent BBox BaseFont BitsPerComponent Border CIDFontType2 CIDSystemInfo "
        b"CIDToGIDMap CapHeight Catalog ColorSpace Contents Count CreationDate Creator DW "
        b"DescendantFonts Descent DeviceGray DeviceRGB DisplayDocTitle Encoding F Filter Flags FlateDecode "
        b"Font FontBBox FontDescriptor FontFile2 FontName Form Height ID Identity-H Image Info "
        b"ItalicAngle Keywords Kids Lang Length Length1 Link MediaBox ModDate Ordering Page Pages "
        b"Parent Producer Rect Registry Resources Root S Size StemV Subject Subtype Supplement "
        b"Tabs Title ToUnicode TrimBox Type Type0 URI ViewerPreferences W Width XObject"
    ).split()
)


def check_bytes(found: Findings, expectation: Expectation) -> list[Fault]:
    """No name that we do not write; one beginning, one end."""
    return own_bytes(found.data, expectation.press.standard if expectation.press else "")


def own_bytes(data: bytes, standard: str) -> list[Fault]:
    """The same of bytes alone; ``standard`` is that of a press file, or none."""
    faults = []
    ends = data.count(b"startxref") == 1 and _END.search(data[-64:])
    if not data.startswith(_HEADS[standard]) or not ends:
        faults.append(Fault("something stands before, after or behind the file's own end"))
    bare = _STRING.sub(b"", _STREAM.sub(b"", data))
    known = (_KNOWN | _PRESS) - _NOT_PRESS if standard else _KNOWN
    odd = {n for n in _NAME.findall(bare) if n not in known and not _OWN.fullmatch(n)}
    if odd:
        said = ", ".join(sorted(n.decode("latin-1") for n in odd)[:6])
        faults.append(Fault(f"the file holds what no file of ours holds: {said}"))
    return faults
