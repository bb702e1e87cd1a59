"""Typst, in process: one compiler with its fonts and one template kept; data as an input."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from ..product import Product

TEMPLATE = Path(__file__).with_name("product.typ")


class Peer:
    def __init__(self, fonts: Path):
        found = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)]
        )
        self._compiler = typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=found)

    def prepare(self, product: Product) -> None:
        pass

    def make(self, product: Product) -> bytes:
        made = self._compiler.compile(
            sys_inputs={"product": json.dumps(_slim(product))},
            pdf_tags=product["sides"][0]["linked"],  # a sheet of many pieces has none, as ours
        )
        assert isinstance(made, bytes), "pages of a PDF are one file"
        return made


def _slim(product: Product) -> dict[str, object]:
    """Without the drawings as lists, which the template does not use."""
    sides = [
        {
            **side,
            "shapes": [{**shape, "commands": ()} for shape in side["shapes"]],
            "codes": [{**code, "modules": ()} for code in side["codes"]],
        }
        for side in product["sides"]
    ]
    return {**product, "sides": sides}
