"""A press file made by hand, as it should be, and the tools to break it.

Nothing of the program makes it: it is written here with pikepdf, so that these tests stay
quick and a fault of the writer cannot excuse itself. One A6 piece on a sheet with bleed,
cut marks, registration marks and a slug.
"""

import functools
import io
from importlib import resources

import pikepdf
import pytest
from conftest import ROOT
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from pikepdf import Array, Dictionary, Name
from PIL import Image

from generator.expect import (
    Bleed,
    Directory,
    Expectation,
    ExpectedPage,
    ExpectedPress,
    ExpectedSheet,
)
from generator.findings import Fault, findings
from generator.geometry import MM, Rect
from generator.preflight import READABLE, opened, press_faults
from generator.readback import Readback
from generator.records import replace

PROFILE = (ROOT / "layouts/icc/fogra39.icc").read_bytes()
DATE = "D:20261101000000Z"
TITLE, SUBJECT = "Leaflet", "A piece & its proof"
DEEP = (92, 45, 45, 38)
WIDTH, HEIGHT, BESIDE, BLEED, SAFE = 105 * MM, 148 * MM, 19 * MM, 3 * MM, 5 * MM
SHEET = (WIDTH + 2 * BESIDE, HEIGHT + 2 * BESIDE)
TRIM = Rect(BESIDE, BESIDE, WIDTH, HEIGHT)
BAND = 50 * MM  # the height of the artwork at the top of the piece, without its bleed
_OFFSET, _MARK, _LINE = 4 * MM, 5 * MM, 0.25
_SLUG = Rect(3 * MM, TRIM.bottom + _OFFSET + _MARK + MM, SHEET[0] - 6 * MM, 6 * MM)
_NAMES = {"x4": "PDF/X-4", "x1a": "PDF/X-1a:2003"}
_VERSIONS = {"x4": "1.6", "x1a": "1.4"}


# ---------------------------------------------------------------- what must be there


def _cut_marks():
    half = _LINE / 2
    near, far = _OFFSET + _MARK, _OFFSET
    for x in (TRIM.x, TRIM.right):
        yield Rect(x - half, TRIM.y - near, _LINE, _MARK)
        yield Rect(x - half, TRIM.bottom + far, _LINE, _MARK)
    for y in (TRIM.y, TRIM.bottom):
        yield Rect(TRIM.x - near, y - half, _MARK, _LINE)
        yield Rect(TRIM.right + far, y - half, _MARK, _LINE)


CUTS = tuple(_cut_marks())
CROSSES = tuple(
    Rect(x, y, _MARK, _MARK)
    for y in (TRIM.y - _OFFSET - _MARK, TRIM.bottom + _OFFSET)
    for x in (TRIM.x - _OFFSET - _MARK, TRIM.right + _OFFSET)
)
ARTWORK = Rect(TRIM.x - BLEED, TRIM.y - BLEED, WIDTH + 2 * BLEED, BAND + BLEED)
_BLEEDS = (
    Rect(ARTWORK.x, TRIM.y, BLEED, BAND),
    Rect(TRIM.right, TRIM.y, BLEED, BAND),
    Rect(ARTWORK.x, ARTWORK.y, ARTWORK.width, BLEED),
)


def expected(standard):
    sheet = ExpectedSheet(
        TRIM,
        TRIM.inset(-BLEED),
        tuple(Bleed(rect, DEEP) for rect in _BLEEDS),
        CROSSES,
        SAFE,
        (ARTWORK,),
    )
    page = ExpectedPage(*SHEET, (TRIM,), SAFE, (*CUTS, *CROSSES, _SLUG), press=sheet)
    named = ("FOGRA39", "http://www.color.org", "Coated paper")
    press = ExpectedPress(standard, *named, PROFILE, DATE)
    nothing = Directory((), (), (), (), ())
    return Expectation("hand", "en", TITLE, (page,), (), (), nothing, 6.0, press=press)


# ---------------------------------------------------------------- the file


@functools.cache
def font_program():
    """Noto Sans, only the letters of ASCII, one weight."""
    package = resources.files("fontpkg_noto_sans")
    font = TTFont(io.BytesIO((package / "files/NotoSans[wdth,wght].ttf").read_bytes()))
    options = Options(layout_features=[], name_IDs=[], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=range(32, 127))
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": 400, "wdth": 100})
    out = io.BytesIO()
    font.save(out)
    return out.getvalue(), font.getBestCmap(), font.getGlyphOrder(), dict(font["hmtx"].metrics)


def text(words):
    """A string of the font, in hex."""
    _, letters, order, _ = font_program()
    return "<" + "".join(f"{order.index(letters[ord(c)]):04X}" for c in words) + ">"


def _font(pdf):
    program, letters, order, metrics = font_program()
    file = pdf.make_stream(program, Length1=len(program))
    called = Name("/ABCDEF+NotoSans-Regular")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=called,
        Flags=4,
        FontBBox=[-600, -300, 2000, 1100],
        ItalicAngle=0,
        Ascent=1069,
        Descent=-293,
        CapHeight=714,
        StemV=80,
        FontFile2=file,
    )
    maps = [f"<{order.index(n):04X}> <{c:04X}>" for c, n in sorted(letters.items())]
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def "
        "/CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange "
        f"{len(maps)} beginbfchar {' '.join(maps)} endbfchar endcmap end end"
    )
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=called,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        W=[0, [metrics[name][0] for name in order]],
        CIDToGIDMap=Name.Identity,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=called,
            Encoding=Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(inner)],
            ToUnicode=pdf.make_stream(to_unicode.encode()),
        )
    )


def picture(pdf, samples=b"\x20\x40\x60\x10", space="DeviceCMYK", side=300, **entries):
    """A picture of one colour, 300 dots wide and high."""
    stream = pdf.make_stream(samples * (side * side))
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width = stream.Height = side
    stream.ColorSpace, stream.BitsPerComponent = Name("/" + space), 8
    for key, value in entries.items():
        stream[f"/{key}"] = value
    return stream


def every_ink(alternate="DeviceCMYK"):
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0] * 4, C1=[1] * 4, N=1)
    return Array([Name.Separation, Name.All, Name("/" + alternate), tint])


_PIECE = f"""
/GS0 gs 0.92 0.45 0.45 0.38 k {-BLEED:.4f} {HEIGHT - BAND:.4f} {WIDTH + 2 * BLEED:.4f} {BAND + BLEED:.4f} re f
0 0 0 0 k BT /F1 20 Tf 1 0 0 1 30 350 Tm %(title)s Tj ET
0 0.26 0.82 0 k 30 180 120 40 re f
q 72 0 0 72 180 150 cm /I1 Do Q
0.92 0.45 0.45 0.38 K 0.75 w 30 140 m 200 140 l S
/GS1 gs 0 0 0 1 k BT /F1 10 Tf 30 120 Td 12 TL [%(words)s -200 %(words)s] TJ T* %(words)s Tj ET
BT /F1 7 Tf 1 0 0 1 30 60 Tm %(note)s Tj ET
BT /F1 10 Tf 1 0 0 1 40 200 Tm %(words)s Tj ET
0 0 0 1 K 0.5 w 30 50 m 200 50 l S
"""


def _box(rect):
    y = SHEET[1] - rect.bottom
    return f"{rect.x:.4f} {y:.4f} {rect.width:.4f} {rect.height:.4f} re"


def _cross(rect):
    x, y = rect.middle
    y = SHEET[1] - y
    half = rect.width / 2
    return (
        f"{x - half:.4f} {y:.4f} m {x + half:.4f} {y:.4f} l "
        f"{x:.4f} {y - half:.4f} m {x:.4f} {y + half:.4f} l S"
    )


CROSS_OPERATORS = "/CS1 CS 1 SCN 0.25 w " + " ".join(_cross(rect) for rect in CROSSES)
CUT_OPERATORS = "/CS1 cs 1 scn " + " ".join(_box(rect) + " f" for rect in CUTS)
_AT = f"1 0 0 1 {TRIM.x:.4f} {SHEET[1] - TRIM.bottom:.4f} cm"


def _page_operators():
    slug = f"/GS1 gs 0 0 0 1 k BT /F1 6.5 Tf 1 0 0 1 12 {SHEET[1] - _SLUG.y - 12:.4f} Tm"
    return f"""q {_AT} /P1 Do Q
/GS0 gs {CUT_OPERATORS}
{CROSS_OPERATORS}
{slug} {text("slug: leaflet, 105 x 148 mm")} Tj ET"""


XMP = """<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x='adobe:ns:meta/'>
<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>
<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/'
 xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmlns:xmpMM='http://ns.adobe.com/xap/1.0/mm/'
 xmlns:pdf='http://ns.adobe.com/pdf/1.3/' xmlns:pdfxid='http://www.npes.org/pdfx/ns/id/'
 pdf:Producer="Hand">
<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Leaflet</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>A piece &amp; its proof</rdf:li></rdf:Alt>
</dc:description>
<xmp:CreatorTool>Hand</xmp:CreatorTool>
<xmp:CreateDate>2026-11-01T00:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>2026-11-01T01:00:00+01:00</xmp:ModifyDate>
<xmp:MetadataDate>2026-11-01T00:00:00Z</xmp:MetadataDate>
<pdf:Trapped>False</pdf:Trapped>
<xmpMM:DocumentID>uuid:3f1c0e4e-0000-4000-8000-000000000000</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdfxid:GTS_PDFXVersion>STANDARD</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end='r'?>"""


def set_xmp(pdf, packet):
    stream = pdf.make_stream(packet.encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream


def _intent(pdf):
    profile = pdf.make_stream(PROFILE, N=4)
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier="FOGRA39",
        RegistryName="http://www.color.org",
        Info="Coated paper",
        DestOutputProfile=profile,
    )


def corners(rect):
    """A rectangle of the sheet as a box of the file."""
    return Array([rect.x, SHEET[1] - rect.bottom, rect.right, SHEET[1] - rect.y])


def _piece(pdf, resources):
    words = dict(title=text("Help is near"), words=text("Call us"), note=text("Free of charge"))
    form = pdf.make_stream((_PIECE % words).encode())
    form.Type, form.Subtype, form.Resources = Name.XObject, Name.Form, resources
    form.BBox = Array([-BLEED, -BLEED, WIDTH + BLEED, HEIGHT + BLEED])
    return form


@functools.cache
def good_file(standard):
    """The bytes of the file as it should be."""
    pdf = pikepdf.new()
    resources = pdf.make_indirect(
        Dictionary(
            Font=Dictionary(F1=_font(pdf)),
            ExtGState=Dictionary(
                GS0=Dictionary(Type=Name.ExtGState, OP=False, op=False, OPM=0),
                GS1=Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1),
            ),
            ColorSpace=Dictionary(CS1=every_ink()),
            XObject=Dictionary(I1=picture(pdf)),
        )
    )
    resources.XObject.P1 = _piece(pdf, resources)
    page = Dictionary(
        Type=Name.Page,
        MediaBox=[0, 0, *SHEET],
        BleedBox=corners(TRIM.inset(-BLEED)),
        TrimBox=corners(TRIM),
        Resources=resources,
        Contents=pdf.make_stream(_page_operators().encode()),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    pdf.Root.OutputIntents = Array([_intent(pdf)])
    set_xmp(pdf, XMP.replace("STANDARD", _NAMES[standard]))
    info = dict(Title=TITLE, Subject=SUBJECT, Creator="Hand", Producer="Hand")
    info |= dict(CreationDate=DATE, ModDate=DATE, Trapped=Name("/False"))
    if standard == "x1a":
        info["GTS_PDFXVersion"] = "PDF/X-1a:2003"
    pdf.trailer.Info = pdf.make_indirect(Dictionary(**info))
    return saved(pdf, force_version=_VERSIONS[standard])


def saved(pdf, **options):
    out = io.BytesIO()
    plain = dict(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    plain["deterministic_id"] = "encryption" not in options
    pdf.save(out, **(plain | options))
    return out.getvalue()


def changed(standard, change, **options):
    """The good file opened, changed and saved."""
    with pikepdf.open(io.BytesIO(good_file(standard))) as pdf:
        change(pdf)
        return saved(pdf, **({"force_version": pdf.pdf_version} | options))


# ---------------------------------------------------------------- tools of the cases


def resources_of(pdf):
    return pdf.pages[0].obj.Resources


def draw(pdf, operators):
    """Operators put last on the piece, in points from its lower left corner."""
    on_sheet(pdf, f"{_AT} /GS0 gs {operators}")


def on_sheet(pdf, operators):
    """Operators put last on the page, in points from the sheet's lower left corner."""
    page = pikepdf.Page(pdf.pages[0].obj)
    page.contents_add(pdf.make_stream(f"q {operators} Q".encode()), prepend=False)


def in_operators(pdf, old, new, piece=True):
    """Other operators in the place of those of the piece, or of the sheet."""
    stream = resources_of(pdf).XObject.P1 if piece else pdf.pages[0].obj.Contents
    data = stream.read_bytes().decode()
    assert old in data
    stream.write(data.replace(old, new, 1).encode())


def state(pdf, **entries):
    """A further graphics state, GS9."""
    entries = {key.replace("BlendMode", "BM"): value for key, value in entries.items()}
    resources_of(pdf).ExtGState.GS9 = Dictionary(Type=Name.ExtGState, **entries)


def place(pdf, image, side=60):
    """A picture put on the piece, as large in points as ``side``."""
    resources_of(pdf).XObject.I9 = image
    draw(pdf, f"q {side} 0 0 {side} 60 230 cm /I9 Do Q")


def jpeg(pdf, colour):
    """A JPEG of one colour, as most programs write it: PDF takes its inks as they are."""
    out = io.BytesIO()
    # Pillow turns inks round when it writes them, as programs of Adobe do.
    inverted = Image.new("CMYK", (300, 300), tuple(255 - ink for ink in colour))
    inverted.save(out, "JPEG", quality=95)
    image = picture(pdf)
    image.write(out.getvalue(), filter=Name.DCTDecode)
    return image


def words(pdf, before, size=12, words="words", place="60 250 Td"):
    """Text put on the piece."""
    draw(pdf, f"{before} BT /F1 {size} Tf {place} {text(words)} Tj ET")


def preflight(data, found, wanted):
    """What the preflight says of a file, one that it cannot read included."""
    facts = opened(data)
    return [(READABLE, facts)] if isinstance(facts, Fault) else press_faults(facts, found, wanted)


def found_in(data, standard, mono=False):
    """The faults of a file, each with the id of its check."""
    wanted = expected(standard)
    if mono:
        wanted = replace(wanted, press=replace(wanted.press, mono=True))
    with Readback(data) as document:
        return preflight(data, findings(data, document, wanted, None), wanted)


def ids(faults):
    return {check for check, _ in faults}


def table():
    """A decorator that collects cases, and the list of them."""
    cases = []

    def case(check, standards="x4", **options):
        def note(change):
            for standard in standards.split():
                name = f"{change.__name__.strip('_').replace('_', '-')}-{standard}"
                cases.append(pytest.param(standard, check, change, options, id=name))
            return change

        return note

    return case, cases
