"""The product itself, through what it offers: with its files proved, and without.

It starts where its users do, from the strings of a language and a layout: it binds, fits
copy and decides every place, which the plain data give to all others.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from generator import fit
from generator.jobs import Job
from generator.pdf import write_pdf
from generator.project import Project

from ..product import Product
from ..rounds import in_round, read_all, worker


class Peer:
    """Composes and writes; nothing is read back."""

    def __init__(self, fonts: Path):
        self._folder = tempfile.TemporaryDirectory()
        self._worker = worker(self._folder.name)
        self._rounds: dict[int, Project] = {0: self._worker.project}

    def prepare(self, product: Product) -> None:
        """Words the campaign as in the round of ``product``. Others get theirs as data."""
        number = product["round"]
        if number not in self._rounds:
            read_all(self._rounds[0])
            self._rounds[number] = in_round(self._rounds[0], number)
        self._worker.project = self._rounds[number]

    def make(self, product: Product) -> bytes:
        job = Job(product["product"], product["language"])
        _, document, problems = self._worker.document(job)
        if document is None:
            raise ValueError(f"{job}: " + "; ".join(p.message for p in problems))
        return write_pdf(document, self._worker.fonts)


class Compiled(Peer):
    """The same in the form whose busiest modules are compiled."""

    def __init__(self, fonts: Path):
        if fit.__file__.endswith(".py"):
            raise RuntimeError("this is not the compiled form")
        super().__init__(fonts)


class Proved(Peer):
    """Composes, writes, reads the file back and proves it, and delivers it to disk."""

    def make(self, product: Product) -> bytes:
        job = Job(product["product"], product["language"])
        outcome = self._worker.run(job)
        if outcome.record is None:
            raise ValueError(f"{job}: " + "; ".join(p.message for p in outcome.problems))
        return (Path(self._folder.name) / outcome.record.path).read_bytes()
