"""Verification: a finished file against what it must hold. What fails is not delivered.

Each check is a small function with an id; all of them run, and each reports all that it
finds. They see the file only through ``readback`` and know nothing of composition.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .check_figures import figure_faults
from .check_pages import (
    check_contrast,
    check_folds,
    check_ink,
    check_pictures,
    check_quiet,
    check_sizes,
)
from .check_text import (
    Line,
    check_floor,
    check_forbidden,
    check_glyphs,
    check_leftover,
    check_numbers,
    check_sentences,
    check_weights,
    lines_of,
)
from .diagnostics import Diagnostic, Span, has_errors
from .expect import Directory, Expectation
from .figures import Figures
from .geometry import Rect, mm
from .readback import CodeFact, FontFact, LinkFact, PageFacts, Readback, Unreadable, decode_codes

_MAX_BYTES = 50_000_000
_ONE_BIT_DPI = 300


@dataclass
class Seen:
    """One page as it was read back."""

    number: int
    facts: PageFacts
    lines: list[Line]
    codes: list[CodeFact]
    links: list[LinkFact]
    other_annotations: int
    fonts: set[FontFact]


@dataclass
class Findings:
    """A file as it was read back, and what is wrong with it so far."""

    name: str
    pages: list[Seen]
    metadata: dict[str, str]
    figures: Figures
    problems: list[Diagnostic] = field(default_factory=list)

    def fault(self, check: str, message: str, hint: str, page: int | None = None) -> None:
        where = f"page {page + 1}: " if page is not None else ""
        self.problems.append(Diagnostic(check, where + message, hint, Span(self.name)))


@dataclass(frozen=True)
class Verdict:
    """What a check found. ``checks`` are the ids of all checks that ran."""

    diagnostics: tuple[Diagnostic, ...]
    numbers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not has_errors(self.diagnostics)


_REBUILD = "build the file again; do not hand this one out"


def check_pdf(data: bytes, expectation: Expectation, figures: Figures, name: str) -> Verdict:
    """Everything that can be checked of a file whose product and language are known.
    ``figures`` reads digits from pixels, ``name`` is the file as messages call it."""
    if len(data) > _MAX_BYTES:
        return _unreadable(name, "the file is larger than 50 MB")
    try:
        with Readback(data) as document:
            found = _read(document, expectation, figures, name)
            return _verdict(found, expectation)
    except Unreadable as error:
        return _unreadable(name, f"the file cannot be read as a PDF: {error}")


def _unreadable(name: str, message: str) -> Verdict:
    return Verdict((Diagnostic("readable", message, _REBUILD, Span(name)),), checks=("readable",))


def _read(document: Readback, expectation: Expectation, figures: Figures, name: str) -> Findings:
    found = Findings(name, [], document.metadata(), figures)
    for what in document.active():
        found.fault("readable", f"the file holds {what}", _REBUILD)
    if len(document) != len(expectation.pages):
        found.fault(
            "readable",
            f"the file has {len(document)} pages and must have {len(expectation.pages)}",
            _REBUILD,
        )
    for number in range(min(len(document), 20)):
        turned = number < len(expectation.pages) and expectation.pages[number].turned
        facts = document.page(number, turned)
        links, others = facts.links()
        found.pages.append(
            Seen(
                number,
                facts,
                lines_of(facts.chars()),
                decode_codes(facts.grey, facts.grey_dpi, Rect(0, 0, facts.width, facts.height)),
                links,
                others,
                facts.fonts(),
            )
        )
    return found


def _verdict(found: Findings, expectation: Expectation) -> Verdict:
    for check in CHECKS.values():
        check(found, expectation)
    numbers = sorted(
        {
            p
            for p in expectation.directory.printed
            if any(p in ln.text for s in found.pages for ln in s.lines)
        }
    )
    return Verdict(
        tuple(found.problems),
        tuple(numbers),
        tuple(sorted({c.payload for s in found.pages for c in s.codes})),
        tuple(sorted({ln.uri for s in found.pages for ln in s.links})),
        tuple(sorted({f.name.split("+")[-1] for s in found.pages for f in s.fonts})),
        ("readable", *CHECKS),
    )


def check_codes(found: Findings, expectation: Expectation) -> None:
    """A code that leads nowhere, or somewhere else, costs a person the way out."""
    for seen in found.pages:
        wanted = [c for c in expectation.codes if c.page == seen.number]
        for code in seen.codes:
            if code.payload not in expectation.directory.uris or "QR" not in code.format:
                found.fault(
                    "codes",
                    f"a {code.format} opens “{code.payload}”, which is no contact of this piece",
                    _REBUILD,
                    seen.number,
                )
        for payload in dict.fromkeys(c.payload for c in wanted):
            same = [c for c in seen.codes if c.payload == payload]
            copies = sum(c.copies for c in wanted if c.payload == payload)
            if len(same) != copies:
                found.fault(
                    "codes",
                    f"the QR code for “{payload}” is read {len(same)} times, not {copies}",
                    _REBUILD,
                    seen.number,
                )
            smallest = min(c.min_side for c in wanted if c.payload == payload)
            for code in same:
                _check_code(found, seen, code, smallest)


def _check_code(found: Findings, seen: Seen, code: CodeFact, min_side: float) -> None:
    """Its size, and whether it still reads when copied in black and white."""
    side = min(code.rect.width, code.rect.height)
    if side < min_side - 1.5:  # a pixel or two at the resolution it was found in
        found.fault(
            "codes",
            f"the QR code for “{code.payload}” is {mm(side):.1f} mm wide, "
            f"not {mm(min_side):.1f} mm",
            "make it larger",
            seen.number,
        )
    area = seen.facts.within(code.rect.inset(-side * 0.2))
    image = seen.facts.one_bit(_ONE_BIT_DPI, area)
    if code.payload not in [c.payload for c in decode_codes(image, _ONE_BIT_DPI, area)]:
        found.fault(
            "codes",
            f"the QR code for “{code.payload}” does not read in one bit at 300 dpi",
            "a photocopy of it will not work: make it larger or darker",
            seen.number,
        )


def check_figures(found: Findings, expectation: Expectation) -> None:
    """The digits of every number as they are printed, not as the text layer has them."""
    for seen in found.pages:
        for message in figure_faults(seen.facts, seen.lines, expectation.directory, found.figures):
            found.fault("figures", message, _REBUILD, seen.number)


def check_links(found: Findings, expectation: Expectation) -> None:
    """A link that calls somebody else than the number beneath it says."""
    directory = expectation.directory
    for seen in found.pages:
        if seen.other_annotations:
            found.fault(
                "links",
                f"{seen.other_annotations} notes or other additions lie on the page",
                _REBUILD,
                seen.number,
            )
        for link in seen.links:
            if link.uri not in directory.uris:
                found.fault(
                    "links",
                    f"a link opens “{link.uri}”, which is no contact of this piece",
                    _REBUILD,
                    seen.number,
                )
                continue
            _link_text(found, seen, link, directory)
        _linked(found, seen, directory)


def _dialled(printed: str, directory: Directory) -> str:
    """The URI of a printed form."""
    digits = "tel:" + "".join(c for c in printed if c.isdigit() or c == "+")
    for uri in directory.uris:
        if uri in (digits, f"mailto:{printed}", printed, f"https://{printed}"):
            return uri
        if uri == f"https://www.{printed}":
            return uri
    return ""


def _link_text(found: Findings, seen: Seen, link: LinkFact, directory: Directory) -> None:
    """Whatever number or address lies under the link is the one that it opens."""
    for line in seen.lines:
        if line.box is None or not line.box.overlaps(link.rect):
            continue
        under = "".join(
            c.text
            for c in line.chars
            if not c.text.isspace()
            and link.rect.contains(
                Rect(c.rect.x + c.rect.width / 2, c.rect.y + c.rect.height / 2, 0, 0), 0.5
            )
        )
        for printed in (*directory.printed, *directory.addresses):
            bare = "".join(printed.split())
            if len(bare) > 2 and bare == under and _dialled(printed, directory) != link.uri:
                found.fault(
                    "links",
                    f"the link over “{printed}” opens “{link.uri}”",
                    _REBUILD,
                    seen.number,
                )


def _linked(found: Findings, seen: Seen, directory: Directory) -> None:
    """Every printed number or address is a link."""
    for line in seen.lines:
        for printed in (*directory.printed, *directory.addresses):
            box = line.box_of(printed)
            uri = _dialled(printed, directory)
            if (
                box is not None
                and uri
                and not any(ln.uri == uri and ln.rect.overlaps(box) for ln in seen.links)
            ):
                found.fault("links", f"“{printed}” is not a link to “{uri}”", _REBUILD, seen.number)


def check_fonts(found: Findings, expectation: Expectation) -> None:
    """A font that is not in the file is replaced by another on the reader's machine."""
    for seen in found.pages:
        for font in sorted(seen.fonts, key=lambda f: f.name):
            if not font.embedded:
                found.fault("fonts", f"the font {font.name} is not embedded", _REBUILD, seen.number)


def check_title(found: Findings, expectation: Expectation) -> None:
    """What a window's title and a file manager show; and nobody's name."""
    if found.metadata.get("Title", "") != expectation.title:
        found.fault(
            "title",
            f"the file calls itself “{found.metadata.get('Title', '')}”, not “{expectation.title}”",
            _REBUILD,
        )
    if found.metadata.get("Author"):
        found.fault("title", "the file names an author", "remove the name: nobody may be traced")


def _text_check(
    check: Callable[[list[tuple[int, list[Line]]], Expectation], list[tuple[str, str, int | None]]],
    name: str,
) -> Callable[[Findings, Expectation], None]:
    """A check of the text layer alone, reported like the others."""

    def run(found: Findings, expectation: Expectation) -> None:
        pages = [(s.number, s.lines) for s in found.pages]
        for message, hint, page in check(pages, expectation):
            found.fault(name, message, hint or _REBUILD, page)

    run.__doc__ = check.__doc__
    return run


def _page_check(
    check: Callable[
        [PageFacts, list[Line], list[CodeFact], Expectation, int], list[tuple[str, str]]
    ],
    name: str,
) -> Callable[[Findings, Expectation], None]:
    """A check of each page's pixels and boxes, reported like the others."""

    def run(found: Findings, expectation: Expectation) -> None:
        for seen in found.pages[: len(expectation.pages)]:
            for message, hint in check(
                seen.facts, seen.lines, seen.codes, expectation, seen.number
            ):
                found.fault(name, message, hint or _REBUILD, seen.number)

    run.__doc__ = check.__doc__
    return run


def _metadata_forbidden(found: Findings, expectation: Expectation) -> None:
    pages = [(s.number, s.lines) for s in found.pages]
    extra = [*found.metadata.values()]
    extra += [ln.uri for s in found.pages for ln in s.links]
    extra += [c.payload for s in found.pages for c in s.codes]
    for message, hint, page in check_forbidden(pages, expectation, extra):
        found.fault("forbidden", message, hint or _REBUILD, page)


CHECKS: dict[str, Callable[[Findings, Expectation], None]] = {
    "size": _page_check(check_sizes, "size"),
    "codes": check_codes,
    "quiet": _page_check(check_quiet, "quiet"),
    "numbers": _text_check(check_numbers, "numbers"),
    "figures": check_figures,
    "forbidden": _metadata_forbidden,
    "links": check_links,
    "text": _text_check(check_sentences, "text"),
    "leftover": _text_check(check_leftover, "leftover"),
    "glyphs": _text_check(check_glyphs, "glyphs"),
    "floor": _text_check(check_floor, "floor"),
    "weights": _text_check(check_weights, "weights"),
    "folds": _page_check(check_folds, "folds"),
    "fonts": check_fonts,
    "ink": _page_check(check_ink, "ink"),
    "contrast": _page_check(check_contrast, "contrast"),
    "pictures": _page_check(check_pictures, "pictures"),
    "title": check_title,
}
