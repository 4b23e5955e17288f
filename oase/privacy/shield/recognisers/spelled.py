"""Names said letter by letter: "B-L-U-M", "B wie Berta, L wie Ludwig", "B as in Bravo"."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Cues, Reading
from oase.privacy.shield.spans import Found

_LETTERS = re.compile(r"(?<![\w-])[A-ZÄÖÜ](?:(?:[-–.][ ]?|[ ])[A-ZÄÖÜ](?![\w])){3,24}(?![\w-])")
_AS = r"[^\W\d_](?:[ ](?:wie|as in|for|like)[ ]|[ ]?[=:][ ]?)[^\W\d_]{3,14}"
_ALPHABET = re.compile(r"(?<!\w)" + _AS + r"(?:[ ]?[,;/\n-]?[ ]?(?:und |and |then )?" + _AS + "){1,24}", re.I)
_LIKE = Cues(["wie", "as", "for", "like"])
_HYPHENED = re.compile(r"[A-ZÄÖÜ]-[A-ZÄÖÜ]-[A-ZÄÖÜ]")
_SPACED = re.compile(r"(?<!\w)[A-ZÄÖÜ][ .][ ]?[A-ZÄÖÜ][ .]")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    if _HYPHENED.search(text) or _SPACED.search(text):
        for match in _LETTERS.finditer(text):
            yield Found(match.start(), match.end(), "person", 57, "".join(filter(str.isalpha, match[0])))
    if reading.any(_LIKE) or "=" in text:
        for match in _ALPHABET.finditer(text):
            yield Found(match.start(), match.end(), "person", 57)
