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

# What bytes are made of, where it matters: from the left, so that nothing within a string, a
# comment or a stream is taken for something else.
_TOKEN = re.compile(
    rb"""(?P<string>\((?:\\.|[^\\()])*\))
    | (?P<stream>\bstream\r?\n)
    | (?P<comment>%[^\r\n]*)
    | (?P<name>/[^\s/<>\[\]()%{}]*)
    | (?P<object>\b(?:(?:end)?obj|trailer)\b)
    | (?P<odd>[()]|\bstream\b)""",
    re.DOTALL | re.VERBOSE,
)
_STRING, _NAME = (
    re.compile(rb"(\((?:\\.|[^\\()])*\))", re.DOTALL),
    re.compile(rb"/[^\s/<>\[\]()%{}]*"),
)
_NOT_PACKED_WORDS = (b"(", b")", b"%", b"obj", b"trailer", b"stream")
_NOT_PACKED = re.compile(rb"[()%]|\b(?:(?:end)?obj|trailer|stream)\b")
# Objects may be told to begin within a string, or within what a stream holds.
_IN_STRING, _IN_STREAM = re.compile(rb"<<|\bobj\b"), re.compile(rb"\d\s+obj\b")
_COMMENT = re.compile(rb"%(?:PDF-1\.\d|%EOF|[\x80-\xff]+(?: ReportLab [\w ()]*)?)")
_END = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z")
_HEADS = {"": b"%PDF-1.7", "x4": b"%PDF-1.6", "x1a": b"%PDF-1.4"}
# Resources (F1 font, P1 piece, I1 picture, GS1 overprint, CS1 all inks) and fonts with the
# prefix of their subset.
_MOST_PACKED = 5_000_000  # bytes
_OWN = re.compile(rb"/(?:[FPI]\d+|[A-Z]{6}\+[A-Za-z0-9]*-w\d+-wd\d+)")
# In a table of objects that leads to an earlier one, with which goes an earlier version.
_EARLIER = {b"/Root", b"/Prev"}
# How a table of objects is packed, and nothing else.
_OF_TABLE = frozenset((b"/DecodeParms", b"/Columns", b"/Predictor"))
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
        b"LBody LI Last Layout Lbl Limits MCID MCR MarkInfo Marked Metadata Next Nums O OBJR Obj Outlines "
        b"OutputConditionIdentifier OutputIntent OutputIntents P ParentTree Pg Prev Sect StructParent "
        b"StructElem StructParents StructTreeRoot XML XYZ"
    ).split()
)
_KNOWN = frozenset(
    b"/" + name
    for name in (
        b"A Annot Annots Ascent BBox BaseFont BitsPerComponent Border CIDFontType2 CIDSystemInfo "
        b"CIDToGIDMap CapHeight Catalog ColorSpace Contents Count CreationDate Creator DW "
        b"DescendantFonts Descent DeviceGray DeviceRGB DisplayDocTitle Encoding F Filter First Flags "
        b"FlateDecode Font FontBBox FontDescriptor FontFile2 FontName Form FormType Height ID Identity "
        b"Identity-H Image Info ItalicAngle Keywords Kids Lang Length Length1 Link Matrix MediaBox ModDate "
        b"N ObjStm Ordering Page Pages "
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
    names, hidden = _names(data)
    if hidden:
        faults.append(Fault("the file may hold more than can be seen of it"))
    known = (_KNOWN | _PRESS) - _NOT_PRESS if standard else _KNOWN | (_TAGGED if tagged else set())
    odd = {n for n in names if n not in known and not _OWN.fullmatch(n)}
    if odd:
        said = ", ".join(sorted(n.decode("latin-1") for n in odd)[:6])
        faults.append(Fault(f"the file holds what no file of ours holds: {said}"))
    return faults


def _names(data: bytes) -> tuple[set[bytes], bool]:
    """Every name in the file, and whether there may be others where none can be seen."""
    found: set[bytes] = set()
    own: list[bytes] = []  # names of the object so far
    hidden = False
    at = 0
    while token := _TOKEN.search(data, at):
        text, at = token[0], token.end()
        match token.lastgroup:
            case "name":
                own.append(text)
            case "object":
                hidden |= _EARLIER <= {*own}
                found.update(own)
                own = []
            case "string":
                hidden |= _IN_STRING.search(text) is not None
            case "comment":
                hidden |= not _COMMENT.fullmatch(text)
            case "stream":
                before = data[max(0, token.start() - 8) : token.start()].rstrip()
                end = data.find(b"endstream", at)
                hidden |= not before.endswith(b">>") or end < 0
                held, at = (data[at:end], end + len(b"endstream")) if end >= 0 else (b"", at)
                if b"/ObjStm" in own:
                    inner, blind = _packed(held, own)
                    found |= inner
                    hidden |= blind
                else:
                    hidden |= b"obj" in held and _IN_STREAM.search(held) is not None
                if b"/XRef" in own:
                    own = [n for n in own if n not in _OF_TABLE]
            case _:
                hidden = True
    return found | {*own}, hidden or _EARLIER <= {*own}


def _packed(data: bytes, own: list[bytes]) -> tuple[set[bytes], bool]:
    """The same of objects that stand packed in a stream (ISO 32000-1, 7.5.7)."""
    unpacker = zlib.decompressobj()
    try:
        objects = unpacker.decompress(data, _MOST_PACKED)
    except zlib.error:
        return set(), True
    # There are no comments, streams or whole objects in it, so only strings are to be told apart.
    parts = _STRING.split(objects)
    rest, strings = b" ".join(parts[::2]), parts[1::2]
    # A word is found in a fraction of the time that it takes to see whether it stands alone.
    odd = any(word in rest for word in _NOT_PACKED_WORDS) and _NOT_PACKED.search(rest)
    hidden = odd or _IN_STRING.search(b"\0".join(strings))
    whole = unpacker.eof and own.count(b"/FlateDecode") == 1
    names = {*_NAME.findall(rest)}
    return names, bool(hidden) or not whole or names >= _EARLIER
