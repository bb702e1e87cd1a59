"""A PDF as plain values, read strictly (ISO 32000-1, 7.2 to 7.5).

Nothing is repaired and nothing is guessed: whatever two programs could understand differently,
a file that was appended to, a key that stands twice, a length that is not that of its stream,
is no file that can be read. Everything is bounded.
"""

from __future__ import annotations

import functools
import re
import zlib
from typing import Any

from .unsound import Unsound

_MOST_OBJECTS = 100_000
_MOST_UNPACKED = 5_000_000  # bytes of a stream of objects, or of the table of them
_MOST_DEPTH = 60  # of values in values
SPACE = rb"[\0\t\n\f\r ]"
_PLAIN = rb"[^\0\t\n\f\r ()<>\[\]{}/%]"
_POINTS = rb"[+-]?\d++%b++[+-]?\d++%b++R(?!%b)" % (SPACE, SPACE, _PLAIN)  # to an object
_POINTER = re.compile(rb"([+-]?\d+)%b+([+-]?\d+)%b+R" % (SPACE, SPACE))
# All tokens of a value; what is none of them comes as single characters, and is refused.
_TOKENS = re.compile(
    rb"/%b*+|%b|%b++|<<|>>|[\[\]]"
    rb"|<[0-9A-Fa-f\0\t\n\f\r ]*+>|\((?:[^()\\]++|\\.)*+\)|[^\0\t\n\f\r ]"
    % (_PLAIN, _POINTS, _PLAIN),
    re.DOTALL,
)
_NUMBER = re.compile(rb"[+-]?(?:\d++(?:\.\d*+)?+|\.\d++)")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\r\n])|(.))|\r\n?", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_WORDS = {b"true": True, b"false": False, b"null": None}
_OBJECT = re.compile(SPACE + rb"*(\d{1,9})" + SPACE + rb"+(\d{1,5})" + SPACE + rb"+obj\b")
_STREAM = re.compile(rb"stream\r?\n")
_STREAM_ENDS = re.compile(SPACE + rb"*endstream\b" + SPACE + rb"*endobj\b")
_START = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\s*\Z")
_SECTION = re.compile(rb"\s*(\d{1,9}) (\d{1,9})\s*?\r?\n")
_ROW = re.compile(rb"(\d{10}) (\d{5}) ([nf])[ \r][\r\n]")
_ESCAPED_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
NOWHERE = (0, 0)


class Name(str):
    """A name, without its slash."""

    __slots__ = ()


class Reference:
    """A place where an object of the file is meant."""

    __slots__ = ("file", "key")

    def __init__(self, file: File | None, key: tuple[int, int]):
        self.file, self.key = file, key


class Array(list[Any]):
    """An array; ``key`` is its number and generation where it is an object by itself."""

    __slots__ = ("key",)
    key: tuple[int, int]


class Dictionary(dict[str, Any]):
    """A dictionary, the same."""

    __slots__ = ("key",)
    key: tuple[int, int]


class Stream:
    """A stream: its dictionary, and its bytes as they are packed."""

    __slots__ = ("entries", "key", "packed")

    def __init__(self, entries: Dictionary, packed: bytes):
        self.entries, self.packed = entries, packed
        self.key: tuple[int, int] = NOWHERE


class _Bracket(bytes):
    """What begins or ends an array or a dictionary."""

    __slots__ = ()


_NAMES = {Name}
_BRACKETS = {token: _Bracket(token) for token in (b"<<", b">>", b"[", b"]")}
_BEGINS = {b">>": b"<<", b"]": b"["}
_HEX, _STRING, _CLOSES = b"<(>"
_LONGEST = 30  # digits of a number


@functools.lru_cache(maxsize=4096)
def atom(token: bytes) -> Any:
    """A name, a number, or a word that stands for a value."""
    if token[:1] == b"/":
        return _name(token[1:])
    if _NUMBER.fullmatch(token) and len(token) < _LONGEST:
        return float(token) if b"." in token else int(token)
    if token not in _WORDS:
        raise Unsound("it is damaged")
    return _WORDS[token]


class Meanings(dict[bytes, Any]):
    """What each token of a file means, worked out once: most stand in it again and again."""

    def __init__(self, file: File | None):
        super().__init__(_BRACKETS)
        self._file = file

    def __missing__(self, token: bytes) -> Any:
        first = token[0]
        if first == _STRING:
            value: Any = _string(token)
        elif first == _HEX:
            value = _from_hex(token[1:-1])
        elif first == _CLOSES:  # a bracket that ends nothing
            raise Unsound("it is damaged")
        elif pointer := _POINTER.fullmatch(token):
            value = Reference(self._file, (atom(pointer[1]), atom(pointer[2])))
        else:
            value = atom(token)
        self[token] = value
        return value


def value_of(data: bytes, meanings: Meanings | None = None) -> Any:
    """The one value that bytes are."""
    meanings = Meanings(None) if meanings is None else meanings
    outer: list[tuple[list[Any], bytes]] = []
    here: list[Any] = []
    begun = b""
    for value in map(meanings.__getitem__, _TOKENS.findall(data)):
        if type(value) is not _Bracket:
            here.append(value)
        elif value not in _BEGINS:
            if len(outer) > _MOST_DEPTH:
                raise Unsound("it is nested too deep")
            outer.append((here, begun))
            here, begun = [], value
        elif begun == _BEGINS[value]:
            held = _dictionary(here) if value == b">>" else Array(here)
            held.key = NOWHERE
            here, begun = outer.pop()
            here.append(held)
        else:
            raise Unsound("it is damaged")
    if outer or len(here) != 1:
        raise Unsound("it is damaged")
    return here[0]


def _from_hex(digits: bytes) -> bytes:
    digits = digits.translate(None, b"\0\t\n\f\r ")
    try:
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    except ValueError:  # a bracket that begins nothing
        raise Unsound("it is damaged") from None


def _name(text: bytes) -> Name:
    if b"#" in text:
        text = _ESCAPED_NAME.sub(lambda m: bytes((int(m[1], 16),)), text)
    try:
        return Name(text.decode())
    except UnicodeDecodeError:
        raise Unsound("a name in it is no text") from None


def _dictionary(found: list[Any]) -> Dictionary:
    keys = found[::2]
    known = _NAMES.issuperset(map(type, keys))
    entries = Dictionary(zip(keys, found[1::2], strict=False) if known else ())
    if len(entries) * 2 != len(found):
        raise Unsound("a dictionary in it is none, or has a key twice")
    # A key without a value is none (ISO 32000-1, 7.3.7).
    if None in entries.values():
        for key in [k for k, value in entries.items() if value is None]:
            del entries[key]
    return entries


def _string(token: bytes) -> bytes:
    """A literal string (ISO 32000-1, 7.3.4.2); brackets within are escaped, as ours are."""
    if len(token) < 2:
        raise Unsound("a string in it has no end")
    plain = b"\\" not in token and b"\r" not in token
    return token[1:-1] if plain else _ESCAPE.sub(_unescaped, token[1:-1])


def _unescaped(match: re.Match[bytes]) -> bytes:
    octal, line, sign = match.groups()
    if octal:
        return bytes((int(octal, 8) & 255,))
    if line:  # that goes on
        return b""
    return _ESCAPED.get(sign, sign) if sign else b"\n"


class File:
    """A whole file. Objects are read when they are asked for, each once, until it is closed:
    what is read names the file that it is of, and neither would let the other go."""

    def __init__(self, data: bytes):
        self._data = data
        self._meanings = Meanings(self)
        self._objects: dict[tuple[int, int], Any] = {}
        self._packed: dict[int, list[tuple[int, Any]]] = {}
        self._reading: set[tuple[int, int]] = set()
        start = _START.search(data, max(0, len(data) - 100))
        if start is None:
            raise Unsound("it is damaged")
        self._places: dict[int, tuple[int, int, bool]] = {}  # by number: where, which, packed
        self.trailer = self._table(int(start[1]))
        if "Prev" in self.trailer or "XRefStm" in self.trailer:
            raise Unsound("it holds an earlier version of itself")
        if "Encrypt" in self.trailer:
            raise Unsound("it asks for a password")

    def __enter__(self) -> File:
        return self

    def __exit__(self, *error: object) -> None:
        self.trailer, self._meanings = Dictionary(), Meanings(None)
        self._objects.clear()
        self._packed.clear()

    def resolved(self, value: Any) -> Any:
        """The object that is meant by a reference; all else is itself."""
        for _ in range(_MOST_DEPTH):
            if type(value) is not Reference:
                return value
            known = self._objects.get(value.key, value)
            value = self._object(value.key) if known is value else known
        raise Unsound("an object in it is meant by itself")

    def _object(self, key: tuple[int, int]) -> Any:
        if key not in self._objects:
            if key in self._reading:
                raise Unsound("an object in it is held by itself")
            self._reading.add(key)
            value = self._read(key)
            if isinstance(value, (Dictionary, Array, Stream)):
                value.key = key
            self._objects[key] = value
        return self._objects[key]

    def _read(self, key: tuple[int, int]) -> Any:
        where, which, packed = self._places.get(key[0], (0, -1, False))
        if not packed:
            # What the table does not know is null (ISO 32000-1, 7.3.10).
            return self._read_at(where, key) if which == key[1] else None
        if where not in self._packed:
            self._packed[where] = self._unpacked(where)
        objects = self._packed[where]
        if key[1] or which >= len(objects) or objects[which][0] != key[0]:
            raise Unsound("its table of objects is wrong")
        return objects[which][1]

    def _read_at(self, at: int, key: tuple[int, int]) -> Any:
        head = _OBJECT.match(self._data, at)
        if head is None or (int(head[1]), int(head[2])) != key:
            raise Unsound("its table of objects is wrong")
        end = self._data.find(b"endobj", head.end())
        begins = self._data.find(b"stream", head.end(), end)
        # The word may also stand in a text.
        holds = begins >= 0 and self._data[head.end() : begins].rstrip().endswith(b">>")
        value = value_of(self._data[head.end() : begins if holds else end], self._meanings)
        if not holds:
            return value
        stream = _STREAM.match(self._data, begins)
        if stream is None or type(value) is not Dictionary:
            raise Unsound("it is damaged")
        length = self.resolved(value.get("Length"))
        if type(length) is not int or not 0 <= length <= len(self._data):
            raise Unsound("a stream in it has no length")
        end = stream.end() + length
        if _STREAM_ENDS.match(self._data, end) is None:
            raise Unsound("a stream in it is not as long as it says")
        return Stream(value, self._data[stream.end() : end])

    def _unpacked(self, number: int) -> list[tuple[int, Any]]:
        """The objects that stand in a stream, with their numbers (ISO 32000-1, 7.5.7)."""
        stream = self._object((number, 0))
        if type(stream) is not Stream or stream.entries.get("Type") != "ObjStm":
            raise Unsound("objects in it stand where they cannot")
        data = unpacked(stream, _MOST_UNPACKED)
        count, first = stream.entries.get("N"), stream.entries.get("First")
        if type(count) is not int or type(first) is not int or not 0 <= count <= _MOST_OBJECTS:
            raise Unsound("it is damaged")
        try:
            head = [int(part) for part in data[:first].split()]
        except ValueError:
            raise Unsound("it is damaged") from None
        if len(head) != 2 * count:
            raise Unsound("it is damaged")
        places = [first + place for place in head[1::2]]
        if places != sorted(places):
            raise Unsound("it is damaged")
        parts = zip(places, [*places[1:], len(data)], strict=True)
        values = [value_of(data[start:end], self._meanings) for start, end in parts]
        return list(zip(head[::2], values, strict=True))

    # ------------------------------------------------------------ the table of objects

    def _table(self, at: int) -> Dictionary:
        """Notes where each object stands (ISO 32000-1, 7.5.4 and 7.5.8); the trailer."""
        if self._data[at : at + 4] == b"xref":
            return self._plain_table(at + 4)
        head = _OBJECT.match(self._data, at)
        stream = self._read_at(at, (int(head[1]), int(head[2]))) if head else None
        if type(stream) is not Stream or stream.entries.get("Type") != "XRef":
            raise Unsound("it has no table of objects")
        self._packed_table(stream)
        return stream.entries

    def _plain_table(self, at: int) -> Dictionary:
        while section := _SECTION.match(self._data, at):
            at, first, count = section.end(), int(section[1]), int(section[2])
            if count > _MOST_OBJECTS or first + count > 10 * _MOST_OBJECTS:
                raise Unsound("it has more objects than any file needs")
            for number in range(first, first + count):
                row = _ROW.match(self._data, at)
                if row is None or number in self._places:
                    raise Unsound("its table of objects is wrong")
                at = row.end()
                if row[3] == b"n":
                    self._places[number] = int(row[1]), int(row[2]), False
        head = re.compile(SPACE + rb"*trailer\b").match(self._data, at)
        end = self._data.find(b"startxref", at)
        trailer = value_of(self._data[head.end() : end], self._meanings) if head else None
        if type(trailer) is not Dictionary:
            raise Unsound("it has no table of objects")
        return trailer

    def _packed_table(self, stream: Stream) -> None:
        entries, widths = stream.entries, stream.entries.get("W")
        size = entries.get("Size")
        known = type(widths) is Array and len(widths) == 3 and type(size) is int
        if not known or not all(type(w) is int and 0 <= w <= 8 for w in widths or ()):
            raise Unsound("its table of objects is wrong")
        assert type(widths) is Array and type(size) is int, "just looked at"
        kind_width, where_width, _ = widths
        width = sum(widths)
        data = unpacked(stream, _MOST_UNPACKED, width)
        index = entries.get("Index", Array([0, size]))
        if type(index) is not Array or not all(type(part) is int for part in index):
            raise Unsound("its table of objects is wrong")
        numbers = [
            number
            for first, count in zip(index[::2], index[1::2], strict=False)
            for number in range(first, first + min(count, _MOST_OBJECTS))
        ]
        if len({*numbers}) != len(numbers) or len(numbers) * width != len(data):
            raise Unsound("its table of objects is wrong")
        whole, ends = int.from_bytes, kind_width + where_width
        for at, number in enumerate(numbers):
            row = data[at * width : (at + 1) * width]
            kind = whole(row[:kind_width]) if kind_width else 1
            if kind in (1, 2):
                self._places[number] = whole(row[kind_width:ends]), whole(row[ends:]), kind == 2


def unpacked(stream: Stream, most: int, columns: int = 0) -> bytes:
    """What a stream holds, unpacked only as far as ``most`` bytes: a small file can hold a
    stream that fills every memory. ``columns`` are those of a table, which may be packed as the
    differences of its rows (ISO 32000-1, 7.4.4.4)."""
    how, parameters = stream.entries.get("Filter"), stream.entries.get("DecodeParms")
    if type(how) is Array and len(how) == 1:
        how = how[0]
    if how is None and parameters is None:
        data = stream.packed
    elif how != "FlateDecode":
        raise Unsound(f"a stream is packed in a way that no file needs ({str(how)[:30]})")
    else:
        unpacker = zlib.decompressobj()
        try:
            data = unpacker.decompress(stream.packed, most + 1)
        except zlib.error as error:
            raise Unsound("a compressed stream is broken") from error
        if not unpacker.eof and len(data) <= most:
            raise Unsound("a compressed stream is broken off")
    if len(data) > most:
        raise Unsound(f"a stream in it is larger than {most / 1e6:g} MB")
    if parameters is None:
        return data
    known = type(parameters) is Dictionary and parameters.get("Columns") == columns > 0
    if not known or parameters.get("Predictor") not in range(10, 16):
        raise Unsound("a stream is packed in a way that no file needs")
    return _summed(data, columns)


def _summed(data: bytes, columns: int) -> bytes:
    """Rows out of the differences to the rows above (PNG, filters 0 and 2)."""
    above, rows = bytes(columns), []
    if len(data) % (columns + 1):
        raise Unsound("its table of objects is wrong")
    for at in range(0, len(data), columns + 1):
        kind, row = data[at], data[at + 1 : at + 1 + columns]
        if kind not in (0, 2):
            raise Unsound("its table of objects is packed in a way that no file needs")
        above = bytes([(a + b) & 255 for a, b in zip(row, above, strict=True)]) if kind else row
        rows.append(above)
    return b"".join(rows)
