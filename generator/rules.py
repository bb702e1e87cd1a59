"""The rules of the domain that a layout in a language must keep, checked before setting.

What is promised beside which number; how large type and codes must be for where they
are read. The figures stand in ``data/floors.yaml`` with their reasons.
"""

from __future__ import annotations

import functools
from pathlib import Path

from .blocks import DraftBlock, inner_blocks
from .contacts import Contact
from .diagnostics import Diagnostic, Failed, Span, has_errors
from .fields import Fields
from .fonts import Fonts
from .geometry import MM, mm
from .page import FontKey
from .purpose import DRAFTS, SAFE, SAFE_STICKER, SCREEN, UNCHECKED
from .records import dataclass, replace
from .source import read_yaml
from .story import BoundArt, BoundCode, BoundFrame, BoundText, Story
from .theme import RUNNING

_CAP_SHARE = 250  # cap height is at least 1/250 of the reading distance
_FROM_AFAR = ("title", "number")  # what a layout's own "read_from" holds for
_MOST_WEIGHTS = 2  # in running text; a question and a number may have a third
_CODE_SHARE = 10  # a QR code's side is at least a tenth of the scanning distance


@dataclass(frozen=True)
class Floors:
    """The smallest type of one kind of product, in points."""

    reading: dict[str, float]
    number: float
    note: float
    draft_largest: float

    def of(self, role: str, text: str) -> float:
        if role == "number":
            return self.number
        if role == "reading":
            return self.reading.get(text, self.reading["other"])
        return self.note


@functools.cache
def _table() -> dict[str, Floors]:
    data = (Path(__file__).parent / "data" / "floors.yaml").read_bytes()
    node, problems = read_yaml(data, "generator/data/floors.yaml")
    table: dict[str, Floors] = {}
    if node is not None:
        top = Fields(node, "the table of floors", problems)
        top.text("source", required=True)
        for key, value in top.entries("kinds", required=True):
            fields = Fields(value, key.value, problems)
            reading = fields.fields("reading", "reading sizes", required=True)
            table[key.value] = Floors(
                {n: reading.length(n) for n in reading.names()} if reading else {"other": 10.0},
                fields.length("number", required=True),
                fields.length("note", required=True),
                fields.length("draft_largest", required=True),
            )
            fields.done()
        top.done()
    if has_errors(problems):
        raise Failed(problems)
    return table


def floors(kind: str) -> Floors:
    return _table()[kind]


def rule_faults(story: Story, fonts: Fonts) -> list[Diagnostic]:
    """Everything in a story that breaks a rule of the domain."""
    problems = _sizes(story, fonts) + _weights(story) + _codes(story) + _draft(story)
    for side in story.sides:
        for frame in side.frames:
            problems += _promises(story, frame)
    return problems + (_headings(story) if story.layout.is_tagged else [])


def _headings(story: Story) -> list[Diagnostic]:
    """Headings that skip a level (ISO 14289-1, 7.4.2): who goes by headings takes the missing
    one for a part that was left out."""
    problems = []
    before = 0
    for text in story.read():
        if not text.heading:
            continue
        if text.heading > before + 1:
            said = f"follows one of level {before}" if before else "is the first one"
            message = f"heading “{text.source}” of level {text.heading} {said}"
            hint = f"give its style, or it alone, “heading: {before + 1}” or less; 0 is none"
            problems.append(Diagnostic("heading-order", message, hint, Span(story.layout.file)))
        before = text.heading
    return problems


def press_faults(story: Story) -> list[Diagnostic]:
    """What a press would spoil: things nearer to a cut than paper drifts under a knife."""
    layout = story.layout
    kept = layout.covers.margin if layout.covers else layout.margin
    needed = SAFE_STICKER if layout.covers else SAFE
    if kept >= needed - 0.01:
        return []
    message = f"layout “{layout.product}” keeps {mm(kept):.1f} mm from its edges"
    hint = f"a press needs {mm(needed):g} mm: set “margin”, and move its frames"
    return [Diagnostic("safe-area", message, hint, Span(layout.file))]


def used_contacts(story: Story) -> list[Contact]:
    """The contacts that a piece names or opens."""
    uris = {run.link for _, text in story.texts for run in text.runs if run.link}
    uris |= {code.contact.uri for _, code in story.codes()}
    return [c for c in story.campaign.contacts.values() if c.uri in uris]


def refusals(
    stories: list[Story], accepted: tuple[str, ...], aged: tuple[str, ...]
) -> list[Diagnostic]:
    """What is printed by the thousand only if somebody takes the responsibility."""
    problems = []
    drafts = sorted({s.spoken for s in stories if s.status != "approved"})
    if drafts and DRAFTS not in accepted:
        message = f"not approved, so not for a press: the texts of {', '.join(drafts)}"
        hint = "have them signed (beacon sign), or say --accept-drafts"
        problems.append(Diagnostic("draft", message, hint))
    old = {c.id: c for s in stories for c in used_contacts(s) if c.id in aged}
    if UNCHECKED not in accepted:
        for contact in old.values():
            message = f"contact “{contact.id}” has not been checked for long; paper lasts"
            hint = "check it and change its date, or say --accept-unchecked"
            problems.append(Diagnostic("contact-age", message, hint, contact.span))
    return problems


def _sizes(story: Story, fonts: Fonts) -> list[Diagnostic]:
    """Type that may shrink below what can be read from where it is read."""
    layout = story.layout
    problems = []
    used = {t.style.name: t.style for _, t in story.texts}
    for style in used.values():
        floor = max(floors(layout.kind).of(style.role, text) for text in layout.texts)
        why = f"a {layout.kind} needs"
        try:
            cap = fonts.get(FontKey(style.family, style.weight, 100)).cap_height
            fonts.get(FontKey(style.family, style.bold, 100))
        except Failed as failed:
            problems += [replace(d, span=style.span) for d in failed.diagnostics]
            continue
        distance = style.read_from or (layout.read_from if style.role in _FROM_AFAR else 0.0)
        if distance:
            needed = distance * 1000 * MM / _CAP_SHARE / cap
            if needed > floor:
                floor, why = needed, f"to be read from {distance:g} m it needs"
        if style.smallest < floor - 0.005:
            problems.append(
                Diagnostic(
                    "type-size",
                    f"style “{style.name}” may get as small as {style.smallest:.1f} pt; "
                    f"{why} {floor:.1f} pt",
                    f"set “min” (and “size”) to {floor:.1f} pt or more",
                    style.span,
                )
            )
    return problems


def _weights(story: Story) -> list[Diagnostic]:
    """More than two weights in running text read as noise."""
    styles: dict[int, list[str]] = {}
    spans: dict[int, Span] = {}
    for _, text in story.texts:
        if text.style.role in RUNNING:
            for run in text.runs:
                styles.setdefault(run.weight, []).append(text.style.name)
                spans[run.weight] = text.style.span
    if len(styles) <= _MOST_WEIGHTS:
        return []
    rarest = min(styles, key=lambda w: (len(styles[w]), w))
    said = "; ".join(
        f"{weight} in {', '.join(dict.fromkeys(names))}" for weight, names in sorted(styles.items())
    )
    return [
        Diagnostic(
            "weights",
            f"the running text of {story.layout.product} has {len(styles)} weights: {said}",
            "use at most two",
            spans[rarest],
        )
    ]


def _codes(story: Story) -> list[Diagnostic]:
    """Codes too small for the distance they are scanned from."""
    distance = story.layout.scan_from
    problems = []
    for _, code in story.codes():
        needed = distance * 1000 * MM / _CODE_SHARE
        if not distance:
            problems.append(
                Diagnostic(
                    "scan-from",
                    f"layout “{story.layout.product}” has QR codes and no “scan_from”",
                    "add “scan_from: 0.4 m”: from how far a phone must read them",
                    code.span,
                )
            )
        elif code.side < needed - 0.01:
            problems.append(
                Diagnostic(
                    "qr-size",
                    f"the QR code is {mm(code.side):.1f} mm wide; to be scanned from "
                    f"{distance:g} m it needs {mm(needed):.1f} mm",
                    "make “side” larger",
                    code.span,
                )
            )
    return problems


def _draft(story: Story) -> list[Diagnostic]:
    """Every piece carries the line that says that it is a draft, and carries it small."""
    layout = story.layout
    # What a hall shows has been approved by whoever shows it; a number has no words.
    if layout.kind == SCREEN or layout.covers is not None:
        return []
    marks = [
        block
        for side in layout.sides
        for frame in side.frames
        for block in inner_blocks(frame.blocks)
        if isinstance(block, DraftBlock)
    ]
    # At 1:10 it is as small in the file as it is on any other piece.
    largest = floors(layout.kind).draft_largest / (layout.reduced.factor if layout.reduced else 1)
    problems = [
        Diagnostic(
            "draft-mark",
            f"the draft mark is set in {m.style.size:.1f} pt; at most {largest:g} pt",
            "choose a smaller style",
            m.span,
        )
        for m in marks
        if m.style.size > largest + 0.005
    ]
    if not marks:
        problems.append(
            Diagnostic(
                "draft-mark",
                f"layout “{layout.product}” has no place for the draft mark",
                "add a block “draft_mark: STYLE” to the imprint",
                Span(layout.file),
            )
        )
    return problems


def _promises(story: Story, bound: BoundFrame) -> list[Diagnostic]:
    """A promise stands in one frame with a contact that keeps it, and with no other."""
    campaign = story.campaign
    sources = {t.source for t in bound.texts}
    drawn = {b.source for b in bound.flat if isinstance(b, BoundArt)}
    contacts = _contacts(story, bound)
    problems = []
    for promise in campaign.promises.values():
        made = sources & set(promise.strings) or drawn & {
            f"pictogram:{p}" for p in promise.pictograms
        }
        if not made:
            continue
        keep = {c for c in contacts if promise.name in campaign.contacts[c].promises}
        if contacts - keep:
            others = ", ".join(sorted(contacts - keep))
            problems.append(
                Diagnostic(
                    "promise",
                    f"frame “{bound.frame.name}” promises {promise.name} beside {others}, "
                    "who promise no such thing",
                    "move the promise or those contacts to a frame of their own",
                    bound.frame.span,
                )
            )
        elif not keep:
            problems.append(
                Diagnostic(
                    "promise",
                    f"frame “{bound.frame.name}” promises {promise.name} and names nobody who "
                    "keeps the promise",
                    "put a contact that lists this promise into the same frame",
                    bound.frame.span,
                )
            )
    return problems


def _contacts(story: Story, bound: BoundFrame) -> set[str]:
    """The contacts that a frame names: in text, as blocks, as codes."""
    uris = {run.link for block in bound.texts for run in block.runs if run.link}
    uris |= {b.contact.uri for b in bound.flat if isinstance(b, BoundCode)}
    labels = {t.source for t in bound.texts if isinstance(t, BoundText)}
    return {c.id for c in story.campaign.contacts.values() if c.uri in uris or c.label in labels}
