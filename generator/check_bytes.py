"""Checks of a file's bytes: it is made of what our writer writes, and of nothing else.

Whatever could run, hide, or say something beside the pages (actions, layers, other
metadata, embedded files, a second version of a page) needs a name that our files do not
hold. So the names are listed here, and any other is refused.
"""

from __future__ import annotations

import re
import zlib

from .expect import Expectation
from .findings import Fault, Findings

_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_STRING = re.compile(rb"\((?:\\.|[^\\()])*\)", re.DOTALL)
_NAME = re.compile(rb"/[^\s/<>\[\]()%{}]*")
_END = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z")
_HEADS = {"": b"%PDF-1.7", "x4": b"%PDF-1.6", "x1a": b"%PDF-1.4"}
# Resources (F1 font, P1 piece, I1 picture, GS1 overprint, CS1 all inks) and fonts with the
# prefix of their subset.
_MOST_PACKED = 5_000_000  # bytes
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
    b"/" + name
    for name in b"A Annot Annots Border DeviceRGB First Link ObjStm Tabs URI XRef".split()
)
_TAGGED = frozenset(
    b"/" + name
    for name in (
        b"ActualText Alt Dest DestOutputProfile Document Figure GTS_PDFA1 H1 H2 H3 H4 H5 H6 K L "
        b"LBody LI Last Layout Lbl MarkInfo Marked Metadata Next Nums O OBJR Obj Outlines "
        b"OutputConditionIdentifier OutputIntent OutputIntents P ParentTree Pg Prev Sect StructParent "
        b"StructParents StructTreeRoot XML XYZ"
    ).split()
)
_KNOWN = frozenset(
    b"/" + name
    for name in (
        b"A Annot Annots Ascent BBox BaseFont BitsPerComponent Border CIDFontType2 CIDSystemInfo "
        b"CIDToGIDMap CapHeight Catalog ColorSpace Contents Count CreationDate Creator DW "
        b"DescendantFonts Descent DeviceGray DeviceRGB DisplayDocTitle Encoding F Filter First Flags "
        b"FlateDecode Font FontBBox FontDescriptor FontFile2 FontName Form Height ID Identity-H Image Info "
        b"ItalicAngle Keywords Kids Lang Length Length1 Link MediaBox ModDate N ObjStm Ordering Page Pages "
        b"Parent Producer Rect Registry Resources Root S Size StemV Subject Subtype Supplement "
        b"Tabs Title ToUnicode TrimBox Type Type0 URI ViewerPreferences W Width XObject XRef"
    ).split()
)


def check_bytes(found: Findings, expectation: Expectation) -> list[Fault]:
    """No name that we do not write; one beginning, one end."""
    standard = expectation.press.standard if expectation.press else ""
    return own_bytes(found.data, standard, bool(expectation.spoken))


def own_bytes(data: bytes, standard: str, tagged: bool = False) -> list[Fault]:
    """The same of bytes alone; ``standard`` is that of a press file, or none."""
    faults = []
    ends = data.count(b"startxref") == 1 and _END.search(data[-64:])
    if not data.startswith(_HEADS[standard]) or not ends:
        faults.append(Fault("something stands before, after or behind the file's own end"))
    packed = _packed(data)
    if packed is None:
        faults.append(Fault("what is packed in the file cannot be looked at"))
    bare = _STRING.sub(b"", _STREAM.sub(b"", data)) + _STRING.sub(b"", packed or b"")
    known = (_KNOWN | _PRESS) - _NOT_PRESS if standard else _KNOWN | (_TAGGED if tagged else set())
    odd = {n for n in _NAME.findall(bare) if n not in known and not _OWN.fullmatch(n)}
    if odd:
        said = ", ".join(sorted(n.decode("latin-1") for n in odd)[:6])
        faults.append(Fault(f"the file holds what no file of ours holds: {said}"))
    return faults


def _packed(data: bytes) -> bytes | None:
    """All objects that stand packed in streams (ISO 32000-1, 7.5.7); None where a stream is
    broken or larger than any of ours."""
    parts = []
    for stream in _STREAM.finditer(data):
        head = data[data.rfind(b"obj", 0, stream.start()) : stream.start()]
        if b"ObjStm" not in head:
            continue
        start = re.match(rb"stream\r?\n", stream[0])
        unpacker = zlib.decompressobj()
        try:
            parts.append(
                unpacker.decompress(stream[0][start.end() if start else 0 :], _MOST_PACKED)
            )
        except zlib.error:
            return None
        if not unpacker.eof:
            return None
    return b"\n".join(parts)
