"""Whoever edits a text sees its page: what is made anew, what is told, what survives."""

import signal
import time

import pytest
from conftest import started

from generator.jobs import Options
from generator.watch import Watch


def _watch(root, output, languages=("uk",), products=("card-single", "poster-a4")):
    options = Options(str(root), "infotraite", str(output), cache=str(output / ".cache"))
    return Watch(options, lambda _: (list(languages), list(products)), True)


def _made(watch):
    seen = list(watch.look(0.0))
    return [s.outcome.job.product for s in seen if s.outcome], [
        p.message for s in seen for p in s.problems
    ]


def _edit(file, old, new):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_only_what_changed_is_made_and_drawn(project_copy, tmp_path):
    watch = _watch(project_copy, tmp_path)
    assert _made(watch) == (["card-single", "poster-a4"], [])
    pictures = sorted(p.name for p in (tmp_path / "preview/office/uk").iterdir())
    assert pictures == [
        "infotraite_card-single_uk_office_page-1.png",
        "infotraite_card-single_uk_office_page-2.png",
        "infotraite_poster-a4_uk_office_page-1.png",
    ]
    assert _made(watch) == ([], [])
    picture = tmp_path / "preview/office/uk/infotraite_poster-a4_uk_office_page-1.png"
    before = picture.read_bytes()
    _edit(project_copy / "layouts/poster-a4.yaml", "size: 46 pt", "size: 44 pt")
    assert _made(watch) == (["poster-a4"], [])
    assert picture.read_bytes() != before
    _edit(project_copy / "layouts/poster-a4.yaml", "size: 44 pt", "size: 46 pt")
    assert _made(watch) == (["poster-a4"], [])
    assert picture.read_bytes() == before


def test_a_file_that_is_broken_in_the_middle_of_an_edit_is_survived(project_copy, tmp_path):
    watch = _watch(project_copy, tmp_path, products=["card-single"])
    _made(watch)
    pages = {p: p.read_bytes() for p in tmp_path.rglob("*.p??")}
    file = project_copy / "content/infotraite/uk.yaml"
    whole = file.read_text()
    for broken in ('common:\n  "', whole[: len(whole) // 3], "", whole.replace("{", "{{", 1)):
        file.write_text(broken)
        made, told = _made(watch)
        assert made == [] and told, broken[:40]
        assert _made(watch) == ([], []), "what was told once is not told again"
    file.unlink()
    assert _made(watch)[1]
    assert {p: p.read_bytes() for p in tmp_path.rglob("*.p??")} == pages
    file.write_text(whole.replace("Лінія допомоги", "Лінія підтримки"))
    assert _made(watch) == (["card-single"], [])


def test_what_cannot_be_set_keeps_its_page_and_is_told(project_copy, tmp_path):
    watch = _watch(project_copy, tmp_path, products=["card-single"])
    _made(watch)
    file = tmp_path / "office/uk/infotraite_card-single_uk_office.pdf"
    before = file.read_bytes()
    content = project_copy / "content/infotraite/uk.yaml"
    _edit(content, "Лінія допомоги", "Лінія " + "допомоги" * 30)
    made, told = _made(watch)
    assert made == [] and any("too wide" in t or "more" in t or "fit" in t for t in told), told
    assert file.read_bytes() == before
    _edit(content, "допомоги" * 30, "допомоги")
    assert _made(watch)[1] == []


@pytest.mark.slow
def test_the_command_shows_what_is_saved_until_it_is_stopped(project_copy, tmp_path):
    run = started("watch", "-C", project_copy, "-l", "uk", "-p", "card-single", "-o", tmp_path)
    try:
        file = tmp_path / "office/uk/infotraite_card-single_uk_office.pdf"
        _until(file.exists)
        _until(lambda: len(list(tmp_path.rglob("*.png"))) == 2)
        drawn = [p for p in tmp_path.rglob("*page-1.png")][0]
        before, picture = file.read_bytes(), drawn.read_bytes()
        content = project_copy / "content/infotraite/uk.yaml"
        _edit(content, "Лінія допомоги", '"Лінія допомоги')
        time.sleep(0.5)
        _edit(content, '"Лінія допомоги', "Лінія підтримки")
        _until(lambda: file.read_bytes() != before and drawn.read_bytes() != picture)
        time.sleep(0.5)
    finally:
        run.send_signal(signal.SIGINT)
        said, wrong = run.communicate(timeout=30)
    assert run.returncode == 0
    assert said.count("card-single in uk:") == 2
    assert "not closed" in wrong and "Traceback" not in wrong


def _until(true):
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)
