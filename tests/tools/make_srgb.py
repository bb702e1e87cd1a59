"""Writes ``generator/data/srgb.icc``: the colour space of IEC 61966-2-1 as an ICC profile.

A matrix profile (ICC.1:2010, 8.3.3): primaries and white adapted to D50 by the Bradford
matrix, and the tone curve as a parametric curve of type 3. Nothing in it depends on when or
where it is made. Run it from the project's folder.
"""

import hashlib
import struct
from pathlib import Path

_DATE = (2026, 11, 1, 0, 0, 0)
_WHITE = (0.9505, 1.0, 1.0891)  # D65 (IEC 61966-2-1, 4.1)
_D50 = (0.9642, 1.0, 0.8249)  # ICC.1:2010, 7.2.16
_PRIMARIES = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
_BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))


def inverse(m):
    (a, b, c), (d, e, f), (g, h, i) = m
    det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    rows = (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
    return tuple(tuple(v / det for v in row) for row in rows)


def times(m, v):
    return tuple(sum(a * b for a, b in zip(row, v, strict=True)) for row in m)


def product(m, n):
    return tuple(zip(*(times(m, column) for column in zip(*n, strict=True)), strict=True))


def adaptation():
    """From D65 to D50 (ICC.1:2010, annex E)."""
    was, becomes = times(_BRADFORD, _WHITE), times(_BRADFORD, _D50)
    scale = tuple(tuple(becomes[i] / was[i] if i == j else 0.0 for j in range(3)) for i in range(3))
    return product(inverse(_BRADFORD), product(scale, _BRADFORD))


def colorants():
    """What red, green and blue are in the profile's connection space."""
    columns = [(x / y, 1.0, (1 - x - y) / y) for x, y in _PRIMARIES]
    matrix = tuple(zip(*columns, strict=True))
    amounts = times(inverse(matrix), _WHITE)
    chad = adaptation()
    return [
        times(chad, tuple(v * amount for v in column))
        for column, amount in zip(columns, amounts, strict=True)
    ]


def fixed(values):
    return b"".join(struct.pack(">i", round(v * 65536)) for v in values)


def text(words):
    said = words.encode("utf-16-be")
    return b"mluc" + struct.pack(">4xII2s2sII", 1, 12, b"en", b"US", len(said), 28) + said


def profile():
    red, green, blue = colorants()
    curve = b"para" + struct.pack(">4xHH", 3, 0)
    curve += fixed((2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))
    parts = {
        b"desc": text("sRGB"),
        b"cprt": text("No copyright"),
        b"wtpt": b"XYZ \0\0\0\0" + fixed(_D50),
        b"chad": b"sf32\0\0\0\0" + fixed(v for row in adaptation() for v in row),
        b"rXYZ": b"XYZ \0\0\0\0" + fixed(red),
        b"gXYZ": b"XYZ \0\0\0\0" + fixed(green),
        b"bXYZ": b"XYZ \0\0\0\0" + fixed(blue),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    head = 128 + 4 + 12 * len(parts)
    table, body, places = struct.pack(">I", len(parts)), b"", {}
    for name, data in parts.items():
        if data not in places:
            places[data] = head + len(body)
            body += data + b"\0" * (-len(data) % 4)
        table += name + struct.pack(">II", places[data], len(data))
    size = head + len(body)
    header = struct.pack(
        ">I4sI4s4s4s6H4s4sI4s4sQI12s4s16s28x",
        *(size, b"\0\0\0\0", 0x04200000, b"mntr", b"RGB ", b"XYZ ", *_DATE),
        *(b"acsp", b"\0\0\0\0", 0, b"\0\0\0\0", b"\0\0\0\0", 0, 0),
        *(fixed(_D50), b"\0\0\0\0", b"\0" * 16),
    )
    data = header + table + body
    # The profile's ID (ICC.1:2010, 7.2.18): its digest with flags, intent and ID set to zero.
    identity = hashlib.md5(data, usedforsecurity=False).digest()
    return data[:84] + identity + data[100:]


if __name__ == "__main__":
    Path("generator/data/srgb.icc").write_bytes(profile())
