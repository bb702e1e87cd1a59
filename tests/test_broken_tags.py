"""Tagged files that read aloud wrongly: each is refused, by the check that is for it.

The files that they are made from pass, and so do changes that nobody hears.
"""

import random

import pikepdf
import pytest
from brokentags import (
    BROKEN,
    BYTES,
    COMPOSED,
    HARMLESS,
    damaged,
    faults,
    good,
    saved,
    tag_faults_of,
    told,
    written,
)
from spelledout import spelled_out

from generator.accessible import TAG_CHECKS, TAGS_READABLE
from generator.to_unicode import letters

CASES = "check,product,spoken,change,options"
FILES = sorted({case.values[1:3] for case in BROKEN + COMPOSED + BYTES + HARMLESS})
CARD = ("card-single", "uk")


def _open(data):
    """The same file with no object packed."""
    return saved(data, _nothing, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def _nothing(f):
    pass


@pytest.mark.parametrize("product,spoken", FILES)
def test_the_files_as_they_should_be_pass(product, spoken):
    assert faults(good(product, spoken).data, product, spoken) == []


@pytest.mark.parametrize(CASES, BROKEN)
def test_a_file_that_reads_wrongly_is_refused(check, product, spoken, change, options):
    data = saved(spelled_out(good(product, spoken).data), change, **options)
    # Changes of leaflets leave their pages alone, which take long to read.
    found = (tag_faults_of if "leaflet" in product else faults)(data, product, spoken)
    assert check in {code for code, _ in found}, found


@pytest.mark.parametrize(CASES, COMPOSED)
def test_a_file_that_was_composed_wrongly_is_refused(check, product, spoken, change, options):
    found = faults(change(good(product, spoken).document), product, spoken)
    assert check in {code for code, _ in found}, found


@pytest.mark.parametrize(CASES, BYTES)
def test_a_file_whose_bytes_hide_something_is_refused(check, product, spoken, change, options):
    found = faults(change(_open(spelled_out(good(product, spoken).data))), product, spoken)
    assert check in {code for code, _ in found}, found


@pytest.mark.parametrize(CASES, HARMLESS)
def test_what_nobody_hears_passes(check, product, spoken, change, options):
    assert (
        faults(saved(spelled_out(good(product, spoken).data), change, **options), product, spoken)
        == []
    )


def test_what_the_changes_are_made_with_changes_nothing_itself():
    file = good(*CARD)
    assert written(file.document) == file.data
    assert told(_open(file.data)) == _open(file.data)


def test_every_check_has_files_that_it_refuses():
    refused = {case.values[0] for case in BROKEN + COMPOSED + BYTES}
    assert refused == {*TAG_CHECKS, TAGS_READABLE, "bytes", "links"}


def test_messages_show_words_as_they_stand():
    """With their spaces, though line ends may be anywhere."""
    named = {case.id: case.values for case in BROKEN}

    def said(name):
        _, product, spoken, change, options = named[name]
        data = saved(spelled_out(good(product, spoken).data), change, **options)
        return {message for _, message in faults(data, product, spoken)}

    line = "Лінія допомоги INFOTRAITE"
    assert f"page 1: “Лініядопомоги INFOTRAITE” is read aloud where “{line}” should be" in said(
        "words-run-together"
    )
    assert "page 1: “Хтось керує вашим життям?” is told as P, not H1" in said(
        "a-heading-is-told-as-a-paragraph"
    )
    passed = said("a-paragraph-is-decoration")
    assert any(" is passed over" in m and m.count(" ") > 5 for m in passed), passed


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (b"1 beginbfchar\n<0001> <0041>\nendbfchar", {1: "A"}),
        (b"1 beginbfchar <0001> <D83DDE00> endbfchar", {1: "\U0001f600"}),
        (b"1 beginbfchar <0001> <0041> endbfchar beginbfchar <0001> <0042> endbfchar", {}),
        (b"2 beginbfchar <0001> <0041> <0001> <0041> endbfchar", {}),
        (b"1 beginbfchar <01> <0041> endbfchar", {}),
        (b"1 beginbfchar % <0001> <0041>\nendbfchar", {}),
        (b"1 beginbfrange <0001> <0002> <0041> endbfrange", {1: "A", 2: "B"}),
        (b"1 beginbfrange <0002> <0001> <0041> endbfrange", {}),
        (b"1 beginbfrange <00FF> <0100> <0041> endbfrange", {}),
        (b"1 beginbfrange <0001> <0002> <00FF> endbfrange", {}),
        (b"1 beginbfrange <0001> <0002> <0430> endbfrange", {}),
        (b"1 beginbfrange <0001> <0002> <D83D> endbfrange", {}),
        (b"1 beginbfrange <0001> <0002> [<0041> <0042>] endbfrange", {}),
        (b"1 beginbfrange <0001> <0002> <00410042> endbfrange", {}),
        (
            b"1 beginbfrange <0001> <0003> <0041> endbfrange 1 beginbfchar <0002> <0042> endbfchar",
            {},
        ),
        (b"/Other usecmap 1 beginbfchar <0001> <0041> endbfchar", {}),
    ],
)
def test_letters_are_read_only_where_all_software_reads_the_same(table, said):
    before = b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
    assert letters(before + table + b" endcmap") == said
    assert letters(b"begincmap " + table) == {}


def test_no_damage_ends_in_a_traceback():
    """Of what is read without pdfium, which some damage would end, and the tests with it."""
    chance, start = random.Random(2026), _open(spelled_out(good(*CARD).data))
    assert tag_faults_of(start, *CARD) == []
    refused = 0
    for _ in range(60):
        found = tag_faults_of(damaged(start, chance), *CARD)
        assert all(check in {*TAG_CHECKS, TAGS_READABLE} and said for check, said in found)
        refused += bool(found)
    assert refused >= 40
