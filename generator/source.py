"""YAML to nodes with positions, safely.

Ordinary YAML loaders change phone data in silence: ``+352`` becomes an integer, ``0112``
an octal number, ``no`` becomes False, the last of two equal keys wins. Here every scalar
stays the string that was written, and what could surprise is refused: anchors,
aliases, tags, merge keys, duplicate keys, several documents. Size, depth and count are
bounded on the parser's events, before anything is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from .diagnostics import Diagnostic, Span

MAX_BYTES = 1_000_000
_MAX_DEPTH = 50
_MAX_NODES = 20_000
_LOADER = getattr(yaml, "CLoader", yaml.SafeLoader)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")


@dataclass(frozen=True)
class Scalar:
    """One value, as written. ``quoted`` tells ``"no"`` from ``no``."""

    value: str
    span: Span
    quoted: bool = False
    block: tuple[tuple[int, int, str], ...] = field(default=(), repr=False, compare=False)

    def at(self, offset: int, length: int = 1) -> Span:
        """The place of a part of the value. Exact for values on one line without
        escapes and for literal blocks; elsewhere the nearest place that is sure."""
        if self.block:
            return self._in_block(offset, length)
        shift = 1 if self.quoted else 0
        start = self.span.column - 1 + shift
        if self.span.source[start : start + len(self.value)] == self.value:
            return self.span.shifted(offset + shift, length)
        return self._searched(offset, length)

    def _searched(self, offset: int, length: int) -> Span:
        """Where escapes or folds move things: find the same words on the line."""
        word = self.value[offset : offset + length]
        start = self.span.column - 1
        found = self.span.source.find(word, start) if word else -1
        return self.span.shifted(found - start, length) if found >= 0 else self.span

    def _in_block(self, offset: int, length: int) -> Span:
        word = self.value[offset : offset + length].split("\n")[0]
        done = 0
        for line, column, text in self.block:
            if done <= offset <= done + len(text):
                return Span(
                    self.span.file,
                    line,
                    column + offset - done,
                    max(1, len(word)),
                    " " * (column - 1) + text,
                )
            done += len(text) + 1
        return self.span


@dataclass(frozen=True)
class Sequence:
    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True)
class Entry:
    key: Scalar
    value: Node


@dataclass(frozen=True)
class Mapping:
    """Named values in the order of the file."""

    entries: tuple[Entry, ...]
    span: Span

    def get(self, name: str) -> Node | None:
        return next((e.value for e in self.entries if e.key.value == name), None)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


Node = Scalar | Sequence | Mapping


def read_yaml(data: bytes, name: str) -> tuple[Mapping | None, list[Diagnostic]]:
    """The top mapping of a file, or None, with everything that is wrong."""
    text, problems = decode(data, name)
    if text is None:
        return None, problems
    reader = _Reader(text, name)
    node = reader.read()
    if reader.problems:
        return None, reader.problems
    if not isinstance(node, Mapping):
        place = node.span if node else Span(name, 1, 1)
        what = "the file is empty" if node is None else "the file is not made of named fields"
        return None, [Diagnostic("not-fields", what, "write “name: value” lines", place)]
    return node, []


def decode(data: bytes, name: str) -> tuple[str | None, list[Diagnostic]]:
    """The bytes of a project file as text: UTF-8 and nothing else."""

    def fault(code: str, message: str, hint: str, offset: int = 0) -> tuple[None, list[Diagnostic]]:
        before = data[:offset].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        source = (before[before.rfind("\n") + 1 :] + "\ufffd")[-200:] if offset else ""
        shift = max(0, column - 200)
        del shift
        return None, [Diagnostic(code, message, hint, Span(name, line, column, 1, source))]

    if len(data) > MAX_BYTES:
        return fault("too-large", "the file is larger than 1 MB", "split it")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or (len(data) > 3 and data[1:4:2] == b"\0\0"):
        return fault("encoding", "the file is UTF-16, not UTF-8", "save it as UTF-8")
    zero = data.find(b"\0")
    if zero >= 0:
        return fault("encoding", "the file holds a NUL byte", "save it as plain UTF-8 text", zero)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return fault(
            "encoding",
            f"byte 0x{data[error.start]:02X} is not UTF-8 (Latin-1 or Windows-1252?)",
            "save the file as UTF-8",
            error.start,
        )
    match = _CONTROL.search(text)
    if match:
        return fault(
            "control-character",
            f"the file holds the control character U+{ord(match[0]):04X}",
            "remove it",
            len(text[: match.start()].encode()),
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), []


class _Reader:
    """Builds nodes from events; goes on after a fault so that all are found."""

    def __init__(self, text: str, name: str):
        self._text = text
        self._name = name
        self._lines = text.split("\n")
        self.problems: list[Diagnostic] = []

    def _span(self, mark: yaml.Mark, length: int = 1) -> Span:
        line = self._lines[mark.line] if mark.line < len(self._lines) else ""
        return Span(self._name, mark.line + 1, mark.column + 1, max(1, length), line)

    def _fault(self, mark: yaml.Mark, code: str, message: str, hint: str) -> None:
        self.problems.append(Diagnostic(code, message, hint, self._span(mark)))

    def read(self) -> Node | None:
        try:
            events = self._bounded()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = self._span(mark) if mark else Span(self._name, 1, 1)
            said = " ".join(p for p in (error.context, error.problem) if p)
            self.problems.append(
                Diagnostic("yaml", f"this is not valid YAML: {said}", _yaml_hint(said), place)
            )
            return None
        return self._build(iter(events)) if events else None

    def _bounded(self) -> list[yaml.Event]:
        """All events of the first document, or a fault at the first bound passed."""
        kept: list[yaml.Event] = []
        depth = documents = 0
        for event in yaml.parse(self._text, Loader=_LOADER):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fault(
                        event.start_mark,
                        "several-documents",
                        "a second document begins",
                        "remove “---”",
                    )
                    return []
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                depth += 1
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                depth -= 1
            if depth > _MAX_DEPTH or len(kept) > 2 * _MAX_NODES:
                what = "is nested too deep" if depth > _MAX_DEPTH else "holds too many values"
                self._fault(event.start_mark, "too-complex", f"the file {what}", "make it simpler")
                return []
            if isinstance(event, (yaml.NodeEvent, yaml.CollectionEndEvent)):
                kept.append(event)
        return kept

    def _build(self, events: Iterator[yaml.Event]) -> Node:
        event = next(events)
        mark = event.start_mark
        if getattr(event, "anchor", None):
            what = "alias" if isinstance(event, yaml.AliasEvent) else "anchor"
            self._fault(
                mark,
                what,
                f"YAML {what} “{event.anchor}”",
                "write the value out; if it is text, quote it",
            )
        if getattr(event, "tag", None):
            self._fault(
                mark, "tag", f"YAML tag “{event.tag}”", "remove it; if it is text, quote it"
            )
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, mark)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, mark)
        return self._scalar(event)

    def _scalar(self, event: yaml.Event) -> Scalar:
        value = getattr(event, "value", "")
        style = getattr(event, "style", None)
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        block = self._block_lines(start.line + 1, value) if style == "|" else ()
        return Scalar(value, self._span(start, length), style in ("'", '"'), block)

    def _block_lines(self, first: int, value: str) -> tuple[tuple[int, int, str], ...]:
        lines = []
        for i, text in enumerate(value.split("\n")):
            source = self._lines[first + i] if first + i < len(self._lines) else ""
            lines.append((first + i + 1, max(0, source.find(text)) + 1, text))
        return tuple(lines)

    def _sequence(self, events: Iterator[yaml.Event], mark: yaml.Mark) -> Sequence:
        items: list[Node] = []
        rest = _Peek(events)
        while not isinstance(rest.peek(), yaml.SequenceEndEvent):
            items.append(self._build(rest))
        next(rest)
        return Sequence(tuple(items), self._span(mark))

    def _mapping(self, events: Iterator[yaml.Event], mark: yaml.Mark) -> Mapping:
        entries: list[Entry] = []
        seen: dict[str, Span] = {}
        rest = _Peek(events)
        while not isinstance(rest.peek(), yaml.MappingEndEvent):
            key_mark = rest.peek().start_mark
            key = self._build(rest)
            value = self._build(rest)
            if not isinstance(key, Scalar):
                self._fault(key_mark, "key", "a name must be one word", "write “name: value”")
                continue
            if key.value == "<<" and not key.quoted:
                self._fault(key_mark, "merge-key", "“<<” is not used here", "write the values out")
            elif key.value in seen:
                self._fault(
                    key_mark,
                    "duplicate-key",
                    f"“{key.value}” stands twice; first in line {seen[key.value].line}",
                    "keep one of the two",
                )
            seen.setdefault(key.value, key.span)
            entries.append(Entry(key, value))
        next(rest)
        return Mapping(tuple(entries), self._span(mark))


class _Peek(Iterator[yaml.Event]):
    """Events with one of look-ahead, shared by nested collections."""

    def __new__(cls, events: Iterator[yaml.Event]) -> _Peek:
        return events if isinstance(events, _Peek) else super().__new__(cls)

    def __init__(self, events: Iterator[yaml.Event]):
        if events is not self:
            self._events = events
            self._next: list[yaml.Event] = []

    def peek(self) -> yaml.Event:
        if not self._next:
            self._next.append(next(self._events))
        return self._next[0]

    def __next__(self) -> yaml.Event:
        return self._next.pop() if self._next else next(self._events)


def _yaml_hint(said: str) -> str:
    if "mapping values are not allowed" in said:
        return "put text that holds “: ” in quotes"
    if "tab" in said or "'\\t'" in said:
        return "indent with spaces, not tabs"
    if "scanning an alias" in said:
        return "put text that begins with * or ** in quotes"
    if "cannot start any token" in said:
        return "put text that begins with a special sign in quotes"
    return "check quotes, brackets and indentation here and in the line above"
