"""A campaign: its directory of contacts, its texts, and what is built by default.

``content/<campaign>/campaign.yaml``. The directory is the only place where a number,
an address or hours are written; everything printed, linked or coded comes from here.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from .diagnostics import WARNING, Diagnostic, Failed, Span
from .fields import Fields, nearest
from .languages import is_tag
from .source import Scalar, read_yaml
from .workspace import Workspace

HOURS = ("none", "office", "day_and_night")
KINDS = ("phone", "short_code", "email", "web")
_ID = re.compile(r"[a-z][a-z0-9_]*")
_EDITION = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?")
_AGING_DAYS, _OLD_DAYS = 180, 365

# What each kind must look like, printed and dialled (E.164 for phones: "+" and at most
# 15 digits; short codes are dialled as they are, never with a country code).
_DIALLED = {
    "phone": re.compile(r"\+[1-9][0-9]{4,14}"),
    "short_code": re.compile(r"[0-9]{2,6}"),
    "email": re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"),
    "web": re.compile(r"https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(/[A-Za-z0-9._~/%?=&-]*)?"),
}


_NAMED = {
    "phone": "a phone number as it is dialled",
    "short_code": "a short code as it is dialled",
    "email": "an e-mail address",
    "web": "a web address",
}


@dataclass(frozen=True)
class Hours:
    """When a number answers: a phrase of the content (``key``), with clock times if given."""

    key: str
    opens: str = ""
    closes: str = ""


@dataclass(frozen=True)
class Contact:
    """One entry of the directory. ``label`` is a key of the content."""

    id: str
    kind: str
    label: str
    printed: str
    dialled: str
    hours: Hours | None
    promises: tuple[str, ...]
    source: str
    checked: datetime.date
    how: str
    span: Span

    @property
    def uri(self) -> str:
        scheme = {"phone": "tel:", "short_code": "tel:", "email": "mailto:", "web": ""}
        return scheme[self.kind] + self.dialled

    @property
    def is_number(self) -> bool:
        return self.kind in ("phone", "short_code")


@dataclass(frozen=True)
class Promise:
    """Something that may be said beside some contacts only."""

    name: str
    strings: tuple[str, ...]
    pictograms: tuple[str, ...]
    span: Span


@dataclass(frozen=True)
class Campaign:
    """Everything in ``campaign.yaml``. ``texts`` maps a text (A, B, C) to its sections."""

    id: str
    name: str
    edition: str
    source_language: str
    languages: tuple[str, ...]
    products: tuple[str, ...]
    texts: dict[str, tuple[str, ...]]
    contacts: dict[str, Contact]
    promises: dict[str, Promise]
    forbidden: tuple[str, ...]
    logo: str
    file: str

    @property
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
    if source is not None and not (workspace.root / file_of_source).is_file():
        hint = "create it, or name another source language"
        top.fault(source.span, "unknown-language", f"there is no {file_of_source}", hint)
        return None, problems
    contacts = _contacts(top)
    campaign = Campaign(
        campaign_id,
        top.text("name", required=True),
        _edition(top),
        source.value if source is not None else "en",
        _found(top, workspace, "languages", f"content/{campaign_id}", "unknown-language"),
        _found(top, workspace, "products", "layouts", "unknown-product"),
        {
            key.value: tuple(s.value for s in top.as_words(value, key.value))
            for key, value in top.entries("texts", required=True)
        },
        contacts,
        _promises(top, workspace),
        tuple(s.value for s in top.words("forbidden")),
        _logo(top, workspace, campaign_id),
        file,
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


def _found(top: Fields, workspace: Workspace, name: str, folder: str, code: str) -> tuple[str, ...]:
    """The languages or products of a list that have a file; the others are reported."""
    depth = folder.count("/") + 1
    files = [p for p in workspace.list_files(folder, ".yaml") if p.count("/") == depth]
    known = {p.rsplit("/", 1)[1].removesuffix(".yaml") for p in files} - {"campaign"}
    named = top.words(name, required=True)
    for scalar in named:
        sound = name != "languages" or _tag(top, scalar) and is_tag(scalar.value)
        if sound and scalar.value not in known:
            message = f"there is no {folder}/{scalar.value}.yaml"
            top.fault(scalar.span, code, message, nearest(scalar.value, known))
    return tuple(s.value for s in named if s.value in known)


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


def _contacts(top: Fields) -> dict[str, Contact]:
    contacts: dict[str, Contact] = {}
    for key, value in top.entries("contacts", required=True):
        if not _ID.fullmatch(key.value) or key.value == "edition":
            top.fault(
                key.span,
                "contact-id",
                f"“{key.value}” cannot be the id of a contact",
                "use small letters, digits and _, beginning with a letter",
            )
        fields = Fields(value, f"contact “{key.value}”", top.problems)
        contacts[key.value] = _contact(key, fields)
        fields.done()
    return contacts


def _contact(key: Scalar, fields: Fields) -> Contact:
    kind = fields.choice("kind", KINDS, "phone", required=True)
    printed = fields.text("printed", required=True)
    dialled = fields.text("dialled", required=True)
    checked = fields.fields("checked", f"“checked” of contact “{key.value}”", required=True)
    date, how = datetime.date(2000, 1, 1), ""
    if checked is not None:
        date, how = _date(checked), checked.text("how", required=True)
        checked.done()
    contact = Contact(
        key.value,
        kind,
        fields.text("label", required=True),
        printed,
        dialled,
        _hours(fields),
        tuple(s.value for s in fields.words("promises")),
        fields.text("source", required=True),
        date,
        how,
        key.span,
    )
    _check_forms(contact, fields)
    return contact


def _check_forms(contact: Contact, fields: Fields) -> None:
    """The dialled form is right for its kind, and the printed form says the same."""
    dialled = fields.scalar("dialled")
    wrong = not _DIALLED[contact.kind].fullmatch(contact.dialled)
    if dialled is not None and wrong:
        fields.fault(
            dialled.span,
            "dialled",
            f"“{contact.dialled}” is not {_NAMED[contact.kind]}",
            {
                "phone": "write + and the country code, without spaces: +35227365646",
                "short_code": "write the digits alone, without a country code",
                "email": "write the address alone: name@example.org",
                "web": "write the whole address with https://",
            }[contact.kind],
        )
    said = contact.printed
    printed = fields.scalar("printed")
    if contact.is_number:
        same = _same_number(re.sub(r"[ ()./-]", "", said), contact)
    elif contact.kind == "email":
        same = said == contact.dialled
    else:
        same = contact.dialled in (said, f"https://{said}", f"https://www.{said}")
    odd = re.search(r"[^0-9+ ()./-]", said) if contact.is_number else None
    if printed is not None and odd:
        message = f"“{said}” holds U+{ord(odd[0]):04X}"
        hint = "write digits, with plain spaces between groups"
        fields.fault(printed.at(odd.start()), "printed", message, hint)
    elif printed is not None and said.strip() and not wrong and not same:
        fields.fault(
            printed.span,
            "printed",
            f"“{said}” and “{contact.dialled}” are not the same contact",
            "make the printed form and the dialled form agree, with plain spaces between groups",
        )
    if contact.hours is not None and not contact.is_number:
        fields.fault(
            fields.key_span("hours"), "hours", "only a phone number has hours", "remove “hours”"
        )


def _same_number(digits: str, contact: Contact) -> bool:
    """Whether printed digits are those that are dialled: all of them, or without the
    country code and with the 0 that is dialled in its place (ITU-T E.123, 5)."""
    if digits == contact.dialled:
        return True
    national = re.fullmatch(r"0([1-9]\d{3,})", digits)
    country = contact.dialled.removesuffix(national[1]) if national else ""
    return contact.kind == "phone" and bool(re.fullmatch(r"\+[1-9]\d{0,2}", country))


def _hours(fields: Fields) -> Hours | None:
    """``none``, ``office``, ``day_and_night``, or a mapping of a phrase and clock times."""
    node = fields.node("hours")
    if node is None or (isinstance(node, Scalar) and node.value == "none"):
        return None
    if isinstance(node, Scalar):
        name = fields.choice("hours", HOURS, "office")
        return Hours(f"common.hours.{name}")
    times = Fields(node, "“hours”", fields.problems)
    hours = Hours(
        times.text("phrase", required=True), _clock(times, "opens"), _clock(times, "closes")
    )
    times.done()
    return hours


def _clock(fields: Fields, name: str) -> str:
    scalar = fields.scalar(name, required=True)
    if scalar is not None and not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", scalar.value):
        fields.fault(
            scalar.span, "clock", f"“{scalar.value}” is not a time of day", "write it as 08:00"
        )
    return scalar.value if scalar else ""


def _date(fields: Fields) -> datetime.date:
    scalar = fields.scalar("date", required=True)
    if scalar is None:
        return datetime.date(2000, 1, 1)
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", scalar.value):
            raise ValueError
        return datetime.date.fromisoformat(scalar.value)
    except ValueError:
        fields.fault(
            scalar.span, "date", f"“{scalar.value}” is not a date", "write it as 2026-11-23"
        )
        return datetime.date(2000, 1, 1)


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


def aged_contacts(campaign: Campaign, today: datetime.date) -> list[Diagnostic]:
    """Warnings for contacts that nobody has checked for long."""
    problems = []
    for contact in campaign.contacts.values():
        days = (today - contact.checked).days
        if days > _AGING_DAYS:
            loud = "PLEASE CHECK NOW: " if days > _OLD_DAYS else ""
            problems.append(
                Diagnostic(
                    "contact-age",
                    f"{loud}contact “{contact.id}” was last checked {days} days ago",
                    f"check it, then change its date in {campaign.file}",
                    contact.span,
                    WARNING,
                )
            )
    return problems
