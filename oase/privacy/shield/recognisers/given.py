"""Frequent given names, alone or beside others: "Karla Blum", "Karl und Rosa Blum", "K. Blum", "Blum, Karla"."""

import re
from collections.abc import Iterator

from oase.privacy.shield.names import Name, is_capital, name_at, names_a_thing
from oase.privacy.shield.reading import Reading, Word
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import GIVEN_ALONE, SURNAMES, is_given, is_given_alone, is_name_only, is_surname

_AND = re.compile(r"(?: und | and | & | u\. |/| \+ )")
_INITIAL = re.compile(r"(?<![\w.°])(?<!\bi\.[ ])[A-ZÄÖÜ]\.(?:[ -]?[A-ZÄÖÜ]\.){0,2}[ ](?=[A-ZÄÖÜ][^\W\d_])")
_COMPANY = re.compile(r"[ ](?:gmbh|ag|kg|ohg|se|inc|ltd|llc|&|straße|strasse|str\.)", re.I)


def find(reading: Reading) -> Iterator[Found]:
    for low in reading.by_lower:
        if not is_given(low) or low in reading.vocabulary:
            continue
        for at in reading.by_lower[low]:
            word = reading.words[at]
            alone = is_given_alone(low)
            if at and _continues(reading, at):
                continue
            if not is_capital(word.text):
                yield from _lower(reading, at, alone)
                continue
            name = name_at(reading, word.start, sure=1, most=4)
            if name is None and (name := _both_ordinary(reading, at)) is None:
                continue
            single = name.end - name.start == len(word.text)
            if _COMPANY.match(reading.text, name.end) or names_a_thing(reading, name.start, name.end):
                continue
            joined = _AND.match(reading.text, name.end)
            other = name_at(reading, joined.end(), most=3) if joined else None
            pair = other is not None and reading.given(re.split(r"[ -]", other.datum.lower())[0])
            if (single and alone and not _acronym(word)) or (single and pair):
                yield Found(name.start, name.end, "person", 42, name.datum)
                yield from _surname_before(reading, at)
            elif not single and _fits(reading, name, alone):
                yield Found(name.start, name.end, "person", 48, name.datum)
            if pair and other:
                yield Found(other.start, other.end, "person", 48, other.datum)
    yield from _initials(reading)


def _acronym(word: Word) -> bool:
    """ "NINO", "BIC": one word in capitals is a name only when it is a frequent one."""
    return word.text.isupper() and (len(word.text) < 4 or word.lower not in GIVEN_ALONE)


def _continues(reading: Reading, at: int) -> bool:
    """Whether the word before is a given name that takes this one along."""
    word, before = reading.words[at], reading.words[at - 1]
    return (
        word.start - before.end == 1
        and reading.text[before.end] in " -"
        and is_given_alone(before.lower)
        and is_capital(before.text)
    )


def _fits(reading: Reading, name: Name, alone: bool) -> bool:
    if alone:
        return True
    parts = re.findall(r"[^\W\d_]+", name.datum.lower())
    if len(parts) < 2:
        return False
    second = parts[1]
    return (
        is_surname(second.rstrip("s")) or is_surname(second) or is_given_alone(second) or not reading.ordinary(second)
    )


def _both_ordinary(reading: Reading, at: int) -> Name | None:
    """ "Rosa Klein": each an ordinary word, together a name, when the second is a frequent surname."""
    if at + 1 >= len(reading.words):
        return None
    word, after = reading.words[at], reading.words[at + 1]
    if (
        after.start - word.end != 1
        or reading.text[word.end] != " "
        or not is_capital(after.text)
        or after.lower not in SURNAMES
    ):
        return None
    if after.lower in reading.vocabulary or word.text.isupper():
        return None
    return Name(word.start, after.end, f"{word.text} {after.text}")


def _surname_before(reading: Reading, at: int) -> Iterator[Found]:
    """ "Blum, Karla" or "Blum Karla", for frequent surnames."""
    if not at:
        return
    word, before = reading.words[at], reading.words[at - 1]
    surname = before.lower in SURNAMES or (is_surname(before.lower) and not reading.ordinary(before.lower))
    if surname and reading.text[before.end : word.start] in (", ", " ") and is_capital(before.text):
        yield Found(before.start, word.end, "person", 48, f"{word.text} {before.text}")


def _lower(reading: Reading, at: int, alone: bool) -> Iterator[Found]:
    """ "karla blum hat", in lower case: with a frequent surname, or alone when it is nothing else."""
    word = reading.words[at]
    after = reading.words[at + 1] if at + 1 < len(reading.words) else None
    if (
        after
        and is_name_only(word.lower)
        and after.start - word.end == 1
        and reading.text[word.end] == " "
        and is_surname(after.lower)
        and not reading.ordinary(after.lower)
    ):
        yield Found(word.start, after.end, "person", 44, f"{word.text} {after.text}")
    elif alone and len(word.text) > 3 and (word.lower in GIVEN_ALONE or not is_surname(word.lower)):
        yield Found(word.start, word.end, "person", 40, word.text)


def _initials(reading: Reading) -> Iterator[Found]:
    """ "K. Blum", "J. P. Quandt": initials and a word that is a name or unknown."""
    for initial in _INITIAL.finditer(reading.text) if "." in reading.text else ():
        name = name_at(reading, initial.end(), most=1)
        last = re.split(r"[ -]", name.datum)[-1].lower() if name else ""
        if name and len(last) > 2 and (last in SURNAMES or not reading.ordinary(last)):
            yield Found(initial.start(), name.end, "person", 49, f"{initial[0].strip()} {name.datum}")
