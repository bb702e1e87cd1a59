"""The same jobs on other machines, through Dask's distributed scheduler.

What the run has read goes to every worker once, by a plugin, also to those that join later;
a job comes back as bytes. So workers need this program and nothing else: no shared disk.
The scheduler hands a job on when its worker dies.
"""

from __future__ import annotations

import hashlib
import pickle
import threading
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from typing import Any

from distributed import Client, Future, KilledWorker, WorkerPlugin, get_worker

from .diagnostics import Diagnostic, Failed
from .fingerprint import code_version
from .jobs import Job, Options
from .project import Project
from .worker import Made, Worker

_AHEAD = 4  # jobs handed out for each worker
_TRIES = 3  # a job whose workers died is handed out so often; each time the scheduler tries too
_ANSWER, _WAIT = 5, 30  # seconds for the scheduler to answer, for a worker to be there

_lock = threading.Lock()  # one job at a time in a process: pdfium knows no threads
_workers: dict[str, Worker] = {}


class _Baggage(WorkerPlugin):  # type: ignore[misc]
    """Carries what a run has read to each worker of the cluster."""

    def __init__(self, name: str, payload: bytes):
        self.name = name
        self.payload = payload

    def setup(self, worker: Any) -> None:
        worker.beacon = {self.name: self.payload}


def _make(name: str, version: str, job: Job) -> Made | str:
    """A job on a worker, or why it cannot be done there."""
    if code_version() != version:
        return "runs another version of beacon, of Python or of a library"
    with _lock:
        if name not in _workers:
            payload = getattr(get_worker(), "beacon", {}).get(name)
            if payload is None:
                return "was not told what to build"
            options, project = pickle.loads(zlib.decompress(payload))
            _workers.clear()  # one run at a time
            _workers[name] = Worker(options, project)
        return _workers[name].make(job)


def on_cluster(
    address: str, options: Options, project: Project, jobs: Iterable[Job]
) -> Iterator[tuple[Job, Made | None]]:
    """What the cluster at ``address`` makes of each job, in order; None where every worker
    that tried it died. Jobs are drawn as they are needed."""
    client = _connected(address)
    try:
        shipped = (options, project.held())
        payload = zlib.compress(pickle.dumps(shipped), 6)
        name = f"beacon-{hashlib.sha256(payload).hexdigest()}"
        client.register_plugin(_Baggage(name, payload))
        yield from _in_order(client, name, jobs)
    except (OSError, CancelledError) as error:
        raise _lost_cluster(address, error) from None
    finally:
        client.close()


def _in_order(client: Client, name: str, jobs: Iterable[Job]) -> Iterator[tuple[Job, Made | None]]:
    rest = iter(jobs)
    waiting: deque[tuple[Job, Future]] = deque()

    def hand_out(job: Job) -> Future:
        return client.submit(_make, name, code_version(), job, pure=False)

    while True:
        ahead = _AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        while len(waiting) < ahead and (job := next(rest, None)) is not None:
            waiting.append((job, hand_out(job)))
        if not waiting:
            return
        job, future = waiting.popleft()
        yield job, _result(job, future, hand_out)


def _result(job: Job, future: Future, hand_out: Callable[[Job], Future]) -> Made | None:
    for _ in range(_TRIES):
        try:
            made = future.result()
        except KilledWorker:
            future = hand_out(job)
            continue
        if not isinstance(made, Made):
            what = f"a worker of the cluster {made}"
            hint = "install the same requirements.txt there, and start the workers again"
            raise Failed([Diagnostic("cluster", what, hint)])
        return made
    return None


def _connected(address: str) -> Client:
    try:
        client = Client(address, timeout=_ANSWER)
        client.wait_for_workers(1, timeout=_WAIT)
    except (OSError, ValueError, TimeoutError) as error:
        raise _lost_cluster(address, error) from None
    return client


def _lost_cluster(address: str, error: BaseException) -> Failed:
    what = f"the cluster at {address} does not answer ({type(error).__name__})"
    hint = "start its scheduler and a worker; what is done counts, the same command goes on"
    return Failed([Diagnostic("cluster", what, hint)])
