"""What each recogniser hides, and what it leaves readable, in German and English."""

import pytest

from oase.privacy.shield import shield

GERMAN = [
    ("Schreiben Sie an karla.blum@beispiel.example bitte", "Schreiben Sie an [E-Mail 1] bitte"),
    ("Mail: karla (at) beispiel punkt de", "Mail: [E-Mail 1]"),
    ("Rufen Sie mich bitte an: 0221/4711-08", "Rufen Sie mich bitte an: [Telefon 1]"),
    ("mobil 0171 22 33 44 5 oder +49 (0)30 901820", "mobil [Telefon 1] oder [Telefon 2]"),
    ("IBAN: DE89 3704 0044 0532 0130 00, BIC COBADEFFXXX", "IBAN: [IBAN 1], BIC [BIC 1]"),
    ("auf DE89.3704.0044\n0532.0130.00 bitte", "auf [IBAN 1] bitte"),
    ("Kontonummer 532013000, BLZ 37040044", "Kontonummer [Konto 1], BLZ [Konto 2]"),
    ("Der Router hat die 192.168.178.23", "Der Router hat die [IP-Adresse 1]"),
    ("siehe https://velotal.example/konto?token=abc", "siehe [Link 1]"),
    ("Meine Bestellnummer lautet KW-2024-88123.", "Meine Bestellnummer lautet [Bestellnummer 1]."),
    ("Kd-Nr. 204411 und Rechnung Nr. 2024-0033", "Kd-Nr. [Kundennummer 1] und Rechnung Nr. [Rechnungsnummer 1]"),
    (
        "Vertragsnummer: 55-201-9, Seriennummer ist AR4-229",
        "Vertragsnummer: [Vertragsnummer 1], Seriennummer ist [Seriennummer 1]",
    ),
    ("auf dem Zettel steht RB123456785GB", "auf dem Zettel steht [Sendungsnummer 1]"),
    ("Das Auto K-LM 4402 stand im Hof", "Das Auto [Kennzeichen 1] stand im Hof"),
    ("Kennzeichen: hh xy 12", "Kennzeichen: [Kennzeichen 1]"),
    ("geboren am 4. Juli 1981", "geboren am [Geburtsdatum 1]"),
    ("Geburtsdatum: 04.07.81", "Geburtsdatum: [Geburtsdatum 1]"),
    ("Passwort vergessen: Sommer2024!", "Passwort vergessen: [Passwort 1]!"),
    ("Mein Passwort ist xK9!mm2Q.", "Mein Passwort ist [Passwort 1]."),
    ("Steuer-ID 86095742719", "Steuer-ID [Steuernummer 1]"),
    ("Steuernummer 143/262/10815", "Steuernummer [Steuernummer 1]"),
    ("USt-ID DE136695976", "USt-ID [USt-ID 1]"),
    ("Sozialversicherungsnummer 65 170839 J 003", "Sozialversicherungsnummer [Versicherungsnummer 1]"),
    ("Krankenversichertennummer A123456780", "Krankenversichertennummer [Versicherungsnummer 1]"),
    ("Personalausweis L01X00T47", "Personalausweis [Ausweisnummer 1]"),
    ("Sehr geehrte Frau Müller, danke", "Sehr geehrte Frau [Name 1], danke"),
    ("Läuft.\nMit freundlichen Grüßen\nQuirin Zwölfer", "Läuft.\nMit freundlichen Grüßen\n[Name 1]"),
    ("Läuft. Viele Grüße, Karla", "Läuft. Viele Grüße, [Name 1]"),
    ("läuft wieder, lg quirin", "läuft wieder, lg [Name 1]"),
    ("mein name ist quirin zwölfer und mein rad quietscht", "mein name ist [Name 1] und mein rad quietscht"),
    ("Ich heiße Karla Koch und mein Rad quietscht.", "Ich heiße [Name 1] und mein Rad quietscht."),
    ("Der Vertrag läuft auf Quirin Zwölfer seit Mai.", "Der Vertrag läuft auf [Name 1] seit Mai."),
    ("Mein Mann Quirin holt es ab.", "Mein Mann [Name 1] holt es ab."),
    ("Von: Blum, Karla <karla@blum.example>", "Von: [Name 1] <[E-Mail 1]>"),
    ("Können Karl und Rosa Blum das abholen?", "Können [Name 1] und [Name 2] das abholen?"),
    ("Es liegt bei Zwölfer im Hinterhaus.", "Es liegt bei [Name 1] im Hinterhaus."),
    ("Ich wohne Am Alten Markt 3, 99084 Erfurt.", "Ich wohne [Adresse 1], [Ort 1]."),
    ("Karl-Marx-Allee 91 und Bismarckstr. 7a", "[Adresse 1] und [Adresse 2]"),
    ("Das Rad steht bei 52.520008, 13.404954", "Das Rad steht bei [Koordinaten 1]"),
    ("Mein Benutzername ist karlchen_77", "Mein Benutzername ist [Benutzername 1]"),
    ("Der Beleg heißt Rechnung_Karla_Blum.pdf, danke", "Der Beleg heißt [Datei 1], danke"),
]

ENGLISH = [
    ("please write to karla [at] example dot com", "please write to [Email 1]"),
    ("call me at 020 7946 0958 or (217) 555-0143", "call me at [Phone 1] or [Phone 2]"),
    ("my card 4111-1111-1111-1111 was charged", "my card [Card 1] was charged"),
    ("ping 2001:db8::8a2e:370:7334 from 3C:A6:2F:01:9B:7E", "ping [IP address 1] from [MAC address 1]"),
    ("see https://velotal.example/orders/4711081 please", "see [Link 1] please"),
    ("my order #88-1200 and invoice no. 20240077", "my order #[Order number 1] and invoice no. [Invoice number 1]"),
    ("it says 1Z999AA10123456784 on the label", "it says [Tracking number 1] on the label"),
    ("date of birth: April 4, 1979", "date of birth: [Date of birth 1]"),
    ("the PIN is 9921, the code 448201", "the PIN is [Password 1], the code [Password 2]"),
    (
        "my NINO is QQ 12 34 56 C, my SSN is 219-09-9999",
        "my NINO is [Insurance number 1], my SSN is [Insurance number 2]",
    ),
    ("my passport number is 533401372", "my passport number is [ID number 1]"),
    ("Hi Tom, it works", "Hi [Name 1], it works"),
    ("Dear Mr Smith, it works", "Dear Mr [Name 1], it works"),
    ("It is fine. Best regards\nDesdemona Quick", "It is fine. Best regards\n[Name 1]"),
    ("My name is Will Price and the bike is broken.", "My name is [Name 1] and the bike is broken."),
    ("This is Quentin Marlowe from the second floor.", "This is [Name 1] from the second floor."),
    ("my wife Philomena will call", "my wife [Name 1] will call"),
    ("On Tuesday, Quentin Marlowe wrote:\n> it is the pump", "On Tuesday, [Name 1] wrote:\n> it is the pump"),
    ("please ship it to 12 Baker Street, London NW1 6XE", "please ship it to [Address 1], [Place 1]"),
]

READABLE = [
    "Passwort vergessen: klicken hilft nicht, PIN vergessen: auch.",
    "Meine Aroma 4 zeigt seit Montag den Fehler E12, die Latte 2 und das Kompakt 1 nicht.",
    "Das Tour 500 fährt im Winter 60 km, gekauft am 12.03.2024 für 2.499,00 € bei Velotal.",
    "Der Techniker kommt am 3. Mai zwischen 8:00 und 12:00 Uhr, sagt Ihr Kundendienst.",
    "Firmware 7.57.1.2 ist installiert, die App hat die Version 12.4.1.",
    "Nach 12000 Bezügen verlangt die Maschine eine Wartung, 89 Euro sind viel.",
    "Auf https://kaffeewerk.example/produkte/aroma-4 steht nur das Datenblatt.",
    "Sehr geehrte Damen und Herren, mein Passwort ist falsch und die PIN geht nicht.",
    "Hallo zusammen, liebes Team, guten Tag, meine Bestellung vom 12.03.2024 fehlt.",
    "Ich bin Kunde seit 2019 und sehr zufrieden. Mit freundlichen Grüßen",
    "Der Umweg 3 km weiter, Parkplatz 12, Quartal 2 und Arbeitsplatz 7.",
    "Ein Karton E-12 und Filter B-12 kosten 12 Euro, USB-C 3 auch.",
    "Hello team, my password is not working and the PIN was wrong.",
    "I bought it on 3 March 2024 for $120.50 and the warranty is valid until May 2025.",
    "My machine is not working. Thanks, please send a replacement pump.",
    "Will you refund the order? The price was 49 pounds and I ordered 5 filters.",
    "Kind regards and many thanks for your help, dear customer service.",
    "The error code is E12 and the display says version 3.2.0 at 92 degrees.",
]


@pytest.mark.parametrize(("text", "shielded"), GERMAN)
def test_hidden_in_german(text: str, shielded: str) -> None:
    assert shield(text, language="de").text == shielded


@pytest.mark.parametrize(("text", "shielded"), ENGLISH)
def test_hidden_in_english(text: str, shielded: str) -> None:
    assert shield(text, language="en").text == shielded


@pytest.mark.parametrize("text", READABLE)
def test_readable(text: str) -> None:
    assert shield(text).text == text
