"""PDFs as plain values: what is well formed is read, and all else refused."""

import zlib

import pytest
from tampering import LANGUAGE

from generator.geometry import Rect
from generator.matrices import around
from generator.plain_content import instructions
from generator.plain_values import get, items, keys, pages_of, text
from generator.strict_pdf import File, Name, Reference, Stream, unpacked, value_of
from generator.tag_marks import UNIT, Marks
from generator.tag_reader import read_tags
from generator.unsound import Unsound

VALUES = [
    (b"12", 12),
    (b" -.5 ", -0.5),
    (b"+7.", 7.0),
    (b"/A#20b", "A b"),
    (b"(a\\(b\\)\\n\\101\\\r\nc)", b"a(b)\nAc"),
    (b"(a\r\nb)", b"a\nb"),
    (b"<48 65 6>", b"He`"),
    (b"true", True),
    (b"[1 [2] (x)]", [1, [2], b"x"]),
    (b"<</A 1/B[/C]/D null>>", {"A": 1, "B": ["C"]}),
]


@pytest.mark.parametrize(("data", "value"), VALUES)
def test_values_are_read(data, value):
    assert value_of(data) == value


@pytest.mark.parametrize(
    "data",
    [
        b"", b"1 2", b"[1", b"1]", b"<<", b"<</A>>", b"<</A 1 /A 2>>", b"<<1 2>>", b"<<[/A] 2>>", b"[>>", b"(a",
        b"(a(b))", b"a)", b"<4g>", b"nul", b"1e5", b"--1", b"1 R", b"1.0 0 R", b"% 1", b"{1}", b"/\xff",
        b"[" * 99 + b"]" * 99, b"9" * 40,
    ],
)  # fmt: skip
def test_what_is_no_value_is_refused(data):
    with pytest.raises(Unsound):
        value_of(data)


def plain(*objects, trailer=b"/Root 1 0 R", table=b""):
    """A file of these objects with a plain table."""
    data, places = b"%PDF-1.7\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, held)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    own = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, rows)
    end = b"trailer\n<<%b>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, len(data))
    return data + (table or own) + end


TREE = b"<</Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]>>"


def test_a_plain_file_is_read():
    file = File(plain(*TREE, b"<</Type/Page/Title(livestream)>>"))
    (page,) = pages_of(file)
    assert text(get(page, "Title")) == "livestream" and keys(page) == {"Type", "Title"}
    assert page.key == (3, 0)


def test_a_file_that_we_write_is_read_whole(press):
    file = File(press.made("leaflet").data)
    assert len(pages_of(file)) == 2
    assert text(get(get(file.trailer, "Root"), "Lang")) == LANGUAGE


STREAM = b"<</Length 3>>\nstream\nabc\nendstream"


def test_a_stream_is_as_long_as_it_says():
    def packed(length):
        held = STREAM.replace(b"Length 3", b"Length " + length)
        return File(plain(*TREE, held, b"3")).resolved(Reference(None, (3, 0))).packed

    assert packed(b"3") == packed(b"4 0 R") == b"abc"
    for wrong in (b"2", b"5", b"-1", b"(3)", b"3 0 R", b"99999999"):
        with pytest.raises(Unsound):
            packed(wrong)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7\nstartxref\n0\n%%EOF",
        plain(*TREE, trailer=b"/Root 1 0 R /Prev 9"),
        plain(*TREE, trailer=b"/Root 1 0 R /XRefStm 9"),
        plain(*TREE, trailer=b"/Root 1 0 R /Encrypt 2 0 R"),
        plain(*TREE, table=b"xref\n0 1\n0000000000 65535 f \n0 1\n0000000000 65535 f \n"),
        plain(*TREE, table=b"xref\n0 900000000\n"),
        plain(*TREE, table=b"xref\n1 2\n0000000009 00000 n \n0000000009 00000 n \n"),
        plain(b"<</Pages 1 0 R/Type/Pages/Kids[1 0 R]>>"),
        plain(b"<</Pages 2 0 R>>", b"2 0 R"),
        plain(b"<</Pages 2 0 R>>", b"[3 0 R]"),
        plain(*TREE, b"(no page)"),
    ],
)
def test_what_is_no_sound_file_is_refused(data):
    with pytest.raises(Unsound):
        pages_of(File(data))
    with pytest.raises(Unsound):
        read_tags(data)


def test_a_stream_that_fills_the_memory_is_not_unpacked():
    bomb = zlib.compress(b"0" * 50_000_000)
    stream = Stream(value_of(b"<</Filter/FlateDecode>>"), bomb)
    with pytest.raises(Unsound, match="larger than 1 MB"):
        unpacked(stream, 1_000_000)
    stream.packed = bomb[:-9]
    with pytest.raises(Unsound, match="broken off"):
        unpacked(stream, 60_000_000)


def drawn(content):
    return [(operator, operands) for operator, operands in instructions(content)]


def test_lines_and_boxes_that_follow_each_other_are_the_box_around_them():
    lines = b"q\n1 2 m\n5 2 l\n-.5 9 1 1 0 0 c\nh\nf\nQ"
    assert drawn(lines) == [("q", []), ("re", [-0.5, 0.0, 5.5, 9.0]), ("f", []), ("Q", [])]
    assert drawn(b"0 0 1 1 re 4 5 -2 1 re f") == [("re", [0.0, 0.0, 4.0, 6.0]), ("f", [])]


def test_operands_come_with_their_operators():
    found = drawn(b"/P <</MCID 3>> BDC BT /F1 9.5 Tf [<0041> -20 <00420043>] TJ (a\\)b) Tj ET EMC")
    assert found[0] == ("BDC", ["P", {"MCID": 3}]) and type(found[0][1][0]) is Name
    assert found[2] == ("Tf", ["F1", 9.5])
    assert b"".join(items(found[3][1][0])) == b"\0A\0B\0C"
    assert found[4] == ("Tj", [b"a)b"])


@pytest.mark.parametrize("content", [b"1 2", b"<</A 1 BDC", b"[1 2 TJ", b"0 " * 2000 + b"m"])
def test_broken_operators_are_no_operators_of_ours(content):
    known = {"BDC", "TJ", "m"}
    try:
        found = {operator for operator, _ in instructions(content)}
    except Unsound:
        return
    assert not found <= known


def test_any_white_space_parts_numbers():
    assert drawn(b" 1\n2 \t3\0-.5\x0c6 7.\r\n c") == [("c", [1.0, 2.0, 3.0, -0.5, 6.0, 7.0])]
    assert drawn(b"12345678901 /F1 2\tTf") == [("Tf", [12345678901, "F1", 2])]


def test_what_was_read_of_a_file_says_nothing_of_another():
    one, other = (File(plain(*TREE, b"<</Type/Page/A[3 0 R]/N %d>>" % n)) for n in (1, 2))
    for file, number in ((one, 1), (other, 2), (one, 1)):
        (page,) = pages_of(file)
        (held,) = items(get(page, "A"))
        assert held is page and get(page, "N") == number
    lines = [b"\n0 0 m\n%d 9 l\n" % width for width in (4, 5, 4)]
    assert [drawn(each)[0][1][2] for each in lines] == [4.0, 5.0, 4.0]
    tagged = [drawn(b"/P<</MCID %d>>BDC" % mcid)[0][1][1] for mcid in (0, 1, 0)]
    assert tagged == [{"MCID": 0}, {"MCID": 1}, {"MCID": 0}]


def marked(content):
    marks = Marks({}, lambda called: UNIT)
    marks.follow(content)
    return marks


DRAWS = b"1 0 0 rg\nq 2 0 0 2 5 5 cm\n3 w 1 J\n0 0 m\n9 9 l\nS\nQ\n1 1 2 2 re\nf\n"
DECORATION = b"/Artifact BMC\n%bEMC\n" % DRAWS
FIGURE = b"/Figure<</MCID 0>>BDC\n0 0 1 1 re\nf\nEMC\n"


def test_plain_decoration_draws_nothing_that_is_heard():
    marks = marked(DECORATION + FIGURE + DECORATION)
    assert (marks.oddities, marks.bare, marks.open) == ([], 0, [])
    assert around(marks.points[0]) == Rect(0, 0, 1, 1)


@pytest.mark.parametrize(
    "added", [b"/G1 gs\n", b"1 w w\n", b"v\n", b"1e5 w\n", b"\v\n", b"1 2 re\n"]
)
def test_decoration_that_draws_otherwise_is_told(added):
    assert marked(DECORATION.replace(b"1 1 2 2 re", added + b"1 1 2 2 re")).oddities


def test_decoration_counts_where_it_is_none():
    inside = marked(b"/Figure<</MCID 0>>BDC\n" + DECORATION + b"EMC\n")
    assert inside.oddities and around(inside.points[0]) == Rect(1, 1, 22, 22)
    assert marked(b"9 " + DECORATION).bare == 2
    moves = DECORATION.replace(b"EMC", b"1 0 0 1 7 7 cm\nEMC")
    assert around(marked(moves + FIGURE).points[0]) == Rect(7, 7, 1, 1)


def test_content_takes_no_longer_than_it_is_long():
    """Numbers without an end, and operands of no operator."""
    for content in (
        b"1" * 400_000,
        b"1 2 3 " * 100_000,
        b"1 2 m\n" * 100_000 + b"x",
        b"(" * 99_999,
    ):
        try:
            assert len(drawn(content)) < 100_000
        except Unsound:
            pass
    for content in (b"/Artifact BMC\nq\n" + b"1 2 m\n" * 100_000, DECORATION[:60] * 9_000):
        assert marked(content).open
