"""What a font says that its codes mean (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import functools
import re

_TABLE = re.compile(rb"beginbf(char|range)(.*?)endbf(?:char|range)", re.DOTALL)
_ROW = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<((?:[0-9A-Fa-f]{4})+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>")
_IN_TABLES = {b"begincmap", b"begincodespacerange", b"beginbfchar", b"beginbfrange"}
_LAST_IN_RANGE = 0xFF  # Ghostscript loses the first byte of others
_TWO_BYTES = b"begincodespacerange <0000> <FFFF> endcodespacerange"


@functools.lru_cache(maxsize=64)
def letters(table: bytes) -> dict[int, str]:
    """The text of each code, as a font explains it (Adobe Technical Note 5411); nothing where
    it does so otherwise than ours, or twice: some software takes the first, some the last. To be
    read, and never changed."""
    plain = {*re.findall(rb"begin\w+|usecmap|%", table)} <= _IN_TABLES and _TWO_BYTES in table
    found: dict[int, str] = {}
    told = 0
    for kind, rows in _TABLE.findall(table):
        pattern = _ROW if kind == b"char" else _RANGE
        for row in pattern.findall(rows):
            own = _one(*row) if kind == b"char" else _several(*row)
            plain = plain and bool(own)
            told += len(own)
            found |= own
        plain = plain and not pattern.sub(b"", rows).strip()
    plain = plain and not any(c < " " for text in found.values() for c in text)
    return found if plain and len(found) == told else {}


def _one(code: bytes, text: bytes) -> dict[int, str]:
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace")}


def _several(first: bytes, last: bytes, text: bytes) -> dict[int, str]:
    """A range; nothing where its codes or letters have more than their last byte to tell them
    apart, of which software makes different things."""
    start, end, letter = int(first, 16), int(last, 16), int(text, 16)
    count = end - start
    if count < 0 or start >> 8 != end >> 8 or letter + count > _LAST_IN_RANGE:
        return {}
    return {start + i: chr(letter + i) for i in range(count + 1)}
