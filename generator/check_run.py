"""A print run against the proved files that it is made of: page by page, with two readers."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf

from .findings import Fault
from .pdf_run import page_digest
from .readback import Readback, Unreadable

# What the catalogue of a run may hold: nothing that runs, opens or hides anything.
_CATALOGUE = {"/Type", "/Pages", "/Lang", "/OutputIntents", "/Version", "/Extensions"}


def run_faults(run: bytes, files: Sequence[bytes]) -> list[Fault]:
    """What makes a run another than the files one after the other."""
    try:
        faults = _page_faults(run, files)
    except (pikepdf.PdfError, Unreadable, ValueError, KeyError, AttributeError) as error:
        return [_fault(f"the print run cannot be read: {error}")]
    return faults


def _page_faults(run: bytes, files: Sequence[bytes]) -> list[Fault]:
    faults: list[Fault] = []
    with pikepdf.open(io.BytesIO(run), attempt_recovery=False) as merged, Readback(run) as seen:
        if more := set(merged.Root.keys()) - _CATALOGUE:
            faults.append(_fault(f"the run holds {', '.join(sorted(more))}"))
        pages = list(merged.pages)
        at = 0
        for number, data in enumerate(files, 1):
            with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as piece:
                wanted = [page_digest(page.obj) for page in piece.pages]
            found = [page_digest(page.obj) for page in pages[at : at + len(wanted)]]
            if found != wanted or any("/Annots" in p for p in pages[at : at + len(wanted)]):
                faults.append(_fault(f"piece {number} of the run is not the one that was proved"))
            elif _words(seen, range(at, at + len(wanted))) != _words_of(data):
                faults.append(_fault(f"piece {number} of the run reads otherwise than alone"))
            at += len(wanted)
        if at != len(pages) or len(seen) != len(pages):
            faults.append(_fault(f"the run has {len(pages)} pages in place of {at}"))
    return faults


def _words(document: Readback, numbers: range) -> list[str]:
    return ["".join(c.text for c in document.page(number).chars()) for number in numbers]


def _words_of(data: bytes) -> list[str]:
    with Readback(data) as document:
        return _words(document, range(len(document)))


def _fault(what: str) -> Fault:
    return Fault(what, hint="build it again; if it happens again, report it")
