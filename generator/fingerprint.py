"""A hash of plain values: equal values have equal hashes, in any process, on any day.

Values are written as JSON. Places in files (``Span``) are left out and hashed apart: a
remark above a string moves its line and changes no page.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import hashlib
import json
import os
import platform
import sys
import zlib
from pathlib import Path

from .diagnostics import Span
from .records import dataclass, names_of

_LIBRARIES = (  # whatever a page or a verdict can depend on
    "uharfbuzz",
    "qrcode",
    "pillow",
    "pyphen",
    "pypdfium2",
    "zxing-cpp",
    "pikepdf",
    "pyyaml",
)


@dataclass(frozen=True)
class Fingerprint:
    """``value`` is the hash of what was said, ``places`` that of where it was said."""

    value: str
    places: str


class Fingerprints:
    """Takes fingerprints of values made of dataclasses, tuples, lists, dicts, sets of texts,
    bytes, texts, numbers and days; anything else is refused.

    A value of one of the ``shared`` kinds is met many times, and is hashed once."""

    def __init__(self, *shared: type):
        self._shared = shared
        # The value is kept beside its hashes, so that no other one takes its id.
        self._known: dict[int, tuple[object, Fingerprint]] = {}

    def of(self, value: object) -> Fingerprint:
        places: list[str] = []

        def plain(part: object) -> object:
            if isinstance(part, Span):
                place = f"{part.file}:{part.line}:{part.column}:{part.length}:{part.source}"
                places.append(place)
                return None
            kind: type = type(part)
            names = names_of(kind)
            if names is None:
                return _plain(part)
            if isinstance(part, self._shared) and part is not value:
                known = self._once(part)
                places.append(known.places)
                return known.value
            return {kind.__qualname__: {name: getattr(part, name) for name in names}}

        text = json.dumps(value, default=plain, check_circular=False)
        said = "\0".join(places).encode("utf-8", "surrogatepass")
        return Fingerprint(
            hashlib.sha256(text.encode()).hexdigest(), hashlib.sha256(said).hexdigest()
        )

    def _once(self, part: object) -> Fingerprint:
        if id(part) not in self._known:
            self._known[id(part)] = part, self.of(part)
        return self._known[id(part)][1]


def _plain(part: object) -> object:
    if isinstance(part, bytes):
        return hashlib.sha256(part).hexdigest()
    if isinstance(part, frozenset):
        return sorted(part)
    if isinstance(part, datetime.date):
        return part.isoformat()
    raise TypeError(f"{type(part).__name__} is no plain value")


@functools.cache
def code_version() -> str:
    """A hash of this program: its own files and the versions of what it is built on."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for folder in (package, package / "data", package / "data/languages"):
        for file in sorted(os.scandir(folder), key=lambda f: f.name):
            if file.is_file() and not file.name.endswith(".pyc"):
                with open(file, "rb", buffering=0) as opened:
                    data = opened.read()
                digest.update(f"{file.name}\0{len(data)}\0".encode())
                digest.update(data)
    versions = [
        *_installed(),
        platform.python_version(),
        platform.machine(),
        zlib.ZLIB_RUNTIME_VERSION,
    ]
    digest.update("\0".join(versions).encode())
    return digest.hexdigest()


def _installed() -> list[str]:
    """The libraries with their versions, as the folders of what is installed are named; to ask
    ``importlib.metadata`` takes longer than all else that a short command does."""
    found = []
    for folder in sys.path:
        with contextlib.suppress(OSError):
            for name in sorted(os.listdir(folder or ".")):
                library = name.partition("-")[0].lower().replace("_", "-").replace(".", "-")
                if name.endswith((".dist-info", ".egg-info")) and library in _LIBRARIES:
                    found.append(name)
    return found
