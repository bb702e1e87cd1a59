"""What the tool knows of languages: tags, scripts, and where a line may not end.

The rules stand in ``data/languages.yaml`` with their sources. A language that is not
listed there gets the rules that hold everywhere; nothing else depends on the list.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
from dataclasses import dataclass, replace

from .diagnostics import Diagnostic, Failed, has_errors
from .fields import Fields
from .source import read_yaml

# BCP 47 (RFC 5646, 2.1): language, script, region, variants, private use.
_TAG = re.compile(
    r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(-x(-[a-z0-9]{1,8})+)?$|^x(-[a-z0-9]{1,8})+$"
)


@dataclass(frozen=True)
class Language:
    """One language as it is set.

    ``short_words``: words of up to so many letters never end a line.
    ``units`` stay with the number before them, ``before_number`` with the number after,
    ``before_name`` (abbreviations, without their stop) with the name after.
    ``endonym``: its own name, or the tag where it is not known."""

    tag: str
    endonym: str
    script: str
    short_words: int
    units: frozenset[str]
    before_number: frozenset[str]
    before_name: frozenset[str]

    @property
    def shaping_tag(self) -> str:
        """What the shaper is told: private tags say nothing to a font."""
        return "en" if self.tag.startswith("x-") else self.tag


def is_tag(text: str) -> bool:
    return bool(_TAG.match(text)) and len(text) <= 35


@dataclass(frozen=True)
class _Table:
    languages: dict[str, Language]
    common: Language


@functools.cache
def _table() -> _Table:
    data = importlib.resources.files(__package__).joinpath("data/languages.yaml").read_bytes()
    node, problems = read_yaml(data, "generator/data/languages.yaml")
    if node is None:
        raise Failed(problems)
    top = Fields(node, "the table of languages", problems)
    top.text("source", required=True)
    shared = top.fields("common", "the common rules", required=True)
    common = Language("", "", "", 0, frozenset(), frozenset(), frozenset())
    if shared is not None:
        common = replace(
            common,
            units=_words(shared, "units"),
            before_number=_words(shared, "before_number"),
            before_name=_words(shared, "before_name"),
        )
        shared.done()
    languages = {
        key.value: _language(key.value, Fields(value, f"language {key.value}", problems), common)
        for key, value in top.entries("languages", required=True)
    }
    top.done()
    if has_errors(problems):
        raise Failed(problems)
    return _Table(languages, common)


def _words(fields: Fields, name: str) -> frozenset[str]:
    return frozenset(s.value for s in fields.words(name))


def _language(tag: str, fields: Fields, common: Language) -> Language:
    found = Language(
        tag,
        fields.text("endonym", required=True),
        fields.choice("script", ("Latn", "Cyrl"), "Latn", required=True),
        int(fields.number("short_words", 0, 0, 3)),
        common.units | _words(fields, "units"),
        common.before_number | _words(fields, "before_number"),
        common.before_name | _words(fields, "before_name"),
    )
    fields.done()
    return found


def language(tag: str) -> Language:
    """The rules of ``tag``: its own, those of its plain language, or the common ones."""
    table = _table()
    if tag in table.languages:
        return table.languages[tag]
    parts = tag.split("-")
    script = next((p for p in parts[1:] if len(p) == 4 and p.isalpha()), "")
    base = table.languages.get(parts[0])
    if base is None:
        return replace(table.common, tag=tag, endonym=tag, script=script)
    same_script = not script or script == base.script
    return replace(
        base, tag=tag, endonym=base.endonym if same_script else tag, script=script or base.script
    )


def tag_problem(tag: str) -> Diagnostic | None:
    if is_tag(tag):
        return None
    return Diagnostic(
        "language-tag",
        f"“{tag}” is not a language tag",
        "use a BCP 47 tag such as uk, pt or sr-Cyrl",
    )
