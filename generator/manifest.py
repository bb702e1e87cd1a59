"""The record of what was delivered: one entry a file, in ``manifest.json``.

Merged under a lock, so that two builds at once lose nothing.
"""

from __future__ import annotations

import json
from pathlib import Path

from .records import asdict, dataclass
from .workspace import locked, write_atomic

NAME = "manifest.json"
REPORT = "_preflight"  # ends the name of the page that tells of a file's checks


@dataclass(frozen=True)
class Record:
    """One delivered file. ``path`` is relative to the output folder; ``accepted`` is what
    somebody took the responsibility for; ``site`` is the site that the file is for."""

    path: str
    sha256: str
    campaign: str
    product: str
    language: str
    status: str
    edition: str
    numbers: tuple[str, ...]
    codes: tuple[str, ...]
    links: tuple[str, ...]
    checks: tuple[str, ...]
    verdict: str
    accepted: tuple[str, ...] = ()
    site: str = ""


def read_manifest(output: Path) -> list[Record]:
    """All records; none where nothing was built, or where the file is not ours."""
    try:
        entries = json.loads((output / NAME).read_text(encoding="utf-8"))["files"]
        return [record_of(entry) for entry in entries]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def record_of(entry: dict[str, object]) -> Record:
    """A record from its plain values."""
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    return Record(**values)  # type: ignore[arg-type]


def merge_records(output: Path, records: list[Record]) -> None:
    """Adds ``records``, in the place of earlier ones of the same path."""
    with locked(output / ".lock"):
        by_path = {r.path: r for r in read_manifest(output)}
        by_path |= {r.path: r for r in records}
        kept = [asdict(r) for p, r in sorted(by_path.items()) if (output / p).exists()]
        text = json.dumps({"files": kept}, ensure_ascii=False, indent=1, sort_keys=True)
        write_atomic(output / NAME, text.encode() + b"\n")
