"""The data of a run, made by a process of its own: what it leaves in memory helps nobody."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from .instances import make_instances
from .plain import product_of
from .product import Product, fonts_of
from .rounds import in_round, jobs, read_all, worker
from .store import write_round

COLD = ("leaflet", "uk")  # the file that a fresh process makes


def main(folder: Path, rounds: int, languages: list[str]) -> None:
    """Rounds 0 to ``rounds``, the product of the cold start, and the fonts that all need."""
    made = worker()
    read_all(made.project)
    project, products = made.project, []
    for number in range(rounds + 1):
        made.project = in_round(project, number)
        found = [product_of(made, j, number) for j in jobs() if j.language in languages]
        write_round(folder, number, found)
        products += found
    (folder / "cold.json").write_text(json.dumps(_cold(products)), encoding="utf-8")
    (folder / "fonts").mkdir()
    make_instances(fonts_of(products), folder / "fonts")


def _cold(products: list[Product]) -> Product:
    return next(p for p in products if (p["product"], p["language"]) == COLD)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3].split(","))
