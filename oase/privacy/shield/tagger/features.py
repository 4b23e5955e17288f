"""From a text to tokens, and from a token to what is known of it. The same in training and in use."""

import re
from typing import NamedTuple
from unicodedata import combining, normalize
from zlib import crc32

from oase.privacy.shield.fold import MASK
from oase.privacy.shield.tagger.lexicon import NAME, Kind, lexicon

TOKEN = re.compile(r"[^\W\d_]+(?:['-](?!s\b)[^\W\d_]+)*|\d+|[^\w \t]|_")
BUCKETS = 1 << 13
"""Rows of the table that common words and endings share by their hash; each row after these stands for one trait."""
MOST = 11
"""Most rows of one token."""
COMMON = 4
"""Zipf frequency from which on a word is known as itself; rarer ones only by their ending, or names would be learned by
heart instead of what stands around them."""
VERY_COMMON = 6

_SIGNS = "\n.,:;!?()<>\"'-/@#&[]*+=" + MASK
_VALUES = {
    "german": 8,
    "english": 8,
    "kind": 8,
    "called": 4,
    "place": 2,
    "compound": 2,
    "length": 12,
    "shape": 18,
    "sign": len(_SIGNS) + 1,
}
_OFFSET: dict[str, int] = {}
ROWS = BUCKETS + 1
"""Rows of the table; row 0 is nothing at all."""
for _trait, _values in _VALUES.items():
    _OFFSET[_trait] = ROWS
    ROWS += _values


def row(trait: str, value: int) -> int:
    """The row of one value of a trait."""
    return _OFFSET[trait] + value


class Described(NamedTuple):
    """What is known of a token by itself."""

    rows: tuple[int, ...]
    """For the network, at most `MOST`."""
    traits: tuple[float, ...]
    """For the judge, `TRAITS` numbers between 0 and 1."""
    candidate: bool
    """Whether it can be part of a name at all; "und" and "bestellen" cannot."""


TRAITS = 13


def _bucket(kind: str, piece: str) -> int:
    return 1 + crc32(f"{kind}{piece}".encode("utf-8", "surrogatepass")) % BUCKETS


def _shape(word: str) -> int:
    if word.isupper():
        return 1 if len(word) == 1 else 2 if len(word) < 5 else 3
    if word.islower():
        return 4 if len(word) == 1 else 5
    if word.istitle():
        return 7 if "-" in word else 6
    return (9 if "-" in word else 8) if word[:1].isupper() else 10


def described(token: str) -> Described:
    """What is known of a token by itself: in the lexicon, by its ending and by how it is written."""
    if not token:
        return Described((0,), (0.0,) * TRAITS, False)
    if token[0].isdigit():
        number = (row("shape", 11 + min(len(token), 6)), row("length", min(len(token), 11)))
        return Described(number, (0.0,) * TRAITS, False)
    if not token[0].isalpha():
        return Described((row("sign", _SIGNS.find(token) + 1),), (0.0,) * TRAITS, False)
    low = token.lower()
    known = lexicon()
    bits = known.bits(low)
    if not bits and "-" in low:
        bits = known.bits(low.rpartition("-")[2])
    if not bits and not low.isascii():
        # "Nguyễn" stands in lists of names as "Nguyen".
        bits = known.bits("".join(c for c in normalize("NFD", low) if not combining(c))) & (NAME | Kind.PLACE)
    kind, called = bits >> 6 & 7, bits >> 9 & 3
    if not kind and not called and low.endswith("s") and len(low) > 3:
        called = known.bits(low.removesuffix("s").removesuffix("'")) >> 9 & 3
    compound = not kind and len(low) > 7 and known.is_compound(low)
    german, english = bits & 7, bits >> 3 & 7
    place = bool(bits & Kind.PLACE)
    rows = [
        row("german", german),
        row("english", english),
        row("kind", kind),
        row("called", called),
        row("place", place),
        row("compound", compound),
        row("length", min(len(low), 11)),
        row("shape", _shape(token)),
    ]
    if max(german, english) >= COMMON:
        rows.append(_bucket("word", low))
    rows += [_bucket("end", low[-size:]) for size in (2, 3) if len(low) > size]
    capital = token[0].isupper()
    traits = (
        capital, capital and token.isupper(), kind & 1, kind >> 1 & 1, kind >> 2, called & 1, called >> 1, place,
        german / 7, english / 7, compound, min(len(low), 12) / 12, capital and not kind and not compound,
    )  # fmt: skip
    common = max(german, english)
    candidate = common < VERY_COMMON if capital else not kind and common < COMMON
    return Described(tuple(rows), tuple(float(trait) for trait in traits), candidate)
