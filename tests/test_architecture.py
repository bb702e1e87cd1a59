"""The house: who may import whom. A module imports only from lower floors."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOORS = [
    "garbage lightness memory notes pdf_run pdfium pseudo qr_mask records to_unicode transliterate unsound",
    "diagnostics geometry html_reader markup outlines parallel press_pixels rewrite strict_pdf unit xmp",
    "camera characters comments csv_table expect fingerprint matrices page pictures plain_content plain_values po press_facts press_values purpose source tag_facts typed workspace xliff",
    "cli_purpose delivery fields graphics inks manifest pagedump pdf_metadata press_fonts qr scene svg tag_marks tag_text",
    "artwork cache contacts expand fonts journal languages press_resources profiles readback sheet tag_reader text_cursor theme",
    "blocks campaign canvas code_views copies embed figures ground hyphenate past_run preview sentences shape",
    "content content_stream findings frames linebreak operators",
    "check_bytes check_claims check_codes check_figures check_file check_heard check_links check_pages check_press_file check_press_ink check_press_page check_run check_tags check_text passage pdf_objects press_reader reading screen site state strips",
    "accessible check_contrast layouts lint_letters lint_signs lint_words pdf_annotations pdf_file pdf_fonts pdf_press pdf_tags preflight site_merge",
    "lint marks pdf story wording",
    "bind heard html_edition impose project rules stack tags text_edition transcript",
    "check_edition fit jobs listing sign sites slug",
    "check compose console cover expecting",
    "command setter",
    "job_sheet press print_test proof_marks report tile",
    "check_tiles",
    "worker",
    "cluster inspect_file lint_run planning uses watch",
    "build cli_watch exchange preflight_file proof_rows",
    "cli_exchange pack proof_table site_run",
    "cli_pack cli_sites proof",
    "cli_build proof_file",
    "cli_texts",
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


def test_only_what_reads_files_again_knows_pikepdf():
    users = {
        p.stem
        for p in (ROOT / "generator").glob("*.py")
        if re.search(r"^\s*(from|import) pikepdf", p.read_text(), re.M)
    }
    assert users == {
        "check_run",
        "operators",
        "pdf_run",
        "press_reader",
        "press_resources",
        "press_values",
    }


def test_a_file_fits_in_the_head():
    long = {p.name: len(p.read_text().splitlines()) for p in (ROOT / "generator").glob("*.py")}
    assert {n: c for n, c in long.items() if c > 450} == {}
