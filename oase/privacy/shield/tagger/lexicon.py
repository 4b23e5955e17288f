"""What is known of a word by itself: frequency, kind, whether somebody is called so. Built by training/shield."""

from array import array
from bisect import bisect_left
from enum import IntFlag
from functools import lru_cache
from pathlib import Path
from zlib import crc32

FILE = Path(__file__).parent / "lexicon.bin"
ENDLESS = 64
"""Letters from which on a word is no word: looking for its parts would take their number squared."""


class Kind(IntFlag):
    """The bits of a word; the lowest six are how frequent it is in German and in English, 0 to 7 each."""

    GERMAN_FREQUENCY = 0b111
    ENGLISH_FREQUENCY = 0b111000
    SMALL = 1 << 6
    """A German word that is written small."""
    NOUN = 1 << 7
    """A German noun."""
    ENGLISH = 1 << 8
    GIVEN = 1 << 9
    SURNAME = 1 << 10
    PLACE = 1 << 11


WORD = Kind.SMALL | Kind.NOUN | Kind.ENGLISH
NAME = Kind.GIVEN | Kind.SURNAME


def key_of(lower: str) -> int:
    """32 bits that stand for a word in lower case."""
    return crc32(lower.encode("utf-8", "surrogatepass"))


class Lexicon:
    """A table of hashes: small, without the words themselves, and wrong for one unknown word in ten thousand."""

    def __init__(self, data: bytes) -> None:
        count = int.from_bytes(data[:4], "little")
        self._keys = array("I")
        self._keys.frombytes(data[4 : 4 + 4 * count])
        self._bits = array("H")
        self._bits.frombytes(data[4 + 4 * count :])

    def bits(self, lower: str) -> int:
        key = key_of(lower)
        at = bisect_left(self._keys, key)
        return self._bits[at] if at < len(self._keys) and self._keys[at] == key else 0

    def is_compound(self, lower: str) -> bool:
        """Whether an unknown word is made of two that are known: "kaffee" and "halter", with or without a joint."""
        for at in range(len(lower) - 4, 3, -1) if len(lower) < ENDLESS else ():
            if self.bits(lower[at:]) & (Kind.NOUN | Kind.SMALL):
                left = lower[:at]
                if self._is_part(left):
                    return True
        return False

    def _is_part(self, left: str) -> bool:
        if self.bits(left) & WORD:
            return True
        for joint in ("es", "en", "s", "n", "e"):
            if left.endswith(joint) and len(left) - len(joint) > 2 and self.bits(left[: -len(joint)]) & WORD:
                return True
        return bool(self.bits(left + "e") & WORD)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of the package, read once."""
    return Lexicon(FILE.read_bytes())
