"""A few small pictures of real pages. The README shows the same files.

``BEACON_PICTURES=write`` draws them anew; look at them before they are committed.
"""

import os

import pytest
from conftest import ROOT, open_project, worker_for
from PIL import Image, ImageChops, ImageStat

from generator.content import brought
from generator.diagnostics import Span
from generator.fonts import Fonts
from generator.geometry import MM
from generator.jobs import Job
from generator.pdf import write_pdf
from generator.purpose import Purpose
from generator.readback import Readback
from generator.site import LINE, NAME, Site

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
    ("poster-tearoff-a4", "uk", 0, 50),
    ("sticker-number", "uk", 0, 40),
    ("card-discreet", "uk", 0, 90),
    ("leaflet-easy", "de", 1, 40),
    ("leaflet-large", "ru", 0, 40),
]
PURPOSES = [
    ("poster-a4", "de", 0, 50, Purpose("press", "x4", 3 * MM, accepted=("drafts",))),
    ("card", "en", 0, 45, Purpose("press", "x4", 3 * MM, accepted=("drafts",))),
    ("screen-portrait", "uk", 0, 24, Purpose("screen")),
    ("strip-bus", "en", 0, 24, Purpose()),
    ("poster-a3", "de", 0, 40, Purpose(inks="ink-saver")),
]
_CLOSE = 2.0  # mean difference of 255: another version of the renderer, not another page


def drawn(product, language, page, dpi, purpose=None):
    worker = worker_for(purpose)
    _, document, problems = worker.document(Job(product, language))
    assert problems == []
    data = write_pdf(document, Fonts.of(open_project().workspace))
    with Readback(data) as file:
        return file.page(page).render(dpi, False)


@pytest.mark.parametrize(("product", "language", "page", "dpi"), PAGES)
def test_a_page_looks_as_it_did(product, language, page, dpi):
    compare(FOLDER / f"{product}-{language}-{page + 1}.png", drawn(product, language, page, dpi))


@pytest.mark.parametrize(("product", "language", "page", "dpi", "purpose"), PURPOSES)
def test_a_page_for_a_purpose_looks_as_it_did(product, language, page, dpi, purpose):
    first = "press-" if purpose.press else "" if purpose.inks == "colour" else f"{purpose.inks}-"
    path = FOLDER / f"{first}{product}-{language}-{page + 1}.png"
    compare(path, drawn(product, language, page, dpi, purpose))


def test_a_poster_for_a_site_looks_as_it_did():
    worker = worker_for()
    texts = [
        brought(key, text, Span("sites.csv", 2), worker.project.campaign, None)[0]
        for key, text in ((NAME, "Gare d’Esch-sur-Alzette"), (LINE, "Demandez au guichet, hall 2"))
    ]
    job = Job("poster-a4", "fr", Site("esch", tuple(texts)))
    _, document, problems = worker.document(job)
    assert problems == []
    with Readback(write_pdf(document, worker.fonts)) as file:
        compare(FOLDER / "site-poster-a4-fr-1.png", file.page(0).render(50, False))


def compare(path, now):
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
