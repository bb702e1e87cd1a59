"""A preflight report to send along with a press file: what the file is, which checks read it
and what each guards against. As lines of text, as a record for machines, as a page."""

from __future__ import annotations

import inspect
from collections.abc import Callable

from .accessible import TAG_CHECKS
from .check import CHECKS, DELIVERED, Verdict
from .geometry import MM, Rect, mm
from .page import GREY as BLACK_ALONE
from .page import Document, GlyphRun, Item, Page
from .preflight import PRESS_CHECKS
from .purpose import ACCEPTED, MONO, STANDARD_NAMES, Purpose
from .records import dataclass
from .setter import BOLD, EMPTY, GREY, Block, Setter, level, rule, width_of
from .story import Story

_SIZE = (210 * MM, 297 * MM)
_MARGIN = 14 * MM
_GUTTER = 8 * MM
_BETWEEN = 3.5  # points, from a check to the next
_COLUMNS = 2
_LONG = 2  # facts that take a whole line: the first ones
_NAMES = 34 * MM  # for the names of facts
_FACT = 8.5  # points
_TYPE = (8.0, 7.5, 7.0, 6.5)  # points; the largest with which all fits on one page
_OWN_WORDS = {DELIVERED: "What is delivered shows the page that was proved."}


@dataclass(frozen=True)
class PressJob:
    """What a report says of a file beside its checks. Sizes in points; ``pieces`` are those
    on one page. A discreet form names neither campaign nor product: both are empty then."""

    file: str
    sha256: str
    campaign: str
    product: str
    language: str
    edition: str
    width: float
    height: float
    pieces: int
    pages: int
    bleed: float
    standard: str
    condition: str
    inks: str
    accepted: tuple[str, ...]


def press_job(
    story: Story, purpose: Purpose, file: str, sha256: str, pages: int, condition: str
) -> PressJob:
    """The file of a story; ``purpose`` holds what was accepted for it."""
    layout, sheet = story.layout, story.layout.sheet
    discreet = bool(layout.file_name)
    return PressJob(
        file,
        sha256,
        "" if discreet else story.campaign.name,
        "" if discreet else f"{layout.product} ({layout.about})",
        "" if discreet else story.spoken,
        story.campaign.edition,
        layout.width,
        layout.height,
        sheet.columns * sheet.rows if sheet else 1,
        pages,
        purpose.bleed,
        STANDARD_NAMES[purpose.standard],
        condition,
        "black" if purpose.inks == MONO else "cyan, magenta, yellow, black",
        tuple(ACCEPTED[what] for what in purpose.accepted),
    )


@dataclass(frozen=True)
class Checked:
    """A check that ran: what it guards against, and what it found."""

    check: str
    guards: str
    found: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.found


def checked(verdict: Verdict) -> list[Checked]:
    """Every check that ran, and whatever else kept the file back; what failed comes first."""
    found: dict[str, list[str]] = {check: [] for check in verdict.checks}
    for problem in verdict.diagnostics:
        found.setdefault(problem.code, []).append(problem.message)
    rows = [Checked(check, _guards(check), tuple(said)) for check, said in found.items()]
    return sorted(rows, key=lambda row: row.passed)


def _guards(check: str) -> str:
    """What a check is for: the first paragraph of its own docstring."""
    known: dict[str, Callable[..., object]] = {**CHECKS, **PRESS_CHECKS, **TAG_CHECKS}
    if check not in known:
        return _OWN_WORDS.get(check, "")
    words = inspect.getdoc(known[check]) or ""
    return " ".join(words.split("\n\n")[0].split())


def _facts(job: PressJob) -> list[tuple[str, str]]:
    """What the file is, as names and values; what is not known is left out."""
    size = f"{round(mm(job.width), 1):g} x {round(mm(job.height), 1):g} mm"
    facts = [
        ("File", job.file),
        ("SHA-256", job.sha256),
        ("Campaign", job.campaign),
        ("Product", job.product),
        ("Language", job.language),
        ("Edition", job.edition),
        ("Trim size", size + (f", {job.pieces} on a sheet" if job.pieces > 1 else "")),
        ("Bleed", f"{mm(job.bleed):g} mm"),
        ("Pages", str(job.pages)),
        ("Standard", job.standard),
        ("Printing condition", job.condition),
        ("Inks", job.inks),
        ("Accepted", ", ".join(job.accepted) or "nothing"),
    ]
    return [(name, value) for name, value in facts if value]


def _result(verdict: Verdict) -> str:
    rows = checked(verdict)
    failed = sum(not row.passed for row in rows)
    if verdict.passed:
        return f"Passed: all {len(rows)} checks." if not failed else "Passed, with remarks."
    return f"FAILED: {failed} of {len(rows)} checks. Do not print this file."


def report_lines(job: PressJob, verdict: Verdict) -> list[str]:
    """The report as text, line by line."""
    lines = ["Preflight report", _result(verdict), ""]
    lines += [f"{name}: {value}" for name, value in _facts(job)] + [""]
    for row in checked(verdict):
        guards = f" ({row.guards})" if row.guards else ""
        lines.append(f"{'passed' if row.passed else 'FAILED'}  {row.check}{guards}")
        lines += [f"        {message}" for message in row.found]
    return lines


def report_record(job: PressJob, verdict: Verdict) -> dict[str, object]:
    """The report as plain values, lengths in millimetres."""
    return {
        "file": job.file,
        "sha256": job.sha256,
        "campaign": job.campaign,
        "product": job.product,
        "language": job.language,
        "edition": job.edition,
        "trim_mm": [round(mm(job.width), 3), round(mm(job.height), 3)],
        "pieces": job.pieces,
        "pages": job.pages,
        "bleed_mm": round(mm(job.bleed), 3),
        "standard": job.standard,
        "condition": job.condition,
        "inks": job.inks,
        "accepted": list(job.accepted),
        "passed": verdict.passed,
        "checks": [
            {"check": row.check, "guards": row.guards, "passed": row.passed, "found": row.found}
            for row in checked(verdict)
        ],
    }


# ---------------------------------------------------------------- as a page


def report_document(job: PressJob, verdict: Verdict, setter: Setter) -> Document:
    """The report on one A4 page; only a file with very many faults needs a second."""
    head = _head(job, verdict, setter)
    rows = checked(verdict)
    for size in _TYPE:
        pages = _flowed(head, [_row(row, size, setter) for row in rows])
        if len(pages) == 1:
            break
    title = f"Preflight report: {job.file}"
    made = tuple(_page(number, items) for number, items in enumerate(pages, 1))
    return Document(title, "en", made, "preflight report", "", job.edition, inks=BLACK_ALONE)


def _page(number: int, items: list[Item]) -> Page:
    return Page(f"report {number}", *_SIZE, tuple(items), (Rect(0, 0, *_SIZE),), (), "en")


def _head(job: PressJob, verdict: Verdict, setter: Setter) -> Block:
    """What the file is, and how it came off; facts stand side by side, long ones alone."""
    width, step = _SIZE[0] - 2 * _MARGIN, (_SIZE[0] - 2 * _MARGIN + _GUTTER) / _COLUMNS
    items = list(setter.paragraph("Preflight report", width, 18, BOLD).items)
    items += setter.paragraph(_result(verdict), width, 11, BOLD).at(0, 11 * MM)
    top = y = 20 * MM
    facts = _facts(job)
    for name, value in facts[:_LONG]:
        block = _fact(name, value, width, setter)
        items += block.at(0, y)
        top = y = y + block.height
    half = (len(facts) - _LONG + 1) // _COLUMNS
    for column in range(_COLUMNS):
        y = top
        for name, value in facts[_LONG:][column * half : (column + 1) * half]:
            block = _fact(name, value, step - _GUTTER, setter)
            items += block.at(column * step, y)
            y += block.height
    bottom = max(item.y for item in items if isinstance(item, GlyphRun)) + 3 * MM
    items.append(rule(0, bottom, width))
    return Block(tuple(items), bottom + 4 * MM)


def _fact(name: str, value: str, width: float, setter: Setter) -> Block:
    said = level(setter.paragraph(value, width - _NAMES, _FACT), _FACT)
    names = level(setter.paragraph(name, _NAMES, _FACT, colour=GREY), _FACT)
    return Block((*names.items, *said.at(_NAMES, 0)), said.height + 1)


def _row(row: Checked, size: float, setter: Setter) -> Block:
    """A check: its name and result on one line, what it guards against, what it found."""
    width = (_SIZE[0] - 2 * _MARGIN - (_COLUMNS - 1) * _GUTTER) / _COLUMNS
    said = "passed" if row.passed else "FAILED"
    result = level(setter.paragraph(said, 20 * MM, size, BOLD), size)
    name = level(setter.paragraph(row.check, width - 20 * MM, size, BOLD), size)
    first = Block((*name.items, *result.at(width - width_of(result), 0)), name.height)
    guards = setter.paragraph(row.guards, width, size, colour=GREY) if row.guards else EMPTY
    found = [setter.paragraph(message, width, size) for message in row.found]
    return setter.column([first, guards, *found], 0.5)


def _flowed(head: Block, rows: list[Block]) -> list[list[Item]]:
    """The rows in columns below the head, and on as many further pages as they need."""
    step = (_SIZE[0] - 2 * _MARGIN + _GUTTER) / _COLUMNS
    pages: list[list[Item]] = [head.at(_MARGIN, _MARGIN)]
    top, column = _MARGIN + head.height, 0
    y = top
    for row in rows:
        if y + row.height > _SIZE[1] - _MARGIN and y > top:
            column, y = column + 1, top
        if column == _COLUMNS:
            pages.append([])
            top, column = _MARGIN, 0
            y = top
        pages[-1] += row.at(_MARGIN + column * step, y)
        y += row.height + _BETWEEN
    return pages
