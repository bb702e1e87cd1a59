"""What the tool knows of languages: tags, scripts, and where a line may not end.

The rules stand in ``data/languages.yaml`` with their sources. A language that is not
listed there gets the rules that hold everywhere; nothing else depends on the list.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
from dataclasses import dataclass

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
    ``endonym``: its own name, or the tag where it is not known."""

    tag: str
    endonym: str
    script: str
    short_words: int

    @property
    def shaping_tag(self) -> str:
        """What the shaper is told: private tags say nothing to a font."""
        return "en" if self.tag.startswith("x-") else self.tag


def is_tag(text: str) -> bool:
    return bool(_TAG.match(text)) and len(text) <= 35


@functools.cache
def _table() -> dict[str, Language]:
    data = importlib.resources.files(__package__).joinpath("data/languages.yaml").read_bytes()
    node, problems = read_yaml(data, "generator/data/languages.yaml")
    table: dict[str, Language] = {}
    if node is not None:
        top = Fields(node, "the table of languages", problems)
        top.text("source", required=True)
        for key, value in top.entries("languages", required=True):
            fields = Fields(value, f"language {key.value}", problems)
            table[key.value] = Language(
                key.value,
                fields.text("endonym", required=True),
                fields.choice("script", ("Latn", "Cyrl"), "Latn", required=True),
                int(fields.number("short_words", 0, 0, 3)),
            )
            fields.done()
        top.done()
    if has_errors(problems):
        raise Failed(problems)
    return table


def language(tag: str) -> Language:
    """The rules of ``tag``: its own, those of its plain language, or the common ones."""
    table = _table()
    if tag in table:
        return table[tag]
    parts = tag.split("-")
    script = next((p for p in parts[1:] if len(p) == 4 and p.isalpha()), "")
    base = table.get(parts[0])
    if base is None:
        return Language(tag, tag, script, 0)
    same_script = not script or script == base.script
    return Language(
        tag, base.endonym if same_script else tag, script or base.script, base.short_words
    )


def tag_problem(tag: str) -> Diagnostic | None:
    if is_tag(tag):
        return None
    return Diagnostic(
        "language-tag",
        f"“{tag}” is not a language tag",
        "use a BCP 47 tag such as uk, pt or sr-Cyrl",
    )
