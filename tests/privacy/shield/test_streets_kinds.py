"""Streets with an ending and without, in German and English, and numbers that are none."""

import pytest

from oase.privacy.shield import shield

HIDDEN = [
    ("Ich wohne An der Eiche 12.", "Ich wohne [Adresse 1]."),
    ("Sie wohnt Hinter den Höfen 2.", "Sie wohnt [Adresse 1]."),
    ("Richtig ist Straße des 17. Juni 135 in Berlin.", "Richtig ist [Adresse 1] in Berlin."),
    ("Adresse bleibt Breite Straße 60.", "Adresse bleibt [Adresse 1]."),
    ("Eingang Lange Reihe 7, links", "Eingang [Adresse 1], links"),
    ("ich wohne am brunnenkamp 5 in 30827 garbsen", "ich wohne [Adresse 1] in [Ort 1]"),
    ("Gewerbepark Ost 4, 33803 Steinhagen", "[Adresse 1], [Ort 1]"),
    ("Rosenblick Süd 4 a\n50667 Köln", "[Adresse 1]\n[Ort 1]"),
    ("Linzer Straße 45/3/12, 1140 Wien", "[Adresse 1], [Ort 1]"),
    ("Alte Poststr. 3-5, 86150 Augsburg", "[Adresse 1], [Ort 1]"),
    ("Stau in der Goethestraße", "Stau in der [Adresse 1]"),
    ("Postfach 12 34, Packstation 145", "[Adresse 1], [Adresse 2]"),
    ("I live at Flat 3, 45 Elmwood Road now", "I live at [Adresse 1] now"),
    ("Unit 6, 14 Canal Walk", "[Adresse 1]"),
    ("We moved to 5 The Paddocks in May", "We moved to [Adresse 1] in May"),
    ("at 18-20 Holborn Viaduct, London EC1A 2AQ", "at [Adresse 1], [Ort 1]"),
    ("the gate of Rose Cottage, Vicarage Lane.", "the gate of [Adresse 1]."),
    ("parked in Elmwood Road all day", "parked in [Adresse 1] all day"),
    ("i live at 12 elmwood road", "i live at [Adresse 1]"),
    ("88 Station Rd, Reading RG1 1AA", "[Adresse 1], [Ort 1]"),
]

READABLE = [
    "Im Schritt 3 und auf der Seite 12 steht nichts davon, im Juni 2 Mal probiert.",
    "Am Montag 3 Stunden gewartet, in der Version 5 geht es.",
    "Das Feld 7 ist leer, Platz 3 auch, der Hof 2 mal nass.",
    "Zum Glück 2 Stück übrig, im Paket 5 fehlt eins.",
    "I waited 3 miles down the road. The 2 way street is closed.",
    "Only 5 high quality beans a day, 3 steps back.",
]


@pytest.mark.parametrize(("text", "shielded"), HIDDEN)
def test_hidden(text: str, shielded: str) -> None:
    assert shield(text, language="de").text == shielded


@pytest.mark.parametrize("text", READABLE)
def test_readable(text: str) -> None:
    assert shield(text).text == text
