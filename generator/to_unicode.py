"""What a font says that its codes mean (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import functools
import re

_ROW = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<((?:[0-9A-Fa-f]{4})+)>")
_IN_TABLES = {b"begincmap", b"begincodespacerange", b"beginbfchar"}
_TWO_BYTES = b"begincodespacerange <0000> <FFFF> endcodespacerange"


@functools.lru_cache(maxsize=64)
def letters(table: bytes) -> dict[int, str]:
    """The text of each code, as a font explains it (Adobe Technical Note 5411); nothing where
    it does so otherwise than ours, or twice: some software takes the first, some the last. Read, and never changed."""
    parts = b" ".join(re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL))
    plain = {*re.findall(rb"begin\w+|usecmap|%", table)} <= _IN_TABLES and _TWO_BYTES in table
    rows = [(int(code, 16), bytes.fromhex(text.decode())) for code, text in _ROW.findall(parts)]
    found = {code: text.decode("utf-16-be", "replace") for code, text in rows}
    plain = plain and not any(c < " " for text in found.values() for c in text)
    return found if plain and len(found) == len(rows) and not _ROW.sub(b"", parts).strip() else {}
