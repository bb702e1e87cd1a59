"""What the tests of wrong and changed files share: files as they should be, and cases."""

import functools

import pytest
from conftest import compose_job, open_project

from generator.check import check_pdf
from generator.expect import Expectation
from generator.expecting import expectation
from generator.figures import Figures
from generator.fonts import Fonts
from generator.page import (
    Colour,
    Document,
)
from generator.pdf import write_pdf
from generator.records import dataclass

LANGUAGE = "uk"
NUMBER = "contact:helpline"
HELPLINE = "tel:+35227365646"
FORBIDDEN = "116 006"
ELSEWHERE = "https://www.example.org"
WHITE = Colour("paper", (255, 255, 255), (0, 0, 0, 0))
PALE = Colour("pale", (190, 190, 190), (0, 0, 0, 25))
BLACK = Colour("ink", (0, 0, 0), (0, 0, 0, 100))


# ---------------------------------------------------------------- what the cases share


@dataclass(frozen=True)
class Made:
    """A file as it should be."""

    document: Document
    expectation: Expectation
    data: bytes


class Press:
    """Composes each product once, and checks files against it."""

    def __init__(self):
        self.fonts = Fonts.of(open_project().workspace)
        self.figures = Figures(self.fonts)
        self.made = functools.cache(self._made)

    def _made(self, product):
        story, document, problems = compose_job(product, LANGUAGE)
        assert problems == []
        return Made(document, expectation(story), write_pdf(document, self.fonts))

    def verdict(self, product, data):
        return check_pdf(data, self.made(product).expectation, self.figures, product)


def refused(press, product, data, checks):
    verdict = press.verdict(product, data)
    codes = {d.code for d in verdict.diagnostics}
    assert not verdict.passed
    assert set(checks) <= codes, verdict.diagnostics


def table():
    """A decorator that collects cases, and the list of them."""
    cases = []

    def case(product, *checks):
        def note(change):
            name = f"{change.__name__.strip('_').replace('_', '-')}-{product}"
            cases.append(pytest.param(product, checks, change, id=name))
            return change

        return note

    return case, cases
