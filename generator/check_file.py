"""Checks of a file as a whole: what it holds, what it says of itself, its fonts."""

from __future__ import annotations

from .expect import Expectation
from .findings import Fault, Findings

_MAKER = "Beacon"


def check_readable(found: Findings, expectation: Expectation) -> list[Fault]:
    """Pages as many as there must be, and nothing that runs, asks or hides."""
    faults = [Fault(f"the file holds {what}") for what in found.active]
    if found.page_count != len(expectation.pages):
        faults.append(Fault(f"the file has {found.page_count} pages, not {len(expectation.pages)}"))
    return faults


def check_title(found: Findings, expectation: Expectation) -> list[Fault]:
    """What a window's title, a file manager and a voice go by; and nobody's name."""
    faults = []
    said = found.metadata.get("Title", "")
    if said != expectation.title:
        faults.append(Fault(f"the file calls itself “{said}”, not “{expectation.title}”"))
    if found.metadata.get("Author"):
        faults.append(Fault("the file names an author: nobody may be traced"))
    for field in ("Creator", "Producer"):
        if found.metadata.get(field) != _MAKER:
            faults.append(Fault(f"another program changed the file: {found.metadata.get(field)}"))
    if found.language != expectation.language:
        faults.append(
            Fault(f"the file says its language is “{found.language}”, not “{expectation.language}”")
        )
    return faults


def check_fonts(found: Findings, expectation: Expectation) -> list[Fault]:
    """A font that is not in the file is replaced by another on the reader's machine."""
    return [
        Fault(f"the font {font.name} is not embedded", seen.number)
        for seen in found.pages
        for font in sorted(seen.fonts, key=lambda f: f.name)
        if not font.embedded
    ]
