"""ReportLab as most people write it: TTFont, Paragraph and the canvas; no shaping.

Fonts are registered once. A card that stands ten times on a sheet is a form, drawn once.
"""

from __future__ import annotations

import io
from html import escape
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from ..product import Code, Fill, Product, Shape, Side, Text

# Lines without kerning are wider; within this much they need no more of them.
_ROOM = 1.03


class Peer:
    def __init__(self, fonts: Path):
        for path in sorted(fonts.glob("*.ttf")):
            pdfmetrics.registerFont(TTFont(path.stem, path))

    def prepare(self, product: Product) -> None:
        pass

    def make(self, product: Product) -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pageCompression=1, lang=product["language"])
        canvas.setTitle(product["title"])
        for number, side in enumerate(product["sides"]):
            canvas.setPageSize((side["width"], side["height"]))
            if len(side["places"]) > 1:
                _sheet(canvas, side, f"side{number}")
            else:
                _piece(canvas, side, _Outline(canvas))
            for mark in side["marks"]:
                _fill(canvas, mark, side["height"])
            canvas.showPage()
        canvas.save()
        return out.getvalue()


class _Outline:
    """Bookmarks: a level may be at most one deeper than the one before."""

    def __init__(self, canvas: Canvas):
        self._canvas = canvas
        self._level = -1

    def add(self, title: str, level: int) -> None:
        self._level = min(level, self._level + 1)
        key = f"{self._canvas.getPageNumber()}-{title}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key, self._level)


def _sheet(canvas: Canvas, side: Side, name: str) -> None:
    canvas.beginForm(name, 0, 0, side["width"], side["height"])
    _piece(canvas, side, None)
    canvas.endForm()
    for x, y in side["places"]:
        canvas.saveState()
        canvas.translate(x, -y)
        canvas.doForm(name)
        canvas.restoreState()


def _piece(canvas: Canvas, side: Side, outline: _Outline | None) -> None:
    top = side["height"]
    for fill in side["fills"]:
        _fill(canvas, fill, top)
    for shape in side["shapes"]:
        _shape(canvas, shape, top)
    for text in side["texts"]:
        if outline and 0 < text["heading"] <= 2:
            outline.add(text["runs"][0]["text"], text["heading"] - 1)
        _text(canvas, text, top, side["linked"])
    for code in side["codes"]:
        _code(canvas, code, top, side["linked"])


def _fill(canvas: Canvas, fill: Fill, top: float) -> None:
    canvas.setFillColor(HexColor(fill["colour"]))
    below = top - fill["y"] - fill["height"]
    canvas.rect(fill["x"], below, fill["width"], fill["height"], stroke=0, fill=1)


def _text(canvas: Canvas, text: Text, top: float, linked: bool) -> None:
    (run,) = text["runs"]
    style = ParagraphStyle(
        "",
        fontName=run["font"],
        fontSize=text["size"],
        leading=text["leading"],
        textColor=HexColor(text["colour"]),
    )
    words = escape(run["text"])
    if run["link"] and linked:
        words = f'<a href="{escape(run["link"])}" color="{text["colour"]}">{words}</a>'
    paragraph = Paragraph(words, style)
    _, height = paragraph.wrap(text["width"] * _ROOM, 10_000)
    ascent = getattr(paragraph.blPara, "ascent", text["size"])
    paragraph.drawOn(canvas, text["x"], top - text["y"] - height + ascent)


def _shape(canvas: Canvas, shape: Shape, top: float) -> None:
    path = canvas.beginPath()
    for letter, *values in shape["commands"]:
        v = [top - float(value) if i % 2 else float(value) for i, value in enumerate(values)]
        match letter:
            case "M":
                path.moveTo(*v)
            case "L":
                path.lineTo(*v)
            case "C":
                path.curveTo(*v)
            case _:
                path.close()
    if shape["fill"]:
        canvas.setFillColor(HexColor(shape["fill"]))
    if shape["stroke"]:
        canvas.setStrokeColor(HexColor(shape["stroke"]))
        canvas.setLineWidth(shape["thickness"])
        canvas.setLineCap(1 if shape["round"] else 0)
        canvas.setLineJoin(1 if shape["round"] else 0)
    canvas.drawPath(path, stroke=int(bool(shape["stroke"])), fill=int(bool(shape["fill"])))


def _code(canvas: Canvas, code: Code, top: float, linked: bool) -> None:
    left, above = code["x"], top - code["y"]
    path = canvas.beginPath()
    for x, y, width, height in code["modules"]:
        path.rect(left + x, above - y - height, width, height)
    canvas.setFillColor(HexColor(code["colour"]))
    canvas.drawPath(path, stroke=0, fill=1)
    if linked:
        side = code["side"]
        canvas.linkURL(code["link"], (left, above - side, left + side, above))
