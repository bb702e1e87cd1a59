"""The command line: a thin shell over the floors below."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import __version__
from .console import Progress, say, summary
from .diagnostics import Diagnostic, Failed, has_errors

if TYPE_CHECKING:  # imported where used: a short command starts in a moment
    from .build import Job, Options
    from .project import Project

FINE, WRONG, OUR_FAULT = 0, 1, 3  # 2 is click's own: the command was not understood


@dataclass(frozen=True)
class Asked:
    """What the selectors say, alike for every command."""

    folder: str
    campaign: str
    languages: tuple[str, ...]
    products: tuple[str, ...]
    as_json: bool


_SELECTORS = (
    click.option("-C", "folder", default=".", help="The project's folder (or one inside it)."),
    click.option(
        "-c", "--campaign", default="", help="Which campaign; needed if there are several."
    ),
    click.option("-l", "--language", "languages", multiple=True, help="A language tag, or all."),
    click.option("-p", "--product", "products", multiple=True, help="A product, or all."),
    click.option("--json", "as_json", is_flag=True, help="Print JSON, for machines."),
)


def _command(function: Callable[..., int]) -> Callable[..., None]:
    """Adds the selectors, and turns every failure that a user can cause into plain text
    and an exit code."""

    @functools.wraps(function)
    def run(
        folder: str,
        campaign: str,
        languages: tuple[str, ...],
        products: tuple[str, ...],
        as_json: bool,
        **options: object,
    ) -> None:
        try:
            code = function(Asked(folder, campaign, languages, products, as_json), **options)
        except Failed as failed:
            say(failed.diagnostics, as_json)
            code = WRONG
        sys.exit(code)

    for option in _SELECTORS:
        run = option(run)
    return run


def _open(asked: Asked) -> Project:
    from .project import Project
    from .workspace import Workspace

    start = Path(asked.folder)
    if not start.is_dir():
        raise Failed([Diagnostic("no-workspace", f"there is no folder {start}", "correct -C")])
    return Project.open(Workspace.find(start), asked.campaign)


def _chosen(asked: tuple[str, ...], default: tuple[str, ...], everything: list[str]) -> list[str]:
    """What was asked for by name; ``all`` is everything; nothing is the campaign's list."""
    names = asked or default
    return everything if "all" in names else list(dict.fromkeys(names))


def _selection(
    project: Project, asked: Asked, default: tuple[str, ...] = ()
) -> tuple[list[str], list[str]]:
    """The languages and products to work on; without a word of the user those of
    ``default``, else those that the campaign lists."""
    from .content import languages_of
    from .layouts import products as known_products
    from .project import MULTI

    campaign = project.campaign
    pairs = [tag for tag in campaign.languages if "+" in tag]
    every = [*languages_of(project.workspace, campaign), *pairs, MULTI]
    return (
        _chosen(asked.languages, default or (*campaign.languages, MULTI), every),
        _chosen(asked.products, default or campaign.products, known_products(project.workspace)),
    )


def _tags(project: Project, asked: Asked, default: tuple[str, ...] = ()) -> list[str]:
    """The single languages of a selection: a pair is two, a piece in many is none of them."""
    from .project import MULTI

    spoken, _ = _selection(project, asked, default)
    return list(dict.fromkeys(t for s in spoken if s != MULTI for t in s.split("+")))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="beacon")
def main() -> None:
    """Leaflets, posters and cards in many languages, each proved before it is delivered."""


@main.command("build")
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
    asked: Asked,
    purpose: str,
    output: str,
    processes: int | None,
    flip: str | None,
    emit: str,
) -> int:
    """Build the files, read each one back, and deliver those that pass."""
    from .build import Options, build, cores, plan
    from .contacts import aged_contacts
    from .workspace import today

    project = _open(asked)
    chosen_languages, chosen_products = _selection(project, asked)
    by_name = bool(asked.languages and asked.products) and "all" not in (
        *asked.languages,
        *asked.products,
    )
    jobs = plan(project, chosen_languages, chosen_products, by_name)
    target = Path(output).resolve() if output else project.workspace.root / "output"
    options = Options(str(project.workspace.root), project.campaign.id, str(target), flip or "")
    problems = list(project.problems) + aged_contacts(project.campaign.contacts.values(), today())
    if emit == "pages":
        return _emit_pages(project, options, jobs, problems)
    progress = Progress(len(jobs))
    outcomes = build(project, options, jobs, processes or cores(), progress.step)
    progress.end()
    from .lint import CHECKS  # what lint warns of, lint tells

    problems += [p for o in outcomes for p in o.problems if p.is_error or p.code not in CHECKS]
    records = [o.record for o in outcomes if o.record]
    say(
        problems,
        asked.as_json,
        files=[{"path": r.path, "sha256": r.sha256, "status": r.status} for r in records],
    )
    if not asked.as_json:
        summary(project, outcomes, target)
    return WRONG if has_errors(problems) or len(records) < len(jobs) else FINE


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
    say(problems, False)
    return WRONG if has_errors(problems) else FINE


@main.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path())
@_command
def check_command(
    asked: Asked,
    files: tuple[str, ...],
) -> int:
    """Read finished files back and compare them with the campaign."""
    from .inspect_file import inspect_file

    project = _open(asked)
    project.stop_on_errors()
    problems: list[Diagnostic] = []
    records = []
    for file in files:
        verdict = inspect_file(
            project, Path(file), (*asked.products, "")[0], (*asked.languages, "")[0]
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
        if not asked.as_json:
            click.echo(f"{file}: {'passed' if verdict.passed else 'FAILED'}")
    say(problems, asked.as_json, files=records)
    return WRONG if has_errors(problems) else FINE


@main.command("lint")
@click.option("--explain", default="", help="Say what a check is about, then end.")
@click.option("--silence", default="", help="Do not give this warning for one string ...")
@click.option("--hear", default="", help="Give a silenced warning again for one string ...")
@click.option("--string", "key", default="", help="... the name of that string ...")
@click.option("--reason", default="", help="... and why.")
@_command
def lint_command(asked: Asked, explain: str, silence: str, hear: str, key: str, reason: str) -> int:
    """Check texts and layouts, and that every text fits; nothing is written."""
    if explain:
        return _explain(explain)
    project = _open(asked)
    if silence or hear:
        return _silence(project, asked, silence or hear, key, reason if silence else None)
    from .lint_run import lint_project
    from .workspace import today

    spoken, chosen_products = _selection(project, asked, ("all",))
    problems, silent = lint_project(project, spoken, chosen_products, today())
    say(problems, asked.as_json, silenced=silent)
    errors = sum(p.is_error for p in problems)
    if not asked.as_json:
        more = f", {silent} silenced" if silent else ""
        click.echo(f"{errors} errors, {len(problems) - errors} warnings{more}")
    return WRONG if errors else FINE


def _explain(check_id: str) -> int:
    from .lint import explained, unknown_check

    text = explained(check_id)
    if text is None:
        raise Failed([unknown_check(check_id)])
    click.echo(text)
    return FINE


def _silence(project: Project, asked: Asked, check_id: str, key: str, reason: str | None) -> int:
    from .lint_run import set_silence

    if not key or not asked.languages or (reason is not None and not reason.strip()):
        raise click.UsageError("name a language, --string, and for --silence a --reason")
    set_silence(project, list(asked.languages), check_id, key, reason)
    said = "heard again" if reason is None else "silenced"
    click.echo(f"{check_id} of {key}: {said} in {', '.join(asked.languages)}")
    return FINE


@main.command("list")
@click.option("-o", "output", default="", help="The folder of built files (default: output).")
@click.option("--number", default="", help="Which built files carry this number?")
@_command
def list_command(
    asked: Asked,
    output: str,
    number: str,
) -> int:
    """Show languages with their status; or which built files carry a number."""
    from .listing import language_row

    project = _open(asked)
    target = Path(output).resolve() if output else project.workspace.root / "output"
    if number:
        return _list_number(target, number, asked.as_json)
    catalogues = [project.catalogue(tag) for tag in _tags(project, asked, ("all",))]
    rows = [language_row(project, c) for c in catalogues if c is not None]
    say(project.problems, asked.as_json, languages=rows)
    if not asked.as_json:
        heads: dict[str, str | int] = {k: k for k, _ in _COLUMNS}
        for row in [heads, *rows]:
            click.echo("  ".join(f"{row[k]:<{w}}" for k, w in _COLUMNS).rstrip())
    return WRONG if has_errors(project.problems) else FINE


_COLUMNS = (
    ("language", 10),
    ("endonym", 18),
    ("script", 6),
    ("texts", 14),
    ("status", 10),
    ("strings", 9),
    ("complete", 8),
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
@click.option("--by", required=True, help="Who signs.")
@click.option("--role", type=click.Choice(["translator", "reviewer", "approver"]), required=True)
@_command
def sign_command(
    asked: Asked,
    by: str,
    role: str,
) -> int:
    """Record that somebody vouches for exactly this content of a language."""
    from .state import signed, write_state
    from .workspace import today

    project = _open(asked)
    catalogues = [project.catalogue(tag) for tag in _tags(project, asked)]
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


class _LastResort(contextlib.AbstractContextManager[None]):
    """What nobody foresaw is a fault of ours: it says so in a line, and exits with 3."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: object
    ) -> None:
        if kind is None or not issubclass(kind, Exception):
            return
        click.echo(f"beacon: a fault of ours, please report it: {error!r}", err=True)
        if "BEACON_TRACEBACK" not in os.environ:
            sys.exit(OUR_FAULT)


def run() -> None:
    """The entry point."""
    with _LastResort():
        main()
