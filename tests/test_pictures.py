"""A few small pictures of real pages. The README shows the same files.

``BEACON_PICTURES=write`` draws them anew; look at them before they are committed.
"""

import os

import pytest
from conftest import ROOT, compose_job, open_project
from PIL import Image, ImageChops, ImageStat

from generator.fonts import Fonts
from generator.pdf import write_pdf
from generator.readback import Readback

FOLDER = ROOT / "tests/pictures"
PAGES = [
    ("leaflet", "uk", 0, 50),
    ("leaflet", "en", 1, 50),
    ("poster-a4", "de", 0, 50),
    ("card-single", "fr", 0, 130),
    ("card-single", "fr", 1, 130),
    ("leaflet", "uk+fr", 1, 50),
    ("leaflet-signs", "de", 1, 50),
    ("poster-signs-a3", "ru", 0, 40),
    ("poster-languages-a3", "multi", 0, 40),
]
_CLOSE = 2.0  # mean difference of 255: another version of the renderer, not another page


def drawn(product, language, page, dpi):
    _, document, problems = compose_job(product, language)
    assert problems == []
    data = write_pdf(document, Fonts.of(open_project().workspace))
    with Readback(data) as file:
        return file.page(page).render(dpi, False)


@pytest.mark.parametrize(("product", "language", "page", "dpi"), PAGES)
def test_a_page_looks_as_it_did(product, language, page, dpi):
    path = FOLDER / f"{product}-{language}-{page + 1}.png"
    now = drawn(product, language, page, dpi)
    if os.environ.get("BEACON_PICTURES") == "write":
        FOLDER.mkdir(exist_ok=True)
        now.quantize(64).save(path, optimize=True)
    then = Image.open(path).convert("RGB")
    assert now.size == then.size
    difference = ImageStat.Stat(ImageChops.difference(now, then)).mean
    assert max(difference) < _CLOSE, f"look at {path.name}; write it anew if it is meant"


def test_the_comparison_sees_a_moved_line():
    page = drawn("card-single", "fr", 0, 130)
    assert (
        max(ImageStat.Stat(ImageChops.difference(page, ImageChops.offset(page, 0, 3))).mean)
        > _CLOSE
    )
