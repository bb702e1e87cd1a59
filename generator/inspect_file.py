"""``beacon check``: which product in which language a file is, and whether it is right."""

from __future__ import annotations

import re
from pathlib import Path

from .build import Job, story_of
from .check import Verdict, check_pdf
from .content import languages_of
from .diagnostics import Diagnostic, Span
from .expecting import expectation
from .figures import Figures
from .fonts import Fonts
from .languages import PSEUDO
from .layouts import FLIPS, products
from .project import MULTI, Project
from .readback import Readback, Unreadable

_MAX_BYTES = 50_000_000


def inspect_file(project: Project, path: Path, product: str, language: str) -> Verdict:
    """Checks one file on disk. What it is comes from the options, else from the file's
    keywords, else from its name."""
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
    try:
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
    fonts = Fonts.of(project.workspace)
    story, problems = story_of(project, job, fonts)
    if story is None:
        return Verdict(tuple(problems + project.problems))
    flip = next((f for f in FLIPS if f in keywords.split()[3:]), "")
    return check_pdf(data, expectation(story, flip), Figures(fonts), str(path))


def _identified(
    project: Project, path: Path, keywords: str, product: str, language: str
) -> Job | None:
    known = products(project.workspace)
    tags = {*languages_of(project.workspace, project.campaign), MULTI, PSEUDO}
    words = keywords.split()
    name = re.fullmatch(r"[a-z0-9-]+_([a-z0-9-]+)_([A-Za-z0-9+-]+)_[a-z]+", path.stem)
    candidates = [(product, language)]
    if len(words) in (3, 4):
        candidates.append((product or words[1], language or words[2]))
    if name:
        candidates.append((product or name[1], language or name[2]))
    for wanted, tag in candidates:
        if wanted in known and tags.issuperset(tag.split("+")):
            return Job(wanted, tag)
    return None


def _failed(path: Path, code: str, message: str, hint: str) -> Verdict:
    return Verdict((Diagnostic(code, message, hint, Span(str(path))),))
