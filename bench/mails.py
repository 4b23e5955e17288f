"""Ordinary mails of any length, each sentence another: a shield that remembers lines gains nothing by them."""

import random
from collections.abc import Iterator

WORDS = """
Karla Peter Annika Jörg Mehmet Birgit Sanne Luca Ingrid Rashid Carmen Holger Alice Megan Owen Priya
Blum Trebbin Lohkamp Quandt Yılmaz Brömmelkamp Ebers Koslowski Whitfield Okafor Lindqvist Harper Falk Grau
Lindenstraße Rosenweg Am_Markt Bahnhofstr. Kölner_Straße Uferpromenade Im_Winkel Schillerplatz
Filter Düse Deckel Pumpe Mühle Dichtung Schlauch Kessel Sieb Tank Platine Regler Ventil Hebel
halter gehäuse anschluss ring feder schalter träger boden griff rand kopf satz stutzen
"""
FIRST, LAST, STREETS, PARTS, ENDS = (line.split() for line in WORDS.strip().splitlines())
GERMAN = (
    "Guten Tag {first} {last},",
    "seit {n} Tagen macht der {part} meiner Maschine Geräusche, und am Morgen dauert es lange, bis sie warm wird.",
    "Ich habe den {part} schon zweimal gereinigt, so wie es auf Seite {n} steht, aber danach war es schlimmer.",
    "Gekauft habe ich sie am {n}.03.2024, die Rechnung Nr. KW-2024-{long} liegt bei.",
    "Sie erreichen mich unter 0{n}1 {long} oder {first}.{last}@example.org, am besten nach 17 Uhr.",
    "Der Techniker soll bitte bei {last} klingeln, {street} {n}, {long} Freiburg.",
    "Mein Mann {first} meint, dass der {part} und der {part} nicht zusammenpassen.",
    "Kann ich den {part} einzeln bestellen, und was kostet er mit Versand?",
    "Die Anleitung sagt dazu leider nichts, und im Laden konnte mir niemand helfen.",
    "Bitte überweisen Sie den Betrag von {n},90 Euro auf mein Konto zurück.",
    "Wenn das nicht geht, nehme ich gern einen Gutschein für den nächsten {part}.",
    "Mit freundlichen Grüßen\n{first} {last}\n",
)
ENGLISH = (
    "Hello {first},",
    "for {n} days the pump of my machine has been noisy, and in the morning it takes ages to warm up.",
    "I cleaned the nozzle twice, just as page {n} says, but afterwards it was worse.",
    "I bought it on {n} March 2024, order number KW-2024-{long}.",
    "You can call me on 0{n}1 {long} or write to {first}.{last}@example.org, preferably after 5 pm.",
    "The courier should ring at {last}, {n} Church Road, London SE{n} 2ET.",
    "My husband {first} thinks that the lid of model {n} and the new tank do not fit together.",
    "Can I order part {long} on its own, and what does it cost with shipping?",
    "The manual says nothing about it, and nobody in the shop could help me.",
    "Please return the amount of {n}.90 pounds to my account.",
    "If that is not possible I would gladly take a voucher for the next one.",
    "Kind regards,\n{first} {last}\n",
)


def mail(sentences: tuple[str, ...], size: int, seed: int) -> str:
    """Exactly `size` code points of mails in a row; another seed says other things."""
    chance, text = random.Random(seed), ""
    for sentence in _said(sentences, chance):
        text += sentence
        if len(text) >= size:
            return text[:size]
    raise AssertionError("sentences never end")


def _said(sentences: tuple[str, ...], chance: random.Random) -> Iterator[str]:
    opening, *middle, close = sentences
    while True:
        for sentence in (opening, *chance.sample(middle, 5), close):
            yield sentence.format(
                first=chance.choice(FIRST),
                last=chance.choice(LAST),
                street=chance.choice(STREETS).replace("_", " "),
                part=(chance.choice(PARTS) + chance.choice(PARTS).lower() + chance.choice(ENDS)),
                n=chance.randint(11, 99),
                long=chance.randint(10_000, 99_999),
            ) + ("\n" if sentence is opening else " ")
