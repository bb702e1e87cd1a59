"""A campaign as it is read for a run: its directory, its languages, their state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from .campaign import Campaign, campaigns, read_campaign
from .content import Catalogue, content_file, languages_of, read_catalogue
from .diagnostics import Diagnostic, Failed, Span, has_errors
from .fields import nearest
from .layouts import Layout, products, read_layout, unknown_product
from .state import State, read_state, stale_keys, status_of
from .workspace import Workspace

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
            known = languages_of(self.workspace, self.campaign.id)
            if tag not in known:
                self.catalogues[tag] = None
                self.problems.append(
                    Diagnostic(
                        "unknown-language",
                        f"there is no {content_file(self.campaign.id, tag)}",
                        nearest(tag, known),
                    )
                )
                return None
            read, problems = _guarded(
                lambda: read_catalogue(self.workspace, self.campaign, tag, self.source)
            )
            self.problems += problems
            self.catalogues[tag] = read
            self._state(tag)
        return self.catalogues[tag]

    def layout(self, product: str) -> Layout | None:
        """A layout, read at the first call."""
        if product not in self.layouts:
            if product not in products(self.workspace):
                self.problems.append(unknown_product(product, self.workspace))
                self.layouts[product] = None
                return None
            read, problems = _guarded(lambda: read_layout(self.workspace, product))
            self.problems += problems
            self.layouts[product] = read
        return self.layouts[product]

    def status(self, catalogue: Catalogue, text: str) -> str:
        return status_of(
            self.states[catalogue.language], catalogue, self.source, self.campaign, text
        )

    def stale(self, catalogue: Catalogue) -> list[str]:
        return stale_keys(self.states[catalogue.language], catalogue, self.source)

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


def missing_text(catalogue: Catalogue, layout: Layout, asked: bool) -> Diagnostic | None:
    """The problem of asking for a product in a language that lacks its text."""
    if layout.text in catalogue.texts or not asked:
        return None
    return Diagnostic(
        "missing-text",
        f"{catalogue.language} has no text {layout.text}, which {layout.product} needs",
        f"add it to {catalogue.file}",
        Span(catalogue.file),
    )
