"""Fresh processes: one file from nothing, and batches of all files."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from .data import COLD
from .peers import PEERS, PROVED
from .process import command, environment
from .results import Batch
from .rounds import PRODUCTS, ROOT
from .stats import Spread, spread

VERSION = "beacon --version"
UNCHANGED = "beacon build, the whole campaign, nothing changed"
_BEACON = [str(Path(sys.executable).with_name("beacon"))]


def cold_starts(folder: Path, times: int, seed: int) -> dict[str, Spread]:
    """From the start of a process to its end, with one leaflet on disk."""
    commands = {
        peer: command("cold", peer, str(folder), str(folder / "cold.pdf")) for peer in PEERS
    }
    product, tag = COLD
    fresh = folder / "cold"
    words = ["build", "--force", "-C", str(ROOT), "-l", tag, "-p", product, "-o", str(fresh)]
    commands[PROVED] = [*_BEACON, *words]
    commands[VERSION] = [*_BEACON, "--version"]
    commands[UNCHANGED] = [*_BEACON, "build", "-C", str(ROOT), "-o", str(folder / "whole")]
    for name, words in commands.items():
        _timed(words, name)  # byte code is compiled once, the campaign is built once
    measured: dict[str, list[float]] = defaultdict(list)
    for number in range(times):
        turns = list(commands)
        random.Random(seed + number).shuffle(turns)
        for name in turns:
            shutil.rmtree(fresh, ignore_errors=True)
            measured[name].append(_timed(commands[name], name))
    return {name: spread(measured[name]) for name in commands}


def _timed(words: list[str], peer: str = "") -> float:
    begun = time.perf_counter()
    subprocess.run(words, check=True, capture_output=True, env=environment(peer))
    return time.perf_counter() - begun


class Batches:
    """All files of a round, by one process and by one for each core."""

    def __init__(self, folder: Path, rounds: tuple[int, int], cores: int, tags: Sequence[str]):
        self._folder, self._rounds, self._cores, self._tags = folder, rounds, cores, tags
        self._cold: dict[tuple[str, int], list[float]] = defaultdict(list)
        self._warm: dict[tuple[str, int], list[float]] = defaultdict(list)
        self._peaks: dict[str, list[float]] = defaultdict(list)
        self._command: dict[int, list[float]] = defaultdict(list)

    def round(self, number: int, seed: int) -> None:
        turns = [(peer, processes) for peer in PEERS for processes in {1, self._cores}]
        random.Random(seed + number).shuffle(turns)
        for processes in {1, self._cores}:
            self._command[processes].append(self._as_users_do(processes))
        for peer, processes in turns:
            with tempfile.TemporaryDirectory() as out:
                cold, warm, peak = self._batch(peer, processes, out)
            self._cold[peer, processes].append(cold)
            self._warm[peer, processes].append(warm)
            if processes == 1:
                self._peaks[peer].append(peak)

    def _as_users_do(self, processes: int) -> float:
        """The same files by the command of the product."""
        with tempfile.TemporaryDirectory() as out:
            asked = [f"-l{tag}" for tag in self._tags] + [f"-p{name}" for name in PRODUCTS]
            return _timed(
                [*_BEACON, "build", "--force", "-C", str(ROOT), "-o", out, f"-j{processes}", *asked]
            )

    def _batch(self, peer: str, processes: int, out: str) -> tuple[float, float, float]:
        words = [peer, str(self._folder), out, str(processes), *map(str, self._rounds)]
        begun = time.perf_counter()
        with subprocess.Popen(
            command("batch", *words), stdout=subprocess.PIPE, text=True, env=environment(peer)
        ) as process:
            assert process.stdout is not None
            first = process.stdout.readline()
            cold = time.perf_counter() - begun
            second = process.stdout.readline()
        if process.returncode or not second:
            raise RuntimeError(f"the batch of {peer} with {processes} process(es) failed")
        return cold, json.loads(second)["second"], json.loads(first)["peak"]

    def results(self) -> tuple[dict[str, Batch], dict[str, Batch], dict[str, Spread]]:
        """By one process, by one a core, and the most memory that the one took."""
        alone = {peer: self._of(peer, 1) for peer in PEERS}
        all_cores = {peer: self._of(peer, self._cores) for peer in PEERS}
        return alone, all_cores, {peer: spread(self._peaks[peer]) for peer in PEERS}

    def command(self) -> tuple[Spread, Spread]:
        """What the product's command took, with one process and with one a core."""
        return spread(self._command[1]), spread(self._command[self._cores])

    def _of(self, peer: str, processes: int) -> Batch:
        key = peer, processes
        return Batch(cold=spread(self._cold[key]), warm=spread(self._warm[key]))
