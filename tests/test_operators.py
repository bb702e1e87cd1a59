"""What is written: the operators of a page, and the fonts of a file."""

import io
import re

import pikepdf
import pytest
from conftest import compose_job, open_project
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from squarefont import square_fonts

from generator.content_stream import ContentStream, number
from generator.embed import MissingGlyph, Plan, to_unicode
from generator.fonts import Fonts
from generator.geometry import Rect
from generator.languages import language
from generator.page import (
    Colour,
    Document,
    FontKey,
    Glyph,
    GlyphRun,
    Page,
    Path,
    Picture,
    Piece,
    box,
)
from generator.pdf import pdf_date, write_pdf
from generator.readback import Readback
from generator.records import replace
from generator.shape import Face, Run, shape
from generator.to_unicode import letters

INK = Colour("ink", (0, 0, 0), (0, 0, 0, 100))
SQUARE = FontKey("Square", 400, 100)


@pytest.fixture(scope="module")
def fonts(tmp_path_factory):
    return square_fonts(tmp_path_factory.mktemp("square"))


def operators(item, fonts, roles=(), height=100.0):
    """What is written of an item, or of some, on a page that is so high."""
    items = item if isinstance(item, list) else [item]
    glyphs = {g for i in items if isinstance(i, GlyphRun) for g in i.glyphs}
    plan = Plan(fonts.get(SQUARE), set(glyphs))
    stream = ContentStream(
        height,
        "en",
        lambda key: ("F1", plan),
        lambda piece: "P1",
        lambda picture: "I1",
        roles=roles,
    )
    for each in items:
        stream.draw(each)
    return stream.data().decode().split("\n")


def run(glyphs, tag="en", y=20.0, element=None):
    return GlyphRun(SQUARE, 10.0, 5.0, y, tuple(glyphs), INK, tag, "test", element)


A, B = Glyph(1, "a", 1.0), Glyph(2, "b", 1.0)


def test_text_is_placed_from_the_top_left(fonts):
    assert operators(run([A, B]), fonts) == [
        "BT",
        "0 0 0 rg",
        "/F1 10 Tf",
        "5 80 Td",
        "<00010002>Tj",
        "ET",
    ]


def test_lines_that_follow_each_other_are_one_text_object(fonts):
    lines = [run([A, B]), run([B], y=32.125)]
    assert operators(lines, fonts)[3:] == [
        "5 80 Td",
        "<00010002>Tj",
        "0 -12.12 Td",
        "<0002>Tj",
        "ET",
    ]


def test_elements_begin_and_end_within_a_text_object(fonts):
    lines = [run([A], element=0), run([B], y=32.0, element=1), run([A], y=44.0, element=1)]
    out = operators(lines, fonts, ("H1", "P"))
    assert out[:2] == ["BT", "/H1<</MCID 0>>BDC"]
    assert out[-9:] == [
        "<0001>Tj",
        "EMC",
        "/P<</MCID 1>>BDC",
        "0 -12 Td",
        "<0002>Tj",
        "0 -12 Td",
        "<0001>Tj",
        "EMC",
        "ET",
    ]


def test_what_is_marked_ends_before_the_text_object_within_which_it_began(fonts):
    drawn = Path(box(Rect(10, 10, 20, 30)), "test", fill=INK, tag=0)
    out = operators([run([A], element=0), drawn, run([B], element=0)], fonts, ("P",))
    marks = [line for line in out if line in ("BT", "ET", "EMC", "f") or line.endswith("BDC")]
    assert marks == [
        "BT",
        "/P<</MCID 0>>BDC",
        "EMC",
        "ET",
        "/P<</MCID 1>>BDC",
        "f",
        "BT",
        "ET",
        "EMC",
    ]


def test_kerning_and_raised_marks_move_the_pen(fonts):
    out = operators(run([Glyph(1, "a", 0.9), B]), fonts)
    assert out[4] == "[<0001>100<0002>]TJ"
    out = operators(run([Glyph(1, "a", 0.9, 0.1), Glyph(2, "b", 0.9, 0.1)]), fonts)
    assert out[4] == "[-100<0001>200-100<0002>200]TJ"
    out = operators(run([A, Glyph(2, "b", 1.0, 0.0, 0.2)]), fonts)
    assert out[4] == "/Span<</ActualText<FEFF00610062>>>BDC"
    assert out[5:] == ["<0001>Tj", "2 Ts", "<0002>Tj", "0 Ts", "EMC", "ET"]


def test_a_cluster_of_two_glyphs_says_its_text(fonts):
    out = operators(run([Glyph(1, "ê̄", 1.0), Glyph(2, "", 0.0)]), fonts)
    assert out[4] == "/Span<</ActualText<FEFF00EA0304>>>BDC"
    assert out[-2:] == ["EMC", "ET"]


def test_another_language_is_marked(fonts):
    out = operators(run([A], "fr"), fonts)
    assert out[2] == "/Span<</Lang(fr)>>BDC" and out[-2:] == ["EMC", "ET"]


def test_a_path_is_turned_over_once(fonts):
    item = Path(box(Rect(10, 10, 20, 30)), "test", fill=INK)
    assert operators(item, fonts) == ["0 0 0 rg", "10 60 20 30 re", "f"]
    line = replace(item, commands=(("M", 10, 10), ("L", 30, 10.5)), fill=None, stroke=INK)
    assert operators(line, fonts) == ["0 0 0 RG 0 w 0 J 0 j", "10 90 m", "30 89.5 l", "S"]


def test_a_path_that_is_met_again_is_turned_over_on_its_own_page(fonts):
    item = Path(box(Rect(10, 10, 20, 30)), "test", fill=INK)
    assert operators(item, fonts, height=50.0)[1] == "10 10 20 30 re"
    assert operators(item, fonts, height=100.0)[1] == "10 60 20 30 re"


def test_a_path_with_a_measure_of_its_own_is_turned_over_by_its_matrix(fonts):
    item = Path(box(Rect(1, 2, 3, 4)), "test", fill=INK, x=10.0, y=20.0, scale=2.5)
    assert operators(item, fonts) == [
        "0 0 0 rg",
        "q 2.5 0 0 -2.5 10 80 cm",
        "1 2 3 4 re",
        "f",
        "Q",
    ]
    assert operators(item.flat(), fonts)[1] == "12.5 65 7.5 10 re"
    assert item.bounds() == item.flat().bounds() == Rect(12.5, 25.0, 7.5, 10.0)


def test_a_glyph_that_serves_two_texts_has_two_codes_and_stands_twice(fonts):
    """So ToUnicode is never ambiguous, and codes are the numbers of glyphs."""
    glyphs = [Glyph(40, "a", 1.0), Glyph(40, "\u0430", 1.0), Glyph(41, "b", 1.0)]
    plan = Plan(fonts.get(SQUARE), set(glyphs))
    embedded = plan.embedded()
    assert len(embedded.widths) == 3
    assert letters(embedded.to_unicode) == {1: "a", 2: "b", 3: "\u0430"}
    font = TTFont(io.BytesIO(embedded.data), checkChecksums=2)
    shapes = [font["glyf"][name] for name in font.getGlyphOrder()]
    assert shapes[3].isComposite() and shapes[3].components[0].glyphName == font.getGlyphName(1)


def test_letters_that_follow_each_other_are_told_as_ranges():
    table = to_unicode(["a", "b", "c", "e", "fi", "\u00ff", "\u0100", "", "\U0001f600"])
    assert table.count(b"beginbfrange") == 1 and b"<0001> <0003> <0061>" in table
    assert letters(table) == {
        1: "a", 2: "b", 3: "c", 4: "e", 5: "fi", 6: "\u00ff", 7: "\u0100", 9: "\U0001f600"
    }  # fmt: skip
    many = [chr(0x20 + i) for i in range(400)]  # over the end of a byte, of codes and of text
    assert b"<0001> <00E0> <0020>" in to_unicode(many)
    assert letters(to_unicode(many)) == dict(enumerate(many, 1))


@pytest.mark.parametrize(
    ("turn", "size", "matrix"),
    [
        (0, (20, 10), "1 0 0 1 5 85"),
        (90, (10, 20), "0 -1 1 0 5 95"),
        (180, (20, 10), "-1 0 0 -1 25 95"),
        (270, (10, 20), "0 1 -1 0 15 75"),
    ],
)
def test_a_piece_is_placed_upright_or_turned(fonts, turn, size, matrix):
    page = Page("piece", 20, 10, (), ())
    placed = Piece(page, Rect(5, 5, *size), turn)
    assert operators(placed, fonts) == ["q", f"{matrix} cm", "/P1 Do", "Q"]


def test_a_window_shows_a_part_of_a_piece(fonts):
    page = Page("piece", 20, 10, (), ())
    placed = Piece(page, Rect(0, 0, 20, 10), window=Rect(5, 5, 10, 5))
    assert operators(placed, fonts)[:2] == ["q", "5 90 10 5 re W n"]


def test_a_glyph_that_the_font_lacks_is_never_written(fonts):
    with pytest.raises(MissingGlyph):
        operators(run([Glyph(0, "ж", 10.0)]), fonts)


def test_numbers_have_no_exponent():
    assert [number(v) for v in (0.00001, -0.00001, 1e6, 0.5, 12.0, 1 / 3)] == [
        "0",
        "0",
        "1000000",
        ".5",
        "12",
        ".33",
    ]
    assert number(-0.25) == "-.25" and number(1 / 3, 4) == ".3333"


def test_dates_come_from_the_edition():
    assert pdf_date("2026-11") == "D:20261101000000Z"
    assert pdf_date("2026-11-23") == "D:20261123000000Z"


def _document(items, tag="en"):
    page = Page("one", 400, 200, tuple(items), (Rect(0, 0, 400, 200),), (), tag)
    return Document("title", tag, (page,), "", "", "2026-11")


def test_ten_cards_are_stored_once():
    _, document, _ = compose_job("card", "uk")
    data = write_pdf(document, Fonts.of(open_project().workspace))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        forms = [
            o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form"
        ]
        assert len(forms) == 2
        assert pdf.pages[0].Contents.read_bytes().count(b" Do") == 10
        names = {str(o.BaseFont) for o in pdf.objects if _is(o, "/Type", "/Font")}
        assert not any("Helvetica" in name for name in names)
        assert pdf.pages[0].MediaBox == pdf.pages[0].TrimBox


def _is(thing, key, value):
    return isinstance(thing, pikepdf.Dictionary) and thing.get(key) == value


def test_a_picture_is_written_sample_by_sample(fonts):
    samples = bytes(range(12)) * 2
    picture = Picture(Rect(10, 10, 40, 20), 4, 2, samples, "test")
    data = write_pdf(_document([picture]), fonts)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        image = next(o for o in pdf.objects if isinstance(o, pikepdf.Stream) and "/Width" in o)
        assert (image.Width, image.Height) == (4, 2) and image.read_bytes() == samples


def test_glyph_ids_follow_the_language():
    """Serbian and Macedonian italic-free upright б, Romanian comma below: the font's own
    local forms, asked for by language."""
    real = Fonts.of(open_project().workspace)

    def ids(text, tag):
        return [
            g.id
            for g in shape((Run(text, 400),), Face("Noto Sans", 100), language(tag), real).glyphs
        ]

    assert ids("б", "sr-Cyrl") != ids("б", "ru")
    assert ids("б", "mk") == ids("б", "sr-Cyrl")
    assert ids("ş", "ro") != ids("ş", "tr")


WORDS = st.text(
    st.sampled_from(
        "abcxyzfiflffi ABCŠŽČĐßæøåąęółżźńăâîșțğışöüçñáéíóúýřěů"
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёъыэўђћљњџѓќѕәғқңөұүһӣӯҷҳ"
        "ẹọṣ\u0301\u0300\u0304\u0323’'“”„«»–—…0123456789()№%"
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(
    WORDS, st.sampled_from(["en", "uk", "vi", "yo", "kk", "sr-Cyrl"]), st.sampled_from([400, 800])
)
def test_text_comes_back_exactly_as_it_was_set(text, tag, weight):
    """Set, embedded as a subset, written, and read back: not a letter differs."""
    shaped = shape((Run(text, weight),), Face("Noto Sans", 100), language(tag), REAL)
    if shaped.missing or not shaped.text.strip():
        return
    font = FontKey("Noto Sans", weight, 100)
    item = GlyphRun(font, 6.0, 5.0, 100.0, shaped.glyphs, INK, tag, "t")
    data = write_pdf(_document([item], tag), REAL)
    with Readback(data) as document:
        read = "".join(c.text for c in document.page(0).chars())
    assert re.sub(r"\s", "", read) == re.sub(r"\s", "", shaped.text)


REAL = Fonts.of(open_project().workspace)
