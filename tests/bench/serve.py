"""A process of one peer that stays warm: it makes what it is asked for, and says how long.

Each line that comes in is a JSON list: round, number of the job, a path to write the file to
(or none), and whether to make it a second time. What goes out is: seconds, seconds of the
second time, bytes.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path

from generator.garbage import look_at_work

from .peers import PEERS, Maker
from .product import Product
from .store import pin_to_one_core, read_round


def main(peer: str, folder: Path) -> None:
    pin_to_one_core()
    maker = PEERS[peer].maker()(folder / "fonts")
    rounds: dict[int, list[Product]] = {}
    print("ready", flush=True)
    for line in sys.stdin:
        number, job, path, repeated = json.loads(line)
        if number not in rounds:
            rounds = {number: read_round(folder, number)}
            maker.prepare(rounds[number][0])
            look_at_work()  # what a round reads is there before work begins
        product = rounds[number][job]
        gc.collect()
        first, data = timed(maker, product)
        again = timed(maker, product)[0] if repeated else 0.0
        if path:
            Path(path).write_bytes(data)
        print(json.dumps([first, again, len(data)]), flush=True)


def timed(maker: Maker, product: Product) -> tuple[float, bytes]:
    start = time.perf_counter()
    data = maker.make(product)
    return time.perf_counter() - start, data


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
