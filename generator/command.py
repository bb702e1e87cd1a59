"""What all commands share: the selectors, the project, and how a failure is told."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import say
from .diagnostics import Diagnostic, Failed
from .records import dataclass

if TYPE_CHECKING:  # imported where used: a short command starts in a moment
    from .project import Project
    from .workspace import Workspace

FINE, WRONG, OUR_FAULT = 0, 1, 3  # 2 is click's own: the command was not understood


@dataclass(frozen=True)
class Asked:
    """What the selectors say, alike for every command."""

    folder: str
    campaign: str
    languages: tuple[str, ...]
    products: tuple[str, ...]
    as_json: bool

    @property
    def by_name(self) -> bool:
        """Whether languages and products were named one by one: each of them is meant."""
        named = (*self.languages, *self.products)
        return bool(self.languages and self.products) and "all" not in named


_SELECTORS = (
    click.option("-C", "folder", default=".", help="The project's folder (or one inside it)."),
    click.option(
        "-c", "--campaign", default="", help="Which campaign; needed if there are several."
    ),
    click.option("-l", "--language", "languages", multiple=True, help="A language tag, or all."),
    click.option("-p", "--product", "products", multiple=True, help="A product, or all."),
    click.option("--json", "as_json", is_flag=True, help="Print JSON, for machines."),
)


def command(function: Callable[..., int]) -> Callable[..., None]:
    """Adds the selectors, and turns every failure that a user can cause into plain text
    and an exit code."""

    @functools.wraps(function)
    def run(
        folder: str,
        campaign: str,
        languages: tuple[str, ...],
        products: tuple[str, ...],
        as_json: bool,
        **options: object,
    ) -> None:
        try:
            code = function(Asked(folder, campaign, languages, products, as_json), **options)
        except Failed as failed:
            say(failed.diagnostics, as_json)
            code = WRONG
        sys.exit(code)

    for option in _SELECTORS:
        run = option(run)
    return run


def workspace_of(asked: Asked) -> Workspace:
    from .workspace import Workspace

    start = Path(asked.folder)
    if not start.is_dir():
        raise Failed([Diagnostic("no-workspace", f"there is no folder {start}", "correct -C")])
    return Workspace.find(start)


def target_of(asked: Asked, output: str) -> Path:
    """The folder that files go to."""
    return Path(output).resolve() if output else workspace_of(asked).root / "output"


def opened(asked: Asked) -> Project:
    from .project import Project

    return Project.open(workspace_of(asked), asked.campaign)


def _chosen(asked: tuple[str, ...], default: tuple[str, ...], everything: list[str]) -> list[str]:
    """What was asked for by name; ``all`` is everything there is (and what is made up, such
    as the pseudo-language, only by name); nothing is the campaign's list."""
    names = asked or default
    more = everything if "all" in names else []
    return list(dict.fromkeys([*more, *(name for name in names if name != "all")]))


def selection(
    project: Project, asked: Asked, default: tuple[str, ...] = ()
) -> tuple[list[str], list[str]]:
    """The languages and products to work on; without a word of the user those of
    ``default``, else those that the campaign lists."""
    from .content import languages_of
    from .layouts import products as known_products
    from .project import MULTI

    campaign = project.campaign
    pairs = [tag for tag in campaign.languages if "+" in tag]
    every = [*languages_of(project.workspace, campaign), *pairs, MULTI]
    return (
        _chosen(asked.languages, default or (*campaign.languages, MULTI), every),
        _chosen(asked.products, default or campaign.products, known_products(project.workspace)),
    )


def tags_of(project: Project, asked: Asked, default: tuple[str, ...] = ()) -> list[str]:
    """The single languages of a selection: a pair is two, a piece in many is none of them."""
    from .project import MULTI

    spoken, _ = selection(project, asked, default)
    return list(dict.fromkeys(t for s in spoken if s != MULTI for t in s.split("+")))
