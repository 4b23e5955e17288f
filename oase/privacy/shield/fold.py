"""Reads through disguise: full-width digits, invisible characters, lookalikes, split accents (after Unicode UTS 39)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

MASK = "\ue000"
"""Stands for one thing that is masked already. Fold never lets it through from outside."""

_CYRILLIC = dict(zip("АВЕЗКМНОРСТУХаеорсухіјѕІЈЅӏԁһԛԝкмтвнгпь", "ABE3KMHOPCTYXaeopcyxijsIJSldhqwkmtbhrnb", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοναικρτυεγ", "ABEZHIKMNOPTYXovaikptuey", strict=True))
_MARKS = {
    **dict.fromkeys("‐‑‒–—―−﹣", "-"),
    **dict.fromkeys("‘’‚‛´`ʼ′", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("\u2028\u2029\u0085\x0b\x0c", "\n"),
    "\r": " ",
}
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
_ONE_TO_ONE = {**_SMALL_CAPITALS, **_CYRILLIC, **_GREEK, **_MARKS}
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
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, end in pieces:
            text += (self.text[at:start], MASK)
            starts += self.starts[at:start]
            ends += self.ends[at:start]
            starts.append(self.starts[start])
            ends.append(self.ends[end - 1])
            at = end
        text.append(self.text[at:])
        return Folded("".join(text), starts + self.starts[at:], ends + self.ends[at:])


@lru_cache(maxsize=4096)
def _one(character: str) -> str:
    """What a character reads as: one character, or nothing when it cannot be seen."""
    if (known := _ONE_TO_ONE.get(character)) is not None:
        return known
    category = unicodedata.category(character)
    if category in ("Cf", "Cc", "Mn", "Me"):
        return character if character in "\n\t" else ""
    if category == "Zs":
        return " "
    if category == "Co":
        return "\ufffd"
    if category == "Nd":
        return str(unicodedata.decimal(character))
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
        return Folded(text, list(range(size)), list(range(1, size + 1)))
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
    return Folded("".join(out), starts, [*starts[1:], size] if starts else [])


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
