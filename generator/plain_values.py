"""Values out of a PDF that was read strictly: each accessor takes anything, and says None or
nothing where the value is not what it should be. References are followed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from .strict_pdf import NOWHERE, Array, Dictionary, File, Name, Reference, Stream, unpacked
from .unsound import Unsound
from .xmp import Xmp, read_xmp

MOST_CONTENT = 4_000_000  # bytes of one content stream
_MOST_ITEMS = 20_000  # of an array or a dictionary
_MOST_PARTS = 1_000  # content streams of a page
_MOST_METADATA = 1_000_000  # bytes
_MOST_PAGES = 1_000
_MOST_LEVELS = 50  # of the tree of pages
_LARGEST = 1e7  # points: beyond it no page reaches
# PDFDocEncoding where it is not Latin-1 (ISO 32000-1, annex D.3).
_DOC = {0x18 + at: letter for at, letter in enumerate("˘ˇˆ˙˝˛˚˜")} | {
    0x80 + at: letter for at, letter in enumerate("•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\ufffd€")
}


def followed(value: Any) -> Any:
    """The object that is meant."""
    return value.file.resolved(value) if type(value) is Reference and value.file else value


def table(value: object) -> Dictionary | None:
    """A dictionary, or that of a stream."""
    if type(value) is Stream:
        return value.entries
    return value if type(value) is Dictionary else None


def get(value: object, key: str) -> Any:
    """An entry of a dictionary or stream; None where there is none."""
    held = value.entries if type(value) is Stream else value
    if type(held) is not Dictionary:
        return None
    found = held.get(key)
    return followed(found) if type(found) is Reference else found


def keys(value: object) -> frozenset[str]:
    """The keys of a dictionary or stream."""
    return frozenset(table(value) or ())


def entries(value: object) -> Iterator[tuple[str, Any]]:
    for key in sorted(keys(value)):
        yield key, get(value, key)


def items(value: object) -> list[Any]:
    """What an array holds; nothing where it is none."""
    if type(value) is not Array:
        return []
    if len(value) > _MOST_ITEMS:
        raise Unsound(f"a list in it has more than {_MOST_ITEMS} entries")
    return [followed(item) for item in value]


def is_stream(value: object) -> bool:
    return type(value) is Stream


def name(value: object) -> str:
    return value if type(value) is Name else ""


def number(value: object) -> float | None:
    if type(value) is not int and type(value) is not float:
        return None
    return float(value) if math.isfinite(value) and abs(value) < _LARGEST else None


def numbers(value: object, count: int) -> tuple[float, ...] | None:
    """An array of exactly so many numbers."""
    found = [number(item) for item in items(value)]
    if len(found) != count or None in found:
        return None
    return tuple(v for v in found if v is not None)


def count(value: object, otherwise: int = -1) -> int:
    """A number by which things are counted, and what is given for what is none."""
    return value if type(value) is int else otherwise


def text(value: object) -> str:
    """A text string, decoded (ISO 32000-1, 7.9.2.2)."""
    if type(value) is not bytes:
        return ""
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "replace")
    if value.startswith(b"\xef\xbb\xbf"):
        return value[3:].decode("utf-8", "replace")
    return value.decode("latin-1").translate(_DOC)


def raw(value: object) -> bytes:
    """A string as bytes."""
    return value if type(value) is bytes else b""


def identity(value: object) -> tuple[int, int]:
    """Number and generation of an object; (0, 0) where it stands inside another."""
    return value.key if isinstance(value, (Dictionary, Array, Stream)) else NOWHERE


def stream_bytes(stream: object, most: int) -> bytes:
    if type(stream) is not Stream:
        raise Unsound("a stream is missing")
    return unpacked(stream, most)


def pages_of(file: File) -> list[Dictionary]:
    """The pages in their order (ISO 32000-1, 7.7.3)."""
    found: list[Dictionary] = []
    _gather(get(get(file.trailer, "Root"), "Pages"), found, set(), 0)
    return found


def _gather(node: object, found: list[Dictionary], seen: set[tuple[int, int]], depth: int) -> None:
    key = identity(node)
    if key in seen or depth > _MOST_LEVELS or len(found) > _MOST_PAGES:
        raise Unsound("its pages go round in circles")
    if type(node) is not Dictionary or key == NOWHERE:
        raise Unsound("a page in it is none")
    seen.add(key)
    if get(node, "Type") == "Pages":
        for kid in items(get(node, "Kids")):
            _gather(kid, found, seen, depth + 1)
    else:
        found.append(node)


def page_content(page: object) -> bytes:
    """The operators of a page, which may be cut into several streams."""
    contents = get(page, "Contents")
    parts = [contents] if is_stream(contents) else items(contents)
    if len(parts) > _MOST_PARTS:
        raise Unsound("a page is cut into more parts than any page needs")
    data = b"\n".join(stream_bytes(part, MOST_CONTENT) for part in parts)
    if len(data) > MOST_CONTENT:
        raise Unsound(f"a page has more than {MOST_CONTENT / 1e6:g} MB of operators")
    return data


def metadata_of(stream: object) -> Xmp | None:
    """What the metadata of a file say; with a fault where only some programs find them."""
    if stream is None:
        return None
    if get(stream, "Filter") is not None:
        return Xmp({}, "it is packed, so that only some programs find it")
    if (name(get(stream, "Type")), name(get(stream, "Subtype"))) != ("Metadata", "XML"):
        return Xmp({}, "the file does not call it so")
    return read_xmp(stream_bytes(stream, _MOST_METADATA))
