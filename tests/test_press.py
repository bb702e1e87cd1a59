"""Files for a press: boxes, bleed, inks and marks, looked at with other eyes than our own."""

import io
import json
import re
import shutil
import subprocess

import pikepdf
import pypdfium2
import pytest
from conftest import ROOT, beacon, needs, open_project, press_file
from PIL import Image, ImageChops, ImageStat

from generator.geometry import MM
from generator.layouts import products
from generator.page import GlyphRun, Path, Picture, Piece
from generator.records import replace
from generator.workspace import Workspace

# Each product once: three languages and two standards take turns.
PRODUCTS = [
    (p, ("uk", "en", "de")[n % 3], ("x4", "x1a")[n % 2])
    for n, p in enumerate(products(Workspace(ROOT)))
    if open_project().layout(p).kind != "screen"
]
SPOKEN = {"many": "multi"}


def job(product, language):
    return product, SPOKEN.get(open_project().layout(product).speaks, language)


@pytest.mark.parametrize(("product", "language", "standard"), PRODUCTS)
def test_every_product_passes_and_its_boxes_are_as_declared(product, language, standard):
    """Boxes to 0.01 mm, nested; the trim is the piece, or around all pieces of a sheet."""
    made = press_file(*job(product, language), standard)
    assert made.verdict.passed, made.verdict.diagnostics
    layout = made.story.layout
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        for page in pdf.pages:
            media, bleed, trim = (
                [float(v) / MM for v in page[name]]
                for name in ("/MediaBox", "/BleedBox", "/TrimBox")
            )
            sheet = layout.sheet
            width = sheet.columns * layout.width + (sheet.columns - 1) * sheet.gap
            height = sheet.rows * layout.height + (sheet.rows - 1) * sheet.gap
            assert trim[2] - trim[0] == pytest.approx(width / MM, abs=0.01)
            assert trim[3] - trim[1] == pytest.approx(height / MM, abs=0.01)
            for inner, outer in zip(trim, bleed, strict=True):
                assert abs(inner - outer) == pytest.approx(3, abs=0.01)
            assert media[0] < bleed[0] < trim[0] and media[1] < bleed[1] < trim[1]
            assert trim[2] < bleed[2] < media[2] and trim[3] < bleed[3] < media[3]


def render(data, dpi, page=0):
    with pypdfium2.PdfDocument(data) as document:
        return document[page].render(scale=dpi / 72).to_pil().convert("RGB")


def test_bleed_is_filled_on_all_four_edges_pixel_by_pixel():
    """A sticker whose ground bleeds on every side: between bleed box and trim there is one
    colour, and beyond the bleed there is paper."""
    made = press_file("sticker-number", "uk")
    page = made.document.pages[0]
    image = render(made.data, 254)  # ten pixels a millimetre
    trim = [
        round(v / MM * 10) for v in (page.trim.x, page.trim.y, page.trim.right, page.trim.bottom)
    ]
    inside = image.getpixel((trim[0] + 10, trim[1] + 10))
    strips = {
        "left": (trim[0] - 29, trim[1] - 29, trim[0], trim[3] + 29),
        "right": (trim[2], trim[1] - 29, trim[2] + 29, trim[3] + 29),
        "top": (trim[0] - 29, trim[1] - 29, trim[2] + 29, trim[1]),
        "bottom": (trim[0] - 29, trim[3], trim[2] + 29, trim[3] + 29),
    }
    for edge, box in strips.items():
        assert image.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), inside)], (
            edge
        )
    beyond = image.crop((trim[0] + 20, trim[1] - 39, trim[2] - 20, trim[1] - 32))
    assert [colour for _, colour in beyond.getcolors()] == [(255, 255, 255)]


def test_the_preflight_goes_along_with_a_file(tmp_path):
    """As text, as JSON, and as one page beside the file; of office files there is none."""
    words = ("build", "-l", "de", "-p", "card-single", "-o", tmp_path)
    assert beacon(*words, "--for", "press", "--accept-drafts").returncode == 0
    [file] = tmp_path.rglob("*.pdf")
    said = beacon("check", file, "--report", "text")
    assert said.returncode == 0 and "PDF/X-4" in said.stdout and "press-ink" in said.stdout
    told = json.loads(beacon("check", file, "--report", "json").stdout)["reports"][0]
    assert told["file"] == file.name and told["trim_mm"] == [85.0, 55.0]
    assert beacon("check", file, "--report", "pdf").returncode == 0
    page = file.with_name(f"{file.stem}_preflight.pdf")
    with pypdfium2.PdfDocument(page.read_bytes()) as pdf:
        text = pdf[0].get_textpage().get_text_bounded()
        assert len(pdf) == 1 and file.name in text and "press-white" in text
    listed = beacon("list", "--number", "+352 27 36 56 46", "-o", tmp_path)
    assert "no record" not in listed.stderr and file.name in listed.stdout
    assert beacon(*words).returncode == 0
    office = next((tmp_path / "office").rglob("*.pdf"))
    refused = beacon("check", office, "--report", "text")
    assert refused.returncode == 1 and "[report]" in refused.stderr


@pytest.mark.parametrize("bleed", [2, 5])
def test_another_bleed(bleed):
    made = press_file("poster-a4", "de", bleed=bleed)
    assert made.verdict.passed
    page = made.document.pages[0]
    fills = [
        item for piece in page.items if isinstance(piece, Piece) for item in piece.page.items
        if isinstance(item, Path) and item.source == "frame:question"
    ]  # fmt: skip
    assert min(float(c[1]) for c in fills[0].commands if len(c) > 1) == pytest.approx(-bleed * MM)
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        found = pdf.pages[0]
        edge = float(found["/TrimBox"][0]) - float(found["/BleedBox"][0])
        assert edge / MM == pytest.approx(bleed, abs=0.01)


def _alike(one, other):
    """How far two renderings are apart where neither has an edge: 0 to 255."""
    size = min(one.width, other.width), min(one.height, other.height)
    small = (size[0] // 6, size[1] // 6)
    pictures = [
        i.convert("L").crop((0, 0, *size)).resize(small, Image.Resampling.BOX) for i in (one, other)
    ]
    return ImageStat.Stat(ImageChops.difference(*pictures)).mean[0]


@needs("gs")
@needs("pdftoppm")
@pytest.mark.parametrize(
    ("product", "language"), [("leaflet", "uk"), ("poster-a4", "de"), ("card", "en")]
)
def test_three_renderers_show_the_same(product, language, tmp_path):
    made = press_file(product, language)
    (tmp_path / "file.pdf").write_bytes(made.data)
    subprocess.run(
        ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=png16m", "-r60", "-dUseCropBox=false",
         "-dGraphicsAlphaBits=4", "-dTextAlphaBits=4",
         f"-sOutputFile={tmp_path}/gs-%d.png", tmp_path / "file.pdf"], check=True,
    )  # fmt: skip
    subprocess.run(
        ["pdftoppm", "-r", "60", "-png", tmp_path / "file.pdf", tmp_path / "pp"], check=True
    )
    for number in range(len(made.document.pages)):
        ours = render(made.data, 60, number)
        for name in (f"gs-{number + 1}.png", f"pp-{number + 1}.png"):
            theirs = Image.open(tmp_path / name)
            assert abs(theirs.width - ours.width) <= 1 and abs(theirs.height - ours.height) <= 1
            # Their profiles turn inks into other screens' colours, by some 8 of 255 at most.
            assert _alike(ours, theirs) < 8, name


@needs("gs")
def test_black_text_stands_on_the_black_plate_alone_and_overprints(tmp_path):
    """On paper the other plates are empty under it; on a colour they run on beneath it."""
    made = press_file("poster-a4", "uk")
    (tmp_path / "file.pdf").write_bytes(made.data)
    subprocess.run(
        ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiffsep", "-r72",
         f"-sOutputFile={tmp_path}/plate.tif", tmp_path / "file.pdf"], check=True,
    )  # fmt: skip
    plates = {
        name: Image.open(next(tmp_path.glob(f"*({name}).tif"))).convert("L")
        for name in ("Cyan", "Magenta", "Yellow", "Black")
    }
    seen = set()
    for piece in (i for i in made.document.pages[0].items if isinstance(i, Piece)):
        for run in (i for i in piece.page.items if isinstance(i, GlyphRun)):
            box = (
                piece.rect.x + run.x,
                piece.rect.y + run.y - run.size * 0.7,
                piece.rect.x + run.x + run.width,
                piece.rect.y + run.y,
            )
            box = tuple(round(v) for v in box)
            spread = {n: p.crop(box).getextrema() for n, p in plates.items()}
            if run.colour.cmyk == (0, 0, 0, 100):
                ground = "warm" if spread["Yellow"][0] < 128 else "paper"
                seen.add(ground)
                assert spread["Black"][0] < 60, run.text
                assert all(high - low <= 2 for n, (low, high) in spread.items() if n != "Black"), (
                    run.text,
                    spread,
                )
    assert seen == {"warm", "paper"}


def test_a_press_file_declares_itself_and_nothing_else():
    for standard, head in (("x4", b"%PDF-1.6"), ("x1a", b"%PDF-1.4")):
        data = press_file("card-single", "de", standard).data
        assert data.startswith(head)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            [intent] = pdf.Root.OutputIntents
            assert str(intent.OutputConditionIdentifier) == "FOGRA39"
            profile = bytes(intent.DestOutputProfile.read_bytes())
            assert profile == (ROOT / "layouts/icc/fogra39.icc").read_bytes()
            meta = bytes(pdf.Root.Metadata.read_raw_bytes()).decode()
            assert (
                f"<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>{pdf.docinfo['/Title']}<" in meta
            )
            assert str(pdf.docinfo["/Trapped"]) == "/False" and "<pdf:Trapped>False<" in meta
            assert ("/GTS_PDFXVersion" in pdf.docinfo) == (standard == "x1a")
            assert not any("/Annots" in page for page in pdf.pages)


def test_the_slug_says_what_was_accepted():
    made = press_file("poster-a4", "uk")
    [slug] = [s.text for s in made.expectation.sentences if s.key == "slug"]
    assert re.fullmatch(
        r"INFOTRAITE · poster-a4 · uk · 210 x 297 mm · edition 2026-11 · "
        r"PDF/X-4, FOGRA39, bleed 3 mm · draft texts accepted · [0-9a-f]{8} · front",
        slug,
    )


def test_drafts_and_old_contacts_are_refused_until_accepted(tmp_path):
    words = ("build", "-l", "de", "-p", "card-single", "--for", "press", "-o", tmp_path)
    refused = beacon(*words)
    assert refused.returncode == 1 and "--accept-drafts" in refused.stderr
    old = {"SOURCE_DATE_EPOCH": "1827100000"}  # 2027-11-24
    refused = beacon(*words, "--accept-drafts", **old)
    assert refused.returncode == 1 and "--accept-unchecked" in refused.stderr
    assert not list(tmp_path.rglob("*.pdf"))
    done = beacon(*words, "--accept-drafts", "--accept-unchecked", **old)
    assert done.returncode == 0, done.stderr
    file = next(tmp_path.rglob("*.pdf"))
    assert b"unchecked" in file.read_bytes()
    assert beacon("check", file, **old).returncode == 0


def test_an_option_of_another_purpose_is_not_passed_over():
    for words in (["--bleed", "5"], ["--standard", "x1a"], ["--accept-drafts"], ["--rotate", "90"]):
        done = beacon("build", "-l", "de", "-p", "card-single", *words)
        assert done.returncode == 2 and words[0] in done.stderr


def test_what_keeps_too_little_from_its_edges_is_refused(project_copy):
    layout = project_copy / "layouts/card-single.yaml"
    layout.write_text(layout.read_text().replace("margin: 5 mm", "margin: 4 mm"))
    done = beacon(
        "build",
        "-C",
        project_copy,
        "-l",
        "de",
        "-p",
        "card-single",
        "--for",
        "press",
        "--accept-drafts",
    )
    assert done.returncode == 1 and "[safe-area]" in done.stderr


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        ("themes/calm.yaml", lambda b: b.replace(b"fogra39", b"fogra93"), "[unknown-name]"),
        ("icc/fogra39.icc", lambda b: b + b"x", "[profile]"),
        ("icc/fogra39.icc", lambda b: b"", "[profile]"),
        (
            "icc/profiles.yaml",
            lambda b: b.replace(b"fogra39.icc", b"../../../x.icc"),
            "[path-outside]",
        ),
    ],
)
def test_a_wrong_profile_is_told_once_before_anything_is_set(project_copy, file, change, said):
    path = project_copy / "layouts" / file
    path.write_bytes(change(path.read_bytes()))
    words = ("-l", "de", "-l", "uk", "-p", "card-single", "--for", "press", "--accept-drafts")
    done = beacon("build", "-C", project_copy, *words)
    assert done.returncode == 1 and done.stderr.count(said) == 1, done.stderr
    assert "not delivered" not in done.stderr


def test_pictures_are_separated_within_the_ink_that_paper_takes(project_copy):
    """Red, black and grey become four inks, by the profile, of at most 300 percent."""
    from generator.geometry import Rect
    from generator.inks import separated
    from generator.page import Document, Page

    picture = Picture(
        Rect(0, 0, 30, 10), 3, 1, bytes([200, 30, 40, 0, 0, 0, 128, 128, 128]), "logo"
    )
    page = Page("front", 100, 100, (picture,), (Rect(0, 0, 100, 100),))
    document = Document("", "en", (page,), "", "", "2026-11")
    profile = (ROOT / "layouts/icc/fogra39.icc").read_bytes()
    made = separated(document, profile).pages[0].items[0]
    pixels = [made.samples[i : i + 4] for i in range(0, 12, 4)]
    inks = [[v / 2.55 for v in pixel] for pixel in pixels]
    assert made.channels == 4 and all(sum(ink) <= 301 for ink in inks)
    assert inks[0][1] > 80 and inks[0][2] > 60 and inks[0][0] < 40
    assert sum(inks[1]) > 200


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_qpdf_finds_no_fault(tmp_path):
    for standard in ("x4", "x1a"):
        file = tmp_path / f"{standard}.pdf"
        file.write_bytes(press_file("leaflet", "de", standard).data)
        done = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_mono_press_files_hold_black_alone():
    made = press_file("poster-a4", "de", inks="mono")
    assert made.verdict.passed, made.verdict.diagnostics
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        for form in [*pdf.pages[0].Resources.XObject.values()]:
            for operands, operator in pikepdf.parse_content_stream(form):
                if str(operator) in ("k", "K"):
                    assert [float(v) for v in operands[:3]] == [0, 0, 0]


def test_the_same_input_gives_the_same_bytes():
    one = press_file("card-single", "de")
    press_file.cache_clear()
    assert press_file("card-single", "de").data == one.data
    assert replace(one.document, edition="2027-01") != one.document
