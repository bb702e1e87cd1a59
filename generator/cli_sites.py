"""``beacon build --sites``: a piece for every row of a table."""

from __future__ import annotations

from pathlib import Path

import click

from .command import FINE, WRONG, Asked, opened, target_of, workspace_of
from .console import Progress, say, say_draft_languages, say_missing, summary
from .diagnostics import has_errors
from .parallel import Workforce
from .planning import options_of
from .purpose import SCREEN, TEXT, Purpose
from .records import replace


def build_sites(
    asked: Asked,
    purpose: Purpose,
    output: str,
    workforce: Workforce,
    table: str,
    merge: int | None,
    force: bool,
) -> int:
    """Builds the pieces for all sites; a run that was stopped goes on."""
    from .contacts import aged_contacts
    from .site_merge import Runs
    from .site_run import SiteRun
    from .workspace import today

    if not asked.products or "all" in asked.products:
        raise click.UsageError("--sites goes with the products that are made: -p poster-a3")
    if purpose.name in (SCREEN, TEXT) or purpose.tile or purpose.sheet:
        raise click.UsageError("--sites makes single pieces: leave --tile, --sheet, screen, text")
    if merge and purpose.press:
        raise click.UsageError("--merge makes runs for an office; a press takes single files")
    project = opened(asked)
    languages = list(dict.fromkeys(asked.languages)) or [project.campaign.source_language]
    options = replace(options_of(project, output, purpose, force), cache="")
    run = SiteRun(project, options, Path(table), languages, list(dict.fromkeys(asked.products)))
    run.check()
    with Progress(run.total) as progress:
        done = run.run(workforce, progress.step)
    runs = run.merge(merge) if merge and not done.failed else Runs()
    aged = aged_contacts(project.campaign.contacts.values(), today())
    problems = project.problems + aged + done.problems + runs.problems
    say(
        problems,
        asked.as_json,
        made=done.made,
        unchanged=done.reused,
        failed=len(done.failed),
        runs=runs.made + runs.reused,
    )
    if not asked.as_json:
        summary(
            workspace_of(asked).relative(target_of(asked, output)),
            done.made,
            done.reused,
            len(done.failed),
        )
        if merge and not done.failed:
            click.echo(f"print runs: {runs.made} made and compared, {runs.reused} as they were")
        say_draft_languages(run.drafts())
    say_missing(done.failed)
    return WRONG if has_errors(problems) or done.failed else FINE
