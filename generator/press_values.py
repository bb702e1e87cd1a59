"""Values out of a PDF that nobody vouches for: each accessor takes anything, and says None
or nothing where the value is not what it should be."""

from __future__ import annotations

import contextlib
import io
import math
import zlib
from collections.abc import Iterator
from decimal import Decimal

import pikepdf

from .geometry import Rect
from .unsound import Unsound
from .xmp import Xmp, read_xmp

_MOST_ITEMS = 20_000  # of an array or a dictionary
_MOST_LEVELS = 50  # of the tree of pages
_MOST_PARTS = 1_000  # content streams of a page
_MOST_METADATA = 1_000_000  # bytes
MOST_CONTENT = 4_000_000  # bytes of one content stream
_LARGEST = 1e7  # points: beyond it no page reaches


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[pikepdf.Pdf]:
    """A file as long as it is read; Unsound where it cannot be, now or later."""
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            yield pdf
            if pdf.get_warnings():
                raise Unsound("it is damaged")
    except pikepdf.PasswordError as error:
        raise Unsound("it asks for a password") from error
    except (RecursionError, MemoryError) as error:
        raise Unsound("it is nested too deep") from error
    # What values may hold that no file should, their accessors tell by themselves; any other
    # error is a fault of ours, and is not to be taken for one of the file.
    except (pikepdf.PdfError, RuntimeError) as error:
        raise Unsound("it is damaged") from error


def number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    found = float(value)
    return found if math.isfinite(found) and abs(found) < _LARGEST else None


def whole(value: object, otherwise: int = 0) -> int:
    found = number(value)
    return otherwise if found is None else int(found)


def count(value: object, otherwise: int = -1) -> int:
    """A number by which things are counted, and what is given for what is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise


def name(value: object) -> str:
    """A name without its slash."""
    try:
        return str(value)[1:] if isinstance(value, pikepdf.Name) else ""
    except UnicodeDecodeError:
        raise Unsound("a name in it is no text") from None


def text(value: object) -> str:
    """A text string, decoded."""
    return str(value) if isinstance(value, pikepdf.String) else ""


def raw(value: object) -> bytes:
    """A string as bytes."""
    return bytes(value) if isinstance(value, pikepdf.String) else b""


def is_stream(value: object) -> bool:
    return isinstance(value, pikepdf.Stream)


def table(value: object) -> pikepdf.Object | None:
    """A dictionary, or that of a stream."""
    if isinstance(value, pikepdf.Stream):
        return value.stream_dict
    return value if isinstance(value, pikepdf.Dictionary) else None


def get(value: object, key: str) -> object:
    """An entry of a dictionary or stream; None where there is none."""
    entries = table(value)
    try:
        return None if entries is None else entries.get("/" + key)
    except TypeError:  # a key out of the file itself, which pikepdf cannot hand back
        raise Unsound("a key in it is no text") from None


def keys(value: object) -> frozenset[str]:
    """The keys of a dictionary or stream, without slashes."""
    entries = table(value)
    try:
        return frozenset() if entries is None else frozenset(k[1:] for k in entries.keys())
    except UnicodeDecodeError:
        raise Unsound("a key in it is no text") from None


def entries(value: object) -> Iterator[tuple[str, object]]:
    """Keys without slashes, and values."""
    for key in sorted(keys(value)):
        yield key, get(value, key)


def items(value: object) -> list[object]:
    """What an array holds; nothing where it is none."""
    if not isinstance(value, pikepdf.Array):
        return []
    if len(value) > _MOST_ITEMS:
        raise Unsound(f"a list in it has more than {_MOST_ITEMS} entries")
    return list(value)


def numbers(value: object, count: int) -> tuple[float, ...] | None:
    """An array of exactly so many numbers."""
    found = [number(item) for item in items(value)]
    if len(found) != count or None in found:
        return None
    return tuple(v for v in found if v is not None)


def box(value: object, left: float = 0.0, top: float = 0.0) -> Rect | None:
    """A rectangle of the file, from a top left corner in the file's coordinates."""
    sides = numbers(value, 4)
    if sides is None:
        return None
    x, right = sorted((sides[0], sides[2]))
    bottom, y = sorted((sides[1], sides[3]))
    return Rect(x - left, top - y, right - x, y - bottom)


def inherited(page: object, key: str) -> object:
    """An entry of a page or of a node above it (ISO 32000-1, 7.7.3.4)."""
    for _ in range(_MOST_LEVELS):
        found = get(page, key)
        if found is not None:
            return found
        page = get(page, "Parent")
    return None


def identity(value: object) -> tuple[int, int]:
    """Number and generation of an object; (0, 0) where it stands inside another."""
    return value.objgen if isinstance(value, pikepdf.Object) else (0, 0)


def filters(stream: object) -> tuple[str, ...]:
    """How a stream is compressed, by names."""
    found = get(stream, "Filter")
    return tuple(name(f) for f in ([found] if name(found) else items(found)))


def stream_bytes(stream: object, most: int) -> bytes:
    """What a stream holds, unpacked only as far as ``most`` bytes: a small file can hold a
    stream that fills every memory."""
    if not isinstance(stream, pikepdf.Stream):
        raise Unsound("a stream is missing")
    packed, how = stream.read_raw_bytes(), filters(stream)
    if packed and how == ("FlateDecode",) and get(stream, "DecodeParms") is None:
        unpacker = zlib.decompressobj()
        try:
            data = unpacker.decompress(packed, most + 1)
        except zlib.error as error:
            raise Unsound("a compressed stream is broken") from error
        if not unpacker.eof and len(data) <= most:
            raise Unsound("a compressed stream is broken off")
    elif how and packed:
        raise Unsound(f"a stream is packed in a way that no press file needs ({', '.join(how)})")
    else:
        data = packed
    if len(data) > most:
        raise Unsound(f"a stream in it is larger than {most / 1e6:g} MB")
    return data


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
    if filters(stream):
        return Xmp({}, "it is packed, so that only some programs find it")
    if (name(get(stream, "Type")), name(get(stream, "Subtype"))) != ("Metadata", "XML"):
        return Xmp({}, "the file does not call it so")
    return read_xmp(stream_bytes(stream, _MOST_METADATA))
