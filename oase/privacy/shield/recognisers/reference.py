"""Numbers of customers, orders, invoices, contracts, devices and parcels beside their word."""

import re
from collections.abc import Iterator
from functools import lru_cache

from oase.privacy.shield.reading import Reading, Word
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import AND, BRIDGE, DATE, FAR, UNIT, YEAR, listed, number_end, soon

_STEMS = {
    "customer": "kunde kunden kundin kd kdn kdnr kundennr customer client member mitglied mitglieds membership "
    "teilnehmer "
    "loyalty payback bonus bonuskarte kundenkarte post partner geschäftspartner subscriber passenger guest "
    "vielflieger",
    "order": "bestell bestellung bestellungen bestellungs order orders auftrag auftrags aufträge auftr best vorgang "
    "vorgangs purchase purchases po booking bookings buchung buchungen buchungs buchungscode pnr confirmation "
    "reservierung reservierungs reservation kauf amazon ebay transaction transaktion transaktions payment "
    "zahlung zahlungs quote angebot angebots storno",
    "invoice": "rechnung rechnungen rechnungs invoice invoices rg rgnr re rechn bill bills mahnung beleg belegs "
    "receipt "
    "gutschrift gutschrifts lieferschein credit zahlungsbeleg kassenbon bon quittung",
    "contract": "vertrag vertrags verträge vertragskonto contract agreement abo abonnement tarif subscription mandat "
    "mandats mandatsreferenz marktlokation marktlokations malo messlokation melo zählpunkt zählpunkts "
    "gläubiger anschluss police kassenzeichen buchungskonto",
    "serial": "serien serial serie geräte geraete gerät sn s/n imei iccid fabrikations device simkarten sim zähler "
    "zaehler meter smartmeter hersteller chassis eid meid udid",
    "tracking": "sendung sendungs sendungsverfolgung sendungsverfolgungs tracking paket pakete paketschein identcode "
    "trackingcode trackingnumber parcel shipment consignment retouren retoure return dhl dpd gls ups hermes "
    "fedex usps einlieferungs express waybill awb gepäck",
    "reference": "ticket tickets fall case cases aktenzeichen az gz geschäftszeichen referenz reference ref personal "
    "matrikel patienten patient akten aktenz schaden schadens claim claims zeichen rma reklamation reklamations "
    "verwendungszweck depot akte vorgangskennung störung störungs meldung melde antrag antrags application "
    "complaint incident request inquiry enquiry employee staff student badge session registrierung "
    "registrierungs registration repair reparatur warranty garantie lizenz mitarbeiter dossier job project "
    "projekt installation vorgangsid voucher coupon ereignis fahrradpass meeting teamviewer "
    "anydesk icq uin darlehen darlehens kredit kredits anmelde bewerber petition docket",
}
_KIND = {stem: kind for kind, stems in _STEMS.items() for stem in stems.split()}
_TAILS = ("nummer", "nummern", "numer", "nr", "no", "num", "id", "kennung", "code", "zeichen", "schlüssel", "number")
_SPECIFIC = ("nummer", "nummern", "numer", "nr", "kennung", "zeichen", "number")
_PLAIN = frozenset(["no", "n", "nummer", "nummern", "number", "numbers", "nr", "id", "ids", "kennung", "zeichen"])
_NOT_PERSONAL = (
    *("artikel", "modell", "produkt", "typ", "typen", "fehler", "haus", "telefon", "handy", "mobil", "fax", "konto"),
    *("karten", "zimmer", "seiten", "steuer", "ruf", "teile", "ersatzteil", "bus", "zug", "gleis", "wagen", "karton"),
    *("losungs", "versions", "charge", "chargen", "waren", "bau", "material", "sach", "durchwahl", "service"),
    *("hotline", "notruf", "model", "part", "page", "version", "item", "article", "product", "seat", "row", "gate"),
    *("flight", "flug", "room", "house", "floor", "error", "step", "line", "lot", "batch", "build", "train", "channel"),
    *("port", "phone", "mobile", "fehlermeldung", "meldung", "seite", "schritt", "punkt", "platz", "type", "ticketart"),
    *("art", "ean", "sku", "isbn", "wkn", "isin", "status", "postal", "zip", "code", "message", "chapter", "kapitel"),
)
_LIKE_WORDS = listed("re best fall po job post partner bonus return request bon melde storno bill")
_CODED = frozenset(["buchungscode", "pnr", "confirmation", "booking", "reservierungscode", "buchungs", "reservation"])
_SECOND = re.compile(r"(?:[ -](?:card|karte|reference|referenz|confirmation|locator|account|konto)(?![^\W\d_]))?", re.I)
_LOCATOR = re.compile(r"(?=[A-Z0-9]{0,7}[A-Z])(?=[A-Z]{0,7}\d)[A-Z0-9]{5,8}(?!\w)")
_LETTERS = re.compile(r"[A-Z]{5,7}(?!\w)")
_GAP_BEFORE = re.compile(
    r"\s{0,2}[,(]?\s?(?:(?:ist|war|lautet|is|was|as|als|wäre|=|sind|are)\s)?(?:(?:auch|also|doch)\s)?"
    r"(?:(?:meine|die|der|das|my|the|unsere|our|ihre|your|a|eine|mein|diese|this)\s)?(?:(?:alte|neue|old|new)\s)?"
    r"(?:(?:customer|order|invoice|contract|tracking|booking|reference|case|ticket|member|account|serial)\s)?",
    re.I,
)
_TOKEN_BEFORE = re.compile(
    r"(?:(?<!\w)(?:[A-Z]{1,4}|\d{1,6}) ){0,4}[A-Za-z0-9](?:[A-Za-z0-9]|[-/._](?=[A-Za-z0-9])){0,30}$"
)
_AFTER_COLON = re.compile(r"[^\n!?;:@\ue000]{0,60}[:=]\s{1,2}(?=[A-Z]{0,4}[-/]?\d)")
"""From a strong cue over what it is the number of: "Seriennr. Aroma 4:"."""
_LATER = re.compile(r"[^\d\n.!?@\ue000]{1,80}(?<![\w.,:/@€$£-])(\d{5,12})(?<!000)(?![\w:%€@]|[.,/-]\d)")
"""From a cue over a clause to five digits: "vom Auftrag weiß ich nur noch 88213"."""
_HASH = re.compile(r"(?<![\w&#/])#\s?(?=[A-Z]{0,4}-?\d)")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for low, places in reading.by_lower.items():
        kind, compound = _kind(low)
        if kind is None:
            continue
        for at in places:
            word = reading.words[at]
            if len(low) > 2 or not word.text.islower() or low in ("nr", "id", "n"):
                yield from _beside(reading, at, kind, compound=compound)
    at = text.find("#")
    while at >= 0:
        if (mark := _HASH.match(text, at)) and (end := number_end(text, mark.end(), least=4)):
            yield Found(mark.end(), end, "reference", 66)
        at = text.find("#", at + 1)


@lru_cache(maxsize=1 << 14)
def _kind(low: str) -> tuple[str | None, bool]:
    """What a word announces, and whether it says "number" by itself."""
    if low in _PLAIN:
        return "number", True
    if kind := _KIND.get(low):
        return kind, low.endswith(("zeichen", "kennung", "nr"))
    if not low.endswith(_TAILS):
        return None, False
    tail = next(tail for tail in _TAILS if low.endswith(tail))
    stem = low[: -len(tail)]
    if stem in _KIND:
        return _KIND[stem], True
    if len(stem) < 3 or tail not in _SPECIFIC or stem.endswith(_NOT_PERSONAL):
        return None, False
    return next((kind for known, kind in _KIND.items() if len(known) > 4 and stem.endswith(known)), "reference"), True


def _beside(reading: Reading, at: int, kind: str, *, compound: bool) -> Iterator[Found]:
    text, word = reading.text, reading.words[at]
    weight = 78
    if word.lower == "n" and text[word.start - 2 : word.start].lower() != "s/":
        return
    if word.lower == "n":
        kind, compound = "serial", True
    if word.lower == "no" and (text[word.end : word.end + 1] != "." or not word.text.istitle()):
        return
    if kind == "number":
        before = reading.words[at - 1] if at else None
        near = before is not None and word.start - before.end <= 3
        if before is not None and near and (before.lower.endswith(_NOT_PERSONAL) or _kind(before.lower)[0]):
            return
        kind, weight = "reference", 66
    if text[word.end : word.end + 1].isdigit() and not compound:
        return
    if not soon(text, word.end) and word.lower not in _CODED:
        if compound:
            yield from _before(text, word, kind)
        return
    second = _SECOND.match(text, word.end)
    bridge = BRIDGE.match(text, second.end() if second else word.end)
    if bridge is None:
        return
    named = compound or bool(bridge["tail"] or bridge["mark"])
    start = bridge.end()
    end = number_end(text, start, least=_least(word, bridge.group("fill"), named=named, loose=weight == 66))
    if end and (YEAR.fullmatch(text, start, end) and not (named and not bridge["fill"])):
        end = 0
    if end and not named and word.lower in _LIKE_WORDS and not any(c in "-/" or c.isalpha() for c in text[start:end]):
        end = end if end - start > 4 else 0
    if not end and named and weight == 78 and (far := FAR.match(text, word.end)):
        start = far.end()
        end = number_end(text, start, least=4)
        if end and YEAR.fullmatch(text, start, end):
            end = 0
    if not end and compound and weight == 78 and (colon := _AFTER_COLON.match(text, word.end)):
        start = colon.end()
        end = number_end(text, start, least=4)
        if end and YEAR.fullmatch(text, start, end):
            end = 0
    if not end and (locator := _LOCATOR.match(text, bridge.end())) and not UNIT.match(text, locator.end()):
        start, end = locator.span()
    if not end and word.lower in _CODED and (letters := _LETTERS.match(text, bridge.end())):
        start, end = letters.span()
    if text.startswith("0x", start):
        return
    if not end and weight == 78 and (later := _LATER.match(text, word.end)) and not UNIT.match(text, later.end()):
        start, end = later.span(1)
        weight = 54
    least = min(4, sum(map(str.isdigit, text[start:end])))
    while end:
        yield Found(start, end, kind, weight)
        joined = AND.match(text, end)
        start = joined.end() if joined else 0
        end = number_end(text, start, least=least) if joined else 0
        if end and (YEAR.fullmatch(text, start, end) or not any(map(str.isdigit, text[start : start + 5]))):
            end = 0
    if compound:
        yield from _before(text, word, kind)


def _least(word: Word, fill: str, *, named: bool, loose: bool) -> int:
    if loose:
        return 4
    if named:
        return 3 if fill else 1
    return 3 if word.lower not in _LIKE_WORDS else 4


def _before(text: str, word: Word, kind: str) -> Iterator[Found]:
    """ "4711-0815 ist meine Bestellnummer"."""
    window = text[max(0, word.start - 60) : word.start]
    last = next((at for at in range(len(window) - 1, -1, -1) if window[at].isdigit()), -1)
    if last < 0 or last < len(window) - 36:
        return
    gap = window[last + 1 :]
    if not gap.strip(" ,\n") or not _GAP_BEFORE.fullmatch(gap):
        return
    token = _TOKEN_BEFORE.search(window, 0, last + 1)
    if token is None:
        return
    value = token[0]
    if sum(map(str.isdigit, value)) < 4 or DATE.fullmatch(value) or YEAR.fullmatch(value) or UNIT.match(gap):
        return
    start = word.start - len(window) + token.start()
    yield Found(start, start + len(value), kind, 72)
