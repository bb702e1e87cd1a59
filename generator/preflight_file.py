"""What is told of a file on disk beside its verdict: the preflight of a press file, as text, as
plain values, or as a page beside the file; and what a voice reads of a tagged one."""

from __future__ import annotations

import hashlib
from pathlib import Path

from .diagnostics import Diagnostic, Span
from .inspect_file import Inspected
from .jobs import accepted_for
from .manifest import REPORT
from .pdf import write_pdf
from .profiles import read_profile
from .readback import Readback, Unreadable
from .records import dataclass
from .report import press_job, report_document, report_lines, report_record
from .tag_reader import read_tags
from .tag_text import structure_lines
from .unsound import Unsound
from .workspace import write_atomic

ALOUD = "aloud"


@dataclass(frozen=True)
class Preflight:
    """What is printed, what a machine reads, and why there is no report."""

    lines: list[str]
    record: dict[str, object] | None
    problems: list[Diagnostic]


def reported(found: Inspected, path: Path, form: str) -> Preflight:
    """The report on a press file, as ``pdf`` written beside it; or what is read ``aloud`` of
    a tagged file."""
    worker, job = found.worker, found.job
    if worker is None or job is None:
        return Preflight([], None, [])  # why stands in the verdict
    if form == ALOUD:
        return _aloud(found.data, path)
    story, problems = worker.story(job)
    if story is None or not worker.options.purpose.press:
        hint = "build it with --for press, or say --for press here"
        what = "there is a preflight only of a file for a press"
        return Preflight([], None, problems or [Diagnostic("report", what, hint, Span(str(path)))])
    with Readback(found.data) as document:
        pages = len(document)
    purpose = accepted_for(story, worker.options)
    condition = read_profile(worker.project.workspace, story.layout.profile, None).condition
    digest = hashlib.sha256(found.data).hexdigest()
    about = press_job(story, purpose, path.name, digest, pages, condition)
    if form == "pdf":
        target = path.with_name(f"{path.stem}{REPORT}.pdf")
        page = report_document(about, found.verdict, worker.setter(story))
        write_atomic(target, write_pdf(page, worker.fonts))
        return Preflight([str(target)], None, [])
    lines = report_lines(about, found.verdict) if form == "text" else []
    return Preflight(lines, report_record(about, found.verdict), [])


def _aloud(data: bytes, path: Path) -> Preflight:
    try:
        facts = read_tags(data)
        if facts.elements:
            with Readback(data) as document:
                title = document.metadata().get("Title", "")
                return Preflight(structure_lines(facts, document.language(), title), None, [])
        what = "the file is not tagged, so nothing says how it is read"
    except (Unsound, Unreadable) as error:
        what = f"the file cannot be read: {error}"
    hint = "sheets, files for a press and tiles are not; name the file of a single piece"
    return Preflight([], None, [Diagnostic("report", what, hint, Span(str(path)))])
