"""The directory of contacts: the only place where a number, an address or hours are written.

Everything printed, linked or coded comes from here, so each entry is read with care: what
is printed and what is dialled must be the same contact.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from .diagnostics import WARNING, Diagnostic, Span
from .fields import Fields
from .records import dataclass
from .source import Scalar

HOURS = ("none", "office", "day_and_night")
KINDS = ("phone", "short_code", "email", "web")
_ID = re.compile(r"[a-z][a-z0-9_]*")
# What a placeholder in a text can name beside a contact: what the campaign says of itself; the
# clock times of a number's hours; in words that are read aloud a contact, and what opens it.
BUILT_IN = ("edition", "campaign", "opens", "closes", "contact", "action")
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


def is_web(address: str) -> bool:
    """Whether a text is a web address as it is opened."""
    return _DIALLED["web"].fullmatch(address) is not None


def read_contacts(top: Fields) -> dict[str, Contact]:
    contacts: dict[str, Contact] = {}
    for key, value in top.entries("contacts", required=True):
        if not _ID.fullmatch(key.value) or key.value in BUILT_IN:
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


def aged_contacts(contacts: Iterable[Contact], today: datetime.date) -> list[Diagnostic]:
    """Warnings for contacts that nobody has checked for long."""
    problems = []
    for contact in contacts:
        days = (today - contact.checked).days
        if days > _AGING_DAYS:
            loud = "PLEASE CHECK NOW: " if days > _OLD_DAYS else ""
            problems.append(
                Diagnostic(
                    "contact-age",
                    f"{loud}contact “{contact.id}” was last checked {days} days ago",
                    f"check it, then change its date in {contact.span.file}",
                    contact.span,
                    WARNING,
                )
            )
    return problems
