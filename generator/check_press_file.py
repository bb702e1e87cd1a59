"""Checks of a press file as a whole: what it declares, and what no press file may hold.

Rules are those of ISO 15930-7:2010 (PDF/X-4) and ISO 15930-4:2003 (PDF/X-1a:2003).
"""

from __future__ import annotations

import datetime
import re

from .expect import Expectation, ExpectedPress
from .findings import Fault, Findings
from .press_facts import Oddity, PressFacts
from .purpose import STANDARD_NAMES, X1A, X4
from .xmp import DC, PDF, PDFX_ID, XAP, XAP_MM

_VERSIONS = {X4: "1.6", X1A: "1.4"}
_PROFILE_VERSIONS = {X4: 4, X1A: 2}  # the newest ICC version that the PDF version knows
_ID_BYTES = 16  # of each half of a file's identifier (ISO 32000-1, 14.4)
_SAME = {
    "Title": (DC, "title"),
    "Subject": (DC, "description"),
    "Author": (DC, "creator"),
    "Keywords": (PDF, "Keywords"),
    "Creator": (XAP, "CreatorTool"),
    "Producer": (PDF, "Producer"),
}
_DATES = {"CreationDate": (XAP, "CreateDate"), "ModDate": (XAP, "ModifyDate")}
_NEEDED = ("Title", "Creator", "Producer", "CreationDate", "ModDate")
_IDENTITY = {
    "DocumentID": (XAP_MM, "DocumentID"),
    "VersionID": (XAP_MM, "VersionID"),
    "RenditionClass": (XAP_MM, "RenditionClass"),
    "MetadataDate": (XAP, "MetadataDate"),
}
_ELSE = {
    (PDF, "Trapped"),
    (PDFX_ID, "GTS_PDFXVersion"),
    (DC, "format"),
    (XAP_MM, "InstanceID"),
}
_SAID = {*_SAME.values(), *_DATES.values(), *_IDENTITY.values(), *_ELSE}
_CATALOG = frozenset(
    "Type Pages Lang ViewerPreferences OutputIntents Metadata Version PageMode PageLayout "
    "MarkInfo Names AcroForm OpenAction AA URI Outlines Dests Threads OCProperties".split()
)
_VIEWER = frozenset("DisplayDocTitle ViewArea ViewClip PrintArea PrintClip".split())
_PAGE = frozenset(
    "Type Parent MediaBox CropBox BleedBox TrimBox ArtBox Resources Contents Rotate UserUnit "
    "Group Annots AA".split()
)
_STATE = frozenset("Type OP op OPM LW LC LJ ML D RI FL SM SA CA ca BM SMask AIS TK".split())
_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(Z|[+-]\d\d'?\d\d)'?")
_XMP_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(Z|[+-]\d\d:\d\d)")


def _press(expectation: Expectation) -> ExpectedPress:
    assert expectation.press is not None, "these checks are of files for a press"
    return expectation.press


def check_version(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """A file that claims another standard is refused by the print shop, or set otherwise."""
    standard = _press(expectation).standard
    most, name = _VERSIONS[standard], STANDARD_NAMES[standard]
    faults = []
    version = max(facts.header, facts.version)
    if not facts.header or version > most or standard == X4 and version != most:
        faults.append(Fault(f"the file is PDF {version or '?'}; {name} is written as {most}"))
    if standard == X1A and not facts.tables:
        faults.append(Fault(f"its objects are packed, which {name} does not know"))
    said = facts.info.get("GTS_PDFXVersion", "")
    told = facts.xmp.properties.get((PDFX_ID, "GTS_PDFXVersion"), ()) if facts.xmp else ()
    claims = {X4: told, X1A: (said,)}[standard]
    others = {X4: (said,), X1A: told}[standard]
    if claims != (name,):
        faults.append(Fault(f"the file does not say that it is {name}: a print shop will ask"))
    if any(other not in ("", name) for other in others):
        faults.append(Fault(f"the file claims two standards, {name} and “{''.join(others)}”"))
    if "GTS_PDFXConformance" in facts.info:
        faults.append(Fault("the file says that it conforms to a standard of 2001"))
    return faults


def check_metadata(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """Two descriptions that disagree: nobody knows which file lies before them."""
    press = _press(expectation)
    faults = []
    if len(facts.ids) != 2 or any(len(part) != _ID_BYTES for part in facts.ids):
        faults.append(Fault("the file has no identifier of two times 16 bytes"))
    missing = [key for key in _NEEDED if not facts.info.get(key)]
    if missing:
        faults.append(Fault(f"the file does not say its {', '.join(missing)}"))
    for key in _DATES:
        if facts.info.get(key) not in (None, press.date):
            faults.append(Fault(f"its {key} is “{facts.info[key]}”, not “{press.date}”"))
    if facts.xmp is None:
        if press.standard == X4:
            faults.append(Fault("the file has no metadata (XMP), which PDF/X-4 asks for"))
        return faults
    if facts.xmp.fault:
        return [*faults, Fault(f"its metadata (XMP) cannot be read: {facts.xmp.fault}")]
    return faults + _disagreements(facts, press.standard)


def _disagreements(facts: PressFacts, standard: str) -> list[Fault]:
    """What the Info and the XMP say of the same thing (ISO 16684-1, ISO 32000-1, 14.3)."""
    assert facts.xmp is not None, "the caller looked"
    told, faults = facts.xmp.properties, []
    for key, name in _SAME.items():
        if told.get(name, ()) != tuple(v for v in (facts.info.get(key, "").strip(),) if v):
            faults.append(Fault(f"Info and metadata (XMP) do not say the same {key}"))
    for key, name in _DATES.items():
        here, there = _moment(facts.info.get(key, "")), [_moment(v) for v in told.get(name, ())]
        if here is None or there != [here]:
            faults.append(Fault(f"Info and metadata (XMP) do not say the same {key}"))
    later = [_moment(v) for v in told.get(_IDENTITY["MetadataDate"], ())]
    changed = _moment(facts.info.get("ModDate", ""))
    if changed and not all(m and m >= changed for m in later):
        faults.append(Fault("its metadata (XMP) is older than the file, or has no date"))
    if told.get((DC, "format"), ("application/pdf",)) != ("application/pdf",):
        faults.append(Fault("its metadata (XMP) is that of another kind of file"))
    # Another standard, or what somebody's program noted of its user.
    for _, key in sorted(told.keys() - _SAID):
        faults.append(Fault(f"its metadata (XMP) says what no press file needs (“{key}”)"))
    if standard == X4:
        missing = [key for key, name in _IDENTITY.items() if len(told.get(name, ())) != 1]
        if missing:
            faults.append(Fault(f"its metadata (XMP) has no {', '.join(missing)}"))
    return faults


def _moment(said: str) -> datetime.datetime | None:
    """A date of PDF (ISO 32000-1, 7.9.4) or of XMP (ISO 8601) with its zone."""
    match = _PDF_DATE.fullmatch(said) or _XMP_DATE.fullmatch(said)
    if match is None:
        return None
    zone = "+0000" if match[7] == "Z" else re.sub(r"[':]", "", match[7])
    try:
        return datetime.datetime.strptime("".join(match.groups()[:6]) + zone, "%Y%m%d%H%M%S%z")
    except ValueError:
        return None


def check_trapped(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """A print shop that does not know whether inks are trapped traps twice, or never."""
    said = facts.info.get("Trapped", "")
    faults = []
    if said not in ("/True", "/False"):
        faults.append(Fault("the file does not say whether it is trapped (True or False)"))
    told = facts.xmp.properties.get((PDF, "Trapped"), ()) if facts.xmp else ()
    if told != (said[1:],) and (told or _press(expectation).standard == X4):
        faults.append(Fault("Info and metadata (XMP) do not say the same of trapping"))
    return faults


def check_intent(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """Another printing condition than the colours were made for prints other colours
    (ISO 32000-1, 14.11.5)."""
    press = _press(expectation)
    if len(facts.intents) != 1:
        return [Fault(f"the file names {len(facts.intents)} printing conditions, not just one")]
    intent = facts.intents[0]
    if intent.kind != "GTS_PDFX":
        return [Fault(f"what the file is made for is no press (“{intent.kind}”)")]
    faults = []
    if intent.condition != press.condition:
        message = f"its printing condition is “{intent.condition}”, not {press.condition}"
        faults.append(Fault(message))
    if intent.registry != press.registry:
        faults.append(Fault(f"its printing condition is registered at “{intent.registry}”"))
    faults += [Fault(f"it is said to be for “{s}”") for s in intent.said if s != press.about]
    if "DestOutputProfileRef" in intent.keys:
        faults.append(Fault("its colour profile lies outside the file"))
    if intent.profile is None:
        return [*faults, Fault("the profile of its printing condition is not in the file")]
    head = intent.profile[:128]
    if intent.components != 4 or head[12:16] != b"prtr" or head[16:20] != b"CMYK":
        faults.append(Fault("its profile is not one of a press with four inks"))
    elif head[8] > _PROFILE_VERSIONS[press.standard]:
        faults.append(Fault(f"its profile is of ICC version {head[8]}: too new for the standard"))
    if intent.profile != press.profile:
        faults.append(Fault(f"its profile is not the one of {press.condition} that was asked for"))
    return faults


def check_annotations(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """A note or a field may be printed, or not: nobody knows before it is on paper."""
    faults = []
    if "AcroForm" in facts.catalog:
        faults.append(Fault("the file holds a form to fill in"))
    faults += [
        Fault("links, notes or fields lie on the page", page.number)
        for page in facts.pages
        if "Annots" in page.keys
    ]
    return faults


def check_actions(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """A file for a press prints; one that acts when it is opened does something else too."""
    said = {
        "OpenAction": "something happens when the file is opened",
        "AA": "something happens while the file is read",
        "URI": "the file names an address for its links",
        "Outlines": "the file holds bookmarks",
        "Dests": "the file holds places to jump to",
        "Threads": "the file holds a path for readers",
    }
    faults = [Fault(words) for key, words in said.items() if key in facts.catalog]
    for page in facts.pages:
        if "AA" in page.keys:
            faults.append(Fault("something happens when the page is opened", page.number))
    return faults + _odd(facts, "press-actions", "the file holds {}")


def check_layers(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """A layer that is switched off for print takes what is on it off the paper."""
    faults = [Fault("the file has layers")] if "OCProperties" in facts.catalog else []
    return faults + _odd(facts, "press-layers", "{} may be printed or not, as a program likes")


def check_content(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """What one press carries out and another passes over."""
    faults = []
    if facts.encrypted:
        faults.append(Fault("the file is encrypted: a print shop cannot open it"))
    for key in sorted(facts.catalog - _CATALOG):
        faults.append(Fault(f"the file holds what no press file needs (“{key}”)"))
    for key in sorted(facts.viewer.keys() - _VIEWER):
        faults.append(Fault(f"the file tells a program how to show or print it (“{key}”)"))
    for page in facts.pages:
        for key in sorted(page.keys - _PAGE):
            faults.append(Fault(f"the page holds what no press file needs (“{key}”)", page.number))
        odd = {k for state in page.states for k in state.keys() - _STATE if state[k] != "Default"}
        for key in sorted(odd):
            message = f"it changes how a press sets its dots or inks (“{key}”)"
            faults.append(Fault(message, page.number))
    return faults + _odd(facts, "press-content", "the file holds {}")


def check_fonts(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """A font that is not in the file is replaced by another (ISO 32000-1, 9.9)."""
    faults = []
    for page in facts.pages:
        for font in page.fonts:
            if font.fault:
                faults.append(Fault(f"the font {font.name}: {font.fault}", page.number))
    return faults


def _odd(facts: PressFacts, check: str, words: str) -> list[Fault]:
    """The oddities for one check, of the whole file and of its pages."""

    def said(oddities: tuple[Oddity, ...], page: int | None) -> list[Fault]:
        return [Fault(words.format(o.what), page) for o in oddities if o.check == check]

    found = said(facts.oddities, None)
    for page in facts.pages:
        found += said(page.oddities, page.number)
    return found
