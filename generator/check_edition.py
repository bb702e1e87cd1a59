"""Checks of the editions that need no PDF: all that the piece says, in order, nothing else."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable

from PIL import Image

from .camera import decode_codes
from .expect import Expectation, Spoken
from .findings import Fault
from .geometry import Rect
from .html_edition import POLICY
from .html_reader import Heard, HtmlPage, read_html
from .qr import QUIET_ZONE

_MOST_BYTES = 200_000  # pictures of the layout are within
_MODULE = 6  # pixels a module, for the camera
_MOST_MODULES = 177  # of a side: version 40
_RUN = re.compile(r"M(\d{1,3}) (\d{1,3})h(\d{1,3})v(\d{1,3})h-(\d{1,3})z")


def check_html(data: bytes, expectation: Expectation) -> list[Fault]:
    """The finished page: what is heard, what it opens, what its codes hold, what it loads."""
    text = _decoded(data)
    if text is None:
        return [Fault("the page is larger than any of ours, or no text")]
    page = read_html(text)
    said = [f"the page holds {what}" for what in page.oddities]
    if page.title != expectation.title:
        said.append(f"the page calls itself “{page.title[:60]}”, not “{expectation.title}”")
    if page.language != expectation.language:
        said.append(f"the page says its language is “{page.language}”")
    if page.meta.get("Content-Security-Policy") != POLICY or page.meta.get("charset") != "utf-8":
        said.append("the page does not forbid to load and to run things")
    if re.search(r"url\(|@import|expression|\\", page.style):
        said.append("the page's style loads something")
    said += [f"a link opens “{uri}”" for uri in page.hrefs if uri not in expectation.directory.uris]
    return [Fault(what) for what in said] + _heard_faults(page, expectation) + _code_faults(page)


def _decoded(data: bytes) -> str | None:
    try:
        return data.decode("utf-8") if len(data) <= _MOST_BYTES else None
    except UnicodeDecodeError:
        return None


def _heard_faults(page: HtmlPage, expectation: Expectation) -> list[Fault]:
    wanted = [_plain(s.role, s.text, s.language, s.opens) for s in expectation.spoken]
    wanted = [w for w in wanted if w[0] != "Lbl"]  # the page's own lists have their marks
    if not any(w[0] == "H1" for w in wanted):
        wanted.insert(0, _plain("H1", expectation.title, expectation.language, ()))
    told = [_plain(h.role, h.text, h.language, h.opens) for h in page.heard if not _empty(h)]
    faults = []
    for is_, must in itertools.zip_longest(told, wanted):
        if is_ != must:
            what = f"“{is_[1][:60]}” ({is_[0]}, {is_[2]})" if is_ else "nothing"
            where = f"“{must[1][:60]}” ({must[0]}, {must[2]})" if must else "nothing"
            faults.append(Fault(f"the page says {what} where {where} should be"))
    return faults[:1]  # what follows the first one is only shifted


def _empty(heard: Heard) -> bool:
    """A paragraph that holds a code or a picture, which tells for itself."""
    return heard.role == "P" and not heard.text.strip()


def _plain(
    role: str, text: str, language: str, opens: tuple[str, ...]
) -> tuple[str, str, str, tuple[str, ...]]:
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    return role, folded, language, opens


def _code_faults(page: HtmlPage) -> list[Fault]:
    """Every drawing that opens something is a code that opens just that."""
    faults = []
    for figure in page.heard:
        if figure.role == "Figure" and figure.opens:
            payloads = _payloads(figure.path)
            if payloads != list(figure.opens):
                held = ", ".join(payloads) or "nothing"
                faults.append(Fault(f"the code for “{figure.opens[0]}” holds {held}"))
    return faults


def _payloads(path: str) -> list[str]:
    """What a camera reads from a drawing of whole modules."""
    image = Image.new("L", ((_MOST_MODULES + 2 * QUIET_ZONE) * _MODULE,) * 2, 255)
    at = 0
    right = bottom = 0
    for run in _RUN.finditer(path):
        x, y, width, height, back = map(int, run.groups())
        if run.start() != at or back != width or max(x + width, y + height) > _MOST_MODULES:
            return []
        at = run.end()
        right, bottom = max(right, x + width), max(bottom, y + height)
        left, top = (x + QUIET_ZONE) * _MODULE, (y + QUIET_ZONE) * _MODULE
        image.paste(0, (left, top, left + width * _MODULE, top + height * _MODULE))
    if at != len(path):
        return []
    size = ((right + 2 * QUIET_ZONE) * _MODULE, (bottom + 2 * QUIET_ZONE) * _MODULE)
    codes = decode_codes(image.crop((0, 0, *size)), 72.0, Rect(0, 0, *size))
    return [code.payload for code in codes]


def check_plain_text(data: bytes, expectation: Expectation) -> list[Fault]:
    """The text edition: the same, with what a code does in place of the code."""
    text = _decoded(data)
    if text is None:
        return [Fault("the text is larger than any of ours, or no text")]
    told = [line for line in text.split("\n") if line]
    wanted = _lines(expectation.spoken, dict(expectation.directory.says))
    for is_, must in itertools.zip_longest(told, wanted):
        if is_ != must:
            what = f"the text says “{(is_ or '')[:60]}” where “{(must or '')[:60]}” should be"
            return [Fault(what)]
    return []


def _lines(spoken: tuple[Spoken, ...], does: dict[str, str]) -> list[str]:
    lines = []
    caption = False
    for each in spoken:
        if caption:
            caption = False
        elif each.role == "Figure" and each.opens:
            lines.append(does[each.opens[0]])
            caption = True
        elif each.role == "LBody":
            lines.append(f"- {each.text}")
        elif each.role != "Lbl":
            lines.append(each.text)
    return lines


PAGE_EDITION, TEXT_EDITION = "edition-page", "edition-text"
EDITION_CHECKS: dict[str, Callable[[bytes, Expectation], list[Fault]]] = {
    PAGE_EDITION: check_html,
    TEXT_EDITION: check_plain_text,
}
