"""The same jobs through Dask: real workers in processes of their own, some of them killed."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import _DAY, ROOT, beacon

pytest.importorskip("distributed")
LINUX = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads /proc")
_ENV = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": _DAY}


def _dask(*words, folder):
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *map(str, words)],
        cwd=folder,
        env=_ENV,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.fixture
def cluster(tmp_path):
    file = tmp_path / "scheduler.json"
    where = ("--host", "127.0.0.1", "--no-dashboard")
    scheduler = _dask("scheduler", "--port", "0", "--scheduler-file", file, *where, folder=tmp_path)
    workers = _dask(
        "worker",
        "--scheduler-file",
        file,
        "--nworkers",
        2,
        "--nthreads",
        1,
        *where,
        folder=tmp_path,
    )
    try:
        until = time.monotonic() + 60
        while not file.exists() and time.monotonic() < until:
            time.sleep(0.05)
        address = json.loads(file.read_text())["address"]
        yield address, workers.pid
    finally:
        for process in (workers, scheduler):
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _tree(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.suffix in (".pdf", ".json", ".jsonl")
    }


def _children(pid):
    """The worker processes: what the process that watches over them has started."""
    threads = Path(f"/proc/{pid}/task").glob("*/children")  # any of its threads may have
    listed = [child for file in threads for child in file.read_text().split()]
    return [int(c) for c in listed if b"spawn_main" in Path(f"/proc/{c}/cmdline").read_bytes()]


@pytest.mark.slow
def test_a_cluster_makes_the_same_files_as_this_machine(cluster, project_copy, tmp_path):
    words = [
        "build",
        "-C",
        project_copy,
        "-p",
        "card-single",
        "-p",
        "poster-a4",
        "-l",
        "uk",
        "-l",
        "fr",
        "-o",
    ]
    there = beacon(*words, tmp_path / "there", "--scheduler", cluster[0])
    assert there.returncode == 0, there.stderr
    assert "4 files built and proved" in there.stdout
    assert beacon(*words, tmp_path / "here", "--force").returncode == 0
    assert _tree(tmp_path / "there") == _tree(tmp_path / "here")
    again = beacon(*words, tmp_path / "there", "--scheduler", cluster[0])
    assert "nothing has changed" in again.stdout


@LINUX
@pytest.mark.slow
def test_two_hundred_sites_survive_the_death_of_twenty_workers(cluster, tmp_path):
    """Workers are killed with -9 at random moments while they work; then the run itself is,
    and started again: the same files, the same hashes."""
    address, nannies = cluster
    rows = [f"stop-{n},Stop {n + 300},Ask at counter {n % 7}" for n in range(200)]
    table = tmp_path / "sites.csv"
    table.write_text("\n".join(["site,name,line", *rows, ""]))
    words = ["build", "--sites", table, "-p", "poster-a4", "-o"]
    output, rng, killed = tmp_path / "there", random.Random(3), []
    over = threading.Event()

    def kill():
        while len(killed) < 20 and not over.wait(rng.random() * 0.6):
            made = sum(1 for _ in output.rglob("*.pdf"))
            if made > 3 * len(killed):  # somebody is at work
                with contextlib.suppress(OSError, IndexError):
                    victim = rng.choice(_children(nannies))
                    os.kill(victim, signal.SIGKILL)
                    killed.append(victim)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        done = beacon(*words, output, "--scheduler", address)
    finally:
        over.set()
        killer.join()
    assert done.returncode == 0, done.stderr
    assert len(killed) == 20
    assert "200 files built and proved" in done.stdout
    assert beacon(*words, tmp_path / "here").returncode == 0
    assert _tree(output) == _tree(tmp_path / "here")
    assert not list(output.rglob("*.tmp"))


def test_a_cluster_that_is_not_there_is_told_in_words(tmp_path):
    words = ("build", "-p", "card-single", "-l", "uk", "-o", tmp_path)
    for address in ("tcp://127.0.0.1:1", "nonsense://x", "tcp://"):
        done = beacon(*words, "--scheduler", address)
        assert done.returncode == 1, done.stdout
        assert "does not answer" in done.stderr and "Traceback" not in done.stderr
    done = beacon(*words, "--scheduler", "tcp://127.0.0.1:1", "-j", "2")
    assert done.returncode == 2
