"""Printing conditions for the press: ``layouts/icc/profiles.yaml`` and the ICC profiles in it."""

from __future__ import annotations

import hashlib
import re

from .diagnostics import Diagnostic, Failed, Span, has_errors
from .fields import Fields, nearest
from .records import dataclass, field
from .source import read_yaml
from .workspace import Workspace

REGISTRY = "layouts/icc/profiles.yaml"
_MAX_PROFILE_BYTES = 4_000_000
_INK_PROFILE = (b"prtr", b"CMYK")  # device class and colour space (ICC.1:2010, 7.2.5, 7.2.6)


@dataclass(frozen=True)
class Profile:
    """A printing condition: its identifier in the registry of the ICC, where that registry
    is, what the condition is in words, and the profile's bytes."""

    condition: str
    registry: str
    about: str
    data: bytes = field(repr=False)


def read_profile(workspace: Workspace, name: str, asked: Span | None) -> Profile:
    """The profile of that name; Failed with everything that is wrong with it."""
    node, problems = read_yaml(workspace.read_bytes(REGISTRY, 1_000_000, asked), REGISTRY)
    if node is None:
        raise Failed(problems)
    top = Fields(node, "the register of profiles", problems)
    entries = {key.value: (key, value) for key, value in top.entries("profiles", required=True)}
    top.done()
    if name not in entries:
        message = f"no printing condition “{name}” in {REGISTRY}"
        problems.append(Diagnostic("unknown-name", message, nearest(name, entries), asked))
        raise Failed(problems)
    key, value = entries[name]
    fields = Fields(value, f"profile “{name}”", problems)
    file, digest = fields.text("file", required=True), fields.text("sha256", required=True)
    fields.text("licence", required=True)
    said = [fields.text(n, required=True) for n in ("condition", "registry", "about")]
    fields.done()
    if has_errors(problems):
        raise Failed(problems)
    data = workspace.read_bytes(f"layouts/icc/{file}", _MAX_PROFILE_BYTES, key.span)
    problems += _faults(data, digest, file, key.span)
    if has_errors(problems):
        raise Failed(problems)
    return Profile(said[0], said[1], said[2], data)


def _faults(data: bytes, digest: str, file: str, span: Span) -> list[Diagnostic]:
    if (data[12:16], data[16:20]) != _INK_PROFILE:
        hint = "use an ICC profile of a CMYK printing condition"
        return [Diagnostic("profile", f"{file} is no profile for printing inks", hint, span)]
    if hashlib.sha256(data).hexdigest() != digest or not re.fullmatch(r"[0-9a-f]{64}", digest):
        hint = "restore the file, or write its SHA-256 here if it was changed on purpose"
        return [Diagnostic("profile", f"{file} is not the file that was registered", hint, span)]
    return []
