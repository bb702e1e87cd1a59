"""What tests share: a workspace of their own, and one composed document each."""

import functools
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.check import Verdict, check_pdf
from generator.expect import Expectation
from generator.geometry import MM
from generator.jobs import Job, Options
from generator.page import Document
from generator.pdf import write_pdf
from generator.project import Project
from generator.purpose import Purpose
from generator.records import dataclass
from generator.story import Story
from generator.worker import Worker
from generator.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
_DAY = "1795500000"  # 2026-11-24


@pytest.fixture
def project_copy(tmp_path):
    """A copy of the project's own inputs, to be broken at will."""
    for folder in ("content", "layouts", "fonts"):
        shutil.copytree(ROOT / folder, tmp_path / "project" / folder)
    return tmp_path / "project"


def open_project(root=ROOT):
    return Project.open(Workspace(root), "infotraite")


def worker_for(purpose=None, root=ROOT, output=""):
    """A worker for a purpose, an office if none is said."""
    options = Options(str(root), "infotraite", str(output), purpose or Purpose())
    return Worker(options, open_project(root))


def compose_job(product, language, root=ROOT):
    """Story, document and problems of one job."""
    worker = worker_for(root=root)
    story, document, problems = worker.document(Job(product, language))
    return story, document, worker.project.problems + problems


@dataclass(frozen=True)
class PressFile:
    """A press file as the product makes it, and the verdict on it."""

    story: Story
    document: Document
    expectation: Expectation
    data: bytes
    verdict: Verdict


@functools.cache
def press_file(product, language, standard="x4", bleed=3, inks="colour", **more):
    """One job for a press, its drafts accepted."""
    purpose = Purpose("press", standard, bleed * MM, inks, accepted=("drafts",), **more)
    worker = worker_for(purpose)
    story, document, problems = worker.document(Job(product, language))
    assert story is not None and document is not None, problems
    data = write_pdf(document, worker.fonts)
    wanted = worker.expectation(story)
    verdict = check_pdf(data, wanted, worker.figures, product)
    return PressFile(story, document, wanted, data, verdict)


def beacon(*words, cwd=None, **environment):
    """The command as a user runs it, on a day on which no contact is old. Files of the project
    itself are made anew: what other tests proved, and earlier runs, is not taken for them."""
    words = [str(word) for word in words]
    inside = cwd is None or Path(cwd).is_relative_to(ROOT)
    if words[0] == "build" and inside and "-C" not in words:
        words.append("--force")
    return subprocess.run(
        [sys.executable, "-m", "generator", *words],
        cwd=cwd or ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": _DAY} | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def started(*words):
    """The command at work, in a group of processes of its own that hears Ctrl-C."""
    return subprocess.Popen(
        [sys.executable, "-m", "generator", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": _DAY},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def needs(tool):
    """Skips, saying so, where a system tool is not installed."""
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not installed")


@pytest.fixture(scope="session")
def press():
    """Composes each product once, and checks files against it."""
    from tampering import Press

    return Press()
