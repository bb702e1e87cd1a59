"""Objects of a PDF that reportlab has not, or has otherwise."""

from __future__ import annotations

import zlib

from reportlab.pdfbase import pdfdoc

from .content_stream import number
from .geometry import Rect

# Values of a dictionary as they are written; a string is the name of an object, as it was
# registered, and becomes a reference.
Values = dict[str, bytes | str | list[bytes | str]]


class Stream(pdfdoc.PDFObject):  # type: ignore[misc]
    """A deflated stream with the EOL before ``endstream`` that PDF/A asks for."""

    __RefOnly__ = 1

    def __init__(self, data: bytes, entries: dict[str, object] | None = None):
        self._data = zlib.compress(data, 9)
        self._entries = {
            **(entries or {}),
            "Filter": pdfdoc.PDFName("FlateDecode"),
            "Length": len(self._data),
        }

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        head: bytes = pdfdoc.PDFDictionary(self._entries).format(document)
        return head + b"\nstream\n" + self._data + b"\r\nendstream\n"


class Plain(pdfdoc.PDFObject):  # type: ignore[misc]
    """A stream that stays readable in the file, as metadata must."""

    __RefOnly__ = 1

    def __init__(self, data: bytes, entries: dict[str, object]):
        self._data = data
        self._entries = {**entries, "Length": len(data)}

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        head: bytes = pdfdoc.PDFDictionary(self._entries).format(document)
        return head + b"\nstream\n" + self._data + b"\r\nendstream\n"


def text_string(text: str) -> bytes:
    """A text string (ISO 32000-1, 7.9.2.2) as it is, where reportlab writes four signs for
    many a byte: packed, that makes a difference."""
    data = text.encode("ascii") if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")
    for special in (b"\\", b"(", b")"):
        data = data.replace(special, b"\\" + special)
    return b"(" + data.replace(b"\r", b"\\r") + b")"


class Entries(pdfdoc.PDFObject):  # type: ignore[misc]
    """A dictionary whose values are written already, but for references: a tagged file has
    hundreds of these, and reportlab looks at each value of each."""

    __RefOnly__ = 1

    def __init__(self, entries: Values):
        self._entries = entries

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        numbers = document.idToObjectNumberAndVersion

        def one(value: bytes | str) -> bytes:
            return value if isinstance(value, bytes) else b"%d 0 R" % numbers[value][0]

        parts = []
        for key, value in self._entries.items():
            said = (
                b"[" + b" ".join(map(one, value)) + b"]" if isinstance(value, list) else one(value)
            )
            gap = b"" if said[:1] in b"/[(<" else b" "
            parts.append(b"/" + key.encode() + gap + said)
        return b"<<" + b"".join(parts) + b">>"


class Number(pdfdoc.PDFObject):  # type: ignore[misc]
    """A number without the rounding of reportlab's own formatter."""

    def __init__(self, value: float):
        self._value = value

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        return number(self._value).encode()


def corners(rect: Rect, height: float) -> bytes:
    """A rectangle of a page that is so high, from its lower left corner."""
    sides = (rect.x, height - rect.bottom, rect.right, height - rect.y)
    return b"[%s]" % " ".join(map(number, sides)).encode()
