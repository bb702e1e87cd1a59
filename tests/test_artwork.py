"""Logos and pictures: those that print, and those that must not be read further."""

import io
import struct
import time
import zlib

import pytest
from conftest import beacon
from PIL import Image

from generator.pictures import read_picture
from generator.readback import Readback


def png(columns, rows, colour=(10, 80, 90, 255), mode="RGBA"):
    out = io.BytesIO()
    Image.new(mode, (columns, rows), colour).save(out, "PNG")
    return out.getvalue()


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def bomb(side):
    """A PNG that says it has side x side pixels."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    lines = zlib.compress(b"\0" * (side // 8 + 1) * 50)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def moving():
    frames = [Image.new("RGB", (8, 8), (i, i, i)) for i in (0, 200)]
    out = io.BytesIO()
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (bomb(8_000), "at most 50 million"),
        (bomb(60_000), "too many pixels"),
        (png(40, 40)[:60], "is broken"),
        (b"GIF89a" + b"\0" * 50, "no PNG or JPEG"),
        (b"", "no PNG or JPEG"),
        (moving(), "the picture moves"),
    ],
    ids=["large", "bomb", "cut", "gif", "empty", "moving"],
)
def test_a_picture_that_cannot_be_printed_is_refused_at_once(data, said):
    start = time.perf_counter()
    picture, problems = read_picture(data, "logo.png")
    assert picture is None and said in problems[0].message
    assert time.perf_counter() - start < 5


def test_what_is_see_through_shows_the_paper():
    picture, problems = read_picture(png(1, 1, (0, 0, 0, 0)), "logo.png")
    assert problems == [] and picture.samples == b"\xff\xff\xff"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.png", png(600, 200)),
        (
            "logo.svg",
            b'<svg viewBox="0 0 60 20"><path d="M0 0H60V20H0Z" fill="currentColor"/></svg>',
        ),
    ],
)
def test_a_logo_stands_in_the_imprint(project_copy, tmp_path, name, data):
    folder = project_copy / "content/infotraite"
    (folder / name).write_bytes(data)
    campaign = folder / "campaign.yaml"
    campaign.write_text(campaign.read_text() + f"\nlogo: {name}\n")
    done = beacon("build", "-C", project_copy, "-l", "en", "-p", "leaflet", "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    file = next(tmp_path.rglob("*.pdf"))
    with Readback(file.read_bytes()) as document:
        rects = document.page(0).pictures()
    assert len(rects) == (1 if name.endswith("png") else 0)
    if rects:
        assert rects[0].width == pytest.approx(3 * rects[0].height, rel=0.01)


def test_a_picture_too_small_for_its_place_is_refused(project_copy):
    folder = project_copy / "content/infotraite"
    (folder / "logo.png").write_bytes(png(60, 20))
    campaign = folder / "campaign.yaml"
    campaign.write_text(campaign.read_text() + "\nlogo: logo.png\n")
    done = beacon("build", "-C", project_copy, "-l", "en", "-p", "leaflet")
    assert done.returncode == 1 and "dpi" in done.stderr and "layouts/leaflet.yaml:" in done.stderr
