"""A document made ready for a press: separated, on a sheet with marks and slug, declared."""

from __future__ import annotations

from .diagnostics import Diagnostic, Span
from .impose import impose
from .inks import separated
from .marks import slug_area
from .page import Document, Item, PressIntent
from .profiles import Profile, read_profile
from .project import Project
from .purpose import Purpose
from .records import dataclass, replace
from .setter import Setter
from .slug import SIZE, SOURCE, inputs_digest, slug_line
from .story import Story

_Slugs = dict[str, tuple[Item, ...]]


@dataclass(frozen=True)
class Press:
    """What a press file is told beside its story: its purpose with what was accepted, the
    printing condition, and the slug of each page by its name."""

    purpose: Purpose
    profile: Profile
    slugs: dict[str, str]


def press_of(project: Project, story: Story, purpose: Purpose) -> Press:
    """``purpose`` holds what had to be accepted for this piece."""
    profile = read_profile(project.workspace, story.layout.profile, None)
    digest = inputs_digest(project, story)
    slugs = {s.name: slug_line(story, purpose, digest, s.name) for s in story.sides}
    return Press(purpose, profile, slugs)


def for_press(
    document: Document, story: Story, press: Press, setter: Setter
) -> tuple[Document | None, list[Diagnostic]]:
    """The document as a press takes it, or what does not fit beside it."""
    lines, problems = _set(story, press, setter)
    if problems:
        return None, problems
    profile = press.profile
    sheets = impose(separated(document, profile.data), story.layout, lines)
    said = (profile.condition, profile.registry, profile.about, profile.data)
    return replace(sheets, press=PressIntent(press.purpose.standard, *said)), []


def _set(story: Story, press: Press, setter: Setter) -> tuple[_Slugs, list[Diagnostic]]:
    """The slugs as they are set below the marks."""
    layout = story.layout
    assert layout.sheet is not None, "a press file has a sheet"
    area = slug_area(layout, layout.sheet)
    lines = {}
    for name, text in press.slugs.items():
        block = setter.paragraph(text, area.width, SIZE, colour=layout.ink, source=SOURCE)
        if block.height > area.height + 0.01:
            message = f"the slug line of {layout.product} does not fit beside so small a piece"
            hint = "set it on a sheet: --sheet A4"
            return {}, [Diagnostic("slug", message, hint, Span(layout.file))]
        lines[name] = tuple(block.at(area.x, area.y))
    return lines, []
