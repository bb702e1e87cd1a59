"""Languages that are not in the project are set with it like its own.

The files in ``data/languages`` are test data: letters and lengths matter, not the words.
Stacked marks, tones with dots below and no composed form, rare Cyrillic letters, Serbian
forms, long words.
"""

import shutil
import unicodedata
from pathlib import Path

import pytest
from conftest import open_project

from generator.check import check_pdf
from generator.expecting import expectation
from generator.figures import Figures
from generator.fonts import Fonts
from generator.jobs import Job, Options
from generator.pdf import write_pdf
from generator.readback import Readback
from generator.worker import Worker

DATA = Path(__file__).parent / "data" / "languages"
TAGS = sorted(p.stem for p in DATA.glob("*.yaml"))
PRODUCTS = ("leaflet", "poster-a4", "card-single")


@pytest.fixture
def other_languages(project_copy):
    """A copy of the project that has the languages of the test data too."""
    for tag in TAGS:
        shutil.copy(DATA / f"{tag}.yaml", project_copy / "content" / "infotraite")
    return project_copy


def _worker(root):
    project = open_project(root)
    return Worker(Options(str(root), "infotraite", ""), project)


def _verdict(worker, product, tag):
    """The bytes of a product and what the check says, or None and why it does not fit."""
    story, document, problems = worker.document(Job(product, tag))
    # The words that are read aloud came after these texts: labels are read in their place.
    assert {p.code for p in worker.project.problems} == {"missing-alt"}
    if document is None:
        assert story is not None and problems
        return None, None, problems
    fonts = Fonts.of(worker.project.workspace)
    data = write_pdf(document, fonts)
    return data, check_pdf(data, expectation(story), Figures(fonts), product), problems


def _read(data):
    with Readback(data) as document:
        pages = [document.page(n).chars() for n in range(len(document))]
    text = "".join(c.text for page in pages for c in page)
    return _bare(text)


def _bare(text):
    return "".join(unicodedata.normalize("NFC", text).split())


@pytest.mark.parametrize("tag", TAGS)
def test_a_language_from_outside_passes_or_says_what_does_not_fit(tag, other_languages):
    worker = _worker(other_languages)
    for product in PRODUCTS:
        data, verdict, problems = _verdict(worker, product, tag)
        if data is None:
            for problem in problems:
                assert problem.code == "overset", problem
                assert problem.message.startswith(f"{tag}: ") and " mm too " in problem.message
                assert problem.hint and problem.span is not None
            continue
        assert verdict.passed, [d.message for d in verdict.diagnostics]
        assert _bare(worker.project.campaign.contacts["helpline"].printed) in _read(data)


def test_composed_and_decomposed_letters_give_the_same_file(other_languages):
    """Half of all editors save é as one code point and half as two."""
    file = other_languages / "content" / "infotraite" / "vi.yaml"
    composed = _verdict(_worker(other_languages), "card-single", "vi")[0]
    file.write_text(unicodedata.normalize("NFD", file.read_text("utf-8")), "utf-8")
    assert _verdict(_worker(other_languages), "card-single", "vi")[0] == composed


def test_a_text_that_does_not_fit_is_named_with_its_place_and_its_excess(other_languages):
    file = other_languages / "content" / "infotraite" / "hu.yaml"
    text = file.read_text("utf-8")
    word = "elkelkáposztásíthatatlanságoskodásaitokért" * 2
    file.write_text(text.replace("Valaki irányítja az életét?", word), "utf-8")
    data, _, problems = _verdict(_worker(other_languages), "card-single", "hu")
    assert data is None
    [problem] = [p for p in problems if word in p.message]
    assert problem.code == "overset" and "mm too wide" in problem.message
    assert "person.question" in problem.message and "card-single" in problem.message
    assert problem.span.file.endswith("hu.yaml") and "soft hyphen" in problem.hint


def test_serbian_and_macedonian_have_their_own_be(other_languages):
    """The same letter has another shape in Serbian and in Russian (OpenType locl)."""
    from generator.languages import language
    from generator.shape import Face, Run, shape

    fonts = Fonts.of(open_project(other_languages).workspace)

    def glyph(tag):
        return shape((Run("б", 400),), Face("Noto Sans", 100), language(tag), fonts).glyphs[0].id

    assert glyph("sr-Cyrl") == glyph("sr") == glyph("mk") != glyph("ru") == glyph("uk")


def test_letters_rise_as_high_as_their_highest_mark(other_languages):
    """Marks that have no letter of their own with them, above or below."""
    from generator.languages import language
    from generator.shape import Face, Run, shape

    fonts = Fonts.of(open_project(other_languages).workspace)

    def top(text):
        return shape((Run(text, 400),), Face("Noto Sans", 100), language("yo"), fonts).top

    assert top("o") < top("o\u0323\u0300") < top("o\u0323\u0302\u0300")
    assert top("o\u0331") == top("o") and top("") == top(" ") == 0.0
