"""Typed values out of a mapping of nodes, with a diagnostic for each that is wrong.

A reader takes what it knows from a ``Fields`` and calls ``done()``: what is left is
an unknown field, reported with the nearest name that is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Sequence as Seq

from .diagnostics import Diagnostic, Span
from .geometry import POINTS_PER, parse_length
from .source import Mapping, Node, Scalar, Sequence

_TRUE, _FALSE = ("yes", "true"), ("no", "false")
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,9})?")
_MAX_UNKNOWN = 10  # fields of one thing: more of them say nothing new


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the known word nearest to ``word``, or all of a few."""
    names = sorted(set(known))
    import difflib  # of those who misspelt something

    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean “{close[0]}”?"
    if 0 < len(names) <= 24:
        return "known here: " + ", ".join(names)
    return ""


class Fields:
    """The fields of one mapping. ``what`` names the thing in messages."""

    def __init__(self, node: Node, what: str, problems: list[Diagnostic]):
        self.what = what
        self.problems = problems
        self.span: Span = node.span
        self._known: list[str] = []
        self._nodes: dict[str, Node] = {}
        self._keys: dict[str, Scalar] = {}
        self._mapping = isinstance(node, Mapping)
        if isinstance(node, Mapping):
            for entry in node.entries:
                self._nodes[entry.key.value] = entry.value
                self._keys[entry.key.value] = entry.key
        else:
            self.fault(
                node.span, "expects-fields", f"{what} must be named fields", "write “name: value”"
            )

    def fault(self, span: Span, code: str, message: str, hint: str) -> None:
        self.problems.append(Diagnostic(code, message, hint, span))

    def has(self, name: str) -> bool:
        return name in self._nodes

    def names(self) -> list[str]:
        return list(self._nodes)

    def key_span(self, name: str) -> Span:
        return self._keys[name].span if name in self._keys else self.span

    def node(self, name: str, required: bool = False) -> Node | None:
        self._known.append(name)
        node = self._nodes.get(name)
        if node is None and required:
            self.fault(
                self.span, "missing-field", f"{self.what} lacks “{name}”", f"add “{name}: ...”"
            )
        return node

    def scalar(self, name: str, required: bool = False) -> Scalar | None:
        node = self.node(name, required)
        if node is None or isinstance(node, Scalar):
            return node
        self.fault(
            node.span, "wrong-type", f"“{name}” of {self.what} must be one value", "write one value"
        )
        return None

    def text(self, name: str, default: str = "", required: bool = False) -> str:
        scalar = self.scalar(name, required)
        if scalar is None:
            return default
        if required and not scalar.value.strip():
            self.fault(
                scalar.span, "empty-field", f"“{name}” of {self.what} is empty", "fill it in"
            )
        return scalar.value

    def length(self, name: str, default: float = 0.0, required: bool = False) -> float:
        """A length in points, not less than nothing; a required one is more than nothing."""
        scalar = self.scalar(name, required)
        if scalar is None:
            return default
        value = self.as_length(scalar, name, default)
        if value < 0 or value == 0 and required:
            what = "more than 0" if required else "0 or more"
            message = f"“{name}” of {self.what} must be {what}"
            self.fault(scalar.span, "not-a-length", message, "for instance 2 mm")
            return default
        return value

    def as_length(self, node: Node, name: str, default: float = 0.0) -> float:
        value = parse_length(node.value) if isinstance(node, Scalar) else None
        if value is None:
            self.fault(
                node.span,
                "not-a-length",
                f"“{name}” of {self.what} must be a length",
                "write a number and a unit (" + ", ".join(POINTS_PER) + "), for instance 12 mm",
            )
            return default
        return value

    def lengths(self, name: str, count: int, required: bool = False) -> tuple[float, ...] | None:
        """A list of exactly ``count`` lengths in points."""
        node = self.node(name, required)
        if node is None:
            return None
        if not isinstance(node, Sequence) or len(node.items) != count:
            self.fault(
                node.span,
                "wrong-type",
                f"“{name}” of {self.what} must be a list of {count} lengths",
                "for instance [" + ", ".join(["8 mm"] * count) + "]",
            )
            return None
        return tuple(self.as_length(item, name) for item in node.items)

    def number(
        self, name: str, default: float, low: float, high: float, required: bool = False
    ) -> float:
        scalar = self.scalar(name, required)
        if scalar is None:
            return default
        if not _NUMBER.fullmatch(scalar.value) or not low <= float(scalar.value) <= high:
            self.fault(
                scalar.span,
                "not-a-number",
                f"“{name}” of {self.what} must be a number from {low:g} to {high:g}",
                "write the number without a unit",
            )
            return default
        return float(scalar.value)

    def whole(self, name: str, default: int, low: int, high: int, required: bool = False) -> int:
        """A number without a fraction."""
        value = self.number(name, default, low, high, required)
        if value != int(value):
            message = f"“{name}” of {self.what} must be a whole number"
            self.fault(self._nodes[name].span, "not-a-number", message, "leave out the fraction")
        return int(value)

    def flag(self, name: str, default: bool = False) -> bool:
        scalar = self.scalar(name)
        if scalar is None:
            return default
        if scalar.value.lower() not in _TRUE + _FALSE:
            self.fault(
                scalar.span,
                "not-yes-or-no",
                f"“{name}” of {self.what} must be yes or no",
                "write yes or no",
            )
        return scalar.value.lower() in _TRUE

    def choice(self, name: str, known: Iterable[str], default: str, required: bool = False) -> str:
        scalar = self.scalar(name, required)
        if scalar is None:
            return default
        options = list(known)
        if scalar.value not in options:
            self.fault(
                scalar.span,
                "unknown-name",
                f"“{name}” of {self.what} cannot be “{scalar.value}”",
                nearest(scalar.value, options),
            )
            return default
        return scalar.value

    def words(self, name: str, required: bool = False) -> tuple[Scalar, ...]:
        """A list of values."""
        node = self.node(name, required)
        return () if node is None else self.as_words(node, name)

    def as_words(self, node: Node, name: str) -> tuple[Scalar, ...]:
        if isinstance(node, Sequence) and all(isinstance(i, Scalar) for i in node.items):
            return tuple(i for i in node.items if isinstance(i, Scalar))
        self.fault(
            node.span,
            "wrong-type",
            f"“{name}” of {self.what} must be a list of values",
            "for instance [one, two]",
        )
        return ()

    def nodes(self, name: str, required: bool = False) -> tuple[Node, ...]:
        node = self.node(name, required)
        if node is None:
            return ()
        if isinstance(node, Sequence):
            return node.items
        self.fault(
            node.span,
            "wrong-type",
            f"“{name}” of {self.what} must be a list",
            "begin lines with “- ”",
        )
        return ()

    def entries(self, name: str, required: bool = False) -> tuple[tuple[Scalar, Node], ...]:
        node = self.node(name, required)
        if node is None:
            return ()
        if isinstance(node, Mapping):
            return tuple((e.key, e.value) for e in node.entries)
        self.fault(
            node.span,
            "wrong-type",
            f"“{name}” of {self.what} must be named fields",
            "write “name: ...” lines below it, further in",
        )
        return ()

    def fields(self, name: str, what: str, required: bool = False) -> Fields | None:
        node = self.node(name, required)
        return None if node is None else Fields(node, what, self.problems)

    def only_one_of(self, names: Seq[str]) -> str | None:
        """Which of ``names`` is given; none or several is a fault."""
        given = [n for n in names if n in self._nodes]
        self._known += given
        if len(given) == 1:
            return given[0]
        if not self._mapping:
            return None
        said = " and ".join(f"“{n}”" for n in given) if given else "none of them"
        self.fault(
            self.key_span(given[1]) if given else self.span,
            "one-of",
            f"{self.what} must be exactly one of " + ", ".join(names) + f"; it has {said}",
            nearest(self.names()[0], names) if not given and self.names() else "keep one",
        )
        return given[0] if given else None

    def done(self) -> None:
        """Reports the fields that nobody asked for."""
        unknown = [key for name, key in self._keys.items() if name not in self._known]
        for key in unknown[:_MAX_UNKNOWN]:
            self.fault(
                key.span,
                "unknown-field",
                f"{self.what} has no field “{key.value}”",
                nearest(key.value, self._known),
            )
