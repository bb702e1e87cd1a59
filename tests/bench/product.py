"""A product as plain data, which every peer sets in its own way.

It holds the boxes, paragraphs, drawings and codes of the product's own story, with the
places and sizes that copy-fitting found. Lines are not in it: each peer breaks them itself.
Lengths are points from the top left, y downwards; colours are ``#rrggbb``.
"""

from __future__ import annotations

from collections import Counter
from typing import TypedDict

NO_BREAK_SPACE = "\u00a0"


class Run(TypedDict):
    text: str
    font: str
    link: str


class Text(TypedDict):
    """A paragraph; ``y`` is its first baseline, ``leading`` goes from baseline to baseline."""

    x: float
    y: float
    width: float
    size: float
    leading: float
    colour: str
    tabular: bool
    heading: int
    language: str
    runs: list[Run]


class Shape(TypedDict):
    """A path, as commands and as SVG writes it. ``fill`` and ``stroke`` are colours, or empty."""

    commands: list[list[str | float]]
    path: str
    fill: str
    stroke: str
    thickness: float
    round: bool


class Fill(TypedDict):
    x: float
    y: float
    width: float
    height: float
    colour: str


class Code(TypedDict):
    """A QR code: its dark modules as boxes from its own corner, and as lines for SVG that are
    ``module`` thick, in modules; and what it opens."""

    x: float
    y: float
    side: float
    colour: str
    modules: list[list[float]]
    path: str
    module: float
    link: str
    says: str


class Side(TypedDict):
    """One side of a piece: drawn at each of ``places``, turned by none of them."""

    width: float
    height: float
    places: list[list[float]]
    linked: bool
    fills: list[Fill]
    texts: list[Text]
    shapes: list[Shape]
    codes: list[Code]
    marks: list[Fill]


class Product(TypedDict):
    product: str
    language: str
    round: int
    title: str
    sides: list[Side]


def fonts_of(products: list[Product]) -> list[str]:
    """The font instances that products use, as ``n700-90``: weight and width in percent."""
    return sorted(
        {
            run["font"]
            for product in products
            for side in product["sides"]
            for text in side["texts"]
            for run in text["runs"]
        }
    )


def words_of(product: Product) -> Counter[str]:
    """Every word that the product's pages must hold, each as often as it stands there."""
    found: Counter[str] = Counter()
    for side in product["sides"]:
        for text in side["texts"]:
            for word in words_in("".join(run["text"] for run in text["runs"])):
                found[word] += len(side["places"])
    return found


def words_in(text: str) -> list[str]:
    return text.replace("\u00ad", "").replace(NO_BREAK_SPACE, " ").split()
