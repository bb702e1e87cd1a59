"""Faults that a translator, an editor or a program puts into texts, and which check tells.

Each stands between ⟦ and ⟧ where the diagnostic must point. ``test_lint`` writes them into
a copy of the project, one string each, and looks for line and column.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Seeded:
    language: str
    key: str
    text: str
    check: str


def _of(language: str, *faults: tuple[str, str, str]) -> list[Seeded]:
    return [Seeded(language, key, text, check) for key, text, check in faults]


FAULTS = [
    *_of(
        "uk",
        ("person.question", "Хтось керу⟦e⟧ вашим життям?", "mixed-script"),
        ("person.here", "У Люксембурзі ⟦э⟧ допомога.", "alphabet"),
        ("person.forced.title", "Вас пр⟦ы⟧мушують", "alphabet"),
        ("person.forced.line", "Ви мусите робити те⟦  ⟧чого не хочете.", "double-space"),
        ("person.unpaid.line", "Ви працюєте ⟦-⟧ а грошей не дають.", "dash"),
        (
            "person.threatened.line",
            "Хтось погрожує вам чи вашій родині або б⟦'⟧є вас.",
            "apostrophe",
        ),
        ("person.papers.line", "Хтось тримає ваш паспорт ⟦i⟧ не віддає його.", "mixed-script"),
        ("person.shut_in.title", "Вас не⟦\u200b⟧ випускають", "invisible"),
        (
            "person.victim.line",
            "Це на роботі, у проституції⟦ ,⟧ в інших формах. Це не ваша вина.",
            "space-mark",
        ),
        ("person.ask.short", "Не бійтеся просити допомоги⟦!⟧", "end-mark"),
        (
            "person.everyone.line",
            'Не має значення ⟦"⟧звідки ви, скільки вам років і чи маєте ви документи.',
            "quotes",
        ),
        ("person.police.danger", "Небезпека? ⟦телефонуйте⟧ зараз.", "small-beginning"),
        (
            "public.form.children.who",
            "Дитина – це людина до ⟦16⟧ років. Їх вербують у країні та через кордони.",
            "numbers",
        ),
        ("public.what.title", "Що таке торгівля людьми у з⟦ї⟧зді?", "never"),
    ),
    *_of(
        "ru",
        ("person.question", "Кто-то управляет вашей ⟦ж1знью⟧?", "mixed-script"),
        ("person.here", "В Люксембурге ест⟦і⟧ помощь.", "alphabet"),
        ("person.forced.line", "Вас заставляют делать то⟦,,⟧ чего вы не хотите.", "repeated-mark"),
        (
            "person.unpaid.line",
            "Вы работаете⟦,а⟧ денег не дают или дают слишком мало.",
            "space-mark",
        ),
        ("person.papers.line", "Кто-то держит ваш ⟦passport⟧ у себя и не отдаёт.", "foreign-word"),
        (
            "person.shut_in.line",
            "Вас держат взаперти ⟦взаперти⟧, без связи с миром.",
            "repeated-word",
        ),
        (
            "person.ask.line",
            "Не бойтесь. Обратитесь в INFOTRAITE или в полицию ⟦(⟧там скажут",
            "brackets",
        ),
        (
            "person.everyone.line",
            "⟦Неважно откуда вы и сколько вам лет и женщина вы или мужчина и есть ли у вас документы и где вы живёте и кем работаете и давно ли вы здесь.⟧",
            "long-sentence",
        ),
    ),
    *_of(
        "ro",
        ("person.question", "Vă controlează cineva via⟦ţ⟧a?", "alphabet"),
        ("person.here", "În Luxemburg exi⟦ş⟧tă ajutor.", "alphabet"),
        ("person.forced.line", "Trebuie să faceți ce nu vreți⟦..⟧", "repeated-mark"),
        ("person.unpaid.line", 'Munciți ⟦"⟧fără⟦"⟧ bani sau pentru prea puțin.', "quotes"),
    ),
    *_of(
        "fr",
        ("person.question", "Quelqu’un contrôle votre vie⟦?⟧", "space-mark"),
        ("person.here", "Il existe de l⟦'⟧aide au Luxembourg.", "apostrophe"),
        ("person.forced.line", "Vous devez faire ⟦“⟧ce que vous ne voulez pas faire.", "quotes"),
        (
            "person.unpaid.line",
            "Vous travaillez sans argent⟦ :⟧ ou pour bien trop peu.",
            "space-mark",
        ),
        ("person.threatened.title", "On vous menac⟦е⟧", "mixed-script"),
        (
            "person.papers.line",
            "Quelqu’un garde votre passeport ⟦<b>⟧et ne le rend pas.",
            "leftover-markup",
        ),
        (
            "person.shut_in.line",
            "On vous ⟦RETIENT⟧ presque tout le temps, loin du monde extérieur.",
            "capitals",
        ),
        ("person.ask.title", "Vous pouvez demander de l’aide ⟦TODO⟧", "unfinished"),
        (
            "public.form.children.line",
            "Toute personne de moins de ⟦21⟧ ans est un enfant.",
            "numbers",
        ),
        ("person.anonymous.line", "Vous n’avez pas à dire votre nom, m⟦Ã©⟧me.", "mojibake"),
    ),
    *_of(
        "de",
        ("person.question", 'Bestimmt jemand ⟦"⟧über⟦"⟧ Ihr Leben?', "quotes"),
        ("person.here", "In Luxemburg gibt es Hilfe⟦ .⟧", "space-mark"),
        ("person.forced.title", "Sie werden ge**⟦z⟧**wungen", "bold"),
        ("person.unpaid.title", "⟦You are not paid⟧", "unchanged"),
        (
            "person.threatened.line",
            "⟦Ja.⟧",
            "length",
        ),
        ("person.papers.title", "Man nahm Ihnen die Pap⟦ı⟧ere", "foreign-letter"),
        (
            "person.victim.line",
            "Das gibt es bei der Arbeit⟦\u2003⟧und in anderen Formen. Sie sind nicht schuld.",
            "double-space",
        ),
    ),
    *_of(
        "es",
        ("person.question", "Otra persona controla su vida⟦?⟧", "opening-mark"),
        ("person.here", "En Luxemburgo hay ayuda⟦!!⟧", "repeated-mark"),
        ("person.forced.line", "Tiene que hacer cosas que no quiere h⟦ас⟧er.", "mixed-script"),
    ),
    *_of(
        "pl",
        ("person.question", "Ktoś kontroluje Twoje życie⟦.⟧", "end-mark"),
        ("person.here", "W Luksemburgu jest pomo⟦с⟧.", "mixed-script"),
        ("person.forced.title", "⟦k⟧toś Cię zmusza", "small-beginning"),
    ),
    *_of(
        "sr-Cyrl",
        ("person.question", "Неко контролише ваш ж⟦i⟧вот?", "mixed-script"),
        ("person.here", "У Луксембургу посто⟦й⟧и помоћ.", "alphabet"),
        ("person.forced.line", "Морате да радите оно што не желите⟦ы⟧.", "alphabet"),
    ),
    *_of(
        "mk",
        ("person.question", "Некој ви го контролира животот ⟦щ⟧?", "alphabet"),
        ("person.here", "Во Луксембург има помош⟦,⟧", "end-mark"),
    ),
    *_of(
        "bg",
        ("person.question", "Някой контролира ли живота В⟦ы⟧?", "alphabet"),
        ("person.here", "В Люксембург има помощ⟦?⟧", "end-mark"),
        ("person.forced.title", "Принужда⟦b⟧ат Ви", "mixed-script"),
    ),
    *_of(
        "be",
        ("person.question", "Нехта кіруе вашым жыццём⟦и⟧?", "alphabet"),
        ("person.here", "У Люксембургу ёсць дапамога⟦  ⟧тут.", "double-space"),
    ),
    *_of("tr", ("person.here", "Lüksemburg⟦`⟧da yardım var.", "apostrophe")),
    *_of("az", ("person.here", "Lüksemburqda köm⟦ә⟧k var.", "mixed-script")),
    *_of(
        "uz",
        ("person.here", "Lyuksemburgda yordam bo⟦’⟧lishi mumkin.", "apostrophe"),
        ("person.forced.line", "Siz istamagan ishni qilasiz, ⟦мажбур⟧.", "mixed-script"),
    ),
    *_of("vi", ("person.here", "Ở Luxembourg có nơi gi⟦u\u0301⟧p bạn.", "unnormalised")),
    *_of("kk", ("person.here", "Люксембургте қ⟦o⟧ғам көмегі бар.", "mixed-script")),
    *_of("ky", ("person.here", "Люксембургда жардам бар⟦і⟧.", "alphabet")),
    *_of("tg", ("person.here", "Дар Люксембург кумак ҳаст⟦ў⟧.", "alphabet")),
    *_of("mn", ("person.here", "Люксембургт тусламж байна⟦ї⟧.", "alphabet")),
    *_of("hu", ("person.here", "Luxemburgban van ⟦õ⟧ segítség.", "alphabet")),
    *_of("lt", ("person.here", "Liuksemburge yra ⟦“⟧pagalba.", "quotes")),
    *_of("lv", ("person.here", "Luksemburgā ir palīdzība⟦;;⟧ jums.", "repeated-mark")),
    *_of("et", ("person.here", "Luksemburgis on abi ⟦abi⟧ olemas.", "repeated-word")),
    *_of("cs", ("person.here", "V Lucembursku je pomoc ⟦--⟧ pro vás.", "dash")),
    *_of("sk", ("person.here", "V Luxembursku je pomoc⟦\ufeff⟧.", "invisible")),
    *_of("sl", ("person.here", "V Luksemburgu je ⟦»⟧pomoč.", "quotes")),
    *_of("hr", ("person.here", "U Luksemburgu ⟦ð⟧e ima pomoći.", "alphabet")),
    *_of("bs", ("person.here", "U Luksemburgu postoji ⟦&amp;⟧ pomoć.", "leftover-markup")),
    *_of("sq", ("person.here", "Në Luksemburg ka ⟦NDIHMË⟧.", "capitals")),
    *_of("it", ("person.here", "In Lussemburgo c⟦´⟧è aiuto.", "apostrophe")),
    *_of("nl", ("person.here", "In Luxemburg is er hulp⟦!⟧", "end-mark")),
    *_of("da", ("person.here", "Der er hjælp i Luxembourg ⟦(⟧nu.", "brackets")),
    *_of("pt", ("person.here", "Há ajuda no Luxemburgo⟦\u00a0 ⟧hoje.", "double-space")),
    *_of("lb", ("person.here", "Zu Lëtzebuerg gëtt et ⟦“⟧Hëllef.", "quotes")),
]
