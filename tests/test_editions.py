"""The editions that need no PDF: the same words, valid, heard rightly, nothing loaded."""

import functools
import html
import json
import re
import subprocess

import pytest
from conftest import ROOT, beacon, needs, open_project, worker_for

from generator.check import check_editions
from generator.content import languages_of
from generator.jobs import Job
from generator.purpose import TEXT, Purpose
from generator.readback import Readback

AXE = ROOT / "tests/tools/axe/node_modules/axe-core/axe.min.js"
SHOWN = [
    ("leaflet", "uk"),
    ("leaflet", "uk+fr"),
    ("leaflet-signs", "de"),
    ("leaflet-forms", "ru"),
    ("poster-languages-a3", "multi"),
    ("card-discreet", "vi"),
]
LANGUAGES = [*languages_of(open_project().workspace, open_project().campaign), "uk+fr"]


@functools.cache
def worker():
    return worker_for(Purpose(TEXT))


@functools.cache
def editions(product, language):
    """The page and the text of one job, and what the check must find in them."""
    story, problems = worker().story(Job(product, language))
    assert story is not None, problems
    made, verdict = worker()._editions(story, Job(product, language))
    assert verdict.diagnostics == ()
    (page, markup), (_, text) = made.items()
    return page, markup.decode(), text.decode(), worker().expectation(story)


def refusals(product, page="", text=""):
    """What the check says of a changed page or text."""
    name, _, _, wanted = editions(product, "uk")
    files = {name: page.encode()} if page else {name.replace(".html", ".txt"): text.encode()}
    return [d.message for d in check_editions(files, wanted).diagnostics]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_editions(language):
    _, page, text, wanted = editions("leaflet", language)
    assert len(page.encode()) < 20_000 and len(text.encode()) < 7_000
    assert f'<html lang="{wanted.language}">' in page
    told = [s.text for s in wanted.spoken if s.role not in ("Figure", "Lbl")]
    assert [line.removeprefix("- ") for line in text.split("\n") if line].count(told[0]) == 1


def test_the_page_holds_what_the_tagged_file_says_and_opens():
    _, page, text, wanted = editions("leaflet-signs", "uk")
    opens = dict(wanted.directory.opens)
    assert len(wanted.directory.printed) == 3
    for printed in wanted.directory.printed:
        assert f'<a href="{opens[printed]}">{printed}</a>' in page and printed in text
    assert page.count("<ul>") == page.count("</ul>") == 5 and page.count("<li>") == 19
    assert page.count("<h1") == 1 and page.count('role="img"') == 2
    assert text.count("\n- ") == 19
    assert page.count("http") == 1 + page.count('href="https://www.stoptraite.lu"')  # http-equiv


@pytest.mark.parametrize("product", ["card", "sticker-number", "poster-a1", "poster-tearoff-a4"])
def test_sheets_stickers_and_large_posters_have_one_too(product):
    _, page, _, _ = editions(product, "uk")
    assert page.count("<h1") == 1


def test_a_discreet_form_says_nothing_of_itself():
    _, page, text, _ = editions("card-discreet", "uk")
    assert "keywords" not in page and "<title>notes-85x55</title>" in page


# ---------------------------------------------------------------- what is refused


def _swap(was, becomes):
    return lambda page: page.replace(was, becomes, 1)


CHANGES = {
    "a digit": _swap("+352 27 36 56 46</a>", "+352 27 36 56 47</a>"),
    "a link to another number": _swap('"tel:+35227365646"', '"tel:+35227365647"'),
    "a link to elsewhere": _swap('"tel:+35227365646"', '"https://www.example.org"'),
    "a code that opens another": lambda p: re.sub(
        r'd="M\d+ \d+h1v1h-1z', 'd="M0 0h9v9h-9z', p, count=1
    ),
    "a code within a link to another": _swap(
        '<a href="tel:+35227365646"><svg', '<a href="tel:112"><svg'
    ),
    "what is said of a code": _swap("QR-код. Зателефонуйте", "QR-код. Напишіть"),
    "a paragraph is gone": lambda p: re.sub(
        r"<p>У Люкс.*?</p>\n|<p class=.*?>У Люкс.*?</p>\n", "", p
    ),
    "a paragraph more": _swap("</main>", "<p>Ще</p></main>"),
    "text outside of paragraphs": _swap("</main>", "Ще</main>"),
    "paragraphs in another order": lambda p: re.sub(
        r"(<h3>.*?</h3>)\n(<p>.*?</p>)", r"\2\n\1", p, count=1
    ),
    "a heading as a paragraph": lambda p: re.sub(r"<h3>(.*?)</h3>", r"<p>\1</p>", p, count=1),
    "another language": _swap('<html lang="uk">', '<html lang="ru">'),
    "a paragraph in another language": _swap("<h3>", '<h3 lang="ru">'),
    "another title": _swap("<title>", "<title>X "),
    "a script": _swap("</main>", "<script>1</script></main>"),
    "a handler": _swap("<h3>", '<h3 onclick="x()">'),
    "a picture from elsewhere": _swap("</main>", '<img src="https://x.org/a.png" alt=""></main>'),
    "a style from elsewhere": _swap("<style>", "<style>@import 'x';"),
    "a background from elsewhere": _swap(".box{", ".box{background:url(x);"),
    "a hidden part": _swap('<div class="box" style="', '<div class="box" style="display:none;'),
    "no policy": lambda p: re.sub(r"<meta http-equiv.*?>", "", p),
    "a frame": _swap("</main>", '<iframe src="x"></iframe></main>'),
    "an icon from elsewhere": _swap('href="data:,"', 'href="x.ico"'),
    "a remark": _swap("<main>", "<main><!-- x -->"),
    "an element that is not closed": _swap("</main>", ""),
    "another beginning": _swap("<!DOCTYPE html>", "<!DOCTYPE html5>"),
    "a drawing that nobody hears": _swap('role="img"', 'role="none"'),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_page_is_refused(change):
    _, page, _, _ = editions("leaflet", "uk")
    changed = change(page)
    assert changed != page and refusals("leaflet", page=changed)


@pytest.mark.parametrize(
    "was,becomes",
    [("56 46", "56 47"), ("\n\n\n", "\n\n\nЩе\n"), ("Вас примушують\n", "")],
    ids=["a digit", "a line more", "a line less"],
)
def test_a_changed_text_is_refused(was, becomes):
    _, _, text, _ = editions("leaflet", "uk")
    assert was in text and refusals("leaflet", text=text.replace(was, becomes, 1))


def test_bytes_that_are_no_text_are_refused():
    name, page, _, wanted = editions("leaflet", "uk")
    assert not check_editions({name: b"\xff\xfe" + page.encode()}, wanted).passed
    assert not check_editions({name: page.encode() * 20}, wanted).passed


# ---------------------------------------------------------------- as a user makes them


def test_both_files_are_delivered_recorded_and_checked_again(tmp_path):
    done = beacon("build", "--for", "text", "-l", "uk", "-p", "leaflet", "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    page = tmp_path / "text/uk/infotraite_leaflet_uk_text.html"
    record = json.loads((tmp_path / "manifest.json").read_text())["files"][0]
    assert record["path"] == "text/uk/infotraite_leaflet_uk_text.html"
    assert record["verdict"] == "passed" and "+352 27 36 56 46" in record["numbers"]
    files = [page, page.with_suffix(".txt")]
    assert beacon("check", *files).returncode == 0
    page.write_text(page.read_text("utf-8").replace("56 46", "56 64"), "utf-8")
    done = beacon("check", *files)
    assert done.returncode == 1 and "edition-page" in done.stderr


@pytest.mark.parametrize(
    "option", [("--tile", "A4"), ("--mono",), ("--sheet", "A4"), ("--bleed", "3")]
)
def test_options_of_paper_are_refused(option):
    done = beacon("build", "--for", "text", "-l", "uk", "-p", "leaflet", *option)
    assert done.returncode == 2 and option[0] in done.stderr


def test_a_pack_has_no_editions():
    done = beacon("pack", "--for", "text", "-l", "uk", "-p", "leaflet")
    assert done.returncode == 2 and "text" in done.stderr


# ---------------------------------------------------------------- in a browser

with_axe = pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm ci)")
_RUN = """axe.run(document).then(r => {
const e = document.createElement("pre"); e.id = "found";
e.textContent = JSON.stringify({violations: r.violations.map(v => [v.id, v.nodes[0].html]),
passes: r.passes.length}); document.body.append(e)})"""


def chromium(folder, *words):
    done = subprocess.run(
        [
            "chromium",
            *("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
            *("--no-first-run", "--disable-component-update", "--disable-sync"),
            *("--disable-background-networking", f"--user-data-dir={folder / 'profile'}"),
            *words,
        ],
        capture_output=True,
        timeout=90,
    )
    return done.stdout.decode("utf-8", "replace")


def axe_on(page, folder):
    """What axe-core finds wrong with a page in a real browser, and how many rules it passes."""
    script = AXE.read_text("utf-8").replace("</script", "<\\/script")
    page = re.sub(r"<meta http-equiv.*?>", "", page)  # which would keep axe out, as it should
    file = folder / "page.html"
    file.write_text(page.replace("</body>", f"<script>{script};{_RUN}</script></body>"), "utf-8")
    shown = chromium(folder, "--virtual-time-budget=20000", "--dump-dom", file.as_uri())
    found = re.search(r'<pre id="found">(.*?)</pre>', shown, re.S)
    assert found, shown[-300:]
    return json.loads(html.unescape(found[1]))


@pytest.mark.parametrize("product,language", SHOWN)
@needs("chromium")
@with_axe
def test_axe_finds_nothing_wrong(product, language, tmp_path):
    found = axe_on(editions(product, language)[1], tmp_path)
    assert found["violations"] == [] and found["passes"] >= 20


@needs("chromium")
@with_axe
def test_axe_finds_what_is_wrong(tmp_path):
    page = editions("leaflet", "uk")[1]
    page = page.replace('<html lang="uk">', "<html>").replace("color:#FFFFFF", "color:#2A6A72")
    assert {"html-has-lang", "color-contrast"} <= {
        v[0] for v in axe_on(page, tmp_path)["violations"]
    }


@pytest.mark.parametrize("product,language", SHOWN)
@needs("chromium")
def test_it_prints_on_two_pages(product, language, tmp_path):
    file, target = tmp_path / "page.html", tmp_path / "page.pdf"
    file.write_text(editions(product, language)[1], "utf-8")
    chromium(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={target}", file.as_uri())
    with Readback(target.read_bytes()) as document:
        assert 1 <= len(document) <= 2
