"""Tagged files that read aloud wrongly, each made from a real one by one change.

What the cases share, and the table of them: the check that is for it, the file, the change.
"""

import functools
import io
import re
import zlib

import pikepdf
import pytest
from conftest import ROOT, compose_job, open_project
from pikepdf import Array, Dictionary, Name, String

from generator.accessible import tag_faults
from generator.check import check_pdf
from generator.expect import Expectation
from generator.expecting import expectation
from generator.figures import Figures
from generator.findings import findings
from generator.fonts import Fonts
from generator.page import Document
from generator.pdf import write_pdf
from generator.readback import Readback
from generator.records import dataclass, replace
from generator.to_unicode import letters

_NAMESPACE = "http://iso.org/pdf2/ssn"


# ---------------------------------------------------------------- files as they should be


@dataclass(frozen=True)
class Good:
    """A tagged file as the product makes it."""

    document: Document
    expectation: Expectation
    data: bytes


@functools.cache
def _setting():
    fonts = Fonts.of(open_project().workspace)
    return fonts, Figures(fonts)


def figures():
    return _setting()[1]


@functools.cache
def good(product, spoken):
    story, document, problems = compose_job(product, spoken)
    assert problems == [] and document.structure
    return Good(document, expectation(story), write_pdf(document, _setting()[0]))


def written(document):
    """The bytes of another document."""
    return write_pdf(document, _setting()[0])


def faults(data, product, spoken):
    """What the verdict says of a file: the id of each check that refuses it, and its words."""
    wanted = good(product, spoken).expectation
    found = check_pdf(data, wanted, _setting()[1], product).diagnostics
    return [(d.code, d.message) for d in found]


@functools.cache
def _seen(product, spoken):
    """A good file as pdfium read it; the document stays open as long as the tests run."""
    file = good(product, spoken)
    document = Readback(file.data)
    return document, findings(file.data, document, file.expectation, figures())


def tag_faults_of(data, product, spoken):
    """What the checks of tags alone say of a file whose pages are those of the good one."""
    found = replace(_seen(product, spoken)[1], data=data)
    faults = tag_faults(found, good(product, spoken).expectation)
    return [(check, fault.message) for check, fault in faults]


def saved(data, change, **options):
    """A file changed and saved; all that is not changed stays as it is."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(File(pdf))
        out = io.BytesIO()
        pdf.save(out, **{"recompress_flate": False, "fix_metadata_version": False} | options)
    return out.getvalue()


# ---------------------------------------------------------------- what changes are made with


class File:
    """An open file with the parts that the changes go for."""

    def __init__(self, pdf):
        self.pdf = pdf
        self.root = pdf.Root
        self.tree = pdf.Root.StructTreeRoot
        self.nums = self.tree.ParentTree.Nums

    def elements(self, *roles):
        """The elements of these roles, in the order of the tree."""
        return [e for e in _below(self.tree.K) if str(e.S)[1:] in roles]

    def page(self, number=0):
        return self.pdf.pages[number].obj

    def links(self, number=0):
        return list(self.page(number).Annots)

    def content(self, number=0):
        return self.page(number).Contents.read_bytes()

    def write(self, content, number=0):
        self.page(number).Contents = self.pdf.make_stream(content)

    def put(self, old, new, number=0):
        """One thing in the content for another."""
        content = self.content(number)
        assert content.count(old) == 1, content.count(old)
        self.write(content.replace(old, new), number)

    def marked(self, mcid, number=0):
        """The operators of a sequence of marked content, whole."""
        return _sequence(mcid).search(self.content(number))[0]

    def rewrite(self, mcid, change, number=0):
        """What stands within a sequence of marked content made anew."""
        old = self.marked(mcid, number)
        begin, inside = old.split(b"BDC\n", 1)
        self.put(old, begin + b"BDC\n" + change(inside[: -len(b"EMC")]) + b"EMC", number)

    def codes(self, font, text, number=0):
        """The codes of a text in a font, as they stand between < and >."""
        said = letters(self.page(number).Resources.Font[font].ToUnicode.read_bytes())
        code = {words: code for code, words in said.items()}
        return b"".join(b"%04X" % code[letter] for letter in text)

    def parents(self, number=0):
        """The elements of a page's content, as the parent tree lists them."""
        return self.nums[2 * number + 1]

    def drop(self, element):
        """An element taken out of what holds it."""
        held = element.P.K
        if isinstance(held, Array):
            del held[[k.objgen for k in _objects(held)].index(element.objgen)]
        else:
            del element.P.K

    def add(self, role, above, kid, place=None, **entries):
        """An element put into another one, last or at a place."""
        entries = dict(S=Name("/" + role), P=above, Pg=self.page(), K=kid) | entries
        new = self.pdf.make_indirect(Dictionary(**entries))
        if not isinstance(above.K, Array):
            above.K = Array([above.K])
        above.K.insert(len(above.K) if place is None else place, new)
        return new

    def xmp(self, old, new):
        """One thing in the metadata for another."""
        packet = self.root.Metadata.read_bytes()
        assert packet.count(old) == 1, packet.count(old)
        self.root.Metadata.write(packet.replace(old, new))

    def bookmarks(self):
        found, entry = [], self.root.Outlines.First
        while entry is not None:
            found.append(entry)
            entry = entry.get("/Next")
        return found

    def stream(self, content, **entries):
        return self.pdf.make_indirect(self.pdf.make_stream(content, **entries))


def _below(element):
    yield element
    held = element.get("/K")
    for kid in held if isinstance(held, Array) else [held]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield from _below(kid)


def _objects(held):
    """Items of an array as objects, numbers as what has no identity."""
    return [k if isinstance(k, Dictionary) else Dictionary() for k in held]


def _sequence(mcid):
    return re.compile(rb"/\w+ <</MCID %d>> BDC\n.*?EMC" % mcid, re.S)


def swap(held, one, other):
    """Two items of an array change places."""
    held[one], held[other] = held[other], held[one]


def utf16(text):
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


def instead(text):
    """A change of content: ``text`` is said in place of all that is drawn."""
    return lambda inside: b"/Span <</ActualText " + utf16(text) + b">> BDC\n" + inside + b"EMC\n"


# ---------------------------------------------------------------- the table

BROKEN, COMPOSED, BYTES, HARMLESS = [], [], [], []


def _noting(cases, check, product, spoken, **options):
    def note(change):
        name = change.__name__.strip("_").replace("_", "-")
        assert all(name != case.id for case in cases), name
        cases.append(pytest.param(check, product, spoken, change, options, id=name))
        return change

    return note


def broken(check, product="card-single", spoken="uk", **options):
    """Notes a change that ``check`` refuses."""
    return _noting(BROKEN, check, product, spoken, **options)


def composed(check, product="card-single", spoken="uk"):
    """Notes a change of the document, before it is written, that ``check`` refuses."""
    return _noting(COMPOSED, check, product, spoken)


def bytes_broken(check, product="card-single", spoken="uk"):
    """Notes a change of the bytes, all objects of which stand open, that ``check`` refuses."""
    return _noting(BYTES, check, product, spoken)


def harmless(product="card-single", spoken="uk", **options):
    """Notes a change that reads aloud as before."""
    return _noting(HARMLESS, "", product, spoken, **options)


# ---------------------------------------------------------------- headings and roles


@broken("tags-roles", "leaflet-signs")
def a_heading_skips_a_level(f):
    f.elements("H2")[0].S = Name.H3


@broken("tags-roles")
def the_first_heading_is_of_the_second_level(f):
    f.elements("H1")[0].S = Name.H2


@broken("tags-heard")
def a_heading_is_told_as_a_paragraph(f):
    f.elements("H1")[0].S = Name.P


@broken("tags-heard")
def a_paragraph_is_told_as_a_heading(f):
    f.elements("P")[0].S = Name.H2


@broken("tags-heard", "leaflet-signs")
def a_heading_is_told_as_one_of_another_level(f):
    f.elements("H3")[-1].S = Name.H2


@broken("tags-roles")
def a_paragraph_has_a_role_that_nobody_knows(f):
    f.elements("P")[0].S = Name.Absatz


@broken("tags-roles")
def a_paragraph_is_private_to_some_program(f):
    f.elements("P")[0].S = Name.Private


@broken("tags-content")
def a_role_has_no_name(f):
    f.elements("P")[0].S = String("P")
    f.elements("P")[0].Type = Name.Note


@broken("tags-content")
def roles_are_mapped(f):
    f.tree.RoleMap = Dictionary(P=Name.H1)


@broken("tags-content")
def roles_have_classes(f):
    f.tree.ClassMap = Dictionary(C1=Dictionary(O=Name.Layout))


@broken("tags-content")
def roles_are_of_another_namespace(f):
    space = f.pdf.make_indirect(Dictionary(Type=Name.Namespace, NS=_NAMESPACE))
    f.tree.Namespaces = Array([space])


@broken("tags-content")
def one_role_is_of_another_namespace(f):
    f.elements("P")[0].NS = f.pdf.make_indirect(Dictionary(Type=Name.Namespace, NS=_NAMESPACE))


@broken("tags-content")
def an_element_has_a_title_of_its_own(f):
    f.elements("H1")[0].T = "Call 116 006"


@broken("tags-content")
def a_paragraph_is_of_a_kind_with_a_list(f):
    """A list of other attributes than the place of a figure."""
    f.elements("P")[0].A = Dictionary(O=Name.List, ListNumbering=Name.Decimal)


@broken("tags-roles")
def a_span_stands_in_a_paragraph(f):
    paragraph = f.elements("P")[0]
    span = f.pdf.make_indirect(Dictionary(S=Name.Span, P=paragraph, Pg=f.page(), K=paragraph.K))
    paragraph.K = span
    f.parents()[1] = span


@broken("tags-roles")
def there_are_two_documents(f):
    whole = f.tree.K
    second = f.pdf.make_indirect(Dictionary(S=Name.Document, P=f.tree, K=whole.K[1]))
    whole.K[1].P = second
    del whole.K[1]
    f.tree.K = Array([whole, second])


@broken("tags-heard")
def two_parts_are_one(f):
    front, back = f.tree.K.K
    for element in list(back.K):
        element.P = front
        front.K.append(element)
    f.tree.K.K = front


# ---------------------------------------------------------------- what figures say


@broken("tags-roles")
def a_code_says_nothing(f):
    del f.elements("Figure")[0].Alt


@broken("tags-roles")
def a_code_says_an_empty_text(f):
    f.elements("Figure")[0].Alt = ""


@broken("tags-codes")
def two_codes_say_what_the_other_does(f):
    one, other = f.elements("Figure")
    one.Alt, other.Alt = str(other.Alt), str(one.Alt)


@broken("tags-heard")
def a_digit_of_what_a_code_says_is_another(f):
    figure = f.elements("Figure")[0]
    figure.Alt = str(figure.Alt).replace("56 47", "56 46").replace("56 46", "56 47")


@broken("tags-heard")
def the_digits_of_a_code_run_together(f):
    """A voice then says one number of eleven digits."""
    figure = f.elements("Figure")[0]
    figure.Alt = str(figure.Alt).replace("27 36 56 46", "27365646")


@broken("tags-heard")
def what_a_code_says_breaks_off_within_a_word(f):
    figure = f.elements("Figure")[0]
    figure.Alt = str(figure.Alt).replace("номером", "но\nмером")


@broken("tags-heard", "card-single", "de")
def a_hyphen_of_what_a_code_says_is_lost(f):
    figure = f.elements("Figure")[0]
    figure.Alt = str(figure.Alt).replace("-", "")


@broken("tags-heard")
def what_a_code_says_changes_its_language(f):
    """A language written into a text string (ISO 32000-1, 14.9.2.2)."""
    figure = f.elements("Figure")[0]
    figure.Alt = "\x1ben\x1b" + str(figure.Alt)


@broken("tags-content")
def what_a_code_says_is_no_text(f):
    f.elements("P")[0].Alt = Name.Nothing


@broken("tags-roles")
def a_figure_has_no_place(f):
    del f.elements("Figure")[0].A


@broken("tags-codes")
def a_figure_stands_elsewhere(f):
    f.elements("Figure")[0].A.BBox = Array([0, 0, 20, 20])


@broken("tags-roles")
def a_figure_takes_no_room(f):
    f.elements("Figure")[0].A.BBox = Array([20, 20, 20, 20])


@broken("tags-codes")
def a_figure_takes_the_whole_page(f):
    f.elements("Figure")[0].A.BBox = f.page(1).MediaBox


@broken("tags-content")
def a_figure_has_a_second_place(f):
    figure = f.elements("Figure")[0]
    figure.A = Array([figure.A, Dictionary(O=Name.Layout, BBox=[0, 0, 20, 20])])


@broken("tags-content")
def a_figure_has_a_height_of_its_own(f):
    f.elements("Figure")[0].A.Height = 4


@broken("tags-codes")
def a_figure_is_drawn_elsewhere(f):
    """What is decoration is told as the code, and the code is decoration."""
    drawn = f.marked(0, 1)
    inside = drawn.split(b"BDC\n", 1)[1]
    other = b"/Figure <</MCID 0>> BDC\n1 1 1 rg 2 2 3 3 re f\nEMC\n/Artifact BMC\n" + inside
    f.put(drawn, other, 1)


@broken("tags-roles")
def a_paragraph_says_something_else(f):
    f.elements("P")[0].Alt = "Call 116 006"


@broken("tags-content")
def a_paragraph_says_an_empty_text(f):
    """Some software says it in place of the words, which is nothing."""
    f.elements("P")[0].Alt = ""


@broken("tags-roles")
def a_paragraph_shows_something_else(f):
    f.elements("P")[0].ActualText = "Call 116 006"


@broken("tags-content")
def a_paragraph_shows_an_empty_text(f):
    f.elements("P")[0].ActualText = ""


@broken("tags-content")
def a_paragraph_is_spelled_out(f):
    f.elements("P")[0].E = "Call 116 006"


@broken("tags-roles")
def a_link_says_something_else(f):
    f.elements("Link")[0].Alt = "Open the site"


@broken("tags-roles")
def a_part_says_something_else(f):
    f.elements("Sect")[0].Alt = "Nothing of interest"


# ---------------------------------------------------------------- lists


@broken("tags-roles", "leaflet-signs")
def an_item_has_no_label(f):
    label = f.elements("Lbl")[0]
    f.drop(label)


@broken("tags-roles", "leaflet-signs")
def an_item_has_no_body(f):
    f.drop(f.elements("LBody")[0])


@broken("tags-roles", "leaflet-signs")
def an_item_has_two_bodies(f):
    """The second one is that of the next item."""
    first, second = f.elements("LI")[:2]
    body = second.K[1]
    del second.K[1]
    body.P = first
    first.K.append(body)


@broken("tags-roles", "leaflet-signs")
def a_label_shows_nothing(f):
    del f.elements("Lbl")[0].ActualText


@broken("tags-heard", "leaflet-signs")
def a_label_shows_a_number(f):
    f.elements("Lbl")[0].ActualText = "7"


@broken("tags-roles", "leaflet-signs")
def a_list_is_cut_in_two(f):
    """A voice says how many items there are."""
    whole = f.elements("L")[0]
    part, item = whole.P, whole.K[2]
    del whole.K[2]
    place = [k.objgen for k in part.K].index(whole.objgen)
    item.P = f.add("L", part, item, place + 1)


@broken("tags-roles", "leaflet-signs")
def a_list_holds_a_paragraph(f):
    item = f.elements("LI")[0]
    whole, place = item.P, f.elements("L")[0].K
    body = item.K[1]
    body.P, body.S = whole, Name.P
    place.insert(1, body)
    del item.K[1]


@broken("tags-roles", "leaflet-signs")
def a_list_is_a_part(f):
    f.elements("L")[0].S = Name.Sect


# ---------------------------------------------------------------- content and its numbers


@broken("tags-content")
def a_number_stands_twice_in_the_content(f):
    f.put(b"/P <</MCID 4>>", b"/P <</MCID 3>>")


@broken("tags-content")
def a_number_stands_twice_in_the_tree(f):
    paragraph = f.elements("P")[0]
    paragraph.K = Array([1, 1])


@broken("tags-content")
def a_number_is_held_by_two_elements(f):
    f.elements("P")[0].K = 3


@broken("tags-content")
def a_number_is_missing_from_the_tree(f):
    f.drop(f.elements("Sect")[0].K[4])


@broken("tags-content")
def a_number_is_not_in_the_content(f):
    f.elements("P")[0].K = Array([1, 77])


@broken("tags-content")
def a_number_is_no_whole_number(f):
    f.put(b"/P <</MCID 4>>", b"/P <</MCID 4.5>>")


@broken("tags-content")
def a_number_in_the_tree_is_of_another_page(f):
    f.elements("Sect")[0].K[4].Pg = f.page(1)


@broken("tags-content")
def an_element_has_no_page(f):
    del f.elements("P")[0].Pg


@broken("tags-content")
def content_is_of_a_form(f):
    """A reference to marked content that stands in no page but in a form."""
    form = f.stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    paragraph = f.elements("P")[0]
    paragraph.K = Dictionary(Type=Name.MCR, Pg=f.page(), MCID=1, Stm=form)


@broken("tags-content", "poster-tearoff-a4")
def a_form_has_content_of_its_own(f):
    form = next(iter(f.page().Resources.XObject.values()))
    inside = b"/P <</MCID 3>> BDC\n" + form.read_bytes() + b"\nEMC"
    form.write(inside)


@broken("tags-content", "poster-tearoff-a4")
def a_form_has_a_key_of_its_own(f):
    next(iter(f.page().Resources.XObject.values())).StructParents = 0


@broken("tags-content")
def text_stands_outside_of_marked_content(f):
    block = f.marked(4)
    f.put(block, block.split(b"BDC\n", 1)[1][: -len(b"EMC")])
    f.drop(f.elements("Sect")[0].K[4])
    del f.parents()[4]


@broken("tags-content")
def marked_content_stands_in_marked_content(f):
    block = f.marked(3)
    f.put(block + b"\n" + f.marked(4), block[: -len(b"EMC")] + f.marked(4) + b"\nEMC")


@broken("tags-content")
def decoration_stands_in_marked_content(f):
    f.rewrite(4, lambda inside: b"/Artifact BMC\n" + inside + b"EMC\n")


@broken("tags-content")
def marked_content_never_ends(f):
    content = f.content()
    assert content.endswith(b"EMC")
    f.write(content[: -len(b"EMC")])


@broken("tags-content")
def marked_content_ends_twice(f):
    f.write(f.content() + b"\nEMC")


@broken("tags-content")
def marked_content_has_another_role_than_its_element(f):
    """Old software goes by the content alone."""
    f.put(b"/H1 <</MCID 0>>", b"/Artifact1 <</MCID 0>>")


@broken("tags-content")
def decoration_is_numbered(f):
    f.put(b"/P <</MCID 4>>", b"/Artifact <</MCID 4>>")


@broken("tags-content")
def the_properties_of_content_stand_elsewhere(f):
    f.page().Resources.Properties = Dictionary(M0=Dictionary(MCID=4))
    f.put(b"/P <</MCID 4>>", b"/P /M0")


@broken("tags-content")
def content_is_in_another_language(f):
    f.put(b"/P <</MCID 4>>", b"/P <</MCID 4 /Lang (en)>>")


@broken("tags-content")
def a_part_of_content_is_in_another_language(f):
    f.rewrite(4, lambda inside: b"/Span <</Lang (en)>> BDC\n" + inside + b"EMC\n")


@broken("tags-content")
def content_is_spelled_out(f):
    f.rewrite(4, lambda inside: b"/Span <</E (word)>> BDC\n" + inside + b"EMC\n")


@broken("tags-content")
def content_says_something_else(f):
    f.rewrite(4, lambda inside: b"/Span <</Alt (word)>> BDC\n" + inside + b"EMC\n")


# ---------------------------------------------------------------- words


@broken("tags-heard")
def a_number_is_said_as_another(f):
    f.rewrite(2, instead("+352 27 36 56 47"))


@broken("tags-heard")
def a_number_is_said_without_its_spaces(f):
    f.rewrite(2, instead("+35227365646"))


@broken("tags-heard")
def a_number_is_said_as_nothing(f):
    """pdfium passes over an empty ActualText; a voice says it."""
    f.rewrite(2, instead(""))


@broken("tags-heard")
def a_number_is_said_in_letters_that_the_font_lacks(f):
    """pdfium passes over such an ActualText; a voice says it."""
    f.rewrite(2, instead("\u0661\u0661\u0662"))


@broken("tags-content")
def a_number_is_said_rightly_and_drawn_as_another(f):
    """pdfium goes by what is said."""
    two, six = f.codes("/F1", "2"), f.codes("/F1", "6")
    said = instead("+352 27 36 56 46")
    f.rewrite(2, lambda inside: said(inside.replace(two, six)))


@broken("tags-heard")
def a_word_of_a_paragraph_is_said_as_nothing(f):
    f.rewrite(3, instead(""))


@broken("tags-content")
def a_paragraph_in_the_content_is_said_as_nothing(f):
    f.put(b"/P <</MCID 3>>", b"/Span <</MCID 3 /ActualText ()>>")


@broken("tags-content")
def words_around_a_paragraph_are_said_as_nothing(f):
    block = f.marked(3)
    f.put(block, b"/Span <</ActualText ()>> BDC\n" + block + b"\nEMC")


@broken("tags-content")
def what_is_said_stands_in_what_is_said(f):
    f.rewrite(2, lambda inside: instead("")(instead("+352 27 36 56 46")(inside)))


@broken("tags-heard")
def lines_of_a_heading_are_drawn_in_another_order(f):
    def turned(inside):
        colour, first, second = re.fullmatch(
            rb"(.*? rg\n)(BT.*?ET\n)(BT.*?ET\n)", inside, re.S
        ).groups()
        return colour + second + first

    f.rewrite(0, turned)


@broken("tags-heard")
def parts_of_a_line_are_drawn_in_another_order(f):
    """pdfium sorts what stands in a line; others take it as it comes."""

    def turned(inside):
        first, second = re.fullmatch(rb"(BT.*?ET\n)(BT.*?ET\n)", inside, re.S).groups()
        return second + first

    f.rewrite(10, turned, 1)


def _width(f, font, code):
    return float(f.page().Resources.Font[font].DescendantFonts[0].W[1][code - 1])


def _space(f, font):
    """The code of a space, in hex, and how wide it is."""
    table = f.page().Resources.Font[font].ToUnicode.read_bytes()
    code = re.search(rb"<(\w{4})> <0020>", table)[1]
    return code, _width(f, font, int(code, 16))


def _first(inside, old, new):
    """A change of the first place of some codes in what is drawn."""
    assert old in inside
    return inside.replace(old, new, 1)


@broken("tags-heard")
def words_run_together(f):
    """The room between two words stays, the space is gone."""
    code, width = _space(f, "/F2")
    f.rewrite(1, lambda inside: _first(inside, code, b"> %.4f <" % -width))


@broken("tags-heard")
def a_word_falls_apart(f):
    """A space that takes no room stands in the middle of a word."""
    code, width = _space(f, "/F2")
    one, next = f.codes("/F2", "і"), f.codes("/F2", "н")
    f.rewrite(
        1, lambda inside: _first(inside, one + next, b"%s%s> %.4f <%s" % (one, code, width, next))
    )


@broken("tags-heard")
def a_letter_has_two_meanings(f):
    """A code that its font explains twice: one program takes the first, another the last."""
    font = f.page().Resources.Font.F2
    table = font.ToUnicode.read_bytes()
    font.ToUnicode = f.stream(
        table.replace(b"endcmap", b"1 beginbfchar\n<0001> <0058>\nendbfchar\nendcmap")
    )


@broken("tags-heard")
def letters_are_explained_elsewhere(f):
    font = f.page().Resources.Font.F2
    table = font.ToUnicode.read_bytes()
    font.ToUnicode = f.stream(
        table.replace(b"endcmap", b"1 beginbfrange\n<0001> <0002> <0058>\nendbfrange\nendcmap")
    )


@broken("tags-heard")
def a_letter_is_explained_by_half_its_code(f):
    """Some software reads one byte as the same code."""
    font = f.page().Resources.Font.F2
    table = font.ToUnicode.read_bytes()
    font.ToUnicode = f.stream(
        table.replace(b"endcmap", b"1 beginbfchar\n<01> <0058>\nendbfchar\nendcmap")
    )


@broken("tags-heard")
def a_letter_is_the_end_of_a_line(f):
    font = f.page().Resources.Font.F2
    table = font.ToUnicode.read_bytes()
    font.ToUnicode = f.stream(re.sub(rb"<0003> <\w{4}>", b"<0003> <000A>", table))


@broken("tags-heard")
def letters_are_not_explained(f):
    del f.page().Resources.Font.F2.ToUnicode


@broken("tags-order")
def a_paragraph_is_decoration(f):
    f.put(b"/P <</MCID 4>> BDC", b"/Artifact BMC")
    f.drop(f.elements("Sect")[0].K[4])
    del f.parents()[4]


@broken("tags-heard")
def decoration_is_content(f):
    f.put(b"/Artifact BMC", b"/P <</MCID 5>> BDC")
    f.parents().append(f.add("P", f.tree.K.K[0], 5, 1))


@broken("tags-order")
def the_content_is_in_another_order(f):
    one, other = f.marked(3), f.marked(4)
    f.put(one + b"\n" + other, other + b"\n" + one)


@broken("tags-content")
def text_is_hidden(f):
    f.rewrite(4, lambda inside: b"3 Tr\n" + inside)


@broken("tags-content")
def text_begins_in_text(f):
    f.rewrite(4, lambda inside: inside.replace(b"BT ", b"BT BT ", 1))


@broken("tags-content")
def an_operator_is_broken(f):
    """pdfium passes over it; what follows is in the font that was set before."""
    f.rewrite(4, lambda inside: inside.replace(b" Tf ", b"Tf ", 1))


@broken("tags-order")
def the_tree_is_in_another_order(f):
    swap(f.tree.K.K[0].K, 3, 4)


@broken("tags-heard")
def the_parts_are_in_another_order(f):
    swap(f.tree.K.K, 0, 1)


@broken("tags-heard")
def a_paragraph_stands_in_another_part(f):
    """The last one of the front is the first one of the back."""
    front, back = f.tree.K.K
    last = front.K[-1]
    del front.K[-1]
    last.P = back
    back.K.insert(0, last)


@broken("tags-heard", "leaflet")
def a_paragraph_of_one_panel_is_read_with_the_next(f):
    one, other = f.tree.K.K[0], f.tree.K.K[1]
    last = one.K[-1]
    del one.K[-1]
    last.P = other
    other.K.insert(0, last)


@broken("tags-heard")
def a_paragraph_is_two(f):
    second = f.add("P", f.tree.K.K[0], 5, 1)
    f.parents().append(second)
    block = f.marked(0)
    lines = block.split(b"ET\n")
    f.put(block, lines[0] + b"ET\nEMC\n/P <</MCID 5>> BDC\n" + lines[1] + b"ET\nEMC")


@broken("tags-content", "poster-tearoff-a4")
def what_repeats_is_read_again(f):
    """The second strip is content too."""
    content = f.content()
    start = content.rindex(b"/Artifact BMC\n/P1 Do") if b"/P1 Do" in content else -1
    assert start >= 0
    f.write(content[:start] + content[start:].replace(b"/Artifact BMC", b"/P <</MCID 17>> BDC", 1))
    f.parents().append(f.add("P", f.tree.K.K, 17))


@broken("tags-content", "poster-tearoff-a4")
def what_repeats_stands_in_a_paragraph(f):
    """A strip is placed where a paragraph is drawn, and is read with it."""
    f.put(b"q\n0 -1 1 0 73.1339 161.5748 cm\n/Artifact BMC\n/P1 Do\nEMC\nQ\n", b"")
    strip = b"q\n0 -1 1 0 73.1339 161.5748 cm\n/P1 Do\nQ\n"
    f.rewrite(14, lambda inside: inside + strip)


@broken("tags-order", "poster-tearoff-a4")
def a_strip_is_not_there(f):
    f.put(b"q\n0 -1 1 0 73.1339 161.5748 cm\n/Artifact BMC\n/P1 Do\nEMC\nQ\n", b"")


# ---------------------------------------------------------------- the tree


@broken("tags-parents")
def an_element_is_reached_from_the_page_alone(f):
    """It hangs in the parent tree; no element holds it."""
    paragraph = f.elements("P")[0]
    lost = f.pdf.make_indirect(Dictionary(S=Name.H1, P=paragraph.P, Pg=f.page(), K=1))
    f.parents()[1] = lost


@broken("tags-content")
def an_element_is_reached_twice(f):
    part = f.tree.K.K[0]
    part.K.append(part.K[1])


@broken("tags-content")
def the_tree_is_a_loop(f):
    part = f.tree.K.K[0]
    part.K.append(f.tree.K)


@broken("tags-content")
def an_element_says_that_another_one_holds_it(f):
    f.elements("P")[0].P = f.tree.K.K[1]


@broken("tags-content")
def an_element_says_that_nothing_holds_it(f):
    del f.elements("P")[0].P


@broken("tags-content")
def an_element_is_nothing(f):
    f.tree.K.K[0].K.append(None)


@broken("tags-roles")
def an_element_is_empty(f):
    f.add("P", f.tree.K.K[0], Array([]))


@broken("tags-roles")
def a_part_stands_in_a_part(f):
    front, back = f.tree.K.K
    back.P = front
    front.K.append(back)
    f.tree.K.K = front


@broken("tags-content")
def the_structure_does_not_say_what_it_is(f):
    del f.tree.Type


@broken("tags-roles")
def there_is_no_structure(f):
    del f.root.StructTreeRoot


# ---------------------------------------------------------------- the parent tree


@broken("tags-parents")
def an_entry_of_the_parent_tree_is_missing(f):
    del f.nums[2:4]


@broken("tags-parents")
def an_element_of_an_entry_is_missing(f):
    del f.parents()[4]


@broken("tags-parents")
def two_elements_of_an_entry_are_swapped(f):
    swap(f.parents(), 3, 4)


@broken("tags-parents")
def an_entry_leads_to_another_element(f):
    f.parents()[3] = f.elements("H1")[0]


@broken("tags-parents")
def an_entry_leads_nowhere(f):
    f.parents()[3] = None


@broken("tags-parents")
def two_entries_are_swapped(f):
    swap(f.nums, 1, 3)


@broken("tags-parents")
def an_entry_is_of_nothing(f):
    f.nums.append(40)
    f.nums.append(f.elements("P")[0])


@broken("tags-content")
def a_key_stands_twice(f):
    f.nums.append(6)
    f.nums.append(f.nums[13])


@broken("tags-content")
def the_keys_are_not_in_order(f):
    """Software looks for a key by halving the list."""
    pairs = [(f.nums[i], f.nums[i + 1]) for i in range(0, len(f.nums), 2)]
    f.tree.ParentTree.Nums = Array([each for pair in reversed(pairs) for each in pair])


@broken("tags-content")
def a_key_is_no_whole_number(f):
    f.nums[2] = 1.5


@broken("tags-content")
def the_limits_of_the_parent_tree_are_wrong(f):
    half = len(f.nums) // 4 * 2
    f.tree.ParentTree = Dictionary(
        Kids=[
            f.pdf.make_indirect(Dictionary(Nums=list(f.nums)[:half], Limits=[0, 0])),
            f.pdf.make_indirect(Dictionary(Nums=list(f.nums)[half:], Limits=[3, 6])),
        ]
    )


@broken("tags-readable")
def the_parent_tree_doubles_and_doubles(f):
    tree = f.pdf.make_indirect(Dictionary())
    tree.Kids = Array([tree, tree])
    f.tree.ParentTree = tree


@broken("tags-parents")
def there_is_no_parent_tree(f):
    del f.tree.ParentTree


@broken("tags-parents")
def a_page_has_no_key(f):
    del f.page().StructParents


@broken("tags-parents")
def two_pages_have_one_key(f):
    f.page(1).StructParents = 0


@broken("tags-parents")
def two_pages_have_each_others_key(f):
    f.page(0).StructParents, f.page(1).StructParents = 1, 0


# ---------------------------------------------------------------- links


@broken("tags-parents")
def a_link_has_no_key(f):
    del f.links()[0].StructParent


@broken("tags-parents")
def a_link_has_the_key_of_another(f):
    f.links(1)[0].StructParent = 4


@broken("tags-roles")
def a_link_is_held_by_no_element(f):
    link = f.elements("Link")[0]
    link.K = link.K[0]


@broken("tags-content")
def a_link_is_held_twice(f):
    link = f.elements("Link")[0]
    link.K.append(link.K[1])


@broken("tags-content", "leaflet")
def a_link_is_held_by_two_elements(f):
    """Both open the same, so that is what is told."""
    one, other = f.elements("Link")[0], f.elements("Link")[1]
    one.K.append(Dictionary(Type=Name.OBJR, Obj=other.K[1].Obj))


@broken("tags-parents")
def a_link_of_another_page_is_held(f):
    link = f.elements("Link")[1]
    swap_to = f.elements("Link")[0].K[1].Obj
    link.K[1].Obj = swap_to


@broken("tags-parents")
def an_object_is_held_that_is_no_link(f):
    f.elements("Link")[0].K[1].Obj = f.root.Metadata


@broken("tags-parents")
def an_object_is_held_that_is_not_there(f):
    del f.elements("Link")[0].K[1].Obj


@broken("tags-content")
def an_object_is_held_as_something_more(f):
    f.elements("Link")[0].K[1].Alt = "Call"


@broken("tags-codes", "poster-a4")
def two_elements_hold_each_others_link(f):
    """The number's element holds the link over the code, which opens the same."""
    one, other = f.elements("Link")[:2]
    first, second = one.K[1].Obj, other.K[1].Obj
    one.K[1].Obj, other.K[1].Obj = second, first
    first.StructParent, second.StructParent = second.StructParent, first.StructParent


@broken("tags-codes")
def half_of_a_number_is_outside_of_its_link(f):
    """The paragraph says the same and opens the same."""
    block = f.marked(2)
    cut = block.index(f.codes("/F1", "36 56"))
    codes = bytes.fromhex(re.search(rb"\[<(\w+)", block[:cut])[1].decode())[1::2]
    x = 25.5118 + sum(_width(f, "/F1", code) for code in codes) * 22 / 1000
    between = b">] TJ\nET\nEMC\n/P <</MCID 5>> BDC\nBT /F1 22 Tf 1 0 0 1 %.4f 54.2829 Tm\n[<"
    link = f.elements("Link")[0]
    paragraph = link.P
    paragraph.K, paragraph.Pg = Array([link, 5]), f.page()
    f.parents().append(paragraph)
    f.put(block, block[:cut] + between % x + block[cut:])


@broken("tags-codes", "leaflet")
def a_link_lies_over_other_words_too(f):
    link = f.elements("Link")[0]
    area = Dictionary(link.K[1].Obj)
    left, bottom, right, top = map(float, area.Rect)
    area.Rect = Array([left, bottom - 60, right, top - 60])
    area.StructParent = int(f.nums[-2]) + 1
    area = f.pdf.make_indirect(area)
    f.page().Annots.append(area)
    link.K.append(Dictionary(Type=Name.OBJR, Obj=area))
    f.nums.append(area.StructParent)
    f.nums.append(link)


@broken("tags-codes")
def a_link_is_as_large_as_the_page(f):
    f.links()[0].Rect = f.page().MediaBox


@broken("tags-order")
def links_are_listed_in_another_order(f):
    """Some software goes from link to link by the list of the page."""
    swap(f.page(1).Annots, 2, 3)


@broken("links")
def a_link_has_no_words(f):
    del f.links()[0].Contents


@broken("links")
def a_link_has_other_words(f):
    link = f.links()[0]
    link.Contents = str(link.Contents).replace("56 46", "56 47")


@broken("tags-roles")
def a_link_has_no_content(f):
    link = f.elements("Link")[0]
    paragraph = link.P
    link.K = link.K[1]
    paragraph.K, paragraph.Pg = Array([2, link]), f.page()
    f.parents()[2] = paragraph
    f.put(b"/Link <</MCID 2>>", b"/P <</MCID 2>>")


@broken("tags-content")
def a_link_is_hidden(f):
    f.links()[0].F = 2


@broken("tags-content")
def a_link_is_not_shown_on_screens(f):
    f.links()[0].F = 36


@broken("tags-content")
def a_link_has_a_border(f):
    """Without a word of it most software draws one."""
    del f.links()[0].Border


@broken("tags-content")
def a_link_is_in_another_language(f):
    f.links()[0].Lang = "en"


@broken("tags-content")
def a_link_does_a_second_thing(f):
    f.links()[0].A.Next = Dictionary(S=Name.URI, URI="https://www.example.org")


@broken("tags-content")
def a_link_is_an_object_of_the_page_alone(f):
    """It stands in the list of the page itself; nothing can refer to it."""
    page = f.page(1)
    page.Annots[3] = Dictionary(page.Annots[3])


@broken("tags-claims")
def the_tabulator_key_goes_anywhere(f):
    del f.page().Tabs


@broken("tags-claims")
def the_tabulator_key_goes_by_rows(f):
    f.page().Tabs = Name.R


# ---------------------------------------------------------------- languages


def _french(f):
    return next(e for e in f.elements("P") if "/Lang" in e)


@broken("tags-heard", "card-single", "uk+fr")
def a_paragraph_in_another_language_does_not_say_so(f):
    del _french(f).Lang


@broken("tags-heard", "card-single", "uk+fr")
def a_paragraph_names_a_wrong_language(f):
    _french(f).Lang = "de"


@broken("tags-heard", "card-single", "uk+fr")
def a_paragraph_names_a_language_loosely(f):
    _french(f).Lang = "french"


@broken("tags-content", "card-single", "uk+fr")
def a_paragraph_names_no_language(f):
    """An empty one is that of nobody, not that of the file (ISO 32000-1, 14.9.2.1)."""
    f.elements("P")[1].Lang = ""


@broken("tags-heard", "card-single", "uk+fr")
def a_part_names_another_language(f):
    f.elements("Sect")[0].Lang = "fr"


@broken("tags-heard")
def a_number_is_read_in_another_language(f):
    f.elements("Link")[0].Lang = "en"


@broken("tags-heard")
def a_code_speaks_another_language(f):
    f.elements("Figure")[0].Lang = "en"


@broken("tags-heard")
def the_file_names_no_language(f):
    del f.root.Lang


@broken("tags-heard")
def the_file_names_another_language(f):
    f.root.Lang = "ru"


# ---------------------------------------------------------------- what the file claims


@broken("tags-claims")
def it_says_that_it_is_not_tagged(f):
    f.root.MarkInfo.Marked = False


@broken("tags-claims")
def it_does_not_say_that_it_is_tagged(f):
    del f.root.MarkInfo


@broken("tags-claims")
def its_tags_are_suspect(f):
    f.root.MarkInfo.Suspects = True


@broken("tags-claims")
def windows_show_its_name(f):
    f.root.ViewerPreferences.DisplayDocTitle = False


@broken("tags-claims")
def it_has_no_preferences(f):
    del f.root.ViewerPreferences


@broken("tags-claims")
def it_must_be_rendered_first(f):
    f.root.NeedsRendering = True


@broken("tags-claims")
def it_has_an_address_of_its_own(f):
    """Addresses of links are read as if they began with it."""
    f.root.URI = Dictionary(Type=Name.URI)


@broken("tags-claims")
def it_does_not_claim_to_be_accessible(f):
    f.xmp(b"pdfuaid:part='1'", b"")


@broken("tags-claims")
def it_claims_the_second_part_of_the_standard(f):
    f.xmp(b"pdfuaid:part='1'", b"pdfuaid:part='2'")


@broken("tags-claims")
def it_claims_no_archive(f):
    f.xmp(b"pdfaid:part='2' pdfaid:conformance='A'", b"")


@broken("tags-claims")
def it_claims_another_archive(f):
    f.xmp(b"pdfaid:part='2'", b"pdfaid:part='3'")


@broken("tags-claims")
def it_claims_an_archive_of_looks_alone(f):
    f.xmp(b"pdfaid:conformance='A'", b"pdfaid:conformance='B'")


@broken("tags-claims")
def its_metadata_have_another_title(f):
    title = re.compile(rb"x-default'>[^<]*<")
    packet = f.root.Metadata.read_bytes()
    f.xmp(title.search(packet)[0], b"x-default'>Untitled<")


@broken("tags-claims")
def its_metadata_name_an_author(f):
    f.xmp(
        b"<dc:title>",
        b"<dc:creator><rdf:Seq><rdf:li>A. Person</rdf:li></rdf:Seq></dc:creator><dc:title>",
    )


@broken("tags-claims")
def its_metadata_hold_a_forbidden_number(f):
    f.xmp(b"<dc:title>", b"<dc:description>Call 116 006</dc:description><dc:title>")


@broken("tags-claims")
def it_does_not_describe_what_it_claims(f):
    f.xmp(b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>", b"")


@broken("tags-claims")
def its_metadata_are_missing(f):
    del f.root.Metadata


@broken("tags-claims")
def its_metadata_are_no_xml(f):
    f.root.Metadata.write(b"title: none")


@broken("tags-content")
def a_page_has_metadata_too(f):
    f.page().Metadata = f.stream(b"<x/>", Type=Name.Metadata, Subtype=Name.XML)


@broken("tags-claims")
def its_colours_mean_nothing(f):
    del f.root.OutputIntents


@broken("tags-claims")
def its_colours_are_of_another_profile(f):
    profile = f.stream((ROOT / "layouts/icc/fogra39.icc").read_bytes(), N=3)
    f.root.OutputIntents[0].DestOutputProfile = profile


@broken("tags-claims")
def its_profile_is_of_four_inks(f):
    f.root.OutputIntents[0].DestOutputProfile.N = 4


@broken("tags-claims")
def its_colours_are_for_a_press(f):
    f.root.OutputIntents[0].S = Name.GTS_PDFX


@broken("tags-claims")
def its_colours_mean_two_things(f):
    f.root.OutputIntents.append(f.root.OutputIntents[0])


# ---------------------------------------------------------------- bookmarks


@broken("tags-bookmarks")
def there_are_no_bookmarks(f):
    del f.root.Outlines


@broken("tags-bookmarks")
def a_bookmark_has_other_words(f):
    f.bookmarks()[0].Title = "Call 116 006"


@broken("tags-bookmarks")
def a_bookmark_leads_to_another_page(f):
    f.bookmarks()[0].Dest[0] = f.page(1)


@broken("tags-bookmarks")
def a_bookmark_leads_to_another_place(f):
    f.bookmarks()[0].Dest[3] = 20


@broken("tags-bookmarks", "leaflet")
def a_bookmark_leads_to_another_heading(f):
    """Two on one page change places."""
    one = f.bookmarks()[0].First.Next
    assert one.Dest[0].objgen == one.Next.Dest[0].objgen
    one.Dest, one.Next.Dest = one.Next.Dest, one.Dest


@broken("tags-bookmarks")
def a_bookmark_leads_nowhere(f):
    del f.bookmarks()[0].Dest


@broken("tags-content")
def a_bookmark_opens_an_address(f):
    f.bookmarks()[0].A = Dictionary(S=Name.URI, URI="https://www.example.org")


@broken("tags-bookmarks", "leaflet-signs")
def a_bookmark_stands_at_another_depth(f):
    """What follows the first heading stands beside it."""
    first = f.root.Outlines.First
    child = first.First
    first.Next = child
    child.Prev = first
    for key in ("/First", "/Last", "/Count"):
        del first[key]


@broken("tags-content", "leaflet-signs")
def bookmarks_are_in_another_order_backwards(f):
    first = f.root.Outlines.First
    first.Last = first.First


@broken("tags-content", "leaflet-signs")
def bookmarks_are_more_than_their_number(f):
    f.root.Outlines.First.Count = -2


@broken("tags-bookmarks", "leaflet-signs")
def a_bookmark_is_missing(f):
    first = f.root.Outlines.First.First
    first.Next = first.Next.Next
    first.Next.Prev = first


@broken("tags-readable", "leaflet-signs")
def bookmarks_go_round_in_circles(f):
    first = f.root.Outlines.First.First
    first.Next = f.root.Outlines.First


# ---------------------------------------------------------------- composed wrongly


def _structure(document, change):
    """The document with other elements."""
    found = list(document.structure)
    change(found)
    return written(replace(document, structure=tuple(found)))


def _place(elements, role):
    return next(n for n, element in enumerate(elements) if element.role == role)


@composed("tags-heard")
def a_heading_is_composed_as_a_paragraph(document):
    def change(elements):
        at = _place(elements, "H1")
        elements[at] = replace(elements[at], role="P")

    return _structure(document, change)


@composed("tags-heard")
def a_code_is_composed_with_the_words_of_another(document):
    def change(elements):
        one, other = (n for n, e in enumerate(elements) if e.role == "Figure")
        elements[one] = replace(elements[one], says=elements[other].says)

    return _structure(document, change)


@composed("tags-heard", "card-single", "uk+fr")
def no_language_is_composed(document):
    return _structure(
        document,
        lambda elements: elements.__setitem__(
            slice(None), [replace(e, language="") for e in elements]
        ),
    )


@composed("tags-heard")
def a_paragraph_is_not_composed(document):
    """It is drawn as decoration."""
    front, back = document.pages
    last = max(i.tag for i in front.items if getattr(i, "tag", None) is not None)
    kept = [e for n, e in enumerate(document.structure) if n != last]
    lower = {n: n - (n > last) for n in range(len(document.structure))}

    def moved(item):
        tag = getattr(item, "tag", None)
        if tag is None:
            return item
        return replace(item, tag=None if tag == last else lower[tag])

    pages = tuple(replace(p, items=tuple(moved(i) for i in p.items)) for p in (front, back))
    elements = tuple(e if e.parent is None else replace(e, parent=lower[e.parent]) for e in kept)
    return written(replace(document, pages=pages, structure=elements))


@composed("tags-order")
def content_is_composed_in_another_order(document):
    """Frames that are read later are drawn first."""
    front, back = document.pages
    items = tuple(sorted(front.items, key=lambda i: -(getattr(i, "tag", None) or 0)))
    return written(replace(document, pages=(replace(front, items=items), back)))


@composed("tags-bookmarks")
def bookmarks_are_not_composed(document):
    return written(replace(document, bookmarks=()))


@composed("tags-bookmarks")
def a_bookmark_is_composed_with_other_words(document):
    [first] = document.bookmarks
    return written(replace(document, bookmarks=(replace(first, title="Beacon"),)))


@composed("tags-claims")
def the_title_is_composed_otherwise(document):
    return written(replace(document, title="Untitled"))


@composed("tags-claims")
def its_metadata_are_packed(document):
    """Only some programs find them. What saves files unpacks them, so it is done in place."""
    data = written(document)
    plain = re.search(
        rb"<</Type/Metadata/Subtype/XML/Length \d+>>stream\n(.*?)\r\nendstream", data, re.S
    )
    packed = zlib.compress(plain[1])
    head = b"<</Type/Metadata/Subtype/XML/Filter/FlateDecode/Length %d" % len(packed)
    tail = b">>stream\n%s\r\nendstream" % packed
    room = b" " * (len(plain[0]) - len(head) - len(tail))
    return data[: plain.start()] + head + room + tail + data[plain.end() :]


@composed("tags-roles")
def nothing_is_tagged(document):
    return written(replace(document, structure=()))


# ---------------------------------------------------------------- bytes


def told(data):
    """The table of objects made anew, after a change of the bytes before it."""
    start = data.rindex(b"xref\n", 0, data.rindex(b"startxref"))
    places = {int(m[1]): m.start(1) for m in re.finditer(rb"^(\d+) 0 obj\b", data[:start], re.M)}
    last = max(places)
    rows = [b"%010d 00000 n " % places[n] if n in places else _FREE for n in range(1, last + 1)]
    trailer = re.search(rb"trailer.*?>>(?=\s*startxref)", data[start:], re.S)[0]
    trailer = re.sub(rb"/Size \d+", b"/Size %d" % (last + 1), trailer)
    parts = [b"xref", b"0 %d" % (last + 1), _FREE, *rows, trailer, b"startxref", b"%d" % start]
    return data[:start] + b"\n".join(parts) + b"\n%%EOF\n"


_FREE = b"0000000000 65535 f "
_ACTION = b"<</S/JavaScript/JS<6170702E616C65727428312>>>"


def _once(data, old, new):
    """The bytes with the first ``old`` of an object made ``new``."""
    assert old in data
    return data.replace(old, new, 1)


@bytes_broken("tags-readable")
def a_figure_says_two_things(data):
    """One program takes the first, another the last."""
    return told(_once(data, b"/Alt ", b"/Alt (Call 116 006) /Alt "))


@bytes_broken("tags-readable")
def a_role_is_named_twice(data):
    return told(_once(data, b"/S /H1", b"/S /P /S /H1"))


@bytes_broken("bytes")
def a_name_stands_in_a_comment_that_looks_like_text(data):
    """What is a comment to a program must not be a string to the check."""
    hidden = b"%(\n/OpenAction " + _ACTION + b"\n%)\n"
    return told(_once(data, b"/Type /Catalog", hidden + b"/Type /Catalog"))


@bytes_broken("bytes")
def a_name_stands_between_texts_that_look_like_a_stream(data):
    hidden = b"/Title (stream\n) /OpenAction " + _ACTION + b" /Subject (endstream)"
    return told(_once(data, b"/Type /Catalog", hidden + b" /Type /Catalog"))


@bytes_broken("bytes")
def an_object_begins_within_a_text(data):
    """The table of objects leads into a text, and there a link finds what it does."""
    size = int(re.search(rb"/Size (\d+)", data)[1])
    hidden = b"/Title (\n%d 0 obj\n%s\nendobj\n) " % (size, _ACTION)
    data = re.sub(rb"/A <<.*?>>", b"/A %d 0 R" % size, data, count=1, flags=re.S)
    return told(_once(data, b"/Type /Catalog", hidden + b"/Type /Catalog"))


@bytes_broken("bytes")
def an_object_begins_within_a_stream(data):
    """Metadata are not packed, so that what they hold may be an object too."""
    size = int(re.search(rb"/Size (\d+)", data)[1])
    hidden = b"\n%d 0 obj\n%s\nendobj\n" % (size, b"<</S/URI/URI<61>>>")
    length = int(re.search(rb"/Metadata\b.*?/Length (\d+)", data, re.S)[1])
    data = re.sub(rb"/Length %d\b" % length, b"/Length %d" % (length + len(hidden)), data)
    return told(_once(data, b"</rdf:RDF>", hidden + b"</rdf:RDF>"))


@bytes_broken("bytes")
def an_earlier_version_stands_in_the_file(data):
    """The table leads to another one; what was taken out is still there."""
    start = data.rindex(b"xref\n", 0, data.rindex(b"startxref"))
    old = data[start : data.rindex(b"startxref")]
    trailer = data.rindex(b"trailer", 0, data.rindex(b"startxref"))
    later = data[trailer : data.rindex(b"startxref")].replace(b"<<", b"<< /Prev %d" % start, 1)
    info = re.search(rb"/Info (\d+) 0 R", later)[1]
    body = re.search(rb"^%s 0 obj\n.*?endobj\n" % info, data, re.S | re.M)[0]
    assert old in data
    place = data.rindex(b"startxref")
    table = b"xref\n%s 1\n%010d 00000 n \n" % (info, place)
    end = b"startxref\n%d\n%%%%EOF\n" % (place + len(body))
    return data[:place] + body + table + later + end


# ---------------------------------------------------------------- what reads as before


@harmless()
def nothing_is_changed(f):
    pass


@harmless("leaflet-signs")
def nothing_is_changed_in_a_file_with_lists(f):
    pass


@harmless("poster-tearoff-a4")
def nothing_is_changed_in_a_file_with_strips(f):
    pass


@harmless("card-single", "uk+fr")
def nothing_is_changed_in_a_file_in_two_languages(f):
    pass


@harmless(object_stream_mode=pikepdf.ObjectStreamMode.generate)
def objects_are_packed_anew(f):
    pass


@harmless(object_stream_mode=pikepdf.ObjectStreamMode.disable)
def objects_are_not_packed(f):
    pass


@harmless(recompress_flate=True, compress_streams=True)
def streams_are_packed_anew(f):
    pass


@harmless()
def the_parent_tree_has_branches(f):
    pairs = [list(f.nums)[at : at + 2] for at in range(0, len(f.nums), 2)]
    half = len(pairs) // 2
    f.tree.ParentTree = Dictionary(
        Kids=[
            f.pdf.make_indirect(
                Dictionary(
                    Nums=[each for pair in part for each in pair],
                    Limits=[part[0][0], part[-1][0]],
                )
            )
            for part in (pairs[:half], pairs[half:])
        ]
    )


@harmless()
def the_lists_of_the_parent_tree_are_objects(f):
    f.nums[1] = f.pdf.make_indirect(f.nums[1])


@harmless()
def content_is_referred_to_at_length(f):
    for paragraph in f.elements("P"):
        if isinstance(paragraph.K, int):
            paragraph.K = Dictionary(Type=Name.MCR, Pg=paragraph.Pg, MCID=paragraph.K)
            del paragraph.Pg


@harmless()
def what_an_element_holds_stands_in_a_list_of_one(f):
    for element in f.elements("P", "H1", "Figure"):
        if not isinstance(element.K, Array):
            element.K = Array([element.K])


@harmless()
def the_document_stands_in_a_list_of_one(f):
    f.tree.K = Array([f.tree.K])


@harmless()
def a_link_is_held_with_its_page(f):
    for link in f.elements("Link"):
        link.K[1].Pg = link.get("/Pg", f.page(1))


@harmless()
def references_are_objects(f):
    for link in f.elements("Link"):
        link.K[1] = f.pdf.make_indirect(link.K[1])


@harmless()
def elements_say_that_they_are_elements(f):
    for element in f.elements("Document", "P", "H1"):
        element.Type = Name.StructElem


@harmless("card-single", "uk+fr")
def a_language_is_said_again(f):
    for element in f.elements("P", "H1", "Document", "Sect"):
        if "/Lang" not in element:
            element.Lang = "uk"


@harmless()
def a_text_is_written_in_another_way(f):
    figure = f.elements("Figure")[0]
    figure.Alt = String(b"\xef\xbb\xbf" + str(figure.Alt).encode())


@harmless()
def the_content_is_in_several_streams(f):
    content = f.content()
    cut = content.index(b"/P <</MCID 3>>")
    f.page().Contents = Array([f.stream(content[:cut]), f.stream(content[cut:])])


@harmless()
def the_content_is_written_in_another_way(f):
    for number, page in enumerate(f.pdf.pages):
        f.write(pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page)), number)


@harmless()
def a_space_is_drawn_twice(f):
    """Nobody hears it."""
    code, width = _space(f, "/F2")
    f.rewrite(1, lambda inside: _first(inside, code, b"%s%s> %.4f <" % (code, code, width)))


@harmless()
def metadata_are_written_in_another_way(f):
    packet = f.root.Metadata.read_bytes()
    f.root.Metadata.write(packet.replace(b"pdfuaid:part='1'", b'pdfuaid:part="1" '))


# ---------------------------------------------------------------- damage


def damaged(data, chance):
    """The bytes, all objects of which stand open, with some damage."""
    kind = chance.choice(("bytes", "bytes", "cut", "zeros", "swap", "swap", "content"))
    objects = [m.span(1) for m in re.finditer(rb"^\d+ 0 obj\n(.*?)\nendobj", data, re.S | re.M)]
    small = [(start, end) for start, end in objects if end - start < 3_000]
    if kind == "cut":
        return data[: chance.randrange(len(data))] + data[chance.randrange(len(data)) :]
    if kind == "zeros":
        start, size = chance.randrange(len(data)), chance.choice((8, 200, 4_000))
        return data[:start] + bytes(size) + data[start + size :]
    if kind == "swap":
        for _ in range(chance.choice((1, 1, 3))):
            (a, b), (c, d) = sorted(chance.sample(small, 2))
            data = data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]
            small = [(a, a + d - c)]
            small += [
                m.span(1) for m in re.finditer(rb"^\d+ 0 obj\n(.*?)\nendobj", data, re.S | re.M)
            ]
        return told(data)
    if kind == "content":
        return saved(data, lambda f: _flip_content(f, chance))
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        found[chance.randrange(*chance.choice(small))] = chance.randrange(256)
    return bytes(found)


def _flip_content(f, chance):
    """Operators cut, doubled, or with other bytes."""
    content = bytearray(f.content())
    place, size = chance.randrange(len(content)), chance.randrange(1, 40)
    match chance.randrange(3):
        case 0:
            del content[place : place + size]
        case 1:
            content[place:place] = content[place : place + size]
        case _:
            for _ in range(chance.choice((1, 5))):
                content[chance.randrange(len(content))] = chance.randrange(256)
    f.write(bytes(content))
