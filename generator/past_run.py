"""What a run saw and what it gave: where all of it is as it was, there is nothing to do.

A run that delivered everything leaves the hash of each file that it read, the names that it
listed, and the hashes of what it delivered. All are looked at again, none is believed by its
date. So this answers within the time that reading them takes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from .cache import diagnostic_of
from .diagnostics import Diagnostic, Failed
from .fingerprint import code_version
from .manifest import NAME
from .records import asdict, dataclass
from .workspace import Workspace, make_folder, replace_file, today

_FOLDER = "runs"
_KEPT = 64  # runs; the oldest go first


@dataclass(frozen=True)
class Delivered:
    """A file that a run delivered; ``status`` is that of its texts."""

    path: str
    sha256: str
    status: str
    language: str


@dataclass(frozen=True)
class PastRun:
    """What a run gave: its files, and what was to be said."""

    delivered: tuple[Delivered, ...]
    problems: tuple[Diagnostic, ...]


def run_name(*asked: object) -> str:
    """The name of what was asked for, of this program, today: contacts age by the day."""
    words = repr((code_version(), today().isoformat(), asked))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def remember(
    cache: Path, name: str, workspace: Workspace, run: PastRun, files: dict[str, str]
) -> None:
    """Leaves the record of a run that delivered everything. ``files`` are the hashes of all
    that it delivered, by paths below the output folder."""
    seen = workspace.seen
    record = {
        "read": {p: None if d is None else _sha256(d) for p, d in seen.files.items()},
        "there": sorted(seen.asked),
        "listed": [[*where, names] for where, names in seen.listings.items()],
        "files": files,
        "delivered": [asdict(d) for d in run.delivered],
        "problems": [asdict(p) for p in run.problems],
    }
    folder = cache / _FOLDER
    with contextlib.suppress(OSError, Failed):
        make_folder(folder)
        replace_file(folder / f"{name}.json", json.dumps(record).encode())
        kept = [f for f in os.scandir(folder) if f.name.endswith(".json")]
        kept.sort(key=lambda f: f.stat().st_mtime, reverse=True)
        for file in kept[_KEPT:]:
            os.unlink(file)


def recall(cache: Path, name: str, root: Path, output: Path) -> PastRun | None:
    """The run of that name, if all that it read and all that it gave is as it was."""
    try:
        record = json.loads((cache / _FOLDER / f"{name}.json").read_bytes())
        if not (_inputs_are(record, root) and _outputs_are(record, output)):
            return None
        return PastRun(
            tuple(Delivered(**d) for d in record["delivered"]),
            tuple(diagnostic_of(p) for p in record["problems"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _inputs_are(record: dict[str, Any], root: Path) -> bool:
    workspace = Workspace(root)
    return (
        all((root / path).is_file() for path in record["there"])
        and all(
            workspace.list_files(where, ending) == names
            for where, ending, names in record["listed"]
        )
        and all(_hash_of(root / path) == digest for path, digest in record["read"].items())
    )


def _outputs_are(record: dict[str, Any], output: Path) -> bool:
    listed = json.loads((output / NAME).read_bytes())["files"]
    known = {entry["path"]: entry["sha256"] for entry in listed}
    files = record["files"]
    return all(known.get(d["path"]) == d["sha256"] for d in record["delivered"]) and all(
        _hash_of(output / path) == digest for path, digest in files.items()
    )


def _hash_of(path: Path) -> str | None:
    """The hash of a file as it is now; None if there is none."""
    try:
        return _sha256(path.read_bytes())
    except OSError:
        return None


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
