"""Whether a tagged file reads aloud rightly: its structure read once more, by another
reader than it was written and shown with, and compared with what must be heard."""

from __future__ import annotations

from collections.abc import Callable

from .check_claims import check_bookmarks, check_claims
from .check_heard import check_codes_told, check_heard, check_order
from .check_tags import check_marked, check_parents, check_roles
from .expect import Expectation
from .findings import Fault, Findings, shortened
from .tag_facts import TagFacts
from .tag_reader import read_tags
from .unsound import Unsound

TagCheck = Callable[[TagFacts, Findings, Expectation], list[Fault]]
TAGS_READABLE = "tags-readable"

TAG_CHECKS: dict[str, TagCheck] = {
    "tags-claims": check_claims,
    "tags-content": check_marked,
    "tags-parents": check_parents,
    "tags-roles": check_roles,
    "tags-heard": check_heard,
    "tags-order": check_order,
    "tags-codes": check_codes_told,
    "tags-bookmarks": check_bookmarks,
}


def tag_faults(found: Findings, expectation: Expectation) -> list[tuple[str, Fault]]:
    """Everything that is wrong with a file for those who hear it, each with the id of its
    check."""
    try:
        facts = read_tags(found.data)
    except Unsound as error:
        return [(TAGS_READABLE, Fault(f"the structure of the file cannot be read: {error}"))]
    return [
        (check_id, fault)
        for check_id, check in TAG_CHECKS.items()
        for fault in shortened(check(facts, found, expectation))
    ]
