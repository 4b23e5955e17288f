"""Postcodes with their place (DE, AT, CH, GB, US, AU, CA, IE, IN, NZ), and where somebody says they live."""

import re
from collections.abc import Iterator

from oase.privacy.shield.names import is_capital, is_plain_word
from oase.privacy.shield.reading import Cues, Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.tagger.lexicon import Kind
from oase.privacy.shield.words import CITIES, bits_of, words_of

_NAME = r"[A-ZÄÖÜ][a-zäöüßéèA-ZÄÖÜ]{1,30}(?:[-/][A-ZÄÖÜ]?[a-zäöüß]{1,30}){0,3}"
_MORE = (
    r"(?:[ ](?:am|an der|a\.\s?d\.|bei|im|in der|ob der|vor der|i\.|a\.)[ ]"
    + _NAME
    + r"|[ ]\("
    + _NAME
    + r"\)|[ ](?:Bad|Sankt|St\.|Main|Oder|Saale|Neuss)(?:[ ]"
    + _NAME
    + r")?)?"
)
_GERMAN = re.compile(
    r"(?<![\w.,/-])(?:(?:D|DE)[- ])?(\d{5})[ \t]{1,3}((?:Bad |Sankt |St\. |Groß |Klein |Neu )?("
    + _NAME
    + r")"
    + _MORE
    + r")"
)
_SMALL = re.compile(r"(?<![\w.,/-])(\d{5})[ ]((?:bad |sankt )?[a-zäöüß]{3,30}(?:-[a-zäöüß]{2,20}){0,2})(?![\w])")
_ALPINE = re.compile(
    r"(?<![\w.,/-])(A-|AT-|CH-|FL-)?(\d{4})[ \t]{1,3}((?:Bad |Sankt |St\. )?(" + _NAME + r")" + _MORE + r")"
)
_UK = re.compile(r"(?<!\w)(?:GIR 0AA|(?:[A-PR-UWYZ][A-HK-Y]?\d[\dABEHJKMNPRSTUVWXY]?) ?\d[ABD-HJLNP-UW-Z]{2})(?!\w)")
_UK_LOWER = re.compile(r"(?<!\w)[a-pr-uwyz][a-hk-y]?\d[\da-z]? \d[abd-hjlnp-uw-z]{2}(?!\w)")
_OTHERS = re.compile(
    r"(?<!\w)(?P<code>(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT),? \d{4}"  # Australia
    r"|(?:(?:AB|BC|MB|NB|NL|NS|ON|PE|QC|SK|YT|NT|NU),? )?[ABCEGHJ-NPR-TVXY]\d[A-Z] ?\d[A-Z]\d"  # Canada
    r"|[AC-FHKNPRTV-Y]\d[\dW] ?[\dAC-FHKNPRTV-Y]{4})(?!\w)"  # Ireland
)
_CODE_AFTER_TOWN = re.compile(
    r"(?<![\w.,/-])(?P<town>[A-Z][a-z]{2,25}),?(?: ?[-–])? (?P<code>\d{3} ?\d{3}|\d{4})(?!\w|[.,]\d)"
)
_TOWN = re.compile(r"(?<!\w)([A-Z][a-z]{2,25}),?[ \n]$")
_TOWNS = re.compile(r"(?<!\w)([A-Z][a-z]{2,25}(?: [A-Z][a-z]{2,25})?),?[ \n]$")
_ABROAD = re.compile(
    r"\b(?:street|road|avenue|drive|lane|close|terrace|place|crescent|court|st|rd|ave)\b\.?,?[^.\n]*$", re.I
)
_US = re.compile(
    r"(?<!\w)((?:[A-Z][a-z]{2,20} ?){1,3}),? (?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|"
    r"M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]) \d{5}(?:-\d{4})?(?!\w)"
)
_LIVE = re.compile(
    r"(?:wohne|wohnen|wohnhaft|wohnt|lebe|leben|wohnort|live|living|gezogen|umgezogen)(?: "
    r"\w{2,12}){0,2}?(?: in|: ?| nach| to| ist)? (?:bad |sankt )?(?=[A-ZÄÖÜ])((?:Bad |Sankt )?" + _NAME + r")",
    re.I,
)
_CUES = Cues(
    ["wohne", "wohnen", "wohnhaft", "wohnt", "lebe", "leben", "wohnort", "live", "living", "gezogen", "umgezogen"]
)
_CODES = Cues(["plz", "postleitzahl", "postcode", "zip"])
_PLZ = re.compile(
    r"(?:plz|postleitzahl|postcode|zip(?: ?code)?)(?: ist| lautet| is)?\s{0,2}:?\s{0,2}(\d{4,5}|"
    r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})(?!\w)",
    re.I,
)

_ENDING = tuple(words_of("place_endings"))
_AFTER_STREET = re.compile(r"(?:\d[ ]?[a-z]?|straße|strasse|str\.|weg|allee|platz)[ ]?[,\n|;/-]{0,2}\s{0,3}$", re.I)
_ADDRESS_CUE = re.compile(
    r"(?:^|\n)[ \t>]{0,4}$|(?:in|aus|wohne|adresse|anschrift|ort|plz|,|\ue000,?|umzug)[ :]{0,2}\s{0,2}$", re.I
)
_AFTER_HOUSE = re.compile(r"\d[ ]?[a-z]?(?:,[ ]|[ ]?\n[ ]{0,3})$", re.I)
_COUNT = re.compile(
    r"(?:nach|ca\.?|etwa|rund|über|mit|von|um|bei|fast|schon|bereits|circa|mehr als|insgesamt|alle|"
    r"fehler|error|modell|artikel)[ ]$",
    re.I,
)


def find(reading: Reading) -> Iterator[Found]:
    if reading.digits:
        yield from _coded(reading)
    yield from _lived(reading)


def _coded(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in _GERMAN.finditer(text) if reading.digits > 4 else ():
        low = re.split(r"[-/]", match[3].lower())[0]
        if low in CITIES or (
            not reading.ordinary(match[3].lower()) and _placed(text, match.start(), match[3].lower(), reading)
        ):
            yield Found(match.start(), match.end(), "place", 61)
    for match in _SMALL.finditer(text) if reading.digits > 4 else ():
        low = match[2].lower()
        if not is_plain_word(low) and (
            low in CITIES
            or (bits_of(low) & Kind.PLACE and not reading.ordinary(low))
            or _placed(text, match.start(), low, reading)
        ):
            yield Found(match.start(), match.end(), "place", 59)
    for match in _ALPINE.finditer(text) if reading.digits > 3 else ():
        low = match[4].lower()
        after_house = len(low) > 3 and _AFTER_HOUSE.search(text, max(0, match.start() - 14), match.start())
        if match[1] or (low in CITIES and low != "essen") or (after_house and not reading.ordinary(low)):
            yield Found(match.start(), match.end(), "place", 60)
    for match in _UK.finditer(text):
        if " " not in match[0] and not reading.english and match.end() != len(text.rstrip()):
            continue
        town = _TOWN.search(text, max(0, match.start() - 32), match.start())
        with_town = town is not None and (town[1].lower() in CITIES or not is_plain_word(town[1].lower()))
        yield Found(town.start(1) if town and with_town else match.start(), match.end(), "place", 60)
    for match in _OTHERS.finditer(text):
        start = match.start()
        code = match["code"].replace(" ", "")
        town = _TOWNS.search(text, max(0, start - 40), start)
        if town and (town[1].split()[-1].lower() in CITIES or not is_plain_word(town[1].split()[-1].lower())):
            yield Found(town.start(1), match.end(), "place", 60)
        elif sum(map(str.isdigit, code)) > 2 and (code[:1].isalpha() and not code[-4:].isdigit()):
            yield Found(start, match.end(), "place", 60)
    for match in _CODE_AFTER_TOWN.finditer(text) if reading.digits > 3 else ():
        low = match["town"].lower()
        if (
            bits_of(low) & Kind.PLACE
            and not is_plain_word(low)
            and not (
                len(match["code"]) == 4
                and not _AFTER_HOUSE.search(text, max(0, match.start() - 2), match.start())
                and not _ABROAD.search(text, max(0, match.start() - 60), match.start())
            )
        ):
            yield Found(match.start(), match.end(), "place", 60)
    for match in _UK_LOWER.finditer(text):
        if reading.english:
            yield Found(match.start(), match.end(), "place", 60)
    for match in _US.finditer(text) if reading.digits > 4 else ():
        yield Found(match.start(), match.end(), "place", 60)
    for match in reading.matches(_CODES, _PLZ):
        yield Found(match.start(1), match.end(1), "place", 62)


def _lived(reading: Reading) -> Iterator[Found]:
    for match in reading.matches(_CUES, _LIVE):
        low = match[1].lower()
        if (
            is_capital(match[1])
            and (low in CITIES or not reading.ordinary(low))
            and low not in ("deutschland", "österreich", "england", "germany")
        ):
            yield Found(match.start(1), match.end(1), "place", 55)


def _placed(text: str, start: int, low: str, reading: Reading) -> bool:
    """Whether five digits before this unknown word are a postcode: where they stand or how the word ends."""
    if _ADDRESS_CUE.search(text, max(0, start - 14), start) or _AFTER_STREET.search(text, max(0, start - 14), start):
        return True
    return low.endswith(_ENDING) and not _COUNT.search(text, max(0, start - 14), start)
