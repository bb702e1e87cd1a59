"""Many processes at work: results in the order of the tasks, whatever happens to a process.

Each process has a pipe of its own, so it is known which task one was at work on when it died.
That task is tried once more, in a process that has just begun; if that one dies too, the task
kills whoever takes it, and all others go on.

On Linux a process begins as a copy of this one, which takes a moment; elsewhere, and where
threads run that a copy would lack, it begins from nothing and imports everything again.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .records import dataclass, field

if TYPE_CHECKING:  # imported where used: few files need no other process
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Task = TypeVar("Task")
Result = TypeVar("Result")

FORK, SPAWN = "fork", "spawn"
_AT_HAND = 2  # tasks that a process is given: the one at work, and one so that it never waits
_AHEAD = 4  # tasks drawn for each process before the oldest of them is done
_TRIES = 2
_PATIENCE = 10  # seconds for a process to end its task when the work is over


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


@dataclass
class _Hand:
    """A process, the pipe to it, and the numbers of the tasks that it was given, in order."""

    process: BaseProcess
    pipe: Connection
    given: deque[int] = field(default_factory=deque)


class Crew(Generic[Task, Result]):
    """Runs ``work`` on tasks in other processes, each of which calls ``start`` with ``given``
    first. Both are functions of a module, and ``given`` can be pickled: a process that begins
    from nothing has them no other way."""

    def __init__(
        self, start: Callable[..., None], given: tuple[Any, ...], work: Callable[[Task], Result]
    ):
        self._begin = (start, given, work)
        self._beginning = _beginning()
        self._hands: list[_Hand] = []
        self._tasks: dict[int, Task] = {}  # drawn, and not given back yet
        self._waiting: deque[int] = deque()
        self._done: dict[int, Result | None] = {}
        self._tries: dict[int, int] = {}

    def run(self, tasks: Iterable[Task], processes: int) -> Iterator[tuple[Task, Result | None]]:
        """Each task with its result, in order; None if two processes died of it. Tasks are
        drawn only as far ahead as is needed."""
        rest, given_back = enumerate(tasks), 0
        try:
            while True:
                for number, task in itertools.islice(rest, processes * _AHEAD - len(self._tasks)):
                    self._tasks[number] = task
                    self._waiting.append(number)
                if not self._tasks:
                    return
                while given_back not in self._done:
                    self._hand_out(processes)
                    self._listen()
                while given_back in self._done:
                    yield self._tasks.pop(given_back), self._done.pop(given_back)
                    given_back += 1
        finally:
            self._end()

    def _hand_out(self, processes: int) -> None:
        while len(self._hands) < min(processes, len(self._waiting)):
            self._hands.append(self._hire())
        for hand in sorted(self._hands, key=lambda h: len(h.given)):
            while self._waiting and len(hand.given) < _AT_HAND:
                number = self._waiting.popleft()
                hand.given.append(number)
                with contextlib.suppress(OSError):  # it died; that is heard when listening
                    hand.pipe.send(self._tasks[number])

    def _hire(self) -> _Hand:
        from multiprocessing import get_context

        context = get_context(self._beginning)
        pipe, other = context.Pipe()
        # A copy has all that is open here. As long as it holds these ends, nobody hears that
        # the one at the other end is gone.
        ours = [*(hand.pipe for hand in self._hands), pipe] if self._beginning == FORK else []
        # typeshed: a context has a class of processes, whichever it is
        process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(ours, other, *self._begin), daemon=True
        )
        with _deaf_to_interrupts():
            process.start()
        other.close()
        return _Hand(process, pipe)

    def _listen(self) -> None:
        """Waits until a process has something to say, or has died."""
        from multiprocessing.connection import wait

        ready = wait([hand.pipe for hand in self._hands])
        for hand in [h for h in self._hands if h.pipe in ready]:
            try:
                is_result, value = hand.pipe.recv()
            except (EOFError, OSError):
                self._bury(hand)
                continue
            if not is_result:
                raise value
            self._done[hand.given.popleft()] = value

    def _bury(self, hand: _Hand) -> None:
        """A process that died: what it was at work on is tried again, or lost."""
        self._hands.remove(hand)
        _let_go(hand, 0)
        if hand.given:
            first = hand.given.popleft()
            self._tries[first] = self._tries.get(first, 0) + 1
            if self._tries[first] < _TRIES:
                hand.given.appendleft(first)
            else:
                self._done[first] = None
        self._waiting.extendleft(reversed(hand.given))

    def _end(self) -> None:
        for hand in self._hands:
            hand.pipe.close()  # whoever reads from it hears that the work is over
        for hand in self._hands:
            _let_go(hand, _PATIENCE)
        self._hands.clear()


def _let_go(hand: _Hand, patience: float) -> None:
    hand.pipe.close()
    hand.process.join(patience)
    if hand.process.is_alive():
        hand.process.kill()
        hand.process.join()


def _beginning() -> str:
    """How a process begins. Only the thread that forks lives on in a copy; what others had
    locked stays locked there. Apple's libraries do not bear it at all."""
    return FORK if sys.platform == "linux" and threading.active_count() == 1 else SPAWN


def _serve(
    ours: list[Connection],
    pipe: Connection,
    start: Callable[..., None],
    given: tuple[Any, ...],
    work: Callable[[Any], Any],
) -> None:
    """What another process does: tasks, one after the other, until nobody asks any more.
    ``ours`` are ends of pipes that belong to the one that started it."""
    for end in ours:
        end.close()
    try:
        start(*given)
        while True:
            task = pipe.recv()
            try:
                answer = (True, work(task))
            except Exception as error:  # a fault of ours: it is raised where the task came from
                answer = (False, error)
            pipe.send(answer)
    except (EOFError, OSError):
        return


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
