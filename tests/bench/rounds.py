"""The jobs of the benchmark, and the campaign as it is worded in each round.

Every string ends in a mark that is another one each round, so that nobody can give back
what was remembered from the round before. A round named twice is the same text again.
"""

from __future__ import annotations

import string
from pathlib import Path

from generator.content import Catalogue, rewritten
from generator.jobs import Job, Options
from generator.project import Project
from generator.records import replace
from generator.worker import Worker
from generator.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
CAMPAIGN = "infotraite"
PRODUCTS = ("leaflet", "poster-a4", "card")
LANGUAGES = ("uk", "ru", "bg", "sr-Cyrl", "fr", "de", "pl", "ro", "hu", "tr", "es", "en")
_CYRILLIC = ("uk", "ru", "bg", "sr-Cyrl")
_LETTERS = {True: "абвгдежзиклмнопрстуф", False: string.ascii_lowercase[:20]}


def jobs() -> list[Job]:
    return [Job(product, tag) for product in PRODUCTS for tag in LANGUAGES]


def worker(output: str = "") -> Worker:
    """A worker with the texts of the campaign as they are."""
    options = Options(str(ROOT), CAMPAIGN, output)
    return Worker(options, Project.open(Workspace(ROOT), CAMPAIGN))


def read_all(project: Project) -> None:
    """Reads the languages of all jobs, each once."""
    for tag in LANGUAGES:
        project.voices(tag)


def mark(tag: str, number: int) -> str:
    """Two letters that stand for a round, in the script of the language."""
    letters = _LETTERS[tag in _CYRILLIC]
    return letters[number // len(letters)] + letters[number % len(letters)]


def in_round(project: Project, number: int) -> Project:
    """The project with every string marked; round 0 is the project as it is."""
    if number == 0:
        return project
    marked = {
        tag: _marked(catalogue, mark(tag, number)) if catalogue else None
        for tag, catalogue in project.catalogues.items()
    }
    source = marked[project.source.language]
    assert source is not None, "the source is one of the catalogues"
    return replace(project, source=source, catalogues=marked, problems=list(project.problems))


def _marked(catalogue: Catalogue, word: str) -> Catalogue:
    return replace(catalogue, messages=rewritten(catalogue, lambda text: f"{text} {word}"))
