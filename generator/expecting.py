"""What the finished file must hold, derived from content and layout alone."""

from __future__ import annotations

from .expect import (
    Bleed,
    Directory,
    Expectation,
    ExpectedCode,
    ExpectedPage,
    ExpectedPress,
    ExpectedSheet,
    Sentence,
)
from .geometry import Rect
from .heard import heard
from .impose import is_linked, is_turned, marks, trims
from .layouts import Layout
from .marks import registration_marks, slug_area
from .page import edition_day
from .pictures import Raster
from .profiles import Profile
from .purpose import MONO, TEXT, Purpose
from .rules import floors, used_contacts
from .shape import SOFT_HYPHEN, plain
from .slug import SIZE, SOURCE
from .story import BoundArt, BoundCode, BoundRule, BoundSide, BoundText, Story, flat, texts_of
from .svg import Drawing
from .theme import RUNNING


def expectation(
    story: Story,
    purpose: Purpose | None = None,
    slugs: dict[str, str] | None = None,
    profile: Profile | None = None,
) -> Expectation:
    """For a press also the ``slugs`` of each page, by its name, and the ``profile``."""
    layout = story.layout
    pages = tuple(_page(story, number) for number in range(len(layout.sides)))
    sentences = [
        Sentence(
            text.source,
            plain(text.text),
            page,
            text.style.smallest,
            copies * _pieces(layout),
            running=text.style.role in RUNNING,
        )
        for page, copies, text in _texts(story)
    ]
    for page, side in enumerate(layout.sides):
        if slugs:
            sentences.append(Sentence(SOURCE, slugs[side.name], page, SIZE))
    is_text = purpose is not None and purpose.name == TEXT
    hyphenated = any(SOFT_HYPHEN in run.text for _, text in story.texts for run in text.runs)
    return Expectation(
        layout.product,
        story.language.tag,
        story.title,
        pages,
        tuple(sentences),
        tuple(_codes(story)),
        directory(story),
        floors(layout.kind).note * layout.factor,
        hyphenated,
        _press(story, purpose, profile) if purpose and profile else None,
        is_linked(layout),
        *(heard(story) if layout.is_tagged or is_text else ((), 0, ())),
    )


def _pieces(layout: Layout) -> int:
    return layout.sheet.columns * layout.sheet.rows if layout.sheet else 1


def _texts(story: Story) -> list[tuple[int, int, BoundText]]:
    """Every paragraph with the number of its page, and how often its frame repeats it."""
    return [
        (page, bound.frame.copies, text)
        for page, side in enumerate(story.sides)
        for bound in side.frames
        for text in texts_of(bound.blocks)
    ]


def _codes(story: Story) -> list[ExpectedCode]:
    found = []
    for page, side in enumerate(story.sides):
        for bound in side.frames:
            copies = bound.frame.copies * _pieces(story.layout)
            for code in (b for b in flat(bound.blocks) if isinstance(b, BoundCode)):
                words = plain(code.caption.text)
                modules = code.symbol.modules
                found.append(
                    ExpectedCode(code.contact.uri, page, code.side, modules, words, copies)
                )
    return found


def _page(story: Story, number: int) -> ExpectedPage:
    layout, sheet, side = story.layout, story.layout.sheet, story.sides[number]
    turned = is_turned(layout, number)
    areas = marks(layout, layout.sides[number], turned)
    rects = trims(layout)
    drawings, pictures = _drawn(side)
    folds = {
        rect.x + (layout.width - fold if turned else fold)
        for rect in rects
        for fold in side.folds[:-1]
    }
    press = _sheet(story, side, turned) if sheet and sheet.press else None
    return ExpectedPage(
        sheet.width if sheet else layout.width,
        sheet.height if sheet else layout.height,
        rects,
        layout.margin,
        (*areas, slug_area(layout, sheet)) if sheet and press else areas,
        tuple(sorted(folds)),
        layout.fold_distance,
        len(rects) * pictures,
        len(rects) * drawings + len(areas),
        turned,
        tuple({0, *(f.frame.turn for f in side.frames)}),
        press,
        tuple(part for f in side.frames for part in f.frame.parts()[1:]),
    )


def _drawn(side: BoundSide) -> tuple[int, int]:
    """How many drawings (paths) and raster pictures one piece has on a side."""
    drawings = pictures = 0
    for bound in side.frames:
        blocks = flat(bound.blocks)
        arts = [b.art for b in blocks if isinstance(b, BoundArt)]
        own = sum(isinstance(b, (BoundCode, BoundRule)) for b in blocks)
        own += sum(len(a.shapes) for a in arts if isinstance(a, Drawing))
        drawings += own * bound.frame.copies + (bound.frame.fill is not None)
        drawings += bound.frame.strips + 1 if bound.frame.strips else 0  # the cuts between
        pictures += bound.frame.copies * sum(isinstance(a, Raster) for a in arts)
    return drawings, pictures


def _sheet(story: Story, side: BoundSide, turned: bool) -> ExpectedSheet:
    """Boxes, and the areas beyond each trim that artwork must fill."""
    layout, sheet = story.layout, story.layout.sheet
    assert sheet is not None, "a page for a press is a sheet"
    rects = trims(layout)
    page = Rect(0, 0, layout.width, layout.height)
    bleeds, artwork = [], []
    for bound in side.frames:
        frame = bound.frame
        if frame.fill is None or not frame.bleeds:
            continue
        whole = frame.filled(page, sheet.bleed)
        for rect in rects:
            placed = _placed(whole, page, rect, turned)
            artwork.append(placed)
            bleeds += [Bleed(part, frame.fill.cmyk) for part in _beyond(placed, rect)]
    trim = rects[0]
    for rect in rects[1:]:
        trim = trim.union(rect)
    return ExpectedSheet(
        trim,
        trim.inset(-sheet.bleed),
        tuple(bleeds),
        registration_marks(layout, sheet),
        layout.margin,
        tuple(artwork),
    )


def _placed(inside: Rect, page: Rect, trim: Rect, turned: bool) -> Rect:
    rect = inside.turned(page.width, page.height) if turned else inside
    return rect.moved(trim.x, trim.y)


def _beyond(artwork: Rect, trim: Rect) -> list[Rect]:
    """The parts of an area that lie left of, right of, above and below a trim."""
    y, bottom = max(artwork.y, trim.y), min(artwork.bottom, trim.bottom)
    parts = [
        Rect(artwork.x, y, trim.x - artwork.x, bottom - y),
        Rect(trim.right, y, artwork.right - trim.right, bottom - y),
        Rect(artwork.x, artwork.y, artwork.width, trim.y - artwork.y),
        Rect(artwork.x, trim.bottom, artwork.width, artwork.bottom - trim.bottom),
    ]
    return [part for part in parts if part.width > 0.01 and part.height > 0.01]


def _press(story: Story, purpose: Purpose, profile: Profile) -> ExpectedPress:
    date = f"D:{''.join(edition_day(story.campaign.edition))}000000Z"
    mono = purpose.inks == MONO
    named = (profile.condition, profile.registry, profile.about)
    return ExpectedPress(purpose.standard, *named, profile.data, date, mono)


def _said_of_links(story: Story) -> tuple[tuple[str, str], ...]:
    said = [(run.link, run.says) for _, text in story.texts for run in text.runs if run.link]
    said += [(code.contact.uri, code.does) for _, code in story.codes()]
    return tuple(dict.fromkeys(said))


def directory(story: Story) -> Directory:
    """Of the campaign's contacts those that this piece uses."""
    said = {run.link for _, text in story.texts for run in text.runs if run.link}
    campaign, used = story.campaign, used_contacts(story)
    return Directory(
        tuple(c.printed for c in used if c.is_number and c.uri in said),
        tuple((c.printed, c.uri) for c in used),
        tuple(c.uri for c in used),
        campaign.forbidden,
        campaign.short_codes,
        _said_of_links(story),
    )
