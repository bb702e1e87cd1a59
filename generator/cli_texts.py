"""Commands for those who write and vouch for texts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .command import FINE, WRONG, Asked, command, opened, selection, tags_of
from .console import say
from .diagnostics import Failed
from .records import asdict

if TYPE_CHECKING:
    from .comments import Returned
    from .project import Project


@click.command("lint")
@click.option("--explain", default="", help="Say what a check is about, then end.")
@click.option("--silence", default="", help="Do not give this warning for one string ...")
@click.option("--hear", default="", help="Give a silenced warning again for one string ...")
@click.option("--string", "key", default="", help="... the name of that string ...")
@click.option("--reason", default="", help="... and why.")
@command
def lint_command(asked: Asked, explain: str, silence: str, hear: str, key: str, reason: str) -> int:
    """Check texts and layouts, and that every text fits; nothing is written."""
    if explain:
        return _explain(explain)
    project = opened(asked)
    if silence or hear:
        return _silence(project, asked, silence or hear, key, reason if silence else None)
    from .lint_run import lint_project
    from .workspace import today

    spoken, chosen_products = selection(project, asked, ("all",))
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


@click.command("sign")
@click.option("--by", required=True, help="Who signs.")
@click.option("--role", type=click.Choice(["translator", "reviewer", "approver"]), required=True)
@click.option("--content", default="", help="The content hash of the proof that was signed.")
@command
def sign_command(asked: Asked, by: str, role: str, content: str) -> int:
    """Record that somebody vouches for exactly this content of a language."""
    from .sign import sign
    from .workspace import today

    project = opened(asked)
    tags = tags_of(project, asked)
    sign(project, tags, by, role, today(), content)
    for tag in tags:
        click.echo(f"{tag}: signed by {by}, {role}")
    return FINE


@click.command("proof")
@click.option("-o", "output", default="", help="Where files go (default: output in the project).")
@click.option("--with", "second", default="", help="A third column in this language.")
@command
def proof_command(asked: Asked, output: str, second: str) -> int:
    """Make a PDF of a language to be proofread: every string in its place, and a table."""
    from .proof_file import write_proof

    project = opened(asked)
    tags = tags_of(project, asked)
    target = Path(output).resolve() if output else project.workspace.root / "output"
    paths = [write_proof(project, tag, second, target) for tag in tags]
    say([], asked.as_json, files=[str(p) for p in paths])
    if not asked.as_json:
        for path in paths:
            click.echo(project.workspace.relative(path))
    return FINE


@click.command("comments")
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--format", "form", type=click.Choice(["text", "po"]), default="text",
              help="po: write them as remarks into the PO file of the language.")  # fmt: skip
@click.option("-o", "output", default="", help="The folder of PO files (default: output/exchange).")
@command
def comments_command(asked: Asked, files: tuple[str, ...], form: str, output: str) -> int:
    """List what was written into proofs that came back."""
    from .comments import read_comments
    from .proof_file import told

    project = opened(asked)
    returned = [read_comments(Path(file)) for file in files]
    problems = [p for r, file in zip(returned, files, strict=True) for p in told(project, r, file)]
    if form == "po":
        say(problems, False)
        return _remarks(project, returned, output)
    records = [
        {
            "file": file,
            "language": r.language,
            "content": r.content,
            "comments": [asdict(c) for c in r.comments],
        }
        for r, file in zip(returned, files, strict=True)
    ]
    say(problems, asked.as_json, files=records)
    if not asked.as_json:
        for proof in returned:
            click.echo(f"{proof.language}: {len(proof.comments)} comments")
            for comment in proof.comments:
                who = f", {comment.author}" if comment.author else ""
                click.echo(
                    f"{comment.key or '(no string)'} ({comment.kind}, page {comment.page}{who})"
                )
                click.echo("    " + comment.text.replace("\n", "\n    "))
    return FINE


def _remarks(project: Project, proofs: list[Returned], output: str) -> int:
    """The PO file of each language, with what was written into its proofs."""
    from .exchange import export

    folder = Path(output).resolve() if output else project.workspace.root / "output/exchange"
    for tag in dict.fromkeys(proof.language for proof in proofs):
        said: dict[str, list[str]] = {}
        for comment in (c for p in proofs if p.language == tag for c in p.comments):
            who = f"{comment.author}: " if comment.author else ""
            said.setdefault(comment.key, []).append(who + comment.text)
        click.echo(project.workspace.relative(export(project, tag, "po", folder, said)))
    return FINE
