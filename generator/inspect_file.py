"""``beacon check``: which product in which language a file is, and whether it is right."""

from __future__ import annotations

import re
from pathlib import Path

from .check import Verdict
from .content import languages_of
from .diagnostics import Diagnostic, Span
from .html_reader import read_html
from .jobs import Job, Options
from .languages import PSEUDO
from .layouts import products
from .project import MULTI, Project
from .purpose import SCREEN, TEXT, UNCHECKED, Purpose, purpose_of
from .readback import Readback, Unreadable
from .records import dataclass, replace
from .site import AT_SITE
from .sites import site_named
from .worker import Worker

_MAX_BYTES = 50_000_000
_PNG, _PAGE = b"\x89PNG", b"<!DOCTYPE html>"
_HEAD = 5_000  # bytes of a page that tell what it is


@dataclass(frozen=True)
class Inspected:
    """What was found; which job the file is of, who can make it, and its bytes, as far as
    that could be told."""

    verdict: Verdict
    job: Job | None = None
    worker: Worker | None = None
    data: bytes = b""


def inspect_file(
    project: Project,
    path: Path,
    product: str,
    language: str,
    options: Options,
    table: Path | None = None,
) -> Inspected:
    """Checks one file on disk. What it is comes from the options, else from the file's
    keywords, else from its name. ``table`` holds the sites, where the file is for one."""
    try:
        if not path.is_file():
            return _failed(path, "no-file", "there is no such file", "correct the name")
        if path.stat().st_size > _MAX_BYTES:
            return _failed(path, "readable", "the file is larger than 50 MB", "check the name")
        data = path.read_bytes()
    except OSError as error:
        return _failed(
            path, "unreadable", f"it cannot be read ({error.strerror})", "check its rights"
        )
    keywords = ""
    try:
        if data.startswith(_PAGE):
            keywords = read_html(data[:_HEAD].decode("utf-8", "replace")).meta.get("keywords", "")
        elif not data.startswith(_PNG) and not _is_text(path):
            with Readback(data) as document:
                keywords = document.metadata().get("Keywords", "")
    except Unreadable as error:
        return _failed(path, "readable", f"it is no PDF that opens: {error}", "build it again")
    job = _identified(project, path, keywords, product, language)
    if job is None:
        return _failed(
            path,
            "unknown-file",
            "the file does not say which product in which language it is",
            "name them with -p and -l",
        )
    if options.purpose == Purpose() and data.startswith(_PNG):
        turned = re.search(r"_turned-(90|180|270)", path.stem)
        screen = Purpose(SCREEN, rotate=int(turned[1]) if turned else 0)
        options = replace(options, purpose=screen)
    elif data.startswith(_PAGE) or _is_text(path):
        options = replace(options, purpose=Purpose(TEXT))
    elif options.purpose == Purpose() and keywords.split()[3:]:
        options = replace(options, purpose=purpose_of(keywords.split()[3:]))
    name = next(
        (w.removeprefix(AT_SITE) for w in keywords.split()[3:] if w.startswith(AT_SITE)), ""
    )
    if name:
        site = site_named(table, project, job.language, name) if table else None
        if site is None:
            what = f"the file is for the site “{name}”, which no table tells of"
            return _failed(path, "unknown-site", what, "name the table with --sites")
        job = replace(job, site=site)
    # What was accepted stands in the file; of what is accepted nothing is left out.
    aged = tuple(project.campaign.contacts) if UNCHECKED in options.purpose.accepted else ()
    worker = Worker(replace(options, aged=aged), project)
    return Inspected(worker.verdict(job, data, str(path)), job, worker, data)


def _identified(
    project: Project, path: Path, keywords: str, product: str, language: str
) -> Job | None:
    known = products(project.workspace)
    tags = {*languages_of(project.workspace, project.campaign), MULTI, PSEUDO}
    words = keywords.split()
    name = re.fullmatch(r"[a-z0-9-]+_([a-z0-9-]+)_([A-Za-z0-9+-]+)_[a-z]+(?:_.*)?", path.stem)
    candidates = [(product, language)]
    if len(words) >= 3:
        candidates.append((product or words[1], language or words[2]))
    if name:
        candidates.append((product or name[1], language or name[2]))
    for wanted, tag in candidates:
        if wanted in known and tags.issuperset(tag.split("+")):
            return Job(wanted, tag)
    return None


def _is_text(path: Path) -> bool:
    """Whether a file is a text edition, by its name; the transcript of a screen is none."""
    return path.suffix == ".txt" and not path.stem.endswith(f"_{SCREEN}")


def _failed(path: Path, code: str, message: str, hint: str) -> Inspected:
    return Inspected(Verdict((Diagnostic(code, message, hint, Span(str(path))),)))
