"""Whatever is given to the readers: they answer, they end, and no text turns into more."""

import io
from unittest.mock import patch

from conftest import open_project
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.content import Message, _check, _collect
from generator.diagnostics import has_errors, render
from generator.jobs import Job, Options
from generator.markup import parse_markup
from generator.page import GlyphRun, Link
from generator.shape import plain
from generator.source import Scalar, read_yaml
from generator.svg import path_commands, read_svg
from generator.worker import Worker

KEY = "person.question"
FEW = settings(max_examples=60, deadline=5_000, suppress_health_check=list(HealthCheck))

# Pieces that mean something to a YAML, XML, HTML, PDF or template reader.
YAML_PIECES = st.sampled_from(
    "a b : - ? # & * ! | > ' \" { } [ ] , % @ ` << ~ --- ... \\ \t \r \n".split(" ")
    + [" ", "\n", "\n  ", ": ", "- ", "&a ", "*a ", "!!x ", "\\u", "\ufeff", "\u2028", "\x85"]
)
SVG_PIECES = st.sampled_from(
    ["<svg ", 'viewBox="0 0 9 9"', ">", "<path ", 'd="', '"', "/>", "</svg>", "<!--", "-->", "&lt;"]
    + ["<![CDATA[", "]]>", "<?x ?>", "<!DOCTYPE x>", "&#0;", "&x;", "M0 0", "\n", "xmlns:a='b'"]
)
NUMBERS = st.sampled_from("0 1 -1 .5 1e-300 1e5 -1e5 1e999 1e-9 90000 0.1.2 1-2 , nan".split())
PATH_PIECES = st.one_of(st.sampled_from(list("MmLlHhVvCcSsQqTtAaZz")), NUMBERS)
TEXT_PIECES = st.sampled_from(
    [
        "<b>",
        "</para>",
        "<img src='/etc/passwd'/>",
        "&amp;",
        "**",
        "*",
        "{edition}",
        "{helpline}",
        "{x}",
    ]
    + [
        "%s",
        "${x}",
        "{{x}}",
        "$x",
        "\\n",
        "(",
        ")",
        "http",
        "javascript:",
        "file:///etc/passwd",
        "#",
    ]
    + ["Хтось", "  ", " ", "\u00ad", "\u200b", "\u2060", "\u0301", "é", "ﬁ", "\n", "\t", "½", "１"]
)


def _as_bytes(pieces, most):
    joined = st.lists(pieces, max_size=most).map(lambda p: "".join(p).encode("utf-8"))
    return st.one_of(st.binary(max_size=200), joined)


@FEW
@given(_as_bytes(YAML_PIECES, 40))
@example(b"\xef\xbb\xbfa: \xff")
@example(b"a: \xef\xbf\xbf")
@example(b"%YAML 9.9\n---\na: b")
@example(b"a: !<tag:x> b")
def test_any_bytes_as_yaml_give_a_mapping_or_a_reason(data):
    node, problems = read_yaml(data, "x.yaml")
    assert (node is None) == bool(problems)
    render(problems)


@FEW
@given(_as_bytes(SVG_PIECES, 30))
def test_any_bytes_as_svg_give_a_drawing_or_a_reason(data):
    drawing, problems = read_svg(data, "x.svg")
    assert (drawing is None) == bool(problems)
    render(problems)


@settings(max_examples=200, deadline=5_000)
@given(st.lists(PATH_PIECES, max_size=24).map(lambda p: "M0 0 " + " ".join(p)))
@example("M0 0A1e-300 1 0 0 0 1 1")
@example("M0 0A1 1 0 0 0 1e-200 0")
@example("M0 0a1e5 1e-5 45 1 0 1e-5 1e5")
def test_any_path_gives_commands_or_a_value_error(d):
    try:
        path_commands(d)
    except ValueError:
        pass


_project = open_project()
_worker = Worker(Options(str(_project.workspace.root), "infotraite", ""), _project)
_worker.document(Job("card-single", "en"))  # the fonts are open from here on
_good = _project.catalogue("en").messages[KEY]
_known_links = {c.uri for c in _project.campaign.contacts.values()}


def _composed(text):
    """The document with one string replaced, and everything that was said of it."""
    node = Scalar(text, _good.node.span)
    found: dict[str, Message] = {}
    problems = []
    _collect(node, KEY, found, problems)
    problems += _check(found[KEY], _project.campaign)
    if has_errors(problems):
        return None, problems
    messages = _project.catalogues["en"].messages
    with patch.dict(messages, {KEY: found[KEY]}):
        _, document, late = _worker.document(Job("card-single", "en"))
    return document, problems + late


def _expected(text):
    """What a reader must see: markup out, the built-in placeholders filled in."""
    contacts = _project.campaign.contacts
    filled = {"edition": _project.campaign.edition, "campaign": _project.campaign.name}
    filled |= {name: contact.printed for name, contact in contacts.items()}
    segments, _ = parse_markup(text)
    return plain("".join(filled[s.text] if s.placeholder else s.text for s in segments)).strip(" ")


def _opened(*_, **__):
    raise AssertionError("a text made the generator open a file")


@settings(max_examples=80, deadline=5_000, suppress_health_check=list(HealthCheck))
@given(
    st.one_of(
        st.text(max_size=60),
        st.text(st.characters(max_codepoint=0x17F, min_codepoint=32), max_size=60),
        st.lists(TEXT_PIECES, max_size=8).map("".join),
    )
)
@example("<b>x</b> <a href='x'>y</a> &amp; **bold** %s")
@example("**{helpline}** {edition}")
@example("**A**\u0300")
def test_any_text_is_refused_or_set_whole_and_stays_text(text):
    with patch.object(io, "open", _opened), patch("builtins.open", _opened):
        document, problems = _composed(text)
    if document is None:
        assert has_errors(problems)
        return
    runs = [i for p in document.pages for i in p.items if isinstance(i, GlyphRun)]
    lines = "".join(g.text for r in runs if r.source == KEY for g in r.glyphs)
    soft = "\u00ad" in text
    assert _letters(lines, soft) == _letters(_expected(text), soft)
    assert soft or lines.split() == _expected(text).split()
    links = [i for p in document.pages for i in p.items if isinstance(i, Link)]
    named = {c.uri for n, c in _project.campaign.contacts.items() if "{" + n + "}" in text}
    assert {i.uri for i in links} <= _known_links
    assert {i.uri for i in links if i.source == KEY} == named


def _letters(text, broken):
    """Without the blanks and, where a word may be broken, hyphens that end lines."""
    return [c for c in text if c != " " and not (broken and c == "-")]
