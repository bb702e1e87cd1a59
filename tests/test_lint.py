"""Lint: what it claims it finds, each fault at its place; and no false alarms."""

import shutil
from collections import defaultdict
from pathlib import Path

import pytest
from conftest import ROOT, beacon, open_project
from seededfaults import CONTACTS, FAULTS, GOOD, PAIRS, PLAIN, SET, SOURCES, Seeded

from generator.content import Message
from generator.diagnostics import Failed, Span
from generator.jobs import Job, Options
from generator.languages import language
from generator.lint import CHECKS, explained
from generator.lint_run import lint_project, set_silence
from generator.markup import parse_markup
from generator.passage import Passage
from generator.sign import sign
from generator.source import Scalar
from generator.typed import typed_contacts
from generator.worker import Worker
from generator.workspace import today

HOME = Path("content/infotraite")
NAMES = frozenset({"INFOTRAITE"})
QUOTES = {"double": '"', "single": "'"}
BLOCKS = {"folded": ">-", "literal": "|-"}


# ---------------------------------------------------------------- faults written into a copy


def written(head, fault):
    """The lines of a string in its kind of YAML; the marks ⟦ and ⟧ stay in them."""
    body = fault.text
    if fault.style == "double":
        body = body.replace("\\", "\\\\").replace('"', '\\"')
    elif fault.style == "single":
        body = body.replace("'", "''")
    quote = QUOTES.get(fault.style, "")
    first, *rest = (quote + body + quote).split("\n")
    deeper = " " * (len(head) - len(head.lstrip()) + 2)
    if fault.style in BLOCKS:
        return [f"{head} {BLOCKS[fault.style]}", deeper + first, *(deeper + r for r in rest)]
    return [f"{head} {first}", *(deeper + r for r in rest)]


def marked(line):
    """The columns at which faults begin in a line."""
    parts = line.replace("⟧", "").split("⟦")
    return [len("".join(parts[:n])) + 1 for n in range(1, len(parts))]


def bare(text):
    return text.replace("⟦", "").replace("⟧", "")


def seed(root, tag, faults):
    """Writes faults over the strings of a language: the lines of each, and its places."""
    messages = open_project(root).catalogue(tag).messages
    file = root / HOME / f"{tag}.yaml"
    lines = file.read_text("utf-8").split("\n")
    found, shift = {}, 0
    for fault in sorted(faults, key=lambda f: messages[f.key].span.line):
        node = messages[fault.key].node
        assert not node.block and not node.lines, "shipped strings stand on one line each"
        at = node.span.line - 1 + shift
        head = lines[at][: lines[at].index(":") + 1]
        new = written(head, fault)
        lines[at : at + 1] = map(bare, new)
        places = [(at + n + 1, column) for n, line in enumerate(new) for column in marked(line)]
        found[fault] = range(at + 1, at + 1 + len(new)), places
        shift += len(new) - 1
    file.write_text("\n".join(lines), "utf-8")
    return found


def put(root, tag, key, text):
    """Writes one string, as it is in YAML."""
    return seed(root, tag, [Seeded(tag, "", key, text, "plain")])


def by_language(faults):
    found = defaultdict(list)
    for fault in faults:
        found[fault.language].append(fault)
    return found


def told_at(problems, tag, check, lines):
    """Where a check tells of something in some lines of a language file."""
    file = f"{HOME.as_posix()}/{tag}.yaml"
    spans = [p.span for p in problems if p.code == check and p.span and p.span.file == file]
    return sorted({(s.line, s.column) for s in spans if s.line in lines})


def lint_of(root, tags, products=("card-single",)):
    return lint_project(open_project(root), tags, list(products), today())


@pytest.fixture(scope="module")
def seeded(tmp_path_factory):
    """A copy of the texts with every fault in it: where each stands, and all that is told."""
    root = tmp_path_factory.mktemp("seeded") / "project"
    shutil.copytree(ROOT / "content", root / "content")
    faults = by_language(FAULTS)
    sources = [Seeded("en", "", key, text) for key, text in SOURCES.items()]
    places = {}
    for tag in faults:
        keys = [f.key for f in faults[tag]]
        assert len(keys) == len(set(keys)), f"{tag}: one key twice"
        assert (tag == "en") != (set(keys) <= set(SOURCES)), f"{tag}: a key without a source"
        places |= seed(root, tag, faults[tag] + (sources if tag == "en" else []))
    project = open_project(root)
    told = [p for tag in faults for p in project.linted(project.catalogue(tag))]
    return places, told + project.problems


def test_there_are_faults_enough_in_languages_enough():
    assert len([f for f in FAULTS if f.check]) >= 100
    assert len({f.language for f in FAULTS}) >= 25
    elsewhere = {
        "missing-string",
        "missing-alt",
        "unknown-string",
        "duplicate-key",
        "tight",
        "stale",
        "silence",
    }
    assert {f.check for f in FAULTS + SET if f.check} == set(CHECKS) - elsewhere
    assert {f.style for f in FAULTS} == {"plain", *QUOTES, *BLOCKS}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f.language}-{f.check}-{f.key}")
def test_every_seeded_fault_is_found_at_its_place(fault, seeded):
    places, told = seeded
    lines, wanted = places[fault]
    if fault.check:
        assert told_at(told, fault.language, fault.check, lines) == wanted
    else:
        assert [c for c in CHECKS if told_at(told, fault.language, c, lines)] == []


# ---------------------------------------------------------------- found by other stages


@pytest.fixture
def signed_copy(project_copy):
    """A copy of the project in which all that is there was signed."""
    project = open_project(project_copy)
    tags = ["en", *sorted(by_language(SET)), "et", "nl"]
    sign(project, tags, "a reader", "reviewer", today())
    return project_copy


def test_what_is_found_when_texts_are_set_is_told_by_lint_too(signed_copy):
    places = {}
    for tag, faults in by_language(SET).items():
        places |= seed(signed_copy, tag, faults)
    problems, _ = lint_of(signed_copy, sorted(by_language(SET)), ["leaflet"])
    for fault, (lines, wanted) in places.items():
        assert told_at(problems, fault.language, fault.check, lines) == wanted, fault


def test_a_text_that_just_fits_is_told_before_one_that_does_not(project_copy):
    def told(letters):
        text = "⟦Bestimmt⟧ jemand über Ihr Leben und " + ("sehr " * 80)[:letters] + "oft?"
        ((_, places),) = put(project_copy, "de", "person.question", text).values()
        worker = Worker(Options(str(project_copy), "infotraite", ""), open_project(project_copy))
        problems = worker.document(Job("card-single", "de"))[2]
        assert {(p.span.line, p.span.column) for p in problems} <= set(places)
        return [p.code for p in problems]

    words = next(n for n in range(0, 400, 5) if told(n) == ["overset"])
    letters = next(n for n in range(words - 4, words + 1) if told(n) == ["overset"])
    assert told(letters - 1) == ["tight"] and told(letters - 15) == []


def test_an_error_in_one_language_keeps_no_other_from_being_measured(project_copy):
    for tag, old, new in (
        ("uk", "  here: У", "  here: Ы"),
        ("pl", "  here: ", "  here: " + "Luksemburg" * 12 + " "),
    ):
        file = project_copy / HOME / f"{tag}.yaml"
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")
    problems, _ = lint_project(open_project(project_copy), ["uk", "pl"], ["leaflet"], today())
    told = {(p.code, p.span.file.rsplit("/", 1)[1]) for p in problems if p.is_error}
    assert {("alphabet", "uk.yaml"), ("overset", "pl.yaml")} <= told


def test_a_lost_placeholder_hides_no_other_error_of_its_string(project_copy):
    file = project_copy / HOME / "uk.yaml"
    text = file.read_text("utf-8")
    assert "Видання {edition}" in text
    file.write_text(text.replace("Видання {edition}", "Видaння"), "utf-8")
    problems, _ = lint_project(open_project(project_copy), ["uk"], ["leaflet"], today())
    assert {"placeholders", "mixed-script"} <= {p.code for p in problems}


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("uk", "Надішліть SMS, вставте SIM-картку в XXI столітті."),
        ("ru", "Пётр I и XX век, SMS и SIM-карта."),
        ("bg", "Изпратете SMS през XXI век."),
        ("fr", "C’est la 1ère fois, la 3ème aussi, et H1N1."),
    ],
)
def test_abbreviations_and_roman_numerals_are_no_errors(tag, text):
    seen = Passage(language(tag), message(text), None, NAMES)
    assert [c.id for c in CHECKS.values() if c.find and c.is_error and c.find(seen)] == []


def test_a_changed_source_makes_its_translations_stale(signed_copy):
    put(signed_copy, "en", "person.here", "There is free help in Luxembourg.")
    place = open_project(signed_copy).catalogue("et").messages["person.here"].span
    problems, _ = lint_of(signed_copy, ["et"])
    assert [(p.code, str(p.span)) for p in problems] == [("stale", str(place))]


def test_a_misspelled_name_is_a_missing_and_an_unknown_string(project_copy):
    messages = open_project(project_copy).catalogue("pl").messages
    file = project_copy / HOME / "pl.yaml"
    lines = file.read_text("utf-8").split("\n")
    at = messages["person.here"].span.line - 1
    lines[at] = lines[at].replace("here:", "hier:", 1)
    file.write_text("\n".join(lines), "utf-8")
    problems, _ = lint_of(project_copy, ["pl"])
    last = [m.span for k, m in messages.items() if k.startswith("person.")][-1]
    found = {p.code: str(p.span) for p in problems if p.is_error}
    assert found == {
        "unknown-string": str(messages["person.here"].span),
        "missing-string": str(last),
    }


def test_a_name_that_stands_twice_is_told_where_it_stands_again(project_copy):
    file = project_copy / HOME / "pl.yaml"
    line = open_project(project_copy).catalogue("pl").messages["person.here"].span.line
    lines = file.read_text("utf-8").split("\n")
    file.write_text("\n".join([*lines[:line], "  here: X", *lines[line:]]), "utf-8")
    problems, _ = lint_of(project_copy, ["pl"])
    assert {(p.code, p.span.line, p.span.column) for p in problems} == {
        ("duplicate-key", line + 1, 3)
    }


def test_a_text_with_an_error_is_not_built(project_copy, tmp_path):
    put(project_copy, "uk", "person.here", "У Люксембурзі є дoпомога.")
    done = beacon("build", "-C", project_copy, "-l", "uk", "-p", "card-single", "-o", tmp_path)
    assert done.returncode == 1 and "[mixed-script]" in done.stderr
    assert not list(tmp_path.rglob("*.pdf"))


# ---------------------------------------------------------------- every check by itself


def message(text):
    return Message("k", parse_markup(text)[0], Scalar(text, Span("f", 1, 1, 1, text)))


def passage(tag, text, source="", twins=()):
    original = message(source) if source else None
    return Passage(language(tag), message(text), original, NAMES, twins)


def finds(seen):
    found = {c.id: c.find(seen) for c in CHECKS.values() if c.find and c.find(seen)}
    typed = typed_contacts(seen.message.segments, ("112", "113"), ("116 006",))
    return found | ({"typed-contact": typed} if typed else {})


@pytest.mark.parametrize("text", CONTACTS)
@pytest.mark.parametrize("around", ["{}", "Call {} now.", "В 2020 г. звоните {}, 10 %"])
def test_a_number_of_the_directory_is_found_however_it_is_written(text, around):
    assert "typed-contact" in finds(passage("en", around.format(text)))


@pytest.mark.parametrize("text", PLAIN)
@pytest.mark.parametrize("around", ["{}", "Since {} that is known.", "Это было ({}), в 2020 г."])
def test_years_dates_amounts_and_pages_are_no_contacts(text, around):
    assert "typed-contact" not in finds(passage("en", around.format(text)))


@pytest.mark.parametrize("check", [c for c in CHECKS.values() if c.find], ids=lambda c: c.id)
def test_the_examples_of_a_check_are_what_they_say(check):
    twins = ("other",) if check.id == "duplicated" else ()
    bad, good = check.bad, check.good
    assert check.find(passage(bad.language, bad.text, bad.source, twins))
    assert check.find(passage(good.language, good.text, good.source)) == []


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda c: c.id)
def test_every_check_explains_itself(check):
    text = explained(check.id)
    assert text.startswith(f"{check.id} ({check.severity})") and check.why in text
    assert "wrong [" in text and "right [" in text
    assert ("--silence" in text) == (not check.is_error)


def test_the_command_explains_and_knows_what_it_does_not_know():
    assert "French has a space" in beacon("lint", "--explain", "space-mark").stdout
    done = beacon("lint", "--explain", "space-marks")
    assert done.returncode == 1 and "did you mean “space-mark”" in done.stderr


# ---------------------------------------------------------------- no false alarms


def test_there_are_correct_sentences_enough_in_every_language():
    assert sum(map(len, GOOD.values())) >= 60
    spoken = {tag for tag in open_project().campaign.languages if "+" not in tag}
    assert spoken <= set(GOOD)


@pytest.mark.parametrize(("tag", "text"), [(t, x) for t, texts in GOOD.items() for x in texts])
def test_correct_sentences_raise_no_alarm(tag, text):
    assert finds(passage(tag, text)) == {}


@pytest.mark.parametrize(("tag", "text", "source"), PAIRS)
def test_correct_translations_raise_no_alarm(tag, text, source):
    assert finds(passage(tag, text, source)) == {}


@pytest.fixture(scope="module")
def shipped():
    """All that lint tells of the project as it is."""
    project = open_project()
    products = list(project.campaign.products)
    return lint_project(project, list(project.campaign.languages), products, today())


def test_the_shipped_texts_have_no_error_and_few_warnings(shipped):
    problems, silent = shipped
    texts = [p for p in problems if p.code not in ("stale", "unsigned")]
    assert [p for p in texts if p.is_error] == []
    assert len(texts) <= 5 and silent <= 5


def test_the_shipped_texts_are_those_that_were_signed(shipped):
    assert [p for p in shipped[0] if p.code in ("stale", "unsigned")] == []


# ---------------------------------------------------------------- silence


def heard(root):
    """The codes of what is told of one language, and how many warnings are silenced."""
    problems, silent = lint_of(root, ["nl"])
    return [p.code for p in problems], silent


def silence(root, check, key, reason="wide on purpose"):
    set_silence(open_project(root), ["nl"], check, key, reason)


def test_a_silenced_warning_is_heard_again_when_the_string_changes(signed_copy):
    before = heard(signed_copy)[1]
    put(signed_copy, "nl", "person.here", "In Luxemburg  is er hulp.")
    assert "double-space" in heard(signed_copy)[0]
    silence(signed_copy, "double-space", "person.here")
    codes, silent = heard(signed_copy)
    assert "double-space" not in codes and silent == before + 1
    assert "wide on purpose" in (signed_copy / HOME / "state/nl.yaml").read_text("utf-8")
    put(signed_copy, "nl", "person.here", "In Luxemburg  is er dus hulp.")
    assert "double-space" in heard(signed_copy)[0]
    put(signed_copy, "nl", "person.here", "In Luxemburg  is er hulp.")
    assert "double-space" not in heard(signed_copy)[0]
    silence(signed_copy, "double-space", "person.here", None)
    assert "double-space" in heard(signed_copy)[0]


def test_a_silence_is_for_one_string_and_one_check(signed_copy):
    put(signed_copy, "nl", "person.here", "In Luxemburg  is er hulp hulp.")
    put(signed_copy, "nl", "person.forced.title", "U wordt  gedwongen")
    silence(signed_copy, "double-space", "person.here")
    codes = heard(signed_copy)[0]
    assert codes.count("double-space") == 1 and codes.count("repeated-word") == 1


def test_two_strings_on_one_line_are_silenced_apart(signed_copy):
    messages = open_project(signed_copy).catalogue("nl").messages
    title, line = (messages[f"person.forced.{name}"].span.line for name in ("title", "line"))
    assert line == title + 1
    file = signed_copy / HOME / "nl.yaml"
    lines = file.read_text("utf-8").split("\n")
    lines[title - 2 : line] = [
        '  forced: {title: "U  wordt gedwongen", line: "U  moet dingen doen."}'
    ]
    file.write_text("\n".join(lines), "utf-8")
    assert heard(signed_copy)[0].count("double-space") == 2
    for key in ("person.forced.title", "person.forced.line"):
        silence(signed_copy, "double-space", key)
        told = [p for p in lint_of(signed_copy, ["nl"])[0] if p.code == "double-space"]
        assert [key in p.message for p in told] == [False] * len(told)
    assert told == []


@pytest.mark.parametrize(
    ("check", "key", "said"),
    [
        ("alphabet", "person.here", "cannot be silenced"),
        ("quote", "person.here", "no check “quote”"),
        ("quotes", "person.her", "no string “person.her”"),
    ],
)
def test_errors_and_unknown_things_cannot_be_silenced(project_copy, check, key, said):
    with pytest.raises(Failed, match=said):
        silence(project_copy, check, key)


def test_an_error_is_told_whatever_the_state_file_says(signed_copy):
    put(signed_copy, "nl", "person.here", "In Luxemburg is er hu⟦е⟧lp.")
    silence(signed_copy, "quotes", "person.here")
    state = signed_copy / HOME / "state/nl.yaml"
    state.write_text(state.read_text("utf-8").replace("    quotes:", "    mixed-script:"), "utf-8")
    codes = heard(signed_copy)[0]
    assert "mixed-script" in codes and "silence" in codes


def test_a_silence_for_a_string_that_is_gone_is_told(signed_copy):
    silence(signed_copy, "quotes", "person.here")
    state = signed_copy / HOME / "state/nl.yaml"
    state.write_text(
        state.read_text("utf-8").replace("  person.here:\n", "  person.gone:\n"), "utf-8"
    )
    problems, _ = lint_of(signed_copy, ["nl"])
    told = [p for p in problems if p.code == "silence"]
    assert [str(p.span) for p in told] == [f"{HOME.as_posix()}/state/nl.yaml"]
    assert "person.gone" in told[0].message and not told[0].is_error


def test_a_silence_needs_a_reason(project_copy):
    words = ("-l", "nl", "--silence", "quotes", "--string", "person.here")
    done = beacon("lint", "-C", project_copy, *words)
    assert done.returncode == 2 and "--reason" in done.stderr
