"""Tables for spreadsheets: CSV (RFC 4180) in UTF-8 with a byte order mark.

A cell that begins like a formula is run by a spreadsheet, so it gets an apostrophe before
it, and loses it again when it is read; so does a text that begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from .diagnostics import Diagnostic, Span
from .unit import DRAFT, NEW, Head, Unit

_COLUMNS = ("key", "source", "translation", "note", "state")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_SEPARATORS = ",;\t"
_MAX_CELL = 20_000
_Fault = Callable[[int, str, str], None]


def serialize_csv(head: Head, units: list[Unit]) -> bytes:
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow([*_COLUMNS, f"{head.campaign} {head.source_language} {head.language}"])
    for unit in units:
        told = " / ".join([*(line for line in unit.note.split("\n") if line), *unit.uses])
        cells = (unit.key, unit.source, unit.target, told, unit.state)
        table.writerow([_safe(cell) for cell in cells])
    return ("\ufeff" + out.getvalue()).encode()


def _safe(cell: str) -> str:
    return "'" + cell if cell.startswith(_RISKY) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_RISKY) else cell


def separator_of(head: str) -> str:
    """What a spreadsheet wrote between the cells of a first line: a comma, ; or a tab."""
    return max(_SEPARATORS, key=head.count)


def parse_csv(data: bytes, file: str) -> tuple[Head | None, list[Unit], list[Diagnostic]]:
    """What a table says; a spreadsheet may have written ; or tabs between the cells."""
    problems: list[Diagnostic] = []

    def fault(line: int, what: str, hint: str) -> None:
        problems.append(Diagnostic("csv", what, hint, Span(file, line, 1)))

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        fault(1, "the table is not UTF-8", "save it as “CSV UTF-8”")
        return None, [], problems
    if "\0" in text:
        fault(1, "the table holds a NUL", "save it again as “CSV UTF-8”")
        return None, [], problems
    separator = separator_of(text.split("\n", 1)[0])
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    units: list[Unit] = []
    line = 1
    try:
        names = next(rows, [])
        columns = {name.strip().lower(): i for i, name in enumerate(names)}
        missing = [c for c in _COLUMNS[:3] if c not in columns]
        if missing:
            fault(1, f"the table lacks the columns {', '.join(missing)}", "keep them all")
            return None, [], problems
        line = rows.line_num + 1
        for row in rows:
            if any(cell.strip() for cell in row):
                units += _unit(row, columns, line, fault)
            line = rows.line_num + 1
    except csv.Error as error:
        fault(line, f"the table cannot be read here ({error})", "close the quotation mark")
        return None, [], problems
    words = names[-1].split()
    return (Head(*words) if len(words) == 3 else None), units, problems


def _unit(row: list[str], columns: dict[str, int], line: int, fault: _Fault) -> list[Unit]:
    cells = {name: row[i] if i < len(row) else "" for name, i in columns.items()}
    if any(len(cell) > _MAX_CELL for cell in row):
        fault(line, "a cell is longer than 20,000 characters", "shorten it")
        return []
    if len(row) < 3:
        fault(line, "the row has too few cells", "keep all columns")
        return []
    target = _plain(cells["translation"])
    key, source = _plain(cells["key"]).strip(), _plain(cells["source"])
    return [Unit(key, source, target, DRAFT if target else NEW, line=line)]
