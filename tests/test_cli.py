"""The command as a user runs it."""

import json
import os
import subprocess
import sys

import pytest
from conftest import ROOT, beacon

COMMANDS = ["build", "check", "list", "lint", "sign"]


def test_help_names_every_command():
    said = beacon("--help")
    assert said.returncode == 0
    assert all(f"  {name} " in said.stdout for name in COMMANDS)
    for name in COMMANDS:
        assert beacon(name, "--help").returncode == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["build", "-l", "xx", "-p", "card"], 1, "there is no content/infotraite/xx.yaml"),
        (["build", "-l", "uk", "-p", "crad"], 1, "did you mean “card”?"),
        (["build", "-c", "infotrait", "-l", "uk"], 1, "did you mean “infotraite”?"),
        (["build", "-C", "no/such/folder"], 1, "there is no folder"),
        (["build", "--for", "teletext"], 2, "teletext"),
        (["build", "-j", "0"], 2, "0 is not in the range"),
        (["biuld"], 2, "No such command"),
        (["check"], 2, "Missing argument"),
        (["check", "no-such-file.pdf"], 1, "there is no such file"),
        (["check", "README.md"], 1, "it is no PDF"),
        (["sign", "-l", "uk", "--by", "a"], 2, "--role"),
    ],
)
def test_what_is_wrong_is_said_with_its_exit_code(words, code, said):
    done = beacon(*words)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr


def test_all_problems_come_at_once_with_their_places(project_copy):
    content = project_copy / "content/infotraite/de.yaml"
    text = content.read_text().replace("question: ", "question: Bitte **")
    content.write_text(text.replace("title: Sie werden gezwungen", "title: Rufen Sie 113 an"))
    layout = project_copy / "layouts/card-single.yaml"
    before, rest = layout.read_text().split("size: 15 pt, min: 9.5 pt")
    layout.write_text(f"{before}size: 15 px{rest}")
    done = beacon("build", "-C", project_copy, "-l", "de")
    assert done.returncode == 1
    for part in (
        "de.yaml:27:19:",
        "de.yaml:31:22:",
        "a short code typed into a text",
        "bold text is not closed",
    ):
        assert part in done.stderr
    line = before.count("\n") + 1
    assert f"card-single.yaml:{line}:" in done.stderr and "must be a length" in done.stderr
    assert "what to do:" in done.stderr
    assert not (project_copy / "output").exists()
    machine = beacon("build", "-C", project_copy, "-l", "de", "--json")
    problems = json.loads(machine.stdout)["problems"]
    assert machine.returncode == 1 and machine.stderr == ""
    assert {(p["file"], p["line"] is not None) for p in problems} == {
        ("content/infotraite/de.yaml", True),
        ("layouts/card-single.yaml", True),
    }


def test_a_workspace_is_found_from_a_folder_inside_it(tmp_path):
    done = beacon("build", "-l", "en", "-p", "card-single", "-o", tmp_path, cwd=ROOT / "layouts")
    assert done.returncode == 0 and "1 file built and proved" in done.stdout


def test_json_tells_files_and_problems(tmp_path):
    done = beacon("build", "-l", "en", "-p", "card-single", "-o", tmp_path, "--json")
    told = json.loads(done.stdout)
    assert [f["path"] for f in told["files"]] == ["office/en/infotraite_card-single_en_office.pdf"]
    assert told["problems"] == []


def test_emit_pages_prints_the_model_and_writes_nothing(tmp_path):
    done = beacon("build", "-l", "en", "-p", "card-single", "--emit", "pages", "-o", tmp_path)
    documents = json.loads(done.stdout)["documents"]
    assert [d["product"] for d in documents] == ["card-single"]
    assert list(tmp_path.iterdir()) == []


def test_list_is_a_table_of_languages():
    done = beacon("list")
    rows = [line.split() for line in done.stdout.splitlines()]
    assert rows[0][:3] == ["language", "endonym", "script"]
    assert {r[0]: r[1] for r in rows[1:]}["uk"] == "українська"
    told = json.loads(beacon("list", "--json").stdout)["languages"]
    assert len(told) == 36 and {r["status"] for r in told} == {"draft"}
    assert {r["complete"] for r in told} == {"100 %"} and {r["stale"] for r in told} == {0}
    texts = {r["language"]: r["texts"] for r in told}
    assert texts["uk"] == "A,B,C" and texts["vi"] == "A"
    assert texts["sr-Latn"] == "A from sr-Cyrl"


def test_sign_and_what_it_does_to_the_draft_mark(project_copy, tmp_path):
    def build():
        return beacon("build", "-C", project_copy, "-l", "fr", "-p", "card-single", "-o", tmp_path)

    assert "Drafts, and marked so: fr" in build().stdout
    signed = beacon("sign", "-C", project_copy, "-l", "fr", "--by", "A", "--role", "approver")
    assert signed.returncode == 0, signed.stderr
    assert "Drafts" not in build().stdout
    source = project_copy / "content/infotraite/en.yaml"
    source.write_text(source.read_text().replace("You are forced", "You are being forced"))
    linted = beacon("lint", "-C", project_copy, "-l", "fr")
    assert linted.returncode == 0 and "person.forced.title" in linted.stderr
    assert "Drafts, and marked so: fr" in build().stdout


def test_old_contacts_are_named_and_nothing_fails(tmp_path):
    done = beacon(
        "build", "-l", "en", "-p", "card-single", "-o", tmp_path, SOURCE_DATE_EPOCH="1830000000"
    )
    assert done.returncode == 0
    assert "PLEASE CHECK NOW: contact “helpline”" in done.stderr


def _in_a_terminal(*words, **environment):
    """What a terminal shows, with everything that is drawn over again."""
    import pty

    parent, child = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", *map(str, words)],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if k != "NO_COLOR"} | environment,
        stdout=child,
        stderr=child,
    )
    os.close(child)
    shown = b""
    while True:
        try:
            part = os.read(parent, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(parent)
    assert process.wait() == 0
    return shown.decode()


@pytest.mark.skipif(os.name == "nt", reason="a terminal of POSIX")
def test_a_terminal_shows_progress_and_colour_unless_told_not_to(tmp_path):
    words = ("build", "-l", "en", "-p", "card-single", "-o", tmp_path)
    shown = _in_a_terminal(*words)
    assert "1 of 1 files" in shown and "\x1b[32m" in shown
    assert "\x1b[" not in _in_a_terminal(*words, NO_COLOR="1")


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "press").write_text("a file where a folder should be")
    words = ("-l", "de", "-p", "card-single", "--for", "press", "--accept-drafts", "-o", tmp_path)
    for command in ("build", "pack"):
        (tmp_path / "pack").write_text("another")
        done = beacon(command, *words)
        assert done.returncode == 1 and "[unwritable]" in done.stderr, done.stderr
