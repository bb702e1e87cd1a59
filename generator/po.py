"""Gettext PO files (GNU gettext manual, “The Format of PO Files”): written and read.

``msgctxt`` is the name of a string, ``#.`` the note for translators and where the string
stands, ``#|`` the source before it changed, ``fuzzy`` a translation of that older source.
"""

from __future__ import annotations

import re

from .diagnostics import Diagnostic, Span
from .unit import DRAFT, NEW, STALE, Head, Unit

_ESCAPES = dict(zip('\\"ntrabfv', '\\"\n\t\r\a\b\f\v', strict=True))
_BACK = {char: letter for letter, char in _ESCAPES.items()}
_KEYWORD = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+"(.*)"\s*$')
_MORE = re.compile(r'^"(.*)"\s*$')
_CAMPAIGN = "X-Beacon-Campaign"


def serialize_po(head: Head, units: list[Unit]) -> bytes:
    meta = (
        f"Project-Id-Version: {head.campaign} {head.edition}\n"
        f"PO-Revision-Date: {(head.edition + '-01')[:10]} 00:00+0000\n"
        "Last-Translator: unknown\n"
        f"Language-Team: {head.language}\n"
        f"Language: {head.language}\n"
        "MIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=UTF-8\n"
        "Content-Transfer-Encoding: 8bit\n"
        f"X-Source-Language: {head.source_language}\n"
        f"{_CAMPAIGN}: {head.campaign}\n"
    )
    blocks = [f'msgid ""\n{_field("msgstr", meta)}']
    blocks += [_entry(unit) for unit in units]
    return ("\n\n".join(blocks) + "\n").encode()


def _entry(unit: Unit) -> str:
    lines = [f"# {line}".rstrip() for text in unit.comments for line in _lines(text)]
    lines += [f"#. {line}" for line in [*_lines(unit.note), *unit.uses] if line.strip()]
    if unit.state == STALE:
        lines.append("#, fuzzy")
        if unit.previous:
            lines.append("#| " + _field("msgid", unit.previous).replace("\n", "\n#| "))
    lines.append(_field("msgctxt", unit.key))
    lines.append(_field("msgid", unit.source))
    lines.append(_field("msgstr", unit.target))
    return "\n".join(lines)


def _lines(text: str) -> list[str]:
    """A remark cannot hold a line end of any kind."""
    return re.split(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", text) if text else []


def _field(name: str, text: str) -> str:
    """A keyword with its text; a text of several lines stands a line each."""
    if "\n" not in text:
        return f'{name} "{_escaped(text)}"'
    parts = [part + "\n" for part in text.split("\n")]
    parts[-1] = parts[-1][:-1]
    return "\n".join([f'{name} ""', *(f'"{_escaped(part)}"' for part in parts if part)])


def _escaped(text: str) -> str:
    return "".join(f"\\{_BACK[c]}" if c in _BACK else c for c in text)


def parse_po(data: bytes, file: str) -> tuple[Head | None, list[Unit], list[Diagnostic]]:
    """What a PO file says; every fault of its form at its line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        hint = "save it as UTF-8"
        return None, [], [Diagnostic("po", "the file is not UTF-8", hint, Span(file, 1, 1))]
    reader = _Reader(file)
    for number, line in enumerate(text.split("\n"), 1):
        reader.line(number, line.rstrip("\r"))
    reader.finish()
    charset = re.search(r"charset=([\w-]+)", reader.header)
    if charset and charset[1].upper() not in ("UTF-8", "CHARSET"):
        reader.fault(1, f"the file says that it is {charset[1]}", "save it as UTF-8")
    return _head(reader.header), reader.units, reader.problems


def _head(header: str) -> Head | None:
    fields = dict(re.findall(r"^([\w-]+): *(.*?) *$", header, re.M))
    if not fields.get("Language") or not fields.get(_CAMPAIGN):
        return None
    return Head(fields[_CAMPAIGN], fields.get("X-Source-Language", ""), fields["Language"])


class _Reader:
    """Gathers entries line by line."""

    def __init__(self, file: str):
        self._file = file
        self.header = ""
        self.units: list[Unit] = []
        self.problems: list[Diagnostic] = []
        self._clear()

    def _clear(self) -> None:
        self._parts: dict[str, str] = {}
        self._last = ""
        self._start = 0
        self._fuzzy = False
        self._comments: list[str] = []

    def fault(self, line: int, what: str, hint: str) -> None:
        self.problems.append(Diagnostic("po", what, hint, Span(self._file, line, 1)))

    def line(self, number: int, line: str) -> None:
        keyword, more = _KEYWORD.match(line), _MORE.match(line)
        if not line.strip():
            return
        if line.startswith("#"):
            self._remark(line)
        elif keyword:
            self._keyword(number, keyword[1], keyword[2])
        elif more and self._last:
            self._parts[self._last] += self._text(number, more[1])
        else:
            self.fault(number, "this line is no part of a PO file", "correct or remove it")

    def _keyword(self, number: int, name: str, quoted: str) -> None:
        if name in ("msgctxt", "msgid") and "msgstr" in self._parts:
            self.finish()
        if name in self._parts:
            self.fault(number, f"{name} stands twice in one entry", "keep one")
        if name not in ("msgctxt", "msgid", "msgstr"):
            self.fault(number, "plural forms are not known here", "remove the entry")
        self._start = self._start or number
        self._last = name
        self._parts[name] = self._text(number, quoted)

    def _remark(self, line: str) -> None:
        if "msgstr" in self._parts:
            self.finish()
        if line.startswith("#,") and "fuzzy" in line:
            self._fuzzy = True
        elif line[1:2] in ("", " "):
            self._comments.append(line[2:])

    def _text(self, number: int, quoted: str) -> str:
        out, at = [], 0
        while at < len(quoted):
            char = quoted[at]
            if char == "\\":
                following = quoted[at + 1 : at + 2]
                if following not in _ESCAPES:
                    self.fault(number, f"“\\{following}” means nothing in a PO file", "write \\\\")
                out.append(_ESCAPES.get(following, ""))
                at += 2
                continue
            if char == '"':
                self.fault(number, "a quotation mark ends the text too soon", 'write \\" inside')
            else:
                out.append(char)
            at += 1
        return "".join(out)

    def finish(self) -> None:
        """Ends the entry that is being read."""
        parts, key = self._parts, self._parts.get("msgctxt")
        if parts and "msgstr" not in parts:
            self.fault(self._start, "an entry without msgstr", "add msgstr, or remove it")
        elif key is None and parts.get("msgid") == "":
            self.header = parts["msgstr"]
        elif key is None and parts:
            self.fault(self._start, "an entry without msgctxt", "keep the name of the string")
        elif key is not None:
            target = parts.get("msgstr", "")
            state = STALE if self._fuzzy else DRAFT if target else NEW
            said = tuple(c for c in self._comments if c.strip())
            source = parts.get("msgid", "")
            unit = Unit(key, source, target, state, comments=said, line=self._start)
            self.units.append(unit)
        self._clear()
