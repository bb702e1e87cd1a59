"""Files appear whole or not at all, and the same input gives the same bytes."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest
from conftest import ROOT, beacon, worker_for

from generator.jobs import Job
from generator.manifest import read_manifest
from generator.pdf import write_pdf
from generator.workspace import clean_leftovers, write_atomic


def hashes(folder):
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*.pdf")
    }


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """A clean build of the cards in two languages."""
    folder = tmp_path_factory.mktemp("reference")
    done = beacon("build", "-l", "uk", "-l", "de", "-p", "card", "-p", "card-single", "-o", folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_same_bytes_in_any_folder_zone_and_hash_seed(reference, tmp_path):
    copy = tmp_path / "a project elsewhere"
    for folder in ("content", "layouts", "fonts"):
        shutil.copytree(ROOT / folder, copy / folder)
    done = beacon(
        "build", "-l", "uk", "-l", "de", "-p", "card", "-p", "card-single", "-j", "1",
        cwd=copy, PYTHONHASHSEED="4711", TZ="Pacific/Kiritimati", LC_ALL="C",
        SOURCE_DATE_EPOCH="1800000000",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert hashes(copy / "output") == hashes(reference)


def test_the_same_bytes_whatever_was_made_before():
    """Glyphs, outlines, subsets and drawings are kept from file to file."""
    jobs = [
        Job(product, language)
        for product, language in (
            ("leaflet", "uk"), ("card", "de"), ("poster-a4", "fr"), ("leaflet", "vi"),
            ("card-single", "uk"), ("poster-a4", "sr-Cyrl"), ("poster-languages-a3", "multi"),
        )
    ]  # fmt: skip

    def made(worker, job):
        _, document, problems = worker.document(job)
        assert document is not None, problems
        return write_pdf(document, worker.fonts)

    one, other = worker_for(), worker_for()
    first = {job: made(one, job) for job in jobs}
    assert {job: made(other, job) for job in reversed(jobs)} == first
    assert {job: made(one, job) for job in sorted(jobs, key=lambda j: j.language)} == first


def _start(folder, *more):
    return subprocess.Popen(
        [sys.executable, "-m", "generator", "build", "--force", "-o", str(folder), *more],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("after", [0.5, 0.8, 1.1, 1.4, 1.8])
def test_a_build_killed_at_any_moment_leaves_only_whole_files(reference, tmp_path, after):
    process = _start(tmp_path, "-l", "uk", "-l", "de", "-p", "card", "-p", "card-single")
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    known = hashes(reference)
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name not in ("manifest.json", ".lock"):
            name = path.relative_to(tmp_path).as_posix()
            assert hashlib.sha256(path.read_bytes()).hexdigest() == known.get(name), name
    if (tmp_path / "manifest.json").exists():
        json.loads((tmp_path / "manifest.json").read_text())
    again = beacon(
        "build", "-l", "uk", "-l", "de", "-p", "card", "-p", "card-single", "-o", tmp_path
    )
    assert again.returncode == 0 and hashes(tmp_path) == known
    assert {r.path for r in read_manifest(tmp_path)} == set(known)


def test_two_builds_at_once_do_not_hurt_each_other(reference, tmp_path):
    one = _start(tmp_path, "-l", "uk", "-p", "card", "-p", "card-single")
    two = _start(tmp_path, "-l", "de", "-p", "card", "-p", "card-single")
    assert one.wait(60) == 0 and two.wait(60) == 0
    assert hashes(tmp_path) == hashes(reference)
    assert {r.path for r in read_manifest(tmp_path)} == set(hashes(reference))


def test_a_reader_sees_the_old_file_or_the_new_one(tmp_path):
    path = tmp_path / "file"
    old, new = b"o" * 300_000, b"n" * 300_000
    write_atomic(path, old)
    stop = threading.Event()
    seen = set()

    def read():
        while not stop.is_set():
            data = path.read_bytes()
            seen.add(data in (old, new))

    reader = threading.Thread(target=read)
    reader.start()
    for i in range(60):
        write_atomic(path, new if i % 2 else old)
    stop.set()
    reader.join()
    assert seen == {True}
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_what_is_refused_leaves_the_earlier_file(reference, tmp_path, project_copy):
    shutil.copytree(reference, tmp_path / "out")
    content = project_copy / "content/infotraite/uk.yaml"
    text = content.read_text().replace("Вас примушують", "Вас 漢 примушують")
    content.write_text(text.replace("Хтось керує вашим життям?", "Хтось 漢 керує?"))
    done = beacon("build", "-C", project_copy, "-l", "uk", "-p", "card", "-o", tmp_path / "out")
    assert done.returncode == 1 and "漢" in done.stderr
    assert hashes(tmp_path / "out") == hashes(reference)


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    file = tmp_path / "file"
    file.write_text("not a folder")
    done = beacon("build", "-l", "uk", "-p", "card-single", "-o", file)
    assert done.returncode == 1
    assert "cannot be" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="a process that has ended stays until asked")
def test_what_a_killed_process_left_is_taken_away_before_anybody_asked_how_it_ended(tmp_path):
    words = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with subprocess.Popen(words, stdin=subprocess.PIPE) as process:
        left = tmp_path / f".card.pdf.{process.pid}.tmp"
        left.write_bytes(b"half a fi")
        clean_leftovers(tmp_path)
        assert left.exists(), "its process is still at work"
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        clean_leftovers(tmp_path)
        assert not left.exists()
