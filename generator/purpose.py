"""What files are made for: an office printer, a press, a screen, reading without a picture; and
how they are put on paper.

A purpose changes neither words nor their places on the piece. It says what surrounds the
piece (bleed, marks, sheets, tiles) and in which inks it is written.
"""

from __future__ import annotations

import re

from .geometry import MM, mm
from .records import dataclass

PURPOSES = OFFICE, PRESS, SCREEN, TEXT = ("office", "press", "screen", "text")
STANDARDS = X4, X1A = ("x4", "x1a")  # PDF/X-4 (ISO 15930-7), PDF/X-1a:2003 (ISO 15930-4)
FLIPS = LONG_EDGE, SHORT_EDGE = ("long-edge", "short-edge")
INKS = COLOUR, MONO, SAVER = ("colour", "mono", "ink-saver")
STANDARD_NAMES = {X4: "PDF/X-4", X1A: "PDF/X-1a:2003"}
DRAFTS, UNCHECKED = ("drafts", "unchecked")  # what somebody may accept
ACCEPTED = {DRAFTS: "draft texts accepted", UNCHECKED: "unchecked contacts accepted"}
BLEED = 3 * MM
SAFE = 5 * MM  # from every cut of a piece that goes to a press
SAFE_STICKER = 3 * MM  # a sticker that covers a line has no more room; it is cut one by one


@dataclass(frozen=True)
class Purpose:
    """What a build is for. ``bleed`` in points; ``sheet`` and ``tile`` name a paper, where
    many pieces go on one sheet or one piece on many; ``accepted`` is what somebody takes the
    responsibility for; ``rotate`` turns a screen's picture clockwise, in degrees."""

    name: str = OFFICE
    standard: str = ""
    bleed: float = 0.0
    inks: str = COLOUR
    flip: str = ""
    sheet: str = ""
    tile: str = ""
    rotate: int = 0
    accepted: tuple[str, ...] = ()

    @property
    def press(self) -> bool:
        return self.name == PRESS

    def words(self) -> list[str]:
        """The purpose as words for a file's description; none for the plain office file."""
        words = [self.name, self.standard] if self.press else []
        words += [f"bleed-{mm(self.bleed):g}"] if self.press else []
        words += [self.inks] if self.inks != COLOUR else []
        words += [f"sheet-{self.sheet}"] if self.sheet else []
        words += [f"tile-{self.tile}"] if self.tile else []
        return words + ([self.flip] if self.flip else []) + list(self.accepted)

    def suffix(self) -> str:
        """What the name of a file says after its purpose, so that no two share a name."""
        parts = [self.standard if self.standard == X1A else ""]
        parts += [self.inks if self.inks != COLOUR else ""]
        parts += [f"{self.sheet.lower()}" if self.sheet else ""]
        parts += [f"tiles-{self.tile.lower()}" if self.tile else ""]
        parts += [f"turned-{self.rotate}" if self.rotate else ""]
        return "".join(f"_{part}" for part in parts if part)


def purpose_of(words: list[str]) -> Purpose:
    """The purpose that a file's description tells; unknown words are passed over."""
    bleeds = [m for w in words if (m := re.fullmatch(r"bleed-(\d{1,2}(?:\.\d{1,3})?)", w))]
    papers = dict(w.split("-", 1) for w in words if re.fullmatch(r"(sheet|tile)-\w+", w))
    is_press = PRESS in words
    return Purpose(
        PRESS if is_press else OFFICE,
        next((w for w in words if w in STANDARDS), X4) if is_press else "",
        float(bleeds[0][1]) * MM if bleeds and is_press else BLEED if is_press else 0.0,
        next((w for w in words if w in INKS), COLOUR),
        next((w for w in words if w in FLIPS), ""),
        papers.get("sheet", ""),
        papers.get("tile", ""),
        accepted=tuple(w for w in (DRAFTS, UNCHECKED) if w in words),
    )
