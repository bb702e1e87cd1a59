"""Layouts: what a product is, as a designer declares it. Data in, checked data out.

``layouts/<product>.yaml``. Names that begin with ``_`` are only there to be extended.
What validates here composes: frames lie inside the page, keep their distance from
edges and folds, and do not overlap.
"""

from __future__ import annotations

import re

from .blocks import BlockReader
from .diagnostics import Diagnostic, Span, has_errors
from .expand import expanded_layout, in_points, merged, scaled
from .fields import Fields, nearest
from .frames import Side, frame_faults, panel_widths, read_fold, read_side
from .geometry import MM, Rect
from .page import Colour
from .purpose import SCREEN
from .reading import Area, read_reading
from .records import dataclass, replace
from .sheet import Sheet, paper_size, read_sheet
from .source import Mapping, Scalar
from .theme import Style, Theme, metres, named_colour, read_styles, read_theme
from .workspace import Workspace

KINDS = ("leaflet", "poster", "card", "sticker", "screen")
_LARGEST = 14_400  # points: the largest page that PDF readers promise to open
REDUCED = 0.1
SPEAKS = ONE, TWO, MANY = ("one", "two", "many")  # languages that one piece is in


@dataclass(frozen=True)
class Covers:
    """What a sticker covers: the line of a contact on a product, and ``margin`` around it."""

    product: str
    contact: str
    margin: float
    span: Span


@dataclass(frozen=True)
class Layout:
    """A product. Sizes in points; ``margin`` is kept free at every edge of a piece.

    ``texts`` are those of the campaign that it uses; ``speaks`` says in how many languages
    at once; ``reading`` is the order in which its pages and panels are read; ``bilingual``
    names the layout that sets this product in two, ``site`` the one that sets it for a site.
    ``factor`` is 1, or 0.1 in the ``reduced`` layout of a piece that is too large for a PDF at its own size."""

    product: str
    about: str
    kind: str
    texts: tuple[str, ...]
    speaks: str
    bilingual: str
    title: str
    width: float
    height: float
    margin: float
    fold_distance: float
    grid: float
    read_from: float
    scan_from: float
    fold: str
    reading: tuple[Area, ...]
    file_name: str
    covers: Covers | None
    theme: str
    profile: str
    styles: dict[str, Style]
    sides: tuple[Side, ...]
    sheet: Sheet | None
    ink: Colour
    file: str
    files: tuple[str, ...]
    factor: float = 1.0
    reduced: Layout | None = None
    site: str = ""

    @property
    def is_tagged(self) -> bool:
        """Whether its file claims that it reads aloud rightly: one piece, once. A sheet would
        be read as often as it holds the piece, and a picture has no text."""
        return self.sheet is None and self.kind != SCREEN


def products(workspace: Workspace) -> list[str]:
    """The names of all products of a workspace."""
    return sorted(
        p.removeprefix("layouts/").removesuffix(".yaml")
        for p in workspace.list_files("layouts", ".yaml")
        if p.count("/") == 1 and not p.startswith("layouts/_")
    )


def read_layout(
    workspace: Workspace, name: str, product: str = ""
) -> tuple[Layout | None, list[Diagnostic]]:
    """A layout whole and checked, or None with everything that is wrong. ``product`` is what
    it makes, where its file is named otherwise."""
    node, problems, files = expanded_layout(workspace, name)
    if node is None or has_errors(problems):
        return None, problems
    kind = node.get("kind")
    if isinstance(kind, Scalar) and kind.value == SCREEN:
        node = in_points(node)
    top = Fields(node, f"layout “{name}”", problems)
    theme_name = top.scalar("theme", required=True)
    if theme_name is None:
        return None, problems
    if not re.fullmatch(r"[a-z0-9-]+", theme_name.value):
        top.fault(
            theme_name.span,
            "theme",
            f"“{theme_name.value}” cannot be the name of a theme",
            "write the name of a file in layouts/themes/, without folder and ending",
        )
        return None, problems
    theme, found = read_theme(workspace, theme_name.value, theme_name.span)
    problems += found
    if theme is None or has_errors(problems):
        return None, problems
    layout = _layout(product or name, top, theme, files)
    top.done()
    if not has_errors(problems):
        page = Rect(0, 0, layout.width, layout.height)
        problems += frame_faults(layout.sides, page, layout.margin, layout.fold_distance)
    if max(layout.width, layout.height) > _LARGEST and not has_errors(problems):
        smaller = Fields(scaled(node, REDUCED), f"layout “{name}”", [])
        made = _layout(layout.product, smaller, theme, files, REDUCED)
        layout = replace(layout, reduced=made)
    return (None if has_errors(problems) else layout), problems


def _layout(
    product: str, top: Fields, theme: Theme, files: tuple[str, ...], factor: float = 1.0
) -> Layout:
    width, height, margin = _page_size(top, factor)
    styles = _styles(top, theme)
    reader = BlockReader(styles, theme)
    size = (width, height)
    sides = tuple(
        read_side(
            key.value, Fields(value, f"page “{key.value}”", top.problems), reader, theme, size
        )
        for key, value in top.entries("pages", required=True)
    )
    if not sides:
        top.fault(top.key_span("pages"), "no-pages", "the layout has no pages", "add one")
    panel_widths(top, sides, width)
    fold = read_fold(top, sides)
    ink = named_colour(top, "ink", theme, required=True)
    return Layout(
        product,
        top.text("about", required=True),
        top.choice("kind", KINDS, "leaflet", required=True),
        _texts(top),
        top.choice("languages", SPEAKS, ONE),
        _other_layout(top, "bilingual"),
        top.text("title", required=True),
        width,
        height,
        margin,
        top.length("fold_distance", 4 * MM * factor),
        top.length("grid", 0.0),
        metres(top, "read_from"),
        metres(top, "scan_from"),
        fold,
        read_reading(top, sides, fold),
        _file_name(top),
        _covers(top),
        theme.name,
        theme.profile,
        styles,
        sides,
        read_sheet(top, width, height),
        ink or Colour("", (0, 0, 0), (0, 0, 0, 100)),
        files[0],
        files,
        factor,
        site=_other_layout(top, "site"),
    )


def _covers(top: Fields) -> Covers | None:
    fields = top.fields("covers", "“covers”")
    if fields is None:
        return None
    product, contact = fields.text("product", required=True), fields.text("contact", required=True)
    margin = fields.length("margin", 3 * MM)
    fields.done()
    return Covers(product, contact, margin, top.key_span("covers"))


def _other_layout(top: Fields, field: str) -> str:
    """The layout that sets the product in another case."""
    scalar = top.scalar(field)
    if scalar is not None and not re.fullmatch(r"_?[a-z0-9-]+", scalar.value):
        what = f"“{scalar.value}” cannot be the name of a layout"
        hint = "write the name of a file in layouts/, without folder and ending"
        top.fault(scalar.span, field, what, hint)
        return ""
    return scalar.value if scalar else ""


def _texts(top: Fields) -> tuple[str, ...]:
    """One text of the campaign, or a list of them."""
    node = top.node("text", required=True)
    if node is None or isinstance(node, Scalar):
        return (top.text("text"),)
    words = tuple(s.value for s in top.as_words(node, "text"))
    if not words:
        top.fault(node.span, "no-text", "the layout uses no text", "name one, for instance A")
    return words or ("",)


def _styles(top: Fields, theme: Theme) -> dict[str, Style]:
    own = top.node("styles", required=True)
    if not isinstance(own, Mapping):
        if own is not None:
            hint = "write “name: {size: ...}” lines below it, further in"
            top.fault(own.span, "wrong-type", "“styles” must be named styles", hint)
        return {}
    node = merged(theme.styles, own) if theme.styles is not None else own
    used = {e.key.value for e in own.entries}
    kept = Mapping(tuple(e for e in node.entries if e.key.value in used), own.span)
    return read_styles(kept, theme, top.problems)


def _file_name(top: Fields) -> str:
    scalar = top.scalar("file_name")
    if scalar is None:
        return ""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}", scalar.value):
        top.fault(
            scalar.span,
            "file-name",
            "a file name may hold letters, digits, - and _",
            "leave out the ending and any folder",
        )
    return scalar.value


def _page_size(top: Fields, factor: float) -> tuple[float, float, float]:
    fields = top.fields("page", "“page”", required=True)
    if fields is None:
        return 100.0, 100.0, 0.0
    width, height = paper_size(fields, "size")
    margin = fields.length("margin", 6 * MM * factor)
    fields.done()
    return width * factor, height * factor, margin


def unknown_product(product: str, workspace: Workspace) -> Diagnostic:
    return Diagnostic(
        "unknown-product", f"no layout “{product}”", nearest(product, products(workspace))
    )
