"""Checks of where things stand on a press sheet: boxes, bleed, safe distance, marks.

What pikepdf read is compared with what must be there, and the bleed with pixels that pdfium
rendered, so that neither reader is believed alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from .expect import Bleed, Expectation, ExpectedPage, ExpectedSheet
from .findings import Fault, Findings, Line, Seen
from .geometry import MM, Rect, mm
from .press_facts import FILL, TEXT, Paint, PressFacts, PressPage, place
from .readback import GREY_DPI

_BOX_TOLERANCE = 0.01 * MM
_NEAR = 0.05  # points: rounding of coordinates
_SAFE_TOLERANCE = 0.3  # points: the side bearing of a letter
_MARK_TOLERANCE = 0.3  # points: half the width of a mark's line, and rounding
_TWO_PIXELS = 2 * 72 / GREY_DPI
_LINE = 1.0  # points: a mark that is thinner is one line
_INK_TOLERANCE = 1.0  # percent of one ink
_EVEN = 3  # of 255: how far pixels of one colour may lie apart
_SCALE = 1e-4  # of a size, or of a turn
_FULL = 99.0  # percent of each ink in a mark that is set by
_PALE = 3  # percent of ink in all, below which a colour is as good as paper
_VIEWS = ("ViewArea", "ViewClip", "PrintArea", "PrintClip")

_Page = TypeVar("_Page", PressPage, Seen)
SAFE, EDGE, BLEED, OUTSIDE = "safe", "edge", "bleed", "outside"


def _sheets(
    pages: Iterable[_Page], expectation: Expectation
) -> Iterator[tuple[_Page, ExpectedPage, ExpectedSheet]]:
    """Pages, however they were read, each with what is expected of it."""
    for page, wanted in zip(pages, expectation.pages, strict=False):
        if wanted.press is not None:
            yield page, wanted, wanted.press


def check_boxes(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """Sheets are laid out by their boxes and cut there (ISO 32000-1, 14.11.2)."""
    faults = []
    for key in _VIEWS:
        if facts.viewer.get(key, "MediaBox") not in ("MediaBox", "BleedBox"):
            faults.append(Fault(f"the file asks to be printed in part ({key})"))
    for page, wanted, sheet in _sheets(facts.pages, expectation):
        boxes, media = page.boxes, Rect(0, 0, wanted.width, wanted.height)
        expected = {"MediaBox": media, "BleedBox": sheet.bleed_box, "TrimBox": sheet.trim_box}
        for key, rect in expected.items():
            if key not in boxes:
                faults.append(Fault(f"the page has no {key}", page.number))
            elif not _same(boxes[key], rect):
                message = f"its {key} is {_said(boxes[key])}, not {_said(rect)}"
                faults.append(Fault(message, page.number))
        if not _same(boxes.get("CropBox", media), media):
            faults.append(Fault("its CropBox shows a part of the page only", page.number))
        faults += [Fault(said, page.number) for said in _view_faults(page)]
        faults += [Fault(said, page.number) for said in _piece_faults(page, wanted, sheet)]
    return faults


def _piece_faults(page: PressPage, wanted: ExpectedPage, sheet: ExpectedSheet) -> list[str]:
    """Each piece stands where it is cut, upright or turned with its page, and in its size:
    one without bleed would not show that it does not."""
    bleed = sheet.trim_box.x - sheet.bleed_box.x
    sign = -1.0 if wanted.turned else 1.0
    upright = (sign, 0.0, 0.0, sign)
    placed = [
        window.rect
        for window in page.windows
        if all(abs(a - b) < _SCALE for a, b in zip(window.lies, upright, strict=True))
    ]
    return [
        f"no piece stands where it is cut at {place(trim)}, upright and in its size"
        for trim in wanted.trims
        if not any(_same(rect, trim.inset(-bleed)) for rect in placed)
    ]


def _view_faults(page: PressPage) -> list[str]:
    faults = []
    if "ArtBox" in page.keys:
        faults.append("the page has an ArtBox beside its TrimBox: a press knows one cut alone")
    nested = [page.boxes[k] for k in ("MediaBox", "BleedBox", "TrimBox") if k in page.boxes]
    pairs = zip(nested, nested[1:], strict=False)
    if not all(outer.contains(inner, _BOX_TOLERANCE) for outer, inner in pairs):
        faults.append("its boxes do not lie within each other")
    if page.rotation % 360:
        faults.append(f"the page is turned by {page.rotation:g} degrees")
    if page.unit != 1.0:
        faults.append(f"the page is scaled by {page.unit:g} (UserUnit)")
    return faults


def _same(one: Rect, other: Rect) -> bool:
    return one.contains(other, _BOX_TOLERANCE) and other.contains(one, _BOX_TOLERANCE)


def _said(rect: Rect) -> str:
    return f"{mm(rect.width):.2f} x {mm(rect.height):.2f} mm at {mm(rect.x):.2f}, {mm(rect.y):.2f}"


def _zone(rect: Rect, wanted: ExpectedPage, sheet: ExpectedSheet) -> str:
    """Where something lies: well inside a piece, at its edge, in its bleed, or off it."""
    bleed = sheet.trim_box.x - sheet.bleed_box.x
    if any(trim.inset(sheet.safe - _SAFE_TOLERANCE).contains(rect) for trim in wanted.trims):
        return SAFE
    if any(trim.overlaps(rect, _NEAR) for trim in wanted.trims):
        return EDGE
    if any(trim.inset(-bleed).overlaps(rect, _NEAR) for trim in wanted.trims):
        return BLEED
    return OUTSIDE


def _is_artwork(paint: Paint, sheet: ExpectedSheet) -> bool:
    """Whether it is an area that runs over the cut, and where it should."""
    return (
        paint.kind == FILL
        and paint.solid
        and any(area.contains(paint.rect, _NEAR) for area in sheet.artwork)
        and any(paint.rect.contains(bleed.rect, _NEAR) for bleed in sheet.bleeds)
    )


def check_bleed(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """Where artwork ends at the cut, a white edge shows as soon as the knife drifts."""
    mono = expectation.press is not None and expectation.press.mono
    faults = []
    for page, wanted, sheet in _sheets(facts.pages, expectation):
        for bleed in sheet.bleeds:
            wrong = _bleed_fault(page, bleed, mono)
            faults += [Fault(f"{wrong} at {place(bleed.rect)}", page.number)] if wrong else []
        for paint in page.paints:
            odd = paint.kind != TEXT and not _is_artwork(paint, sheet)
            if odd and _zone(paint.rect, wanted, sheet) == BLEED:
                message = f"{paint.said} lies in the bleed, and is none of the bleeding artwork"
                faults.append(Fault(message, page.number))
    return faults + _pixel_faults(found, expectation)


def _bleed_fault(page: PressPage, bleed: Bleed, mono: bool) -> str:
    """What is wrong with the operators that paint one area beyond a trim."""
    over = [p for p in page.paints if p.rect.overlaps(bleed.rect, _NEAR)]
    filling = [p for p in over if p.kind == FILL and p.solid]
    filling = [p for p in filling if p.rect.contains(bleed.rect, _NEAR)]
    if not filling:
        return "no artwork fills the bleed"
    if over[-1] is not filling[-1]:
        return "something lies on the artwork in the bleed"
    inks = filling[-1].inks or (0.0, 0.0, 0.0, 0.0)
    if mono:
        # How dark a colour is in black alone is composed, not laid out: only that it is.
        same = filling[-1].only_black or sum(bleed.cmyk) <= _PALE
    else:
        same = all(abs(a - b) <= _INK_TOLERANCE for a, b in zip(inks, bleed.cmyk, strict=True))
    wanted = ", ".join(str(ink) for ink in bleed.cmyk)
    has = ", ".join(f"{ink:.0f}" for ink in inks)
    return "" if same else f"the bleed is in {has} (C, M, Y, K), not in {wanted},"


def _pixel_faults(found: Findings, expectation: Expectation) -> list[Fault]:
    """The same as pixels: each area beyond a trim is of one colour, and not of paper."""
    faults = []
    for seen, wanted in zip(found.pages, expectation.pages, strict=False):
        for bleed in wanted.press.bleeds if wanted.press else ():
            area = bleed.rect.turned(wanted.width, wanted.height) if wanted.turned else bleed.rect
            if not _is_even(seen, area, sum(bleed.cmyk) > _PALE):
                message = f"the bleed is not filled evenly at {place(bleed.rect)}"
                faults.append(Fault(message, seen.number))
    return faults


def _is_even(seen: Seen, area: Rect, inked: bool) -> bool:
    """Whether an area is of one colour, but for a pixel at each edge."""
    inside = area.inset(72 / GREY_DPI)
    if inside.width <= 0 or inside.height <= 0:
        return True
    inside = seen.facts.within(inside)
    if inside.width <= 0 or inside.height <= 0:
        return False
    bands = [band.getextrema() for band in seen.facts.render(GREY_DPI, False, inside).split()]
    even = all(most - least <= _EVEN for least, most in bands)  # type: ignore[operator]
    return even and not (inked and all(least == 255 for least, _ in bands))


def check_safe(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """What stands too near to the cut is cut into when paper drifts, which it does."""
    faults = []
    for page, wanted, sheet in _sheets(facts.pages, expectation):
        for paint in page.paints:
            if paint.kind == TEXT or _is_artwork(paint, sheet):
                continue
            if _zone(paint.rect, wanted, sheet) == EDGE:
                message = f"{paint.said} comes nearer than {mm(sheet.safe):.0f} mm to the cut"
                faults.append(Fault(message, page.number))
    for seen, wanted, sheet in _sheets(found.pages, expectation):
        for what, zone in _things(seen, wanted, sheet):
            if zone == EDGE:
                message = f"{what} comes nearer than {mm(sheet.safe):.0f} mm to the cut"
                faults.append(Fault(message, seen.number))
            elif zone == BLEED:
                faults.append(Fault(f"{what} stands in the bleed, which is cut off", seen.number))
    return faults


def _things(seen: Seen, wanted: ExpectedPage, sheet: ExpectedSheet) -> Iterator[tuple[str, str]]:
    """Codes, and each part of a line of text, with the zone in which it lies."""

    def zone(rect: Rect) -> str:
        lies = rect.turned(wanted.width, wanted.height) if wanted.turned else rect
        return _zone(lies, wanted, sheet)

    for code in seen.codes:
        # Found in pixels, so to two of them; its squares are paths, looked at to the hair.
        yield f"the QR code for “{code.payload}”", zone(code.rect.inset(_TWO_PIXELS))
    for line in seen.lines:
        zones = {zone(c.rect): c for c in line.chars if not c.text.isspace() and c.rect.width > 0}
        for name in sorted(zones):
            yield _quoted(line), name


def _quoted(line: Line) -> str:
    return f"“{line.text.strip()[:40]}”"


def check_marks(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """Without marks nobody knows where to cut, or whether the inks meet; anything else
    beside the pieces is wiped off a plate by hand."""
    faults = []
    for page, wanted, sheet in _sheets(facts.pages, expectation):
        registration = [p for p in page.paints if p.space.registration and _is_full(p)]
        for mark in sheet.registration:
            if not any(_fills(p.rect, mark) for p in registration):
                message = f"the mark in all inks is missing at {place(mark)}"
                faults.append(Fault(message, page.number))
        for mark in wanted.marks:
            line = min(mark.width, mark.height) < _LINE
            if line and not any(p.solid and _same(p.rect, mark) for p in registration):
                faults.append(Fault(f"the cut mark at {place(mark)} is missing", page.number))
        for paint in page.paints:
            if paint.kind != TEXT and not _has_place(paint.rect, wanted, sheet):
                message = f"{paint.said} lies beside the pieces, and is no mark"
                faults.append(Fault(message, page.number))
    for seen, wanted, sheet in _sheets(found.pages, expectation):
        faults += _stray_text(seen, wanted, sheet)
    return faults


def _is_full(paint: Paint) -> bool:
    return paint.inks is not None and min(paint.inks) >= _FULL


def _fills(rect: Rect, mark: Rect) -> bool:
    outer, inner = mark.inset(-_MARK_TOLERANCE), mark.inset(_MARK_TOLERANCE)
    return outer.contains(rect) and rect.contains(inner)


def _has_place(rect: Rect, wanted: ExpectedPage, sheet: ExpectedSheet) -> bool:
    """Whether something lies on a piece or in its bleed, or where a mark may lie."""
    if _zone(rect, wanted, sheet) != OUTSIDE:
        return True
    return any(mark.inset(-_MARK_TOLERANCE).contains(rect) for mark in wanted.marks)


def _stray_text(seen: Seen, wanted: ExpectedPage, sheet: ExpectedSheet) -> list[Fault]:
    faults = []
    for line in seen.lines:
        for char in line.chars:
            rect = char.rect
            if wanted.turned:
                rect = rect.turned(wanted.width, wanted.height)
            stands = not char.text.isspace() and rect.width > 0
            if stands and not _has_place(rect, wanted, sheet):
                message = f"{_quoted(line)} stands beside the pieces, and is not the slug"
                faults.append(Fault(message, seen.number))
                break
    return faults
