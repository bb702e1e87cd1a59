"""``beacon pack``: one ZIP to hand over, with the proved files and all that goes with them.

Previews, transcripts, a preflight report for each press file, a job sheet, checksums. All of
it or nothing: where one file fails, no ZIP is written.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from .build import build
from .check import Verdict
from .job_sheet import JobSheet, Order, order_of, sheet_document, sheet_lines
from .jobs import Job, Options
from .manifest import REPORT, Record
from .page import Document, edition_day
from .parallel import Workforce
from .pdf import write_pdf
from .preview import previews
from .print_test import PAPERS, print_test
from .profiles import read_profile
from .purpose import OFFICE, PRESS, SCREEN
from .records import dataclass, replace
from .report import press_job, report_document
from .story import Story
from .transcript import transcript
from .worker import Outcome, Worker
from .workspace import write_atomic

SUMS, README = "SHA256SUMS", "README.txt"
_RIGHTS = 0o644


@dataclass(frozen=True)
class Pack:
    """A ZIP that was written: where, its bytes, and the files in it by their paths."""

    path: Path
    data: bytes
    files: dict[str, bytes]


def pack(
    worker: Worker,
    jobs: list[Job],
    asked: tuple[str, ...],
    workforce: Workforce,
    progress: Callable[[Outcome], None],
) -> tuple[Pack | None, list[Outcome]]:
    """Builds the jobs aside and packs them, if each of them passed. ``asked`` are the
    languages as the user named them, for the name of the ZIP."""
    project, options = worker.project, worker.options
    with tempfile.TemporaryDirectory(prefix="beacon-") as aside:
        builder = Worker(replace(options, output=aside), project, worker)
        outcomes = build(builder, jobs, workforce, progress)
        records = [o.record for o in outcomes if o.record]
        if len(records) < len(jobs):
            return None, outcomes
        pieces = [
            _piece(worker, job, record, (Path(aside) / record.path).read_bytes())
            for job, record in zip(jobs, records, strict=True)
        ]
    files = _with_papers(worker, pieces)
    path = Path(options.output) / "pack" / _name(options, pieces, asked)
    data = zipped(files, project.campaign.edition)
    write_atomic(path, data)
    return Pack(path, data, files), outcomes


@dataclass(frozen=True)
class _Piece:
    """A proved file with what goes with it, by path; its row of the job sheet."""

    story: Story
    files: dict[str, bytes]
    order: Order


def _piece(worker: Worker, job: Job, record: Record, data: bytes) -> _Piece:
    story, _ = worker.story(job)
    assert story is not None, "its file was built"
    path = record.path.partition("/")[2]  # the purpose is that of the whole pack
    stem = path.rpartition(".")[0]
    purpose = replace(worker.options.purpose, accepted=record.accepted)
    files = {path: data, f"{stem}.txt": transcript(story).encode()}
    if purpose.name == SCREEN:
        return _Piece(story, files, order_of(story, purpose, path, 1))
    pictures = previews(data)
    files |= {f"{stem}_page-{i}.png": picture for i, picture in enumerate(pictures, 1)}
    if purpose.press:
        condition = read_profile(worker.project.workspace, story.layout.profile, None).condition
        about = press_job(story, purpose, path, record.sha256, len(pictures), condition)
        verdict = Verdict((), record.numbers, record.codes, record.links, record.checks)
        report = report_document(about, verdict, worker.setter(story))
        files[f"{stem}{REPORT}.pdf"] = write_pdf(report, worker.fonts)
    return _Piece(story, files, order_of(story, purpose, path, len(pictures)))


# ---------------------------------------------------------------- what goes with all files


def _with_papers(worker: Worker, pieces: list[_Piece]) -> dict[str, bytes]:
    """All files of a pack in their order, the sums of all others last."""
    campaign, purpose = worker.project.campaign, worker.options.purpose
    named = _named(pieces)
    sheet = JobSheet(
        campaign.name if named else "", campaign.edition, tuple(p.order for p in pieces)
    )
    setter = worker.setter(pieces[0].story)
    documents: dict[str, Document] = {"job-sheet.pdf": sheet_document(sheet, setter)}
    if purpose.name == OFFICE:
        sites = [c for c in campaign.contacts.values() if c.kind == "web" and named]
        site = (sites[0].uri, sites[0].printed) if sites else ("", "")
        for paper in PAPERS:
            test = print_test(setter, paper, site, campaign.edition)
            documents[f"print-test-{paper.lower()}.pdf"] = test
    files = {path: data for piece in pieces for path, data in piece.files.items()}
    files |= {name: write_pdf(document, worker.fonts) for name, document in documents.items()}
    files["job-sheet.txt"] = _text(sheet_lines(sheet))
    files[README] = _text(_readme(sheet, purpose.name))
    files = dict(sorted(files.items()))
    return files | {SUMS: _text([f"{_sha256(data)}  {path}" for path, data in files.items()])}


def _named(pieces: list[_Piece]) -> bool:
    """Whether a piece names the campaign: beside discreet forms alone nothing else may."""
    return any(not piece.story.layout.file_name for piece in pieces)


def _text(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


_PICTURES = "*.png              the pictures to show"
_FILES = "*.pdf              the files to print, at 100 %"
_PAGES = "*_page-1.png       how a page looks when it is trimmed; not for printing"
_WORDS = "*.txt              all words of a piece, to read without its picture"
_REPORTS = "*_preflight.pdf    what was checked of a file; send it along"
_TESTS = "print-test-*.pdf   try your printer with it first: scale, margins, both sides"
_SHEET = "job-sheet.pdf      what each file is, with room for your order; also as .txt"
_SUMS = f"{SUMS}         to see that nothing changed on its way: sha256sum -c {SUMS}"


def _readme(sheet: JobSheet, purpose: str) -> list[str]:
    """What is what, in a few lines."""
    folder = {
        SCREEN: [_PICTURES, _WORDS],
        OFFICE: [_FILES, _PAGES, _WORDS],
        PRESS: [_FILES, _PAGES, _WORDS, _REPORTS],
    }[purpose]
    beside = [_TESTS] if purpose == OFFICE else []
    title = f"{sheet.campaign or 'Files'}, edition {sheet.edition}, for {purpose}"
    return [
        title,
        "",
        "One folder a language:",
        *folder,
        "",
        "Beside them:",
        *beside,
        _SHEET,
        _SUMS,
    ]


# ---------------------------------------------------------------- the ZIP


def _name(options: Options, pieces: list[_Piece], asked: tuple[str, ...]) -> str:
    """What the ZIP is called, so that no two packs that differ in a purpose share a name."""
    languages = "all" if not asked or "all" in asked else "_".join(dict.fromkeys(asked))
    first = options.campaign if _named(pieces) else "pack"
    return f"{first}_{options.purpose.name}_{languages}{options.purpose.suffix()}.zip"


def zipped(files: dict[str, bytes], edition: str) -> bytes:
    """A ZIP with the files in that order, dated by the edition (2026-11 or 2026-11-23)."""
    year, month, day = (int(part) for part in edition_day(edition))
    year = min(max(year, 1980), 2107)  # a ZIP knows no others
    date = (year, month, day, 0, 0, 0)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, date)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, whatever system this is
            entry.external_attr = _RIGHTS << 16
            archive.writestr(entry, data)
    return buffer.getvalue()
