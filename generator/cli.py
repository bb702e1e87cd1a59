"""The command line: a thin shell over the floors below."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import __version__
from .cli_exchange import export_command, import_command
from .cli_texts import comments_command, lint_command, proof_command, sign_command
from .command import FINE, OUR_FAULT, WRONG, Asked, command, opened, selection, tags_of
from .console import Progress, say, summary
from .diagnostics import Diagnostic, has_errors

if TYPE_CHECKING:  # imported where used: a short command starts in a moment
    from .build import Job, Options
    from .project import Project


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
@command
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

    project = opened(asked)
    chosen_languages, chosen_products = selection(project, asked)
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
@command
def check_command(
    asked: Asked,
    files: tuple[str, ...],
) -> int:
    """Read finished files back and compare them with the campaign."""
    from .inspect_file import inspect_file

    project = opened(asked)
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


@main.command("list")
@click.option("-o", "output", default="", help="The folder of built files (default: output).")
@click.option("--number", default="", help="Which built files carry this number?")
@command
def list_command(
    asked: Asked,
    output: str,
    number: str,
) -> int:
    """Show languages with their status; or which built files carry a number."""
    from .listing import language_row

    project = opened(asked)
    target = Path(output).resolve() if output else project.workspace.root / "output"
    if number:
        return _list_number(target, number, asked.as_json)
    catalogues = [project.catalogue(tag) for tag in tags_of(project, asked, ("all",))]
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
    ("signed", 8),
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


for added in (
    lint_command,
    sign_command,
    proof_command,
    comments_command,
    export_command,
    import_command,
):
    main.add_command(added)


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
