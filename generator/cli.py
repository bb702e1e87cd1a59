"""The command line: a thin shell over the floors below."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from . import __version__
from .diagnostics import (
    WARNING,
    Diagnostic,
    Failed,
    as_records,
    has_errors,
    render,
)

if TYPE_CHECKING:  # imported where used: a short command starts in a moment
    from .build import Job, Options, Outcome
    from .project import Project

FINE, WRONG, USAGE, OUR_FAULT = 0, 1, 2, 3
_Function = TypeVar("_Function", bound=Callable[..., object])


def _selectors(function: _Function) -> _Function:
    """The options that choose what a command works on, alike everywhere."""
    for option in (
        click.option("-C", "folder", default=".", help="The project's folder (or one inside it)."),
        click.option(
            "-c", "--campaign", default="", help="Which campaign; needed if there are several."
        ),
        click.option(
            "-l", "--language", "languages", multiple=True, help="A language tag, or all."
        ),
        click.option("-p", "--product", "products", multiple=True, help="A product, or all."),
        click.option("--json", "as_json", is_flag=True, help="Print JSON, for machines."),
    ):
        function = option(function)
    return function


def _command(function: _Function) -> _Function:
    """Turns every failure that a user can cause into plain text and an exit code."""

    @functools.wraps(function)
    def run(*args: object, **kwargs: object) -> None:
        try:
            code = function(*args, **kwargs)
        except Failed as failed:
            _say(failed.diagnostics, bool(kwargs.get("as_json")))
            code = WRONG
        sys.exit(code if isinstance(code, int) else FINE)

    return run  # type: ignore[return-value]


def _say(problems: list[Diagnostic], as_json: bool, **more: object) -> None:
    """Problems to the error stream as text, or everything to the output as JSON."""
    if as_json:
        click.echo(
            json.dumps({**more, "problems": as_records(problems)}, ensure_ascii=False, indent=2)
        )
    elif problems:
        click.echo(render(problems), err=True)


def _colour_allowed() -> bool:
    return sys.stderr.isatty() and "NO_COLOR" not in os.environ


def _open(folder: str, campaign: str) -> Project:
    from .project import Project
    from .workspace import Workspace

    start = Path(folder)
    if not start.is_dir():
        raise Failed([Diagnostic("no-workspace", f"there is no folder {folder}", "correct -C")])
    return Project.open(Workspace.find(start), campaign)


def _chosen(asked: tuple[str, ...], default: tuple[str, ...], everything: list[str]) -> list[str]:
    """What was asked for by name; ``all`` is everything; nothing is the campaign's list."""
    if "all" in asked:
        return everything
    return list(dict.fromkeys(asked or default))


def _selection(
    project: Project, languages: tuple[str, ...], products: tuple[str, ...]
) -> tuple[list[str], list[str]]:
    from .content import languages_of
    from .layouts import products as known_products

    campaign = project.campaign
    return (
        _chosen(languages, campaign.languages, languages_of(project.workspace, campaign.id)),
        _chosen(products, campaign.products, known_products(project.workspace)),
    )


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="beacon")
def main() -> None:
    """Leaflets, posters and cards in many languages, each proved before it is delivered."""


@main.command("build")
@_selectors
@click.option(
    "--for",
    "purpose",
    type=click.Choice(["office"]),
    default="office",
    help="What the files are for.",
)
@click.option("-o", "output", default="", help="Where files go (default: output in the project).")
@click.option(
    "-j", "processes", type=click.IntRange(1, 64), default=None, help="How many processes."
)
@click.option(
    "--flip",
    type=click.Choice(["long-edge", "short-edge"]),
    default=None,
    help="How the printer turns the paper over.",
)
@click.option(
    "--emit",
    type=click.Choice(["pdf", "pages"]),
    default="pdf",
    help="pages: print the page model instead.",
)
@_command
def build_command(
    folder: str,
    campaign: str,
    languages: tuple[str, ...],
    products: tuple[str, ...],
    as_json: bool,
    purpose: str,
    output: str,
    processes: int | None,
    flip: str | None,
    emit: str,
) -> int:
    """Build the files, read each one back, and deliver those that pass."""
    from .build import Options, build, cores, plan
    from .campaign import aged_contacts
    from .workspace import today

    project = _open(folder, campaign)
    chosen_languages, chosen_products = _selection(project, languages, products)
    asked = bool(languages and products and "all" not in languages + products)
    jobs = plan(project, chosen_languages, chosen_products, asked)
    target = Path(output).resolve() if output else project.workspace.root / "output"
    options = Options(str(project.workspace.root), project.campaign.id, str(target), flip or "")
    problems = list(project.problems) + aged_contacts(project.campaign, today())
    if emit == "pages":
        return _emit_pages(project, options, jobs, problems)
    progress = _Progress(len(jobs))
    outcomes = build(project, options, jobs, processes or cores(), progress.step)
    progress.end()
    problems += [p for o in outcomes for p in o.problems]
    records = [o.record for o in outcomes if o.record]
    _say(
        problems,
        as_json,
        files=[{"path": r.path, "sha256": r.sha256, "status": r.status} for r in records],
    )
    if not as_json:
        _summary(project, outcomes, target)
    return WRONG if has_errors(problems) or len(records) < len(jobs) else FINE


class _Progress:
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


def _summary(project: Project, outcomes: list[Outcome], target: Path) -> None:
    delivered = [o.record for o in outcomes if o.record]
    failed = [o for o in outcomes if not o.record]
    files = "1 file" if len(delivered) == 1 else f"{len(delivered)} files"
    word = f"{files} built and proved in {project.workspace.relative(target)}"
    click.echo(click.style(word, fg="green") if _colour_allowed() and not failed else word)
    drafts = sorted({r.language for r in delivered if r.status != "approved"})
    if drafts:
        click.echo(f"Drafts, and marked so: {', '.join(drafts)}")
    for outcome in failed:
        click.echo(
            f"not delivered: {outcome.job.product} in {outcome.job.language}; "
            "an earlier file of that name was left as it was",
            err=True,
        )


def _emit_pages(
    project: Project, options: Options, jobs: list[Job], problems: list[Diagnostic]
) -> int:
    from .build import Worker
    from .pagedump import dump

    worker = Worker(options, project)
    documents = []
    for job in jobs:
        _, document, found = worker.document(job)
        problems += found
        if document is not None:
            documents.append({"product": job.product, **dump(document)})
    click.echo(json.dumps({"documents": documents}, ensure_ascii=False, indent=1))
    _say(problems, False)
    return WRONG if has_errors(problems) else FINE


@main.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path())
@_selectors
@_command
def check_command(
    files: tuple[str, ...],
    folder: str,
    campaign: str,
    languages: tuple[str, ...],
    products: tuple[str, ...],
    as_json: bool,
) -> int:
    """Read finished files back and compare them with the campaign."""
    from .inspect_file import inspect_file

    project = _open(folder, campaign)
    project.stop_on_errors()
    problems: list[Diagnostic] = []
    records = []
    for file in files:
        verdict = inspect_file(
            project, Path(file), products[0] if products else "", languages[0] if languages else ""
        )
        problems += verdict.diagnostics
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
        if not as_json:
            click.echo(f"{file}: {'passed' if verdict.passed else 'FAILED'}")
    _say(problems, as_json, files=records)
    return WRONG if has_errors(problems) else FINE


@main.command("lint")
@_selectors
@_command
def lint_command(
    folder: str,
    campaign: str,
    languages: tuple[str, ...],
    products: tuple[str, ...],
    as_json: bool,
) -> int:
    """Check texts and layouts, and that every text fits; nothing is written."""
    from .build import Options, Worker, plan
    from .campaign import aged_contacts
    from .workspace import today

    project = _open(folder, campaign)
    chosen_languages, chosen_products = _selection(
        project, languages or ("all",), products or ("all",)
    )
    jobs = plan(project, chosen_languages, chosen_products, asked=False)
    worker = Worker(Options(str(project.workspace.root), project.campaign.id, ""), project)
    problems = list(project.problems) + aged_contacts(project.campaign, today())
    for job in jobs:
        problems += worker.document(job)[2]
    problems += _stale(project)
    _say(problems, as_json)
    errors = sum(p.is_error for p in set(problems))
    if not as_json:
        click.echo(f"{errors} errors, {len(set(problems)) - errors} warnings")
    return WRONG if errors else FINE


def _stale(project: Project) -> list[Diagnostic]:
    return [
        Diagnostic(
            "stale",
            f"the source of “{key}” changed after this was translated",
            "look at it again, then sign the language",
            catalogue.messages[key].span,
            WARNING,
        )
        for catalogue in project.catalogues.values()
        if catalogue is not None
        for key in project.stale(catalogue)
    ]


@main.command("list")
@_selectors
@click.option("-o", "output", default="", help="The folder of built files (default: output).")
@click.option("--number", default="", help="Which built files carry this number?")
@_command
def list_command(
    folder: str,
    campaign: str,
    languages: tuple[str, ...],
    products: tuple[str, ...],
    as_json: bool,
    output: str,
    number: str,
) -> int:
    """Show languages with their status; or which built files carry a number."""
    from .listing import language_row

    project = _open(folder, campaign)
    target = Path(output).resolve() if output else project.workspace.root / "output"
    if number:
        return _list_number(target, number, as_json)
    chosen, _ = _selection(project, languages or ("all",), products)
    catalogues = [project.catalogue(tag) for tag in chosen]
    rows = [language_row(project, c) for c in catalogues if c is not None]
    _say(project.problems, as_json, languages=rows)
    if not as_json:
        for row in [{k: k for k, _ in _COLUMNS}, *rows]:
            click.echo("  ".join(f"{row[k]:<{w}}" for k, w in _COLUMNS).rstrip())
    return WRONG if has_errors(project.problems) else FINE


_COLUMNS = (
    ("language", 10),
    ("endonym", 18),
    ("script", 6),
    ("texts", 8),
    ("status", 10),
    ("strings", 8),
    ("stale", 6),
)


def _list_number(output: Path, number: str, as_json: bool) -> int:
    from .listing import carriers, unrecorded

    found, unknown = carriers(output, number), unrecorded(output)
    if as_json:
        files = [{"path": c.path, "unchanged": c.unchanged} for c in found]
        said = {"files": files, "unrecorded": [str(p) for p in unknown]}
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
        return FINE
    for carrier in found:
        click.echo(carrier.path + ("" if carrier.unchanged else "  (changed since it was built)"))
    if not found:
        click.echo(f"no built file carries {number}", err=True)
    for file in unknown:
        click.echo(f"no record tells what {file} carries: build it again", err=True)
    return FINE


@main.command("sign")
@_selectors
@click.option("--by", required=True, help="Who signs.")
@click.option("--role", type=click.Choice(["translator", "reviewer", "approver"]), required=True)
@_command
def sign_command(
    folder: str,
    campaign: str,
    languages: tuple[str, ...],
    products: tuple[str, ...],
    as_json: bool,
    by: str,
    role: str,
) -> int:
    """Record that somebody vouches for exactly this content of a language."""
    from .state import signed, write_state
    from .workspace import today

    project = _open(folder, campaign)
    chosen, _ = _selection(project, languages, products)
    catalogues = [project.catalogue(tag) for tag in chosen]
    project.stop_on_errors()
    for catalogue in catalogues:
        if catalogue is not None:
            state = signed(
                project.states[catalogue.language],
                catalogue,
                project.source,
                project.campaign,
                role,
                by,
                today().isoformat(),
            )
            write_state(project.workspace, project.campaign.id, catalogue.language, state)
            click.echo(f"{catalogue.language}: signed by {by}, {role}")
    return FINE


_OUR_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


def run() -> None:
    """The entry point. A fault of ours says so, and exits with 3."""
    try:
        main()
    except _OUR_FAULTS as error:
        click.echo(f"beacon: a fault of ours, please report it: {error!r}", err=True)
        if "BEACON_TRACEBACK" in os.environ:
            raise
        sys.exit(OUR_FAULT)
