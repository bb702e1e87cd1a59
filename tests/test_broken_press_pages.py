"""Press files where something stands in the wrong place: every one is refused."""

import pytest
from brokenpress import (
    ARTWORK,
    BAND,
    BLEED,
    CROSS_OPERATORS,
    CUT_OPERATORS,
    HEIGHT,
    SHEET,
    TRIM,
    WIDTH,
    changed,
    corners,
    draw,
    expected,
    found_in,
    ids,
    in_operators,
    on_sheet,
    picture,
    preflight,
    resources_of,
    table,
    text,
    words,
)
from pikepdf import Array, Dictionary, Name

from generator.findings import findings
from generator.readback import Readback
from generator.records import replace

broken, BROKEN = table()
harmless, HARMLESS = table()


# ---------------------------------------------------------------- boxes


@broken("press-boxes", "x4 x1a")
def no_trim_box(pdf):
    del pdf.pages[0].obj.TrimBox


@broken("press-boxes", "x4 x1a")
def no_bleed_box(pdf):
    del pdf.pages[0].obj.BleedBox


@broken("press-boxes")
def a_trim_box_that_is_smaller(pdf):
    pdf.pages[0].obj.TrimBox = corners(TRIM.inset(0.1))


@broken("press-boxes")
def a_trim_box_that_is_shifted(pdf):
    pdf.pages[0].obj.TrimBox = corners(TRIM.moved(0.1, 0))


@broken("press-boxes")
def a_bleed_box_without_bleed(pdf):
    pdf.pages[0].obj.BleedBox = corners(TRIM)


@broken("press-boxes")
def a_media_box_that_is_larger(pdf):
    pdf.pages[0].obj.MediaBox = Array([0, 0, SHEET[0] + 10, SHEET[1]])


@broken("press-boxes", "x4 x1a")
def a_crop_box_that_hides_the_marks(pdf):
    pdf.pages[0].obj.CropBox = corners(TRIM.inset(-BLEED))


@broken("press-boxes")
def a_crop_box_in_the_tree_of_pages(pdf):
    pdf.Root.Pages.CropBox = corners(TRIM)


@broken("press-boxes", "x4 x1a")
def an_art_box(pdf):
    pdf.pages[0].obj.ArtBox = corners(TRIM)


@broken("press-boxes")
def a_page_that_is_turned(pdf):
    pdf.pages[0].obj.Rotate = 90


@broken("press-boxes")
def all_pages_are_turned(pdf):
    pdf.Root.Pages.Rotate = 180


@broken("press-boxes")
def a_page_with_a_larger_unit(pdf):
    pdf.pages[0].obj.UserUnit = 2


@broken("press-boxes")
def a_page_whose_unit_is_nothing(pdf):
    pdf.pages[0].obj.UserUnit = "two"


@broken("press-boxes")
def only_a_part_is_printed(pdf):
    pdf.Root.ViewerPreferences = Dictionary(PrintClip=Name.TrimBox)


# ---------------------------------------------------------------- bleed


@broken("press-bleed", "x4 x1a")
def artwork_that_ends_at_the_cut(pdf):
    old = f"{-BLEED:.4f} {HEIGHT - BAND:.4f} {WIDTH + 2 * BLEED:.4f} {BAND + BLEED:.4f} re"
    in_operators(pdf, old, f"0 {HEIGHT - BAND:.4f} {WIDTH:.4f} {BAND:.4f} re")


@broken("press-bleed")
def artwork_that_bleeds_too_little(pdf):
    old = f"{-BLEED:.4f} {HEIGHT - BAND:.4f} {WIDTH + 2 * BLEED:.4f}"
    in_operators(pdf, old, f"{0.2 - BLEED:.4f} {HEIGHT - BAND:.4f} {WIDTH + 2 * BLEED - 0.2:.4f}")


@broken("press-bleed")
def artwork_of_another_colour(pdf):
    in_operators(pdf, "0.92 0.45 0.45 0.38 k", "0.92 0.45 0.45 0.35 k")


@broken("press-bleed")
def a_bleed_of_another_colour_than_the_artwork(pdf):
    x, y = TRIM.x - BLEED, SHEET[1] - ARTWORK.bottom
    on_sheet(pdf, f"/GS0 gs 0 0 0.5 0 k {x:.4f} {y:.4f} {BLEED:.4f} {BAND + BLEED:.4f} re f")


@broken("press-bleed")
def artwork_that_is_clipped(pdf):
    clip = f"0 0 {WIDTH:.4f} {HEIGHT:.4f} re W n"
    in_operators(pdf, "/P1 Do", f"{clip} /P1 Do", piece=False)


@broken("press-bleed")
def a_form_that_is_cut_at_its_trim(pdf):
    resources_of(pdf).XObject.P1.BBox = Array([0, 0, WIDTH, HEIGHT])


@broken("press-bleed")
def artwork_with_a_notch(pdf):
    x, y = TRIM.x - BLEED, SHEET[1] - TRIM.y
    on_sheet(pdf, f"/GS0 gs 0 0 0 0 k {x:.4f} {y:.4f} 3 3 re f")


@broken("press-bleed")
def artwork_under_white_letters(pdf):
    x, y = TRIM.x - BLEED, SHEET[1] - TRIM.y - 40
    words = f"BT /F1 12 Tf {x:.4f} {y:.4f} Td {text('HHHH')} Tj ET"
    on_sheet(pdf, f"/GS0 gs 0 0 0 0 k {words}")


@broken("press-bleed")
def a_drawing_in_the_bleed(pdf):
    x, y = TRIM.right + 2, SHEET[1] - TRIM.bottom + 20
    on_sheet(pdf, f"/GS0 gs 0 0.5 0 0 k {x:.4f} {y:.4f} 3 3 re f")


# ---------------------------------------------------------------- what is cut into


@broken("press-safe", "x4 x1a")
def text_near_the_cut(pdf):
    words(pdf, "/GS1 gs 0 0 0 1 k", place="5 60 Td")


@broken("press-safe")
def text_at_the_lower_cut(pdf):
    words(pdf, "/GS1 gs 0 0 0 1 k", place="60 5 Td")


@broken("press-safe")
def text_in_the_bleed(pdf):
    words(pdf, "/GS1 gs 0 0 0 1 k", size=6, words="i", place=f"{WIDTH + 3:.4f} 60 Td")


@broken("press-safe")
def a_line_to_the_cut(pdf):
    draw(pdf, f"0 0.5 0 0 K 1 w 100 100 m {WIDTH:.4f} 100 l S")


@broken("press-safe")
def an_area_near_the_cut(pdf):
    draw(pdf, "0 0.5 0 0 k 10 100 20 20 re f")


@broken("press-safe")
def a_curve_that_swings_to_the_cut(pdf):
    draw(pdf, "0 0.5 0 0 k 30 100 m -10 100 -10 130 30 130 c h f")


@broken("press-safe")
def a_picture_over_the_cut(pdf):
    resources_of(pdf).XObject.I9 = picture(pdf)
    draw(pdf, f"q 72 0 0 72 {WIDTH - 60:.4f} 20 cm /I9 Do Q")


@broken("press-safe")
def a_line_by_its_width_alone(pdf):
    draw(pdf, "0 0.5 0 0 K 4 w 15 100 m 15 150 l S")


# ---------------------------------------------------------------- marks


@broken("press-marks", "x4 x1a")
def no_cut_marks(pdf):
    in_operators(pdf, CUT_OPERATORS, "", piece=False)


@broken("press-marks")
def a_cut_mark_that_is_shifted(pdf):
    in_operators(pdf, "scn ", "scn 1 0 0 1 0.3 0 cm ", piece=False)


@broken("press-marks")
def cut_marks_in_black_alone(pdf):
    in_operators(pdf, "/CS1 cs 1 scn", "0 0 0 1 k", piece=False)


@broken("press-marks")
def no_registration_marks(pdf):
    in_operators(pdf, CROSS_OPERATORS, "", piece=False)


@broken("press-marks")
def registration_marks_in_black_alone(pdf):
    in_operators(pdf, "/CS1 CS 1 SCN", "0 0 0 1 K", piece=False)


@broken("press-marks")
def an_area_beside_the_piece(pdf):
    on_sheet(pdf, "/GS0 gs 0 0.5 0 0 k 5 200 9 9 re f")


@broken("press-marks")
def text_beside_the_piece(pdf):
    on_sheet(pdf, f"/GS1 gs 0 0 0 1 k BT /F1 9 Tf 10 200 Td {text('draft')} Tj ET")


@broken("press-marks")
def a_slug_that_runs_into_the_marks(pdf):
    in_operators(pdf, "6.5 Tf", "40 Tf", piece=False)


# ---------------------------------------------------------------- what a press does not mind


@harmless("")
def a_crop_box_that_shows_all(pdf):
    pdf.pages[0].obj.CropBox = pdf.pages[0].obj.MediaBox


@harmless("")
def a_form_that_is_turned(pdf):
    form = pdf.make_stream(b"0 0.5 0 0 k 0 0 60 9 re f", Type=Name.XObject, Subtype=Name.Form)
    form.BBox, form.Matrix, form.Resources = [0, 0, 60, 9], [0, 1, -1, 0, 0, 0], Dictionary()
    resources_of(pdf).XObject.P9 = form
    draw(pdf, "1 0 0 1 100 100 cm /P9 Do 2 0 0 2 50 0 cm /P9 Do")


@harmless("")
def all_kinds_of_paths(pdf):
    curves = "100 100 m 120 110 130 120 140 100 c 150 90 160 100 v 165 105 170 100 y h"
    draw(pdf, f"0 0.5 0 0 k 0 0.5 0 0 K 1 w {curves} b* 100 130 20 20 re B 1 J 1 j 4 M [2 1] 0 d")


@harmless("")
def all_kinds_of_text(pdf):
    words = f"14 TL 2 Tc 3 Tw 110 Tz 1 Ts 0 -14 TD {text('one')} ' 0 0 {text('two')} \" T*"
    show = f"[{text('three')} -300 {text('four')}] TJ"
    draw(pdf, f"/GS1 gs 0 0 0 1 k BT /F1 12 Tf 60 250 Td {words} {show} ET")


@harmless("")
def what_lies_under_a_clip(pdf):
    draw(pdf, "100 100 20 20 re W n 0 0.5 0 0 k -50 50 500 60 re f")


@pytest.mark.parametrize(("standard", "check", "change", "options"), BROKEN)
def test_a_broken_file_is_refused(standard, check, change, options):
    assert check in ids(found_in(changed(standard, change, **options), standard))


@pytest.mark.parametrize(("standard", "check", "change", "options"), HARMLESS)
def test_a_harmless_change_passes(standard, check, change, options):
    assert found_in(changed(standard, change, **options), standard) == []


def test_a_page_that_stands_upside_down_is_read_so():
    """A piece turned on its sheet: bleeds lie at its other end, the slug where it was."""

    def turn(pdf):
        right, top = TRIM.right, SHEET[1] - TRIM.y
        at = f"1 0 0 1 {TRIM.x:.4f} {SHEET[1] - TRIM.bottom:.4f} cm /P1"
        in_operators(pdf, at, f"-1 0 0 -1 {right:.4f} {top:.4f} cm /P1", piece=False)

    data, wanted = changed("x4", turn), expected("x4")
    page = wanted.pages[0]
    bleeds = tuple(replace(b, rect=b.rect.turned(*SHEET)) for b in page.press.bleeds)
    press = replace(page.press, bleeds=bleeds, artwork=(ARTWORK.turned(*SHEET),))
    wanted = replace(wanted, pages=(replace(page, press=press, turned=True),))
    with Readback(data) as document:
        assert preflight(data, findings(data, document, wanted, None), wanted) == []
    assert {"press-bleed"} <= ids(found_in(data, "x4"))
