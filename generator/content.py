"""The strings of a campaign in one language, checked as they are read.

``content/<campaign>/<tag>.yaml``: sections of named strings, the same keys in every
language. A text (A, B, C) is a set of sections, each whole or absent.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable

from .campaign import Campaign
from .contacts import BUILT_IN
from .diagnostics import WARNING, Diagnostic, Span
from .fields import nearest
from .languages import is_tag, tag_problem
from .markup import Segment, parse_markup
from .records import dataclass, replace
from .source import Mapping, Node, Scalar, Sequence, read_yaml
from .typed import typed_contacts
from .workspace import Workspace

_KEY = re.compile(r"[a-z][a-z0-9_]*")
READ_ALOUD = "common.alt."  # strings that say what a link or a code does; never printed
_LIMIT = 1_000_000
_MAX_LENGTH = 5_000  # characters of one string: more than a poster holds
_MAX_UNKNOWN = 10  # strings of one file: more of them say nothing new
_TURNING = ("R", "AL", "RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI")


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
    def placeholders(self) -> Counter[str]:
        """How often each placeholder stands in the string."""
        return Counter(s.text for s in self.segments if s.placeholder)


@dataclass(frozen=True)
class Catalogue:
    """All strings of one language. ``texts`` are those that it holds whole, ``made`` the
    strings that were made from another language."""

    language: str
    file: str
    messages: dict[str, Message]
    texts: tuple[str, ...]
    made: frozenset[str] = frozenset()


def rewritten(catalogue: Catalogue, write: Callable[[str], str]) -> dict[str, Message]:
    """The strings of a language, each written otherwise; they point at where they come from."""
    found = {}
    for key, message in catalogue.messages.items():
        node = replace(message.node, value=write(message.value))
        found[key] = Message(key, parse_markup(node.value)[0], node)
    return found


def content_file(campaign_id: str, tag: str) -> str:
    return f"content/{campaign_id}/{tag}.yaml"


def languages_of(workspace: Workspace, campaign: Campaign) -> list[str]:
    """The tags of all languages of a campaign: those with a file, those made from another."""
    names = {
        p.rsplit("/", 1)[1].removesuffix(".yaml")
        for p in workspace.list_files(f"content/{campaign.id}", ".yaml")
        if p.count("/") == 2
    }
    return sorted(names - {"campaign"} | set(campaign.transliterated))


def read_catalogue(
    workspace: Workspace,
    campaign: Campaign,
    tag: str,
    source: Catalogue | None,
    made: dict[str, Message] | None = None,
) -> tuple[Catalogue | None, list[Diagnostic]]:
    """The strings of ``tag``; ``source`` is the catalogue it must agree with. ``made`` are
    strings made from another language: those that the file does not have are taken, and
    there need be no file."""
    if not is_tag(tag):
        problem = tag_problem(tag)
        return None, [problem] if problem else []
    file = content_file(campaign.id, tag)
    messages: dict[str, Message] = {}
    problems: list[Diagnostic] = []
    if made is None or workspace.has_file(file):
        node, problems = read_yaml(workspace.read_bytes(file, _LIMIT), file)
        if node is None:
            return None, problems
        _collect(node, "", messages, problems)
    own = set(messages)
    if made is not None:
        others = {k: m for k, m in messages.items() if k not in made}
        messages = {key: messages.get(key, message) for key, message in made.items()} | others
    for message in messages.values():
        problems += _check(message, campaign)
    texts = tuple(
        name
        for name, sections in campaign.texts.items()
        if all(any(k.startswith(s + ".") for k in messages) for s in sections)
    )
    catalogue = Catalogue(tag, file, messages, texts, frozenset(messages) - own)
    problems += _sections(catalogue, campaign, Span(file, 1, 1))
    if source is None:
        problems += _promised(catalogue, campaign)
    else:
        problems += _against_source(catalogue, campaign, source)
    return catalogue, problems


def _collect(
    node: Node, prefix: str, messages: dict[str, Message], problems: list[Diagnostic]
) -> None:
    if isinstance(node, Scalar):
        if len(node.value) > _MAX_LENGTH:
            message = f"“{prefix}” has {len(node.value)} characters; at most {_MAX_LENGTH}"
            problems.append(Diagnostic("too-long", message, "shorten it", node.at(0)))
            messages[prefix] = Message(prefix, (), node)
            return
        segments, faults = parse_markup(node.value)
        problems.extend(
            Diagnostic("markup", f.message, f.hint, node.at(f.offset, f.length)) for f in faults
        )
        messages[prefix] = Message(prefix, segments, node)
        problems.extend(_characters(node))
        problems.extend(_comment(node))
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
            if not _KEY.fullmatch(entry.key.value):
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


def _comment(node: Scalar) -> list[Diagnostic]:
    """A text that YAML cuts off at “ #” without a word."""
    end = node.span.column - 1 + len(node.value)
    rest = "" if node.quoted or node.block or node.lines else node.span.source[end:]
    if not node.value or not rest.lstrip().startswith("#"):
        return []
    return [
        Diagnostic(
            "comment",
            f"“{rest.strip()}” is no part of the text: YAML reads it as a remark",
            "put the text in quotes, or the remark on a line of its own",
            node.span.shifted(len(node.value) + len(rest) - len(rest.lstrip()), len(rest.strip())),
        )
    ]


def _characters(node: Scalar) -> list[Diagnostic]:
    """Characters that cannot be set or that hide something; neighbours are told together."""
    problems: list[Diagnostic] = []
    if not any(what for what, _ in map(_character_fault, set(node.value))):
        return problems
    at = 0
    for (what, hint), group in itertools.groupby(node.value, _character_fault):
        found = "".join(group)
        if what:
            codes = " ".join(f"U+{ord(c):04X}" for c in found[:4])
            more = " ..." if len(found) > 4 else ""
            place = node.at(at, len(found))
            problems.append(Diagnostic("character", f"{codes}{more} {what}", hint, place))
        at += len(found)
    return problems[:_MAX_UNKNOWN]


@functools.lru_cache(maxsize=4096)
def _character_fault(char: str) -> tuple[str, str]:
    """What is wrong with a character and what to do; two empty words if nothing is."""
    category = unicodedata.category(char)
    if unicodedata.bidirectional(char) in _TURNING:
        return (
            "belongs to right-to-left text, which is not set yet",
            "use a language in Latin or Cyrillic letters, or remove it",
        )
    if category in ("Co", "Cn", "Cs") or (category == "Cc" and char not in "\n\t"):
        return "is not a character of any text", "remove it"
    if char == "\ufffd":
        return "stands for a character that was lost", "type the right letter again"
    return "", ""


def _known_names(campaign: Campaign) -> list[str]:
    return [*campaign.contacts, *BUILT_IN]


def _check(message: Message, campaign: Campaign) -> list[Diagnostic]:
    problems = []
    seen = (c for c in message.value if not c.isspace() and unicodedata.category(c) != "Cf")
    first = next(seen, "")
    if not first:
        problems.append(
            Diagnostic("empty", f"“{message.key}” is empty", "write the text", message.span)
        )
    elif unicodedata.combining(first):
        problems.append(
            Diagnostic(
                "mark-alone",
                f"“{message.key}” begins with a mark that belongs on a letter",
                "put a letter before it",
                message.span,
            )
        )
    known = _known_names(campaign)
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
    first: dict[str, Message] = {}
    for key, message in catalogue.messages.items():
        first.setdefault(key.split(".")[0], message)
    problems = [
        Diagnostic(
            "unknown-section",
            f"“{section}” is no section of any text of the campaign",
            nearest(section, known),
            message.span,
        )
        for section, message in first.items()
        if section not in known
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
    return problems[:_MAX_UNKNOWN]


def _promised(catalogue: Catalogue, campaign: Campaign) -> list[Diagnostic]:
    """A promise that names no string of the source would be watched over by nobody."""
    return [
        Diagnostic(
            "unknown-string",
            f"promise “{promise.name}” names “{name}”, which {catalogue.file} lacks",
            nearest(name, catalogue.messages),
            promise.span,
        )
        for promise in campaign.promises.values()
        for name in promise.strings
        if name not in catalogue.messages
    ]


def _neighbour(key: str, catalogue: Catalogue) -> Span:
    """Where a missing string belongs: at the last one of its group that is there."""
    group = key
    while "." in group:
        group = group.rsplit(".", 1)[0]
        found = [m.span for k, m in catalogue.messages.items() if k.startswith(group + ".")]
        if found:
            return found[-1]
    return Span(catalogue.file, 1, 1)


def _against_source(
    catalogue: Catalogue, campaign: Campaign, source: Catalogue
) -> list[Diagnostic]:
    """The same keys, and in each the same placeholders."""
    problems = []
    known_sections = {s for sections in campaign.texts.values() for s in sections}
    sections = {k.split(".")[0] for k in catalogue.messages}
    for key, original in source.messages.items():
        if key in catalogue.messages or key.split(".")[0] not in sections:
            continue
        if key.startswith(READ_ALOUD):
            what = f"{catalogue.language} lacks “{key}”, which is read aloud: “{original.value}”"
            hint = f"translate it in {catalogue.file}; until then the labels are read instead"
            place = _neighbour(key, catalogue)
            problems.append(Diagnostic("missing-alt", what, hint, place, WARNING))
        else:
            problems.append(
                Diagnostic(
                    "missing-string",
                    f"{catalogue.language} lacks “{key}”: “{original.value}”",
                    f"translate it in {catalogue.file}, near this line",
                    _neighbour(key, catalogue),
                )
            )
    unknown = [k for k in catalogue.messages if k not in source.messages]
    for key in [k for k in unknown if k.split(".")[0] in known_sections][:_MAX_UNKNOWN]:
        problems.append(
            Diagnostic(
                "unknown-string",
                f"“{key}” is not in {source.file}",
                nearest(key, source.messages) or "remove it, or add it to the source first",
                catalogue.messages[key].span,
            )
        )
    for key, message in catalogue.messages.items():
        known = source.messages.get(key)
        problems += _placeholder_faults(message, known, campaign) if known else []
    return problems


def _placeholder_faults(
    message: Message, original: Message, campaign: Campaign
) -> list[Diagnostic]:
    """Placeholders lost or gained against the source; unknown ones are told elsewhere."""
    here, there = message.placeholders, original.placeholders
    names = _known_names(campaign)
    lost, new = there - here, [p for p in here - there if p in names]
    if not lost and not new:
        return []
    said = [
        f"{verb} " + ", ".join(f"{{{p}}}" for p in sorted(found))
        for verb, found in (("lost", lost), ("gained", new))
        if found
    ]
    return [
        Diagnostic(
            "placeholders",
            f"“{message.key}” " + " and ".join(said),
            f"use the placeholders of the source: “{original.value}”",
            message.span,
        )
    ]


def brought(
    key: str, value: str, span: Span, campaign: Campaign, original: Message | None
) -> tuple[Message, list[Diagnostic]]:
    """A text that comes from elsewhere than a language file, with all that is wrong with it.
    ``original`` is the string that it translates, if it translates one."""
    messages: dict[str, Message] = {}
    problems: list[Diagnostic] = []
    _collect(Scalar(value, span, quoted=True), key, messages, problems)
    message = messages[key]
    problems += _check(message, campaign)
    problems += _placeholder_faults(message, original, campaign) if original else []
    return message, problems
