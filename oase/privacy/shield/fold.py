"""Reads through disguise: full-width digits, invisible characters, lookalikes, split accents (after Unicode UTS 39)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from oase.privacy.shield.words import ORDINARY, bits_of

MASK = "\ue000"
"""Stands for one thing that is masked already. Fold never lets it through from outside."""

_CYRILLIC = dict(zip("АВЕЗКМНОРСТУХаеорсухіјѕІЈЅӏԁһԛԝкмтвнгпь", "ABE3KMHOPCTYXaeopcyxijsIJSldhqwkmtbhrnb", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοναικρτυεγ", "ABEZHIKMNOPTYXovaikptuey", strict=True))
_MARKS = {
    **dict.fromkeys("‐‑‒–—―−﹣", "-"),
    **dict.fromkeys("‘’‚‛´`ʼ′", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("\u2028\u2029\u0085\x0b\x0c", "\n"),
    **dict.fromkeys("\r\t", " "),
}
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
_OTHERS = dict(zip("ɑɡɩօոսհցᎪᏴᏟᎠᎬᎻᎫᏦᏞᎷᏢᏚᎢᏙᎳᏃ", "agionuhgABCDEHJKLMPSTVWZ", strict=True))
_BADGES = {chr(first + at): chr(65 + at) for first in (0x1F150, 0x1F170) for at in range(26)}
_ONE_TO_ONE = {**_SMALL_CAPITALS, **_CYRILLIC, **_GREEK, **_OTHERS, **_BADGES, **_MARKS}
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]{3,}")
_PICTURE = "[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u2bff\U0001f000-\U0001faff]"
_BETWEEN_DIGITS = re.compile(rf"(?<=\d)[ ]?{_PICTURE}{{1,9}}[ ]?(?=\d)")
_IN_A_WORD = re.compile(rf"([^\W\d_]{{1,30}}){_PICTURE}{{1,9}}(?=([^\W\d_]{{1,30}}))")
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});")
_PLAIN = re.compile(r"[\x20-\x7e\n\täöüÄÖÜßàâçéèêëîïôûùñ€§°]*")


@dataclass(frozen=True, slots=True)
class Folded:
    """A reading of a text, and where each of its characters stands in the original (`starts`, `ends`)."""

    text: str
    starts: list[int]
    ends: list[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        return self.starts[start], self.ends[end - 1]

    def masked(self, pieces: list[tuple[int, int]]) -> "Folded":
        """The same reading with each of `pieces` (sorted, apart) become one MASK."""
        return self.replaced(self.text, [(start, end, MASK) for start, end in pieces])

    def replaced(self, text: str, pieces: list[tuple[int, int, str]]) -> "Folded":
        """The reading `text` of as many characters, each of `pieces` (sorted, apart) become one character or none."""
        out: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, end, character in pieces:
            out += (text[at:start], character)
            starts += self.starts[at:start]
            ends += self.ends[at:start]
            if character:
                starts.append(self.starts[start])
                ends.append(self.ends[end - 1])
            at = end
        out.append(text[at:])
        return Folded("".join(out), starts + self.starts[at:], ends + self.ends[at:])


@lru_cache(maxsize=4096)
def _one(character: str) -> str:
    """What a character reads as: one character, or nothing when it cannot be seen."""
    if (known := _ONE_TO_ONE.get(character)) is not None:
        return known
    category = unicodedata.category(character)
    if category in ("Cf", "Cc", "Mn", "Me"):
        return character if character == "\n" else ""
    if category == "Zs":
        return " "
    if category == "Co":
        return "\ufffd"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "No" and (digit := unicodedata.digit(character, None)) is not None:
        return str(digit)
    if character < "\u0250":
        return character
    plain = unicodedata.normalize("NFKC", character)
    if len(plain) == 1:
        return _ONE_TO_ONE.get(plain, plain)
    return character


def fold(text: str) -> Folded:
    """Reads any string, whatever is in it; never raises."""
    size = len(text)
    if "&" in text and _ENTITY.search(text):
        return _without_entities(text)
    if _PLAIN.fullmatch(text):
        return Folded(text.replace("\t", " "), list(range(size)), list(range(1, size + 1)))
    out: list[str] = []
    starts: list[int] = []
    for at, character in enumerate(text):
        if "\u0300" <= character <= "\u036f" and out:
            composed = unicodedata.normalize("NFC", out[-1] + character)
            if len(composed) == 1:
                out[-1] = composed
            continue
        if read := _one(character):
            out.append(read)
            starts.append(at)
    folded = Folded("".join(out), starts, [*starts[1:], size] if starts else [])
    return folded if folded.text.isascii() else _without_pictures(folded)


def _without_pictures(folded: Folded) -> Folded:
    """Reads pictures between digits as a space, and those inside a word, where neither side is one, as nothing."""
    text = folded.text
    if _FLAGS.search(text):
        text = _FLAGS.sub(lambda match: "".join(chr(ord(flag) - 0x1F1E6 + 65) for flag in match[0]), text)
    pieces = [(*match.span(), " ") for match in _BETWEEN_DIGITS.finditer(text)]
    pieces += [
        (match.end(1), match.end(), "")
        for match in _IN_A_WORD.finditer(text)
        if match[2][0].islower() and _is_torn(match[1].lower(), match[2].lower())
    ]
    return folded.replaced(text, sorted(pieces))


def _is_torn(left: str, right: str) -> bool:
    return not bits_of(right) and right not in ORDINARY and (len(left) == 1 or not (bits_of(left) or left in ORDINARY))


def _without_entities(text: str) -> Folded:
    """Reads "M&uuml;ller" as "Müller", as whoever turns it to a page would."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for match in (*_ENTITY.finditer(text), None):
        stop = match.start() if match else len(text)
        piece = fold(text[at:stop].replace("&", "\uff06")) if at < stop else Folded("", [], [])
        out.append(piece.text)
        starts += [at + start for start in piece.starts]
        ends += [at + end for end in piece.ends]
        if match is None:
            break
        read = plain(unescape(match[0]).replace("&", "\uff06"))
        if len(read) == 1:
            out.append(read)
            starts.append(match.start())
            ends.append(match.end())
        elif unescape(match[0]) == match[0]:
            out.append(match[0])
            starts += range(match.start(), match.end())
            ends += range(match.start() + 1, match.end() + 1)
        at = match.end()
    return Folded("".join(out), starts, ends)


def plain(text: str) -> str:
    """The folded text alone, for comparing."""
    return fold(text).text
