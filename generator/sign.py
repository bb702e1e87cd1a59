"""``beacon sign``: who vouches for exactly which content of a language, and when."""

from __future__ import annotations

import datetime

from .diagnostics import Diagnostic, Failed
from .project import Project
from .state import content_hash, signed, write_sources, write_state


def sign(
    project: Project, tags: list[str], by: str, role: str, today: datetime.date, content: str = ""
) -> None:
    """Records the sign-off in the state file of each language. ``content`` is the hash that
    stands on the proof that was signed: what changed since is not signed with it."""
    if not by.strip():
        raise Failed([Diagnostic("sign", "a sign-off needs a name", "write --by NAME")])
    catalogues = [c for c in map(project.catalogue, tags) if c is not None]
    project.stop_on_errors()
    for catalogue in catalogues:
        now = content_hash(catalogue, project.source)
        if content and content != now:
            what = f"{catalogue.language} changed since the proof with {content}; it is {now} now"
            raise Failed([Diagnostic("sign", what, "make a new proof and look at it again")])
    for catalogue in catalogues:
        state = project.states[catalogue.language]
        state = signed(state, catalogue, project.source, role, by, today.isoformat())
        write_state(project.workspace, project.campaign.id, catalogue.language, state)
        project.states[catalogue.language] = state
    write_sources(project.workspace, project.campaign.id, project.source)
