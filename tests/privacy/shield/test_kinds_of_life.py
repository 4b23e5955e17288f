"""Kinds of writing that whole mails, support messages and newspapers have; by the rules alone, without the network."""

import pytest

from oase.privacy.shield import shield
from oase.privacy.shield.recognisers import RECOGNISERS

RULES = {name: find for name, find in RECOGNISERS.items() if name != "learned"}


@pytest.mark.parametrize(
    ("text", "shielded"),
    [
        # What follows a long number does not make it a quantity.
        ("Bestellung 4711823 am 3.5. aufgegeben", "Bestellung [Bestellnummer 1] am 3.5. aufgegeben"),
        ("Kundennummer 44881200 am Telefon genannt", "Kundennummer [Kundennummer 1] am Telefon genannt"),
        ("Rechnung Nr. 20250418 mal bitte prüfen", "Rechnung Nr. [Rechnungsnummer 1] mal bitte prüfen"),
        ("Sie erreichen mich unter 0157 / 50 22 91 17 am besten", "Sie erreichen mich unter [Telefon 1] am besten"),
        ("PIN 4821 am Automaten", "PIN [Passwort 1] am Automaten"),
        ("Durchwahl -318.", "Durchwahl [Telefon 1]."),
        ("Zählernummer 1 LOG 0065 123 456", "Zählernummer [Seriennummer 1]"),
        ("Mail an karla ätt blum punkt de", "Mail an [E-Mail 1]"),
        ("mein auto (m-ab 1234) wurde abgeschleppt", "mein auto ([Kennzeichen 1]) wurde abgeschleppt"),
        # Names beside a role, alone, in the genitive, under thanks.
        ("nach der Rede des Abgeordneten Kessler", "nach der Rede des Abgeordneten [Name 1]"),
        ("Der Pförtner heißt Klöppel.", "Der Pförtner heißt [Name 1]."),
        ("Trainer Fuchs ist da", "Trainer [Name 1] ist da"),
        ("Für Fuchs ist das eine Provokation", "Für [Name 1] ist das eine Provokation"),
        ("Wie Weatherbys Familie mitteilte", "Wie [Name 1] Familie mitteilte"),
        ("Nach dem Abitur studierte Hülsmann in Münster", "Nach dem Abitur studierte [Name 1] in Münster"),
        ("booked under the name Castellanos", "booked under the name [Name 1]"),
        ("I spoke to May in accounts", "I spoke to [Name 1] in accounts"),
        ("könnt ihr es bei hinnerk nebenan abgeben", "könnt ihr es bei [Name 1] nebenan abgeben"),
        ("bleibt gleich. merci beat ammann", "bleibt gleich. merci [Name 1]"),
        ("Sie hat es bestätigt. Koch, Heidelberg", "Sie hat es bestätigt. [Name 1], Heidelberg"),
        ("Thx, Kat", "Thx, [Name 1]"),
        # Postcodes and numbers of other countries.
        ("14 Rosebery Avenue, London EC1R 4TD, flat 3", "[Adresse 1], [Ort 1], flat 3"),
        ("27 Wattle Grove Road, Fremantle WA 6160", "[Adresse 1], [Ort 1]"),
        ("Toronto, ON M5V 2T6", "[Ort 1]"),
        ("Bengaluru 560034", "[Ort 1]"),
        ("my PAN is ABCPM1234K", "my PAN is [Steuernummer 1]"),
        ("Anneke Visser, www.annekevisser.de", "[Name 1], [Link 1]"),
    ],
)
def test_hidden(text: str, shielded: str) -> None:
    assert shield(text, language="de", recognisers=RULES).text == shielded


@pytest.mark.parametrize(
    "text",
    [
        "Im Kinderzimmer 2 ist es kalt, und An der Steckdose 3 blinkt es.",
        "Im Menü 4 steht nichts, Am Fenster 2 zieht es.",
        "Der Präsident Frankreichs kam, der Leiter Einkauf auch.",
        "gab dem Spieler Geld und dem Trainer Zeit",
        "Der Zähler zeigt 48211 kWh, 12500 km und 300 Tage.",
        "Ich habe 3 mal angerufen, um 10 am Montag.",
        "während der Georg-Offensive bei San Remo",
        "danke im voraus",
        "Danke Telekom!",
        "Ich war in Minden und in Witten.",
        "Siehe www.stadtwerke.de",
    ],
)
def test_readable(text: str) -> None:
    assert shield(text, language="de", recognisers=RULES).text == text
