"""What is wrong, where, and what to do: the one form in which every problem is reported.

Stages return their value *and* a list of diagnostics, so that all problems of a
run are shown together. This module is the only one that turns them into text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from .records import dataclass

ERROR = "error"
WARNING = "warning"

_LINE_SHOWN = 100  # characters of a source line that are shown around the fault


@dataclass(frozen=True)
class Span:
    """A place in a project file. ``line`` and ``column`` count from 1, in characters."""

    file: str
    line: int = 0
    column: int = 0
    length: int = 1
    source: str = ""

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"

    def meets(self, other: Span) -> bool:
        """Whether two places share a character."""
        if (self.file, self.line) != (other.file, other.line):
            return False
        first, second = sorted((self, other), key=lambda span: span.column)
        return second.column < first.column + first.length

    def shifted(self, by: int, length: int = 1) -> Span:
        """The same line, ``by`` characters further right."""
        return Span(self.file, self.line, self.column + by, length, self.source)


@dataclass(frozen=True)
class Diagnostic:
    """One problem. ``code`` is stable and short; ``hint`` says what to do."""

    code: str
    message: str
    hint: str = ""
    span: Span | None = None
    severity: str = ERROR

    @property
    def is_error(self) -> bool:
        return self.severity == ERROR


class Failed(Exception):
    """Work cannot go on; carries every diagnostic found so far."""

    def __init__(self, diagnostics: Iterable[Diagnostic]):
        self.diagnostics = list(diagnostics)
        super().__init__("; ".join(d.message for d in self.diagnostics[:3]))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(d.is_error for d in diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by place, each once: the same fault met twice is one fault."""

    def key(d: Diagnostic) -> tuple[str, int, int, str, str]:
        span = d.span or Span("")
        return (span.file, span.line, span.column, d.code, d.message)

    return sorted(dict.fromkeys(diagnostics), key=key)


def visible(text: str) -> str:
    """Text safe for a terminal: control and invisible characters become ``<U+....>``."""
    return "".join(
        f"<U+{ord(c):04X}>"
        if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
        else c
        for c in text
    )


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes: wide letters two, accents none."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def _source_lines(span: Span) -> list[str]:
    """The source line, cut to a window around the fault, and the carets beneath it."""
    start = max(0, span.column - 1)
    first = max(0, start - _LINE_SHOWN // 2) if len(span.source) > _LINE_SHOWN else 0
    window = span.source[first : first + _LINE_SHOWN]
    before, fault = window[: start - first], window[start - first :][: max(1, span.length)]
    shown_before = visible(before)
    shown = shown_before + visible(window[start - first :])
    carets = "^" * max(1, _columns(visible(fault)))
    prefix = "..." if first else ""
    suffix = "..." if first + _LINE_SHOWN < len(span.source) else ""
    gutter = f"{span.line:>5} | "
    return [
        gutter + prefix + shown.rstrip() + suffix,
        " " * 5 + " | " + " " * (len(prefix) + _columns(shown_before)) + carets,
    ]


def render(diagnostics: Iterable[Diagnostic]) -> str:
    """All problems as plain text, in order of place."""
    blocks = []
    for d in in_order(diagnostics):
        place = f"{d.span}: " if d.span else ""
        lines = [f"{visible(place)}{d.severity}: {visible(d.message)} [{d.code}]"]
        if d.span and d.span.line and d.span.source.strip():
            lines += _source_lines(d.span)
        if d.hint:
            lines.append(f"      what to do: {visible(d.hint)}")
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def as_records(diagnostics: Iterable[Diagnostic]) -> list[dict[str, object]]:
    """All problems as plain values, for machines."""
    return [
        {
            "severity": d.severity,
            "code": d.code,
            "file": d.span.file if d.span else None,
            "line": d.span.line if d.span and d.span.line else None,
            "column": d.span.column if d.span and d.span.line else None,
            "message": d.message,
            "hint": d.hint,
        }
        for d in in_order(diagnostics)
    ]
