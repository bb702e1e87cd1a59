"""Warm, on one core: every peer has a process of its own, and they take turns.

In a round each peer makes each file once, in an order that is shuffled anew with a fixed
seed, so that a minute in which the machine is slow is a bad minute for all alike.
"""

from __future__ import annotations

import json
import random
import subprocess
from collections import defaultdict
from pathlib import Path

from .peers import PEERS
from .process import command, environment
from .product import Product
from .results import ByProduct
from .stats import spread
from .store import file_name

_AGAIN = 4  # every fourth file is made a second time, unchanged; every other of a few


class Server:
    """A process of one peer; ``again`` asks for the same file a second time."""

    def __init__(self, peer: str, folder: Path):
        self._process = subprocess.Popen(
            command("serve", peer, str(folder)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(peer),
        )
        self._line()

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the process of a peer ended before its time")
        return line

    def make(self, number: int, job: int, path: str, again: bool) -> tuple[float, float, int]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([number, job, path, again]) + "\n")
        self._process.stdin.flush()
        first, second, size = json.loads(self._line())
        return first, second, size

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


class Warm:
    """Times and sizes by peer and product."""

    def __init__(self, folder: Path, products: list[Product]):
        self._folder, self._products = folder, products
        self._servers = {peer: Server(peer, folder) for peer in PEERS}
        self._first: dict[tuple[str, str], list[float]] = defaultdict(list)
        self._again: dict[tuple[str, str], list[float]] = defaultdict(list)
        self._bytes: dict[tuple[str, str], list[float]] = defaultdict(list)

    def begin(self) -> None:
        """Each file once, untimed; they stay in a folder for each peer."""
        for peer, server in self._servers.items():
            (self._folder / peer).mkdir()
            for job, product in enumerate(self._products):
                path = self._folder / peer / file_name(product)
                size = server.make(0, job, str(path), False)[2]
                self._bytes[peer, product["product"]].append(size)

    def round(self, number: int, seed: int) -> None:
        turns = [(peer, job) for peer in self._servers for job in range(len(self._products))]
        random.Random(seed + number).shuffle(turns)
        every = min(_AGAIN, len({product["language"] for product in self._products}))
        for peer, job in turns:
            again = (job + number) % every == 0
            first, second, _ = self._servers[peer].make(number, job, "", again)
            key = peer, self._products[job]["product"]
            self._first[key].append(first)
            if again:
                self._again[key].append(second)

    def close(self) -> None:
        for server in self._servers.values():
            server.close()

    def results(self) -> tuple[ByProduct, ByProduct, ByProduct]:
        """Times of new text, of the same again, and sizes."""
        return _spreads(self._first), _spreads(self._again), _spreads(self._bytes)


def _spreads(values: dict[tuple[str, str], list[float]]) -> ByProduct:
    found: ByProduct = {}
    for (peer, product), measured in values.items():
        found.setdefault(peer, {})[product] = spread(measured)
    return found
