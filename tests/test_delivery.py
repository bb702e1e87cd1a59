"""Files are given to the disk before they are proved, and seen only when they passed."""

import os
from pathlib import Path

import pytest
from conftest import ROOT

from generator import worker as working
from generator.check import Verdict
from generator.delivery import Delivery
from generator.diagnostics import Diagnostic, Failed
from generator.jobs import Job, Options
from generator.project import Project
from generator.worker import Worker
from generator.workspace import Workspace, write_atomic

NAME, DATA = "uk/card.pdf", b"a card"


@pytest.fixture(params=["without a name", "by another name", "named late"])
def way(request, monkeypatch):
    """How a file is kept out of sight: the last where the system has no /proc."""

    def refuses(*args, **words):
        raise OSError("no such thing")

    if request.param == "by another name":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    if request.param == "named late":
        monkeypatch.setattr(os, "link", refuses)
    return request.param


def _files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_file_is_seen_once_it_is_placed(way, tmp_path):
    with Delivery(tmp_path) as delivery:
        delivery.begin(NAME, DATA)
        assert not [name for name in _files(tmp_path) if not name.endswith(".tmp")]
        delivery.place(NAME, DATA)
        assert _files(tmp_path) == {NAME: DATA}
    assert _files(tmp_path) == {NAME: DATA}


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="Linux keeps files without names")
def test_a_file_without_a_name_gets_one_and_is_written_once(monkeypatch, tmp_path):
    synced = []
    monkeypatch.setattr(os, "fsync", synced.append)
    write_atomic(tmp_path / "card.pdf", DATA)
    assert _files(tmp_path) == {"card.pdf": DATA}
    assert len(synced) == 1


def test_of_a_file_that_is_not_placed_nothing_is_left(way, tmp_path):
    with Delivery(tmp_path) as delivery:
        delivery.begin(NAME, DATA)
    assert _files(tmp_path) == {}


def test_an_older_file_stays_until_the_new_one_takes_its_place(way, tmp_path):
    with Delivery(tmp_path) as delivery:
        delivery.place(NAME, b"an older card")
    with Delivery(tmp_path) as delivery:
        delivery.begin(NAME, DATA)
    assert _files(tmp_path) == {NAME: b"an older card"}


def test_what_is_placed_is_what_was_meant_not_what_was_begun(way, tmp_path):
    with Delivery(tmp_path) as delivery:
        delivery.begin(NAME, b"another card")
        delivery.place(NAME, DATA)
        delivery.place("uk/more.txt", b"never begun")
    assert _files(tmp_path) == {NAME: DATA, "uk/more.txt": b"never begun"}


def test_what_goes_wrong_meanwhile_is_told_where_the_file_is_placed(tmp_path):
    (tmp_path / "uk").write_bytes(b"a file where the folder should be")
    with Delivery(tmp_path) as delivery:
        delivery.begin(NAME, DATA)
        with pytest.raises(Failed) as failed:
            delivery.place(NAME, DATA)
    assert [problem.code for problem in failed.value.diagnostics] == ["unwritable"]


def test_a_refused_file_was_never_there(way, monkeypatch, tmp_path):
    seen = []

    def refused(data, expectation, figures, name):
        seen.append(_files(tmp_path))
        return Verdict((Diagnostic("text", "a sentence is not there", "build it again"),))

    monkeypatch.setattr(working, "check_pdf", refused)
    options = Options(str(ROOT), "infotraite", str(tmp_path))
    worker = Worker(options, Project.open(Workspace(ROOT), "infotraite"))
    outcome = worker.run(Job("card-single", "uk"))
    assert outcome.record is None
    assert len(seen) == 1 and not any(name.endswith(".pdf") for name in seen[0])
    assert _files(tmp_path) == {}
