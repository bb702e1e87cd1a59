"""Fonts: the registry ``fonts/fonts.yaml``, and instances of its families.

A family is one file, variable or static. An instance is pinned by weight and width;
what a font cannot do (a weight outside its axis, embedding, shaping) is an error.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb

from .diagnostics import Diagnostic, Failed, Span
from .fields import Fields, nearest
from .memory import Memory
from .outlines import Outline, Parts
from .page import FontKey, Glyph
from .records import dataclass, field
from .source import Scalar, read_yaml
from .source import Sequence as Row
from .workspace import Workspace

REGISTRY = "fonts/fonts.yaml"
_MAX_FONT_BYTES = 40_000_000
_RESTRICTED = 0x0002  # OS/2 fsType bit 1: restricted licence embedding (OpenType spec, OS/2)
_NO_SUBSETTING = 0x0100  # bit 8
_MOST_KNOWN = 8192  # glyphs of an instance that are kept: more than many languages have
_SUBSETS = 96  # of an instance: those of the pieces that were made last, in many languages
_NAME = re.compile(r"([A-Za-z0-9]*)-w(\d{1,4})-wd(\d{1,3})")


# How the shaper places a glyph, in font units: its offset to the right and upwards, its advance,
# and nothing. A glyph is its number, its text and its place.
Place = tuple[int, int, int, int]
Shape = tuple[int, str, Place]


@dataclass(frozen=True)
class Family:
    """One entry of the registry; ``axes`` maps a tag to its declared range."""

    name: str
    package: str
    path: str
    sha256: str
    axes: dict[str, tuple[float, float]]
    span: Span


# What a code of a file stands for: its text, a glyph, and the marks upon it in font units.
Meaning = tuple[str, int, Parts]


class Drawn(NamedTuple):
    """What is known of a glyph in every file: its meaning, the digits of a TJ array before its
    code and after it, and whether it needs no more than that."""

    meaning: Meaning
    before: str
    after: str
    is_plain: bool


class _Glyphs(dict[Shape, Glyph]):
    """Glyphs of a font by what they are, each made when it is first asked for."""

    def __init__(self, font: hb.Font, upem: int):
        super().__init__()
        self._font, self._upem = font, upem

    def __missing__(self, key: Shape) -> Glyph:
        id, text, (dx, dy, advance, _) = key
        upem = self._upem
        top, left = _reach(self._font, upem, id)
        x, y = dx / upem, dy / upem
        glyph = self[key] = Glyph(id, text, advance / upem, x, y, (), top + y, left + x)
        return glyph


@dataclass(frozen=True, eq=False)
class Font:
    """One pinned instance. Heights are in em; ``upem`` is the shaping scale."""

    key: FontKey
    postscript_name: str
    face_data: bytes = field(repr=False)
    axes: dict[str, float]
    upem: int
    ascent: float
    descent: float
    cap_height: float
    hb_font: hb.Font = field(repr=False)
    coverage: frozenset[int] = field(repr=False)
    known: _Glyphs = field(repr=False)
    # For files: outlines by their glyph, whole subsets as files hold them by what their codes
    # mean, and how each glyph is drawn.
    outlines: dict[int, Outline] = field(default_factory=dict, repr=False)
    subsets: Memory[object, object] = field(default_factory=lambda: Memory(_SUBSETS), repr=False)
    drawn: dict[Glyph, Drawn] = field(default_factory=dict, repr=False)

    def glyphs(
        self, ids: Sequence[int], texts: Sequence[str], places: Sequence[Place]
    ) -> list[Glyph]:
        """The one glyph each that is so, told by three rows of one length."""
        known = self.known
        if len(known) >= _MOST_KNOWN:
            known.clear()
        return [*map(known.__getitem__, zip(ids, texts, places, strict=True))]

    def reach_of(self, glyph: int) -> tuple[float, float]:
        """How far a glyph's ink reaches above the baseline, and where it begins, from its origin,
        in em."""
        return _reach(self.hb_font, self.upem, glyph)


def _reach(font: hb.Font, upem: int, glyph: int) -> tuple[float, float]:
    extents = font.get_glyph_extents(glyph)
    if not extents:
        return 0.0, 0.0
    left = extents.x_bearing / upem if extents.width else 0.0
    return extents.y_bearing / upem, left


def read_registry(workspace: Workspace) -> tuple[dict[str, Family], list[Diagnostic]]:
    """The families of the registry by name."""
    node, problems = read_yaml(workspace.read_bytes(REGISTRY, 1_000_000), REGISTRY)
    families: dict[str, Family] = {}
    if node is None:
        return families, problems
    top = Fields(node, "the font registry", problems)
    for key, value in top.entries("families", required=True):
        fields = Fields(value, f"font family “{key.value}”", problems)
        source = fields.only_one_of(("package", "file"))
        package = fields.text("package")
        path = fields.text("path", required=source == "package") or fields.text("file")
        fields.node("file")
        sha256 = fields.text("sha256", required=True)
        fields.text("licence", required=True)
        fields.text("for")
        axes = {
            axis.value: _axis_range(fields, node, axis.value)
            for axis, node in fields.entries("axes")
        }
        fields.done()
        families[key.value] = Family(key.value, package, path, sha256, axes, key.span)
    top.done()
    return families, problems


def _axis_range(fields: Fields, node: object, name: str) -> tuple[float, float]:
    if isinstance(node, Row) and len(node.items) == 2:
        values = [i.value for i in node.items if isinstance(i, Scalar)]
        if len(values) == 2 and all(re.fullmatch(r"\d{1,4}(\.\d+)?", v) for v in values):
            return float(values[0]), float(values[1])
    fields.fault(
        fields.span, "wrong-type", f"axis “{name}” must be two numbers", "for instance [100, 900]"
    )
    return 0.0, 0.0


class Fonts:
    """The families of a workspace; loads each file once and each instance once."""

    def __init__(self, workspace: Workspace, families: dict[str, Family]):
        self._workspace = workspace
        self._families = families
        self._files: dict[str, tuple[bytes, hb.Face, frozenset[int]]] = {}
        self._instances: dict[FontKey, Font] = {}

    @classmethod
    def of(cls, workspace: Workspace) -> Fonts:
        families, problems = read_registry(workspace)
        if problems:
            raise Failed(problems)
        return cls(workspace, families)

    @property
    def families(self) -> tuple[Family, ...]:
        """All that are registered."""
        return tuple(self._families.values())

    def named(self, postscript_name: str) -> FontKey | None:
        """The instance that a file calls so, if it is one of the registry's."""
        match = _NAME.fullmatch(postscript_name)
        for family in self._families if match else ():
            if match and _bare(family) == match[1]:
                return FontKey(family, int(match[2]), int(match[3]))
        return None

    def get(self, key: FontKey) -> Font:
        """The instance; Failed where the font cannot be that."""
        if key not in self._instances:
            self._instances[key] = self._instance(key)
        return self._instances[key]

    def _instance(self, key: FontKey) -> Font:
        family = self._families.get(key.family)
        if family is None:
            raise Failed(
                [
                    Diagnostic(
                        "unknown-font",
                        f"no font family “{key.family}” in {REGISTRY}",
                        nearest(key.family, self._families),
                    )
                ]
            )
        data, face, coverage = self._file(family)
        axes: dict[str, float] = {}
        for tag, wanted in (("wght", key.weight), ("wdth", key.width)):
            low, high = family.axes.get(tag, (wanted, wanted))
            if not low <= wanted <= high:
                raise _fault(
                    family,
                    "font-axis",
                    f"{family.name} has no {tag} {wanted}; it goes from {low:g} to {high:g}",
                    "choose a weight or width that the font has",
                )
            if tag in family.axes:
                axes[tag] = float(wanted)
        font = hb.Font(face)
        if axes:
            font.set_variations(axes)
        extents = font.get_font_extents("ltr")
        cap = font.get_metric_position_with_fallback(hb.OTMetricsTag.CAP_HEIGHT)
        return Font(
            key,
            f"{_bare(family.name)}-w{key.weight}-wd{key.width}",
            data,
            axes,
            face.upem,
            extents.ascender / face.upem,
            -extents.descender / face.upem,
            cap / face.upem,
            font,
            coverage,
            _Glyphs(font, face.upem),
        )

    def _file(self, family: Family) -> tuple[bytes, hb.Face, frozenset[int]]:
        if family.name not in self._files:
            data = self._read(family)
            digest = hashlib.sha256(data).hexdigest()
            if digest != family.sha256:
                raise _fault(
                    family,
                    "font-changed",
                    f"the file of {family.name} is not the one that was registered",
                    f"check the font; if it is meant, write sha256: {digest}",
                )
            face = hb.Face(data)
            _check_tables(family, face)
            self._files[family.name] = (data, face, frozenset(face.unicodes))
        return self._files[family.name]

    def _read(self, family: Family) -> bytes:
        if not family.package:
            return self._workspace.read_bytes(f"fonts/{family.path}", _MAX_FONT_BYTES, family.span)
        # The package is located, not imported: its own code has no part in a build.
        spec = importlib.util.find_spec(family.package) if family.package.isidentifier() else None
        root = (
            Path(next(iter(spec.submodule_search_locations)))
            if (spec and spec.submodule_search_locations)
            else None
        )
        path = root / family.path if root else None
        if root is None or path is None or not path.resolve().is_relative_to(root.resolve()):
            raise _fault(
                family,
                "font-missing",
                f"the package “{family.package}” of {family.name} is not installed",
                "install the project's requirements again",
            )
        if not path.is_file():
            raise _fault(
                family,
                "font-missing",
                f"no file “{family.path}” in {family.package}",
                "correct the path",
            )
        return self._workspace.read_package(path)


def weight_of(postscript_name: str) -> int | None:
    """The weight that an instance's name tells."""
    match = _NAME.fullmatch(postscript_name)
    return int(match[2]) if match else None


def _bare(name: str) -> str:
    return re.sub("[^A-Za-z0-9]", "", name)


def _check_tables(family: Family, face: hb.Face) -> None:
    """Axes and embedding rights (OpenType specification, fvar and OS/2), against what the
    registry says."""
    tables = {str(tag) for tag in face.table_tags}
    needed = {"OS/2", "head", "hhea", "hmtx", "maxp", "cmap"}
    rights = bytes(face.reference_table("OS/2").data)[8:10]
    if needed - tables or len(rights) < 2:
        raise _fault(
            family,
            "font-broken",
            f"the file of {family.name} is not a usable font",
            "replace it",
        )
    _check_rights(family, struct.unpack(">H", rights)[0])
    if "glyf" not in tables:
        raise _fault(
            family,
            "font-outlines",
            f"{family.name} has no TrueType outlines",
            "use the TrueType (.ttf) file of the font",
        )
    found = {a.tag: (a.min_value, a.max_value) for a in face.axis_infos}
    for tag, (low, high) in family.axes.items():
        if tag not in found or found[tag][0] > low or found[tag][1] < high:
            raise _fault(
                family,
                "font-axis",
                f"{family.name} has no axis {tag} from {low:g} to {high:g}",
                "correct “axes” in the registry",
            )


def _check_rights(family: Family, rights: int) -> None:
    if rights & _RESTRICTED or rights & _NO_SUBSETTING:
        raise _fault(
            family,
            "font-rights",
            f"the licence of {family.name} does not allow embedding a part of it",
            "choose a font that may be embedded",
        )


def _fault(family: Family, code: str, message: str, hint: str) -> Failed:
    return Failed([Diagnostic(code, message, hint, family.span)])
