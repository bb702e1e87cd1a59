"""A print run: the pages of many proved files in one, so that a shop sends one job.

Pages keep their content, boxes and resources, byte by byte. What several pages share, fonts
above all, stands in the file once. Links and tags stay behind: a run is there to be printed.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

_KEPT = (
    "/MediaBox",
    "/CropBox",
    "/BleedBox",
    "/TrimBox",
    "/ArtBox",
    "/Rotate",
    "/UserUnit",
    "/Group",
)


def print_run(files: Iterable[bytes], title: str, language: str) -> bytes:
    """One file of all pages of ``files``, in their order."""
    run = pikepdf.Pdf.new()
    known: dict[bytes, Any] = {}
    for data in files:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as piece:
            if "/OutputIntents" in piece.Root and "/OutputIntents" not in run.Root:
                run.Root.OutputIntents = run.copy_foreign(
                    piece.make_indirect(piece.Root.OutputIntents)
                )
            for page in piece.pages:
                run.pages.append(pikepdf.Page(_page(run, page.obj, known)))
    run.Root.Lang = language
    run.docinfo.Title = title
    out = io.BytesIO()
    mode = pikepdf.ObjectStreamMode.generate
    run.save(out, object_stream_mode=mode, deterministic_id=True, min_version="1.7")
    return out.getvalue()


def _page(run: pikepdf.Pdf, page: Any, known: dict[bytes, Any]) -> Any:
    """A page of the run; ``known`` holds what stands in the run already, by its digest."""
    made = Dictionary(Type=Name.Page)
    for key in _KEPT:
        if key in page:
            made[key] = _taken(run, page[key], known)
    made.Contents = _taken(run, page.Contents, known)
    made.Resources = Dictionary()
    for kind, entries in page.Resources.items():
        if isinstance(entries, Dictionary):
            made.Resources[kind] = Dictionary(
                {name: _taken(run, entry, known) for name, entry in entries.items()}
            )
    return run.make_indirect(made)


def _taken(run: pikepdf.Pdf, value: Any, known: dict[bytes, Any]) -> Any:
    """An object as it stands in the run: the one that is there, if an equal one is."""
    if not isinstance(value, pikepdf.Object) or not value.is_indirect:
        return value if not isinstance(value, pikepdf.Object) else _copied(run, value, known)
    key = digest(value)
    if key not in known:
        known[key] = run.copy_foreign(value)
    return known[key]


def _copied(run: pikepdf.Pdf, value: Any, known: dict[bytes, Any]) -> Any:
    """A direct object, with what it refers to."""
    if isinstance(value, Array):
        return Array([_taken(run, part, known) for part in value])
    if isinstance(value, Dictionary):
        return Dictionary({key: _taken(run, part, known) for key, part in value.items()})
    return value


def digest(value: Any) -> bytes:
    """A hash of an object with all that it refers to; equal objects of two files have one."""
    found = hashlib.sha256()
    if isinstance(value, pikepdf.Stream):
        for key in sorted(k for k in value.keys() if k != "/Length"):
            found.update(key.encode() + digest(value[key]))
        found.update(b"stream" + hashlib.sha256(value.read_raw_bytes()).digest())
    elif isinstance(value, Dictionary):
        for key in sorted(value.keys()):
            found.update(key.encode() + digest(value[key]))
    elif isinstance(value, Array):
        found.update(b"[")
        for part in value:
            found.update(digest(part))
    elif isinstance(value, pikepdf.Object):
        found.update(value.unparse())
    else:
        found.update(repr(value).encode())
    return found.digest()


def page_digest(page: Any) -> bytes:
    """A hash of all of a page that a run keeps."""
    kept = [digest(page[key]) if key in page else b"" for key in (*_KEPT, "/Contents")]
    kinds = {k: v for k, v in page.Resources.items() if isinstance(v, Dictionary)}
    kept += [k.encode() + digest(kinds[k]) for k in sorted(kinds)]
    return hashlib.sha256(b"".join(kept)).digest()
