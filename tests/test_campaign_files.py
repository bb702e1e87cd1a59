"""The campaign as it is delivered: all files, and what a change of a number does."""

import shutil
import subprocess
import unicodedata

import pikepdf
import pytest
from conftest import beacon, needs, open_project

from generator.fonts import Fonts
from generator.jobs import Job, story_of
from generator.manifest import read_manifest
from generator.readback import Readback
from generator.shape import plain

PUBLIC = ("en", "fr", "de", "lb", "pt", "uk", "ru", "bg")  # they have texts B and C too
HELPLINE = ("+352 27 36 56 46", "tel:+35227365646")


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    """All that make builds."""
    folder = tmp_path_factory.mktemp("campaign")
    done = beacon("build", "-o", folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""  # nothing but words in a pipe: no progress, no colour
    assert "245 files built and proved" in done.stdout and "\x1b" not in done.stdout
    return folder


def test_every_language_has_every_product(output):
    campaign = open_project().campaign
    found = {(r.language, r.product) for r in read_manifest(output)}
    person = ("leaflet", "poster-a4", "poster-a3", "poster-a2", "card", "card-single")
    public = ("leaflet-signs", "leaflet-forms", "poster-signs-a3")
    many = ("poster-languages-a3", "poster-languages-a2")
    single = [tag for tag in campaign.languages if "+" not in tag]
    wanted = {(tag, p) for tag in single for p in person}
    wanted |= {(tag, p) for tag in PUBLIC for p in public}
    wanted |= {("uk+fr", p) for p in ("leaflet", "card", "card-single")}
    wanted |= {("multi", p) for p in many}
    assert len(single) == 36 and found == wanted
    for record in read_manifest(output):
        assert record.path == (
            f"office/{record.language}/infotraite_{record.product}_{record.language}_office.pdf"
        )
        assert record.status == "draft" and record.verdict == "passed"
        assert HELPLINE[0] in record.numbers and HELPLINE[1] in record.codes
    assert 16 <= len(campaign.together) <= 24


def _plain(text):
    """Text with its white space folded: where a line ends is the layout's affair."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@needs("pdftotext")
def test_pdftotext_gives_every_sentence(output):
    project = open_project()
    fonts = Fonts.of(project.workspace)
    for record in read_manifest(output):
        if record.product == "card":
            continue  # a sheet of ten; its text is that of card-single
        said = _plain(
            subprocess.run(
                ["pdftotext", "-enc", "UTF-8", output / record.path, "-"],
                capture_output=True, check=True,
            ).stdout.decode()
        )  # fmt: skip
        story, _ = story_of(project, Job(record.product, record.language), fonts)
        for _, text in story.texts:
            assert _plain(plain(text.text)) in said, (record.path, text.source)


@needs("qpdf")
def test_qpdf_finds_nothing_wrong(output):
    for record in read_manifest(output):
        done = subprocess.run(
            ["qpdf", "--check", output / record.path], capture_output=True, text=True
        )
        assert done.returncode == 0 and "warning" not in done.stdout.lower(), done.stdout


@needs("gs")
def test_ghostscript_reads_every_file_without_a_word(output):
    for record in list(read_manifest(output))[::10]:
        done = subprocess.run(
            ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=nullpage", output / record.path],
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0 and done.stdout + done.stderr == ""


def test_a_number_changed_in_one_line_changes_every_file_code_and_link(
    output, project_copy, tmp_path
):
    file = project_copy / "content/infotraite/campaign.yaml"
    text = file.read_text()
    text = text.replace("printed: +352 27 36 56 46", "printed: +352 27 36 56 40")
    file.write_text(text.replace('"+35227365646"', '"+35227365640"'))
    done = beacon("build", "-C", project_copy, "-o", tmp_path / "out", "-l", "uk", "-l", "fr")
    assert done.returncode == 0, done.stderr
    before = {r.path: r for r in read_manifest(output)}
    after = read_manifest(tmp_path / "out")
    assert len(after) == 18
    for record in after:
        assert record.sha256 != before[record.path].sha256
        assert "+352 27 36 56 40" in record.numbers and "tel:+35227365640" in record.codes
        data = (tmp_path / "out" / record.path).read_bytes()
        with Readback(data) as document:
            for number in range(len(document)):
                page = document.page(number)
                assert "36 56 46" not in "".join(c.text for c in page.chars())
                assert HELPLINE[1] not in {link.uri for link in page.links()[0]}
    for name, value in (("--number", "+352 27 36 56 46"), ("--number", "27 36 56 40")):
        listed = beacon("list", name, value, "-o", tmp_path / "out")
        assert len(listed.stdout.splitlines()) == (0 if value.endswith("46") else 18)


def test_a_printed_and_a_dialled_form_that_differ_are_refused(project_copy):
    file = project_copy / "content/infotraite/campaign.yaml"
    file.write_text(
        file.read_text().replace("printed: +352 27 36 56 46", "printed: +352 27 36 56 40")
    )
    done = beacon("build", "-C", project_copy, "-l", "uk")
    assert done.returncode == 1 and "are not the same contact" in done.stderr
    assert not (project_copy / "output").exists()


def test_check_passes_what_was_built_and_fails_what_was_changed(output, tmp_path):
    good = output / "office/uk/infotraite_leaflet_uk_office.pdf"
    bad = tmp_path / good.name
    with pikepdf.open(good) as pdf:
        pdf.pages[0].Annots[0].A.URI = pikepdf.String("tel:+35227365647")
        pdf.save(bad)
    done = beacon("check", good, bad)
    assert done.returncode == 1
    assert f"{good}: passed" in done.stdout and f"{bad}: FAILED" in done.stdout
    assert "tel:+35227365647" in done.stderr


def test_names_in_a_file_name_only_what_it_is(output):
    for record in read_manifest(output):
        with pikepdf.open(output / record.path) as pdf:
            said = {k: str(v) for k, v in pdf.docinfo.items()}
            assert "/Author" not in said and said["/Producer"] == "Beacon"
            assert said["/CreationDate"] == "D:20261101000000Z"


def test_a_killed_record_is_missed(output, tmp_path):
    folder = tmp_path / "out"
    shutil.copytree(output / "office/en", folder / "office/en")
    listed = beacon("list", "--number", "113", "-o", folder)
    assert listed.stderr.count("no record tells") == 9
