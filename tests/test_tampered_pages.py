"""Files that somebody changed, or that went wrong: each is refused, by the check that is for it.

A case changes the composed document, the open PDF or its bytes, and names the checks that
must speak. The untouched files pass, so it is the change that is refused.
"""

import pytest
from tampering import BLACK, ELSEWHERE, FORBIDDEN, HELPLINE, NUMBER, PALE, WHITE, refused, table

from generator.geometry import MM, Rect
from generator.page import (
    Colour,
    FontKey,
    GlyphRun,
    Link,
    Path,
    Picture,
    Piece,
    box,
    moved,
)
from generator.pdf import write_pdf
from generator.qr import make_symbol, symbol_path
from generator.records import replace

composed, COMPOSED = table()


# ---------------------------------------------------------------- tools for documents


def on_page(document, number, change):
    """One page's items changed."""
    page = document.pages[number]
    pages = list(document.pages)
    pages[number] = replace(page, items=tuple(change(page.items)))
    return replace(document, pages=tuple(pages))


def changed(document, page, source, change, kind=GlyphRun, which=0):
    """One item replaced by the items that ``change`` makes of it."""

    def change_items(items):
        places = [i for i, it in enumerate(items) if isinstance(it, kind) and it.source == source]
        at = places[which]
        return [*items[:at], *change(items[at]), *items[at + 1 :]]

    return on_page(document, page, change_items)


def all_changed(document, page, source, change, kind=GlyphRun):
    """Every item of a source changed."""
    return on_page(
        document,
        page,
        lambda items: [
            change(it) if isinstance(it, kind) and it.source == source else it for it in items
        ],
    )


def added(document, page, *items):
    return on_page(document, page, lambda there: [*there, *items])


def found(document, page, source, kind=GlyphRun, which=0):
    items = document.pages[page].items
    return [it for it in items if isinstance(it, kind) and it.source == source][which]


def on_piece(document, page, which, change):
    """One of a sheet's pieces changed; the others stay."""

    def change_items(items):
        items = list(items)
        places = [i for i, it in enumerate(items) if isinstance(it, Piece)]
        piece = items[places[which]]
        items[places[which]] = replace(
            piece, page=replace(piece.page, items=tuple(change(piece.page.items)))
        )
        return items

    return on_page(document, page, change_items)


def spelled(document, text, like, **changes):
    """``text`` in the font of ``like``, its glyphs taken from where the document has them."""
    stock = {}
    for page in document.pages:
        for run in page.runs():
            if run.font == like.font:
                for glyph in run.glyphs:
                    stock.setdefault(glyph.text, glyph)
    return replace(like, glyphs=tuple(stock[c] for c in text), **changes)


def with_glyph(run, at, glyph):
    return replace(run, glyphs=(*run.glyphs[:at], glyph, *run.glyphs[at + 1 :]))


def redrawn(run, at, like):
    """The glyph at ``at`` drawn as the one at ``like``; its text stays."""
    return with_glyph(run, at, replace(run.glyphs[at], id=run.glyphs[like].id))


def place_of(run, start, end=None):
    """Where glyphs of a run stand, from the baseline to a little above the capitals."""
    end = start + 1 if end is None else end
    left = run.x + replace(run, glyphs=run.glyphs[:start]).width
    width = replace(run, glyphs=run.glyphs[start:end]).width
    return Rect(left, run.y - run.size * 0.78, width, run.size * 0.8)


def patch(rect, fill):
    return Path(box(rect), "mark", fill=fill)


def turned_round(commands, rect, turn):
    """Path commands with each point of the unit square put through ``turn``."""
    out = []
    for letter, *values in commands:
        points = [
            turn((x - rect.x) / rect.width, (y - rect.y) / rect.height)
            for x, y in zip(values[::2], values[1::2], strict=True)
        ]
        flat = [v for u, w in points for v in (rect.x + u * rect.width, rect.y + w * rect.height)]
        out.append((letter, *flat))
    return tuple(out)


# ---------------------------------------------------------------- numbers


@composed("card-single", "numbers", "text")
def one_digit_of_the_number_is_another(document):
    return changed(document, 0, NUMBER, lambda r: [with_glyph(r, 6, r.glyphs[5])])


@composed("card-single", "numbers", "text")
def two_digits_are_transposed(document):
    def swap(run):
        return [with_glyph(with_glyph(run, 5, run.glyphs[6]), 6, run.glyphs[5])]

    return changed(document, 0, NUMBER, swap)


@composed("card-single", "numbers")
def a_digit_is_missing(document):
    return changed(document, 0, NUMBER, lambda r: [replace(r, glyphs=r.glyphs[:-1])])


@composed("card-single", "numbers")
def a_digit_is_appended(document):
    return changed(document, 0, NUMBER, lambda r: [replace(r, glyphs=(*r.glyphs, r.glyphs[-1]))])


@composed("card-single", "figures")
def a_digit_is_drawn_as_another_and_its_text_stays(document):
    return changed(document, 0, NUMBER, lambda r: [redrawn(r, 6, 8)])


@composed("card-single", "figures")
def a_digit_is_drawn_as_another_and_a_space_of_its_number_by_itself(document):
    """pdfium puts in a space of its own there, which has no size."""

    def change(run):
        run = redrawn(run, 6, 8)
        at = next(n for n, glyph in enumerate(run.glyphs) if glyph.text.isspace())
        first, rest = replace(run, glyphs=run.glyphs[:at]), run.glyphs[at + 1 :]
        gap = replace(run, glyphs=run.glyphs[at : at + 1], x=run.x + first.width)
        return [first, gap, replace(run, glyphs=rest, x=gap.x + gap.width)]

    return changed(document, 0, NUMBER, change)


@composed("card-single", "figures")
def a_digit_of_a_short_code_is_drawn_as_another(document):
    return changed(document, 1, "contact:police_emergency", lambda r: [redrawn(r, 2, 1)])


@composed("leaflet", "figures")
def a_digit_of_a_number_in_the_middle_size_is_drawn_as_another(document):
    return changed(document, 0, "contact:mobile1", lambda r: [redrawn(r, 5, 7)])


@composed("poster-a4", "figures")
def a_digit_of_a_very_large_number_is_drawn_as_another(document):
    return changed(document, 0, NUMBER, lambda r: [redrawn(r, 15, 11)])


@composed("card", "figures")
def a_digit_is_drawn_as_another_on_one_card_of_the_sheet(document):
    def change(items):
        return [
            redrawn(i, 6, 8) if i.source == NUMBER and hasattr(i, "glyphs") else i for i in items
        ]

    return on_piece(document, 0, 7, change)


@composed("card-single", "figures")
def all_text_of_the_number_stays_and_its_glyphs_are_in_another_order(document):
    def change(run):
        ids = [g.id for g in run.glyphs]
        order = [*ids[:5], ids[8], ids[9], ids[7], ids[5], ids[6], *ids[10:]]
        return [
            replace(
                run,
                glyphs=tuple(replace(g, id=i) for g, i in zip(run.glyphs, order, strict=True)),
            )
        ]

    return changed(document, 0, NUMBER, change)


@composed("card-single", "numbers")
def the_number_is_missing(document):
    return changed(document, 0, NUMBER, lambda r: [])


@composed("leaflet", "text")
def the_number_is_missing_in_one_of_its_places(document):
    return changed(document, 0, NUMBER, lambda r: [])


@composed("card-single", "forbidden")
def a_forbidden_number_is_added(document):
    like = found(document, 1, "common.edition")
    return added(document, 0, spelled(document, FORBIDDEN, like, x=12.0, y=140.0))


@composed("card-single", "forbidden")
def a_forbidden_number_is_added_in_spaced_digits(document):
    like = found(document, 1, "common.edition")
    spaced = " ".join(FORBIDDEN.replace(" ", ""))
    return added(document, 0, spelled(document, spaced, like, x=12.0, y=140.0))


@composed("card-single", "forbidden")
def a_forbidden_number_is_added_in_two_runs(document):
    like = found(document, 1, "common.edition")
    one = spelled(document, FORBIDDEN[:4], like, x=12.0, y=140.0)
    two = spelled(document, FORBIDDEN[4:], like, x=12.0 + one.width, y=140.0)
    return added(document, 0, one, two)


@composed("card-single", "forbidden")
def a_forbidden_number_is_added_in_two_lines(document):
    like = found(document, 1, "common.edition")
    one = spelled(document, FORBIDDEN[:3], like, x=210.0, y=80.0)
    two = spelled(document, FORBIDDEN[4:], like, x=210.0, y=89.0)
    return added(document, 0, one, two)


@composed("card-single", "forbidden")
def a_forbidden_number_is_added_with_its_last_run_written_first(document):
    like = found(document, 1, "common.edition")
    one = spelled(document, FORBIDDEN[:3], like, x=12.0, y=140.0)
    two = spelled(document, FORBIDDEN[4:], like, x=14.0 + one.width, y=140.0)
    return added(document, 0, two, one)


@composed("card-single", "numbers", "leftover")
def another_number_is_added(document):
    like = found(document, 1, "common.edition")
    return added(document, 0, spelled(document, "0611 202", like, x=12.0, y=140.0))


@composed("card-single", "drawings")
def a_digit_drawn_as_a_path_stands_after_the_number(document):
    run = found(document, 0, NUMBER)
    after = Rect(run.x + run.width + 1.5, run.y - 15.5, 3.5, 15.5)
    return added(document, 0, patch(after, run.colour))


@composed("card-single", "drawings")
def a_digit_drawn_as_a_path_stands_between_two_groups(document):
    run = found(document, 0, NUMBER)
    gap = place_of(run, 7)
    return added(document, 0, patch(Rect(gap.x + 1, run.y - 15.5, gap.width - 2, 15.5), run.colour))


# ---------------------------------------------------------------- words


@composed("card-single", "text")
def a_line_is_missing(document):
    return changed(document, 0, "person.question", lambda r: [], which=1)


@composed("leaflet", "text")
def a_sentence_is_missing(document):
    return changed(document, 1, "person.papers.title", lambda r: [])


@composed("card-single", "leftover")
def a_sentence_stands_twice(document):
    return changed(document, 0, "person.anonymous.title", lambda r: [r, replace(r, y=r.y + 13)])


@composed("card", "text")
def one_card_of_the_sheet_lacks_a_sentence(document):
    return on_piece(
        document, 0, 4, lambda items: [i for i in items if i.source != "person.anonymous.title"]
    )


@composed("card", "text", "codes")
def one_card_of_the_sheet_is_missing(document):
    return on_page(document, 1, lambda items: items[1:])


@composed("card-single", "leftover")
def a_word_is_added(document):
    like = found(document, 1, "hours:emergency")
    return added(document, 0, replace(like, x=12.0, y=140.0))


@composed("card-single", "leftover")
def a_word_is_added_to_a_sentence(document):
    run = found(document, 0, "hours:helpline")
    return changed(
        document, 0, "hours:helpline", lambda r: [replace(r, glyphs=r.glyphs + run.glyphs[1:8])]
    )


@composed("card-single", "text", "leftover")
def a_word_is_of_another_language(document):
    like = found(document, 0, "person.anonymous.title")
    letters = "Sie können anonym bleiben"
    glyph = like.glyphs[0]
    other = tuple(replace(glyph, text=c) for c in letters)
    return changed(document, 0, like.source, lambda r: [replace(r, glyphs=other[: len(r.glyphs)])])


@composed("card-single", "text", "leftover")
def a_letter_has_the_text_of_its_latin_double(document):
    def latin(run):
        at = run.text.index("о")
        return [with_glyph(run, at, replace(run.glyphs[at], text="o"))]

    return changed(document, 0, "person.anonymous.title", latin)


@composed("card-single", "text")
def two_words_change_places(document):
    def swap(run):
        at = run.text.index(" ")
        return [replace(run, glyphs=(*run.glyphs[at + 1 :], run.glyphs[at], *run.glyphs[:at]))]

    return changed(document, 0, "person.anonymous.title", swap)


@composed("leaflet", "text")
def the_sentence_loses_its_not(document):
    def cut(run):
        at = run.text.index("не ")
        return [replace(run, glyphs=(*run.glyphs[:at], *run.glyphs[at + 3 :]))]

    return changed(document, 0, "person.anonymous.title", cut)


@composed("card-single", "contrast")
def a_letter_is_drawn_as_a_space_and_its_text_stays(document):
    def change(run):
        return [redrawn(run, 0, run.text.index(" "))]

    return changed(document, 0, "person.anonymous.title", change)


@composed("card-single", "overlaps")
def two_lines_lie_over_each_other(document):
    first = found(document, 0, "person.question")
    return changed(
        document, 0, "person.question", lambda r: [replace(r, x=first.x, y=first.y)], which=1
    )


# ---------------------------------------------------------------- size, colour, weight


@composed("card-single", "floor", "text")
def text_is_smaller_than_the_floor(document):
    def shrink(run):
        return replace(run, size=run.size * 0.8)

    return all_changed(document, 0, "hours:helpline", shrink)


@composed("leaflet", "text")
def text_is_smaller_than_its_style_allows(document):
    def shrink(run):
        return replace(run, size=run.size * 0.5)

    return all_changed(document, 1, "person.forced.line", shrink)


@composed("card-single", "text")
def the_number_is_small(document):
    def shrink(run):
        return [replace(run, size=run.size / 2)]

    return changed(document, 0, NUMBER, shrink)


@composed("card-single", "contrast")
def text_is_pale(document):
    return all_changed(document, 0, "hours:helpline", lambda r: replace(r, colour=PALE))


@composed("card-single", "contrast")
def text_is_white_on_white(document):
    return all_changed(document, 0, "person.question", lambda r: replace(r, colour=WHITE))


@composed("card-single", "contrast")
def the_number_has_the_colour_of_its_frame(document):
    frame = found(document, 0, "frame:service", Path)
    return changed(document, 0, NUMBER, lambda r: [replace(r, colour=frame.fill)])


@composed("card-single", "contrast")
def one_letter_of_a_word_is_pale(document):
    def split(run):
        return [
            replace(run, glyphs=run.glyphs[:1], colour=PALE),
            replace(run, x=run.x + run.size * run.glyphs[0].advance, glyphs=run.glyphs[1:]),
        ]

    return changed(document, 0, "person.anonymous.title", split)


@composed("card-single", "contrast")
def one_digit_of_the_number_is_pale(document):
    def split(run):
        first, last = run.glyphs[:-1], run.glyphs[-1:]
        x = run.x + replace(run, glyphs=first).width
        return [replace(run, glyphs=first), replace(run, glyphs=last, x=x, colour=PALE)]

    return changed(document, 0, NUMBER, split)


@composed("poster-a4", "contrast")
def the_ground_beneath_white_text_is_missing(document):
    return changed(document, 0, "frame:question", lambda p: [], Path)


@composed("card-single", "contrast")
def the_ground_beneath_black_text_is_dark(document):
    frame = found(document, 0, "frame:service", Path)
    dark = Colour("deep", (70, 70, 70), (0, 0, 0, 80))
    return changed(document, 0, frame.source, lambda p: [replace(p, fill=dark)], Path)


@composed("leaflet", "weights")
def running_text_has_three_weights(document):
    def weighed(weight):
        return lambda r: [replace(r, font=FontKey(r.font.family, weight, r.font.width))]

    once = changed(document, 1, "person.forced.line", weighed(600))
    return changed(once, 1, "person.unpaid.line", weighed(900))


# ---------------------------------------------------------------- covering


@composed("card-single", "contrast")
def a_path_covers_a_word(document):
    run = found(document, 0, "person.anonymous.title")
    return added(document, 0, patch(place_of(run, 0, 5), WHITE))


@composed("card-single", "covers")
def a_path_covers_one_letter(document):
    run = found(document, 0, "person.question")
    return added(document, 0, patch(place_of(run, 1), WHITE))


@composed("card-single", "contrast")
def a_path_covers_the_number(document):
    run = found(document, 0, NUMBER)
    ground = found(document, 0, "frame:service", Path).fill
    return added(document, 0, patch(place_of(run, 0, len(run.glyphs)), ground))


@composed("card-single", "contrast")
def a_path_covers_one_digit(document):
    run = found(document, 0, NUMBER)
    ground = found(document, 0, "frame:service", Path).fill
    return added(document, 0, patch(place_of(run, 6), ground))


@composed("card-single", "figures")
def a_path_covers_the_lower_half_of_a_digit(document):
    run = found(document, 0, NUMBER)
    ground = found(document, 0, "frame:service", Path).fill
    whole = place_of(run, 6)
    half = Rect(whole.x, whole.y + whole.height / 2, whole.width, whole.height / 2)
    return added(document, 0, patch(half, ground))


@composed("card-single", "figures")
def a_path_in_the_ink_covers_one_digit(document):
    run = found(document, 0, NUMBER)
    return added(document, 0, patch(place_of(run, 6), run.colour))


@composed("card-single", "drawings")
def a_stroke_closes_a_three_to_an_eight(document):
    run = found(document, 0, NUMBER)
    at = place_of(run, 8)  # the 3 of 36
    left = at.x + 1.5
    stroke = Path(
        (("M", left, at.y + 3.0), ("L", left, at.bottom - 2.5)),
        "mark",
        stroke=run.colour,
        stroke_width=2.6,
    )
    return added(document, 0, stroke)


@composed("card-single", "drawings")
def a_line_crosses_the_number_out(document):
    run = found(document, 0, NUMBER)
    y = run.y - run.size * 0.36
    line = Path(
        (("M", run.x, y), ("L", run.x + run.width, y)), "mark", stroke=BLACK, stroke_width=2.0
    )
    return added(document, 0, line)


@composed("card-single", "drawings")
def a_line_crosses_a_sentence_out(document):
    run = found(document, 0, "person.anonymous.title")
    y = run.y - run.size * 0.26
    line = Path(
        (("M", run.x, y), ("L", run.x + run.width, y)), "mark", stroke=BLACK, stroke_width=1.2
    )
    return added(document, 0, line)


@composed("card-single", "drawings")
def a_path_covers_the_upper_half_of_a_sentence(document):
    run = found(document, 0, "person.anonymous.title")
    whole = place_of(run, 0, len(run.glyphs))
    half = Rect(whole.x, whole.y, whole.width, whole.height * 0.6)
    return added(document, 0, patch(half, WHITE))


@composed("card-single", "drawings")
def a_path_in_the_ink_covers_a_word(document):
    run = found(document, 0, "person.anonymous.title")
    return added(document, 0, patch(place_of(run, 0, 5), run.colour))


@composed("card", "contrast")
def a_path_covers_a_word_on_one_card_of_the_sheet(document):
    run = next(r for r in document.pages[0].items[3].page.items if r.source == "person.question")
    return on_piece(document, 0, 3, lambda items: [*items, patch(place_of(run, 0, 4), WHITE)])


@composed("card", "figures")
def a_path_over_the_sheet_covers_one_digit(document):
    piece = [i for i in document.pages[0].items if isinstance(i, Piece)][8]
    run = next(r for r in piece.page.runs() if r.source == NUMBER)
    ground = next(i for i in piece.page.items if i.source == "frame:service").fill
    return added(document, 0, patch(place_of(run, 9).moved(piece.rect.x, piece.rect.y), ground))


# As many drawings as there must be, but not where they belong.


@composed("card-single", "contrast")
def the_frame_of_the_number_is_drawn_over_it(document):
    def last(items):
        frame = [i for i in items if i.source == "frame:service"]
        return [*(i for i in items if i.source != "frame:service"), *frame]

    return on_page(document, 0, last)


@composed("poster-a4", "contrast")
def a_frame_ends_in_the_middle_of_its_text(document):
    frame = found(document, 0, "frame:question", Path)
    return changed(document, 0, frame.source, lambda p: [moved(frame, 0, -80)], Path)


@composed("poster-a4", "contrast")
def a_pictogram_lies_over_a_sentence(document):
    def move(items):
        return [
            moved(i, 70, 0) if isinstance(i, Path) and i.source == "pictogram:unpaid" else i
            for i in items
        ]

    return on_page(document, 0, move)


def _more_of_the_code(document, *rects):
    """The path of the poster's first code draws boxes in other places too."""
    more = tuple(command for rect in rects for command in box(rect))
    return changed(
        document,
        0,
        "qr:helpline",
        lambda p: [replace(p.flat(), commands=p.flat().commands + more)],
        Path,
    )


@composed("poster-a4", "covers")
def the_path_of_a_code_also_crosses_a_sentence_out(document):
    run = found(document, 0, "person.anonymous.title")
    return _more_of_the_code(document, Rect(run.x, run.y - run.size * 0.3, run.width, 2))


@composed("poster-a4", "contrast")
def the_path_of_a_code_also_covers_a_word(document):
    run = found(document, 0, "person.unpaid.title")
    return _more_of_the_code(document, place_of(run, 0, 3))


@composed("poster-a4", "covers")
def the_path_of_a_code_also_draws_a_digit_after_the_number(document):
    run = found(document, 0, NUMBER)
    after = Rect(run.x + run.width + 4, run.y - run.size * 0.71, 8, run.size * 0.71)
    return _more_of_the_code(document, after)


@composed("poster-a4", "covers")
def the_path_of_a_code_also_closes_a_three_to_an_eight(document):
    at = place_of(found(document, 0, NUMBER), 8)  # the 3 of 36
    return _more_of_the_code(document, Rect(at.x + 3, at.y + 7, 6, at.height - 14))


# ---------------------------------------------------------------- places


@composed("card", "ink")
def text_stands_outside_the_trim(document):
    run = next(document.pages[0].runs())
    return added(document, 0, replace(run, x=20.0, y=830.0))


@composed("card-single", "contrast")
def text_stands_outside_the_page(document):
    return changed(document, 0, "person.anonymous.title", lambda r: [replace(r, y=900.0)])


@composed("card-single", "contrast")
def text_runs_over_the_edge_of_the_page(document):
    return changed(document, 0, "person.anonymous.title", lambda r: [replace(r, x=180.0)])


@composed("card-single", "ink")
def text_stands_too_near_the_cut(document):
    return changed(document, 0, "person.anonymous.title", lambda r: [replace(r, x=5.0)])


@composed("card", "ink")
def one_card_of_the_sheet_has_moved(document):
    return on_page(document, 0, lambda items: [moved(items[0], -4 * MM, 0), *items[1:]])


@composed("card", "ink")
def a_line_stands_beside_the_cut_marks(document):
    return added(document, 0, patch(Rect(300, 826, 60, 2), BLACK))


@composed("leaflet", "folds")
def text_stands_too_near_a_fold(document):
    fold = 297 * MM - 100 * MM
    return all_changed(document, 0, "person.here", lambda r: replace(r, x=fold + 4))


@composed("leaflet", "folds")
def text_runs_across_a_fold(document):
    return all_changed(document, 1, "person.forced.line", lambda r: replace(r, x=200.0))


@composed("leaflet", "folds")
def a_code_lies_too_near_a_fold(document):
    return on_page(
        document,
        0,
        lambda items: [moved(i, -14, 0) if i.source == "qr:helpline" else i for i in items],
    )


# ---------------------------------------------------------------- codes


def code_changed(document, change, page=1, source="qr:helpline"):
    """The path of a code replaced; ``change`` has the path and its rect."""
    path = found(document, page, source, Path)
    rect = found(document, page, source, Link).rect
    return changed(document, page, source, lambda p: change(path.flat(), rect), Path)


def code_path(payload, rect, colour=BLACK):
    return symbol_path(make_symbol(payload, 200.0), "mark", rect, colour)


@composed("card-single", "codes")
def a_code_is_missing(document):
    return code_changed(document, lambda path, rect: [])


@composed("card-single", "codes")
def a_code_opens_another_address(document):
    return code_changed(document, lambda path, rect: [code_path(ELSEWHERE, rect)])


def _small_code():
    """A code with modules of half a millimetre that no layout asks for, on white."""
    symbol = make_symbol(ELSEWHERE, 200.0)
    rect = Rect(60, 60, symbol.count * 0.5 * MM, symbol.count * 0.5 * MM)
    return patch(rect.inset(-9), WHITE), symbol_path(symbol, "mark", rect, BLACK)


@composed("poster-a4", "codes", "drawings")
@composed("poster-a0", "codes", "drawings")
def a_small_code_is_added(document):
    return added(document, 0, *_small_code())


@composed("leaflet", "codes", "drawings")
@composed("poster-a2", "codes", "drawings")
def a_small_code_is_added_box_by_box(document):
    ground, path = _small_code()
    boxes = [path.commands[at : at + 5] for at in range(0, len(path.commands), 5)]
    return added(document, 0, ground, *(replace(path, commands=each) for each in boxes))


@composed("card", "codes", "drawings")
def a_small_code_is_added_to_a_sheet(document):
    return on_piece(document, 0, 3, lambda items: [*items, *_small_code()])


@composed("card-single", "codes")
def a_code_calls_a_number_with_one_other_digit(document):
    return code_changed(document, lambda path, rect: [code_path("tel:+35227365647", rect)])


@composed("card-single", "codes")
def a_code_is_covered_in_part(document):
    return code_changed(
        document, lambda path, rect: [path, patch(rect.inset(rect.width * 0.28), WHITE)]
    )


@composed("card-single", "codes")
def a_finder_of_a_code_is_covered(document):
    def cover(path, rect):
        return [path, patch(Rect(rect.x, rect.y, rect.width / 3.5, rect.height / 3.5), WHITE)]

    return code_changed(document, cover)


@composed("card-single", "codes")
def some_modules_of_a_code_are_damaged(document):
    """It still reads, with nothing to spare for dirt and folds."""

    def damage(path, rect):
        unit = rect.width / 25
        spots = ((9, 10), (12, 14), (15, 9), (11, 18), (18, 16), (14, 11), (19, 20), (10, 12))
        marks = [
            patch(Rect(rect.x + x * unit, rect.y + y * unit, unit, unit), BLACK) for x, y in spots
        ]
        return [path, *marks]

    return code_changed(document, damage)


@composed("card-single", "codes")
def a_code_is_smaller(document):
    def shrink(path, rect):
        def turn(u, v):
            return 0.1 + 0.8 * u, 0.1 + 0.8 * v

        return [replace(path, commands=turned_round(path.commands, rect, turn))]

    return code_changed(document, shrink)


@composed("card-single", "codes")
def a_code_is_stretched(document):
    def stretch(path, rect):
        def turn(u, v):
            return 1.3 * u, v

        return [replace(path, commands=turned_round(path.commands, rect, turn))]

    return code_changed(document, stretch)


@composed("card-single", "codes")
def a_code_stands_on_its_side(document):
    def turn_path(path, rect):
        return [replace(path, commands=turned_round(path.commands, rect, lambda u, v: (1 - v, u)))]

    return code_changed(document, turn_path)


@composed("leaflet", "quiet")
def a_code_is_aslant(document):
    def slant(path, rect):
        def turn(u, v):
            return 0.5 + 0.97 * (u - 0.5) - 0.26 * (v - 0.5), 0.5 + 0.26 * (u - 0.5) + 0.97 * (
                v - 0.5
            )

        return [replace(path, commands=turned_round(path.commands, rect, turn))]

    return code_changed(document, slant, page=0)


@composed("card-single", "codes")
def a_code_is_mirrored(document):
    def mirror(path, rect):
        return [replace(path, commands=turned_round(path.commands, rect, lambda u, v: (1 - u, v)))]

    return code_changed(document, mirror)


@composed("leaflet", "codes")
def a_code_is_light_on_dark(document):
    def invert(path, rect):
        return [patch(rect.inset(-16), BLACK), replace(path, fill=WHITE)]

    return code_changed(document, invert, page=0)


@composed("card-single", "codes")
def a_code_is_pale(document):
    return code_changed(document, lambda path, rect: [replace(path, fill=PALE)])


@composed("card-single", "quiet")
def a_line_stands_in_the_quiet_zone(document):
    def line(path, rect):
        x = rect.right + 3.2
        stroke = (("M", x, rect.y), ("L", x, rect.bottom))
        return [path, Path(stroke, "mark", stroke=BLACK, stroke_width=0.7)]

    return code_changed(document, line)


@composed("card-single", "quiet")
def a_word_stands_in_the_quiet_zone(document):
    return changed(document, 1, "common.qr.call", lambda r: [replace(r, x=r.x - 6)])


@composed("card-single", "codes")
def a_code_to_another_address_is_added(document):
    return added(document, 0, code_path(ELSEWHERE, Rect(190, 112, 12 * MM, 12 * MM)))


@composed("leaflet", "drawings")
def a_very_small_code_to_another_address_is_added(document):
    return added(document, 0, code_path(ELSEWHERE, Rect(440, 500, 6 * MM, 6 * MM)))


@composed("card-single", "drawings", "links")
def a_code_stands_twice(document):
    return added(document, 0, code_path(HELPLINE, Rect(190, 112, 11 * MM, 11 * MM)))


@composed("card-single", "captions", "links")
def two_codes_change_places(document):
    """Whoever scans in order to call is led to the web, and the other way round."""
    one = found(document, 1, "qr:helpline", Link).rect
    two = found(document, 1, "qr:website", Link).rect

    def swap(items):
        return [
            moved(i, two.x - one.x, 0)
            if isinstance(i, Path) and i.source == "qr:helpline"
            else moved(i, one.x - two.x, 0)
            if isinstance(i, Path) and i.source == "qr:website"
            else i
            for i in items
        ]

    return on_page(document, 1, swap)


@composed("card", "codes")
def a_code_of_one_card_of_the_sheet_opens_another_address(document):
    def change(items):
        return [
            code_path(ELSEWHERE, Rect(11.34, 11.34, 45.35, 45.35))
            if isinstance(i, Path) and i.source == "qr:helpline"
            else i
            for i in items
        ]

    return on_piece(document, 1, 5, change)


# ---------------------------------------------------------------- links


@composed("card-single", "links")
def a_link_calls_another_number(document):
    return changed(document, 0, NUMBER, lambda ln: [replace(ln, uri="tel:+35227365647")], Link)


@composed("card-single", "links")
def a_link_calls_a_forbidden_number(document):
    return changed(document, 0, NUMBER, lambda ln: [replace(ln, uri="tel:116006")], Link)


@composed("card-single", "links")
def a_link_is_missing(document):
    return changed(document, 0, NUMBER, lambda ln: [], Link)


@composed("leaflet", "links")
def the_link_of_one_number_lies_over_another(document):
    return changed(document, 1, "contact:police", lambda ln: [replace(ln, uri=HELPLINE)], Link)


@composed("card-single", "links")
def a_link_of_one_number_lies_over_its_own_and_another(document):
    link = found(document, 1, "contact:emergency", Link)
    other = found(document, 1, "contact:police_emergency", Link)
    return added(document, 1, replace(link, rect=other.rect))


@composed("card-single", "links")
def a_link_covers_the_whole_page(document):
    page = document.pages[1]
    return added(document, 1, Link(Rect(0, 0, page.width, page.height), "tel:112", "mark"))


@composed("card-single", "links")
def a_link_opens_another_address(document):
    return added(document, 0, Link(Rect(12, 130, 40, 12), ELSEWHERE, "mark"))


@composed("card-single", "links")
def a_link_covers_half_of_its_number(document):
    def halve(link):
        rect = link.rect
        return [replace(link, rect=replace(rect, width=rect.width / 3))]

    return changed(document, 0, NUMBER, halve, Link)


@composed("card-single", "links")
def a_link_of_a_code_opens_another_contact(document):
    return changed(document, 1, "qr:website", lambda ln: [replace(ln, uri=HELPLINE)], Link)


# ---------------------------------------------------------------- pages and pictures


@composed("card-single", "size")
def a_page_is_a_millimetre_wider(document):
    page = document.pages[0]
    return replace(document, pages=(replace(page, width=page.width + MM), document.pages[1]))


@composed("card-single", "size")
def all_is_a_millimetre_higher(document):
    return replace(document, pages=tuple(replace(p, height=p.height + MM) for p in document.pages))


@composed("card-single", "readable", "numbers")
def a_page_is_missing(document):
    return replace(document, pages=document.pages[:1])


@composed("card-single", "readable")
def an_empty_page_is_added(document):
    empty = replace(document.pages[0], name="extra", items=())
    return replace(document, pages=(*document.pages, empty))


@composed("card-single", "readable")
def a_page_stands_twice(document):
    return replace(document, pages=(*document.pages, document.pages[1]))


@composed("leaflet", "text", "leftover")
def the_pages_change_places(document):
    return replace(document, pages=document.pages[::-1])


@composed("card-single", "title")
def the_title_is_another(document):
    return replace(document, title="Untitled")


@composed("card-single", "title")
def the_file_says_that_it_is_in_another_language(document):
    """A screen reader would read it with the wrong voice."""
    return replace(document, language="de")


@composed("card-single", "forbidden")
def the_subject_has_a_forbidden_number(document):
    return replace(document, subject=f"Call {FORBIDDEN}")


@composed("card-single", "forbidden")
def the_keywords_have_a_forbidden_number(document):
    return replace(document, keywords=f"help, {FORBIDDEN.replace(' ', '')}")


def picture(rect, grey=230):
    return Picture(rect, 2, 2, bytes([grey]) * 12, "mark")


@composed("card-single", "drawings", "overlaps")
def a_picture_lies_beneath_text(document):
    run = found(document, 0, "person.anonymous.title")
    under = picture(place_of(run, 0, len(run.glyphs)))
    return on_page(document, 0, lambda items: [under, *items])


@composed("card-single", "drawings")
def a_picture_is_added(document):
    return added(document, 0, picture(Rect(180, 115, 20, 20), 120))


@composed("card-single", "drawings", "figures", "contrast")
def a_picture_covers_the_number(document):
    run = found(document, 0, NUMBER)
    return added(document, 0, picture(place_of(run, 0, len(run.glyphs)), 255))


@pytest.mark.parametrize("product,checks,change", COMPOSED)
def test_a_wrong_document_is_refused(press, product, checks, change):
    document = change(press.made(product).document)
    refused(press, product, write_pdf(document, press.fonts), checks)
