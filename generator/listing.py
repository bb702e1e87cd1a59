"""What ``beacon list`` tells: the languages of a campaign, and which files carry a number."""

from __future__ import annotations

import hashlib
import itertools
import re
from pathlib import Path

from .content import Catalogue
from .journal import site_records
from .languages import language
from .manifest import REPORT, read_manifest
from .project import Project
from .records import dataclass
from .state import STATUSES

_LOCAL_DIGITS = 5  # so many digits without a country code are looked for at a number's end


def language_row(project: Project, catalogue: Catalogue) -> dict[str, str | int]:
    """One line of the table; the status is the lowest of its texts. ``strings`` are those that
    are there, of those that the language's own texts need."""
    known = language(catalogue.language)
    statuses = {project.status(catalogue, text) for text in catalogue.texts}
    sections = {k.split(".")[0] for k in catalogue.messages}
    needed = [k for k in project.source.messages if k.split(".")[0] in sections]
    there = sum(key in catalogue.messages for key in needed)
    origin = project.campaign.transliterated.get(catalogue.language)
    return {
        "language": catalogue.language,
        "endonym": known.endonym,
        "script": known.script,
        "texts": ",".join(catalogue.texts) + (f" from {origin}" if origin else ""),
        "status": next((s for s in STATUSES if s in statuses), STATUSES[0]),
        "strings": f"{there}/{len(needed)}",
        "complete": f"{100 * there // max(1, len(needed))} %",
        "signed": f"{len(catalogue.messages) - len(project.unsigned(catalogue))}/{len(needed)}",
        "stale": len(project.stale(catalogue)),
    }


@dataclass(frozen=True)
class Carrier:
    """A delivered file that carries a number. ``unchanged``: it is still the file that was
    proved."""

    path: str
    unchanged: bool


def carriers(output: Path, number: str) -> list[Carrier]:
    """The recorded files whose text, codes or links hold ``number``."""
    asked = re.sub(r"[^\d+]", "", number)
    local = not asked.startswith("+") and len(asked) >= _LOCAL_DIGITS
    found = []
    for record in itertools.chain(read_manifest(output), site_records(output)):
        held = {re.sub(r"[^\d+]", "", n) for n in record.numbers}
        held |= {u.removeprefix("tel:") for u in (*record.codes, *record.links)}
        if asked in held or (local and any(h.endswith(asked) for h in held)):
            file = output / record.path
            same = file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest()
            found.append(Carrier(record.path, same == record.sha256))
    return found


def unrecorded(output: Path) -> list[Path]:
    """Files that no record tells of: an interrupted build, or somebody put them there."""
    known = {r.path for r in itertools.chain(read_manifest(output), site_records(output))}
    files = [p for ending in ("*.pdf", "*.png") for p in output.rglob(ending)]
    return [
        path
        for path in sorted(files)
        if path.relative_to(output).as_posix() not in known and not path.stem.endswith(REPORT)
    ]
