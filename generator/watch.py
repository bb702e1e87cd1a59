"""``beacon watch``: whoever edits a text sees its page as soon as the file is saved.

The folders of the workspace are looked at many times a second. What changed is read again,
planned as for a build, and only files with another key are made; each is proved before it
takes its place, and its pages are drawn as pictures beside it. A file that is broken in the
middle of an edit is told, and the pages stay as they were.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .diagnostics import Diagnostic, Failed
from .fingerprint import Fingerprint
from .garbage import look_at_work
from .jobs import Job, Options, plan
from .manifest import merge_records
from .preview import previews
from .project import Project
from .records import dataclass
from .story import Story
from .worker import Outcome, Worker
from .workspace import Workspace, write_atomic

FOLDERS = ("content", "layouts", "fonts")
_LOOK_EVERY = 0.04  # seconds
_QUIET = 0.02  # seconds without a change: an editor may write a file in several steps
_FOLDER = "preview"
_FAST = 1  # of zlib: pictures for the eye, seen once

Selection = Callable[[Project], tuple[list[str], list[str]]]


@dataclass(frozen=True)
class Seen:
    """What came of a look: a file that is new, with its pictures and the seconds it took from
    the change; or what keeps it from being made."""

    outcome: Outcome | None
    pictures: tuple[Path, ...] = ()
    seconds: float = 0.0
    problems: tuple[Diagnostic, ...] = ()


class Watch:
    """Watches a campaign. ``selection`` says what of it, each time it has been read."""

    def __init__(self, options: Options, selection: Selection, by_name: bool):
        self._options = options
        self._selection = selection
        self._by_name = by_name
        self._worker: Worker | None = None
        self._shown: dict[Job, Fingerprint] = {}
        self._told: list[Diagnostic] = []

    def run(self) -> Iterator[Seen]:
        """All that comes of it, for ever."""
        look_at_work()
        state = self._state()
        yield from self.look(time.monotonic())
        while True:
            time.sleep(_LOOK_EVERY)
            if (now := self._state()) == state:
                continue
            began = time.monotonic()
            while state != now:
                state = now
                time.sleep(_QUIET)
                now = self._state()
            yield from self.look(began)

    def look(self, began: float) -> Iterator[Seen]:
        """Reads everything again, and makes what has another key. ``began``: when the change
        was seen."""
        try:
            jobs, keys = self._planned()
        except Failed as failed:
            yield from self._tell(failed.diagnostics)
            return
        assert self._worker is not None, "a plan has a worker"
        problems = []
        # What changed last is looked at first.
        for job in sorted(jobs, key=lambda j: j in self._shown):
            if keys.get(job) == self._shown.get(job) and job in keys:
                continue
            outcome = (job in keys and self._worker.kept(job, keys[job])) or self._worker.run(job)
            problems += [p for p in outcome.problems if p.is_error]
            if outcome.record is None:
                self._shown.pop(job, None)
                continue
            merge_records(Path(self._options.output), [outcome.record])
            pictures = self._pictures(outcome.record.path)
            if job in keys:
                self._shown[job] = keys[job]
            yield Seen(outcome, pictures, time.monotonic() - began)
        yield from self._tell(problems)

    def _tell(self, problems: list[Diagnostic]) -> Iterator[Seen]:
        """Problems are told when they are others than those that were told last."""
        if problems != self._told:
            self._told = problems
            yield Seen(None, problems=tuple(problems))

    def _planned(self) -> tuple[list[Job], dict[Job, Fingerprint]]:
        project = Project.open(Workspace(Path(self._options.root)), self._options.campaign)
        worker = Worker(self._options, project, self._worker)
        keys: dict[Job, Fingerprint] = {}

        def keyed(job: Job, story: Story, problems: list[Diagnostic]) -> None:
            if key := worker.planned(job, story, problems):
                keys[job] = key

        chosen = self._selection(project)
        jobs = plan(project, *chosen, self._by_name, self._options, keyed, fonts=worker.fonts)
        self._worker = worker
        return jobs, keys

    def _pictures(self, path: str) -> tuple[Path, ...]:
        """The pages of a file, drawn beside it in a folder of their own."""
        output = Path(self._options.output)
        data = (output / path).read_bytes()
        stem = output / _FOLDER / Path(path).with_suffix("")
        found = []
        for number, picture in enumerate(previews(data, _FAST), 1):
            target = stem.with_name(f"{stem.name}_page-{number}.png")
            write_atomic(target, picture)
            found.append(target)
        return tuple(found)

    def _state(self) -> dict[str, tuple[int, int]]:
        """When each file of the workspace was changed, in nanoseconds, and its size."""
        root = self._options.root
        found = {}
        for folder in FOLDERS:
            for path, changed, size in _files_below(f"{root}/{folder}"):
                found[path] = changed, size
        return found


def _files_below(folder: str) -> Iterator[tuple[str, int, int]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from _files_below(entry.path)
                else:
                    info = entry.stat()
                    yield entry.path, info.st_mtime_ns, info.st_size
    except OSError:  # it is just being renamed or taken away
        return
