"""Objects to bytes, in the form of PDF 1.5 and later: what is no stream stands packed in one
object stream, and the table of objects is a stream too (ISO 32000-1, 7.5.7 and 7.5.8).

A tagged leaflet has some two hundred small objects that look alike; packed they take a
tenth of their room.
"""

from __future__ import annotations

import struct

from reportlab.pdfbase import pdfdoc

from .pdf_objects import Plain, Stream

_ROW = struct.Struct(">BIH")  # of the table: kind, offset or object stream, place in it
_HEADER = b"%%PDF-%d.%d\n%%\xe2\xe3\xcf\xd3\n"


def packed_file(
    pdf: pdfdoc.PDFDocument, version: tuple[int, int], catalog: str, info: str, mark: str
) -> bytes:
    """The file with all that was registered at ``pdf``; ``catalog`` and ``info`` are names of
    objects, ``mark`` the file's id in hexadecimal digits."""
    out = bytearray(_HEADER % version)
    places: dict[int, tuple[int, int, int]] = {}  # by number: kind, then offset or place
    small: list[tuple[int, bytes]] = []
    number = 1
    while number in pdf.numberToId:  # writing an object may register others
        value = pdf.idToObject[pdf.numberToId[number]]
        body = pdfdoc.format(value, pdf, toplevel=1)
        if isinstance(value, (Stream, Plain)):
            places[number] = (1, len(out), 0)
            out += b"%d 0 obj\n%sendobj\n" % (number, body)
        else:
            small.append((number, body.strip()))
        number += 1
    keeper, table = number, number + 1
    for place, (inside, _) in enumerate(small):
        places[inside] = (2, keeper, place)
    places[keeper] = (1, len(out), 0)
    out += b"%d 0 obj\n%sendobj\n" % (keeper, _object_stream(small).format(pdf))
    places[table] = (1, len(out), 0)
    start = len(out)
    rows = [(0, 0, 0xFFFF), *(places[n] for n in range(1, table + 1))]
    entries = {
        "Type": pdfdoc.PDFName("XRef"),
        "Size": table + 1,
        "W": pdfdoc.PDFArrayCompact([1, 4, 2]),
        "Root": pdfdoc.PDFObjectReference(catalog),
        "Info": pdfdoc.PDFObjectReference(info),
        "ID": f"[<{mark}> <{mark}>]",
    }
    stream = Stream(b"".join(_ROW.pack(*row) for row in rows), entries)
    out += b"%d 0 obj\n%sendobj\n" % (table, stream.format(pdf))
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _object_stream(small: list[tuple[int, bytes]]) -> Stream:
    heads, bodies, at = [], [], 0
    for number, body in small:
        heads.append(b"%d %d" % (number, at))
        bodies.append(body)
        at += len(body) + 1
    head = b" ".join(heads) + b"\n"
    entries = {"Type": pdfdoc.PDFName("ObjStm"), "N": len(small), "First": len(head)}
    return Stream(head + b"\n".join(bodies), entries)
