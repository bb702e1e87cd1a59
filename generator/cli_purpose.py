"""The options that say what files are for, read as one ``Purpose``."""

from __future__ import annotations

import functools
from collections.abc import Callable

import click

from .geometry import MM, PAPER_MM
from .purpose import (
    BLEED,
    COLOUR,
    DRAFTS,
    FLIPS,
    MONO,
    OFFICE,
    PRESS,
    PURPOSES,
    SAVER,
    SCREEN,
    STANDARDS,
    TEXT,
    UNCHECKED,
    X4,
    Purpose,
)

_PAPERS = tuple(PAPER_MM)
_OPTIONS = (
    click.option(
        "--for", "purpose", type=click.Choice(PURPOSES), default=OFFICE, help="What files are for."
    ),
    click.option(
        "--standard", type=click.Choice(STANDARDS), default=None, help="PDF/X-4 or PDF/X-1a:2003."
    ),
    click.option(
        "--bleed", type=click.FloatRange(1, 50), default=None, help="Millimetres; 3 if not said."
    ),
    click.option("--mono", is_flag=True, help="Black ink alone."),
    click.option("--ink-saver", "saver", is_flag=True, help="Black outlines in place of areas."),
    click.option(
        "--sheet", type=click.Choice(_PAPERS), default=None, help="As many pieces as fit on it."
    ),
    click.option(
        "--tile", type=click.Choice(_PAPERS), default=None, help="One poster over many of these."
    ),
    click.option(
        "--flip", type=click.Choice(FLIPS), default=None, help="How the paper is turned over."
    ),
    click.option(
        "--rotate", type=click.Choice(["0", "90", "180", "270"]), default="0", help="A screen's."
    ),
    click.option("--accept-drafts", is_flag=True, help="To a press with texts nobody approved."),
    click.option("--accept-unchecked", is_flag=True, help="To a press with contacts long unread."),
)


def purposeful(function: Callable[..., int]) -> Callable[..., int]:
    """Adds the options that say what files are for, and gives them as one ``Purpose``."""

    @functools.wraps(function)
    def run(
        *words: object,
        purpose: str,
        standard: str | None,
        bleed: float | None,
        mono: bool,
        saver: bool,
        sheet: str | None,
        tile: str | None,
        flip: str | None,
        rotate: str,
        accept_drafts: bool,
        accept_unchecked: bool,
        **options: object,
    ) -> int:
        is_press = purpose == PRESS
        given = {
            "--standard": standard is not None,
            "--bleed": bleed is not None,
            "--accept-drafts": accept_drafts,
            "--accept-unchecked": accept_unchecked,
        }
        _only(given, is_press, PRESS)
        _only({"--rotate": rotate != "0"}, purpose == SCREEN, SCREEN)
        _only({"--ink-saver": saver, "--tile": tile is not None}, purpose == OFFICE, OFFICE)
        if purpose in (SCREEN, TEXT) and (sheet or flip or mono):
            raise click.UsageError(
                f"--for {purpose} knows no paper and no ink: leave --sheet, --flip, --mono"
            )
        if mono and saver or sheet and tile:
            raise click.UsageError("choose one: --mono or --ink-saver, --sheet or --tile")
        accepted = [DRAFTS] * accept_drafts + [UNCHECKED] * accept_unchecked
        asked = Purpose(
            purpose,
            (standard or X4) if is_press else "",
            (BLEED if bleed is None else bleed * MM) if is_press else 0.0,
            MONO if mono else SAVER if saver else COLOUR,
            flip or "",
            sheet or "",
            tile or "",
            int(rotate),
            tuple(accepted),
        )
        return function(*words, purpose=asked, **options)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run


def _only(given: dict[str, bool], fitting: bool, purpose: str) -> None:
    """An option that would do nothing is not passed over in silence."""
    for name, is_given in given.items():
        if is_given and not fitting:
            raise click.UsageError(f"{name} goes with --for {purpose} alone")
