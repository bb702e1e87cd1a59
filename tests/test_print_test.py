"""The print test: what it measures is as long as it says, and the crosses of both pages meet."""

import pytest
from conftest import open_project

from generator.camera import decode_codes
from generator.fonts import Fonts
from generator.geometry import MM, PAPER_MM, Rect
from generator.page import Code, GlyphRun, Path
from generator.pdf import write_pdf
from generator.print_test import MARGINS_MM, PAPERS, print_test, targets
from generator.purpose import LONG_EDGE, SHORT_EDGE
from generator.readback import Readback
from generator.setter import Setter
from generator.stack import Typesetter

SITE = ("https://www.stoptraite.lu", "www.stoptraite.lu")
DPI = 600


@pytest.fixture(scope="module")
def fonts():
    return Fonts.of(open_project().workspace)


@pytest.fixture(scope="module", params=PAPERS)
def made(request, fonts):
    """A paper's name, the test for it as pages, and as a file."""
    setter = Setter(Typesetter(fonts), "Noto Sans")
    document = print_test(setter, request.param, SITE, "2026-11")
    return request.param, document, write_pdf(document, fonts)


def _bounds(item):
    if isinstance(item, GlyphRun):
        return Rect(item.x, item.y - 0.77 * item.size, item.width, 0.98 * item.size)
    if isinstance(item, Path):
        return item.bounds()
    return item.rect


def _of(page, source):
    return [_bounds(item) for item in page.items if item.source == source]


def _pixels(data, number, area, dpi=DPI):
    with Readback(data) as document:
        return document.page(number).render(dpi, True, area)


def _darkest(lines):
    """The middle of the line, or of the neighbouring lines, with the most ink."""
    most = max(lines)
    places = [i for i, ink in enumerate(lines) if ink > 0.9 * most]
    assert places[-1] - places[0] <= 3, "one line, not several"
    return (places[0] + places[-1] + 1) / 2


def _middle(data, number, near):
    """Where a cross stands on the rendered page, in points."""
    area = Rect(near[0], near[1], 0, 0).inset(-7.5 * MM)
    image = _pixels(data, number, area)
    ink = [[255 - image.getpixel((x, y)) for x in range(image.width)] for y in range(image.height)]
    x = _darkest([sum(column) for column in zip(*ink, strict=True)])
    y = _darkest([sum(row) for row in ink])
    return area.x + x * area.width / image.width, area.y + y * area.height / image.height


def test_all_of_it_lies_on_the_paper_and_no_words_on_others(made):
    paper, document, _ = made
    size = tuple(side * MM for side in PAPER_MM[paper])
    assert len(document.pages) == 2
    for page in document.pages:
        assert (page.width, page.height) == size
        places = [_bounds(item) for item in page.items]
        assert all(Rect(0, 0, *size).contains(place) for place in places)
        words = [_bounds(item) for item in page.items if isinstance(item, GlyphRun)]
        assert all(Rect(0, 0, *size).inset(11 * MM).contains(place) for place in words)
        for i, place in enumerate(words):
            assert not [other for other in words[:i] if place.overlaps(other)]


def test_the_rulers_are_100_mm_in_the_model_and_on_the_page(made):
    _, document, data = made
    [level], [upright] = (_of(document.pages[0], f"ruler:{way}") for way in ("level", "upright"))
    assert level.width == pytest.approx(100 * MM) and upright.height == pytest.approx(100 * MM)
    assert len(_of(document.pages[0], "tick:level")) == 101
    # A band through the longest ticks: from the middle of the first to that of the last.
    for band, turn in (
        (Rect(level.x - 2 * MM, level.y - 4.8 * MM, 104 * MM, 1 * MM), 0),
        (Rect(upright.x - 4.8 * MM, upright.y - 2 * MM, 1 * MM, 104 * MM), 90),
    ):
        image = _pixels(data, 0, band).rotate(turn, expand=True)
        row = [image.getpixel((x, image.height // 2)) < 160 for x in range(image.width)]
        begins = [x for x in range(1, len(row)) if row[x] and not row[x - 1]]
        ends = [x for x in range(1, len(row)) if row[x - 1] and not row[x]]
        assert len(begins) == len(ends) == 11
        length = (begins[-1] + ends[-1] - begins[0] - ends[0]) / 2 / DPI * 25.4
        assert abs(length - 100) <= 0.1, length


@pytest.mark.parametrize("flip", [LONG_EDGE, SHORT_EDGE])
def test_the_crosses_of_a_flip_meet_when_the_paper_is_turned_so_and_no_others(made, flip):
    paper, _, data = made
    width, height = (side * MM for side in PAPER_MM[paper])

    def through(place):
        """Where a place of the back is seen from the front."""
        return (width - place[0], place[1]) if flip == LONG_EDGE else (place[0], height - place[1])

    for target in targets(paper):
        front, back = _middle(data, 0, target.front), through(_middle(data, 1, target.back))
        apart = max(abs(a - b) for a, b in zip(front, back, strict=True))
        if target.flip == flip:
            assert apart <= 0.1 * MM
        else:
            fronts = [t.front for t in targets(paper)]
            assert min(abs(back[0] - x) + abs(back[1] - y) for x, y in fronts) > 30 * MM


def test_frames_stand_as_far_from_the_edge_as_they_say(made):
    _, document, data = made
    for page in document.pages:
        paper = Rect(0, 0, page.width, page.height)
        for distance in MARGINS_MM:
            assert _of(page, f"margin:{distance}")[0] == paper.inset(distance * MM)
        labels = [item.text for item in page.items if isinstance(item, GlyphRun)]
        assert all(labels.count(str(distance)) >= 4 for distance in MARGINS_MM)


def test_the_code_is_16_mm_and_is_read_from_the_page(made):
    _, document, data = made
    [place] = [i.rect for i in document.pages[0].items if isinstance(i, Code)]
    assert place.width == pytest.approx(16 * MM)
    area = place.inset(-4 * MM)
    [code] = decode_codes(_pixels(data, 0, area, 300), 300, area)
    assert code.payload == SITE[0]


def test_it_is_in_black_alone_and_has_no_code_where_there_is_no_website(fonts):
    setter = Setter(Typesetter(fonts), "Noto Sans")
    document = print_test(setter, "A4", ("", ""), "2026-11")
    assert document.inks == "grey"
    assert not [i for page in document.pages for i in page.items if i.source == "qr:website"]
