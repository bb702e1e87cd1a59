"""Texts changed inside a language file: remarks, order and all other lines stay as they are.

Places come from the events of the YAML parser; only the characters of a changed value are
written anew, in the same kind of quotes where that is possible.
"""

from __future__ import annotations

import re

import yaml

from .records import dataclass

_PLAIN_START = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]")
_NOT_PLAIN = re.compile(r": |:$| #|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_RESOLVER = yaml.resolver.Resolver()
_PLAIN_TAG = "tag:yaml.org,2002:str"


@dataclass(frozen=True)
class _Place:
    """Where a value stands (offsets in the text), its quotes, and the column of its name."""

    start: int
    end: int
    style: str
    column: int


def rewritten(text: str, wanted: dict[str, str], order: list[str]) -> str:
    """The file with the texts of ``wanted``; new ones come to stand where ``order`` says.
    ``text`` is a file that was read without a fault, or empty."""
    places, values = _places(text)
    changes = [
        (places[key], _value(new, places[key].style))
        for key, new in wanted.items()
        if key in places and values[key] != new
    ]
    for place, new in sorted(changes, key=lambda change: -change[0].start):
        tail = "\n" if text[place.start : place.end].endswith("\n") else ""
        text = text[: place.start] + new + tail + text[place.end :]
    for key in [k for k in order if k in wanted and k not in places]:
        text = _inserted(text, key, wanted[key], order)
    return text


def yaml_text(value: str) -> str:
    """A value as a translator would type it: plain if YAML reads it back as this text."""
    plain = (
        _PLAIN_START.match(value)
        and value == value.strip()
        and not _NOT_PLAIN.search(value)
        and _RESOLVER.resolve(yaml.ScalarNode, value, (True, False)) == _PLAIN_TAG
    )
    return value if plain else _double(value)


def _double(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    escaped = escaped.replace("\t", "\\t")
    return '"' + _HIDDEN.sub(lambda m: f"\\u{ord(m[0]):04X}", escaped) + '"'


def _value(value: str, style: str) -> str:
    if style == "'" and not _HIDDEN.search(value):
        return "'" + value.replace("'", "''") + "'"
    return _double(value) if style == '"' else yaml_text(value)


def _places(text: str) -> tuple[dict[str, _Place], dict[str, str]]:
    """Every value by its key: where it stands, and what it is."""
    places: dict[str, _Place] = {}
    values: dict[str, str] = {}
    path: list[str] = []
    names: list[tuple[str, int] | None] = []
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.MappingStartEvent):
            if names and names[-1] is not None:
                path.append(names[-1][0])
            names.append(None)
        elif isinstance(event, yaml.MappingEndEvent):
            names.pop()
            if names:
                path = path[:-1]
                names[-1] = None
        elif isinstance(event, yaml.ScalarEvent) and names:
            known = names[-1]
            if known is None:
                names[-1] = (event.value, event.start_mark.column)
                continue
            key = ".".join([*path, known[0]])
            start, end = event.start_mark.index, event.end_mark.index
            places[key] = _Place(start, end, event.style or "", known[1])
            values[key] = event.value
            names[-1] = None
    return places, values


def _inserted(text: str, key: str, value: str, order: list[str]) -> str:
    """The text with one more string, behind the last one that stands before it in the order
    and shares the most of its groups."""
    places, _ = _places(text) if text.strip() else ({}, {})
    parts = key.split(".")
    before = [k for k in order[: order.index(key)] if k in places]
    best, shared = "", -1
    for other in [*(k for k in places if k not in before), *before]:
        same = _shared(parts, other.split("."))
        if same > shared or (same == shared and other in before):
            best, shared = other, same
    at, columns = len(text), [2 * i for i in range(len(parts))]
    if best:
        group = best.split(".")[: shared + 1]
        inside = [p.end for k, p in places.items() if k.split(".")[: shared + 1] == group]
        at = _line_end(text, max(inside))
        base = _column(places, group[:shared])
        columns = [base + 2 * i for i in range(len(parts) - shared)]
        parts = parts[shared:]
    lead = "\n" if at and not text[:at].endswith("\n") else ""
    names = [f"{' ' * c}{name}:" for c, name in zip(columns, parts, strict=True)]
    names[-1] += f" {yaml_text(value)}"
    return text[:at] + lead + "\n".join(names) + "\n" + text[at:]


def _shared(one: list[str], other: list[str]) -> int:
    """How many groups two keys have in common."""
    count = 0
    while count < min(len(one), len(other)) - 1 and one[count] == other[count]:
        count += 1
    return count


def _column(places: dict[str, _Place], group: list[str]) -> int:
    """Where the names of a group begin: as those that are there already."""
    depth = len(group)
    for key, place in places.items():
        parts = key.split(".")
        if parts[:depth] == group and len(parts) == depth + 1:
            return place.column
    return 2 * depth


def _line_end(text: str, at: int) -> int:
    """Behind the line in which ``at`` stands."""
    if at and text[at - 1] == "\n":
        return at
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1
