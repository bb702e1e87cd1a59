"""What is in a peer's file: its words, its codes, and what it can do. None of it is timed."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path
from typing import TypedDict

import pikepdf
import pypdfium2
import zxingcpp

from .product import Product, words_in, words_of

_DPI = 200


class Contents(TypedDict):
    """``words`` and ``codes`` are the parts of what is expected that were found, 0 to 1."""

    words: float
    codes: float
    pages: int
    tagged: bool
    links: int
    bookmarks: int


def contents(path: Path, product: Product) -> Contents:
    document = pypdfium2.PdfDocument(path)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    with pikepdf.open(path) as pdf:
        return Contents(
            words=covered(words_of(product), text),
            codes=_codes(document, product),
            pages=len(document),
            tagged="/StructTreeRoot" in pdf.Root,
            links=sum(len(page.get("/Annots", [])) for page in pdf.pages),
            bookmarks=sum(1 for _ in document.get_toc()),
        )


def covered(wanted: Counter[str], text: str) -> float:
    """Which part of the wanted words stands in a text, each as often as it is wanted."""
    found = Counter(words_in(unicodedata.normalize("NFC", text)))
    return sum((wanted & found).values()) / wanted.total()


def _codes(document: pypdfium2.PdfDocument, product: Product) -> float:
    wanted: Counter[str] = Counter()
    for side in product["sides"]:
        for code in side["codes"]:
            wanted[code["link"]] += len(side["places"])
    found: Counter[str] = Counter()
    for page in document:
        picture = page.render(scale=_DPI / 72).to_pil()
        found.update(code.text for code in zxingcpp.read_barcodes(picture))
    return sum((wanted & found).values()) / wanted.total()


def together(found: list[Contents]) -> Contents:
    """Of the files of a product in all languages: the least of each."""
    return Contents(
        words=min(c["words"] for c in found),
        codes=min(c["codes"] for c in found),
        pages=min(c["pages"] for c in found),
        tagged=all(c["tagged"] for c in found),
        links=min(c["links"] for c in found),
        bookmarks=min(c["bookmarks"] for c in found),
    )
