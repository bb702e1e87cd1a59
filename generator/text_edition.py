"""A piece as plain text: for an e-mail, a message, a braille line."""

from __future__ import annotations

from .shape import plain
from .story import BoundArt, BoundBlock, BoundCode, BoundFrame, BoundRow, BoundText, Story

_ITEM = "- "


def text_edition(story: Story) -> bytes:
    """Every paragraph a line, in the order of reading, in UTF-8; an empty line between
    frames, two before a heading. In place of a code and its caption stands what it does."""
    lines: list[str] = []
    for _, frames in story.areas:
        for bound in frames:
            lines += _frame(bound)
    return ("\n".join(lines).strip("\n") + "\n").encode("utf-8")


def _frame(bound: BoundFrame) -> list[str]:
    said = _blocks(bound.blocks)
    return ["", *said] if said else []


def _blocks(blocks: tuple[BoundBlock, ...]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        match block:
            case BoundText():
                before = [""] if block.heading else []
                begins = _ITEM if block.item else ""
                words = plain(block.text)
                lines += [*before, begins + words] if words else []
            case BoundCode():
                lines.append(block.does)
            case BoundArt() if block.says:
                lines.append(block.says)
            case BoundRow():
                lines += [line for column in block.columns for line in _blocks(column.blocks)]
    return lines
