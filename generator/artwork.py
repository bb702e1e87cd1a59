"""Drawings and pictures of a workspace, each file read once."""

from __future__ import annotations

from .diagnostics import Diagnostic, Failed, Span
from .pictures import MAX_BYTES, Raster, read_picture
from .svg import Drawing, read_svg
from .workspace import Workspace

_SVG_BYTES = 100_000


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
                # A run reads a drawing once, and takes it for many pieces.
                seen = self._workspace.seen.files.get(file)
                data = seen or self._workspace.read_bytes(file, _SVG_BYTES, asked)
                found, problems = read_svg(data, file)
            else:
                data = self._workspace.read_bytes(file, MAX_BYTES, asked)
                found, problems = read_picture(data, file)
        except Failed as failed:
            problems = failed.diagnostics
        self._known[file] = found
        return found, problems
