"""WeasyPrint: fonts and style sheet read once; a page is HTML with everything at its place."""

from __future__ import annotations

from html import escape
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from ..product import Code, Fill, Product, Shape, Side, Text

# Half of what Noto Sans reaches above the baseline more than below it, in em.
_MIDDLE = (1.069 - 0.293) / 2
_STYLE = """
body { margin: 0 }
section { position: relative; break-after: page; overflow: hidden }
section:last-child { break-after: auto }
section > div { position: absolute }
div > * { position: absolute; margin: 0; font-weight: normal }
svg { left: 0; top: 0; overflow: visible }
a { color: inherit; text-decoration: none }
h3 { bookmark-level: none }
.t { font-feature-settings: "tnum" }
"""


class Peer:
    def __init__(self, fonts: Path):
        faces = "".join(
            f"@font-face {{ font-family: {p.stem}; src: url({p.resolve().as_uri()}) }}\n"
            for p in sorted(fonts.glob("*.ttf"))
        )
        self._fonts = FontConfiguration()
        self._style = CSS(string=faces + _STYLE, font_config=self._fonts)

    def prepare(self, product: Product) -> None:
        pass

    def make(self, product: Product) -> bytes:
        page = HTML(string="".join(_document(product)))
        data: bytes | None = page.write_pdf(stylesheets=[self._style], font_config=self._fonts)
        assert data is not None, "without a target, the file is returned"
        return data


def _document(product: Product) -> list[str]:
    parts = [f'<html lang="{product["language"]}"><title>{escape(product["title"])}</title><style>']
    for n, side in enumerate(product["sides"]):
        size = f"{side['width']:.3f}pt {side['height']:.3f}pt"
        parts.append(f"@page s{n} {{ size: {size}; margin: 0 }}")
    parts.append("</style><body>")
    for n, side in enumerate(product["sides"]):
        parts.append(f'<section style="page: s{n}; height: {side["height"]:.3f}pt">')
        piece = "".join(_piece(side))
        parts += [
            f'<div style="left:{x:.3f}pt;top:{y:.3f}pt">{piece}</div>' for x, y in side["places"]
        ]
        parts += ["<div>", *(_fill(mark) for mark in side["marks"]), "</div></section>"]
    return parts


def _piece(side: Side) -> list[str]:
    parts = [_fill(fill) for fill in side["fills"]]
    parts.append(f'<svg width="{side["width"]:.3f}pt" height="{side["height"]:.3f}pt" ')
    parts.append(f'viewBox="0 0 {side["width"]:.3f} {side["height"]:.3f}">')
    parts += [_shape(shape) for shape in side["shapes"]]
    parts += [_modules(code) for code in side["codes"]]
    parts.append("</svg>")
    parts += [_text(text, side["linked"]) for text in side["texts"]]
    if side["linked"]:
        parts += [_link(code) for code in side["codes"]]
    return parts


def _fill(fill: Fill) -> str:
    size = f"width:{fill['width']:.3f}pt;height:{fill['height']:.3f}pt"
    place = f"left:{fill['x']:.3f}pt;top:{fill['y']:.3f}pt"
    return f'<i style="{place};{size};background:{fill["colour"]}"></i>'


def _text(text: Text, linked: bool) -> str:
    (run,) = text["runs"]
    name = f"h{text['heading']}" if text["heading"] else "p"
    top = text["y"] - text["leading"] / 2 - _MIDDLE * text["size"]
    place = f"left:{text['x']:.3f}pt;top:{top:.3f}pt;width:{text['width']:.3f}pt"
    look = f"font:{text['size']:.3f}pt/{text['leading']:.3f}pt {run['font']};color:{text['colour']}"
    figures = ' class="t"' if text["tabular"] else ""
    words = escape(run["text"])
    if run["link"] and linked:
        words = f'<a href="{escape(run["link"])}">{words}</a>'
    return f'<{name}{figures} style="{place};{look}">{words}</{name}>'


def _shape(shape: Shape) -> str:
    ends = ' stroke-linecap="round" stroke-linejoin="round"' if shape["round"] else ""
    return (
        f'<path d="{shape["path"]}" fill="{shape["fill"] or "none"}" '
        f'stroke="{shape["stroke"] or "none"}" stroke-width="{shape["thickness"]:.3f}"{ends}/>'
    )


def _modules(code: Code) -> str:
    place = f"translate({code['x']:.3f} {code['y']:.3f}) scale({code['module']:.5f})"
    return f'<path transform="{place}" d="{code["path"]}" stroke="{code["colour"]}"/>'


def _link(code: Code) -> str:
    place = f"left:{code['x']:.3f}pt;top:{code['y']:.3f}pt"
    size = f"width:{code['side']:.3f}pt;height:{code['side']:.3f}pt"
    return f'<a href="{escape(code["link"])}" style="{place};{size}"></a>'
