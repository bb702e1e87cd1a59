"""Many processes: order, bounds, and what becomes of tasks whose process dies."""

import functools
import gc
import os
import signal
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, beacon, started, worker_for

from generator import build as building
from generator import parallel
from generator.console import Progress, _duration
from generator.geometry import MM
from generator.jobs import Job, Options
from generator.parallel import FORK, SPAWN, Crew, Workforce
from generator.project import Project
from generator.purpose import Purpose
from generator.worker import Worker
from generator.workspace import Workspace

LINUX = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads /proc")


def _begin(number):
    assert number == 7


_CREW = (_begin, (7,))


@pytest.fixture(params=[SPAWN, *([FORK] if sys.platform == "linux" else [])])
def beginning(request, monkeypatch):
    """Each way in which a process begins."""
    monkeypatch.setattr(parallel, "_beginning", lambda: request.param)
    return request.param


def _double(task):
    if task < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return task * 2


def test_results_come_in_the_order_of_the_tasks(beginning):
    assert list(Crew(*_CREW, _double).run(range(40), 2)) == [(n, n * 2) for n in range(40)]


def test_tasks_are_drawn_only_as_they_are_needed(beginning):
    drawn = []

    def tasks():
        for n in range(100):
            drawn.append(n)
            yield n

    results = Crew(*_CREW, _double).run(tasks(), 2)
    assert next(results) == (0, 0)
    assert len(drawn) <= 10
    assert [r for _, r in results] == [n * 2 for n in range(1, 100)]


def _double_the_first_slowly(task):
    if task == 0:
        time.sleep(0.3)
    return task * 2


def test_no_task_is_lost_when_one_takes_longer_than_all_that_were_drawn(monkeypatch, beginning):
    """All others are done by then, so nothing is at hand for a moment: that is not the end."""
    monkeypatch.setattr(parallel, "_AT_HAND", 1)
    found = Crew(*_CREW, _double_the_first_slowly).run(range(30), 2)
    assert list(found) == [(n, n * 2) for n in range(30)]


@pytest.mark.slow
def test_a_task_that_kills_its_process_is_named_and_all_others_are_done(beginning):
    tasks = [n if n % 20 != 7 else -n for n in range(60)]
    expected = [(n, None if n < 0 else n * 2) for n in tasks]
    assert list(Crew(*_CREW, _double).run(tasks, 2)) == expected


def _raises(task):
    raise ValueError(f"task {task}")


def test_a_fault_of_ours_is_raised_where_the_tasks_came_from(beginning):
    with pytest.raises(ValueError, match="task [0-2]"):
        list(Crew(*_CREW, _raises).run(range(3), 2))


def _children(pid):
    return [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _started(root, output, *words):
    """A build in processes of its own, with the ids of those that set pages."""
    run = started("build", "-C", root, "-j", "2", "-o", output, *words)
    until = time.monotonic() + 60
    while time.monotonic() < until and not list(output.rglob("*.pdf")):
        time.sleep(0.02)
    return run


def _setters(pid):
    """The processes that set pages: not the one that keeps books of resources."""
    told = {c: Path(f"/proc/{c}/cmdline").read_bytes() for c in _children(pid)}
    return [c for c, words in told.items() if b"resource_tracker" not in words]


# Forty files: enough to be at work still when the first is there, on a busy machine too.
_MANY = [w for tag in "en fr de lb pt es it nl pl cs".split() for w in ("-l", tag)]
_MANY += [w for kind in "card-single leaflet leaflet-large poster-a4".split() for w in ("-p", kind)]


@LINUX
@pytest.mark.slow
def test_a_build_that_loses_a_process_makes_every_file(project_copy, tmp_path):
    output = tmp_path / "out"
    run = _started(project_copy, output, *_MANY)
    os.kill(_setters(run.pid)[0], signal.SIGKILL)
    said, wrong = run.communicate(timeout=120)
    assert run.returncode == 0, wrong
    assert "40 files built and proved" in said


@LINUX
@pytest.mark.slow
def test_ctrl_c_ends_a_build_at_once_and_what_was_done_counts(project_copy, tmp_path):
    output = tmp_path / "out"
    run = _started(project_copy, output, *_MANY)
    began = time.monotonic()
    os.killpg(run.pid, signal.SIGINT)
    said, wrong = run.communicate(timeout=60)
    assert time.monotonic() - began < 20
    assert run.returncode == 1
    assert "stopped" in wrong and "Traceback" not in wrong + said
    until = time.monotonic() + 20  # what keeps books of resources hears a moment later
    while _children_left(run.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _children_left(run.pid)
    done = len(list(output.rglob("*.pdf")))
    assert 0 < done < 40
    again = beacon("build", "-C", project_copy, *_MANY, "-o", output)
    assert again.returncode == 0 and "as they were" in again.stdout, again.stdout


def _children_left(group):
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        found += [stat.parent.name] if fields[2] == str(group) and fields[0] != "Z" else []
    return found


def test_files_are_the_same_whichever_way_processes_begin(beginning, tmp_path):
    project = Project.open(Workspace(ROOT), "infotraite")
    jobs = [Job("card-single", tag) for tag in ("uk", "fr", "de")]
    here, there = (
        Worker(Options(str(ROOT), "infotraite", str(tmp_path / name)), project)
        for name in ("here", "there")
    )
    alone = [outcome.files for outcome in building.outcomes(here, jobs, Workforce(1))]
    shared = [outcome.files for outcome in building.outcomes(there, jobs, Workforce(2))]
    assert all(alone) and alone == shared


def test_a_long_run_leaves_little_behind(tmp_path):
    options = Options(str(ROOT), "infotraite", str(tmp_path))
    worker = Worker(options, Project.open(Workspace(ROOT), "infotraite"))
    jobs = [Job("card-single", tag) for tag in ("uk", "fr", "de", "en")] * 15
    seldom = gc.get_threshold()
    try:
        held = [len(gc.get_objects()) for _ in building.outcomes(worker, jobs, Workforce(1))]
    finally:
        gc.unfreeze()
        gc.set_threshold(*seldom)
    assert len(held) == len(jobs)
    assert max(held[20:]) - min(held[10:20]) < 3_000


@pytest.mark.parametrize("product", ["leaflet", "poster-a3", "card", "card-single"])
@pytest.mark.parametrize(
    "purpose",
    [Purpose(), Purpose("press", "x4", 3 * MM), Purpose("screen"), Purpose("text")],
    ids=lambda purpose: purpose.name,
)
def test_a_file_leaves_no_circles(product, purpose, tmp_path):
    """Python frees what a file took when it is done with it, but not what goes round in
    circles: a long run would grow by that until somebody looks."""
    worker, job = worker_for(purpose, output=tmp_path), Job(product, "uk")
    for _ in range(2):  # what is kept for the next
        worker.run(job)
    gc.collect()
    left = []
    for _ in range(3):  # whoever runs the tests may leave some of its own meanwhile
        worker.run(job)
        left.append(gc.collect())
    assert min(left) == 0


def test_a_lost_job_is_told_by_its_name():
    outcome = building.lost(Job("leaflet", "uk"))
    assert outcome.record is None
    assert "leaflet in uk" in outcome.problems[0].message


def test_the_progress_tells_the_time_that_is_left(monkeypatch):
    clock = iter([0.0, *(float(n) for n in range(1, 100))])
    monkeypatch.setattr(time, "monotonic", functools.partial(next, clock))
    progress = Progress(100)
    for _ in range(10):
        progress.step(False)
    progress._began = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: 20.0)
    assert progress._line() == "10 of 100 files, 3 min left"
    assert [_duration(s) for s in (5, 80, 3700, 7300)] == ["5 s", "1 min", "1 h 2 min", "2 h 2 min"]
