"""Runs of text to glyphs, through HarfBuzz, a whole paragraph at a time.

Widths are in em: a paragraph is shaped once and then set at any size.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass, replace

import uharfbuzz as hb
from fontTools import unicodedata as scripts

from .fonts import Font, Fonts
from .languages import Language
from .page import FontKey, Mark

SOFT_HYPHEN = "\u00ad"
ZERO_WIDTH_SPACE = "\u200b"
_STEERING = {SOFT_HYPHEN, ZERO_WIDTH_SPACE, "\u2060", "\ufeff"}
_COMMON = ("Zyyy", "Zinh")
# Latin ligatures as characters (U+FB00 to U+FB06): the letters they stand for are set, and
# the font joins them if it has the ligature.
_LIGATURES = {0xFB00 + i: t for i, t in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}


@dataclass(frozen=True)
class Run:
    """A stretch of text in one weight. ``link`` is the URI that it opens, if any, and
    ``says`` what that does, in words; ``whole`` text never breaks over lines."""

    text: str
    weight: int
    link: str = ""
    whole: bool = False
    says: str = ""


@dataclass(frozen=True)
class ShapedGlyph:
    """A glyph in em. ``start`` is the offset of its cluster in the paragraph's text;
    ``text`` is empty on all but the first glyph of a cluster. ``marks`` stand on it."""

    id: int
    start: int
    text: str
    advance: float
    dx: float
    dy: float
    run: int
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Shaped:
    """A shaped paragraph.

    ``text`` is what was shaped: composed (NFC), white space folded, steering
    characters taken out. ``widths[i]`` is the width in em of the first i characters.
    ``soft`` and ``joined`` are offsets where a soft hyphen stood, and where a break is
    forbidden by a word joiner. ``missing`` are the clusters that the font cannot show."""

    text: str
    runs: tuple[Run, ...]
    fonts: tuple[FontKey, ...]
    glyphs: tuple[ShapedGlyph, ...]
    widths: tuple[float, ...]
    run_starts: tuple[int, ...]
    soft: frozenset[int]
    free: frozenset[int]
    joined: frozenset[int]
    missing: tuple[str, ...]
    hyphen: ShapedGlyph

    @property
    def hyphen_width(self) -> float:
        return self.hyphen.advance


@dataclass(frozen=True)
class Face:
    """What a paragraph is shaped with, apart from its weights."""

    family: str
    width: int
    tabular: bool = False


@functools.lru_cache(maxsize=4096)
def _script(char: str) -> str:
    return str(scripts.script(char))


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_LIGATURES)


def plain(text: str) -> str:
    """Text as it is set: composed, white space folded, without steering characters."""
    kept = "".join(c for c in _normal(text) if c not in _STEERING)
    return _fold(kept)


def _fold(text: str) -> str:
    out: list[str] = []
    for char in text:
        space = char in " \t\n\r"
        if space and out and out[-1] == " ":
            continue
        out.append(" " if space else char)
    return "".join(out)


def _prepare(runs: tuple[Run, ...]) -> tuple[str, tuple[int, ...], dict[str, set[int]]]:
    """The paragraph's text, where each run starts, and the places that steer breaks."""
    text = ""
    starts: list[int] = []
    steering: dict[str, set[int]] = {c: set() for c in _STEERING}
    for run in runs:
        starts.append(len(text))
        for char in _normal(run.text):
            if char in steering:
                steering[char].add(len(text))
            elif char in " \t\n\r":
                text += "" if not text or text.endswith(" ") else " "
            else:
                text += char
    return text.rstrip(" "), tuple(starts), steering


def _items(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Stretches of one script; characters common to all scripts stay with the one before."""
    items: list[tuple[int, int, str]] = []
    for i in range(start, end):
        script = _script(text[i])
        if items and (script in _COMMON or items[-1][2] in (script, *_COMMON)):
            first, _, known = items[-1]
            items[-1] = (first, i + 1, known if script in _COMMON else script)
        else:
            items.append((i, i + 1, script))
    return items


def _shape_item(
    font: Font, text: str, offset: int, script: str, language: Language, tabular: bool, run: int
) -> list[ShapedGlyph]:
    buffer = hb.Buffer()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.direction = "ltr"
    buffer.script = script if script not in _COMMON else (language.script or "Latn")
    buffer.language = language.shaping_tag
    hb.shape(font.hb_font, buffer, {"kern": True, "liga": language.ligatures, "tnum": tabular})
    return _with_marks(_composed(_glyphs_of(buffer, font, text, offset, run), font))


def _glyphs_of(
    buffer: hb.Buffer, font: Font, text: str, offset: int, run: int
) -> list[ShapedGlyph]:
    """What the shaper made, in em; the first glyph of a cluster has the cluster's text."""
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    clusters = sorted({info.cluster for info in infos})
    ends = dict(zip(clusters, [*clusters[1:], len(text)], strict=True))
    seen: set[int] = set()
    glyphs = []
    for info, place in zip(infos, positions, strict=True):
        cluster = info.cluster
        source = "" if cluster in seen else text[cluster : ends[cluster]]
        seen.add(cluster)
        glyphs.append(
            ShapedGlyph(
                info.codepoint,
                offset + cluster,
                source,
                place.x_advance / font.upem,
                place.x_offset / font.upem,
                place.y_offset / font.upem,
                run,
            )
        )
    return glyphs


def _composed(glyphs: list[ShapedGlyph], font: Font) -> list[ShapedGlyph]:
    """A letter that the font took apart (for marks that might follow) and nothing follows
    gets the font's own whole glyph again: one letter, one glyph, one text."""
    whole: list[ShapedGlyph] = []
    at = 0
    while at < len(glyphs):
        end = at + 1
        while end < len(glyphs) and glyphs[end].start == glyphs[at].start:
            end += 1
        cluster = glyphs[at:end]
        at = end
        if len(cluster) > 1 and len(cluster[0].text) == 1:
            glyph = font.hb_font.get_nominal_glyph(ord(cluster[0].text)) or 0
            advance = sum(g.advance for g in cluster)
            own = font.hb_font.get_glyph_h_advance(glyph) / font.upem
            if glyph and abs(own - advance) < 0.002:
                cluster = [replace(cluster[0], id=glyph, advance=advance, dx=0.0, dy=0.0)]
        whole += cluster
    return whole


def _with_marks(glyphs: list[ShapedGlyph]) -> list[ShapedGlyph]:
    """Marks that take no room stand on the letter before them: one glyph, one text, so
    that no reader's software can take them apart."""
    found: list[ShapedGlyph] = []
    for glyph in glyphs:
        combining = all(unicodedata.combining(c) for c in glyph.text)
        if found and found[-1].id and glyph.id and glyph.advance == 0 and combining:
            base = found[-1]
            mark = Mark(glyph.id, base.advance + glyph.dx - base.dx, glyph.dy - base.dy)
            text = base.text + glyph.text
            found[-1] = replace(base, text=text, marks=(*base.marks, mark))
        else:
            found.append(glyph)
    return found


def shape(runs: tuple[Run, ...], face: Face, language: Language, fonts: Fonts) -> Shaped:
    """Shapes a paragraph; the result sets at any size."""
    text, starts, steering = _prepare(runs)
    keys = tuple(FontKey(face.family, run.weight, face.width) for run in runs)
    glyphs: list[ShapedGlyph] = []
    starts = tuple(min(s, len(text)) for s in starts)
    for i, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True)):
        font = fonts.get(keys[i])
        for first, last, script in _items(text, start, end):
            glyphs += _shape_item(font, text[first:last], first, script, language, face.tabular, i)
    hyphen = _shape_item(fonts.get(keys[-1]), "-", 0, "Latn", language, False, len(runs) - 1)
    return Shaped(
        text,
        runs,
        keys,
        tuple(glyphs),
        _prefix_widths(text, glyphs),
        starts,
        frozenset(steering[SOFT_HYPHEN]),
        frozenset(steering[ZERO_WIDTH_SPACE]),
        frozenset(steering["\u2060"] | steering["\ufeff"]),
        tuple(dict.fromkeys(_cluster_of(g, glyphs) for g in glyphs if g.id == 0)),
        hyphen[0],
    )


def _cluster_of(glyph: ShapedGlyph, glyphs: list[ShapedGlyph]) -> str:
    return next(g.text for g in glyphs if g.start == glyph.start and g.text)


def _prefix_widths(text: str, glyphs: list[ShapedGlyph]) -> tuple[float, ...]:
    """The width of the first i characters; inside a cluster it stays that of its start."""
    at_start = [0.0] * (len(text) + 1)
    for glyph in glyphs:
        at_start[glyph.start] += glyph.advance
    widths = [0.0]
    for advance in at_start[:-1]:
        widths.append(widths[-1] + advance)
    return tuple(widths)
