"""Proofs as files: written beside the output, and looked at when they come back."""

from __future__ import annotations

from pathlib import Path

from .comments import Returned
from .diagnostics import WARNING, Diagnostic, Failed, Span
from .jobs import Options
from .pdf import write_pdf
from .project import Project
from .proof import proof
from .state import content_hash
from .worker import Worker
from .workspace import write_atomic


def write_proof(project: Project, tag: str, second: str, output: Path) -> Path:
    """The proof of a language, whole or not at all; its path."""
    catalogue = project.catalogue(tag)
    other = project.catalogue(second) if second else None
    project.stop_on_errors()
    if catalogue is None:
        raise Failed(project.problems)
    worker = Worker(Options(str(project.workspace.root), project.campaign.id, ""), project)
    data = write_pdf(proof(worker, catalogue, other), worker.fonts)
    project.stop_on_errors()
    beside = f"_{second}" if second else ""
    path = output / "proof" / f"{project.campaign.id}_proof_{tag}{beside}.pdf"
    write_atomic(path, data)
    return path


def told(project: Project, returned: Returned, file: str) -> list[Diagnostic]:
    """What somebody who reads the comments must know: the content may be another by now."""
    if returned.campaign != project.campaign.id:
        what = f"this is a proof of the campaign “{returned.campaign}”"
        raise Failed([Diagnostic("proof-file", what, "name it with -c", Span(file))])
    catalogue = project.catalogue(returned.language)
    project.stop_on_errors()
    if catalogue is None or content_hash(catalogue, project.source) == returned.content:
        return []
    what = f"texts of {returned.language} changed since this proof was made"
    hint = "compare each comment with the text of today"
    return [Diagnostic("proof-age", what, hint, Span(file), WARNING)]
