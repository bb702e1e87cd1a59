"""``sites.csv``: one row for each place where a poster hangs.

Columns: ``site`` (a short name for files), ``name``, and if needed ``line`` (a line of text),
``contact`` and ``code``. ``name:uk`` and ``line:uk`` hold for one language, the others for
all. The table is read row by row, twice: all of it is checked before anything is made. It is
copied first, so that both readings see the same rows.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .content import Message, brought
from .csv_table import separator_of
from .diagnostics import Diagnostic, Failed, Span
from .fields import nearest
from .languages import language
from .lint import text_errors
from .passage import Passage
from .project import Project
from .records import dataclass
from .site import LINE, NAME, Site

_FIELDS = ("site", "name", "line", "contact", "code")
_NEEDED = ("site", "name")
_TEXTS = {"name": NAME, "line": LINE}
_LONGEST = {"name": 80, "line": 160}  # characters: more is no line on a poster
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
_CODE = re.compile(r"[A-Za-z0-9-]{1,24}")
_MAX_BYTES = 500_000_000
_MAX_LINE = 10_000  # characters: a quotation mark that is not closed takes no more


@dataclass(frozen=True)
class Row:
    """A row of the table: where it is, and its cells by the names of their columns."""

    span: Span
    cells: dict[str, str]

    def text(self, field: str, tag: str) -> tuple[str, str]:
        """What stands in a field in a language, and the column that it is from."""
        own = f"{field}:{tag}"
        column = own if self.cells.get(own) else field
        return self.cells.get(column, ""), column

    def digest(self) -> bytes:
        """A hash of all cells."""
        said = "\0".join(f"{name}\1{cell}" for name, cell in sorted(self.cells.items()))
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()


class Sites:
    """A table of sites for a campaign, in some languages. ``letters`` are the code points that
    its fonts can show."""

    def __init__(self, path: Path, project: Project, tags: list[str], letters: frozenset[int]):
        self._name = str(path)
        self._project = project
        self._tags = tags
        self._letters = letters
        self._copy = _copied(path)
        self.count = 0
        self.problems: list[Diagnostic] = []
        self.specimens: list[Row] = []  # a row for each contact that is met, and a plain one

    def check(self) -> None:
        """Reads all rows, and gathers all that is wrong with them."""
        seen: dict[str, int] = {}
        kinds: set[tuple[str, bool, bool]] = set()
        for row in self.rows():
            self.count += 1
            self._check(row, seen)
            kind = (
                row.cells.get("contact", ""),
                bool(row.cells.get("code")),
                bool(row.cells.get("line")),
            )
            if kind not in kinds:
                kinds.add(kind)
                self.specimens.append(row)
        if not self.count and not self.problems:
            what = "the table has no rows"
            self.problems.append(
                Diagnostic("sites", what, "add one for each site", Span(self._name))
            )

    def rows(self) -> Iterator[Row]:
        """The rows, one after the other; one that cannot be read at all is told at its line."""
        self._copy.seek(0)
        lines = _Lines(self._copy)
        try:
            yield from self._rows(lines)
        except UnicodeDecodeError:
            self._fault(lines.number, "the table is not UTF-8", "save it as “CSV UTF-8”")
        except csv.Error as error:
            what = f"the table cannot be read from here on ({error})"
            self._fault(lines.number, what, "close the quotation mark")

    def _rows(self, lines: _Lines) -> Iterator[Row]:
        head = next(iter(lines), "")
        separator = separator_of(head)
        names = [n.strip().lower() for n in next(csv.reader([head], delimiter=separator), [])]
        names = [n if ":" not in n else _tagged(n) for n in names]
        if not self._columns(names):
            return
        table = csv.reader(iter(lines), delimiter=separator, strict=True)
        lines.begin()
        for cells in table:
            span = Span(self._name, lines.first, 1, 1, lines.text)
            lines.begin()
            if any(cell.strip() for cell in cells):
                if len(cells) > len(names):
                    what = f"the row has {len(cells)} cells; the first line names {len(names)}"
                    self._fault(span.line, what, "put a text that holds a separator in quotes")
                    continue
                yield Row(span, {n: c.strip() for n, c in zip(names, cells, strict=False)})

    def _columns(self, names: list[str]) -> bool:
        """Whether the first line names what is needed and nothing that is not known."""
        known = {*_FIELDS, *(f"{f}:{tag}" for f in _TEXTS for tag in self._tags)}
        before = len(self.problems)
        for name in names:
            if name not in known:
                hint = nearest(name, known) or "columns: site, name, line, contact, code"
                self._fault(1, f"no column can be named “{name}”", hint)
        for name in sorted({n for n in names if names.count(n) > 1}):
            self._fault(1, f"the column “{name}” stands there twice", "keep one of them")
        for name in _NEEDED:
            if name not in names and not self._in_all(name, names):
                self._fault(1, f"the table lacks the column “{name}”", "add it")
        return len(self.problems) == before

    def _in_all(self, field: str, names: list[str]) -> bool:
        return field in _TEXTS and all(f"{field}:{tag}" in names for tag in self._tags)

    def _fault(self, line: int, what: str, hint: str) -> None:
        self.problems.append(Diagnostic("sites", what, hint, Span(self._name, line, 1)))

    def _check(self, row: Row, seen: dict[str, int]) -> None:
        def fault(column: str, what: str, hint: str, code: str = "sites") -> None:
            place = _place(row, column)
            self.problems.append(Diagnostic(code, f"column “{column}”: {what}", hint, place))

        name = row.cells.get("site", "")
        if not _ID.fullmatch(name):
            hint = "use small letters a-z, digits and -, at most 60: it ends the name of a file"
            fault("site", f"“{name}” cannot name a site", hint)
        elif name in seen:
            hint = "each site needs a name of its own"
            fault("site", f"“{name}” stands in line {seen[name]} too", hint)
        else:
            seen[name] = row.span.line
        contact, code = row.cells.get("contact", ""), row.cells.get("code", "")
        rules = self._project.campaign.sites
        allowed = [c for others in rules.contacts.values() for c in others]
        if contact and contact not in allowed:
            hint = (
                nearest(contact, allowed)
                or f"list it under “sites:” in {self._project.campaign.file}"
            )
            fault("contact", f"the campaign gives no site the contact “{contact}”", hint)
        if code and not rules.codes:
            hint = f"add “codes:” under “sites:” in {self._project.campaign.file}"
            fault("code", "the campaign gives no site a code of its own", hint)
        elif code and not _CODE.fullmatch(code):
            fault("code", f"“{code}” cannot be a code", "use letters a-z, digits and -, at most 24")
        for tag in self._tags:
            if not row.text("name", tag)[0]:
                fault("name", f"the site has no name in {tag}", "write one")
            for field in _TEXTS:
                self._check_text(row, field, tag)

    def _check_text(self, row: Row, field: str, tag: str) -> None:
        text, column = row.text(field, tag)
        if not text:
            return
        place = _place(row, column)
        if len(text) > _LONGEST[field]:
            what = f"column “{column}”: {len(text)} characters; at most {_LONGEST[field]}"
            self.problems.append(Diagnostic("sites", what, "shorten it", place))
            return
        lacking = {c for c in text if ord(c) not in self._letters and not _is_unseen(c)}
        if lacking:
            codes = " ".join(f"{c} (U+{ord(c):04X})" for c in sorted(lacking)[:5])
            what = f"column “{column}”: the font cannot show {codes}"
            self.problems.append(Diagnostic("missing-glyph", what, "correct the letter", place))
            return
        for found in self._message(row, field, tag)[1]:
            what = f"column “{column}”: {found.message}"
            self.problems.append(Diagnostic(found.code, what, found.hint, place))

    def _message(self, row: Row, field: str, tag: str) -> tuple[Message, list[Diagnostic]]:
        """A text of a site, as the strings of the language are."""
        text, column = row.text(field, tag)
        place = _place(row, column)
        message, problems = brought(_TEXTS[field], text, place, self._project.campaign, None)
        if not problems:
            # A place has its name in whatever language: a word of one script may stand there.
            names = frozenset(w for w in re.findall(r"\w+", text) if len(_scripts(w)) == 1)
            problems = text_errors(Passage(language(tag), message, None, names))
        return message, problems

    def site(self, row: Row, spoken: str) -> Site:
        """The site of a row, with its texts in one language."""
        texts = [self._message(row, f, spoken)[0] for f in _TEXTS if row.text(f, spoken)[0]]
        cells = row.cells
        return Site(cells["site"], tuple(texts), cells.get("contact", ""), cells.get("code", ""))


def site_named(path: Path, project: Project, tag: str, name: str) -> Site | None:
    """The site of that name in a table, in one language; None if it is not there."""
    sites = Sites(path, project, [tag], frozenset())
    rows = (row for row in sites.rows() if row.cells.get("site") == name)
    return next((sites.site(row, tag) for row in rows), None)


class _Lines:
    """The lines of a table, with the number and the text of those that a row is read from."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self.number = 0
        self.first = 1
        self.text = ""

    def __iter__(self) -> Iterator[str]:
        while line := self._file.readline(_MAX_LINE * 4):
            self.number += 1
            text = line.decode("utf-8-sig" if self.number == 1 else "utf-8")
            if len(text) > _MAX_LINE:
                raise csv.Error(f"a line is longer than {_MAX_LINE:,} characters")
            if "\0" in text:
                raise csv.Error("it holds a NUL")
            if not self.text:
                self.text = text.rstrip("\r\n")
            yield text

    def begin(self) -> None:
        """The next row begins at the next line."""
        self.first = self.number + 1
        self.text = ""


def _is_unseen(char: str) -> bool:
    """Spaces and what only steers lines and joins: no glyph is asked for."""
    return char.isspace() or unicodedata.category(char) == "Cf"


def _scripts(word: str) -> set[str]:
    """The scripts of the letters of a word, by the first word of their names."""
    return {unicodedata.name(c, "").split(" ")[0] for c in word if c.isalpha()}


def _tagged(name: str) -> str:
    """``name:sr-cyrl`` with its language as languages are written."""
    field, _, tag = name.partition(":")
    parts = tag.split("-")
    return f"{field.strip()}:" + "-".join(
        [parts[0].strip(), *(p.strip().title() for p in parts[1:])]
    )


def _place(row: Row, column: str) -> Span:
    """Where a cell stands in the line that its row begins in."""
    cell = row.cells.get(column, "")
    at = row.span.source.find(cell) if cell else -1
    if at < 0:
        return row.span
    return Span(row.span.file, row.span.line, at + 1, len(cell), row.span.source)


def _copied(path: Path) -> BinaryIO:
    """The table as it is now, wherever it goes while it is read."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the table
    try:
        with contextlib.ExitStack() as stack:
            file = stack.enter_context(open(path, "rb"))
            size = 0
            while part := file.read(1 << 20):
                size += len(part)
                if size > _MAX_BYTES:
                    what = f"{path} has more than {_MAX_BYTES / 1e6:g} MB"
                    raise Failed([Diagnostic("too-large", what, "divide it")])
                copy.write(part)
    except OSError as error:
        what = f"{path} cannot be read ({error.strerror})"
        raise Failed([Diagnostic("unreadable", what, "correct the name after --sites")]) from None
    return copy
