"""Content and layout become one story: what each frame says, in order, in one language.

After this no string is looked up any more. What cannot be bound (a key, a contact, a
pictogram that does not exist) is reported here, all at once.
"""

from __future__ import annotations

from .artwork import Artwork
from .blocks import (
    Block,
    Column,
    ContactBlock,
    DraftBlock,
    LogoBlock,
    PictogramBlock,
    PictureBlock,
    QrBlock,
    RowBlock,
    RuleBlock,
    TextBlock,
)
from .campaign import Campaign, Contact
from .content import Catalogue, Message
from .diagnostics import Diagnostic, Span
from .fields import nearest
from .geometry import mm
from .languages import language
from .layouts import Layout
from .pictures import Raster
from .qr import make_symbol
from .shape import Run, plain
from .story import (
    BoundArt,
    BoundBlock,
    BoundCode,
    BoundColumn,
    BoundFrame,
    BoundRow,
    BoundRule,
    BoundSide,
    BoundSpace,
    BoundText,
    Story,
)
from .svg import Drawing
from .theme import Style
from .workspace import Workspace

DRAFT_KEY = "common.draft_mark"
_LEAST_DPI = 150  # below it the pixels of a printed picture show


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
        self._layout = layout
        self._campaign = campaign
        self._catalogue = catalogue
        self._status = status
        self._artwork = Artwork(workspace)
        self.problems: list[Diagnostic] = []

    def fault(self, span: Span, code: str, message: str, hint: str) -> None:
        self.problems.append(Diagnostic(code, message, hint, span))

    def title(self) -> str:
        message = self._message(self._layout.title, Span(self._layout.file))
        if message is None:
            return ""
        return plain("".join(r.text for r in self._runs(message, 400, 400, None, message.span)))

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
                return self._pictogram(block)
            case PictureBlock():
                return self._picture(block)
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

    def _pictogram(self, block: PictogramBlock) -> list[BoundBlock]:
        art = self._art(f"layouts/pictograms/{block.name}.svg", block.span)
        if not isinstance(art, Drawing):
            return []
        if art.width != art.height:
            self.fault(
                block.span,
                "pictogram",
                f"the pictogram “{block.name}” is not square",
                'draw it on a square, for instance viewBox="0 0 48 48"',
            )
        source = f"pictogram:{block.name}"
        return [BoundArt(source, art, block.size, block.size, block.colour)]

    def _logo(self, block: LogoBlock) -> list[BoundBlock]:
        if not self._campaign.logo:
            return []
        art = self._art(f"content/{self._campaign.id}/{self._campaign.logo}", block.span)
        if art is None:
            return []
        width = block.height * _proportion(art)
        return self._sharp(BoundArt("logo", art, width, block.height, self._layout.ink), block.span)

    def _picture(self, block: PictureBlock) -> list[BoundBlock]:
        art = self._art(block.file, block.span)
        if art is None:
            return []
        height = block.width / _proportion(art)
        source = f"picture:{block.file}"
        return self._sharp(BoundArt(source, art, block.width, height, block.colour), block.span)

    def _sharp(self, bound: BoundArt, span: Span) -> list[BoundBlock]:
        """The picture, if it has pixels enough for its size."""
        if isinstance(bound.art, Raster):
            dpi = bound.art.columns / (bound.width / 72)
            if dpi < _LEAST_DPI:
                self.fault(
                    span,
                    "picture",
                    f"the picture has {dpi:.0f} dpi at {mm(bound.width):.0f} mm; it needs "
                    f"{_LEAST_DPI}",
                    "use a larger picture, or print it smaller",
                )
        return [bound]

    def _art(self, file: str, span: Span) -> Drawing | Raster | None:
        art, problems = self._artwork.get(file, span)
        self.problems += problems
        return art


def _proportion(art: Drawing | Raster) -> float:
    """Width over height."""
    return art.columns / art.rows if isinstance(art, Raster) else art.width / art.height
