"""Jobs: which product in which language, whether it can be had, and where its file goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from .bind import bind
from .cache import Cache
from .content import Catalogue
from .diagnostics import Diagnostic, Failed, Span, has_errors
from .fingerprint import Fingerprints, code_version
from .fonts import Fonts
from .layouts import MANY, ONE, TWO, Layout
from .profiles import read_profile
from .project import MULTI, Project, unsuited
from .purpose import DRAFTS, SCREEN, TEXT, UNCHECKED, Purpose
from .records import dataclass, replace
from .rules import press_faults, refusals, rule_faults, used_contacts
from .sheet import on_paper
from .site import Site, campaign_at, with_site
from .story import Story
from .theme import theme_file

_OFFICE = Purpose()


@dataclass(frozen=True)
class Options:
    """What a build is asked for. ``root``, ``output`` and ``cache`` are absolute paths, the last
    one empty where nothing is kept; ``aged`` are the contacts that nobody has checked for
    long; ``force``: what is kept is not looked at."""

    root: str
    campaign: str
    output: str
    purpose: Purpose = Purpose()
    aged: tuple[str, ...] = ()
    cache: str = ""
    force: bool = False


@dataclass(frozen=True)
class Job:
    """A product in a language, in two (``uk+fr``) or in many (``multi``); for a site, or for
    any place."""

    product: str
    language: str
    site: Site | None = None


def story_of(
    project: Project, job: Job, fonts: Fonts, purpose: Purpose = _OFFICE
) -> tuple[Story | None, list[Diagnostic]]:
    """The bound story of a job, with every rule of the domain checked, and the sheet that
    its purpose asks for."""
    layout = project.layout(job.product, job.language, job.site is not None)
    voices, campaign = project.voices(job.language), project.campaign
    if layout is None or voices is None:
        return None, []
    if layout.covers and project.layout(layout.covers.product) is None:
        return None, []  # which is reported already
    status = project.lowest_status(voices, layout.texts)
    if job.site:
        voices = tuple(with_site(voice, job.site) for voice in voices)
        campaign = campaign_at(campaign, job.site)
    story, problems = bind(project.workspace, layout, campaign, voices, job.language, status)
    if story is not None:
        problems = rule_faults(story, fonts)
        if purpose.press:
            problems += press_faults(story)
        if layout.reduced is not None and not has_errors(problems):
            layout = layout.reduced  # every rule holds for the piece as large as it hangs
            story, found = bind(project.workspace, layout, campaign, voices, job.language, status)
            problems += found
            if story is None:
                return None, problems
        if layout.covers is None:  # a sticker's size, and so its sheet, is known later
            kept = layout.margin
            sheet, fault = on_paper(layout.sheet, layout.width, layout.height, purpose, kept)
            problems += [replace(fault, span=Span(layout.file))] if fault else []
            if sheet is not layout.sheet:  # else it stays the one that all languages share
                layout = replace(layout, sheet=sheet)
        story = replace(story, layout=layout, site=job.site.id if job.site else "")
    return (None if has_errors(problems) else story), problems


def accepted_for(story: Story, options: Options) -> Purpose:
    """The purpose with only what had to be accepted for this piece."""
    needed = {
        DRAFTS: story.status != "approved",
        UNCHECKED: any(c.id in options.aged for c in used_contacts(story)),
    }
    purpose = options.purpose
    return replace(purpose, accepted=tuple(a for a in purpose.accepted if needed[a]))


def file_path(
    layout: Layout, campaign: str, language: str, purpose: Purpose = _OFFICE, site: str = ""
) -> str:
    """Where a file goes, below the output folder."""
    name = layout.file_name or f"{campaign}_{layout.product}_{language}_{purpose.name}"
    if purpose.name == TEXT:
        return f"{purpose.name}/{language}/{name}.html"
    small = "_1-10" if layout.reduced or layout.factor < 1 else ""
    folder = f"{purpose.name}/{language}" + ("/sites" if site else "")
    return f"{folder}/{name}{purpose.suffix()}{small}{'_' if site else ''}{site}.pdf"


def plan(
    project: Project,
    languages: list[str],
    products: list[str],
    by_name: bool,
    options: Options | None = None,
    each: Callable[[Job, Story, list[Diagnostic]], None] | None = None,
    sites: list[tuple[str, Site]] | None = None,
    fonts: Fonts | None = None,
) -> list[Job]:
    """The jobs of a run. Everything is read and checked here, before anything is set.
    ``by_name``: each product was asked for in each language; what cannot be had is a fault.
    ``each`` is shown every job with its story and what is to be said of it. ``sites`` are some of
    those that the jobs are for, with the languages that they are told in: each kind of site is
    bound once."""
    purpose = options.purpose if options else _OFFICE
    jobs = []
    for spoken in languages:
        for product in products:
            why = _cannot(project, product, spoken, purpose)
            if why is None and sites is not None:
                why = _nowhere(project, product, spoken)
            if why is None:
                jobs.append(Job(product, spoken))
            elif (by_name or why.code == _NOBODY) and why.message:
                project.problems.append(why)
    project.problems += _one_name_twice(project, jobs, purpose)
    heard = {id(c): c for job in jobs for c in project.voices(job.language) or ()}.values()
    project.problems += _text_errors(project, heard, options)
    fonts = fonts or Fonts.of(project.workspace)
    if not has_errors(project.problems):
        stories = []
        at_sites = [replace(j, site=s) for j in jobs for tag, s in sites or () if tag == j.language]
        for job in jobs if sites is None else at_sites:
            story, problems = story_of(project, job, fonts, purpose)
            project.problems += problems
            if story is None:
                continue
            if each:
                each(job, story, problems)
            if purpose.press:
                stories.append(story)
        if options and purpose.press:
            project.problems += refusals(stories, purpose.accepted, options.aged)
            project.problems += _profile_faults(project, stories)
    project.stop_on_errors()
    return jobs


def _text_errors(
    project: Project, catalogues: Iterable[Catalogue], options: Options | None
) -> list[Diagnostic]:
    """What checks of texts find wrong; texts in which nothing was found are not read again.
    What is only doubtful is what lint tells."""
    cache = Cache(Path(options.cache)) if options and options.cache else None
    if cache is None or (options and options.force) or has_errors(project.problems):
        return [p for c in catalogues for p in project.linted(c, warnings=False)]
    takes = Fingerprints()
    source = takes.of({k: m.value for k, m in project.source.messages.items()})
    problems = []
    for catalogue in catalogues:
        values = {key: message.value for key, message in catalogue.messages.items()}
        about = (catalogue.language, sorted(catalogue.made), project.names())
        key = takes.of((code_version(), values, source.value, about))
        if cache.is_clean(key):
            continue
        found = project.linted(catalogue, warnings=False)
        problems += found
        if not found:
            cache.note_clean(key)
    return problems


def _profile_faults(project: Project, stories: list[Story]) -> list[Diagnostic]:
    """What is wrong with the printing conditions that themes name, each told once."""
    problems: list[Diagnostic] = []
    for profile, theme in sorted({(s.layout.profile, s.layout.theme) for s in stories}):
        try:
            read_profile(project.workspace, profile, Span(theme_file(theme)))
        except Failed as failed:
            problems += failed.diagnostics
    return list(dict.fromkeys(problems))


_UNREAD = Diagnostic("unread", "")  # what was wrong is reported already
_NOBODY = "nobody-together"  # a product in many languages, and a campaign that names none


def _cannot(project: Project, product: str, spoken: str, purpose: Purpose) -> Diagnostic | None:
    """Why a product cannot be made in a language, or in several at once; None if it can."""
    how = _speaking(spoken)
    parts = [tag for tag in spoken.split("+") if tag]
    if how == TWO and not len(parts) == len(set(parts)) == spoken.count("+") + 1 == 2:
        hint = "write two of them, for instance uk+fr"
        return Diagnostic("two-languages", f"“{spoken}” is not two languages", hint)
    layout, voices = project.layout(product), project.voices(spoken)
    if layout is None or voices is None:
        return _UNREAD
    if (layout.kind == SCREEN) != (purpose.name == SCREEN):
        what = f"{product} is a {layout.kind} layout, which is not made for {purpose.name}"
        hint = f"use --for {SCREEN}" if layout.kind == SCREEN else "name a layout for screens"
        return Diagnostic("purpose", what, hint, Span(layout.file))
    wanted = layout.speaks
    if how == wanted == MANY and len(voices) < 2:
        what = f"{product} is in many languages, and the campaign names none"
        hint = f"add “together: [en, fr, ...]” to {project.campaign.file}"
        return Diagnostic(_NOBODY, what, hint, Span(layout.file))
    if how == TWO and wanted == ONE and layout.bilingual:
        layout, wanted = project.layout(product, spoken), TWO
        if layout is None:
            return _UNREAD
    if how != wanted or layout.speaks != how:
        return Diagnostic(
            "languages",
            f"{product} cannot be set in {spoken}: its layout is for {layout.speaks} language(s)",
            {
                ONE: "ask for one language, for instance -l uk",
                TWO: "ask for two, for instance -l uk+fr",
                MANY: f"ask for -l {MULTI}; “together:” in the campaign names the languages",
            }[layout.speaks],
            Span(layout.file),
        )
    return unsuited(voices, layout)


def _nowhere(project: Project, product: str, spoken: str) -> Diagnostic | None:
    """Why a product cannot be made for sites; None if it can."""
    layout = project.layout(product)
    if layout is None:
        return _UNREAD
    if _speaking(spoken) != ONE:
        what = f"a piece for a site is in one language, and {spoken} is several"
        return Diagnostic("no-sites", what, "ask for one language, for instance -l uk")
    if not layout.site:
        what = f"{product} has no place for the name of a site"
        hint = "name a layout that has one in its field “site:”, as poster-a4 does"
        return Diagnostic("no-sites", what, hint, Span(layout.file))
    there = project.layout(product, spoken, at_site=True)
    if there is None:
        return _UNREAD
    if (there.width, there.height) != (layout.width, layout.height):
        what = f"{product} has no place for the name of a site; {layout.site} has another size"
        hint = f"write a layout that extends {layout.site}, and name it in “site:”"
        return Diagnostic("no-sites", what, hint, Span(layout.file))
    return None


def _speaking(spoken: str) -> str:
    return MANY if spoken == MULTI else TWO if "+" in spoken else ONE


def _one_name_twice(project: Project, jobs: list[Job], purpose: Purpose) -> list[Diagnostic]:
    """Two products that would overwrite each other's file."""
    first: dict[str, Job] = {}
    problems = []
    for job in jobs:
        layout = project.layout(job.product, job.language)
        assert layout is not None, "a job has a layout"
        path = file_path(layout, project.campaign.id, job.language, purpose)
        other = first.setdefault(path, job)
        if other is not job:
            problems.append(
                Diagnostic(
                    "same-file",
                    f"{other.product} and {job.product} would both be written to {path}",
                    "give one of them another “file_name”",
                    Span(layout.file),
                )
            )
    return problems
