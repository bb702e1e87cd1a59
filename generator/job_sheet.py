"""A job sheet for whoever prints a pack: one row a file, with room to fill in paper and
quantity. As pages and as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from .frames import NONE
from .geometry import MM, Rect, mm
from .page import GREY as BLACK_ALONE
from .page import Document, Item, Page, Path, box
from .purpose import COLOUR, LONG_EDGE, SCREEN, SHORT_EDGE, STANDARD_NAMES, Purpose
from .records import dataclass
from .setter import BOLD, GREY, INK, OWN, Block, Setter, level, rule
from .story import Story

_SIZE = (297 * MM, 210 * MM)
_MARGIN = 12 * MM
_GAP = 4 * MM
_BOTTOM = _SIZE[1] - _MARGIN
_TITLE, _BODY, _SMALL = 18.0, 8.5, 7.0  # points
_BOX = (18 * MM, 8 * MM)  # to write a quantity into
_FORM, _LINE = 32 * MM, 10 * MM  # the lines to fill in below the table; from one to the next
_PAPERS = {
    "poster": "150 g/m² matt",
    "leaflet": "115-135 g/m²",
    "card": "300 g/m²",
    "sticker": "adhesive vinyl or paper",
}
_OFFICE_PAPERS = {  # what an office printer takes
    "poster": "120 g/m²",
    "leaflet": "100-120 g/m²",
    "card": "160-200 g/m²",
    "sticker": "adhesive sheets",
}


@dataclass(frozen=True)
class Order:
    """A row of the sheet, in words. ``what`` is empty for a discreet form, of which the sheet
    says nothing but its neutral name and its format; ``paper`` is a suggestion, and empty for
    what is not printed."""

    file: str
    what: str
    size: str
    pages: str
    paper: str
    fold: str
    colours: str
    standard: str


@dataclass(frozen=True)
class JobSheet:
    """All of a sheet. ``campaign`` is empty where no file names one either."""

    campaign: str
    edition: str
    orders: tuple[Order, ...]


def order_of(story: Story, purpose: Purpose, file: str, pages: int) -> Order:
    """The row of one file that has so many pages."""
    layout = story.layout
    if purpose.name == SCREEN:
        size = f"{layout.width:g} x {layout.height:g} px"
        return Order(file, _what(story), size, str(pages), "", "", "RGB", "PNG")
    papers = _PAPERS if purpose.press else _OFFICE_PAPERS
    standard = (
        f"{STANDARD_NAMES[purpose.standard]}, bleed {mm(purpose.bleed):g} mm"
        if purpose.press
        else "PDF"
    )
    return Order(
        file,
        _what(story),
        _format(story, purpose),
        str(pages) + _turned(story, purpose),
        papers.get(layout.kind, ""),
        _fold(story),
        _colours(story, purpose),
        standard,
    )


def _what(story: Story) -> str:
    layout = story.layout
    return "" if layout.file_name else f"{layout.about}, {story.spoken}"


def _format(story: Story, purpose: Purpose) -> str:
    """The trim, and how many pieces or parts of one stand on which paper."""
    layout, sheet = story.layout, story.layout.sheet
    trim = _millimetres(layout.width, layout.height)
    if purpose.tile:
        return f"{trim}, in parts on {purpose.tile}"
    if sheet is None or sheet.columns * sheet.rows == 1:
        return trim
    paper = _millimetres(sheet.width, sheet.height)
    return f"{trim}, {sheet.columns * sheet.rows} on a sheet of {paper}"


def _millimetres(width: float, height: float) -> str:
    return f"{round(mm(width), 1):g} x {round(mm(height), 1):g} mm"


def _turned(story: Story, purpose: Purpose) -> str:
    """How the paper is turned for the second side, where an office printer asks it."""
    layout, sheet = story.layout, story.layout.sheet
    if len(story.sides) < 2 or purpose.tile:
        return ""
    if sheet and not (purpose.press and sheet.columns * sheet.rows == 1):
        edge = sheet.flip
    elif purpose.press:
        return ", head to head"
    else:
        edge = SHORT_EDGE if layout.width > layout.height else LONG_EDGE
    return f", both sides, turn on the {edge.replace('-', ' ')}"


def _fold(story: Story) -> str:
    """How the piece is folded, and its panels on the first side from the left."""
    layout, folds = story.layout, story.sides[0].folds
    edges = (0.0, *folds)
    widths = [f"{round(mm(b - a), 1):g}" for a, b in zip(edges, folds, strict=False)]
    if not widths:
        return NONE
    panels = " + ".join(widths) + " mm"
    return f"{layout.fold} fold: {panels}" if layout.fold else f"at the ticks: {panels}"


def _colours(story: Story, purpose: Purpose) -> str:
    """Inks of the front over inks of the back, as shops write it."""
    inks = 4 if purpose.inks == COLOUR else 1
    return f"{inks}/{inks if len(story.sides) > 1 else 0}"


# ---------------------------------------------------------------- as text

_TO_FILL = ("Contact", "Delivery, by when and where", "Notes")


def sheet_lines(sheet: JobSheet) -> list[str]:
    """The sheet as text, line by line."""
    lines = ["Job sheet", *_standing(sheet), ""]
    for number, order in enumerate(sheet.orders, 1):
        lines.append(f"{number}. {order.file}")
        lines += [f"   {name}: {value}" for name, value in _named(order) if value]
        if order.paper:
            lines.append(f"   paper: ____________________ (suggested: {order.paper})")
            lines.append("   quantity: __________")
        lines.append("")
    return lines + [f"{name}: ____________________" for name in _TO_FILL]


def _standing(sheet: JobSheet) -> list[str]:
    campaign = [f"Campaign: {sheet.campaign}"] if sheet.campaign else []
    return [*campaign, f"Edition: {sheet.edition}"]


def _named(order: Order) -> list[tuple[str, str]]:
    return [
        ("what", order.what),
        ("size", order.size),
        ("pages", order.pages),
        ("fold", order.fold),
        ("colours", order.colours),
        ("standard", order.standard),
    ]


# ---------------------------------------------------------------- as pages

_HEADS = (
    ("File", 62 * MM),
    ("Size, trimmed", 36 * MM),
    ("Pages", 30 * MM),
    ("Paper", 38 * MM),
    ("Fold", 28 * MM),
    ("Inks", 10 * MM),
    ("Standard", 23 * MM),
    ("Quantity", 18 * MM),
)
_FILLED = ("Paper", "Quantity")  # by whoever orders


def sheet_document(sheet: JobSheet, setter: Setter) -> Document:
    """The sheet on A4 on its side: one page, or as many as the rows need."""
    head = _head(sheet, setter)
    pages: list[list[Item]] = [head.at(_MARGIN, _MARGIN)]
    y = _MARGIN + head.height
    pages[-1] += _table_head(setter, y)
    for order in sheet.orders:
        row = _row(order, setter)
        if y + row.height > _BOTTOM:
            y = _MARGIN + 8 * MM
            pages.append(_table_head(setter, y))
        pages[-1] += row.at(_MARGIN, y)
        y += row.height
    if y + _FORM > _BOTTOM:
        pages.append([])
        y = _MARGIN
    pages[-1] += _form(setter, y + _LINE)
    made = tuple(_page(number, len(pages), items, setter) for number, items in enumerate(pages, 1))
    return Document("Job sheet", "en", made, "job sheet", "", sheet.edition, inks=BLACK_ALONE)


def _page(number: int, count: int, items: Sequence[Item], setter: Setter) -> Page:
    said = setter.paragraph(f"Page {number} of {count}", 40 * MM, _SMALL, colour=GREY)
    foot = said.at(_MARGIN, _SIZE[1] - 8 * MM) if count > 1 else []
    return Page(f"job sheet {number}", *_SIZE, (*items, *foot), (Rect(0, 0, *_SIZE),), (), "en")


def _head(sheet: JobSheet, setter: Setter) -> Block:
    """The title and what all files share; below them there is room for the table's head."""
    title = setter.line("Job sheet", 0, _TITLE, _TITLE, BOLD)
    said = setter.line(" · ".join(_standing(sheet)), 60 * MM, _TITLE, 10)
    return Block((*title, *said), _TITLE + 14 * MM)


def _table_head(setter: Setter, y: float) -> list[Item]:
    items: list[Item] = [rule(_MARGIN, y - 2 * MM, _SIZE[0] - 2 * _MARGIN, 1.0)]
    x = _MARGIN
    for head, width in _HEADS:
        items += setter.line(head, x, y - 4 * MM, 8, BOLD)
        x += width + _GAP
    return items


def _row(order: Order, setter: Setter) -> Block:
    """A file: what is known of it, a line for the paper, a box for the quantity."""
    name = order.file.replace("_", "_\u200b").replace("/", "/\u200b")  # may be parted there
    known = {
        "File": [name, order.what],
        "Size, trimmed": [order.size],
        "Pages": [order.pages],
        "Fold": [order.fold.replace(" + ", "\u00a0+\u00a0")],
        "Inks": [order.colours],
        "Standard": [order.standard],
    }
    items: list[Item] = []
    x, height = 0.0, 12 * MM
    for head, width in _HEADS:
        lines = [setter.paragraph(text, width, _BODY) for text in known.get(head, ()) if text]
        block = level(setter.column(lines, 1), _BODY)
        items += block.at(x, 2.5 * MM)
        height = max(height, block.height + 5 * MM)
        if head in _FILLED and order.paper:
            items += _to_fill(head, order, x, width, setter)
        x += width + _GAP
    items.append(rule(0, height, _SIZE[0] - 2 * _MARGIN))
    return Block(tuple(items), height)


def _to_fill(head: str, order: Order, x: float, width: float, setter: Setter) -> list[Item]:
    if head == "Quantity":
        area = Rect(x, 2 * MM, *_BOX)
        return [Path(box(area), OWN, stroke=INK, stroke_width=0.5)]
    words = setter.paragraph(order.paper, width, _SMALL, colour=GREY)
    return [rule(x, 7 * MM, width), *words.at(x, 8.5 * MM)]


def _form(setter: Setter, y: float) -> list[Item]:
    """Lines for a pen, below the table."""
    items: list[Item] = []
    left = _MARGIN + 52 * MM
    for label in _TO_FILL:
        items += setter.line(label, _MARGIN, y, _BODY, BOLD)
        items.append(rule(left, y + 0.5 * MM, _SIZE[0] - _MARGIN - left))
        y += _LINE
    return items
