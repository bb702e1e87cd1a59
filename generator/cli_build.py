"""The commands that make files and read them back."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .command import FINE, WRONG, Asked, command, opened, selection, target_of, workspace_of
from .console import Progress, say, say_missing, summary
from .diagnostics import Diagnostic, has_errors
from .geometry import MM, PAPER_MM
from .purpose import (
    BLEED,
    COLOUR,
    DRAFTS,
    FLIPS,
    MONO,
    OFFICE,
    PRESS,
    PURPOSES,
    SAVER,
    SCREEN,
    STANDARDS,
    TEXT,
    UNCHECKED,
    X4,
    Purpose,
)

if TYPE_CHECKING:  # imported where used: a short command starts in a moment
    from .fingerprint import Fingerprint
    from .jobs import Job, Options
    from .past_run import PastRun
    from .project import Project
    from .story import Story
    from .worker import Outcome

_PAPERS = tuple(PAPER_MM)
_OPTIONS = (
    click.option(
        "--for", "purpose", type=click.Choice(PURPOSES), default=OFFICE, help="What files are for."
    ),
    click.option(
        "--standard", type=click.Choice(STANDARDS), default=None, help="PDF/X-4 or PDF/X-1a:2003."
    ),
    click.option(
        "--bleed", type=click.FloatRange(1, 50), default=None, help="Millimetres; 3 if not said."
    ),
    click.option("--mono", is_flag=True, help="Black ink alone."),
    click.option("--ink-saver", "saver", is_flag=True, help="Black outlines in place of areas."),
    click.option(
        "--sheet", type=click.Choice(_PAPERS), default=None, help="As many pieces as fit on it."
    ),
    click.option(
        "--tile", type=click.Choice(_PAPERS), default=None, help="One poster over many of these."
    ),
    click.option(
        "--flip", type=click.Choice(FLIPS), default=None, help="How the paper is turned over."
    ),
    click.option(
        "--rotate", type=click.Choice(["0", "90", "180", "270"]), default="0", help="A screen's."
    ),
    click.option("--accept-drafts", is_flag=True, help="To a press with texts nobody approved."),
    click.option("--accept-unchecked", is_flag=True, help="To a press with contacts long unread."),
)


def purposeful(function: Callable[..., int]) -> Callable[..., int]:
    """Adds the options that say what files are for, and gives them as one ``Purpose``."""

    @functools.wraps(function)
    def run(
        *words: object,
        purpose: str,
        standard: str | None,
        bleed: float | None,
        mono: bool,
        saver: bool,
        sheet: str | None,
        tile: str | None,
        flip: str | None,
        rotate: str,
        accept_drafts: bool,
        accept_unchecked: bool,
        **options: object,
    ) -> int:
        is_press = purpose == PRESS
        given = {
            "--standard": standard is not None,
            "--bleed": bleed is not None,
            "--accept-drafts": accept_drafts,
            "--accept-unchecked": accept_unchecked,
        }
        _only(given, is_press, PRESS)
        _only({"--rotate": rotate != "0"}, purpose == SCREEN, SCREEN)
        _only({"--ink-saver": saver, "--tile": tile is not None}, purpose == OFFICE, OFFICE)
        if purpose in (SCREEN, TEXT) and (sheet or flip or mono):
            raise click.UsageError(
                f"--for {purpose} knows no paper and no ink: leave --sheet, --flip, --mono"
            )
        if mono and saver or sheet and tile:
            raise click.UsageError("choose one: --mono or --ink-saver, --sheet or --tile")
        accepted = [DRAFTS] * accept_drafts + [UNCHECKED] * accept_unchecked
        asked = Purpose(
            purpose,
            (standard or X4) if is_press else "",
            (BLEED if bleed is None else bleed * MM) if is_press else 0.0,
            MONO if mono else SAVER if saver else COLOUR,
            flip or "",
            sheet or "",
            tile or "",
            int(rotate),
            tuple(accepted),
        )
        return function(*words, purpose=asked, **options)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run


def _only(given: dict[str, bool], fitting: bool, purpose: str) -> None:
    """An option that would do nothing is not passed over in silence."""
    for name, is_given in given.items():
        if is_given and not fitting:
            raise click.UsageError(f"{name} goes with --for {purpose} alone")


def options_of(project: Project, output: str, purpose: Purpose, force: bool = False) -> Options:
    """The options of a run; the day is looked at here and nowhere else."""
    from .cache import FOLDER
    from .contacts import aged_contacts
    from .jobs import Options
    from .workspace import today

    day = today()
    contacts = project.campaign.contacts.values()
    aged = tuple(c.id for c in contacts if aged_contacts([c], day))
    target = Path(output).resolve() if output else project.workspace.root / "output"
    root = str(project.workspace.root)
    cache = str(target / FOLDER)
    return Options(root, project.campaign.id, str(target), purpose, aged, cache, force)


@dataclass(frozen=True)
class Run:
    """What a command that makes files is about to do, and what is to be said so far."""

    project: Project
    options: Options
    jobs: list[Job]
    keys: dict[Job, Fingerprint]
    problems: list[Diagnostic]


def planned(asked: Asked, purpose: Purpose, output: str, force: bool = False) -> Run:
    """Everything read and checked; Failed where something of it is wrong."""
    from .contacts import aged_contacts
    from .jobs import plan
    from .worker import Worker
    from .workspace import today

    project = opened(asked)
    options = options_of(project, output, purpose, force)
    worker = Worker(options, project)
    keys: dict[Job, Fingerprint] = {}

    def keyed(job: Job, story: Story) -> None:
        key = worker.key_of(job, story)
        if key is not None:
            keys[job] = key

    jobs = plan(project, *selection(project, asked), asked.by_name, options, keyed)
    aged = aged_contacts(project.campaign.contacts.values(), today())
    return Run(project, options, jobs, keys, project.problems + aged)


def worth_saying(outcomes: list[Outcome]) -> list[Diagnostic]:
    """What jobs found; what lint warns of, lint tells."""
    from .lint import CHECKS

    found = [problem for outcome in outcomes for problem in outcome.problems]
    return [p for p in found if p.is_error or p.code not in CHECKS]


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
@click.option("--force", is_flag=True, help="Make every file again, also what has not changed.")
@command
@purposeful
def build_command(
    asked: Asked, purpose: Purpose, output: str, processes: int | None, emit: str, force: bool
) -> int:
    """Build the files, read each one back, and deliver those that pass."""
    if emit == "pages":
        return _emit_pages(planned(asked, purpose, output))
    past = None if force else _as_it_was(asked, purpose, output)
    if past is not None:
        _say_run(asked, past, _shown(asked, output), len(past.delivered))
        return FINE
    return _built(asked, planned(asked, purpose, output, force), processes, output)


def _as_it_was(asked: Asked, purpose: Purpose, output: str) -> PastRun | None:
    """What the last run of this kind gave, if nothing has changed since."""
    from .cache import FOLDER
    from .past_run import recall

    target = target_of(asked, output)
    name = _run_name(asked, purpose, output)
    return recall(target / FOLDER, name, workspace_of(asked).root, target)


def _run_name(asked: Asked, purpose: Purpose, output: str) -> str:
    from .past_run import run_name

    target = str(target_of(asked, output))
    root = str(workspace_of(asked).root)
    return run_name(asked.campaign, asked.languages, asked.products, purpose, target, root)


def _built(asked: Asked, run: Run, processes: int | None, output: str) -> int:
    from .build import build, cores
    from .past_run import Delivered, PastRun, remember

    with Progress(len(run.jobs)) as progress:
        outcomes = build(
            run.project,
            run.options,
            run.jobs,
            processes or cores(),
            lambda outcome: progress.step(outcome.reused),
            run.keys,
        )
    problems = tuple(run.problems + worth_saying(outcomes))
    records = [o.record for o in outcomes if o.record]
    delivered = tuple(Delivered(r.path, r.sha256, r.status, r.language) for r in records)
    done = PastRun(delivered, problems)
    _say_run(asked, done, _shown(asked, output), sum(o.reused for o in outcomes))
    say_missing(outcomes)
    if has_errors(problems) or len(records) < len(run.jobs):
        return WRONG
    files = dict(pair for outcome in outcomes for pair in outcome.files)
    name = _run_name(asked, run.options.purpose, output)
    remember(Path(run.options.cache), name, run.project.workspace, done, files)
    return FINE


def _say_run(asked: Asked, run: PastRun, where: str, reused: int) -> None:
    files = [{"path": d.path, "sha256": d.sha256, "status": d.status} for d in run.delivered]
    say(list(run.problems), asked.as_json, files=files, unchanged=reused)
    if not asked.as_json:
        summary(where, list(run.delivered), reused)


def _shown(asked: Asked, output: str) -> str:
    return workspace_of(asked).relative(target_of(asked, output))


def _emit_pages(run: Run) -> int:
    from .pagedump import dump
    from .worker import Worker

    worker, problems = Worker(run.options, run.project), list(run.problems)
    documents = []
    for job in run.jobs:
        _, document, found = worker.document(job)
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
@command
@purposeful
def check_command(
    asked: Asked, files: tuple[str, ...], purpose: Purpose, report: str | None
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
        found = inspect_file(project, Path(file), product, language, options)
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
