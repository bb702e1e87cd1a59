"""The table of ``badinputs`` goes on: layouts, the parts they use, drawings and themes."""

from collections.abc import Callable

from badinputs import TEXT, Case, swap, whole

LAYOUT, PART, LEAFLET = "layouts/card-single.yaml", "layouts/card.yaml", "layouts/leaflet.yaml"
POSTER, THEME = "layouts/poster-a4.yaml", "layouts/themes/calm.yaml"
DRAWING = "layouts/pictograms/phone.svg"


def svg(inside: str, attributes: str = 'viewBox="0 0 48 48"') -> Callable[[bytes], bytes]:
    return whole(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>\n  {inside}\n</svg>\n')


def path(d: str) -> Callable[[bytes], bytes]:
    return svg(f'<path d="{d}" fill="currentColor"/>')


def _doubling_parts() -> str:
    uses = "".join(f"  p{i}: [{{use: p{i + 1}}}, {{use: p{i + 1}}}]\n" for i in range(30))
    return f"parts:\n{uses}  p30: []\npages: {{front: {{frames: [{{use: p0}}]}}}}\n"


def _growing_value(grown: str) -> str:
    uses = "".join(f"  p{i}: {{use: p{i + 1}, x: {grown}}}\n" for i in range(15))
    return f"parts:\n{uses}  p15: $x\npages: {{front: {{use: p0, x: [a, b]}}}}\n"


def _layouts() -> list[Case]:
    question = "{text: person.question, style: question}"
    return [
        Case("layout-extends-outside", PART, swap("card-single", "../../etc/passwd"), "card"),
        Case("layout-extends-missing", PART, swap("card-single", "card-singel"), "card"),
        Case("layout-extends-itself", PART, swap("card-single", "card"), "card"),
        Case("layout-extends-circle", LAYOUT, swap("about:", "extends: card\nabout:"), "card"),
        Case("layout-scale", PART, swap("about:", "scale: large\nabout:"), "card"),
        Case("layout-theme-outside", LAYOUT, swap("theme: calm", "theme: ../../calm")),
        Case("layout-theme-missing", LAYOUT, swap("theme: calm", "theme: clam")),
        Case("layout-wrong-type", LAYOUT, swap("kind: card", "kind: {a: card}")),
        Case("layout-kind", LAYOUT, swap("kind: card", "kind: cart")),
        Case("layout-unknown-field", LAYOUT, swap("scan_from:", "scan_form:")),
        Case("layout-styles-text", LAYOUT, swap("styles:\n", "styles: none\nstilys:\n")),
        Case("layout-bad-length", LAYOUT, swap("padding: 4 mm", "padding: 4mn")),
        Case("layout-no-unit", LAYOUT, swap("padding: 4 mm", "padding: 4")),
        Case("layout-negative", LAYOUT, swap("padding: 4 mm", "padding: -4 mm")),
        Case("layout-no-size", LAYOUT, swap("side: 16 mm", "side: 0 mm")),
        Case("layout-distance", LAYOUT, swap("read_from: 0.15 m", "read_from: 15 cm")),
        Case("layout-paper", LAYOUT, swap("size: 85 x 55 mm", "size: A9")),
        Case("layout-huge-page", LAYOUT, swap("size: 85 x 55 mm", "size: 60000 x 55 mm")),
        Case("layout-leading", LAYOUT, swap("leading: 1.15", "leading: 2 pt")),
        Case("layout-weight", LAYOUT, swap("weight: 800", "weight: bold")),
        Case("layout-flag", LAYOUT, swap("balance: yes", "balance: maybe")),
        Case("layout-min", LAYOUT, swap("min: 9.5 pt", "min: 19.5 pt")),
        Case(
            "layout-unknown-style",
            LAYOUT,
            swap(question, "{text: person.question, style: qestion}"),
        ),
        Case("layout-unknown-colour", LAYOUT, swap("fill: warm", "fill: wram")),
        Case("layout-unknown-contact", LAYOUT, swap("contact: helpline", "contact: helplin")),
        Case("layout-unknown-string", LAYOUT, swap(question, question.replace("ion,", "on,"))),
        Case("layout-unknown-text", LAYOUT, swap("text: A", "text: Z")),
        Case(
            "layout-unknown-picture",
            LEAFLET,
            swap("pictogram: phone", "pictogram: fone"),
            "leaflet",
        ),
        Case("layout-picture-outside", LAYOUT, _picture("../../etc/passwd")),
        Case("layout-picture-absolute", LAYOUT, _picture("/etc/passwd")),
        Case("layout-two-kinds", LAYOUT, swap(question, question.replace("}", ", space: 1 mm}"))),
        Case("layout-no-kind", LAYOUT, swap(question, "{txt: person.question, style: question}")),
        Case("layout-block-text", LAYOUT, swap(question, "person.question")),
        Case("layout-file-name", LAYOUT, swap("about:", "file_name: ../x\nabout:")),
        Case("layout-no-pages", LAYOUT, swap("pages:\n", "pages: {}\nleaves:\n")),
        *_geometry(),
        *_parts(),
    ]


def _picture(file: str) -> Callable[[bytes], bytes]:
    return swap(
        "{text: person.question, style: question}", f"{{picture: {file}, width: 9 mm, colour: ink}}"
    )


def _geometry() -> list[Case]:
    sheet = "columns: 2, rows: 5"
    return [
        Case("frame-outside-page", LAYOUT, swap("at: [4 mm, 4 mm]", "at: [14 mm, 4 mm]")),
        Case("frame-no-room", LAYOUT, swap("size: [77 mm, 32 mm]", "size: [77 mm, 8 mm]")),
        Case("frame-three-lengths", LAYOUT, swap("at: [4 mm, 4 mm]", "at: [4 mm, 4 mm, 4 mm]")),
        Case("frame-overlap", LAYOUT, swap("at: [4 mm, 19 mm]", "at: [4 mm, 17 mm]")),
        Case(
            "frame-fold", LEAFLET, swap("size: [84 mm, 78 mm]", "size: [86 mm, 78 mm]"), "leaflet"
        ),
        Case("frame-panels", LEAFLET, swap("flap: 97 mm", "flap: 96 mm"), "leaflet"),
        Case("frame-unknown-panel", LEAFLET, swap("panel: flap", "panel: flip"), "leaflet"),
        Case(
            "frame-bleeds-nowhere", LAYOUT, swap("fill: warm", "fill: warm\n        bleeds: [up]")
        ),
        Case("frame-bleeds-nothing", LAYOUT, swap("fill: warm", "bleeds: [left]")),
        Case("frame-turned", LAYOUT, swap("fill: warm", "fill: warm\n        turn: 90")),
        Case("frame-half-turned", LAYOUT, swap("fill: warm", "strips: 4\n        turn: 45")),
        Case("frame-one-strip", LAYOUT, swap("fill: warm", "strips: 1")),
        Case("layout-fold", LEAFLET, swap("fold_distance", "fold: z\nfold_distance"), "leaflet"),
        Case("layout-fold-flat", LAYOUT, swap("about:", "fold: half\nabout:")),
        Case("layout-covers", LAYOUT, swap("about:", f"{_COVERS}\nabout:")),
        Case("frame-too-many", LAYOUT, _frames(1_000), seconds=5),
        Case("sheet-too-small", PART, swap(sheet, "columns: 3, rows: 5"), "card"),
        Case("sheet-half-column", PART, swap(sheet, "columns: 1.5, rows: 5"), "card"),
        Case("sheet-paper", PART, swap("paper: A4", "paper: A44"), "card"),
        Case("rule-code-size", LAYOUT, swap("scan_from: 0.15 m", "scan_from: 0.4 m")),
        Case("rule-code-modules", LAYOUT, swap("side: 16 mm", "side: 7 mm")),
        Case("rule-no-scan-from", LAYOUT, swap("scan_from: 0.15 m\n", "")),
        Case("rule-type-size", LAYOUT, swap("min: 7 pt", "min: 5 pt")),
        Case("rule-number-size", LAYOUT, swap("min: 15 pt", "min: 12 pt")),
        Case("rule-read-from", POSTER, swap("min: 34 pt", "min: 22 pt"), "poster-a4"),
        Case("rule-promise-beside", LAYOUT, swap("{contact: helpline,", "{contact: emergency,")),
        Case("rule-promise-alone", LAYOUT, swap("{text: person.question,", _PROMISE)),
        Case("rule-draft-mark", LAYOUT, swap("{draft_mark: imprint}", "{space: 1 mm}")),
        Case("rule-draft-size", LAYOUT, swap("{draft_mark: imprint}", "{draft_mark: line}")),
        Case("fit-overset", TEXT, swap("Хтось керує вашим життям?", "Хтось керує життям? " * 9)),
        Case("fit-wide-word", TEXT, swap("Хтось керує вашим життям?", "Хтось" * 12)),
        Case("fit-missing-letter", TEXT, swap("Хтось керує вашим", "Хтось ☎⛑ вашим")),
    ]


_COVERS = "covers: {product: poster-a44, contact: helpline}"
_PROMISE = "{text: person.anonymous.title,"


def _frames(count: int) -> Callable[[bytes], bytes]:
    frame = "{at: [4 mm, 4 mm], size: [9 mm, 9 mm], blocks: []}"
    lines = "".join(f"      f{i}: {frame}\n" for i in range(count))
    return swap("    frames:\n", f"    frames:\n{lines}")


def _parts() -> list[Case]:
    return [
        Case("part-itself", LEAFLET, swap("  promise:\n", _CIRCLE), "leaflet"),
        Case("part-doubling", LAYOUT, whole(_doubling_parts()), seconds=5),
        Case("part-growing-list", LAYOUT, whole(_growing_value("[$x, $x, $x, $x]")), seconds=5),
        Case("part-growing-text", LAYOUT, whole(_growing_text()), seconds=5),
        Case("part-growing-map", LAYOUT, whole(_growing_value("{a: $x, b: $x, c: $x}")), seconds=5),
        Case("part-unknown", LEAFLET, swap("{use: promise}", "{use: promis}"), "leaflet"),
        Case(
            "part-unknown-value",
            LEAFLET,
            swap("pictogram: $pictogram", "pictogram: $pic"),
            "leaflet",
        ),
        Case("part-list", LEAFLET, swap("parts:\n", "parts: [a]\npars:\n"), "leaflet"),
    ]


_CIRCLE = "  promise:\n    row: [{blocks: [{use: promise}]}]\n  other:\n"


def _growing_text() -> str:
    return _growing_value("$x$x$x$x").replace("x: [a, b]", "x: abc")


def _drawings() -> list[Case]:
    good = '<path d="M0 0H48V48Z" fill="currentColor"/>'
    drawings = {
        "doctype": whole(f'<!DOCTYPE svg [<!ENTITY a "b">]>\n<svg viewBox="0 0 9 9">{good}</svg>'),
        "laughs": whole(_xml_laughs()),
        "entity": svg('<path d="&a;" fill="currentColor"/>'),
        "image": svg('<image href="file:///etc/passwd"/>'),
        "use": svg('<use href="other.svg#x"/>'),
        "script": svg("<script>alert(1)</script>"),
        "group": svg(f"<g>{good}</g>"),
        "style-element": svg("<style>path{fill:red}</style>"),
        "style": svg('<path d="M0 0H48V48Z" style="fill: url(http://x/)"/>'),
        "event": svg(good, 'viewBox="0 0 48 48" onload="alert(1)"'),
        "instruction": whole('<?xml-stylesheet href="x.css"?>\n<svg viewBox="0 0 48 48"></svg>'),
        "malformed": svg('<path d="M0 0H48V48Z" fill="currentColor">'),
        "not-svg": whole("<html></html>"),
        "not-xml": whole("GIF89a"),
        "empty": whole(""),
        "latin1": whole(b'<svg viewBox="0 0 48 48"><title>T\xe9l\xe9phone</title></svg>'),
        "no-box": svg(good, 'width="48"'),
        "offset-box": svg(good, 'viewBox="-5 0 48 48"'),
        "not-square": svg('<path d="M0 0H48V9Z" fill="currentColor"/>', 'viewBox="0 0 48 24"'),
        "no-paths": svg("<title>Telephone</title>"),
        "nothing-drawn": path(""),
        "colour": svg('<path d="M0 0H48V48Z" fill="#ff0000"/>'),
        "stroke-width": svg('<path d="M0 0H48" stroke="currentColor" stroke-width="2px"/>'),
        "nan": path("M0 0L NaN 5Z"),
        "infinite": path("M0 0L inf 5Z"),
        "too-large-number": path("M0 0L1e999 5Z"),
        "too-small-radius": path("M0 0A1e-300 1 0 0 0 1 1e9"),
        "outside-box": path("M0 0L480 5V48Z"),
        "few-numbers": path("M0 0L5Z"),
        "no-move": path("L5 5Z"),
    }
    huge = path("M0 0" + "L1 1" * 24_000)
    return [
        *(Case(f"svg-{name}", DRAWING, change, "leaflet") for name, change in drawings.items()),
        Case("svg-huge-file", DRAWING, path("M0 0" + "L1 1" * 100_000), "leaflet", seconds=5),
        Case("svg-huge-path", DRAWING, huge, "leaflet", seconds=5),
    ]


def _xml_laughs() -> str:
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 9}">'
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    return f'<?xml version="1.0"?>\n<!DOCTYPE svg [{entities}]>\n<svg><title>&j;</title></svg>'


def _themes() -> list[Case]:
    return [
        Case("theme-rgb", THEME, swap('"#0A4A52"', '"0A4A52"')),
        Case("theme-rgb-comment", THEME, swap('"#0A4A52"', "#0A4A52\n   ")),
        Case("theme-ink", THEME, swap("[92, 45, 45, 38]", "[92, 95, 95, 38]")),
        Case("theme-ink-three", THEME, swap("[92, 45, 45, 38]", "[92, 95, 95]")),
        Case("theme-family", THEME, swap("family: Noto Sans", "family: Noto Sens")),
    ]


CASES = [*_layouts(), *_drawings(), *_themes()]
