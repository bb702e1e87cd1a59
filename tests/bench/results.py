"""What a run has found, as it is kept in ``results.json``. Times are seconds."""

from __future__ import annotations

from typing import TypedDict

from .contents import Contents
from .machine import Machine
from .stats import Spread

ByProduct = dict[str, dict[str, Spread]]  # peer -> product -> what was measured


class Batch(TypedDict):
    """36 files: by a fresh process, and by one that has made others before."""

    cold: Spread
    warm: Spread


class Results(TypedDict):
    """``command`` is what ``beacon build`` took for the files of a batch, with one process and
    with one a core. ``load`` is what else the machine had to do when the run began."""

    date: str
    quick: bool
    rounds: int
    seed: int
    load: float
    machine: Machine
    versions: dict[str, str]
    languages: list[str]
    products: list[str]
    warm: ByProduct
    again: ByProduct
    bytes: ByProduct
    cold: dict[str, Spread]
    alone: dict[str, Batch]
    all_cores: dict[str, Batch]
    command: list[Spread]
    memory: dict[str, Spread]
    contents: dict[str, dict[str, Contents]]
