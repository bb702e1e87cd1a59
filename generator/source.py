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

import yaml

from .diagnostics import Diagnostic, Span
from .records import dataclass, field

MAX_BYTES = 1_000_000
_MAX_DEPTH = 50
_MAX_NODES = 20_000
_LOADER = getattr(yaml, "CLoader", yaml.SafeLoader)
_DEEPER = {
    yaml.MappingStartEvent: 1,
    yaml.SequenceStartEvent: 1,
    yaml.MappingEndEvent: -1,
    yaml.SequenceEndEvent: -1,
}
_OF_NODES = {*_DEEPER, yaml.ScalarEvent, yaml.AliasEvent}
_MAX_FAULTS = 10  # of the form of one file: more of them say nothing new
# U+2028, U+2029 and U+0085 end a line for YAML and for nobody else.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
# What the parser says (a part of it): what a person is told, what to do, and whether the
# fault is where the parser began to read ("from") or where it stopped.
_SAID = (
    (
        "mapping values are not allowed",
        "“:” stands where no name can end",
        "put text that holds “: ” in quotes, and let the names of a group begin in one column",
        "",
    ),
    ("quoted scalar", "the quotation mark that opens here is not closed", "close it", "from"),
    ("flow", "the bracket that opens here is not closed", "close it, or quote the text", "from"),
    ("expected ':'", "a name without “:” after it", "write “name: value”", "from"),
    (
        "unknown escape",
        "“\\” has a meaning of its own in double quotes",
        "use single quotes, or write it twice",
        "",
    ),
    (
        "cannot start any token",
        "a text cannot begin with this sign",
        "put the text in quotes",
        "",
    ),
    (
        "",
        "this does not fit here",
        "check quotes, brackets and indentation here and in the line above",
        "",
    ),
)


@dataclass(frozen=True)
class Scalar:
    """One value, as written. ``quoted`` tells ``"no"`` from ``no``."""

    value: str
    span: Span
    quoted: bool = False
    block: tuple[tuple[int, int, str], ...] = field(default=(), repr=False, compare=False)
    lines: tuple[str, ...] = field(default=(), repr=False, compare=False)

    def at(self, offset: int, length: int = 1) -> Span:
        """The place of a part of the value. Where it cannot be followed in the file, the same
        words are looked for."""
        if self.block:
            return self._in_block(offset, length)
        shift = 1 if self.quoted else 0
        start = self.span.column - 1 + shift
        if self.span.source[start : start + len(self.value)] == self.value:
            return self.span.shifted(offset + shift, length)
        places = self._followed()
        if offset >= len(places):
            return self._searched(offset, length)
        line, column = places[offset]
        beside = [at for i, at in places[offset : offset + length + 1] if i == line]
        past = beside[-1] + (len(beside) <= length)
        source = (self.lines or (self.span.source,))[line]
        return Span(self.span.file, self.span.line + line, column + 1, past - column, source)

    def _followed(self) -> list[tuple[int, int]]:
        """The line (from 0) and column of each character of the value, past escapes, doubled
        quotes and folds; fewer where the file says something else."""
        lines = self.lines or (self.span.source,)
        line, at = 0, self.span.column - 1
        sign = lines[0][at : at + 1] if self.quoted or len(lines) > 1 else ""
        indents = [len(each) - len(each.lstrip()) for each in lines]
        if sign == ">" and not self.quoted:
            first = next((n for n, text in enumerate(lines) if n and text.strip()), 0)
            indents = [indents[first]] * len(lines)
            line, at = 1, indents[first]
        places: list[tuple[int, int]] = []
        at += self.quoted
        for char in self.value:
            fold = char in " \n" and not lines[line][at:].strip()
            while not fold and line + 1 < len(lines) and _is_over(lines[line][at:], sign):
                line, at = line + 1, indents[line + 1]
            size = 1 if fold else _written(lines[line][at:], sign, char)
            if not size:
                break
            places.append((line, at))
            at += size
            if fold and line + 1 < len(lines):
                line, at = line + 1, indents[line + 1]
        return places

    def _searched(self, offset: int, length: int) -> Span:
        """The same words as those of the value, as often met before."""
        word = self.value[offset : offset + length]
        before = self.value.count(word, 0, offset + length - 1) if word else 0
        start = self.span.column - 1 + (1 if self.quoted else 0)
        head = self.span.source[start:].lstrip()[:1] in (">", "|") and not self.quoted
        for i, line in enumerate(self.lines or (self.span.source,)):
            if head and i == 0 and len(self.lines) > 1:
                continue  # “>-” says how the text is written; it is no part of it
            found = line.find(word, 0 if i else start) if word else -1
            while found >= 0 and before:
                before -= 1
                found = line.find(word, found + 1)
            if found >= 0:
                return Span(self.span.file, self.span.line + i, found + 1, len(word), line)
        return self.span

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


def _is_over(rest: str, sign: str) -> bool:
    """Whether nothing of a text follows in its line."""
    return not rest.strip() or (sign == '"' and rest.rstrip() == "\\")


def _written(rest: str, sign: str, char: str) -> int:
    """How many characters of a file stand for one of a value; 0 if they stand for another."""
    if sign == '"' and rest[:1] == "\\":
        return {"x": 4, "u": 6, "U": 10}.get(rest[1:2], 2)
    return 2 if sign == "'" and rest[:2] == "''" else int(rest[:1] == char)


@dataclass(frozen=True)
class Sequence:
    """Values in a row."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True)
class Entry:
    """A value and its name."""

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

    def fault(
        code: str, message: str, hint: str, offset: int = -1
    ) -> tuple[None, list[Diagnostic]]:
        span = Span(name, 1, 1) if offset < 0 else _byte_span(data, name, offset)
        return None, [Diagnostic(code, message, hint, span)]

    if len(data) > MAX_BYTES:
        return fault("too-large", "the file is larger than 1 MB", "split it")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0\0" in (data[1:4:2], data[0:4:2]):
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
            len(text[: match.start()].encode()) + (len(data) - len(text.encode())),
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), []


def _byte_span(data: bytes, name: str, offset: int) -> Span:
    """The place of a byte, in the characters of its line; what is no text is U+FFFD."""
    start = max(data.rfind(b"\n", 0, offset), data.rfind(b"\r", 0, offset)) + 1
    before = data[start:offset].decode("utf-8-sig" if not start else "utf-8", "replace")
    rest = re.split(b"[\r\n]", data[offset : offset + 400], maxsplit=1)[0]
    line = len(re.findall(b"\r\n|\r|\n", data[:start])) + 1
    return Span(name, line, len(before) + 1, 1, before + rest.decode("utf-8", "replace"))


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

    def _fault(self, mark: yaml.Mark, code: str, message: str, hint: str, length: int = 1) -> None:
        if len(self.problems) < _MAX_FAULTS:
            self.problems.append(Diagnostic(code, message, hint, self._span(mark, length)))

    def read(self) -> Node | None:
        try:
            events = self._bounded()
        except yaml.MarkedYAMLError as error:
            self._explain(error)
            return None
        except yaml.YAMLError:
            self.problems.append(
                Diagnostic(
                    "yaml", "this is not YAML", "write it again as plain text", Span(self._name)
                )
            )
            return None
        return self._node(iter(events)) if events else None

    def _explain(self, error: yaml.MarkedYAMLError) -> None:
        """What the parser found, in plain words and at the place to look at."""
        said = f"{error.context} {error.problem}"
        _, message, hint, where = next(row for row in _SAID if row[0] in said)
        mark = error.context_mark if where else error.problem_mark
        mark = mark or error.problem_mark or error.context_mark
        line = self._span(mark).source
        if line[: mark.column + 1].endswith("\t") or line.startswith("\t"):
            message, hint = "a tab stands before the name", "indent with spaces, not tabs"
        self._fault(mark, "yaml", message, hint)

    def _bounded(self) -> list[yaml.Event]:
        """All events of the first document, or a fault at the first bound passed."""
        kept: list[yaml.Event] = []
        depth = documents = 0
        for event in yaml.parse(self._text, Loader=_LOADER):
            kind = type(event)
            if kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._fault(
                        event.start_mark,
                        "several-documents",
                        "a second document begins",
                        "remove “---”",
                    )
                    return []
            depth += _DEEPER.get(kind, 0)
            if depth > _MAX_DEPTH or len(kept) > 2 * _MAX_NODES:
                what = "is nested too deep" if depth > _MAX_DEPTH else "holds too many values"
                self._fault(event.start_mark, "too-complex", f"the file {what}", "make it simpler")
                return []
            if kind in _OF_NODES:
                kept.append(event)
        return kept

    def _node(self, events: Iterator[yaml.Event], event: yaml.Event | None = None) -> Node:
        """What the next event, or ``event``, begins."""
        event = event or next(events)
        mark = event.start_mark
        if event.anchor:
            what = "alias" if isinstance(event, yaml.AliasEvent) else "anchor"
            hint = "write the value out; if it is text, put it in quotes"
            length = len(event.anchor) + 1
            self._fault(mark, what, f"“{event.anchor}” is a YAML {what}", hint, length)
        if isinstance(event, yaml.AliasEvent):
            return Scalar("", self._span(mark, event.end_mark.column - mark.column))
        if event.tag:
            hint = "remove it; if it is text, put it in quotes"
            length = len(self._span(mark).source[mark.column :].split(" ")[0])
            self._fault(mark, "tag", "a YAML tag (“!”) is not read", hint, length)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, mark)
        return self._mapping(events, mark)

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        value, style = event.value, event.style
        start, end = event.start_mark, event.end_mark
        first, last = start.line, end.line
        span = self._span(start, end.column - start.column if last == first else 1)
        # The text has no control characters (``decode``), so only an escape can write one.
        strange = _CONTROL.search(value) if style == '"' else None
        if strange:
            message = f"“\\” writes the control character U+{ord(strange[0]):04X} here"
            self._fault(start, "control-character", message, "remove it", span.length)
        block = self._block_lines(first + 1, value) if style == "|" else ()
        lines = tuple(self._lines[first : last + 1]) if last > first else ()
        return Scalar(value, span, style in ("'", '"'), block, lines)

    def _block_lines(self, first: int, value: str) -> tuple[tuple[int, int, str], ...]:
        lines = []
        for i, text in enumerate(value.split("\n")):
            source = self._lines[first + i] if first + i < len(self._lines) else ""
            lines.append((first + i + 1, max(0, source.find(text)) + 1, text))
        return tuple(lines)

    def _sequence(self, events: Iterator[yaml.Event], mark: yaml.Mark) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(events, event))
        return Sequence(tuple(items), self._span(mark))

    def _mapping(self, events: Iterator[yaml.Event], mark: yaml.Mark) -> Mapping:
        entries: list[Entry] = []
        seen: dict[str, Span] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(events, event)
            value = self._node(events)
            if not isinstance(key, Scalar):
                hint = "write “name: value”"
                self._fault(event.start_mark, "key", "a name must be one word", hint)
                continue
            if key.value == "<<" and not key.quoted:
                hint = "write the values out"
                self._fault(event.start_mark, "merge-key", "“<<” is not used here", hint, 2)
            elif key.value in seen:
                self._fault(
                    event.start_mark,
                    "duplicate-key",
                    f"“{key.value}” stands twice; first in line {seen[key.value].line}",
                    "keep one of the two",
                    len(key.value),
                )
            seen.setdefault(key.value, key.span)
            entries.append(Entry(key, value))
        return Mapping(tuple(entries), self._span(mark))
