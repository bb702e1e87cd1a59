"""Files that another program changed: each is refused, by the check that is for it.

The untouched files pass, so it is the change that is refused.
"""

import io
import re

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from spelledout import spelled_out
from tampering import ELSEWHERE, FORBIDDEN, refused, table

opened, OPENED = table()
written, WRITTEN = table()


@pytest.mark.parametrize("product", ["leaflet", "card", "card-single", "poster-a4"])
def test_an_untouched_file_passes(press, product):
    verdict = press.verdict(product, press.made(product).data)
    assert verdict.passed, verdict.diagnostics


@pytest.mark.parametrize("product", ["leaflet", "card", "card-single", "poster-a4"])
def test_a_file_that_was_only_saved_again_passes(press, product):
    verdict = press.verdict(product, spelled_out(press.made(product).data))
    assert verdict.passed, verdict.diagnostics


def _saved(data, change, **options):
    """The file opened, changed and saved."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, **options)
    return out.getvalue()


# ---------------------------------------------------------------- tools for files

_NUMBER_OPERATORS = re.compile(rb"BT /F\d+ 22 Tf.*?ET", re.S)
_WHITE_BOX = b"q 1 1 1 rg 11 50 210 55 re f Q"


def content_of(pdf, page=0):
    return pdf.pages[page].Contents.read_bytes()


def around_number(pdf, before, after=b""):
    """Operators put right before and after those of the number on the card's front."""
    content = content_of(pdf)
    match = _NUMBER_OPERATORS.search(content)
    parts = (content[: match.start()], b" q " + before, match[0], after + b" Q ")
    pdf.pages[0].Contents = pdf.make_stream(b"\n".join((*parts, content[match.end() :])))


def resource(pdf, kind, name, value):
    """A resource of the first page."""
    kinds = pdf.pages[0].Resources
    if kind not in kinds:
        kinds[kind] = Dictionary()
    kinds[kind][name] = value


def appended(pdf, operators):
    """Operators put after all others of the card's front."""
    pdf.pages[0].contents_add(pdf.make_stream(operators), prepend=False)


def annotate(pdf, subtype, rect, **entries):
    """An annotation put on the first page."""
    entries = {"Contents": "", **entries}
    note = Dictionary(
        Type=Name.Annot, Subtype=Name("/" + subtype), Rect=Array(rect), F=4, **entries
    )
    page = pdf.pages[0]
    if Name.Annots not in page:
        page[Name.Annots] = Array()
    page.Annots.append(pdf.make_indirect(note))


def first_link(pdf):
    return next(a for a in pdf.pages[0].Annots if a.Subtype == Name.Link)


def font_of_number(pdf):
    """The composite font of the number, and its descendant."""
    name = re.search(rb"BT (/F\d+) 22 Tf", content_of(pdf))[1].decode()
    font = pdf.pages[0].Resources.Font[name]
    return font, font.DescendantFonts[0]


def unicode_of_number(pdf, change):
    """The map from codes to text of the number's font changed."""
    font, _ = font_of_number(pdf)
    font.ToUnicode = pdf.make_stream(change(font.ToUnicode.read_bytes()))


def code_of(pdf, text):
    """The code in the number's font that stands for ``text``."""
    font, _ = font_of_number(pdf)
    wanted = text.encode("utf-16-be").hex().upper().encode()
    return int(re.search(rb"<(\w{4})> <" + wanted + rb">", font.ToUnicode.read_bytes())[1], 16)


def xmp(pdf, text):
    stream = pdf.make_stream(
        b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        b'rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description>'
        + text.encode()
        + b'</dc:description></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream


# ---------------------------------------------------------------- pages of the file


@opened("card-single", "size")
def a_page_is_rotated(pdf):
    pdf.pages[0].Rotate = 90


@opened("card-single", "size")
def a_page_is_upside_down(pdf):
    pdf.pages[1].Rotate = 180


@opened("card-single", "size")
def a_media_box_is_larger(pdf):
    pdf.pages[0].MediaBox = Array([0, 0, 260, 170])


@opened("card-single", "figures", "contrast")
def a_media_box_starts_elsewhere(pdf):
    box_there = [float(v) for v in pdf.pages[0].MediaBox]
    pdf.pages[0].MediaBox = Array([40, 0, box_there[2] + 40, box_there[3]])


@opened("card-single", "size")
def a_crop_box_cuts_the_number(pdf):
    page = pdf.pages[0]
    page.CropBox = Array([0, 0, 150, page.MediaBox[3]])


@opened("card-single", "figures", "contrast")
def a_crop_box_in_the_page_tree_cuts_all_pages(pdf):
    pdf.Root.Pages.CropBox = Array([0, 0, 150, 100])


@opened("card-single", "bytes")
def a_page_has_a_larger_unit(pdf):
    pdf.pages[0].UserUnit = 2


@opened("card-single", "size")
def a_trim_box_cuts_the_number(pdf):
    """A printer's software cuts there."""
    pdf.pages[0].TrimBox = Array([0, 0, 120, 100])


@opened("card-single", "readable")
def the_file_has_no_pages(pdf):
    del pdf.pages[0]
    del pdf.pages[0]


@opened("card-single", "readable")
def a_blank_page_is_appended(pdf):
    pdf.add_blank_page(page_size=(240.9449, 155.9055))


@opened("card-single", "text")
def the_second_page_is_the_first_again(pdf):
    pdf.pages[1] = pdf.pages[0]


@opened("card-single", "text", "numbers")
def the_content_of_a_page_is_empty(pdf):
    pdf.pages[0].Contents = pdf.make_stream(b"")


@opened("card-single", "text")
def the_content_of_a_page_is_broken_off(pdf):
    content = content_of(pdf)
    pdf.pages[0].Contents = pdf.make_stream(content[: len(content) * 3 // 4])


# ---------------------------------------------------------------- what a file may not hold


@opened("card-single", "bytes")
def a_script_runs_when_the_file_is_opened(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


@opened("card-single", "readable")
def a_script_stands_among_the_names(pdf):
    script = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
    tree = Dictionary(Names=Array([pikepdf.String("a"), script]))
    pdf.Root.Names = Dictionary(JavaScript=tree)


@opened("card-single", "readable")
def a_file_is_attached(pdf):
    pdf.attachments["names.txt"] = b"not for this leaflet"


@opened("card-single", "readable")
def a_form_is_in_the_file(pdf):
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T="name",
            V="116 006",
            Rect=Array([10, 10, 90, 30]),
            F=4,
        )
    )
    pdf.pages[0].Annots.append(field)
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


@opened("card-single", "bytes")
def an_address_opens_with_the_file(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.URI, URI=ELSEWHERE)


@opened("card-single", "bytes")
def a_document_action_opens_an_address(pdf):
    pdf.Root.AA = Dictionary(WC=Dictionary(S=Name.URI, URI=ELSEWHERE))


@opened("card-single", "bytes")
def a_page_action_opens_an_address(pdf):
    pdf.pages[0].AA = Dictionary(O=Dictionary(S=Name.URI, URI=ELSEWHERE))


@opened("card-single", "bytes")
def a_page_action_runs_a_script(pdf):
    pdf.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))


@opened("card-single", "links")
def a_link_launches_a_program(pdf):
    first_link(pdf).A = Dictionary(S=Name.Launch, F="calc.exe")


@opened("card-single", "links")
def a_link_goes_to_another_file(pdf):
    first_link(pdf).A = Dictionary(S=Name.GoToR, F="other.pdf", D=Array([0, Name.Fit]))


@opened("card-single", "links")
def a_link_runs_a_script(pdf):
    first_link(pdf).A = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


@opened("card-single", "tags-content")
def a_link_has_a_second_action(pdf):
    first_link(pdf).A.Next = Dictionary(S=Name.URI, URI=ELSEWHERE)


@opened("card-single", "links")
def a_link_has_an_action_of_its_own_for_the_pointer(pdf):
    first_link(pdf).AA = Dictionary(E=Dictionary(S=Name.URI, URI=ELSEWHERE))


@opened("card-single", "links")
def a_link_has_a_destination_instead_of_an_address(pdf):
    link = first_link(pdf)
    del link.A
    link.Dest = Array([pdf.pages[1].obj, Name.Fit])


@opened("card-single", "links")
def the_links_are_removed(pdf):
    del pdf.pages[0].Annots


@opened("card-single", "links")
def a_sticky_note_lies_on_the_page(pdf):
    annotate(pdf, "Text", [10, 10, 30, 30], Contents="a note")


@opened("card-single", "links")
def a_free_text_covers_the_number(pdf):
    annotate(pdf, "FreeText", [20, 45, 200, 75], Contents="+352 27 36 56 47", DA="/Helv 12 Tf")


@opened("card-single", "links")
def a_stamp_lies_on_the_page(pdf):
    form = pdf.make_stream(b"1 1 1 rg 0 0 180 30 re f")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 180, 30])
    annotate(pdf, "Stamp", [20, 45, 200, 75], AP=Dictionary(N=form))


@opened("card-single", "links")
def a_highlight_lies_on_the_page(pdf):
    annotate(pdf, "Highlight", [20, 45, 200, 75], C=Array([1, 1, 0]))


@opened("card-single", "links")
def a_square_lies_on_the_page(pdf):
    annotate(pdf, "Square", [20, 45, 200, 75], C=Array([1, 1, 1]), IC=Array([1, 1, 1]))


@opened("card-single", "figures", "contrast")
def a_link_has_a_look_that_covers_the_number(pdf):
    form = pdf.make_stream(b"1 1 1 rg 0 0 180 30 re f")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 180, 30])
    first_link(pdf).AP = Dictionary(N=form)


@opened("card-single", "links")
def a_link_has_a_border_in_the_ink(pdf):
    link = first_link(pdf)
    link.Border, link.C = Array([0, 0, 14]), Array([0, 0, 0])


@opened("card-single", "forbidden")
def the_note_of_a_link_has_a_forbidden_number(pdf):
    first_link(pdf).Contents = f"tel:{FORBIDDEN}"


@opened("card-single", "links")
def the_note_of_a_link_has_another_number(pdf):
    """A screen reader says it."""
    first_link(pdf).Contents = "tel:+35227365647"


@opened("card-single", "tags-bookmarks")
def a_bookmark_has_a_forbidden_number(pdf):
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Call {FORBIDDEN}", 0))


@opened("card-single", "title")
def an_author_is_named(pdf):
    pdf.docinfo["/Author"] = "A. Person"


@opened("card-single", "title")
def another_program_signs_as_creator(pdf):
    """Machines' and people's names stand there too."""
    pdf.docinfo["/Creator"] = "Writer on the computer of A. Person"


@opened("card-single", "tags-claims")
def an_author_is_named_in_the_other_metadata(pdf):
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:creator"] = ["A. Person"]


@opened("card-single", "tags-claims")
def the_title_in_the_other_metadata_is_another(pdf):
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = "Untitled"


@opened("card-single", "forbidden")
def a_forbidden_number_is_the_subject(pdf):
    pdf.docinfo["/Subject"] = f"Call {FORBIDDEN}"


@opened("card-single", "bytes")
def a_forbidden_number_is_an_entry_nobody_knows(pdf):
    pdf.docinfo["/Telephone"] = FORBIDDEN


@opened("card-single", "tags-claims")
def a_forbidden_number_is_in_the_other_metadata(pdf):
    xmp(pdf, f"Call {FORBIDDEN}")


@opened("card-single", "title")
def the_language_of_the_file_is_missing(pdf):
    del pdf.Root.Lang


@opened("card-single", "bytes")
def the_file_holds_text_in_layers(pdf):
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="layer"))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(ON=Array([layer]), Order=Array([]))
    )
    resource(pdf, "/Properties", "/L0", layer)
    around_number(pdf, b"/OC /L0 BDC", b"EMC")


# ---------------------------------------------------------------- text that is not as it seems


@opened("card-single", "contrast")
def the_number_is_in_a_hidden_layer(pdf):
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="layer"))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([]))
    )
    resource(pdf, "/Properties", "/L0", layer)
    around_number(pdf, b"/OC /L0 BDC", b"EMC")


@opened("card-single", "bytes")
def the_number_is_in_a_layer_that_is_not_printed(pdf):
    layer = pdf.make_indirect(
        Dictionary(
            Type=Name.OCG,
            Name="layer",
            Usage=Dictionary(Print=Dictionary(PrintState=Name.OFF)),
        )
    )
    event = Dictionary(Event=Name.Print, OCGs=Array([layer]), Category=Array([Name.Print]))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([layer]),
        D=Dictionary(ON=Array([layer]), Order=Array([]), AS=Array([event])),
    )
    resource(pdf, "/Properties", "/L0", layer)
    around_number(pdf, b"/OC /L0 BDC", b"EMC")


@opened("card-single", "text")
def the_number_is_invisible(pdf):
    around_number(pdf, b"3 Tr")


@opened("card-single", "text")
def the_number_is_only_an_outline(pdf):
    around_number(pdf, b"1 Tr 0.1 w")


@opened("card-single", "text")
def the_number_only_clips(pdf):
    around_number(pdf, b"7 Tr")


@opened("card-single", "contrast")
def the_number_is_transparent(pdf):
    resource(pdf, "/ExtGState", "/G0", Dictionary(Type=Name.ExtGState, ca=0))
    around_number(pdf, b"/G0 gs")


@opened("card-single", "bytes")
def the_number_is_half_transparent(pdf):
    resource(pdf, "/ExtGState", "/G0", Dictionary(Type=Name.ExtGState, ca=0.4))
    around_number(pdf, b"/G0 gs")


@opened("card-single", "contrast")
def the_number_is_clipped_away(pdf):
    around_number(pdf, b"0 0 5 5 re W n")


@opened("card-single", "figures")
def half_of_the_number_is_clipped_away(pdf):
    around_number(pdf, b"20 30 180 35 re W n")


@opened("card-single", "figures")
def the_number_is_mirrored(pdf):
    around_number(pdf, b"-1 0 0 1 221 0 cm")


@opened("card-single", "figures")
def the_number_is_upside_down(pdf):
    around_number(pdf, b"-1 0 0 -1 221 128 cm")


@opened("card-single", "figures")
def the_number_is_squeezed_to_a_third(pdf):
    around_number(pdf, b"33 Tz")


@opened("card-single", "numbers")
def the_number_has_its_digits_over_each_other(pdf):
    around_number(pdf, b"-9 Tc")


@opened("card-single", "figures")
def the_number_is_smeared_by_a_thick_outline(pdf):
    around_number(pdf, b"2 Tr 7 w 0 0 0 RG")


@opened("card-single", "contrast")
def a_soft_mask_hides_the_number(pdf):
    form = pdf.make_stream(b"0 g 0 0 300 300 re f")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 300])
    form.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    mask = Dictionary(Type=Name.Mask, S=Name.Luminosity, G=form)
    resource(pdf, "/ExtGState", "/G0", Dictionary(Type=Name.ExtGState, SMask=mask))
    around_number(pdf, b"/G0 gs")


@opened("card-single", "numbers")
def another_text_is_said_instead_of_the_number(pdf):
    """What is copied and read aloud is not what is printed."""
    said = "+352 27 36 56 47".encode("utf-16-be").hex().encode()
    around_number(pdf, b"/Span <</ActualText <FEFF" + said + b">>> BDC", b"EMC")


@opened("card-single", "fonts")
def a_font_is_not_embedded(pdf):
    _, descendant = font_of_number(pdf)
    del descendant.FontDescriptor.FontFile2


@opened("card-single", "figures")
def the_file_of_a_font_is_damaged(pdf):
    _, descendant = font_of_number(pdf)
    data = bytearray(descendant.FontDescriptor.FontFile2.read_bytes())
    data[len(data) // 3 :] = b"\0" * (len(data) - len(data) // 3)
    descendant.FontDescriptor.FontFile2 = pdf.make_stream(bytes(data))


@opened("card-single", "text")
def a_font_has_no_map_to_text(pdf):
    font, _ = font_of_number(pdf)
    del font.ToUnicode


@opened("card-single", "numbers")
def two_digits_are_swapped_in_the_map_to_text(pdf):
    def swap(cmap):
        return (
            cmap.replace(b"> <0035>", b"> <five>")
            .replace(b"> <0036>", b"> <0035>")
            .replace(b"> <five>", b"> <0036>")
        )

    unicode_of_number(pdf, swap)


@opened("card-single", "text")
def a_digit_is_unknown_to_the_map_to_text(pdf):
    def drop(cmap):
        cmap = re.sub(rb"<\w{4}> <0037>\n", b"", cmap)
        return re.sub(rb"(\d+) beginbfchar", lambda m: b"%d beginbfchar" % (int(m[1]) - 1), cmap)

    unicode_of_number(pdf, drop)


@opened("card-single", "figures")
def two_digits_are_swapped_in_the_map_to_glyphs(pdf):
    five, six = code_of(pdf, "5"), code_of(pdf, "6")
    _, descendant = font_of_number(pdf)
    table = bytearray(descendant.CIDToGIDMap.read_bytes())
    one, two = slice(2 * five, 2 * five + 2), slice(2 * six, 2 * six + 2)
    table[one], table[two] = table[two], table[one]
    descendant.CIDToGIDMap = pdf.make_stream(bytes(table))


@opened("card-single", "figures")
def two_digits_are_swapped_in_the_content_and_in_the_map_to_text(pdf):
    """The text layer is right; what is printed is wrong."""
    five, six = (b"<%04X>" % code_of(pdf, d) for d in "56")
    two_digits_are_swapped_in_the_map_to_text(pdf)
    content = content_of(pdf)
    match = _NUMBER_OPERATORS.search(content)
    hexes = re.sub(
        rb"<([0-9A-F]+)>",
        lambda m: b"".join(b"<%s>" % m[1][i : i + 4] for i in range(0, len(m[1]), 4)),
        match[0],
    )
    swapped = hexes.replace(five, b"<five>").replace(six, five).replace(b"<five>", six)
    pdf.pages[0].Contents = pdf.make_stream(
        content[: match.start()] + swapped + content[match.end() :]
    )


@opened("card-single", "figures")
def the_number_is_in_a_font_with_other_outlines(pdf):
    """The regular weight's file under the name of the bold one: the glyphs are others."""
    _, descendant = font_of_number(pdf)
    other = next(
        f.DescendantFonts[0]
        for f in pdf.pages[0].Resources.Font.values()
        if f.DescendantFonts[0].BaseFont != descendant.BaseFont
    )
    descendant.FontDescriptor.FontFile2 = other.FontDescriptor.FontFile2


# ---------------------------------------------------------------- what is drawn on top


@opened("card-single", "contrast")
def a_second_content_stream_draws_a_white_box(pdf):
    appended(pdf, _WHITE_BOX)


@opened("card-single", "contrast")
def a_transparency_group_draws_a_white_box(pdf):
    form = pdf.make_stream(_WHITE_BOX)
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 300])
    form.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB, I=True)
    resource(pdf, "/XObject", "/X0", form)
    appended(pdf, b"q /X0 Do Q")


@opened("card-single", "contrast")
def a_veil_lies_over_the_number(pdf):
    resource(pdf, "/ExtGState", "/G0", Dictionary(Type=Name.ExtGState, ca=0.6))
    appended(pdf, b"q /G0 gs " + _WHITE_BOX + b" Q")


@opened("card-single", "contrast")
def a_box_lightens_all_below(pdf):
    resource(pdf, "/ExtGState", "/G0", Dictionary(Type=Name.ExtGState, BM=Name.Screen))
    appended(pdf, b"q /G0 gs " + _WHITE_BOX + b" Q")


@opened("card-single", "contrast")
def an_inline_image_covers_the_number(pdf):
    image = b"BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI"
    appended(pdf, b"q 190 0 0 30 20 45 cm " + image + b" Q")


@opened("card-single", "drawings")
def an_inline_image_is_added(pdf):
    appended(pdf, b"q 20 0 0 20 190 20 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x30 EI Q")


@opened("card-single", "contrast")
def a_shading_covers_the_number(pdf):
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1]), C1=Array([1]), N=1)
    shading = Dictionary(
        ShadingType=2,
        ColorSpace=Name.DeviceGray,
        Coords=Array([0, 0, 1, 0]),
        Function=function,
        Extend=Array([True, True]),
    )
    resource(pdf, "/Shading", "/S0", shading)
    appended(pdf, b"q 11 50 210 55 re W n /S0 sh Q")


@opened("card-single", "leftover")
def a_second_content_stream_writes_more_digits(pdf):
    name = re.search(rb"BT (/F\d+) 22 Tf", content_of(pdf))[1]
    digits = b"".join(b"%04X" % code_of(pdf, d) for d in "7235")
    appended(pdf, b"BT 0 g " + name + b" 11 Tf 195 57 Td <" + digits + b"> Tj ET")


@opened("card-single", "fonts", "leftover")
def a_second_content_stream_writes_in_a_standard_font(pdf):
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    resource(pdf, "/Font", "/H0", font)
    appended(pdf, b"BT 0 g /H0 9 Tf 12 14 Td (Do not call) Tj ET")


@opened("card-single", "bytes")
def a_font_of_drawings_writes_a_digit(pdf):
    """A Type 3 font: its glyphs are content streams, its text is what it says."""
    glyph = pdf.make_stream(b"600 0 0 0 500 700 d1 100 0 80 700 re f")
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 600, 700]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(space=glyph),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([32, Name.space])),
        FirstChar=32,
        LastChar=32,
        Widths=Array([600]),
        ToUnicode=pdf.make_stream(
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def "
            b"/CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange "
            b"1 beginbfchar <20> <0020> endbfchar endcmap end end"
        ),
    )
    resource(pdf, "/Font", "/T0", font)
    appended(pdf, b"BT 0 g /T0 22 Tf 199 57 Td ( ) Tj ET")


@opened("card-single", "ink")
def a_second_content_stream_draws_at_the_edge(pdf):
    appended(pdf, b"0 g 0 0 4 60 re f")


@opened("card-single", "codes")
def a_second_content_stream_covers_a_code(pdf):
    pdf.pages[1].contents_add(pdf.make_stream(b"q 1 1 1 rg 25 110 20 20 re f Q"), prepend=False)


@opened("card", "contrast")
def the_form_of_the_cards_draws_a_white_box(pdf):
    name = next(iter(pdf.pages[0].Resources.XObject))
    form = pdf.pages[0].Resources.XObject[name]
    form.write(form.read_bytes() + b" " + _WHITE_BOX)


@opened("card", "figures", "contrast")
def the_form_of_the_cards_is_cut(pdf):
    name = next(iter(pdf.pages[0].Resources.XObject))
    form = pdf.pages[0].Resources.XObject[name]
    form.BBox = Array([0, 0, 120, form.BBox[3]])


@pytest.mark.parametrize("product,checks,change", OPENED)
def test_a_changed_file_is_refused(press, product, checks, change):
    refused(press, product, _saved(spelled_out(press.made(product).data), change), checks)


# ---------------------------------------------------------------- bytes


@written("card-single", "readable")
def _an_empty_file(data):
    return b""


@written("card-single", "readable")
def _no_pdf_at_all(data):
    return b"<html><body>Not found</body></html>"


@written("card-single", "readable")
def _a_header_and_nothing_more(data):
    return data[:20]


@written("card-single", "readable")
def _half_a_file(data):
    return data[: len(data) // 2]


@written("card-single", "readable")
def _a_file_without_its_last_bytes(data):
    return data[:-60]


@written("card-single", "bytes")
def _garbage_after_the_end(data):
    return data + b"\0garbage" * 50


@written("card-single", "bytes")
def _garbage_before_the_start(data):
    return b"garbage\n" * 10 + data


@written("card-single", "bytes")
def _two_files_in_one(data):
    return data + data


@written("card-single", "contrast")
def _a_block_of_zeros_in_the_middle(data):
    middle = len(data) // 2
    return data[:middle] + b"\0" * 512 + data[middle + 512 :]


@written("card-single", "readable")
def _encrypted_with_a_password(data):
    return _saved(data, lambda pdf: None, encryption=pikepdf.Encryption(owner="o", user="u"))


@written("card-single", "readable")
def _encrypted_without_a_password_to_open(data):
    return _saved(data, lambda pdf: None, encryption=pikepdf.Encryption(owner="o", user=""))


def _updated(data, number, body):
    """The file, with a plain table of objects, and with a later version of one object after
    its end (ISO 32000-1, 7.5.6)."""
    data = _saved(data, lambda pdf: None, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        number = number(pdf)
        body = body or pdf.get_object(number, 0).unparse(resolved=True)
    previous = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    trailer = re.findall(rb"trailer\s*<<(.*?)>>\s*startxref", data, re.S)[-1]
    update = b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(data))
    tail = b"trailer\n<<%s /Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return data + update + table + tail % (trailer, previous, len(data) + len(update))


@written("card-single", "text", "numbers")
def _a_later_version_of_a_page(data):
    body = b"<</Length 20>>\nstream\n0 g 40 40 60 20 re f\nendstream"
    return _updated(data, lambda pdf: pdf.pages[0].Contents.objgen[0], body)


@written("card-single", "bytes")
def _an_earlier_version_remains_in_the_file(data):
    """What somebody took out is still there."""
    return _updated(data, lambda pdf: pdf.trailer.Info.objgen[0], None)


@written("card-single", "readable")
def _a_file_larger_than_any_of_ours(data):
    return data + b"\n%" + b" " * 50_000_000


@pytest.mark.parametrize("product,checks,change", WRITTEN)
def test_broken_bytes_are_refused(press, product, checks, change):
    refused(press, product, change(press.made(product).data), checks)
