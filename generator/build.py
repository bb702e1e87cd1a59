"""Builds: many jobs in several processes, delivered and recorded."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from pathlib import Path

from .diagnostics import Diagnostic
from .jobs import Job, Options
from .manifest import Record, merge_records
from .project import Project
from .worker import Outcome, Worker, guarded
from .workspace import clean_leftovers, make_folder

_WORTH_PROCESSES = 4  # fewer jobs are done sooner than a process starts
_RECORD_EVERY = 16  # files; a build that is killed leaves at most so many without a record

_worker: Worker | None = None


def _start(options: Options) -> None:
    global _worker
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker = Worker(options)


def _end_with_parent() -> None:
    """A process whose parent was killed has nobody to work for."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(job: Job) -> Outcome:
    assert _worker is not None
    return guarded(_worker, job)


def build(
    project: Project,
    options: Options,
    jobs: list[Job],
    processes: int,
    progress: Callable[[Outcome], None],
) -> list[Outcome]:
    """Runs the jobs, delivers what passes, and records it."""
    output = Path(options.output)
    make_folder(output)
    clean_leftovers(output)
    outcomes: list[Outcome] = []
    fresh: list[Record] = []
    for outcome in _outcomes(project, options, jobs, processes):
        outcomes.append(outcome)
        fresh += [outcome.record] if outcome.record else []
        if len(fresh) >= _RECORD_EVERY:
            merge_records(output, fresh)
            fresh = []
        progress(outcome)
    merge_records(output, fresh)
    return outcomes


def _outcomes(
    project: Project, options: Options, jobs: list[Job], processes: int
) -> Iterator[Outcome]:
    """Each job's outcome, in the order of the jobs."""
    if processes <= 1 or len(jobs) < _WORTH_PROCESSES:
        worker = Worker(options, project)
        for job in jobs:
            yield guarded(worker, job)
        return
    with ProcessPoolExecutor(
        min(processes, len(jobs)), get_context("spawn"), _start, (options,)
    ) as pool:
        with _interrupts_for_us_alone():
            running = [(job, pool.submit(_work, job)) for job in jobs]
        try:
            for job, future in running:
                yield _collected(job, future)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextlib.contextmanager
def _interrupts_for_us_alone() -> Iterator[None]:
    """Processes that start here do not hear Ctrl-C: the one that started them ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _collected(job: Job, future: Future[Outcome]) -> Outcome:
    try:
        return future.result()
    except BrokenExecutor:
        lost = Diagnostic(
            "worker-lost",
            f"the process that made {job.product} in {job.language} ended before its time",
            "run it again with -j 1; if it happens again, please report it",
        )
        return Outcome(job, None, (lost,))


def cores() -> int:
    return os.cpu_count() or 1
