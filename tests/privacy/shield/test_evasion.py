"""Disguises do not help to get through, and what is masked is what was written."""

import pytest

from oase.privacy.shield import Known, shield


@pytest.mark.parametrize(
    ("text", "shielded"),
    [
        ("Ruf an: ０１７１ ２２３３４４５", "Ruf an: [Telefon 1]"),
        ("Ruf an: 01\u200b71 22\u200d33\ufeff445", "Ruf an: [Telefon 1]"),
        ("Ruf an: \u202e0171 2233445\u202c", "Ruf an: \u202e[Telefon 1]"),
        ("Ruf an: 0171\u00a0223\u00ad3445", "Ruf an: [Telefon 1]"),
        ("Ruf an: 1️⃣", "Ruf an: 1️⃣"),
        ("tel 0️⃣1️⃣7️⃣1️⃣2️⃣2️⃣3️⃣3️⃣4️⃣4️⃣5️⃣", "tel [Telefon 1]"),
        ("null eins sieben eins zwei zwei drei drei vier", "[Telefon 1]"),
        ("kаrlа@blum.ехаmрlе", "[E-Mail 1]"),
        ("karla＠blum．example", "[E-Mail 1]"),
        ("Ich heiße K\u200barla B\u00adlum.", "Ich heiße [Name 1]."),
        ("Ich heiße Каrlа Вlum.", "Ich heiße [Name 1]."),
        ("Ich heiße 𝐊𝐚𝐫𝐥𝐚 𝐁𝐥𝐮𝐦.", "Ich heiße [Name 1]."),
        ("Frau Mu\u0308ller wartet", "Frau [Name 1] wartet"),
        ("Frau Mül\x00ler wartet", "Frau [Name 1] wartet"),
        ("Frau M&uuml;ller, Herr Bl&#x75;m und A&B", "Frau [Name 1], Herr [Name 2] und A&B"),
        ("Frau &amp;uuml;, Fish &amp; Chips", "Frau &amp;uuml;, Fish &amp; Chips"),
        ("Ich heiße ᴋarla ʙlum.", "Ich heiße [Name 1]."),
        ("Frau\u2028Blum", "Frau\u2028[Name 1]"),
        ("Ich heiße Kar\u200fla\tBlum.", "Ich heiße [Name 1]."),
        ("DE89 3704 0044\r\n0532 0130 00", "[IBAN 1]"),
        ("DE８９ ３７０４ 0044 0532 0130 00", "[IBAN 1]"),
        ("Karte ٤١١١ ١١١١ ١١١١ ١١١١", "Karte [Karte 1]"),
        ("Tel.: 0🙂171🙂🙂392 🙂 0048", "Tel.: [Telefon 1]"),
        ("Tel.: ⁰¹⁷¹ ³⁹²⁰⁰⁴⁸", "Tel.: [Telefon 1]"),
        ("Tel.: ⓪①⑦① ③⑨②⓪⓪④⑧", "Tel.: [Telefon 1]"),
        ("DE89\t3704\t0044\t0532\t0130\t00", "[IBAN 1]"),
        ("Ich heiße 🅺🅰🆁🅻🅰.", "Ich heiße [Name 1]."),
        ("Ich heiße 🇰🇦🇷🇱🇦.", "Ich heiße [Name 1]."),
        ("Ich heiße Ꮶɑrlɑ Blum.", "Ich heiße [Name 1]."),
        ("Ich heiße K̷̢a̸r̵͓l̴a̷ B̶l̷u̸m̸.", "Ich heiße [Name 1]."),
        ("Frau Zwirq🙂pqol wartet", "Frau [Name 1] wartet"),
        ("geb. 12.03.1981, ja, 12.03.1981", "geb. [Geburtsdatum 1], ja, [Geburtsdatum 1]"),
        ("BIC COBADEFFXXX, nochmal COBADEFFXXX", "BIC [BIC 1], nochmal [BIC 1]"),
    ],
)
def test_disguised(text: str, shielded: str) -> None:
    assert shield(text, language="de").text == shielded


def test_the_person_is_the_same_behind_the_disguise() -> None:
    assert shield("Frau Karla Blum, also Каrlа Вlum").text == "Frau [Name 1], also [Name 1]"


@pytest.mark.parametrize(
    "written",
    [
        *("K😀arla", "Kar😀la", "kar\nla", "K a r l a", "k&nbsp;arla", "Kar&shy;la", "𝕶𝖆𝖗𝖑𝖆"),
        *("K4rla", "k*rla", "K@rla", "Kar1a", "K.rla", "Gruenw4ld", "Gr*nwald", "Grün wald", "Grünwlads"),
    ],
)
def test_who_is_known_is_found_behind_it(written: str) -> None:
    assert shield(f"also {written} sagt", known=Known(names=("Karla Grünwald",))).text == "also [Name 1] sagt"


def test_pictures_between_words_do_not_join_them() -> None:
    text = "hallo😀karla, alles super🙂danke, 12 🙂 Stück 🇩🇪"
    assert shield(text, known=Known(names=("Karla Grünwald",))).text == text.replace("karla", "[Name 1]")


def test_a_helper_called_weiss_leaves_what_one_knows_readable() -> None:
    known = Known(names=("Dora Weiss",))
    assert (
        shield("Ich weiss nicht, was Frau Weiss sagt.", known=known).text == "Ich weiss nicht, was Frau [Name 1] sagt."
    )


def test_a_wood_that_is_green_is_nobody() -> None:
    text = "im grünen Wald, grün wald und wiese"
    assert shield(text, known=Known(names=("Karla Grünwald",))).text == text


def test_other_scripts_stay_as_they_are() -> None:
    assert shield("Привет, кофе не горячий ☕🙂").text == "Привет, кофе не горячий ☕🙂"
