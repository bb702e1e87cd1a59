"""Runs of text to glyphs, through HarfBuzz, a whole paragraph at a time.

Widths are in em: a paragraph is shaped once and then set at any size.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import uharfbuzz as hb

from .fonts import Font, Fonts
from .languages import Language
from .page import FontKey, Glyph, Mark
from .records import replace

SOFT_HYPHEN = "\u00ad"
ZERO_WIDTH_SPACE = "\u200b"
_STEERING = {SOFT_HYPHEN, ZERO_WIDTH_SPACE, "\u2060", "\ufeff"}
_STEERED = re.compile(f"([{''.join(sorted(_STEERING))}])")
_UNSTEERED = dict.fromkeys(map(ord, _STEERING))
_WHITE = re.compile(r"[ \t\n\r]+")
# What makes a text another one as it is set, but for how its letters are composed, and for
# spaces at its beginning and in a row.
_REMADE = re.compile(f"[{''.join(sorted(_STEERING))}\ufb00-\ufb06\t\n\r]")
_COMMON = "Zyyy"  # of what all scripts share
# Most texts are in one script, of which these are characters (Unicode, Scripts.txt), and of what
# all share.
_SHARED = r" -@\[-`{-~\u00a0-\u00a9\u00ab-\u00b9\u00bb-\u00bf\u2010-\u2027\u2030-\u205e"
_LATIN_LETTERS = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_LATIN = re.compile(f"[{_SHARED}]*[{_LATIN_LETTERS}][{_SHARED}{_LATIN_LETTERS}]*")
_CYRILLIC_LETTERS = "\u0400-\u0482\u048a-\u052f"
_CYRILLIC = re.compile(f"[{_SHARED}]*[{_CYRILLIC_LETTERS}][{_SHARED}{_CYRILLIC_LETTERS}]*")
_NO_HYPHEN = Glyph(0, "", 0.0)  # of a paragraph whose words are not divided: never drawn
# Latin ligatures as characters (U+FB00 to U+FB06): the letters they stand for are set, and
# the font joins them if it has the ligature.
_LIGATURES = {0xFB00 + i: t for i, t in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}


class Run(NamedTuple):
    """A stretch of text in one weight. ``link`` is the URI that it opens, if any, and
    ``says`` what that does, in words; ``whole`` text never breaks over lines."""

    text: str
    weight: int
    link: str = ""
    whole: bool = False
    says: str = ""


class Shaped(NamedTuple):
    """A shaped paragraph.

    ``text`` is what was shaped: composed (NFC), white space folded, steering characters taken
    out. ``starts[i]`` is the offset in it of the cluster of glyph i, a range where each character
    is a cluster of its own; ``run_starts`` where each run begins in it, ``run_glyphs`` the first
    glyph of each run, and how many there are in all. ``widths[i]`` is the width in em of the first
    i characters. ``soft`` and ``joined`` are offsets where a soft hyphen stood, and where a break
    is forbidden by a word joiner. ``missing`` are the clusters that the font cannot show.
    ``hyphen`` is drawn where a line ends at a soft hyphen. ``top`` is how far the highest letter
    reaches above its baseline, in em."""

    text: str
    runs: tuple[Run, ...]
    fonts: tuple[Font, ...]
    glyphs: tuple[Glyph, ...]
    starts: Sequence[int]
    widths: tuple[float, ...]
    run_starts: tuple[int, ...]
    run_glyphs: tuple[int, ...]
    soft: frozenset[int]
    free: frozenset[int]
    joined: frozenset[int]
    missing: tuple[str, ...]
    hyphen: Glyph
    top: float

    def top_of(self, end: int) -> float:
        """How far the highest letter of text[:end] reaches above its baseline, in em."""
        return _tallest(self.glyphs[: self._first_from(end)])

    def left_of(self, start: int) -> float:
        """Where the ink of the first letter from ``start`` on begins, from its place, in em."""
        first = self._first_from(start)
        return self.glyphs[first].left if first < len(self.glyphs) else 0.0

    @property
    def hyphen_width(self) -> float:
        return self.hyphen.advance

    @property
    def is_letter_by_letter(self) -> bool:
        """Whether each character is a cluster of its own, so that a line may end anywhere."""
        return isinstance(self.starts, range)

    def _first_from(self, offset: int) -> int:
        """The number of the first glyph from an offset on."""
        return offset if isinstance(self.starts, range) else bisect_left(self.starts, offset)

    def stretches(self, start: int, end: int) -> list[tuple[int, tuple[Glyph, ...]]]:
        """The glyphs of text[start:end], run by run, each with the number of its run."""
        first, last = self._first_from(start), self._first_from(end)
        if len(self.runs) == 1:
            return [(0, self.glyphs[first:last])] if first < last else []
        found = []
        for run, (begin, after) in enumerate(itertools.pairwise(self.run_glyphs)):
            if begin < last and first < after:
                found.append((run, self.glyphs[max(first, begin) : min(last, after)]))
        return found


class Face(NamedTuple):
    """What a paragraph is shaped with, apart from its weights."""

    family: str
    width: int
    tabular: bool = False


@functools.lru_cache(maxsize=4096)
def _script(char: str) -> str:
    """The script of a character (ISO 15924), as HarfBuzz knows it."""
    buffer = hb.Buffer()
    buffer.add_str(char)
    buffer.guess_segment_properties()
    return buffer.script or _COMMON


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_LIGATURES)


def plain(text: str) -> str:
    """Text as it is set: composed, white space folded, without steering characters."""
    if _is_plain(text):
        return text
    return _WHITE.sub(" ", _normal(text).translate(_UNSTEERED))


def _is_plain(text: str) -> bool:
    """Whether a text is set as it is."""
    remade = text[:1] == " " or "  " in text or _REMADE.search(text)
    return not remade and unicodedata.is_normalized("NFC", text)


def _prepare(runs: tuple[Run, ...]) -> tuple[str, tuple[int, ...], dict[str, set[int]]]:
    """The paragraph's text, where each run starts, and the places that steer breaks, if any."""
    if len(runs) == 1 and _is_plain(runs[0].text):  # as most are
        return runs[0].text.rstrip(" "), (0,), {}
    text = ""
    starts: list[int] = []
    steering: dict[str, set[int]] = defaultdict(set)
    for run in runs:
        starts.append(len(text))
        if _is_plain(run.text):
            text += run.text
            continue
        for part in _STEERED.split(_normal(run.text)):
            if part in _STEERING:
                steering[part].add(len(text))
                continue
            part = _WHITE.sub(" ", part)
            text += part[1:] if part[:1] == " " and text[-1:] in ("", " ") else part
    text = text.rstrip(" ")
    return text, tuple([min(s, len(text)) for s in starts]), steering


def _items(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Stretches of one script; characters common to all scripts stay with the one before."""
    if start < end and _LATIN.fullmatch(text, start, end):
        return [(start, end, "Latn")]
    if start < end and _CYRILLIC.fullmatch(text, start, end):
        return [(start, end, "Cyrl")]
    scripts = {*map(_script, {*text[start:end]})}
    if len(scripts) < 2 or len(scripts) == 2 and _COMMON in scripts:
        script = next((s for s in scripts if s != _COMMON), _COMMON)
        return [(start, end, script)] if start < end else []
    items: list[tuple[int, int, str]] = []
    for i in range(start, end):
        script = _script(text[i])
        if items and (script == _COMMON or items[-1][2] in (script, _COMMON)):
            first, _, known = items[-1]
            items[-1] = (first, i + 1, known if script == _COMMON else script)
        else:
            items.append((i, i + 1, script))
    return items


def _shape_item(
    font: Font, text: str, script: str, language: Language, tabular: bool
) -> tuple[Sequence[int], list[Glyph]]:
    """The glyphs of a text in one font and script, and the offsets of their clusters: a range
    where each character is one."""
    buffer = hb.Buffer()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.direction = "ltr"
    buffer.script = script if script != _COMMON else (language.script or "Latn")
    buffer.language = language.shaping_tag
    hb.shape(font.hb_font, buffer, {"kern": True, "liga": language.ligatures, "tnum": tabular})
    infos = buffer.glyph_infos
    ids, clusters = [i.codepoint for i in infos], [i.cluster for i in infos]
    places = [place.position for place in buffer.glyph_positions]
    letters = range(len(text))
    starts: Sequence[int] = letters
    if clusters == [*letters]:
        glyphs = font.glyphs(ids, text, places)
    else:
        glyphs = font.glyphs(ids, _texts_of(clusters, text), places)
        starts, glyphs = _composed(clusters, glyphs, font)
    if all([glyph.advance for glyph in glyphs]):
        return starts, glyphs
    return _with_marks(starts, glyphs, font)


def _texts_of(clusters: list[int], text: str) -> list[str]:
    """The text of each cluster at its first glyph, nothing at its others."""
    ends = dict(itertools.pairwise([*sorted({*clusters}), len(text)]))
    return [
        text[cluster : ends[cluster]] if cluster != before else ""
        for before, cluster in itertools.pairwise([-1, *clusters])
    ]


def _composed(
    clusters: list[int], glyphs: list[Glyph], font: Font
) -> tuple[list[int], list[Glyph]]:
    """A letter that the font took apart (for marks that might follow) and nothing follows
    gets the font's own whole glyph again: one letter, one glyph, one text."""
    starts: list[int] = []
    whole: list[Glyph] = []
    for start, pairs in itertools.groupby(zip(clusters, glyphs, strict=True), key=lambda p: p[0]):
        cluster = [glyph for _, glyph in pairs]
        if len(cluster) > 1 and len(cluster[0].text) == 1:
            letter = cluster[0].text
            glyph = font.hb_font.get_nominal_glyph(ord(letter)) or 0
            advance = sum(g.advance for g in cluster)
            own = font.hb_font.get_glyph_h_advance(glyph) / font.upem
            if glyph and abs(own - advance) < 0.002:
                top, left = font.reach_of(glyph)
                cluster = [Glyph(glyph, letter, advance, top=top, left=left)]
        starts += [start] * len(cluster)
        whole += cluster
    return starts, whole


def _with_marks(
    clusters: Sequence[int], glyphs: list[Glyph], font: Font
) -> tuple[list[int], list[Glyph]]:
    """Marks that take no room stand on the letter before them: one glyph, one text, so
    that no reader's software can take them apart."""
    starts: list[int] = []
    found: list[Glyph] = []
    for start, glyph in zip(clusters, glyphs, strict=True):
        combining = all(unicodedata.combining(c) for c in glyph.text)
        if found and found[-1].id and glyph.id and glyph.advance == 0 and combining:
            base = found[-1]
            mark = Mark(glyph.id, base.advance + glyph.dx - base.dx, glyph.dy - base.dy)
            found[-1] = replace(
                base,
                text=base.text + glyph.text,
                marks=(*base.marks, mark),
                top=max(base.top, font.reach_of(mark.id)[0] + mark.y + base.dy),
            )
        else:
            found.append(glyph)
            starts.append(start)
    return starts, found


def shape(runs: tuple[Run, ...], face: Face, language: Language, fonts: Fonts) -> Shaped:
    """Shapes a paragraph; the result sets at any size."""
    text, run_starts, steering = _prepare(runs)
    styles = tuple([fonts.get(FontKey(face.family, run.weight, face.width)) for run in runs])
    glyphs: list[Glyph] = []
    starts: list[int] = []
    run_glyphs: list[int] = []
    letter_by_letter = True
    for font, begin, end in zip(styles, run_starts, (*run_starts[1:], len(text)), strict=True):
        run_glyphs.append(len(glyphs))
        for first, last, script in _items(text, begin, end):
            found, shaped = _shape_item(font, text[first:last], script, language, face.tabular)
            letter_by_letter = letter_by_letter and isinstance(found, range)
            starts += [first + start for start in found] if first else found
            glyphs += shaped
    hyphen = _NO_HYPHEN
    if SOFT_HYPHEN in steering:
        hyphen = _shape_item(styles[-1], "-", "Latn", language, False)[1][0]
    places: Sequence[int] = range(len(text))
    if not letter_by_letter and starts != [*places]:
        places = tuple(starts)
    return Shaped(
        text,
        runs,
        styles,
        tuple(glyphs),
        places,
        _prefix_widths(text, places, glyphs),
        run_starts,
        (*run_glyphs, len(glyphs)),
        frozenset(steering.get(SOFT_HYPHEN, ())),
        frozenset(steering.get(ZERO_WIDTH_SPACE, ())),
        frozenset(steering.get("\u2060", ())).union(steering.get("\ufeff", ())),
        _missing(starts, glyphs),
        hyphen,
        _tallest(glyphs),
    )


def _tallest(glyphs: Sequence[Glyph]) -> float:
    """How far the highest of these reaches above the baseline, in em; at least 0."""
    return max([0.0, *[glyph.top for glyph in glyphs]])


def _missing(starts: list[int], glyphs: list[Glyph]) -> tuple[str, ...]:
    """The clusters, each once, that hold a glyph which the font has not."""
    if all([glyph.id for glyph in glyphs]):
        return ()
    places = {start for start, glyph in zip(starts, glyphs, strict=True) if not glyph.id}
    said = [g.text for s, g in zip(starts, glyphs, strict=True) if s in places and g.text]
    return tuple(dict.fromkeys(said))


def _prefix_widths(text: str, starts: Sequence[int], glyphs: list[Glyph]) -> tuple[float, ...]:
    """The width of the first i characters; inside a cluster it stays that of its start."""
    if isinstance(starts, range):
        return tuple(itertools.accumulate([g.advance for g in glyphs], initial=0.0))
    at_start = [0.0] * (len(text) + 1)
    for start, glyph in zip(starts, glyphs, strict=True):
        at_start[start] += glyph.advance
    return tuple(itertools.accumulate(at_start[:-1], initial=0.0))
