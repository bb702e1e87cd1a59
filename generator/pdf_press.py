"""What a file for a press has beyond any other: its declarations (ISO 15930-4 and 15930-7).

PDF/X-4 (2010) declares itself in XMP metadata (``pdf_metadata``), PDF/X-1a:2003 in the
document's Info. Both name one printing condition and carry its ICC profile.
"""

from __future__ import annotations

from reportlab.pdfbase import pdfdoc

from .content_stream import ALL, KNOCKOUT, OVERPRINT
from .page import PressIntent
from .pdf_objects import Stream
from .purpose import STANDARD_NAMES, X1A

VERSIONS = {"x4": (1, 6), "x1a": (1, 4)}


def output_intent(pdf: pdfdoc.PDFDocument, press: PressIntent) -> pdfdoc.PDFArrayCompact:
    """The one printing condition that the file is made for (ISO 15930-7, 6.2.2)."""
    profile = pdf.Reference(Stream(press.profile, {"N": 4}))
    intent = {
        "Type": pdfdoc.PDFName("OutputIntent"),
        "S": pdfdoc.PDFName("GTS_PDFX"),
        "OutputConditionIdentifier": pdfdoc.PDFString(press.condition),
        "OutputCondition": pdfdoc.PDFString(press.about),
        "RegistryName": pdfdoc.PDFString(press.registry),
        "Info": pdfdoc.PDFString(press.about),
        "DestOutputProfile": profile,
    }
    return pdfdoc.PDFArrayCompact([pdfdoc.PDFDictionary(intent)])


def info_entries(press: PressIntent) -> dict[str, object]:
    """What the Info says of the standard and of trapping: nothing is trapped yet."""
    entries: dict[str, object] = {"Trapped": pdfdoc.PDFName("False")}
    if press.standard == X1A:
        entries["GTS_PDFXVersion"] = pdfdoc.PDFString(STANDARD_NAMES[X1A])
    return entries


def resources() -> dict[str, object]:
    """Overprint on and off (mode 1: ink that a colour lacks stays as it is below), and the
    separation that stands for all inks (ISO 32000-1, 8.6.6.4, 8.6.7)."""

    def state(on: bool) -> pdfdoc.PDFDictionary:
        said = "true" if on else "false"
        entries = {"Type": pdfdoc.PDFName("ExtGState"), "OP": said, "op": said, "OPM": int(on)}
        return pdfdoc.PDFDictionary(entries)

    tint = pdfdoc.PDFDictionary(
        {
            "FunctionType": 2,
            "Domain": pdfdoc.PDFArrayCompact([0, 1]),
            "C0": pdfdoc.PDFArrayCompact([0, 0, 0, 0]),
            "C1": pdfdoc.PDFArrayCompact([1, 1, 1, 1]),
            "N": 1,
        }
    )
    every = [pdfdoc.PDFName("Separation"), pdfdoc.PDFName("All"), pdfdoc.PDFName("DeviceCMYK")]
    return {
        "ExtGState": pdfdoc.PDFDictionary({KNOCKOUT: state(False), OVERPRINT: state(True)}),
        "ColorSpace": pdfdoc.PDFDictionary({ALL: pdfdoc.PDFArrayCompact([*every, tint])}),
    }
