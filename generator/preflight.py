"""Preflight: a press file against what its standard and a print shop ask for.

Another reader (pikepdf) than that of all other checks (pdfium) sees the file here, and
neither is the program that wrote it (our own).
"""

from __future__ import annotations

from collections.abc import Callable

from .check_press_file import (
    check_actions,
    check_annotations,
    check_content,
    check_fonts,
    check_intent,
    check_layers,
    check_metadata,
    check_trapped,
    check_version,
)
from .check_press_ink import (
    check_black,
    check_colour,
    check_hairline,
    check_ink,
    check_pictures,
    check_small_text,
    check_transparency,
    check_white,
)
from .check_press_page import check_bleed, check_boxes, check_marks, check_safe
from .expect import Expectation
from .findings import Fault, Findings, shortened
from .press_facts import PressFacts
from .unsound import Unsound

PressCheck = Callable[[PressFacts, Findings, Expectation], list[Fault]]
READABLE = "press-readable"

PRESS_CHECKS: dict[str, PressCheck] = {
    "press-version": check_version,
    "press-metadata": check_metadata,
    "press-trapped": check_trapped,
    "press-intent": check_intent,
    "press-annotations": check_annotations,
    "press-actions": check_actions,
    "press-layers": check_layers,
    "press-content": check_content,
    "press-fonts": check_fonts,
    "press-boxes": check_boxes,
    "press-bleed": check_bleed,
    "press-safe": check_safe,
    "press-marks": check_marks,
    "press-colour": check_colour,
    "press-ink": check_ink,
    "press-black": check_black,
    "press-small-text": check_small_text,
    "press-white": check_white,
    "press-hairline": check_hairline,
    "press-transparency": check_transparency,
    "press-pictures": check_pictures,
}


def opened(data: bytes) -> PressFacts | Fault:
    """The file as facts, or why it cannot be read. It comes first: nothing else that reads
    a file bounds what hostile content may ask for."""
    from .press_reader import read_press  # pikepdf is slow to import, and few files need it

    try:
        return read_press(data)
    except Unsound as error:
        return Fault(f"the file cannot be read as one for a press: {error}")


def press_faults(
    facts: PressFacts, found: Findings, expectation: Expectation
) -> list[tuple[str, Fault]]:
    """Everything that is wrong with a file as one for a press, each with the id of its
    check."""
    return [
        (check_id, fault)
        for check_id, check in PRESS_CHECKS.items()
        for fault in shortened(check(facts, found, expectation))
    ]
