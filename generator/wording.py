"""Strings of a piece looked up and filled in: what is printed, and what is read aloud.

What a link or a code does is said by strings of the content (``common.alt.*``). Where a
language has none, which is warned of, the label of the contact or the caption of the code is
read, and what is printed of it.
"""

from __future__ import annotations

from .campaign import Campaign
from .contacts import Contact
from .content import READ_ALOUD, Catalogue, Message
from .diagnostics import Diagnostic, Span
from .fields import nearest
from .languages import language
from .layouts import Layout
from .markup import Segment
from .shape import Run, plain
from .site import LINE, NAME

_CODE = f"{READ_ALOUD}code"
_DOES = {  # by the kind of the contact
    "phone": f"{READ_ALOUD}call",
    "short_code": f"{READ_ALOUD}call",
    "email": f"{READ_ALOUD}write",
    "web": f"{READ_ALOUD}open",
}


class Wording:
    """The strings of a layout in the languages of ``catalogues``, the first of which is the
    file's own. What cannot be said is noted in ``problems``."""

    def __init__(self, layout: Layout, campaign: Campaign, catalogues: tuple[Catalogue, ...]):
        self._layout = layout
        self._campaign = campaign
        self._catalogues = catalogues
        self._sections = {s for text in layout.texts for s in campaign.texts.get(text, ())}
        self.languages = tuple(language(c.language) for c in catalogues)
        self.problems: list[Diagnostic] = []
        self._does: dict[tuple[str, int], str] = {}

    def fault(self, span: Span, code: str, message: str, hint: str) -> None:
        self.problems.append(Diagnostic(code, message, hint, span))

    def message(self, key: str, span: Span, voice: int) -> Message | None:
        """The string that a block names, in the first or second language of the piece."""
        if voice >= len(self._catalogues):
            self.fault(
                span,
                "one-language",
                f"{self._layout.product} is set in one language here; there is no second one",
                "take “in: second” out, or set “languages: two” in the layout",
            )
            return None
        catalogue = self._catalogues[voice]
        found = catalogue.messages.get(key)
        if key in (NAME, LINE):
            return self._of_site(key, span, catalogue)
        if key.split(".")[0] not in self._sections:
            self.fault(
                span,
                "unknown-string",
                f"“{key}” is no string of text {' or '.join(self._layout.texts)}",
                nearest(key, catalogue.messages),
            )
        elif found is None:
            self.fault(
                span,
                "missing-string",
                f"{catalogue.language} lacks “{key}”, which the layout uses here",
                nearest(key, catalogue.messages) or f"add it to {catalogue.file}",
            )
        return found

    def _of_site(self, key: str, span: Span, catalogue: Catalogue) -> Message | None:
        """A string of the site, or nothing where its row leaves out the line."""
        if NAME not in catalogue.messages:
            what = f"“{key}” is filled in for each site, and this piece is for none"
            self.fault(span, "needs-sites", what, "build it with --sites, or take it out")
        return catalogue.messages.get(key)

    def whole(self, key: str, span: Span, voice: int, contact: Contact | None = None) -> str:
        """A string as plain text."""
        message = self.message(key, span, voice)
        return self._filled(message, voice, contact) if message else ""

    def said(self, segment: Segment, message: Message, voice: int, contact: Contact | None) -> Run:
        """A segment with its placeholder filled in, in no weight yet."""
        if not segment.placeholder:
            return Run(segment.text, 0)
        known = self._campaign.contacts.get(segment.text)
        if known is not None:
            return Run(known.printed, 0, known.uri, whole=True, says=self.does(known, voice))
        return Run(self._built_in(segment.text, contact, message, voice), 0, whole=True)

    def does(self, contact: Contact, voice: int) -> str:
        """What a link to a contact does, as a sentence: “Call +352 ....”"""
        voice = min(voice, len(self._catalogues) - 1)
        key = (contact.id, voice)
        if key in self._does:
            return self._does[key]
        faults = len(self.problems)
        said = self._what_it_does(contact, voice)
        if len(self.problems) == faults:  # which are told wherever they are met
            self._does[key] = said
        return said

    def _what_it_does(self, contact: Contact, voice: int) -> str:
        messages = self._catalogues[voice].messages
        if _DOES[contact.kind] in messages:
            return self._filled(messages[_DOES[contact.kind]], voice, contact)
        label = messages.get(contact.label)
        named = f"{self._filled(label, voice, contact)}: " if label else ""
        return named + contact.printed

    def code_says(self, contact: Contact, voice: int, caption: str) -> str:
        """What is read aloud for a QR code: that it is one, and what it does."""
        voice = min(voice, len(self._catalogues) - 1)
        message = self._catalogues[voice].messages.get(_CODE)
        if message is None:
            return caption if contact.printed in caption else f"{caption}: {contact.printed}"
        return self._filled(message, voice, contact)

    def _filled(self, message: Message, voice: int, contact: Contact | None) -> str:
        parts = (self.said(s, message, voice, contact).text for s in message.segments)
        return plain("".join(parts))

    def _built_in(self, name: str, contact: Contact | None, message: Message, voice: int) -> str:
        if name == "edition":
            return self._campaign.edition
        if name == "campaign":
            return self._campaign.name
        if contact is not None and name == "contact":
            return contact.printed
        if contact is not None and name == "action" and message.key == _CODE:
            return self.does(contact, voice)
        if name in ("contact", "action"):
            hint = "use it only where the English does"
            what = f"“{message.key}” uses {{{name}}}, which is only for what is read aloud"
            self.fault(message.span, "placeholder-place", what, hint)
            return ""
        if contact is not None and contact.hours is not None and contact.hours.opens:
            return contact.hours.opens if name == "opens" else contact.hours.closes
        self.fault(
            message.span,
            "hours-placeholder",
            f"“{message.key}” uses {{{name}}} where no number with clock times stands",
            "use it only in the phrase of such hours",
        )
        return ""
