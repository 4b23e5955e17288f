"""National bank accounts after their word: account number, Bankleitzahl, sort code, ABA routing number."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Cues, Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import BRIDGE, FAR, YEAR, listed, number_end, soon

_SURE = listed(
    "kontonummer kontonr kontonummern ktonr kto blz bankleitzahl bankleitzahlen sortcode acct depotnummer depotnr "
    "aba bankkonto girokonto sparkonto iban bankverbindung verrechnungskonto depot bsb"
)
_LOOSE = frozenset(
    ["konto", "account", "accounts", "sort", "routing", "bank", "transit", "checking", "savings", "clearing"]
)
_CUES = Cues(_SURE | _LOOSE)
_SORTS = Cues(["sort", "sortcode"])
_NOT = re.compile(r"(?:sort of|bank holiday)", re.I)
_SECOND = re.compile(
    r"\s{0,2}-?(?:account|code|transit|routing|konto)(?![^\W\d_])(?:\s?(?:number|nummer|no|nr|#)(?![^\W\d_])\.?)?", re.I
)
_SORT = re.compile(r"(?<![\d-])\d\d-\d\d-\d\d(?![\d-])")
_DOTTED = re.compile(r"\d{2,4}(?:[ .-]\d{2,4}){1,4}(?!\w)")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for word in reading.cues(_CUES):
        if not soon(text, word.end):
            continue
        second = _SECOND.match(text, word.end) if word.lower in _LOOSE else None
        bridge = BRIDGE.match(text, second.end() if second else word.end)
        if bridge is None or _NOT.match(text, word.start):
            continue
        sure = word.lower in _SURE or second is not None or bool(bridge["tail"] or bridge["mark"])
        start = bridge.end()
        end = number_end(text, start, least=3 if sure else 5)
        if sure and (grouped := _DOTTED.match(text, start)):
            end = max(end, grouped.end())
        if not end and sure and (far := FAR.match(text, word.end)):
            start = far.end()
            end = number_end(text, start, least=5)
        if end and not YEAR.fullmatch(text, start, end):
            yield Found(start, end, "account", 80)
    if reading.any(_SORTS):
        for match in _SORT.finditer(text):
            yield Found(match.start(), match.end(), "account", 79)
