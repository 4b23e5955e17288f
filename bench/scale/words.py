"""Shielded texts for millions of messages: sentences of the bench, and words as rare as words are (Zipf's law)."""

import random
from itertools import accumulate, product
from typing import Final

from bench.mails import ENDS, PARTS
from bench.words import CLOSE, PLAIN, SHORT

SENTENCES: Final = 4_000
WORDS: Final = 40_000
COMMON, SOME, FEW, RARE = "wasserstand", "sommerregen", "nachtfalter", "zirbelkiefer"
"""In one of 3, of 1,000, of 5,000 concerns, and in three of all, however many there are."""
ONE, OTHER = "kaltschaum", "federkern"
"""In a tenth each, and together in three of all."""
NEEDLES: Final = 3
_STEMS, _HEADS, _SOUNDS, _VOWELS = (
    line.split()
    for line in (
        "Brüh Kaffee Wasser Dampf Mahl Druck Filter Milch Garantie Rechnungs Versand Liefer Reparatur Ersatz Kunden "
        "Vertrags Zahlungs Konto Zugangs Gerät Netz Kabel Anschluss Leitungs Boden Deckel Schalter Sensor Ventil Motor "
        "Gehäuse Dichtungs Schlauch Tank Sieb Griff Knopf Anzeige Programm Reinigungs Entkalkungs Wartungs Bohnen",
        "maschine ventil rechnung nummer anleitung dichtung pumpe klappe leitung anzeige prüfung stelle frage meldung "
        "termin gerät teil satz kasten karte druck menge dauer lampe taste feder halter ring platte deckel rohr becher "
        "warning setting cover holder switch button cable socket handle tray hose valve",
        "b d f g k l m n r s t w sch br kr st",
        "a e i o u au ei",
    )
)


class Texts:
    """A stream of texts that is the same for the same seed."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self._words = _vocabulary(chance)
        self._weights = list(accumulate(1 / (place + 20) for place in range(len(self._words))))
        self._sentences = [_sentence(chance) for _ in range(SENTENCES)]

    def text(self, chance: random.Random) -> str:
        """One message of 15 to 300 characters, without what a shield would hide."""
        words = chance.choices(self._words, cum_weights=self._weights, k=chance.choice((1, 2, 2, 3, 4)))
        place = int(chance.random() * (SENTENCES - 1))
        more = f" {self._sentences[place + 1]}" if words[0] < words[-1] else ""
        return f"{self._sentences[place]}{more} [Name 1]: {', '.join(words)}."


def _vocabulary(chance: random.Random) -> list[str]:
    compounds = [f"{stem}{head}" for stem, head in product(_STEMS, _HEADS)]
    syllables = [a + b for a, b in product(_SOUNDS, _VOWELS)]
    names = {
        "".join(chance.choices(syllables, k=3)) + chance.choice(("n", "r", "l", "x", "ung", "er")) for _ in range(WORDS)
    }
    words = sorted(set(compounds) | {word.capitalize() for word in names})
    chance.shuffle(words)
    return words[:WORDS]


def _sentence(chance: random.Random) -> str:
    pattern = chance.choice(PLAIN + SHORT) + chance.choice(CLOSE)
    part = chance.choice(PARTS) + chance.choice(PARTS).lower() + chance.choice(ENDS)
    return pattern.format(part=part, n=chance.randint(11, 99), d=chance.randint(1, 9), e=chance.randint(1, 9))


def needles(number: int, of: int) -> str:
    """What is looked for later, in the concern of this number."""
    found = [COMMON] if number % 3 == 1 else []
    found += [SOME] if number % 1_000 == 7 else []
    found += [FEW] if number % 5_000 == 11 else []
    step = of // (NEEDLES + 1)
    if number and number % step == 0 and number // step <= NEEDLES:
        return " ".join([*found, RARE, ONE, OTHER])
    found += [ONE] if number % 20 == 3 else [OTHER] if number % 20 == 13 else []
    return " ".join(found)
