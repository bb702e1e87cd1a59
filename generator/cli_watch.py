"""``beacon watch``: pages made anew as soon as a file is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .cli_purpose import purposeful
from .command import FINE, Asked, command, opened, selection
from .console import say
from .planning import options_of
from .purpose import SCREEN, TEXT, Purpose

if TYPE_CHECKING:  # imported where used: a short command starts in a moment
    from .watch import Seen


@click.command("watch")
@click.option("-o", "output", default="", help="Where files go (default: output in the project).")
@command
@purposeful
def watch_command(asked: Asked, purpose: Purpose, output: str) -> int:
    """Make files anew, with pictures of their pages, whenever something is saved."""
    from .watch import Watch

    if purpose.name in (SCREEN, TEXT):
        raise click.UsageError(f"watch shows pages: leave --for {purpose.name}")
    project = opened(asked)
    options = options_of(project, output, purpose)
    watch = Watch(options, lambda now: selection(now, asked), asked.by_name)
    click.echo("watching; Ctrl-C ends it")
    try:
        for seen in watch.run():
            _say(seen, asked)
    except KeyboardInterrupt:
        click.echo("")
    return FINE


def _say(seen: Seen, asked: Asked) -> None:
    if seen.outcome is None:
        if seen.problems:
            say(list(seen.problems), asked.as_json)
            click.echo("the pages are as they were; they follow when this is mended", err=True)
        else:
            click.echo("all is well again")
        return
    job = seen.outcome.job
    click.echo(f"{job.product} in {job.language}: {seen.seconds * 1000:.0f} ms")
