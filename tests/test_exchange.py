"""Texts that go to translators' tools and come back: nothing is lost, nothing slips in."""

import shutil
import subprocess

import pytest
from conftest import ROOT, beacon, needs, open_project
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from generator.csv_table import parse_csv, serialize_csv
from generator.exchange import FORMATS, bring_in, export
from generator.po import parse_po, serialize_po
from generator.rewrite import rewritten, yaml_text
from generator.source import Mapping, Scalar, read_yaml
from generator.unit import DRAFT, NEW, Head, Unit
from generator.xliff import parse_xliff, serialize_xliff

HOME = "content/infotraite"
TAGS = [t for t in open_project().campaign.languages if "+" not in t and t != "en"]
HEAD = Head("infotraite", "en", "uk", "2026-11")
PAIRS = {
    "po": (serialize_po, parse_po),
    "xliff": (serialize_xliff, parse_xliff),
    "csv": (serialize_csv, parse_csv),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    root = tmp_path_factory.mktemp("exchange") / "project"
    for folder in ("content", "layouts", "fonts"):
        shutil.copytree(ROOT / folder, root / folder)
    return root


def all_files(root):
    return {p.name: p.read_bytes() for p in (root / HOME).glob("*.yaml")}


@pytest.mark.parametrize("form", FORMATS)
def test_every_language_comes_back_byte_for_byte(form, copy, tmp_path):
    before = all_files(copy)
    project = open_project(copy)
    for tag in TAGS:
        path = export(project, tag, form, tmp_path, {})
        [result] = bring_in(open_project(copy), [path], partial=False)
        assert (result.changed, result.left, result.problems) == (0, 0, ()), tag
    assert all_files(copy) == before


@pytest.mark.parametrize("form", FORMATS)
def test_a_language_that_was_lost_is_made_again(form, project_copy, tmp_path):
    path = export(open_project(project_copy), "vi", form, tmp_path, {})
    wanted = {k: m.value for k, m in open_project(project_copy).catalogue("vi").messages.items()}
    (project_copy / HOME / "vi.yaml").unlink()
    campaign = project_copy / HOME / "campaign.yaml"
    campaign.write_text(campaign.read_text().replace(" vi,", "").replace(", vi]", "]"))
    [result] = bring_in(open_project(project_copy), [path], partial=False)
    assert result.changed == len(wanted)
    found = open_project(project_copy).catalogue("vi")
    assert {k: m.value for k, m in found.messages.items()} == wanted


def test_a_language_that_nobody_has_begun_can_be_exported(copy, tmp_path):
    units = parse_po(export(open_project(copy), "ga", "po", tmp_path, {}).read_bytes(), "x")[1]
    assert len(units) == len(open_project(copy).source.messages)
    assert {u.state for u in units} == {NEW} and {u.target for u in units} == {""}


def test_po_tells_what_a_translator_needs(project_copy, tmp_path):
    source = project_copy / HOME / "en.yaml"
    source.write_text(source.read_text().replace("There is help in", "There is free help in"))
    project = open_project(project_copy)
    text = export(project, "de", "po", tmp_path, {}).read_text()
    assert '#, fuzzy\n#| msgid "There is help in Luxembourg."\nmsgctxt "person.here"' in text
    assert "#. The largest words on every product." in text
    assert "#. leaflet 1: " in text and " of 72 mm" in text
    assert '"Language: de\\n"' in text
    xliff = export(project, "de", "xliff", tmp_path, {}).read_text()
    assert 'state="needs-review-translation"' in xliff and "Before: There is help in" in xliff


@needs("msgfmt")
@pytest.mark.parametrize("tag", ["uk", "fr", "sr-Latn", "uz"])
def test_gettext_and_polib_accept_the_po(tag, copy, tmp_path):
    import polib

    path = export(open_project(copy), tag, "po", tmp_path, {})
    done = subprocess.run(
        ["msgfmt", "--check", "-o", "/dev/null", path], capture_output=True, text=True
    )
    assert done.returncode == 0 and done.stderr == "", done.stderr
    catalogue = open_project(copy).catalogue(tag)
    entries = {e.msgctxt: e.msgstr for e in polib.pofile(str(path))}
    assert entries == {k: m.value for k, m in catalogue.messages.items()}


class _Schemas(etree.Resolver):
    """The schema of the xml: attributes, from beside the other one."""

    def resolve(self, url, public_id, context):
        if not url.endswith("2001/xml.xsd"):
            return None
        return self.resolve_filename(str(ROOT / "tests/data/xliff/xml.xsd"), context)


@pytest.mark.parametrize("tag", ["uk", "fr", "kk", "sr-Latn"])
def test_the_schema_accepts_the_xliff(tag, copy, tmp_path):
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Schemas())
    schema = etree.XMLSchema(
        etree.parse(str(ROOT / "tests/data/xliff/xliff-core-1.2-strict.xsd"), parser)
    )
    path = export(open_project(copy), tag, "xliff", tmp_path, {})
    assert schema.validate(etree.parse(str(path))), schema.error_log


# ---------------------------------------------------------------- any text

TEXTS = st.text(
    st.one_of(
        st.sampled_from("abcабв \n\t\"'\\:#-?!&*%@`=+{}[]<>,|~=’“„«»\u00a0\u202f\u00ad\u0301😀]"),
        st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")),
    ),
    min_size=1,
    max_size=60,
)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@MANY
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=5))
@pytest.mark.parametrize("form", PAIRS)
def test_any_text_comes_back_as_it_went(form, texts):
    serialize, parse = PAIRS[form]
    units = [
        Unit(f"person.k{i}", source, target, DRAFT, note=note)
        for i, (source, target, note) in enumerate(texts)
    ]
    head, back, problems = parse(serialize(HEAD, units), "x")
    assert problems == [] and (head.campaign, head.language) == ("infotraite", "uk")
    assert [(u.key, u.source, u.target) for u in back] == [
        (u.key, u.source, u.target) for u in units
    ]


def _values(text):
    """Every value of a file, as our own reader reads it."""
    node, problems = read_yaml(text.encode(), "x")
    assert problems == [], problems
    found = {}

    def walk(at, prefix):
        if isinstance(at, Scalar):
            found[prefix] = at.value
        elif isinstance(at, Mapping):
            for entry in at.entries:
                walk(entry.value, f"{prefix}.{entry.key.value}" if prefix else entry.key.value)

    walk(node, "")
    return found


@MANY
@given(st.dictionaries(st.sampled_from("here question".split()), TEXTS, max_size=2), TEXTS)
def test_any_text_can_be_written_into_a_file_and_all_else_stays(changes, other):
    text = (ROOT / HOME / "uk.yaml").read_text("utf-8")
    wanted = {f"person.{k}": v for k, v in changes.items()} | {"person.forced.line": other}
    order = list(open_project().source.messages)
    after = rewritten(text, wanted, order)
    assert _values(after) == {**_values(text), **wanted}
    changed = {k.rsplit(".", 1)[1] for k in wanted}
    same = [ln for ln in text.split("\n") if ln.strip().split(":")[0] not in changed]
    assert [ln for ln in after.split("\n") if ln in set(same)] == same


@MANY
@given(TEXTS)
def test_what_is_written_plainly_reads_back(text):
    assert _values(f"a: {yaml_text(text)}\n") == {"a": text}


def test_missing_strings_come_to_stand_at_their_place():
    text = "# head\ncommon:\n  behind: B  \nperson:\n  question: Q\n  # a remark\n  here: H\n"
    order = ["common.behind", "common.edition", "person.question", "person.forced.title",
             "person.forced.line", "person.here", "public.what.title"]  # fmt: skip
    after = rewritten(text, {k: k for k in order if "." in k and k not in ("common.behind",
                      "person.question", "person.here")}, order)  # fmt: skip
    assert after == (
        "# head\ncommon:\n  behind: B  \n  edition: common.edition\nperson:\n  question: Q\n"
        "  forced:\n    title: person.forced.title\n    line: person.forced.line\n"
        "  # a remark\n  here: H\npublic:\n  what:\n    title: public.what.title\n"
    )


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ("a: 'it''s'\n", "a: 'it''s new'\n"),
        ('a: "x"  # why\n', 'a: "it\'s new"  # why\n'),
        ("a: >-\n  one\n  two\nb: c\n", "a: it's new\nb: c\n"),
        ("a: |\n  one\nb: c\n", "a: it's new\nb: c\n"),
    ],
)
def test_the_kind_of_quotes_stays(before, wanted):
    assert rewritten(before, {"a": "it's new"}, ["a", "b"]) == wanted


# ---------------------------------------------------------------- a translator's day


def test_a_translator_s_day(project_copy, tmp_path):
    def run(*words):
        done = beacon(words[0], "-C", project_copy, *words[1:])
        assert "Traceback" not in done.stderr
        return done

    assert run("export", "-l", "sk", "-o", tmp_path).returncode == 0
    po = tmp_path / "infotraite_sk.po"
    text = po.read_text("utf-8")
    old = {k: m.value for k, m in open_project(project_copy).catalogue("sk").messages.items()}
    fresh = {
        "person.here": "Pomoc je aj v Luxembursku.",
        "common.contact.website": "Webová stránka",
        "person.forced.title": "Nútia vás k niečomu",
    }
    for key, new in fresh.items():
        text = text.replace(f'msgstr "{old[key]}"', f'msgstr "{new}"')
    po.write_text(text, "utf-8")
    done = run("import", po)
    assert done.returncode == 0 and "3 strings changed" in done.stdout, done.stderr
    file = project_copy / HOME / "sk.yaml"
    lines = [ln for ln in file.read_text("utf-8").split("\n")]
    original = (ROOT / HOME / "sk.yaml").read_text("utf-8").split("\n")
    assert sum(a != b for a, b in zip(lines, original, strict=True)) == 3
    assert "110" not in run("list", "-l", "sk").stdout and "40/43" in run("list", "-l", "sk").stdout

    proof = run("proof", "-l", "sk", "-o", tmp_path)
    assert proof.returncode == 0 and (tmp_path / "proof/infotraite_proof_sk.pdf").is_file()
    signed = run("sign", "-l", "sk", "--by", "Jana", "--role", "approver")
    assert signed.returncode == 0

    build = ("build", "-l", "sk", "-p", "card-single", "-o", tmp_path)
    assert "Drafts" not in run(*build).stdout
    source = project_copy / HOME / "en.yaml"
    source.write_text(source.read_text().replace("You are forced", "Somebody forces you"))
    assert "Drafts, and marked so: sk" in run(*build).stdout
    linted = run("lint", "-l", "sk", "-p", "card-single").stderr
    assert "[stale]" in linted and "person.forced.title" in linted
    rows = run("list", "-l", "sk").stdout.splitlines()
    assert rows[1].split()[-1] == "1"

    assert run("export", "-l", "sk", "-o", tmp_path).returncode == 0
    text = po.read_text("utf-8")
    assert text.count("#, fuzzy") == 1
    assert "1 left as they were" in run("import", po).stdout
    text = text.replace("#, fuzzy\n", "").replace("Nútia vás k niečomu", "Niekto vás núti")
    po.write_text(text, "utf-8")
    assert "1 strings changed" in run("import", po).stdout
    assert run("sign", "-l", "sk", "--by", "Jana", "--role", "approver").returncode == 0
    assert run("lint", "-l", "sk", "-p", "card-single").returncode == 0
    assert "Drafts" not in run(*build).stdout


# ---------------------------------------------------------------- strict


def imported(project_copy, tmp_path, change, form="po", tag="pl", *words):
    path = export(open_project(project_copy), tag, form, tmp_path, {})
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    before = all_files(project_copy)
    done = beacon("import", "-C", project_copy, path, *words)
    assert "Traceback" not in done.stderr
    return done, all_files(project_copy) == before


def swap(old, new):
    def change(text):
        assert old in text, old
        return text.replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('msgctxt "person.here"', 'msgctxt "person.hear"', "is no string of the campaign"),
        (
            'msgid "You are forced"',
            'msgid "You were forced"',
            "the source of “person.forced.title”",
        ),
        ('msgstr "Wydanie {edition}"', 'msgstr "Wydanie"', "lost {edition}"),
        ('msgstr "Wydanie {edition}"', 'msgstr "{edition} {edition}"', "gained {edition}"),
        ('"Language: pl\\n"', '"Language: pl PL\\n"', "nothing can be imported"),
        ('"Language: pl\\n"', '"Language: en\\n"', "nothing can be imported"),
        ("X-Beacon-Campaign: infotraite", "X-Beacon-Campaign: other", "for the campaign “other”"),
        ("charset=UTF-8", "charset=ISO-8859-2", "it is ISO-8859-2"),
        ('msgstr "Ktoś Cię zmusza"', 'msgstr "Ktoś Cię **zmusza"', "bold text is not closed"),
        ('msgstr "Ktoś Cię zmusza"', 'msgstr "Ktoś Cię **z**\u0301musza"', "apart from its letter"),
        ('msgstr "Ktoś Cię zmusza"', 'msgstr "Zadzwoń 113"', "a short code typed into a text"),
        ('msgstr "Ktoś Cię zmusza"', 'msgstr "Ktoś Cię zmusz\u0430"', "mixes scripts"),
        ('msgstr "Ktoś Cię zmusza"', 'msgstr "Ktoś \\q"', "means nothing in a PO file"),
        ('msgstr "Ktoś Cię zmusza"', 'msgstr "Ktoś" Cię"', "ends the text too soon"),
        ('msgstr "Ktoś Cię zmusza"', "Ktoś Cię zmusza", "no part of a PO file"),
    ],
)
def test_a_wrong_po_is_refused_at_its_line_and_nothing_is_written(
    old, new, said, project_copy, tmp_path
):
    done, same = imported(project_copy, tmp_path, swap(old, new))
    assert done.returncode == 1 and said in done.stderr and same
    assert ".po:" in done.stderr


def test_partial_takes_what_is_good(project_copy, tmp_path):
    def change(text):
        text = swap('msgstr "Wydanie {edition}"', 'msgstr "Wydanie"')(text)
        return swap('msgstr "Ktoś Cię zmusza"', 'msgstr "Ktoś Cię przymusza"')(text)

    done, same = imported(project_copy, tmp_path, change)
    assert done.returncode == 1 and same
    done, same = imported(project_copy, tmp_path, change, "po", "pl", "--partial")
    assert done.returncode == 1 and not same
    assert "1 strings changed" in done.stdout and "1 refused" in done.stdout
    text = (project_copy / HOME / "pl.yaml").read_text("utf-8")
    assert "Ktoś Cię przymusza" in text and "Wydanie {edition}" in text


def test_a_string_that_stands_twice_is_refused(project_copy, tmp_path):
    entry = '\n\nmsgctxt "person.here"\nmsgid "There is help in Luxembourg."\nmsgstr "Dwa."\n'
    done, same = imported(project_copy, tmp_path, lambda t: t + entry)
    assert done.returncode == 1 and "stands twice" in done.stderr and same


def test_one_wrong_file_keeps_all_from_being_written(project_copy, tmp_path):
    good = export(open_project(project_copy), "et", "po", tmp_path, {})
    old = open_project(project_copy).catalogue("et").messages["person.here"].value
    good.write_text(good.read_text("utf-8").replace(old, "Luksemburgis on abi ka teile."), "utf-8")
    bad = tmp_path / "bad.po"
    bad.write_text("no po")
    before = all_files(project_copy)
    done = beacon("import", "-C", project_copy, good, bad)
    assert done.returncode == 1 and all_files(project_copy) == before
    done = beacon("import", "-C", project_copy, good, bad, "--partial")
    assert done.returncode == 1 and "1 strings changed" in done.stdout
    assert "no part of a PO file" in done.stderr and all_files(project_copy) != before


def test_a_language_that_lacks_strings_goes_out_and_comes_back_whole(project_copy, tmp_path):
    file = project_copy / HOME / "lt.yaml"
    text = file.read_text("utf-8")
    line = next(ln for ln in text.split("\n") if ln.startswith("  here: "))
    file.write_text(text.replace(line + "\n", ""), "utf-8")
    path = export(open_project(project_copy), "lt", "po", tmp_path, {})
    said = path.read_text("utf-8")
    source = 'msgid "There is help in Luxembourg."\nmsgstr "'
    assert source + '"' in said
    new = line.removeprefix("  here: ")
    path.write_text(said.replace(source, source + new), "utf-8")
    done = beacon("import", "-C", project_copy, path)
    assert done.returncode == 0, done.stderr
    assert file.read_text("utf-8") == text


def test_an_override_of_a_transliterated_language_holds_only_what_changed(project_copy, tmp_path):
    change = swap('msgstr "Veb-sajt"', 'msgstr "Vebsajt"')
    done, _ = imported(project_copy, tmp_path, change, "po", "sr-Latn")
    assert done.returncode == 0, done.stderr
    text = (project_copy / HOME / "sr-Latn.yaml").read_text("utf-8")
    assert _values(text) == {"common.contact.website": "Vebsajt"}
    made = open_project(project_copy).catalogue("sr-Latn")
    assert len(made.messages) == 43 and "common.contact.website" not in made.made


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.replace("<xliff", BOMB + "<xliff", 1), "a document type or an entity"),
        (lambda t: t.replace("<xliff", OUTSIDE + "<xliff", 1), "a document type or an entity"),
        (lambda t: t.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"'), "ISO-8859-1"),
        (lambda t: t.replace('encoding="UTF-8"', 'encoding="UTF-16"'), "UTF-16"),
        (lambda t: t.replace("</body>", ""), "breaks off"),
        (lambda t: t.replace("<xliff", "<html", 1).replace("</xliff>", "</html>"), "no XLIFF"),
        (lambda t: "<a>" * 500 + "</a>" * 500, "no XLIFF"),
        (lambda t: t.replace("<body>", "<group>" * 60, 1), "too deep"),
        (lambda t: t.replace("&lt;", "&nope;").replace("Website", "&nope;", 1), "breaks off"),
        (lambda t: t.replace('target-language="pl"', ""), "nothing can be imported"),
        (lambda t: "", "breaks off"),
    ],
)
def test_a_hostile_xliff_is_refused_and_nothing_is_written(change, said, project_copy, tmp_path):
    done, same = imported(project_copy, tmp_path, change, "xliff")
    assert done.returncode == 1 and said in done.stderr and same
    assert "root:" not in done.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.replace("translation", "words", 1), "lacks the columns translation"),
        (lambda t: t.replace("person.here", "person.\0here"), "holds a NUL"),
        (lambda t: t + '"never closed', "close the quotation mark"),
        (lambda t: t + "person.here,x\r\n", "too few cells"),
        (lambda t: t + "person.here," + "x" * 30_000 + ",y,,\r\n", "longer than 20,000"),
        (lambda t: t.replace("infotraite en pl", ""), "does not say which campaign"),
        (lambda t: "", "lacks the columns"),
    ],
)
def test_a_hostile_table_is_refused_and_nothing_is_written(change, said, project_copy, tmp_path):
    done, same = imported(project_copy, tmp_path, change, "csv")
    assert done.returncode == 1 and said in done.stderr and same


def test_formulas_are_made_safe_and_come_back():
    texts = ["=1+1", "+352", "-x", "@SUM(A1)", "\tx", "'quoted", "''twice", "plain"]
    units = [Unit(f"person.k{i}", "s", text) for i, text in enumerate(texts)]
    data = serialize_csv(HEAD, units)
    cells = [row.split(",")[2].strip('"') for row in data.decode("utf-8-sig").split("\r\n")[1:-1]]
    assert all(cell[0] not in "=+-@\t" for cell in cells)
    assert [u.target for u in parse_csv(data, "x")[1]] == texts


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_spreadsheet_s_own_separators_are_read(separator, project_copy, tmp_path):
    import csv
    import io

    def change(text):
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline="")))
        next(r for r in rows if r[0] == "person.here")[2] = "Pomoc jest w Luksemburgu."
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
        return "\ufeff" + out.getvalue()

    done, _ = imported(project_copy, tmp_path, change, "csv")
    assert done.returncode == 0 and "1 strings changed" in done.stdout, done.stderr


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.docx", b"", "no format that is known"),
        ("x.po", b"\xff\xfe\x00", "not UTF-8"),
        ("x.xlf", b"\xff\xfe<\x00", "not UTF-8"),
        ("x.csv", "ключ".encode("cp1251"), "not UTF-8"),
        ("x.po", b"", "does not say which campaign"),
        ("x.po", b"a" * 6_000_000, "larger than 5 MB"),
    ],
)
def test_other_files_are_refused(name, data, said, tmp_path):
    (tmp_path / name).write_bytes(data)
    done = beacon("import", tmp_path / name)
    assert done.returncode == 1 and said in done.stderr and "Traceback" not in done.stderr


def test_the_source_and_the_pseudo_language_are_nobody_s_to_translate(tmp_path):
    for tag in ("en", "x-long"):
        done = beacon("export", "-l", tag, "-o", tmp_path)
        assert done.returncode == 1 and "not translated by anybody" in done.stderr
    assert beacon("import", tmp_path / "nowhere.po").returncode == 1
