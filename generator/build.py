"""Builds: what is kept is taken, the rest is made in several processes, delivered, recorded."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from .cache import Cache
from .delivery import Delivery
from .diagnostics import Diagnostic, Failed
from .fingerprint import Fingerprint
from .garbage import look_at_work
from .jobs import Job
from .manifest import Record, merge_records
from .parallel import Crew, Workforce
from .worker import Outcome, Worker
from .workspace import clean_leftovers, make_folder

_WORTH_PROCESSES = 4  # fewer jobs are done sooner than a process starts
_RECORD_EVERY = 16  # files; a build that is killed leaves at most so many without a record

_worker: Worker | None = None


def _start(worker: Worker) -> None:
    """``worker`` is a copy of the one in the process that started this one, or made like it."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this process ends it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    worker.hold()
    _worker = worker
    look_at_work()


def _end_with_parent() -> None:
    """A process whose parent was killed has nobody to work for."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(job: Job) -> Outcome:
    assert _worker is not None
    return _worker.run(job)


def build(
    worker: Worker,
    jobs: list[Job],
    workforce: Workforce,
    progress: Callable[[Outcome], None],
    keys: Mapping[Job, Fingerprint] | None = None,
) -> list[Outcome]:
    """Takes what is kept, runs the other jobs, delivers what passes, and records it. ``keys``
    are those of the jobs' files; a job without one is run."""
    options = worker.options
    output = Path(options.output)
    make_folder(output)
    clean_leftovers(output)
    done: dict[Job, Outcome] = {}
    fresh: list[Record] = []
    try:
        for outcome in _outcomes(worker, jobs, workforce, keys or {}):
            done[outcome.job] = outcome
            fresh += [outcome.record] if outcome.record else []
            if len(fresh) >= _RECORD_EVERY and not outcome.reused:
                merge_records(output, fresh)
                fresh = []
            progress(outcome)
    finally:  # what was delivered before Ctrl-C is recorded too
        merge_records(output, fresh)
        if options.cache and not all(outcome.reused for outcome in done.values()):
            Cache(Path(options.cache)).make_room()
    return [done[job] for job in jobs]


def _outcomes(
    worker: Worker,
    jobs: list[Job],
    workforce: Workforce,
    keys: Mapping[Job, Fingerprint],
) -> Iterator[Outcome]:
    rest = []
    for job in jobs:
        kept = worker.kept(job, keys[job]) if job in keys and not worker.options.force else None
        if kept is None:
            rest.append(job)
        else:
            yield kept
    few = len(rest) < _WORTH_PROCESSES
    here = Workforce(1 if few else min(workforce.processes, len(rest)))
    yield from outcomes(worker, rest, workforce if workforce.scheduler and rest else here)


def outcomes(worker: Worker, jobs: Iterable[Job], workforce: Workforce) -> Iterator[Outcome]:
    """Each job's outcome, in the order of the jobs, which are drawn as they are needed."""
    look_at_work()
    if workforce.scheduler:
        yield from _from_cluster(worker, jobs, workforce.scheduler)
    elif workforce.processes <= 1:
        for job in jobs:
            yield worker.run(job)
    else:
        for job, outcome in Crew(_start, (worker,), _work).run(jobs, workforce.processes):
            yield outcome or lost(job)


def _from_cluster(worker: Worker, jobs: Iterable[Job], scheduler: str) -> Iterator[Outcome]:
    """What other machines made, delivered here."""
    try:
        from .cluster import on_cluster  # Dask takes a second to import
    except ImportError:
        what, hint = "--scheduler needs Dask, which is not installed", "install distributed"
        raise Failed([Diagnostic("cluster", what, hint)]) from None
    for job, made in on_cluster(scheduler, worker.options, worker.project, jobs):
        here = Delivery(worker.options.output)
        yield worker.deliver(made, here) if made else lost(job)


def lost(job: Job) -> Outcome:
    """The outcome of a job whose process died of it."""
    where = f" for {job.site.id}" if job.site else ""
    said = Diagnostic(
        "worker-lost",
        f"the process that made {job.product} in {job.language}{where} ended before its time",
        "all other files are made; run it again with -j 1, and if it happens again, report it",
    )
    return Outcome(job, None, (said,))
