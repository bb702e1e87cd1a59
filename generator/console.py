"""What a person at a terminal, or a program behind a pipe, is told."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .diagnostics import Diagnostic, as_records, render

if TYPE_CHECKING:
    from .manifest import Record
    from .project import Project
    from .worker import Outcome


def say(problems: list[Diagnostic], as_json: bool, **more: object) -> None:
    """Problems to the error stream as text, or everything to the output as JSON."""
    if as_json:
        click.echo(
            json.dumps({**more, "problems": as_records(problems)}, ensure_ascii=False, indent=2)
        )
    elif problems:
        click.echo(render(problems), err=True)


def _colour_allowed() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


class Progress:
    """One line on a terminal that counts files; nothing in a pipe."""

    def __init__(self, total: int):
        self._total = total
        self._done = 0
        self._shown = sys.stderr.isatty()

    def step(self, outcome: Outcome) -> None:
        self._done += 1
        if self._shown:
            click.echo(f"\r{self._done} of {self._total} files", err=True, nl=False)

    def end(self) -> None:
        if self._shown:
            click.echo("\r" + " " * 40 + "\r", err=True, nl=False)


def summary(project: Project, outcomes: list[Outcome], target: Path) -> None:
    """What was delivered, where, what of it is a draft, and what was not."""
    delivered = [o.record for o in outcomes if o.record]
    failed = [o for o in outcomes if not o.record]
    files = "1 file" if len(delivered) == 1 else f"{len(delivered)} files"
    word = f"{files} built and proved in {project.workspace.relative(target)}"
    click.echo(click.style(word, fg="green") if _colour_allowed() and not failed else word)
    say_drafts(delivered)
    for outcome in failed:
        click.echo(
            f"not delivered: {outcome.job.product} in {outcome.job.language} "
            "(a file that was built earlier is left as it was)",
            err=True,
        )


def say_drafts(records: list[Record]) -> None:
    """Which of the delivered languages nobody has approved."""
    drafts = sorted({r.language for r in records if r.status != "approved"})
    if not drafts:
        return
    screens = all(Path(r.path).suffix == ".png" for r in records)
    word = "Drafts (a screen bears no mark of it)" if screens else "Drafts, and marked so"
    click.echo(f"{word}: {', '.join(drafts)}")
