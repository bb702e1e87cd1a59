"""``beacon lint`` over a whole campaign: texts, layouts, and every text in its frame."""

from __future__ import annotations

import datetime

from .contacts import aged_contacts
from .content import Catalogue, content_file
from .diagnostics import WARNING, Diagnostic, Failed
from .fields import nearest
from .jobs import Options, plan
from .lint import CHECKS, idle_silences, unknown_check, without_silenced
from .project import MULTI, Project
from .state import Silence, fingerprint, silenced, state_file, write_state
from .worker import Worker


def lint_project(
    project: Project, spoken: list[str], products: list[str], today: datetime.date
) -> tuple[list[Diagnostic], int]:
    """All that is wrong or doubtful, and how many warnings are silenced."""
    tags = dict.fromkeys(tag for name in spoken if name != MULTI for tag in name.split("+"))
    catalogues = [c for c in map(project.catalogue, tags) if c is not None]
    problems = [p for c in catalogues for p in project.linted(c)] + project.problems
    problems += _measured(project, spoken, products, problems)
    problems += aged_contacts(project.campaign.contacts.values(), today)
    problems += [p for c in catalogues for p in _signed_off(project, c)]
    silent = 0
    for catalogue in catalogues:
        state = project.states[catalogue.language]
        problems, more = without_silenced(list(dict.fromkeys(problems)), catalogue, state)
        file = state_file(project.campaign.id, catalogue.language)
        problems += idle_silences(state, catalogue, file)
        silent += more
    return problems, silent


def _measured(
    project: Project, spoken: list[str], products: list[str], known: list[Diagnostic]
) -> list[Diagnostic]:
    """What does not fit. Each language by itself: an error in one keeps no other from being
    measured, only itself and the pieces that it is a part of."""
    wrong = {p.span.file for p in known if p.is_error and p.span is not None}
    worker = Worker(Options(str(project.workspace.root), project.campaign.id, ""), project)
    found: list[Diagnostic] = []
    for name in spoken:
        tags = project.campaign.together if name == MULTI else name.split("+")
        if wrong & {content_file(project.campaign.id, tag) for tag in tags}:
            continue
        project.problems = []  # those so far are known: they stop nobody else
        try:
            for job in plan(project, [name], products, by_name=False, fonts=worker.fonts):
                found += worker.document(job)[2]
        except Failed as failed:
            found += failed.diagnostics
        found += project.problems
    return found


def _signed_off(project: Project, catalogue: Catalogue) -> list[Diagnostic]:
    """Strings that are not what was signed: the source changed, or the translation did."""
    stale = project.stale(catalogue)
    changed = [k for k in project.unsigned(catalogue) if k not in stale]
    if not project.states[catalogue.language].strings:
        changed = []  # nobody has signed anything yet, which the status says
    look = "look at it again, then sign the language"
    return [
        Diagnostic(code, what.format(key), look, catalogue.messages[key].span, WARNING)
        for code, what, keys in (
            ("stale", "the source of “{}” changed after this was translated", stale),
            ("unsigned", "“{}” is not what was signed", changed),
        )
        for key in keys
    ]


def set_silence(
    project: Project, tags: list[str], check_id: str, key: str, reason: str | None
) -> None:
    """Writes into the state files that a warning is silenced for one string, and why; or,
    without a reason, that it is heard again."""
    if check_id not in CHECKS:
        raise Failed([unknown_check(check_id)])
    if reason is not None and CHECKS[check_id].is_error:
        what = f"“{check_id}” is an error and cannot be silenced"
        raise Failed([Diagnostic("silence", what, "correct the text")])
    catalogues = [c for c in map(project.catalogue, tags) if c is not None]
    project.stop_on_errors()
    for catalogue in catalogues:
        message = catalogue.messages.get(key)
        silence = None
        if reason is not None:
            if message is None:
                hint = nearest(key, catalogue.messages)
                what = f"{catalogue.language} has no string “{key}”"
                raise Failed([Diagnostic("unknown-string", what, hint)])
            silence = Silence(reason, fingerprint(message.value))
        state = silenced(project.states[catalogue.language], key, check_id, silence)
        write_state(project.workspace, project.campaign.id, catalogue.language, state)
