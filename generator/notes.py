"""Notes for translators: the remarks that stand above strings in the source file.

A remark directly above a name belongs to what it names: to one string, or to every string
of a group. A blank line ends a remark that belongs to nothing, such as the head of a file.
"""

from __future__ import annotations

import re

_NAME = re.compile(r"^( *)([a-z][a-z0-9_]*):")
_REMARK = re.compile(r"^ *# ?(.*)$")


def read_notes(text: str) -> dict[str, str]:
    """The notes of a file by key: those of the string itself after those of its groups."""
    groups: list[tuple[int, str, str]] = []  # indentation, name, note
    notes: dict[str, str] = {}
    waiting: list[str] = []
    for line in text.splitlines():
        remark, name = _REMARK.match(line), _NAME.match(line)
        if remark:
            waiting.append(remark[1].strip())
        elif name:
            indent = len(name[1])
            groups = [g for g in groups if g[0] < indent]
            groups.append((indent, name[2], " ".join(waiting)))
            key = ".".join(g[1] for g in groups)
            note = "\n".join(g[2] for g in groups if g[2])
            if note:
                notes[key] = note
            waiting = []
        elif not line.strip():
            waiting = []
    return notes
