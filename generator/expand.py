"""Layout files before they are read: what they extend, the parts they use, their values.

All of it happens on nodes, so every later message still points at the line that the
author wrote. There are no loops and no conditions, by design.
"""

from __future__ import annotations

import re

from .diagnostics import Diagnostic, Span, has_errors
from .fields import nearest
from .source import Entry, Mapping, Node, Scalar, Sequence, read_yaml
from .workspace import Workspace

_LIMIT = 1_000_000
_MAX_CHAIN = 8
_MAX_DEPTH = 40
_MAX_NODES = 50_000
_MAX_TEXT = 1_000  # characters of one value after what stands for it is put in
_LENGTH = re.compile(r"^([+-]?\d+(?:\.\d+)?)(\s*)(pt|px|mm|cm|in)$")
_PIXELS = re.compile(r"^([\d. x+-]*\d)\s*px$")
_VALUE = re.compile(r"\$([a-z][a-z0-9_]*)|\$\{([a-z][a-z0-9_]*)\}")


def layout_file(name: str) -> str:
    return f"layouts/{name}.yaml"


def expanded_layout(
    workspace: Workspace, name: str
) -> tuple[Mapping | None, list[Diagnostic], tuple[str, ...]]:
    """A layout with everything it extends and uses written out, and the files read."""
    chain: list[Mapping] = []
    files: list[str] = []
    problems: list[Diagnostic] = []
    current, asked = name, None
    while True:
        file = layout_file(current)
        if file in files or len(files) >= _MAX_CHAIN:
            problems.append(
                Diagnostic(
                    "extends",
                    f"layout “{current}” extends itself, or the chain is too long",
                    "break the circle: one of these layouts must stand alone",
                    asked,
                )
            )
            return None, problems, tuple(files)
        node, found = read_yaml(workspace.read_bytes(file, _LIMIT, asked), file)
        problems += found
        files.append(file)
        if node is None:
            return None, problems, tuple(files)
        chain.append(node)
        parent = node.get("extends")
        if parent is None:
            break
        if not isinstance(parent, Scalar) or not re.fullmatch(r"_?[a-z0-9-]+", parent.value):
            problems.append(
                Diagnostic(
                    "extends",
                    "“extends” must be the name of a layout",
                    "write the name of a file in layouts/, without folder and ending",
                    parent.span,
                )
            )
            return None, problems, tuple(files)
        current, asked = parent.value, parent.span
    merged = chain.pop()
    while chain:
        child = chain.pop()
        merged = _merged(_scaled(merged, _factor(child, problems)), child)
    result = _written_out(merged, problems)
    return result, problems, tuple(files)


def _factor(node: Mapping, problems: list[Diagnostic]) -> float:
    scale = node.get("scale")
    if scale is None:
        return 1.0
    if isinstance(scale, Scalar) and re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,6})?", scale.value):
        return float(scale.value)
    problems.append(
        Diagnostic("not-a-number", "“scale” must be a number", "for instance 1.414", scale.span)
    )
    return 1.0


def _scaled(node: Node, factor: float) -> Node:
    """Every length times ``factor``. Distances are in metres and stay as they are."""
    if factor == 1.0:
        return node
    if isinstance(node, Scalar):
        match = _LENGTH.match(node.value)
        if not match:
            return node
        return Scalar(f"{float(match[1]) * factor:.4f} {match[3]}", node.span, node.quoted)
    if isinstance(node, Sequence):
        return Sequence(tuple(_scaled(i, factor) for i in node.items), node.span)
    return Mapping(tuple(Entry(e.key, _scaled(e.value, factor)) for e in node.entries), node.span)


def _merged(base: Node, over: Node) -> Mapping:
    """``over`` upon ``base``: fields join by name, all else is replaced. A field that is
    set to ``none`` is taken out."""
    assert isinstance(base, Mapping) and isinstance(over, Mapping)
    own = {e.key.value: e for e in over.entries if e.key.value not in ("extends", "scale")}
    entries: list[Entry] = []
    for entry in base.entries:
        if entry.key.value in ("extends", "scale"):
            continue
        mine = own.pop(entry.key.value, None)
        if mine is None:
            entries.append(entry)
        elif isinstance(entry.value, Mapping) and isinstance(mine.value, Mapping):
            entries.append(Entry(mine.key, _merged(entry.value, mine.value)))
        elif not (isinstance(mine.value, Scalar) and mine.value.value == "none"):
            entries.append(mine)
    return Mapping((*entries, *own.values()), over.span)


def scaled(node: Mapping, factor: float) -> Mapping:
    """A whole layout with every length times ``factor``; named sizes stay as they are."""
    result = _scaled(node, factor)
    assert isinstance(result, Mapping)
    return result


def in_points(node: Mapping) -> Mapping:
    """The layout of a screen, whose pixels (px) are the points of its page."""

    def changed(node: Node) -> Node:
        if isinstance(node, Scalar):
            return Scalar(_PIXELS.sub(r"\1 pt", node.value), node.span, node.quoted)
        if isinstance(node, Sequence):
            return Sequence(tuple(changed(i) for i in node.items), node.span)
        return Mapping(tuple(Entry(e.key, changed(e.value)) for e in node.entries), node.span)

    result = changed(node)
    assert isinstance(result, Mapping)
    return result


def merged(base: Mapping, over: Mapping) -> Mapping:
    """The same joining, for the styles of a theme beneath those of a layout."""
    return _merged(base, over)


def _written_out(node: Mapping, problems: list[Diagnostic]) -> Mapping | None:
    """Without ``parts`` and ``values``: each use replaced by what it stands for."""
    parts_node, values_node = node.get("parts"), node.get("values")
    parts = (
        {e.key.value: e.value for e in parts_node.entries}
        if isinstance(parts_node, Mapping)
        else {}
    )
    values: dict[str, Node] = (
        {e.key.value: e.value for e in values_node.entries}
        if isinstance(values_node, Mapping)
        else {}
    )
    for name, wrong in (("parts", parts_node), ("values", values_node)):
        if wrong is not None and not isinstance(wrong, Mapping):
            problems.append(
                Diagnostic(
                    "wrong-type",
                    f"“{name}” must be named fields",
                    "write “name: ...” lines below it, further in",
                    wrong.span,
                )
            )
    rest = Mapping(
        tuple(e for e in node.entries if e.key.value not in ("parts", "values")), node.span
    )
    if has_errors(problems):
        return None
    expander = _Expander(parts, problems)
    result = expander.expand(rest, values, 0)
    return result if isinstance(result, Mapping) else None


class _Expander:
    def __init__(self, parts: dict[str, Node], problems: list[Diagnostic]):
        self._parts = parts
        self._problems = problems
        self._nodes = 0
        self._ended = False

    def _fault(self, span: Span, code: str, message: str, hint: str) -> None:
        self._problems.append(Diagnostic(code, message, hint, span))

    def expand(self, node: Node, values: dict[str, Node], depth: int) -> Node:
        self._nodes += 1
        if depth > _MAX_DEPTH or self._nodes > _MAX_NODES:
            return self._stopped(node)
        if isinstance(node, Scalar):
            grown = self._substituted(node, values)
            self._nodes += 0 if isinstance(grown, Scalar) else _size(grown, _MAX_NODES)
            return self._stopped(node) if self._nodes > _MAX_NODES else grown
        if isinstance(node, Sequence):
            items: list[Node] = []
            for item in node.items:
                grown = self.expand(item, values, depth + 1)
                spliced = isinstance(grown, Sequence) and not isinstance(item, Sequence)
                items.extend(grown.items if spliced else (grown,))  # type: ignore[union-attr]
            return Sequence(tuple(items), node.span)
        use = node.get("use")
        if use is not None:
            return self._used(node, use, values, depth)
        return Mapping(
            tuple(Entry(e.key, self.expand(e.value, values, depth + 1)) for e in node.entries),
            node.span,
        )

    def _stopped(self, node: Node) -> Scalar:
        """Ends the writing out; says so once."""
        if not self._ended:
            self._ended = True
            self._nodes = _MAX_NODES + 1
            self._fault(
                node.span,
                "too-deep",
                "parts use one another too deep or too often",
                "a part may not use itself; let parts hold less",
            )
        return Scalar("", node.span, False)

    def _used(self, node: Mapping, use: Node, values: dict[str, Node], depth: int) -> Node:
        name = use.value if isinstance(use, Scalar) else ""
        if name not in self._parts:
            self._fault(use.span, "unknown-name", f"no part “{name}”", nearest(name, self._parts))
            return Sequence((), node.span)
        given = {
            e.key.value: self.expand(e.value, values, depth + 1)
            for e in node.entries
            if e.key.value != "use"
        }
        return self.expand(self._parts[name], {**values, **given}, depth + 1)

    def _substituted(self, node: Scalar, values: dict[str, Node]) -> Node:
        whole = _VALUE.fullmatch(node.value)
        if whole and (whole[1] or whole[2]) in values:
            return values[whole[1] or whole[2]]

        def value(match: re.Match[str]) -> str:
            found = values.get(match[1] or match[2])
            if isinstance(found, Scalar):
                return found.value
            self._fault(
                node.span,
                "unknown-name",
                f"no value “{match[1] or match[2]}” to put here",
                nearest(match[1] or match[2], values),
            )
            return match[0]

        if "$" not in node.value:
            return node
        text = _VALUE.sub(value, node.value)
        return (
            self._stopped(node) if len(text) > _MAX_TEXT else Scalar(text, node.span, node.quoted)
        )


def _size(node: Node, limit: int) -> int:
    """How many nodes hang below one, counted up to a limit: shared ones count each time."""
    count, waiting = 0, [node]
    while waiting and count <= limit:
        found = waiting.pop()
        count += 1
        if isinstance(found, Sequence):
            waiting += found.items[:limit]
        elif isinstance(found, Mapping):
            waiting += [e.value for e in found.entries[:limit]]
    return count
