"""One module a peer: its class ``Peer`` turns plain data into a PDF."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..product import Product


class Maker(Protocol):
    """What every peer can do."""

    def prepare(self, product: Product) -> None:
        """What must be so before the clock runs; only the product has something to do."""

    def make(self, product: Product) -> bytes:
        """The file of a product."""


@dataclass(frozen=True)
class Entry:
    """A row of the tables: what it is called, and where it comes from."""

    title: str
    module: str
    name: str = "Peer"
    package: str = ""

    def maker(self) -> Callable[[Path], Maker]:
        """Imports the peer; what is given back opens its fonts."""
        module = importlib.import_module(f"{__name__}.{self.module}")
        made: Callable[[Path], Maker] = getattr(module, self.name)
        return made


OURS = "beacon"
COMPILED = "beacon-compiled"
PROVED = "beacon-proved"
OWN = (OURS, COMPILED, PROVED)  # all make the same files
PEERS = {
    OURS: Entry("Beacon, not verified", "ours"),
    COMPILED: Entry("Beacon, compiled, not verified", "ours", "Compiled"),
    PROVED: Entry("Beacon, verified", "ours", "Proved"),
    "typst": Entry("Typst", "typst_peer", package="typst"),
    "weasyprint": Entry("WeasyPrint", "weasyprint_peer", package="weasyprint"),
    "fpdf2": Entry("fpdf2", "fpdf2_peer", package="fpdf2"),
    "reportlab": Entry("ReportLab", "reportlab_peer", package="reportlab"),
}
