"""What every exchange format carries: one unit a string, and what the file is about."""

from __future__ import annotations

from .records import dataclass, field

NEW, STALE, DRAFT, FINAL = "new", "stale", "draft", "final"
MAX_BYTES = 5_000_000  # of a file that is imported: a campaign has some 50 kB


@dataclass(frozen=True)
class Head:
    """Which campaign and languages a file is about, and the edition that dates it."""

    campaign: str
    source_language: str
    language: str
    edition: str = ""


@dataclass(frozen=True)
class Unit:
    """One string. ``previous`` is its source as it was when the translation was signed, where
    that is another now; ``state`` is new (not translated), stale, draft or final.

    ``line`` is where it stands in the file that it was read from; it is no part of what the
    unit says. ``comments`` are what translators wrote, most of all into a proof."""

    key: str
    source: str
    target: str
    state: str = DRAFT
    previous: str = ""
    note: str = ""
    uses: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)
