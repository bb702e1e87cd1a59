"""The record of what was delivered for sites: one line a file, in ``sites.jsonl``.

A line is added when its file is in place, so a run of ten thousand is recorded as it goes, in
constant memory. A line that a kill left torn is passed over: its file is made again. Lines
are added and taken away under a lock, so that builds at the same time lose none.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .manifest import Record, record_of
from .records import asdict
from .workspace import locked, make_folder

NAME = "sites.jsonl"
_LOCK = ".sites.lock"


class Journal:
    """The journal of an output folder."""

    def __init__(self, output: Path):
        make_folder(output)
        self._output = output
        self._path = output / NAME
        self._lock = output / _LOCK

    def add(self, record: Record, key: str) -> None:
        """Records a file that is in its place; ``key`` tells what it was made from."""
        line = json.dumps({"key": key, **asdict(record)}, ensure_ascii=False, sort_keys=True)
        with locked(self._lock), open(self._path, "a+b") as file:
            if file.tell() and not _ends_whole(file):
                line = "\n" + line
            file.write(line.encode() + b"\n")

    def known(self) -> dict[str, bytes]:
        """For each path of a file what it was made from and its hash, as 64 bytes."""
        return {
            entry["path"]: bytes.fromhex(entry["key"]) + bytes.fromhex(entry["sha256"])
            for entry in _entries(self._output)
        }

    def tidy(self) -> None:
        """Keeps the last line of each file that is still there, and no other."""
        with locked(self._lock):
            last = _last_lines(self._output)
            last = {n: p for n, p in last.items() if (self._output / p).exists()}
            fresh = self._path.with_name(f".{NAME}.{os.getpid()}.tmp")
            with contextlib.suppress(OSError):
                with open(fresh, "wb") as file:
                    for number, entry in enumerate(_entries(self._output)):
                        if number in last:
                            line = json.dumps(entry, ensure_ascii=False, sort_keys=True)
                            file.write(line.encode() + b"\n")
                os.replace(fresh, self._path)


def site_records(output: Path) -> Iterator[Record]:
    """The records of all files for sites."""
    last = _last_lines(output)
    for number, entry in enumerate(_entries(output)):
        if number in last:
            yield record_of({k: v for k, v in entry.items() if k != "key"})


def _last_lines(output: Path) -> dict[int, str]:
    """The number of the last line of each path, with the path."""
    last = {entry["path"]: number for number, entry in enumerate(_entries(output))}
    return {number: path for path, number in last.items()}


def _entries(output: Path) -> Iterator[dict[str, str]]:
    """The lines of the journal that are whole."""
    try:
        with open(output / NAME, "rb") as file:
            for line in file:
                with contextlib.suppress(ValueError, KeyError, TypeError):
                    entry = json.loads(line)
                    wrong = {len(bytes.fromhex(entry[k])) for k in ("key", "sha256")} - {32}
                    if not wrong and isinstance(entry["path"], str):
                        yield entry
    except OSError:
        return


def _ends_whole(file: BinaryIO) -> bool:
    """Whether the last line of an open file is whole."""
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"
