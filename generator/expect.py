"""What a finished file must hold: plain data, made from content and layout alone.

The check compares a PDF with this and with nothing that composition decided, so a
fault of composition cannot excuse itself.
"""

from __future__ import annotations

from .geometry import Rect
from .records import dataclass


@dataclass(frozen=True)
class Sentence:
    """A string that must stand whole in the text layer of page ``page`` (from 0),
    ``copies`` times, in type of at least ``min_size`` points. ``running`` text uses at
    most two weights over the whole piece.

    ``key`` names it in messages. ``text`` is plain text: markup and placeholders
    are already resolved."""

    key: str
    text: str
    page: int
    min_size: float
    copies: int = 1
    running: bool = False


@dataclass(frozen=True)
class ExpectedCode:
    """A QR code that must decode to ``payload``, ``copies`` times on page ``page``.

    ``side`` is that of the symbol without quiet zone, in points; ``modules`` its rows of
    dark (True) and light modules; ``caption`` says beside it what it opens."""

    payload: str
    page: int
    side: float
    modules: tuple[tuple[bool, ...], ...]
    caption: str
    copies: int = 1


@dataclass(frozen=True)
class ExpectedPage:
    """Media size, trims and mark areas of one page, in points from the top left.

    Ink may lie only inside ``trims`` less ``margin`` and inside ``marks``. Text and codes
    keep ``fold_distance`` from each of ``folds`` (x). ``pictures`` raster pictures and
    ``drawings`` paths stand on the page. ``turned``: all of it stands upside down. ``turns``
    are the degrees by which text may be turned clockwise, those of torn-off strips too.
    In ``repeated`` areas stands once more what is read aloud elsewhere; no links lie there."""

    width: float
    height: float
    trims: tuple[Rect, ...]
    margin: float
    marks: tuple[Rect, ...] = ()
    folds: tuple[float, ...] = ()
    fold_distance: float = 0.0
    pictures: int = 0
    drawings: int = 0
    turned: bool = False
    turns: tuple[int, ...] = (0,)
    press: ExpectedSheet | None = None
    repeated: tuple[Rect, ...] = ()


@dataclass(frozen=True)
class Bleed:
    """Artwork that runs over the trim: the area beyond the trim that it must fill, and its
    colour as inks in percent (C, M, Y, K)."""

    rect: Rect
    cmyk: tuple[int, int, int, int]


@dataclass(frozen=True)
class ExpectedSheet:
    """What a page for a press has beyond any other, in points from the top left of the media.

    ``trim_box`` and ``bleed_box`` are the page's; ``bleeds`` the areas that artwork fills
    beyond a trim; ``registration`` the marks that stand in all separations. Text, codes and
    all artwork that does not bleed keep ``safe`` from every trim; ``artwork`` is all that bleeds, whole."""

    trim_box: Rect
    bleed_box: Rect
    bleeds: tuple[Bleed, ...]
    registration: tuple[Rect, ...]
    safe: float
    artwork: tuple[Rect, ...] = ()


@dataclass(frozen=True)
class Directory:
    """What may be printed of the contacts, as the check needs it.

    ``printed``: approved printed forms of phone numbers and short codes that must stand in
    this file. ``opens``: each printed form of a number or an address, and the URI that it
    opens. ``uris``: every URI that a link or code of this file may open (``tel:``,
    ``mailto:``, ``https:``). ``forbidden``: what may stand nowhere. ``short_codes``: the
    digits of all short codes of the whole directory. ``says``: each URI with the words that a
    link to it may say."""

    printed: tuple[str, ...]
    opens: tuple[tuple[str, str], ...]
    uris: tuple[str, ...]
    forbidden: tuple[str, ...]
    short_codes: tuple[str, ...]
    says: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Spoken:
    """One thing that is read aloud from page ``page`` (from 0), as an element of the standard
    type ``role`` (ISO 32000-1, 14.8.4): its text, or what is said or shown in place of what is
    drawn; its language; and what the links in it open, in their order."""

    role: str
    page: int
    text: str
    language: str
    opens: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExpectedPress:
    """What a file for a press says of itself. ``standard`` is ``x4`` (PDF/X-4) or ``x1a``
    (PDF/X-1a:2003); ``condition`` the identifier of the printing condition (``FOGRA39``) in
    its ``registry``, ``about`` the condition in words, ``profile`` the ICC profile of it that
    must be embedded, byte by byte; ``date`` the PDF date of the edition; ``mono``: black ink
    alone."""

    standard: str
    condition: str
    registry: str
    about: str
    profile: bytes
    date: str
    mono: bool = False


@dataclass(frozen=True)
class Expectation:
    """Everything that one file must hold. ``hyphenated``: lines may end in a hyphen
    that belongs to no word. ``linked``: numbers, addresses and codes are links too.
    ``spoken`` is all that is read aloud of a tagged file, in this order, in ``areas`` parts;
    ``unspoken`` is the text of each page that repeats some of it."""

    product: str
    language: str
    title: str
    pages: tuple[ExpectedPage, ...]
    sentences: tuple[Sentence, ...]
    codes: tuple[ExpectedCode, ...]
    directory: Directory
    floor_pt: float
    hyphenated: bool = False
    press: ExpectedPress | None = None
    linked: bool = True
    spoken: tuple[Spoken, ...] = ()
    areas: int = 0
    unspoken: tuple[str, ...] = ()
