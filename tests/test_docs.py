"""What the documents say is so."""

import re
import textwrap

import click
from conftest import ROOT, beacon, open_project
from test_architecture import FLOORS

from generator.blocks import _BLOCKS
from generator.check import CHECKS
from generator.cli import main

README = (ROOT / "README.md").read_text()
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text()


def test_every_command_and_option_is_in_the_readme():
    context = click.Context(main)
    for name in main.list_commands(context):
        assert f"beacon {name}" in README, name
        command = main.get_command(context, name)
        for option in command.params:
            if isinstance(option, click.Option):
                assert any(f"`{o}" in README or f" {o}" in README for o in option.opts), option


def test_every_block_style_field_and_product_is_in_the_readme():
    for block in _BLOCKS:
        assert f"`{block}" in README, block
    for product in open_project().campaign.products:
        assert f"`{product}`" in README, product


def test_every_check_is_in_the_readme():
    for check in CHECKS:
        assert f"`{check}`" in README, check


def test_the_example_of_a_product_builds(project_copy, tmp_path):
    example = re.search(r"    extends: poster-a4\n(?:    .*\n)+", README)[0]
    (project_copy / "layouts/poster-a1.yaml").write_text(textwrap.dedent(example))
    done = beacon("build", "-C", project_copy, "-p", "poster-a1", "-l", "uk", "-o", tmp_path)
    assert done.returncode == 0, done.stderr


def test_every_link_leads_to_a_file():
    for text in (README, ARCHITECTURE):
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (ROOT / target).exists(), target


def test_every_module_stands_on_the_floor_that_the_architecture_says():
    rows = re.findall(r"^\| (\d+) \| (.+?) \|", ARCHITECTURE, re.M)
    told = {name: int(floor) for floor, names in rows for name in re.findall(r"`(\w+)`", names)}
    real = {name: n for n, names in enumerate(FLOORS) for name in names.split()}
    assert told == real


def test_the_changelog_has_its_parts():
    said = (ROOT / "CHANGELOG.md").read_text()
    assert re.findall(r"^### (\w+)", said, re.M) == ["Added", "Changed", "Fixed"]
