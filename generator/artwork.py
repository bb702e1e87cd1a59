"""Drawings and pictures of a workspace, each file read once."""

from __future__ import annotations

import os

from .diagnostics import Diagnostic, Failed, Span
from .pictures import MAX_BYTES, Raster, read_picture
from .svg import Drawing, read_svg
from .workspace import Workspace

_SVG_BYTES = 100_000
_MOST_KEPT = 256  # drawings: all pictograms of some workspaces

# What a file is known by that has not changed: its device, number, size and time of change.
_Signature = tuple[int, int, int, int]
_read_before: dict[tuple[str, str], tuple[_Signature, Drawing]] = {}


class Artwork:
    """Reads SVG drawings, PNG and JPEG pictures by their path in the workspace."""

    def __init__(self, workspace: Workspace):
        self._workspace = workspace
        self._known: dict[str, Drawing | Raster | None] = {}

    def get(self, file: str, asked: Span) -> tuple[Drawing | Raster | None, list[Diagnostic]]:
        """What ``file`` holds; what is wrong with it is said at the first call only."""
        if file in self._known:
            return self._known[file], []
        found: Drawing | Raster | None = None
        try:
            if file.lower().endswith(".svg"):
                found, problems = self._drawing(file, asked)
            else:
                data = self._workspace.read_bytes(file, MAX_BYTES, asked)
                found, problems = read_picture(data, file)
        except Failed as failed:
            problems = failed.diagnostics
        self._known[file] = found
        return found, problems

    def _drawing(self, file: str, asked: Span) -> tuple[Drawing | None, list[Diagnostic]]:
        """A drawing; one that was right is not read again as long as its file is the same."""
        key = (str(self._workspace.root), file)
        known = _read_before.get(key)
        if known is not None and _signature(key) == known[0]:
            return known[1], []
        data = self._workspace.read_bytes(file, _SVG_BYTES, asked)
        signature = _signature(key)
        found, problems = read_svg(data, file)
        if found is not None and signature is not None:
            if len(_read_before) >= _MOST_KEPT:
                _read_before.clear()
            _read_before[key] = signature, found
        return found, problems


def _signature(key: tuple[str, str]) -> _Signature | None:
    try:
        info = os.stat("/".join(key))
    except (OSError, ValueError):
        return None
    return info.st_dev, info.st_ino, info.st_size, info.st_mtime_ns
