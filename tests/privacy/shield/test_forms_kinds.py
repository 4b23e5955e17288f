"""Structured data of every kind, as people write it; and what looks like it and stays readable."""

import pytest

from oase.privacy.shield import shield
from tests.privacy.shield.score import messages, score

GERMAN = [
    ("Schreiben Sie an karla bei blum punkt de", "Schreiben Sie an [E-Mail 1]"),
    ("karla.blum_at_example.org steht da", "[E-Mail 1] steht da"),
    ("Mail: karla.blum @ example.org", "Mail: [E-Mail 1]"),
    ("0160 5550199Guten Tag", "[Telefon 1]Guten Tag"),
    ("Tel.: 0171/3920048, Büro 040.1234567", "Tel.: [Telefon 1], Büro [Telefon 2]"),
    ("0221 471108 0171 3920048", "[Telefon 1] [Telefon 2]"),
    ("Wien 01 5127710 DW 12", "Wien [Telefon 1]"),
    ("Telefon 471108, Durchwahl 12", "Telefon [Telefon 1]"),
    ("ruft mich unter 471108 an", "ruft mich unter [Nummer 1] an"),
    ("meine PIN ist eins zwei drei vier", "meine PIN ist [Passwort 1]"),
    ("IBAN DE89 3704 0044 0532 0130 01 falsch", "IBAN [IBAN 1] falsch"),
    ("Kto.-Nr.: 1234567, Bankleitzahl: 370 400 44", "Kto.-Nr.: [Konto 1], Bankleitzahl: [Konto 2]"),
    ("Die Kreditkarte endet auf 1881, gültig bis 08/27", "Die Kreditkarte endet auf [Karte 1], gültig bis [Karte 2]"),
    ("Steuernummer: 2893081508152", "Steuernummer: [Steuernummer 1]"),
    ("MWST CHE-107.787.577 MWST", "MWST [USt-ID 1]"),
    ("AHV-Nr. 756.9217.0769.85", "AHV-Nr. [Versicherungsnummer 1]"),
    ("Versicherungsschein-Nr. KR 55-781.204/9", "Versicherungsschein-Nr. [Versicherungsnummer 1]"),
    ("Geb.-Datum: 12.3.81", "Geb.-Datum: [Geburtsdatum 1]"),
    ("Ich bin Jahrgang 1954", "Ich bin Jahrgang [Geburtsdatum 1]"),
    ("Geburtsdatum der Tochter 2012-05-09", "Geburtsdatum der Tochter [Geburtsdatum 1]"),
    ("Kennzeichen W-12345A", "Kennzeichen [Kennzeichen 1]"),
    ("Fahrrad codiert mit K 12345 0815 12 KB", "Fahrrad codiert mit [Fahrzeugnummer 1]"),
    ("4711-0815-22 ist meine Bestellnummer", "[Bestellnummer 1] ist meine Bestellnummer"),
    ("Die Nummern sind 88120 und 88121", "Die Nummern sind [Nummer 1] und [Nummer 2]"),
    ("Kundennummer\n88123", "Kundennummer\n[Kundennummer 1]"),
    ("Aktenzeichen 12 C 345/23", "Aktenzeichen [Nummer 1]"),
    ("Das Paket KW-2024-88123 fehlt", "Das Paket [Sendungsnummer 1] fehlt"),
    ("Buchungscode QWERTZ", "Buchungscode [Bestellnummer 1]"),
    ("Kundenkennwort Leuchtturm", "Kundenkennwort [Passwort 1]"),
    ("das pw war Blume123, oder Blume1234", "das pw war [Passwort 1], oder [Passwort 2]"),
    ("Sicherheitsfrage? Antwort: Löwenherz", "Sicherheitsfrage? Antwort: [Passwort 1]"),
    ("auf Discord karla#1234", "auf Discord [Benutzername 1]"),
    ("milan_kuhn42 schreibt", "[Benutzername 1] schreibt"),
    ("C:\\Users\\karla\\fehler.txt", "[Datei 1]"),
    ("Treffpunkt ///fahrer.lampe.wolke", "Treffpunkt [Koordinaten 1]"),
    ("N 50° 56.478' E 006° 57.498'", "[Koordinaten 1] [Koordinaten 2]"),
]

ENGLISH = [
    ("it is k underscore blum at example dot co dot uk", "it is [Email 1]"),
    ("my desk 212-555-0100 ext. 34 and home 212.555.0100", "my desk [Phone 1] and home [Phone 2]"),
    ("call 555-0123 and ask", "call [Phone 1] and ask"),
    ("zero seven seven double zero nine hundred one two three", "[Phone 1]"),
    ("1-800-FLOWERS", "[Phone 1]"),
    ("sort code 601613 account 31926819", "sort code [Account 1] account [Account 2]"),
    ("routing number 021000021", "routing number [Account 1]"),
    ("the visa ending in 4242 works", "the visa ending in [Card 1] works"),
    ("EIN 12-3456789", "EIN [Tax number 1]"),
    ("NHS number 943 476 5919", "NHS number [Insurance number 1]"),
    ("driver's license D1234567", "driver's license [ID number 1]"),
    ("I am 74 years old", "I am [Date of birth 1] years old"),
    ("d.o.b. 12-03-81", "d.o.b. [Date of birth 1]"),
    ("the van is LD68 XYZ", "the van is [Number plate 1]"),
    ("order no 9 8 7 6 5 4 please", "order no [Order number 1] please"),
    ("cancel purchase 732201349959", "cancel purchase [Order number 1]"),
    ("the PNR is ZK8QLM", "the PNR is [Order number 1]"),
    ("logged in as kblum81", "logged in as [User name 1]"),
    ("password is correct-horse-battery", "password is [Password 1]"),
    ("the password I use is hunter2", "the password I use is [Password 1]"),
    ("earlier I got 993 112 as a one-time code", "earlier I got [Password 1] as a one-time code"),
    ("AKIAIOSFODNN7EXAMPLE leaked", "[Password 1] leaked"),
    ("wallet 0x71C7656EC7ab88b098defB751B7401B5f6d8976F", "wallet [Account 1]"),
    ("session 8f14e45f-ceea-467f-a8b5-2c1d3e4f5a6b", "session [Number 1]"),
    ("plus code 9F28WXR5+8W", "plus code [Coordinates 1]"),
    ("switch says 3ca6.2f01.9b7e", "switch says [MAC address 1]"),
]

READABLE = [
    "Fehler E12, Aroma 4, 249 Euro, A4, 80 g/m², HP 304 XL.",
    "Das Passwort ist falsch, die PIN ist gesperrt, der Code ist abgelaufen.",
    "Von 1737-1738 erbaut, 2023/24 saniert, Version 12.4.1, Port 8443, HTTP 502.",
    "Ich warte seit 14 Tagen auf die Bestellung von 2024.",
    "Rabattcode SOMMER20 und Modell WH-1000XM4, DIN EN ISO 27001.",
    "Die Maschine ist 12 Jahre alt.",
    "I use iphone14 and office365, error 0x80004005 and a SWIFT transfer.",
    "My username is correct but the login fails, the card was declined.",
    "The reference number was not in the mail.",
    "Open 9-5, on 03/04/2024 at 4:30 pm for $49.99.",
]


UNANNOUNCED = [
    ("Seriennr. Aroma Deluxe: 7702 18 553", "7702 18 553"),
    ("Bestellung vom Montag, das war die 30-44812-KB", "30-44812-KB"),
    ("was ist mit 1LOG0068 4471 22 los?", "1LOG0068 4471 22"),
    ("schauen Sie mal unter AB/2023/4471 nach", "AB/2023/4471"),
    ("es geht um 3 O 114/22 vor dem Landgericht", "3 O 114/22"),
    ("das Urteil 12 C 345/23 vom 3. Mai", "12 C 345/23"),
    ("Aktenz. 2 BvR 112/19", "2 BvR 112/19"),
    ("dort steht LX 449 2201 B", "LX 449 2201 B"),
    ("Vertrag für meine Mutter, den hat sie schon lange, V 229 881", "V 229 881"),
    ("bei mir war es rx7-4412, glaube ich", "rx7-4412"),
    ("die Nummer vom Auftrag weiß ich nicht mehr genau, irgendwas mit 88213", "88213"),
    ("Kd.-Nr. steht hier als K 44712", "K 44712"),
    ("Verfahren L 7 AS 229/20", "L 7 AS 229/20"),
    ("PIN war glaub ich 4471", "4471"),
    ("TAN die kam war 774 201", "774 201"),
    ("plate was CA 8XYZ123", "CA 8XYZ123"),
    ("Account tyrell.b_04 bitte löschen", "tyrell.b_04"),
    ("Konto karla.blum_77 lässt sich nicht öffnen", "karla.blum_77"),
    ("the account is under mwells.ok", "mwells.ok"),
    ("you sent me a temporary one, Quartz-Lemon-42, it fails", "Quartz-Lemon-42"),
    ("Das Passwort geht nicht, es lautet Apfel-Birne-12", "Apfel-Birne-12"),
    ("my password stopped working so I changed it to Tulip88garden", "Tulip88garden"),
    ("the rego, YKL 88T, is in WA", "YKL 88T"),
    ("mit dem Kennzeichen aus Polen WX 1234K", "WX 1234K"),
    ("my plate: GJ 05 BX 1234", "GJ 05 BX 1234"),
    ("wohne Am Kanal 17 a, 12345 Musterstadt", "Am Kanal 17 a"),
    ("Alte Post 4, 12345 Dorf", "Alte Post 4"),
]
"""A sentence, and what must not be readable in it."""

PLAIN = [
    "Kopfhörer WH-1000XM4, Tour 500, S21, USB-C 3.2, A4, E12, F-0012.",
    "USB-C 3.2 Gen 2, DDR4-3200, RTX 3080, i7-12700K.",
    "Modell AB-12345-X, Typ KX1234567, model ZX-99812-B passt nicht.",
    "Die Maße 120x80x40 cm, 1920x1080, 3840 x 2160.",
    "100 000 Leute, 1 000 000 Euro, 20 000 km, 24/7, 100-200 Stück.",
    "Ich habe 3 O-Ringe und 2 C Klammern bestellt.",
    "I changed my password to something new on my iphone15 and it works.",
    "Das Passwort habe ich geändert auf der Webseite, das vorläufige ging nicht.",
    "The account is locked and my profile is empty; login is slow.",
]


@pytest.mark.parametrize(("text", "hidden"), UNANNOUNCED)
def test_what_nothing_announces(text: str, hidden: str) -> None:
    spans = shield(text).spans
    start = text.index(hidden)
    covered = {at for span in spans for at in range(span.start, span.end)}
    assert [text[at] for at in range(start, start + len(hidden)) if text[at].isalnum() and at not in covered] == []


@pytest.mark.parametrize("text", PLAIN)
def test_products_and_quantities_stay(text: str) -> None:
    assert shield(text).text == text


@pytest.mark.parametrize(("text", "shielded"), GERMAN)
def test_hidden_in_german(text: str, shielded: str) -> None:
    assert shield(text, language="de").text == shielded


@pytest.mark.parametrize(("text", "shielded"), ENGLISH)
def test_hidden_in_english(text: str, shielded: str) -> None:
    assert shield(text, language="en").text == shielded


@pytest.mark.parametrize("text", READABLE)
def test_readable(text: str) -> None:
    assert shield(text).text == text


@pytest.mark.parametrize("text", [text for text, _ in (*GERMAN, *ENGLISH)])
def test_twice_is_once(text: str) -> None:
    once = shield(text).text
    assert shield(once).text == once


def test_marked_forms() -> None:
    result = score(messages("forms"))
    assert result.wanted.total() > 330
    assert [missed for missed in result.missed if "🙂" not in missed] == []
    assert result.false_share < 0.01


def test_the_second_set_does_not_get_worse() -> None:
    result = score(messages("forms_second"))
    assert result.wanted.total() == 103
    assert result.hidden.total() >= 102
