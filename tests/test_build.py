"""The way of a file from content to a proved PDF, and what must be refused."""

from pathlib import Path

from generator.check import check_pdf
from generator.expecting import expectation
from generator.figures import Figures
from generator.fonts import Fonts
from generator.jobs import Job, Options, story_of
from generator.markup import parse_markup
from generator.pdf import write_pdf
from generator.project import Project
from generator.source import read_yaml
from generator.typed import typed_contacts
from generator.worker import Worker
from generator.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]


def _made(product="card-single", language="uk"):
    project = Project.open(Workspace(ROOT), "infotraite")
    worker = Worker(Options(str(ROOT), "infotraite", ""), project)
    story, document, problems = worker.document(Job(product, language))
    assert problems == []
    return project, story, write_pdf(document, Fonts.of(project.workspace))


def test_the_same_input_gives_the_same_bytes():
    assert _made()[2] == _made()[2]


def test_a_file_in_another_language_is_refused():
    project, _, data = _made()
    other, _ = story_of(project, Job("card-single", "de"), Fonts.of(project.workspace))
    codes = {
        d.code
        for d in check_pdf(
            data, expectation(other), Figures(Fonts.of(project.workspace)), "x"
        ).diagnostics
    }
    assert {"text", "leftover", "title"} <= codes


def test_typed_numbers_are_found_however_written():
    for text in ("+352 27 36", "1**1**3", "1-1-2", "a@b.lu", "www.x.lu", "24/7", "２７３６５６"):
        assert typed_contacts(parse_markup(text)[0], ("113", "112"), ()), text
    assert not typed_contacts(parse_markup("Call {helpline} now.")[0], ("113",), ())


def test_yaml_keeps_what_was_written_and_refuses_surprises():
    node, problems = read_yaml(b"a: +352\nb: no\nc: 0112\n", "x.yaml")
    assert problems == [] and [e.value.value for e in node] == ["+352", "no", "0112"]
    for bad in (
        b"a: 1\na: 2\n",
        b"a: &x 1\nb: *x\n",
        b"a: !t 1\n",
        b"a\0: 1",
        b"\xff\xfea",
        b"[" * 100_000,
    ):
        assert read_yaml(bad, "x.yaml")[1], bad[:20]
