"""Tagged office files: valid, read in order, in their languages; and what makes no claim."""

import functools
import os
import re
from pathlib import Path

import page as validator
import pytest
from conftest import beacon, compose_job, open_project, worker_for

from generator.check import check_pdf
from generator.content import languages_of
from generator.jobs import Job
from generator.layouts import products
from generator.page import Path as Drawn
from generator.pdf import write_pdf
from generator.purpose import Purpose
from generator.readback import Readback
from generator.records import replace
from generator.tag_reader import read_tags
from generator.tag_text import structure_lines

PROFILES = ("ua1", "2a")
WORKSPACE = open_project().workspace
TREE = Path(__file__).parent / "structure" / "leaflet_uk.txt"


@functools.cache
def _worker(purpose=None):
    return worker_for(purpose)


@functools.cache
def made(product, language, purpose=None):
    """Document and bytes of one job; None where the product is not made in that language."""
    worker = _worker(purpose)
    story, document, problems = worker.document(Job(product, language))
    assert document is not None, problems
    return document, write_pdf(document, worker.fonts)


def failures(data):
    return [
        (profile, failure.rule_id, failure.message)
        for profile in PROFILES
        for failure in validator.validate_pdf_bytes(data, profile=profile).failures
    ]


def aloud(data, document):
    title = document.metadata()["Title"]
    return structure_lines(read_tags(data), document.language(), title)


def _spoken(product):
    """A language, or languages, in which a product is made."""
    speaks = open_project().layout(product).speaks
    return {"one": "uk", "two": "uk+fr", "many": "multi"}[speaks]


def _made_of(kind):
    return [p for p in products(WORKSPACE) if (open_project().layout(p).kind == "screen") == kind]


@pytest.mark.parametrize("product", _made_of(False))
def test_every_product_is_valid_or_makes_no_claim(product):
    document, data = made(product, _spoken(product))
    if open_project().layout(product).sheet is not None:
        assert document.structure == () and b"StructTreeRoot" not in data
        assert b"pdfuaid" not in data and read_tags(data).elements == ()
    else:
        assert failures(data) == []
        assert b"<pdfaid:part>" in data or b"pdfaid:part='2'" in data


@pytest.mark.parametrize("language", [*languages_of(WORKSPACE, open_project().campaign), "uk+fr"])
def test_every_language_is_valid(language):
    for product in ("leaflet", "card-single"):
        assert failures(made(product, language)[1]) == []


def test_the_validator_is_no_rubber_stamp():
    document, _ = made("card-single", "uk")
    silent = [replace(e, says="") for e in document.structure]
    data = write_pdf(replace(document, structure=tuple(silent)), _worker().fonts)
    assert "PDFUA1-FIGURE-ALTERNATIVE-TEXT-001" in {rule for _, rule, _ in failures(data)}


def test_the_structure_of_the_leaflet_is_as_it_was_looked_at():
    _, data = made("leaflet", "uk")
    with Readback(data) as document:
        lines = aloud(data, document)
    if os.environ.get("BEACON_GOLDEN") == "write":
        TREE.parent.mkdir(exist_ok=True)
        TREE.write_text("\n".join(lines) + "\n", "utf-8")
    assert lines == TREE.read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    "product,spoken,panels",
    [
        ("leaflet", "uk", ["cover", "flap", "first", "second", "third", "back"]),
        ("leaflet-z", "uk", ["cover", "first", "second", "third", "flap", "back"]),
        ("leaflet", "uk+fr", ["cover", "left", "right", "back"]),
        ("card-discreet", "uk", ["left", "right"]),
        ("poster-a4", "uk", [""]),
    ],
)
def test_panels_are_read_as_a_person_unfolds_them(product, spoken, panels):
    layout = open_project().layout(product, spoken)
    assert [area.panel for area in layout.reading] == panels


def test_a_layout_may_say_in_which_order_it_is_read(project_copy):
    file = project_copy / "layouts/leaflet.yaml"
    text = file.read_text("utf-8")
    order = ["cover", "back", "flap", "first", "second", "third"]
    file.write_text(text.replace("fold: roll\n", f"fold: roll\nreading: {order}\n"), "utf-8")
    story, document, problems = compose_job("leaflet", "uk", project_copy)
    assert problems == [] and [a.panel for a in story.layout.reading] == order
    parts = [e for e in document.structure if e.role == "Sect"]
    assert len(parts) == 6
    words = [text.source for text in story.read()]
    assert words.index("common.edition") < words.index("person.ask.title")


@pytest.mark.parametrize(
    "order,what",
    [("[cover, flap]", "every panel"), ("[cover, flap, first, second, third, bak]", "no panel")],
)
def test_a_wrong_order_of_reading_is_told_at_its_place(project_copy, order, what):
    file = project_copy / "layouts/leaflet.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("fold: roll\n", f"fold: roll\nreading: {order}\n"), "utf-8")
    done = beacon(
        "build", "-C", project_copy, "-l", "uk", "-p", "leaflet", "-o", project_copy / "o"
    )
    assert done.returncode == 1 and what in done.stderr and "layouts/leaflet.yaml:12" in done.stderr


@pytest.mark.parametrize(
    "was,becomes,says",
    [
        (
            "role: title, balance: yes, narrowest: 90, heading: 1",
            "role: title, heading: 2",
            "first",
        ),
        ("balance: yes, after: 15 pt, heading: 2", "after: 15 pt, heading: 3", "follows"),
    ],
)
def test_headings_may_not_skip_a_level(project_copy, was, becomes, says):
    file = project_copy / "layouts/leaflet.yaml"
    text = file.read_text("utf-8")
    assert was in text
    file.write_text(text.replace(was, becomes), "utf-8")
    _, document, problems = compose_job("leaflet", "uk", project_copy)
    assert document is None and {p.code for p in problems} == {"heading-order"}
    assert says in problems[0].message


def test_a_layout_that_tells_no_headings_has_its_title_as_one(project_copy):
    file = project_copy / "layouts/leaflet.yaml"
    file.write_text(re.sub(r", heading: \d", "", file.read_text("utf-8")), "utf-8")
    _, document, _ = compose_job("leaflet", "uk", project_copy)
    assert [e.role for e in document.structure if e.role[0] == "H"] == ["H1"]
    assert failures(write_pdf(document, _worker().fonts)) == []


def test_pictures_say_what_the_layout_says_or_are_passed_over(project_copy):
    file = project_copy / "layouts/poster-a4.yaml"
    text = file.read_text("utf-8")
    was = "pictogram: anonymous, size: 15 mm,"
    assert was in text
    file.write_text(text.replace(was, f"{was} says: person.anonymous.line,"), "utf-8")
    _, document, _ = compose_job("poster-a4", "uk", project_copy)
    figures = [e for e in document.structure if e.role == "Figure"]
    assert [f.says for f in figures if "QR" not in f.says] == ["Ви не мусите казати своє ім’я."]
    drawn = [i for i in document.pages[0].items if isinstance(i, Drawn)]
    assert all(i.tag is None for i in drawn if i.source == "pictogram:forced")
    data = write_pdf(document, _worker().fonts)
    assert failures(data) == []


def test_a_poster_with_strips_is_heard_once():
    document, data = made("poster-tearoff-a4", "uk")
    said = [e.says for e in document.structure if e.role == "Figure"]
    with Readback(data) as read:
        lines = "\n".join(aloud(data, read))
    assert len(said) == len(set(said)) == 1
    assert lines.count("+352 27 36 56 46”") == 2  # on the poster, and on its first strip
    assert failures(data) == []


@pytest.mark.parametrize("inks", ["mono", "ink-saver"])
def test_other_inks_change_nothing_of_what_is_heard(inks):
    purpose = Purpose(inks=inks)
    for product in ("leaflet", "poster-a4"):
        document, data = made(product, "uk", purpose)
        assert document.structure == made(product, "uk")[0].structure
        assert failures(data) == []
        worker = _worker(purpose)
        story, _ = worker.story(Job(product, "uk"))
        assert check_pdf(data, worker.expectation(story), worker.figures, product).passed


def test_each_run_in_another_language_is_marked():
    document, data = made("leaflet", "uk+fr")
    told = [e for e in read_tags(data).elements if e.language]
    assert len(told) > 20 and {e.language for e in told} == {"fr"}
    _, data = made("poster-languages-a3", "multi")
    assert len({e.language for e in read_tags(data).elements}) == 18  # English is the file's own


def test_what_is_read_aloud_is_printed_on_demand(tmp_path):
    _, data = made("leaflet", "uk")
    file = tmp_path / "infotraite_leaflet_uk_office.pdf"
    file.write_bytes(data)
    done = beacon("check", file, "--report", "aloud")
    assert done.returncode == 0 and done.stdout.splitlines() == TREE.read_text("utf-8").splitlines()
    _, data = made("card", "uk")
    file.write_bytes(data)
    done = beacon("check", file, "-p", "card", "-l", "uk", "--report", "aloud")
    assert done.returncode == 1 and "not tagged" in done.stderr


def test_a_language_without_words_for_links_reads_their_labels(project_copy):
    file = project_copy / "content/infotraite/uk.yaml"
    text = file.read_text("utf-8")
    file.write_text(re.sub(r"  alt:\n(    .*\n){4}", "", text), "utf-8")
    _, document, problems = compose_job("card-single", "uk", project_copy)
    assert {(p.code, p.severity) for p in problems} == {("missing-alt", "warning")}
    says = [e.says for e in document.structure if e.role == "Figure"]
    assert says[0] == "Скануйте, щоб зателефонувати: +352 27 36 56 46"
    assert failures(write_pdf(document, _worker().fonts)) == []
