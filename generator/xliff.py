"""XLIFF 1.2 (OASIS Standard, 2008): written, and read without anything beside it.

Texts stand as they are, placeholders and marks too: what a translator's tool gives back is
then exactly what the language file holds. Entities, document types and other encodings
than UTF-8 are refused before anything is read.
"""

from __future__ import annotations

from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from .diagnostics import Diagnostic, Span
from .unit import DRAFT, FINAL, NEW, STALE, Head, Unit

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
# What we know of a string as the standard's states (2.3.1, state), and back.
_STATES = {NEW: "new", STALE: "needs-review-translation", DRAFT: "translated", FINAL: "final"}
_BACK = {
    "new": NEW,
    "needs-translation": NEW,
    "needs-review-translation": STALE,
    "needs-adaptation": STALE,
    "needs-l10n": STALE,
    "final": FINAL,
    "signed-off": FINAL,
}
_MAX_DEPTH = 30


def serialize_xliff(head: Head, units: list[Unit]) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xliff version="1.2" xmlns="{_NAMESPACE}">',
        f'  <file original={quoteattr(head.campaign)} datatype="plaintext" '
        f"source-language={quoteattr(head.source_language)} "
        f"target-language={quoteattr(head.language)}>",
        f"    <header><note>{_text(head.edition)}</note></header>",
        "    <body>",
    ]
    for unit in units:
        lines += _unit(unit)
    lines += ["    </body>", "  </file>", "</xliff>", ""]
    return "\n".join(lines).encode()


def _text(text: str) -> str:
    return escape(text, {"\r": "&#13;"})


def _unit(unit: Unit) -> list[str]:
    key = quoteattr(unit.key)
    approved = ' approved="yes"' if unit.state == FINAL else ""
    lines = [f'      <trans-unit id={key} resname={key} xml:space="preserve"{approved}>']
    lines.append(f"        <source>{_text(unit.source)}</source>")
    lines.append(f'        <target state="{_STATES[unit.state]}">{_text(unit.target)}</target>')
    told = [unit.note, *unit.uses] + ([f"Before: {unit.previous}"] if unit.previous else [])
    lines += [f'        <note from="developer">{_text(t)}</note>' for t in told if t]
    return [*lines, "      </trans-unit>"]


class _Stop(Exception):
    """Ends the parser at the first construct that must not be read further."""


def parse_xliff(data: bytes, file: str) -> tuple[Head | None, list[Unit], list[Diagnostic]]:
    """What an XLIFF file says; nothing is read that it refers to."""
    reader = _Reader(file)
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        reader.fault(1, 1, "the file is not UTF-8", "save it as UTF-8")
        return None, [], reader.problems
    try:
        reader.parse(data)
    except _Stop:
        pass
    except expat.ExpatError as error:
        hint = "export it again, or correct it at this place"
        what = f"the XML breaks off here ({expat.errors.messages[error.code]})"
        reader.fault(error.lineno, error.offset + 1, what, hint)
    return reader.head, reader.units, reader.problems


class _Reader:
    """Gathers trans-units; what lies beside source and target is passed over."""

    def __init__(self, file: str):
        self._file = file
        self._path: list[str] = []
        self._unit: dict[str, str] = {}
        self._line = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self.head: Head | None = None
        self.units: list[Unit] = []
        self.problems: list[Diagnostic] = []

    def fault(self, line: int, column: int, what: str, hint: str) -> None:
        self.problems.append(Diagnostic("xliff", what, hint, Span(self._file, line, column)))

    def parse(self, data: bytes) -> None:
        parser = self._parser
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(data, True)

    def _stop(self, what: str, hint: str) -> None:
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        self.fault(line, column, what, hint)
        raise _Stop

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.upper() != "UTF-8":
            self._stop(f"the file says that it is {encoding}", "save it as UTF-8")

    def _doctype(self, *_: object) -> None:
        self._stop("a document type or an entity is refused", "remove <!DOCTYPE ...>")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        self._path.append(tag)
        if len(self._path) > _MAX_DEPTH:
            self._stop("the file is nested too deep", "export it again")
        if len(self._path) == 1 and (tag != "xliff" or space not in (_NAMESPACE, "")):
            self._stop("this is no XLIFF 1.2 file", "choose the .xlf file of the language")
        if tag == "file":
            self.head = Head(
                attributes.get("original", ""),
                attributes.get("source-language", ""),
                attributes.get("target-language", ""),
            )
        elif tag == "trans-unit":
            self._unit = {"key": attributes.get("resname") or attributes.get("id", "")}
            self._line = self._parser.CurrentLineNumber
        elif tag == "target" and self._path[-2] == "trans-unit":
            self._unit["state"] = attributes.get("state", "")

    def _characters(self, text: str) -> None:
        inside = next((t for t in self._path[3:] if t in ("source", "target")), "")
        if self._unit and inside and "alt-trans" not in self._path and "note" not in self._path:
            self._unit[inside] = self._unit.get(inside, "") + text

    def _end(self, name: str) -> None:
        if self._path.pop() != "trans-unit":
            return
        unit, self._unit = self._unit, {}
        source, target = unit.get("source", ""), unit.get("target", "")
        state = _BACK.get(unit.get("state", ""), DRAFT)
        if state == NEW and unit.get("state") == "new" and target != source:
            state = DRAFT  # written, and the tool did not say so
        self.units.append(
            Unit(unit["key"], source, target, state if target else NEW, line=self._line)
        )
