"""Themes: colours named once with RGB and CMYK, and the styles of type."""

from __future__ import annotations

import re

from .diagnostics import Diagnostic, Span
from .fields import Fields, nearest
from .geometry import parse_length
from .page import Colour
from .records import dataclass
from .source import Mapping, Node, Scalar, Sequence, read_yaml
from .workspace import Workspace

RUNNING = ("reading", "note")
ROLES = ("title", "number", *RUNNING)
_RGB = re.compile(r"^#[0-9a-fA-F]{6}$")
_LEADING = 0.9, 3.0  # times the size
_DEEPEST = 6  # levels of headings that tags have names for
_MAX_INK = 300  # percent in all: the most that coated offset paper takes (FOGRA39 practice)


@dataclass(frozen=True)
class Style:
    """How a piece of text is set. Sizes in points, ``widths`` in percent, narrowest first.

    ``leading`` is a factor of the size, or points where ``fixed_leading`` is set.
    ``role`` says which floors hold. ``read_from`` is a distance in metres, 0 for none.
    ``before`` is the space above, from the last baseline to the top of the capitals;
    ``after`` is the least such space below. The larger of two that meet holds.
    ``hyphenate``: words may be divided where the language has a dictionary.
    ``capitals``: set in capitals, as the language writes them.
    ``heading``: 1 to 6 for a heading of that level, 0 for none, None where nothing is said."""

    name: str
    family: str
    size: float
    smallest: float
    leading: float
    fixed_leading: bool
    weight: int
    bold: int
    colour: Colour
    role: str
    narrowest: int
    before: float
    after: float
    read_from: float
    balance: bool
    tabular: bool
    grid: bool
    hyphenate: bool
    capitals: bool
    heading: int | None
    span: Span

    def leading_at(self, size: float, least: tuple[float, float] = (0.0, 0.0)) -> float:
        """The distance of baselines; ``least`` is the language's for running and other text,
        as a factor of the size."""
        floor = least[0 if self.role in RUNNING else 1] * size
        return max(floor, self.leading if self.fixed_leading else self.leading * size)


@dataclass(frozen=True)
class Theme:
    """Colours by name, the font family, the styles node that layouts build upon, and the
    name of the printing condition that the colours' inks are meant for."""

    name: str
    family: str
    colours: dict[str, Colour]
    styles: Mapping | None
    profile: str


def theme_file(name: str) -> str:
    return f"layouts/themes/{name}.yaml"


def read_theme(
    workspace: Workspace, name: str, asked: Span | None
) -> tuple[Theme | None, list[Diagnostic]]:
    file = theme_file(name)
    node, problems = read_yaml(workspace.read_bytes(file, 1_000_000, asked), file)
    if node is None:
        return None, problems
    top = Fields(node, "the theme", problems)
    top.text("about")
    colours = {
        key.value: _colour(key, value, problems)
        for key, value in top.entries("colours", required=True)
    }
    family = top.text("family", required=True)
    styles = top.node("styles")
    profile = top.text("profile", "fogra39")
    top.done()
    known = styles if isinstance(styles, Mapping) else None
    return Theme(name, family, colours, known, profile), problems


def _colour(key: Scalar, node: Node, problems: list[Diagnostic]) -> Colour:
    fields = Fields(node, f"colour “{key.value}”", problems)
    rgb = fields.scalar("rgb", required=True)
    red = green = blue = 0
    if rgb is not None and _RGB.match(rgb.value):
        red, green, blue = (int(rgb.value[i : i + 2], 16) for i in (1, 3, 5))
    elif rgb is not None:
        fields.fault(
            rgb.span,
            "colour",
            f"“{rgb.value}” is not an RGB colour",
            'write it as "#0B4F54", in quotes',
        )
    ink = fields.node("cmyk", required=True)
    parts: list[int] = []
    if isinstance(ink, Sequence):
        parts = [
            int(i.value)
            for i in ink.items
            if isinstance(i, Scalar)
            and re.fullmatch(r"[0-9]{1,3}", i.value)
            and int(i.value) <= 100
        ]
    if ink is not None and (len(parts) != 4 or sum(parts) > _MAX_INK):
        fields.fault(
            ink.span,
            "colour",
            f"“cmyk” of colour “{key.value}” must be four percentages of at most {_MAX_INK} in all",
            "for instance [90, 30, 40, 35]",
        )
        parts = [0, 0, 0, 100]
    fields.done()
    c, m, y, k = parts if len(parts) == 4 else (0, 0, 0, 100)
    return Colour(key.value, (red, green, blue), (c, m, y, k))


def read_styles(node: Node | None, theme: Theme, problems: list[Diagnostic]) -> dict[str, Style]:
    """The styles of a layout, which already stand upon those of its theme."""
    if not isinstance(node, Mapping):
        return {}
    return {e.key.value: _style(e.key, e.value, theme, problems) for e in node.entries}


def _style(key: Scalar, node: Node, theme: Theme, problems: list[Diagnostic]) -> Style:
    fields = Fields(node, f"style “{key.value}”", problems)
    size = fields.length("size", 10.0, required=True)
    smallest = fields.length("min", size) or size
    if smallest > size:
        fields.fault(
            fields.key_span("min"), "style-size", "“min” is larger than “size”", "make it smaller"
        )
    leading, fixed = _leading(fields, size)
    style = Style(
        key.value,
        fields.text("family", theme.family),
        size,
        smallest,
        leading,
        fixed,
        fields.whole("weight", 400, 1, 1000),
        fields.whole("bold", 700, 1, 1000),
        named_colour(fields, "colour", theme, required=True)
        or Colour("", (0, 0, 0), (0, 0, 0, 100)),
        fields.choice("role", ROLES, "reading", required=True),
        fields.whole("narrowest", 90, 50, 100),
        fields.length("before", 0.0),
        fields.length("after", 0.0),
        metres(fields, "read_from"),
        fields.flag("balance"),
        fields.flag("tabular"),
        fields.flag("grid"),
        fields.flag("hyphenate"),
        fields.flag("capitals"),
        heading_of(fields),
        key.span,
    )
    fields.done()
    return style


def heading_of(fields: Fields) -> int | None:
    """The level of a heading that a style or a block says it is: 1 to 6, 0 for none."""
    return fields.whole("heading", 0, 0, _DEEPEST) if fields.has("heading") else None


def _leading(fields: Fields, size: float) -> tuple[float, bool]:
    """A factor of the size, or a length that stays whatever the size."""
    scalar = fields.scalar("leading", required=True)
    if scalar is not None:
        length = parse_length(scalar.value)
        if length is not None and not _LEADING[0] * size <= length <= _LEADING[1] * size:
            fields.fault(
                scalar.span,
                "leading",
                f"lines {scalar.value} apart do not go with type of {size:g} pt",
                "write a factor of the size, for instance 1.3, or a length between "
                f"{_LEADING[0]:g} and {_LEADING[1]:g} times the size",
            )
        if length is not None:
            return length, True
    return fields.number("leading", 1.35, *_LEADING), False


def metres(fields: Fields, name: str) -> float:
    """A reading or scanning distance, in metres."""
    scalar = fields.scalar(name)
    if scalar is None:
        return 0.0
    match = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,3})?)\s*m", scalar.value)
    if not match:
        fields.fault(
            scalar.span,
            "not-a-distance",
            f"“{name}” of {fields.what} must be a distance in metres",
            "for instance 1.5 m",
        )
        return 0.0
    return float(match[1])


def named_colour(fields: Fields, name: str, theme: Theme, required: bool = False) -> Colour | None:
    """A colour of the theme, by its name."""
    scalar = fields.scalar(name, required)
    if scalar is None:
        return None
    if scalar.value not in theme.colours:
        fields.fault(
            scalar.span,
            "unknown-name",
            f"the theme has no colour “{scalar.value}”",
            nearest(scalar.value, theme.colours),
        )
        return None
    return theme.colours[scalar.value]
