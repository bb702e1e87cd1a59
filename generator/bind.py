"""Content and layout become one story: what each frame says, in order, in one language.

After this no string is looked up any more. What cannot be bound (a key, a contact, a
pictogram that does not exist) is reported here, all at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from .blocks import (
    Block,
    Column,
    ContactBlock,
    DraftBlock,
    LogoBlock,
    PictogramBlock,
    QrBlock,
    RowBlock,
    RuleBlock,
    TextBlock,
)
from .campaign import Campaign, Contact
from .content import Catalogue, Message
from .diagnostics import Diagnostic, Failed, Span
from .fields import nearest
from .languages import Language, language
from .layouts import Frame, Layout
from .page import Colour
from .qr import Symbol, make_symbol
from .shape import Run
from .svg import Drawing, read_svg
from .theme import Style
from .workspace import Workspace

DRAFT_KEY = "common.draft_mark"


@dataclass(frozen=True)
class BoundText:
    """A paragraph. ``source`` is the key of its string, ``contact:id`` or ``hours:id``."""

    source: str
    runs: tuple[Run, ...]
    style: Style
    span: Span

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class BoundCode:
    contact: Contact
    symbol: Symbol
    side: float
    caption: BoundText
    beside: bool
    gap: float
    colour: Colour
    span: Span


@dataclass(frozen=True)
class BoundDrawing:
    source: str
    drawing: Drawing
    size: float
    colour: Colour


@dataclass(frozen=True)
class BoundSpace:
    height: float


@dataclass(frozen=True)
class BoundRule:
    thickness: float
    colour: Colour
    before: float


@dataclass(frozen=True)
class BoundColumn:
    width: float | None
    align: str
    blocks: tuple[BoundBlock, ...]


@dataclass(frozen=True)
class BoundRow:
    columns: tuple[BoundColumn, ...]
    gap: float
    height: float
    before: float


BoundBlock = BoundText | BoundCode | BoundDrawing | BoundSpace | BoundRule | BoundRow


@dataclass(frozen=True)
class BoundFrame:
    frame: Frame
    blocks: tuple[BoundBlock, ...]


@dataclass(frozen=True)
class BoundSide:
    name: str
    frames: tuple[BoundFrame, ...]
    folds: tuple[float, ...]


@dataclass(frozen=True)
class Story:
    """A product in one language, ready to be set."""

    layout: Layout
    campaign: Campaign
    language: Language
    status: str
    title: str
    sides: tuple[BoundSide, ...]

    def texts(self) -> list[tuple[int, BoundText]]:
        """Every paragraph with the number of its page, in reading order."""
        return [
            (i, text)
            for i, side in enumerate(self.sides)
            for frame in side.frames
            for text in texts_of(frame.blocks)
        ]

    def codes(self) -> list[tuple[int, BoundCode]]:
        return [
            (i, block)
            for i, side in enumerate(self.sides)
            for frame in side.frames
            for block in flat(frame.blocks)
            if isinstance(block, BoundCode)
        ]


def flat(blocks: tuple[BoundBlock, ...]) -> list[BoundBlock]:
    """All blocks, those inside rows included."""
    found: list[BoundBlock] = []
    for block in blocks:
        found.append(block)
        if isinstance(block, BoundRow):
            for column in block.columns:
                found += flat(column.blocks)
    return found


def texts_of(blocks: tuple[BoundBlock, ...]) -> list[BoundText]:
    found = []
    for block in flat(blocks):
        if isinstance(block, BoundText):
            found.append(block)
        elif isinstance(block, BoundCode):
            found.append(block.caption)
    return found


def bind(
    workspace: Workspace, layout: Layout, campaign: Campaign, catalogue: Catalogue, status: str
) -> tuple[Story | None, list[Diagnostic]]:
    """The story of ``layout`` in the language of ``catalogue``."""
    binder = _Binder(workspace, layout, campaign, catalogue, status)
    if layout.text not in campaign.texts:
        binder.fault(
            Span(layout.file),
            "unknown-text",
            f"the campaign has no text “{layout.text}”",
            nearest(layout.text, campaign.texts),
        )
        return None, binder.problems
    sides = tuple(
        BoundSide(
            side.name,
            tuple(BoundFrame(f, binder.blocks(f.blocks)) for f in side.frames),
            side.folds,
        )
        for side in layout.sides
    )
    title = binder.title()
    if binder.problems:
        return None, binder.problems
    return (
        Story(layout, campaign, language(catalogue.language), status, title, sides),
        [],
    )


class _Binder:
    def __init__(
        self,
        workspace: Workspace,
        layout: Layout,
        campaign: Campaign,
        catalogue: Catalogue,
        status: str,
    ):
        self._workspace = workspace
        self._layout = layout
        self._campaign = campaign
        self._catalogue = catalogue
        self._status = status
        self._drawings: dict[str, Drawing | None] = {}
        self.problems: list[Diagnostic] = []

    def fault(self, span: Span, code: str, message: str, hint: str) -> None:
        self.problems.append(Diagnostic(code, message, hint, span))

    def title(self) -> str:
        message = self._message(self._layout.title, Span(self._layout.file))
        if message is None:
            return ""
        return "".join(run.text for run in self._runs(message, 400, 400, None, message.span))

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[BoundBlock, ...]:
        found: list[BoundBlock] = []
        for block in blocks:
            found += self._bound(block)
        return tuple(found)

    def _bound(self, block: Block) -> list[BoundBlock]:
        match block:
            case TextBlock():
                return self._text(block.key, block.style, block.span)
            case ContactBlock():
                return self._contact(block)
            case QrBlock():
                return self._code(block)
            case PictogramBlock():
                file = f"layouts/pictograms/{block.name}.svg"
                drawing = self._drawing(file, block.span)
                return (
                    [BoundDrawing(f"pictogram:{block.name}", drawing, block.size, block.colour)]
                    if drawing
                    else []
                )
            case LogoBlock():
                return self._logo(block)
            case RuleBlock():
                return [BoundRule(block.thickness, block.colour, block.before)]
            case DraftBlock():
                return (
                    []
                    if self._status == "approved"
                    else self._text(DRAFT_KEY, block.style, block.span)
                )
            case RowBlock():
                columns = tuple(self._column(c) for c in block.columns)
                return [BoundRow(columns, block.gap, block.height, block.before)]
            case _:
                return [BoundSpace(block.height)]

    def _column(self, column: Column) -> BoundColumn:
        return BoundColumn(column.width, column.align, self.blocks(column.blocks))

    def _message(self, key: str, span: Span) -> Message | None:
        message = self._catalogue.messages.get(key)
        sections = self._campaign.texts.get(self._layout.text, ())
        if key.split(".")[0] not in sections:
            self.fault(
                span,
                "unknown-string",
                f"“{key}” is no string of text {self._layout.text}",
                nearest(key, self._catalogue.messages),
            )
        elif message is None:
            self.fault(
                span,
                "missing-string",
                f"{self._catalogue.language} lacks “{key}”, which the layout uses here",
                nearest(key, self._catalogue.messages) or f"add it to {self._catalogue.file}",
            )
        return message

    def _text(
        self, key: str, style: Style, span: Span, contact: Contact | None = None, source: str = ""
    ) -> list[BoundBlock]:
        message = self._message(key, span)
        if message is None:
            return []
        runs = self._runs(message, style.weight, style.bold, contact, span)
        return [BoundText(source or key, runs, style, message.span)]

    def _runs(
        self, message: Message, weight: int, bold: int, contact: Contact | None, span: Span
    ) -> tuple[Run, ...]:
        runs = []
        for segment in message.segments:
            of = bold if segment.bold else weight
            if not segment.placeholder:
                runs.append(Run(segment.text, of))
            elif segment.text in self._campaign.contacts:
                known = self._campaign.contacts[segment.text]
                runs.append(Run(known.printed, of, known.uri, whole=True))
            else:
                runs.append(
                    Run(self._built_in(segment.text, contact, message, span), of, whole=True)
                )
        return tuple(runs)

    def _built_in(self, name: str, contact: Contact | None, message: Message, span: Span) -> str:
        if name == "edition":
            return self._campaign.edition
        if name == "campaign":
            return self._campaign.name
        if contact is not None and contact.hours is not None and contact.hours.opens:
            return contact.hours.opens if name == "opens" else contact.hours.closes
        self.fault(
            message.span,
            "hours-placeholder",
            f"“{message.key}” uses {{{name}}} where no number with clock times stands",
            "use it only in the phrase of such hours",
        )
        return ""

    def _known_contact(self, name: str, span: Span) -> Contact | None:
        if name not in self._campaign.contacts:
            self.fault(
                span,
                "unknown-contact",
                f"no contact “{name}” in {self._campaign.file}",
                nearest(name, self._campaign.contacts),
            )
        return self._campaign.contacts.get(name)

    def _contact(self, block: ContactBlock) -> list[BoundBlock]:
        contact = self._known_contact(block.contact, block.span)
        if contact is None:
            return []
        found: list[BoundBlock] = []
        if block.label:
            found += self._text(contact.label, block.label, block.span)
        if block.number:
            run = Run(contact.printed, block.number.weight, contact.uri, whole=True)
            found.append(BoundText(f"contact:{contact.id}", (run,), block.number, contact.span))
        if block.hours and contact.hours:
            found += self._text(
                contact.hours.key, block.hours, block.span, contact, f"hours:{contact.id}"
            )
        return found

    def _code(self, block: QrBlock) -> list[BoundBlock]:
        contact = self._known_contact(block.contact, block.span)
        caption = self._text(block.caption, block.style, block.span)
        if contact is None or not caption:
            return []
        symbol = make_symbol(contact.uri, block.side)
        if symbol is None:
            self.fault(
                block.span,
                "qr-size",
                f"the QR code of “{contact.id}” has modules under 0.4 mm",
                "make “side” larger",
            )
            return []
        assert isinstance(caption[0], BoundText)
        return [
            BoundCode(
                contact,
                symbol,
                block.side,
                caption[0],
                block.beside,
                block.gap,
                block.colour,
                block.span,
            )
        ]

    def _logo(self, block: LogoBlock) -> list[BoundBlock]:
        if not self._campaign.logo:
            return []
        file = f"content/{self._campaign.id}/{self._campaign.logo}"
        drawing = self._drawing(file, block.span)
        if drawing is None:
            return []
        return [BoundDrawing("logo", drawing, block.height, self._layout.ink)]

    def _drawing(self, file: str, span: Span) -> Drawing | None:
        if file not in self._drawings:
            try:
                drawing, problems = read_svg(self._workspace.read_bytes(file, 100_000, span), file)
            except Failed as failed:
                drawing, problems = None, failed.diagnostics
            self.problems += problems
            self._drawings[file] = drawing
        return self._drawings[file]
