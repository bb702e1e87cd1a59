"""Rules of the domain: what a layout may not do, whatever it looks like."""

import pytest
from conftest import beacon, compose_job, open_project

from generator.diagnostics import Failed, render
from generator.geometry import MM
from generator.jobs import plan


def faults(project_copy, product="card-single", language="uk", **changes):
    """What is said when text of layout files (and the campaign) is replaced so."""
    for old, new in changes.pop("layout", {}).items():
        file = project_copy / f"layouts/{product}.yaml"
        assert old in file.read_text(), old
        file.write_text(file.read_text().replace(old, new))
    for old, new in changes.pop("campaign", {}).items():
        file = project_copy / "content/infotraite/campaign.yaml"
        assert old in file.read_text(), old
        file.write_text(file.read_text().replace(old, new))
    try:
        plan(open_project(project_copy), [language], [product], True)
    except Failed as failed:
        return render(failed.diagnostics)
    return ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("size: 22 pt, min: 15 pt", "size: 13 pt, min: 13 pt", "a card needs 14.0 pt"),
        ("size: 7.5 pt, min: 6.5 pt", "size: 7.5 pt, min: 6 pt", "a card needs 6.5 pt"),
        ("size: 6.5 pt, min: 6.5 pt", "size: 8 pt, min: 6.5 pt", "at most 7 pt"),
        ("{side: 15 mm}", "{side: 13 mm}", "it needs 15.0 mm"),
        ("{side: 15 mm}", "{side: 7 mm}", "under 0.4 mm"),
        ("scan_from: 0.15 m", "scan_from: 0.2 m", "it needs 20.0 mm"),
        ("scan_from: 0.15 m\n", "", "no “scan_from”"),
        ("read_from: 0.15 m", "read_from: 3 m", "to be read from 3 m it needs"),
        ("weight: 700, colour: ink, role: reading", "weight: 600, colour: ink, role: reading", ""),
        ("size: 10 pt, min: 7 pt, leading: 1.3, weight: 700", "size: 10 pt, leading: 1.3, weight: 1000", "no wght 1000"),
        ("- {contact: helpline, label", "- {contact: police, label", "who promise no such thing"),
        ("- {contact: helpline, label: note, number: number, hours: note}\n", "- {rule: 1 pt, colour: ink}\n", "names nobody who keeps the promise"),
        ("      - blocks: [{draft_mark: imprint}]", "      - blocks: [{text: common.behind, style: imprint}]", ""),
    ],
)  # fmt: skip
def test_a_layout_that_breaks_a_rule_is_refused(project_copy, old, new, said):
    text = faults(project_copy, layout={old: new})
    if said:
        assert said in text and "layouts/card-single.yaml:" in text
    elif "draft_mark" in old:
        assert "no place for the draft mark" in text
    else:
        assert text == ""


def test_three_weights_in_running_text_are_refused(project_copy):
    said = faults(
        project_copy, layout={"size: 7.5 pt, min: 6.5 pt, leading: 1.25, weight: 400": "size: 7.5 pt, min: 6.5 pt, leading: 1.25, weight: 500"}
    )  # fmt: skip
    assert "has 3 weights: 400 in imprint; 500 in note; 700 in line" in said


def test_hours_print_only_where_the_directory_gives_them(project_copy):
    assert "day_and_night" not in faults(project_copy)
    said = faults(
        project_copy,
        campaign={
            "hours: {phrase: common.hours.working_days, ": "hours: {phrase: common.hours.nowhere, "
        },
    )
    assert "names the string “common.hours.nowhere”" in said


def test_a_forbidden_contact_is_refused(project_copy):
    said = faults(project_copy, campaign={'forbidden: ["116 006"]': 'forbidden: ["113"]'})
    assert "“police_emergency” is on the list of what is forbidden" in said


def test_a_national_form_may_be_printed(project_copy, tmp_path):
    file = project_copy / "content/infotraite/campaign.yaml"
    text = file.read_text().replace("printed: +352 621 351 884", "printed: (0621) 351 884")
    file.write_text(text)
    done = beacon("build", "-C", project_copy, "-p", "leaflet", "-l", "fr", "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    file.write_text(text.replace("(0621) 351 884", "(0621) 351 885"))
    done = beacon("build", "-C", project_copy, "-p", "leaflet", "-l", "fr", "-o", tmp_path)
    assert done.returncode == 1 and "are not the same contact" in done.stderr


def test_two_products_with_one_file_name_are_refused(project_copy):
    for name in ("one", "two"):
        (project_copy / f"layouts/{name}.yaml").write_text(
            "extends: card-single\nfile_name: note\n"
        )
    done = beacon("build", "-C", project_copy, "-p", "one", "-p", "two", "-l", "fr")
    assert done.returncode == 1
    assert "one and two would both be written to office/fr/note.pdf" in done.stderr


def test_a_new_product_is_one_file(project_copy, tmp_path):
    (project_copy / "layouts/flyer-a6.yaml").write_text(FLYER)
    done = beacon("build", "-C", project_copy, "-p", "flyer-a6", "-l", "all", "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.rglob("*flyer-a6*.pdf"))) == 36


def test_styles_on_the_grid_share_their_baselines(project_copy):
    text = FLYER.replace(
        "page: {size: A6, margin: 8 mm}", "page: {size: A6, margin: 8 mm}\ngrid: 15 pt"
    )
    text = text.replace("role: note, before: 6 pt}", "role: note, before: 6 pt, grid: yes}")
    (project_copy / "layouts/flyer-a6.yaml").write_text(
        text.replace(
            "leading: 1.3, weight: 400, colour: ink, role: note, before",
            "leading: 15 pt, weight: 400, colour: ink, role: note, before",
        )
    )
    _, document, problems = compose_job("flyer-a6", "de", project_copy)
    assert problems == []
    hours = [r.y for r in document.pages[0].runs() if r.source == "hours:helpline"]
    assert hours and all(((y - 8 * MM) / 15) % 1 == pytest.approx(0, abs=1e-4) for y in hours)


FLYER = """\
about: A6 flyer
kind: leaflet
text: A
title: person.question
theme: calm
ink: ink
page: {size: A6, margin: 8 mm}
scan_from: 0.2 m
styles:
  question: {size: 26 pt, min: 16 pt, leading: 1.15, weight: 800, colour: deep, role: title}
  number: {size: 22 pt, min: 16 pt, leading: 1.2, weight: 800, colour: ink, role: number}
  note: {size: 9 pt, min: 7 pt, leading: 1.3, weight: 400, colour: ink, role: note, before: 6 pt}
  imprint: {size: 7 pt, min: 6.5 pt, leading: 1.3, weight: 400, colour: ink, role: note}
pages:
  front:
    frames:
      all:
        at: [8 mm, 8 mm]
        size: [89 mm, 120 mm]
        blocks:
          - {text: person.question, style: question}
          - {space: 10 mm}
          - {contact: helpline, number: number, hours: note}
          - {space: 6 mm}
          - {qr: helpline, side: 30 mm, caption: common.qr.call, style: note, colour: ink}
      imprint:
        at: [8 mm, 130 mm]
        size: [89 mm, 10 mm]
        blocks: [{draft_mark: imprint}]
"""
