"""Checks of boxes and pixels: sizes, ink outside the trim, contrast, quiet zones."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw

from .check_text import Line
from .expect import Expectation
from .geometry import MM, Rect, mm
from .readback import Char, CodeFact, PageFacts, cropped, grey_of

Fault = tuple[str, str]

_SIZE_TOLERANCE = 0.01 * MM
_INK_DPI = 72
_COLOUR_DPI = 100
_AROUND_PT = 2.0
_SHOWS = 0.35  # of the way from the ground to the text's colour, in some pixel
_WHITE = 250  # lighter than this is paper
_BODY_CONTRAST, _LARGE_CONTRAST = 7.0, 4.5  # WCAG 2.2, 1.4.6 and 1.4.3
_LARGE_PT = 18.0
_GREY_DIFFERENCE = 40.0  # of L* (CIE 1976)
_QUIET_MODULES = 4  # ISO/IEC 18004, 6.3.8
_QUIET_DPI = 200
_FOLD_TOLERANCE = 0.5  # points: the side bearing of a letter


def check_sizes(
    facts: PageFacts, lines: list[Line], codes: list[CodeFact], expectation: Expectation, page: int
) -> list[Fault]:
    """A page of the wrong size is scaled by the printer, and all sizes with it."""
    wanted = expectation.pages[page]
    faults = []
    if (
        abs(facts.width - wanted.width) > _SIZE_TOLERANCE
        or abs(facts.height - wanted.height) > _SIZE_TOLERANCE
    ):
        faults.append(
            (
                f"the page is {mm(facts.width):.2f} x {mm(facts.height):.2f} mm, "
                f"not {mm(wanted.width):.2f} x {mm(wanted.height):.2f} mm",
                "",
            )
        )
    if facts.rotation:
        faults.append((f"the page is turned by {facts.rotation} degrees", ""))
    return faults


def check_ink(
    facts: PageFacts, lines: list[Line], codes: list[CodeFact], expectation: Expectation, page: int
) -> list[Fault]:
    """What lies outside the trim is cut off, or printed on the neighbour."""
    wanted = expectation.pages[page]
    image = facts.render(_INK_DPI, True)
    scale = _INK_DPI / 72
    draw = ImageDraw.Draw(image)
    for rect, grow in [(t.inset(wanted.margin), 0.0) for t in wanted.trims] + [
        (m, 1.5) for m in wanted.marks
    ]:
        draw.rectangle(
            (
                rect.x * scale - grow - 1,
                rect.y * scale - grow - 1,
                rect.right * scale + grow + 1,
                rect.bottom * scale + grow + 1,
            ),
            fill=255,
        )
    box = image.point(lambda v: 255 if v < _WHITE else 0).getbbox()
    if box is None:
        return []
    x, y = mm(box[0] / scale), mm(box[1] / scale)
    return [(f"there is ink outside what may be printed, at {x:.0f} mm, {y:.0f} mm", "")]


def _luminance(rgb: tuple[int, int, int]) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [v / 255 for v in rgb]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _lightness(rgb: tuple[int, int, int]) -> float:
    """L* of CIE 1976, 0 to 100."""
    y = _luminance(rgb)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def check_contrast(
    facts: PageFacts, lines: list[Line], codes: list[CodeFact], expectation: Expectation, page: int
) -> list[Fault]:
    """Text that is pale, covered, or lost on a photocopy."""
    image = facts.render(_COLOUR_DPI, False)
    faults = []
    for line in lines:
        for word in _words(line):
            fault = _word_fault(facts, image, word)
            if fault and fault not in faults:
                faults.append(fault)
    return faults


def _words(line: Line) -> list[Line]:
    """The words of a line, each a line of its own."""
    words: list[list[Char]] = [[]]
    for char in line.chars:
        if char.text.isspace() or char.rect.width <= 0:
            words.append([])
        else:
            words[-1].append(char)
    return [Line(tuple(w)) for w in words if w]


def _word_fault(facts: PageFacts, image: Image.Image, word: Line) -> Fault | None:
    box = word.box
    around = cropped(image, _COLOUR_DPI, box.inset(-_AROUND_PT)) if box else None
    if around is None:
        return (f"“{word.text}” lies outside the page", "")
    ground = _border_colour(around)
    for fill in dict.fromkeys(c.fill for c in word.chars):
        fault = _pair_fault(word, (fill[0], fill[1], fill[2]), ground)
        if fault:
            return fault
    for char in word.chars:
        if not _shows(facts, char, ground):
            return (f"“{char.text}” of “{word.text}” does not show: something covers it", "")
    return None


def _pair_fault(
    word: Line, colour: tuple[int, int, int], ground: tuple[int, int, int]
) -> Fault | None:
    """A colour of a word that is too near to what it stands on."""
    large = max(c.size for c in word.chars) >= _LARGE_PT
    needed = _LARGE_CONTRAST if large else _BODY_CONTRAST
    found = _contrast(colour, ground)
    if found < needed:
        return (f"“{word.text}” has a contrast of {found:.1f}:1; it needs {needed:g}:1", "")
    if abs(_lightness(colour) - _lightness(ground)) < _GREY_DIFFERENCE:
        return (f"“{word.text}” is lost in grey", "choose colours further apart")
    return None


def _shows(facts: PageFacts, char: Char, ground: tuple[int, int, int]) -> bool:
    """Whether some pixel of a character comes near its colour."""
    part = facts.grey_part(char.rect)
    if part is None:
        return False
    fill, behind = grey_of(char.fill[:3]), grey_of(ground)
    low, high = part.getextrema()
    assert isinstance(low, int) and isinstance(high, int)
    return max(abs(low - behind), abs(high - behind)) >= _SHOWS * abs(fill - behind)


def _colours(image: Image.Image) -> list[tuple[int, tuple[int, int, int]]]:
    """How many pixels have each colour of an RGB image."""
    found = image.getcolors(image.width * image.height) or []
    return [(count, colour) for count, colour in found if isinstance(colour, tuple)]  # type: ignore[misc]


def _border_colour(image: Image.Image) -> tuple[int, int, int]:
    """The commonest colour along the edge of a crop: what the word stands on."""
    w, h = image.size
    edges = [(0, 0, w, 1), (0, h - 1, w, h), (0, 0, 1, h), (w - 1, 0, w, h)]
    counts: dict[tuple[int, int, int], int] = {}
    for edge in edges:
        for count, colour in _colours(image.crop(edge)):
            counts[colour] = counts.get(colour, 0) + count
    return max(counts, key=lambda c: (counts[c], c))


def check_pictures(
    facts: PageFacts, lines: list[Line], codes: list[CodeFact], expectation: Expectation, page: int
) -> list[Fault]:
    """Text over a picture cannot be read on a copy; a picture too many says what nobody
    approved."""
    faults = []
    pictures = facts.pictures()
    wanted = expectation.pages[page].pictures
    if len(pictures) != wanted:
        faults.append((f"{len(pictures)} pictures stand on the page, not {wanted}", ""))
    for picture in pictures:
        for line in lines:
            box = line.box
            if box is not None and box.overlaps(picture):
                faults.append((f"“{line.text.strip()[:40]}” stands over a picture", "move it"))
    return faults


def check_quiet(
    facts: PageFacts, lines: list[Line], codes: list[CodeFact], expectation: Expectation, page: int
) -> list[Fault]:
    """A code with something close to it is not found by a phone in a hurry."""
    modules = {c.payload: c.modules for c in expectation.codes if c.page == page}
    faults = []
    for code in codes:
        if code.payload not in modules:
            continue  # reported as a code that nobody asked for
        # Found corners are good to about a module; three of the four must be clear.
        module = max(code.rect.width, code.rect.height) / modules[code.payload]
        area = code.rect.inset(-module * (_QUIET_MODULES - 1))
        if not Rect(0, 0, facts.width, facts.height).contains(area):
            faults.append(("a QR code has no quiet zone at the page's edge", ""))
        elif _something_around(facts, area, code.rect.inset(-module)):
            faults.append(("something stands in the quiet zone of a QR code", "give it room"))
    return faults


def _something_around(facts: PageFacts, area: Rect, inner: Rect) -> bool:
    """Whether anything but the ground shows in ``area`` outside ``inner``."""
    image = facts.render(_QUIET_DPI, True, area)
    scale = _QUIET_DPI / 72
    ground = Image.new("L", image.size, image.getpixel((0, 0)))
    difference = ImageChops.difference(image, ground).point(lambda v: 255 if v > 40 else 0)
    ImageDraw.Draw(difference).rectangle(
        (
            round((inner.x - area.x) * scale) - 1,
            round((inner.y - area.y) * scale) - 1,
            round((inner.right - area.x) * scale) + 1,
            round((inner.bottom - area.y) * scale) + 1,
        ),
        fill=0,
    )
    return difference.getbbox() is not None


def check_folds(
    facts: PageFacts, lines: list[Line], codes: list[CodeFact], expectation: Expectation, page: int
) -> list[Fault]:
    """What lies in a fold is worn off, or cannot be scanned."""
    wanted = expectation.pages[page]
    faults = []
    things = [(f"“{ln.text.strip()[:40]}”", ln.box) for ln in lines]
    things += [(f"the QR code for “{c.payload}”", c.rect) for c in codes]
    for what, box in things:
        for fold in wanted.folds:
            near = wanted.fold_distance - _FOLD_TOLERANCE
            if box is not None and box.x < fold + near and box.right > fold - near:
                faults.append((f"{what} comes too near to the fold at {mm(fold):.0f} mm", ""))
    return faults
