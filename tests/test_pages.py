"""Pages as data: what stands where, before any PDF is written."""

import random

import pytest
from conftest import compose_job, open_project
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L

from generator.fonts import Fonts
from generator.geometry import MM, Rect
from generator.impose import impose
from generator.page import Code, GlyphRun, Link, Path, Piece
from generator.pagedump import dump
from generator.qr import make_symbol
from generator.qr_mask import best_mask
from generator.records import replace

LANGUAGES = ["uk", "en", "fr", "de"]
HELPLINE = "+352 27 36 56 46"


@pytest.fixture(scope="module", params=LANGUAGES)
def leaflet(request):
    story, document, problems = compose_job("leaflet", request.param)
    assert problems == []
    return story, document


def _panel(page, left_mm, right_mm):
    """The text of the runs between two x, in order."""
    return "\n".join(r.text.strip() for r in page.runs() if left_mm * MM <= r.x < right_mm * MM)


def test_the_number_stands_on_the_cover_inside_and_on_the_back(leaflet):
    _, document = leaflet
    outside, inside = document.pages
    for panel in (_panel(outside, 197, 297), _panel(outside, 97, 197), _panel(inside, 200, 297)):
        assert HELPLINE in panel


def test_the_panels_fold_in_the_right_order(leaflet):
    story, document = leaflet
    outside, inside = document.pages
    said = {k: m.value for k, m in open_project().catalogue(story.language.tag).messages.items()}

    def first_words(key):
        return said[key].split()[0]

    assert first_words("person.ask.title") in _panel(outside, 0, 97)  # flap
    assert first_words("common.behind") in _panel(outside, 97, 197)  # back
    assert first_words("person.question") in _panel(outside, 197, 297)  # cover
    assert first_words("person.situations") in _panel(inside, 0, 100)
    assert first_words("person.papers.title") in _panel(inside, 100, 200)
    assert first_words("person.police.title") in _panel(inside, 200, 297)
    assert [s.folds for s in story.layout.sides] == [
        pytest.approx((97 * MM, 197 * MM, 297 * MM)),
        pytest.approx((100 * MM, 200 * MM, 297 * MM)),
    ]


def test_situations_share_their_heights_across_panels(leaflet):
    _, document = leaflet
    inside = document.pages[1]
    tops = {
        source: min(r.y for r in inside.runs() if r.source == f"person.{source}.title")
        for source in ("unpaid", "forced", "shut_in")
    }
    assert tops["forced"] == pytest.approx(tops["shut_in"], abs=0.5)
    assert tops["unpaid"] > tops["forced"]


def test_the_promise_stands_apart_from_the_police(leaflet):
    story, document = leaflet
    sources = [
        {i.source for i in _items_in(page, frame.frame.rect)}
        for page, side in zip(document.pages, story.sides, strict=True)
        for frame in side.frames
    ]
    for frame in sources:
        promise = {"person.anonymous.title", "pictogram:anonymous"} & frame
        police = {s for s in frame if "police" in s or "emergency" in s}
        assert not (promise and police)
        if promise:
            assert "contact:helpline" in frame


def _items_in(page, rect):
    return [
        i for i in page.items if isinstance(i, GlyphRun) and rect.contains(Rect(i.x, i.y, 0, 0))
    ]


def test_hours_follow_their_own_number(leaflet):
    _, document = leaflet
    said = [i.source for p in document.pages for i in p.items if isinstance(i, GlyphRun)]
    for at, source in enumerate(said):
        if source.startswith("hours:"):
            before = [s for s in said[:at] if s.startswith("contact:")][-1]
            assert before == source.replace("hours:", "contact:")


def test_every_number_is_a_link_to_what_it_says(leaflet):
    story, document = leaflet
    contacts = story.campaign.contacts
    for page in document.pages:
        items = list(page.items)
        for at, item in enumerate(items):
            if isinstance(item, GlyphRun) and item.source.startswith("contact:"):
                link = items[at + 1]
                assert isinstance(link, Link)
                assert link.uri == contacts[item.source.split(":")[1]].uri
                assert link.rect.contains(Rect(item.x, item.y - 1, item.width, 1))


@pytest.mark.parametrize("product", ["leaflet", "poster-a4", "card-single"])
def test_the_same_thing_stands_in_the_same_place_in_every_language(product):
    places = []
    for tag in LANGUAGES:
        _, document, _ = compose_job(product, tag)
        places.append(
            [
                [i.rect for p in document.pages for i in p.items if isinstance(i, Code)],
                [
                    round(r.x, 2)
                    for p in document.pages
                    for r in p.runs()
                    if r.source == "contact:helpline"
                ],
            ]
        )
    assert all(p == places[0] for p in places)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_style_has_one_size_over_a_whole_document(tag):
    story, document, _ = compose_job("leaflet", tag)
    styles = {text.source: text.style.name for _, text in story.texts}
    sizes = {}
    for page in document.pages:
        for run in page.runs():
            sizes.setdefault(styles[run.source], set()).add(round(run.size, 4))
    several = {name: found for name, found in sizes.items() if len(found) > 1}
    # A contact's printed form may stand in several styles; all else has one.
    assert set(several) <= {"number", "phone", "small"}, several


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_text_is_lost_on_the_way_to_the_page(tag):
    for product in ("leaflet", "poster-a2", "card-single"):
        story, document, _ = compose_job(product, tag)
        for number, text in story.texts:
            page = document.pages[number]
            on_page = "".join(r.text for r in page.runs() if r.source == text.source)
            assert text.text in on_page, text.source


@pytest.mark.parametrize("flip", ["long-edge", "short-edge"])
def test_fronts_and_backs_meet(flip):
    """Turn the back sheet over as the printer does: each back lies behind a front, and
    reads upright when the card is turned about its upright edge."""
    story, single, _ = compose_job("card-single", "uk")
    layout = open_project().layout("card")
    layout = replace(layout, sheet=replace(layout.sheet, flip=flip))
    front, back = impose(single, layout).pages
    fronts = [i for i in front.items if isinstance(i, Piece)]
    backs = [i for i in back.items if isinstance(i, Piece)]
    assert len(fronts) == len(backs) == 10
    for piece in backs:
        rect = piece.rect
        behind = (
            Rect(back.width - rect.right, rect.y, rect.width, rect.height)
            if flip == "long-edge"
            else Rect(rect.x, back.height - rect.bottom, rect.width, rect.height)
        )
        assert any(_same(behind, f.rect) for f in fronts)
        assert piece.turn == (180 if flip == "short-edge" else 0)


def _same(one, other):
    # 0.1 mm is what the issue of duplex printing allows; here it is exact.
    return all(
        abs(a - b) < 0.001 * MM
        for a, b in ((one.x, other.x), (one.y, other.y), (one.width, other.width))
    )


def test_only_marks_stand_outside_the_trims():
    _, document, _ = compose_job("card", "de")
    for page in document.pages:
        for item in page.items:
            if isinstance(item, Path):
                assert item.source == "mark"
                xs = [float(c[1]) for c in item.commands if len(c) == 3]
                ys = [float(c[2]) for c in item.commands if len(c) == 3]
                mark = Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
                assert not any(mark.overlaps(t) for t in page.trims)
                assert min(xs) >= 6 * MM - 0.2 and max(xs) <= page.width - 6 * MM + 0.2


def test_the_dump_is_plain_and_tells_what_stands_where():
    _, document, _ = compose_job("card-single", "en")
    plain = dump(document)
    assert plain["title"] == "Does someone control your life?"
    assert [p["name"] for p in plain["pages"]] == ["front", "back"]
    front = plain["pages"][0]
    assert front["size"] == [pytest.approx(85 * MM, abs=0.001), pytest.approx(55 * MM, abs=0.001)]
    number = next(i for i in front["items"] if i.get("source") == "contact:helpline")
    assert number["text"] == HELPLINE and number["size"] == 22.0
    assert [i["code"] for i in plain["pages"][1]["items"] if "code" in i] == [
        "tel:+35227365646",
        "https://www.stoptraite.lu",
    ]


def test_fonts_are_read_once():
    project = open_project()
    fonts = Fonts.of(project.workspace)
    from generator.page import FontKey

    assert fonts.get(FontKey("Noto Sans", 400, 100)) is fonts.get(FontKey("Noto Sans", 400, 100))


@pytest.mark.parametrize("level", [ERROR_CORRECT_H, ERROR_CORRECT_L])
def test_a_code_lies_under_the_mask_that_the_library_would_choose(level):
    letters, chance = "abcdefgh0123456789/:.-?=Я", random.Random(level)
    chosen = set()
    for size in (1, 5, 9, 13, 17, 25, 33, 40, 60, 90, 150, 250, 400):
        code = QRCode(error_correction=level)
        code.add_data("".join(chance.choices(letters, k=size)).encode(), optimize=0)
        code.best_fit()
        mask = best_mask(code)
        assert mask == code.best_mask_pattern(), (code.version, size)
        chosen.add(mask)
    assert len(chosen) > 4


def test_a_code_is_the_one_that_the_library_would_make():
    code = QRCode(error_correction=ERROR_CORRECT_H)
    code.add_data(b"https://www.stoptraite.lu", optimize=0)
    code.make()
    symbol = make_symbol("https://www.stoptraite.lu", 500.0)
    assert symbol.modules == tuple(tuple(map(bool, row)) for row in code.modules)
