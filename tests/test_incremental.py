"""Nothing is made twice, and nothing is ever stale: what a build keeps, and when it counts."""

import concurrent.futures
import json
import os
import random
import shutil

import pytest
from click.testing import CliRunner
from conftest import beacon, open_project

from generator.cache import FOLDER, Cache, Entry
from generator.cli import main
from generator.content import rewritten
from generator.diagnostics import Diagnostic, Span
from generator.fingerprint import Fingerprint, Fingerprints
from generator.jobs import Job, Options
from generator.manifest import Record
from generator.records import replace
from generator.worker import Worker

_DAY = "1795500000"  # 2026-11-24
_SMALL = ["-p", "card-single", "-p", "poster-a4", "-l", "uk", "-l", "fr"]


def _run(root, output, *words, day=_DAY):
    """The command in this process, which is sooner there."""
    asked = ["build", "-C", str(root), "-o", str(output), "-j", "1", *map(str, words)]
    return CliRunner().invoke(main, asked, env={"SOURCE_DATE_EPOCH": day})


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def _delivered(output):
    """Every file below an output folder but locks, by path."""
    return {
        p.relative_to(output).as_posix(): p.read_bytes()
        for p in sorted(output.rglob("*"))
        if p.is_file() and not p.name.startswith(".")
    }


def _replace(file, old, new):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_nothing_is_made_again_where_nothing_changed(project_copy, out):
    first = _run(project_copy, out, *_SMALL)
    assert "4 files built and proved" in first.output, first.output
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*.pdf")}
    again = _run(project_copy, out, *_SMALL)
    assert again.exit_code == 0
    assert "4 files in" in again.output and "nothing has changed" in again.output
    assert "Drafts, and marked so: fr, uk" in again.output
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*.pdf")} == before
    forced = _run(project_copy, out, *_SMALL, "--force")
    assert "4 files built and proved" in forced.output
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*.pdf")} != before


def test_one_string_in_one_language_makes_its_files_anew(project_copy, out):
    assert _run(project_copy, out, *_SMALL).exit_code == 0
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*.pdf")}
    _replace(project_copy / "content/infotraite/fr.yaml", "Ligne d’aide", "La ligne d’aide")
    done = _run(project_copy, out, *_SMALL)
    assert "2 files built and proved, 2 as they were" in done.output, done.output
    anew = [p.name for p, when in before.items() if p.stat().st_mtime_ns != when]
    assert sorted(anew) == [
        "infotraite_card-single_fr_office.pdf",
        "infotraite_poster-a4_fr_office.pdf",
    ]


def test_only_the_products_that_use_what_changed_are_made_anew(project_copy, out):
    assert _run(project_copy, out, *_SMALL).exit_code == 0
    _replace(project_copy / "layouts/poster-a4.yaml", "size: 46 pt", "size: 45 pt")
    done = _run(project_copy, out, *_SMALL)
    assert "2 files built and proved, 2 as they were" in done.output, done.output
    file = project_copy / "content/infotraite/uk.yaml"  # a line that stands on posters alone
    line = next(x for x in file.read_text().splitlines() if x.startswith("  behind:"))
    _replace(file, line, line[:-2] + line[-2:].replace(".", "!"))
    assert line not in file.read_text()
    done = _run(project_copy, out, *_SMALL)
    assert "1 file built and proved, 3 as they were" in done.output, done.output


def test_a_remark_moves_lines_and_makes_nothing_anew(project_copy, out):
    assert _run(project_copy, out, *_SMALL).exit_code == 0
    for file in (project_copy / "content/infotraite").glob("*.yaml"):
        file.write_text("# A remark.\n" + file.read_text())
    done = _run(project_copy, out, *_SMALL)
    assert "4 files in" in done.output and "nothing has changed" in done.output


def test_going_back_takes_what_was_proved_before(project_copy, out):
    assert _run(project_copy, out, *_SMALL).exit_code == 0
    first = _delivered(out)
    file = project_copy / "content/infotraite/uk.yaml"
    kept = file.read_text()
    _replace(file, "Лінія допомоги", "Лінія підтримки")
    assert _run(project_copy, out, *_SMALL).exit_code == 0
    assert _delivered(out) != first
    file.write_text(kept)
    assert "nothing has changed" in _run(project_copy, out, *_SMALL).output
    assert _delivered(out) == first


def test_what_was_damaged_lost_or_not_recorded_is_put_right(project_copy, out):
    assert _run(project_copy, out, *_SMALL).exit_code == 0
    first = _delivered(out)
    card, poster = (
        out / f"office/uk/infotraite_{p}_uk_office.pdf" for p in ("card-single", "poster-a4")
    )
    card.write_bytes(card.read_bytes()[:-100])
    poster.unlink()
    assert _run(project_copy, out, *_SMALL).exit_code == 0
    assert _delivered(out) == first
    (out / "manifest.json").unlink()
    assert _run(project_copy, out, *_SMALL).exit_code == 0
    assert _delivered(out) == first
    for entry in (project_copy / FOLDER).rglob("*"):
        if entry.is_file():
            entry.write_bytes(entry.read_bytes()[:-7])
    card.unlink()
    assert "4 files built and proved" in _run(project_copy, out, *_SMALL).output
    assert _delivered(out) == first


def test_a_new_day_is_looked_at(project_copy, out):
    """Contacts age: what was said on one day is not repeated on another."""
    words = ["-p", "card-single", "-l", "uk"]
    assert "contact" not in _run(project_copy, out, *words).output
    old = _run(project_copy, out, *words, day="1830000000")
    assert "checked" in old.output and "nothing has changed" in old.output


def test_a_warning_is_told_again_at_the_place_where_it_is_now(project_copy, out):
    file = project_copy / "content/infotraite/uk.yaml"
    lines = file.read_text().splitlines(keepends=True)
    start = next(i for i, x in enumerate(lines) if x.startswith("  alt:"))
    end = next(i for i in range(start + 1, len(lines)) if not lines[i].startswith("    "))
    file.write_text("".join(lines[:start] + lines[end:]))
    words = ["-p", "card-single", "-l", "uk"]
    first, again = (_run(project_copy, out, *words) for _ in range(2))
    file.write_text("# A remark.\n" + file.read_text())
    moved = _run(project_copy, out, *words)
    clean = _run(project_copy, out / "clean", *words, "--force")
    assert first.stderr == again.stderr
    assert moved.stderr == clean.stderr


def _changed(rng, text):
    """A text with one of its values changed: a digit, a letter, a word or a line."""
    lines = text.splitlines(keepends=True)
    spots = [i for i, x in enumerate(lines) if ":" in x and not x.lstrip().startswith("#")]
    at = rng.choice(spots or range(len(lines)))
    key, colon, value = lines[at].partition(":")
    kind = rng.choice((0, 1, 1, 1, 2, 2, 3))
    digits = [i for i, c in enumerate(value) if c.isdigit()]
    letters = [i for i, c in enumerate(value) if c.isalpha()]
    if kind == 0 and digits:
        i = rng.choice(digits)
        value = value[:i] + str((int(value[i]) + 1) % 10) + value[i + 1 :]
    elif kind == 1 and letters:
        i = rng.choice(letters)
        value = value[:i] + value[i] + value[i:]
    elif kind == 2 and letters:
        i = rng.choice(letters)
        value = value[:i] + value[i + 1 :]
    else:
        return "".join(lines[:at] + lines[at + 1 :])
    return "".join([*lines[:at], key + colon + value, *lines[at + 1 :]])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_any_one_input_changed_gives_what_a_clean_build_gives(seed, project_copy, tmp_path):
    """Twelve random changes of files that the build reads, one after the other, each undone
    or not: files, record, messages and exit code are those of a build that keeps nothing."""
    rng = random.Random(seed)
    words = ["-p", "card-single", "-p", "poster-a4", "-p", "sticker-number", "-l", "uk"]
    words += ["--for", "press", "--accept-drafts"] if seed % 3 == 2 else []
    project = open_project(project_copy)
    for product in ("card-single", "poster-a4", "sticker-number"):
        project.layout(product)
    project.catalogue("uk")
    read = [p for p, d in project.workspace.seen.files.items() if d is not None]
    read += ["fonts/fonts.yaml", "layouts/pictograms/forced.svg"]
    read += ["content/infotraite/uk.yaml"] * 5  # most of all, texts change
    assert len(read) >= 10
    kept = tmp_path / "kept"
    assert _run(project_copy, kept, *words).exit_code == 0
    passed = 0
    for number in range(12):
        file = project_copy / rng.choice(read)
        before = file.read_text()
        file.write_text(_changed(rng, before))
        clean = tmp_path / f"clean{number}"
        one, other = _run(project_copy, kept, *words), _run(project_copy, clean, *words, "--force")
        assert one.exit_code == other.exit_code, (file, one.output, other.output)
        assert one.stderr == other.stderr, file
        if one.exit_code == 0:
            passed += 1
            assert _delivered(kept) == _delivered(clean), file
        if one.exit_code != 0 or rng.random() < 0.5:
            file.write_text(before)
        shutil.rmtree(clean, ignore_errors=True)
    assert passed >= 3, "some of the changes can be built"


def test_builds_at_the_same_time_share_what_is_kept(project_copy, tmp_path):
    words = [
        "build",
        "-C",
        project_copy,
        "-p",
        "card-single",
        "-l",
        "uk",
        "-l",
        "fr",
        "-l",
        "de",
        "-j",
        "2",
    ]
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        runs = [pool.submit(beacon, *words, "-o", tmp_path) for _ in range(3)]
    assert [r.result().returncode for r in runs] == [0, 0, 0], [r.result().stderr for r in runs]
    records = json.loads((tmp_path / "manifest.json").read_text())["files"]
    assert len(records) == 3
    assert "nothing has changed" in beacon(*words, "-o", tmp_path).stdout
    assert not list(tmp_path.rglob("*.tmp"))


def _entry(size, problems=()):
    record = Record("a.pdf", "0", "c", "p", "uk", "draft", "1", (), (), (), (), "passed")
    return Entry(record, {"a.pdf": os.urandom(size)}, problems)


def test_what_is_kept_is_bounded_and_the_oldest_goes_first(tmp_path):
    cache = Cache(tmp_path, limit=100_000)
    keys = [Fingerprint(f"{i:064x}", "") for i in range(20)]
    for i, key in enumerate(keys):
        cache.keep(key, _entry(10_000))
        path = next(p for p in tmp_path.rglob(key.value[2:]))
        os.utime(path, (i, i))
    cache.get(keys[0])  # used now
    cache.make_room()
    left = [key for key in keys if cache.get(key)]
    assert keys[0] in left and keys[1] not in left and keys[19] in left
    assert sum(p.stat().st_size for p in tmp_path.rglob("*") if p.is_file()) <= 100_000


def _kept_bytes(folder):
    return sum(p.stat().st_size for p in (folder / "files").rglob("*") if p.is_file())


def test_folders_are_looked_through_only_where_there_may_be_too_much(tmp_path, monkeypatch):
    looks, walk = [], os.walk
    monkeypatch.setattr(os, "walk", lambda folder: looks.append(folder) or walk(folder))
    for i in range(200):
        cache = Cache(tmp_path, limit=100_000)
        cache.keep(Fingerprint(f"{i * 7919:064x}", ""), _entry(1_000))
        cache.make_room()
        if i == 50:
            assert len(looks) == 1  # what is held was not known
        assert _kept_bytes(tmp_path) <= 100_000
    assert 10 < len(looks) < 30


@pytest.mark.parametrize("said", [None, b"", b"many\n", b"5000\n\xff"])
def test_what_is_held_is_looked_up_where_it_is_not_known(said, tmp_path):
    for i in range(20):
        Cache(tmp_path).keep(Fingerprint(f"{i:064x}", ""), _entry(10_000))
    if said is not None:
        (tmp_path / "held").write_bytes(said)
    Cache(tmp_path, limit=100_000).make_room()
    assert 80_000 < _kept_bytes(tmp_path) <= 100_000


def test_notes_of_texts_without_errors_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("generator.cache._MOST_CLEAN", 10)
    cache, keys = Cache(tmp_path, limit=100_000), [Fingerprint(f"{i:064x}", "") for i in range(60)]
    for i, key in enumerate(keys):
        cache.note_clean(key)
        os.utime(tmp_path / "clean" / key.value, (i, i))
        cache.make_room()
    left = [key for key in keys if cache.is_clean(key)]
    assert 10 <= len(left) <= 100_000 / 4096
    assert left == keys[-len(left) :]


def test_an_entry_that_names_a_place_counts_while_the_place_is_there(tmp_path):
    cache = Cache(tmp_path)
    warned = (Diagnostic("tight", "no room", "shorten it", Span("a.yaml", 3, 1), "warning"),)
    cache.keep(Fingerprint("ab" * 32, "here"), _entry(10, warned))
    assert cache.get(Fingerprint("ab" * 32, "here")).problems == warned
    assert cache.get(Fingerprint("ab" * 32, "elsewhere")) is None
    cache.keep(Fingerprint("cd" * 32, "here"), _entry(10))
    assert cache.get(Fingerprint("cd" * 32, "elsewhere")) is not None


def test_an_entry_that_leads_out_of_the_folder_is_none(tmp_path):
    cache, key = Cache(tmp_path), Fingerprint("ab" * 32, "")
    for path in ("../out.pdf", "/out.pdf", "a/../../b.pdf", "a\\..\\b.pdf", ""):
        cache.keep(key, replace(_entry(10), files={path: b"x"}))
        assert cache.get(key) is None, path


def test_equal_values_have_equal_fingerprints():
    one, other = (open_project() for _ in range(2))
    takes, again = Fingerprints(), Fingerprints(Span)
    assert takes.of(one.campaign) == Fingerprints().of(other.campaign)
    assert takes.of(frozenset({"a", "b", "c"})) == again.of(frozenset({"c", "b", "a"}))
    assert takes.of(("1",)) != takes.of((1,))
    with pytest.raises(TypeError, match="no plain value"):
        takes.of(object())


def test_a_story_that_was_planned_is_that_of_its_job_and_of_one_run(project_copy, out):
    project = open_project(project_copy)
    options = Options(str(project_copy), "infotraite", str(out), cache=str(out / ".cache"))
    worker, other = Worker(options, project), Worker(replace(options, force=True), project)
    uk, fr = Job("card-single", "uk"), Job("card-single", "fr")
    alone = {job: Worker(options, project).make(job) for job in (uk, fr)}
    story, problems = worker.story(uk)
    assert story is not None
    key = worker.planned(uk, story, problems)
    assert other.planned(uk, story, problems) is None  # what is kept is not looked at
    for made in (worker.make(fr), worker.make(uk), other.make(uk)):
        assert made == alone[made.outcome.job]
    assert key == alone[uk].key != alone[fr].key
    said = project.catalogues["uk"]
    reworded = rewritten(said, lambda text: text.replace("Лінія допомоги", "Лінія підтримки"))
    project.catalogues["uk"] = replace(said, messages=reworded)
    again = worker.make(uk)
    assert again.files != alone[uk].files and again.key != key
    assert again == Worker(options, project).make(uk)


def test_other_processes_read_nothing_but_what_was_seen(project_copy):
    project = open_project(project_copy)
    project.catalogue("uk")
    held = project.held()
    shutil.rmtree(project_copy / "content")
    assert held.workspace.read_bytes("content/infotraite/uk.yaml", 10**6)
    assert not held.workspace.has_file("content/infotraite/xx.yaml")
    assert "content/infotraite/uk.yaml" in held.workspace.list_files("content/infotraite", ".yaml")
