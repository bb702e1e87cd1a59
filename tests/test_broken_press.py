"""Press files that are broken in one way each: every one is refused, by the check for it.

The file that they are made from passes, and so do changes that a press does not mind. Here:
what a file declares, what acts or hides in it, its fonts, and what cannot be read at all.
"""

import io
import random
import re
import zlib

import pikepdf
import pytest
import test_broken_press_inks as inks
import test_broken_press_pages as pages
from brokenpress import (
    PROFILE,
    XMP,
    changed,
    draw,
    expected,
    found_in,
    good_file,
    ids,
    in_operators,
    on_sheet,
    picture,
    preflight,
    resources_of,
    saved,
    set_xmp,
    state,
    table,
    text,
)
from pikepdf import Array, Dictionary, Name

from generator.findings import findings
from generator.preflight import PRESS_CHECKS
from generator.readback import Readback
from generator.xmp import Xmp, read_xmp

broken, BROKEN = table()
harmless, HARMLESS = table()
bytes_broken, BYTES = table()
unreadable, UNREADABLE = table()


@pytest.mark.parametrize("standard", ["x4", "x1a"])
def test_the_file_as_it_should_be_passes(standard):
    assert found_in(good_file(standard), standard) == []


# ---------------------------------------------------------------- what it declares


@broken("press-version", force_version="1.7")
def the_header_is_too_new(pdf):
    pass


@broken("press-version", "x1a", force_version="1.5")
def the_header_is_of_pdf_1_5(pdf):
    pass


@broken("press-version", force_version="1.4")
def the_header_is_older_than_the_standard(pdf):
    pass


@broken("press-version", "x4 x1a", force_version="1.4")
def the_catalog_says_a_newer_version(pdf):
    pdf.Root.Version = Name("/1.7")


@broken("press-version")
def the_metadata_claims_another_standard(pdf):
    set_xmp(pdf, XMP.replace("STANDARD", "PDF/X-3:2003"))


@broken("press-version")
def the_metadata_claims_no_standard(pdf):
    set_xmp(pdf, re.sub("<pdfxid.*", "", XMP))


@broken("press-version")
def two_standards_are_claimed(pdf):
    pdf.trailer.Info.GTS_PDFXVersion = "PDF/X-1a:2003"


@broken("press-version", "x1a")
def the_info_claims_no_standard(pdf):
    del pdf.trailer.Info.GTS_PDFXVersion


@broken("press-version", "x1a")
def the_info_claims_an_old_standard(pdf):
    pdf.trailer.Info.GTS_PDFXVersion = "PDF/X-1:2001"


@broken("press-version", "x1a")
def the_info_claims_a_conformance_of_2001(pdf):
    pdf.trailer.Info.GTS_PDFXConformance = "PDF/X-1a:2001"


@bytes_broken("press-version", "x1a")
def objects_are_packed(data):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        packed = saved(
            pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate, force_version="1.5"
        )
    return packed.replace(b"%PDF-1.5", b"%PDF-1.4", 1)


@bytes_broken("press-version")
def something_stands_before_the_header(data):
    return b"\n" + data


@broken("press-metadata")
def there_is_no_metadata(pdf):
    del pdf.Root.Metadata


def _metadata(pdf, old, new):
    packet = pdf.Root.Metadata.read_bytes().decode()
    assert old in packet
    set_xmp(pdf, packet.replace(old, new))


@bytes_broken("press-metadata")
def the_metadata_is_packed(data):
    return data.replace(b"/Type /Metadata", b"/Filter /Crypt ")


@bytes_broken("press-metadata", "x4 x1a")
def the_metadata_is_no_xml(data):
    return data.replace(b"<x:xmpmeta", b"<x:xmpmetb")


@broken("press-metadata", "x4 x1a")
def the_titles_differ(pdf):
    pdf.trailer.Info.Title = "Another leaflet"


@broken("press-metadata")
def the_metadata_has_two_titles(pdf):
    _metadata(pdf, "<dc:title>", "<dc:title>Another</dc:title><dc:title>")


@broken("press-metadata")
def the_metadata_names_an_author(pdf):
    _metadata(pdf, "<pdf:Trapped>", "<dc:creator>Somebody</dc:creator><pdf:Trapped>")


@broken("press-metadata")
def only_the_info_has_keywords(pdf):
    pdf.trailer.Info.Keywords = "for the press"


@broken("press-metadata")
def the_producers_differ(pdf):
    _metadata(pdf, 'pdf:Producer="Hand"', 'pdf:Producer="Another"')


@broken("press-metadata")
def the_metadata_has_no_document_id(pdf):
    _metadata(pdf, "xmpMM:DocumentID", "xmpMM:InstanceID")


@broken("press-metadata")
def the_metadata_has_no_rendition_class(pdf):
    _metadata(pdf, "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>", "")


@broken("press-metadata")
def the_dates_differ_by_an_hour(pdf):
    _metadata(pdf, "2026-11-01T01:00:00+01:00", "2026-11-01T01:00:00Z")


@broken("press-metadata")
def a_date_is_none(pdf):
    _metadata(pdf, "2026-11-01T01:00:00+01:00", "2026-13-01T01:00:00Z")


@broken("press-metadata", "x4 x1a")
def the_date_is_not_that_of_the_edition(pdf):
    pdf.trailer.Info.CreationDate = "D:20261102000000Z"
    _metadata(pdf, "<xmp:CreateDate>2026-11-01", "<xmp:CreateDate>2026-11-02")


@broken("press-metadata", "x4 x1a")
def the_info_has_no_producer(pdf):
    del pdf.trailer.Info.Producer


@broken("press-metadata")
def there_is_no_info(pdf):
    del pdf.trailer.Info


@bytes_broken("press-metadata", "x4 x1a")
def there_is_no_identifier(data):
    return re.sub(rb"/ID \[<\w+><\w+>\]", lambda m: b" " * len(m[0]), data)


@bytes_broken("press-metadata")
def the_identifier_is_too_short(data):
    return re.sub(rb"/ID \[<\w+><\w+>\]", lambda m: b"/ID [<12><34>]".ljust(len(m[0])), data)


@broken("press-trapped", "x4 x1a")
def trapping_is_unknown(pdf):
    pdf.trailer.Info.Trapped = Name.Unknown
    _metadata(pdf, ">False<", ">Unknown<")


@broken("press-trapped", "x4 x1a")
def trapping_is_not_told(pdf):
    del pdf.trailer.Info.Trapped


@broken("press-trapped")
def trapping_is_a_text(pdf):
    pdf.trailer.Info.Trapped = "False"


@broken("press-trapped", "x4 x1a")
def trapping_is_told_in_two_ways(pdf):
    _metadata(pdf, ">False<", ">True<")


# ---------------------------------------------------------------- the printing condition


@broken("press-intent", "x4 x1a")
def it_is_said_to_be_for_other_paper(pdf):
    pdf.Root.OutputIntents[0].Info = "PSO Uncoated (FOGRA52)"


@broken("press-intent")
def its_condition_is_registered_elsewhere(pdf):
    pdf.Root.OutputIntents[0].RegistryName = "http://www.example.org"


@broken("press-intent", "x4 x1a")
def no_printing_condition(pdf):
    del pdf.Root.OutputIntents


@broken("press-intent")
def two_printing_conditions(pdf):
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


@broken("press-intent")
def the_intent_is_of_an_archive(pdf):
    pdf.Root.OutputIntents[0].S = Name.GTS_PDFA1


@broken("press-intent", "x4 x1a")
def another_printing_condition(pdf):
    pdf.Root.OutputIntents[0].OutputConditionIdentifier = "FOGRA52"


@broken("press-intent")
def no_registry(pdf):
    del pdf.Root.OutputIntents[0].RegistryName


@broken("press-intent", "x4 x1a")
def no_profile(pdf):
    del pdf.Root.OutputIntents[0].DestOutputProfile


@broken("press-intent")
def the_profile_lies_elsewhere(pdf):
    pdf.Root.OutputIntents[0].DestOutputProfileRef = Dictionary(ProfileName="FOGRA39")


@broken("press-intent", "x4 x1a")
def the_profile_differs_in_one_byte(pdf):
    data = PROFILE[:9000] + bytes([PROFILE[9000] ^ 1]) + PROFILE[9001:]
    pdf.Root.OutputIntents[0].DestOutputProfile.write(data)


@broken("press-intent")
def the_profile_is_of_a_screen(pdf):
    data = PROFILE[:12] + b"mntrRGB " + PROFILE[20:]
    pdf.Root.OutputIntents[0].DestOutputProfile.write(data)


@broken("press-intent")
def the_profile_has_three_channels(pdf):
    pdf.Root.OutputIntents[0].DestOutputProfile.N = 3


@broken("press-intent", "x1a")
def the_profile_is_too_new(pdf):
    pdf.Root.OutputIntents[0].DestOutputProfile.write(PROFILE[:8] + b"\4" + PROFILE[9:])


# ---------------------------------------------------------------- what acts, hides, or is extra


@broken("press-annotations", "x4 x1a")
def a_link(pdf):
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[100, 100, 150, 150])
    pdf.pages[0].obj.Annots = Array([link])


@broken("press-annotations")
def a_form_to_fill_in(pdf):
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA="<xdp/>")


@broken("press-actions", "x4 x1a")
def a_script_at_the_start(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


@broken("press-actions")
def a_page_that_does_something(pdf):
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.Print))


@broken("press-actions")
def a_file_that_does_something_before_print(pdf):
    pdf.Root.AA = Dictionary(WP=Dictionary(S=Name.JavaScript, JS="1"))


@broken("press-actions")
def scripts_among_the_names(pdf):
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([])))


@broken("press-actions")
def an_address_for_all_links(pdf):
    pdf.Root.URI = Dictionary(Base="https://www.example.org")


@broken("press-actions")
def bookmarks(pdf):
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=0))


@broken("press-actions")
def an_action_that_hides_in_a_font(pdf):
    action = pdf.make_indirect(Dictionary(S=Name.Launch, F="calc.exe"))
    resources_of(pdf).Font.F1.Extra = action


@broken("press-layers", "x4 x1a")
def layers(pdf):
    pdf.Root.OCProperties = Dictionary(OCGs=Array([]), D=Dictionary())


def _layer(pdf):
    return pdf.make_indirect(Dictionary(Type=Name.OCG, Name="draft"))


@broken("press-layers")
def a_form_on_a_layer(pdf):
    resources_of(pdf).XObject.P1.OC = _layer(pdf)


@broken("press-layers")
def a_picture_on_a_layer(pdf):
    resources_of(pdf).XObject.I1.OC = _layer(pdf)


@broken("press-layers")
def operators_on_a_layer(pdf):
    resources_of(pdf).Properties = Dictionary(MC0=_layer(pdf))
    in_operators(pdf, "q 1 0", "/OC /MC0 BDC q 1 0", piece=False)
    on_sheet(pdf, "EMC")


@broken("press-content", encryption=pikepdf.Encryption(owner="x", user="", R=4))
def a_file_that_is_encrypted(pdf):
    pass


@broken("press-content")
def postscript_that_is_placed(pdf):
    resources_of(pdf).XObject.X9 = pdf.make_stream(b"showpage", Subtype=Name.PS)
    draw(pdf, "/X9 Do")


@broken("press-content")
def postscript_by_another_name(pdf):
    resources_of(pdf).XObject.P1.Subtype2 = Name.PS


@broken("press-content")
def a_page_of_another_file(pdf):
    resources_of(pdf).XObject.P1.Ref = Dictionary(F="other.pdf", Page=0)


@broken("press-content", "x4 x1a")
def a_curve_for_the_dots(pdf):
    state(pdf, TR=Name.Identity)


@broken("press-content")
def another_curve_for_the_dots(pdf):
    state(pdf, TR2=Dictionary(FunctionType=2, Domain=[0, 1], N=1))


@broken("press-content")
def a_screen_for_the_dots(pdf):
    state(pdf, HT=Dictionary(Type=Name.Halftone, HalftoneType=1))


@broken("press-content")
def a_font_that_a_state_sets(pdf):
    state(pdf, Font=Array([resources_of(pdf).Font.F1, 40]))


@broken("press-content")
def an_unknown_rendering_intent(pdf):
    draw(pdf, "/Lively ri")


@broken("press-content", "x4 x1a")
def a_file_within_the_file(pdf):
    pdf.attachments["a.txt"] = b"hello"


@broken("press-content", "x4 x1a", recompress_flate=False, compress_streams=False)
def a_stream_packed_as_lzw(pdf):
    pdf.Root.MarkInfo = pdf.make_stream(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01")
    pdf.Root.MarkInfo.write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=Name.LZWDecode)


@broken("press-content")
def a_stream_in_another_file(pdf):
    resources_of(pdf).XObject.I1.F = "picture.bin"


@broken("press-content")
def operators_that_may_be_passed_over(pdf):
    draw(pdf, "BX EX")


@broken("press-content", "x4 x1a")
def an_unknown_operator(pdf):
    draw(pdf, "1 2 zoom")


@broken("press-content")
def an_operator_without_its_numbers(pdf):
    draw(pdf, "0 0 1 k")


@broken("press-content")
def a_line_that_starts_nowhere(pdf):
    draw(pdf, "100 100 l S")


@broken("press-content")
def a_picture_among_the_operators(pdf):
    draw(pdf, "q 9 0 0 9 100 100 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q")


@broken("press-content")
def a_small_picture_of_the_page(pdf):
    pdf.pages[0].obj.Thumb = picture(pdf, b"\x80", "DeviceGray", side=30)


@broken("press-content")
def another_programs_own_data(pdf):
    pdf.Root.PieceInfo = Dictionary()


@broken("press-content")
def a_collection_of_files(pdf):
    pdf.Root.Collection = Dictionary(View=Name.D)


@broken("press-content")
def states_that_are_not_restored(pdf):
    draw(pdf, "q q q")


@broken("press-content")
def a_state_that_was_not_saved(pdf):
    draw(pdf, "Q Q")


@broken("press-content")
def a_font_that_is_not_there(pdf):
    draw(pdf, f"/GS1 gs 0 0 0 1 k BT /F9 12 Tf {text('x')} Tj ET")


@broken("press-content")
def a_state_that_is_not_there(pdf):
    draw(pdf, "/GS77 gs")


@broken("press-content")
def a_form_without_a_size(pdf):
    del resources_of(pdf).XObject.P1.BBox


@broken("press-content")
def text_that_is_hidden(pdf):
    draw(pdf, f"/GS1 gs 0 0 0 1 k BT 3 Tr /F1 12 Tf 60 250 Td {text('x')} Tj ET")


@broken("press-content")
def text_that_is_outlined(pdf):
    draw(pdf, f"/GS1 gs 0 0 0 1 K BT 1 Tr /F1 12 Tf 60 250 Td {text('x')} Tj ET")


# ---------------------------------------------------------------- fonts


def _descendant(pdf):
    return resources_of(pdf).Font.F1.DescendantFonts[0]


@broken("press-fonts", "x4 x1a")
def a_font_that_is_not_embedded(pdf):
    del _descendant(pdf).FontDescriptor.FontFile2


@broken("press-fonts")
def a_font_of_every_reader(pdf):
    resources_of(pdf).Font.F2 = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica
    )
    draw(pdf, "/GS1 gs 0 0 0 1 k BT /F2 12 Tf 60 250 Td (x) Tj ET")


@broken("press-fonts")
def a_font_of_drawings(pdf):
    resources_of(pdf).Font.F2 = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 9, 9], CharProcs=Dictionary()
    )


@broken("press-fonts")
def a_font_that_is_no_font(pdf):
    _descendant(pdf).FontDescriptor.FontFile2.write(b"this is no font")


@broken("press-fonts")
def a_font_that_is_broken_off(pdf):
    file = _descendant(pdf).FontDescriptor.FontFile2
    file.write(file.read_bytes()[:40])


@broken("press-fonts")
def letters_that_are_wider_than_the_font(pdf):
    _descendant(pdf).W[1][40] = 900


@broken("press-fonts")
def letters_that_the_font_lacks(pdf):
    _descendant(pdf).W = Array([5000, [600]])


@broken("press-fonts")
def letters_that_are_not_told(pdf):
    del _descendant(pdf).CIDToGIDMap


# ---------------------------------------------------------------- what cannot be read


@bytes_broken("press-readable", "x4 x1a")
def half_a_file(data):
    return data[: len(data) // 2]


@bytes_broken("press-readable")
def a_file_whose_table_leads_nowhere(data):
    return re.sub(rb"startxref\n\d+", b"startxref\n7", data)


@unreadable("press-readable", encryption=pikepdf.Encryption(owner="x", user="y", R=4))
def a_file_with_a_password(pdf):
    pass


@unreadable("press-readable")
def a_page_without_a_size(pdf):
    del pdf.pages[0].obj.MediaBox


@unreadable("press-readable")
def a_page_whose_size_is_no_list_of_numbers(pdf):
    pdf.pages[0].obj.MediaBox = Array([0, 0, "wide", Name.high])


@unreadable("press-readable")
def a_form_that_places_itself(pdf):
    in_operators(pdf, "/GS1 gs", "/P1 Do /GS1 gs")


@unreadable("press-readable")
def forms_that_double_and_double(pdf):
    forms = resources_of(pdf).XObject
    for level in range(10):
        below = f"/L{level - 1} Do " if level else "0 0 1 1 re f "
        form = pdf.make_stream((below * 20).encode(), Type=Name.XObject, Subtype=Name.Form)
        form.BBox, form.Resources = [0, 0, 99, 99], Dictionary(XObject=forms)
        forms[f"/L{level}"] = pdf.make_indirect(form)
    draw(pdf, "/L9 Do")


@unreadable("press-readable", recompress_flate=False, compress_streams=False)
def operators_that_unpack_to_a_flood(pdf):
    pdf.pages[0].obj.Contents.write(zlib.compress(b"n " * 20_000_000, 9), filter=Name.FlateDecode)


@unreadable("press-readable", recompress_flate=False, compress_streams=False)
def operators_that_are_broken_off(pdf):
    stream = pdf.pages[0].obj.Contents
    packed = zlib.compress(stream.read_bytes())
    stream.write(packed[: len(packed) // 2], filter=Name.FlateDecode)


@unreadable("press-readable", recompress_flate=False, compress_streams=False)
def operators_that_are_packed_twice(pdf):
    stream = pdf.pages[0].obj.Contents
    twice = zlib.compress(zlib.compress(stream.read_bytes()))
    stream.write(twice, filter=Array([Name.FlateDecode, Name.FlateDecode]))


@unreadable("press-readable")
def operators_that_never_end(pdf):
    on_sheet(pdf, "[" * 5_000)


@unreadable("press-readable")
def states_nested_without_end(pdf):
    on_sheet(pdf, "q " * 5_000)


@unreadable("press-readable")
def drawings_beyond_all_measure(pdf):
    on_sheet(pdf, "999999 0 0 999999 0 0 cm " * 60 + "1 1 m 2 2 l S")


@unreadable("press-readable")
def more_pages_than_any_piece(pdf):
    for _ in range(30):
        pdf.pages.append(pdf.pages[0])


@unreadable("press-readable")
def a_note_in_a_list_that_is_none(pdf):
    pdf.pages[0].obj.Annots = Dictionary()


# ---------------------------------------------------------------- what a press does not mind


@harmless("", "x4 x1a")
def nothing_is_changed(pdf):
    pass


@harmless("")
def operators_in_several_streams(pdf):
    draw(pdf, "")
    draw(pdf, "0 0.5 0 0 k 100 100 20 20 re f")


@harmless("", linearize=False, compress_streams=False)
def nothing_is_packed(pdf):
    pass


@harmless("", "x1a")
def no_metadata_beside_the_info(pdf):
    del pdf.Root.Metadata


@pytest.mark.parametrize(("standard", "check", "change", "options"), BROKEN)
def test_a_broken_file_is_refused(standard, check, change, options):
    assert check in ids(found_in(changed(standard, change, **options), standard))


@pytest.mark.parametrize(("standard", "check", "change", "options"), BYTES)
def test_a_file_with_broken_bytes_is_refused(standard, check, change, options):
    assert check in ids(_alone(change(good_file(standard)), standard))


@pytest.mark.parametrize(("standard", "check", "change", "options"), UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused(standard, check, change, options):
    faults = _alone(changed(standard, change, **options), standard)
    assert [found for found, _ in faults] == [check]


def _alone(data, standard):
    """The faults of a file that pdfium is spared: it would end the tests with it."""
    with Readback(good_file(standard)) as document:
        wanted = expected(standard)
        return preflight(data, findings(b"", document, wanted, None), wanted)


@pytest.mark.parametrize(("standard", "check", "change", "options"), HARMLESS)
def test_a_harmless_change_passes(standard, check, change, options):
    assert found_in(changed(standard, change, **options), standard) == []


def test_every_check_has_files_that_it_refuses():
    elsewhere = inks.BROKEN + pages.BROKEN
    cases = BROKEN + BYTES + UNREADABLE + elsewhere
    assert {p.values[1] for p in cases} == {*PRESS_CHECKS, "press-readable"}


def test_messages_say_what_where_and_what_for():
    """A few of them, as people read them."""
    said = [
        fault.message
        for change in (inks.an_area_with_too_much_ink, pages.text_near_the_cut, inks.a_hairline)
        for _, fault in found_in(changed("x4", change), "x4")
    ]
    assert "an area at 54 mm, 125 mm has 310 % ink in all; more than 300 % never dries" in said
    assert any("comes nearer than 5 mm to the cut" in words for words in said)
    assert any("0.10 pt wide; 0.25 pt is the least" in words for words in said)


@pytest.mark.parametrize(
    ("packet", "fault"),
    [
        ("<!DOCTYPE x [<!ENTITY a 'aa'>]><x>&a;</x>", "it declares types of its own"),
        ("<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>", "it declares types of its own"),
        ("<a>" * 200 + "</a>" * 200, "it is nested too deep"),
        ("<x xmlns:y='z'>" + "<y:a>1</y:a>" * 5_000 + "</x>", "it says more than any file needs"),
        ("<x>&nothing;</x>", "it is no XML"),
        ("no metadata", "it is no XML"),
    ],
)
def test_hostile_metadata_is_refused(packet, fault):
    assert read_xmp(packet.encode()) == Xmp({}, fault)


def test_no_damage_ends_in_a_traceback():
    """Bytes changed at random, outside the profile, the font and the picture."""
    chance, data, standard = random.Random(2026), good_file("x4"), "x4"
    small = [m.span() for m in re.finditer(rb"\d+ 0 obj.*?endobj", data, re.S)]
    small = [(start, end) for start, end in small if end - start < 5_000]
    with Readback(data) as document:
        wanted = expected(standard)
        seen = findings(b"", document, wanted, None)
        for _ in range(300):
            damaged = bytearray(data)
            for _ in range(chance.choice((1, 2, 8))):
                damaged[chance.randrange(*chance.choice(small))] = chance.randrange(256)
            for check, fault in preflight(bytes(damaged), seen, wanted):
                assert check in {*PRESS_CHECKS, "press-readable"} and fault.message
