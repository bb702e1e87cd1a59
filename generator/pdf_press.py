"""What a file for a press has beyond any other: its declarations (ISO 15930-4 and 15930-7).

PDF/X-4 (2010) declares itself in XMP metadata, PDF/X-1a:2003 in the document's Info. Both
name one printing condition and carry its ICC profile.
"""

from __future__ import annotations

import uuid
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

from .content_stream import ALL, KNOCKOUT, OVERPRINT
from .page import Document, PressIntent, edition_day
from .pdf_objects import Plain, Stream
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


def metadata(document: Document, press: PressIntent, mark: str) -> Plain:
    """XMP that agrees with the Info (ISO 16684-1). ``mark`` is the hash of the content, from
    which the document's id follows."""
    date = f"{'-'.join(edition_day(document.edition))}T00:00:00Z"
    identity = f"uuid:{uuid.UUID(hex=mark)}"
    said = [
        f"<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>{escape(document.title)}</rdf:li>"
        "</rdf:Alt></dc:title>",
        "<dc:format>application/pdf</dc:format>",
        "<xmp:CreatorTool>Beacon</xmp:CreatorTool>",
        f"<xmp:CreateDate>{date}</xmp:CreateDate>",
        f"<xmp:ModifyDate>{date}</xmp:ModifyDate>",
        f"<xmp:MetadataDate>{date}</xmp:MetadataDate>",
        "<pdf:Producer>Beacon</pdf:Producer>",
        "<pdf:Trapped>False</pdf:Trapped>",
        f"<xmpMM:DocumentID>{identity}</xmpMM:DocumentID>",
        f"<xmpMM:InstanceID>{identity}</xmpMM:InstanceID>",
        "<xmpMM:VersionID>1</xmpMM:VersionID>",
        "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>",
        f"<pdfxid:GTS_PDFXVersion>{STANDARD_NAMES[press.standard]}</pdfxid:GTS_PDFXVersion>",
    ]
    if document.subject:
        said.append(
            f"<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>{escape(document.subject)}"
            "</rdf:li></rdf:Alt></dc:description>"
        )
    if document.keywords:
        said.append(f"<pdf:Keywords>{escape(document.keywords)}</pdf:Keywords>")
    packet = "\n".join(
        [
            "<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>",
            "<x:xmpmeta xmlns:x='adobe:ns:meta/'>",
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>",
            "<rdf:Description rdf:about=''",
            " xmlns:dc='http://purl.org/dc/elements/1.1/'",
            " xmlns:xmp='http://ns.adobe.com/xap/1.0/'",
            " xmlns:xmpMM='http://ns.adobe.com/xap/1.0/mm/'",
            " xmlns:pdf='http://ns.adobe.com/pdf/1.3/'",
            " xmlns:pdfxid='http://www.npes.org/pdfx/ns/id/'>",
            *said,
            "</rdf:Description>",
            "</rdf:RDF>",
            "</x:xmpmeta>",
            "<?xpacket end='r'?>",
        ]
    )
    entries = {"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}
    return Plain(packet.encode("utf-8"), entries)
