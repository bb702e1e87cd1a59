"""Content and layout become one story: what each frame says, in order, in one language.

After this no string is looked up any more. What cannot be bound (a key, a contact, a
pictogram that does not exist) is reported here, all at once.
"""

from __future__ import annotations

import itertools

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
    SentencesBlock,
    TextBlock,
    inner_blocks,
)
from .campaign import Campaign
from .contacts import Contact
from .content import Catalogue
from .diagnostics import Diagnostic, Span
from .fields import nearest
from .geometry import mm
from .hyphenate import divided
from .layouts import Layout
from .pictures import Raster
from .qr import make_symbol
from .records import replace
from .sentences import sentence_starts
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
from .wording import Wording
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
    wording = Wording(layout, campaign, catalogues)
    binder = _Binder(workspace, layout, campaign, wording, status)
    for text in layout.texts:
        if text not in campaign.texts:
            wording.fault(
                Span(layout.file),
                "unknown-text",
                f"the campaign has no text “{text}”",
                nearest(text, campaign.texts),
            )
    if wording.problems:
        return None, wording.problems
    sides = tuple(
        BoundSide(
            side.name,
            tuple(BoundFrame(f, binder.blocks(f.blocks)) for f in side.frames),
            side.folds,
        )
        for side in layout.sides
    )
    title = binder.title()
    if wording.problems:
        return None, wording.problems
    return (
        Story(layout, campaign, wording.languages[0], spoken, status, title, sides),
        [],
    )


class _Binder:
    def __init__(
        self,
        workspace: Workspace,
        layout: Layout,
        campaign: Campaign,
        wording: Wording,
        status: str,
    ):
        self._layout = layout
        self._campaign = campaign
        self._wording = wording
        self._languages = wording.languages
        self._status = status
        self._artwork = Artwork(workspace)
        levelled = any(style.heading for style in layout.styles.values())
        titles = [b.style.name for b in _texts_in(layout) if b.key == layout.title][:1]
        self._titled = "" if levelled else "".join(titles)

    def title(self) -> str:
        if self._layout.file_name:  # a discreet form tells nothing by its title either
            return self._layout.file_name
        return self._wording.whole(self._layout.title, Span(self._layout.file), 0)

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[BoundBlock, ...]:
        found: list[BoundBlock] = []
        for block in blocks:
            found += self._bound(block)
        return tuple(found)

    def _bound(self, block: Block) -> list[BoundBlock]:
        match block:
            case TextBlock():
                return self._paragraphs(block)
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
                if self._status == "approved":
                    return []
                return [*self._text(DRAFT_KEY, block.style, block.span, block.voice)]
            case ListBlock():
                return self._list(block)
            case SentencesBlock():
                return self._sentence_rows(block)
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
        marker = BoundArt(f"pictogram:{block.marker}", art, side, side, block.colour, label=True)
        rows: list[BoundBlock] = []
        for key in block.keys:
            text = self._text(key, block.style, block.span, block.voice)
            columns = (
                BoundColumn(block.indent, "top", (marker,)),
                BoundColumn(None, "top", tuple(replace(t, item=True) for t in text)),
            )
            rows.append(BoundRow(columns, 0.0, 0.0, block.style.before))
        return rows

    def _sentence_rows(self, block: SentencesBlock) -> list[BoundBlock]:
        texts = self._text(block.key, block.style, block.span, block.voice)
        rows: list[BoundBlock] = []
        for number, sentence in enumerate(s for text in texts for s in _sentences(text)):
            name = block.pictograms[min(number, len(block.pictograms) - 1)]
            art = self._art(f"layouts/pictograms/{name}.svg", block.span)
            if not isinstance(art, Drawing):
                return []
            drawn = BoundArt(f"pictogram:{name}", art, block.size, block.size, block.colour)
            columns = (
                BoundColumn(block.size, "top", (drawn,)),
                BoundColumn(None, "middle", (sentence,)),
            )
            rows.append(BoundRow(columns, block.gap, block.height, block.before))
        return rows

    def _in_every_language(self, block: LanguagesBlock) -> list[BoundBlock]:
        """The blocks in every language, in rows; the last row is filled up with room."""
        cells = []
        for voice, spoken in enumerate(self._languages):
            name = [Run(spoken.titled(spoken.endonym), block.name.weight)]
            if spoken.endonym != spoken.tag:
                name.append(Run(f" {spoken.tag}", _REGULAR))
            source = f"language:{spoken.tag}"
            level = block.name.heading or 0
            title = BoundText(source, tuple(name), block.name, spoken, block.span, level)
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

    def _paragraphs(self, block: TextBlock) -> list[BoundBlock]:
        """A string, or each of its sentences, as a heading if its block or style says so."""
        level = block.style.heading if block.heading is None else block.heading
        if level is None:
            level = int(block.style.name == self._titled)
        found: list[BoundBlock] = []
        for text in self._text(block.key, block.style, block.span, block.voice, heading=level):
            found += _sentences(text) if block.sentences else [text]
        return found

    def _text(
        self,
        key: str,
        style: Style,
        span: Span,
        voice: int,
        contact: Contact | None = None,
        source: str = "",
        heading: int = 0,
    ) -> list[BoundText]:
        message = self._wording.message(key, span, voice)
        if message is None:
            return []
        spoken = self._languages[voice]
        runs = []
        for segment in message.segments:
            run = self._wording.said(segment, message, voice, contact)
            text = run.text
            if not run.link and style.capitals:
                text = spoken.capitals(text)
            if not run.whole and style.hyphenate:
                text = divided(text, spoken)
            weight = style.bold if segment.bold else style.weight
            runs.append(Run(text, weight, run.link, run.whole, run.says))
        return [BoundText(source or key, tuple(runs), style, spoken, message.span, heading)]

    def _known_contact(self, name: str, span: Span) -> Contact | None:
        if name not in self._campaign.contacts:
            self._wording.fault(
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
            found.append(self._printed(contact, block.number, block.voice))
        if block.hours and contact.hours:
            key, source = contact.hours.key, f"hours:{contact.id}"
            found += self._text(key, block.hours, block.span, block.voice, contact, source)
        return found

    def _printed(self, contact: Contact, style: Style, voice: int) -> BoundText:
        does = self._wording.does(contact, voice)
        run = Run(contact.printed, style.weight, contact.uri, whole=True, says=does)
        spoken = self._languages[min(voice, len(self._languages) - 1)]
        return BoundText(f"contact:{contact.id}", (run,), style, spoken, contact.span)

    def _code(self, block: QrBlock) -> list[BoundBlock]:
        contact = self._known_contact(block.contact, block.span)
        if contact is None:
            return []
        caption = [self._printed(contact, block.style, block.voice)]
        if block.caption:
            caption = self._text(block.caption, block.style, block.span, block.voice)
        if not caption:
            return []
        symbol = make_symbol(contact.uri, block.side)
        if symbol is None:
            self._wording.fault(
                block.span,
                "qr-size",
                f"the QR code of “{contact.id}” has modules under 0.4 mm",
                "make “side” larger",
            )
            return []
        said = plain(caption[0].text)
        return [
            BoundCode(
                contact,
                self._wording.code_says(contact, block.voice, said),
                self._wording.does(contact, block.voice),
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
            self._wording.fault(
                block.span,
                "pictogram",
                f"the pictogram “{block.name}” is not square",
                'draw it on a square, for instance viewBox="0 0 48 48"',
            )
        bound = BoundArt(f"pictogram:{block.name}", art, block.size, block.size, block.colour)
        return [self._told(bound, block)]

    def _told(self, bound: BoundArt, block: PictogramBlock | PictureBlock | LogoBlock) -> BoundArt:
        """The picture with what is read aloud for it, if the layout says so."""
        if not block.says:
            return bound
        says = self._wording.whole(block.says, block.span, block.voice)
        spoken = self._languages[min(block.voice, len(self._languages) - 1)]
        return replace(bound, says=says, language=spoken)

    def _logo(self, block: LogoBlock) -> list[BoundBlock]:
        if not self._campaign.logo:
            return []
        art = self._art(f"content/{self._campaign.id}/{self._campaign.logo}", block.span)
        if art is None:
            return []
        width = block.height * _proportion(art)
        bound = BoundArt("logo", art, width, block.height, self._layout.ink)
        return self._sharp(self._told(bound, block), block.span)

    def _picture(self, block: PictureBlock) -> list[BoundBlock]:
        art = self._art(block.file, block.span)
        if art is None:
            return []
        height = block.width / _proportion(art)
        source = f"picture:{block.file}"
        bound = BoundArt(source, art, block.width, height, block.colour)
        return self._sharp(self._told(bound, block), block.span)

    def _sharp(self, bound: BoundArt, span: Span) -> list[BoundBlock]:
        """The picture, if it has pixels enough for its size."""
        if isinstance(bound.art, Raster):
            dpi = bound.art.columns / (bound.width / 72)
            if dpi < _LEAST_DPI:
                self._wording.fault(
                    span,
                    "picture",
                    f"the picture has {dpi:.0f} dpi at {mm(bound.width):.0f} mm; it needs "
                    f"{_LEAST_DPI}",
                    "use a larger picture, or print it smaller",
                )
        return [bound]

    def _art(self, file: str, span: Span) -> Drawing | Raster | None:
        art, problems = self._artwork.get(file, span)
        self._wording.problems += problems
        return art


def _texts_in(layout: Layout) -> list[TextBlock]:
    """Every string that a layout sets, in its own order."""
    blocks = [b for side in layout.sides for f in side.frames for b in inner_blocks(f.blocks)]
    return [b for b in blocks if isinstance(b, TextBlock)]


def _sentences(text: BoundText) -> list[BoundText]:
    """A paragraph as one of each of its sentences."""
    starts = [*sentence_starts(text.text, text.language), len(text.text)]
    found = []
    for start, end in itertools.pairwise(starts):
        runs, at = [], 0
        for run in text.runs:
            part = run.text[max(0, start - at) : max(0, end - at)]
            if part:
                runs.append(run._replace(text=part))
            at += len(run.text)
        last = runs[-1]._replace(text=runs[-1].text.rstrip())
        found.append(replace(text, runs=(*runs[:-1], last)))
    return found


def _proportion(art: Drawing | Raster) -> float:
    """Width over height."""
    return art.columns / art.rows if isinstance(art, Raster) else art.width / art.height
