"""The house: who may import whom. A module imports only from lower floors."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOORS = [
    "diagnostics geometry markup",
    "page workspace source",
    "fields notes unit rewrite typed transliterate pseudo qr svg pictures expect pagedump",
    "languages contacts po xliff csv_table fonts theme manifest artwork",
    "campaign hyphenate blocks shape embed readback expand figures",
    "content linebreak layouts content_stream findings",
    "state passage story marks pdf_objects check_text check_pages check_figures check_file check_bytes check_contrast",
    "lint_letters lint_signs lint_words pdf_annotations bind stack impose check_codes check_links",
    "lint pdf rules fit check",
    "project compose expecting",
    "build sign proof_set",
    "inspect_file uses lint_run listing console",
    "proof_marks proof_rows exchange",
    "proof_table",
    "proof comments",
    "proof_file",
    "command",
    "cli_texts cli_exchange",
    "cli",
    "__main__",
]
FLOOR = {name: n for n, names in enumerate(FLOORS) for name in names.split()}


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            yield from [node.module] if node.module else [a.name for a in node.names]


def test_every_module_imports_only_from_lower_floors():
    wrong = []
    for path in (ROOT / "generator").glob("*.py"):
        if path.stem == "__init__":
            continue
        assert path.stem in FLOOR, f"{path.stem} has no floor"
        for name in _imports(path):
            if name in FLOOR and FLOOR[name] >= FLOOR[path.stem]:
                wrong.append(f"{path.stem} imports {name}")
    assert wrong == []


def test_only_the_pdf_floor_knows_reportlab():
    users = {
        p.stem
        for p in (ROOT / "generator").glob("*.py")
        if re.search(r"^\s*(from|import) reportlab", p.read_text(), re.M)
    }
    assert users == {"pdf", "pdf_objects", "pdf_annotations"}


def test_a_file_fits_in_the_head():
    long = {p.name: len(p.read_text().splitlines()) for p in (ROOT / "generator").glob("*.py")}
    assert {n: c for n, c in long.items() if c > 450} == {}
