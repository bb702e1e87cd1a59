"""Many processes at work: results in the order of the tasks, whatever happens to a process.

A pool that loses a process does not say which task killed it. So every task that was at work
is tried again in a pool of one: there the task that kills its process is known.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:  # imported where used: few files need no other process
    from concurrent.futures import Executor, Future

Task = TypeVar("Task")
Result = TypeVar("Result")

_AHEAD = 4  # tasks handed out for each process: enough that none waits, few to hold


@dataclass(frozen=True)
class Workforce:
    """Who works: so many processes here, or the cluster whose scheduler has that address."""

    processes: int = 1
    scheduler: str = ""


def cores() -> int:
    """How many processes this machine runs at once."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        return os.cpu_count() or 1


class Crew(Generic[Task, Result]):
    """Runs ``work`` on tasks. ``pool`` opens an executor of so many processes."""

    def __init__(self, pool: Callable[[int], Executor], work: Callable[[Task], Result]):
        self._open = pool
        self._work = work

    def run(self, tasks: Iterable[Task], processes: int) -> Iterator[tuple[Task, Result | None]]:
        """Each task with its result, in order; None if the process that ran it died of it.
        Tasks are drawn only as far ahead as is needed."""
        rest = iter(tasks)
        while True:
            lost: list[Task] = []
            yield from self._until_broken(rest, processes, lost)
            if not lost:
                return
            yield from self._one_by_one(lost)

    def _until_broken(
        self, tasks: Iterator[Task], processes: int, lost: list[Task]
    ) -> Iterator[tuple[Task, Result | None]]:
        """Results until a process dies; then ``lost`` are the tasks that have none."""
        from concurrent.futures import BrokenExecutor

        waiting: deque[tuple[Task, Future[Result]]] = deque()
        with _ended(self._open(processes)) as pool:
            while True:
                try:
                    self._fill(pool, tasks, waiting, processes * _AHEAD)
                    if not waiting:
                        return
                    result = waiting[0][1].result()
                except BrokenExecutor:
                    break
                yield waiting.popleft()[0], result
        for task, future in waiting:
            if not lost and future.done() and future.exception() is None:
                yield task, future.result()
            else:
                lost.append(task)

    def _fill(
        self,
        pool: Executor,
        tasks: Iterator[Task],
        waiting: deque[tuple[Task, Future[Result]]],
        wanted: int,
    ) -> None:
        from concurrent.futures import BrokenExecutor, Future

        for task in itertools.islice(tasks, wanted - len(waiting)):
            future: Future[Result] = Future()
            future.set_exception(BrokenExecutor())
            waiting.append((task, future))  # so that no task is lost if the pool is broken
            with _deaf_to_interrupts():
                waiting[-1] = task, pool.submit(self._work, task)

    def _one_by_one(self, tasks: list[Task]) -> Iterator[tuple[Task, Result | None]]:
        from concurrent.futures import BrokenExecutor

        left = deque(tasks)
        while left:
            with _ended(self._open(1)) as pool:
                while left:
                    task = left.popleft()
                    with _deaf_to_interrupts():
                        future = pool.submit(self._work, task)
                    try:
                        result = future.result()
                    except BrokenExecutor:
                        yield task, None
                        break
                    yield task, result


@contextlib.contextmanager
def _ended(pool: Executor) -> Iterator[Executor]:
    """A pool that is shut down whatever happens; tasks that have not begun are dropped."""
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes that start here do not hear Ctrl-C: the one that started them ends them. What
    it hears meanwhile it hears afterwards (POSIX; a mask is passed on to what is started)."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
