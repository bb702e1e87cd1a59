"""The command that makes one ZIP for an office, a print shop or whoever runs the screens."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import click

from .cli_purpose import purposeful
from .command import FINE, WRONG, Asked, command
from .console import Progress, say, say_drafts
from .diagnostics import Diagnostic, Failed
from .parallel import Workforce, cores
from .planning import planned, worth_saying
from .purpose import TEXT, Purpose

if TYPE_CHECKING:  # imported where used: a short command starts in a moment
    from .pack import Pack
    from .project import Project
    from .worker import Outcome


@click.command("pack")
@click.option("-o", "output", default="", help="Where it goes (default: output in the project).")
@click.option(
    "-j", "processes", type=click.IntRange(1, 64), default=None, help="How many processes."
)
@command
@purposeful
def pack_command(asked: Asked, purpose: Purpose, output: str, processes: int | None) -> int:
    """Build files and pack them with all that goes with them, in one ZIP."""
    from .pack import pack

    if purpose.name == TEXT:
        raise click.UsageError("text needs no pack: beacon build --for text makes both its files")
    run = planned(asked, purpose, output, kept=False)
    if not run.jobs:
        hint = "name another product or language (-p, -l), or another purpose (--for)"
        raise Failed([Diagnostic("empty-pack", "there is nothing to pack", hint)])
    with Progress(len(run.jobs)) as progress:
        made, outcomes = pack(
            run.worker,
            run.jobs,
            asked.languages,
            Workforce(processes or cores()),
            lambda outcome: progress.step(outcome.reused),
        )
    problems = run.problems + worth_saying(outcomes)
    say(problems, asked.as_json, **_told(run.project, made))
    if not asked.as_json:
        _summary(run.project, made, outcomes)
    return FINE if made else WRONG


def _told(project: Project, made: Pack | None) -> dict[str, object]:
    """What was packed, for machines."""
    if made is None:
        return {"pack": None, "files": []}
    files = [
        {"path": path, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        for path, data in made.files.items()
    ]
    return {
        "pack": {
            "path": project.workspace.relative(made.path),
            "sha256": hashlib.sha256(made.data).hexdigest(),
            "bytes": len(made.data),
        },
        "files": files,
    }


def _summary(project: Project, made: Pack | None, outcomes: list[Outcome]) -> None:
    """Where the pack is and what is in it, or what kept it back."""
    if made is None:
        for outcome in (o for o in outcomes if not o.record):
            click.echo(f"failed: {outcome.job.product} in {outcome.job.language}", err=True)
        click.echo("nothing was packed (a pack that was made earlier is left as it was)", err=True)
        return
    pieces = "1 piece" if len(outcomes) == 1 else f"{len(outcomes)} pieces"
    size = f"{len(made.files)} files, {len(made.data) / 1e6:.1f} MB"
    where = project.workspace.relative(made.path)
    click.echo(f"{pieces} built, proved and packed in {where} ({size})")
    say_drafts([o.record for o in outcomes if o.record])
