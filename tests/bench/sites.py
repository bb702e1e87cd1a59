"""Posters for many sites: how many a second, and how much memory, as the table grows.

    python -m bench.sites --sizes 100,1000,10000 --product poster-a3

Each size is a fresh folder, so every file is made and proved. Memory is the most that one
process held, of the one that draws the rows and of those that make the files.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TypedDict

from .machine import Machine, machine
from .process import environment
from .rounds import ROOT

_HERE = Path(__file__).parent
_HALLS = ("North", "South", "Market", "Bridge", "Harbour")
_PEAK = re.compile(r"VmHWM:\s*(\d+) kB")


def table(path: Path, size: int) -> None:
    """A table of ``size`` sites, no two alike. Numbers begin at 1000: 112 is a number to dial."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("site,name,line\n")
        for n in range(size):
            hall = _HALLS[n % len(_HALLS)]
            file.write(
                f"stop-{n},Stop {n % 997 + 1000} {hall},Ask at the counter in hall {n % 9}\n"
            )


class Peaks:
    """Watches a process and what it starts: the most memory that each of them held, in MB."""

    def __init__(self, pid: int):
        self._pid = pid
        self._found: dict[int, float] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(0.25):
            for pid in (self._pid, *self._children()):
                try:
                    peak = _PEAK.search(Path(f"/proc/{pid}/status").read_text())
                except OSError:
                    continue
                if peak:
                    self._found[pid] = int(peak[1]) / 1024

    def _children(self) -> list[int]:
        found = []
        for file in Path(f"/proc/{self._pid}/task").glob("*/children"):
            try:
                found += [int(word) for word in file.read_text().split()]
            except OSError:
                continue
        return found

    def end(self) -> tuple[float, float]:
        """That of the process itself, and of the largest that it started."""
        self._over.set()
        self._thread.join()
        own = self._found.pop(self._pid, 0.0)
        return own, max(self._found.values(), default=0.0)


class Run(TypedDict):
    """Times in seconds, memory in MB, what is on disk in bytes."""

    sites: int
    seconds: float
    rate: float
    own: float
    largest: float
    bytes: int
    again: float


class Results(TypedDict):
    product: str
    day: str
    machine: Machine
    runs: list[Run]


def run(size: int, product: str) -> Run:
    """One table, made from nothing, and then again with nothing to do."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table(folder / "sites.csv", size)
        words = [str(Path(sys.executable).with_name("beacon")), "build", "-C", str(ROOT)]
        words += ["--sites", str(folder / "sites.csv"), "-p", product, "-o", str(folder / "out")]
        taken, own, largest = _timed(words)
        again, _, _ = _timed(words)
        made = list((folder / "out").rglob("*.pdf"))
        if len(made) != size:
            raise RuntimeError(f"{len(made)} files in place of {size}")
        return Run(
            sites=size,
            seconds=taken,
            rate=size / taken,
            own=own,
            largest=largest,
            bytes=sum(p.stat().st_size for p in made),
            again=again,
        )


def _timed(words: list[str]) -> tuple[float, float, float]:
    begun = time.perf_counter()
    with subprocess.Popen(words, env=environment(), stdout=subprocess.DEVNULL) as process:
        peaks = Peaks(process.pid)
        process.wait()
        taken = time.perf_counter() - begun
        own, largest = peaks.end()
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)} failed")
    return taken, own, largest


def markdown(results: Results) -> str:
    machine = results["machine"]
    rows = [
        f"| {r['sites']:,} | {r['seconds']:.1f} s | {r['rate']:.0f} | {r['own']:.0f} MB "
        f"| {r['largest']:.0f} MB | {r['bytes'] / 1e6:.0f} MB | {r['again']:.1f} s |"
        for r in results["runs"]
    ]
    return "\n".join(
        [
            "# Posters for many sites",
            "",
            f"{results['product']}, one a row, each proved; made on {results['day']} by "
            f"`make bench-sites` on {machine['processor']}, {machine['cores']} cores, "
            f"{machine['memory']} GB, {machine['system']}, Python {machine['python']}.",
            "",
            "| rows | time | files a second | memory of the process that draws the rows "
            "| of the largest that makes files | on disk | the same again, nothing to do |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="100,1000,10000")
    parser.add_argument("--product", default="poster-a3")
    parser.add_argument("--output", type=Path, default=_HERE)
    asked = parser.parse_args()
    runs = [run(int(size), asked.product) for size in asked.sizes.split(",")]
    day = time.strftime("%Y-%m-%d")
    results = Results(product=asked.product, day=day, machine=machine(), runs=runs)
    (asked.output / "sites.json").write_text(json.dumps(results, indent=1) + "\n")
    (asked.output / "SITES.md").write_text(markdown(results))
    print(markdown(results))


if __name__ == "__main__":
    main()
