"""The commands that make files and read them back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .cli_purpose import purposeful
from .cli_sites import build_sites
from .command import FINE, WRONG, Asked, command, opened, target_of, workspace_of
from .console import Progress, say, say_drafts, say_missing, summary
from .diagnostics import Diagnostic, has_errors
from .parallel import Workforce, cores
from .planning import Run, options_of, planned, worth_saying
from .purpose import Purpose

if TYPE_CHECKING:  # imported where used: a short command starts in a moment
    from .past_run import PastRun


@click.command("build")
@click.option("-o", "output", default="", help="Where files go (default: output in the project).")
@click.option(
    "-j", "processes", type=click.IntRange(1, 64), default=None, help="How many processes."
)
@click.option(
    "--emit",
    type=click.Choice(["pdf", "pages"]),
    default="pdf",
    help="pages: print the page model instead.",
)
@click.option("--scheduler", default="", help="tcp://...: the scheduler of a Dask cluster.")
@click.option("--sites", "table", default="", help="A table: one piece for each of its rows.")
@click.option(
    "--merge", type=click.IntRange(1, 5000), default=None, help="Also runs of so many sites a file."
)
@click.option("--force", is_flag=True, help="Make every file again, also what has not changed.")
@command
@purposeful
def build_command(
    asked: Asked,
    purpose: Purpose,
    output: str,
    processes: int | None,
    scheduler: str,
    emit: str,
    table: str,
    merge: int | None,
    force: bool,
) -> int:
    """Build the files, read each one back, and deliver those that pass."""
    workforce = _workforce(processes, scheduler)
    if table and emit == "pages":
        raise click.UsageError("--sites makes files: leave --emit")
    if table:
        return build_sites(asked, purpose, output, workforce, table, merge, force)
    if merge:
        raise click.UsageError("--merge goes with --sites")
    if emit == "pages":
        return _emit_pages(planned(asked, purpose, output, kept=False))
    past = None if force else _as_it_was(asked, purpose, output)
    if past is not None:
        _say_run(asked, past, _shown(asked, output), len(past.delivered))
        return FINE
    return _built(asked, planned(asked, purpose, output, force), workforce, output)


def _workforce(processes: int | None, scheduler: str) -> Workforce:
    """Who works; all cores where nothing is said."""
    if processes is not None and scheduler:
        raise click.UsageError("choose one: -j for this machine, or --scheduler")
    return Workforce(processes or cores(), scheduler)


def _as_it_was(asked: Asked, purpose: Purpose, output: str) -> PastRun | None:
    """What the last run of this kind gave, if nothing has changed since."""
    from .cache import cache_of
    from .past_run import recall

    workspace, name = workspace_of(asked), _run_name(asked, purpose, output)
    return recall(cache_of(workspace), name, workspace.root, target_of(asked, output))


def _run_name(asked: Asked, purpose: Purpose, output: str) -> str:
    from .past_run import run_name

    target = str(target_of(asked, output))
    root = str(workspace_of(asked).root)
    return run_name(asked.campaign, asked.languages, asked.products, purpose, target, root)


def _built(asked: Asked, run: Run, workforce: Workforce, output: str) -> int:
    from .build import build
    from .past_run import Delivered, PastRun, remember

    with Progress(len(run.jobs)) as progress:
        outcomes = build(
            run.worker,
            run.jobs,
            workforce,
            lambda outcome: progress.step(outcome.reused),
            run.keys,
        )
    problems = tuple(run.problems + worth_saying(outcomes))
    records = [o.record for o in outcomes if o.record]
    delivered = tuple(Delivered(r.path, r.sha256, r.status, r.language) for r in records)
    done = PastRun(delivered, problems)
    complete = not has_errors(problems) and len(records) == len(run.jobs)
    if complete:
        files = dict(pair for outcome in outcomes for pair in outcome.files)
        name = _run_name(asked, run.options.purpose, output)
        remember(Path(run.options.cache), name, run.project.workspace, done, files)
    _say_run(asked, done, _shown(asked, output), sum(o.reused for o in outcomes))
    say_missing(o.job for o in outcomes if not o.record)
    return FINE if complete else WRONG


def _say_run(asked: Asked, run: PastRun, where: str, reused: int) -> None:
    files = [{"path": d.path, "sha256": d.sha256, "status": d.status} for d in run.delivered]
    say(list(run.problems), asked.as_json, files=files, unchanged=reused)
    if not asked.as_json:
        summary(where, len(run.delivered) - reused, reused)
        say_drafts(run.delivered)


def _shown(asked: Asked, output: str) -> str:
    return workspace_of(asked).relative(target_of(asked, output))


def _emit_pages(run: Run) -> int:
    from .pagedump import dump

    problems = list(run.problems)
    documents = []
    for job in run.jobs:
        _, document, found = run.worker.document(job)
        problems += found
        if document is not None:
            documents.append({"product": job.product, **dump(document)})
    click.echo(json.dumps({"documents": documents}, ensure_ascii=False, indent=1))
    say(problems, False)
    return WRONG if has_errors(problems) else FINE


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option(
    "--report",
    type=click.Choice(["text", "json", "pdf", "aloud"]),
    default=None,
    help="The preflight of press files, printed or as a page; or what a voice reads aloud.",
)
@click.option("--sites", "table", default="", help="The table that files for sites are made from.")
@command
@purposeful
def check_command(
    asked: Asked, files: tuple[str, ...], purpose: Purpose, report: str | None, table: str
) -> int:
    """Read finished files back and compare them with the campaign."""
    from .inspect_file import inspect_file
    from .preflight_file import reported

    project = opened(asked)
    project.stop_on_errors()
    options = options_of(project, "", purpose)
    problems: list[Diagnostic] = []
    records = []
    reports: list[dict[str, object]] = []
    for file in files:
        product, language = (*asked.products, "")[0], (*asked.languages, "")[0]
        found = inspect_file(
            project, Path(file), product, language, options, Path(table) if table else None
        )
        verdict = found.verdict
        problems += verdict.diagnostics
        if report:
            preflight = reported(found, Path(file), report)
            problems += preflight.problems
            if preflight.lines:
                click.echo("\n".join(preflight.lines))
            reports += [preflight.record] if preflight.record else []
        records.append(
            {
                "file": file,
                "passed": verdict.passed,
                "numbers": verdict.numbers,
                "codes": verdict.codes,
                "links": verdict.links,
                "checks": verdict.checks,
            }
        )
        if not (asked.as_json or report):
            click.echo(f"{file}: {'passed' if verdict.passed else 'FAILED'}")
    if report == "json":
        click.echo(json.dumps({"reports": reports}, ensure_ascii=False, indent=2))
    say(problems, asked.as_json and report != "json", files=records)
    return WRONG if has_errors(problems) else FINE
