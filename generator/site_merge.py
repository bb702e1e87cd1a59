"""The files of all sites in print runs: so many pieces a file, in the order of the table."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
from collections.abc import Iterator
from pathlib import Path

from .check_run import run_faults
from .diagnostics import Diagnostic, Span
from .fingerprint import code_version
from .journal import Journal, site_records
from .manifest import Record
from .pdf_run import print_run
from .records import dataclass, field, replace
from .workspace import write_atomic

CHECK = "delivered"


@dataclass
class Runs:
    """What became of the print runs of a table."""

    made: int = 0
    reused: int = 0
    problems: list[Diagnostic] = field(default_factory=list)


def merge_sites(output: Path, stem: str, paths: Iterator[str], size: int) -> Runs:
    """Puts the files at ``paths``, which were proved, into runs of ``size`` named after
    ``stem``; compares each run with the files that it is made of, and records it."""
    journal, done = Journal(output), Runs()
    known = journal.known()
    number = 0
    while batch := list(itertools.islice(paths, size)):
        number += 1
        name = _name(stem, number)
        parts = [code_version().encode(), *(known[path] for path in batch)]
        key = hashlib.sha256(b"".join(parts)).digest()
        if known.get(name) == key + _hash_of(output / name):
            done.reused += 1
            continue
        files = [(output / path).read_bytes() for path in batch]
        first, *others = _records(output, batch)
        run = print_run(files, f"{first.campaign} {first.product} {number}", first.language)
        faults = run_faults(run, files)
        done.problems += [Diagnostic(CHECK, f.message, f.hint, Span(name)) for f in faults]
        if not faults:
            write_atomic(output / name, run)
            journal.add(_record(name, run, first, others), key.hex())
            done.made += 1
    _take_away_longer_run(output, stem, number)
    return done


def _name(stem: str, number: int) -> str:
    return f"{stem}-{number:03d}.pdf"


def _records(output: Path, paths: list[str]) -> list[Record]:
    """The records of some files, in their order."""
    wanted = set(paths)
    found = {r.path: r for r in site_records(output) if r.path in wanted}
    return [found[path] for path in paths]


def _record(name: str, run: bytes, first: Record, others: list[Record]) -> Record:
    """The record of a run: whatever its pieces carry, it carries."""
    all_of_them = (first, *others)
    return replace(
        first,
        path=name,
        sha256=hashlib.sha256(run).hexdigest(),
        numbers=tuple(dict.fromkeys(n for r in all_of_them for n in r.numbers)),
        codes=tuple(dict.fromkeys(c for r in all_of_them for c in r.codes)),
        links=(),
        checks=(CHECK,),
        site="",
    )


def _take_away_longer_run(output: Path, stem: str, last: int) -> None:
    """Files of an earlier run that was longer hold pieces that are nobody's any more."""
    while (path := output / _name(stem, last + 1)).exists():
        with contextlib.suppress(OSError):
            path.unlink()
        last += 1


def _hash_of(path: Path) -> bytes:
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return b""
