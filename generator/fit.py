"""Copy-fitting: one scale for each style across a whole document.

Each frame looks for the least shrinking at which its blocks fit: first the size down to
the style's smallest, then the font's width, 100, 95, 90 percent. A style takes the
strongest shrinking that any of its frames needs, so that equal things stay equal
everywhere. What does not fit even then is reported, with by how much; nothing is cut.
"""

from __future__ import annotations

from .diagnostics import WARNING, Diagnostic
from .frames import Frame
from .geometry import mm
from .layouts import Layout
from .records import dataclass
from .stack import (
    Box,
    Grid,
    SetArt,
    SetCode,
    SetRule,
    SetText,
    Setting,
    Settings,
    Stack,
    Typesetter,
)
from .story import BoundFrame, Story

_WIDTHS = (100, 95, 90, 85, 80, 75)
_STEPS = 8
_SLACK = 0.02  # points: rounding, not room
_ROUNDS = 6
_TIGHT = 0.98  # of the shrinking that a style allows; beyond it there is no room left


@dataclass(frozen=True)
class Fitted:
    """The settings of every style, and each frame as it is set with them."""

    settings: Settings
    frames: dict[str, Stack]


def fit(story: Story, typesetter: Typesetter) -> tuple[Fitted, list[Diagnostic]]:
    """The settings of a document; problems name what is overset, and by how much."""
    typesetter.begin()
    frames = [
        _Frame(side.name, f, story.layout, typesetter) for side in story.sides for f in side.frames
    ]
    missing = _missing_glyphs(story, typesetter)
    needs = [_need(frame) for frame in frames]
    settings: Settings = {}
    for frame, need in zip(frames, needs, strict=True):
        _take(settings, frame, need)
    for _ in range(_ROUNDS):
        late = [frame for frame in frames if not frame.holds(frame.set_with(settings))]
        if not late or not _tightened(settings, late):
            break
    problems = list(missing)
    stacks = {}
    for frame, need in zip(frames, needs, strict=True):
        stack = stacks[frame.id] = frame.set_with(settings)
        overset = _overset(story, frame.bound, stack)
        problems += overset or _tight(story, frame.bound, need)
    return Fitted(settings, stacks), problems


class _Frame:
    """A frame that is set with one setting after another, with each of them once."""

    def __init__(self, side: str, bound: BoundFrame, layout: Layout, typesetter: Typesetter):
        self.id = frame_id(side, bound.frame)
        self.bound = bound
        self.styles = {t.style.name: t.style for t in bound.texts}
        self._typesetter = typesetter
        self._margin = layout.margin
        self._step = layout.grid if bound.frame.align == "top" else 0.0
        self._known: dict[tuple[Setting | None, ...], Stack] = {}

    def set_with(self, settings: Settings) -> Stack:
        key = tuple([settings.get(name) for name in self.styles])
        if key not in self._known:
            self._known[key] = self._stack(settings)
        return self._known[key]

    def holds(self, stack: Stack) -> bool:
        return not stack.too_wide and _excess(self.bound, stack, self._margin) <= _SLACK

    def _stack(self, settings: Settings) -> Stack:
        inner, margin, step = self.bound.frame.inner, self._margin, self._step

        def at(origin: float) -> Stack:
            blocks, grid = self.bound.blocks, Grid(step, origin)
            return self._typesetter.stack(blocks, inner.width, settings, grid)

        stack = at(inner.y - margin)
        above = rising(self.bound.frame, stack, margin)
        return at(inner.y - margin + above) if step and above else stack


def frame_id(side: str, frame: Frame) -> str:
    return f"{side}/{frame.name}"


def _excess(bound: BoundFrame, stack: Stack, margin: float) -> float:
    """By how many points a stack is too high. The descenders of the last line may hang
    into the padding; what rises above the first line's capitals, into the padding and the
    free part of the page."""
    frame = bound.frame
    return stack.height + hanging(frame, stack) + rising(frame, stack, margin) - frame.inner.height


def hanging(frame: Frame, stack: Stack) -> float:
    """How far the last line's descenders reach below what the padding holds."""
    return max(0.0, stack.depth - frame.padding)


def rising(frame: Frame, stack: Stack, margin: float) -> float:
    """How far the first line reaches above what may be printed on (``margin``: of the page)."""
    return stack.rise_beyond(frame.padding + max(0.0, frame.rect.y - margin))


def _need(frame: _Frame) -> Setting:
    """The least shrinking at which one frame fits by itself (or the most there is): without
    cutting a word, if there is one, since a word that is cut does not come out whole."""
    styles = frame.styles
    narrowest = min((s.narrowest for s in styles.values()), default=100)

    def at(setting: Setting, whole: bool) -> bool:
        settings = {
            n: Setting(setting.shrink, max(setting.width, s.narrowest)) for n, s in styles.items()
        }
        stack = frame.set_with(settings)
        return frame.holds(stack) and not (whole and stack.cuts)

    last = Setting()
    for whole in (True, False):
        for width in (w for w in _WIDTHS if w >= narrowest):
            last = Setting(1.0, width)
            if at(Setting(0.0, width), whole):
                return Setting(0.0, width)
            if at(last, whole):
                low, high = 0.0, 1.0
                for _ in range(_STEPS):
                    middle = (low + high) / 2
                    fits = at(Setting(middle, width), whole)
                    low, high = (low, middle) if fits else (middle, high)
                return Setting(high, width)
    return last


def _take(settings: Settings, frame: _Frame, need: Setting) -> None:
    for name, style in frame.styles.items():
        now = settings.get(name, Setting())
        width = max(style.narrowest, min(now.width, need.width))
        settings[name] = Setting(max(now.shrink, need.shrink), width)


def _tightened(settings: Settings, late: list[_Frame]) -> bool:
    """A little more shrinking for the styles of frames that fitted alone but do not with
    the settings of all (lines can fall otherwise). False where there is none left."""
    changed = False
    for frame in late:
        for text in frame.bound.texts:
            now = settings[text.style.name]
            if now.shrink < 1.0:
                settings[text.style.name] = Setting(min(1.0, now.shrink + 0.1), now.width)
                changed = True
    return changed


def _overset(story: Story, bound: BoundFrame, stack: Stack) -> list[Diagnostic]:
    where = f"frame “{bound.frame.name}” of {story.layout.product}"
    problems = [
        Diagnostic(
            "overset",
            f"{wide.language or story.spoken}: “{wide.text or wide.source}” ({wide.source}) is "
            f"{mm(wide.by):.1f} mm too wide for {where}",
            "shorten the word or put a soft hyphen in it; or widen the frame",
            wide.span or bound.frame.span,
        )
        for wide in dict.fromkeys(stack.too_wide)
    ]
    excess = _excess(bound, stack, story.layout.margin)
    if excess <= _SLACK:
        return problems
    lowest = max(stack.boxes, key=_bottom)
    if isinstance(lowest, (SetCode, SetArt)) and _bottom(lowest) > bound.frame.inner.height:
        return [*problems, _too_high(lowest, where, excess, bound)]
    over = _last_text(bound, stack)
    lines = ""
    if over is not None:
        lines = f", {max(1, round(excess / over.leading))} line(s) of {over.size:.1f} pt"
    source = over.bound.source if over is not None else bound.frame.name
    tag = over.bound.language.tag if over is not None else story.spoken
    problems.append(
        Diagnostic(
            "overset",
            f"{tag}: “{source}” does not fit into {where}: {mm(excess):.1f} mm too high{lines}",
            "shorten the text, or give the frame more room in " + story.layout.file,
            over.bound.span if over is not None else bound.frame.span,
        )
    )
    return problems


def _tight(story: Story, bound: BoundFrame, need: Setting) -> list[Diagnostic]:
    """A warning where the next longer word would not fit any more."""
    texts = bound.texts
    narrowest = min((t.style.narrowest for t in texts), default=100)
    room = any(t.style.smallest < t.style.size for t in texts)
    if not room or need.shrink < _TIGHT or need.width > narrowest:
        return []
    longest = max(texts, key=lambda t: len(t.text))
    return [
        Diagnostic(
            "tight",
            f"{longest.language.tag}: frame “{bound.frame.name}” of {story.layout.product} holds "
            f"its text only at {round(100 * need.shrink)} % of the shrinking that it allows",
            f"“{longest.source}” is its longest string: shorten it, or give the frame more room",
            longest.span,
            WARNING,
        )
    ]


def _bottom(box: Box) -> float:
    """Where a box ends, text at its last baseline."""
    match box:
        case SetText():
            return box.last
        case SetCode():
            return box.y + box.bound.side
        case SetArt():
            return box.y + box.bound.height
        case SetRule():
            return box.y + box.bound.thickness


def _too_high(box: SetCode | SetArt, where: str, excess: float, bound: BoundFrame) -> Diagnostic:
    """A code or a picture that no shorter text can help: the same in every language."""
    code = isinstance(box, SetCode)
    name = (
        f"the QR code of {box.bound.contact.id}" if isinstance(box, SetCode) else box.bound.source
    )
    return Diagnostic(
        "overset",
        f"{name} reaches {mm(excess):.1f} mm below {where}",
        f"make its {'side' if code else 'size'} smaller, or the frame higher",
        bound.frame.span,
    )


def _last_text(bound: BoundFrame, stack: Stack) -> SetText | None:
    """The first paragraph that reaches below the frame, else the last one."""
    texts = [b for b in stack.boxes if isinstance(b, SetText)]
    for text in texts:
        if text.last > bound.frame.inner.height + _SLACK:
            return text
    return texts[-1] if texts else None


def _missing_glyphs(story: Story, typesetter: Typesetter) -> list[Diagnostic]:
    """Letters that the font does not have: an error, never another font."""
    problems = []
    for _, text in story.texts:
        for cluster in typesetter.shaped(text, 100).missing:
            codes = " ".join(f"U+{ord(c):04X}" for c in cluster)
            problems.append(
                Diagnostic(
                    "missing-glyph",
                    f"{text.language.tag}: the font {text.style.family} cannot show “{cluster}” "
                    f"({codes}) in “{text.source}”, used by {story.layout.product}",
                    "correct the letter, or choose a font that has it in the theme",
                    text.span,
                )
            )
    return problems
