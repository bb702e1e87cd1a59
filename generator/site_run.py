"""A piece for every site of a table: made as a stream, in constant memory, resumed where it
was left.

What a file is made from is known before it is set: the row, and all that the rows have in
common. A file that the journal knows with this key, and that still is what was proved, is
not made again. So a run that was killed goes on with the rows that are left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from .build import outcomes
from .diagnostics import Diagnostic
from .fingerprint import Fingerprints, code_version
from .jobs import Job, Options, file_path, plan
from .journal import Journal
from .layouts import Layout
from .page import FontKey
from .parallel import Workforce
from .project import Project
from .records import dataclass, field, replace
from .setter import REGULAR
from .site_merge import Runs, merge_sites
from .sites import Row, Sites
from .worker import Outcome, Worker
from .workspace import clean_leftovers


@dataclass
class Sum:
    """What became of a run: how many files were made, how many were there, which jobs failed."""

    made: int = 0
    reused: int = 0
    failed: list[Job] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)


class SiteRun:
    """A table of sites, to be set as some products in some languages."""

    def __init__(
        self,
        project: Project,
        options: Options,
        table: Path,
        languages: list[str],
        products: list[str],
    ):
        self._project = project
        self._options = options
        self._output = Path(options.output)
        self._worker = Worker(options, project)
        self.pieces = [Job(p, tag) for tag in languages for p in products]
        self._sites = Sites(table, project, languages, self._letters(products))
        self._common: dict[Job, bytes] = {}

    @property
    def total(self) -> int:
        return self._sites.count * len(self.pieces)

    def _letters(self, products: list[str]) -> frozenset[int]:
        """The code points that every font of the products can show."""
        layouts = [self._project.layout(product, at_site=True) for product in products]
        families = {s.family for lay in layouts if lay for s in lay.styles.values()}
        known = [f for f in self._worker.fonts.families if f.name in families]
        found = [self._worker.fonts.get(FontKey(f.name, REGULAR, 100)).coverage for f in known]
        return frozenset.intersection(*found) if found else frozenset()

    def check(self) -> None:
        """Everything that can be known before the first file is made; Failed where something
        of it is wrong. All rows are read; one of each kind of row is set."""
        languages = list(dict.fromkeys(job.language for job in self.pieces))
        products = list(dict.fromkeys(job.product for job in self.pieces))
        asked = (self._project, languages, products, True, self._options)
        plan(*asked, sites=[], fonts=self._worker.fonts)
        self._sites.check()
        self._project.problems += self._sites.problems
        self._project.stop_on_errors()
        told = [(tag, self._sites.site(r, tag)) for r in self._sites.specimens for tag in languages]
        jobs = plan(*asked, sites=told, fonts=self._worker.fonts)
        for job in jobs:
            for tag, site in told:
                if tag == job.language:
                    found = self._worker.fitted(replace(job, site=site))[2]
                    self._project.problems += [p for p in found if p.is_error]
            self._common[job] = self._common_key(job)
        self._project.stop_on_errors()

    def drafts(self) -> list[str]:
        """The languages of which somebody has not approved all that is used."""
        return sorted({j.language for j in self.pieces if self._status(j) != "approved"})

    def _status(self, job: Job) -> str:
        voices = self._project.voices(job.language) or ()
        return self._project.lowest_status(voices, self._layout(job).texts)

    def _layout(self, job: Job) -> Layout:
        layout = self._project.layout(job.product, job.language, at_site=True)
        assert layout is not None, "it was checked"
        return layout

    def _common_key(self, job: Job) -> bytes:
        """A hash of all that the files of a product in a language have in common."""
        voices = self._project.voices(job.language) or ()
        made_from = (
            code_version(),
            self._options.purpose,
            self._options.aged,
            self._project.campaign,
            self._status(job),
            [{key: m.segments for key, m in voice.messages.items()} for voice in voices],
            self._layout(job),
            self._worker.fonts.families,
        )
        return bytes.fromhex(Fingerprints().of(made_from).value)

    def _key(self, job: Job, row: Row) -> bytes:
        return hashlib.sha256(self._common[job] + row.digest()).digest()

    def run(self, workforce: Workforce, progress: Callable[[bool], None]) -> Sum:
        """Makes what is not there, delivers what passes, and records it."""
        clean_leftovers(self._output)
        done, journal = Sum(), Journal(self._output)
        keys: dict[Job, bytes] = {}
        jobs = self._to_do(journal.known(), keys, done, progress)
        for outcome in outcomes(self._worker, jobs, workforce):
            self._note(outcome, done, journal, keys.pop(outcome.job))
            progress(False)
        journal.tidy()
        return done

    def _note(self, outcome: Outcome, done: Sum, journal: Journal, key: bytes) -> None:
        done.problems += [p for p in outcome.problems if p.is_error]
        if outcome.record is None:
            done.failed.append(outcome.job)
            return
        journal.add(outcome.record, key.hex())
        done.made += 1

    def _to_do(
        self,
        known: dict[str, bytes],
        keys: dict[Job, bytes],
        done: Sum,
        progress: Callable[[bool], None],
    ) -> Iterator[Job]:
        """The jobs whose files are not there, in the order of the rows; ``keys`` are theirs."""
        for row in self._sites.rows():
            for piece in self.pieces:
                key, path = self._key(piece, row), self.path(piece, row.cells["site"])
                if not self._options.force and self._is_there(path, key, known.get(path)):
                    done.reused += 1
                    progress(True)
                    continue
                job = replace(piece, site=self._sites.site(row, piece.language))
                keys[job] = key
                yield job

    def _is_there(self, path: str, key: bytes, known: bytes | None) -> bool:
        """Whether a file was made from the same and is what was proved."""
        if known is None or known[:32] != key:
            return False
        try:
            # A path would be kept by Python, for each row.
            with open(f"{self._options.output}/{path}", "rb") as file:
                return hashlib.sha256(file.read()).digest() == known[32:]
        except OSError:
            return False

    def merge(self, size: int) -> Runs:
        """The pieces in print runs of so many, if all of them are there."""
        done = Runs()
        for piece in self.pieces:
            stem = self.path(piece, "sites").replace("/sites/", "/")
            paths = (self.path(piece, row.cells["site"]) for row in self._sites.rows())
            found = merge_sites(self._output, stem.removesuffix(".pdf"), paths, size)
            done.made += found.made
            done.reused += found.reused
            done.problems += found.problems
        return done

    def path(self, piece: Job, site: str) -> str:
        """Where the file of a site goes, below the output folder."""
        campaign = self._project.campaign.id
        return file_path(self._layout(piece), campaign, piece.language, self._options.purpose, site)
