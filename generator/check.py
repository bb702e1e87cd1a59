"""Verification: a finished file against what it must hold. What fails is not delivered.

Each check is a small function with an id; all of them run, and each reports all that it
finds. They see the file only through ``findings`` and know nothing of composition.
"""

from __future__ import annotations

from .accessible import TAG_CHECKS, tag_faults
from .check_bytes import check_bytes
from .check_codes import check_captions, check_codes, check_quiet
from .check_contrast import check_contrast, check_covers
from .check_figures import check_figures
from .check_file import check_fonts, check_readable, check_title
from .check_links import check_links
from .check_pages import (
    check_drawings,
    check_folds,
    check_ink,
    check_overlaps,
    check_sizes,
)
from .check_text import (
    check_floor,
    check_forbidden,
    check_glyphs,
    check_leftover,
    check_numbers,
    check_sentences,
    check_weights,
)
from .diagnostics import Diagnostic, Span, has_errors
from .expect import Expectation
from .figures import Figures
from .findings import Check, Fault, Findings, findings
from .readback import Readback, Unreadable
from .records import dataclass, replace

_MAX_BYTES = 50_000_000
DELIVERED = "delivered"  # the check of tiles and pictures against the proved page
_REBUILD = "build the file again; do not hand this one out"

CHECKS: dict[str, Check] = {
    "readable": check_readable,
    "bytes": check_bytes,
    "size": check_sizes,
    "codes": check_codes,
    "captions": check_captions,
    "quiet": check_quiet,
    "numbers": check_numbers,
    "figures": check_figures,
    "forbidden": check_forbidden,
    "links": check_links,
    "text": check_sentences,
    "leftover": check_leftover,
    "glyphs": check_glyphs,
    "floor": check_floor,
    "weights": check_weights,
    "folds": check_folds,
    "fonts": check_fonts,
    "ink": check_ink,
    "drawings": check_drawings,
    "overlaps": check_overlaps,
    "covers": check_covers,
    "contrast": check_contrast,
    "title": check_title,
}


@dataclass(frozen=True)
class Verdict:
    """What a check found. ``checks`` are the ids of all checks that ran."""

    diagnostics: tuple[Diagnostic, ...]
    numbers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not has_errors(self.diagnostics)

    def with_faults(self, faults: list[Fault], name: str) -> Verdict:
        """The verdict with what a further check, of the file as it is delivered, found."""
        more = tuple(_diagnostic(DELIVERED, fault, name) for fault in faults)
        return replace(self, diagnostics=self.diagnostics + more, checks=(*self.checks, DELIVERED))


def check_pdf(data: bytes, expectation: Expectation, figures: Figures, name: str) -> Verdict:
    """Everything that can be checked of a file whose product and language are known.
    ``figures`` reads digits from pixels, ``name`` is the file as messages call it."""
    if len(data) > _MAX_BYTES:
        return _unreadable(name, "the file is larger than 50 MB")
    try:
        if expectation.press:
            return _press_verdict(data, expectation, figures, name)
        with Readback(data) as document:
            found = findings(data, document, expectation, figures)
            return _verdict(found, expectation, name)
    except Unreadable as error:
        return _unreadable(name, f"the file cannot be read as a PDF: {error}")


def _press_verdict(data: bytes, expectation: Expectation, figures: Figures, name: str) -> Verdict:
    """The same of a file for a press, with its preflight, which comes first."""
    # Few files need it, and it brings along another reader.
    from .preflight import PRESS_CHECKS, READABLE, opened, press_faults

    facts = opened(data)
    if isinstance(facts, Fault):
        return Verdict((_diagnostic(READABLE, facts, name),), checks=(READABLE,))
    with Readback(data) as document:
        found = findings(data, document, expectation, figures)
        verdict = _verdict(found, expectation, name)
        faults = press_faults(facts, found, expectation)
        more = tuple(_diagnostic(check_id, fault, name) for check_id, fault in faults)
    checks = (*verdict.checks, *PRESS_CHECKS)
    return replace(verdict, diagnostics=verdict.diagnostics + more, checks=checks)


def check_editions(files: dict[str, bytes], expectation: Expectation) -> Verdict:
    """The same of the editions that need no PDF, by the names of their files."""
    # Few need it, and it brings along all that makes editions.
    from .check_edition import EDITION_CHECKS, PAGE_EDITION, TEXT_EDITION

    problems, checks = [], []
    for name, data in files.items():
        check_id = TEXT_EDITION if name.endswith(".txt") else PAGE_EDITION
        checks.append(check_id)
        faults = EDITION_CHECKS[check_id](data, expectation)
        problems += [_diagnostic(check_id, fault, name) for fault in faults]
    spoken = expectation.spoken
    codes = {uri for s in spoken if s.role == "Figure" for uri in s.opens}
    links = {uri for s in spoken for uri in s.opens}
    numbers = {p for p in expectation.directory.printed if any(p in s.text for s in spoken)}
    return Verdict(
        tuple(problems),
        tuple(sorted(numbers)),
        tuple(sorted(codes)),
        tuple(sorted(links)),
        tuple(checks),
    )


def _unreadable(name: str, message: str) -> Verdict:
    return Verdict((_diagnostic("readable", Fault(message), name),), checks=("readable",))


def _diagnostic(check: str, fault: Fault, name: str) -> Diagnostic:
    where = f"page {fault.page + 1}: " if fault.page is not None else ""
    return Diagnostic(check, where + fault.message, fault.hint or _REBUILD, Span(name))


def _verdict(found: Findings, expectation: Expectation, name: str) -> Verdict:
    problems = [
        _diagnostic(check_id, fault, name)
        for check_id, check in CHECKS.items()
        for fault in check(found, expectation)
    ]
    checks = list(CHECKS)
    if expectation.spoken:
        checks += TAG_CHECKS
        heard = tag_faults(found, expectation)
        problems += [_diagnostic(check_id, fault, name) for check_id, fault in heard]
    lines = [line.text for seen in found.pages for line in seen.lines]
    numbers = {p for p in expectation.directory.printed if any(p in text for text in lines)}
    return Verdict(
        tuple(problems),
        tuple(sorted(numbers)),
        tuple(sorted({c.payload for s in found.pages for c in s.codes})),
        tuple(sorted({ln.uri for s in found.pages for ln in s.links})),
        tuple(checks),
    )
