"""The benchmark: its data, its sums and its tables. Nothing is timed here, and no peer is
needed."""

import json
import re
from collections import Counter

import pytest
from bench.contents import covered
from bench.plain import product_of
from bench.product import fonts_of, words_in, words_of
from bench.rounds import LANGUAGES, PRODUCTS, in_round, jobs, mark, read_all, worker
from bench.stats import ratio, spread
from bench.table import render, times
from conftest import ROOT

from generator.jobs import Job
from generator.shape import plain

BENCH = ROOT / "tests/bench"
RESULTS = json.loads((BENCH / "results.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def made():
    return worker()


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("tag", ["uk", "fr"])
def test_the_data_hold_all_words_and_codes_of_the_product(made, product, tag):
    job = Job(product, tag)
    story, _ = made.story(job)
    data = product_of(made, job, 0)
    copies = 10 if product == "card" else 1
    words = Counter(w for _, text in story.texts for w in words_in(plain(text.text)))
    assert words_of(data) == Counter({word: n * copies for word, n in words.items()})
    codes = Counter(c["link"] for s in data["sides"] for c in s["codes"] for _ in s["places"])
    assert codes == Counter({c.contact.uri: copies for _, c in story.codes()})
    assert codes.total() == 2 * copies


def test_the_data_hold_every_drawing_link_and_fill(made):
    story, document, _ = made.document(Job("leaflet", "uk"))
    data = product_of(made, Job("leaflet", "uk"), 0)
    for side, page in zip(data["sides"], document.pages, strict=True):
        sources = [item.source for item in page.items if type(item).__name__ == "Path"]
        drawn = [s for s in sources if s.startswith("pictogram:")]
        assert len(side["shapes"]) == len(drawn)
        assert len(side["fills"]) == sum(s.startswith("frame:") for s in sources)
        assert len(side["marks"]) == sources.count("mark")
        links = {item.uri for item in page.items if type(item).__name__ == "Link"}
        runs = [run for text in side["texts"] for run in text["runs"]]
        assert links == {r["link"] for r in runs if r["link"]} | {c["link"] for c in side["codes"]}


def test_the_data_are_plain_and_name_their_fonts(made):
    data = product_of(made, Job("poster-a4", "de"), 3)
    assert json.loads(json.dumps(data)) == data
    names = fonts_of([data])
    assert {"n400-100", "n800-100"} <= set(names)
    assert all(re.fullmatch(r"n\d00-\d{2,3}", name) for name in names)


def test_lines_of_a_code_are_its_modules(made):
    (code, _) = product_of(made, Job("poster-a4", "de"), 0)["sides"][0]["codes"]
    lines = sum(int(width) for width in re.findall(r"h(\d+)", code["path"]))
    boxes = sum(width * height for _, _, width, height in code["modules"])
    assert boxes == pytest.approx(lines * code["module"] ** 2)


def test_every_string_is_new_in_each_round(made):
    read_all(made.project)
    project = in_round(made.project, 7)
    for tag in LANGUAGES:
        before, after = made.project.catalogues[tag], project.catalogues[tag]
        for key, message in after.messages.items():
            assert message.value == f"{before.messages[key].value} {mark(tag, 7)}"
    assert len({mark("uk", n) for n in range(1, 40)} | {mark("en", n) for n in range(1, 40)}) == 78
    assert in_round(made.project, 0) is made.project


@pytest.mark.parametrize("number", [1, 21])
def test_the_product_still_fits_in_a_round(made, number):
    first = made.project
    read_all(first)
    made.project = in_round(first, number)
    try:
        found = {job: product_of(made, job, number) for job in jobs() if job.language == "hu"}
    finally:
        made.project = first
    for data in found.values():
        assert words_of(data)[mark("hu", number)] >= 8


def test_coverage_counts_every_word_as_often_as_it_is_wanted():
    wanted = Counter({"one": 2, "two": 1, "three": 1})
    assert covered(wanted, "one two\none three") == 1
    assert covered(wanted, "one two three three") == 0.75
    assert covered(wanted, "") == 0


def test_medians_quartiles_and_ratios():
    assert spread([4.0, 1.0, 3.0, 2.0, 5.0]) == {"median": 3, "low": 2, "high": 4, "count": 5}
    assert spread([1.0, 2.0]) == {"median": 1.5, "low": 1.25, "high": 1.75, "count": 2}
    assert spread([7.0]) == {"median": 7, "low": 7, "high": 7, "count": 1}
    assert ratio(spread([2.0]), spread([3.0])) == 1.5
    assert [times(0.256), times(1.5), times(12.34)] == ["0.26", "1.50", "12"]
    with pytest.raises(ValueError):
        spread([])


def test_the_table_shows_what_is_in_the_results():
    results = json.loads(json.dumps(RESULTS))
    results["warm"]["typst"]["leaflet"] = {"median": 0.0421, "low": 0.04, "high": 0.05, "count": 9}
    results["warm"]["beacon"]["leaflet"] = {"median": 0.0842, "low": 0.08, "high": 0.09, "count": 9}
    page = render(results)
    assert "| Typst | 42.1 ms (40.0–50.0) |" in page
    assert "| *Typst ÷ Beacon, not verified* | 0.50 |" in page


def test_the_committed_page_is_that_of_the_committed_results():
    assert (BENCH / "RESULTS.md").read_text(encoding="utf-8") == render(RESULTS)
    assert not RESULTS["quick"]
    assert set(RESULTS["languages"]) == set(LANGUAGES)


def test_every_file_that_was_measured_held_all_its_words_and_codes():
    for products in RESULTS["contents"].values():
        for found in products.values():
            assert found["words"] > 0.99 and found["codes"] == 1


def test_peers_are_pinned_with_hashes_beside_the_product():
    pinned = re.compile(r"^([\w-]+)(?:\[\w+\])?==([\w.]+)", re.M)
    peers = (BENCH / "requirements.txt").read_text()
    ours = dict(pinned.findall((ROOT / "requirements.txt").read_text()))
    theirs = dict(pinned.findall(peers))
    assert {"typst", "weasyprint", "fpdf2"} <= set(theirs)
    assert {name: ours[name] for name in ours if name in theirs}.items() <= theirs.items()
    assert peers.count("==") <= peers.count("--hash=sha256:")
    assert "://" not in peers and "file:" not in peers
