"""Bad inputs: each is refused at once, in plain words, at its place; nothing is written.

Every message is compared whole with ``golden/<case>.txt``. ``BEACON_GOLDEN=write`` writes
those files anew: read each of them before you keep it.
"""

import hashlib
import os
import shutil
import time
from pathlib import Path

import badinputs
import badlayouts
import pytest
from badinputs import CAMPAIGN, HOME, TEXT, says, swap
from badlayouts import LAYOUT
from conftest import ROOT, beacon

from generator.diagnostics import Failed, has_errors, render
from generator.jobs import Options, plan
from generator.project import Project
from generator.worker import Worker
from generator.workspace import Workspace

GOLDEN = Path(__file__).parent / "golden"
CASES = badinputs.CASES + badlayouts.CASES


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """One copy of a small project that never changes, with the fonts and pictograms of the
    real one. Each case breaks a file of it and mends it."""
    root = tmp_path_factory.mktemp("bad") / "project"
    shutil.copytree(Path(__file__).parent / "data" / "project", root)
    for folder in ("fonts", "layouts/pictograms"):
        shutil.copytree(ROOT / folder, root / folder)
    outside = root.parent / "outside.svg"
    outside.write_text('<svg viewBox="0 0 9 9"><path d="M0 0H9V9Z" fill="currentColor"/></svg>')
    (root / HOME / "outside.svg").symlink_to(outside)
    (root / HOME / "loop.svg").symlink_to("loop.svg")
    return root


def problems_of(root, product, language):
    """What a build says before it writes."""
    try:
        project = Project.open(Workspace(root), "infotraite")
        worker = Worker(Options(str(root), "infotraite", ""), project)
        jobs = plan(project, [language], [product], by_name=True)
        return project.problems + [p for job in jobs for p in worker.document(job)[2]]
    except Failed as failed:
        return failed.diagnostics


def fingerprint(root):
    """Every file below ``root`` with what it holds."""
    return {
        p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in root.rglob("*")
        if p.is_file()
    }


def compare(name, said):
    """``said`` is what the golden file holds, to the letter."""
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("BEACON_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(said + "\n", encoding="utf-8")
    assert said + "\n" == file.read_text(encoding="utf-8")


def test_the_copy_is_sound_before_it_is_broken(copy):
    for product in ("card-single", "card", "leaflet", "poster-a4"):
        assert problems_of(copy, product, "uk") == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_bad_input_is_refused_in_plain_words(copy, case):
    file = copy / case.file
    good = file.read_bytes()
    file.write_bytes(case.change(good))
    try:
        before = fingerprint(copy)
        started = time.process_time()  # a busy machine is no fault of ours
        problems = problems_of(copy, case.product, case.language)
        said = render(problems)
        took = time.process_time() - started
        assert has_errors(problems), "accepted in silence"
        assert fingerprint(copy) == before
        assert took < case.seconds
    finally:
        file.write_bytes(good)
    compare(case.name, said)


def test_every_case_has_a_name_of_its_own():
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize(
    ("name", "file", "change", "words", "environment"),
    [
        ("cli-typed-number", TEXT, says("Дзвоніть 113 зараз"), ("-l", "uk"), {}),
        ("cli-bad-date", CAMPAIGN, swap("2026-11-23", "23.11.2026"), (), {}),
        ("cli-bad-colour", LAYOUT, swap("fill: warm", "fill: wram"), ("-p", "card-single"), {}),
        ("cli-unknown-campaign", None, None, ("-c", "infotrait"), {}),
        ("cli-unknown-names", None, None, ("-l", "ukr", "-p", "card-singel"), {}),
        ("cli-clock", None, None, ("-l", "uk", "-p", "card"), {"SOURCE_DATE_EPOCH": "garbage"}),
        ("cli-no-folder", None, None, ("-C", "nowhere"), {}),
    ],
)
def test_the_command_says_so_and_writes_nothing(copy, name, file, change, words, environment):
    good = (copy / file).read_bytes() if file else b""
    if file:
        (copy / file).write_bytes(change(good))
    try:
        before = fingerprint(copy)
        done = beacon("build", *words, cwd=copy, **environment)
        assert fingerprint(copy) == before
    finally:
        if file:
            (copy / file).write_bytes(good)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert not (copy / "output").exists()
    compare(name, done.stderr.rstrip("\n"))
