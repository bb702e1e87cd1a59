"""Static instances of the product's variable font, for peers that set no variable ones.

Each instance is a family of its own (``n700-90``: weight, width in percent), so that no
peer has to guess by names. They are made once, outside everything that is timed.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

_NAMES = {1: "{}", 2: "Regular", 3: "{}", 4: "{}", 6: "{}", 16: "{}", 17: "Regular"}


def make_instances(names: list[str], folder: Path) -> None:
    """Writes ``<name>.ttf`` into ``folder`` for each name, whole: no glyph is left out."""
    import fontpkg_noto_sans

    variable = Path(fontpkg_noto_sans.__file__).parent / "files/NotoSans[wdth,wght].ttf"
    for name in names:
        weight, width = name.removeprefix("n").split("-")
        font = TTFont(variable)
        instantiateVariableFont(font, {"wght": int(weight), "wdth": float(width)}, inplace=True)
        _rename(font, name)
        font.save(folder / f"{name}.ttf")


def _rename(font: TTFont, name: str) -> None:
    table = font["name"]
    table.names = [record for record in table.names if record.nameID not in _NAMES]
    for number, value in _NAMES.items():
        table.setName(value.format(name), number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 400
    font["OS/2"].usWidthClass = 5
