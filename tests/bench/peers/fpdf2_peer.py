"""fpdf2 with HarfBuzz. Its fonts belong to a document, so each document opens those it uses."""

from __future__ import annotations

from pathlib import Path

from fpdf import FPDF
from fpdf.enums import Align, PathPaintRule

from ..product import Code, Fill, Product, Shape, Side, Text

_RULES = {
    (True, False): PathPaintRule.FILL_NONZERO,
    (False, True): PathPaintRule.STROKE,
    (True, True): PathPaintRule.STROKE_FILL_NONZERO,
}

# Lines are broken by the widths of single letters, without kerning; within this much room
# they need no more of them.
_ROOM = 1.03


class Peer:
    def __init__(self, fonts: Path):
        self._fonts = fonts

    def prepare(self, product: Product) -> None:
        pass

    def make(self, product: Product) -> bytes:
        pdf = FPDF(unit="pt")
        pdf.set_auto_page_break(False)
        pdf.set_margin(0)
        pdf.c_margin = 0
        pdf.set_title(product["title"])
        pdf.set_lang(product["language"])
        texts = [text for side in product["sides"] for text in side["texts"]]
        for name in sorted({run["font"] for text in texts for run in text["runs"]}):
            pdf.add_font(name, fname=str(self._fonts / f"{name}.ttf"))
        for side in product["sides"]:
            pdf.add_page(format=(side["width"], side["height"]))
            for index, (x, y) in enumerate(side["places"]):
                _piece(pdf, side, x, y, index == 0)
            for mark in side["marks"]:
                _fill(pdf, mark, 0, 0)
        return bytes(pdf.output())


def _piece(pdf: FPDF, side: Side, x: float, y: float, first: bool) -> None:
    for fill in side["fills"]:
        _fill(pdf, fill, x, y)
    for shape in side["shapes"]:
        _shape(pdf, shape, x, y)
    for text in side["texts"]:
        _text(pdf, text, x, y, side["linked"], first)
    for code in side["codes"]:
        _code(pdf, code, x, y, side["linked"])


def _fill(pdf: FPDF, fill: Fill, x: float, y: float) -> None:
    pdf.set_fill_color(fill["colour"])
    pdf.rect(x + fill["x"], y + fill["y"], fill["width"], fill["height"], style="F")


def _text(pdf: FPDF, text: Text, x: float, y: float, linked: bool, first: bool) -> None:
    """``multi_cell`` sets a baseline at half the line's height and 0.3 of the size."""
    (run,) = text["runs"]
    if 0 < text["heading"] <= 2 and first:
        pdf.start_section(run["text"], text["heading"] - 1, strict=False)
    pdf.set_text_shaping(True, features={"tnum": text["tabular"]})
    pdf.set_font(run["font"], size=text["size"])
    pdf.set_text_color(text["colour"])
    pdf.set_xy(x + text["x"], y + text["y"] - 0.5 * text["leading"] - 0.3 * text["size"])
    link = run["link"] if linked else ""
    pdf.multi_cell(text["width"] * _ROOM, text["leading"], run["text"], align=Align.L, link=link)


def _shape(pdf: FPDF, shape: Shape, x: float, y: float) -> None:
    with pdf.new_path(paint_rule=_RULES[bool(shape["fill"]), bool(shape["stroke"])]) as path:
        path.style.fill_color = shape["fill"] or None
        path.style.stroke_color = shape["stroke"] or None
        path.style.stroke_width = shape["thickness"]
        path.style.auto_close = False
        if shape["round"]:
            path.style.stroke_cap_style = path.style.stroke_join_style = "round"
        for letter, *values in shape["commands"]:
            v = [float(value) + (y if i % 2 else x) for i, value in enumerate(values)]
            match letter:
                case "M":
                    path.move_to(*v)
                case "L":
                    path.line_to(*v)
                case "C":
                    path.curve_to(*v)
                case _:
                    path.close()


def _code(pdf: FPDF, code: Code, x: float, y: float, linked: bool) -> None:
    left, top = x + code["x"], y + code["y"]
    pdf.set_fill_color(code["colour"])
    for dx, dy, width, height in code["modules"]:
        pdf.rect(left + dx, top + dy, width, height, style="F")
    if linked:
        pdf.link(left, top, code["side"], code["side"], code["link"], code["says"])
