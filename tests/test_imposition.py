"""Pages to pages: sheets of any paper, both flips, folds, tiles, strips, stickers."""

import io

import pikepdf
import pypdfium2
import pytest
from conftest import beacon, compose_job, open_project, worker_for

from generator.geometry import MM, Rect
from generator.impose import impose, marks
from generator.jobs import Job
from generator.layouts import read_layout
from generator.marks import piece_rects
from generator.page import Document, GlyphRun, Page, Path, Piece
from generator.pdf import write_pdf
from generator.purpose import Purpose
from generator.records import dataclass, replace
from generator.sheet import on_paper
from generator.tile import OVERLAP, tiling
from generator.workspace import Workspace


def sheets(product, purpose, language="uk"):
    story, document, problems = worker_for(purpose).document(Job(product, language))
    assert document is not None, problems
    return story, document


# ---------------------------------------------------------------- sheets


@pytest.mark.parametrize("flip", ["long-edge", "short-edge"])
@pytest.mark.parametrize(
    ("product", "paper", "pieces"),
    [
        ("flyer-a5", "A4", 2),
        ("flyer-a6", "A4", 4),
        ("card", "", 10),
        ("card-single", "A3", 21),
        ("card-single", "SRA3", 25),
        ("card-single", "Letter", 9),
    ],
)
def test_fronts_and_backs_meet_on_any_paper(product, paper, pieces, flip):
    """The back is turned over as the printer does it, about the edge that ``flip`` names:
    every back lies behind a front, and its head lies behind the front's head."""
    _, document = sheets(product, Purpose(sheet=paper, flip=flip))
    front, back = document.pages
    fronts, backs = ([i for i in page.items if isinstance(i, Piece)] for page in (front, back))
    assert len(fronts) == len(backs) == pieces
    upright_axis = (flip == "long-edge") == (front.height >= front.width)
    for piece in backs:
        x, y = piece.rect.x, piece.rect.y
        if upright_axis:
            x = back.width - piece.rect.right
        else:
            y = back.height - piece.rect.bottom
        near = [f for f in fronts if abs(f.rect.x - x) < 0.1 * MM and abs(f.rect.y - y) < 0.1 * MM]
        assert len(near) == 1
        # Turned about an upright axis what was up stays up; about a level one it is reversed.
        head_is_up = piece.turn == 0 if upright_axis else piece.turn == 180
        assert head_is_up and near[0].turn == 0


def test_bare_sheets_are_not_taken_for_those_of_another_layout():
    """Layouts that come and go, as those for a press do, may have each other's number."""
    layout = sheets("card", Purpose())[0].layout
    size = (layout.width, layout.height)
    pages = tuple(Page(side.name, *size, (), (Rect(0, 0, *size),)) for side in layout.sides)
    document = Document("", "en", pages, "", "", "2026-11")

    def is_itself(gap, columns):
        sheet = replace(layout.sheet, gap=gap, columns=columns)
        own = replace(layout, sheet=sheet)  # gone when this is left
        return all(
            page.trims == piece_rects(own, sheet)
            and page.marks == marks(own, side, turned=False)
            and [i.commands[0][1:] for i in page.items if isinstance(i, Path)]
            == [(mark.x, mark.y) for mark in page.marks]
            for page, side in zip(impose(document, own).pages, layout.sides, strict=True)
        )

    assert all(is_itself(number / 10, 1 + number % 2) for number in range(20))


@pytest.mark.parametrize("flip", ["long-edge", "short-edge"])
def test_printed_marks_of_front_and_back_coincide(flip):
    """Seen in the pixels: the cut marks of a finished file, its back turned over."""
    worker = worker_for(Purpose(flip=flip))
    _, document, _ = worker.document(Job("card", "uk"))
    with pypdfium2.PdfDocument(write_pdf(document, worker.fonts)) as pdf:
        front, back = (pdf[n].render(scale=254 / 72, grayscale=True).to_pil() for n in (0, 1))
    from PIL import Image

    turns = {
        "long-edge": Image.Transpose.FLIP_LEFT_RIGHT,
        "short-edge": Image.Transpose.FLIP_TOP_BOTTOM,
    }
    back = back.transpose(turns[flip])
    width, height = front.size
    for box in ((0, 62, width, 78), (125, 0, 165, height)):  # the margins with the marks
        strips = [
            page.crop(box).point(lambda v: 255 if v < 230 else 0).getbbox()
            for page in (front, back)
        ]
        assert strips[0] is not None
        assert all(abs(a - b) <= 1 for a, b in zip(*strips, strict=True))  # a pixel: 0.1 mm


def test_a_card_drawn_ten_times_is_stored_once():
    worker = worker_for(Purpose())
    sizes = {}
    for product in ("card-single", "card"):
        for language in ("uk", "en", "de", "vi"):
            document = worker.document(Job(product, language))[1]
            sizes[product, language] = len(write_pdf(document, worker.fonts))
    for language in ("uk", "en", "de", "vi"):
        assert sizes["card", language] <= 1.3 * sizes["card-single", language]


@pytest.mark.parametrize("flip", ["long-edge", "short-edge"])
@pytest.mark.parametrize(
    ("product", "paper", "standard"),
    [
        ("card-single", "SRA3", "x4"),
        ("leaflet", "SRA3", "x1a"),
        ("flyer-a5", "SRA3", "x4"),
        ("leaflet", "A3", ""),
        ("card-single", "A2", ""),
    ],
)
def test_sheets_are_proved_whichever_way_they_are_turned(product, paper, standard, flip):
    """Backs that stand upside down, with their slug, their folds and a crowd of codes."""
    purpose = Purpose(sheet=paper, flip=flip)
    if standard:
        purpose = Purpose(
            "press", standard, 3 * MM, flip=flip, sheet=paper, accepted=("drafts",)
        )  # fmt: skip
    worker = worker_for(purpose)
    job = Job(product, "uk")
    data = write_pdf(worker.document(job)[1], worker.fonts)
    verdict = worker.verdict(job, data, product)
    assert verdict.passed, verdict.diagnostics


def test_a_piece_that_does_not_fit_is_refused():
    done = beacon("build", "-l", "de", "-p", "poster-a2", "--sheet", "A4")
    assert done.returncode == 1 and "[sheet-full]" in done.stderr


def test_on_a_press_neighbours_keep_their_own_bleed():
    press = Purpose("press", "x4", 5 * MM)
    sheet, fault = on_paper(None, 85 * MM, 55 * MM, replace(press, sheet="SRA3"))
    assert fault is None and sheet.gap == pytest.approx(10 * MM)
    assert sheet.mark_offset >= 6 * MM and sheet.press


# ---------------------------------------------------------------- folds


@dataclass(frozen=True)
class Panel:
    """A part of the paper: where it lies, which face is up, which down, and in which layer."""

    left: float
    right: float
    up: str
    down: str
    layer: int = 0

    def over(self, fold, layer):
        """Swung about a fold, onto the pile or under it."""
        return Panel(2 * fold - self.right, 2 * fold - self.left, self.down, self.up, layer)


def paper(layout):
    """The open sheet, inside up: behind each inside panel is the outside one of the other end."""
    outside, inside = layout.sides
    edges = [0.0, *inside.folds]
    faces = zip(inside.panels, reversed(outside.panels), strict=True)
    return [Panel(a, b, *f) for a, b, f in zip(edges, edges[1:], faces, strict=False)]


def seen(panels, from_above=True):
    """The faces that show, left to right: those that no other panel covers."""
    sign = 1 if from_above else -1
    shown = [
        p
        for p in panels
        if not any(
            sign * q.layer > sign * p.layer and q.left < p.right - 1 and p.left < q.right - 1
            for q in panels
        )
    ]
    ordered = sorted(shown, key=lambda p: sign * p.left)
    return [p.up if from_above else p.down for p in ordered]


def closing(panels, fold):
    """The pile after each step of a folding machine, the open sheet first."""
    piles = [panels]
    steps = {"roll": [(2, 1), (0, 2)], "z": [(0, 1), (2, -1)], "half": [(0, 1)]}[fold]
    for which, layer in steps:
        panel = piles[-1][which]
        about = panel.left if which else panel.right
        piles.append([p.over(about, layer) if p is panel else p for p in piles[-1]])
    return piles


@pytest.mark.parametrize("product", ["leaflet", "leaflet-signs", "leaflet-forms"])
def test_a_roll_fold_is_read_in_order(product):
    """The cover; opened like a book, the first panel beside the flap; opened again, all three."""
    layout = open_project().layout(product)
    assert layout.fold == "roll"
    flat, turned_in, closed = closing(paper(layout), "roll")
    assert seen(closed) == ["cover"] and seen(closed, from_above=False) == ["back"]
    assert seen(turned_in) == ["first", "flap"]
    assert seen(flat) == ["first", "second", "third"]
    # The flap lies flat beneath the cover: it ends before the fold that it comes up to.
    assert turned_in[2].left >= turned_in[1].left + 1 * MM - 0.01


def test_a_z_fold_is_read_in_order():
    layout = open_project().layout("leaflet-z")
    assert layout.fold == "z"
    flat, half, closed = closing(paper(layout), "z")
    assert seen(closed) == ["cover"] and seen(closed, from_above=False) == ["third"]
    assert seen(flat) == ["first", "second", "third"] and "cover" in seen(half)
    assert {round(p.right - p.left, 1) for p in flat} == {round(99 * MM, 1)}


def test_a_discreet_card_shows_nothing_outside():
    """One printed page, folded in the middle onto itself; the other side of the paper is bare."""
    story, document, problems = compose_job("card-discreet", "uk")
    layout = story.layout
    assert layout.fold == "half" and len(document.pages) == 1
    [fold] = layout.sides[0].folds[:-1]
    assert fold == pytest.approx(layout.width / 2)
    data = write_pdf(document, worker_for(Purpose()).fonts)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        said = " ".join(str(v) for v in pdf.docinfo.values()).lower()
    names = " ".join([said, layout.file_name])
    for word in ("infotraite", "help", "traffick", "traite", "card", "police"):
        assert word not in names.lower()


@pytest.mark.parametrize(
    ("panels", "fold"),
    [
        ("{flap: 99 mm, back: 99 mm, cover: 99 mm}", "roll"),
        ("{flap: 97 mm, back: 100 mm, cover: 100 mm}", "z"),
        ("{flap: 97 mm, back: 100 mm, cover: 100 mm}", "half"),
    ],
)
def test_panels_that_cannot_be_folded_so_are_refused(project_copy, panels, fold):
    layout = project_copy / "layouts/leaflet.yaml"
    text = layout.read_text().replace("fold: roll", f"fold: {fold}")
    text = text.replace("{flap: 97 mm, back: 100 mm, cover: 100 mm}", panels)
    layout.write_text(text)
    _, problems = read_layout(Workspace(project_copy), "leaflet")
    assert "fold" in [p.code for p in problems]


def test_folds_of_two_pages_must_meet(project_copy):
    layout = project_copy / "layouts/leaflet.yaml"
    text = layout.read_text().replace(
        "{first: 100 mm, second: 100 mm, third: 97 mm}",
        "{first: 97 mm, second: 100 mm, third: 100 mm}",
    )
    layout.write_text(text)
    _, problems = read_layout(Workspace(project_copy), "leaflet")
    assert any("do not meet" in p.message for p in problems)


# ---------------------------------------------------------------- tiles


@pytest.mark.parametrize("paper_name", ["A4", "A3"])
@pytest.mark.parametrize("size", [(420, 594), (841, 1189), (609.6, 914.4), (1189, 841)])
def test_tiles_cover_the_whole_poster_and_overlap(paper_name, size):
    width, height = (v * MM for v in size)
    spread = tiling(paper_name, width, height)
    assert len(spread.tiles) == spread.rows * spread.columns
    for tile in spread.tiles:
        inner = Rect(0, 0, spread.width, spread.height).inset(12 * MM)
        assert inner.contains(tile.window)
        right = [t for t in spread.tiles if t.row == tile.row and t.column == tile.column + 1]
        for other in right:
            assert tile.part.right - other.part.x == pytest.approx(OVERLAP)
    last = spread.tiles[-1].part
    assert (last.right, last.bottom) == pytest.approx((width, height))


def test_a_tiled_poster_is_proved_and_a_changed_one_refused(tmp_path):
    worker = worker_for(Purpose(tile="A4"), output=tmp_path)
    job = Job("poster-a3", "uk")
    outcome = worker.run(job)
    assert outcome.record is not None and "tiles-a4" in outcome.record.path
    data = (tmp_path / outcome.record.path).read_bytes()
    assert worker.verdict(job, data, "x").passed
    other = worker_for(Purpose(tile="A4"))
    assert not other.verdict(Job("poster-a3", "de"), data, "x").passed
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[2].Contents = pdf.make_stream(
            pdf.pages[2].Contents.read_bytes() + b"\n0 g 200 300 2 90 re f"
        )
        buffer = io.BytesIO()
        pdf.save(buffer)
    codes = [d.message for d in worker.verdict(job, buffer.getvalue(), "x").diagnostics]
    assert any("does not show its part" in m for m in codes)


# ---------------------------------------------------------------- inks, strips, stickers


def test_the_ink_saver_prints_outlines_and_black(tmp_path):
    worker = worker_for(Purpose(inks="ink-saver"))
    ink = {}
    for name, purpose in (("full", Purpose()), ("saver", Purpose(inks="ink-saver"))):
        worker = worker_for(purpose)
        story, document, _ = worker.document(Job("poster-a4", "de"))
        data = write_pdf(document, worker.fonts)
        with pypdfium2.PdfDocument(data) as pdf:
            grey = pdf[0].render(scale=1, grayscale=True).to_pil()
        ink[name] = sum(255 - v for v in grey.tobytes())
    assert ink["saver"] < 0.5 * ink["full"]
    assert {run.colour.cmyk for run in document.pages[0].runs()} == {(0, 0, 0, 100)}


def test_a_torn_off_strip_holds_the_number_turned():
    story, document, problems = compose_job("poster-tearoff-a4", "uk")
    strips = [i for i in document.pages[0].items if isinstance(i, Piece)]
    assert 8 <= len(strips) <= 12 and {s.turn for s in strips} <= {90, 270}
    for strip in strips:
        said = [r for r in strip.page.items if isinstance(r, GlyphRun)]
        assert "+352 27 36 56 46" in [r.text for r in said]
        assert min(r.size for r in said if r.source == "contact:helpline") >= 14
        for run in said:
            box = strip.place(Rect(run.x, run.y - run.size * 0.75, run.width, run.size * 0.75))
            assert strip.rect.contains(box)


@pytest.mark.parametrize("language", ["uk", "de", "hu"])
def test_a_number_sticker_covers_the_line_it_is_for(language):
    """As wide as the line on the poster, and with the number in the same size and colours."""
    worker = worker_for(Purpose())
    sticker, document, _ = worker.document(Job("sticker-number", language))
    _, poster, _ = worker.document(Job("poster-a4", language))
    [below] = [r for r in poster.pages[0].runs() if r.source == "contact:helpline"]
    piece = next(i for i in document.pages[0].items if isinstance(i, Piece))
    [above] = [r for r in piece.page.runs()]
    assert (above.text, above.size, above.colour) == (below.text, below.size, below.colour)
    frame = next(
        f for f in worker.project.layout("poster-a4").sides[0].frames if f.name == "service"
    )
    assert piece.rect.width >= frame.inner.width
    # Laid on the poster so that the figures meet, it stays on the coloured ground.
    place = Rect(below.x - above.x, below.y - above.y, piece.rect.width, piece.rect.height)
    assert frame.rect.contains(place)
    others = [r for r in poster.pages[0].runs() if r is not below]
    assert not any(
        place.overlaps(Rect(r.x, r.y - 0.7 * r.size, r.width, 0.7 * r.size)) for r in others
    )


def test_stickers_for_other_pieces_are_as_large_as_those(project_copy):
    """For a larger poster on larger paper; for a number that stands on bare paper."""
    (project_copy / "layouts/sticker-a3.yaml").write_text(
        "extends: sticker-number\nabout: a\ncovers: {product: poster-a3}\nsheet: {paper: A3}\n"
    )
    (project_copy / "layouts/sticker-police.yaml").write_text(
        "extends: sticker-number\nabout: b\nread_from: 0.4 m\n"
        "covers: {product: leaflet, contact: police, margin: 1 mm}\n"
        "styles: {number: {size: 18 pt, min: 14 pt}}\n"
    )
    worker = worker_for(Purpose(), project_copy)
    for product, filled, paper_mm in (("sticker-a3", True, 297), ("sticker-police", False, 210)):
        job = Job(product, "uk")
        story, document, problems = worker.document(job)
        assert document is not None, problems
        assert document.pages[0].width == pytest.approx(paper_mm * MM)
        assert (story.layout.sides[0].frames[0].fill is not None) == filled
        assert worker.verdict(job, write_pdf(document, worker.fonts), product).passed
    (project_copy / "layouts/sticker-b.yaml").write_text(
        "extends: sticker-number\nabout: c\ncovers: {contact: mobile1}\n"
    )
    done = beacon("build", "-C", project_copy, "-l", "uk", "-p", "sticker-b")
    assert done.returncode == 1 and "does not print the contact" in done.stderr


def test_above_the_largest_page_the_file_is_a_tenth(project_copy):
    (project_copy / "layouts/banner.yaml").write_text(
        "extends: poster-a4\nscale: 30\nabout: banner\npage: {size: 6300 x 8910 mm, margin: 240 mm}\n"
        "read_from: 30 m\nscan_from: 6 m\nstyles: {imprint: {size: 70 pt, min: 65 pt}}\n"
    )
    done = beacon("build", "-C", project_copy, "-l", "uk", "-p", "banner")
    assert done.returncode == 0, done.stderr
    [file] = (project_copy / "output").rglob("*.pdf")
    assert file.stem.endswith("_1-10")
    with pikepdf.open(file) as pdf:
        assert [float(v) / MM for v in pdf.pages[0].MediaBox][2:] == pytest.approx([630, 891])
