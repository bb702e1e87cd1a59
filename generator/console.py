"""What a person at a terminal, or a program behind a pipe, is told."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .diagnostics import Diagnostic, as_records, render

if TYPE_CHECKING:
    from .jobs import Job
    from .manifest import Record
    from .past_run import Delivered

_PACE_AFTER = 4  # files; before, the pace is that of processes that start


def say(problems: list[Diagnostic], as_json: bool, **more: object) -> None:
    """Problems to the error stream as text, or everything to the output as JSON."""
    if as_json:
        click.echo(
            json.dumps({**more, "problems": as_records(problems)}, ensure_ascii=False, indent=2)
        )
    elif problems:
        click.echo(render(problems), err=True)


def _colour_allowed() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


class Progress:
    """One line on a terminal: files done, and the time that is left; nothing in a pipe."""

    def __init__(self, total: int):
        self._total = total
        self._done = 0
        self._made = 0
        self._began = time.monotonic()
        self._shown = sys.stderr.isatty()

    def step(self, reused: bool) -> None:
        """One more file is done; one that was there already tells nothing about the pace."""
        self._done += 1
        self._made += not reused
        if self._shown:
            click.echo(f"\r\x1b[K{self._line()}", err=True, nl=False)

    def _line(self) -> str:
        word = f"{self._done} of {self._total} files"
        passed = time.monotonic() - self._began
        if self._made < _PACE_AFTER or self._done == self._total:
            return word
        left = passed / self._made * (self._total - self._done)
        return f"{word}, {_duration(left)} left"

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)
        if kind is not None and issubclass(kind, KeyboardInterrupt):
            done = f"stopped: {self._done} of {self._total} files are done"
            click.echo(f"{done}; the same command goes on from there", err=True)


def _duration(seconds: float) -> str:
    """A time as people say it."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes = round(whole / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def summary(where: str, made: int, reused: int, failed: int = 0) -> None:
    """How many files are delivered, how many of them are new, and where they are."""
    if reused and (made or failed):
        word = f"{_files(made)} built and proved, {reused} as they were, in {where}"
    elif reused:
        word = f"{_files(reused)} in {where}: built and proved before, nothing has changed"
    else:
        word = f"{_files(made)} built and proved in {where}"
    click.echo(click.style(word, fg="green") if _colour_allowed() else word)


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def say_missing(jobs: Iterable[Job]) -> None:
    """What was not delivered."""
    for job in jobs:
        where = f" for {job.site.id}" if job.site else ""
        click.echo(
            f"not delivered: {job.product} in {job.language}{where} "
            "(a file that was built earlier is left as it was)",
            err=True,
        )


def say_drafts(delivered: Sequence[Delivered | Record]) -> None:
    """Which of the delivered languages nobody has approved."""
    screens = all(Path(d.path).suffix == ".png" for d in delivered)
    say_draft_languages({d.language for d in delivered if d.status != "approved"}, screens)


def say_draft_languages(tags: Iterable[str], screens: bool = False) -> None:
    word = "Drafts (a screen bears no mark of it)" if screens else "Drafts, and marked so"
    if tags := sorted(tags):
        click.echo(f"{word}: {', '.join(tags)}")
