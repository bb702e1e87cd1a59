"""What is kept while files are read back belongs to each file alone, and a copy of a form is
where it is read when it is read by itself."""

import io
from unittest import mock

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont
from tampering import BLACK

from generator.characters import Char, Drawn
from generator.figures import DIGITS, Figures
from generator.findings import Flow, Line, compact, findings
from generator.geometry import Rect
from generator.page import FontKey, Path
from generator.pdf import write_pdf
from generator.readback import Readback
from generator.records import replace

INK = Drawn(10.0, (0, 0, 0, 255), "Noto", 0)


def sides(char):
    return char.text, *(round(v, 3) for v in char[1:5])


def test_characters_of_files_that_are_open_together_are_their_own(press):
    """They are read into the same room."""
    files = [press.made(product).data for product in ("leaflet", "card-single")]
    alone = []
    for data in files:
        with Readback(data) as document:
            alone.append([*map(sides, document.page(0).chars())])
    with Readback(files[0]) as one, Readback(files[1]) as other:
        pages = one.page(0), other.page(0)
        again = [[*map(sides, page.chars())] for page in reversed(pages)]
    assert again[::-1] == alone


@pytest.mark.parametrize("length", [0, 1, 254, 255, 256, 257, 5000])
def test_a_string_of_any_length_is_read_whole(press, length):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(press.made("card-single").data)) as pdf:
        pdf.docinfo["/Title"] = "ї" * length
        subject = str(pdf.docinfo["/Subject"])
        pdf.save(out)
    with Readback(out.getvalue()) as document:
        said = document.metadata()
    assert (said["Title"], said["Subject"]) == ("ї" * length, subject)


@pytest.mark.parametrize("number", [0, 1])
def test_copies_of_a_form_are_where_they_are_read(press, number):
    made = press.made("card")
    with Readback(made.data) as document:
        plain = [c for c in document.page(number).chars() if c.text not in "\r\n"]
    with Readback(made.data) as document:
        seen = findings(made.data, document, made.expectation, press.figures).pages[number]
        assert len(seen.facts.copies.moved) == 9
    chars = [c for line in seen.lines for c in line.chars]
    assert [c.text for c in chars] == [c.text for c in plain]
    shown = [pair for pair in zip(chars, plain, strict=True) if pair[1].shows]
    assert all(one[1:5] == pytest.approx(other[1:5], abs=0.02) for one, other in shown)
    end = 0
    for line in seen.lines:
        start, end = end, end + len(compact(line.text))
        box = seen.flow.box_at((start, end))
        assert (box.x, box.bottom) == pytest.approx((line.box.x, line.box.bottom))
    assert end == len(seen.flow.text)


def test_a_place_from_one_copy_into_the_next_is_around_both():
    letters = [Char(c, 10.0 * n, 0.0, 10.0 * n + 8, 5.0, INK, True) for n, c in enumerate("ab")]
    flow = Flow([Line(tuple(letters))], ((100.0, 50.0),))
    assert flow.text == "abab"
    assert flow.box_at((1, 2)) == Rect(10, 0, 8, 5)
    assert flow.box_at((2, 3)) == Rect(100, 50, 8, 5)
    assert flow.box_at((1, 3)) == Rect(10, 0, 98, 55)


def test_a_quiet_zone_is_judged_anew_where_something_stands_in_it(press):
    """Zones that look the same are judged once; this one does not."""
    made = press.made("card-single")
    code = made.expectation.codes[0]
    page = made.document.pages[code.page]
    path = next(i for i in page.items if isinstance(i, Path) and len(i.commands) > 100)
    points = [command[1:3] for command in path.commands if len(command) > 2]
    x, y = max(p[0] for p in points) + 3.2, min(p[1] for p in points)
    line = Path((("M", x, y), ("L", x, y + code.side)), "mark", stroke=BLACK, stroke_width=0.7)
    pages = list(made.document.pages)
    pages[code.page] = replace(page, items=(*page.items, line))
    spoilt = write_pdf(replace(made.document, pages=tuple(pages)), press.fonts)
    for data, found in ((made.data, False), (spoilt, True), (made.data, False), (spoilt, True)):
        codes = {d.code for d in press.verdict("card-single", data).diagnostics}
        assert ("quiet" in codes) is found


@pytest.mark.parametrize("instance", [(400, 100), (700, 75), (900, 100)])
def test_templates_of_digits_look_like_what_freetype_draws(press, instance):
    """Another rasteriser takes each digit of the font for the same one."""
    fonts = press.fonts
    font = fonts.get(FontKey("Noto Sans", *instance))
    drawn = ImageFont.truetype(io.BytesIO(font.face_data), 96)
    drawn.set_variation_by_axes([font.axes[i.tag] for i in font.hb_font.face.axis_infos])
    figures = Figures(fonts)
    for digit in DIGITS:
        ink = Image.new("L", (192, 192), 0)
        ImageDraw.Draw(ink).text((48, 24), digit, 255, drawn)
        for meant in (digit, DIGITS[9 - DIGITS.index(digit)]):
            read, far = figures.read(ink, font.postscript_name, meant)
            assert read == digit and far < 25


def test_a_font_whose_digits_are_no_digits_reads_none(press):
    """A glyph many times the size of its em is not drawn, nor compared with."""
    font = press.fonts.get(FontKey("Noto Sans", 400, 100))
    ink = Image.new("L", (40, 60), 255)
    for upem in (font.upem // 100, font.upem):
        fonts = mock.Mock(
            named=lambda name: font.key, get=lambda key, u=upem: replace(font, upem=u)
        )
        read, far = Figures(fonts).read(ink, font.postscript_name, "1")
        assert (read == "", far == 255.0) == (upem != font.upem, upem != font.upem)
