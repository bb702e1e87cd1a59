"""Blocks side by side: a block's top is its tallest letter, so lines beside each other are
put on one baseline here."""

from __future__ import annotations

from dataclasses import replace

from .page import GlyphRun
from .setter import Block

_RISE = 0.77  # em from the top of a cell to its first baseline, room for tall letters


def level(block: Block, size: float) -> Block:
    """The block moved so that its first baseline is that of every block of that type size."""
    baselines = [item.y for item in block.items if isinstance(item, GlyphRun)]
    if not baselines:
        return block
    down = _RISE * size - min(baselines)
    return replace(block, items=tuple(block.at(0, down)), height=block.height + down)


def width_of(block: Block) -> float:
    """How far the words of a block of one line reach, in points."""
    return sum(item.width for item in block.items if isinstance(item, GlyphRun))
