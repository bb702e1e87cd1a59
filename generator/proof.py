"""``beacon proof``: one PDF in which a translator sees every string in its place.

The pages of all products as they are printed, with a number at every string; a table of all
strings with their sources; every number enlarged, every code as it was read back; a page to
sign. It is a transform of the same pages: nothing is set a second time.
"""

from __future__ import annotations

from .check import check_pdf
from .content import Catalogue
from .diagnostics import Failed, has_errors
from .expecting import expectation
from .figures import Figures
from .geometry import MM, Rect
from .jobs import Job
from .page import Anchor, Bookmark, Document, Item, Page, Path, Piece, box
from .pdf import write_pdf
from .proof_marks import callouts
from .proof_rows import Rows, gather
from .proof_table import Sheet, cover_page, facts_pages, sign_page, string_pages
from .records import dataclass
from .setter import GREY, OWN, Setter
from .stack import Typesetter
from .state import content_hash
from .theme import read_theme
from .uses import jobs_of
from .worker import Worker

A4 = (210 * MM, 297 * MM)
_MARGIN = 10 * MM
_SIDE = 16 * MM  # room at the left and right of a page for its numbers
_HEAD = 9 * MM
_LARGEST = 2.2  # times; a card is shown larger than it is, no page smaller than it must be
_MANY = 24  # pages of one product at most


@dataclass(frozen=True)
class Shown:
    """A product as it is printed: its pages before they are set on a sheet, and what was
    read back from its file: each code's payload, and whether every check passed."""

    product: str
    about: str
    pages: tuple[Page, ...]
    codes: tuple[str, ...]
    checks: int


def proof(worker: Worker, catalogue: Catalogue, second: Catalogue | None) -> Document:
    """The proof of one language; Failed if a product of it cannot be made."""
    project = worker.project
    setter = _setter(worker)
    rows = gather(worker, catalogue, second)
    shown = [_shown(worker, job) for job in jobs_of(worker, catalogue.language)]
    content = content_hash(catalogue, project.source)
    head = f"{project.campaign.name} · {rows.language.endonym} ({rows.language.tag})"
    sheet = Sheet(setter, head, rows, project.campaign, content)
    standing = _standing(worker, catalogue)
    pages = [cover_page(sheet, standing)]
    marks = [Bookmark("What to do", "cover")]
    for product in _distinct(shown):
        fresh = _product_pages(product, rows, setter)
        marks.append(Bookmark(product.product, f"product-{product.product}"))
        pages += fresh
    for title, anchor, more in (
        ("Strings", "strings", string_pages(sheet)),
        ("Numbers and codes", "numbers", facts_pages(sheet, shown)),
        ("Sign-off", "sign-off", sign_page(sheet, standing)),
    ):
        marks.append(Bookmark(title, anchor))
        if anchor == "strings":
            marks += [
                Bookmark(f"{row.number} {row.key}", f"row-{row.number}", 1) for row in rows.rows
            ]
        pages += more
    return Document(
        f"Proof: {head}",
        "en",
        tuple(pages),
        "proof of a translation",
        f"{project.campaign.id} proof {rows.language.tag} {content}",
        project.campaign.edition,
        tuple(marks),
    )


def _setter(worker: Worker) -> Setter:
    """Sets with the family of the first theme there is a product for."""
    project = worker.project
    names = [
        p.removeprefix("layouts/themes/")
        for p in project.workspace.list_files("layouts/themes", ".yaml")
    ]
    theme, problems = read_theme(project.workspace, names[0].removesuffix(".yaml"), None)
    if theme is None:
        raise Failed(problems)
    return Setter(Typesetter(worker.fonts), theme.family)


def _shown(worker: Worker, job: Job) -> Shown:
    """Composes a product, writes its file and reads it back."""
    story, document, problems = worker.document(job)
    if story is None or document is None or has_errors(problems):
        raise Failed(problems)
    figures = Figures(worker.fonts)
    verdict = check_pdf(write_pdf(document, worker.fonts), expectation(story), figures, job.product)
    if not verdict.passed:
        raise Failed(verdict.diagnostics)
    pages = document.pages
    if story.layout.sheet:  # the piece itself where ten of them stand on a sheet
        pages = tuple(next(i.page for i in p.items if isinstance(i, Piece)) for p in pages)
    return Shown(job.product, story.layout.about, pages, verdict.codes, len(verdict.checks))


def _distinct(shown: list[Shown]) -> list[Shown]:
    """Each piece once: a sheet of ten cards shows the card that is there already."""
    found: list[Shown] = []
    for product in shown:
        if not any(product.pages == other.pages for other in found):
            found.append(product)
    return found


def _product_pages(product: Shown, rows: Rows, setter: Setter) -> list[Page]:
    """The pages of a product, each on a sheet of its own, or two small ones on one."""
    wide = product.pages[0].width > product.pages[0].height * 1.1
    small = product.pages[0].height < 100 * MM
    size = A4 if small or not wide else A4[::-1]
    room = Rect(_MARGIN, _MARGIN, size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN)
    each = 2 if small else 1
    pages = []
    for first in range(0, min(len(product.pages), _MANY), each):
        group = product.pages[first : first + each]
        words = ", ".join(str(first + i + 1) for i in range(len(group)))
        title = f"{product.product}: {product.about}; page {words} of {len(product.pages)}"
        items: list[Item] = setter.line(title, room.x, room.y + 9, 9.5, 700)
        if not first:
            items.append(Anchor(f"product-{product.product}", room))
        area = Rect(room.x, room.y + _HEAD, room.width, room.height - _HEAD)
        for i, page in enumerate(group):
            part = Rect(area.x, area.y + i * area.height / each, area.width, area.height / each)
            items += _placed(page, part, rows, setter)
        name = f"{product.product} {words}"
        pages.append(Page(name, *size, tuple(items), (Rect(0, 0, *size),), (), "en"))
    return pages


def _placed(page: Page, area: Rect, rows: Rows, setter: Setter) -> list[Item]:
    """A page in the middle of an area, framed, with its numbers."""
    scale = min(
        _LARGEST, (area.width - 2 * _SIDE) / page.width, (area.height - 4 * MM) / page.height
    )
    width, height = page.width * scale, page.height * scale
    x = area.x + (area.width - width) / 2
    piece = Piece(page, Rect(x, area.y, width, height))
    numbers, _ = callouts(piece, rows.numbers, area, setter)
    return [piece, *_frame(piece.rect), *numbers]


def _frame(rect: Rect) -> list[Item]:
    return [Path(box(rect), OWN, stroke=GREY, stroke_width=0.3)]


def _standing(worker: Worker, catalogue: Catalogue) -> list[str]:
    """What is signed of a language, in words."""
    project = worker.project
    state = project.states[catalogue.language]
    lines = []
    for text in catalogue.texts:
        last = state.texts.get(text)
        status = project.status(catalogue, text)
        who = f"; last signed by {last.by} on {last.on} ({last.status})" if last else ""
        lines.append(f"Text {text}: {status}{who}")
    stale, open_keys = project.stale(catalogue), project.unsigned(catalogue)
    lines.append(f"{len(stale)} strings with a source that changed since.")
    lines.append(f"{len(open_keys)} strings that nobody has signed as they are now.")
    return lines
