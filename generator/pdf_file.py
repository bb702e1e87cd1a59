"""Objects to bytes: the file as a whole (ISO 32000-1, 7.5).

In the form of PDF 1.5 and later what is no stream stands packed in one object stream, and the
table of objects is a stream too (7.5.7 and 7.5.8). A tagged leaflet has some two hundred small
objects that look alike; packed they take a tenth of their room. PDF/X-1a knows no packed
objects, so files for a press have none.
"""

from __future__ import annotations

from .pdf_objects import Objects, Stream, deflated, written

_HEADER = b"%%PDF-%d.%d\n%%\xe2\xe3\xcf\xd3\n"
_UP = b"\2"  # the predictor of PNG (7.4.4.4) by which a row is the difference from the one above
_FREE, _AT, _WITHIN = 0, 1, 2  # kinds of rows: none, at an offset, within an object stream


def plain_file(
    objects: Objects, version: tuple[int, int], catalog: int, info: int, mark: str
) -> bytes:
    """The file with each object by itself; ``mark`` is its id in hexadecimal digits."""
    out = bytearray(_HEADER % version)
    rows = [b"0000000000 65535 f \n"]
    for at, body in enumerate(objects.bodies, 1):
        rows.append(b"%010d 00000 n \n" % len(out))
        out += _object(at, body)
    start = len(out)
    out += b"xref\n0 %d\n%s" % (len(rows), b"".join(rows))
    out += b"trailer\n<<%s>>\n" % _trailer(len(rows), catalog, info, mark)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def packed_file(
    objects: Objects, version: tuple[int, int], catalog: int, info: int, mark: str
) -> bytes:
    """The same with what is no stream packed."""
    out = bytearray(_HEADER % version)
    keeper = len(objects.bodies) + 1
    rows = [(_FREE, 0, 0)]
    small: list[tuple[int, bytes]] = []
    for at, body in enumerate(objects.bodies, 1):
        if isinstance(body, Stream):
            rows.append((_AT, len(out), 0))
            out += _object(at, body)
        else:
            rows.append((_WITHIN, keeper, len(small)))
            small.append((at, body))
    rows.append((_AT, len(out), 0))
    out += _object(keeper, _object_stream(small))
    start = len(out)
    rows.append((_AT, start, 0))
    out += _object(keeper + 1, _table(rows, _trailer(len(rows), catalog, info, mark)))
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _object(at: int, body: bytes | Stream) -> bytes:
    said = written(body) if isinstance(body, Stream) else body
    return b"%d 0 obj\n%s\nendobj\n" % (at, said)


def _trailer(size: int, catalog: int, info: int, mark: str) -> bytes:
    id = b"<%s>" % mark.encode()
    return b"/Size %d/Root %d 0 R/Info %d 0 R/ID[%s%s]" % (size, catalog, info, id, id)


def _object_stream(small: list[tuple[int, bytes]]) -> Stream:
    heads, at = [], 0
    for inside, body in small:
        heads.append(b"%d %d" % (inside, at))
        at += len(body) + 1
    head = b" ".join(heads) + b"\n"
    entries = b"/Type/ObjStm/N %d/First %d" % (len(small), len(head))
    return deflated(head + b"\n".join([body for _, body in small]), entries)


def _table(rows: list[tuple[int, int, int]], trailer: bytes) -> Stream:
    """The table of objects, each row as its difference from the one above: most say no more
    than that they come next."""
    wide = max(2, (max([row[1] for row in rows]).bit_length() + 7) // 8)
    width = wide + 3
    packed = b"".join(
        [
            ((kind << 8 * wide | offset) << 16 | place).to_bytes(width, "big")
            for kind, offset, place in rows
        ]
    )
    above = bytes(width) + packed
    less = bytes([(a - b) & 0xFF for a, b in zip(packed, above, strict=False)])
    data = b"".join([_UP + less[at : at + width] for at in range(0, len(less), width)])
    entries = b"/Type/XRef/W[1 %d 2]%s/DecodeParms<</Columns %d/Predictor 12>>" % (
        wide,
        trailer,
        width,
    )
    return deflated(data, entries)
