"""Lint: every check of texts, run over a language; and what each of them is about.

A check is a small function over a ``Passage`` with an id, why it matters, and an example of
each kind (``lint_letters``, ``lint_signs``, ``lint_words``). What other stages find (when
strings are read, shaped, fitted) is explained here too. A warning can be silenced for one
string, with a reason, in the state file; it is heard again when that string changes.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict

from . import lint_letters, lint_signs, lint_words
from .content import Catalogue, Message
from .diagnostics import ERROR, WARNING, Diagnostic, Span
from .fields import nearest
from .languages import PSEUDO, language
from .passage import HOLE, Check, Example, Passage
from .state import State, fingerprint

_TEXTS = (*lint_letters.CHECKS, *lint_signs.CHECKS, *lint_words.CHECKS)
_ERRORS = tuple(check for check in _TEXTS if check.is_error)

# What other stages report, under the same ids.
_ELSEWHERE = (
    Check(
        "missing-string",
        ERROR,
        "A string of the source that the language lacks would leave a hole on the page.",
        Example("lt", "question:"),
        Example("lt", "question: Ar kas nors valdo jūsų gyvenimą?"),
    ),
    Check(
        "unknown-string",
        ERROR,
        "A string that the source does not have: its name is misspelled, or it is left over.",
        Example("lt", "quesion: Ar kas nors valdo jūsų gyvenimą?"),
        Example("lt", "question: Ar kas nors valdo jūsų gyvenimą?"),
    ),
    Check(
        "placeholders",
        ERROR,
        "What is filled in from campaign.yaml must be filled in in every language, once each.",
        Example("da", "Udgave", "Edition {edition}"),
        Example("da", "Udgave {edition}", "Edition {edition}"),
    ),
    Check(
        "unknown-placeholder",
        ERROR,
        "A placeholder that names nothing: misspelled, or translated.",
        Example("da", "Udgave {udgave}", "Edition {edition}"),
        Example("da", "Udgave {edition}", "Edition {edition}"),
    ),
    Check(
        "markup",
        ERROR,
        "Bold that is not closed, or a brace too many.",
        Example("en", "You **can call"),
        Example("en", "You **can** call"),
    ),
    Check(
        "duplicate-key",
        ERROR,
        "Of two strings with one name a reader of the file would take one, in silence.",
        Example("en", "call: Call us / call: Phone us"),
        Example("en", "call: Call us"),
    ),
    Check(
        "empty",
        ERROR,
        "A string without text.",
        Example("en", '""'),
        Example("en", "Call us"),
    ),
    Check(
        "character",
        ERROR,
        "A character that cannot be set, or that turns the direction of the text.",
        Example("en", "Call\u202e us"),
        Example("en", "Call us"),
    ),
    Check(
        "missing-alt",
        WARNING,
        "Who hears a piece is told what a link does by the label beside it, not by a sentence.",
        Example("lt", "alt: without call"),
        Example("lt", 'call: "Skambinkite: {contact}."'),
    ),
    Check(
        "typed-contact",
        ERROR,
        "A number, an address or hours typed into a text are forgotten when the directory changes.",
        Example("en", "Call 27 36 56"),
        Example("en", "Call {helpline}"),
    ),
    Check(
        "comment",
        ERROR,
        "YAML reads what follows “ #” as a remark: the rest of the text is lost without a word.",
        Example("en", "call: Call us # day and night"),
        Example("en", 'call: "Call us # day and night"'),
    ),
    Check(
        "mark-alone",
        ERROR,
        "A mark that belongs on a letter stands first, where no letter can carry it.",
        Example("en", "\u0301Call us"),
        Example("en", "Call us"),
    ),
    Check(
        "missing-glyph",
        ERROR,
        "A letter that the font does not have. Another font is never taken in silence.",
        Example("en", "Call ☎"),
        Example("en", "Call"),
    ),
    Check(
        "overset",
        ERROR,
        "The text as it is set, at its smallest size and narrowest width, is larger than its frame.",
        Example("de", "Menschenhandelsbekämpfungsberatungsstelle"),
        Example("de", "Beratungsstelle"),
    ),
    Check(
        "tight",
        WARNING,
        "The text fits only at the smallest size and narrowest width that the layout allows.",
        Example("de", "Jemand bestimmt ganz und gar über Ihr eigenes Leben"),
        Example("de", "Jemand bestimmt über Ihr Leben"),
    ),
    Check(
        "stale",
        WARNING,
        "The source changed after this was translated: the translation may say the old thing.",
        Example("fr", "Appelez le matin", "Call in the evening"),
        Example("fr", "Appelez le soir", "Call in the evening"),
    ),
    Check(
        "unsigned",
        WARNING,
        "The text was changed, or added, after somebody signed the language: nobody vouches for it.",
        Example("fr", "Appelez le soir, changed after the sign-off"),
        Example("fr", "Appelez le soir, as it was signed"),
    ),
    Check(
        "silence",
        WARNING,
        "The state file silences a warning of a string that is not there, or that no check gives.",
        Example("en", "silenced: {person.gone: {quotes: ...}}"),
        Example("en", "silenced: {person.question: {quotes: ...}}"),
    ),
)
CHECKS: dict[str, Check] = {check.id: check for check in (*_TEXTS, *_ELSEWHERE)}


def explained(check_id: str) -> str | None:
    """A check in words, or None if there is no such check."""
    check = CHECKS.get(check_id)
    if check is None:
        return None
    lines = [f"{check.id} ({check.severity})", check.why]
    for name, example in (("wrong", check.bad), ("right", check.good)):
        of = f"   (source: {example.source})" if example.source else ""
        lines.append(f"  {name} [{example.language}]: {_shown(example.text)}{of}")
    if not check.is_error:
        lines.append(
            f"Silence it for one string: beacon lint -l {check.bad.language} --silence "
            f"{check.id} --string KEY --reason WHY"
        )
    return "\n".join(lines)


def _shown(text: str) -> str:
    """A text in which what cannot be seen is named."""
    hidden = ("Cf", "Zs", "Mn")
    return "".join(
        f"<U+{ord(c):04X}>" if c != " " and unicodedata.category(c) in hidden else c for c in text
    )


def unknown_check(check_id: str) -> Diagnostic:
    return Diagnostic("unknown-check", f"no check “{check_id}”", nearest(check_id, CHECKS))


def passages(
    catalogue: Catalogue, source: Catalogue | None, names: frozenset[str]
) -> list[Passage]:
    """Every string of a language as checks see it; ``source`` is None for the source."""
    spoken = language(catalogue.language)
    same: dict[str, list[str]] = defaultdict(list)
    if source is not None:
        for key, message in catalogue.messages.items():
            same[message.value.strip().casefold()].append(key)
    return [
        Passage(
            spoken,
            message,
            source.messages.get(key) if source is not None else None,
            names,
            _twins(message, same[message.value.strip().casefold()], source),
        )
        for key, message in catalogue.messages.items()
    ]


def _twins(message: Message, keys: list[str], source: Catalogue | None) -> tuple[str, ...]:
    """The keys before this one with the same text, whose sources say something else."""
    if source is None or message.key not in source.messages or len(keys) < 2:
        return ()
    mine = source.messages[message.key].value.casefold()
    return tuple(
        key
        for key in keys[: keys.index(message.key)]
        if key in source.messages and source.messages[key].value.casefold() != mine
    )


def lint(
    catalogue: Catalogue,
    source: Catalogue | None,
    names: frozenset[str],
    warnings: bool = True,
) -> list[Diagnostic]:
    """What all checks of texts find in a language, or those that find errors. The
    pseudo-language is nobody's text, and a text that was made letter by letter is checked where
    it was written."""
    if catalogue.language == PSEUDO:
        return []
    found = []
    checks = _TEXTS if warnings else _ERRORS
    for passage in passages(catalogue, source, names):
        if passage.message.key in catalogue.made:
            continue
        for check in checks:
            assert check.find is not None, "a check of texts has a function"
            for find in check.find(passage):
                offset, length = passage.place(find.start, find.end)
                message = f"{passage.message.key}: {find.message.replace(HOLE, '{}')}"
                place = passage.message.node.at(offset, length)
                found.append(Diagnostic(check.id, message, find.hint, place, check.severity))
    return found


def text_errors(passage: Passage) -> list[Diagnostic]:
    """What keeps a text that stands in no language file from being printed."""
    return [
        Diagnostic(check.id, find.message.replace(HOLE, "{}"), find.hint, passage.message.span)
        for check in _ERRORS
        if check.find is not None
        for find in check.find(passage)
    ]


def key_at(diagnostic: Diagnostic, catalogue: Catalogue) -> str:
    """The string that a diagnostic of a language file is about, or nothing."""
    span = diagnostic.span
    if span is None or span.file != catalogue.file:
        return ""
    place = (span.line, span.column)
    begins = {
        key: (message.span.line, message.span.column)
        for key, message in catalogue.messages.items()
        if message.span.file == span.file
    }
    here = [key for key, start in begins.items() if start <= place]
    return max(here, key=lambda k: begins[k], default="")


def without_silenced(
    problems: list[Diagnostic], catalogue: Catalogue, state: State
) -> tuple[list[Diagnostic], int]:
    """The problems that are to be heard, and how many warnings are silenced."""
    heard, silent = [], 0
    for problem in problems:
        key = "" if problem.is_error else key_at(problem, catalogue)
        silence = state.silenced.get(key, {}).get(problem.code)
        if silence and silence.content == fingerprint(catalogue.messages[key].value):
            silent += 1
        else:
            heard.append(problem)
    return heard, silent


def idle_silences(state: State, catalogue: Catalogue, file: str) -> list[Diagnostic]:
    """Silences that hold for nothing that is there."""
    return [
        Diagnostic(
            "silence",
            f"“{check_id}” is silenced for “{key}”, and "
            + ("there is no such string" if key not in catalogue.messages else "no such warning"),
            f"beacon lint -l {catalogue.language} --hear {check_id} --string {key}",
            Span(file),
            WARNING,
        )
        for key, silences in state.silenced.items()
        for check_id in silences
        if key not in catalogue.messages or check_id not in CHECKS or CHECKS[check_id].is_error
    ]
