"""pdfium's own functions, as few as are needed, each bound when it is first called.

The package's Python layer costs more time than a whole check: it wraps every object, and
declares some 450 functions when it is imported. What it brings, the library, is used as it is.
"""

from __future__ import annotations

import ctypes
import functools
import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5  # types of page objects
LINK, URI = 2, 3  # a kind of annotation, a kind of action
GREY, COLOUR = 1, 3  # formats of bitmaps: one byte a pixel, and four of which one is spare
RENDER_ANNOTATIONS, RENDER_RGB = 0x01, 0x10

_ROOM = 512  # bytes: nearly every string is shorter
# Types that are made once: that takes longer than most calls.
_Wide, _Narrow = ctypes.c_ushort * (_ROOM // 2), ctypes.c_char * _ROOM
_LIBRARIES = ("libpdfium.so", "libpdfium.dylib", "pdfium.dll")
_TYPES: dict[str, Any] = {
    "p": ctypes.c_void_p,  # a handle, or a place where something is written
    "i": ctypes.c_int,
    "u": ctypes.c_uint,
    "l": ctypes.c_ulong,
    "z": ctypes.c_size_t,
    "f": ctypes.c_float,
    "d": ctypes.c_double,
    "s": ctypes.c_char_p,
}
# What each function gives (“-” for nothing), and what it takes.
_SIGNATURES = dict(
    line.split()
    for line in """
    FPDF_InitLibraryWithConfig -p
    FPDF_LoadMemDocument64 ppzs
    FPDF_GetLastError l
    FPDF_CloseDocument -p
    FPDF_GetPageCount ip
    FPDF_GetMetaText lpspl
    FPDFCatalog_GetLanguage lppl
    FPDFDoc_GetJavaScriptActionCount ip
    FPDFDoc_GetAttachmentCount ip
    FPDF_GetFormType ip
    FPDF_GetSecurityHandlerRevision ip
    FPDF_LoadPage ppi
    FPDF_ClosePage -p
    FPDF_GetPageWidthF fp
    FPDF_GetPageHeightF fp
    FPDFPage_GetRotation ip
    FPDFPage_SetRotation -pi
    FPDFPage_GetMediaBox ippppp
    FPDFPage_GetCropBox ippppp
    FPDFPage_GetTrimBox ippppp
    FPDFPage_GetBleedBox ippppp
    FPDFPage_CountObjects ip
    FPDFPage_GetObject ppi
    FPDFFormObj_CountObjects ip
    FPDFFormObj_GetObject ppl
    FPDFPageObj_GetType ip
    FPDFPageObj_GetBounds ippppp
    FPDFPageObj_GetMatrix ipp
    FPDFPageObj_GetFillColor ippppp
    FPDFPageObj_GetClipPath pp
    FPDFClipPath_CountPaths ip
    FPDFPageObj_HasTransparency ip
    FPDFPageObj_SetIsActive ipi
    FPDFPageObj_GetMarkedContentID ip
    FPDFPath_CountSegments ip
    FPDFPath_GetPathSegment ppi
    FPDFPath_GetDrawMode ipp
    FPDFPathSegment_GetPoint ippp
    FPDFPathSegment_GetType ip
    FPDFTextObj_GetFont pp
    FPDFTextObj_GetTextRenderMode ip
    FPDFFont_GetBaseFontName zppz
    FPDFFont_GetIsEmbedded ip
    FPDFText_LoadPage pp
    FPDFText_ClosePage -p
    FPDFText_CountChars ip
    FPDFText_GetUnicode upi
    FPDFText_GetText ipiip
    FPDFText_GetCharBox ipipppp
    FPDFText_GetTextObject ppi
    FPDFText_GetMatrix ipip
    FPDFText_GetFillColor ipipppp
    FPDFText_GetFontSize dpi
    FPDFText_IsGenerated ipi
    FPDFText_HasUnicodeMapError ipi
    FPDFPage_GetAnnotCount ip
    FPDFPage_GetAnnot ppi
    FPDFPage_CloseAnnot -p
    FPDFAnnot_GetSubtype ip
    FPDFAnnot_GetRect ipp
    FPDFAnnot_HasKey ips
    FPDFAnnot_GetBorder ipppp
    FPDFAnnot_GetStringValue lpspl
    FPDFAnnot_GetLink pp
    FPDFLink_GetAction pp
    FPDFAction_GetType lp
    FPDFAction_GetURIPath lpppl
    FPDFBitmap_CreateEx piiipi
    FPDFBitmap_Destroy -p
    FPDF_RenderPageBitmapWithMatrix -ppppi
    """.strip().splitlines()
)


class Matrix(ctypes.Structure):
    """Six numbers, in the order of a PDF's."""

    _fields_ = tuple((name, ctypes.c_float) for name in "abcdef")
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float


Fill = ctypes.c_uint * 4  # red, green, blue, opacity


class Sides(ctypes.Structure):
    """A rectangle of the file: y grows upwards."""

    _fields_ = tuple((name, ctypes.c_float) for name in ("left", "top", "right", "bottom"))
    left: float
    top: float
    right: float
    bottom: float


class _Config(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("font_paths", ctypes.c_void_p),
        ("isolate", ctypes.c_void_p),
        ("slot", ctypes.c_uint),
    )


class _Pdfium:
    """The library; its functions are attributes by the names of pdfium."""

    def __init__(self) -> None:
        self._library = _opened()
        # The same library, called without letting go of the interpreter.
        self.at_once = ctypes.PyDLL(self._library._name, handle=self._library._handle)
        # A second time, by the package's own layer, it does nothing.
        self.FPDF_InitLibraryWithConfig(ctypes.byref(_Config(2)))

    def __getattr__(self, name: str) -> Callable[..., Any]:
        signature = _SIGNATURES[name]
        function = self._library[name]
        function.restype = _TYPES.get(signature[0])
        function.argtypes = [_TYPES[kind] for kind in signature[1:]]
        setattr(self, name, function)
        return cast(Callable[..., Any], function)


@functools.cache
def pdfium() -> _Pdfium:
    """The library, opened once."""
    return _Pdfium()


def _opened() -> ctypes.CDLL:
    """The library out of the package ``pypdfium2_raw``, or as that package finds it."""
    found = importlib.util.find_spec("pypdfium2_raw")
    for folder in (found and found.submodule_search_locations) or ():
        for name in _LIBRARIES:
            if (Path(folder) / name).is_file():
                return ctypes.CDLL(str(Path(folder) / name))
    bindings = importlib.import_module("pypdfium2_raw.bindings")
    return cast(ctypes.CDLL, bindings._libs["pdfium"])


def fast(name: str) -> Callable[..., Any]:
    """A function that is called for every character: its handles are ``c_void_p`` already, so
    nothing is converted, and it is over before another thread could make use of its time."""
    function = pdfium().at_once[name]
    function.restype = _TYPES.get(_SIGNATURES[name][0])
    return cast(Callable[..., Any], function)


def place_of(buffer: bytearray) -> Any:
    """Where the bytes of a buffer are. An array as long as it would need a type of its own."""
    return ctypes.byref(ctypes.c_char.from_buffer(buffer))


def utf16(read: Callable[[object, int], int]) -> str:
    """A string that pdfium gives in UTF-16."""
    return _told(read, _Wide, ctypes.c_ushort)[:-2].decode("utf-16-le", "replace")


def utf8(read: Callable[[object, int], int]) -> str:
    """The same of one in UTF-8."""
    return _told(read, _Narrow, ctypes.c_char)[:-1].decode("utf-8", "replace")


def _told(read: Callable[[object, int], int], room: type[Any], letter: type[Any]) -> bytes:
    """What a function says, its end included: into room that is nearly always enough, else into
    as much as it then asks for."""
    buffer = room()
    length = read(buffer, _ROOM)
    if length > _ROOM:
        buffer = (letter * length)()
        read(buffer, length)
    return bytes(buffer)[: max(0, length)]
