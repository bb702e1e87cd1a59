"""Checks of what a tagged file claims, and of what those claims ask of the file as a whole.

ISO 14289-1, 5 and 7.1 (PDF/UA-1); ISO 19005-2, 6.2.3 and 6.6 (PDF/A-2a).
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping

from .expect import Expectation
from .findings import Fault, Findings, box_of
from .geometry import Rect
from .shape import plain
from .tag_facts import CONTENT, OutlineEntry, TagFacts
from .xmp import DC, PDFA_ID, PDFUA_ID

_SCHEMA, _PROPERTY = (f"http://www.aiim.org/pdfa/ns/{kind}#" for kind in ("schema", "property"))
# All that the metadata say beside the title: the claims, and what the second of them is, for
# whom the first is all that there is (ISO 19005-2, 6.6.2.3.3).
_CLAIMS = {
    (PDFA_ID, "part"): "2",
    (PDFA_ID, "conformance"): "A",
    (PDFUA_ID, "part"): "1",
    (_SCHEMA, "namespaceURI"): PDFUA_ID,
    (_SCHEMA, "prefix"): "pdfuaid",
    (_PROPERTY, "name"): "part",
    (_PROPERTY, "valueType"): "Integer",
    (_PROPERTY, "category"): "internal",
}
# The same said for people, in a few words that may be others.
_IN_WORDS = {
    (_SCHEMA, "schema"): r"PDF/UA[ \w]{0,30}",
    (_PROPERTY, "description"): r"Part[ \w]{0,30}",
}
_BOOKMARKED = ("H1", "H2")
_ROOT = frozenset(
    "Type Pages Lang ViewerPreferences MarkInfo StructTreeRoot Metadata OutputIntents "
    "Outlines".split()
)
# The ICC profile of sRGB, as tests/tools/make_srgb.py makes it.
_KIND, _SCREEN = "GTS_PDFA1", "324db4fee459ac6ed39c5e96b1b3c76ebd74d5c89e478d0dab120f7c89ed2a6e"


def check_claims(facts: TagFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """The identifiers, the title, the meaning of colours, and how readers shall behave."""
    said = []
    if facts.xmp is None or facts.xmp.fault:
        said.append(f"it has no metadata to go by ({facts.xmp.fault if facts.xmp else 'none'})")
    else:
        said += _metadata_faults(facts.xmp.properties, expectation.title)
    if not facts.marked:
        said.append("it does not say that it is tagged")
    if not facts.display_title:
        said.append("windows would show its name, not its title")
    profiles = [hashlib.sha256(p or b"").hexdigest() for kind, p in facts.intents if kind == _KIND]
    if profiles != [_SCREEN] or len(facts.intents) != 1:
        said.append("it does not say that its colours are sRGB")
    if odd := sorted(facts.root_keys - _ROOT):
        said.append(f"it holds what no file of ours holds ({', '.join(odd)[:60]})")
    faults = [Fault(what) for what in said]
    for number, page in enumerate(facts.pages):
        if page.tabs != "S":
            faults.append(Fault("the tabulator key does not follow the structure", number))
    return faults


def _metadata_faults(
    properties: Mapping[tuple[str, str], tuple[str, ...]], title: str
) -> list[str]:
    """What is missing, wrong, or nothing that ours say: an author, a number, another claim."""
    must = {**_CLAIMS, (DC, "title"): title}
    said = []
    for space, name in sorted({*must, *_IN_WORDS, *properties}):
        values = properties.get((space, name), ())
        words = _IN_WORDS.get((space, name))
        if words and len(values) == 1 and re.fullmatch(words, values[0]):
            continue
        if values != (must.get((space, name)),):
            shown = ", ".join(values)[:40] or "nothing"
            said.append(f"its metadata say “{shown}” as {name[:30]} ({space[:60]})")
    return said


def check_bookmarks(facts: TagFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """The upper headings once more, as a list that leads to each."""
    wanted = [
        (plain(spoken.text), int(spoken.role[1:]) - 1, spoken.page)
        for spoken in expectation.spoken
        if spoken.role in _BOOKMARKED
    ]
    depths: list[int] = []
    must = []
    for title, level, page in wanted:
        while depths and depths[-1] >= level:
            depths.pop()
        must.append((title, len(depths), page))
        depths.append(level)
    if [(e.title, e.level, e.page) for e in facts.outline] != must:
        return [Fault("its bookmarks are not its headings")]
    places = _places(facts, found)
    return [
        Fault(f"the bookmark “{entry.title[:40]}” leads to another place", entry.page)
        for number, entry in enumerate(facts.outline)
        if not _leads(entry, number, places, found)
    ]


def _places(facts: TagFacts, found: Findings) -> list[tuple[int, Rect | None]]:
    """The page of each heading, and the box around it."""
    places = []
    for heading in (e for e in facts.elements if e.role in _BOOKMARKED):
        held = {
            (kid.page, kid.value)
            for inner in facts.within(heading)
            for kid in inner.kids
            if kid.kind == CONTENT
        }
        page = min((page for page, _ in held), default=-1)
        own = [
            char
            for number, mcid in held
            if number == page and 0 <= page < len(found.pages)
            for char in found.pages[page].marked.get(mcid, ())
        ]
        places.append((page, box_of(own)))
    return places


def _leads(
    entry: OutlineEntry, number: int, places: list[tuple[int, Rect | None]], found: Findings
) -> bool:
    """Whether a bookmark leads to where its heading begins, and nearer to no other one."""
    own = places[number][1] if number < len(places) else None
    if entry.left is None or entry.top is None or own is None:
        return False
    if not 0 <= entry.page < len(found.pages):
        return False
    left = entry.left
    top: float = found.pages[entry.page].facts.height - entry.top

    def far(box: Rect) -> float:
        return abs(box.y - top) + (max(box.x - left, 0.0) if left < box.right else math.inf)

    others = [box for page, box in places if page == entry.page and box is not None]
    return abs(own.y - top) <= own.height and all(far(own) <= far(box) for box in others)
