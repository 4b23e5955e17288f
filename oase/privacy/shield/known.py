"""The record of this customer, made ready for matching."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from unicodedata import normalize

from oase.privacy.shield.fold import plain
from oase.privacy.shield.names import is_plain_word
from oase.privacy.shield.nearly import slips
from oase.privacy.shield.words import is_ordinary

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_PLAIN = str.maketrans({"ł": "l", "ı": "i", "ø": "o", "đ": "d", "ß": "ss"})
_TITLES = frozenset(
    [
        "dr",
        "prof",
        "herr",
        "herrn",
        "frau",
        "mr",
        "mrs",
        "ms",
        "med",
        "dipl",
        "ing",
        "von",
        "van",
        "de",
        "der",
        "zu",
        "und",
        "and",
        "the",
        "el",
        "al",
        "la",
        "di",
        "da",
        "le",
        "fam",
        "familie",
    ]
)
_ENDINGS = ("s", "es", "en", "ns")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a customer. Matched whatever the case, spelling of umlauts or formatting; names also
    inflected, joined, split, and with a slip or two of typing in long words.

    Of an address each line or comma-separated part counts, except a place without its
    postcode, which many people share.
    """

    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    def __or__(self, other: "Known") -> "Known":
        """What is known of both: everyone in a conversation."""
        return Known(
            self.names + other.names,
            self.emails + other.emails,
            self.phones + other.phones,
            self.addresses + other.addresses,
            self.numbers + other.numbers,
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """A `Known` ready to be searched for."""

    exact: tuple[tuple[re.Pattern[str], str], ...] = ()
    phones: frozenset[str] = frozenset()
    parts: dict[str, str] = field(default_factory=dict)
    """Every word that names them → the part of the name it stands for: inflected, joined, in other spellings."""
    names: tuple[tuple[str, ...], ...] = ()
    initials: frozenset[str] = frozenset()
    long: tuple[str, ...] = ()
    """Parts of names that are long enough to forgive a slip."""
    lengths: frozenset[int] = frozenset()
    """How long a word can be that is one of `long` with a slip."""
    torn: frozenset[str] = frozenset()
    """What the names begin with, in every spelling, for words that were torn apart."""
    streets: tuple[str, ...] = ()

    def datum(self, parts: list[str]) -> str:
        """The name that these parts belong to, in full; the parts themselves when they are of several names."""
        owners = [name for name in self.names if all(part in name or "".join(name) == part for part in parts)]
        return " ".join(owners[0]) if len(owners) == 1 else " ".join(parts)


@lru_cache(maxsize=1 << 14)
def spellings(lower: str) -> tuple[str, ...]:
    """A word with its umlauts written out, and with its accents dropped."""
    if lower.isascii():
        return (lower,)
    bare = "".join(c for c in normalize("NFD", lower.translate(_PLAIN)) if not "\u0300" <= c <= "\u036f")
    return (lower.translate(_UMLAUTS), bare)


@lru_cache(maxsize=64)
def plan_of(known: Known) -> Plan:
    exact: list[tuple[re.Pattern[str], str]] = []
    exact += [(_bounded(re.escape(plain(email.strip()).lower())), "email") for email in known.emails if email.strip()]
    for address in known.addresses:
        for part in re.split(r"[\n,;|]+", plain(address)):
            exact += _address(part)
    for number in known.numbers:
        if len(characters := re.findall(r"[^\W_]", plain(number).lower())) > 2:
            exact.append((_bounded(r"[\s./_-]{0,2}".join(map(re.escape, characters))), "reference"))
    phones = frozenset(digits for phone in known.phones if len(digits := _national(plain(phone))) > 5)
    names = tuple(tuple(_LETTERS.findall(plain(name).lower())) for name in known.names)
    for name in names:
        if len(name) > 1:
            whole = r"[\s,.'_-]{1,3}".join(map(_spelled, name)) + "(?:s|'s)?"
            exact.append((_bounded(whole), "person"))
    parts: dict[str, str] = {}
    for name in names:
        for part in name:
            if part not in _TITLES:
                for spelling in spellings(part):
                    parts.setdefault(spelling, part)
        if len(name) > 1:
            given, surname = name[0], name[-1]
            for joined in ("".join(name), "".join(reversed(name)), given + surname, surname + given):
                for spelling in spellings(joined):
                    parts.setdefault(spelling, "".join(name))
            for joined in (given[0] + surname, surname + given[0], given + surname[0]):
                if len(joined) > 4 and not is_ordinary(joined):
                    for spelling in spellings(joined):
                        parts.setdefault(spelling, "".join(name))
    initials = frozenset(part[0] for name in names for part in name if part not in _TITLES)
    long = tuple(part for part in parts if slips(len(part)))
    streets = {w for address in known.addresses for w in _LETTERS.findall(plain(address).lower()) if _is_street(w)}
    forms = {
        part + ending: whole for ending in _ENDINGS for part, whole in parts.items() if len(part) > len(ending) + 1
    }
    lengths = {len(part) + by for part in long for by in range(-slips(len(part)), slips(len(part)) + 1)}
    whole_words = {*parts, *(part for name in names for part in (*name, "".join(name)))}
    torn = {part[:size] for part in whole_words if len(part) > 3 for size in range(1, len(part))}
    return Plan(
        tuple(exact),
        phones,
        {**forms, **parts},
        tuple(n for n in names if n),
        initials,
        long,
        frozenset(lengths),
        frozenset(torn),
        tuple(sorted(streets)),
    )


def _national(phone: str) -> str:
    """The digits that stay when the country code and the leading zero go."""
    digits = re.sub(r"\D", "", phone.replace("(0)", ""))
    if phone.strip().startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        for code in ("49", "43", "41", "44", "1"):
            if digits.startswith(code):
                return digits.removeprefix(code).lstrip("0")
    return digits.lstrip("0")


def _address(part: str) -> list[tuple[re.Pattern[str], str]]:
    tokens = re.findall(r"[^\W\d_]+|\d+", part.lower())
    if not tokens or not any(token.isdigit() for token in tokens):
        return [(_bounded(_spelled(token)), "address") for token in tokens if _is_street(token)]
    kind = "place" if tokens[0].isdigit() and len(tokens[0]) > 3 else "address"
    found = [(_bounded(r"[\s.,-]{0,3}".join(map(_spelled, tokens))), kind)]
    found += [(_bounded(_spelled(token)), "address") for token in tokens if _is_street(token)]
    found += [(_bounded(token), "place") for token in tokens if token.isdigit() and len(token) == 5]
    return found


def _is_street(token: str) -> bool:
    return (
        len(token) > 6
        and not is_plain_word(token)
        and token.endswith(("straße", "strasse", "str", "weg", "gasse", "allee", "platz", "ring", "damm", "ufer"))
    )


def _spelled(token: str) -> str:
    """A pattern for a word in any spelling of its umlauts and of "Straße"."""
    pattern = re.escape(token.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü"))
    for umlaut, other in (("ä", "ae|a"), ("ö", "oe|o"), ("ü", "ue|u")):
        pattern = pattern.replace(umlaut, f"(?:{umlaut}|{other})")
    pattern = re.sub(r"(?:straße|strasse|str)$", r"(?:straße|strasse|str\\.?)", pattern)
    return pattern.replace("ß", "(?:ß|ss)")


def _bounded(pattern: str) -> re.Pattern[str]:
    # To be looked for in lower case, and what stands before looked at afterwards: so its first letters are found fast.
    return re.compile(pattern + r"(?![^\W_])")
