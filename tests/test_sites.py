"""A poster for every row of a table: rows, rules, streams, kills, runs."""

import io
import os
import random
import signal
import time
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from conftest import ROOT, beacon, open_project, started

from generator.check_run import run_faults
from generator.journal import Journal, site_records
from generator.manifest import Record
from generator.pdf_run import print_run
from generator.readback import Readback
from generator.sites import Sites
from generator.workspace import write_atomic

LINUX = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads /proc")
_RULES = """
sites:
  contacts:
    helpline: [mobile1, mobile2]
  codes:
    website: https://www.stoptraite.lu/{code}
"""
_LETTERS = frozenset(range(0x20, 0x500))


def _table(path, *rows, head="site,name,line"):
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    return path


def _problems(path, project=None, tags=("en",)):
    sites = Sites(path, project or open_project(), list(tags), _LETTERS)
    sites.check()
    return [(p.span.line if p.span else 0, p.message) for p in sites.problems]


def _build(table, output, *words, root=ROOT, **environment):
    return beacon(
        "build",
        "-C",
        root,
        "--sites",
        table,
        "-p",
        "poster-a4",
        "-o",
        output,
        *words,
        **environment,
    )


def _words(page):
    return "".join(char.text for char in page.chars())


def _text(path):
    with Readback(path.read_bytes()) as document:
        return _words(document.page(0))


@pytest.fixture
def ruled(project_copy):
    """A project whose campaign gives sites contacts and codes of their own."""
    file = project_copy / "content/infotraite/campaign.yaml"
    file.write_text(file.read_text() + _RULES)
    return project_copy


def test_each_row_becomes_a_proved_poster_with_its_name_and_line(tmp_path):
    rows = ('esch,Gare d’Esch,"Hall 2, demandez"', "findel,Aéroport de Luxembourg,")
    done = _build(_table(tmp_path / "s.csv", *rows), tmp_path / "out", "-l", "fr")
    assert done.returncode == 0, done.stderr
    assert "2 files built and proved" in done.stdout
    files = sorted((tmp_path / "out/office/fr/sites").iterdir())
    assert [f.name for f in files] == [
        "infotraite_poster-a4_fr_office_esch.pdf",
        "infotraite_poster-a4_fr_office_findel.pdf",
    ]
    assert "Gare d’Esch" in _text(files[0]) and "Hall 2, demandez" in _text(files[0])
    assert "Aéroport de Luxembourg" in _text(files[1])
    records = list(site_records(tmp_path / "out"))
    assert [r.site for r in records] == ["esch", "findel"]
    assert {r.verdict for r in records} == {"passed"}
    assert "esch" in beacon("list", "--number", "27 36 56 46", "-o", tmp_path / "out").stdout


def test_a_file_is_checked_against_its_own_row(tmp_path):
    table = _table(tmp_path / "s.csv", "esch,Gare d’Esch,", "findel,Aéroport,")
    assert _build(table, tmp_path / "out").returncode == 0
    esch, findel = sorted((tmp_path / "out/office/en/sites").iterdir())
    assert "no table tells of" in beacon("check", esch).stderr
    assert beacon("check", esch, findel, "--sites", table).returncode == 0
    _table(table, "esch,Gare de Belval,", "findel,Aéroport,")
    done = beacon("check", esch, findel, "--sites", table)
    assert done.returncode == 1
    assert "FAILED" in done.stdout and "passed" in done.stdout


def test_a_site_may_have_its_own_number_and_code_where_the_campaign_says_so(ruled, tmp_path):
    head = "site;name;contact;code"
    table = _table(tmp_path / "s.csv", "a;Gare;mobile1;q7", "b;Marché;;", head=head)
    done = _build(table, tmp_path / "out", root=ruled)
    assert done.returncode == 0, done.stderr
    own, plain = site_records(tmp_path / "out")
    assert set(own.codes) == {"tel:+352621351884", "https://www.stoptraite.lu/q7"}
    assert own.numbers == ("+352 621 351 884",)
    assert set(plain.codes) == {"tel:+35227365646", "https://www.stoptraite.lu"}
    page = pypdfium2.PdfDocument(tmp_path / "out" / own.path)[0]
    seen = zxingcpp.read_barcodes(page.render(scale=150 / 72, grayscale=True).to_pil())
    assert {code.text for code in seen} == set(own.codes)


def test_without_a_word_of_the_campaign_no_site_has_its_own_contact(tmp_path):
    head = "site,name,contact,code"
    done = _build(_table(tmp_path / "s.csv", "a,Gare,mobile1,q7", head=head), tmp_path / "out")
    assert done.returncode == 1
    assert "gives no site the contact “mobile1”" in done.stderr
    assert "gives no site a code of its own" in done.stderr
    assert not (tmp_path / "out/office").exists()


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("contacts: {nobody: [mobile1]}", "there is no contact “nobody”"),
        ("contacts: {helpline: [mobile1], police: [mobile1]}", "cannot stand in for “police” too"),
        ("contacts: {helpline: [helpline]}", "cannot stand in for “helpline” too"),
        ("codes: {website: 'https://evil.example/{code}'}", "is no address of www.stoptraite.lu"),
        ("codes: {website: 'https://www.stoptraite.lu.evil/{code}'}", "is no address of"),
        ("codes: {website: 'https://www.stoptraite.lu/'}", "is no address of"),
        ("codes: {website: 'https://www.stoptraite.lu/{code}{code}'}", "is no address of"),
        ("codes: {helpline: 'https://www.stoptraite.lu/{code}'}", "no contact with a web address"),
    ],
)
def test_a_rule_for_sites_that_cannot_be_is_refused(rules, said, project_copy):
    file = project_copy / "content/infotraite/campaign.yaml"
    file.write_text(file.read_text() + f"\nsites:\n  {rules}\n")
    done = beacon("list", "-C", project_copy)
    assert done.returncode == 1
    assert said in done.stderr


def test_all_bad_rows_are_told_together_with_line_and_column(tmp_path):
    table = _table(
        tmp_path / "s.csv",
        "Esch!,Esch,",
        "a,,",
        "a,Gare,call 27 36 56 46",
        "b,Вok,",
        'c,Gare,"two, parts",too many',
        "d,Gare ☎,",
        "e,Gare,{nobody}",
        "f,Gare,**bold",
        f"g,{'x' * 81},",
        "h,Вокзал,**good** {helpline}",
        'i,"open,',
    )
    found = _problems(table)
    assert [line for line, _ in found] == [2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 12]
    for said, (_, message) in zip(
        ("cannot name", "no name in en", "stands in line 3", "typed into a text", "mixes scripts")
        + ("4 cells", "cannot show ☎", "no contact", "bold", "81 characters", "cannot be read"),
        found,
        strict=True,
    ):
        assert said in message
    done = _build(table, tmp_path / "out")
    assert done.returncode == 1
    assert done.stderr.count("error:") == len(found)
    assert f"{table}:4:8: error: column “line”" in done.stderr
    assert not (tmp_path / "out/office").exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "lacks the column “name”"),
        (b"site,name\n", "has no rows"),
        (b"site,nmae\na,b\n", "did you mean “name”"),
        (b"site,name,name\na,b,c\n", "stands there twice"),
        (b"site,name\na,\xff\xfe\n", "not UTF-8"),
        (b"site,name\na,b\0\n", "holds a NUL"),
        (b"site,name\na," + b"x" * 20_000, "longer than"),
        (os.urandom(5000), ""),
    ],
)
def test_a_table_that_is_none_is_told_in_words(data, said, tmp_path):
    (tmp_path / "s.csv").write_bytes(data)
    done = _build(tmp_path / "s.csv", tmp_path / "out")
    assert done.returncode == 1
    assert said in done.stderr + done.stdout and "Traceback" not in done.stderr


def test_a_spreadsheet_may_have_written_it(tmp_path):
    (tmp_path / "s.csv").write_bytes("\ufeffsite;name;line:fr\r\na;Gare;Guichet\r\n".encode())
    assert _problems(tmp_path / "s.csv", tags=["fr", "uk"]) == []
    sites = Sites(tmp_path / "s.csv", open_project(), ["fr", "uk"], _LETTERS)
    (row,) = sites.rows()
    assert [m.value for m in sites.site(row, "fr").texts] == ["Gare", "Guichet"]
    assert [m.value for m in sites.site(row, "uk").texts] == ["Gare"]


def test_what_cannot_be_had_is_said_before_anything_is_made(tmp_path):
    table = _table(tmp_path / "s.csv", "a,Gare,")
    words = ("build", "--sites", table, "-o", tmp_path / "out")
    for more, code, said in (
        (("-p", "leaflet"), 1, "has no place for the name of a site"),
        (("-p", "poster-a1"), 1, "another size"),
        (("-p", "poster-a4", "-l", "uk+fr"), 1, "ask for one language"),
        (("-p", "poster-a4", "-l", "xx"), 1, "there is no content/infotraite/xx.yaml"),
        ((), 2, "-p poster-a3"),
        (("-p", "poster-a4", "--tile", "A4"), 2, "single pieces"),
        (("-p", "poster-a4", "--for", "press"), 1, "--accept-drafts"),
        (("-p", "poster-a4", "--for", "press", "--accept-drafts", "--merge", "9"), 2, "office"),
    ):
        done = beacon(*words, *more)
        assert done.returncode == code, (more, done.stderr)
        assert said in done.stderr, (more, done.stderr)
    wide = _table(tmp_path / "w.csv", f"a,{'W' * 80},")
    assert "too wide for frame “site”" in _build(wide, tmp_path / "out").stderr
    assert not (tmp_path / "out").exists()


def test_a_layout_for_sites_needs_sites(project_copy, tmp_path):
    (project_copy / "layouts/site-poster.yaml").write_text("extends: _poster-a4-site\n")
    done = beacon("build", "-C", project_copy, "-p", "site-poster", "-l", "en", "-o", tmp_path)
    assert done.returncode == 1
    assert "build it with --sites" in done.stderr


def test_a_press_file_names_its_site(tmp_path):
    table = _table(tmp_path / "s.csv", "a,Gare,")
    done = _build(table, tmp_path / "out", "--for", "press", "--accept-drafts")
    assert done.returncode == 0, done.stderr
    (file,) = (tmp_path / "out/press/en/sites").iterdir()
    assert "site a" in _text(file)


def test_only_the_rows_that_changed_are_made_again(tmp_path):
    table = _table(tmp_path / "s.csv", "a,Gare,", "b,Marché,", "c,Port,")
    output = tmp_path / "out"
    assert "3 files built and proved" in _build(table, output).stdout
    assert "nothing has changed" in _build(table, output).stdout
    _table(table, "c,Port,", "b,Le marché,", "a,Gare,", "d,Pont,")
    assert "2 files built and proved, 2 as they were" in _build(table, output).stdout
    file = output / "office/en/sites/infotraite_poster-a4_en_office_c.pdf"
    file.write_bytes(file.read_bytes()[:-50])
    assert "1 file built and proved, 3 as they were" in _build(table, output).stdout
    assert len((output / "sites.jsonl").read_text().splitlines()) == 4
    assert "4 files built and proved" in _build(table, output, "--force").stdout


def test_a_torn_line_of_the_journal_costs_one_file(tmp_path):
    table = _table(tmp_path / "s.csv", "a,Gare,", "b,Marché,")
    output = tmp_path / "out"
    assert _build(table, output).returncode == 0
    journal = output / "sites.jsonl"
    journal.write_bytes(journal.read_bytes()[:-30])
    assert "1 file built and proved, 1 as they were" in _build(table, output).stdout
    assert [r.site for r in site_records(output)] == ["a", "b"]


def _tree(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*.pdf"))}


def test_runs_hold_the_proved_pages_and_no_others(tmp_path):
    rows = [f"s{n},Stop {n},hall {n}" for n in range(5)]
    table, output = _table(tmp_path / "s.csv", *rows), tmp_path / "out"
    done = _build(table, output, "--merge", "2")
    assert done.returncode == 0, done.stderr
    assert "print runs: 3 made and compared" in done.stdout
    runs = sorted((output / "office/en").glob("*_sites-*.pdf"))
    assert [len(pikepdf.open(r).pages) for r in runs] == [2, 2, 1]
    with Readback(runs[1].read_bytes()) as document:
        assert ["Stop 2" in _words(document.page(0)), "Stop 3" in _words(document.page(1))] == [
            True
        ] * 2
    assert "3 as they were" in _build(table, output, "--merge", "2").stdout
    _table(table, *rows[:3])
    assert _build(table, output, "--merge", "2").returncode == 0
    assert len(list((output / "office/en").glob("*_sites-*.pdf"))) == 2
    singles = [p.read_bytes() for p in sorted((output / "office/en/sites").iterdir())]
    assert sum(map(len, singles[:2])) > len(runs[0].read_bytes())


def test_a_run_that_is_not_its_pieces_is_found_out(tmp_path):
    rows = [f"s{n},Stop {n}," for n in range(3)]
    assert _build(_table(tmp_path / "s.csv", *rows), tmp_path / "out").returncode == 0
    pieces = [p.read_bytes() for p in sorted((tmp_path / "out/office/en/sites").iterdir())]
    run = print_run(pieces, "run", "en")
    assert run_faults(run, pieces) == []
    assert run_faults(run, pieces[:2])
    assert run_faults(run, [pieces[1], pieces[0], pieces[2]])
    assert run_faults(run[:-500], pieces)
    for spoil in (_without_code, _with_script, _with_link, _smaller):
        with pikepdf.open(io.BytesIO(run)) as spoiled:
            spoil(spoiled)
            out = io.BytesIO()
            spoiled.save(out)
        assert run_faults(out.getvalue(), pieces), spoil.__name__


def _without_code(run):
    page = run.pages[1]
    data = page.Contents.read_bytes()
    page.Contents = run.make_stream(data[: len(data) // 2])


def _with_script(run):
    run.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _with_link(run):
    run.pages[0].Annots = pikepdf.Array([])


def _smaller(run):
    run.pages[2].MediaBox = pikepdf.Array([0, 0, 100, 100])


@pytest.fixture(scope="module")
def two_hundred(tmp_path_factory):
    """A table of 200 sites, and its files as an undisturbed run makes them."""
    folder = tmp_path_factory.mktemp("sites")
    rows = [f"stop-{n},Stop {n + 300},Ask at counter {n % 7}" for n in range(200)]
    table = _table(folder / "sites.csv", *rows)
    done = _build(table, folder / "out")
    assert done.returncode == 0, done.stderr
    files = _tree(folder / "out")
    assert len(files) == 200
    return table, files


@LINUX
@pytest.mark.slow
def test_two_hundred_sites_survive_twenty_kills(two_hundred, tmp_path):
    """Killed with -9 at random moments and started again: no file is ever torn, and in the
    end they are the files of an undisturbed run."""
    table, wanted = two_hundred
    output, rng = tmp_path / "out", random.Random(7)
    kills = 0
    while kills < 20:
        before = len(_tree(output)) if output.exists() else 0
        words = ("build", "--sites", table, "-p", "poster-a4", "-o", output, "-j", 1 + kills % 2)
        run = started(*words)
        until = time.monotonic() + 60
        # At work, which is when a kill can tear something: a few files further than before.
        more = before + rng.randrange(1, 9)
        while run.poll() is None and time.monotonic() < until:
            if sum(1 for _ in output.rglob("*.pdf")) >= more:
                break
            time.sleep(0.01)
        time.sleep(rng.random() * 0.05)
        if run.poll() is not None:
            break
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        kills += 1
        found = _tree(output)
        assert found == {path: wanted[path] for path in found}, "a file is torn"
    assert kills == 20
    done = _build(table, output)
    assert done.returncode == 0, done.stderr
    assert _tree(output) == wanted
    assert "as they were" in done.stdout
    assert sorted(r.path for r in site_records(output)) == sorted(wanted)
    assert not list(output.rglob("*.tmp"))
    assert {r.verdict for r in site_records(output)} == {"passed"}


def test_the_journal_is_tidied_without_losing_a_line(tmp_path):
    journal = Journal(tmp_path)
    for name in "ab":
        write_atomic(tmp_path / f"{name}.pdf", name.encode())
    journal.add(_record("a.pdf"), "00" * 32)
    journal.add(_record("b.pdf"), "11" * 32)
    journal.add(_record("a.pdf"), "22" * 32)
    journal.add(_record("gone.pdf"), "33" * 32)
    journal.tidy()
    assert [r.path for r in site_records(tmp_path)] == ["b.pdf", "a.pdf"]
    assert journal.known()["a.pdf"][:32] == bytes.fromhex("22" * 32)


def _record(path):
    return Record(path, "ab" * 32, "c", "p", "en", "draft", "1", (), (), (), (), "passed")
