"""Proofs: every string numbered where it stands, told in a table, and comments that come back."""

import json

import pikepdf
import pytest
from conftest import ROOT, beacon, needs, open_project

from generator.comments import read_comments
from generator.diagnostics import Failed
from generator.jobs import Options
from generator.page import Anchor, Code, Field, GlyphRun, Link, Path, Piece
from generator.pdf import write_pdf
from generator.proof import proof
from generator.readback import Readback
from generator.setter import GREY, INK, OWN, PAPER
from generator.state import fingerprint
from generator.worker import Worker


def made(tag, second=None, root=ROOT):
    """The pages of a proof and its project."""
    project = open_project(root)
    worker = Worker(Options(str(root), "infotraite", ""), project)
    other = project.catalogue(second) if second else None
    return project, proof(worker, project.catalogue(tag), other), worker


@pytest.fixture(scope="module", params=["uk", "de", "vi"])
def proofed(request):
    return made(request.param)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """The proof of uk as the command makes it."""
    folder = tmp_path_factory.mktemp("proof")
    done = beacon("proof", "-l", "uk", "-o", folder)
    assert done.returncode == 0, done.stderr
    return folder / "proof/infotraite_proof_uk.pdf"


def pieces(document):
    return [
        (page, item) for page in document.pages for item in page.items if isinstance(item, Piece)
    ]


def badges(page):
    """The numbers on a page: their areas."""
    found = []
    for item in page.items:
        if isinstance(item, Path) and item.source == OWN and item.fill == PAPER:
            xs = [float(c[1]) for c in item.commands if len(c) > 1]
            ys = [float(c[2]) for c in item.commands if len(c) > 1]
            found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


def test_every_page_of_every_product_is_there_as_it_is(proofed):
    project, document, worker = proofed
    shown = {piece.page.name: piece for _, piece in pieces(document)}
    from generator.uses import jobs_of

    tag = document.keywords.split()[2]
    for job in jobs_of(worker, tag):
        _, product, _ = worker.document(job)
        for page in product.pages:
            inner = next((i.page for i in page.items if isinstance(i, Piece)), page)
            assert any(piece.page == inner for piece in shown.values()) or any(
                piece.page == inner for _, piece in pieces(document)
            ), job


def test_every_string_number_and_code_has_a_callout_that_leads_to_its_row(proofed):
    project, document, _ = proofed
    anchors = {i.name for page in document.pages for i in page.items if isinstance(i, Anchor)}
    for page, piece in pieces(document):
        numbered = {
            i.source for i in page.items if isinstance(i, Link) and i.uri.startswith("#row")
        }
        said = {r.source for r in piece.page.runs()}
        said |= {i.source for i in piece.page.items if isinstance(i, Code)}
        assert said <= numbered, page.name
    links = [i for page in document.pages for i in page.items if isinstance(i, Link)]
    assert links and {ln.uri[1:] for ln in links if ln.uri.startswith("#")} <= anchors
    rows = [ln for ln in links if ln.uri.startswith(("#product-", "#strings"))]
    assert len(rows) == len(project.catalogue(document.keywords.split()[2]).messages)


def test_callouts_hide_no_text_no_code_and_no_other_callout(proofed):
    _, document, worker = proofed
    with Readback(write_pdf(document, worker.fonts)) as readback:
        for number, page in enumerate(document.pages):
            if not any(isinstance(i, Piece) for i in page.items):
                continue
            areas = badges(page)
            assert areas
            inside = [(a[0] - 0.3, a[1] - 0.3, a[2] + 0.3, a[3] + 0.3) for a in areas]
            facts = readback.page(number)
            small = {"6.5"}
            for char in facts.chars():
                r = char.rect
                if not char.text.strip() or f"{char.size:.1f}" in small and char.text.isdigit():
                    continue
                for x0, y0, x1, y1 in inside:
                    apart = r.right <= x0 or r.x >= x1 or r.bottom <= y0 or r.y >= y1
                    assert apart, (page.name, char.text, char.rect)
            for _, piece in ((p, i) for p, i in pieces(document) if p is page):
                for item in piece.page.items:
                    if isinstance(item, Code):
                        code = piece.place(item.rect)
                        for x0, y0, x1, y1 in inside:
                            assert (
                                code.right <= x0
                                or code.x >= x1
                                or code.bottom <= y0
                                or code.y >= y1
                            )
            for i, a in enumerate(areas):
                for b in areas[:i]:
                    assert (
                        a[2] <= b[0] + 0.01
                        or b[2] <= a[0] + 0.01
                        or a[3] <= b[1] + 0.01
                        or b[3] <= a[1] + 0.01
                    )


def test_the_proof_s_own_marks_are_black_grey_and_white(proofed):
    _, document, _ = proofed
    for page in document.pages:
        for item in page.items:
            if isinstance(item, GlyphRun):
                assert item.colour in (INK, GREY)
            elif isinstance(item, Path):
                assert {item.fill, item.stroke} <= {INK, GREY, PAPER, None}


def test_every_string_has_a_row_and_a_field_and_every_number_is_enlarged(proofed):
    project, document, _ = proofed
    tag = document.keywords.split()[2]
    catalogue = project.catalogue(tag)
    fields = [i.name for page in document.pages for i in page.items if isinstance(i, Field)]
    keys = [name for name in fields if not name.startswith("sign.")]
    assert keys == [k for k in project.source.messages if k in catalogue.messages]
    assert {"sign.name", "sign.role", "sign.date", "sign.read"} <= set(fields)
    big = "".join(
        run.text for page in document.pages for run in page.items
        if isinstance(run, GlyphRun) and run.size == 26
    )  # fmt: skip
    for contact in project.campaign.contacts.values():
        assert contact.printed in big
    text = " ".join(
        r.text for page in document.pages for r in page.items if isinstance(r, GlyphRun)
    )
    assert "Read back from the pages: tel:+35227365646" in text


def test_a_third_column_for_a_reviewer_who_does_not_read_the_source():
    project, document, _ = made("kk", "ru")
    said = [r.text for page in document.pages for r in page.items
            if isinstance(r, GlyphRun) and r.language == "ru"]  # fmt: skip
    words = "".join("".join(said).split())
    assert "".join(project.catalogue("ru").messages["person.here"].value.split()) in words


def test_what_changed_since_the_sign_off_shows(project_copy):
    source = project_copy / "content/infotraite/en.yaml"
    old = "There is help in Luxembourg."
    source.write_text(source.read_text().replace(old, "There is free help in Luxembourg."))
    text = project_copy / "content/infotraite/pl.yaml"
    text.write_text(text.read_text().replace("website: ", "website: Nowa "))
    project, document, _ = made("pl", root=project_copy)
    assert fingerprint(old) == project.states["pl"].strings["person.here"].source
    said = " ".join(r.text for page in document.pages for r in page.items
                    if isinstance(r, GlyphRun))  # fmt: skip
    assert f"Before: {old}" in " ".join(said.split())
    bars = [
        item for page in document.pages for item in page.items
        if isinstance(item, Path) and item.fill == INK and item.commands[0][1] < 30
        and abs(float(item.commands[1][1]) - float(item.commands[0][1]) - 2.2) < 0.01
    ]  # fmt: skip
    assert len(bars) == 3  # the stale string and two that were changed
    assert "1 strings with a source that changed" in said


def test_lint_speaks_beside_the_string(project_copy):
    text = project_copy / "content/infotraite/fr.yaml"
    text.write_text(text.read_text().replace("website: Site web", "website: Site  web"))
    _, document, _ = made("fr", root=project_copy)
    said = " ".join(r.text for page in document.pages for r in page.items
                    if isinstance(r, GlyphRun))  # fmt: skip
    assert "! double-space:" in said


def test_bookmarks_lead_to_products_strings_and_sign_off(file):
    with pikepdf.open(file) as pdf:
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
            assert titles[0] == "What to do" and titles[-3:] == [
                "Strings", "Numbers and codes", "Sign-off",
            ]  # fmt: skip
            strings = next(item for item in outline.root if item.title == "Strings")
            assert len(strings.children) == len(open_project().source.messages)
        assert "/Author" not in pdf.docinfo


@needs("qpdf")
def test_qpdf_finds_nothing_wrong(file):
    import subprocess

    done = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True)
    assert done.returncode == 0 and "warning" not in done.stdout.lower(), done.stdout


# ---------------------------------------------------------------- comments


def filled(file, path):
    """The proof as another program saves it: fields filled, notes put on pages."""
    with pikepdf.open(file) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            if str(field.T) == "person.here":
                field.V = pikepdf.String("Краще: «Допомога є»\rдругий рядок")
            elif str(field.T) == "sign.name":
                field.V = pikepdf.String("Оксана")
            elif str(field.T) == "sign.read":
                field.V = field.AS = pikepdf.Name.Yes
        for page in pdf.pages:
            for link in list(page.get("/Annots", [])):
                said = str(link.get("/Contents", ""))
                if said.endswith(" person.papers.line") and "/Dest" in link:
                    x, y = float(link.Rect[0]), float(link.Rect[3])
                    note = pikepdf.Dictionary(
                        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text,
                        Rect=[x + 1, y - 21, x + 21, y - 1], Contents=pikepdf.String("Тут помилка"),
                        T=pikepdf.String("Reader"),
                    )  # fmt: skip
                    page.Annots.append(pdf.make_indirect(note))
                    break
        table = next(p for p in pdf.pages if any(
            str(a.get("/T", "")) == "person.question" for a in p.get("/Annots", [])))  # fmt: skip
        field = next(a for a in table.Annots if str(a.get("/T", "")) == "person.question")
        x, y = float(field.Rect[0]) - 60, float(field.Rect[3])
        mark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Highlight,
            Rect=[x, y - 14, x + 20, y - 4], Contents=pikepdf.String("не зрозуміло"),
            QuadPoints=[x, y - 4, x + 20, y - 4, x, y - 14, x + 20, y - 14],
        )  # fmt: skip
        table.Annots.append(pdf.make_indirect(mark))
        pdf.save(path)


def test_fields_and_notes_come_back_matched_to_their_strings(file, tmp_path):
    back = tmp_path / "back.pdf"
    filled(file, back)
    returned = read_comments(back)
    assert (returned.campaign, returned.language) == ("infotraite", "uk")
    found = {(c.key, c.kind): c for c in returned.comments}
    assert found["person.here", "field"].text == "Краще: «Допомога є»\nдругий рядок"
    assert found["sign.name", "field"].text == "Оксана"
    assert found["sign.read", "field"].text == "yes"
    assert found["person.papers.line", "note"].text == "Тут помилка"
    assert found["person.papers.line", "note"].author == "Reader"
    assert found["person.question", "highlight"].text == "не зрозуміло"
    notes = [c for c in returned.comments if c.kind == "note"]
    assert {c.key for c in notes} == {"person.papers.line"} and len(notes) == 2


def test_the_command_lists_comments_as_text_and_as_json(file, tmp_path):
    back = tmp_path / "back.pdf"
    filled(file, back)
    done = beacon("comments", back)
    assert done.returncode == 0 and done.stderr == ""
    assert "person.here (field, page" in done.stdout and "    другий рядок" in done.stdout
    told = json.loads(beacon("comments", back, "--json").stdout)
    [record] = told["files"]
    assert record["language"] == "uk" and told["problems"] == []
    assert {"key", "text", "kind", "page", "author"} == set(record["comments"][0])


def test_comments_become_remarks_in_the_po_file(file, tmp_path):
    back = tmp_path / "back.pdf"
    filled(file, back)
    done = beacon("comments", back, "--format", "po", "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    po = (tmp_path / "infotraite_uk.po").read_text("utf-8")
    assert "# Краще: «Допомога є»\n# другий рядок\n#. " in po
    assert "# Reader: Тут помилка" in po


def test_an_untouched_proof_has_no_comments(file):
    assert read_comments(file).comments == ()


def test_a_proof_of_other_texts_says_so(file, project_copy, tmp_path):
    text = project_copy / "content/infotraite/uk.yaml"
    text.write_text(text.read_text().replace("website: ", "website: Наш "))
    done = beacon("comments", file, "-C", project_copy)
    assert done.returncode == 0 and "changed since this proof was made" in done.stderr


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7\n%%EOF", b"%PDF" + b"\0" * 5000])
def test_a_file_that_is_no_proof_is_refused_in_plain_words(data, tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(data)
    done = beacon("comments", path)
    assert done.returncode == 1 and "proof" in done.stderr and "Traceback" not in done.stderr


def test_other_pdfs_and_missing_files_are_refused(tmp_path):
    built = beacon("build", "-l", "en", "-p", "card-single", "-o", tmp_path)
    assert built.returncode == 0
    for path in (next(tmp_path.rglob("*.pdf")), tmp_path / "nowhere.pdf"):
        with pytest.raises(Failed):
            read_comments(path)
    assert beacon("proof", "-l", "xx", "-o", tmp_path).returncode == 1
    assert not (tmp_path / "proof").exists()


def test_a_sign_off_holds_for_the_content_of_the_proof(project_copy, tmp_path):
    _, document, _ = made("da", root=project_copy)
    content = document.keywords.split()[3]
    sign = ("sign", "-C", project_copy, "-l", "da", "--by", "A", "--role", "approver")
    text = project_copy / "content/infotraite/da.yaml"
    before = text.read_text()
    text.write_text(before.replace("website: ", "website: Vores "))
    done = beacon(*sign, "--content", content)
    assert done.returncode == 1 and "make a new proof" in done.stderr
    text.write_text(before)
    assert beacon(*sign, "--content", content).returncode == 0
    built = beacon("build", "-C", project_copy, "-l", "da", "-p", "card-single", "-o", tmp_path)
    assert "Drafts" not in built.stdout
