"""What a command that makes files is about to do: all of it read and checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .command import Asked, opened, selection
from .diagnostics import Diagnostic
from .purpose import Purpose
from .records import dataclass, replace

if TYPE_CHECKING:  # imported where used: a short command starts in a moment
    from .fingerprint import Fingerprint
    from .jobs import Job, Options
    from .project import Project
    from .story import Story
    from .worker import Outcome, Worker


def options_of(project: Project, output: str, purpose: Purpose, force: bool = False) -> Options:
    """The options of a run; the day is looked at here and nowhere else."""
    from .cache import cache_of
    from .contacts import aged_contacts
    from .jobs import Options
    from .workspace import today

    day = today()
    contacts = project.campaign.contacts.values()
    aged = tuple(c.id for c in contacts if aged_contacts([c], day))
    target = Path(output).resolve() if output else project.workspace.root / "output"
    root = str(project.workspace.root)
    cache = str(cache_of(project.workspace))
    return Options(root, project.campaign.id, str(target), purpose, aged, cache, force)


@dataclass(frozen=True)
class Run:
    """What a command that makes files is about to do, who does it in this process, and what is
    to be said so far."""

    worker: Worker
    jobs: list[Job]
    keys: dict[Job, Fingerprint]
    problems: list[Diagnostic]

    @property
    def project(self) -> Project:
        return self.worker.project

    @property
    def options(self) -> Options:
        return self.worker.options


def planned(
    asked: Asked, purpose: Purpose, output: str, force: bool = False, kept: bool = True
) -> Run:
    """Everything read and checked; Failed where something of it is wrong. ``kept``: what is
    proved is kept in the output folder."""
    from .contacts import aged_contacts
    from .jobs import plan
    from .worker import Worker
    from .workspace import today

    project = opened(asked)
    options = options_of(project, output, purpose, force)
    options = options if kept else replace(options, cache="")
    worker = Worker(options, project)
    keys: dict[Job, Fingerprint] = {}

    def keyed(job: Job, story: Story, problems: list[Diagnostic]) -> None:
        key = worker.planned(job, story, problems)
        if key is not None:
            keys[job] = key

    chosen = selection(project, asked)
    jobs = plan(project, *chosen, asked.by_name, options, keyed, fonts=worker.fonts)
    aged = aged_contacts(project.campaign.contacts.values(), today())
    return Run(worker, jobs, keys, project.problems + aged)


def worth_saying(outcomes: list[Outcome]) -> list[Diagnostic]:
    """What jobs found; what lint warns of, lint tells."""
    from .lint import CHECKS

    found = [problem for outcome in outcomes for problem in outcome.problems]
    return [p for p in found if p.is_error or p.code not in CHECKS]
