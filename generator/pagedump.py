"""The page model as plain values: what ``beacon build --emit pages`` prints."""

from __future__ import annotations

import hashlib

from .geometry import Rect
from .page import Anchor, Code, Document, Field, GlyphRun, Item, Link, Page, Path, Picture
from .records import asdict


def _r(value: float) -> float:
    return round(value, 3)


def _rect(rect: Rect) -> list[float]:
    return [_r(rect.x), _r(rect.y), _r(rect.width), _r(rect.height)]


def dump(document: Document) -> dict[str, object]:
    """A document in points from the top left, numbers to 0.001."""
    return {
        "title": document.title,
        "language": document.language,
        "edition": document.edition,
        "pages": [_page(page) for page in document.pages],
        "structure": [asdict(element) for element in document.structure],
    }


def _page(page: Page) -> dict[str, object]:
    return {
        "name": page.name,
        "size": [_r(page.width), _r(page.height)],
        "trims": [_rect(t) for t in page.trims],
        "items": [_tagged(item) for item in page.items],
    }


def _tagged(item: Item) -> dict[str, object]:
    tag = getattr(item, "tag", None)
    return _item(item) | ({} if tag is None else {"tag": tag})


def _item(item: Item) -> dict[str, object]:
    match item:
        case GlyphRun():
            return {
                "text": item.text,
                "source": item.source,
                "font": [item.font.family, item.font.weight, item.font.width],
                "size": _r(item.size),
                "at": [_r(item.x), _r(item.y)],
                "colour": item.colour.name,
                "language": item.language,
                "glyphs": [
                    [g.id, _r(g.advance * item.size), *(m.id for m in g.marks)] for g in item.glyphs
                ],
            }
        case Path():
            return {
                "path": len(item.commands),
                "source": item.source,
                "fill": item.fill.name if item.fill else None,
                "stroke": item.stroke.name if item.stroke else None,
            }
        case Link():
            return {"link": item.uri, "rect": _rect(item.rect), "source": item.source}
        case Anchor():
            return {"anchor": item.name, "rect": _rect(item.rect)}
        case Field():
            return {"field": item.name, "rect": _rect(item.rect), "box": item.box}
        case Code():
            return {"code": item.payload, "rect": _rect(item.rect), "source": item.source}
        case Picture():
            digest = hashlib.sha256(item.samples).hexdigest()[:16]
            return {"picture": digest, "rect": _rect(item.rect), "source": item.source}
    return {"piece": _page(item.page), "rect": _rect(item.rect), "turn": item.turn}
