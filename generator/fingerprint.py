"""A hash of plain values: equal values have equal hashes, in any process, on any day.

Values are written as JSON. Places in files (``Span``) are left out and hashed apart: a
remark above a string moves its line and changes no page.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import hashlib
import importlib.metadata
import importlib.resources
import json
import platform
import zlib
from dataclasses import dataclass

from .diagnostics import Span

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
            if type(part) is Span:
                place = f"{part.file}:{part.line}:{part.column}:{part.length}:{part.source}"
                places.append(place)
                return None
            if dataclasses.is_dataclass(part) and not isinstance(part, type):
                if isinstance(part, self._shared) and part is not value:
                    known = self._once(part)
                    places.append(known.places)
                    return known.value
                named = {name: getattr(part, name) for name in _fields(type(part))}
                return {type(part).__qualname__: named}
            return _plain(part)

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
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


@functools.cache
def code_version() -> str:
    """A hash of this program: its own files and the versions of what it is built on."""
    digest = hashlib.sha256()
    package = importlib.resources.files(__package__)
    for folder in (package, package / "data"):
        for file in sorted(folder.iterdir(), key=lambda f: f.name):
            if file.is_file() and not file.name.endswith(".pyc"):
                data = file.read_bytes()
                digest.update(f"{file.name}\0{len(data)}\0".encode() + data)
    versions = [f"{name} {_version(name)}" for name in _LIBRARIES]
    versions += [platform.python_version(), platform.machine(), zlib.ZLIB_RUNTIME_VERSION]
    digest.update("\0".join(versions).encode())
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return "none"
