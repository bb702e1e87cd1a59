"""Checks of what a tagged file claims, and of what those claims ask of the file as a whole.

ISO 14289-1, 5 and 7.1 (PDF/UA-1); ISO 19005-2, 6.2.3 and 6.6 (PDF/A-2a).
"""

from __future__ import annotations

import hashlib

from .expect import Expectation
from .findings import Fault, Findings
from .shape import plain
from .tag_facts import TagFacts
from .xmp import DC, PDFA_ID, PDFUA_ID

_CLAIMS = {
    (PDFA_ID, "part"): "2",
    (PDFA_ID, "conformance"): "A",
    (PDFUA_ID, "part"): "1",
}
# The ICC profile of sRGB, as tests/tools/make_srgb.py makes it.
_KIND, _SCREEN = "GTS_PDFA1", "324db4fee459ac6ed39c5e96b1b3c76ebd74d5c89e478d0dab120f7c89ed2a6e"


def check_claims(facts: TagFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """The identifiers, the title, the meaning of colours, and how readers shall behave."""
    said = []
    if facts.xmp is None or facts.xmp.fault:
        said.append(f"it has no metadata to go by ({facts.xmp.fault if facts.xmp else 'none'})")
    else:
        for (space, name), must in _CLAIMS.items():
            if facts.xmp.properties.get((space, name)) != (must,):
                said.append(f"its metadata do not say {name} {must} ({space})")
        if facts.xmp.properties.get((DC, "title")) != (expectation.title,):
            said.append(f"its metadata do not call it “{expectation.title}”")
    if not facts.marked:
        said.append("it does not say that it is tagged")
    if not facts.display_title:
        said.append("windows would show its name, not its title")
    profiles = [hashlib.sha256(p or b"").hexdigest() for kind, p in facts.intents if kind == _KIND]
    if profiles != [_SCREEN] or len(facts.intents) != 1:
        said.append("it does not say that its colours are sRGB")
    faults = [Fault(what) for what in said]
    for number, page in enumerate(facts.pages):
        if page.tabs != "S":
            faults.append(Fault("the tabulator key does not follow the structure", number))
    return faults


def check_bookmarks(facts: TagFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """The headings once more, as a list that leads to each."""
    wanted = [
        (plain(spoken.text), int(spoken.role[1:]) - 1, spoken.page)
        for spoken in expectation.spoken
        if spoken.role[0] == "H"
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
    return []
