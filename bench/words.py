"""Chat messages as people write them: German and English, 20 to 300 characters, a third with personal data in it.

Each text is another. Whoever writes mentions the same few people and numbers again and again, as one does in one
conversation; the sentences around them change.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from bench.mails import ENDS, FIRST, LAST, PARTS, STREETS

VOCABULARY = tuple(sorted({word.lower() for word in PARTS} | {"maschine", "machine", "modell", "display"}))
"""What the companies' shields leave readable."""
PERSONAL_SHARE = 1 / 3
SHORT = (
    "Danke, das mache ich jetzt.",
    "Ja, der {part} sitzt fest.",
    "Nein, leider geht es immer noch nicht.",
    "Okay, einen Moment bitte, ich schaue nach.",
    "Thanks, I will try that now.",
    "No, the {part} is still leaking.",
    "Yes, that is the one, {n} bar.",
    "Ich melde mich in {n} Minuten wieder.",
)
PLAIN = (
    "Seit {n} Tagen macht der {part} Geräusche, und morgens dauert es lange, bis sie warm wird.",
    "Ich habe den {part} schon zweimal gereinigt, so wie es auf Seite {n} steht.",
    "Kann ich den {part} einzeln bestellen, und was kostet er mit Versand?",
    "Das Display zeigt E{n}, danach geht die Maschine aus.",
    "Die Anleitung sagt dazu leider nichts, und im Laden konnte mir niemand helfen.",
    "For {n} days the pump has been noisy, and in the morning it takes ages to warm up.",
    "I cleaned the nozzle twice, just as page {n} says, but afterwards it was worse.",
    "Is it normal that the {part} gets that hot after {n} minutes?",
    "Welche Einstellung soll ich am {part} nehmen, Stufe {d} oder Stufe {e}?",
    "After I changed the {part} it worked for {n} cups, then it stopped again.",
)
PERSONAL = (
    "Sie erreichen mich unter {phone}, am besten nach {d} Uhr.",
    "Mein Name ist {name}, die Bestellnummer ist {order}.",
    "Bitte schicken Sie den {part} an {other}, {street} {house}.",
    "Meine Kundennummer lautet {order}, gekauft hat sie {other}.",
    "You can call me on {phone} or write to {mail}.",
    "My name is {name} and the order number is {order}.",
    "Der Techniker soll bitte bei {other} klingeln, {street} {house}.",
    "Hier ist {name}, es geht um den {part} aus Bestellung {order}.",
)
CLOSE = ("", "", "", " Viele Grüße", " Danke!", " Thanks a lot", " Was soll ich tun?", " Können Sie mir helfen?")


@dataclass(frozen=True)
class Writer:
    """Who writes, and what they mention."""

    first: str
    last: str
    phone: str
    mail: str
    street: str
    house: int
    order: str
    other: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


def writer(number: int) -> Writer:
    """The same person for the same number."""
    chance = random.Random(f"writer {number}")
    first, last = chance.choice(FIRST), chance.choice(LAST)
    return Writer(
        first=first,
        last=last,
        phone=f"01{chance.randint(51, 79)} {chance.randint(1_000_000, 9_999_999)}",
        mail=f"writer{number}@example.org",
        street=chance.choice(STREETS).replace("_", " "),
        house=chance.randint(1, 99),
        order=f"KW-{chance.randint(2020, 2026)}-{chance.randint(10_000, 99_999)}",
        other=f"{chance.choice(FIRST)} {chance.choice(LAST)}",
    )


def said_by(who: Writer, seed: object) -> Iterator[str]:
    """What they write, without end; another seed says other things. Median about 90 characters, at most 300."""
    chance = random.Random(f"{who.mail} {seed}")
    while True:
        yield _text(who, chance)


def _text(who: Writer, chance: random.Random) -> str:
    if chance.random() < PERSONAL_SHARE:
        sentences = [chance.choice(PERSONAL)]
        if chance.random() < 0.4:
            sentences.insert(0, chance.choice(PLAIN))
    elif chance.random() < 0.25:
        sentences = [chance.choice(SHORT)]
    else:
        sentences = chance.sample(PLAIN, chance.choice((1, 1, 1, 2, 3)))
    text = " ".join(sentences) + chance.choice(CLOSE)
    part = chance.choice(PARTS) + chance.choice(PARTS).lower() + chance.choice(ENDS)
    numbers = {"n": chance.randint(11, 99), "d": chance.randint(1, 9), "e": chance.randint(1, 9)}
    return text.format(
        part=part, name=who.name, phone=who.phone, mail=who.mail, street=who.street, house=who.house,
        order=who.order, other=who.other, **numbers,
    )[:300].strip()  # fmt: skip


def marker(number: int) -> str:
    """A text that stays readable for everybody, and is another for every number: only words of the vocabulary."""
    words = []
    for _ in range(4):
        number, index = divmod(number, len(VOCABULARY))
        words.append(VOCABULARY[index])
    return f"{' '.join(words)} geht nicht"
