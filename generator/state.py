"""What is known of a translation: who looked at it, and which source it translates.

``content/<campaign>/state/<tag>.yaml`` is written by the tool. Translators never
touch it, so that the language file stays plain.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field, replace

from .campaign import Campaign
from .content import Catalogue
from .diagnostics import Diagnostic
from .fields import Fields
from .source import Node, read_yaml
from .workspace import Workspace, write_atomic

STATUSES = DRAFT, REVIEWED, APPROVED = ("draft", "reviewed", "approved")
STATUS_OF_ROLE = {"translator": DRAFT, "reviewer": REVIEWED, "approver": APPROVED}
_LIMIT = 1_000_000
_HEAD = "# Written by beacon sign and beacon lint. Do not edit by hand.\n"


@dataclass(frozen=True)
class TextState:
    """The last sign-off of one text. ``content`` is the hash of exactly what was seen."""

    status: str
    by: str
    on: str
    content: str


@dataclass(frozen=True)
class Silence:
    """Why a warning is not heard, and the hash of the string of which that was said."""

    reason: str
    content: str


@dataclass(frozen=True)
class State:
    """All sign-offs of one language; ``sources`` maps a key to the hash of its source,
    ``silenced`` a key and the id of a check to why its warning is not heard."""

    texts: dict[str, TextState] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    silenced: dict[str, dict[str, Silence]] = field(default_factory=dict)


def fingerprint(text: str) -> str:
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:16]


def content_hash(catalogue: Catalogue, campaign: Campaign, text: str) -> str:
    """The hash of every string of one text, keys included, in order of keys."""
    sections = campaign.texts[text]
    lines = [
        f"{key}={message.value}"
        for key, message in sorted(catalogue.messages.items())
        if key.split(".")[0] in sections
    ]
    return fingerprint("\n".join(lines))


def state_file(campaign_id: str, tag: str) -> str:
    return f"content/{campaign_id}/state/{tag}.yaml"


def read_state(workspace: Workspace, campaign_id: str, tag: str) -> tuple[State, list[Diagnostic]]:
    """The state of a language; a language that nobody signed has an empty one."""
    file = state_file(campaign_id, tag)
    if not (workspace.root / file).exists():
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
            fields.text("content", required=True),
        )
        fields.done()
    sources = top.fields("sources", "“sources”")
    hashes = {name: sources.text(name) for name in sources.names()} if sources else {}
    silenced = {
        key.value: _silences(value, f"silenced warnings of {key.value}", problems)
        for key, value in top.entries("silenced")
    }
    top.done()
    return State(texts, hashes, silenced), problems


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


def stale_keys(state: State, catalogue: Catalogue, source: Catalogue) -> list[str]:
    """Strings whose source changed since they were signed."""
    if catalogue.language == source.language:
        return []
    return [
        key
        for key in catalogue.messages
        if key in state.sources
        and key in source.messages
        and state.sources[key] != fingerprint(source.messages[key].value)
    ]


def status_of(
    state: State, catalogue: Catalogue, source: Catalogue, campaign: Campaign, text: str
) -> str:
    """The status that holds today: a sign-off counts only for exactly what was signed."""
    signed = state.texts.get(text)
    if signed is None or signed.content != content_hash(catalogue, campaign, text):
        return DRAFT
    sections = campaign.texts[text]
    stale = (k for k in stale_keys(state, catalogue, source) if k.split(".")[0] in sections)
    return DRAFT if any(True for _ in stale) else signed.status


def signed(
    state: State,
    catalogue: Catalogue,
    source: Catalogue,
    campaign: Campaign,
    role: str,
    by: str,
    on: str,
) -> State:
    """The state after somebody signed every text of the language."""
    texts = {
        text: TextState(STATUS_OF_ROLE[role], by, on, content_hash(catalogue, campaign, text))
        for text in catalogue.texts
    }
    sources = {
        key: fingerprint(source.messages[key].value)
        for key in catalogue.messages
        if key in source.messages
    }
    return replace(state, texts={**state.texts, **texts}, sources=sources)


def write_state(workspace: Workspace, campaign_id: str, tag: str, state: State) -> None:
    lines = [_HEAD] + (["texts:\n"] if state.texts else [])
    for name, text in sorted(state.texts.items()):
        lines += [
            f"  {name}:\n    status: {text.status}\n    by: {_quoted(text.by)}\n",
            f"    on: {text.on}\n    content: {text.content}\n",
        ]
    if state.sources:
        lines.append("sources:\n")
    lines += [f"  {key}: {value}\n" for key, value in sorted(state.sources.items())]
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
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, "".join(lines).encode())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
