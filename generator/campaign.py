"""A campaign: its directory of contacts, its texts, and what is built by default.

``content/<campaign>/campaign.yaml``. The directory is the only place where a number,
an address or hours are written; everything printed, linked or coded comes from here.
"""

from __future__ import annotations

import functools
import re

from .contacts import Contact, is_web, read_contacts
from .diagnostics import Diagnostic, Failed, Span
from .fields import Fields, nearest
from .languages import PSEUDO, is_tag
from .records import dataclass, field
from .source import Scalar, read_yaml
from .transliterate import TABLES
from .workspace import Workspace

SITE_CODE = "{code}"  # where the code of a site stands in an address
_EDITION = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?")


@dataclass(frozen=True)
class Promise:
    """Something that may be said beside some contacts only."""

    name: str
    strings: tuple[str, ...]
    pictograms: tuple[str, ...]
    span: Span


@dataclass(frozen=True)
class SiteRules:
    """What a site may have of its own. ``contacts`` maps a contact to those that may stand in
    for it; ``codes`` a contact to an address that holds ``{code}``."""

    contacts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Campaign:
    """Everything in ``campaign.yaml``. ``texts`` maps a text (A, B, C) to its sections.

    ``languages`` may hold pairs (``uk+fr``). ``together`` are those of a piece in many
    languages; ``transliterated`` maps a language to the one that it is made from."""

    id: str
    name: str
    edition: str
    source_language: str
    languages: tuple[str, ...]
    together: tuple[str, ...]
    transliterated: dict[str, str]
    products: tuple[str, ...]
    texts: dict[str, tuple[str, ...]]
    contacts: dict[str, Contact]
    promises: dict[str, Promise]
    forbidden: tuple[str, ...]
    logo: str
    file: str
    sites: SiteRules = SiteRules()

    @functools.cached_property
    def short_codes(self) -> tuple[str, ...]:
        return tuple(c.dialled for c in self.contacts.values() if c.kind == "short_code")


def campaigns(workspace: Workspace) -> list[str]:
    """The ids of all campaigns of a workspace."""
    return sorted(
        p.split("/")[1]
        for p in workspace.list_files("content", ".yaml")
        if p.endswith("/campaign.yaml") and p.count("/") == 2
    )


def read_campaign(
    workspace: Workspace, campaign_id: str
) -> tuple[Campaign | None, list[Diagnostic]]:
    file = f"content/{campaign_id}/campaign.yaml"
    node, problems = read_yaml(workspace.read_bytes(file, 1_000_000), file)
    if node is None:
        return None, problems
    top = Fields(node, "the campaign", problems)
    source = top.scalar("source_language", required=True)
    file_of_source = f"content/{campaign_id}/{_tag(top, source)}.yaml"
    if source is not None and not workspace.has_file(file_of_source):
        hint = "create it, or name another source language"
        top.fault(source.span, "unknown-language", f"there is no {file_of_source}", hint)
        return None, problems
    contacts = read_contacts(top)
    folder = f"content/{campaign_id}"
    known = _languages_there(top, workspace, folder)
    campaign = Campaign(
        campaign_id,
        top.text("name", required=True),
        _edition(top),
        source.value if source is not None else "en",
        _languages(top, "languages", known, folder),
        _languages(top, "together", known, folder),
        _transliterated(top, known),
        _products(top, workspace),
        {
            key.value: tuple(s.value for s in top.as_words(value, key.value))
            for key, value in top.entries("texts", required=True)
        },
        contacts,
        _promises(top, workspace),
        tuple(s.value for s in top.words("forbidden")),
        _logo(top, workspace, campaign_id),
        file,
        _site_rules(top, contacts),
    )
    top.done()
    problems += _consistency(campaign)
    return campaign, problems


def _tag(top: Fields, scalar: Scalar | None) -> str:
    if scalar is None:
        return "en"
    if not is_tag(scalar.value):
        top.fault(
            scalar.span,
            "language-tag",
            f"“{scalar.value}” is not a language tag",
            "use a BCP 47 tag such as uk, pt or sr-Cyrl",
        )
    return scalar.value


def _languages_there(top: Fields, workspace: Workspace, folder: str) -> set[str]:
    """The languages that have a file or are made from one, the pseudo-language too."""
    made = {key.value for key, _ in top.entries("transliterated")}
    return _files(workspace, folder) - {"campaign"} | made | {PSEUDO}


def _files(workspace: Workspace, folder: str) -> set[str]:
    depth = folder.count("/") + 1
    files = [p for p in workspace.list_files(folder, ".yaml") if p.count("/") == depth]
    return {p.rsplit("/", 1)[1].removesuffix(".yaml") for p in files}


def _products(top: Fields, workspace: Workspace) -> tuple[str, ...]:
    """The products of the list that have a layout; the others are reported."""
    known = {name for name in _files(workspace, "layouts") if not name.startswith("_")}
    named = top.words("products", required=True)
    for scalar in named:
        if scalar.value not in known:
            message = f"there is no layouts/{scalar.value}.yaml"
            top.fault(scalar.span, "unknown-product", message, nearest(scalar.value, known))
    return tuple(s.value for s in named if s.value in known)


def _languages(top: Fields, name: str, known: set[str], folder: str) -> tuple[str, ...]:
    """The languages of a list, or pairs of them, that are there; the others are reported."""
    found = []
    for scalar in top.words(name, required=name == "languages"):
        parts = scalar.value.split("+")
        unsound = [p for p in parts if not is_tag(p)]
        missing = [p for p in parts if p not in known]
        if unsound:
            _tag(top, Scalar(unsound[0], scalar.span))
        elif missing:
            message = f"there is no {folder}/{missing[0]}.yaml"
            top.fault(scalar.span, "unknown-language", message, nearest(missing[0], known))
        elif scalar.value in found:
            hint = "keep it once"
            top.fault(scalar.span, "twice", f"“{scalar.value}” stands twice in “{name}”", hint)
        else:
            found.append(scalar.value)
    return tuple(found)


def _transliterated(top: Fields, known: set[str]) -> dict[str, str]:
    """Which language is written out of which."""
    made = {}
    for key, value in top.entries("transliterated"):
        source = value.value if isinstance(value, Scalar) else ""
        if not is_tag(key.value):
            _tag(top, key)
        elif source not in known or (source, key.value) not in TABLES:
            message = f"“{key.value}” cannot be made from “{source}”"
            hint = "known here: " + ", ".join(f"{t}: {s}" for s, t in TABLES)
            top.fault(value.span, "unknown-language", message, hint)
        else:
            made[key.value] = source
    return made


def _logo(top: Fields, workspace: Workspace, campaign_id: str) -> str:
    scalar = top.scalar("logo")
    if scalar is None or not scalar.value:
        return ""
    try:
        workspace.require(f"content/{campaign_id}", scalar.value, scalar.span)
    except Failed as failed:
        top.problems += failed.diagnostics
    return scalar.value


def _edition(top: Fields) -> str:
    scalar = top.scalar("edition", required=True)
    if scalar is None:
        return "2000-01"
    if not _EDITION.fullmatch(scalar.value):
        top.fault(
            scalar.span,
            "edition",
            f"“{scalar.value}” is not an edition",
            "write year and month, for instance 2026-11",
        )
        return "2000-01"
    return scalar.value


def _promises(top: Fields, workspace: Workspace) -> dict[str, Promise]:
    promises: dict[str, Promise] = {}
    drawn = {
        p.rsplit("/", 1)[1].removesuffix(".svg")
        for p in workspace.list_files("layouts/pictograms", ".svg")
    }
    for key, value in top.entries("promises"):
        fields = Fields(value, f"promise “{key.value}”", top.problems)
        promises[key.value] = Promise(
            key.value,
            tuple(s.value for s in fields.words("strings")),
            tuple(s.value for s in fields.words("pictograms")),
            key.span,
        )
        for scalar in fields.words("pictograms"):
            if scalar.value not in drawn:
                message = f"there is no pictogram “{scalar.value}”"
                fields.fault(scalar.span, "unknown-name", message, nearest(scalar.value, drawn))
        fields.done()
    return promises


def _site_rules(top: Fields, contacts: dict[str, Contact]) -> SiteRules:
    """What sites may have of their own; nothing where the campaign does not say so."""
    fields = top.fields("sites", "“sites”")
    if fields is None:
        return SiteRules()
    stand_ins: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for key, value in fields.entries("contacts"):
        names = fields.as_words(value, key.value)
        for scalar in (key, *names):
            if scalar.value not in contacts:
                what = f"there is no contact “{scalar.value}”"
                hint = nearest(scalar.value, contacts)
                fields.fault(scalar.span, "unknown-contact", what, hint)
        for scalar in names:
            if scalar.value in taken or scalar.value == key.value:
                what = f"“{scalar.value}” cannot stand in for “{key.value}” too"
                hint = "let each contact stand in for one other"
                fields.fault(scalar.span, "site-contact", what, hint)
            taken.add(scalar.value)
        stand_ins[key.value] = tuple(s.value for s in names)
    codes = {key.value: _site_code(fields, key, contacts) for key, _ in fields.entries("codes")}
    fields.done()
    return SiteRules(stand_ins, codes)


def _site_code(fields: Fields, key: Scalar, contacts: dict[str, Contact]) -> str:
    """An address with a place for the code of a site: on the contact's own host."""
    address = next((v for k, v in fields.entries("codes") if k is key), None)
    contact = contacts.get(key.value)
    if contact is None or contact.kind != "web" or not isinstance(address, Scalar):
        what = f"“{key.value}” is no contact with a web address"
        hint = "write “website: https://.../{code}” with the id of such a contact"
        fields.fault(key.span, "site-code", what, hint)
        return ""
    filled = address.value.replace(SITE_CODE, "x")
    host = re.match(r"https://[^/?#]+", contact.dialled)
    right = (
        address.value.count(SITE_CODE) == 1
        and is_web(filled)
        and host is not None
        and re.match(re.escape(host[0]) + r"[/]", filled)
    )
    if not right:
        what = f"“{address.value}” is no address of {contact.printed} with {SITE_CODE} in it, once"
        hint = f"for instance {contact.dialled.rstrip('/')}/{SITE_CODE}"
        fields.fault(address.span, "site-code", what, hint)
    return address.value


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _consistency(campaign: Campaign) -> list[Diagnostic]:
    """What each entry cannot see for itself: unknown promises, forbidden contacts."""
    problems: list[Diagnostic] = []
    digits = {_digits(text) for text in campaign.forbidden} - {""}
    for contact in campaign.contacts.values():
        for name in contact.promises:
            if name not in campaign.promises:
                what = f"contact “{contact.id}” makes the promise “{name}”, which is not known"
                hint = nearest(name, campaign.promises) or "add it under “promises:”"
                problems.append(Diagnostic("unknown-name", what, hint, contact.span))
        if _digits(contact.dialled) in digits or contact.printed in campaign.forbidden:
            problems.append(
                Diagnostic(
                    "forbidden",
                    f"contact “{contact.id}” is on the list of what is forbidden",
                    "remove it from one of the two",
                    contact.span,
                )
            )
    return problems
