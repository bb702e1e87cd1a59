"""A fresh process that makes all files of a round and writes them, then those of another.

It says when the first batch is on disk, how long the second one took, and how much memory
the first one needed at most. With more than one process, a pool makes the files; it starts
within the first batch and is there already for the second.
"""

from __future__ import annotations

import json
import multiprocessing
import re
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Barrier
from pathlib import Path

from generator.garbage import look_at_work

from .peers import PEERS, Maker
from .product import Product
from .store import file_name, read_round

_PATIENCE = 120  # seconds that the processes of a pool wait for each other


class State:
    """What a process of the pool has: its maker, and the products of both rounds."""

    maker: Maker
    barrier: Barrier
    products: dict[int, list[Product]]
    folder: Path
    out: Path


def start(peer: str, folder: Path, barrier: Barrier) -> None:
    State.maker = PEERS[peer].maker()(folder / "fonts")
    look_at_work()
    State.barrier = barrier


def prepare(number: int) -> None:
    """Done once by each process: all wait until the last one is here."""
    if number not in State.products:
        State.products[number] = read_round(State.folder, number)
    State.maker.prepare(State.products[number][0])
    look_at_work()
    State.barrier.wait(_PATIENCE)


def write(place: tuple[int, int]) -> None:
    product = State.products[place[0]][place[1]]
    (State.out / file_name(product)).write_bytes(State.maker.make(product))


def places(number: int) -> list[tuple[int, int]]:
    count = max(len(products) for products in State.products.values())
    return [(number, i) for i in range(count)]


def alone(peer: str, folder: Path, numbers: tuple[int, int]) -> float:
    start(peer, folder, multiprocessing.Barrier(1))
    for place in places(numbers[0]):
        write(place)
    tell_first()
    prepare(numbers[1])
    begun = time.perf_counter()
    for place in places(numbers[1]):
        write(place)
    return time.perf_counter() - begun


def together(peer: str, folder: Path, numbers: tuple[int, int], processes: int) -> float:
    PEERS[peer].maker()  # imported once, then shared by all that are forked
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(processes)
    with ProcessPoolExecutor(processes, context, start, (peer, folder, barrier)) as pool:
        list(pool.map(write, places(numbers[0])))
        tell_first()
        list(pool.map(prepare, [numbers[1]] * processes))
        begun = time.perf_counter()
        list(pool.map(write, places(numbers[1])))
        return time.perf_counter() - begun


def tell_first() -> None:
    print(json.dumps({"peak": peak_memory()}), flush=True)


def peak_memory() -> int:
    """The most bytes that this process has held. On Linux ``ru_maxrss`` is no less than what
    the process that started this one held, so the kernel's own mark is read there."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text())
        if found:
            return int(found[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def main(peer: str, folder: Path, out: Path, processes: int, numbers: tuple[int, int]) -> None:
    State.folder, State.out = folder, out
    State.products = {numbers[0]: read_round(folder, numbers[0])}
    if processes == 1:
        second = alone(peer, folder, numbers)
    else:
        second = together(peer, folder, numbers, processes)
    print(json.dumps({"second": second}), flush=True)


if __name__ == "__main__":
    peer, folder, out, processes, first, second = sys.argv[1:]
    main(peer, Path(folder), Path(out), int(processes), (int(first), int(second)))
