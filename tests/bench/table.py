"""The results as a page to read. It is made of ``results.json`` and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from .peers import OWN, PEERS
from .results import Batch, ByProduct, Results
from .stats import Spread, ratio

NOTES = Path(__file__).with_name("notes.md")
_COMPARED = ("typst", "weasyprint")  # those that ratios are given to
_STATES: tuple[Literal["cold", "warm"], ...] = ("cold", "warm")
_BATCHES = ("one process, cold", "one process, warm", "all cores, cold", "all cores, warm")
Show = Callable[[Spread], str]
Columns = dict[str, list[Spread]]  # peer -> what was measured, column by column


def render(results: Results) -> str:
    products = results["products"]
    files = len(products) * len(results["languages"])
    by_product = {
        "Warm, one core: one file with new text": (results["warm"], milliseconds),
        "Warm, one core: the same file again, unchanged": (results["again"], milliseconds),
    }
    parts = ["# Benchmark", _about(results)]
    for title, (values, show) in by_product.items():
        parts += [f"## {title}", _table(products, _by_product(values, products), show)]
    sizes = _by_product(results["bytes"], products)
    for same in OWN[1:]:
        del sizes[same]
    parts += [
        "## Bytes of a file",
        _table(products, sizes, kilobytes),
        "## Cold: a fresh process makes one leaflet",
        _table(["to its end"], {k: [v] for k, v in results["cold"].items()}, seconds),
        f"## {files} files to disk",
        _table(_BATCHES, _batches(results["alone"], results["all_cores"]), seconds),
        _command(results["command"]),
        "## Memory of one process",
        _table(["at most"], {k: [v] for k, v in results["memory"].items()}, megabytes),
        "## What is in the files",
        _contents(results),
        NOTES.read_text(encoding="utf-8").strip(),
    ]
    return "\n\n".join(parts) + "\n"


def milliseconds(value: Spread) -> str:
    return _shown(value, 1000, "{:.1f}", " ms")


def seconds(value: Spread) -> str:
    return _shown(value, 1, "{:.2f}", " s")


def kilobytes(value: Spread) -> str:
    return _shown(value, 1 / 1000, "{:.1f}", " kB")


def megabytes(value: Spread) -> str:
    return _shown(value, 1 / 1e6, "{:.0f}", " MB")


def _shown(value: Spread, factor: float, form: str, unit: str) -> str:
    """A median with its quartiles, unless they are the same."""
    numbers = value["median"], value["low"], value["high"]
    middle, low, high = (form.format(number * factor) for number in numbers)
    return f"{middle}{unit}" + (f" ({low}–{high})" if low != high else "")


def _about(results: Results) -> str:
    machine = results["machine"]
    held = ", ".join(f"{name} {version}" for name, version in results["versions"].items())
    short = "A short run, for a look only. " if results["quick"] else ""
    return (
        f"{short}Made on {results['date']} by `make bench`: {results['rounds']} rounds, seed "
        f"{results['seed']}; medians, with quartiles in brackets. Ratios are theirs divided by "
        f"ours: over 1, Beacon needs less; under 1, it needs more.\n\n"
        f"- {machine['processor']}, {machine['cores']} cores, {machine['memory']} GB, "
        f"{machine['system']}, Python {machine['python']}; load before the run: "
        f"{results['load']:.1f}\n"
        f"- {held}\n"
        f"- {', '.join(results['products'])} of one campaign, in {len(results['languages'])} "
        f"languages: {', '.join(results['languages'])}"
    )


def _table(heads: Sequence[str], columns: Columns, show: Show) -> str:
    """What was measured, and below it the ratios."""
    rows = [[_title(name), *map(show, values)] for name, values in columns.items()]
    for ours in (name for name in OWN if name in columns):
        for other in _COMPARED:
            pairs = zip(columns[ours], columns[other], strict=True)
            compared = [times(ratio(mine, theirs)) for mine, theirs in pairs]
            rows.append([f"*{_title(other)} ÷ {_title(ours)}*", *compared])
    return _rows(["", *heads], rows)


def _rows(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _title(name: str) -> str:
    return PEERS[name].title if name in PEERS else f"`{name}`"


def times(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _by_product(values: ByProduct, products: list[str]) -> Columns:
    return {peer: [values[peer][product] for product in products] for peer in PEERS}


def _batches(alone: dict[str, Batch], together: dict[str, Batch]) -> Columns:
    return {
        peer: [batches[peer][state] for batches in (alone, together) for state in _STATES]
        for peer in PEERS
    }


def _command(measured: list[Spread]) -> str:
    one, all_cores = map(seconds, measured)
    return (
        f"The command `beacon build` makes and verifies the same files in {one} with one "
        f"process and in {all_cores} with all cores, reading and checking all texts first."
    )


def _contents(results: Results) -> str:
    rows = []
    for peer, products in results["contents"].items():
        for product, found in products.items():
            rows.append(
                [
                    _title(peer),
                    product,
                    f"{found['words']:.1%}",
                    f"{found['codes']:.0%}",
                    str(found["pages"]),
                    "yes" if found["tagged"] else "no",
                    str(found["links"]),
                    str(found["bookmarks"]),
                ]
            )
    return _rows(["", "", "words", "codes", "pages", "tags", "links", "bookmarks"], rows)
