"""What the finished file must hold, derived from content and layout alone."""

from __future__ import annotations

from .expect import Directory, Expectation, ExpectedCode, ExpectedPage, Sentence
from .impose import is_turned, trims
from .marks import cut_marks, fold_ticks
from .pictures import Raster
from .rules import floors
from .shape import SOFT_HYPHEN, plain
from .story import BoundArt, BoundCode, BoundRule, Story, flat
from .svg import Drawing
from .theme import RUNNING


def expectation(story: Story, flip: str = "") -> Expectation:
    """``flip``: how the paper is turned, where it is not as the layout says."""
    layout, sheet = story.layout, story.layout.sheet
    copies = sheet.columns * sheet.rows if sheet else 1
    pages = tuple(_page(story, number, flip) for number in range(len(layout.sides)))
    sentences = tuple(
        Sentence(
            text.source,
            plain(text.text),
            page,
            text.style.smallest,
            copies,
            running=text.style.role in RUNNING,
        )
        for page, text in story.texts()
    )
    codes = tuple(
        ExpectedCode(
            code.contact.uri, page, code.side, code.symbol.modules, plain(code.caption.text), copies
        )
        for page, code in story.codes()
    )
    hyphenated = any(SOFT_HYPHEN in text.text for _, text in story.texts())
    return Expectation(
        layout.product,
        story.language.tag,
        story.title,
        pages,
        sentences,
        codes,
        directory(story),
        floors(layout.kind).note,
        hyphenated,
    )


def _page(story: Story, number: int, flip: str) -> ExpectedPage:
    layout, sheet, side = story.layout, story.layout.sheet, story.sides[number]
    copies = sheet.columns * sheet.rows if sheet else 1
    marks = cut_marks(layout, sheet) if sheet else fold_ticks(layout, layout.sides[number])
    blocks = [b for frame in side.frames for b in flat(frame.blocks)]
    arts = [b.art for b in blocks if isinstance(b, BoundArt)]
    drawings = sum(f.frame.fill is not None for f in side.frames)
    drawings += sum(isinstance(b, (BoundCode, BoundRule)) for b in blocks)
    drawings += sum(len(a.shapes) for a in arts if isinstance(a, Drawing))
    return ExpectedPage(
        sheet.width if sheet else layout.width,
        sheet.height if sheet else layout.height,
        trims(layout),
        layout.margin,
        marks,
        () if sheet else side.folds[:-1],
        layout.fold_distance,
        copies * sum(isinstance(a, Raster) for a in arts),
        copies * drawings + len(marks),
        is_turned(layout, flip, number),
    )


def directory(story: Story) -> Directory:
    """Of the campaign's contacts those that this piece uses."""
    uris = {run.link for _, text in story.texts() for run in text.runs if run.link}
    said = set(uris)
    uris |= {code.contact.uri for _, code in story.codes()}
    campaign = story.campaign
    used = [c for c in campaign.contacts.values() if c.uri in uris]
    return Directory(
        tuple(c.printed for c in used if c.is_number and c.uri in said),
        tuple((c.printed, c.uri) for c in used),
        tuple(c.uri for c in used),
        campaign.forbidden,
        campaign.short_codes,
    )
