"""Where the data of the rounds lie between the processes of the benchmark."""

from __future__ import annotations

import json
import os
from pathlib import Path

from .product import Product


def write_round(folder: Path, number: int, products: list[Product]) -> None:
    (folder / f"round-{number}.json").write_text(json.dumps(products), encoding="utf-8")


def read_round(folder: Path, number: int) -> list[Product]:
    found: list[Product] = json.loads((folder / f"round-{number}.json").read_bytes())
    return found


def file_name(product: Product) -> str:
    return f"{product['product']}-{product['language']}.pdf"


def pin_to_one_core() -> None:
    """This process and its threads stay on one core, where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
