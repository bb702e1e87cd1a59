"""What a file for a press has beyond any other: its declarations (ISO 15930-4 and 15930-7).

PDF/X-4 (2010) declares itself in XMP metadata (``pdf_metadata``), PDF/X-1a:2003 in the
document's Info. Both name one printing condition and carry its ICC profile.
"""

from __future__ import annotations

from .content_stream import ALL, KNOCKOUT, OVERPRINT
from .page import PressIntent
from .pdf_objects import Objects, deflated_once, ref, text_string
from .purpose import STANDARD_NAMES, X1A

VERSIONS = {"x4": (1, 6), "x1a": (1, 4)}
# Overprint on and off (mode 1: ink that a colour lacks stays as it is below), and the
# separation that stands for all inks (ISO 32000-1, 8.6.6.4, 8.6.7).
RESOURCES = (
    "/ExtGState<<"
    f"/{KNOCKOUT}<</Type/ExtGState/OP false/op false/OPM 0>>"
    f"/{OVERPRINT}<</Type/ExtGState/OP true/op true/OPM 1>>>>"
    f"/ColorSpace<</{ALL}[/Separation/All/DeviceCMYK"
    "<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[1 1 1 1]/N 1>>]>>"
).encode()


def output_intent(objects: Objects, press: PressIntent) -> bytes:
    """The one printing condition that the file is made for (ISO 15930-7, 6.2.2)."""
    profile = objects.add(deflated_once(press.profile, b"/N 4"))
    return (
        b"[<</Type/OutputIntent/S/GTS_PDFX/OutputConditionIdentifier%s/OutputCondition%s"
        b"/RegistryName%s/Info%s/DestOutputProfile %s>>]"
    ) % (
        text_string(press.condition),
        text_string(press.about),
        text_string(press.registry),
        text_string(press.about),
        ref(profile),
    )


def info_entries(press: PressIntent) -> bytes:
    """What the Info says of the standard and of trapping: nothing is trapped yet."""
    said = b"/Trapped/False"
    if press.standard == X1A:
        said += b"/GTS_PDFXVersion" + text_string(STANDARD_NAMES[X1A])
    return said
