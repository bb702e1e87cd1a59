"""A press file, opened once with pikepdf and read into plain facts."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

import pikepdf

from .operators import Interpreter
from .press_facts import Intent, Oddity, PressFacts, PressPage
from .press_resources import Gathered, Shelf
from .press_values import (
    box,
    entries,
    filters,
    get,
    inherited,
    is_stream,
    items,
    keys,
    metadata_of,
    name,
    number,
    opened,
    page_content,
    raw,
    stream_bytes,
    text,
    whole,
)
from .unsound import Unsound

# What qpdf says of a broken file is told as a fault; without a handler it would be printed too.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())

_MOST_PAGES = 20
_MOST_OBJECTS = 100_000
_MOST_PROFILE = 20_000_000
_BOXES = ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox")
_INHERITED = ("MediaBox", "CropBox")
_HEADER = re.compile(rb"%PDF-(\d\.\d)[\r\n]")
_FILTERS = ("FlateDecode", "DCTDecode")
_ACTIONS = {
    "JavaScript": "a script",
    "Launch": "an action that starts a program",
    "URI": "an action that opens an address",
    "SubmitForm": "an action that sends a form",
    "ImportData": "an action that reads a file",
    "GoToR": "an action that opens another file",
    "GoToE": "an action that opens another file",
    "Rendition": "an action that plays something",
    "Movie": "an action that plays something",
    "Sound": "an action that plays something",
    "Named": "an action of the reader's software",
    "Hide": "an action that hides something",
    "SetOCGState": "an action that changes layers",
    "ResetForm": "an action that empties a form",
    "Trans": "an action that changes pages",
    "GoTo": "an action that turns pages",
}


def read_press(data: bytes) -> PressFacts:
    """All facts of a file; Unsound where it cannot be read."""
    with opened(data) as pdf:
        return _facts(pdf, data)


def _facts(pdf: pikepdf.Pdf, data: bytes) -> PressFacts:
    if len(pdf.pages) > _MOST_PAGES:
        raise Unsound(f"it has more than {_MOST_PAGES} pages")
    shelf = Shelf()
    interpreter = Interpreter(pdf, shelf)
    pages = tuple(
        _page(interpreter, number, page.obj, shelf) for number, page in enumerate(pdf.pages)
    )
    header = _HEADER.match(data)
    root = pdf.Root
    return PressFacts(
        header[1].decode() if header else "",
        name(get(root, "Version")),
        _is_table(data) and get(pdf.trailer, "XRefStm") is None,
        pdf.is_encrypted,
        tuple(raw(part) for part in items(get(pdf.trailer, "ID"))),
        _info(get(pdf.trailer, "Info")),
        keys(root),
        {key: name(value) for key, value in entries(get(root, "ViewerPreferences"))},
        tuple(_intent(intent) for intent in items(get(root, "OutputIntents"))),
        metadata_of(get(root, "Metadata")),
        (*_names(root), *_odd_objects(pdf), *_unused(shelf, interpreter)),
        pages,
    )


def _is_table(data: bytes) -> bool:
    """Whether the end of the file leads to a plain table of objects (ISO 32000-1, 7.5.4)."""
    found = re.findall(rb"startxref\s+(\d{1,10})\s", data[-2048:])
    return bool(found) and data[int(found[-1]) :].lstrip()[:4] == b"xref"


def _info(info: object) -> Mapping[str, str]:
    """Texts as they are, names with their slash."""
    return {key: f"/{name(value)}" if name(value) else text(value) for key, value in entries(info)}


def _intent(intent: object) -> Intent:
    profile = get(intent, "DestOutputProfile")
    return Intent(
        name(get(intent, "S")),
        text(get(intent, "OutputConditionIdentifier")),
        text(get(intent, "RegistryName")),
        tuple(s for key in ("OutputCondition", "Info") if (s := text(get(intent, key)))),
        stream_bytes(profile, _MOST_PROFILE) if is_stream(profile) else None,
        whole(get(profile, "N")),
        keys(intent),
    )


def _names(root: object) -> list[Oddity]:
    """What stands in the catalog's tree of names (ISO 32000-1, 7.7.4)."""
    said = {
        "JavaScript": Oddity("press-actions", "scripts"),
        "EmbeddedFiles": Oddity("press-content", "files within the file"),
        "AlternatePresentations": Oddity("press-actions", "a show of slides"),
    }
    found = keys(get(root, "Names"))
    return [said.get(k, Oddity("press-content", f"a list of names (“{k}”)")) for k in found]


def _unused(shelf: Shelf, interpreter: Interpreter) -> list[Oddity]:
    """A form that is named and never drawn: nobody has seen what it would print."""
    hidden = shelf.forms - interpreter.drawn
    return [Oddity("press-content", "a drawing that stands on no page")] if hidden else []


def _odd_objects(pdf: pikepdf.Pdf) -> list[Oddity]:
    """Of all objects, used or not: actions, files, and streams that a press cannot unpack."""
    if len(pdf.objects) > _MOST_OBJECTS:
        raise Unsound("it has more objects than any file needs")
    found = []
    for value in pdf.objects:
        kind, action = name(get(value, "Type")), name(get(value, "S"))
        if kind == "Action" or action in _ACTIONS and kind in ("", "Action"):
            found.append(Oddity("press-actions", _ACTIONS.get(action, "an action")))
        if kind in ("Filespec", "EmbeddedFile"):
            found.append(Oddity("press-content", "a file within the file, or a place for one"))
        if is_stream(value):
            odd = [f for f in filters(value) if f not in _FILTERS]
            found += [Oddity("press-content", f"a stream that is packed as {f}") for f in odd]
            if get(value, "F") is not None:
                found.append(Oddity("press-content", "a stream that lies in another file"))
    return found


def _page(interpreter: Interpreter, called: int, page: object, shelf: Shelf) -> PressPage:
    media = box(inherited(page, "MediaBox"))
    if media is None:
        raise Unsound(f"page {called + 1} has no size")
    left, top = media.x, -media.y
    boxes = {}
    for key in _BOXES:
        value = inherited(page, key) if key in _INHERITED else get(page, key)
        found = box(value, left, top)
        if found is not None:
            boxes[key] = found
    resources = inherited(page, "Resources")
    gathered = Gathered(shelf)
    gathered.gather(resources)
    to_top = (1.0, 0.0, 0.0, -1.0, -left, top)
    interpreter.walk(called, page_content(page), resources, boxes["MediaBox"], to_top)
    unit = number(get(page, "UserUnit"))
    return PressPage(
        called,
        boxes,
        keys(page),
        1.0 if get(page, "UserUnit") is None else unit or 0.0,
        number(inherited(page, "Rotate")) or 0.0,
        tuple(gathered.states),
        tuple(gathered.fonts),
        tuple(gathered.spaces),
        tuple(gathered.pictures),
        tuple(interpreter.paints),
        tuple(interpreter.windows),
        (*gathered.oddities, *interpreter.oddities),
    )
