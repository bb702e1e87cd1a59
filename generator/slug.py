"""The slug: the line beside the trim that tells a print shop what it has before it."""

from __future__ import annotations

import hashlib

from .fonts import REGISTRY as FONTS
from .geometry import mm
from .profiles import REGISTRY as PROFILES
from .project import Project
from .purpose import ACCEPTED, STANDARD_NAMES, Purpose
from .story import BoundArt, Story, flat
from .theme import theme_file

SOURCE = "slug"
SIZE = 6.5  # points


def slug_line(story: Story, purpose: Purpose, digest: str, side: str) -> str:
    """The slug of one page. A discreet form (one with a neutral name) names no campaign."""
    layout = story.layout
    words = [] if layout.file_name else [story.campaign.name, layout.product, story.spoken]
    words += [f"site {story.site}"] if story.site else []
    size = [round(mm(side), 1) for side in (layout.width, layout.height)]
    words.append(f"{size[0]:g} x {size[1]:g} mm" + (" (1:10)" if layout.factor < 1 else ""))
    words.append(f"edition {story.campaign.edition}")
    standard = STANDARD_NAMES[purpose.standard]
    words.append(f"{standard}, {story.layout.profile.upper()}, bleed {mm(purpose.bleed):g} mm")
    words += [ACCEPTED[what] for what in purpose.accepted]
    return " · ".join([*words, digest[:8], side])


def inputs_digest(project: Project, story: Story) -> str:
    """A hash of every file that the piece is made from, by name and content."""
    digest = hashlib.sha256()
    for file in input_files(project, story):
        data = project.workspace.read_bytes(file, 100_000_000)
        digest.update(f"{file}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def input_files(project: Project, story: Story) -> list[str]:
    """The files of the workspace that a piece is made from, sorted."""
    campaign = project.campaign
    catalogues = [project.source, *(project.voices(story.spoken) or ())]
    tags = {c.language for c in catalogues}
    tags |= {campaign.transliterated[t] for t in tags if t in campaign.transliterated}
    # Fonts and profiles stand in their registers by their hashes.
    files = {campaign.file, FONTS, PROFILES, *story.layout.files}
    files |= {f"content/{campaign.id}/{tag}.yaml" for tag in tags}
    files.add(theme_file(story.layout.theme))
    for side in story.sides:
        for frame in side.frames:
            files |= {_art_file(b, story) for b in flat(frame.blocks) if isinstance(b, BoundArt)}
    return sorted(f for f in files if project.workspace.has_file(f))


def _art_file(art: BoundArt, story: Story) -> str:
    kind, _, name = art.source.partition(":")
    if kind == "pictogram":
        return f"layouts/pictograms/{name}.svg"
    return name if kind == "picture" else f"content/{story.campaign.id}/{story.campaign.logo}"
