"""What is known of a translation: who looked at it, and which source it translates.

``content/<campaign>/state/<tag>.yaml`` is written by the tool. Translators never
touch it, so that the language file stays plain.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata

from .campaign import Campaign
from .content import Catalogue
from .diagnostics import Diagnostic
from .fields import Fields
from .records import dataclass, field, replace
from .source import Node, read_yaml
from .workspace import Workspace, write_atomic

STATUSES = DRAFT, REVIEWED, APPROVED = ("draft", "reviewed", "approved")
STATUS_OF_ROLE = {"translator": DRAFT, "reviewer": REVIEWED, "approver": APPROVED}
_LIMIT = 1_000_000
_HEAD = "# Written by beacon sign and beacon lint. Do not edit by hand.\n"
_SOURCES_HEAD = (
    "# Source texts as they were when a translation of them was signed. Written by beacon.\n"
)
_PAIR = re.compile(r"([0-9a-f]{16}) ([0-9a-f]{16})")


@dataclass(frozen=True)
class TextState:
    """The last sign-off of one text."""

    status: str
    by: str
    on: str


@dataclass(frozen=True)
class Signed:
    """What was signed of one string: the hashes of its source and of its own text."""

    source: str
    text: str


@dataclass(frozen=True)
class Silence:
    """Why a warning is not heard, and the hash of the string of which that was said."""

    reason: str
    content: str


@dataclass(frozen=True)
class State:
    """All sign-offs of one language; ``strings`` maps a key to what was signed of it,
    ``silenced`` a key and the id of a check to why its warning is not heard."""

    texts: dict[str, TextState] = field(default_factory=dict)
    strings: dict[str, Signed] = field(default_factory=dict)
    silenced: dict[str, dict[str, Silence]] = field(default_factory=dict)


def fingerprint(text: str) -> str:
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:16]


_fingerprint = functools.lru_cache(maxsize=8192)(fingerprint)  # asked for once a job


def content_hash(catalogue: Catalogue, source: Catalogue) -> str:
    """The hash of all that is signed: every string with its key and its source, by key."""
    lines = [
        f"{key}={message.value}={source.messages[key].value if key in source.messages else ''}"
        for key, message in sorted(catalogue.messages.items())
    ]
    return fingerprint("\n".join(lines))


def state_file(campaign_id: str, tag: str) -> str:
    return f"content/{campaign_id}/state/{tag}.yaml"


def read_state(workspace: Workspace, campaign_id: str, tag: str) -> tuple[State, list[Diagnostic]]:
    """The state of a language; a language that nobody signed has an empty one."""
    file = state_file(campaign_id, tag)
    if not workspace.has_file(file):
        return State(), []
    node, problems = read_yaml(workspace.read_bytes(file, _LIMIT), file)
    if node is None:
        return State(), problems
    top = Fields(node, "the state file", problems)
    texts = {}
    for key, value in top.entries("texts"):
        fields = Fields(value, f"text {key.value}", problems)
        texts[key.value] = TextState(
            fields.choice("status", STATUSES, DRAFT, required=True),
            fields.text("by", required=True),
            fields.text("on", required=True),
        )
        fields.done()
    strings = _strings(top)
    silenced = {
        key.value: _silences(value, f"silenced warnings of {key.value}", problems)
        for key, value in top.entries("silenced")
    }
    top.done()
    return State(texts, strings, silenced), problems


def _strings(top: Fields) -> dict[str, Signed]:
    """``key: SOURCE TEXT``, the two hashes of each string."""
    found = {}
    fields = top.fields("strings", "“strings”")
    for name in fields.names() if fields else ():
        scalar = fields.scalar(name) if fields else None
        match = _PAIR.fullmatch(scalar.value) if scalar else None
        if match:
            found[name] = Signed(match[1], match[2])
        elif scalar is not None:
            what, hint = f"“{scalar.value}” is not two hashes", "sign the language again"
            top.fault(scalar.span, "state", what, hint)
    return found


def _silences(node: Node, what: str, problems: list[Diagnostic]) -> dict[str, Silence]:
    found = {}
    fields = Fields(node, what, problems)
    for check_id in fields.names():
        inner = fields.fields(check_id, f"{what}: {check_id}")
        if inner is not None:
            found[check_id] = Silence(
                inner.text("reason", required=True), inner.text("content", required=True)
            )
            inner.done()
    return found


def silenced(state: State, key: str, check_id: str, silence: Silence | None) -> State:
    """The state in which a warning is silenced for one string, or heard again (None)."""
    of_key = {k: v for k, v in state.silenced.get(key, {}).items() if k != check_id}
    if silence is not None:
        of_key[check_id] = silence
    rest = {k: v for k, v in state.silenced.items() if k != key}
    return replace(state, silenced=rest | ({key: of_key} if of_key else {}))


def _said(key: str, catalogue: Catalogue, source: Catalogue) -> Signed:
    """The hashes of a string as it is now."""
    original = source.messages.get(key)
    own = _fingerprint(catalogue.messages[key].value)
    return Signed(_fingerprint(original.value if original else ""), own)


def stale_keys(state: State, catalogue: Catalogue, source: Catalogue) -> list[str]:
    """Strings whose source changed since they were signed."""
    return [
        key
        for key in catalogue.messages
        if key in state.strings
        and catalogue.language != source.language
        and state.strings[key].source != _said(key, catalogue, source).source
    ]


def unsigned_keys(state: State, catalogue: Catalogue, source: Catalogue) -> list[str]:
    """Strings that nobody signed as they are now, with the source that they have now."""
    return [key for key in catalogue.messages if not _is_signed(state, key, catalogue, source)]


def _is_signed(state: State, key: str, catalogue: Catalogue, source: Catalogue) -> bool:
    signed = state.strings.get(key)
    return signed is not None and signed == _said(key, catalogue, source)


def status_of(
    state: State, catalogue: Catalogue, source: Catalogue, campaign: Campaign, text: str
) -> str:
    """The status that holds today: a sign-off counts only for exactly what was signed."""
    if text not in state.texts:
        return DRAFT
    sections = campaign.texts[text]
    for key in catalogue.messages:
        if key.partition(".")[0] in sections and not _is_signed(state, key, catalogue, source):
            return DRAFT
    return state.texts[text].status


def signed(
    state: State, catalogue: Catalogue, source: Catalogue, role: str, by: str, on: str
) -> State:
    """The state after somebody signed every text of the language."""
    now = TextState(STATUS_OF_ROLE[role], by, on)
    return replace(
        state,
        texts={**state.texts, **dict.fromkeys(catalogue.texts, now)},
        strings={key: _said(key, catalogue, source) for key in catalogue.messages},
    )


def sources_file(campaign_id: str) -> str:
    return f"content/{campaign_id}/state/sources.yaml"


def read_sources(workspace: Workspace, campaign_id: str) -> tuple[dict[str, str], list[Diagnostic]]:
    """Source texts as they were when somebody signed, by their hash."""
    file = sources_file(campaign_id)
    if not workspace.has_file(file):
        return {}, []
    node, problems = read_yaml(workspace.read_bytes(file, _LIMIT), file)
    if node is None:
        return {}, problems
    fields = Fields(node, "the source texts", problems)
    return {name: fields.text(name) for name in fields.names()}, problems


def write_sources(workspace: Workspace, campaign_id: str, source: Catalogue) -> None:
    """Adds the source texts of today to those that are kept."""
    kept, _ = read_sources(workspace, campaign_id)
    kept |= {fingerprint(m.value): m.value for m in source.messages.values()}
    lines = [f"{key}: {_quoted(text)}\n" for key, text in sorted(kept.items())]
    path = workspace.root / sources_file(campaign_id)
    write_atomic(path, "".join([_SOURCES_HEAD, *lines]).encode())


def write_state(workspace: Workspace, campaign_id: str, tag: str, state: State) -> None:
    lines = [_HEAD] + (["texts:\n"] if state.texts else [])
    for name, text in sorted(state.texts.items()):
        lines += [
            f"  {name}:\n    status: {text.status}\n    by: {_quoted(text.by)}\n",
            f"    on: {text.on}\n",
        ]
    if state.strings:
        lines.append("strings:\n")
    lines += [f"  {key}: {s.source} {s.text}\n" for key, s in sorted(state.strings.items())]
    if state.silenced:
        lines.append("silenced:\n")
    for key, silences in sorted(state.silenced.items()):
        lines.append(f"  {key}:\n")
        for check_id, silence in sorted(silences.items()):
            lines += [
                f"    {check_id}:\n      reason: {_quoted(silence.reason)}\n",
                f"      content: {silence.content}\n",
            ]
    path = workspace.root / state_file(campaign_id, tag)
    write_atomic(path, "".join(lines).encode())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
