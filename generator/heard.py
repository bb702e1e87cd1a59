"""What must be heard of a tagged file, derived from the story alone, page by page or panel by
panel as a person reads it."""

from __future__ import annotations

from .expect import Spoken
from .languages import Language
from .shape import plain
from .story import BoundArt, BoundBlock, BoundCode, BoundRow, BoundText, Story, texts_of

BULLET = "•"


def heard(story: Story) -> tuple[tuple[Spoken, ...], int, tuple[str, ...]]:
    """All that is read aloud; in how many parts; and the text of each page that is there once
    more and is passed over."""
    found: list[Spoken] = []
    for page, frames in story.areas:
        for bound in frames:
            found += _blocks(bound.blocks, page, story.language)
    repeated = tuple(
        "".join(
            plain(text.text) * (bound.frame.copies - 1)
            for bound in side.frames
            if bound.frame.copies > 1
            for text in texts_of(bound.blocks)
        )
        for side in story.sides
    )
    return tuple(found), len(story.layout.reading), repeated


def _blocks(blocks: tuple[BoundBlock, ...], page: int, own: Language) -> list[Spoken]:
    found: list[Spoken] = []
    for block in blocks:
        match block:
            case BoundText():
                found += _text(block, page)
            case BoundCode():
                tag, opens = block.caption.language.tag, (block.contact.uri,)
                found.append(Spoken("Figure", page, block.says, tag, opens))
                found += _text(block.caption, page)
            case BoundArt() if block.label:
                found.append(Spoken("Lbl", page, BULLET, own.tag))
            case BoundArt() if block.says:
                found.append(Spoken("Figure", page, block.says, (block.language or own).tag))
            case BoundRow():
                for column in block.columns:
                    found += _blocks(column.blocks, page, own)
    return found


def _text(text: BoundText, page: int) -> list[Spoken]:
    role = f"H{text.heading}" if text.heading else "LBody" if text.item else "P"
    opens = tuple(run.link for run in text.runs if run.link)
    words = plain(text.text)
    return [Spoken(role, page, words, text.language.tag, opens)] if words else []
