"""Fitted frames become pages. Nothing is measured or decided here that fit did not."""

from __future__ import annotations

from .fit import Fitted, frame_id, hanging, rising
from .geometry import Rect
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
    box,
    moved,
)
from .pictures import Raster
from .qr import symbol_path
from .shape import Shaped, ShapedGlyph
from .stack import Box, SetArt, SetCode, SetRule, SetText, Stack, shifted
from .story import BoundFrame, Story


def compose(story: Story, fitted: Fitted) -> Document:
    """The pages of one piece."""
    layout = story.layout
    pages = []
    for side, bound in zip(layout.sides, story.sides, strict=True):
        items: list[Item] = []
        for frame in bound.frames:
            items += _frame(story, frame, fitted.frames[frame_id(bound.name, frame.frame)])
        ticks = fold_ticks(layout, side)
        items += [Path(box(tick), "mark", fill=layout.ink) for tick in ticks]
        pages.append(
            Page(
                side.name,
                layout.width,
                layout.height,
                tuple(items),
                (Rect(0, 0, layout.width, layout.height),),
                ticks,
                story.language.tag,
            )
        )
    plain = bool(layout.file_name)  # a discreet form says nothing of itself
    return Document(
        story.title,
        story.language.tag,
        tuple(pages),
        "" if plain else layout.about,
        "" if plain else f"{story.campaign.id} {layout.product} {story.spoken}",
        story.campaign.edition,
    )


def _frame(story: Story, bound: BoundFrame, stack: Stack) -> list[Item]:
    frame = bound.frame
    items: list[Item] = []
    if frame.fill is not None:
        items.append(Path(box(frame.rect), f"frame:{frame.name}", fill=frame.fill))
    above = rising(frame, stack, story.layout.margin)
    spare = frame.inner.height - stack.height - hanging(frame, stack) - above
    drop = above + {"top": 0.0, "middle": spare / 2, "bottom": spare}[frame.align]
    for placed in stack.boxes:
        items += items_of(shifted(placed, frame.inner.x, frame.inner.y + drop))
    return items


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
