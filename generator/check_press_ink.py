"""Checks of inks on a press sheet: which, how much, over what, how thin.

Beside ISO 15930-7 and 15930-4 these follow what print shops ask for, as the specifications
of the Ghent Workgroup (GWG2015, sheet-fed offset) put it.
"""

from __future__ import annotations

from .expect import Expectation
from .findings import Fault, Findings
from .press_facts import (
    DEVICE_CMYK,
    DEVICE_GRAY,
    FILL,
    IMAGE,
    SHADING,
    STROKE,
    TEXT,
    Inks,
    Paint,
    Picture,
    PressFacts,
    PressPage,
    Space,
)

_MOST_INK = 300.0  # percent: what coated paper takes in sheet-fed offset (FOGRA39 practice)
_INK_TOLERANCE = 1.0  # percent: values of a picture are rounded to 1/255 in each ink
_SMALL_TEXT = 9.0  # points: GWG2015, small text
_THIN_LINE = 2.0  # points: GWG2015, thin lines of black
_HAIRLINE = 0.25  # points: GWG2015, effective line width
_THIN_BAR = 0.2  # points: an area so thin prints as a line, and may vanish like one
_TOO_MUCH = f"more than {_MOST_INK:.0f} % never dries"
_LEAST = "pt is the least that prints"
_ROUNDING = 0.005  # points
_DARK = 0.2, 0.1  # of light: text darker than this, and as little coloured, looks black
_BLACK_FROM = 85.0  # percent of black ink, from which text looks black
_LEAST_DPI, _MOST_DPI = 250.0, 2400.0  # at 250 dpi the dots of a screen of 60 lines/cm are fed


def check_colour(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """A colour that is no ink of this press is converted by chance, or costs a fifth plate."""
    mono = expectation.press is not None and expectation.press.mono
    faults = []
    for page in facts.pages:
        odd = {s.said for s in page.spaces if not _allowed(s)}
        odd |= {p.space.said for p in page.pictures if p.space and not _allowed(p.space)}
        for said in sorted(odd):
            faults.append(Fault(f"the page names a colour that is no ink: {said}", page.number))
        for paint in page.paints:
            if not _allowed(paint.space):
                message = f"{paint.said} is in {paint.space.said}, not in the inks of the press"
                faults.append(Fault(message, page.number))
            elif mono and not paint.space.registration and _colourful(paint):
                message = f"{paint.said} is not in black alone"
                faults.append(Fault(message, page.number))
        faults += _patterns(page)
    return faults + _registration_on_pieces(facts, expectation)


def _allowed(space: Space) -> bool:
    """CMYK and grey, and all inks at once for the marks by which a press is set."""
    if space.registration:
        return space.base in ("DeviceCMYK", "DeviceGray")
    return space in (DEVICE_CMYK, DEVICE_GRAY)


def _colourful(paint: Paint) -> bool:
    if paint.picture is not None:
        return paint.picture.peak_colour > _INK_TOLERANCE
    return paint.inks is not None and paint.ink_count > 0 and not paint.only_black


def _patterns(page: PressPage) -> list[Fault]:
    """Inks that are computed while a press is set cannot be proved before."""
    odd = [o.what for o in page.oddities if o.check == "press-colour"]
    faults = [Fault(f"it holds {what}", page.number) for what in odd]
    if any(paint.kind == SHADING for paint in page.paints):
        faults.append(Fault("a shading is painted, whose inks cannot be proved", page.number))
    return faults


def _registration_on_pieces(facts: PressFacts, expectation: Expectation) -> list[Fault]:
    """Ink of all plates on a piece never dries; beside it, it is how a press is set."""
    faults = []
    for page, wanted in zip(facts.pages, expectation.pages, strict=False):
        if wanted.press is None:
            continue
        bleed = wanted.press.trim_box.x - wanted.press.bleed_box.x
        for paint in page.paints:
            inside = any(paint.rect.overlaps(t.inset(-bleed)) for t in wanted.trims)
            if paint.space.registration and (inside or paint.kind == TEXT):
                message = f"{paint.said} is in all inks at once, which is for marks alone"
                faults.append(Fault(message, page.number))
    return faults


def check_ink(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """More ink than paper takes does not dry, and sets off on the next sheet."""
    faults = []
    for page in facts.pages:
        for picture in page.pictures:
            if picture.peak > _MOST_INK + _INK_TOLERANCE:
                message = f"a picture has {picture.peak:.0f} % ink in all; {_TOO_MUCH}"
                faults.append(Fault(message, page.number))
        # The inks of a picture are rounded, and so is what is printed on one.
        pictures = any(paint.picture for paint in page.paints)
        most = _MOST_INK + (_INK_TOLERANCE if pictures else _ROUNDING)
        for paint, total in zip(page.paints, _totals(page.paints), strict=True):
            if total > most and not paint.space.registration:
                message = f"{paint.said} has {total:.0f} % ink in all; {_TOO_MUCH}"
                faults.append(Fault(message, page.number))
    return faults


def _totals(paints: tuple[Paint, ...]) -> list[float]:
    """The ink on paper wherever each paint lies, in percent: its own, and where it
    overprints that of what lies beneath too."""
    # Few things are so dark that black upon them could be too much: only these are looked at.
    dark = [p for p in paints if p.kind != TEXT and sum(_beneath(p)) > _MOST_INK - 100]
    totals = []
    for at, paint in enumerate(paints):
        own = sum(paint.inks or ())
        over = paint.overprints and any(d.rect.overlaps(paint.rect) for d in dark)
        totals.append(_with_ground(paint, paints[:at]) if over else own)
    return totals


def _with_ground(paint: Paint, below: tuple[Paint, ...]) -> float:
    """The most ink of a paint that overprints: down to the first area that hides the rest."""
    most = sum(paint.inks or ())
    for ground in reversed(below):
        if ground.kind == TEXT or not ground.rect.overlaps(paint.rect):
            continue
        inks = [own or under for own, under in zip(paint.inks or (), _beneath(ground), strict=True)]
        most = max(most, sum(inks))
        if ground.solid and not ground.overprint and ground.rect.contains(paint.rect):
            break
    return most


def _beneath(paint: Paint) -> Inks:
    """The inks that may show through what overprints a paint."""
    if paint.picture is not None:
        colour = paint.picture.peak_colour / 3
        return (colour, colour, colour, paint.picture.peak - paint.picture.peak_colour)
    return paint.inks or (0.0, 0.0, 0.0, 0.0)


def check_black(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """Black of several inks blurs where they do not meet; black that does not overprint
    leaves a white edge where the paper drifts (GWG2015, black text, thin black lines)."""
    faults = []
    for page in facts.pages:
        for paint in page.paints:
            if paint.space.registration:
                continue
            thin = paint.kind == STROKE and (paint.width or 0.0) < _THIN_LINE
            if _is_fine(paint) and _looks_black(paint) and not paint.only_black:
                message = f"{paint.said} is black of {paint.ink_count} inks: its edges blur"
                faults.append(Fault(message, page.number))
            elif (paint.kind == TEXT or thin) and paint.full_black and not paint.overprints:
                message = f"{paint.said} is black and does not overprint: white edges may show"
                faults.append(Fault(message, page.number))
    return faults


def _is_fine(paint: Paint) -> bool:
    """Whether it has edges that must be sharp: letters, lines, drawings, QR codes."""
    narrow = min(paint.rect.width, paint.rect.height) < _THIN_LINE
    return paint.kind in (TEXT, STROKE) or paint.kind == FILL and (narrow or not paint.solid)


def _looks_black(paint: Paint) -> bool:
    if paint.inks is None or paint.white:
        return False
    cyan, magenta, yellow, black = paint.inks
    light = [(1 - ink / 100) * (1 - black / 100) for ink in (cyan, magenta, yellow)]
    neutral = max(light) - min(light) < _DARK[1]
    return black >= _BLACK_FROM or max(light) < _DARK[0] and neutral


def check_small_text(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """Small letters of several inks cannot be read where these do not meet (GWG2015)."""
    faults = []
    for page in facts.pages:
        for paint in page.paints:
            small = paint.kind == TEXT and paint.size < _SMALL_TEXT - _ROUNDING
            if small and paint.ink_count > 1:
                message = f"{paint.said}, {paint.size:.1f} pt, is of {paint.ink_count} inks"
                faults.append(Fault(message, page.number, "set small text in one ink"))
    return faults


def check_white(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """White that overprints is not there at all; a colour that does takes another one
    (GWG2015, white text and paths)."""
    faults = []
    for page in facts.pages:
        for paint in page.paints:
            if not paint.overprint or paint.full_black or paint.picture is not None:
                continue
            what = "is white and overprints: it vanishes" if paint.white else "overprints"
            message = f"{paint.said} {what}" + ("" if paint.white else ", and is not plain black")
            faults.append(Fault(message, page.number))
    return faults


def check_hairline(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """A plate loses lines that are too thin (GWG2015, effective line width)."""
    faults = []
    for page in facts.pages:
        for paint in page.paints:
            if paint.width is not None and paint.width < _HAIRLINE - _ROUNDING:
                message = f"{paint.said} is {paint.width:.2f} pt wide; {_HAIRLINE} {_LEAST}"
                faults.append(Fault(message, page.number))
            elif paint.thin is not None and paint.thin < _THIN_BAR - _ROUNDING:
                message = f"{paint.said} is {paint.thin:.2f} pt thin; {_THIN_BAR} {_LEAST}"
                faults.append(Fault(message, page.number))
        odd = [o.what for o in page.oddities if o.check == "press-hairline"]
        faults += [Fault(f"the page holds {what}", page.number) for what in odd]
    return faults


def check_transparency(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """What shows through is flattened by the print shop, each time otherwise
    (ISO 32000-1, 11; our files have none, as PDF/X-1a asks)."""
    faults = []
    for page in facts.pages:
        for state in page.states:
            faint = any(state.get(key, 1.0) not in (1.0, True) for key in ("CA", "ca"))
            if faint or state.get("SMask", "None") != "None":
                faults.append(Fault("it holds what shows through", page.number))
            if state.get("BM", "Normal") not in ("Normal", "Compatible"):
                faults.append(Fault("it holds what blends with its ground", page.number))
        if "Group" in page.keys:
            faults.append(Fault("the page is a transparency group", page.number))
        if any(picture.soft for picture in page.pictures):
            faults.append(Fault("a picture shows through in part", page.number))
        odd = [o.what for o in page.oddities if o.check == "press-transparency"]
        faults += [Fault(f"it holds {what}", page.number) for what in odd]
    return faults


def check_pictures(facts: PressFacts, found: Findings, expectation: Expectation) -> list[Fault]:
    """A picture of too few pixels prints as squares; a masked one prints by chance."""
    faults = []
    for page in facts.pages:
        for picture in page.pictures:
            faults += [Fault(said, page.number) for said in _picture_faults(picture)]
        for paint in page.paints:
            if paint.kind == IMAGE and not _LEAST_DPI - 0.5 <= paint.dpi <= _MOST_DPI:
                least = f"{_LEAST_DPI:.0f} to {_MOST_DPI:.0f}"
                message = f"{paint.said} has {paint.dpi:.0f} dots an inch; {least} print well"
                faults.append(Fault(message, page.number))
        odd = [o.what for o in page.oddities if o.check == "press-pictures"]
        faults += [Fault(f"the page holds {what}", page.number) for what in odd]
    return faults


def _picture_faults(picture: Picture) -> list[str]:
    faults = [f"a picture has {odd}" for odd in picture.oddities]
    if picture.bits != 8:
        faults.append(f"a picture has {picture.bits} bits for each ink, not 8")
    if picture.fault:
        faults.append(f"a picture cannot be read: {picture.fault}")
    return faults
