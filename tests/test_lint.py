"""Lint: what it claims it finds, each fault at its place; and no false alarms."""

import shutil
from collections import defaultdict
from pathlib import Path

import pytest
from conftest import ROOT, beacon, open_project
from seededfaults import FAULTS

from generator.content import Message
from generator.diagnostics import Span
from generator.fields import nearest
from generator.languages import language
from generator.lint import CHECKS, explained
from generator.lint_run import lint_project
from generator.markup import parse_markup
from generator.passage import Passage
from generator.source import Scalar
from generator.workspace import today

HOME = Path("content/infotraite")
NAMES = frozenset({"INFOTRAITE"})


def rewritten(root, tag, texts):
    """Writes texts into a language file, each quoted on the line of its key."""
    file = root / HOME / f"{tag}.yaml"
    lines = file.read_text("utf-8").split("\n")
    path: list[tuple[int, str]] = []
    places = {}
    for number, line in enumerate(lines):
        name, colon, rest = line.strip().partition(":")
        if not colon or name.startswith("#") or not name.replace("_", "").isalnum():
            continue
        indent = len(line) - len(line.lstrip())
        path = [p for p in path if p[0] < indent] + [(indent, name)]
        key = ".".join(p[1] for p in path)
        if key in texts:
            head = line[: line.index(":") + 1] + ' "'
            escaped = texts[key].replace("\\", "\\\\").replace('"', '\\"')
            lines[number] = head + escaped + '"'
            places[key] = (number + 1, len(head) + 1)
    assert set(places) == set(texts), nearest(next(iter(set(texts) - set(places)), ""), places)
    file.write_text("\n".join(lines), "utf-8")
    return places


@pytest.fixture(scope="module")
def seeded(tmp_path_factory):
    """A copy of the project with every fault in it: what is told, and where each stands."""
    root = tmp_path_factory.mktemp("seeded") / "project"
    for folder in ("content", "layouts", "fonts"):
        shutil.copytree(ROOT / folder, root / folder)
    by_language = defaultdict(list)
    for fault in FAULTS:
        by_language[fault.language].append(fault)
    places, told = {}, []
    for tag, faults in by_language.items():
        bare = {f.key: f.text.replace("⟦", "").replace("⟧", "") for f in faults}
        assert len(bare) == len(faults), f"{tag}: one key twice"
        for key, (line, column) in rewritten(root, tag, bare).items():
            places[tag, key] = (line, column)
    project = open_project(root)
    for tag in by_language:
        catalogue = project.catalogue(tag)
        told += project.linted(catalogue)
    return places, told + project.problems


def test_there_are_faults_enough_in_languages_enough():
    assert len(FAULTS) >= 75
    assert len({f.language for f in FAULTS}) >= 30


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f.language}-{f.check}-{f.key}")
def test_every_seeded_fault_is_found_at_its_place(fault, seeded):
    places, told = seeded
    line, column = places[fault.language, fault.key]
    before = fault.text.split("⟦")[0]
    marked = fault.text.split("⟦")[1]
    # Each quotation mark is escaped in the file; the mark itself is pointed at.
    column += len(before) + before.count('"') + marked.startswith('"')
    file = f"{HOME.as_posix()}/{fault.language}.yaml"
    found = [
        (d.span.line, d.span.column)
        for d in told
        if d.code == fault.check and d.span is not None and d.span.file == file
    ]
    assert (line, column) in found, found


# ---------------------------------------------------------------- every check by itself


def message(text):
    return Message("k", parse_markup(text)[0], Scalar(text, Span("f", 1, 1, 1, text)))


def passage(example, twins=()):
    source = message(example.source) if example.source else None
    return Passage(language(example.language), message(example.text), source, NAMES, twins)


@pytest.mark.parametrize("check", [c for c in CHECKS.values() if c.find], ids=lambda c: c.id)
def test_the_examples_of_a_check_are_what_they_say(check):
    twins = ("other",) if check.id == "duplicated" else ()
    assert check.find(passage(check.bad, twins))
    assert check.find(passage(check.good)) == []


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda c: c.id)
def test_every_check_explains_itself(check):
    text = explained(check.id)
    assert text.startswith(f"{check.id} ({check.severity})") and check.why in text
    assert "wrong [" in text and "right [" in text
    assert ("--silence" in text) == (not check.is_error)


def test_the_command_explains_and_knows_what_it_does_not_know():
    assert "French has a space" in beacon("lint", "--explain", "space-mark").stdout
    done = beacon("lint", "--explain", "space-marks")
    assert done.returncode == 1 and "did you mean “space-mark”" in done.stderr


# ---------------------------------------------------------------- no false alarms

GOOD = {
    "uk": ["Ваше ім’я – Оля (12 років).", "Вони сказали: «Це „добре“ діло».", "QR-код і Wi-Fi є тут, м. Київ."],
    "ru": ["Он сказал: «Это всё — правда».", "Кто-то из-за рубежа, 18 лет, ул. Мира."],
    "be": ["Гэта сям’я, аб’ява і «слова».", "У Люксембургу ёсць дапамога – тэлефануйце."],
    "bg": ["„Помощ“ – това е думата.", "Тя ѝ каза да дойде в 10 ч."],
    "sr-Cyrl": ["Рекао је: „Дођи!” и отишао.", "Људи, ђаци и џакови – све је ту."],
    "sr-Latn": ["Rekao je: „Dođi!” i otišao."],
    "mk": ["Сѐ е во ред: „да“.", "Таа ѝ рече – не."],
    "kk": ["Көмек – «сенім телефоны», 18 жас.", "Қоғам үшін: әйел, ұл, ғылым, ңөұүһі."],
    "ky": ["Бул – «жардам», өңү, вокзал, цирк."],
    "tg": ["Кумак ҳаст: «ҷавон», ӯ, ғам, қӣ."],
    "mn": ["Тусламж – “өнөөдөр”, үг."],
    "pl": ["Powiedział: „Proszę «tu» przyjść”.", "Np. o 10:30, ul. Nowa, 18 lat."],
    "cs": ["Řekl: „Pojď sem“ – a šel.", "Např. v 10.30 hod."],
    "sk": ["Povedal: „Poď sem“ – a išiel.", "Veľa ľudí, napr. deti."],
    "sl": ["Rekel je: »Pridi sem« – in šel."],
    "hr": ["Rekao je: „Dođi”, a ona: »Ne«."],
    "bs": ["Rekao je: „Dođi” i otišao."],
    "ro": ["A spus: „Vino «aici»”.", "Știți că țara ajută? Da, într-adevăr."],
    "hu": ["Azt mondta: „Jöjjön »ide«” – és elment."],
    "lt": ["Jis pasakė: „Ateik“ – ir išėjo."],
    "lv": ["Viņš teica: “Nāc šurp” – un aizgāja."],
    "et": ["Ta ütles: „Tule siia“ – ja läks."],
    "de": ["Er sagte: „Komm ‚jetzt‘“ – und ging.", "Z. B. um 10:30 Uhr, Dr. Meier, 18 Jahre."],
    "lb": ["Hie sot: „Komm“ – an ass gaangen.", "D’Leit hu keng Angscht."],
    "nl": ["Hij zei: “Kom” of ‘ga’ – foto’s, zo’n 18.", "’s Avonds bellen?"],
    "da": ["Hun sagde: ”Kom” – og gik.", "En café på hjørnet."],
    "fr": ["Il a dit\u00a0: «\u00a0Venez\u202f!\u00a0» – l’aide est là.", "Qui\u202f? Vous, dit-elle\u202f; à 10:30."],
    "it": ["Ha detto: «Venga “qui”». L’aiuto c’è.", "Un po’ di tempo, perché no?"],
    "es": ["¿Quién es usted? ¡Llame ya!", "Dijo: «Venga “aquí”», y se fue."],
    "pt": ["Disse: «Venha “já”», e foi-se.", "Dê-lhe água, à noite, n.º 18."],
    "sq": ["Ai tha: «Eja» dhe iku.", "S’ka punë, ç’është kjo?"],
    "tr": ["“Gel” dedi. İstanbul’da, ışık, kâğıt.", "INFOTRAITE’yi arayın."],
    "az": ["“Gəl” dedi. İndi, ışıq, ğ, ə."],
    "uz": ["“Keling” dedi. Oʻzbek, gʻalaba, maʼno."],
    "vi": ["Anh nói: “Hãy đến”. Những điều quyết định.", "Ễ, ặ, ợ và ữ – đều đúng."],
    "en": ["He said: “Don’t ‘go’ now” – and left.", "E.g. at 10:30, Dr Smith’s (18) dogs’ café…"],
    "yo": ["Ẹ káàbọ̀ sí ilé wa."],
}  # fmt: skip


@pytest.mark.parametrize(("tag", "text"), [(t, x) for t, xs in GOOD.items() for x in xs])
def test_correct_sentences_raise_no_alarm(tag, text):
    seen = Passage(language(tag), message(text), None, NAMES)
    finds = {c.id: c.find(seen) for c in CHECKS.values() if c.find}
    assert {k: v for k, v in finds.items() if v} == {}


def test_the_shipped_texts_have_no_error_and_few_warnings():
    project = open_project()
    spoken = [t for t in project.campaign.languages]
    problems, silent = lint_project(project, spoken, list(project.campaign.products), today())
    assert [p for p in problems if p.is_error] == []
    assert len(problems) <= 5 and silent <= 5


# ---------------------------------------------------------------- found by other stages


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  here: W Luksemburgu", "  hier: W Luksemburgu", "missing-string"),
        ("  here: W Luksemburgu", "  hier: W Luksemburgu", "unknown-string"),
        ("Wydanie {edition}", "Wydanie", "placeholders"),
        ("Wydanie {edition}", "Wydanie {edition} {edition}", "placeholders"),
        ("Wydanie {edition}", "Wydanie {wydanie}", "unknown-placeholder"),
        ("  here: W", "  question: x\n  here: W", "duplicate-key"),
        ("  here: W Luksemburgu", "  here: W **Luksemburgu", "markup"),
        ("  here: W Luksemburgu", "  here: Zadzwoń 113 w Luksemburgu", "typed-contact"),
        ("  here: W Luksemburgu", "  here: W Luksemburgu \u202e", "character"),
        ("  here: W Luksemburgu", "  here: W Luksemburgu ☎", "missing-glyph"),
        ("  here: W Luksemburgu", "  here: " + "Luksemburg" * 12, "overset"),
        ("  here: W Luksemburgu", "  here: W całym Luksemburgu", "unsigned"),
    ],
)
def test_what_other_stages_find_is_told_by_lint_too(old, new, code, project_copy):
    file = project_copy / HOME / "pl.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    project = open_project(project_copy)
    problems, _ = lint_project(project, ["pl"], ["leaflet"], today())
    assert code in CHECKS
    found = [p for p in problems if p.code == code]
    assert found and all(p.span is not None and p.span.line for p in found)


def test_a_changed_source_makes_its_translations_stale(project_copy):
    file = project_copy / HOME / "en.yaml"
    file.write_text(file.read_text().replace("There is help", "There is free help"))
    project = open_project(project_copy)
    problems, _ = lint_project(project, ["et"], ["card-single"], today())
    assert [(p.code, p.span.file) for p in problems] == [("stale", f"{HOME.as_posix()}/et.yaml")]


# ---------------------------------------------------------------- silence


def test_a_silenced_warning_is_heard_again_when_the_string_changes(project_copy):
    file = project_copy / HOME / "nl.yaml"

    def lint():
        return beacon("lint", "-C", project_copy, "-l", "nl", "-p", "card-single")

    def silence(*words):
        return beacon("lint", "-C", project_copy, "-l", "nl", "--string", "person.here", *words)

    text = file.read_text("utf-8")
    file.write_text(text.replace("  here: ", "  here: Ja,  "), "utf-8")
    assert "[double-space]" in lint().stderr
    done = silence("--silence", "double-space", "--reason", "wide on purpose")
    assert done.returncode == 0, done.stderr
    assert "[double-space]" not in lint().stderr and "silenced" in lint().stdout
    assert "wide on purpose" in (project_copy / HOME / "state/nl.yaml").read_text()
    file.write_text(text.replace("  here: ", "  here: Hier  "), "utf-8")
    assert "[double-space]" in lint().stderr
    file.write_text(text.replace("  here: ", "  here: Ja,  "), "utf-8")
    silence("--hear", "double-space")
    assert "[double-space]" in lint().stderr


def test_errors_and_unknown_things_cannot_be_silenced(project_copy):
    def silence(check, key, *words):
        done = beacon(
            "lint", "-C", project_copy, "-l", "nl", "--silence", check, "--string", key, *words
        )
        assert "Traceback" not in done.stderr
        return done

    reason = ("--reason", "because")
    assert "cannot be silenced" in silence("alphabet", "person.here", *reason).stderr
    assert "no check" in silence("quote", "person.here", *reason).stderr
    assert "no string" in silence("quotes", "person.her", *reason).stderr
    assert silence("quotes", "person.here").returncode == 2
    state = project_copy / HOME / "state/nl.yaml"
    state.write_text(
        state.read_text() + "  person.gone:\n    quotes:\n      reason: x\n      content: y\n"
    )
    done = beacon("lint", "-C", project_copy, "-l", "nl", "-p", "card-single")
    assert "[silence]" in done.stderr and "person.gone" in done.stderr


def test_a_text_with_an_error_is_not_built(project_copy, tmp_path):
    file = project_copy / HOME / "uk.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("У Люксембурзі є допомога", "У Люксембурзі є дoпомога"), "utf-8")
    done = beacon("build", "-C", project_copy, "-l", "uk", "-p", "card-single", "-o", tmp_path)
    assert done.returncode == 1 and "[mixed-script]" in done.stderr
    assert not list(tmp_path.rglob("*.pdf"))
