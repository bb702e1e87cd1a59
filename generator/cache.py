"""Proved files kept by what they were made from, so that nothing is made twice.

The name of an entry is the fingerprint of all that its file depends on: whatever changes,
another entry is asked for, so none can be stale. An entry is a line of JSON and the bytes of
its files, with their hashes: one that is torn or damaged is no entry. It is put in place in
one step, so builds at the same time can share a cache.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
from pathlib import Path, PurePosixPath

from .diagnostics import Diagnostic, Failed, Span
from .fingerprint import Fingerprint
from .manifest import Record, record_of
from .records import asdict, dataclass
from .workspace import Workspace, make_folder, replace_file

FOLDER = "output/.cache"  # of the workspace, wherever files go: what is handed over holds none
_FILES, _CLEAN = "files", "clean"
_HELD = "held"  # how many bytes there were at the last look, and what came since, a line each
_MOST_CLEAN = 2000  # texts that are known to be without errors
_BLOCK = 4096  # bytes that a note of one takes on a disk, at most
LIMIT = 256_000_000  # bytes; what was not used for longest goes first
_KEPT = 0.9  # of the limit stays when room is made


def cache_of(workspace: Workspace) -> Path:
    """The folder where what was proved is kept."""
    return workspace.root / FOLDER


@dataclass(frozen=True)
class Entry:
    """What came of a job that passed: its record, its files by path, and what was to be said."""

    record: Record
    files: dict[str, bytes]
    problems: tuple[Diagnostic, ...]


class Cache:
    """The entries in a folder."""

    def __init__(self, folder: Path, limit: int = LIMIT):
        self._folder = folder / _FILES
        self._clean = folder / _CLEAN
        self._held = folder / _HELD
        self._limit = limit

    def get(self, key: Fingerprint) -> Entry | None:
        """The entry of a key. One that has something to say about places in files counts only
        as long as those places are where they were."""
        path = self._path(key)
        try:
            head, _, body = path.read_bytes().partition(b"\n")
            entry, places = _read(json.loads(head), body)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if entry is None or (entry.problems and places != key.places):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return entry

    def keep(self, key: Fingerprint, entry: Entry) -> None:
        """Keeps an entry; where that cannot be had, the file is made again next time."""
        head = {
            "record": asdict(entry.record),
            "files": [[p, len(d), _sha256(d)] for p, d in entry.files.items()],
            "problems": [asdict(p) for p in entry.problems],
            "places": key.places,
        }
        line = json.dumps(head, ensure_ascii=True).encode() + b"\n"
        path = self._path(key)
        data = b"".join([line, *entry.files.values()])
        with contextlib.suppress(OSError, Failed):
            self._count(len(data))
            make_folder(path.parent)
            replace_file(path, data)

    def is_clean(self, key: Fingerprint) -> bool:
        """Whether texts with this key were checked, and no error was found."""
        return (self._clean / key.value).is_file()

    def note_clean(self, key: Fingerprint) -> None:
        with contextlib.suppress(OSError, Failed):
            self._count(_BLOCK)
            make_folder(self._clean)
            (self._clean / key.value).touch()

    def make_room(self) -> None:
        """Takes away what was not used for longest, if there is more than the limit. Folders are
        looked through only if there may be: that takes as long as to make a file."""
        if self._at_most() <= self._limit:
            return
        notes = self._notes_left() * _BLOCK
        total = notes + self._files_left(self._limit - notes)
        with contextlib.suppress(OSError):
            replace_file(self._held, b"%d\n" % total)

    def _count(self, size: int) -> None:
        """Adds to what is held, if that is known. Lines that processes add at the same time
        follow each other."""
        with contextlib.suppress(FileNotFoundError):
            file = os.open(self._held, os.O_WRONLY | os.O_APPEND)
            try:
                os.write(file, b"%d\n" % size)
            finally:
                os.close(file)

    def _at_most(self) -> float:
        """How many bytes are held: some may have come twice, or are gone."""
        try:
            found, *since = map(int, self._held.read_bytes().split())
            return found + sum(since)
        except (OSError, ValueError):
            return math.inf

    def _files_left(self, limit: int) -> int:
        """Takes away files beyond a limit; the bytes of those that stay."""
        found: list[tuple[float, int, str]] = []
        for place, _, names in os.walk(self._folder):
            for path in (f"{place}/{name}" for name in names):
                with contextlib.suppress(OSError):
                    info = os.stat(path)
                    found.append((info.st_mtime, info.st_size, path))
        total = sum(size for _, size, _ in found)
        enough = total if total <= limit else limit * _KEPT
        for _, size, path in sorted(found):
            if total <= enough:
                break
            with contextlib.suppress(OSError):
                os.unlink(path)
            total -= size
        return total

    def _notes_left(self) -> int:
        """Takes away the oldest notes of texts without errors; how many stay."""
        noted: list[os.DirEntry[str]] = []
        with contextlib.suppress(OSError):
            noted = sorted(os.scandir(self._clean), key=lambda f: f.stat().st_mtime)
            for file in noted[:-_MOST_CLEAN]:
                os.unlink(file)
        return min(len(noted), _MOST_CLEAN)

    def _path(self, key: Fingerprint) -> Path:
        return self._folder / key.value[:2] / key.value[2:]


def _read(head: dict[str, object], body: bytes) -> tuple[Entry | None, object]:
    files: dict[str, bytes] = {}
    start = 0
    listed = head["files"]
    assert isinstance(listed, list)
    for path, length, digest in listed:
        data = body[start : start + length]
        if len(data) != length or _sha256(data) != digest or not _is_below(path):
            return None, None
        files[path] = data
        start += length
    record, problems = head["record"], head["problems"]
    if start != len(body) or not isinstance(record, dict) or not isinstance(problems, list):
        return None, None
    said = tuple(diagnostic_of(p) for p in problems)
    return Entry(record_of(record), files, said), head["places"]


def _is_below(path: str) -> bool:
    """Whether a path stays below the folder that it is seen from."""
    parts = PurePosixPath(path).parts
    return bool(parts) and ".." not in parts and not path.startswith("/") and "\\" not in path


def diagnostic_of(values: dict[str, object]) -> Diagnostic:
    """A problem from its plain values."""
    span = values.get("span")
    found = dict(values) | {"span": Span(**span) if isinstance(span, dict) else None}
    return Diagnostic(**found)  # type: ignore[arg-type]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
