"""The same datum has the same placeholder all through a conversation, and the customer is the last judge."""

from hashlib import sha256

from oase.privacy.shield import Found, Known, Mask, Reading, Span, normalised, preview, shield

KARLA = Known(
    names=("Karla Grünwald",),
    emails=("karla@gruenwald.example",),
    phones=("+49 171 2233445",),
    addresses=("Tulpengasse 14, 50667 Köln",),
    numbers=("KW-88123",),
)


def test_a_span_tells_where_what_and_who_found_it() -> None:
    shielded = shield("PIN 1234!")
    assert shielded.spans == (Span(4, 8, "password", "[Passwort 1]", "secret"),)
    assert shielded.text == "PIN [Passwort 1]!"
    assert shielded.names == {"password:1234": "[Passwort 1]"}


def test_one_person_has_one_placeholder_under_all_her_names() -> None:
    text = "Ich heiße Karla Grünwald. Frau Gruenwald wartet, Grünwalds Konto, und Karla auch.\nLG Karla"
    shielded = shield(text).text
    assert shielded == "Ich heiße [Name 1]. Frau [Name 1] wartet, [Name 1] Konto, und [Name 1] auch.\nLG [Name 1]"


def test_two_people_of_one_family_stay_apart() -> None:
    assert shield("Frau Karla Blum und Herr Peter Blum").text == "Frau [Name 1] und Herr [Name 2]"


def test_numbers_are_the_same_however_they_are_written() -> None:
    text = "IBAN DE89370400440532013000 oder DE89 3704 0044 0532 0130 00, +49 171 2233445 oder 0171/2233445"
    assert shield(text).text == "IBAN [IBAN 1] oder [IBAN 1], [Telefon 1] oder [Telefon 1]"


def test_the_next_message_goes_on_counting_and_remembers() -> None:
    first = shield("Mein Name ist Quirin Zwölfer, PIN 1234.")
    second = shield("Zwölfer nochmal: PIN 1234 geht, PIN 9876 nicht. Gruß, Emil", taken=first.names)
    assert second.text == "[Name 1] nochmal: PIN [Passwort 1] geht, PIN [Passwort 2] nicht. Gruß, [Name 2]"


def test_what_is_stored_can_be_a_digest() -> None:
    def digest(normal: str) -> str:
        return sha256(b"salt" + normal.encode()).hexdigest()

    first = shield("Mein Name ist Quirin Zwölfer.", key=digest)
    second = shield("Hier nochmal Zwölfer.", taken=first.names, key=digest)
    assert second.text == "Hier nochmal [Name 1]."
    assert first.names[digest("person:quirin zwoelfer")] == "[Name 1]"
    assert not [key for key in second.names if "zw" in key]


def test_new_numbers_keep_clear_of_placeholders_in_the_text() -> None:
    assert shield("[Name 3] grüßt Frau Blum.").text == "[Name 3] grüßt Frau [Name 4]."


def test_a_pin_does_not_hide_in_a_placeholder() -> None:
    assert "1234" not in shield("Passwort: [Passwort 1234]").text


def test_normalised() -> None:
    assert normalised("person", "Frau Dr. Karla Müller") == "person:karla mueller"
    assert normalised("person", "Müller, Karla") == "person:karla mueller"
    assert normalised("phone", "+49 (0)171 / 2233445") == normalised("phone", "0171-2233445") == "phone:1712233445"
    assert normalised("iban", "de89 3704") == "iban:de893704"
    assert normalised("address", "Lindenstraße 4") == normalised("address", "lindenstr. 4")


def test_the_known_customer_in_every_spelling() -> None:
    for written in (
        *(
            "Karla Grünwald",
            "KARLA GRUENWALD",
            "karla grunwald",
            "Grünwald, Karla",
            "K. Grünwald",
            "grünwalds",
            "karlagrünwald",
        ),
        *(
            "Karla@Gruenwald.example",
            "0171 / 22 33 445",
            "00491712233445",
            "Tulpengasse 14",
            "tulpengasse",
            "50667 KÖLN",
        ),
        *("50667 Koeln", "kw 88123", "KW88123"),
    ):
        pieces = preview(f"also {written} sagt das", known=KARLA)
        assert [p.original for p in pieces if isinstance(p, Mask)] == [written]


def test_a_known_name_that_is_an_ordinary_word_is_hidden_where_it_is_a_name() -> None:
    known = Known(names=("Peter Lang",))
    assert shield("Es dauert lang. Herr Lang wartet.", known=known).text == "Es dauert lang. Herr [Name 1] wartet."


def test_the_companys_own_words_are_never_names() -> None:
    assert (
        shield("Hallo Emil, Ada hat geholfen", vocabulary=frozenset({"emil", "ada"})).text
        == "Hallo Emil, Ada hat geholfen"
    )


def test_the_customer_opens_and_masks() -> None:
    text = "Frau Blum wohnt im Lindenweg 4 beim Leuchtturm."
    shielded = shield(text, opened=["Blum"], masked=["leuchtturm"])
    assert shielded.text == "Frau Blum wohnt im [Adresse 1] beim [Verborgen 1]."
    assert (
        shield(text, masked=["Leuchtturm"], language="en").text == "Frau [Name 1] wohnt im [Address 1] beim [Hidden 1]."
    )


def test_opening_one_word_of_a_number_does_not_open_it() -> None:
    assert shield("IBAN DE89 3704 0044 0532 0130 00", opened=["3704"]).text == "IBAN [IBAN 1]"


def test_a_tagger_is_one_more_recogniser() -> None:
    def tagger(reading: Reading) -> list[Found]:
        at = reading.text.find("Leuchtturm")
        return [Found(at, at + 10, "place", 50)] if at >= 0 else []

    shielded = shield("beim Leuchtturm", recognisers={"tagger": lambda reading: iter(tagger(reading))})
    assert shielded.spans == (Span(5, 15, "place", "[Ort 1]", "tagger"),)


def test_preview() -> None:
    assert preview("Ich bin Karla Blum.") == ["Ich bin ", Mask("Karla Blum", "[Name 1]", "person"), "."]
    assert preview("") == []
    assert preview("Die Pumpe ist laut.") == ["Die Pumpe ist laut."]
