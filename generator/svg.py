"""Pictogram files to path commands: a small, closed part of SVG 1.1.

Only ``svg``, ``title``, ``desc`` and ``path`` with plain attributes. Anything that could
reach elsewhere (entities, references, images, styles, scripts) is refused.
"""

from __future__ import annotations

import functools
import math
import re
from xml.parsers import expat

from .diagnostics import Diagnostic, Span
from .page import Command
from .records import dataclass

_LIMIT = 100_000
_MAX_COMMANDS = 20_000
_MAX_FAULTS = 10  # of one drawing: more of them say nothing new
_LEAST = 1e-6  # units: less is nothing
_ROOT = {"xmlns", "viewBox", "width", "height", "role"}
_PATH = {"d", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"}
_TOKEN = re.compile(
    r"[MmLlHhVvCcSsQqTtAaZz]|[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[\s,]+"
)
_COUNT = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


@dataclass(frozen=True)
class Shape:
    """One path: absolute M, L, C and Z commands in the units of the drawing."""

    commands: tuple[Command, ...]
    filled: bool
    stroked: bool
    stroke_width: float
    round_ends: bool


@dataclass(frozen=True)
class Drawing:
    """A drawing, ``width`` by ``height`` units."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


class _Stop(Exception):
    """Ends the parser at the first construct that must not be read further."""


def read_svg(data: bytes, name: str) -> tuple[Drawing | None, list[Diagnostic]]:
    """The drawing of a file, or None with everything that is wrong."""
    if len(data) > _LIMIT:
        return None, [
            Diagnostic(
                "svg", "the drawing is larger than 100 kB", "make it simpler", Span(name, 1, 1)
            )
        ]
    drawing, problems = _read(data, name)
    return drawing, [*problems]


@functools.lru_cache(maxsize=256)
def _read(data: bytes, name: str) -> tuple[Drawing | None, tuple[Diagnostic, ...]]:
    """The same bytes are the same drawing: pictograms come again in every piece."""
    reader = _Reader(data, name)
    drawing = reader.read()
    return (None if reader.problems else drawing), tuple(reader.problems)


class _Reader:
    def __init__(self, data: bytes, name: str):
        self._data = data
        self._name = name
        self._lines = data.decode("utf-8", "replace").split("\n")
        self._shapes: list[Shape] = []
        self._width = self._height = 0.0
        self._depth = 0
        self.problems: list[Diagnostic] = []
        # The parser reads UTF-8 whatever the file says of itself, and no outside entity.
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.ProcessingInstructionHandler = self._instruction

    def _fault(self, message: str, hint: str, word: str = "") -> None:
        """A fault of the element that is being read, at ``word`` in it if it stands there."""
        at = max(0, self._parser.CurrentByteIndex)
        end = self._data.find(b">", at)
        found = self._data.find(word.encode(), at, end if end >= 0 else None) if word else -1
        if found < 0 and word:
            found = self._data.rfind(word.encode(), 0, at)
        found += len(word) - len(word.lstrip()) if found >= 0 else 0
        at, length = (found, len(word.lstrip())) if found >= 0 else (at, 1)
        start = self._data.rfind(b"\n", 0, at) + 1
        line = self._data.count(b"\n", 0, at)
        column = len(self._data[start:at].decode("utf-8", "replace")) + 1
        span = Span(self._name, line + 1, column, length, self._lines[line].rstrip("\r"))
        if len(self.problems) < _MAX_FAULTS:
            self.problems.append(Diagnostic("svg", message, hint, span))

    def read(self) -> Drawing | None:
        try:
            self._parser.Parse(self._data, True)
        except _Stop:
            return None
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code)
            self._fault(f"this is not valid SVG: {said}", "export it again as plain SVG, in UTF-8")
            return None
        if not self._shapes and not self.problems:
            self._fault("the drawing has no paths", "draw it with path elements")
        return Drawing(self._width, self._height, tuple(self._shapes))

    def _doctype(self, *_: object) -> None:
        self._fault("a DOCTYPE is not read", "remove it", "<!DOCTYPE")
        raise _Stop

    def _instruction(self, target: str, _: str) -> None:
        self._fault(f"“<?{target}?>” is not read", "remove it")

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            self._root(element, attributes)
        elif element == "path" and self._depth == 2:
            self._path(attributes)
        elif element not in ("title", "desc"):
            self._fault(
                f"“<{element}>” is not allowed", "draw with <path> elements alone, not grouped"
            )
            raise _Stop

    def _unknown(self, attributes: dict[str, str], known: set[str]) -> None:
        for attribute in attributes:
            if attribute not in known:
                self._fault(f"the attribute “{attribute}” is not allowed", "remove it", attribute)

    def _root(self, element: str, attributes: dict[str, str]) -> None:
        if element != "svg":
            self._fault("this is not an SVG drawing", "the first element must be <svg>")
            raise _Stop
        self._unknown(attributes, _ROOT)
        box = re.fullmatch(
            r"0 0 ([0-9]{1,5}(?:\.[0-9]{1,6})?) ([0-9]{1,5}(?:\.[0-9]{1,6})?)",
            attributes.get("viewBox", ""),
        )
        if not box or not all(1 <= float(v) <= 10_000 for v in box.groups()):
            self._fault(
                "“viewBox” must begin at 0 0 and say how large the drawing is",
                'for instance viewBox="0 0 48 48"',
                "viewBox" if "viewBox" in attributes else "",
            )
            raise _Stop
        self._width, self._height = float(box[1]), float(box[2])

    def _path(self, attributes: dict[str, str]) -> None:
        self._unknown(attributes, _PATH)
        paints = {}
        for name in ("fill", "stroke"):
            paints[name] = attributes.get(name, "none")
            if paints[name] not in ("none", "currentColor"):
                self._fault(
                    f"“{name}” must be none or currentColor",
                    "the layout gives the colour",
                    f'{name}="{paints[name]}"',
                )
        width = attributes.get("stroke-width", "1")
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,4})?", width):
            word = f'stroke-width="{width}"'
            self._fault("“stroke-width” must be a number", "write it without a unit", word)
            width = "1"
        try:
            commands = path_commands(attributes.get("d", ""))
        except ValueError as error:
            self._fault(f"a path cannot be read: {error}", "export it again as plain SVG", ' d="')
            return
        self._within(commands)
        self._shapes.append(
            Shape(
                commands,
                paints["fill"] == "currentColor",
                paints["stroke"] == "currentColor",
                float(width),
                attributes.get("stroke-linecap") == "round",
            )
        )

    def _within(self, commands: tuple[Command, ...]) -> None:
        """A drawing that leaves its box would cover what stands beside it."""
        if not commands:
            self._fault("a path draws nothing", "remove it", ' d="')
        for command in commands:
            x, y = (float(v) for v in command[-2:]) if len(command) > 2 else (0.0, 0.0)
            over = max(-x, x - self._width, -y, y - self._height)
            if over > 0.02 * max(self._width, self._height):
                message = f"a path leaves the drawing at {x:g} {y:g}"
                self._fault(message, "keep all of it inside “viewBox”", ' d="')
                return


def _tokens(d: str) -> list[str]:
    """Commands and numbers, the flags of arcs (which may stand unspaced) one by one."""
    found: list[str] = []
    at, command, count = 0, "", 0
    while at < len(d):
        flag = command in ("A", "a") and count % 7 in (3, 4)
        match = re.compile(r"[01]|[\s,]+").match(d, at) if flag else _TOKEN.match(d, at)
        if not match:
            raise ValueError(f"“{d[at : at + 12]}” is no command or number")
        at = match.end()
        token = match[0]
        if token[0] in " \t\r\n,":
            continue
        if token.isalpha():
            command, count = token, 0
        else:
            count += 1
        found.append(token)
    return found


def path_commands(d: str) -> tuple[Command, ...]:
    """SVG path data as absolute M, L, C and Z (SVG 1.1, 8.3)."""
    pen = _Pen()
    tokens = _tokens(d)
    at = 0
    command = ""
    while at < len(tokens):
        if tokens[at].isalpha():
            command = tokens[at]
            at += 1
            if command in "Zz":
                pen.close()
                continue
        elif command in ("", "Z", "z"):
            raise ValueError(f"a number stands where a command must: {tokens[at]}")
        count = _COUNT[command.upper()]
        words = tokens[at : at + count]
        if len(words) < count or any(w.isalpha() for w in words):
            raise ValueError(f"“{command}” needs {count} numbers")
        values = [float(w) for w in words]
        if any(not math.isfinite(v) or abs(v) > 1e5 for v in values):
            raise ValueError("a number is too large")
        at += count
        pen.draw(command, values)
        if len(pen.commands) > _MAX_COMMANDS:
            raise ValueError("too many commands")
        if command in "Mm":
            command = "L" if command == "M" else "l"
    if pen.commands and pen.commands[0][0] != "M":
        raise ValueError("a path must begin with M")
    return tuple(pen.commands)


class _Pen:
    """Follows path commands and writes them down in absolute form."""

    def __init__(self) -> None:
        self.commands: list[Command] = []
        self._x = self._y = self._start_x = self._start_y = 0.0
        self._control: tuple[str, float, float] = ("", 0.0, 0.0)

    def close(self) -> None:
        self.commands.append(("Z",))
        self._x, self._y = self._start_x, self._start_y
        self._control = ("", 0.0, 0.0)

    def _line(self, letter: str, x: float, y: float) -> None:
        self.commands.append((letter, x, y))
        self._x, self._y = x, y

    def _curve(self, x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> None:
        self.commands.append(("C", x1, y1, x2, y2, x, y))
        self._x, self._y = x, y

    def _reflected(self, kind: str) -> tuple[float, float]:
        if self._control[0] != kind:
            return self._x, self._y
        return 2 * self._x - self._control[1], 2 * self._y - self._control[2]

    def draw(self, command: str, v: list[float]) -> None:
        letter = command.upper()
        if command.islower():
            v = self._absolute(letter, v)
        control = ("", 0.0, 0.0)
        if letter == "M":
            self._line("M", v[0], v[1])
            self._start_x, self._start_y = v[0], v[1]
        elif letter == "L":
            self._line("L", v[0], v[1])
        elif letter == "H":
            self._line("L", v[0], self._y)
        elif letter == "V":
            self._line("L", self._x, v[0])
        elif letter in "CS":
            first = (v[0], v[1]) if letter == "C" else self._reflected("C")
            rest = v[-4:]
            control = ("C", rest[0], rest[1])
            self._curve(*first, rest[0], rest[1], rest[2], rest[3])
        elif letter in "QT":
            qx, qy = (v[0], v[1]) if letter == "Q" else self._reflected("Q")
            x, y = v[-2:]
            control = ("Q", qx, qy)
            self._quadratic(qx, qy, x, y)
        else:
            self._arc(v)
        self._control = control

    def _absolute(self, letter: str, v: list[float]) -> list[float]:
        if letter == "H":
            return [v[0] + self._x]
        if letter == "V":
            return [v[0] + self._y]
        if letter == "A":
            return [*v[:5], v[5] + self._x, v[6] + self._y]
        return [n + (self._y if i % 2 else self._x) for i, n in enumerate(v)]

    def _quadratic(self, qx: float, qy: float, x: float, y: float) -> None:
        x0, y0 = self._x, self._y
        self._curve(
            x0 + 2 / 3 * (qx - x0),
            y0 + 2 / 3 * (qy - y0),
            x + 2 / 3 * (qx - x),
            y + 2 / 3 * (qy - y),
            x,
            y,
        )

    def _arc(self, v: list[float]) -> None:
        """An elliptical arc as curves of at most a quarter turn (SVG 1.1, F.6.5)."""
        rx, ry, turn, large, sweep, x, y = abs(v[0]), abs(v[1]), math.radians(v[2]), *v[3:]
        x0, y0 = self._x, self._y
        if min(rx, ry) < _LEAST or math.hypot(x - x0, y - y0) < _LEAST:
            self._line("L", x, y)
            return
        cos, sin = math.cos(turn), math.sin(turn)
        dx, dy = (x0 - x) / 2, (y0 - y) / 2
        px, py = cos * dx + sin * dy, -sin * dx + cos * dy
        grow = math.sqrt((px / rx) ** 2 + (py / ry) ** 2)
        if grow > 1:
            rx, ry = rx * grow, ry * grow
        low = (rx * py) ** 2 + (ry * px) ** 2
        root = math.sqrt(max(0.0, ((rx * ry) ** 2 - low) / low))
        root = -root if large == sweep else root
        cx1, cy1 = root * rx * py / ry, -root * ry * px / rx
        cx = cos * cx1 - sin * cy1 + (x0 + x) / 2
        cy = sin * cx1 + cos * cy1 + (y0 + y) / 2
        begin = math.atan2((py - cy1) / ry, (px - cx1) / rx)
        sweep_angle = math.atan2((-py - cy1) / ry, (-px - cx1) / rx) - begin
        if sweep and sweep_angle < 0:
            sweep_angle += 2 * math.pi
        elif not sweep and sweep_angle > 0:
            sweep_angle -= 2 * math.pi
        parts = max(1, math.ceil(abs(sweep_angle) / (math.pi / 2) - 1e-9))
        step = sweep_angle / parts
        reach = 4 / 3 * math.tan(step / 4)

        def point(a: float, along: float) -> tuple[float, float]:
            ux = rx * (math.cos(a) - along * math.sin(a))
            uy = ry * (math.sin(a) + along * math.cos(a))
            return cx + cos * ux - sin * uy, cy + sin * ux + cos * uy

        for i in range(parts):
            a, b = begin + i * step, begin + (i + 1) * step
            end = (x, y) if i == parts - 1 else point(b, 0.0)
            self._curve(*point(a, reach), *point(b, -reach), *end)
