"""What may stand in a frame: the blocks of the layout language, and their reader."""

from __future__ import annotations

from .diagnostics import Span
from .fields import Fields
from .page import Colour
from .records import dataclass
from .source import Node
from .theme import Style, Theme, heading_of, named_colour

ALIGN = ("top", "middle", "bottom")


@dataclass(frozen=True)
class TextBlock:
    """A string of the content, by key; ``voice`` is 1 for the second of two languages.

    ``heading`` is its level as a heading, 0 for none; None leaves it to the style.
    ``sentences``: each sentence begins a line of its own."""

    key: str
    style: Style
    voice: int
    span: Span
    heading: int | None = None
    sentences: bool = False


@dataclass(frozen=True)
class ContactBlock:
    """A contact: any of its label, its printed form and its hours, one below the other."""

    contact: str
    label: Style | None
    number: Style | None
    hours: Style | None
    voice: int
    span: Span


@dataclass(frozen=True)
class QrBlock:
    """A QR code that opens a contact. ``side`` is the symbol, without its quiet zone.

    ``caption`` is the string that says what it opens, below the code or to its right;
    without one the printed form of the contact says it."""

    contact: str
    side: float
    caption: str
    style: Style
    beside: bool
    gap: float
    colour: Colour
    voice: int
    span: Span


@dataclass(frozen=True)
class PictogramBlock:
    """A pictogram. ``says`` is the string that is read aloud for it; without one it only
    repeats what stands beside it, and is passed over."""

    name: str
    size: float
    colour: Colour
    says: str
    voice: int
    span: Span


@dataclass(frozen=True)
class LogoBlock:
    """The logo of whoever prints it; takes no room where the campaign has none. ``says`` as
    for a pictogram."""

    height: float
    says: str
    voice: int
    span: Span


@dataclass(frozen=True)
class PictureBlock:
    """A PNG, JPEG or SVG file of the workspace, ``width`` points wide. ``says`` as for a
    pictogram."""

    file: str
    width: float
    colour: Colour
    says: str
    voice: int
    span: Span


@dataclass(frozen=True)
class SpaceBlock:
    """Space between blocks."""

    height: float


@dataclass(frozen=True)
class RuleBlock:
    """A line between blocks."""

    thickness: float
    colour: Colour
    before: float


@dataclass(frozen=True)
class DraftBlock:
    """The line that says that nobody has approved the text; empty once somebody has."""

    style: Style
    voice: int
    span: Span


@dataclass(frozen=True)
class LanguagesBlock:
    """The same blocks in every language of the piece, each under its own name and tag, in
    ``columns`` side by side, rows at least ``height`` high with ``before`` above each."""

    blocks: tuple[TextBlock, ...]
    name: Style
    columns: int
    gap: float
    height: float
    before: float
    span: Span


@dataclass(frozen=True)
class ListBlock:
    """Strings one below the other, each behind a ``marker`` (a pictogram) that stands as high
    as its capitals; ``indent`` is from marker to text, both from their left edges."""

    keys: tuple[str, ...]
    style: Style
    marker: str
    colour: Colour
    indent: float
    voice: int
    span: Span


@dataclass(frozen=True)
class SentencesBlock:
    """The sentences of a string in rows at least ``height`` high, each beside one of the
    ``pictograms``, ``size`` large and ``gap`` away; further sentences stand by the last one."""

    key: str
    style: Style
    pictograms: tuple[str, ...]
    size: float
    colour: Colour
    gap: float
    height: float
    before: float
    voice: int
    span: Span


@dataclass(frozen=True)
class Column:
    """A part of a row; ``width`` in points, or None for an equal share of what is left."""

    width: float | None
    align: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class RowBlock:
    """Blocks side by side, at least ``height`` high, with ``before`` above."""

    columns: tuple[Column, ...]
    gap: float
    height: float
    before: float
    span: Span


Block = (
    TextBlock
    | ContactBlock
    | QrBlock
    | PictogramBlock
    | LogoBlock
    | PictureBlock
    | SpaceBlock
    | RuleBlock
    | DraftBlock
    | LanguagesBlock
    | ListBlock
    | SentencesBlock
    | RowBlock
)
_BLOCKS = (
    "text",
    "contact",
    "qr",
    "pictogram",
    "logo",
    "picture",
    "space",
    "rule",
    "draft_mark",
    "languages",
    "list",
    "by_sentence",
    "row",
)
_VOICES = ("first", "second")


class BlockReader:
    """Reads the blocks of one layout, with its styles and its theme's colours."""

    def __init__(self, styles: dict[str, Style], theme: Theme):
        self._styles = styles
        self._theme = theme

    def read(self, nodes: tuple[Node, ...], fields: Fields) -> tuple[Block, ...]:
        blocks = []
        for node in nodes:
            block = self._block(Fields(node, "a block", fields.problems))
            if block is not None:
                blocks.append(block)
        return tuple(blocks)

    def _block(self, fields: Fields) -> Block | None:
        kind = fields.only_one_of(_BLOCKS)
        if kind is None:
            return None
        fields.what = f"a block of {kind}"
        block = {
            "text": self._text,
            "contact": self._contact,
            "qr": self._qr,
            "pictogram": self._pictogram,
            "logo": self._logo,
            "picture": self._picture,
            "space": self._space,
            "rule": self._rule,
            "draft_mark": self._draft,
            "languages": self._languages,
            "list": self._list,
            "by_sentence": self._sentences,
            "row": self._row,
        }[kind](fields)
        fields.done()
        return block

    def _style(self, fields: Fields, name: str, required: bool) -> Style | None:
        if not self._styles:  # which is reported already
            fields.node(name)
            return None
        wanted = fields.choice(name, self._styles, "", required)
        return self._styles.get(wanted)

    def _colour(self, fields: Fields, required: bool = True) -> Colour:
        found = named_colour(fields, "colour", self._theme, required)
        return found or Colour("", (0, 0, 0), (0, 0, 0, 100))

    def _text(self, fields: Fields) -> Block | None:
        key = fields.text("text", required=True)
        style = self._style(fields, "style", required=True)
        voice, level, sentences = _voice(fields), heading_of(fields), fields.flag("sentences")
        span = fields.key_span("text")
        return TextBlock(key, style, voice, span, level, sentences) if style else None

    def _contact(self, fields: Fields) -> Block | None:
        return ContactBlock(
            fields.text("contact", required=True),
            self._style(fields, "label", required=False),
            self._style(fields, "number", required=False),
            self._style(fields, "hours", required=False),
            _voice(fields),
            fields.key_span("contact"),
        )

    def _qr(self, fields: Fields) -> Block | None:
        contact = fields.text("qr", required=True)
        side = fields.length("side", required=True)
        caption = fields.text("caption")
        beside = fields.choice("caption_at", ("below", "right"), "below") == "right"
        gap = fields.length("gap", 0.0)
        colour = self._colour(fields)
        style = self._style(fields, "style", required=True)
        voice, span = _voice(fields), fields.key_span("qr")
        if style is None:
            return None
        return QrBlock(contact, side, caption, style, beside, gap, colour, voice, span)

    def _pictogram(self, fields: Fields) -> Block | None:
        return PictogramBlock(
            fields.text("pictogram", required=True),
            fields.length("size", required=True),
            self._colour(fields),
            fields.text("says"),
            _voice(fields),
            fields.key_span("pictogram"),
        )

    def _logo(self, fields: Fields) -> Block | None:
        height = fields.length("logo", required=True)
        return LogoBlock(height, fields.text("says"), _voice(fields), fields.span)

    def _picture(self, fields: Fields) -> Block | None:
        return PictureBlock(
            fields.text("picture", required=True),
            fields.length("width", required=True),
            self._colour(fields, required=False),
            fields.text("says"),
            _voice(fields),
            fields.key_span("picture"),
        )

    def _space(self, fields: Fields) -> Block | None:
        return SpaceBlock(fields.length("space", required=True))

    def _rule(self, fields: Fields) -> Block | None:
        return RuleBlock(
            fields.length("rule", required=True),
            self._colour(fields),
            fields.length("before", 0.0),
        )

    def _draft(self, fields: Fields) -> Block | None:
        found, voice = self._style(fields, "draft_mark", required=True), _voice(fields)
        return DraftBlock(found, voice, fields.key_span("draft_mark")) if found else None

    def _list(self, fields: Fields) -> Block | None:
        keys = tuple(s.value for s in fields.words("list", required=True))
        style = self._style(fields, "style", required=True)
        marker, colour = fields.text("marker", "bullet"), self._colour(fields)
        indent, voice = fields.length("indent", required=True), _voice(fields)
        span = fields.key_span("list")
        return ListBlock(keys, style, marker, colour, indent, voice, span) if style else None

    def _sentences(self, fields: Fields) -> Block | None:
        key, style = fields.text("by_sentence", required=True), self._style(fields, "style", True)
        names = tuple(s.value for s in fields.words("pictograms", required=True))
        size, colour = fields.length("size", required=True), self._colour(fields)
        gap, height, before = (fields.length(n, 0.0) for n in ("gap", "height", "before"))
        voice, span = _voice(fields), fields.key_span("by_sentence")
        if style is None or not names:
            return None
        return SentencesBlock(key, style, names, size, colour, gap, height, before, voice, span)

    def _languages(self, fields: Fields) -> Block | None:
        name = self._style(fields, "name", required=True)
        read = self.read(fields.nodes("languages", required=True), fields)
        texts = tuple(b for b in read if isinstance(b, TextBlock))
        span = fields.key_span("languages")
        if len(texts) < len(read):
            fields.fault(span, "languages", "only texts can be said in every language", "use text")
        columns = fields.whole("columns", 1, 1, 12)
        gap, height, before = (fields.length(n, 0.0) for n in ("gap", "height", "before"))
        if name is None:
            return None
        return LanguagesBlock(texts, name, columns, gap, height, before, span)

    def _row(self, fields: Fields) -> Block | None:
        columns = []
        for node in fields.nodes("row", required=True):
            column = Fields(node, "a column", fields.problems)
            columns.append(
                Column(
                    column.length("width") if column.has("width") else None,
                    column.choice("align", ALIGN, "top"),
                    self.read(column.nodes("blocks", required=True), column),
                )
            )
            column.done()
        return RowBlock(
            tuple(columns),
            fields.length("gap", 0.0),
            fields.length("height", 0.0),
            fields.length("before", 0.0),
            fields.key_span("row"),
        )


def _voice(fields: Fields) -> int:
    """Which of two languages a block speaks: 0 or 1."""
    return _VOICES.index(fields.choice("in", _VOICES, _VOICES[0]))


def inner_blocks(blocks: tuple[Block, ...]) -> list[Block]:
    """All blocks, those inside rows included, in reading order."""
    found: list[Block] = []
    for block in blocks:
        found.append(block)
        if isinstance(block, RowBlock):
            for column in block.columns:
                found += inner_blocks(column.blocks)
        elif isinstance(block, LanguagesBlock):
            found += block.blocks
    return found
