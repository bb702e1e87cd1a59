"""Languages as data: their letters, their forms, and texts that are made from others."""

import itertools
import json
import re
import subprocess
import unicodedata

import pytest
from conftest import ROOT, beacon, compose_job, needs, open_project

from generator.check import check_pdf
from generator.expecting import expectation
from generator.figures import Figures
from generator.fonts import Fonts
from generator.geometry import Rect
from generator.hyphenate import divided
from generator.jobs import Job, Options
from generator.languages import PSEUDO, language
from generator.layouts import read_layout
from generator.linebreak import opportunities
from generator.page import Colour, Document, FontKey, GlyphRun, Page
from generator.pdf import write_pdf
from generator.pseudo import LONGER
from generator.readback import Readback
from generator.shape import Face, Run, shape
from generator.transliterate import TABLES, transliterated
from generator.worker import Worker

PROJECT = open_project()
FONTS = Fonts.of(PROJECT.workspace)
TAGS = [tag for tag in PROJECT.campaign.languages if "+" not in tag]
WIDTHS = (100, 95, 90, 85, 80, 75)  # that copy-fitting may choose
CLDR = json.loads((ROOT / "generator/data/cldr.json").read_text("utf-8"))["languages"]
INK = Colour("ink", (16, 36, 42), (0, 0, 0, 100))
FACE = Face("Noto Sans", 100)
SIZE = 9.0


def glyphs(text, tag, weight=400, width=100):
    return shape((Run(text, weight),), Face("Noto Sans", width), language(tag), FONTS).glyphs


def glyph(text, tag):
    [found] = glyphs(text, tag)
    return found.id


# ---------------------------------------------------------------- rules


def test_every_file_of_rules_is_that_of_a_language_and_holds_rules_with_a_source_only():
    files = sorted((ROOT / "generator/data/languages").glob("*"))
    assert len(files) > 30
    for file in files:
        assert file.suffix == ".yaml" and file.stem in CLDR, file
        assert language(file.stem).tag == file.stem  # Failed where something is wrong with it


# ---------------------------------------------------------------- every letter


def in_use():
    """Every weight and width in which a product may set text."""
    found = set()
    for product in PROJECT.campaign.products:
        layout, problems = read_layout(PROJECT.workspace, product)
        assert layout is not None, problems
        for style in layout.styles.values():
            widths = [w for w in WIDTHS if w >= style.narrowest]
            found |= set(itertools.product({style.weight, style.bold}, widths))
    return sorted(found)


def letters(tag):
    """The letters of a language as CLDR lists them, small and large, a blank between them."""
    spoken = language(tag)
    items = [unicodedata.normalize("NFC", item) for item in CLDR[tag]["main"]]
    return " ".join(dict.fromkeys([*items, *(spoken.capitals(item) for item in items)]))


def specimen():
    """A page a language; on it a line of all its letters in every weight and width."""
    pages = []
    for tag in TAGS:
        runs = []
        for i, (weight, width) in enumerate(in_use()):
            placed = glyphs(letters(tag), tag, weight, width)
            y = 20.0 + 16 * i
            key = FontKey("Noto Sans", weight, width)
            runs.append(GlyphRun(key, SIZE, 10.0, y, placed, INK, tag, "specimen"))
        size = (2200.0, 40.0 + 16 * len(runs))
        pages.append(Page(tag, *size, tuple(runs), (Rect(0, 0, *size),), (), tag))
    return Document("Specimen", "en", tuple(pages), "", "", "2026-11")


@pytest.fixture(scope="module")
def specimen_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("specimen") / "specimen.pdf"
    file.write_bytes(write_pdf(specimen(), FONTS))
    return file


def test_the_specimen_has_every_letter_of_every_language_in_every_weight_and_width():
    assert len(TAGS) == 36 and len(in_use()) >= 15
    for page, tag in zip(specimen().pages, TAGS, strict=True):
        assert len(page.items) == len(in_use())
        assert all(g.id for run in page.items for g in run.glyphs), tag
        assert {run.text for run in page.items} == {letters(tag)}
    assert "Ễ" in letters("vi") and "Ґ" in letters("uk") and "İ" in letters("tr")


def test_every_letter_extracts_exactly(specimen_file):
    with Readback(specimen_file.read_bytes()) as document:
        for number, tag in enumerate(TAGS):
            said = "".join(c.text for c in document.page(number).chars())
            lines = [line.strip() for line in said.replace("\r", "\n").split("\n")]
            assert [line for line in lines if line] == [letters(tag)] * len(in_use()), tag


@needs("pdftotext")
def test_every_letter_extracts_exactly_with_poppler(specimen_file):
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-layout", specimen_file, "-"],
        capture_output=True,
        check=True,
    )
    pages = done.stdout.decode().split("\f")
    for said, tag in zip(pages, TAGS, strict=False):
        wanted = "".join(letters(tag).split())
        found = ["".join(line.split()) for line in said.splitlines() if line.strip()]
        assert found == [wanted] * len(in_use()), tag


# ---------------------------------------------------------------- forms


def test_serbian_and_macedonian_be_and_nobody_else_s():
    own = {tag: glyph("б", tag) for tag in ("sr-Cyrl", "mk", "ru", "uk", "bg", "be", "kk")}
    assert own["sr-Cyrl"] == own["mk"] != own["ru"]
    assert len({own[t] for t in ("ru", "uk", "bg", "be", "kk")}) == 1
    assert own["ru"] == FONTS.get(_key()).hb_font.get_nominal_glyph(ord("б"))


def _key():
    from generator.page import FontKey

    return FontKey("Noto Sans", 400, 100)


def test_romanian_has_a_comma_below_and_turkish_a_cedilla():
    cedilla, comma = glyph("ş", "tr"), glyph("ș", "ro")
    assert cedilla != comma
    assert glyph("ş", "ro") == comma  # the font mends what lint refuses
    assert glyph("ţ", "ro") == glyph("ț", "ro") != glyph("ţ", "tr")


def test_vietnamese_marks_stand_on_their_letter_as_one_glyph():
    nominal = FONTS.get(_key()).hb_font.get_nominal_glyph
    for letter in "ỄẶợữẤỬệ":
        assert glyph(letter, "vi") == nominal(ord(letter)) != 0
        assert glyph(unicodedata.normalize("NFD", letter), "vi") == nominal(ord(letter))


def test_ukrainian_words_stay_whole_at_their_apostrophe():
    nominal = FONTS.get(_key()).hb_font.get_nominal_glyph
    for word in ("пам’ять", "зв’язку", "об’єднання", "сім’ї"):
        shaped = shape((Run(word, 400),), FACE, language("uk"), FONTS)
        assert [g.id for g in shaped.glyphs][word.index("’")] == nominal(ord("’"))
        assert [b.at for b in opportunities(shaped, language("uk"))] == [len(word)]


def test_turkish_has_two_letters_i():
    nominal = FONTS.get(_key()).hb_font.get_nominal_glyph
    turkish = language("tr")
    assert turkish.capitals("insan ıssız") == "İNSAN ISSIZ"
    assert glyph(turkish.capitals("i"), "tr") == nominal(0x0130)
    assert glyph(turkish.capitals("ı"), "tr") == nominal(ord("I")) != nominal(0x0130)
    ids = [g.id for g in glyphs("fiı", "tr")]
    assert ids[1:] == [nominal(ord("i")), nominal(ord("ı"))]  # no ligature takes the dot


def test_german_capitals_keep_the_sharp_s():
    assert language("de").capitals("Straße") == "STRAẞE"
    assert glyph("ẞ", "de") == FONTS.get(_key()).hb_font.get_nominal_glyph(0x1E9E) != 0


def test_vietnamese_lines_stand_further_apart():
    def leadings(tag):
        _, document, problems = compose_job("leaflet", tag)
        assert problems == []
        runs = [r for r in document.pages[1].runs() if r.source == "person.everyone.line"]
        lines = sorted({r.y for r in runs})
        return {round((b - a) / runs[0].size, 3) for a, b in itertools.pairwise(lines)}

    assert leadings("vi") == {1.4} and leadings("pl") == {1.38}


# ---------------------------------------------------------------- dividing words


def test_words_are_divided_where_the_language_has_a_dictionary():
    assert "\u00ad" in divided("Menschenhandel", language("de"))
    for tag in ("mk", "kk", "ky", "tg", "lb", "bs", "tr", "vi", "az", "uz"):
        assert divided("Menschenhandel", language(tag)) == "Menschenhandel"


def test_ukrainian_words_are_not_divided_at_an_apostrophe():
    for word in ("об’єднання", "зобов’язання", "пам’ятника", "роз’яснення"):
        parts = divided(word, language("uk")).split("\u00ad")
        assert len(parts) > 1
        assert all(p[0] != "’" and p[-1] != "’" for p in parts)
        assert len(parts[0]) >= 3 and len(parts[-1]) >= 3
        assert not any(p.startswith(("є", "я")) and word[word.index(p) - 1] == "’" for p in parts)


def test_a_typed_soft_hyphen_stands_instead_of_those_of_the_dictionary():
    assert divided("Menschen\u00adhandel", language("de")) == "Menschen\u00adhandel"


def _verified(root, product, spoken):
    """The check's verdict on a product, and the runs of its pages."""
    project = open_project(root)
    worker = Worker(Options(str(root), "infotraite", ""), project)
    story, document, problems = worker.document(Job(product, spoken))
    assert [p for p in problems if p.is_error] == [] and project.problems == []
    fonts = Fonts.of(project.workspace)
    data = write_pdf(document, fonts)
    verdict = check_pdf(data, expectation(story), Figures(fonts), product)
    assert verdict.passed, [d.message for d in verdict.diagnostics]
    return document


def test_a_layout_that_asks_for_it_divides_words_and_passes(project_copy):
    file = project_copy / "layouts/leaflet.yaml"
    old = "body: {size: 14 pt, min: 12 pt, leading: 1.38"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, old.replace("14 pt, min", "20 pt, min") + ", hyphenate: yes"))
    document = _verified(project_copy, "leaflet", "de")
    lines = [run.text.strip() for page in document.pages for run in page.runs()]
    assert any(line.endswith("-") and line[-2].islower() for line in lines)


def test_a_layout_that_asks_for_capitals_gets_those_of_the_language(project_copy):
    file = project_copy / "layouts/leaflet.yaml"
    text = file.read_text()
    file.write_text(
        text.replace("role: note, before: 18 pt}", "role: note, before: 18 pt, capitals: yes}")
    )
    document = _verified(project_copy, "leaflet", "tr")
    said = " ".join(run.text for page in document.pages for run in page.runs())
    assert "İNTERNET" in said or "POLİS" in said


# ---------------------------------------------------------------- made from other languages


def test_serbian_latin_is_serbian_cyrillic_letter_by_letter(project_copy):
    project = open_project(project_copy)
    made, base = project.catalogue("sr-Latn"), project.catalogue("sr-Cyrl")
    assert project.problems == [] and list(made.messages) == list(base.messages)
    assert made.made == set(base.messages)
    for key, message in made.messages.items():
        assert not any("CYRILLIC" in unicodedata.name(c, "") for c in message.value), key
        assert message.span.file.endswith("sr-Cyrl.yaml")
    table = TABLES["sr-Cyrl", "sr-Latn"]
    said = transliterated("Љубав, Њ и ЊЕГОШ: Џез {opens} Ђак", table)
    assert said == "Ljubav, Nj i NJEGOŠ: Džez {opens} Đak"


def test_an_override_stands_instead_of_the_transliteration(project_copy, tmp_path):
    file = project_copy / "content/infotraite/sr-Latn.yaml"
    file.write_text("common:\n  contact:\n    website: Veb sajt\n")
    project = open_project(project_copy)
    made = project.catalogue("sr-Latn")
    assert project.problems == []
    assert made.messages["common.contact.website"].value == "Veb sajt"
    assert "common.contact.website" not in made.made and made.texts == ("A",)
    file.write_text("common:\n  contact:\n    websit: Veb sajt\n")
    done = beacon("build", "-C", project_copy, "-l", "sr-Latn", "-o", tmp_path)
    assert done.returncode == 1 and "did you mean “common.contact.website”" in done.stderr


def test_the_pseudo_language_is_a_third_wider_than_the_source():
    pseudo = open_project().catalogue(PSEUDO)
    for key, message in pseudo.messages.items():
        source = PROJECT.source.messages[key]
        assert message.value[0] == "[" and message.value[-1] == "]"
        assert message.placeholders == source.placeholders
        said = (re.sub(r"\{\w+\}", "", m.value) for m in (message, source))
        widths = [shape((Run(t, 400),), FACE, language("en"), FONTS).widths[-1] for t in said]
        assert widths[0] >= (1 + LONGER) * widths[1], key


@pytest.mark.parametrize("product", PROJECT.campaign.products)
def test_every_product_holds_the_pseudo_language(product, project_copy):
    spoken = PSEUDO
    if product.startswith("poster-languages"):  # there it is one language among the others
        file = project_copy / "content/infotraite/campaign.yaml"
        assert "tr, vi]" in file.read_text()
        file.write_text(file.read_text().replace("tr, vi]", f"tr, {PSEUDO}]"))
        spoken = "multi"
    document = _verified(project_copy, product, spoken)
    assert any("[" in run.text for page in document.pages for run in page.runs())


@pytest.mark.parametrize("product", ["leaflet", "card", "card-single"])
def test_bilingual_products_hold_the_pseudo_language_on_either_side(product):
    for spoken in (f"{PSEUDO}+en", f"de+{PSEUDO}"):
        _verified(ROOT, product, spoken)


# ---------------------------------------------------------------- several languages in one piece


def test_a_poster_in_many_languages_marks_each_of_them():
    document = _verified(ROOT, "poster-languages-a3", "multi")
    project = open_project()
    said = {}
    for run in document.pages[0].runs():
        said.setdefault(run.language, []).append(run)
    assert list(dict.fromkeys(project.campaign.together)) == list(project.campaign.together)
    for tag in project.campaign.together:
        catalogue = project.catalogue(tag)
        text = " ".join(r.text for r in said[tag] if r.source == "person.question")
        wanted = catalogue.messages["person.question"].value
        assert "".join(text.split()) == "".join(wanted.split())
        [name] = ["".join(r.text for r in said[tag] if r.source == f"language:{tag}")]
        assert name == f"{language(tag).titled(language(tag).endonym)} {tag}"
    numbers = [r for r in document.pages[0].runs() if r.source == "contact:helpline"]
    assert len({r.size for r in numbers}) == 2  # the number, and what the code says
    assert numbers[0].size == max(r.size for r in document.pages[0].runs())


def test_a_bilingual_leaflet_says_everything_twice():
    document = _verified(ROOT, "leaflet", "uk+fr")
    assert document.language == "uk"
    runs = [run for page in document.pages for run in page.runs()]
    keys = {
        tag: {r.source for r in runs if r.language == tag and r.source.startswith("person.")}
        for tag in ("uk", "fr")
    }
    assert keys["uk"] == keys["fr"] and len(keys["uk"]) >= 20


def test_a_campaign_that_names_no_languages_together_is_told_so(project_copy, tmp_path):
    file = project_copy / "content/infotraite/campaign.yaml"
    text = file.read_text()
    line = next(ln for ln in text.split("\n") if ln.startswith("together:"))
    for new, said in (
        ("", "is in many languages, and the campaign names none"),
        ("together: [en]", "is in many languages, and the campaign names none"),
        ("together: [en, fr, en]", "“en” stands twice in “together”"),
        ("together: [en, xx]", "there is no content/infotraite/xx.yaml"),
    ):
        file.write_text(text.replace(line, new))
        done = beacon("build", "-C", project_copy, "-p", "poster-languages-a3", "-o", tmp_path)
        assert done.returncode == 1 and said in done.stderr, done.stderr
        assert "Traceback" not in done.stderr and "fault of ours" not in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-l", "uk+fr", "-p", "poster-a4"), "its layout is for one language"),
        (("-l", "uk", "-p", "poster-languages-a3"), "its layout is for many language"),
        (("-l", "multi", "-p", "leaflet"), "its layout is for one language"),
        (("-l", "uk+uk", "-p", "leaflet"), "is not two languages"),
        (("-l", "uk+fr+de", "-p", "leaflet"), "is not two languages"),
        (("-l", "uk+", "-p", "leaflet"), "is not two languages"),
        (("-l", "+", "-p", "leaflet"), "is not two languages"),
        (("-l", "uk+xx", "-p", "leaflet"), "there is no content/infotraite/xx.yaml"),
        (("-l", "vi", "-p", "leaflet-signs"), "vi has no text B"),
    ],
)
def test_what_cannot_be_set_together_is_refused_in_plain_words(words, said, tmp_path):
    done = beacon("build", *words, "-o", tmp_path)
    assert done.returncode == 1 and said in done.stderr
    assert "Traceback" not in done.stderr and not list(tmp_path.rglob("*.pdf"))
