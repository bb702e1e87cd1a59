"""What the finished file must hold, derived from content and layout alone."""

from __future__ import annotations

from .expect import Directory, Expectation, ExpectedCode, ExpectedPage, Sentence
from .geometry import MM
from .impose import is_turned, trims
from .marks import cut_marks, fold_ticks
from .pictures import Raster
from .rules import floors
from .shape import SOFT_HYPHEN, plain
from .story import Story
from .theme import RUNNING


def expectation(story: Story, flip: str = "") -> Expectation:
    """``flip``: how the paper is turned, where it is not as the layout says."""
    layout, sheet = story.layout, story.layout.sheet
    copies = sheet.columns * sheet.rows if sheet else 1
    pages = tuple(
        ExpectedPage(
            sheet.width if sheet else layout.width,
            sheet.height if sheet else layout.height,
            trims(layout),
            layout.margin,
            cut_marks(layout, sheet) if sheet else fold_ticks(layout, side),
            () if sheet else side.folds[:-1],
            layout.fold_distance,
            copies * sum(isinstance(art, Raster) for art in arts),
            is_turned(layout, flip, number),
        )
        for number, (side, arts) in enumerate(zip(layout.sides, story.arts(), strict=True))
    )
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
            code.contact.uri,
            page,
            max(layout.scan_from * 100 * MM, code.side - 0.1),
            code.symbol.count,
            copies,
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


def directory(story: Story) -> Directory:
    """Of the campaign's contacts those that this piece uses."""
    uris = {run.link for _, text in story.texts() for run in text.runs if run.link}
    printed_uris = set(uris)
    uris |= {code.contact.uri for _, code in story.codes()}
    campaign = story.campaign
    used = [c for c in campaign.contacts.values() if c.uri in uris]
    numbers = tuple(c.printed for c in used if c.is_number and c.uri in printed_uris)
    return Directory(
        numbers,
        tuple(c.uri for c in used),
        tuple(c.printed for c in used if not c.is_number),
        campaign.forbidden,
        campaign.short_codes,
        numbers,
    )
