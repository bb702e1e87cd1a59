"""Packs: what is in the ZIP, that it is the same each time, and when there is none."""

import hashlib
import io
import json
import re
import subprocess
import zipfile

import pytest
from conftest import beacon, needs, open_project
from PIL import Image

from generator.check import CHECKS, Verdict
from generator.diagnostics import Diagnostic
from generator.fonts import Fonts
from generator.geometry import MM
from generator.job_sheet import JobSheet, Order, sheet_document
from generator.page import GlyphRun
from generator.preflight import PRESS_CHECKS
from generator.readback import Readback
from generator.report import PressJob, report_document, report_lines, report_record
from generator.setter import Setter
from generator.stack import Typesetter

CARD = "uk/infotraite_card-single_uk_office"
POSTER = "uk/infotraite_poster-a4_uk_press"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A pack for an office: the folder it went to, and what was said."""
    folder = tmp_path_factory.mktemp("office")
    return folder, beacon("pack", "-l", "uk", "-p", "card-single", "-o", folder)


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    """A pack for a print shop."""
    folder = tmp_path_factory.mktemp("press")
    words = ("--for", "press", "--accept-drafts", "-o", folder)
    return folder, beacon("pack", "-l", "uk", "-p", "poster-a4", *words)


def _files(folder, name):
    with zipfile.ZipFile(folder / "pack" / name) as archive:
        assert archive.testzip() is None
        return {i.filename: archive.read(i) for i in archive.infolist()}


def _text(data):
    """The words of a PDF, line by line."""
    with Readback(data) as document:
        pages = [document.page(i).chars() for i in range(len(document))]
    return "".join(c.text for page in pages for c in page)


def _pages(data):
    with Readback(data) as document:
        return len(document)


def test_an_office_pack_holds_files_previews_words_and_papers(office):
    folder, done = office
    assert done.returncode == 0, done.stderr
    assert "1 piece built, proved and packed in" in done.stdout
    assert "Drafts, and marked so: uk" in done.stdout
    assert [p.name for p in folder.rglob("*") if p.is_file()] == ["infotraite_office_uk.zip"]
    files = _files(folder, "infotraite_office_uk.zip")
    assert set(files) == {
        "README.txt",
        "SHA256SUMS",
        "job-sheet.pdf",
        "job-sheet.txt",
        "print-test-a4.pdf",
        "print-test-letter.pdf",
        f"{CARD}.pdf",
        f"{CARD}.txt",
        f"{CARD}_page-1.png",
        f"{CARD}_page-2.png",
    }
    words = files[f"{CARD}.txt"].decode()
    assert "INFOTRAITE, card-single, uk, edition 2026-11" in words
    assert "+352 27 36 56 46" in words
    image = Image.open(io.BytesIO(files[f"{CARD}_page-1.png"]))
    assert image.size == (335, 217)  # 85 x 55 mm at 100 dpi, begun pixels counted
    assert "85 x 55 mm" in files["job-sheet.txt"].decode()
    assert _pages(files["print-test-a4.pdf"]) == 2


def test_the_file_in_a_pack_is_the_one_that_build_delivers(office, tmp_path):
    assert beacon("build", "-l", "uk", "-p", "card-single", "-o", tmp_path).returncode == 0
    built = (tmp_path / "office" / f"{CARD}.pdf").read_bytes()
    assert _files(office[0], "infotraite_office_uk.zip")[f"{CARD}.pdf"] == built


def test_the_sums_are_those_of_all_other_files(office, tmp_path):
    files = _files(office[0], "infotraite_office_uk.zip")
    lines = files.pop("SHA256SUMS").decode().splitlines()
    told = {path: digest for digest, path in (line.split("  ") for line in lines)}
    assert told == {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}


@needs("sha256sum")
@needs("unzip")
def test_sha256sum_accepts_an_unpacked_pack(office, tmp_path):
    archive = office[0] / "pack/infotraite_office_uk.zip"
    subprocess.run(["unzip", "-q", archive, "-d", tmp_path], check=True)
    words = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    subprocess.run(words, cwd=tmp_path, check=True, capture_output=True)


def test_the_same_input_gives_the_same_zip_wherever_it_is_made(office, tmp_path):
    done = beacon("pack", "-l", "uk", "-p", "card-single", "-o", tmp_path, TZ="Asia/Tokyo")
    assert done.returncode == 0, done.stderr
    name = "pack/infotraite_office_uk.zip"
    assert (tmp_path / name).read_bytes() == (office[0] / name).read_bytes()
    with zipfile.ZipFile(tmp_path / name) as archive:
        entries = archive.infolist()
    assert {e.date_time for e in entries} == {(2026, 11, 1, 0, 0, 0)}
    assert {e.external_attr >> 16 for e in entries} == {0o644}
    names = [e.filename for e in entries]
    assert names == [*sorted(names[:-1]), "SHA256SUMS"]


def test_a_press_pack_has_a_report_for_each_file(press):
    folder, done = press
    assert done.returncode == 0, done.stderr
    files = _files(folder, "infotraite_press_uk.zip")
    assert not [name for name in files if name.startswith("print-test")]
    report = files[f"{POSTER}_preflight.pdf"]
    words = _text(report)
    assert _pages(report) == 1
    assert hashlib.sha256(files[f"{POSTER}.pdf"]).hexdigest() in words
    for part in (
        "Passed: all",
        "PDF/X-4",
        "FOGRA39",
        "210 x 297 mm",
        "draft texts accepted",
        "One wrong digit can cost a person their way out.",
        *CHECKS,
    ):
        assert part in words, part
    sheet = files["job-sheet.txt"].decode()
    for part in ("150 g/m² matt", "PDF/X-4, bleed 3 mm", "4/0", "quantity: ___", "Delivery"):
        assert part in sheet, part


def test_a_preview_of_a_press_file_is_cut_to_its_trim(press):
    data = _files(press[0], "infotraite_press_uk.zip")[f"{POSTER}_page-1.png"]
    width, height = Image.open(io.BytesIO(data)).size
    assert abs(width - 826.8) <= 1 and abs(height - 1169.3) <= 1  # A4 at 100 dpi, no bleed


def test_json_tells_what_is_in_a_pack(tmp_path):
    done = beacon("pack", "-l", "uk", "-p", "card-single", "-o", tmp_path, "--json")
    told = json.loads(done.stdout)
    data = (tmp_path / "pack/infotraite_office_uk.zip").read_bytes()
    assert told["pack"]["sha256"] == hashlib.sha256(data).hexdigest()
    assert {f["path"]: f["bytes"] for f in told["files"]} == {
        path: len(held) for path, held in _files(tmp_path, "infotraite_office_uk.zip").items()
    }
    assert told["problems"] == []


def test_drafts_go_to_no_press_and_leave_nothing(tmp_path):
    done = beacon("pack", "-l", "uk", "-p", "poster-a4", "--for", "press", "-o", tmp_path)
    assert done.returncode == 1
    assert "--accept-drafts" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_one_file_that_fails_keeps_the_whole_pack_back(project_copy, tmp_path):
    layout = project_copy / "layouts/card-single.yaml"
    huge = r"\1size: 60 pt, min: 60 pt"
    tight, changed = re.subn(r"(question: \{)size: \S+ pt, min: \S+ pt", huge, layout.read_text())
    assert changed == 1
    (project_copy / "layouts/card-tight.yaml").write_text(tight)
    out = tmp_path / "out"
    words = ("pack", "-C", project_copy, "-l", "uk", "-o", out)
    done = beacon(*words, "-p", "card-single", "-p", "card-tight")
    assert done.returncode == 1
    assert "failed: card-tight in uk" in done.stderr and "nothing was packed" in done.stderr
    assert "what to do" in done.stderr
    assert not out.exists()


def test_nothing_to_pack_is_said(tmp_path):
    done = beacon("pack", "-l", "all", "-p", "poster-a4", "--for", "screen", "-o", tmp_path)
    assert (done.returncode, list(tmp_path.iterdir())) == (1, [])
    assert "there is nothing to pack" in done.stderr


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("x")
    done = beacon("pack", "-l", "uk", "-p", "card-single", "-o", tmp_path / "file")
    assert done.returncode == 1 and "choose another -o" in done.stderr


SCREEN = """about: a screen in a hall
kind: screen
text: A
title: person.question
theme: calm
ink: ink
page: {size: 1080 x 960 px, margin: 40 px}
read_from: 0.2 m
styles:
  number: {size: 90 pt, min: 90 pt, leading: 1.2, weight: 800, colour: ink, role: number}
pages:
  front:
    frames:
      service: {at: [40 px, 40 px], size: [1000 px, 800 px], blocks: [{contact: helpline, number: number}]}
"""


def test_a_screen_pack_holds_the_picture_and_its_words(project_copy, tmp_path):
    (project_copy / "layouts/hall.yaml").write_text(SCREEN)
    words = ("-l", "uk", "-p", "hall", "--for", "screen", "-o", tmp_path / "out")
    done = beacon("pack", "-C", project_copy, *words)
    assert done.returncode == 0, done.stderr
    files = _files(tmp_path / "out", "infotraite_screen_uk.zip")
    assert {name for name in files if name.startswith("uk/")} == {
        "uk/infotraite_hall_uk_screen.png",
        "uk/infotraite_hall_uk_screen.txt",
    }
    assert Image.open(io.BytesIO(files["uk/infotraite_hall_uk_screen.png"])).size == (1080, 960)
    assert "1080 x 960 px" in files["job-sheet.txt"].decode()


# ---------------------------------------------------------------- discreet forms


@pytest.fixture
def hidden(project_copy):
    """A project with a card that has a neutral name."""
    words = "extends: card-single\nabout: card without a name\nfile_name: list-7\n"
    (project_copy / "layouts/card-hidden.yaml").write_text(words)
    return project_copy


def test_a_discreet_form_has_neutral_names_for_all_that_goes_with_it(hidden, tmp_path):
    words = ("-C", hidden, "-l", "uk", "-p", "card-hidden", "-o", tmp_path)
    done = beacon("pack", *words)
    assert done.returncode == 0, done.stderr
    files = _files(tmp_path, "pack_office_uk.zip")
    assert {name for name in files if name.startswith("uk/")} == {
        "uk/list-7.pdf",
        "uk/list-7.txt",
        "uk/list-7_page-1.png",
        "uk/list-7_page-2.png",
    }
    assert files["uk/list-7.txt"].decode().splitlines()[0] == "list-7, uk"
    for name in ("README.txt", "job-sheet.txt", "SHA256SUMS"):
        assert "infotraite" not in files[name].decode().lower(), name
    for name in ("job-sheet.pdf", "print-test-a4.pdf"):
        said = _text(files[name]).lower()
        assert "infotraite" not in said and "traite" not in said, name


def test_beside_other_pieces_the_row_of_a_discreet_form_names_no_campaign(hidden, tmp_path):
    words = ("-C", hidden, "-l", "uk", "-p", "card-hidden", "-p", "card-single", "-o", tmp_path)
    assert beacon("pack", *words).returncode == 0
    sheet = _files(tmp_path, "infotraite_office_uk.zip")["job-sheet.txt"].decode()
    [row] = [part for part in sheet.split("\n\n") if "list-7" in part]
    assert "infotraite" not in row.lower() and "85 x 55 mm" in row
    assert "Campaign: INFOTRAITE" in sheet


# ---------------------------------------------------------------- reports


JOB = PressJob(
    "x.pdf", "ab" * 32, "C", "poster", "uk", "2026-11", 595.3, 841.9, 1, 1, 8.5, "PDF/X-4",
    "FOGRA39", "black", (),
)  # fmt: skip


def test_a_report_tells_what_failed_first_and_guards_of_every_check():
    ids = (*CHECKS, *PRESS_CHECKS)
    fault = Diagnostic("ink", "page 2: something stands outside the trim")
    verdict = Verdict((fault,), checks=ids)
    lines = report_lines(JOB, verdict)
    assert lines[1].startswith(f"FAILED: 1 of {len(ids)} checks.")
    first = next(i for i, line in enumerate(lines) if line.startswith("FAILED  "))
    assert lines[first].startswith("FAILED  ink (") and "page 2" in lines[first + 1]
    record = report_record(JOB, verdict)
    assert json.loads(json.dumps(record))["passed"] is False
    assert all(row["guards"] for row in record["checks"])
    assert [row["check"] for row in record["checks"] if not row["passed"]] == ["ink"]
    assert record["trim_mm"] == [210.009, 297.004]


def test_what_no_check_found_is_told_too():
    verdict = Verdict((Diagnostic("unreadable", "it cannot be read"),))
    assert report_lines(JOB, verdict)[-1].strip() == "it cannot be read"


@pytest.fixture(scope="module")
def setter():
    return Setter(Typesetter(Fonts.of(open_project().workspace)), "Noto Sans")


def _on_their_pages(document):
    """All words of a document, each within its page."""
    for page in document.pages:
        runs = [i for i in page.items if isinstance(i, GlyphRun)]
        assert all(10 * MM < r.x and r.x + r.width < page.width - 10 * MM for r in runs)
        assert all(r.y < page.height - 5 * MM and r.size >= 6.5 for r in runs)
    return "".join(run.text for page in document.pages for run in page.runs())


def test_a_report_of_all_checks_is_one_page_and_faults_are_never_cut(setter):
    ids = (*CHECKS, *PRESS_CHECKS, "delivered")
    document = report_document(JOB, Verdict((), checks=ids), setter)
    assert len(document.pages) == 1 and document.inks == "grey"
    _on_their_pages(document)
    faults = [Diagnostic(i, f"page {n}: something is wrong") for i in ids for n in range(1, 4)]
    document = report_document(JOB, Verdict(tuple(faults), checks=ids), setter)
    assert _on_their_pages(document).count("something is wrong") == len(faults)


def test_a_job_sheet_has_as_many_pages_as_its_rows_need(setter):
    row = Order(
        "uk/x_y.pdf", "a leaflet", "A4", "2", "100 g/m²", "roll fold: 1 + 2 mm", "4/4", "PDF"
    )
    for rows, pages in ((1, 1), (9, 1), (40, 4)):
        sheet = JobSheet("C", "2026-11", (row,) * rows)
        document = sheet_document(sheet, setter)
        words = _on_their_pages(document)
        assert (len(document.pages), words.count("a leaflet")) == (pages, rows)
        assert all(label in words for label in ("Contact", "Delivery", "Notes"))
