"""XMP metadata as plain properties (ISO 16684-1), read without trust: no document type, no
entities, nothing that an XML reader would fetch or multiply."""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers import expat

from .records import dataclass

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
XAP = "http://ns.adobe.com/xap/1.0/"
XAP_MM = "http://ns.adobe.com/xap/1.0/mm/"
PDF = "http://ns.adobe.com/pdf/1.3/"
PDFX_ID = "http://www.npes.org/pdfx/ns/id/"
PDFA_ID = "http://www.aiim.org/pdfa/ns/id/"
PDFUA_ID = "http://www.aiim.org/pdfua/ns/id/"
_META = "adobe:ns:meta/"
_MOST_DEPTH = 30
_MOST_VALUES = 2_000
_WITHIN = {(RDF, n) for n in ("Alt", "Seq", "Bag", "li")}

_Name = tuple[str, str]


@dataclass(frozen=True)
class Xmp:
    """The metadata of the file by namespace and name; ``fault`` is why it cannot be read."""

    properties: Mapping[tuple[str, str], tuple[str, ...]]
    fault: str = ""


class _Refused(ValueError):
    pass


class _Reader:
    """Collects the text of each property of each ``rdf:Description``."""

    def __init__(self) -> None:
        self.properties: dict[_Name, list[str]] = {}
        self._open: list[_Name] = []
        self._text: list[str] = []

    def start(self, called: str, attributes: dict[str, str]) -> None:
        name = _split(called)
        if len(self._open) > _MOST_DEPTH:
            raise _Refused("it is nested too deep")
        if name == (RDF, "Description"):
            for key, value in attributes.items():
                if _split(key)[0] not in (RDF, ""):
                    self._note(_split(key), value)
        self._open.append(name)
        self._text = []

    def text(self, data: str) -> None:
        self._text.append(data)

    def end(self, called: str) -> None:
        name, said = self._open.pop(), "".join(self._text).strip()
        self._text = []
        if not said:
            return
        above = [n for n in reversed([*self._open, name]) if n not in _WITHIN]
        if above and above[0][0] not in (RDF, _META):
            self._note(above[0], said)

    def _note(self, name: _Name, value: str) -> None:
        found = self.properties.setdefault(name, [])
        found.append(value)
        if len(found) > _MOST_VALUES or len(self.properties) > _MOST_VALUES:
            raise _Refused("it says more than any file needs")


def read_xmp(data: bytes) -> Xmp:
    """The properties of a packet; with what is wrong, where it cannot be read."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _no_types
    parser.EntityDeclHandler = _no_types
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, _Refused, ValueError) as error:
        return Xmp({}, str(error) if isinstance(error, _Refused) else "it is no XML")
    return Xmp({name: tuple(values) for name, values in reader.properties.items()})


def _no_types(*_: object) -> None:
    raise _Refused("it declares types of its own")


def _split(called: str) -> _Name:
    space, _, name = called.rpartition(" ")
    return space, name
