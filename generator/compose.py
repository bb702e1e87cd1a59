"""Fitted frames become pages. Nothing is measured or decided here that fit did not."""

from __future__ import annotations

from .fit import Fitted, frame_id, hanging, rising
from .frames import Frame
from .geometry import Rect
from .layouts import Layout
from .marks import fold_ticks
from .page import (
    Anchor,
    Code,
    Document,
    GlyphRun,
    Item,
    Link,
    Page,
    Path,
    Picture,
    Piece,
    box,
    moved,
)
from .pictures import Raster
from .qr import symbol_path
from .records import replace
from .stack import Box, SetArt, SetCode, SetRule, SetText, Stack, shifted
from .story import BoundFrame, Story
from .tags import BOOKMARKED, Tags

CUT_LINE = 0.4  # points: where strips are cut apart


def compose(story: Story, fitted: Fitted, words: tuple[str, ...] = ()) -> Document:
    """The pages of one piece, at its trim size; on a press artwork runs beyond it. ``words``
    tell in the file's description what it was made for."""
    layout = story.layout
    size = (layout.width, layout.height)
    tags = Tags(story.language.tag) if layout.is_tagged else None
    placed = _placed(story, fitted, tags)
    pages = []
    for side, items in zip(layout.sides, placed, strict=True):
        ticks = () if layout.sheet else fold_ticks(layout, side)
        items += [Path(box(tick), "mark", fill=layout.ink) for tick in ticks]
        trim = (Rect(0, 0, *size),)
        pages.append(Page(side.name, *size, tuple(items), trim, ticks, story.language.tag))
    plain = bool(layout.file_name)  # a discreet form says nothing of itself
    said = [story.campaign.id, layout.product, story.spoken, *words]
    return Document(
        story.title,
        story.language.tag,
        tuple(pages),
        "" if plain else layout.about,
        "" if plain else " ".join(said),
        story.campaign.edition,
        tuple(tags.bookmarks) if tags else (),
        structure=tuple(tags.elements) if tags else (),
    )


def _placed(story: Story, fitted: Fitted, tags: Tags | None) -> list[list[Item]]:
    """The items of every page, frames in the order in which they are read."""
    placed: list[list[Item]] = [[] for _ in story.sides]
    for number, frames in story.areas:
        if tags:
            tags.section()
        for bound in frames:
            stack = fitted.frames[frame_id(story.sides[number].name, bound.frame)]
            placed[number] += _frame(story, bound, stack, tags)
    return placed


def _frame(story: Story, bound: BoundFrame, stack: Stack, tags: Tags | None) -> list[Item]:
    frame = bound.frame
    items: list[Item] = []
    if frame.fill is not None:
        rect = filled(frame, story.layout)
        items.append(Path(box(rect), f"frame:{frame.name}", fill=frame.fill))
    above = rising(frame, stack, story.layout.margin)
    spare = frame.inner.height - stack.height - hanging(frame, stack) - above
    drop = above + {"top": 0.0, "middle": spare / 2, "bottom": spare}[frame.align]
    x, y = frame.inner.x, frame.inner.y + drop
    placed: list[Item] = []
    for set_box in stack.boxes:
        placed += items_of(shifted(set_box, x, y), tags)
    return items + (_strips(frame, placed, story) if frame.strips else placed)


def filled(frame: Frame, layout: Layout) -> Rect:
    """What a frame's fill covers: on a press it runs to the edges that the layout names."""
    if layout.sheet is None or not layout.sheet.press:
        return frame.rect
    return frame.filled(Rect(0, 0, layout.width, layout.height), layout.sheet.bleed)


def _strips(frame: Frame, placed: list[Item], story: Story) -> list[Item]:
    """The same items on every strip, turned, and a line wherever strips are cut apart."""
    parts = frame.parts()
    size = (frame.inner.width + 2 * frame.padding, frame.inner.height + 2 * frame.padding)
    local = tuple(moved(item, -frame.rect.x, -frame.rect.y) for item in placed)
    page = Page(frame.name, *size, local, (Rect(0, 0, *size),), (), story.language.tag)
    # A person hears the strip once; the others are the same again.
    again = replace(
        page, items=tuple(_silent(i) for i in local if not isinstance(i, (Link, Anchor)))
    )
    cuts = [*(part.x for part in parts), frame.rect.right]
    lines: list[Item] = [
        Path(
            box(Rect(x - CUT_LINE / 2, frame.rect.y, CUT_LINE, frame.rect.height)),
            f"cut:{frame.name}",
            fill=story.layout.ink,
        )
        for x in cuts
    ]
    others = [Piece(again, part, frame.turn) for part in parts[1:]]
    return [Piece(page, parts[0], frame.turn), *others, *lines]


def _silent(item: Item) -> Item:
    return replace(item, tag=None) if isinstance(item, (GlyphRun, Path, Picture, Code)) else item


def items_of(placed: Box, tags: Tags | None = None) -> list[Item]:
    """What is drawn of a box, with the tags that it has in a piece that is read aloud."""
    match placed:
        case SetText():
            return _text(placed, placed.bound.language.tag, tags)
        case SetCode():
            return _code(placed, tags)
        case SetArt():
            return _art(placed, tags)
        case SetRule():
            rect = Rect(placed.x, placed.y, placed.width, placed.bound.thickness)
            return [Path(box(rect), "rule", fill=placed.bound.colour)]


def _text(placed: SetText, language: str, tags: Tags | None) -> list[Item]:
    items: list[Item] = []
    bound, shaped = placed.bound, placed.shaped
    tag = tags.paragraph(bound) if tags else None
    if tags and 0 < bound.heading <= BOOKMARKED:
        top = Rect(placed.x, placed.y - placed.size, placed.measure, placed.size)
        items.append(Anchor(tags.bookmarks[-1].anchor, top))
    # A link may run over two lines; it is one all the same.
    linked = {
        number: tags.link(tag) if tags and tag is not None else None
        for number, run in enumerate(shaped.runs)
        if run.link
    }
    size, colour, source = placed.size, bound.style.colour, bound.source
    lines = placed.lines
    for i, (line, indent) in enumerate(zip(lines, placed.indents_of(lines), strict=True)):
        x, y = placed.x + indent, placed.y + i * placed.leading
        stretches = shaped.stretches(line.start, line.end)
        if line.hyphen:
            number, glyphs = stretches[-1]
            stretches[-1] = number, (*glyphs, shaped.hyphen)
        for number, glyphs in stretches:
            font, within = shaped.fonts[number].key, linked.get(number, tag)
            run = GlyphRun(font, size, x, y, glyphs, colour, language, source, within)
            items.append(run)
            if number in linked:
                items.append(_link_over(placed, run, number))
            if len(stretches) > 1:
                x += run.width
    return items


def _link_over(placed: SetText, run: GlyphRun, number: int) -> Link:
    rect = Rect(run.x, run.y - 0.95 * placed.size, run.width, 1.25 * placed.size)
    said = placed.shaped.runs[number]
    return Link(rect, said.link, placed.bound.source, said.says, run.tag)


def _code(placed: SetCode, tags: Tags | None) -> list[Item]:
    bound = placed.bound
    link, figure = tags.code(bound) if tags else (None, None)
    rect = Rect(placed.x, placed.y, bound.side, bound.side)
    source = f"qr:{bound.contact.id}"
    return [
        symbol_path(bound.symbol, source, rect, bound.colour, figure),
        Code(rect, bound.symbol.payload, source, figure),
        Link(rect, bound.contact.uri, source, bound.does, link),
    ]


def _art(placed: SetArt, tags: Tags | None) -> list[Item]:
    bound = placed.bound
    art = bound.art
    tag = tags.figure(bound) if tags else None
    if isinstance(art, Raster):
        rect = Rect(placed.x, placed.y, bound.width, bound.height)
        return [Picture(rect, art.columns, art.rows, art.samples, bound.source, tag=tag)]
    factor = bound.width / art.width
    return [
        Path(
            drawn.commands,
            bound.source,
            bound.colour if drawn.filled else None,
            bound.colour if drawn.stroked else None,
            drawn.stroke_width * factor if drawn.stroked else 0.0,
            drawn.round_ends,
            tag,
            placed.x,
            placed.y,
            factor,
        )
        for drawn in art.shapes
    ]
