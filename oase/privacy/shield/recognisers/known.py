"""What is known of this customer: name, mail, telephone, address and numbers, however they are written."""

import re
from collections.abc import Iterator

from oase.privacy.shield.known import Plan, spellings
from oase.privacy.shield.names import is_capital, is_plain_word
from oase.privacy.shield.nearly import nearly, slips
from oase.privacy.shield.numbering import HOUSE
from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.tagger.lexicon import WORD
from oase.privacy.shield.words import bits_of, is_ordinary

_DIGITS = re.compile(r"(?<!\d)[+(]{0,2}\d(?:[ \t\n()/.-]{0,3}\d){4,24}")
_BETWEEN = re.compile(r"[ ,.'_-]{0,2}|\s[-&]\s|,?\s")


def find(reading: Reading, known: Plan) -> Iterator[Found]:
    for pattern, kind in known.exact:
        for match in pattern.finditer(reading.text):
            yield Found(match.start(), match.end(), kind, 95, None)
    if known.phones:
        for match in _DIGITS.finditer(reading.text):
            digits = re.sub(r"\D", "", match[0])
            if any(phone in digits for phone in known.phones):
                yield Found(match.start(), match.end(), "phone", 94)
    for street in known.streets:
        for low in reading.by_lower:
            if low != street and nearly(low, street) and not is_ordinary(low):
                for at in reading.by_lower[low]:
                    word = reading.words[at]
                    house = HOUSE.match(reading.text, word.end)
                    yield Found(word.start, house.end() if house else word.end, "address", 60)
    if known.parts:
        yield from _names(reading, known)


def _names(reading: Reading, known: Plan) -> Iterator[Found]:
    """Runs of words of one known name; one alone counts when it is no ordinary word in lower case."""
    run: list[tuple[int, int, str, bool]] = []
    for low, start, end, text in _units(reading, known):
        whole = _part(known, low)
        if whole is None:
            whole = _meant(reading, known, low)
        if whole is None and not (run and len(low) == 1 and low in known.initials):
            continue
        weak = (
            whole is None
            or len(low) < 3
            or low in reading.vocabulary
            or (not is_capital(text) and (is_plain_word(low) or (is_ordinary(low) and low == whole)))
        )
        if run and not _BETWEEN.fullmatch(reading.text, run[-1][1], start):
            yield from _flush(reading, run, known)
            run = []
        run.append((start, end, whole or low, weak))
    yield from _flush(reading, run, known)


def _units(reading: Reading, known: Plan) -> Iterator[tuple[str, int, int, str]]:
    """The words, with what was torn apart put together: "Kar la", "Blüm-chen", "K a r l a"."""
    words, parts = reading.words, known.parts
    at = 0
    while at < len(words):
        word = words[at]
        last = at
        if len(word.text) < 3 or (at + 1 < len(words) and words[at + 1].start - word.end < 3):
            joined = word.lower
            single = len(joined) == 1
            while last + 1 < len(words) and words[last + 1].start - words[last].end < 3:
                following = words[last + 1]
                if (single and len(following.text) > 1) or (not single and last > at) or len(joined) > 40:
                    break
                joined += following.lower
                last += 1
                if len(joined) > 3 and any(spelling in parts for spelling in spellings(joined)):
                    break
            whole = len(joined) > 3 and any(spelling in parts for spelling in spellings(joined))
            torn = whole and not any(_part(known, w.lower) for w in words[at : last + 1])
            apart = reading.text[word.end : words[at + 1].start] if torn else ""
            if torn and (
                apart != " " or not all(is_ordinary(w.lower) and len(w.lower) > 1 for w in words[at : last + 1])
            ):
                yield joined, word.start, words[last].end, word.text
                at = last + 1
                continue
        yield word.lower, word.start, word.end, word.text
        at += 1


def _meant(reading: Reading, known: Plan, low: str) -> str | None:
    """The part of a known name that was meant by a word with a typing error, if it is no word of the language."""
    if not slips(len(low)) or not known.long:
        return None
    key = ("known", known.long, low)
    if key not in reading.memo:
        word = low in reading.vocabulary or is_plain_word(low) or bool(bits_of(low) & WORD)
        reading.memo[key] = (
            None
            if word
            else next((known.parts[part] for form in spellings(low) for part in known.long if nearly(form, part)), None)
        )
    found = reading.memo[key]
    return found if isinstance(found, str) else None


def _flush(reading: Reading, run: list[tuple[int, int, str, bool]], known: Plan) -> Iterator[Found]:
    if not run or (all(weak for *_, weak in run) and len({part for _, _, part, _ in run}) < 2):
        return
    start, end = run[0][0], run[-1][1]
    initial = re.search(r"(?<!\w)([^\W\d_])\.[ ]?$", reading.text[max(0, start - 4) : start])
    if initial and initial[1].lower() in known.initials:
        start -= len(initial[0])
    parts = [part for _, _, part, _ in run]
    yield Found(start, end, "person", 93, known.datum(parts))


def _part(known: Plan, lower: str) -> str | None:
    """The part of a known name that this word is, also inflected ("Blums") or in another spelling ("Mueller")."""
    for spelling in spellings(lower):
        if part := known.parts.get(spelling):
            return part
        if len(spelling) > 3 and spelling[-1] == "s" and (part := known.parts.get(spelling[:-1])):
            return part
        if len(spelling) > 5 and spelling.endswith(("en", "es", "ns")) and (part := known.parts.get(spelling[:-2])):
            return part
    return None
