"""Checks of links: one that calls somebody else than the number beneath it says."""

from __future__ import annotations

from .characters import Char
from .expect import Directory, Expectation
from .findings import Fault, Findings, Seen, box_of
from .geometry import Rect
from .readback import LinkFact

_NEAR = 0.5  # points


def check_links(found: Findings, expectation: Expectation) -> list[Fault]:
    """Every number, address and code is a link to what it says, and nothing else is one."""
    directory = expectation.directory
    faults = []
    for seen in found.pages:
        if seen.other_annotations:
            message = f"{seen.other_annotations} notes or other additions lie on the page"
            faults.append(Fault(message, seen.number))
        for link in seen.links:
            if link.uri not in directory.uris:
                message = f"a link opens “{link.uri}”, which is no contact of this piece"
                faults.append(Fault(message, seen.number))
            else:
                faults += _one_link(seen, link, directory)
        if expectation.linked:
            faults += _unlinked(seen, expectation)
        elif seen.links:
            message = f"{len(seen.links)} links lie on a sheet that is there to be cut"
            faults.append(Fault(message, seen.number))
    return faults


def _one_link(seen: Seen, link: LinkFact, directory: Directory) -> list[Fault]:
    """A link does one thing, says which, looks like nothing, and lies over its own text."""
    faults = []
    if link.extras:
        message = f"the link to “{link.uri}” holds more than a link: {', '.join(link.extras)}"
        faults.append(Fault(message, seen.number))
    if (link.uri, link.says) not in directory.says:
        message = f"the link to “{link.uri}” says of itself “{link.says}”"
        faults.append(Fault(message, seen.number))
    for code in seen.codes:
        if link.rect.overlaps(code.rect, 2.0) and code.payload != link.uri:
            message = f"the link over the QR code for “{code.payload}” opens “{link.uri}”"
            faults.append(Fault(message, seen.number))
    for line in seen.lines_at(link.rect):
        under = "".join(
            [c.text for c in line.chars if _lies(c, link.rect) and not c.text.isspace()]
        )
        for printed, uri in directory.opens:
            if uri != link.uri and under and under == "".join(printed.split()):
                message = f"the link over “{printed}” opens “{link.uri}”"
                faults.append(Fault(message, seen.number))
    return faults


def _lies(char: Char, area: Rect) -> bool:
    """Whether the middle of a character lies in an area, or near to it."""
    x, y = (char.left + char.right) / 2, (char.top + char.bottom) / 2
    across = area.x - _NEAR <= x <= area.right + _NEAR
    return across and area.y - _NEAR <= y <= area.bottom + _NEAR


def _unlinked(seen: Seen, expectation: Expectation) -> list[Fault]:
    """Numbers, addresses and codes without a link over the whole of them."""
    directory, faults = expectation.directory, []
    here = expectation.pages[seen.number : seen.number + 1]
    repeated = [area for page in here for area in page.repeated]
    for printed, uri in directory.opens:
        for _, place in seen.places_of(printed):
            box = box_of(place)
            if box is None or any(area.contains(box, 1.0) for area in repeated):
                continue
            if not _covered(box, uri, seen):
                faults.append(Fault(f"“{printed}” is not a link to “{uri}”", seen.number))
    for code in seen.codes:
        if code.payload in directory.uris and not _covered(code.rect, code.payload, seen):
            message = f"the QR code for “{code.payload}” is not a link"
            faults.append(Fault(message, seen.number))
    return faults


def _covered(box: Rect, uri: str, seen: Seen) -> bool:
    return any(link.uri == uri and link.rect.contains(box, 2.0) for link in seen.links)
