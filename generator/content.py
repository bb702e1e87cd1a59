"""The strings of a campaign in one language, checked as they are read.

``content/<campaign>/<tag>.yaml``: sections of named strings, the same keys in every
language. A text (A, B, C) is a set of sections, each whole or absent.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from .campaign import Campaign
from .diagnostics import Diagnostic, Span
from .fields import nearest
from .languages import is_tag, tag_problem
from .markup import Segment, parse_markup
from .source import Mapping, Node, Scalar, Sequence, read_yaml
from .typed import typed_contacts
from .workspace import Workspace

_KEY = re.compile(r"^[a-z][a-z0-9_]*$")
_LIMIT = 1_000_000
_BUILT_IN = ("edition", "campaign")
_CLOCK = ("opens", "closes")


@dataclass(frozen=True)
class Message:
    """One string: its key, its parsed segments, and the node that it was read from."""

    key: str
    segments: tuple[Segment, ...]
    node: Scalar

    @property
    def value(self) -> str:
        return self.node.value

    @property
    def span(self) -> Span:
        return self.node.span

    @property
    def placeholders(self) -> frozenset[str]:
        return frozenset(s.text for s in self.segments if s.placeholder)


@dataclass(frozen=True)
class Catalogue:
    """All strings of one language. ``texts`` are those that it holds whole."""

    language: str
    file: str
    messages: dict[str, Message]
    texts: tuple[str, ...]


def content_file(campaign_id: str, tag: str) -> str:
    return f"content/{campaign_id}/{tag}.yaml"


def languages_of(workspace: Workspace, campaign_id: str) -> list[str]:
    """The tags of all language files of a campaign."""
    names = [
        p.rsplit("/", 1)[1].removesuffix(".yaml")
        for p in workspace.list_files(f"content/{campaign_id}", ".yaml")
        if p.count("/") == 2
    ]
    return [n for n in names if n != "campaign"]


def read_catalogue(
    workspace: Workspace, campaign: Campaign, tag: str, source: Catalogue | None
) -> tuple[Catalogue | None, list[Diagnostic]]:
    """The strings of ``tag``; ``source`` is the catalogue it must agree with."""
    if not is_tag(tag):
        problem = tag_problem(tag)
        return None, [problem] if problem else []
    file = content_file(campaign.id, tag)
    node, problems = read_yaml(workspace.read_bytes(file, _LIMIT), file)
    if node is None:
        return None, problems
    messages: dict[str, Message] = {}
    _collect(node, "", messages, problems)
    for message in messages.values():
        problems += _check(message, campaign)
    texts = tuple(
        name
        for name, sections in campaign.texts.items()
        if all(any(k.startswith(s + ".") for k in messages) for s in sections)
    )
    catalogue = Catalogue(tag, file, messages, texts)
    problems += _sections(catalogue, campaign, Span(file, 1, 1))
    if source is not None:
        problems += _against_source(catalogue, campaign, source)
    return catalogue, problems


def _collect(
    node: Node, prefix: str, messages: dict[str, Message], problems: list[Diagnostic]
) -> None:
    if isinstance(node, Scalar):
        segments, faults = parse_markup(node.value)
        problems.extend(
            Diagnostic("markup", f.message, f.hint, node.at(f.offset, f.length)) for f in faults
        )
        messages[prefix] = Message(prefix, segments, node)
        problems.extend(_characters(node))
    elif isinstance(node, Sequence):
        problems.append(
            Diagnostic(
                "list-in-content",
                f"“{prefix}” is a list",
                "give each string a name of its own: lists shift when one is inserted",
                node.span,
            )
        )
    elif isinstance(node, Mapping):
        for entry in node.entries:
            if not _KEY.match(entry.key.value):
                problems.append(
                    Diagnostic(
                        "key",
                        f"“{entry.key.value}” cannot be the name of a string",
                        "use small letters a-z, digits and _",
                        entry.key.span,
                    )
                )
            name = f"{prefix}.{entry.key.value}" if prefix else entry.key.value
            _collect(entry.value, name, messages, problems)


def _characters(node: Scalar) -> list[Diagnostic]:
    """Characters that cannot be set or that hide something."""
    problems = []
    for i, char in enumerate(node.value):
        category = unicodedata.category(char)
        direction = unicodedata.bidirectional(char)
        if direction in ("R", "AL", "RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"):
            what, hint = (
                "belongs to right-to-left text, which is not set yet",
                "use a language in Latin or Cyrillic letters, or remove the character",
            )
        elif category in ("Co", "Cn", "Cs") or (category == "Cc" and char not in "\n\t"):
            what, hint = "is not a character of any text", "remove it"
        elif char == "\ufffd":
            what, hint = "stands for a character that was lost", "type the right letter again"
        else:
            continue
        problems.append(Diagnostic("character", f"U+{ord(char):04X} {what}", hint, node.at(i, 1)))
    return problems


def _check(message: Message, campaign: Campaign) -> list[Diagnostic]:
    problems = []
    if not message.value.strip():
        problems.append(
            Diagnostic("empty", f"“{message.key}” is empty", "write the text", message.span)
        )
    known = [*campaign.contacts, *_BUILT_IN, *_CLOCK]
    for segment in message.segments:
        if segment.placeholder and segment.text not in known:
            problems.append(
                Diagnostic(
                    "unknown-placeholder",
                    f"no contact “{segment.text}” in {campaign.file}",
                    nearest(segment.text, known),
                    message.node.at(segment.offset, len(segment.text) + 2),
                )
            )
    for find in typed_contacts(message.segments, campaign.short_codes, campaign.forbidden):
        problems.append(
            Diagnostic(
                "typed-contact",
                f"“{find.text}” in “{message.key}” is {find.what} typed into a text",
                find.hint,
                message.node.at(find.offset, find.length),
            )
        )
    return problems


def _sections(catalogue: Catalogue, campaign: Campaign, span: Span) -> list[Diagnostic]:
    """Every section belongs to a text, and no text stands half."""
    known = {s for sections in campaign.texts.values() for s in sections}
    problems = [
        Diagnostic(
            "unknown-section",
            f"“{key.split('.')[0]}” is no section of any text of the campaign",
            nearest(key.split(".")[0], known),
            message.span,
        )
        for key, message in catalogue.messages.items()
        if key.split(".")[0] not in known
    ]
    if not catalogue.texts:
        problems.append(
            Diagnostic(
                "no-text",
                f"{catalogue.language} holds no whole text of the campaign",
                "add the sections " + ", ".join(sorted(known)),
                span,
            )
        )
    return problems


def _against_source(
    catalogue: Catalogue, campaign: Campaign, source: Catalogue
) -> list[Diagnostic]:
    """The same keys, and in each the same placeholders."""
    problems = []
    held = {s for t in catalogue.texts for s in campaign.texts[t]}
    sections = {k.split(".")[0] for k in catalogue.messages} | held
    for key, original in source.messages.items():
        if key not in catalogue.messages and key.split(".")[0] in sections:
            problems.append(
                Diagnostic(
                    "missing-string",
                    f"{catalogue.language} lacks “{key}”: “{original.value}”",
                    f"translate it in {catalogue.file}",
                    Span(catalogue.file),
                )
            )
    for key, message in catalogue.messages.items():
        known = source.messages.get(key)
        if known is None:
            problems.append(
                Diagnostic(
                    "unknown-string",
                    f"“{key}” is not in {source.file}",
                    nearest(key, source.messages) or "remove it, or add it to the source first",
                    message.span,
                )
            )
        elif known.placeholders != message.placeholders:
            lost = ", ".join(f"{{{p}}}" for p in sorted(known.placeholders - message.placeholders))
            new = ", ".join(f"{{{p}}}" for p in sorted(message.placeholders - known.placeholders))
            problems.append(
                Diagnostic(
                    "placeholders",
                    f"“{key}” "
                    + " and ".join(
                        part for part in (lost and f"lost {lost}", new and f"gained {new}") if part
                    ),
                    f"use the placeholders of the source: “{known.value}”",
                    message.span,
                )
            )
    return problems
