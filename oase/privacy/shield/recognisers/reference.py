"""Numbers of customers, orders, invoices, contracts, devices and parcels after their word."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading, Word
from oase.privacy.shield.spans import Found

_STEMS = {
    "customer": "kunde kunden kd kdn kdnr customer client member mitglied mitglieds membership teilnehmer",
    "order": "bestell bestellung bestellungs order orders auftrag auftrags auftr best vorgang vorgangs "
    "purchase booking buchung buchungs reservierung reservierungs reservation",
    "invoice": "rechnung rechnungs invoice rg rgnr re rechn bill mahnung beleg belegs receipt gutschrift",
    "contract": "vertrag vertrags vertragskonto contract agreement abo tarif zähler zaehler zählpunkt "
    "subscription mandat mandats mandatsreferenz",
    "serial": "serien serial serie geräte geraete gerät sn s/n imei iccid fabrikations device simkarten sim rahmen",
    "tracking": "sendung sendungs sendungsverfolgung sendungsverfolgungs tracking paket paketschein identcode "
    "trackingcode trackingnumber parcel shipment retouren retoure",
    "reference": "ticket vorgangs fall case aktenzeichen az referenz reference ref personal matrikel patienten "
    "akten schaden schadens claim zeichen rma reklamations verwendungszweck depot akte",
}
_KIND = {stem: kind for kind, stems in _STEMS.items() for stem in stems.split()}
_TAIL = re.compile(r"(nummern?|numer|nr|no|num|id|kennung|code|zeichen|schlüssel)$")
_NOT_PERSONAL = [
    "artikel",
    "modell",
    "produkt",
    "typ",
    "typen",
    "fehler",
    "haus",
    "telefon",
    "handy",
    "mobil",
    "fax",
    "konto",
    "karten",
    "kreditkarten",
    "haus",
    "zimmer",
    "seiten",
    "steuer",
    "ruf",
    "teile",
    "ersatzteil",
    "liefer",
    "bus",
    "zug",
    "gleis",
    "wagen",
    "karton",
    "losungs",
    "versions",
    "charge",
    "chargen",
    "waren",
    "bau",
    "material",
    "sach",
    "ord",
    "durchwahl",
    "service",
    "hotline",
    "notruf",
]
_BRIDGE = (
    r"\.?(?:[-\s.]{0,2}(?:nummern?|nr|no|number|num|id|code|#|№)(?![^\W\d_])\.?)?"
    r"(?:\s{1,2}(?:ist|sind|lautete?t?|is|was|war|mit der nummer|mit nummer|die|der|meine|mit|von|for|"
    r"are|nummer|folgende|wie folgt|unter|also|the))"
    r"{0,3}\s{0,3}(?:\(?\s?[:=#№]|-(?=\s))?\s{0,3}#?[\"'(]?"
)
_VALUE = r"([A-Z0-9]+(?:[-/._][A-Z0-9]+){0,8}(?:[ ](?=\d{3}|[A-Z]{0,3}\d{4})[A-Z0-9]{3,12}){0,5})(?![\w€%])"
_CUED = re.compile(r"[^\W\d_]+" + _BRIDGE + _VALUE, re.I)
_NAMED = re.compile(r"nummer|nr\b|\bno\b|number|\bid\b|#|№|code|:|=", re.I)
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}(?:[./-](?:\d{2,4})?)?|\d{4}-\d{2}-\d{2}|(?:19|20)\d{2}")
_UNIT = re.compile(
    r"\s?(?:€|\$|£|%|euro|eur|cent|uhr|km|wh|kg|tage|monate|wochen|jahre|stück|days|months|weeks|"
    r"years|mbit|gb|mb|liter|ml|std|stunden|minuten|items|times|mal|x)\b",
    re.I,
)
_HASH = re.compile(r"(?<![\w&#/])#\s?([A-Z]{0,4}-?\d{4,}(?:-\d+){0,3})(?!\w)")


def find(reading: Reading) -> Iterator[Found]:
    for word in reading.words:
        if kind := _kind(word, reading):
            match = _CUED.match(reading.text, word.start)
            if match and (end := _end(match, reading.text)):
                yield Found(match.start(1), end, kind, 78)
    if "#" in reading.text:
        for match in _HASH.finditer(reading.text):
            yield Found(match.start(1), match.end(1), "reference", 66)


def _kind(word: Word, reading: Reading) -> str | None:
    if (kind := _KIND.get(word.lower)) and (len(word.lower) > 2 or not word.text.islower()):
        return kind
    tail = _TAIL.search(word.lower)
    if tail is None:
        return None
    stem = word.lower[: tail.start()]
    if stem in _KIND:
        return _KIND[stem]
    if len(stem) < 3 or tail[1] not in ("nummer", "nr", "kennung", "zeichen") or stem.endswith(tuple(_NOT_PERSONAL)):
        return None
    return next((kind for known, kind in _KIND.items() if len(known) > 4 and stem.endswith(known)), "reference")


def _end(match: re.Match[str], text: str) -> int:
    """Where the number ends; 0: it is none. Without "number" or a colon it must look like one by itself."""
    value = match[1]
    if not any(c.isdigit() for c in value.split(" ", 1)[0]):
        return 0
    digits = sum(c.isdigit() for c in value)
    if _DATE.fullmatch(value) or _UNIT.match(text, match.end()):
        return 0
    named = _NAMED.search(text, match.start(), match.start(1)) is not None
    if digits < (2 if named else 4) or (not named and digits == 4 and value.isdigit()):
        return 0
    return match.end(1)
