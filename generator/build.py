"""Jobs: a product in a language becomes a proved file, or a list of what is wrong."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from pathlib import Path

from .bind import bind
from .compose import compose
from .diagnostics import Diagnostic, Failed, Span, has_errors
from .expecting import expectation
from .figures import Figures
from .fit import Fitted, fit
from .fonts import Fonts
from .impose import impose
from .layouts import MANY, ONE, TWO, Layout
from .manifest import Record, merge_records
from .page import Document
from .project import MULTI, Project, unsuited
from .rules import rule_faults
from .stack import Typesetter
from .story import Story
from .workspace import Workspace, clean_leftovers, write_atomic

OFFICE = "office"
_WORTH_PROCESSES = 4  # fewer jobs are done sooner than a process starts
_RECORD_EVERY = 16  # files; a build that is killed leaves at most so many without a record


@dataclass(frozen=True)
class Options:
    """What a build is asked for. ``root`` and ``output`` are absolute paths."""

    root: str
    campaign: str
    output: str
    flip: str = ""


@dataclass(frozen=True)
class Job:
    """A product in a language, in two (``uk+fr``) or in many (``multi``)."""

    product: str
    language: str


@dataclass(frozen=True)
class Outcome:
    """What came of a job: a record if the file was delivered, else why not."""

    job: Job
    record: Record | None
    problems: tuple[Diagnostic, ...]


def story_of(project: Project, job: Job, fonts: Fonts) -> tuple[Story | None, list[Diagnostic]]:
    """The bound story of a job, with every rule of the domain checked."""
    layout, voices = project.layout(job.product, job.language), project.voices(job.language)
    if layout is None or voices is None:
        return None, []
    status = project.lowest_status(voices, layout.texts)
    story, problems = bind(
        project.workspace, layout, project.campaign, voices, job.language, status
    )
    if story is not None:
        problems = rule_faults(story, fonts)
    return (None if has_errors(problems) else story), problems


def file_path(layout: Layout, campaign: str, language: str) -> str:
    """Where a file goes, below the output folder."""
    name = layout.file_name or f"{campaign}_{layout.product}_{language}_{OFFICE}"
    return f"{OFFICE}/{language}/{name}.pdf"


def plan(project: Project, languages: list[str], products: list[str], by_name: bool) -> list[Job]:
    """The jobs of a run. Everything is read and checked here, before anything is set.
    ``by_name``: each product was asked for in each language; what cannot be had is a fault."""
    jobs = []
    for spoken in languages:
        for product in products:
            why = _cannot(project, product, spoken)
            if why is None:
                jobs.append(Job(product, spoken))
            elif (by_name or why.code == _NOBODY) and why.message:
                project.problems.append(why)
    project.problems += _one_name_twice(project, jobs)
    for catalogue in {id(c): c for j in jobs for c in project.voices(j.language) or ()}.values():
        project.problems += [p for p in project.linted(catalogue) if p.is_error]
    fonts = Fonts.of(project.workspace)
    if not has_errors(project.problems):
        for job in jobs:
            _, problems = story_of(project, job, fonts)
            project.problems += problems
    project.stop_on_errors()
    return jobs


_UNREAD = Diagnostic("unread", "")  # what was wrong is reported already
_NOBODY = "nobody-together"  # a product in many languages, and a campaign that names none


def _cannot(project: Project, product: str, spoken: str) -> Diagnostic | None:
    """Why a product cannot be made in a language, or in several at once; None if it can."""
    how = _speaking(spoken)
    parts = [tag for tag in spoken.split("+") if tag]
    if how == TWO and not len(parts) == len(set(parts)) == spoken.count("+") + 1 == 2:
        hint = "write two of them, for instance uk+fr"
        return Diagnostic("two-languages", f"“{spoken}” is not two languages", hint)
    layout, voices = project.layout(product), project.voices(spoken)
    if layout is None or voices is None:
        return _UNREAD
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


def _speaking(spoken: str) -> str:
    return MANY if spoken == MULTI else TWO if "+" in spoken else ONE


def _one_name_twice(project: Project, jobs: list[Job]) -> list[Diagnostic]:
    """Two products that would overwrite each other's file."""
    first: dict[str, Job] = {}
    problems = []
    for job in jobs:
        layout = project.layout(job.product, job.language)
        assert layout is not None, "a job has a layout"
        path = file_path(layout, project.campaign.id, job.language)
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


class Worker:
    """Makes files in one process; keeps fonts and shaped paragraphs between jobs."""

    def __init__(self, options: Options, project: Project | None = None):
        self._options = options
        self.project = project or Project.open(Workspace(Path(options.root)), options.campaign)
        self.fonts = Fonts.of(self.project.workspace)
        self._figures = Figures(self.fonts)
        self._typesetter = Typesetter(self.fonts)

    def fitted(self, job: Job) -> tuple[Story | None, Fitted | None, list[Diagnostic]]:
        """The story of a job and its frames as they are set, or what does not fit."""
        story, problems = story_of(self.project, job, self.fonts)
        if story is None:
            return None, None, problems
        fitted, found = fit(story, self._typesetter)
        return story, None if has_errors(found) else fitted, problems + found

    def document(self, job: Job) -> tuple[Story | None, Document | None, list[Diagnostic]]:
        """The story of a job and its pages, or what does not fit."""
        story, fitted, problems = self.fitted(job)
        if story is None or fitted is None:
            return story, None, problems
        document = impose(compose(story, fitted), story.layout, self._options.flip)
        return story, document, problems

    def run(self, job: Job) -> Outcome:
        """Composes, writes, reads back; delivers only what passed."""
        from .check import check_pdf
        from .pdf import write_pdf

        story, document, problems = self.document(job)
        if story is None or document is None:
            return Outcome(job, None, tuple(problems))
        data = write_pdf(document, self.fonts)
        path = file_path(story.layout, story.campaign.id, job.language)
        verdict = check_pdf(data, expectation(story, self._options.flip), self._figures, path)
        problems += verdict.diagnostics
        if not verdict.passed:
            return Outcome(job, None, tuple(problems))
        target = Path(self._options.output) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(target, data)
        record = Record(
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
        )
        return Outcome(job, record, tuple(problems))


_worker: Worker | None = None


def _start(options: Options) -> None:
    global _worker
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker = Worker(options)


def _end_with_parent() -> None:
    """A process whose parent was killed has nobody to work for."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(job: Job) -> Outcome:
    assert _worker is not None
    return _guarded(_worker, job)


def _guarded(worker: Worker, job: Job) -> Outcome:
    try:
        return worker.run(job)
    except Failed as failed:
        return Outcome(job, None, tuple(failed.diagnostics))


def build(
    project: Project,
    options: Options,
    jobs: list[Job],
    processes: int,
    progress: Callable[[Outcome], None],
) -> list[Outcome]:
    """Runs the jobs, delivers what passes, and records it."""
    output = Path(options.output)
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failed(
            [
                Diagnostic(
                    "unwritable", f"{output} cannot be made ({error.strerror})", "choose another -o"
                )
            ]
        ) from None
    clean_leftovers(output)
    outcomes: list[Outcome] = []
    fresh: list[Record] = []
    for outcome in _outcomes(project, options, jobs, processes):
        outcomes.append(outcome)
        fresh += [outcome.record] if outcome.record else []
        if len(fresh) >= _RECORD_EVERY:
            merge_records(output, fresh)
            fresh = []
        progress(outcome)
    merge_records(output, fresh)
    return outcomes


def _outcomes(
    project: Project, options: Options, jobs: list[Job], processes: int
) -> Iterator[Outcome]:
    """Each job's outcome, in the order of the jobs."""
    if processes <= 1 or len(jobs) < _WORTH_PROCESSES:
        worker = Worker(options, project)
        for job in jobs:
            yield _guarded(worker, job)
        return
    with ProcessPoolExecutor(
        min(processes, len(jobs)), get_context("spawn"), _start, (options,)
    ) as pool:
        with _interrupts_for_us_alone():
            running = [(job, pool.submit(_work, job)) for job in jobs]
        try:
            for job, future in running:
                yield _collected(job, future)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextlib.contextmanager
def _interrupts_for_us_alone() -> Iterator[None]:
    """Processes that start here do not hear Ctrl-C: the one that started them ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _collected(job: Job, future: Future[Outcome]) -> Outcome:
    try:
        return future.result()
    except BrokenExecutor:
        lost = Diagnostic(
            "worker-lost",
            f"the process that made {job.product} in {job.language} ended before its time",
            "run it again with -j 1; if it happens again, please report it",
        )
        return Outcome(job, None, (lost,))


def cores() -> int:
    return os.cpu_count() or 1
