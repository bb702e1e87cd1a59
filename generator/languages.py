"""What the tool knows of languages: names, letters, and how each is set.

The rules that hold everywhere stand in ``data/languages.yaml``, with the sources of all; those
of a language in a file of its own, ``data/languages/uk.yaml``; names and letters in
``data/cldr.json`` (Unicode CLDR). Nothing else depends on which languages are listed.
"""

from __future__ import annotations

import functools
import json
import os
import re
import unicodedata
from pathlib import Path

from .diagnostics import Diagnostic, Failed, has_errors
from .fields import Fields
from .records import dataclass, field, replace
from .source import Scalar, read_yaml

# BCP 47 (RFC 5646, 2.1): language, script, region, variants, private use.
_TAG = re.compile(
    r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(-x(-[a-z0-9]{1,8})+)?$|^x(-[a-z0-9]{1,8})+$"
)
PSEUDO = "x-long"  # the pseudo-language: the source, accented and longer


@dataclass(frozen=True)
class Hyphenation:
    """Which dictionary of pyphen divides words, and how many letters stay before and after."""

    dictionary: str
    before: int
    after: int


@dataclass(frozen=True, eq=False)
class Language:
    """One language as it is set; ``data/languages.yaml`` says what each rule means.

    ``endonym``: its own name, or the tag where it is not known. ``letters`` and ``foreign``
    are its small letters and those it only borrows, both empty where they are not known.
    ``leading`` is the least leading of running text and of all other text."""

    tag: str
    endonym: str = ""
    script: str = ""
    letters: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()
    opentype: str = ""
    quotes: tuple[str, ...] = ()
    inside: str = ""
    spaces: dict[str, str] = field(default_factory=dict)
    opening: dict[str, str] = field(default_factory=dict)
    apostrophes: str = ""
    wrong: dict[str, str] = field(default_factory=dict)
    never: dict[str, str] = field(default_factory=dict)
    upper: dict[str, str] = field(default_factory=dict)
    ligatures: bool = True
    short_words: int = 0
    units: frozenset[str] = frozenset()
    before_number: frozenset[str] = frozenset()
    before_name: frozenset[str] = frozenset()
    hyphenation: Hyphenation | None = None
    leading: tuple[float, float] = (0.0, 0.0)
    sentence: int = 0
    international: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()

    @property
    def shaping_tag(self) -> str:
        """What the shaper is told: private tags say nothing to a font; an OpenType tag is
        named as such (HarfBuzz reads ``x-hbot``)."""
        plain = "en" if self.tag.startswith("x-") else self.tag
        return f"{plain}-x-hbot{self.opentype}" if self.opentype else plain

    def capitals(self, text: str) -> str:
        """The text in capitals, as the language writes them (İ, ẞ)."""
        return "".join(self.upper.get(c, c) for c in text).upper()

    def titled(self, text: str) -> str:
        """The text with a capital at its beginning."""
        return self.capitals(text[:1]) + text[1:]


def is_tag(text: str) -> bool:
    return bool(_TAG.match(text)) and len(text) <= 35


_DATA = Path(__file__).parent / "data"


@functools.cache
def _cldr() -> dict[str, dict[str, object]]:
    languages: dict[str, dict[str, object]] = json.loads((_DATA / "cldr.json").read_bytes())[
        "languages"
    ]
    return languages


@functools.cache
def _common() -> tuple[Language, frozenset[str]]:
    """The rules that hold for every language, and the names of the rules that have a source."""
    top, problems = _read("languages.yaml", "the common rules of languages")
    sources = top.fields("sources", "the sources", required=True)
    shared = top.fields("common", "the common rules", required=True)
    common = _rules("", shared, Language("")) if shared is not None else Language("")
    top.done()
    if has_errors(problems):
        raise Failed(problems)
    return common, frozenset(sources.names() if sources else ())


@functools.cache
def _listed() -> frozenset[str]:
    """The languages that have rules of their own."""
    return frozenset(name.removesuffix(".yaml") for name in os.listdir(_DATA / "languages"))


@functools.cache
def _own(tag: str) -> Language:
    """The rules of a language that is listed."""
    fields, problems = _read(f"languages/{tag}.yaml", f"language {tag}")
    common, sourced = _common()
    for name in set(fields.names()) - sourced - {"endonym"}:
        fields.fault(fields.key_span(name), "no-source", f"“{name}” has no source", "add it")
    rules = _rules(tag, fields, common)
    if has_errors(problems):
        raise Failed(problems)
    return rules


def _read(name: str, what: str) -> tuple[Fields, list[Diagnostic]]:
    node, problems = read_yaml((_DATA / name).read_bytes(), f"generator/data/{name}")
    if node is None:
        raise Failed(problems)
    return Fields(node, what, problems), problems


def _rules(tag: str, fields: Fields, common: Language) -> Language:
    reading, other = common.leading
    given = fields.words("leading")
    if len(given) == 2:
        reading, other = (float(s.value) for s in given)
    found = replace(
        common,
        tag=tag,
        endonym=fields.text("endonym"),
        letters=_words(fields, "letters"),
        opentype=fields.text("opentype"),
        quotes=tuple(s.value for s in fields.words("quotes")),
        inside=fields.text("inside"),
        spaces=_map(fields, "spaces"),
        opening=_map(fields, "opening"),
        apostrophes=fields.text("apostrophes", common.apostrophes),
        wrong=_map(fields, "wrong"),
        never=_map(fields, "never"),
        upper=_map(fields, "upper"),
        ligatures=fields.flag("ligatures", True),
        short_words=fields.whole("short_words", 0, 0, 3),
        units=common.units | _words(fields, "units"),
        before_number=common.before_number | _words(fields, "before_number"),
        before_name=common.before_name | _words(fields, "before_name"),
        hyphenation=_hyphenation(fields),
        leading=(reading, other),
        sentence=fields.whole("sentence", common.sentence, 5, 60),
        international=common.international
        | {
            part
            for scalar in fields.words("international")
            for part in {scalar.value.casefold(), *scalar.value.casefold().split("-")}
        },
        abbreviations=common.abbreviations | _words(fields, "abbreviations"),
    )
    fields.done()
    return found


def _words(fields: Fields, name: str) -> frozenset[str]:
    return frozenset(s.value for s in fields.words(name))


def _map(fields: Fields, name: str) -> dict[str, str]:
    return {k.value: v.value for k, v in fields.entries(name) if isinstance(v, Scalar)}


def _hyphenation(fields: Fields) -> Hyphenation | None:
    inner = fields.fields("hyphenation", "“hyphenation”")
    if inner is None:
        return None
    found = Hyphenation(
        inner.text("dictionary", required=True),
        inner.whole("before", 2, 1, 9),
        inner.whole("after", 2, 1, 9),
    )
    inner.done()
    return found


def _ancestors(tag: str) -> list[str]:
    """The tag and what it is a kind of: ``sr-Cyrl-RS``, ``sr-Cyrl``, ``sr``."""
    parts = tag.split("-")
    return ["-".join(parts[:n]) for n in range(len(parts), 0, -1)]


def _script_of(tag: str) -> str:
    return str(_cldr().get(tag, {}).get("script", ""))


@functools.cache
def language(tag: str) -> Language:
    """The rules of ``tag``: its own, those of its plain language, or the common ones."""
    cldr = _cldr()
    script = next((p for p in tag.split("-") if re.fullmatch("[A-Z][a-z]{3}", p)), "")
    kin = [t for t in _ancestors(tag) if not script or _script_of(t) in ("", script)]
    known = next((cldr[t] for t in kin if t in cldr), None)
    rules = next((_own(t) for t in kin if t in _listed()), _common()[0])
    if known is None:
        return replace(rules, tag=tag, endonym=rules.endonym or tag, script=script)
    listed = tuple(str(q) for q in known["quotes"])  # type: ignore[attr-defined]
    own = frozenset(_small(known["main"])) | rules.letters
    return replace(
        rules,
        tag=tag,
        endonym=rules.endonym or str(known["endonym"]),
        script=str(known["script"]),
        letters=own,
        foreign=frozenset(_small(known["auxiliary"])) - own,
        quotes=rules.quotes or (listed[0] + listed[1], listed[2] + listed[3]),
    )


def _small(items: object) -> set[str]:
    """The single letters of a list of exemplars, small and composed."""
    assert isinstance(items, list)
    return {c for item in items for c in unicodedata.normalize("NFC", item)}


def tag_problem(tag: str) -> Diagnostic | None:
    if is_tag(tag):
        return None
    return Diagnostic(
        "language-tag",
        f"“{tag}” is not a language tag",
        "use a BCP 47 tag such as uk, pt or sr-Cyrl",
    )
