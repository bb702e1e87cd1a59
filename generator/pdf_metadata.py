"""What a file says of itself in XMP (ISO 16684-1), in agreement with its Info.

A file for a press names its standard and its printing state; a tagged file claims PDF/UA-1
(ISO 14289-1, clause 5) and PDF/A-2a (ISO 19005-2, 6.6.4), and describes the property of the
first, which the second does not know (ISO 19005-2, 6.6.2.3.3). The packet stands in the file
as it is, so that every program finds it; in a tagged file, a tenth of which it may be, it
says no more than it must.
"""

from __future__ import annotations

import itertools

from .page import Document, edition_day
from .purpose import STANDARD_NAMES

_DC = "xmlns:dc='http://purl.org/dc/elements/1.1/'"
_PRESS_SPACES = (
    _DC,
    "xmlns:xmp='http://ns.adobe.com/xap/1.0/'",
    "xmlns:xmpMM='http://ns.adobe.com/xap/1.0/mm/'",
    "xmlns:pdf='http://ns.adobe.com/pdf/1.3/'",
    "xmlns:pdfxid='http://www.npes.org/pdfx/ns/id/'",
)
_TAGGED_SPACES = (
    _DC,
    "xmlns:pdfaid='http://www.aiim.org/pdfa/ns/id/' pdfaid:part='2' pdfaid:conformance='A'",
    "xmlns:pdfuaid='http://www.aiim.org/pdfua/ns/id/' pdfuaid:part='1'",
    "xmlns:pdfaExtension='http://www.aiim.org/pdfa/ns/extension/'",
    "xmlns:pdfaSchema='http://www.aiim.org/pdfa/ns/schema#'",
    "xmlns:pdfaProperty='http://www.aiim.org/pdfa/ns/property#'",
)
_WRAPPER = ("<x:xmpmeta xmlns:x='adobe:ns:meta/'>", "</x:xmpmeta>")
_SCHEMAS = (
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType='Resource'>",
    "<pdfaSchema:schema>PDF/UA</pdfaSchema:schema>",
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>",
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>",
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType='Resource'>",
    "<pdfaProperty:name>part</pdfaProperty:name>",
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>",
    "<pdfaProperty:category>internal</pdfaProperty:category>",
    "<pdfaProperty:description>Part</pdfaProperty:description>",
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>",
)


def metadata(document: Document, mark: str) -> bytes:
    """The packet of a document for a press or of a tagged one. ``mark`` is the hash of the
    content, from which the document's id follows."""
    title = _in_words("dc:title", document.title)
    if document.press:
        packet = _packet([title, *_press(document, mark)], _PRESS_SPACES, _WRAPPER)
    else:
        packet = _packet([title, *_SCHEMAS], _TAGGED_SPACES)
    return packet.encode("utf-8")


def _escaped(text: str) -> str:
    """Text as XML writes it (what does so in the library brings all of HTTP along)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _in_words(name: str, words: str) -> str:
    inner = f"<rdf:li xml:lang='x-default'>{_escaped(words)}</rdf:li>"
    return f"<{name}><rdf:Alt>{inner}</rdf:Alt></{name}>"


def _press(document: Document, mark: str) -> list[str]:
    assert document.press is not None, "only a document for a press has its standard"
    date = f"{'-'.join(edition_day(document.edition))}T00:00:00Z"
    parts = [mark.lower()[a:b] for a, b in itertools.pairwise((0, 8, 12, 16, 20, 32))]
    identity = f"uuid:{'-'.join(parts)}"  # RFC 9562, 4
    standard = STANDARD_NAMES[document.press.standard]
    said = [
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
        f"<pdfxid:GTS_PDFXVersion>{standard}</pdfxid:GTS_PDFXVersion>",
    ]
    if document.subject:
        said.append(_in_words("dc:description", document.subject))
    if document.keywords:
        said.append(f"<pdf:Keywords>{_escaped(document.keywords)}</pdf:Keywords>")
    return said


def _packet(said: list[str], spaces: tuple[str, ...], wrapper: tuple[str, ...] = ()) -> str:
    """``wrapper`` is what stands around it all, which XMP leaves to whoever writes it."""
    return "\n".join(
        [
            "<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>",
            *wrapper[:1],
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>",
            "<rdf:Description rdf:about=''",
            *spaces,
            ">",
            *said,
            "</rdf:Description>",
            "</rdf:RDF>",
            *wrapper[1:],
            "<?xpacket end='r'?>",
        ]
    )
