"""A piece as one plain HTML page: for whoever reads on a phone, hears it, or makes it larger.

The same words in the same order as the tagged PDF, links where numbers and addresses stand,
codes as drawings with their words. Nothing is loaded from elsewhere and nothing runs, and
the page says so to the browser (Content-Security-Policy). Printed, it takes two pages.
"""

from __future__ import annotations

import base64
import io
import itertools
from html import escape

from PIL import Image

from .languages import Language
from .page import Colour, Command
from .pictures import Raster
from .qr import QUIET_ZONE
from .shape import plain
from .story import (
    BoundArt,
    BoundBlock,
    BoundCode,
    BoundColumn,
    BoundFrame,
    BoundRow,
    BoundText,
    Story,
)
from .svg import Drawing, Shape

_BOLD = 600
_USUAL = 3.0  # units: the width of a pictogram's lines
_LOOKS = ("number", "note")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = """\
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:1em;max-width:36em;font:1.1em/1.45 "Noto Sans",sans-serif;\
color:INK;background:#fff}
h1{font-size:1.9em;line-height:1.15;margin:0}
h2{font-size:1.3em;line-height:1.25;margin:1.1em 0 .3em}
h3,h4,h5,h6{font-size:1.05em;line-height:1.3;margin:.7em 0 .1em}
p,ul{margin:.35em 0}
ul{padding-left:1.2em}
a{color:inherit;text-underline-offset:.15em}
.b{font-weight:700}
.number{font-size:1.5em;font-weight:700;line-height:1.3;margin:0}
.note{font-size:.85em;margin:0}
.note:not(:first-child):has(+.number),.note.b:not(:first-child){margin-top:1.1em}
.box{padding:.9em;margin:.8em 0}
.row{display:flex;gap:.8em;align-items:flex-start;margin:.8em 0}
.pic{width:2.6em;height:2.6em;flex:none;margin-top:.2em}
.box>:first-child,.row>div>:first-child{margin-top:0}
.box>:last-child,.row>div>:last-child{margin-bottom:0}
.pic{fill:none;stroke:currentColor;stroke-width:3;stroke-linecap:round;stroke-linejoin:round}
.f{fill:currentColor;stroke:none}
.code{margin:1em 0 .2em}
.code svg{width:34mm;height:34mm;background:#fff;display:block}
@page{size:A4;margin:12mm}
@media print{body{max-width:none;padding:0;font-size:9pt;columns:2;column-gap:8mm}\
.row,.code,.box,.code+p{break-inside:avoid}h1,h2,h3,.code{break-after:avoid}\
.box{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
"""


def html_edition(story: Story) -> bytes:
    """The page, in UTF-8."""
    return _Page(story).write().encode("utf-8")


class _Page:
    def __init__(self, story: Story):
        self._story = story
        self._colours: dict[Colour, str] = {}  # of text that is not in ink, and their classes

    def write(self) -> str:
        story = self._story
        body = [f"<h1>{escape(story.title)}</h1>"] if not _is_headed(story) else []
        for _, frames in story.areas:
            for bound in frames:
                body += self._frame(bound)
        return "\n".join([*self._head(), "<body><main>", *body, "</main></body></html>", ""])

    def _head(self) -> list[str]:
        story = self._story
        style = _STYLE.replace("INK", _hex(story.layout.ink))
        style += "".join(f".{name}{{color:{_hex(c)}}}\n" for c, name in self._colours.items())
        return [
            "<!DOCTYPE html>",
            f'<html lang="{escape(story.language.tag)}">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f'<meta name="generator" content="Beacon">{self._about()}',
            f'<title>{escape(story.title)}</title><link rel="icon" href="data:,">',
            f"<style>\n{style}</style></head>",
        ]

    def _about(self) -> str:
        """What the page is, for the tool that checks it; a discreet form tells nothing."""
        layout = self._story.layout
        if layout.file_name:
            return ""
        words = f"{self._story.campaign.id} {layout.product} {self._story.spoken} text"
        return f'<meta name="keywords" content="{escape(words)}">'

    def _frame(self, bound: BoundFrame) -> list[str]:
        parts = self._blocks(bound.blocks)
        if bound.frame.fill is None or not parts:
            return parts
        ground = _hex(bound.frame.fill)
        return [f'<div class="box" style="background:{ground}">', *parts, "</div>"]

    def _blocks(self, blocks: tuple[BoundBlock, ...]) -> list[str]:
        out: list[str] = []
        listed = False
        for block in blocks:
            item = isinstance(block, BoundRow) and _is_item(block)
            if item != listed:
                out.append("<ul>" if item else "</ul>")
                listed = item
            match block:
                case BoundText():
                    out += self._text(block)
                case BoundCode():
                    out += self._code(block)
                case BoundArt():
                    out += self._art(block)
                case BoundRow():
                    out += self._row(block, item)
        return [*out, "</ul>"] if listed else out

    def _row(self, row: BoundRow, item: bool) -> list[str]:
        columns = [self._blocks(column.blocks) for column in row.columns]
        if item:
            texts = [b for c in row.columns for b in c.blocks if isinstance(b, BoundText)]
            return [f"<li{self._lang(t.language)}>{_runs(t)}</li>" for t in texts]
        first, *others = columns
        said = [line for column in others for line in column]
        if said and _is_picture(row.columns[0]):
            return ['<div class="row">', *first, "<div>", *said, "</div>", "</div>"]
        return first + said

    def _text(self, text: BoundText) -> list[str]:
        said = _runs(text)
        if not said:
            return []
        name = f"h{text.heading}" if text.heading else "p"
        look = [text.style.role] if text.style.role in _LOOKS and not text.heading else []
        if text.style.weight >= _BOLD and not text.heading and text.style.role != "number":
            look.append("b")
        look += self._coloured(text.style.colour)
        return [f"<{name}{_classes(look)}{self._lang(text.language)}>{said}</{name}>"]

    def _code(self, code: BoundCode) -> list[str]:
        side = code.symbol.count
        room = f"{-QUIET_ZONE} {-QUIET_ZONE} {side + 2 * QUIET_ZONE} {side + 2 * QUIET_ZONE}"
        path = _code_path(code.symbol.path)
        says = escape(code.says)
        drawing = (
            f'<svg viewBox="{room}" role="img" aria-label="{says}" shape-rendering="crispEdges">'
            f'<path d="{path}"/></svg>'
        )
        lang = self._lang(code.caption.language)
        link = f'<a href="{escape(code.contact.uri)}">{drawing}</a>'
        return [f'<p class="code"{lang}>{link}</p>', *self._text(code.caption)]

    def _art(self, bound: BoundArt) -> list[str]:
        says = escape(bound.says)
        lang = self._lang(bound.language) if bound.says and bound.language else ""
        if isinstance(bound.art, Raster):
            return [f'<img src="{_data(bound.art)}" alt="{says}"{lang} height="48">']
        told = f'role="img" aria-label="{says}"{lang}' if says else 'aria-hidden="true"'
        size = f"{bound.art.width:g} {bound.art.height:g}"
        look = _classes(["pic", *self._coloured(bound.colour)])
        return [f'<svg{look} viewBox="0 0 {size}" {told}>{_shapes(bound.art)}</svg>']

    def _coloured(self, colour: Colour) -> list[str]:
        """The class of what is not in ink."""
        if colour == self._story.layout.ink:
            return []
        return [self._colours.setdefault(colour, f"c{len(self._colours)}")]

    def _lang(self, language: Language) -> str:
        own = language.tag == self._story.language.tag
        return "" if own else f' lang="{escape(language.tag)}"'


def _is_headed(story: Story) -> bool:
    return any(text.heading == 1 for text in story.read())


def _runs(text: BoundText) -> str:
    """The text with its bold words and its links."""
    parts = []
    for run in text.runs:
        said = escape(_kept(run.text))
        if run.link:
            said = f'<a href="{escape(run.link)}">{said}</a>'
        elif run.weight > text.style.weight:
            said = f"<b>{said}</b>"
        parts.append(said)
    return "".join(parts).strip()


def _kept(text: str) -> str:
    """Text as it is set, white space at its ends kept: other runs stand beside it."""
    lead, tail = text[:1].isspace(), text[-1:].isspace()
    return " " * lead + plain(text).strip(" ") + " " * (tail and bool(text.strip()))


def _is_item(row: BoundRow) -> bool:
    """Whether a row is an item of a list: its marker, then its text."""
    first = row.columns[0].blocks if row.columns else ()
    return len(first) == 1 and isinstance(first[0], BoundArt) and first[0].label


def _is_picture(column: BoundColumn) -> bool:
    return len(column.blocks) == 1 and isinstance(column.blocks[0], BoundArt)


def _shapes(drawing: Drawing) -> str:
    """The shapes of a drawing in the colour of its surroundings, those of one look as one."""
    parts = []
    for look, shapes in itertools.groupby(drawing.shapes, key=_look):
        path = "".join(_path(shape.commands) for shape in shapes)
        parts.append(f'<path{look} d="{path}"/>')
    return "".join(parts)


def _look(shape: Shape) -> str:
    """What is said of a shape beyond the usual: round lines, three units wide."""
    look = "" if shape.filled == shape.stroked else ' class="f"' if shape.filled else ""
    if shape.filled and shape.stroked:
        look = ' fill="currentColor"'
    if shape.stroked and shape.stroke_width != _USUAL:
        look += f' stroke-width="{shape.stroke_width:g}"'
    if shape.stroked and not shape.round_ends:
        look += ' stroke-linecap="butt" stroke-linejoin="miter"'
    return look


def _path(commands: tuple[Command, ...]) -> str:
    return "".join(
        str(letter) + " ".join(f"{float(v):.1f}".rstrip("0").rstrip(".") for v in values)
        for letter, *values in commands
    )


def _code_path(commands: tuple[Command, ...]) -> str:
    """Rectangles of whole modules, in the shortest words."""
    parts = []
    for corner, _, opposite in zip(commands[::5], commands[1::5], commands[2::5], strict=True):
        x, y, right, bottom = (round(float(v)) for v in (*corner[1:], *opposite[1:]))
        parts.append(f"M{x} {y}h{right - x}v{bottom - y}h{x - right}z")
    return "".join(parts)


def _data(raster: Raster) -> str:
    """A picture as a part of the page."""
    buffer = io.BytesIO()
    Image.frombytes("RGB", (raster.columns, raster.rows), raster.samples).save(buffer, "PNG")
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"


def _classes(names: list[str]) -> str:
    return f' class="{" ".join(names)}"' if names else ""


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{value:02X}" for value in colour.rgb)
