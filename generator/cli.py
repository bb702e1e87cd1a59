"""The command line: a thin shell over the floors below."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
from pathlib import Path

import click

from . import __version__
from .command import FINE, OUR_FAULT, WRONG, Asked, command, opened, tags_of
from .console import say
from .diagnostics import has_errors
from .garbage import look_seldom

_MODULES = {  # of each command; one is read when it is asked for, so a short one starts at once
    "build": "cli_build",
    "check": "cli_build",
    "comments": "cli_texts",
    "export": "cli_exchange",
    "import": "cli_exchange",
    "lint": "cli_texts",
    "pack": "cli_pack",
    "proof": "cli_texts",
    "sign": "cli_texts",
    "watch": "cli_watch",
}


class _Commands(click.Group):
    """All commands; those of other modules by the names of ``_MODULES``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self.commands, *_MODULES})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULES:
            return super().get_command(ctx, cmd_name)
        module = importlib.import_module(f".{_MODULES[cmd_name]}", __package__)
        found: click.Command = getattr(module, f"{cmd_name}_command")
        return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="beacon")
def main() -> None:
    """Leaflets, posters and cards in many languages, each proved before it is delivered."""


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
    look_seldom()
    with _LastResort():
        main()
