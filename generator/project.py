"""A campaign as it is read for a run: its directory, its languages, their state."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from .campaign import Campaign, campaigns, read_campaign
from .content import (
    Catalogue,
    Message,
    content_file,
    languages_of,
    read_catalogue,
    rewritten,
)
from .diagnostics import Diagnostic, Failed, Span, has_errors
from .fields import nearest
from .languages import PSEUDO
from .layouts import Layout, products, read_layout, unknown_product
from .lint import lint
from .pseudo import lengthened
from .records import dataclass, field, replace
from .state import STATUSES, State, read_state, stale_keys, status_of, unsigned_keys
from .transliterate import TABLES, transliterated
from .workspace import Workspace

_WHOLE_STRING = ("placeholders", "missing-string")  # they point at no part of a text
MULTI = "multi"  # a piece in all the languages that a campaign sets together

_Read = TypeVar("_Read")


@dataclass
class Project:
    """What has been read so far, each file once; problems gather in ``problems``."""

    workspace: Workspace
    campaign: Campaign
    source: Catalogue
    problems: list[Diagnostic] = field(default_factory=list)
    catalogues: dict[str, Catalogue | None] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    layouts: dict[str, Layout | None] = field(default_factory=dict)

    @classmethod
    def open(cls, workspace: Workspace, campaign_id: str) -> Project:
        """The campaign and its source language; Failed if either cannot be read."""
        known = campaigns(workspace)
        chosen = campaign_id or (known[0] if len(known) == 1 else "")
        if chosen not in known:
            hint = nearest(campaign_id, known) or "create content/NAME/campaign.yaml"
            what = f"no campaign “{campaign_id}”" if campaign_id else "which campaign?"
            raise Failed([Diagnostic("campaign", what, hint)])
        campaign, problems = read_campaign(workspace, chosen)
        if campaign is None:
            raise Failed(problems)
        source, found = _guarded(
            lambda: read_catalogue(workspace, campaign, campaign.source_language, None)
        )
        problems += found
        if source is None:
            raise Failed(problems)
        project = cls(workspace, campaign, source, problems)
        project.catalogues[source.language] = source
        project._state(source.language)
        project._contact_labels()
        return project

    def held(self) -> Project:
        """The same for another process: it reads nothing but what was read here."""
        return replace(self, workspace=replace(self.workspace, held=True), problems=[])

    def _contact_labels(self) -> None:
        for contact in self.campaign.contacts.values():
            keys = [contact.label] + ([contact.hours.key] if contact.hours else [])
            for key in keys:
                if key not in self.source.messages:
                    self.problems.append(
                        Diagnostic(
                            "unknown-string",
                            f"contact “{contact.id}” names the string “{key}”, which "
                            f"{self.source.file} lacks",
                            nearest(key, self.source.messages) or "add it",
                            contact.span,
                        )
                    )

    def _state(self, tag: str) -> None:
        state, problems = _guarded(lambda: read_state(self.workspace, self.campaign.id, tag))
        self.states[tag] = state or State()
        self.problems += problems

    def catalogue(self, tag: str) -> Catalogue | None:
        """The strings of a language, read at the first call."""
        if tag not in self.catalogues:
            known = languages_of(self.workspace, self.campaign)
            if tag not in known and tag != PSEUDO:
                self.catalogues[tag] = None
                self.problems.append(
                    Diagnostic(
                        "unknown-language",
                        f"there is no {content_file(self.campaign.id, tag)}",
                        nearest(tag, known),
                    )
                )
                return None
            made = self._made(tag)
            read, problems = _guarded(
                lambda: read_catalogue(self.workspace, self.campaign, tag, self.source, made)
            )
            self.problems += problems
            self.catalogues[tag] = read
            self._state(tag)
        return self.catalogues[tag]

    def _made(self, tag: str) -> dict[str, Message] | None:
        """The strings of a language that is made from another one."""
        if tag == PSEUDO:
            return rewritten(self.source, lengthened)
        origin = self.campaign.transliterated.get(tag)
        if origin is None:
            return None
        base, table = self.catalogue(origin), TABLES[origin, tag]
        return None if base is None else rewritten(base, lambda t: transliterated(t, table))

    def voices(self, spoken: str) -> tuple[Catalogue, ...] | None:
        """The languages of ``uk``, of ``uk+fr``, or of ``multi``: all that the campaign sets
        together. None if one of them cannot be read."""
        tags = self.campaign.together if spoken == MULTI else tuple(spoken.split("+"))
        found = [self.catalogue(tag) for tag in tags]
        read = tuple(c for c in found if c is not None)
        return read if len(read) == len(tags) else None

    def layout(self, product: str, spoken: str = "", at_site: bool = False) -> Layout | None:
        """The layout of a product, read at the first call; ``spoken`` in two languages asks
        for the one that sets it in two, ``at_site`` for the one that sets it for a site. None
        if it cannot be read or there is none."""
        if product not in self.layouts:
            if product not in products(self.workspace):
                self.problems.append(unknown_product(product, self.workspace))
                self.layouts[product] = None
                return None
            self.layouts[product] = self._read_layout(product, product)
        layout = self.layouts[product]
        if layout is None or not (at_site or "+" in spoken):
            return layout
        name = layout.site if at_site else layout.bilingual
        if name and name not in self.layouts:
            self.layouts[name] = self._read_layout(name, product)
        return self.layouts[name] if name else None

    def _read_layout(self, name: str, product: str) -> Layout | None:
        read, problems = _guarded(lambda: read_layout(self.workspace, name, product))
        self.problems += problems
        return read

    def status(self, catalogue: Catalogue, text: str) -> str:
        return status_of(
            self.states[catalogue.language], catalogue, self.source, self.campaign, text
        )

    def lowest_status(self, catalogues: Iterable[Catalogue], texts: Iterable[str]) -> str:
        """The status of a piece: nothing in it has a lower one."""
        found = {self.status(c, t) for c, t in itertools.product(catalogues, tuple(texts))}
        return next(s for s in STATUSES if s in found)

    def stale(self, catalogue: Catalogue) -> list[str]:
        return stale_keys(self.states[catalogue.language], catalogue, self.source)

    def names(self) -> frozenset[str]:
        """Words that stand in every language as they are."""
        return frozenset(re.findall(r"\w+", self.campaign.name))

    def known_tags(self) -> list[str]:
        return languages_of(self.workspace, self.campaign)

    def linted(self, catalogue: Catalogue, warnings: bool = True) -> list[Diagnostic]:
        """What the checks of texts find in a language, where reading it found nothing yet."""
        source = None if catalogue is self.source else self.source
        known = [
            p.span
            for p in self.problems
            if p.is_error and p.span is not None and p.code not in _WHOLE_STRING
        ]
        return [
            problem
            for problem in lint(catalogue, source, self.names(), warnings)
            if problem.span is None or not any(problem.span.meets(span) for span in known)
        ]

    def unsigned(self, catalogue: Catalogue) -> list[str]:
        return unsigned_keys(self.states[catalogue.language], catalogue, self.source)

    def stop_on_errors(self) -> None:
        if has_errors(self.problems):
            raise Failed(self.problems)


def _guarded(
    read: Callable[[], tuple[_Read | None, list[Diagnostic]]],
) -> tuple[_Read | None, list[Diagnostic]]:
    """A file that cannot be opened is a problem like any other: all are reported."""
    try:
        return read()
    except Failed as failed:
        return None, failed.diagnostics


def unsuited(catalogues: Iterable[Catalogue], layout: Layout) -> Diagnostic | None:
    """Why a product cannot be had in these languages: a text is missing."""
    for catalogue in catalogues:
        for text in layout.texts:
            if text not in catalogue.texts:
                return Diagnostic(
                    "missing-text",
                    f"{catalogue.language} has no text {text}, which {layout.product} needs",
                    f"add it to {catalogue.file}",
                    Span(catalogue.file),
                )
    return None
