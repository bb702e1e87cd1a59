"""What is read out of a file by poppler and by pdfium is what was written into it.

Only line ends and runs of spaces may differ from the strings. poppler alone reads by where
things stand on the page (its ``default``); the order of the file is that of ``raw`` and pdfium.
"""

import functools
import re
import subprocess
import unicodedata
from collections import Counter

import pypdfium2
import pytest
from conftest import compose_job, needs, open_project

from generator.expecting import expectation
from generator.fonts import Fonts
from generator.geometry import Rect
from generator.hyphenate import SOFT_HYPHEN, divided
from generator.languages import language
from generator.linebreak import Breaker
from generator.page import Document, GlyphRun, Page
from generator.pdf import write_pdf
from generator.setter import Setter
from generator.shape import Face, Run, plain, shape
from generator.stack import Typesetter
from generator.story import texts_of

FONTS = Fonts.of(open_project().workspace)
FACE = Face("Noto Sans", 100)
MARK = "\ufffe"  # what pdfium gives for a hyphen that it takes for a divided word's

FILES = [
    ("leaflet", "uk"),
    ("leaflet", "vi"),
    ("leaflet", "kk"),
    ("leaflet", "hu"),
    ("leaflet", "sq"),
    ("leaflet", "uk+fr"),
    ("leaflet-signs", "de"),
    ("leaflet-signs", "fr"),
    ("sticker-door", "tg"),
    ("leaflet-forms", "pt"),
    ("poster-a4", "de"),
    ("poster-a4", "tg"),
    ("card-single", "fr"),
    ("card-single", "tr"),
    ("poster-tearoff-a4", "uk"),
    ("poster-languages-a3", "multi"),
]
OPTIONS = {"default": [], "raw": ["-raw"]}
READERS = [*(pytest.param(name, marks=needs("pdftotext")) for name in OPTIONS), "pdfium"]

# pdfium reads strips that are turned from one side of the page to the other.
UPRIGHT = [file for file in FILES if file[0] != "poster-tearoff-a4"]

each_file = pytest.mark.parametrize(("product", "spoken"), FILES)
each_reader = pytest.mark.parametrize("reader", READERS)


@functools.cache
def made(product, spoken):
    """The story of a product, and the bytes of its file."""
    story, document, problems = compose_job(product, spoken)
    assert document is not None, problems
    return story, write_pdf(document, FONTS)


@functools.cache
def read(data, reader):
    """The text of each page, as a reader's software gives it."""
    if reader == "pdfium":
        with pypdfium2.PdfDocument(data) as document:
            return [page.get_textpage().get_text_range() for page in document]
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", *OPTIONS[reader], "-", "-"],
        input=data, capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout.decode().split("\f")[:-1]


def spaced(text):
    """The text with each run of spaces and line ends as one space."""
    return " ".join(text.split())


# ---------------------------------------------------------------- files


@each_file
@each_reader
def test_every_string_comes_out_whole(product, spoken, reader):
    story, data = made(product, spoken)
    pages = [spaced(text) for text in read(data, reader)]
    wanted = Counter()
    for sentence in expectation(story).sentences:
        wanted[sentence.page, spaced(sentence.text)] += sentence.copies
    lost = [(text, page) for (page, text), n in wanted.items() if pages[page].count(text) < n]
    assert wanted and lost == []


@each_file
@each_reader
def test_nothing_comes_out_that_is_no_text(product, spoken, reader):
    """No character of private use, none that was replaced, no sign that steers."""
    said = "".join(read(made(product, spoken)[1], reader)).translate(dict.fromkeys(b"\r\n"))
    odd = {c for c in said if unicodedata.category(c)[0] == "C" or c == "\ufffd"}
    assert said and odd == set()


@pytest.mark.parametrize(("product", "spoken"), UPRIGHT)
@pytest.mark.parametrize("reader", READERS[1:])
def test_panels_and_frames_come_out_one_after_the_other(product, spoken, reader):
    """Each page is its panels as they are read, each panel its frames, and nothing else."""
    story, data = made(product, spoken)
    rest = [spaced(text) for text in read(data, reader)]
    panels = sum(len(side.folds) or 1 for side in story.sides)
    assert len(story.layout.reading) == panels
    for area in story.layout.reading:
        bound = [f for f in story.sides[area.side].frames if f.frame.panel == area.panel]
        frames = [" ".join(spaced(plain(t.text)) for t in texts_of(f.blocks)) for f in bound]
        while frames:
            here = [frame for frame in frames if rest[area.side].startswith(frame)]
            assert here, rest[area.side]
            first = max(here, key=len)
            frames.remove(first)
            rest[area.side] = rest[area.side].removeprefix(first).lstrip()
    assert set(rest) == {""}


@each_file
def test_lines_end_in_the_space_that_stands_there(product, spoken):
    """Without its line ends a page still has a space between any two words of a string."""
    story, data = made(product, spoken)
    pages = [re.sub(r"[\r\n]+", "", text) for text in read(data, "pdfium")]
    for sentence in expectation(story).sentences:
        assert sentence.text in pages[sentence.page], sentence.key


# ---------------------------------------------------------------- narrow paragraphs


GERMAN = (
    "Menschenhandel ist ein Verbrechen, das überall vorkommt. Betroffene werden gezwungen, "
    "unter unwürdigen Bedingungen zu arbeiten, und bekommen keine Unterstützung."
)
UKRAINIAN = (
    "Торгівля людьми є злочином, який трапляється всюди. Постраждалих примушують працювати "
    "за неприйнятних обставин, і вони не отримують підтримки."
)
HYPHENS = (
    "Wer aus Nicht-\u00adEU-\u00adStaaten kommt, schreibt der E-Mail-Adresse der Arbeits-Inspektion, "
    "und spricht mit der Anti‐Rassismus‐Stelle, der Polizei-Dienststelle oder/und dem "
    "Hilfs-Dienst von Montag–Freitag rund um die Uhr."
)
MEASURES = range(130, 200, 10)
TITLE = "Die Arbeits-Inspektion"  # more even with the word cut, and in as many lines


def narrow(text, width, tag):
    """A paragraph set ``width`` points wide: the file, and its lines."""
    block = Setter(Typesetter(FONTS), "Noto Sans").paragraph(
        text, width, 11.0, spoken=language(tag)
    )
    page = Page("p", 300, 800, tuple(block.at(50, 50)), (Rect(0, 0, 300, 800),), (), tag)
    lines = [item.text for item in page.items if isinstance(item, GlyphRun)]
    return write_pdf(Document("t", tag, (page,), "", "", "2026-11"), FONTS), lines


@pytest.mark.parametrize(("text", "tag"), [(GERMAN, "de"), (UKRAINIAN, "uk")])
@pytest.mark.parametrize("reader", [READERS[0], "pdfium"])
def test_a_divided_word_comes_out_whole(text, tag, reader):
    """``raw`` alone joins nothing: it gives the lines as they stand."""
    data, lines = narrow(divided(text, language(tag)), 80, tag)
    assert sum(line.endswith("-") for line in lines) >= 3
    [said] = read(data, reader)
    assert said.count(MARK) == (sum(line.endswith("-") for line in lines) * (reader == "pdfium"))
    assert spaced(said.replace(MARK, "")) == text


@each_reader
def test_a_hyphen_of_the_text_is_not_lost(reader):
    for width in MEASURES:
        data, lines = narrow(HYPHENS, width, "de")
        assert len(lines) > 5
        [said] = read(data, reader)
        assert spaced(said) == HYPHENS.replace(SOFT_HYPHEN, ""), width


def broken(text, points, balance):
    """The lines of a text as they are set, and whether all are as narrow as they should be."""
    shaped = shape((Run(text, 400),), FACE, language("de"), FONTS)
    lines = Breaker(shaped, language("de")).lines(points / 11, balance)
    fits = all(line.width <= points / 11 + 1e-6 for line in lines)
    return [shaped.text[line.start : line.end].strip() for line in lines], fits


@pytest.mark.parametrize("balance", [False, True])
@pytest.mark.parametrize(("text", "measures"), [(HYPHENS, MEASURES), (TITLE, [96, 100, 104])])
def test_no_word_is_cut_that_a_line_can_hold(text, measures, balance):
    for width in measures:
        lines, fits = broken(text, width, balance)
        assert len(lines) > 1 and fits and " ".join(lines) == text.replace(SOFT_HYPHEN, "")


@pytest.mark.parametrize("balance", [False, True])
def test_a_word_wider_than_a_line_is_cut_at_its_hyphen_and_no_other_word(balance):
    text = "Der Hilfs-Dienst der Anti-Diskriminierungs-Stelle hilft."
    lines, fits = broken(text, 120, balance)
    assert fits and [line for line in lines if line.endswith("-")] == ["Anti-Diskriminierungs-"]
    assert "".join(line if line.endswith("-") else line + " " for line in lines).strip() == text


@needs("gs")
@pytest.mark.parametrize("language", ["uk", "vi", "fr"])
def test_ghostscript_reads_the_same_words(press, tmp_path, language):
    """It reads maps to text in a way of its own, and print shops pass files through it."""
    _, document, _ = compose_job("card-single", language)
    file = tmp_path / "card.pdf"
    file.write_bytes(write_pdf(document, press.fonts))
    done = subprocess.run(
        ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=txtwrite", "-sOutputFile=-", file],
        capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    read = Counter(done.stdout.decode().split())
    drawn = Counter("".join(f"{r.text} " for p in document.pages for r in p.runs()).split())
    assert drawn == read
