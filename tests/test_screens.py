"""Pictures for screens: their pixels, their words, and the check of a file on disk."""

import io

import pytest
from conftest import beacon, worker_for
from PIL import Image, ImageDraw

from generator.camera import decode_codes
from generator.geometry import Rect
from generator.jobs import Job
from generator.page import GlyphRun
from generator.purpose import Purpose

SCREENS = {"screen-portrait": (1080, 1920), "screen-landscape": (1920, 1080)}


def shown(product, language, folder, rotate=0):
    purpose = Purpose("screen", rotate=rotate)
    worker = worker_for(purpose, output=folder)
    outcome = worker.run(Job(product, language))
    assert outcome.record is not None, outcome.problems
    return folder / outcome.record.path


@pytest.mark.parametrize(
    ("product", "rotate"),
    [("screen-portrait", 90), ("screen-landscape", 180), ("screen-portrait", 270)],
)
def test_a_screen_is_drawn_pixel_by_pixel_and_turned(product, rotate, tmp_path):
    file = shown(product, "uk", tmp_path, rotate)
    image = Image.open(file)
    size = SCREENS[product]
    assert image.size == (size if rotate % 180 == 0 else size[::-1])
    upright = image.convert("L").rotate(rotate, expand=True)  # against the clock, back again
    codes = decode_codes(upright, 72.0, Rect(0, 0, *upright.size))
    assert [c.payload for c in codes] == ["https://www.stoptraite.lu"]
    plain = Image.open(shown(product, "uk", tmp_path)).convert("L")
    assert upright.tobytes() == plain.tobytes()


@pytest.mark.parametrize("language", ["uk", "de", "en", "vi", "fr"])
@pytest.mark.parametrize("product", SCREENS)
def test_nothing_is_small_and_the_number_is_the_largest(product, language):
    purpose = Purpose("screen")
    worker = worker_for(purpose)
    _, document, problems = worker.document(Job(product, language))
    assert problems == []
    runs = [i for i in document.pages[0].items if isinstance(i, GlyphRun)]
    sizes = {run.source: run.size for run in runs}
    assert max(sizes, key=sizes.get) == "contact:helpline"
    assert min(sizes.values()) >= 28
    assert not any("draft" in source for source in sizes)


def test_the_transcript_holds_every_word(tmp_path):
    file = shown("screen-portrait", "uk", tmp_path)
    words = file.with_suffix(".txt").read_text()
    assert "1080 x 1920 px" in words and "+352 27 36 56 46" in words
    assert "Хтось керує вашим життям?" in words and "https://www.stoptraite.lu" in words


def test_a_picture_on_disk_is_checked(tmp_path):
    file = shown("screen-portrait", "uk", tmp_path)
    assert beacon("check", file).returncode == 0
    image = Image.open(file).convert("RGB")
    ImageDraw.Draw(image).rectangle((500, 1000, 503, 1010), fill=(0, 0, 0))
    image.save(file)
    done = beacon("check", file)
    assert done.returncode == 1 and "[delivered]" in done.stderr
    file.write_bytes(file.read_bytes()[:2000])
    assert beacon("check", file).returncode == 1


def test_screens_are_for_screens_alone():
    for words in (
        ("-p", "screen-portrait"),
        ("-p", "poster-a4", "--for", "screen"),
        ("-p", "screen-portrait", "--for", "press", "--accept-drafts"),
    ):
        done = beacon("build", "-l", "uk", *words)
        assert done.returncode == 1 and "[purpose]" in done.stderr, done.stderr


def test_the_same_picture_twice(tmp_path):
    one = shown("screen-portrait", "de", tmp_path / "one").read_bytes()
    assert one == shown("screen-portrait", "de", tmp_path / "two").read_bytes()
    assert Image.open(io.BytesIO(one)).info == {}
