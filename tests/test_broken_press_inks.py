"""Press files whose inks are wrong: every one is refused, by the check for it."""

import pytest
from brokenpress import (
    PROFILE,
    changed,
    draw,
    every_ink,
    found_in,
    good_file,
    ids,
    in_operators,
    jpeg,
    picture,
    place,
    resources_of,
    state,
    table,
    text,
    words,
)
from pikepdf import Array, Dictionary, Name

broken, BROKEN = table()
harmless, HARMLESS = table()


# ---------------------------------------------------------------- colours


@broken("press-colour", "x4 x1a")
def an_area_in_rgb(pdf):
    draw(pdf, "1 0 0 rg 100 100 20 20 re f")


@broken("press-colour")
def a_line_in_rgb(pdf):
    draw(pdf, "1 0 0 RG 1 w 100 100 m 150 100 l S")


@broken("press-colour")
def text_in_rgb(pdf):
    draw(pdf, f"/DeviceRGB cs 0 0 0 sc BT /F1 12 Tf 60 250 Td {text('red')} Tj ET")


def _spaces(pdf, **named):
    for key, value in named.items():
        resources_of(pdf).ColorSpace[f"/{key}"] = value


@broken("press-colour")
def an_area_with_a_profile(pdf):
    _spaces(pdf, CS2=Array([Name.ICCBased, pdf.make_stream(PROFILE, N=4)]))
    draw(pdf, "/CS2 cs 0 0 0 0.5 sc 100 100 20 20 re f")


@broken("press-colour")
def text_in_lab(pdf):
    _spaces(pdf, CS2=Array([Name.Lab, Dictionary(WhitePoint=[0.9, 1, 0.8])]))
    draw(pdf, f"/CS2 cs 50 10 10 sc BT /F1 12 Tf 60 250 Td {text('lab')} Tj ET")


@broken("press-colour")
def a_space_in_rgb_that_nothing_uses(pdf):
    _spaces(pdf, CS2=Array([Name.CalRGB, Dictionary(WhitePoint=[0.9, 1, 0.8])]))


def _spot(name, alternate="DeviceCMYK"):
    space = every_ink(alternate)
    space[1] = Name("/" + name)
    return space


@broken("press-colour", "x4 x1a")
def a_fifth_ink(pdf):
    _spaces(pdf, CS2=_spot("Gold"))
    draw(pdf, "/CS2 cs 1 scn 100 100 20 20 re f")


@broken("press-colour")
def a_spot_ink_called_black(pdf):
    _spaces(pdf, CS2=_spot("Black"))
    draw(pdf, "/CS2 cs 1 scn 100 100 20 20 re f")


@broken("press-colour")
def several_inks_of_a_name(pdf):
    tint = _spot("x")[3]
    _spaces(pdf, CS2=Array([Name.DeviceN, [Name.Gold, Name.Silver], Name.DeviceCMYK, tint]))
    draw(pdf, "/CS2 cs 1 1 scn 100 100 20 20 re f")


@broken("press-colour")
def all_inks_by_way_of_rgb(pdf):
    _spaces(pdf, CS1=every_ink("DeviceRGB"))


@broken("press-colour")
def another_space_in_the_place_of_cmyk(pdf):
    _spaces(pdf, DefaultCMYK=Array([Name.ICCBased, pdf.make_stream(PROFILE, N=4)]))


@broken("press-colour")
def a_space_within_a_space_without_end(pdf):
    space = pdf.make_indirect(Array([Name.Indexed, Name.DeviceCMYK, 1, b"\0" * 8]))
    space[1] = space
    _spaces(pdf, CS2=space)


@broken("press-colour")
def a_pattern(pdf):
    tile = pdf.make_stream(b"1 0 0 rg 0 0 5 5 re f", PatternType=1, PaintType=1, TilingType=1)
    tile.BBox, tile.XStep, tile.YStep, tile.Resources = [0, 0, 9, 9], 9, 9, Dictionary()
    resources_of(pdf).Pattern = Dictionary(PT1=tile)
    draw(pdf, "/Pattern cs /PT1 scn 100 100 20 20 re f")


@broken("press-colour")
def a_shading(pdf):
    fading = _spot("x")[3]
    axial = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=[0, 0, 9, 9], Function=fading
    )
    resources_of(pdf).Shading = Dictionary(SH1=axial)
    draw(pdf, "100 100 20 20 re W n /SH1 sh")


@broken("press-colour", "x4 x1a")
def a_picture_in_rgb(pdf):
    place(pdf, picture(pdf, b"\x20\x40\x60", "DeviceRGB"))


@broken("press-colour")
def a_picture_with_a_palette(pdf):
    image = picture(pdf, b"\0", "DeviceGray")
    image.ColorSpace = Array([Name.Indexed, Name.DeviceRGB, 0, b"\xff\0\0"])
    place(pdf, image)


@broken("press-colour")
def a_picture_in_rgb_that_is_not_placed(pdf):
    resources_of(pdf).XObject.I9 = picture(pdf, b"\x20\x40\x60", "DeviceRGB")


@broken("press-colour")
def an_rgb_form_within_a_form(pdf):
    inner = pdf.make_stream(b"1 0 0 rg 0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form)
    inner.BBox, inner.Resources = [0, 0, 9, 9], Dictionary()
    outer = pdf.make_stream(b"q 1 0 0 1 0 0 cm /In Do Q", Type=Name.XObject, Subtype=Name.Form)
    outer.BBox, outer.Resources = [0, 0, 9, 9], Dictionary(XObject=Dictionary(In=inner))
    resources_of(pdf).XObject.P9 = outer
    draw(pdf, "1 0 0 1 100 100 cm /P9 Do")


@broken("press-colour")
def an_area_of_all_inks_on_the_piece(pdf):
    draw(pdf, "/CS1 cs 1 scn 100 100 20 20 re f")


@broken("press-colour")
def text_of_all_inks(pdf):
    in_operators(pdf, "/GS1 gs 0 0 0 1 k", "/GS0 gs /CS1 cs 1 scn", piece=False)


# ---------------------------------------------------------------- how much ink


@broken("press-ink", "x4 x1a")
def an_area_with_too_much_ink(pdf):
    draw(pdf, "0.9 0.9 0.9 0.4 k 100 100 20 20 re f")


@broken("press-ink")
def a_line_with_too_much_ink(pdf):
    draw(pdf, "1 1 1 0.1 K 2 w 100 100 m 150 100 l S")


@broken("press-ink")
def black_text_on_a_dark_ground(pdf):
    words = f"BT /F1 12 Tf 105 104 Td {text('dark')} Tj ET"
    draw(pdf, f"0.9 0.7 0.7 0.3 k 100 100 50 20 re f /GS1 gs 0 0 0 1 k {words}")


@broken("press-ink")
def a_black_area_over_a_dark_picture(pdf):
    place(pdf, picture(pdf, b"\xe6\xb2\xb2\x10"))
    draw(pdf, "/GS1 gs 0 0 0 1 k 70 240 20 20 re f")


@broken("press-ink")
def a_picture_with_one_pixel_too_dark(pdf):
    image = picture(pdf)
    data = b"\x20\x40\x60\x10" * (300 * 300 - 1) + b"\xff\xff\xff\x20"
    image.write(data)
    place(pdf, image)


@broken("press-ink")
def a_jpeg_that_is_too_dark(pdf):
    place(pdf, jpeg(pdf, (230, 230, 230, 200)))


# ---------------------------------------------------------------- black, small text, white


@broken("press-black", "x4 x1a")
def text_in_rich_black(pdf):
    words(pdf, "0.6 0.4 0.4 1 k")


@broken("press-black")
def text_in_black_of_colours(pdf):
    words(pdf, "0.75 0.68 0.67 0.6 k")


@broken("press-black", "x4 x1a")
def black_text_that_does_not_overprint(pdf):
    words(pdf, "0 0 0 1 k")


@broken("press-black")
def black_text_that_overprints_in_mode_0(pdf):
    state(pdf, OP=True, op=True, OPM=0)
    words(pdf, "/GS9 gs 0 0 0 1 k")


@broken("press-black")
def black_text_in_grey(pdf):
    words(pdf, "/GS1 gs 0 g")


@broken("press-black")
def text_without_a_colour(pdf):
    in_operators(pdf, "q 1 0", f"q BT /F1 12 Tf 90 300 Td {text('x')} Tj ET Q q 1 0", piece=False)


@broken("press-black")
def black_text_where_only_lines_overprint(pdf):
    state(pdf, OP=True, op=False, OPM=1)
    words(pdf, "/GS9 gs 0 0 0 1 k")


@broken("press-black")
def a_thin_black_line_that_does_not_overprint(pdf):
    draw(pdf, "0 0 0 1 K 1 w 100 100 m 150 100 l S")


@broken("press-small-text", "x4 x1a")
def small_text_in_two_inks(pdf):
    words(pdf, "0 0.5 0.5 0 k", size=8)


@broken("press-small-text")
def text_that_is_scaled_down(pdf):
    words(pdf, "0 0.5 0.5 0 k", place="0.5 0 0 0.5 60 250 Tm")


@broken("press-small-text")
def text_on_a_small_form(pdf):
    words(pdf, "0.6 0 0 0.6 20 20 cm 0 0.5 0.5 0 k", size=14)


@broken("press-white", "x4 x1a")
def white_text_that_overprints(pdf):
    in_operators(pdf, "0 0 0 0 k BT", "/GS1 gs 0 0 0 0 k BT")


@broken("press-white")
def a_white_area_that_overprints(pdf):
    draw(pdf, "/GS1 gs 0 0 0 0 k 100 100 20 20 re f")


@broken("press-white")
def a_white_area_in_grey_that_overprints(pdf):
    draw(pdf, "/GS1 gs 1 g 100 100 20 20 re f")


@broken("press-white")
def a_colour_that_overprints(pdf):
    draw(pdf, "/GS1 gs 0 0.5 0.5 0 k 100 100 20 20 re f")


@broken("press-white")
def a_grey_line_that_overprints(pdf):
    draw(pdf, "/GS1 gs 0 0 0 0.4 K 1 w 100 100 m 150 100 l S")


@broken("press-white")
def overprinting_that_goes_on_into_a_form(pdf):
    form = pdf.make_stream(b"0 0 0 0 k 0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form)
    form.BBox, form.Resources = [0, 0, 9, 9], Dictionary()
    resources_of(pdf).XObject.P9 = form
    draw(pdf, "1 0 0 1 100 100 cm /GS1 gs /P9 Do")


# ---------------------------------------------------------------- what is too thin


@broken("press-hairline", "x4 x1a")
def a_hairline(pdf):
    draw(pdf, "0 0.5 0 0 K 0.1 w 100 100 m 150 100 l S")


@broken("press-hairline")
def a_line_of_no_width(pdf):
    draw(pdf, "0 0.5 0 0 K 0 w 100 100 m 150 100 l S")


@broken("press-hairline")
def a_line_that_is_scaled_down(pdf):
    draw(pdf, "0.1 0 0 1 90 0 cm 0 0.5 0 0 K 1 w 100 100 m 150 120 l S")


@broken("press-hairline")
def a_line_whose_width_the_state_sets(pdf):
    state(pdf, LW=0.05)
    draw(pdf, "0 0.5 0 0 K /GS9 gs 100 100 20 20 re s")


@broken("press-hairline")
def a_bar_that_is_thin(pdf):
    draw(pdf, "0 0.5 0 0 k 100 100 50 0.1 re f")


@broken("press-hairline")
def a_slanting_bar_that_is_thin(pdf):
    draw(pdf, "0 0.5 0 0 k 100 100 m 150 150 l 150.1 150 l 100.1 100 l f")


@broken("press-hairline")
def a_line_that_is_filled(pdf):
    draw(pdf, "0 0.5 0 0 k 100 100 m 150 100 l h f")


# ---------------------------------------------------------------- transparency


@broken("press-transparency", "x4 x1a")
def an_area_that_shows_through(pdf):
    state(pdf, ca=0.5)
    draw(pdf, "/GS9 gs 0 0.5 0 0 k 100 100 20 20 re f")


@broken("press-transparency")
def lines_that_show_through(pdf):
    state(pdf, CA=0.99)


@broken("press-transparency")
def an_area_that_multiplies(pdf):
    state(pdf, BlendMode=Name.Multiply)


@broken("press-transparency")
def a_choice_of_blends(pdf):
    state(pdf, BlendMode=Array([Name.Multiply, Name.Normal]))


@broken("press-transparency")
def a_soft_mask_in_a_state(pdf):
    state(pdf, SMask=Dictionary(S=Name.Luminosity))


def _group():
    return Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK)


@broken("press-transparency", "x4 x1a")
def a_page_that_is_a_group(pdf):
    pdf.pages[0].obj.Group = _group()


@broken("press-transparency")
def a_form_that_is_a_group(pdf):
    resources_of(pdf).XObject.P1.Group = _group()


@broken("press-transparency", "x4 x1a")
def a_picture_with_a_soft_mask(pdf):
    place(pdf, picture(pdf, SMask=picture(pdf, b"\x80", "DeviceGray")))


@broken("press-transparency")
def a_picture_with_a_soft_mask_in_it(pdf):
    place(pdf, picture(pdf, SMaskInData=1))


# ---------------------------------------------------------------- pictures


@broken("press-pictures", "x4 x1a")
def a_picture_of_few_pixels(pdf):
    place(pdf, picture(pdf, side=100))


@broken("press-pictures")
def a_picture_that_is_stretched(pdf):
    resources_of(pdf).XObject.I9 = picture(pdf, side=100)
    draw(pdf, "q 20 0 0 60 60 230 cm /I9 Do Q")


@broken("press-pictures")
def a_picture_that_a_form_scales_up(pdf):
    in_operators(pdf, "q 72 0 0 72 180 150 cm /I1", "q 1.5 0 0 1.5 0 0 cm 72 0 0 72 80 80 cm /I1")


@broken("press-pictures")
def a_picture_of_far_too_many_pixels(pdf):
    place(pdf, picture(pdf), side=8)


@broken("press-pictures")
def a_picture_with_a_mask(pdf):
    place(pdf, picture(pdf, Mask=picture(pdf, b"\x80", "DeviceGray")))


@broken("press-pictures")
def a_picture_with_a_colour_left_out(pdf):
    place(pdf, picture(pdf, Mask=Array([0, 9] * 4)))


@broken("press-pictures")
def a_stencil(pdf):
    image = picture(pdf, b"\x80", "DeviceGray", side=304)
    image.write(b"\x80" * (38 * 304))
    image.ImageMask, image.BitsPerComponent = True, 1
    del image.ColorSpace
    place(pdf, image)


@broken("press-pictures")
def a_picture_of_sixteen_bits(pdf):
    image = picture(pdf, b"\0\0" * 4)
    image.BitsPerComponent = 16
    place(pdf, image)


@broken("press-pictures")
def a_picture_with_another_in_its_place(pdf):
    place(pdf, picture(pdf, Alternates=Array([Dictionary(DefaultForPrinting=True)])))


@broken("press-pictures")
def a_picture_to_be_replaced(pdf):
    place(pdf, picture(pdf, OPI=Dictionary()))


@broken("press-pictures")
def a_picture_that_is_softened(pdf):
    place(pdf, picture(pdf, Interpolate=True))


@broken("press-pictures")
def a_picture_turned_negative(pdf):
    place(pdf, picture(pdf, Decode=Array([1, 0] * 4)))


@broken("press-pictures")
def a_picture_that_is_broken_off(pdf):
    image = picture(pdf)
    image.write(b"\x20" * 1000)
    place(pdf, image)


@broken("press-pictures")
def a_jpeg_that_is_none(pdf):
    image = picture(pdf)
    image.write(b"\xff\xd8\xff\xe0 no jpeg", filter=Name.DCTDecode)
    place(pdf, image)


@broken("press-pictures")
def a_picture_that_claims_to_be_huge(pdf):
    place(pdf, picture(pdf, Width=1_000_000, Height=1_000_000))


@broken("press-content")
def a_picture_packed_as_jpeg_2000(pdf):
    image = picture(pdf)
    image.write(b"\0\0\0\x0cjP  \r\n\x87\n", filter=Name.JPXDecode)
    place(pdf, image)


# ---------------------------------------------------------------- what a press does not mind


@harmless("", "x4 x1a")
def a_jpeg_of_inks(pdf):
    place(pdf, jpeg(pdf, (60, 120, 30, 80)))


@harmless("")
def a_grey_picture(pdf):
    place(pdf, picture(pdf, b"\x80", "DeviceGray"))


@harmless("")
def a_tint_of_black_in_text(pdf):
    words(pdf, "0 0 0 0.7 k", size=8)


@harmless("")
def states_that_say_what_is_usual(pdf):
    state(pdf, ca=1, CA=1.0, BlendMode=Name.Normal, SMask=Name("/None"), TR2=Name.Default, SA=True)
    draw(pdf, "/GS9 gs /RelativeColorimetric ri /Span <</Lang (fr)>> BDC EMC")


@pytest.mark.parametrize(("standard", "check", "change", "options"), BROKEN)
def test_a_broken_file_is_refused(standard, check, change, options):
    assert check in ids(found_in(changed(standard, change, **options), standard))


@pytest.mark.parametrize(("standard", "check", "change", "options"), HARMLESS)
def test_a_harmless_change_passes(standard, check, change, options):
    assert found_in(changed(standard, change, **options), standard) == []


def test_black_alone_is_asked_of_a_file_in_black():
    assert "press-colour" in ids(found_in(good_file("x4"), "x4", mono=True))
