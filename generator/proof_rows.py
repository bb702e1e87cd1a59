"""What a proof tells of each string: one row, gathered from content, state, lint and pages."""

from __future__ import annotations

from collections import defaultdict

from .content import Catalogue, content_file
from .languages import Language, language
from .lint import key_at, without_silenced
from .notes import read_notes
from .records import dataclass
from .state import read_sources
from .uses import Use, uses
from .worker import Worker

_LIMIT = 1_000_000


@dataclass(frozen=True)
class Row:
    """One string. ``note`` is told once for strings that follow each other. ``previous`` is its source as it was when it was signed, where that is
    another now; ``changed`` says that it is not as it was signed; ``second`` is the string
    in a third language for a reviewer who does not read the source."""

    number: int
    key: str
    source: str
    target: str
    previous: str
    note: str
    uses: tuple[Use, ...]
    finds: tuple[str, ...]
    changed: bool
    second: str


@dataclass(frozen=True)
class Rows:
    """All rows of a language; ``numbers`` maps every source of a page to its number: keys,
    hours, contacts and codes."""

    language: Language
    catalogue: Catalogue
    second: Language | None
    rows: tuple[Row, ...]
    numbers: dict[str, int]


def gather(worker: Worker, catalogue: Catalogue, second: Catalogue | None) -> Rows:
    """The rows of a language, in the order of the source file."""
    project = worker.project
    source = project.source
    tag = catalogue.language
    places = uses(worker, tag)
    file = content_file(project.campaign.id, source.language)
    notes = read_notes(project.workspace.read_bytes(file, _LIMIT).decode("utf-8", "replace"))
    kept, problems = read_sources(project.workspace, project.campaign.id)
    project.problems += problems
    finds = _finds(worker, catalogue)
    unsigned, stale = set(project.unsigned(catalogue)), set(project.stale(catalogue))
    signed = project.states[tag].strings
    rows: list[Row] = []
    before = ""
    for key in [k for k in source.messages if k in catalogue.messages]:
        note = notes.get(key, "")
        rows.append(
            Row(
                len(rows) + 1,
                key,
                source.messages[key].value,
                catalogue.messages[key].value,
                kept.get(signed[key].source, "") if key in stale else "",
                "" if note == before else note,
                places.get(key, ()),
                tuple(finds[key]),
                key in unsigned,
                second.messages[key].value if second and key in second.messages else "",
            )
        )
        before = note
    return Rows(
        language(tag),
        catalogue,
        language(second.language) if second else None,
        tuple(rows),
        _numbers(worker, rows),
    )


def _numbers(worker: Worker, rows: list[Row]) -> dict[str, int]:
    """Strings first, then contacts, then codes; the hours of a contact are a string."""
    numbers = {row.key: row.number for row in rows}
    contacts = worker.project.campaign.contacts.values()
    for contact in contacts:
        if contact.hours is not None and contact.hours.key in numbers:
            numbers[f"hours:{contact.id}"] = numbers[contact.hours.key]
    for kind in ("contact", "qr"):
        for contact in contacts:
            numbers[f"{kind}:{contact.id}"] = max(numbers.values(), default=0) + 1
    return numbers


def _finds(worker: Worker, catalogue: Catalogue) -> dict[str, list[str]]:
    """What lint says of each string, silenced warnings left out."""
    project = worker.project
    heard, _ = without_silenced(
        project.linted(catalogue), catalogue, project.states[catalogue.language]
    )
    found: dict[str, list[str]] = defaultdict(list)
    for problem in heard:
        key = key_at(problem, catalogue)
        found[key].append(f"{problem.code}: {problem.message.removeprefix(key + ': ')}")
    return found
