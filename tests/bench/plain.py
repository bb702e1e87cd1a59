"""Plain data out of a story: what the product decided, for peers that cannot decide it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from generator.fit import Fitted, hanging, rising
from generator.frames import Frame
from generator.geometry import Rect
from generator.jobs import Job
from generator.page import Colour, Command, Document, Path, Piece
from generator.pictures import Raster
from generator.qr import Symbol, symbol_path
from generator.shape import plain
from generator.stack import Box, SetArt, SetCode, SetText, shifted
from generator.story import BoundFrame, Story
from generator.worker import Worker

from .product import NO_BREAK_SPACE, Code, Fill, Product, Run, Shape, Side, Text


def product_of(worker: Worker, job: Job, number: int) -> Product:
    """A job's product as plain data, from its story and where copy-fitting put it."""
    story, fitted, problems = worker.fitted(job)
    _, document, _ = worker.document(job)
    if story is None or fitted is None or document is None:
        raise ValueError(f"{job}: " + "; ".join(p.message for p in problems))
    sides = [_side(story, fitted, document, index) for index in range(len(story.sides))]
    return Product(
        product=job.product, language=job.language, round=number, title=story.title, sides=sides
    )


def _side(story: Story, fitted: Fitted, document: Document, number: int) -> Side:
    bound, page = story.sides[number], document.pages[number]
    pieces = [item.rect for item in page.items if isinstance(item, Piece)]
    made = Side(
        width=page.width,
        height=page.height,
        places=[[r.x, r.y] for r in pieces] or [[0.0, 0.0]],
        linked=not pieces,
        fills=[],
        texts=[],
        shapes=[],
        codes=[],
        marks=[
            _fill(item.bounds(), item.fill)
            for item in page.items
            if isinstance(item, Path) and item.source == "mark" and item.fill
        ],
    )
    inside = [frames for side, frames in story.areas if side == number]
    for frame in (frame for frames in inside for frame in frames):
        _add_frame(made, story, frame, fitted, bound.name)
    if pieces:
        _without_headings(made)
    return made


def _without_headings(side: Side) -> None:
    """A sheet of many pieces has no structure, here as in the product."""
    for text in side["texts"]:
        text["heading"] = 0


def _add_frame(made: Side, story: Story, bound: BoundFrame, fitted: Fitted, side: str) -> None:
    frame = bound.frame
    stack = fitted.frames[f"{side}/{frame.name}"]
    if frame.fill is not None:
        made["fills"].append(_fill(frame.rect, frame.fill))
    above = rising(frame, stack, story.layout.margin)
    spare = frame.inner.height - stack.height - hanging(frame, stack) - above
    drop = above + {"top": 0.0, "middle": spare / 2, "bottom": spare}[frame.align]
    for box in stack.boxes:
        _add_box(made, shifted(box, frame.inner.x, frame.inner.y + drop), frame)


def _add_box(made: Side, box: Box, frame: Frame) -> None:
    match box:
        case SetText():
            made["texts"].append(_text(box))
        case SetCode():
            made["codes"].append(_code(box))
        case SetArt():
            made["shapes"] += _shapes(box)
        case _:
            raise ValueError(f"frame {frame.name} holds what no peer is given: {box}")


def _fill(rect: Rect, colour: Colour) -> Fill:
    return Fill(x=rect.x, y=rect.y, width=rect.width, height=rect.height, colour=_hex(colour))


def _text(box: SetText) -> Text:
    bound = box.bound
    return Text(
        x=box.x,
        y=box.y,
        width=box.measure,
        size=box.size,
        leading=box.leading,
        colour=_hex(bound.style.colour),
        tabular=bound.style.tabular,
        heading=bound.heading,
        language=bound.language.tag,
        runs=_runs(box),
    )


def _runs(box: SetText) -> list[Run]:
    """The runs of a paragraph, neighbours alike joined."""
    found: list[Run] = []
    for run, font in zip(box.shaped.runs, box.shaped.fonts, strict=True):
        made = Run(
            text=_unbroken(run.text, run.whole),
            font=f"n{font.key.weight}-{font.key.width}",
            link=run.link,
        )
        if found and (found[-1]["font"], found[-1]["link"]) == (made["font"], made["link"]):
            found[-1]["text"] += made["text"]
        else:
            found.append(made)
    return found


def _unbroken(text: str, whole: bool) -> str:
    """What must stay on one line says so by its spaces, which every peer understands."""
    set_text = plain(text)
    return set_text.replace(" ", NO_BREAK_SPACE) if whole else set_text


def _code(box: SetCode) -> Code:
    bound = box.bound
    path = symbol_path(bound.symbol, "", Rect(0, 0, bound.side, bound.side), bound.colour).flat()
    return Code(
        x=box.x,
        y=box.y,
        side=bound.side,
        colour=_hex(bound.colour),
        modules=_rectangles(path.commands),
        path=_lines(bound.symbol),
        module=bound.side / bound.symbol.count,
        link=bound.contact.uri,
        says=bound.says,
    )


def _lines(symbol: Symbol) -> str:
    """The rows of a symbol as lines, the shortest way that SVG can say them."""
    parts = []
    for y, row in enumerate(symbol.modules):
        x = 0
        for dark, run in itertools.groupby(row):
            width = len(list(run))
            parts += [f"M{x} {y}.5h{width}"] if dark else []
            x += width
    return "".join(parts)


def _rectangles(path: tuple[Command, ...]) -> list[list[float]]:
    """The boxes of a symbol's path: x, y, width, height."""
    found = []
    for start in range(0, len(path), 5):
        left, top = float(path[start][1]), float(path[start][2])
        right, bottom = float(path[start + 2][1]), float(path[start + 2][2])
        found.append([left, top, right - left, bottom - top])
    return found


def _shapes(box: SetArt) -> list[Shape]:
    bound, art = box.bound, box.bound.art
    if isinstance(art, Raster):
        raise ValueError(f"{bound.source} is a picture, which no peer is given")
    factor = bound.width / art.width
    colour = _hex(bound.colour)
    return [
        Shape(
            commands=commands,
            path=_svg(commands),
            fill=colour if drawn.filled else "",
            stroke=colour if drawn.stroked else "",
            thickness=drawn.stroke_width * factor if drawn.stroked else 0.0,
            round=drawn.round_ends,
        )
        for drawn in art.shapes
        for commands in [[_placed(command, factor, box.x, box.y) for command in drawn.commands]]
    ]


def _svg(commands: Sequence[Sequence[str | float]]) -> str:
    parts = []
    for letter, *values in commands:
        parts.append(f"{letter}{' '.join(f'{float(v):.3f}' for v in values)}")
    return "".join(parts)


def _placed(command: Command, factor: float, x: float, y: float) -> list[str | float]:
    values = [float(v) * factor for v in command[1:]]
    return [str(command[0]), *(v + (y if i % 2 else x) for i, v in enumerate(values))]


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour.rgb)
