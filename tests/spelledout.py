"""A file of ours in more words, which say the same: what tests change by hand is found there.

Each line of text is a text object by itself, within its marked content, with its font and its
place on the page; boxes are lines; codes of a font have a map to glyphs, and each has a row of
its own in the map to text.
"""

import functools
import io
import re
import struct

import pikepdf
from pikepdf import Name

from generator.to_unicode import letters

_MARK = re.compile(r"/(\w+)<<(.*)>>BDC|/Artifact BMC")
_SAID = re.compile(r"/Span<</(ActualText|Lang)(.*)>>BDC")
_BOX = re.compile(r"(\S+) (\S+) (\S+) (\S+) re")
_SHORT = re.compile(r"(?<![\d.])\.(?=\d)")


@functools.lru_cache(maxsize=64)
def spelled_out(data):
    """The bytes of the file."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = set()
        for page in pdf.pages:
            placed = page.obj.Resources.get("/XObject", {})
            for drawn in (page.obj.Contents, *placed.values()):
                if drawn.get("/Subtype") != Name.Image:
                    drawn.write(_content(drawn.read_bytes().decode()).encode())
            fonts |= {font.objgen for font in page.obj.Resources.Font.values()}
        for objgen in fonts:
            _font(pdf, pdf.get_object(objgen))
        out = io.BytesIO()
        modes = pikepdf.ObjectStreamMode
        mode = modes.generate if b"/ObjStm" in data else modes.disable
        pdf.save(out, object_stream_mode=mode, fix_metadata_version=False)
    return out.getvalue()


def _font(pdf, font):
    inner, said = font.DescendantFonts[0], letters(font.ToUnicode.read_bytes())
    codes = range(max(said) + 1)
    inner.CIDToGIDMap = pdf.make_stream(struct.pack(f">{len(codes)}H", *codes))
    head, _ = re.split(rb"\d+ beginbf", font.ToUnicode.read_bytes(), maxsplit=1)
    rows = [
        f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        for code, text in sorted(said.items())
    ]
    parts = [f"{len(rows)} beginbfchar", *rows, "endbfchar", "endcmap end end"]
    font.ToUnicode.write(head + "\n".join(parts).encode())


def _content(content):
    out = []
    font, at, inside, writes = "", (0.0, 0.0), False, False

    def end():
        nonlocal writes
        if writes:
            out.append("ET")
        writes = False

    for line in content.split("\n"):
        said = _SAID.fullmatch(line)
        if line in ("BT", "ET"):
            end()
            at = (0.0, 0.0)
        elif line.endswith(" Tf"):
            font = line
        elif line.endswith(" Td"):
            end()
            x, y = (float(v) for v in line.split()[:2])
            at = at[0] + x, at[1] + y
            out.append(f"BT {font} 1 0 0 1 {at[0]:.2f} {at[1]:.2f} Tm")
            writes = True
        elif line.endswith(("Tj", "TJ")):
            shown = line[:-2] if line.endswith("TJ") else f"[{line[:-2]}]"
            out.append(re.sub(r"(?<=>)(-?[\d.]+)(?=<)", r" \1 ", shown) + " TJ")
        elif said:
            inside = said[1]
            if inside == "Lang":
                end()
            out.append(f"/Span <</{said[1]} {said[2]}>> BDC")
        elif line == "EMC" and inside:
            if inside == "Lang":  # which stands around the line
                end()
            out.append("EMC")
            inside = False
        elif _MARK.fullmatch(line) or line == "EMC":
            end()
            out.append(re.sub(r"^(/\w+)<<(.*)>>BDC$", r"\1 <<\2>> BDC", line))
        elif box := _BOX.fullmatch(line):
            out += _sides(*map(float, box.groups()))
        else:
            if line.endswith((" rg", " k", " g", " gs", " scn")):
                end()
            out.append(line)
    return _SHORT.sub("0.", "\n".join(out))


def _sides(x, y, width, height):
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    return [f"{a:.3f} {b:.3f} {'l' if i else 'm'}" for i, (a, b) in enumerate(corners)] + ["h"]
