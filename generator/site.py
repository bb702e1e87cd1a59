"""A site: one place where a piece hangs, with a name, a line and contacts of its own.

Its texts join the strings of a language as ``site.name`` and ``site.line``; what its contact
or its code stands in for, it stands in for everywhere on the piece, so that text, link and
code agree.
"""

from __future__ import annotations

from .campaign import SITE_CODE, Campaign
from .content import Catalogue, Message
from .records import dataclass, replace

NAME, LINE = "site.name", "site.line"  # the strings of a site; the line may be left out
AT_SITE = "site-"  # begins the word of a file's description that names its site


@dataclass(frozen=True)
class Site:
    """``id`` is unique in a run and ends the names of files. ``texts`` are its strings in one
    language; ``contact`` is the id of the contact that stands in for another one, and ``code``
    what is put into the address of one; either may be empty."""

    id: str
    texts: tuple[Message, ...]
    contact: str = ""
    code: str = ""


def with_site(catalogue: Catalogue, site: Site) -> Catalogue:
    """The strings of a language and those of a site."""
    return replace(catalogue, messages=catalogue.messages | {m.key: m for m in site.texts})


def campaign_at(campaign: Campaign, site: Site) -> Campaign:
    """The directory as it is at a site."""
    contacts = dict(campaign.contacts)
    for name, others in campaign.sites.contacts.items():
        if site.contact in others:
            contacts[name] = replace(campaign.contacts[site.contact], id=name)
    for name, address in campaign.sites.codes.items():
        if site.code:
            contacts[name] = replace(contacts[name], dialled=address.replace(SITE_CODE, site.code))
    return campaign if contacts == campaign.contacts else replace(campaign, contacts=contacts)
