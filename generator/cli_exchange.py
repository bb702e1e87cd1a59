"""Commands that send translations to translators' tools and bring them back."""

from __future__ import annotations

from pathlib import Path

import click

from .command import FINE, WRONG, Asked, command, opened, tags_of
from .console import say


@click.command("export")
@click.option("--format", "form", type=click.Choice(["po", "xliff", "csv"]), default="po",
              help="For gettext tools, CAT tools, or spreadsheets.")  # fmt: skip
@click.option("-o", "output", default="", help="The folder (default: output/exchange).")
@command
def export_command(asked: Asked, form: str, output: str) -> int:
    """Write the texts of languages for translators' tools."""
    from .exchange import export

    project = opened(asked)
    folder = Path(output).resolve() if output else project.workspace.root / "output/exchange"
    spoken = asked.languages if asked.languages and "all" not in asked.languages else None
    tags = list(spoken or [t for t in tags_of(project, asked) if t != project.source.language])
    for tag in tags:
        click.echo(project.workspace.relative(export(project, tag, form, folder, {})))
    return FINE


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--partial", is_flag=True, help="Take what is good, leave what is not.")
@command
def import_command(asked: Asked, files: tuple[str, ...], partial: bool) -> int:
    """Bring translations back into the language files; nothing is written if one is wrong."""
    from .exchange import bring_in

    done = bring_in(opened(asked), [Path(file) for file in files], partial)
    problems = [p for result in done for p in result.problems]
    say(problems, asked.as_json, files=[{"file": r.file, "changed": r.changed, "left": r.left,
                                         "refused": r.refused} for r in done])  # fmt: skip
    if not asked.as_json:
        for r in done:
            refused = f", {r.refused} refused" if r.refused else ""
            click.echo(
                f"{r.file}: {r.changed} strings changed, {r.left} left as they were{refused}"
            )
    return WRONG if problems else FINE
