"""Content and layout become one story: what each frame says, in order, in one language.

After this no string is looked up any more. What cannot be bound (a key, a contact, a
pictogram that does not exist) is reported here, all at once.
"""

from __future__ import annotations

from dataclasses import replace

from .artwork import Artwork
from .blocks import (
    Block,
    Column,
    ContactBlock,
    DraftBlock,
    LanguagesBlock,
    ListBlock,
    LogoBlock,
    PictogramBlock,
    PictureBlock,
    QrBlock,
    RowBlock,
    RuleBlock,
    TextBlock,
)
from .campaign import Campaign
from .contacts import Contact
from .content import Catalogue, Message
from .diagnostics import Diagnostic, Span
from .fields import nearest
from .geometry import mm
from .hyphenate import divided
from .languages import language
from .layouts import Layout
from .markup import Segment
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
_CAPITAL = 0.714  # em, the height of capitals in text fonts: a marker is as high
_REGULAR = 400  # the weight of a language's tag behind its name
_LEAST_DPI = 150  # below it the pixels of a printed picture show


def bind(
    workspace: Workspace,
    layout: Layout,
    campaign: Campaign,
    catalogues: tuple[Catalogue, ...],
    spoken: str,
    status: str,
) -> tuple[Story | None, list[Diagnostic]]:
    """The story of ``layout`` in the languages of ``catalogues``, the first of which is the
    file's own; ``spoken`` names them together."""
    binder = _Binder(workspace, layout, campaign, catalogues, status)
    for text in layout.texts:
        if text not in campaign.texts:
            binder.fault(
                Span(layout.file),
                "unknown-text",
                f"the campaign has no text “{text}”",
                nearest(text, campaign.texts),
            )
    if binder.problems:
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
        Story(layout, campaign, binder.languages[0], spoken, status, title, sides),
        [],
    )


class _Binder:
    def __init__(
        self,
        workspace: Workspace,
        layout: Layout,
        campaign: Campaign,
        catalogues: tuple[Catalogue, ...],
        status: str,
    ):
        self._layout = layout
        self._campaign = campaign
        self._catalogues = catalogues
        self._status = status
        self._sections = {s for text in layout.texts for s in campaign.texts.get(text, ())}
        self._artwork = Artwork(workspace)
        self.languages = tuple(language(c.language) for c in catalogues)
        self.problems: list[Diagnostic] = []

    def fault(self, span: Span, code: str, message: str, hint: str) -> None:
        self.problems.append(Diagnostic(code, message, hint, span))

    def title(self) -> str:
        if self._layout.file_name:  # a discreet form tells nothing by its title either
            return self._layout.file_name
        message = self._message(self._layout.title, Span(self._layout.file), 0)
        if message is None:
            return ""
        runs = [self._said(s, message, None) for s in message.segments]
        return plain("".join(run.text for run in runs))

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[BoundBlock, ...]:
        found: list[BoundBlock] = []
        for block in blocks:
            found += self._bound(block)
        return tuple(found)

    def _bound(self, block: Block) -> list[BoundBlock]:
        match block:
            case TextBlock():
                return self._text(block.key, block.style, block.span, block.voice)
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
                    else self._text(DRAFT_KEY, block.style, block.span, block.voice)
                )
            case ListBlock():
                return self._list(block)
            case LanguagesBlock():
                return self._in_every_language(block)
            case RowBlock():
                columns = tuple(self._column(c) for c in block.columns)
                return [BoundRow(columns, block.gap, block.height, block.before)]
            case _:
                return [BoundSpace(block.height)]

    def _column(self, column: Column) -> BoundColumn:
        return BoundColumn(column.width, column.align, self.blocks(column.blocks))

    def _list(self, block: ListBlock) -> list[BoundBlock]:
        """The strings in rows, each with its marker before it."""
        art = self._art(f"layouts/pictograms/{block.marker}.svg", block.span)
        if not isinstance(art, Drawing):
            return []
        side = block.style.size * _CAPITAL
        marker = BoundArt(f"pictogram:{block.marker}", art, side, side, block.colour)
        rows: list[BoundBlock] = []
        for key in block.keys:
            text = self._text(key, block.style, block.span, block.voice)
            columns = (
                BoundColumn(block.indent, "top", (marker,)),
                BoundColumn(None, "top", tuple(text)),
            )
            rows.append(BoundRow(columns, 0.0, 0.0, block.style.before))
        return rows

    def _in_every_language(self, block: LanguagesBlock) -> list[BoundBlock]:
        """The blocks in every language, in rows; the last row is filled up with room."""
        cells = []
        for voice, spoken in enumerate(self.languages):
            name = [Run(spoken.titled(spoken.endonym), block.name.weight)]
            if spoken.endonym != spoken.tag:
                name.append(Run(f" {spoken.tag}", _REGULAR))
            source = f"language:{spoken.tag}"
            title = BoundText(source, tuple(name), block.name, spoken, block.span)
            said = self.blocks(tuple(replace(b, voice=voice) for b in block.blocks))
            cells.append(BoundColumn(None, "top", (title, *said)))
        cells += [BoundColumn(None, "top", ())] * (-len(cells) % block.columns)
        return [
            BoundRow(
                tuple(cells[at : at + block.columns]),
                block.gap,
                block.height,
                block.before if at else 0.0,
            )
            for at in range(0, len(cells), block.columns)
        ]

    def _message(self, key: str, span: Span, voice: int) -> Message | None:
        if voice >= len(self._catalogues):
            self.fault(
                span,
                "one-language",
                f"{self._layout.product} is set in one language here; there is no second one",
                "take “in: second” out, or set “languages: two” in the layout",
            )
            return None
        catalogue = self._catalogues[voice]
        message = catalogue.messages.get(key)
        if key.split(".")[0] not in self._sections:
            self.fault(
                span,
                "unknown-string",
                f"“{key}” is no string of text {' or '.join(self._layout.texts)}",
                nearest(key, catalogue.messages),
            )
        elif message is None:
            self.fault(
                span,
                "missing-string",
                f"{catalogue.language} lacks “{key}”, which the layout uses here",
                nearest(key, catalogue.messages) or f"add it to {catalogue.file}",
            )
        return message

    def _text(
        self,
        key: str,
        style: Style,
        span: Span,
        voice: int,
        contact: Contact | None = None,
        source: str = "",
    ) -> list[BoundBlock]:
        message = self._message(key, span, voice)
        if message is None:
            return []
        spoken = self.languages[voice]
        runs = []
        for segment in message.segments:
            run = self._said(segment, message, contact)
            text = run.text
            if not run.link and style.capitals:
                text = spoken.capitals(text)
            if not run.whole and style.hyphenate:
                text = divided(text, spoken)
            weight = style.bold if segment.bold else style.weight
            runs.append(replace(run, text=text, weight=weight))
        return [BoundText(source or key, tuple(runs), style, spoken, message.span)]

    def _said(self, segment: Segment, message: Message, contact: Contact | None) -> Run:
        """A segment with its placeholder filled in, in no weight yet."""
        if not segment.placeholder:
            return Run(segment.text, 0)
        if segment.text in self._campaign.contacts:
            known = self._campaign.contacts[segment.text]
            return Run(known.printed, 0, known.uri, whole=True)
        return Run(self._built_in(segment.text, contact, message), 0, whole=True)

    def _built_in(self, name: str, contact: Contact | None, message: Message) -> str:
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
            found += self._text(contact.label, block.label, block.span, block.voice)
        if block.number:
            found.append(self._printed(contact, block.number))
        if block.hours and contact.hours:
            key, source = contact.hours.key, f"hours:{contact.id}"
            found += self._text(key, block.hours, block.span, block.voice, contact, source)
        return found

    def _printed(self, contact: Contact, style: Style) -> BoundText:
        run = Run(contact.printed, style.weight, contact.uri, whole=True)
        return BoundText(f"contact:{contact.id}", (run,), style, self.languages[0], contact.span)

    def _code(self, block: QrBlock) -> list[BoundBlock]:
        contact = self._known_contact(block.contact, block.span)
        if contact is None:
            return []
        caption: list[BoundBlock] = [self._printed(contact, block.style)]
        if block.caption:
            caption = self._text(block.caption, block.style, block.span, block.voice)
        if not caption:
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
