"""What operators name: colour spaces, graphics states, fonts and pictures of a press file.

Each is read once. What a page names and does not use is read too: a press may.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import TypeVar

import pikepdf

from .press_facts import Oddity, Picture, PressFont, PressState, Space
from .press_fonts import font_of
from .press_pixels import peaks
from .press_values import (
    entries,
    filters,
    get,
    identity,
    items,
    keys,
    name,
    number,
    stream_bytes,
    table,
    whole,
)
from .records import replace
from .unsound import Unsound

T = TypeVar("T")
_DEVICE = ("DeviceCMYK", "DeviceGray", "DeviceRGB")
_MOST_DEPTH = 12  # of spaces in spaces, and of forms in forms
_MOST_SAMPLES = 150_000_000  # bytes of one picture
_PLAIN_PICTURE = frozenset(
    "Type Subtype Width Height ColorSpace BitsPerComponent Filter DecodeParms Length Name".split()
)
_PICTURE_ODDITIES = {
    "Mask": "a mask",
    "ImageMask": "a stencil",
    "Alternates": "another picture in its place",
    "OPI": "a place for another picture (OPI)",
    "Interpolate": "an order to soften it (Interpolate)",
    "Decode": "an order to change its values (Decode)",
}
_PLAIN_FORM = frozenset(
    "Type Subtype FormType BBox Matrix Resources Filter DecodeParms Length Name".split()
)
_FORM_ODDITIES = {
    "Group": Oddity("press-transparency", "a transparency group"),
    "OC": Oddity("press-layers", "a layer"),
    "Ref": Oddity("press-content", "a reference to a page of another file"),
    "OPI": Oddity("press-content", "a place for another picture (OPI)"),
    "PS": Oddity("press-content", "PostScript"),
    "Subtype2": Oddity("press-content", "PostScript"),
}


def space_of(value: object, depth: int = 0) -> Space:
    """A colour space (ISO 32000-1, 8.6)."""
    if name(value):
        return Space(name(value))
    parts = items(value)
    family = name(parts[0]) if parts else ""
    if not family or depth > _MOST_DEPTH:
        return Space("an unknown colour space")
    if family == "Separation" and len(parts) == 4:
        if name(parts[1]) == "All" and not _is_every_ink(parts[3]):
            return Space(family, "All, which a proof shows otherwise")
        return Space(family, name(parts[1]) or "?", space_of(parts[2], depth + 1).family)
    if family == "DeviceN" and len(parts) >= 4:
        colorants = " ".join(name(c) for c in items(parts[1])[:8])
        return Space(family, colorants or "?", space_of(parts[2], depth + 1).family)
    if family in ("Indexed", "Pattern") and len(parts) > 1:
        return Space(family, base=space_of(parts[1], depth + 1).family)
    return Space(family)


def _is_every_ink(tint: object) -> bool:
    """Whether a proof, which has no plates, shows a tint in all inks alike: a function that
    runs from none to all of them (ISO 32000-1, 7.10.3)."""
    none, full = items(get(tint, "C0")), items(get(tint, "C1"))
    plain = whole(get(tint, "FunctionType"), -1) == 2 and number(get(tint, "N")) == 1
    return plain and set(map(number, none)) == {0.0} and set(map(number, full)) == {1.0}


def state_of(value: object) -> PressState:
    """A graphics state: numbers, truths and names as they are, all else by its kind."""
    found: dict[str, float | bool | str] = {}
    for key, entry in entries(value):
        measure = number(entry)
        if isinstance(entry, bool):
            found[key] = entry
        elif measure is not None:
            found[key] = measure
        else:
            found[key] = name(entry) or "(something else)"
    return found


def picture_of(called: str, value: object) -> Picture:
    """A picture, and the most ink of any of its pixels."""
    space = get(value, "ColorSpace")
    odd = [said for key, said in _PICTURE_ODDITIES.items() if get(value, key) not in (None, False)]
    odd += sorted(keys(value) - _PLAIN_PICTURE - {*_PICTURE_ODDITIES, "SMask", "SMaskInData", "OC"})
    soft = get(value, "SMask") is not None or get(value, "SMaskInData") not in (None, 0)
    picture = Picture(
        called,
        whole(get(value, "Width")),
        whole(get(value, "Height")),
        whole(get(value, "BitsPerComponent"), 1 if get(value, "ImageMask") is True else 0),
        None if space is None else space_of(space),
        filters(value),
        tuple(odd),
        soft,
    )
    try:
        peak, colour = _peaks(picture, value)
    except Unsound as error:
        return replace(picture, fault=str(error))
    return replace(picture, peak=peak, peak_colour=colour)


def _peaks(picture: Picture, value: object) -> tuple[float, float]:
    if picture.space is None or picture.space.family not in _DEVICE[:2] or picture.bits != 8:
        return 0.0, 0.0  # another check refuses it
    if not isinstance(value, pikepdf.Stream):
        raise Unsound("it is missing")
    size = (picture.columns, picture.rows)
    channels = 4 if picture.space.family == "DeviceCMYK" else 1
    if min(size) < 1 or size[0] * size[1] * channels > _MOST_SAMPLES:
        raise Unsound("its size is none that can be printed")
    if picture.filters == ("DCTDecode",):
        return peaks(value.read_raw_bytes(), size, channels, jpeg=True)
    return peaks(stream_bytes(value, size[0] * size[1] * channels), size, channels)


class Resources:
    """The resources of one page or form; each named thing is read once."""

    def __init__(self, value: object, shelf: Shelf):
        self.value = value
        self._shelf: Shelf = weakref.proxy(shelf)  # which keeps this
        self._found: dict[tuple[str, str], object] = {}

    def _named(self, kind: str, called: str, make: Callable[[object], T]) -> T | None:
        key = (kind, called)
        if key not in self._found:
            value = get(get(self.value, kind), called)
            self._found[key] = None if value is None else self._shelf.read(kind, value, make)
        return self._found[key]  # type: ignore[return-value]

    def font(self, called: str) -> PressFont | None:
        return self._named("Font", called, font_of)

    def state(self, called: str) -> PressState | None:
        return self._named("ExtGState", called, state_of)

    def space(self, called: str) -> Space:
        if called in _DEVICE or called == "Pattern":
            return Space(called)
        return self._named("ColorSpace", called, space_of) or Space("an unknown colour space")

    def object(self, called: str) -> object:
        """A form, a picture, or what else can be placed."""
        return get(get(self.value, "XObject"), called)

    def picture(self, called: str) -> Picture | None:
        return self._named("XObject", called, lambda v: picture_of(called, v))


class Shelf:
    """Everything that was read of one file, by the identity of its objects."""

    def __init__(self) -> None:
        self.forms: set[tuple[int, int]] = set()
        self._read: dict[tuple[str, tuple[int, int]], object] = {}
        self._resources: dict[tuple[int, int], Resources] = {}

    def read(self, kind: str, value: object, make: Callable[[object], T]) -> T:
        key = (kind, identity(value))
        if key[1] == (0, 0):
            return make(value)
        if key not in self._read:
            self._read[key] = make(value)
        return self._read[key]  # type: ignore[return-value]

    def resources(self, value: object) -> Resources:
        key = identity(value)
        if key == (0, 0):
            return Resources(value, self)
        return self._resources.setdefault(key, Resources(value, self))


class Gathered:
    """All that a page and its forms name, used or not."""

    def __init__(self, shelf: Shelf):
        self._shelf = shelf
        self._seen: set[tuple[int, int]] = set()
        self.states: list[PressState] = []
        self.fonts: list[PressFont] = []
        self.spaces: list[Space] = []
        self.pictures: list[Picture] = []
        self.oddities: list[Oddity] = []

    def gather(self, value: object, depth: int = 0) -> None:
        """Reads one dictionary of resources, and those of the forms that it names."""
        if depth > _MOST_DEPTH:
            raise Unsound("its forms are nested too deep")
        if self._known(value):
            return
        found = self._shelf.resources(value)
        self.states += [s for k in _names(value, "ExtGState") if (s := found.state(k)) is not None]
        self.fonts += [f for k in _names(value, "Font") if (f := found.font(k)) is not None]
        self.spaces += [found.space(k) for k in _names(value, "ColorSpace") if k not in _DEVICE]
        for key in _names(value, "ColorSpace"):
            if key in ("DefaultRGB", "DefaultCMYK", "DefaultGray"):
                self._odd("press-colour", f"a colour space in the place of a plain one ({key})")
        for kind, said in (("Pattern", "a pattern"), ("Shading", "a shading")):
            if _names(value, kind):
                self._odd("press-colour", f"{said}, whose inks cannot be proved")
        for _, properties in entries(get(value, "Properties")):
            if name(get(properties, "Type")) in ("OCG", "OCMD"):
                self._odd("press-layers", "a layer")
        for called, placed in entries(get(value, "XObject")):
            self._object(called, placed, found, depth)

    def _object(self, called: str, placed: object, found: Resources, depth: int) -> None:
        if self._known(placed):
            return
        kind = name(get(placed, "Subtype"))
        if kind == "Image":
            picture = found.picture(called)
            self.pictures += [picture] if picture else []
            if get(placed, "OC") is not None:
                self._odd("press-layers", "a layer")
        elif kind == "Form":
            self._shelf.forms.add(identity(placed))
            for key in sorted(keys(placed) - _PLAIN_FORM):
                other = Oddity("press-content", f"what no drawing needs (“{key}”)")
                self.oddities.append(_FORM_ODDITIES.get(key, other))
            self.gather(get(placed, "Resources"), depth + 1)
        else:
            said = "PostScript" if kind == "PS" else "something that is neither picture nor form"
            self._odd("press-content", said)

    def _known(self, value: object) -> bool:
        """Whether an object was seen before; what stands within another never was."""
        where = identity(value)
        known = where in self._seen
        if where != (0, 0):
            self._seen.add(where)
        return known

    def _odd(self, check: str, what: str) -> None:
        self.oddities.append(Oddity(check, what))


def _names(value: object, kind: str) -> list[str]:
    return [] if table(get(value, kind)) is None else sorted(keys(get(value, kind)))
