"""What was written into a proof: its filled fields, and the notes that were put on its pages.

A field has the name of its string. A note belongs to the string whose text or number it was
put on, else to the nearest one of that page; a note far from all of them to none.
"""

from __future__ import annotations

import ctypes
import functools
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from .diagnostics import Diagnostic, Failed, Span
from .geometry import Rect
from .pdfium import utf16
from .records import dataclass

_MAX_BYTES = 50_000_000
_MAX_PAGES = 500
_MAX_NOTES = 5_000
_NEAR = 60.0  # points between a note and the string that it belongs to
# ISO 32000-1, 12.5.6: notes, text on the page, and marks that may carry words.
_NOTES = {
    raw.FPDF_ANNOT_TEXT: "note",
    raw.FPDF_ANNOT_FREETEXT: "text on the page",
    raw.FPDF_ANNOT_HIGHLIGHT: "highlight",
    raw.FPDF_ANNOT_UNDERLINE: "underline",
    raw.FPDF_ANNOT_STRIKEOUT: "struck out",
    raw.FPDF_ANNOT_SQUIGGLY: "underline",
    raw.FPDF_ANNOT_CARET: "insertion",
    raw.FPDF_ANNOT_INK: "drawing",
    raw.FPDF_ANNOT_SQUARE: "frame",
    raw.FPDF_ANNOT_CIRCLE: "frame",
    raw.FPDF_ANNOT_LINE: "line",
}


@dataclass(frozen=True)
class Comment:
    """Something that somebody wrote. ``key`` is the string it is about, or empty; ``kind``
    is ``field``, or what sort of note it is; ``page`` counts from 1."""

    key: str
    text: str
    kind: str
    page: int
    author: str = ""


@dataclass(frozen=True)
class Returned:
    """A proof that came back: its campaign, language and content hash, and all comments."""

    campaign: str
    language: str
    content: str
    comments: tuple[Comment, ...]


def read_comments(path: Path) -> Returned:
    """Everything that was written into a proof; Failed if the file is none."""
    data = _bytes(path)
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _fault(path, f"it is no PDF that opens: {error}") from None
    try:
        words = document.get_metadata_dict().get("Keywords", "").split()
        if len(words) != 4 or words[1] != "proof":
            raise _fault(path, "it does not say that it is a proof of a language")
        document.init_forms()
        found: list[Comment] = []
        for number in range(min(len(document), _MAX_PAGES)):
            found += _page(document, number)
        return Returned(words[0], words[2], words[3], tuple(found[:_MAX_NOTES]))
    finally:
        document.close()


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise _fault(path, "there is no such file")
        if path.stat().st_size > _MAX_BYTES:
            raise _fault(path, "the file is larger than 50 MB")
        return path.read_bytes()
    except OSError as error:
        raise _fault(path, f"it cannot be read ({error.strerror})") from None


def _fault(path: Path, what: str) -> Failed:
    hint = "choose the PDF that beacon proof made and somebody filled in"
    return Failed([Diagnostic("proof-file", what, hint, Span(str(path)))])


def _page(document: pdfium.PdfDocument, number: int) -> list[Comment]:
    page = document[number]
    forms = document.formenv.raw if document.formenv else None
    fields: list[Comment] = []
    notes: list[tuple[Rect, str, str, str]] = []
    strings: list[tuple[Rect, str]] = []
    height = page.get_height()
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        try:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            said = _string(annotation, b"Contents")
            if kind == raw.FPDF_ANNOT_LINK and " " in said:
                strings.append((_rect(annotation, height), said.split(" ", 1)[1]))
            elif kind == raw.FPDF_ANNOT_WIDGET and forms is not None:
                fields += _field(forms, annotation, number)
            elif kind in _NOTES and said.strip():
                author = _string(annotation, b"T")
                notes.append((_rect(annotation, height), said, _NOTES[kind], author))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    page.close()
    placed = [
        Comment(_nearest(rect, strings), _clean(said), kind, number + 1, author)
        for rect, said, kind, author in notes
    ]
    return fields + placed


def _field(forms: object, annotation: object, number: int) -> list[Comment]:
    name = utf16(functools.partial(raw.FPDFAnnot_GetFormFieldName, forms, annotation))
    value = utf16(functools.partial(raw.FPDFAnnot_GetFormFieldValue, forms, annotation))
    if raw.FPDFAnnot_GetFormFieldType(forms, annotation) == raw.FPDF_FORMFIELD_CHECKBOX:
        value = "yes" if raw.FPDFAnnot_IsChecked(forms, annotation) else ""
    return [Comment(name, _clean(value), "field", number + 1)] if value.strip() else []


def _clean(text: str) -> str:
    """Line ends as a newline, whatever the software wrote."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _string(annotation: object, key: bytes) -> str:
    return utf16(functools.partial(raw.FPDFAnnot_GetStringValue, annotation, key))


def _rect(annotation: object, height: float) -> Rect:
    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, ctypes.byref(box))
    left, right = sorted((box.left, box.right))
    low, high = sorted((box.bottom, box.top))
    return Rect(left, height - high, right - left, high - low)


def _nearest(note: Rect, strings: list[tuple[Rect, str]]) -> str:
    """The string whose area a note touches with its upper left corner, else the nearest."""
    far = [
        (_distance(note.x, note.y, rect), rect.width * rect.height, key) for rect, key in strings
    ]
    best = min(far, default=(_NEAR + 1, 0.0, ""))
    row = [key for rect, key in strings if rect.x == 0 and rect.y <= note.y <= rect.bottom]
    if best[0] > _NEAR and row:  # a note beside a row of the table
        return row[0]
    return best[2] if best[0] <= _NEAR else ""


def _distance(x: float, y: float, rect: Rect) -> float:
    across = max(rect.x - x, x - rect.right, 0.0)
    down = max(rect.y - y, y - rect.bottom, 0.0)
    return float((across**2 + down**2) ** 0.5)
