"""Faults that a translator, an editor or a program puts into texts, and which check tells.

Each stands between ⟦ and ⟧ where the diagnostic must point; ``test_lint`` writes them into a
copy of the project, in place of the strings of the same keys, and looks for line and column.
A line break in a text is one in the file. What no check finds yet is commented out.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Seeded:
    """A text with a fault, or without one (no ``check``); ``style`` is its kind of YAML."""

    language: str
    check: str
    key: str
    text: str
    style: str = "double"


# The source that every fault is checked against, so that nothing depends on shipped wording.
SOURCES = {
    "common.edition": "Edition {edition}",
    "common.hours.working_days": "Working days, {opens} to {closes}",
    "common.hours.office": "During office hours",
    "common.behind": "{campaign} is the service in Luxembourg.",
    "person.question": "Does someone control your life?",
    "person.here": "There is help in Luxembourg.",
    "person.situations": "You are in Luxembourg, and this is true for you?",
    "person.forced.title": "You are forced",
    "person.forced.line": "You must do things that you do not want to do.",
    "person.unpaid.title": "You are not paid",
    "person.unpaid.line": "You work, and you get no money or far too little.",
    "person.threatened.title": "You are threatened",
    "person.threatened.line": "Someone threatens or hurts you or your family.",
    "person.papers.title": "Your papers were taken",
    "person.papers.line": "Someone has your passport and does not give it back.",
    "person.shut_in.title": "You are kept inside",
    "person.shut_in.line": "You are held most of the time, cut off from the outside world.",
    "person.victim.title": "This may be a crime",
    "person.victim.line": "A child is anyone under 18. You are not to blame.",
    "person.ask.title": "You **can** ask for help",
    "person.ask.line": "Do not be afraid. Talk to INFOTRAITE or to the police. You will learn more.",
    "person.ask.short": "A person is not a thing, and you can ask us.",
    "person.anonymous.title": "You can stay anonymous",
    "person.anonymous.line": "You do not have to say your name.",
    "person.everyone.title": "Help is for everyone",
    "person.everyone.line": "It does not matter where you come from, or whether you have papers.",
    "person.police.title": "You can also go to the police",
    "person.police.danger": "In danger? Call now.",
}  # fmt: skip


def _of(language: str, *faults: tuple[str, ...]) -> list[Seeded]:
    return [Seeded(language, *fault) for fault in faults]


FAULTS = [
    # The source itself: these keys are in no other language of the table.
    *_of(
        "en",
        ("mixed-script", "common.contact.mobile", "Mobile ph⟦о⟧ne of INFOTRAITE"),
        ("invisible", "common.contact.website", "⟦\ufeff⟧Website"),
        ("apostrophe", "common.qr.call", "Don⟦'⟧t wait: scan", "single"),
        ("quotes", "common.qr.website", 'Scan ⟦"⟧here⟦"⟧', "single"),
        ("capitals", "common.draft_mark", "This is a ⟦DRAFT⟧."),
        (
            "long-sentence",
            "common.hours.day_and_night",
            "Yes. ⟦You⟧ can call when you are afraid and when you do not know what to do and when someone has taken your papers and does not give them back.",
        ),
    ),
    *_of(
        "uk",
        ("mixed-script", "person.question", "Хтось к⟦e⟧рує вашим життям?"),
        ("alphabet", "person.here", "У Люксембурзі ⟦э⟧ допомога."),
        ("alphabet", "person.forced.title", "Вас пр⟦ы⟧мушують", "plain"),
        ("double-space", "person.forced.line", "Ви мусите робити те,⟦  ⟧чого не хочете."),
        ("dash", "person.unpaid.line", "Ви працюєте ⟦-⟧ а грошей дають надто мало."),
        ("apostrophe", "person.threatened.line", "Хтось б⟦'⟧є вас чи вашу родину.", "single"),
        ("mixed-script", "person.papers.line", "Хтось тримає ваш паспорт ⟦i⟧ не віддає його."),
        ("invisible", "person.shut_in.title", "Вас не⟦\u200b⟧ випускають"),
        ("numbers", "person.victim.line", "Дитина – це людина до ⟦16⟧ років. Ви не винні."),
        ("mixed-script", "person.ask.title", "Ви **мож⟦e⟧те** попросити допомоги"),
        ("quotes", "person.everyone.line", 'Не має значення, ⟦"⟧звідки⟦"⟧ ви й чи маєте документи.', "plain"),
        ("small-beginning", "person.police.danger", "Небезпека? ⟦телефонуйте⟧ зараз."),
        ("never", "person.police.title", "Це тут, у под⟦ї⟧зді"),
        ("never", "person.anonymous.title", "Кажіть чи не кажіть ім⟦я⟧"),
        (
            "mixed-script",
            "person.ask.line",
            "Не бійтеся. Зверніться до INFOTRAITE\nабо до п⟦o⟧ліції. Ви дізнаєтеся\nб⟦i⟧льше.",
            "folded",
        ),
        (
            "repeated-word",
            "person.shut_in.line",
            "Вас майже весь час\nтримають ⟦тримають⟧ під замком,\nбез зв’язку зі світом.",
            "literal",
        ),
        ("typed-contact", "common.hours.office", "Телефонуйте ⟦27 36 56⟧ щодня"),
        ("placeholders", "common.edition", "⟦Видання⟧", "plain"),
        ("markup", "common.behind", "{campaign} – ⟦**⟧служба в Люксембурзі."),
        ("character", "person.situations", "Ви в Люксембурзі⟦\u202e⟧, і це – про вас?"),
    ),
    *_of(
        "ru",
        ("mixed-script", "person.question", "Кто-то управляет вашей ⟦ж1знью⟧?"),
        ("alphabet", "person.here", "В Люксембурге ест⟦ї⟧ помощь."),
        ("repeated-mark", "person.forced.line", "Вас заставляют делать то⟦,,⟧ чего вы не хотите."),
        ("space-mark", "person.unpaid.line", "Вы работаете⟦,⟧а денег не дают или дают мало."),
        ("foreign-word", "person.papers.line", "Кто-то держит ваш ⟦passport⟧ у себя и не отдаёт."),
        ("repeated-word", "person.shut_in.line", "Вас держат взаперти ⟦взаперти⟧, без связи с миром."),
        (
            "long-sentence",
            "person.everyone.line",
            "⟦Неважно⟧, откуда вы, сколько вам лет, женщина вы или мужчина, есть ли у вас документы, где вы живёте, кем работаете, давно ли вы здесь и куда едете.",
        ),
        ("mixed-script", "person.anonymous.line", "⟦HE⟧ надо называть своё имя."),
        ("mixed-script", "person.anonymous.title", "Можно ⟦c⟧ нами и анонимно", "plain"),
        ("quotes", "person.threatened.line", "Кто-то ⟦“⟧угрожает⟦”⟧ вам или вашей семье."),
        ("unnormalised", "person.everyone.title", "Поддержка для вс⟦е\u0308⟧х"),
        ("mixed-script", "person.ask.short", "Человек, ⟦a⟧ не вещь: можно спросить."),
    ),
    *_of(
        "be",
        ("alphabet", "person.question", "Нехта кіруе вашым жыццём⟦и⟧?"),
        ("double-space", "person.here", "У Люксембургу ёсць дапамога⟦  ⟧тут."),
        ("apostrophe", "person.threatened.line", "Нехта пагражае вам ці вашай сям⟦`⟧і."),
        ("alphabet", "person.forced.title", "⟦Щ⟧ыра прымушаюць"),
    ),
    *_of(
        "bg",
        ("alphabet", "person.question", "Някой контролира ли живота В⟦ы⟧?"),
        ("end-mark", "person.here", "В Люксембург има помощ⟦?⟧"),
        ("mixed-script", "person.forced.title", "Принужда⟦b⟧ат Ви"),
        ("quotes", "person.unpaid.line", "Работите за ⟦„⟧малко⟦”⟧ или никакви пари."),
    ),
    *_of(
        "sr-Cyrl",
        ("mixed-script", "person.question", "Неко контролише ваш ж⟦i⟧вот?"),
        ("alphabet", "person.here", "У Луксембургу посто⟦й⟧и помоћ."),
        ("alphabet", "person.forced.line", "Морате да радите оно што не желите⟦ы⟧."),
        ("mixed-script", "person.unpaid.line", "Радите, а новац ⟦je⟧ премали."),
        ("foreign-word", "person.papers.line", "Неко држи ваш ⟦pasoš⟧ и не враћа га."),
    ),
    *_of(
        "mk",
        ("alphabet", "person.question", "Некој ви го контролира животот ⟦щ⟧?"),
        ("end-mark", "person.here", "Во Луксембург има помош⟦,⟧"),
        ("alphabet", "person.forced.title", "Ве принудуваат но⟦ћ⟧е"),
        ("unnormalised", "person.unpaid.line", "Работите, и с⟦е\u0300⟧ е премалку."),
    ),
    *_of(
        "kk",
        ("mixed-script", "person.here", "Люксембургте қ⟦o⟧ғам көмегі бар."),
        ("alphabet", "person.forced.title", "Сізді кү⟦ў⟧тейді"),
        ("dash", "person.unpaid.line", "Сіз жұмыс істейсіз⟦--⟧ақы төленбейді."),
    ),
    *_of(
        "ky",
        ("alphabet", "person.here", "Люксембургда жардам бар⟦і⟧."),
        ("space-mark", "person.police.danger", "Коркунучтабы⟦ ?⟧ Азыр чалыңыз."),
    ),
    *_of(
        "tg",
        ("alphabet", "person.here", "Дар Люксембург кумак ҳаст⟦ў⟧."),
        ("mixed-script", "person.forced.title", "⟦K⟧асе шуморо маҷбур мекунад"),
    ),
    *_of(
        "mn",
        ("alphabet", "person.here", "Люксембургт тусламж байна⟦ї⟧."),
        ("foreign-letter", "person.forced.title", "Таныг х⟦ә⟧н нэгэн албадаж байна"),
    ),
    *_of(
        "ro",
        ("alphabet", "person.question", "Vă controlează cineva via⟦ţ⟧a?"),
        ("alphabet", "person.here", "În Luxemburg exi⟦ş⟧tă ajutor."),
        ("repeated-mark", "person.forced.line", "Trebuie să faceți ce nu vreți⟦..⟧"),
        ("quotes", "person.unpaid.line", "Munciți ⟦“⟧fără⟦”⟧ bani sau pentru prea puțin."),
        ("alphabet", "person.threatened.line", "Cineva vă amenin⟦Ţ⟧ă, **s⟦ã⟧** știți."),
        ("alphabet", "person.papers.line", "Cineva vă ține pașaportul\n⟦ş⟧i nu vi-l dă.", "folded"),
    ),
    *_of(
        "fr",
        ("space-mark", "person.question", "Quelqu’un contrôle votre vie⟦?⟧"),
        ("apostrophe", "person.here", "Il existe de l⟦'⟧aide au Luxembourg.", "plain"),
        ("quotes", "person.forced.line", "Vous devez faire ⟦“⟧ce que vous ne voulez pas faire."),
        ("space-mark", "person.unpaid.line", "Vous travaillez sans argent⟦ :⟧ ou pour trop peu."),
        ("mixed-script", "person.threatened.title", "On vous menac⟦е⟧"),
        ("leftover-markup", "person.papers.line", "Quelqu’un garde votre passeport ⟦<b>⟧et le cache."),
        ("capitals", "person.shut_in.line", "On vous ⟦RETIENT⟧ presque tout le temps, loin du monde."),
        ("unfinished", "person.ask.title", "Vous **pouvez** demander de l’aide ⟦TODO⟧"),
        ("numbers", "person.victim.line", "Un enfant a moins de ⟦21⟧ ans. Ce n’est pas votre faute."),
        ("mojibake", "person.anonymous.line", "Vous n’avez pas à dire votre nom, m⟦Ã©⟧me."),
        ("space-mark", "person.everyone.line", "Votre âge, ⟦« ⟧votre origine⟦ »⟧ et vos papiers importent peu."),
        ("space-mark", "person.police.danger", "En danger⟦ ?⟧ Appelez vite."),
        ("unknown-placeholder", "common.edition", "Édition {edition} ⟦{numero}⟧"),
        ("mojibake", "person.forced.title", "On vous force d⟦â€™⟧abord"),
        ("space-mark", "person.situations", "Vous êtes ici (au Luxembourg)⟦?⟧"),
        ("space-mark", "person.ask.short", "On peut parler lorsqu⟦’ ⟧on veut de l’aide."),
    ),
    *_of(
        "de",
        ("quotes", "person.question", 'Bestimmt jemand ⟦"⟧über⟦"⟧ Ihr Leben?', "double"),
        ("space-mark", "person.here", "In Luxemburg gibt es Hilfe⟦ .⟧"),
        ("bold", "person.forced.title", "Sie werden **⟦g⟧ezwungen**"),
        ("unchanged", "person.unpaid.title", "⟦You are not paid⟧"),
        ("length", "person.threatened.line", "⟦Ja.⟧"),
        ("foreign-letter", "person.papers.title", "Man nahm Ihnen die Pap⟦ı⟧ere"),
        ("double-space", "person.shut_in.line", "Sie werden⟦\u2003⟧fast immer festgehalten, ohne Kontakt nach draußen."),
        ("bold", "person.ask.title", "⟦S⟧ie können um Hilfe bitten"),
        ("numbers", "person.victim.line", "⟦Kinder⟧ sind jung. Sie sind nicht schuld."),
        ("mixed-script", "person.papers.line", "Jemand hat Ihren Pa⟦β⟧ und gibt ihn nicht zurück."),
        ("brackets", "person.everyone.line", "Es ist egal, woher Sie kommen ⟦(⟧und ob Sie Papiere haben."),
        ("quotes", "person.ask.short", "Ein Mensch ist keine ⟦„⟧Sache⟦”⟧, fragen Sie uns."),
        ("empty", "person.anonymous.title", '⟦""⟧', "plain"),
        ("quotes", "person.situations", "Sind Sie in ⟦″⟧Luxemburg⟦″⟧, und das stimmt?"),
        ("space-mark", "person.ask.line", "Keine Angst (wirklich)⟦.⟧Sprechen Sie mit uns. Fragen Sie."),
    ),
    *_of(
        "lb",
        ("quotes", "person.here", "Zu Lëtzebuerg gëtt et ⟦”⟧Hëllef."),
        ("apostrophe", "person.forced.line", "D⟦'⟧Leit zwéngen Iech, eppes ze maachen.", "plain"),
        ("unchanged", "person.unpaid.title", "⟦you are not paid⟧"),
    ),
    *_of(
        "nl",
        ("end-mark", "person.here", "In Luxemburg is er hulp⟦!⟧"),
        ("", "person.forced.title", "U wordt altijd bedreigd"),
        ("duplicated", "person.threatened.title", "⟦U⟧ wordt altijd bedreigd"),
        ("apostrophe", "person.papers.line", "Iemand heeft uw foto⟦'⟧s en geeft ze niet terug.", "single"),
        ("apostrophe", "person.anonymous.line", "⟦'⟧s Nachts hoeft u geen naam te zeggen."),
    ),
    *_of(
        "da",
        ("brackets", "person.here", "Der er hjælp i Luxembourg ⟦(⟧nu."),
        ("foreign-letter", "person.forced.title", "De f⟦ö⟧ler tvang"),
        ("placeholders", "common.hours.working_days", "⟦Hverdage⟧, {opens} til {opens}", "plain"),
    ),
    *_of(
        "es",
        ("opening-mark", "person.question", "Otra persona controla su vida⟦?⟧"),
        ("repeated-mark", "person.here", "En Luxemburgo hay ayuda⟦!!⟧"),
        ("mixed-script", "person.forced.line", "Tiene que hacer cosas que no quiere h⟦ас⟧er."),
        ("opening-mark", "person.situations", "⟦¿⟧Está usted en Luxemburgo, y esto es verdad."),
        ("end-mark", "person.unpaid.title", "No le pagan⟦.⟧"),
    ),
    *_of(
        "pt",
        ("double-space", "person.here", "Há ajuda no Luxemburgo⟦\u00a0 ⟧hoje."),
        ("leftover-markup", "person.forced.line", "Tem de fazer ⟦&nbsp;⟧ o que não quer fazer."),
        ("quotes", "person.unpaid.line", 'Trabalha ⟦"⟧de graça⟦"⟧ ou por muito pouco.', "folded"),
        ("leftover-markup", "person.threatened.line", "Alguém ameaça ⟦_você_⟧ ou a família."),
    ),
    *_of(
        "it",
        ("apostrophe", "person.here", "In Lussemburgo c⟦´⟧è aiuto."),
        ("foreign-letter", "person.forced.line", "Deve fare cose che non vuole pi⟦ú⟧ fare."),
        ("repeated-mark", "person.police.danger", "In pericolo⟦?!⟧ Chiami subito."),
        ("invisible", "person.threatened.line", "Qualcuno minaccia Lei\no la Sua⟦\u200d⟧ famiglia.", "folded"),
    ),
    *_of(
        "pl",
        ("end-mark", "person.question", "Ktoś kontroluje Twoje życie⟦.⟧"),
        ("mixed-script", "person.here", "W Luksemburgu jest pomo⟦с⟧."),
        ("small-beginning", "person.forced.title", "⟦k⟧toś Cię zmusza"),
        ("foreign-letter", "person.unpaid.line", "Pracujesz, a nie masz pieni⟦ê⟧dzy lub masz mało."),
        ("repeated-word", "person.threatened.line", "Ktoś\nbije Ciebie ⟦Ciebie⟧\nlub rodzinę.", "plain"),
        ("bold", "person.ask.title", "**⟦M⟧ożesz** poprosić o **pomoc**"),
        ("quotes", "person.papers.line", "Ktoś ma Twój ⟦“⟧paszport⟦”⟧ i go nie oddaje."),
        ("end-mark", "person.threatened.title", "Grożą Ci⟦,⟧"),
    ),
    *_of(
        "cs",
        ("dash", "person.here", "V Lucembursku je pomoc ⟦--⟧ pro vás."),
        ("foreign-letter", "person.forced.title", "Nut⟦ľ⟧a vás"),
        ("quotes", "person.unpaid.line", "Pracujete ⟦„⟧zadarmo⟦”⟧ nebo za příliš málo."),
        ("space-mark", "person.police.danger", "Jste v nebezpečí⟦ ?⟧ Zavolejte hned."),
    ),
    *_of(
        "sk",
        ("invisible", "person.here", "V Luxembursku je pomoc⟦\ufeff⟧."),
        ("alphabet", "person.forced.title", "Nút⟦ě⟧ vás"),
        ("small-beginning", "person.police.danger", "Ste v nebezpečí? ⟦zavolajte⟧ hneď."),
    ),
    *_of(
        "sl",
        ("quotes", "person.here", "V Luksemburgu je ⟦»⟧pomoč."),
        ("foreign-letter", "person.forced.title", "Silijo vas k pomo⟦ć⟧i"),
    ),
    *_of(
        "hr",
        ("alphabet", "person.here", "U Luksemburgu ⟦ð⟧e ima pomoći."),
        ("unfinished", "person.unpaid.line", "Radite, a plaće nema ili je premala ⟦???⟧"),
    ),
    *_of(
        "bs",
        ("leftover-markup", "person.here", "U Luksemburgu postoji ⟦&amp;⟧ pomoć."),
        ("alphabet", "person.forced.title", "Prisiljavaju vas, la⟦ð⟧e"),
    ),
    *_of(
        "sq",
        ("capitals", "person.here", "Në Luksemburg ka ⟦NDIHMË⟧."),
        ("apostrophe", "person.forced.line", "Ju s⟦'⟧doni t’i bëni këto gjëra.", "plain"),
    ),
    *_of(
        "hu",
        ("alphabet", "person.here", "Luxemburgban van ⟦õ⟧ segítség."),
        ("quotes", "person.forced.line", "Olyat kell tennie, amit ⟦„⟧nem⟦“⟧ akar."),
        (
            "long-sentence",
            "person.everyone.line",
            "Igen. ⟦Mindegy⟧, hogy honnan jön és hány éves és nő vagy férfi és hol él és mit dolgozik és van-e papírja vagy nincs itt.",
        ),
    ),
    *_of(
        "lt",
        ("quotes", "person.here", "Liuksemburge yra ⟦“⟧pagalba."),
        ("alphabet", "person.forced.line", "Turite daryti tai, ko nenorite, m⟦ā⟧tyti."),
    ),
    *_of(
        "lv",
        ("repeated-mark", "person.here", "Luksemburgā ir palīdzība⟦;;⟧ jums."),
        ("alphabet", "person.forced.line", "Jums jādara tas, ko nev⟦ė⟧laties."),
    ),
    *_of(
        "et",
        ("repeated-word", "person.here", "Luksemburgis on abi ⟦abi⟧ olemas."),
        ("quotes", "person.forced.line", "Peate tegema asju, mida te ⟦“⟧ei taha⟦”⟧ teha."),
    ),
    *_of(
        "tr",
        ("apostrophe", "person.here", "Lüksemburg⟦`⟧da yardım var."),
        ("foreign-letter", "person.forced.title", "Sizi zorluyorlar⟦ă⟧"),
        ("capitals", "person.police.danger", "Tehlikede misiniz? ⟦ŞİMDİ⟧ arayın."),
        ("apostrophe", "common.behind", "{campaign}⟦'⟧nin yeri Lüksemburg’dur."),
    ),
    *_of(
        "az",
        ("mixed-script", "person.here", "Lüksemburqda köm⟦ә⟧k var."),
        ("alphabet", "person.forced.title", "Sizi m⟦ä⟧cbur edirlər"),
    ),
    *_of(
        "uz",
        ("apostrophe", "person.here", "Lyuksemburgda yordam bo⟦’⟧lishi mumkin."),
        ("mixed-script", "person.forced.line", "Siz istamagan ishni qilasiz, ⟦мажбур⟧."),
        ("apostrophe", "person.unpaid.line", "Ishlaysiz, lekin pul yo⟦'⟧q yoki juda kam.", "plain"),
        ("apostrophe", "person.threatened.line", "Kimdir Sizni qo⟦ʼ⟧rqityapti."),
    ),
    *_of(
        "vi",
        ("unnormalised", "person.here", "Ở Luxembourg có nơi gi⟦u\u0301⟧p bạn."),
        ("mixed-script", "person.forced.title", "C⟦о⟧ người ép buộc bạn"),
        ("alphabet", "person.unpaid.line", "Bạn làm việc mà không c⟦ǒ⟧ tiền hoặc quá ít."),
        ("space-mark", "person.police.danger", "Đang gặp nguy hiểm⟦ ?⟧ Hãy gọi ngay."),
    ),
    *_of(
        "bs",
        ("dash", "person.unpaid.line", "Radite, a novca nema ⟦-⟧ili ga je premalo."),
        ("dash", "person.papers.line", "Neko drži vaš pasoš ⟦−⟧ i ne vraća ga."),
        ("repeated-mark", "person.forced.line", "Morate raditi ono što ne želite⟦!.⟧"),
    ),
    # missed on 2026-11-24: a space before an apostrophe; other programs’ bold
    # Seeded("uk", "apostrophe", "person.papers.title", "Папери забрали, ім⟦ ’⟧я теж"),
    # Seeded("pt", "leftover-markup", "person.here", "Há ⟦__ajuda__⟧ no Luxemburgo."),
    # missed on 2026-11-24: found, and told at another place
    # Seeded("en", "double-space", "common.qr.call", "Scan here\nto call⟦  ⟧us", "folded"),
    # Seeded("fr", "apostrophe", "person.here", "L⟦'⟧aide d⟦'⟧ici existe.", "single"),
    # Seeded("ro", "alphabet", "person.here", "În Luxemburg exi⟦s\u0327⟧tă ajutor."),
    # Seeded("fr", "numbers", "person.victim.line", "À 18 ans ou à ⟦18⟧, vous n’y pouvez rien."),
    # Seeded("de", "capitals", "common.behind", "{campaign}, INFOTRAITE und ⟦TRAITE⟧ in Luxemburg."),
    # missed on 2026-11-24: another error in the same string hides it
    # Seeded("fr", "mixed-script", "common.edition", "Éditi⟦о⟧n"),
]  # fmt: skip

# What is found when texts are set; the whole string is pointed at, hence its first word is marked.
SET = [
    Seeded("pl", "overset", "person.here", "⟦W⟧ " + "Luksemburg" * 12 + " jest pomoc.", "plain"),
    Seeded("cs", "missing-glyph", "person.here", "⟦V⟧ Lucembursku je pomoc ☎.", "plain"),
    Seeded("sk", "unsigned", "person.here", "⟦V⟧ Luxembursku je pomoc aj pre vás.", "plain"),
]

# Correct sentences, with all that is usual in them: no check may say anything about these.
GOOD = {
    "uk": [
        "Він сказав: «Не кажіть „нікому“!» – і пішов.",
        "Ґрати, їжак, під’їзд, сім’я, п’ять, комп’ютер – ім’я…",
        "QR-код і Wi-Fi є тут, м. Київ, вул. Нова, буд. 5 (вхід зліва).",
        "Боїтеся? Телефонуйте: напр., о 10.30, тобто вранці!",
        # false alarm on 2026-11-24: numbers in Latin letters, and abbreviations that all know
        # "У XX ст. і в XXI столітті.",
        # "Надішліть SMS, купіть SIM-картку.",
    ],
    "ru": [
        "Он сказал: «Это всё — правда», — и ушёл.",
        "Кто-то из-за рубежа, 18 лет, ул. Мира, д. 5, кв. 3.",
        "Подъезд, объявление, ёлка – это, т. е. слова…",
        "— Кто там? — Я.",
        # false alarm on 2026-11-24: a call that breaks off has two points
        # "Он сказал: «Стой!..»",
    ],
    "be": [
        "Ён сказаў: «Не кажыце „нікому“!»",
        "Гэта сям’я, аб’ява, воўк – дзень, джала…",
        "Асобы да 18 гадоў (і дзеці).",
    ],
    "bg": [
        "Той каза: „Ела тук!“ – и тя дойде.",
        "Щъркел, ъгъл, юг, яйце – ѝ…",
        "Страх ли Ви е? Обадете се, напр. в 10.30 ч.!",
    ],
    "sr-Cyrl": [
        "Рекао је: „Дођи овамо!” и отишао.",
        "Џеп, ђак, чај, ћуп, љубав, њива – шума, жена…",
        "Да ли се плашите? Особе до 18 година (и деца).",
    ],
    "sr-Latn": [
        "Rekao je: „Dođi ovamo!” i otišao.",
        "Džep, đak, čaj, ćup, ljubav, njiva – šuma…",
    ],
    "mk": [
        "Тој рече: „Дојди ваму!“",
        "Ѕвезда, џеб, ѓон, ќуп, љубов, њива…",
        "Сѐ ѝ е кажано. Лица под 18 години (и деца).",
    ],
    "kk": [
        "Ол: «Қорықпаңыз!» — деді.",
        "Ғылым, ұл, үй, һәм, іс, өмір, әже, ң – қала…",
        "Қорқасыз ба? 18 жасқа толмағандар (балалар да).",
    ],
    "ky": [
        "Ал: «Коркпоңуз!» — деди.",
        "Үй, өмүр, жаңы, факт, вакыт, щётка – цирк…",
    ],
    "tg": [
        "Ӯ гуфт: «Натарсед!»",
        "Ғам, қалам, ҳаво, ҷон, ӣ, ӯ – рӯз…",
        "Метарсед? Шахсони то 18-сола (кӯдакон низ).",
    ],
    "mn": [
        "Тэр “Бүү ай!” гэв.",
        "Өвөл, үнэн, ёс, ы – аян… 18 хүртэлх насны хүн.",
    ],
    "en": [
        "He said: “Don’t ‘go’ now” – and left.",
        "The workers’ passports, e.g. those of Dr Smith’s friends (18)…",
        "Mr O’Brien’s ’90s café – no. 5, at 10.30 a.m.",
        "She paid $900 (about £700) for ½ a year, or 50 %.",
        # false alarm on 2026-11-24: a text that goes on from something; two equal words; lists
        # "…and then you can call.",
        # "She had had no papers.",
        # "You can call a) for yourself or b) for a friend.",
    ],
    "fr": [
        "Il a dit\u00a0: «\u00a0Venez\u202f!\u00a0» – l’aide est là.",
        "Qui\u202f? Vous, dit-elle\u202f; à 10.30, p. ex., ou jusqu’à 18\u00a0ans.",
        "L’œuvre de M. Lefèvre, à Mâcon, au XXIe siècle…",
        "Est-ce vrai (vraiment\u202f?)\u202f? Aujourd’hui, 25\u00a0% des cas.",
        # false alarm on 2026-11-24: the reflexive verbs; an ordinal as many write it
        # "Si vous vous sentez en danger, appelez.",
        # "C’est la 1ère fois.",
        # false alarm on 2026-11-24: a word with brackets
        # "Les ami(e)s sont là.",
    ],
    "de": [
        "Er sagte: „Komm ‚jetzt‘!“ – und ging.",
        "Z. B. um 10.30 Uhr, d. h. am Vormittag, bei Dr. Meier (52).",
        "Der Arbeits- und Wohnort, die Straße, die Größe – »ja«, sagte sie.",
        "Wie geht’s? 20-jährige Frauen, der 3. Mai, 50 %.",
        # false alarm on 2026-11-24: two words that are equal in small letters
        # "Wenn Sie sie kennen, rufen Sie an.",
        # false alarm on 2026-11-24: a part of a word that is left out; a word with brackets
        # "Arbeitsort und -zeit sind geheim.",
        # "Die Mitarbeiter(innen) helfen.",
    ],
    "lb": [
        "Hie sot: „Komm“ – an ass gaangen.",
        "D’Leit, déi d’Pabeieren net hunn, ruffen un!",
        "Hutt Dir Angscht? Zanter dem 1. Mee, z. B. zu Esch.",
    ],
    "nl": [
        "Hij zei: “Kom” of ‘ga’ – foto’s, zo’n 18.",
        "’s Avonds bellen, van ’t huis in ’s-Hertogenbosch?",
        "Coördinatie, ideeën, één, reünie… vóór 18 uur, a.u.b.",
    ],
    "da": [
        "Hun sagde: ”Kom nu!” – »nej«.",
        "Æble, ø, å – en café på hjørnet (også børn), bl.a. Jens’ pas.",
    ],
    "es": [
        "¿Quién es usted? ¡Llame ya!",
        "Dijo: «Venga “aquí”», y se fue.",
        "La Sra. Núñez, el pingüino y el niño (5 años)… Pero ¿qué pasa?",
        # false alarm on 2026-11-24: a comma after a question, as the Academia writes it
        # "¿Quién?, ¿cuándo?, ¿dónde?",
    ],
    "pt": [
        "Disse: «Venha “já”», e foi-se.",
        "Dê-lhe água, à noite, n.º 18, Sr. António.",
        "Cabeça, coração – e você? Os avós têm 80 anos.",
    ],
    "it": [
        "Ha detto: «Venga “qui”». L’aiuto c’è.",
        "Un po’ d’acqua, perché no? Così, più o meno…",
        "Gli anni ’90: il dott. Rossi abita in via Dante, n. 5, 3° piano.",
    ],
    "pl": [
        "Powiedział: „Proszę «tu» przyjść”.",
        "Np. o 10.30, ul. Nowa 5, tj. w centrum, m.in. 18 lat.",
        "Żółć, gęś, jaźń – źdźbło… XX w., pan dr Nowak.",
    ],
    "cs": [
        "Řekl: „Pojď ‚sem‘,“ a šel.",
        "Např. v 10.30 hod., tř. Míru č. 5.",
        "Příliš žluťoučký kůň – úpěl… Osoby do 18 let (i 16leté).",
    ],
    "sk": [
        "Povedal: „Poď ‚sem‘,“ a išiel.",
        "Vŕba, kŕdeľ, stĺp – ôsmy… Osoby do 18 rokov, napr. deti.",
    ],
    "sl": [
        "Rekel je: »Pridi sem!« – in šel.",
        "Vas je strah? Čaša, žena – šola… Osebe do 18. leta.",
        # false alarm on 2026-11-24: “npr.” is listed for no language in Latin letters
        # "Npr. ob 10.30, tj. dopoldne.",
    ],
    "hr": [
        "Rekao je: „Dođi ovamo!”, a ona: »Ne.«",
        "Džep, đak, čaj, ćup – šuma, žena… Nazovite (i 16-godišnjaci)!",
    ],
    "bs": [
        "Rekao je: „Dođi ovamo!” i otišao.",
        "Plašite li se? Osobe mlađe od 18 godina (i djeca).",
    ],
    "sq": [
        "Ai tha: «Mos ki frikë!»",
        "S’ka gjë, ç’është kjo? Ju s’jeni vetëm – telefononi…",
    ],
    "ro": [
        "A spus: „Vino «aici»!”",
        "Într-adevăr, n-am, s-a dus – înțeleg… Str. Nouă nr. 5, bl. A.",
        "Vă este frică? Persoane sub 18 ani (și copii).",
    ],
    "hu": [
        "Azt mondta: „Jöjjön »ide«!” – és elment.",
        "Pl. 10.30-kor, Kovács u. 5., az 5. kerületben.",
        "Árvíztűrő tükörfúrógép… Fél? A 18 év alattiak (és a gyerekek).",
    ],
    "lt": [
        "Jis pasakė: „Ateikite!“ – ir išėjo.",
        "Ąžuolas, čia, ęėįšųūž – taip… Pvz., iki 18 metų (ir vaikai).",
    ],
    "lv": [
        "Viņš teica: “Nāciet!” – un aizgāja.",
        "Ģimene, ķermenis, ļaudis, ņēma – šķūnis… Piem., plkst. 10.30.",
    ],
    "et": [
        "Ta ütles: „Tulge!“ – ja läks.",
        "Šokolaad, žest, õun, ööülikool – jäääär… Nt alla 18-aastased.",
    ],
    "tr": [
        "“Gelin,” dedi. Korkuyor musunuz?",
        "İstanbul’un ışığı – çığ, öğüt, kâğıt… Atatürk Cad. No: 5.",
        "INFOTRAITE’yi arayın (18 yaşın altındakiler, çocuklar da).",
    ],
    "az": [
        "“Gəlin”, – dedi. «Bəli!»",
        "İşıq, çörək, ğ, öküz – şəhər… 18 yaşdan kiçik şəxslər.",
    ],
    "uz": [
        "“Keling”, – dedi u. Qoʻrqyapsizmi?",
        "Oʻgʻil, maʼno, togʻ, choʻl – sheʼr… 18 yoshga toʻlmaganlar.",
    ],
    "vi": [
        "Anh ấy nói: “Hãy đến đây!”",
        "Ẩn, ẵm, ỵ, ữ, ợ, Ễ – đẹp… TP. Hồ Chí Minh, quận 5.",
        # false alarm on 2026-11-24: words that are doubled to mean “every”
        # "Ngày ngày, người người đi làm.",
    ],
    "yo": ["Ẹ káàbọ̀ sí ilé wa."],
}

# The same with their sources: a translation need not look like what it translates.
PAIRS = [
    ("fr", "Vous pouvez dire\u00a0: «\u00a0Oui\u202f!\u00a0»", "You can say: “Yes!”"),
    ("de", "Sie sagte: „Ruf an.“", "She said: “Call.”"),
    ("uk", "До 1,5 року, до 18 років", "Up to 1.5 years, up to 18"),
    ("hu", "A segítség kb. 5 perc. Hívjon!", "Help takes about 5 minutes. Call!"),
    ("tr", "{edition}. sayı", "Edition {edition}"),
    ("tr", "{campaign}’yi arayın.", "Call {campaign}."),
    ("fr", "Qui est {campaign}\u202f?", "Who is {campaign}?"),
    ("pl", "W dni robocze, {opens}–{closes}", "Working days, {opens} to {closes}"),
    ("de", "„**Hilfe**“ ist da", "“**Help**” is here"),
    ("fr", "**Peur**\u202f? Appelez.", "**Afraid**? Call."),
    ("es", "¿En peligro? Llame ya.", "In danger? Call now."),
    ("de", "E-Mail", "E-mail"),
    ("vi", "Bạn đang gặp nguy hiểm? Hãy gọi ngay.", "In danger? Call now."),
    # false alarm on 2026-11-24: the first word of “’s avonds” is small by rule
    # ("nl", "’s Avonds kunt u bellen.", "In the evening you can call."),
    # false alarm on 2026-11-24: ‘ closes in German, Czech, Slovenian …
    # ("de", "Er sagt ‚ja.‘", "He says ‘yes.’"),
    # false alarm on 2026-11-24: a number in words here and in figures there
    # ("cs", "Pomoc v 5 krocích", "Help in five steps"),
]  # fmt: skip
