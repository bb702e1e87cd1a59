"""Every way in which an input is broken, as a table: a name, a file, and what becomes of it.

``test_bad_inputs`` breaks a copy of the project with each in turn. What is then said stands
in ``golden/<name>.txt``, whole.
"""

from collections.abc import Callable

from generator.records import dataclass

HOME = "content/infotraite"
CAMPAIGN, SOURCE, TEXT = f"{HOME}/campaign.yaml", f"{HOME}/en.yaml", f"{HOME}/uk.yaml"


@dataclass(frozen=True)
class Case:
    """``change`` turns the bytes of ``file`` into broken ones. ``seconds`` bounds a bomb."""

    name: str
    file: str
    change: Callable[[bytes], bytes]
    product: str = "card-single"
    language: str = "uk"
    seconds: float = 30.0


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    """The first ``old`` becomes ``new``."""

    def change(data: bytes) -> bytes:
        assert old.encode() in data, old
        return data.replace(old.encode(), new.encode(), 1)

    return change


def whole(new: str | bytes) -> Callable[[bytes], bytes]:
    return lambda data: new.encode() if isinstance(new, str) else new


def added(new: str) -> Callable[[bytes], bytes]:
    return lambda data: data + new.encode()


def says(text: str) -> Callable[[bytes], bytes]:
    """One translated text is replaced, as it stands in the file."""
    return swap("line: Ви мусите робити те, чого не хочете.", f"line: {text}")


def _laughs() -> str:
    lines = ["a: &a [x, x]"]
    for before, name in zip("abcdefghi", "bcdefghij", strict=True):
        lines.append(f"{name}: &{name} [" + ", ".join([f"*{before}"] * 9) + "]")
    return "\n".join(lines) + "\n"


def _yaml() -> list[Case]:
    return [
        Case("yaml-alias-bomb", TEXT, whole(_laughs()), seconds=5),
        Case("yaml-brackets", TEXT, whole("a: " + "[" * 100_000), seconds=5),
        Case("yaml-many-values", TEXT, whole("a: [" + "x," * 400_000 + "]"), seconds=5),
        Case("yaml-50-megabytes", TEXT, whole(b"a" * 50_000_000), seconds=5),
        Case("yaml-nul", TEXT, says("Ви \0 мусите")),
        Case("yaml-utf16-bom", TEXT, lambda d: d.decode().encode("utf-16")),
        Case("yaml-utf16-le", TEXT, lambda d: d.decode().encode("utf-16-le")),
        Case("yaml-utf16-be", TEXT, lambda d: d.decode().encode("utf-16-be")),
        Case("yaml-latin1", f"{HOME}/fr.yaml", lambda d: _latin1(d), language="fr"),
        Case("yaml-duplicate-key", TEXT, swap("  here: ", "  question: ")),
        Case("yaml-tag", TEXT, says("!!python/object/apply:os.system [id]")),
        Case("yaml-anchor", TEXT, says("&later Ви мусите")),
        Case("yaml-alias", TEXT, says("*later")),
        Case("yaml-merge-key", TEXT, swap("  forced:\n", "  forced:\n    <<: {a: b}\n")),
        Case("yaml-two-documents", TEXT, added("---\ncommon:\n  behind: two\n")),
        Case("yaml-tab", TEXT, swap("    title: Вас примушують", "\ttitle: Вас примушують")),
        Case("yaml-colon", TEXT, says("Пам’ятайте: це не ваша вина")),
        Case("yaml-quote", TEXT, says('"Ви мусите')),
        Case("yaml-special-sign", TEXT, says("@ви мусите")),
        Case("yaml-bracket-text", TEXT, says("[Ви] мусите")),
        Case("yaml-indentation", TEXT, swap("  here: ", "   here: ")),
        Case("yaml-no-colon", TEXT, swap("  here: У", "  here У")),
        Case("yaml-comment-in-text", TEXT, says("Ви мусите # робити")),
        Case("yaml-list-key", TEXT, added("? [a, b]\n: c\n")),
        Case("yaml-list", TEXT, says("\n      - Ви мусите\n      - робити")),
        Case("yaml-only-a-list", TEXT, whole("- a\n- b\n")),
        Case("yaml-empty-file", TEXT, whole("")),
        Case("yaml-only-comments", TEXT, whole("# nothing yet\n")),
        Case("yaml-control-escape", TEXT, says('"Ви \\a мусите"')),
        Case("yaml-control-character", TEXT, says("Ви \x07 мусите")),
        Case("yaml-line-separator", TEXT, says("Ви \u2028 мусите")),
        Case("yaml-no-character", TEXT, says("Ви \uffff мусите")),
    ]


def _latin1(data: bytes) -> bytes:
    return data.decode().replace("’", "'").encode("latin-1", "replace")


def _texts() -> list[Case]:
    lone = "line: Ви мусите робити те, чого не хочете."
    return [
        Case("text-empty", TEXT, says("")),
        Case("text-empty-invisible", TEXT, says("\u200b\u00ad")),
        Case("text-mark-alone", TEXT, says("\u0301 Ви мусите")),
        Case("text-empty-quotes", TEXT, says('"  "')),
        Case("text-missing-key", TEXT, swap(f"    {lone}\n", "")),
        Case("text-unknown-key", TEXT, swap(f"    {lone}", f"    {lone}\n    lines: Ще")),
        Case("text-unknown-section", TEXT, added("persons:\n  question: Хтось?\n  here: Так\n")),
        Case("text-key-name", TEXT, swap("  here: ", "  Hier-da: ")),
        Case("text-no-section", TEXT, whole("person:\n  question: Хтось?\n")),
        Case("text-unknown-placeholder", TEXT, says("Телефонуйте {helplin} зараз")),
        Case("text-lost-placeholder", TEXT, swap("Видання {edition}", "Видання")),
        Case("text-not-a-placeholder", TEXT, says('"Ви {not this} мусите"')),
        Case("text-lone-brace", TEXT, says("Ви } мусите")),
        Case("text-unclosed-bold", TEXT, says("Ви **мусите робити")),
        Case("text-empty-bold", TEXT, says("Ви **** мусите")),
        Case("text-hours-out-of-place", TEXT, says("Ви мусите {opens}")),
        Case("text-hours-in-source", SOURCE, swap("your life?", "your {opens}?"), language="en"),
        Case("text-hours-in-both", TEXT, swap("У робочі дні,", "{opens} – {edition}"), "leaflet"),
        Case("text-right-to-left", TEXT, says("Ви שלום мусите")),
        Case("text-bidi-override", TEXT, says("Ви \u202e мусите")),
        Case("text-private-use", TEXT, says("Ви \ue000 мусите")),
        Case("text-lost-character", TEXT, says("Ви мус\ufffdте")),
        Case("text-folded", TEXT, says(">-\n      Ви мусите\n      дзвонити 113 зараз.")),
        Case("text-literal", TEXT, says("|-\n      Ви мусите\n      дзвонити 113 зараз.")),
        Case("text-long", TEXT, says("а" * 300_000), seconds=5),
        Case("text-many-braces", TEXT, says('"' + "{" * 9_000 + '"'), seconds=5),
        Case("text-many-unknown", TEXT, added(_many_keys()), seconds=5),
    ]


def _many_keys() -> str:
    return "".join(f"  questions_{i}: Хтось керує?\n" for i in range(9_000))


def _typed() -> list[Case]:
    texts = {
        "phone": "Дзвоніть +352 27 36 56 46 зараз",
        "phone-bold": "Дзвоніть 27 **36** 56 46 зараз",
        "phone-invisible": "Дзвоніть 27\u200b36\u2060 56\u00ad46 зараз",
        "phone-full-width": "Дзвоніть ２７ ３６ ５６ ４６ зараз",
        "phone-signs": "Дзвоніть 27~36=56 46 зараз",
        "short-code": "Дзвоніть 113 зараз",
        "short-code-bold": "Дзвоніть 1**1**3 зараз",
        "short-code-between": "Дзвоніть 1-1.2 зараз",
        "forbidden": "Дзвоніть 116 006 зараз",
        "email": "Пишіть info@traite.lu зараз",
        "email-bold": "Пишіть info@**traite**.lu зараз",
        "email-full-width": "Пишіть info＠traite．lu зараз",
        "url": "Дивіться https://www.stoptraite.lu зараз",
        "url-bare": "Дивіться stoptraite.lu зараз",
        "hours": "Дзвоніть 24/7 зараз",
        "hours-clock": '"Дзвоніть 8:00 – 16:00 зараз"',
        "hours-from": '"Дзвоніть від 8:30 зараз"',
        "hours-h": "Дзвоніть від 9h зараз",
    }
    return [Case(f"typed-{name}", TEXT, says(text)) for name, text in texts.items()]


def _campaign() -> list[Case]:
    printed, dialled = "printed: +352 27 36 56 46", 'dialled: "+35227365646"'
    return [
        Case("campaign-wrong-type", CAMPAIGN, swap("name: INFOTRAITE", "name: [INFOTRAITE]")),
        Case("campaign-languages-text", CAMPAIGN, swap("[uk, en, fr, de]", "uk")),
        Case("campaign-contacts-list", CAMPAIGN, swap("contacts:\n", "contacts: [a]\nother:\n")),
        Case("campaign-unknown-field", CAMPAIGN, swap("edition: ", "editon: ")),
        Case("campaign-many-unknown", CAMPAIGN, added(_many_fields()), seconds=5),
        Case("campaign-empty-field", CAMPAIGN, swap(printed, 'printed: ""')),
        Case("campaign-kind", CAMPAIGN, swap("kind: phone\n", "kind: fone\n")),
        Case("campaign-date", CAMPAIGN, swap("2026-11-23", "23.11.2026")),
        Case("campaign-date-compact", CAMPAIGN, swap("2026-11-23", "20261123")),
        Case("campaign-no-such-day", CAMPAIGN, swap("2026-11-23", "2026-02-30")),
        Case("campaign-edition", CAMPAIGN, swap("edition: 2026-11", "edition: November 2026")),
        Case("campaign-tag", CAMPAIGN, swap("[uk, en", "[UK, en")),
        Case("campaign-no-language", CAMPAIGN, swap("[uk, en", "[ukr, en")),
        Case("campaign-no-product", CAMPAIGN, swap("[leaflet,", "[leaflett,")),
        Case("campaign-no-source", CAMPAIGN, swap("source_language: en", "source_language: it")),
        Case("campaign-contact-id", CAMPAIGN, swap("  mobile1:", "  Mobile-1:")),
        Case("campaign-clock", CAMPAIGN, swap('opens: "08:00"', 'opens: "8 am"')),
        Case("campaign-hours", CAMPAIGN, swap("hours: office", "hours: always")),
        Case(
            "campaign-hours-of-email",
            CAMPAIGN,
            swap("dialled: info@traite.lu", "dialled: info@traite.lu\n    hours: office"),
        ),
        Case("campaign-forms-differ", CAMPAIGN, swap(printed, "printed: +352 27 36 56 47")),
        Case("campaign-printed-letters", CAMPAIGN, swap(printed, "printed: +352 27 E6 56 46")),
        Case("campaign-printed-space", CAMPAIGN, swap(printed, "printed: +352\u00a027 36 56 46")),
        Case("campaign-dialled-spaces", CAMPAIGN, swap(dialled, 'dialled: "+352 27365646"')),
        Case("campaign-dialled-local", CAMPAIGN, swap(dialled, 'dialled: "27365646"')),
        Case("campaign-dialled-digits", CAMPAIGN, swap(dialled, 'dialled: "+３５２27365646"')),
        Case("campaign-dialled-newline", CAMPAIGN, swap(dialled, 'dialled: "+35227365646\\n"')),
        Case("campaign-short-code", CAMPAIGN, swap('dialled: "113"', 'dialled: "+352113"')),
        Case("campaign-email", CAMPAIGN, swap("dialled: info@traite.lu", "dialled: info(at)x.lu")),
        Case("campaign-web", CAMPAIGN, swap("https://www.stoptraite.lu", "http://stoptraite.lu")),
        Case("campaign-script-link", CAMPAIGN, swap("https://www.stoptraite.lu", "javascript:x()")),
        Case("campaign-promise", CAMPAIGN, swap("promises: [anonymity]", "promises: [anonimity]")),
        Case(
            "campaign-promise-text", CAMPAIGN, swap("person.anonymous.line]", "person.anon.line]")
        ),
        Case("campaign-promise-picture", CAMPAIGN, swap("[anonymous]", "[anonymus]")),
        Case(
            "campaign-forbidden", CAMPAIGN, swap('["116 006"]', '["116 006", "27 36 56 46", "112"]')
        ),
        Case("campaign-label", CAMPAIGN, swap("common.contact.helpline", "common.contact.helplin")),
        *_logos(),
    ]


def _many_fields() -> str:
    return "".join(f"editions_{i}: 2026\n" for i in range(9_000))


def _logos() -> list[Case]:
    logos = {
        "absolute": "/etc/passwd",
        "upward": "../../../etc/passwd",
        "link": "outside.svg",
        "loop": "loop.svg",
        "folder": "state",
        "missing": "logo.svg",
        "backslash": "..\\..\\logo.svg",
        "nul": '"logo\\0.svg"',
    }
    return [
        Case(f"logo-{name}", CAMPAIGN, added(f"logo: {value}\n"), product="leaflet")
        for name, value in logos.items()
    ]


CASES = [*_yaml(), *_texts(), *_typed(), *_campaign()]
