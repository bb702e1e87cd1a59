"""One process at work: a job becomes a proved file, or a list of what is wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from .cache import Cache, Entry
from .campaign import Campaign
from .check import Verdict, check_editions, check_pdf
from .compose import compose
from .contacts import Contact
from .delivery import Delivery
from .diagnostics import Diagnostic, Failed, has_errors
from .expect import Expectation
from .expecting import expectation
from .figures import Figures
from .findings import Fault
from .fingerprint import Fingerprint, Fingerprints, code_version
from .fit import Fitted, fit
from .fonts import Family, Fonts
from .frames import Frame
from .impose import impose, paper_of
from .inks import inked
from .jobs import Job, Options, accepted_for, file_path, story_of
from .languages import Language
from .layouts import Layout
from .manifest import Record
from .page import Document
from .pictures import Raster
from .profiles import Profile
from .project import Project
from .purpose import SCREEN, TEXT
from .qr import Symbol
from .records import dataclass
from .site import AT_SITE
from .stack import Typesetter
from .story import Story
from .svg import Drawing
from .theme import Style
from .workspace import write_atomic

if TYPE_CHECKING:  # what one purpose needs is imported by it: a leaflet starts in a moment
    from .press import Press
    from .setter import Setter

_MOST_PLANNED = 64  # stories of planning that are kept for their jobs

# Values that many stories share.
_SHARED = (
    Layout,
    Frame,
    Campaign,
    Language,
    Style,
    Contact,
    Drawing,
    Raster,
    Symbol,
    Profile,
    Family,
)


@dataclass(frozen=True)
class Outcome:
    """What came of a job: a record if the file was delivered, else why not. ``files`` are the
    hashes of all that was delivered, by path. ``reused``: it was proved in an earlier run, and
    nothing that it is made from has changed."""

    job: Job
    record: Record | None
    problems: tuple[Diagnostic, ...]
    files: tuple[tuple[str, str], ...] = ()
    reused: bool = False


@dataclass(frozen=True)
class Made:
    """What was made of a job: the files by their paths, the main one first; none if it did not
    pass. ``key`` is the fingerprint of all that they are made from, where they can be kept."""

    outcome: Outcome
    files: dict[str, bytes]
    key: Fingerprint | None


@dataclass(frozen=True)
class _Planned:
    """The story of a job as planning bound it, what was to be said of it, and its key if
    anybody asked for that."""

    story: Story
    problems: tuple[Diagnostic, ...]
    key: Fingerprint | None


class Worker:
    """Makes files in one process; keeps fonts and shaped paragraphs between jobs."""

    def __init__(self, options: Options, project: Project, before: Worker | None = None):
        """``before`` is one that worked on the same workspace: what it knows of fonts holds as
        long as their registry is the same."""
        self.options = options
        self.project = project
        fonts = Fonts.of(project.workspace)
        if before and before.fonts.families != fonts.families:
            before = None
        self.fonts: Fonts = before.fonts if before else fonts
        self.figures: Figures = before.figures if before else Figures(fonts)
        self._typesetter: Typesetter = before._typesetter if before else Typesetter(fonts)
        self._pressed: tuple[tuple[str, str, str], Press] | None = None
        self._cache = Cache(Path(options.cache)) if options.cache else None
        self._fingerprints = Fingerprints(*_SHARED)
        self._planned: dict[Job, _Planned] = {}

    def __reduce__(self) -> tuple[type[Worker], tuple[Options, Project]]:
        """Another process, if it is not a copy of this one, opens fonts and binds stories anew."""
        return Worker, (self.options, self.project.held())

    def hold(self) -> None:
        """From now on nothing is read of the project but what was read by now."""
        self.project = self.project.held()

    def story(self, job: Job) -> tuple[Story | None, list[Diagnostic]]:
        """The story of a job; a sticker's is as large as what it covers in that language."""
        story, problems = story_of(self.project, job, self.fonts, self.options.purpose)
        return self._grown(job, story, problems)

    def _grown(
        self, job: Job, story: Story | None, problems: list[Diagnostic]
    ) -> tuple[Story | None, list[Diagnostic]]:
        """A sticker as large as what it covers."""
        covers = story.layout.covers if story else None
        if story is None or covers is None:
            return story, problems
        from .cover import covering

        below, found = story_of(self.project, Job(covers.product, job.language), self.fonts)
        if below is None:
            return None, problems + found
        fitted, found = fit(below, self._typesetter)
        if has_errors(found):
            return None, problems + found
        story, found = covering(story, below, fitted, self.fonts, self.options.purpose)
        return story, problems + found

    def fitted(self, job: Job) -> tuple[Story | None, Fitted | None, list[Diagnostic]]:
        """The story of a job and its frames as they are set, or what does not fit."""
        story, problems = self.story(job)
        if story is None:
            return None, None, problems
        fitted, found = fit(story, self._typesetter)
        return story, None if has_errors(found) else fitted, problems + found

    def document(self, job: Job) -> tuple[Story | None, Document | None, list[Diagnostic]]:
        """The story of a job and its pages, or what does not fit."""
        story, problems = self.story(job)
        if story is None:
            return None, None, problems
        document, found = self._composed(story)
        return story, document, problems + found

    def _composed(self, story: Story) -> tuple[Document | None, list[Diagnostic]]:
        fitted, problems = fit(story, self._typesetter)
        if has_errors(problems):
            return None, problems
        purpose = accepted_for(story, self.options)
        words = purpose.words() + ([f"{AT_SITE}{story.site}"] if story.site else [])
        document = compose(story, fitted, tuple(words))
        document = inked(document, purpose.inks, story.layout.ink)
        press = self._press(story)
        if press is None:
            return impose(document, story.layout), problems
        from .press import for_press

        finished, found = for_press(document, story, press, self.setter(story))
        return finished, problems + found

    def expectation(self, story: Story) -> Expectation:
        """What the file of a story must hold."""
        press = self._press(story)
        if press is None:
            return expectation(story, self.options.purpose)
        return expectation(story, press.purpose, press.slugs, press.profile)

    def _press(self, story: Story) -> Press | None:
        """What makes a press file of a story, worked out once for the story at hand."""
        if not self.options.purpose.press:
            return None
        from .press import press_of

        key = (story.layout.product, story.spoken, story.site)
        if self._pressed is None or self._pressed[0] != key:
            press = press_of(self.project, story, accepted_for(story, self.options))
            self._pressed = key, press
        return self._pressed[1]

    def setter(self, story: Story) -> Setter:
        """Sets the tool's own words in the family of a piece."""
        from .setter import Setter

        return Setter(self._typesetter, next(iter(story.layout.styles.values())).family)

    def key(self, story: Story) -> Fingerprint:
        """The fingerprint of all that the file of a story depends on."""
        purpose = accepted_for(story, self.options)
        made_from = (code_version(), story, purpose, self._press(story), self.fonts.families)
        return self._fingerprints.of(made_from)

    def planned(self, job: Job, story: Story, problems: list[Diagnostic]) -> Fingerprint | None:
        """The fingerprint of a story as it was planned, which is kept until its job is run; None
        where it cannot be made, or what is kept is not looked at."""
        try:
            grown, problems = self._grown(job, story, problems)
        except Failed:
            return None
        if grown is None:
            return None
        key = None if self._cache is None or self.options.force else self.key(grown)
        if len(self._planned) < _MOST_PLANNED:
            self._planned[job] = _Planned(grown, tuple(problems), key)
        return key

    def kept(self, job: Job, key: Fingerprint) -> Outcome | None:
        """A file that was proved in an earlier run, put in its place if it is not there."""
        entry = self._cache.get(key) if self._cache else None
        if entry is None:
            return None
        for name, data in entry.files.items():
            path = Path(self.options.output) / name
            if not _is(path, data):
                write_atomic(path, data)
        return Outcome(job, entry.record, entry.problems, _hashes(entry.files), reused=True)

    def run(self, job: Job) -> Outcome:
        """Composes, writes, reads back; delivers only what passed."""
        with Delivery(self.options.output) as delivery:
            return self.deliver(self.make(job, delivery), delivery)

    def deliver(self, made: Made, delivery: Delivery) -> Outcome:
        """Puts what was made in its place, and keeps it."""
        try:
            for name, data in made.files.items():
                delivery.place(name, data)
        except Failed as failed:
            return Outcome(made.outcome.job, None, tuple(failed.diagnostics))
        record = made.outcome.record
        if self._cache and record and made.key:
            self._cache.keep(made.key, Entry(record, made.files, made.outcome.problems))
        return made.outcome

    def make(self, job: Job, delivery: Delivery | None = None) -> Made:
        """Composes, writes, reads back. With ``delivery`` the disk begins with a file while it is
        being read back; without, nothing is written. What cannot be read becomes the outcome of
        its job."""
        try:
            return self._make(job, delivery)
        except Failed as failed:
            return _refused(job, failed.diagnostics)

    def _make(self, job: Job, delivery: Delivery | None) -> Made:
        planned = self._planned.pop(job, None)
        if planned is None:
            story, problems = self.story(job)
        else:
            story, problems = planned.story, list(planned.problems)
        if story is None:
            return _refused(job, problems)
        path = self._path(story, job)
        if self.options.purpose.name == TEXT:
            files, verdict = self._editions(story, job)
        else:
            document, found = self._composed(story)
            problems += found
            if document is None:
                return _refused(job, problems)
            proved, verdict = self._proved(story, document, path, delivery)
            files = {}
            if verdict.passed:
                files, verdict = self._made(story, document, proved, verdict, path)
        problems += verdict.diagnostics
        if not verdict.passed:
            return _refused(job, problems)
        record = self._record(story, job, verdict, files)
        outcome = Outcome(job, record, tuple(problems), _hashes(files))
        key = planned.key if planned else None
        if key is None and self._cache and job.site is None:
            key = self.key(story)  # of a site’s file whoever reads the rows knows it
        return Made(outcome, files, key)

    def _record(self, story: Story, job: Job, verdict: Verdict, files: dict[str, bytes]) -> Record:
        path, data = next(iter(files.items()))
        return Record(
            path,
            hashlib.sha256(data).hexdigest(),
            story.campaign.id,
            job.product,
            job.language,
            story.status,
            story.campaign.edition,
            verdict.numbers,
            verdict.codes,
            verdict.links,
            verdict.checks,
            "passed",
            accepted_for(story, self.options).accepted,
            story.site,
        )

    def _path(self, story: Story, job: Job) -> str:
        campaign, purpose = story.campaign.id, self.options.purpose
        return file_path(story.layout, campaign, job.language, purpose, story.site)

    def _editions(self, story: Story, job: Job) -> tuple[dict[str, bytes], Verdict]:
        """The page and the text that need no PDF, by their paths, and whether they are right."""
        from .html_edition import html_edition
        from .text_edition import text_edition

        path, wanted = self._path(story, job), self.expectation(story)
        made = {path: html_edition(story), f"{path.removesuffix('.html')}.txt": text_edition(story)}
        return made, check_editions(made, wanted)

    def _written(self, document: Document) -> bytes:
        from .pdf import write_pdf  # many commands write nothing

        return write_pdf(document, self.fonts)

    def _proved(
        self, story: Story, document: Document, name: str, delivery: Delivery | None = None
    ) -> tuple[bytes, Verdict]:
        """A document as a PDF, and whether it is right."""
        data = self._written(document)
        if delivery and self.options.purpose.name != SCREEN and not self.options.purpose.tile:
            delivery.begin(name, data)  # the PDF itself is what is delivered
        return data, check_pdf(data, self.expectation(story), self.figures, name)

    def _made(
        self, story: Story, document: Document, proved: bytes, verdict: Verdict, path: str
    ) -> tuple[dict[str, bytes], Verdict]:
        """The files to deliver by their paths, the main one first: the proved file itself, or
        what is made of it and compared with it."""
        purpose = self.options.purpose
        if purpose.name == SCREEN:
            from .screen import screen_picture
            from .transcript import transcript

            picture, faults = screen_picture(proved, purpose.rotate, verdict.codes)
            stem, words = path.removesuffix(".pdf"), transcript(story).encode()
            files = {f"{stem}.png": picture, f"{stem}.txt": words}
            return files, verdict.with_faults(faults, path)
        if purpose.tile:
            from .tile import tiled

            sheets = self._written(tiled(document, purpose.tile, self.setter(story)))
            faults = self._tile_faults(sheets, proved, story)
            return {path: sheets}, verdict.with_faults(faults, path)
        return {path: proved}, verdict

    def _tile_faults(self, sheets: bytes, poster: bytes, story: Story) -> list[Fault]:
        from .check_tiles import check_tiles
        from .tile import tiling

        spread = tiling(self.options.purpose.tile, *paper_of(story.layout))
        return check_tiles(sheets, poster, [spread] * len(story.sides))

    def verdict(self, job: Job, data: bytes, name: str) -> Verdict:
        """Whether ``data`` is the file that a job makes; ``name`` is the file as messages
        call it."""
        purpose = self.options.purpose
        if purpose.name == TEXT:
            story, problems = self.story(job)
            if story is None:
                return Verdict(tuple(problems + self.project.problems))
            return check_editions({name: data}, self.expectation(story))
        if not purpose.tile and purpose.name != SCREEN:
            story, problems = self.story(job)
            if story is None:
                return Verdict(tuple(problems + self.project.problems))
            return check_pdf(data, self.expectation(story), self.figures, name)
        # Tiles and pictures are compared with the page that they are made from.
        story, document, problems = self.document(job)
        if story is None or document is None:
            return Verdict(tuple(problems + self.project.problems))
        proved, verdict = self._proved(story, document, name)
        if not verdict.passed:
            return verdict
        if purpose.tile:
            return verdict.with_faults(self._tile_faults(data, proved, story), name)
        from .screen import picture_faults, screen_picture

        picture, faults = screen_picture(proved, purpose.rotate, verdict.codes)
        return verdict.with_faults(faults + picture_faults(data, picture), name)


def _refused(job: Job, problems: list[Diagnostic]) -> Made:
    return Made(Outcome(job, None, tuple(problems)), {}, None)


def _hashes(files: dict[str, bytes]) -> tuple[tuple[str, str], ...]:
    return tuple((path, hashlib.sha256(data).hexdigest()) for path, data in files.items())


def _is(path: Path, data: bytes) -> bool:
    """Whether a file holds exactly this."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False
