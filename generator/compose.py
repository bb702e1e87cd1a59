"""Fitted frames become pages. Nothing is measured or decided here that fit did not."""

from __future__ import annotations

from .fit import Fitted, frame_id, hanging, rising
from .frames import Frame
from .geometry import Rect
from .layouts import Layout
from .marks import fold_ticks
from .page import (
    Code,
    Document,
    Glyph,
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
from .shape import Shaped, ShapedGlyph
from .stack import Box, SetArt, SetCode, SetRule, SetText, Stack, shifted
from .story import BoundFrame, Story

CUT_LINE = 0.4  # points: where strips are cut apart


def compose(story: Story, fitted: Fitted, words: tuple[str, ...] = ()) -> Document:
    """The pages of one piece, at its trim size; on a press artwork runs beyond it. ``words``
    tell in the file's description what it was made for."""
    layout = story.layout
    size = (layout.width, layout.height)
    pages = []
    for side, bound in zip(layout.sides, story.sides, strict=True):
        items: list[Item] = []
        for frame in bound.frames:
            items += _frame(story, frame, fitted.frames[frame_id(bound.name, frame.frame)])
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
    )


def _frame(story: Story, bound: BoundFrame, stack: Stack) -> list[Item]:
    frame = bound.frame
    items: list[Item] = []
    if frame.fill is not None:
        rect = filled(frame, story.layout)
        items.append(Path(box(rect), f"frame:{frame.name}", fill=frame.fill))
    above = rising(frame, stack, story.layout.margin)
    spare = frame.inner.height - stack.height - hanging(frame, stack) - above
    drop = above + {"top": 0.0, "middle": spare / 2, "bottom": spare}[frame.align]
    placed: list[Item] = []
    for set_box in stack.boxes:
        placed += items_of(shifted(set_box, frame.inner.x, frame.inner.y + drop))
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
    cuts = [*(part.x for part in parts), frame.rect.right]
    lines: list[Item] = [
        Path(
            box(Rect(x - CUT_LINE / 2, frame.rect.y, CUT_LINE, frame.rect.height)),
            f"cut:{frame.name}",
            fill=story.layout.ink,
        )
        for x in cuts
    ]
    return [Piece(page, part, frame.turn) for part in parts] + lines


def items_of(placed: Box) -> list[Item]:
    match placed:
        case SetText():
            return _text(placed, placed.bound.language.tag)
        case SetCode():
            return _code(placed)
        case SetArt():
            return _art(placed)
        case SetRule():
            rect = Rect(placed.x, placed.y, placed.width, placed.bound.thickness)
            return [Path(box(rect), "rule", fill=placed.bound.colour)]


def _text(placed: SetText, tag: str) -> list[Item]:
    items: list[Item] = []
    for i, line in enumerate(placed.lines):
        y = placed.y + i * placed.leading
        glyphs = [g for g in placed.shaped.glyphs if line.start <= g.start < line.end]
        if line.hyphen:
            glyphs.append(placed.shaped.hyphen)
        items += _line(placed, glyphs, placed.x + placed.indents[i], y, tag)
    return items


def _line(placed: SetText, glyphs: list[ShapedGlyph], x: float, y: float, tag: str) -> list[Item]:
    items: list[Item] = []
    shaped, size = placed.shaped, placed.size
    start = 0
    while start < len(glyphs):
        run = glyphs[start].run
        end = start
        while end < len(glyphs) and glyphs[end].run == run:
            end += 1
        glyph_run = _glyph_run(shaped, glyphs[start:end], run, placed, x, y, tag)
        items.append(glyph_run)
        if shaped.runs[run].link:
            rect = Rect(x, y - 0.95 * size, glyph_run.width, 1.25 * size)
            items.append(Link(rect, shaped.runs[run].link, placed.bound.source))
        x += glyph_run.width
        start = end
    return items


def _glyph_run(
    shaped: Shaped,
    glyphs: list[ShapedGlyph],
    run: int,
    placed: SetText,
    x: float,
    y: float,
    tag: str,
) -> GlyphRun:
    size = placed.size
    return GlyphRun(
        shaped.fonts[run],
        size,
        x,
        y,
        tuple(
            Glyph(g.id, g.text, g.advance * size, g.dx * size, g.dy * size, g.marks) for g in glyphs
        ),
        placed.bound.style.colour,
        tag,
        placed.bound.source,
    )


def _code(placed: SetCode) -> list[Item]:
    bound = placed.bound
    rect = Rect(placed.x, placed.y, bound.side, bound.side)
    source = f"qr:{bound.contact.id}"
    return [
        Path(symbol_path(bound.symbol, rect), source, fill=bound.colour),
        Code(rect, bound.symbol.payload, source),
        Link(rect, bound.contact.uri, source),
    ]


def _art(placed: SetArt) -> list[Item]:
    bound = placed.bound
    art = bound.art
    if isinstance(art, Raster):
        rect = Rect(placed.x, placed.y, bound.width, bound.height)
        return [Picture(rect, art.columns, art.rows, art.samples, bound.source)]
    factor = bound.width / art.width
    items: list[Item] = []
    for drawn in art.shapes:
        commands = tuple((c[0], *(float(v) * factor for v in c[1:])) for c in drawn.commands)
        path = Path(
            commands,
            bound.source,
            fill=bound.colour if drawn.filled else None,
            stroke=bound.colour if drawn.stroked else None,
            stroke_width=drawn.stroke_width * factor if drawn.stroked else 0.0,
            round_ends=drawn.round_ends,
        )
        items.append(moved(path, placed.x, placed.y))
    return items
