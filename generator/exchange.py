"""Translations on their way to translators' tools and back.

Export tells of every string what a translator needs. Import is strict: everything that is
wrong with a file is told at once, and nothing is written until all is well.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .content import Catalogue, Message, brought, content_file
from .csv_table import parse_csv, serialize_csv
from .diagnostics import Diagnostic, Failed, Span, has_errors
from .fields import nearest
from .jobs import Options
from .languages import PSEUDO, is_tag, tag_problem
from .lint import lint
from .notes import read_notes
from .po import parse_po, serialize_po
from .project import Project
from .records import dataclass
from .rewrite import rewritten
from .state import APPROVED, read_sources
from .unit import DRAFT, FINAL, MAX_BYTES, NEW, STALE, Head, Unit
from .uses import tightest, uses
from .worker import Worker
from .workspace import write_atomic
from .xliff import parse_xliff, serialize_xliff

FORMATS: dict[str, tuple[str, Callable[[Head, list[Unit]], bytes]]] = {
    "po": (".po", serialize_po),
    "xliff": (".xlf", serialize_xliff),
    "csv": (".csv", serialize_csv),
}
_Parser = Callable[[bytes, str], tuple[Head | None, list[Unit], list[Diagnostic]]]
_PARSERS: dict[str, _Parser] = {
    ".po": parse_po, ".xlf": parse_xliff, ".xliff": parse_xliff, ".csv": parse_csv,
}  # fmt: skip
_LIMIT = 1_000_000
_UNFINISHED = ("missing-string", "no-text", "empty")  # what an exchange is there to mend
_USES = 3  # places that a unit tells of: the tightest ones


# ---------------------------------------------------------------- out


def units_of(project: Project, tag: str, comments: dict[str, list[str]]) -> list[Unit]:
    """Every string of the texts that a language has (of all texts if it has none yet), in the
    order of the source; those that it lacks are there to be translated."""
    catalogue = _as_it_is(project, tag)
    source = project.source
    file = content_file(project.campaign.id, source.language)
    notes = read_notes(project.workspace.read_bytes(file, _LIMIT).decode("utf-8", "replace"))
    kept, problems = read_sources(project.workspace, project.campaign.id)
    if problems:
        raise Failed(problems)
    places = {}
    if catalogue is not None:
        options = Options(str(project.workspace.root), project.campaign.id, "")
        places = uses(Worker(options, project), tag)
    stale = set(project.stale(catalogue)) if catalogue else set()
    sections = {k.split(".")[0] for k in catalogue.messages} if catalogue else set()
    state = project.states.get(tag)
    units = []
    for key, message in source.messages.items():
        if sections and key.split(".")[0] not in sections:
            continue
        there = catalogue.messages.get(key) if catalogue is not None else None
        signed = state.strings.get(key) if state else None
        units.append(
            Unit(
                key,
                message.value,
                there.value if there is not None else "",
                _state(project, catalogue, key, key in stale) if there is not None else NEW,
                kept.get(signed.source, "") if signed and key in stale else "",
                notes.get(key, ""),
                tuple(str(use) for use in tightest(places.get(key, ()))[:_USES]),
                tuple(comments.get(key, ())),
            )
        )
    return units


def _as_it_is(project: Project, tag: str) -> Catalogue | None:
    """A language, also one that lacks strings: those are what it is exchanged for. None if
    there is no such language yet."""
    catalogue = project.catalogue(tag) if tag in project.known_tags() else None
    wrong = [p for p in project.problems if p.is_error and p.code not in _UNFINISHED]
    if wrong:
        raise Failed(wrong)
    return catalogue


def _state(project: Project, catalogue: Catalogue | None, key: str, stale: bool) -> str:
    if catalogue is None:
        return NEW
    if stale:
        return STALE
    section = key.split(".")[0]
    texts = [t for t, sections in project.campaign.texts.items() if section in sections]
    done = [project.status(catalogue, t) == APPROVED for t in texts if t in catalogue.texts]
    return FINAL if done and all(done) else DRAFT


def export(
    project: Project, tag: str, form: str, folder: Path, comments: dict[str, list[str]]
) -> Path:
    """Writes the file of a language; its path."""
    if tag in (PSEUDO, project.source.language) or not is_tag(tag):
        problem = tag_problem(tag) or Diagnostic(
            "export", f"{tag} is not translated by anybody", "name a language with -l"
        )
        raise Failed([problem])
    units = units_of(project, tag, comments)
    campaign = project.campaign
    head = Head(campaign.id, project.source.language, tag, campaign.edition)
    ending, serialize = FORMATS[form]
    path = folder / f"{campaign.id}_{tag}{ending}"
    write_atomic(path, serialize(head, units))
    return path


# ---------------------------------------------------------------- in


@dataclass(frozen=True)
class Imported:
    """What a file brings: the language file, the texts that are other than there, how many
    were left (empty, or still marked stale), how many refused, and what is wrong."""

    language: str
    file: str
    wanted: dict[str, str]
    left: int
    refused: int
    problems: tuple[Diagnostic, ...]

    @property
    def changed(self) -> int:
        return len(self.wanted)


def bring_in(project: Project, paths: list[Path], partial: bool) -> list[Imported]:
    """Imports files; writes nothing if anything is wrong in any of them, unless ``partial``:
    then all that is good is written, and the rest is told."""
    done: list[Imported] = []
    problems: list[Diagnostic] = []
    for path in paths:
        try:
            done.append(_looked_at(project, path))
        except Failed as failed:
            problems += failed.diagnostics
    problems += [p for found in done for p in found.problems]
    if problems and not (partial and done):
        raise Failed(problems)
    for found in done:
        if found.wanted:
            _write(project, found)
    lost = len(paths) - len(done)
    if lost:
        done.append(Imported("", "files that cannot be read", {}, 0, lost, tuple(problems)))
    return done


def _looked_at(project: Project, path: Path) -> Imported:
    """What a file would change, and what of it is wrong; Failed if it is no use at all."""
    head, units, problems = _read(path)
    name = str(path)
    if head is None and not problems:
        what = "the file does not say which campaign and language it is for"
        problems.append(Diagnostic("import", what, "export it again", Span(name, 1, 1)))
    problems += _wrong_head(project, head, name) if head else []
    if head is None or has_errors(problems):
        raise Failed(problems)
    catalogue = _as_it_is(project, head.language)
    wanted, left, faults = _sorted_out(project, catalogue, head.language, units, name)
    bad = {key for key, found in faults.items() if has_errors(found)}
    problems = [p for found in faults.values() for p in found if p.is_error]
    wanted = {key: text for key, text in wanted.items() if key not in bad}
    file = content_file(project.campaign.id, head.language)
    return Imported(head.language, file, wanted, left, len(bad), tuple(problems))


def _read(path: Path) -> tuple[Head | None, list[Unit], list[Diagnostic]]:
    parse = _PARSERS.get(path.suffix.lower())

    def fault(what: str, hint: str) -> Failed:
        return Failed([Diagnostic("import", what, hint, Span(str(path)))])

    if parse is None:
        raise fault(f"“{path.suffix}” is no format that is known", "use .po, .xlf or .csv")
    try:
        if not path.is_file():
            raise fault("there is no such file", "correct the name")
        if path.stat().st_size > MAX_BYTES:
            raise fault("the file is larger than 5 MB", "check that it is the right one")
        return parse(path.read_bytes(), str(path))
    except OSError as error:
        raise fault(f"it cannot be read ({error.strerror})", "check its rights") from None


def _wrong_head(project: Project, head: Head, name: str) -> list[Diagnostic]:
    place = Span(name, 1, 1)
    if head.campaign != project.campaign.id:
        what = f"the file is for the campaign “{head.campaign}”"
        return [Diagnostic("import", what, "name that campaign with -c", place)]
    if not is_tag(head.language) or head.language in (PSEUDO, project.source.language):
        what = f"nothing can be imported for the language “{head.language}”"
        return [Diagnostic("import", what, "correct the language in the file", place)]
    return []


def _sorted_out(
    project: Project, catalogue: Catalogue | None, tag: str, units: list[Unit], name: str
) -> tuple[dict[str, str], int, dict[str, list[Diagnostic]]]:
    """The texts that are other than today, how many units are left, and every fault."""
    wanted: dict[str, str] = {}
    messages: dict[str, Message] = {}
    faults: dict[str, list[Diagnostic]] = {}
    left = 0
    seen: set[str] = set()
    for unit in units:
        place = Span(name, unit.line, 1)
        original = project.source.messages.get(unit.key)
        found = faults.setdefault(unit.key, [])
        if unit.key in seen:
            what = f"“{unit.key}” stands twice"
            found.append(Diagnostic("import", what, "keep one of them", place))
        seen.add(unit.key)
        if original is None:
            hint = nearest(unit.key, project.source.messages)
            what = f"“{unit.key}” is no string of the campaign"
            found.append(Diagnostic("import", what, hint, place))
            continue
        if unit.source != original.value:
            what = f"the source of “{unit.key}” is another now: “{original.value}”"
            found.append(Diagnostic("import", what, "export it again, then translate", place))
            continue
        today = catalogue.messages.get(unit.key) if catalogue else None
        if not unit.target.strip() or unit.state in (NEW, STALE):
            left += 1
            continue
        if today is not None and today.value == unit.target:
            continue
        message, problems = brought(unit.key, unit.target, place, project.campaign, original)
        found += problems
        wanted[unit.key] = unit.target
        messages[unit.key] = message
    names = project.names()
    fresh = Catalogue(tag, name, messages, ())
    at_line = {unit.line: unit.key for unit in units}
    for problem in lint(fresh, project.source, names):
        if problem.span is not None:
            faults[at_line[problem.span.line]].append(problem)
    return wanted, left, faults


def _write(project: Project, found: Imported) -> None:
    file, wanted, tag = found.file, found.wanted, found.language
    path = project.workspace.root / file
    text = ""
    if path.exists():
        text = project.workspace.read_bytes(file, _LIMIT).decode("utf-8-sig")
    order = list(project.source.messages)
    head = "" if text else f"# {tag}: the same names as in {project.source.language}.yaml.\n"
    write_atomic(path, (head + rewritten(text, wanted, order)).encode())
