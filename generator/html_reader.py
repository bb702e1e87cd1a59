"""A plain HTML page as a browser and a voice find it, read without trust.

Only the few elements and attributes that a page of ours has are known; any other is told,
for it could load, run or hide something.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from .records import dataclass, field

_VOID = frozenset(("meta", "link", "img"))
_BLOCKS = frozenset(("p", "li", *(f"h{level}" for level in range(1, 7))))
_SILENT = frozenset(("title", "style"))
_KNOWN: dict[str, frozenset[str]] = {
    "html": frozenset(("lang",)),
    "head": frozenset(),
    "meta": frozenset(("charset", "http-equiv", "content", "name")),
    "title": frozenset(),
    "link": frozenset(("rel", "href")),
    "style": frozenset(),
    "body": frozenset(),
    "main": frozenset(),
    "div": frozenset(("class", "style")),
    "ul": frozenset(),
    "a": frozenset(("href",)),
    "b": frozenset(),
    "img": frozenset(("src", "alt", "lang", "height")),
    "svg": frozenset(("class", "viewbox", "role", "aria-label", "aria-hidden", "lang",
                      "shape-rendering")),
    "path": frozenset(("class", "d", "fill", "stroke-width", "stroke-linecap",
                       "stroke-linejoin")),
    **{block: frozenset(("class", "lang")) for block in _BLOCKS},
}  # fmt: skip
_GROUND = re.compile(r"background:#[0-9A-F]{6}")
_MOST = 200_000  # elements


@dataclass
class Heard:
    """A block of text, or a drawing that says something: its role (``P``, ``H1``, ``LBody``,
    ``Figure``), text, language, and what its links open. ``path`` is that of a drawing."""

    role: str
    text: str
    language: str
    opens: tuple[str, ...] = ()
    path: str = ""


@dataclass
class HtmlPage:
    """All of a page. ``meta`` are its descriptions by name, ``oddities`` what no page of ours
    has."""

    language: str = ""
    title: str = ""
    style: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    hrefs: list[str] = field(default_factory=list)
    oddities: list[str] = field(default_factory=list)


def read_html(text: str) -> HtmlPage:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if reader.open:
        reader.page.oddities.append(f"an element that is not closed ({reader.open[-1].name})")
    if not text.startswith("<!DOCTYPE html>\n"):
        reader.page.oddities.append("another beginning than that of an HTML page")
    return reader.page


@dataclass
class _Open:
    name: str
    language: str
    href: str = ""
    block: Heard | None = None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = HtmlPage()
        self.open: list[_Open] = []
        self._count = 0

    def _odd(self, what: str) -> None:
        self.page.oddities.append(what)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._count += 1
        if tag not in _KNOWN or self._count > _MOST:
            self._odd(f"an element that none of ours has ({tag[:20]})")
        elif unknown := sorted(given.keys() - _KNOWN[tag]):
            self._odd(f"{tag} with {', '.join(unknown)[:60]}")
        if len(given) != len(attrs):
            self._odd(f"{tag} that says something twice")
        above = self.open[-1] if self.open else _Open("", "")
        language = given.get("lang") or above.language
        href = given.get("href", "") if tag == "a" else above.href
        opened = _Open(tag, language, href, above.block)
        self._note(tag, given, opened)
        if tag not in _VOID:
            self.open.append(opened)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].name != tag:
            self._odd(f"an end of {tag[:20]} that does not fit")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        above = self.open[-1] if self.open else _Open("", "")
        if above.name == "title":
            self.page.title += data
        elif above.name == "style":
            self.page.style += data
        elif above.block is not None:
            above.block.text += data
        elif data.strip():
            self._odd(f"text outside of every paragraph (“{data.strip()[:40]}”)")

    def handle_comment(self, data: str) -> None:
        self._odd("a remark")

    def handle_pi(self, data: str) -> None:
        self._odd("an instruction")

    def unknown_decl(self, data: str) -> None:
        self._odd("a declaration")

    def _note(self, tag: str, given: dict[str, str], opened: _Open) -> None:
        page = self.page
        if tag == "html":
            page.language = given.get("lang", "")
        elif tag == "meta":
            name = "charset" if "charset" in given else given.get("http-equiv") or given.get("name")
            page.meta[name or ""] = given.get("content", given.get("charset", ""))
        elif tag == "link" and (given.get("rel"), given.get("href")) != ("icon", "data:,"):
            self._odd("something that is loaded from elsewhere")
        elif tag == "a":
            page.hrefs.append(opened.href)
            if opened.block is not None:
                opened.block.opens += (opened.href,)
        elif tag == "div" and given.get("style") and not _GROUND.fullmatch(given["style"]):
            self._odd("a look that none of ours has")
        elif tag in _BLOCKS:
            if opened.block is not None:
                self._odd(f"{tag} within a paragraph")
            role = {"p": "P", "li": "LBody"}.get(tag, tag.upper())
            opened.block = Heard(role, "", opened.language)
            page.heard.append(opened.block)
        elif tag in ("svg", "img"):
            self._drawing(tag, given, opened)
        elif tag == "path" and opened.name == "path" and self.open:
            holder = self.open[-1]
            if holder.block is not None and holder.block.role == "Figure":
                holder.block.path += given.get("d", "")

    def _drawing(self, tag: str, given: dict[str, str], opened: _Open) -> None:
        says = given.get("alt" if tag == "img" else "aria-label", "")
        if tag == "img" and not given.get("src", "").startswith("data:image/png;base64,"):
            self._odd("a picture that is loaded from elsewhere")
        if tag == "svg" and (given.get("aria-hidden") == "true") == (given.get("role") == "img"):
            self._odd("a drawing that is neither heard nor passed over")
        if says or given.get("role") == "img":
            opens = (opened.href,) if opened.href else ()
            figure = Heard("Figure", says, opened.language, opens)
            self.page.heard.append(figure)
            opened.block = figure
