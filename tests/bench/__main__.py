"""The whole benchmark: makes its data, measures, looks into the files, writes the results."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import tempfile
from pathlib import Path

from .contents import Contents, contents, together
from .fresh import Batches, cold_starts
from .machine import machine, versions
from .peers import OWN, PEERS
from .process import command, environment
from .product import Product
from .results import Results
from .rounds import LANGUAGES, PRODUCTS
from .store import file_name, read_round
from .table import render
from .warm import Warm

_HERE = Path(__file__).parent
_SEED = 20261124
_FEW = ("uk", "de")  # languages of a short run; the cold start needs the first


def main() -> None:
    asked = _asked()
    if asked.table:
        results: Results = json.loads((_HERE / "results.json").read_bytes())
        (_HERE / "RESULTS.md").write_text(render(results), encoding="utf-8")
        return
    with tempfile.TemporaryDirectory() as folder:
        results = run(Path(folder), asked)
    out = asked.output or (Path(tempfile.mkdtemp()) if asked.quick else _HERE)
    (out / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (out / "RESULTS.md").write_text(render(results), encoding="utf-8")
    print(render(results))
    print(f"written to {out}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=4, help="of every file, warm")
    parser.add_argument("--starts", type=int, default=10, help="of every cold process")
    parser.add_argument("--batches", type=int, default=3, help="of all files")
    parser.add_argument("--quick", action="store_true", help="a short run, into a new folder")
    parser.add_argument("--output", type=Path, help="a folder for results.json and RESULTS.md")
    parser.add_argument("--table", action="store_true", help="write RESULTS.md anew, no more")
    asked = parser.parse_args()
    if asked.quick:
        asked.rounds = asked.starts = asked.batches = 1
    return asked


def run(folder: Path, asked: argparse.Namespace) -> Results:
    load = os.getloadavg()[0]
    languages = _FEW if asked.quick else LANGUAGES
    last = asked.rounds + 1  # a round that the batches alone have
    _told("data and fonts")
    making = command("data", str(folder), str(last), ",".join(languages))
    subprocess.run(making, check=True, env=environment())
    products = read_round(folder, 0)
    warm = Warm(folder, products)
    _told("files to look into")
    warm.begin()
    for number in range(1, asked.rounds + 1):
        _told(f"warm, round {number} of {asked.rounds}")
        warm.round(number, _SEED)
    warm.close()
    _compared(folder, products)
    first, again, sizes = warm.results()
    _told("cold starts")
    cold = cold_starts(folder, asked.starts, _SEED)
    batches = Batches(folder, (0, last), os.cpu_count() or 1, languages)
    for number in range(asked.batches):
        _told(f"batches, round {number + 1} of {asked.batches}")
        batches.round(number, _SEED)
    alone, all_cores, memory = batches.results()
    _told("what is in the files")
    return Results(
        date=datetime.date.today().isoformat(),
        quick=asked.quick,
        rounds=asked.rounds,
        seed=_SEED,
        load=load,
        machine=machine(),
        versions=versions(),
        languages=list(languages),
        products=list(PRODUCTS),
        warm=first,
        again=again,
        bytes=sizes,
        cold=cold,
        alone=alone,
        all_cores=all_cores,
        command=list(batches.command()),
        memory=memory,
        contents={
            peer: _contents(folder / peer, products) for peer in PEERS if peer not in OWN[1:]
        },
    )


def _compared(folder: Path, products: list[Product]) -> None:
    """A file is the same, verified or not, compiled or not."""
    for name in map(file_name, products):
        if len({(folder / peer / name).read_bytes() for peer in OWN}) != 1:
            raise RuntimeError(f"{name} is another file when it is verified or compiled")


def _contents(folder: Path, products: list[Product]) -> dict[str, Contents]:
    """Of each product, over all languages."""
    found: dict[str, list[Contents]] = {}
    for product in products:
        look = contents(folder / file_name(product), product)
        found.setdefault(product["product"], []).append(look)
    return {name: together(looks) for name, looks in found.items()}


def _told(what: str) -> None:
    print(f"{what} ...", flush=True)


if __name__ == "__main__":
    main()
