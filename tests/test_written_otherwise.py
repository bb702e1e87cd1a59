"""The same pages written in other legal ways: all that reads a file reads them alike.

Drawings as forms that are placed through matrices, forms in forms, one form at several places,
fonts whose codes are their glyphs, and numbers without what they need not have.
"""

import io
import re
import struct

import pikepdf
import pytest
from conftest import press_file, worker_for
from pikepdf import Array, Dictionary, Name
from spelledout import spelled_out
from tampering import refused

from generator.check import check_pdf

FIGURES = worker_for().figures
_DRAWN = re.compile(rb"(/(?:Figure|Lbl) <</MCID \d+>> BDC|/Artifact BMC)\n(.*?)\nEMC", re.DOTALL)
_COLOURS = re.compile(rb"[^\n]* (?:rg|RG|k|K|w)\b[^\n]*|/GS\d gs")


def saved(data, change):
    """A file changed and saved as the writer packs it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        out = io.BytesIO()
        modes = pikepdf.ObjectStreamMode
        packed = b"/ObjStm" in data
        pdf.save(
            out,
            object_stream_mode=modes.generate if packed else modes.disable,
            fix_metadata_version=False,
            deterministic_id=False,
        )
    return out.getvalue()


# ---------------------------------------------------------------- forms


def as_form(pdf, resources, content, across=1.0, down=1.0, scale=1.0):
    """A form that draws ``content``, made so that it must be placed by a matrix."""
    form = pdf.make_stream(content)
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([-9999, -9999, 9999, 9999])
    form.Matrix = Array([1 / scale, 0, 0, 1 / scale, -across / scale, -down / scale])
    named = [key for key in ("/ExtGState", "/ColorSpace") if key in resources]
    form.Resources = Dictionary({key: resources[key] for key in named})
    if "/XObject" not in resources:
        resources.XObject = Dictionary()
    name = f"/P{70 + len(resources.XObject.keys())}"
    resources.XObject[name] = pdf.make_indirect(form)
    return f"q {scale:g} 0 0 {scale:g} {across:g} {down:g} cm {name} Do Q".encode()


def drawings_as_forms(pdf):
    """Each code, pictogram and area of a tagged page in a form of its own."""
    for number, page in enumerate(pdf.pages):
        resources = page.obj.Resources

        def placed(match, resources=resources, number=number):
            if b" Tf" in match[2] or b"Do" in match[2]:
                return match[0]
            # The colour that is set goes on to hold for what follows.
            colours = b"\n".join(_COLOURS.findall(match[2]))
            drawn = as_form(
                pdf, resources, b"1 0 0 rg\n" * number + colours + b"\n" + match[2], 40.5, 9, 2
            )
            return b"\n".join(part for part in (match[1], colours, drawn, b"EMC") if part)

        page.obj.Contents = pdf.make_stream(_DRAWN.sub(placed, page.obj.Contents.read_bytes()))


def forms_in_forms(pdf):
    """The drawings of each placed piece in a form within it, and that one within another."""
    seen = set()
    for page in pdf.pages:
        for piece in list(page.obj.Resources.get("/XObject", {}).values()):
            if piece.objgen in seen:
                continue
            seen.add(piece.objgen)
            resources = piece.Resources = Dictionary(dict(piece.Resources.items()))
            named = {k: v for k, v in resources.items() if k != "/XObject"}
            resources.XObject = Dictionary()
            parts = re.split(
                rb"(?<=\n)((?:[^\n]* m\n)(?:[^\n]* [lcm]\n|h\n)*f)", piece.read_bytes()
            )
            for at in range(1, len(parts), 2):
                before = [c for part in parts[:at] for c in _COLOURS.findall(part)]
                inner = Dictionary(named)
                held = as_form(pdf, inner, b"\n".join([*before, parts[at]]), 7, 3)
                parts[at] = as_form(pdf, resources, held, 12, -5, 0.5)
                outer = list(resources.XObject.values())[-1]
                outer.Resources = inner
            piece.write(b"".join(parts))


# ---------------------------------------------------------------- fonts


def codes_as_glyphs(pdf):
    """Fonts without a map of codes: each code is the number of its glyph."""
    maps = {}
    for page in pdf.pages:
        page.obj.Contents.write(recoded(page.obj.Contents.read_bytes(), page.obj.Resources, maps))
        for piece in page.obj.Resources.get("/XObject", {}).values():
            if piece.Subtype == Name.Form and piece.objgen not in maps:
                maps[piece.objgen] = {}
                piece.write(recoded(piece.read_bytes(), piece.Resources, maps))


def recoded(content, resources, maps):
    glyphs = {}

    def changed(match):
        if match[1]:
            font = resources.Font["/" + match[1].decode()]
            if font.objgen not in maps:
                maps[font.objgen] = identity(font)
            glyphs["now"] = maps[font.objgen]
            return match[0]
        codes = re.findall("....", match[2].decode())
        return "<{}>".format("".join(f"{glyphs['now'][int(c, 16)]:04X}" for c in codes)).encode()

    return re.sub(rb"/(F\d+) [\d.]+ Tf|<([0-9A-F]+)>", changed, content)


def identity(font):
    """Makes a font's codes those of its glyphs; the glyph of each old code."""
    inner = font.DescendantFonts[0]
    told = inner.CIDToGIDMap.read_bytes()
    glyphs = struct.unpack(f">{len(told) // 2}H", told)
    inner.CIDToGIDMap = Name.Identity
    first, widths = inner.W
    advances = {glyphs[int(first) + at]: width for at, width in enumerate(widths)}
    inner.W = Array([part for g, width in sorted(advances.items()) for part in (g, Array([width]))])
    rows = re.findall(rb"\n<(....)> <(\w+)>", font.ToUnicode.read_bytes())
    texts = {glyphs[int(code, 16)]: text for code, text in rows}
    assert len(texts) == len(rows), "each glyph stands for one text"
    lines = b"".join(b"\n<%04X> <%s>" % pair for pair in sorted(texts.items()))
    table = re.sub(
        rb"(?<=beginbfchar).*?(?=\nendbfchar)", lines, font.ToUnicode.read_bytes(), flags=re.DOTALL
    )
    font.ToUnicode.write(table)
    return dict(enumerate(glyphs))


# ---------------------------------------------------------------- numbers


def short_numbers(pdf):
    """Numbers between -1 and 1 without their zero."""
    for page in pdf.pages:
        content = page.obj.Contents.read_bytes()
        page.obj.Contents.write(re.sub(rb"(?<![\d.\w])(-?)0(\.\d)", rb"\1\2", content))


CASES = [
    ("leaflet", drawings_as_forms),
    ("card-single", drawings_as_forms),
    ("card", forms_in_forms),
    *(
        (product, way)
        for product in ("leaflet", "card")
        for way in (codes_as_glyphs, short_numbers)
    ),
]


@pytest.mark.parametrize("product,way", CASES, ids=lambda v: getattr(v, "__name__", v))
def test_a_file_written_otherwise_passes(press, product, way):
    same = spelled_out(press.made(product).data)
    data = saved(same, way)
    assert data != same
    verdict = press.verdict(product, data)
    assert [d.message for d in verdict.diagnostics] == []


@pytest.mark.parametrize("way", [forms_in_forms, codes_as_glyphs])
@pytest.mark.parametrize("standard", ["x4", "x1a"])
def test_a_press_file_written_otherwise_passes(standard, way):
    file = press_file("card", "uk", standard)
    verdict = check_pdf(saved(spelled_out(file.data), way), file.expectation, FIGURES, "card")
    assert [d.message for d in verdict.diagnostics] == []


# ---------------------------------------------------------------- and what is wrong is still found


def moved_code(pdf):
    """A code that is a form, placed elsewhere than the structure says."""
    drawings_as_forms(pdf)
    content = pdf.pages[0].obj.Contents.read_bytes()
    figure = re.search(rb"/Figure <<[^>]*>> BDC\s.*?cm", content, re.DOTALL)[0]
    pdf.pages[0].obj.Contents.write(content.replace(figure, figure + b" 1 0 0 1 3 0 cm"))


def text_in_a_form(pdf):
    """Words that stand in a form, and so in no element."""
    page = pdf.pages[0].obj
    content = page.Contents.read_bytes()
    words = re.search(rb"(?<=BDC\n)[^/]*BT [^\]]*\] TJ\nET", content)[0]
    drawn = as_form(pdf, page.Resources, words)
    form = list(page.Resources.XObject.values())[-1]
    form.Resources = Dictionary(Font=page.Resources.Font)
    page.Contents.write(content.replace(words, drawn))


@pytest.mark.parametrize(
    "change,check", [(moved_code, "tags-codes"), (text_in_a_form, "tags-heard")]
)
def test_what_is_wrong_in_a_form_is_refused(press, change, check):
    refused(press, "leaflet", saved(spelled_out(press.made("leaflet").data), change), [check])
