"""Files of the product, broken as they break on the way to a press: refused, and for the
right reason. What a print shop's own hands would find is not left to them."""

import io
import re

import pikepdf
import pytest
from brokenpress import ids, preflight, saved
from conftest import open_project, press_file
from pikepdf import Array, Dictionary, Name
from spelledout import spelled_out

from generator.check import check_pdf
from generator.figures import Figures
from generator.findings import findings
from generator.fonts import Fonts
from generator.readback import Readback

LEAFLET, CARD, STACKED = ("leaflet", "de"), ("card", "en"), ("card", "vi")
CASES = []


def case(check, job=LEAFLET):
    """Notes a change to a real file with the id of the check that must refuse it."""

    def note(change):
        name = change.__name__.strip("_").replace("_", "-")
        CASES.append(pytest.param(check, job, change, id=name))
        return change

    return note


def again(job, change):
    """A real file changed and saved, and what it must hold."""
    made = press_file(*job)
    with pikepdf.open(io.BytesIO(spelled_out(made.data))) as pdf:
        change(pdf)
        return saved(pdf, force_version=pdf.pdf_version), made.expectation


def resources(pdf):
    return pdf.pages[0].obj.Resources


def piece(pdf, number=1):
    return resources(pdf).XObject[f"/P{number}"]


def sheet(pdf, number=0):
    return pdf.pages[number].obj.Contents


def swap(stream, old, new, count=1):
    data = stream.read_bytes().decode()
    assert old in data
    stream.write(data.replace(old, new, count).encode())


def append(stream, operators):
    stream.write(stream.read_bytes() + b"\n" + operators.encode())


def in_metadata(pdf, said):
    packet = pdf.Root.Metadata.read_bytes().decode()
    pdf.Root.Metadata.write(
        packet.replace("</rdf:Description>", f"{said}</rdf:Description>").encode()
    )


# ---------------------------------------------------------------- where pieces and marks stand


def add_picture(pdf, side, before):
    """A square picture in four inks on the piece, of so many pixels, placed by ``before``."""
    picture = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=side, Height=side)
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceCMYK, 8
    resources(pdf).XObject.I1 = pdf.make_stream(bytes(side * side * 4), picture)
    append(piece(pdf), f"{before} /I1 Do Q")


@case("press-boxes", CARD)
def a_back_without_bleed_a_millimetre_aside(pdf):
    swap(sheet(pdf, 1), "1 0 0 1 306.1417 429.4488 cm", "1 0 0 1 308.9763 429.4488 cm")


@case("press-boxes", CARD)
def all_backs_a_millimetre_aside(pdf):
    data = sheet(pdf, 1).read_bytes().decode()
    aside = re.sub(
        r"1 0 0 1 ([\d.]+) (?=[\d.]+ cm)", lambda m: f"1 0 0 1 {float(m[1]) + 2.83:.2f} ", data
    )
    sheet(pdf, 1).write(aside.encode())


@case("press-boxes", STACKED)
def a_back_that_is_drawn_in_place_and_aside(pdf):
    swap(sheet(pdf, 1), "306.1417 429.4488 cm", "308.9763 429.4488 cm")


@case("press-boxes", CARD)
def a_back_that_is_a_little_smaller(pdf):
    swap(sheet(pdf, 1), "1 0 0 1 306.1417 429.4488 cm", "0.99 0 0 0.99 307.3 430.2 cm")


@case("press-bleed", CARD)
def one_piece_of_eight_cut_at_its_trim(pdf):
    cut = "1 0 0 1 306.1417 429.4488 cm 0 0 240.945 155.906 re W n\n/P1 Do"
    swap(sheet(pdf), "1 0 0 1 306.1417 429.4488 cm\n/P1 Do", cut)


@case("press-marks")
def marks_in_a_tenth_of_each_ink(pdf):
    for number in range(2):
        swap(sheet(pdf, number), "/CS1 cs 1 scn", "/CS1 cs 0.1 scn")


@case("press-marks")
def a_cross_that_is_a_dot(pdf):
    data = sheet(pdf).read_bytes().decode()
    dot = re.sub(r"36\.85 676\.063 m.*?S", "43 676 m 44 676 l S", data, count=1, flags=re.S)
    assert dot != data
    sheet(pdf).write(dot.encode())


@case("press-hairline")
def a_cross_of_one_dash(pdf):
    swap(sheet(pdf), "0.25 w 0 J 0 j", "0.25 w 0 J 0 j [0.01 500] 0 d")


# ---------------------------------------------------------------- inks


@case("press-colour")
def marks_that_a_proof_shows_in_black(pdf):
    resources(pdf).ColorSpace.CS1[3].C1 = Array([0, 0, 0, 1])


@case("press-black", CARD)
def codes_in_black_of_four_inks(pdf):
    data = piece(pdf, 2).read_bytes().decode()
    paths = re.finditer(r"((?:[-\d. ]+ [mlc]\n|h\n)+)f", data)
    code = max(paths, key=lambda path: len(path[0]))
    rich = f"0.6 0.5 0.5 1 k /GS0 gs\n{code[0]}\n0 0 0 1 k /GS1 gs"
    piece(pdf, 2).write((data[: code.start()] + rich + data[code.end() :]).encode())


@case("press-ink")
def one_percent_too_much(pdf):
    swap(piece(pdf), "0.92 0.45 0.45 0.38 k", "0.91 0.9 0.9 0.3 k")


@case("press-pictures")
def a_coarse_picture_that_overprints_a_dark_area(pdf):
    add_picture(pdf, 60, "/GS1 gs q 60 0 0 60 600 300 cm")


@case("press-colour")
def a_screen_colour_that_overprints_a_dark_area(pdf):
    swap(piece(pdf), "0 0 0 0 k\nBT", "/GS1 gs 1 1 1 rg\nBT")


@case("press-pictures")
def a_picture_that_is_mirrored(pdf):
    add_picture(pdf, 300, "q -72 0 0 72 392 300 cm")


@case("press-hairline")
def a_thin_shape_of_curves(pdf):
    curves = "320 300 m 330 300 340 300 380 300 c 380 300.05 l 340 300.05 330 300.05 320 300.05 c"
    append(piece(pdf), f"0 0 0 1 k /GS1 gs {curves} f")


@case("press-hairline")
def a_sliver_of_a_clipped_area(pdf):
    append(piece(pdf), "q 100 100 0.05 30 re W n 0 0 0 1 k /GS1 gs 90 100 30 30 re f Q")


# ---------------------------------------------------------------- the file


@case("press-content")
def a_drawing_that_stands_on_no_page(pdf):
    form = pdf.make_stream(b"1 0 0 rg 0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form)
    form.BBox = [0, 0, 9, 9]
    resources(pdf).XObject.P9 = form


@case("press-content")
def curves_with_corners(pdf):
    append(piece(pdf), "100 i")


@case("press-content")
def copies_that_a_program_is_told_to_print(pdf):
    pdf.Root.ViewerPreferences.NumCopies = 5


@case("press-metadata")
def a_name_in_the_metadata_alone(pdf):
    in_metadata(pdf, "<dc:rights>Jane Doe</dc:rights>")


@case("press-metadata")
def metadata_that_claims_an_archive_too(pdf):
    in_metadata(pdf, "<a:part xmlns:a='http://www.aiim.org/pdfa/ns/id/'>1</a:part>")


@case("press-fonts")
def fonts_that_changed_names(pdf):
    one, other = resources(pdf).Font.F1, resources(pdf).Font.F2
    one.BaseFont, other.BaseFont = other.BaseFont, one.BaseFont


@case("press-fonts")
def a_letter_without_a_width(pdf):
    inner = resources(pdf).Font.F3.DescendantFonts[0]
    inner.W, inner.DW = Array([1, Array(list(inner.W[1])[:-1])]), 0


@pytest.mark.parametrize(("check", "job", "change"), CASES)
def test_a_broken_real_file_is_refused(check, job, change):
    data, wanted = again(job, change)
    with Readback(data) as document:
        assert check in ids(preflight(data, findings(data, document, wanted, None), wanted))


@pytest.mark.parametrize("job", [LEAFLET, CARD, STACKED])
def test_a_real_file_that_is_only_saved_again_passes(job):
    data, wanted = again(job, lambda pdf: None)
    figures = Figures(Fonts.of(open_project().workspace))
    assert check_pdf(data, wanted, figures, "real").diagnostics == ()
