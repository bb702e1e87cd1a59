"""A piece as plain text, for whoever must approve it without a picture."""

from __future__ import annotations

from .geometry import mm
from .shape import plain
from .story import BoundBlock, BoundCode, BoundRow, BoundText, Story


def transcript(story: Story) -> str:
    """Every word of a piece in the order of reading, and what each code opens."""
    layout = story.layout
    head = (
        f"{story.campaign.name}, {layout.product}, {story.spoken}, edition {story.campaign.edition}"
    )
    if layout.file_name:
        head = f"{layout.file_name}, {story.spoken}"
    lines = [head, _size(story)]
    for side in story.sides:
        lines += ["", f"[{side.name}]"]
        for bound in side.frames:
            said = _said(bound.blocks)
            if said and bound.frame.strips:
                lines += ["", f"[on {bound.frame.strips} strips]", *said]
            elif said:
                lines += ["", *said]
    return "\n".join(lines) + "\n"


def _size(story: Story) -> str:
    layout = story.layout
    if layout.kind == "screen":
        return f"{layout.width:g} x {layout.height:g} px"
    size = [round(mm(side / layout.factor), 1) for side in (layout.width, layout.height)]
    return f"{size[0]:g} x {size[1]:g} mm"


def _said(blocks: tuple[BoundBlock, ...]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        match block:
            case BoundText():
                lines.append(plain(block.text))
            case BoundCode():
                lines.append(f"{plain(block.caption.text)} [QR code: {block.contact.uri}]")
            case BoundRow():
                for column in block.columns:
                    lines += _said(column.blocks)
    return lines
