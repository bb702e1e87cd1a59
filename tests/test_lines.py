"""Where lines end: arithmetic with a font whose every letter is one em wide."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from squarefont import LETTERS, square_fonts

from generator.languages import language
from generator.linebreak import Breaker
from generator.shape import Face, Run, shape

FACE = Face("Square", 100)


@pytest.fixture(scope="module")
def fonts(tmp_path_factory):
    return square_fonts(tmp_path_factory.mktemp("square"))


def lines(fonts, text, measure, tag="en", balance=False, whole=()):
    runs = tuple(
        Run(part, 400, whole=part in whole)
        for part in (text if isinstance(text, tuple) else (text,))
    )
    shaped = shape(runs, FACE, language(tag), fonts)
    broken = Breaker(shaped, language(tag)).lines(measure, balance)
    return [
        shaped.text[ln.start : ln.end].rstrip(" ") + ("-" if ln.hyphen else "") for ln in broken
    ]


def test_a_line_holds_what_its_measure_allows(fonts):
    assert lines(fonts, "aaa bbb ccc", 7) == ["aaa bbb", "ccc"]
    assert lines(fonts, "aaa bbb ccc", 6.99) == ["aaa", "bbb", "ccc"]
    assert lines(fonts, "aaa bbb ccc", 11) == ["aaa bbb ccc"]


def test_the_whole_paragraph_decides_not_the_first_line(fonts):
    # First fit would set "aaa bb cc / ddddd / ee": the last break is worth moving.
    assert lines(fonts, "aaa bb cc ddddd ee", 9) == ["aaa bb cc", "ddddd ee"]
    assert lines(fonts, "aaaa bb cc dddd eeeeee", 10, balance=True) == [
        "aaaa bb",
        "cc dddd",
        "eeeeee",
    ]


def test_balanced_lines_are_even_and_not_more(fonts):
    text = "one two three four five six"
    plain, even = lines(fonts, text, 20), lines(fonts, text, 20, balance=True)
    assert len(plain) == len(even) == 2
    assert max(map(len, even)) <= max(map(len, plain))
    assert even == ["one two three", "four five six"]


def test_a_last_line_of_one_short_word_is_avoided(fonts):
    assert lines(fonts, "aaaa bbbb cccc dddd ee", 19)[-1] != "ee"


@pytest.mark.parametrize("tag", ["uk", "ru", "be", "pl", "cs", "sk", "hr", "bg", "sr-Cyrl"])
def test_one_letter_words_do_not_end_a_line(fonts, tag):
    word = "a" if tag in ("pl", "cs", "sk", "hr") else "і"
    assert lines(fonts, f"bbbb {word} cccc", 6, tag) == ["bbbb", f"{word} cccc"]
    assert lines(fonts, f"bbbb {word} cccc", 6, "da")[0] in ("bbbb", f"bbbb {word}")


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("aaaa 5 km", "en"),
        ("aaaa 5 км", "uk"),
        ("aaaa 10 Uhr", "de"),
        ("aaaa 5 %", "de"),
        ("aaaa № 5", "uk"),
        ("aaaa § 12", "de"),
        ("aaaa No. 5", "en"),
        ("aaaa ст. 5", "uk"),
        ("aaaa 27 36 56", "en"),
        ("aaaa Т. Г.", "uk"),
        ("aaaa т. д.", "ru"),
        ("aaaa z. B.", "de"),
        ("aaaa 5 Kč", "cs"),
        ("aaaa 5 ₴", "uk"),
        ("aaaa Dr. B", "de"),
        ("aaaa «b»", "fr"),
        ("aaaa « b »", "fr"),
        ("aaaa b ?", "fr"),
        ("aaaa b\u00a0c", "en"),
        ("aaaa b\u202fc", "fr"),
        ("aaaa b\u2060c", "en"),
    ],
)
def test_what_belongs_together_stays_together(fonts, text, tag):
    end = text.removeprefix("aaaa ").replace("\u2060", "")
    got = lines(fonts, text, 4.5, tag)
    assert got == ["aaaa", end]


def test_a_dash_never_begins_a_line(fonts):
    assert lines(fonts, "aaaa – bbbb", 6, "uk") == ["aaaa –", "bbbb"]
    assert lines(fonts, "aaaa — bbbb", 5, "ru") == ["aaaa —", "bbbb"]


def test_hyphens_and_steering_characters(fonts):
    assert lines(fonts, "aaaa-bbbb", 6) == ["aaaa-", "bbbb"]
    assert lines(fonts, "aa-bbbb", 4) == ["aa-bbbb"]
    assert lines(fonts, "aaaa\u00adbbbb", 6) == ["aaaa-", "bbbb"]
    assert lines(fonts, "aaaa\u00adbbbb", 9) == ["aaaabbbb"]
    assert lines(fonts, "aaaa\u200bbbbb", 6) == ["aaaa", "bbbb"]
    assert lines(fonts, "aaaa-\u00adbbbb", 6) == ["aaaa-", "bbbb"]


def test_a_number_of_the_directory_never_breaks(fonts):
    number = "+3 27 36"
    got = lines(fonts, ("aaaa ", number, " bbbb"), 9, whole=(number,))
    assert got == ["aaaa", number, "bbbb"]


def test_a_word_wider_than_the_measure_is_not_cut(fonts):
    assert lines(fonts, "aa bbbbbbbbbb cc", 5) == ["aa", "bbbbbbbbbb", "cc"]


LETTER = st.sampled_from(
    [chr(c) for c in LETTERS if c not in (0xAD,)] + [" "] * 40 + ["\u00ad", "\u200b", "\u2060"]
)


@settings(max_examples=150, deadline=None)
@given(
    st.text(LETTER, max_size=80),
    st.floats(2, 30),
    st.sampled_from(["en", "uk", "fr", "pl", "vi"]),
    st.booleans(),
)
def test_no_character_is_lost_and_no_line_is_too_wide(fonts, text, measure, tag, balance):
    shaped = shape((Run(text, 400),), FACE, language(tag), fonts)
    breaker = Breaker(shaped, language(tag))
    broken = breaker.lines(measure, balance)
    assert "".join(shaped.text[ln.start : ln.end] for ln in broken) == shaped.text
    assert [ln.start for ln in broken[1:]] == [ln.end for ln in broken[:-1]]
    for line in broken:
        assert line.width <= max(measure, breaker.filled(measure).longest) + 1e-6
