"""Where each string of a language stands, how large, and how much of its room it takes."""

from __future__ import annotations

from collections import defaultdict

from .geometry import mm
from .jobs import Job
from .layouts import ONE
from .project import unsuited
from .records import dataclass
from .stack import SetText
from .worker import Worker


@dataclass(frozen=True)
class Use:
    """One place of a string: ``page`` from 1; type of ``size`` where the layout would like
    ``largest`` points; its widest line of ``width`` millimetres where ``measure`` is there."""

    product: str
    page: int
    size: float
    largest: float
    lines: int
    width: float
    measure: float

    @property
    def shrunk(self) -> bool:
        return self.size < self.largest - 0.05

    @property
    def fullness(self) -> float:
        """How much of its measure the widest line takes; a shrunk text takes all there is."""
        return self.width / self.measure + (1.0 if self.shrunk else 0.0)

    def __str__(self) -> str:
        lines = "1 line" if self.lines == 1 else f"{self.lines} lines"
        size = (
            f"{self.size:.1f} pt, not {self.largest:.1f}" if self.shrunk else f"{self.size:.1f} pt"
        )
        return f"{self.product} {self.page}: {self.width:.0f} of {self.measure:.0f} mm, {lines}, {size}"


def tightest(places: tuple[Use, ...]) -> list[Use]:
    """The fullest place of each product, the fullest product first."""
    best: dict[str, Use] = {}
    for use in places:
        if use.product not in best or use.fullness > best[use.product].fullness:
            best[use.product] = use
    return sorted(best.values(), key=lambda use: (-use.fullness, use.product))


def jobs_of(worker: Worker, tag: str) -> list[Job]:
    """Every product of the campaign that there is in one language alone."""
    project = worker.project
    catalogue = project.catalogue(tag)
    found = []
    for product in sorted(project.campaign.products):
        layout = project.layout(product)
        if layout is not None and catalogue is not None and layout.speaks == ONE:
            if unsuited((catalogue,), layout) is None:
                found.append(Job(product, tag))
    return found


def uses(worker: Worker, tag: str) -> dict[str, tuple[Use, ...]]:
    """The places of every string in all products of a language, by the key of the string.
    Placeholders that a contact fills in count for the string that holds them."""
    found: dict[str, list[Use]] = defaultdict(list)
    for job in jobs_of(worker, tag):
        story, fitted, _ = worker.fitted(job)
        if story is None or fitted is None:
            continue
        for number, side in enumerate(story.sides, 1):
            for name, stack in fitted.frames.items():
                if name.startswith(f"{side.name}/"):
                    for box in stack.boxes:
                        if isinstance(box, SetText):
                            key = key_of(box, worker)
                            found[key].append(_use(job.product, number, box))
    return {key: tuple(dict.fromkeys(places)) for key, places in found.items()}


def key_of(box: SetText, worker: Worker) -> str:
    """The key of the string that a paragraph says; hours of a contact are a string too."""
    kind, _, name = box.bound.source.partition(":")
    contact = worker.project.campaign.contacts.get(name)
    if kind == "hours" and contact is not None and contact.hours is not None:
        return contact.hours.key
    return box.bound.source


def _use(product: str, page: int, box: SetText) -> Use:
    widest = max(line.width for line in box.lines) * box.size
    return Use(
        product,
        page,
        round(box.size, 1),
        box.bound.style.size,
        len(box.lines),
        round(mm(widest), 1),
        round(mm(box.measure), 1),
    )
