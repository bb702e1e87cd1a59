"""The pages of a proof that are no pictures: the table of strings, numbers and codes, sign-off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from .campaign import Campaign
from .contacts import Contact
from .geometry import MM, Rect
from .page import Anchor, Field, Item, Link, Page
from .proof_rows import Row, Rows
from .qr import make_symbol, symbol_path
from .records import dataclass
from .setter import BOLD, GREY, INK, OWN, Block, Setter, bar, rule
from .uses import tightest

_WIDTH, _HEIGHT = 297 * MM, 210 * MM
_MARGIN = 10 * MM
_TOP = 24 * MM
_BOTTOM = _HEIGHT - 10 * MM
_GAP = 4 * MM
_LEAST_ROW = 15 * MM  # room enough to write into
_CODE = 24 * MM
_USES = 4  # products of a string that are told; more say nothing new


class Product(Protocol):
    """What the facts need of a product that was shown."""

    @property
    def product(self) -> str: ...
    @property
    def codes(self) -> tuple[str, ...]: ...
    @property
    def checks(self) -> int: ...


@dataclass(frozen=True)
class Sheet:
    """What all these pages share."""

    setter: Setter
    head: str
    rows: Rows
    campaign: Campaign
    content: str

    def page(self, name: str, title: str, items: Sequence[Item]) -> Page:
        head = self.setter.line(title, _MARGIN, _MARGIN + 12, 13, BOLD)
        right = self.setter.paragraph(f"{self.head} · content {self.content}", 150 * MM, 8)
        head += right.at(_WIDTH - _MARGIN - 150 * MM, _MARGIN + 4)
        size = (_WIDTH, _HEIGHT)
        return Page(name, *size, (*head, *items), (Rect(0, 0, *size),), (), "en")


# ---------------------------------------------------------------- how to read it

_HOW = (
    "Look at each page first. Every string has a number in a box; click it to go to its row.",
    "In the table, write into the field beside a string, or put a note on the page where you "
    "see the fault. Any PDF reader can do it. On paper, write into the empty box.",
    "Compare every number with the enlarged ones, digit by digit. Scan every code.",
    "On the last page, tick what you have done, and write your name and role.",
    "Save the file and send it back.",
)
_SIGNS = (
    "A black bar at the left: the text, or its source, is not what was signed.",
    "“Before:” the source as it was when the translation was signed.",
    "“!” a check found something. Look whether it is right.",
    "A place in bold: the text is set smaller there than the layout would like. Shorter is better.",
)


def cover_page(sheet: Sheet, standing: list[str]) -> Page:
    """What this file is, what to do with it, and what the signs mean."""
    setter, rows = sheet.setter, sheet.rows
    width = 190 * MM
    finds = sum(bool(row.finds) for row in rows.rows)
    state = [f"{len(rows.rows)} strings; checks found something in {finds}.", *standing]
    blocks = [
        setter.paragraph(f"{rows.language.endonym} ({rows.language.tag})", width, 26, BOLD),
        setter.paragraph("\n".join(state), width, 10),
        setter.paragraph("What to do", width, 14, BOLD),
        *(setter.paragraph(f"{i}. {text}", width, 11) for i, text in enumerate(_HOW, 1)),
        setter.paragraph("What the signs mean", width, 14, BOLD),
        *(setter.paragraph(text, width, 11) for text in _SIGNS),
    ]
    items: list[Item] = [Anchor("cover", Rect(0, 0, 1, 1))]
    items += setter.column(blocks, 9).at(_MARGIN, _TOP)
    return sheet.page("cover", "Proof", items)


# ---------------------------------------------------------------- strings


def _columns(sheet: Sheet) -> list[tuple[str, float]]:
    """The heads and widths of the table's columns; the last one is for comments."""
    spoken = sheet.rows.language
    heads = [("No", 9 * MM), ("String; width used of what there is", 62 * MM), ("Source", 54 * MM)]
    heads.append((f"{spoken.endonym} ({spoken.tag})", 60 * MM))
    if sheet.rows.second:
        heads[2:] = [(h, w - 12 * MM) for h, w in heads[2:]]
        heads.append((f"{sheet.rows.second.endonym} ({sheet.rows.second.tag})", 48 * MM))
    used = sum(w for _, w in heads) + len(heads) * _GAP
    return [*heads, ("Your comment", _WIDTH - 2 * _MARGIN - used)]


def string_pages(sheet: Sheet) -> list[Page]:
    """One row a string, as many on a page as fit."""
    pages: list[Page] = []
    items: list[Item] = [Anchor("strings", Rect(0, 0, 1, 1)), *_heads(sheet)]
    y = _TOP
    for row in sheet.rows.rows:
        cells, height = _cells(sheet, row)
        if y + height > _BOTTOM:
            pages.append(sheet.page(f"strings {len(pages) + 1}", "Strings", items))
            items, y = _heads(sheet), _TOP
        items += _row(sheet, row, cells, y, height)
        y += height
    return [*pages, sheet.page(f"strings {len(pages) + 1}", "Strings", items)]


def _heads(sheet: Sheet) -> list[Item]:
    items: list[Item] = [rule(_MARGIN, _TOP - 1.5 * MM, _WIDTH - 2 * _MARGIN, 1.0)]
    x = _MARGIN
    for head, width in _columns(sheet):
        items += sheet.setter.line(head, x, _TOP - 3 * MM, 8, BOLD)
        x += width + _GAP
    return items


def _cells(sheet: Sheet, row: Row) -> tuple[list[Block], float]:
    """The blocks of a row, one a column but the first and the last, and the row's height."""
    setter, rows = sheet.setter, sheet.rows
    columns = _columns(sheet)
    about = [setter.paragraph(row.key, columns[1][1], 8, BOLD)]
    places = tightest(row.uses)
    about += [
        setter.paragraph(str(use), columns[1][1], 6.5, BOLD if use.shrunk else 400, colour=GREY)
        for use in places[:_USES]
    ]
    if len(places) > _USES:
        more = f"and {len(places) - _USES} more"
        about.append(setter.paragraph(more, columns[1][1], 6.5, colour=GREY))
    if not places:
        about.append(setter.paragraph("in no product", columns[1][1], 6.5, colour=GREY))
    source = [setter.paragraph(row.source, columns[2][1], 9)]
    if row.previous:
        source.append(setter.paragraph("Before: " + row.previous, columns[2][1], 7.5))
    if row.note:
        source.append(setter.paragraph(row.note, columns[2][1], 6.5, colour=GREY))
    target = [setter.paragraph(row.target, columns[3][1], 10, BOLD, rows.language, source=row.key)]
    target += [setter.paragraph("! " + find, columns[3][1], 7.5) for find in row.finds]
    cells = [setter.column(about, 1), setter.column(source), setter.column(target)]
    if rows.second:
        cells.append(setter.paragraph(row.second, columns[4][1], 9, spoken=rows.second))
    return cells, max(_LEAST_ROW, *(c.height + 5 * MM for c in cells))


def _row(sheet: Sheet, row: Row, cells: list[Block], y: float, height: float) -> list[Item]:
    columns = _columns(sheet)
    size = sheet.setter.badge_size(row.number)
    badge = Rect(_MARGIN, y + 2 * MM, *size)
    area = Rect(0, y, _MARGIN + columns[0][1], height)
    items: list[Item] = [Anchor(f"row-{row.number}", Rect(0, y - 4 * MM, 1, 1))]
    items += sheet.setter.badge(row.number, badge)
    items.append(Link(area, _back(row), row.key, f"{row.number} {row.key}"))
    if row.changed:
        items.append(bar(_MARGIN - 4 * MM, y + 1.5 * MM, height - 3 * MM))
    x = _MARGIN + columns[0][1] + _GAP
    for cell, (_, width) in zip(cells, columns[1:-1], strict=True):
        items += cell.at(x, y + 2 * MM)
        x += width + _GAP
    room = Rect(x, y + 1.5 * MM, columns[-1][1], height - 3 * MM)
    items.append(Field(room, row.key, f"Comment on {row.number} {row.key}"))
    items.append(rule(_MARGIN, y + height, _WIDTH - 2 * _MARGIN))
    return items


def _back(row: Row) -> str:
    """From a row back to the first product that shows the string."""
    return f"#product-{row.uses[0].product}" if row.uses else "#strings"


# ---------------------------------------------------------------- numbers and codes


def facts_pages(sheet: Sheet, shown: Sequence[Product]) -> list[Page]:
    """Every contact, its number enlarged, and its code with what was read from it."""
    pages: list[Page] = []
    items: list[Item] = [Anchor("numbers", Rect(0, 0, 1, 1))]
    y = _TOP
    for contact in sheet.campaign.contacts.values():
        height = _CODE + 8 * MM
        if y + height > _BOTTOM:
            pages.append(sheet.page(f"numbers {len(pages) + 1}", "Numbers and codes", items))
            items, y = [], _TOP
        items += _contact(sheet, contact, shown, y, height)
        y += height
    return [*pages, sheet.page(f"numbers {len(pages) + 1}", "Numbers and codes", items)]


def _contact(
    sheet: Sheet, contact: Contact, shown: Sequence[Product], y: float, height: float
) -> list[Item]:
    setter, numbers = sheet.setter, sheet.rows.numbers
    items: list[Item] = []
    read = [p.product for p in shown if contact.uri in p.codes]
    kinds = [("contact", y + 2 * MM)] + ([("qr", y + 8 * MM)] if read else [])
    for kind, top in kinds:
        number = numbers[f"{kind}:{contact.id}"]
        items.append(Anchor(f"row-{number}", Rect(0, y - 4 * MM, 1, 1)))
        items += setter.badge(number, Rect(_MARGIN, top, *setter.badge_size(number)))
    messages = sheet.rows.catalogue.messages
    spoken = sheet.rows.language
    label = messages[contact.label].value if contact.label in messages else contact.label
    x = _MARGIN + 14 * MM
    items += setter.paragraph(label, 140 * MM, 9, BOLD, spoken).at(x, y + 2 * MM)
    items += setter.line(contact.printed, x, y + 17 * MM, 26, BOLD)
    said = [f"dialled or opened: {contact.uri}", f"checked {contact.checked}: {contact.how}"]
    if contact.hours is not None and contact.hours.key in messages:
        hours = messages[contact.hours.key].value
        hours = hours.replace("{opens}", contact.hours.opens)
        said.insert(0, hours.replace("{closes}", contact.hours.closes))
    items += setter.paragraph("\n".join(said), 140 * MM, 8, spoken=spoken).at(x, y + 20 * MM)
    if read:
        items += _code(contact, _MARGIN + 165 * MM, y + 2 * MM)
        words = f"Read back from the pages: {contact.uri}\nin {', '.join(read)}"
        items += setter.paragraph(words, 70 * MM, 8).at(_MARGIN + 197 * MM, y + 4 * MM)
    items.append(rule(_MARGIN, y + height, _WIDTH - 2 * _MARGIN))
    return items


def _code(contact: Contact, x: float, y: float) -> list[Item]:
    symbol = make_symbol(contact.uri, _CODE)
    if symbol is None:
        return []
    return [symbol_path(symbol, OWN, Rect(x, y, _CODE, _CODE), INK)]


# ---------------------------------------------------------------- sign-off

_BOXES = (
    ("read", "I have read every string of this proof in its place."),
    ("numbers", "I have compared every number with the campaign's list, digit by digit."),
    ("codes", "I have scanned every code with a phone, and it opens what it says."),
    ("agree", "The texts may be printed as they stand here."),
)


def sign_page(sheet: Sheet, standing: list[str]) -> list[Page]:
    """Who vouches for what, to be filled in on the screen or with a pen."""
    setter = sheet.setter
    tag = sheet.rows.language.tag
    items: list[Item] = [Anchor("sign-off", Rect(0, 0, 1, 1))]
    y = _TOP
    words = [f"Edition {sheet.campaign.edition}. Content hash {sheet.content}.", *standing]
    block = setter.paragraph("\n".join(words), 180 * MM, 10)
    items += block.at(_MARGIN, y)
    y += block.height + 8 * MM
    for name, text in _BOXES:
        area = Rect(_MARGIN, y, 5 * MM, 5 * MM)
        items.append(Field(area, f"sign.{name}", text, box=True))
        items += setter.paragraph(text, 180 * MM, 11).at(_MARGIN + 9 * MM, y + 1 * MM)
        y += 9 * MM
    y += 4 * MM
    for name, label in (("name", "Name"), ("role", "Role"), ("date", "Date")):
        items += setter.line(label, _MARGIN, y + 5 * MM, 10, BOLD)
        area = Rect(_MARGIN + 24 * MM, y, 90 * MM, 8 * MM)
        items.append(Field(area, f"sign.{name}", label))
        y += 11 * MM
    y += 4 * MM
    items += setter.line("Anything else", _MARGIN, y + 4 * MM, 10, BOLD)
    items.append(Field(Rect(_MARGIN + 40 * MM, y, 150 * MM, 24 * MM), "sign.remarks", "Remarks"))
    how = (
        "For the office: beacon comments FILE.pdf lists what was written into this proof. "
        f"beacon sign -l {tag} --by NAME --role translator|reviewer|approver "
        f"--content {sheet.content} records the sign-off."
    )
    items += setter.paragraph(how, 180 * MM, 8, colour=GREY).at(_MARGIN, _BOTTOM - 12 * MM)
    return [sheet.page("sign-off", "Sign-off", items)]
