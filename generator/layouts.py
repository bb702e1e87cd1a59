"""Layouts: what a product is, as a designer declares it. Data in, checked data out.

``layouts/<product>.yaml``. Names that begin with ``_`` are only there to be extended.
What validates here composes: frames lie inside the page, keep their distance from
edges and folds, and do not overlap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .blocks import ALIGN, Block, BlockReader
from .diagnostics import Diagnostic, Span, has_errors
from .expand import expanded_layout, merged
from .fields import Fields, nearest
from .geometry import MM, PAPER_MM, Rect, mm, parse_length
from .page import Colour
from .source import Mapping, Scalar
from .theme import Style, Theme, metres, named_colour, read_styles, read_theme
from .workspace import Workspace

KINDS = ("leaflet", "poster", "card")
SPEAKS = ONE, TWO, MANY = ("one", "two", "many")  # languages that one piece is in
FLIPS = ("long-edge", "short-edge")
_MAX_FRAMES = 200  # on one page; each is compared with each
_MAX_SIDE_MM = 5080  # 14,400 pt, the largest page that PDF readers promise to open


@dataclass(frozen=True)
class Frame:
    """An area that holds a stack of blocks. ``rect`` is on the page; the blocks stand
    ``padding`` inside it."""

    name: str
    rect: Rect
    fill: Colour | None
    padding: float
    align: str
    blocks: tuple[Block, ...]
    span: Span

    @property
    def inner(self) -> Rect:
        return self.rect.inset(self.padding)


@dataclass(frozen=True)
class Side:
    """One page of the piece: its frames in reading order, and where it is folded (x)."""

    name: str
    frames: tuple[Frame, ...]
    folds: tuple[float, ...]


@dataclass(frozen=True)
class Sheet:
    """How pieces are set on paper: a grid in its middle, cut marks around it."""

    width: float
    height: float
    columns: int
    rows: int
    gap: float
    margin: float
    flip: str
    mark_offset: float
    mark_length: float


@dataclass(frozen=True)
class Layout:
    """A product. Sizes in points; ``margin`` is kept free at every edge of a piece.

    ``texts`` are those of the campaign that it uses; ``speaks`` says in how many languages
    at once; ``bilingual`` names the layout that sets this product in two."""

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
    file_name: str
    styles: dict[str, Style]
    sides: tuple[Side, ...]
    sheet: Sheet | None
    ink: Colour
    file: str
    files: tuple[str, ...]


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
        problems += _frame_faults(layout)
    return (None if has_errors(problems) else layout), problems


def _layout(product: str, top: Fields, theme: Theme, files: tuple[str, ...]) -> Layout:
    width, height, margin = _page_size(top)
    styles = _styles(top, theme)
    reader = BlockReader(styles, theme)
    sides = tuple(
        _side(key.value, Fields(value, f"page “{key.value}”", top.problems), reader, theme, height)
        for key, value in top.entries("pages", required=True)
    )
    if not sides:
        top.fault(top.key_span("pages"), "no-pages", "the layout has no pages", "add one")
    _panel_widths(top, sides, width)
    ink = named_colour(top, "ink", theme, required=True)
    return Layout(
        product,
        top.text("about", required=True),
        top.choice("kind", KINDS, "leaflet", required=True),
        _texts(top),
        top.choice("languages", SPEAKS, ONE),
        _bilingual(top),
        top.text("title", required=True),
        width,
        height,
        margin,
        top.length("fold_distance", 4 * MM),
        top.length("grid", 0.0),
        metres(top, "read_from"),
        metres(top, "scan_from"),
        _file_name(top),
        styles,
        sides,
        _sheet(top, width, height),
        ink or Colour("", (0, 0, 0), (0, 0, 0, 100)),
        files[0],
        files,
    )


def _bilingual(top: Fields) -> str:
    scalar = top.scalar("bilingual")
    if scalar is not None and not re.fullmatch(r"_?[a-z0-9-]+", scalar.value):
        what = f"“{scalar.value}” cannot be the name of a layout"
        hint = "write the name of a file in layouts/, without folder and ending"
        top.fault(scalar.span, "bilingual", what, hint)
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


def paper_size(fields: Fields, name: str) -> tuple[float, float]:
    """A named paper size, or ``210 x 297 mm``; in points."""
    scalar = fields.scalar(name, required=True)
    if scalar is None:
        return 100.0, 100.0
    words = scalar.value.split()
    if words and words[0] in PAPER_MM and words[1:] in ([], ["landscape"]):
        w, h = PAPER_MM[words[0]]
        return (h * MM, w * MM) if words[1:] else (w * MM, h * MM)
    match = re.fullmatch(r"([\d.]+)\s*x\s*([\d.]+)\s*([a-z]+)", scalar.value)
    width = parse_length(f"{match[1]} {match[3]}") if match else None
    height = parse_length(f"{match[2]} {match[3]}") if match else None
    if not width or not height:
        fields.fault(
            scalar.span,
            "paper-size",
            f"“{scalar.value}” is not a size",
            "write it as 210 x 297 mm, or one of " + ", ".join(PAPER_MM) + " (landscape)",
        )
        return 100.0, 100.0
    if max(width, height) > _MAX_SIDE_MM * MM or min(width, height) < 10 * MM:
        fields.fault(
            scalar.span,
            "paper-size",
            f"a page of {scalar.value} cannot be made",
            "choose sides between 10 mm and 5080 mm",
        )
        return 100.0, 100.0
    return width, height


def _page_size(top: Fields) -> tuple[float, float, float]:
    fields = top.fields("page", "“page”", required=True)
    if fields is None:
        return 100.0, 100.0, 0.0
    width, height = paper_size(fields, "size")
    margin = fields.length("margin", 6 * MM)
    fields.done()
    return width, height, margin


def _side(name: str, fields: Fields, reader: BlockReader, theme: Theme, height: float) -> Side:
    lefts: dict[str, float] = {}
    left = 0.0
    for key, value in fields.entries("panels"):
        lefts[key.value] = left
        left += max(0.0, fields.as_length(value, key.value))
    frames = tuple(
        _frame(key, Fields(value, f"frame “{key.value}”", fields.problems), reader, theme, lefts)
        for key, value in fields.entries("frames", required=True)
    )
    fields.done()
    folds = tuple(list(lefts.values())[1:])
    return Side(name, frames, (*folds, left) if lefts else ())


def _panel_widths(top: Fields, sides: tuple[Side, ...], width: float) -> None:
    for side in sides:
        if side.folds and abs(side.folds[-1] - width) > 0.05:
            top.fault(
                top.key_span("pages"),
                "panel-widths",
                f"the panels of page “{side.name}” are {mm(side.folds[-1]):.1f} mm wide in all, "
                f"the page {mm(width):.1f} mm",
                "make the widths add up to the page",
            )


def _frame(
    key: Scalar, fields: Fields, reader: BlockReader, theme: Theme, lefts: dict[str, float]
) -> Frame:
    panel = fields.choice("panel", lefts, "", required=bool(lefts))
    x, y = fields.lengths("at", 2, required=True) or (0.0, 0.0)
    width, height = fields.lengths("size", 2, required=True) or (1.0, 1.0)
    frame = Frame(
        key.value,
        Rect(lefts.get(panel, 0.0) + x, y, width, height),
        named_colour(fields, "fill", theme),
        fields.length("padding", 0.0),
        fields.choice("align", ALIGN, "top"),
        reader.read(fields.nodes("blocks", required=True), fields),
        key.span,
    )
    fields.done()
    if frame.inner.width <= 0 or frame.inner.height <= 0:
        message = f"frame “{key.value}” has no room inside"
        fields.fault(key.span, "frame-size", message, "make it larger")
    return frame


def _sheet(top: Fields, width: float, height: float) -> Sheet | None:
    fields = top.fields("sheet", "“sheet”")
    if fields is None:
        return None
    before = len(fields.problems)
    paper_width, paper_height = paper_size(fields, "paper")
    known = len(fields.problems) == before
    sheet = Sheet(
        paper_width,
        paper_height,
        fields.whole("columns", 1, 1, 50, required=True),
        fields.whole("rows", 1, 1, 50, required=True),
        fields.length("gap", 0.0),
        fields.length("margin", 6 * MM),
        fields.choice("flip", FLIPS, FLIPS[0]),
        fields.length("mark_offset", 3 * MM),
        fields.length("mark_length", 5 * MM),
    )
    fields.done()
    used_width = sheet.columns * width + (sheet.columns - 1) * sheet.gap
    used_height = sheet.rows * height + (sheet.rows - 1) * sheet.gap
    if known and (
        used_width > paper_width - 2 * sheet.margin + 0.01
        or used_height > paper_height - 2 * sheet.margin + 0.01
    ):
        top.fault(
            fields.span,
            "sheet-full",
            f"{sheet.columns} x {sheet.rows} pieces need {mm(used_width):.1f} x "
            f"{mm(used_height):.1f} mm and the paper has "
            f"{mm(paper_width - 2 * sheet.margin):.1f} x {mm(paper_height - 2 * sheet.margin):.1f} mm",
            "use fewer columns or rows",
        )
    return sheet


def _frame_faults(layout: Layout) -> list[Diagnostic]:
    """Frames that leave the page, come too near to a fold, or cover one another."""
    problems = []
    for side in layout.sides:
        if len(side.frames) > _MAX_FRAMES:
            what = f"page “{side.name}” has {len(side.frames)} frames; at most {_MAX_FRAMES}"
            span = side.frames[_MAX_FRAMES].span
            return [Diagnostic("too-many-frames", what, "put more blocks in a frame", span)]
    room = Rect(0, 0, layout.width, layout.height).inset(layout.margin)
    for side in layout.sides:
        for i, frame in enumerate(side.frames):
            if not room.contains(frame.rect, 0.05):
                problems.append(
                    Diagnostic(
                        "frame-outside",
                        f"frame “{frame.name}” leaves the area of page “{side.name}” that may "
                        f"be printed ({mm(layout.margin):.1f} mm from each edge)",
                        "move it or make it smaller",
                        frame.span,
                    )
                )
            for fold in side.folds[:-1]:
                near = layout.fold_distance
                if frame.rect.x < fold + near - 0.05 and frame.rect.right > fold - near + 0.05:
                    problems.append(
                        Diagnostic(
                            "frame-fold",
                            f"frame “{frame.name}” comes nearer than {mm(near):.1f} mm to the "
                            f"fold at {mm(fold):.1f} mm",
                            "move it or make it narrower",
                            frame.span,
                        )
                    )
            for other in side.frames[:i]:
                if frame.rect.overlaps(other.rect, 0.05):
                    problems.append(
                        Diagnostic(
                            "frame-overlap",
                            f"frame “{frame.name}” overlaps frame “{other.name}”",
                            "move one of them",
                            frame.span,
                        )
                    )
    return problems


def unknown_product(product: str, workspace: Workspace) -> Diagnostic:
    return Diagnostic(
        "unknown-product", f"no layout “{product}”", nearest(product, products(workspace))
    )
