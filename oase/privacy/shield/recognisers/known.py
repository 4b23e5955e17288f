"""What is known of this customer: name, mail, telephone, address and numbers, however they are written."""

import re
from collections.abc import Collection, Iterator
from typing import cast

from oase.privacy.shield.known import Plan, spellings
from oase.privacy.shield.names import is_capital, is_plain_word
from oase.privacy.shield.nearly import nearly
from oase.privacy.shield.numbering import HOUSE
from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import is_ordinary, is_word

_DIGITS = re.compile(r"(?<!\d)[+(]{0,2}\d(?:[ \t\n()/.-]{0,3}\d){4,24}")
_LONGEST = 40
_ONE_SLIP = 8
_SIGNS = re.compile(r"[^\W_]++(?:[@$!|*]{1,3}[^\W_]++){0,6}")
_MIXED = re.compile(r"[^\W\d_]\d|\d[^\W\d_]|[@$!|*][^\W_]")
_MEANT = str.maketrans("4@30$5!|7", "aaeossiit")
_BETWEEN = re.compile(r"[ ,.'_-]{0,2}|\s[-&]\s|,?\s")


def find(reading: Reading, known: Plan) -> Iterator[Found]:
    for pattern, kind in known.exact:
        for match in pattern.finditer(reading.lower):
            if match.start() and reading.text[match.start() - 1].isalnum():
                continue
            yield Found(match.start(), match.end(), kind, 95, None)
    if known.phones and reading.digits > 4:
        for match in _DIGITS.finditer(reading.text):
            digits = re.sub(r"\D", "", match[0])
            if any(phone in digits for phone in known.phones):
                yield Found(match.start(), match.end(), "phone", 94)
    for street in known.streets:
        for low in reading.by_lower:
            if -3 < len(low) - len(street) < 3 and low != street and nearly(low, street) and not is_ordinary(low):
                for at in reading.by_lower[low]:
                    word = reading.words[at]
                    house = HOUSE.match(reading.text, word.end)
                    yield Found(word.start, house.end() if house else word.end, "address", 60)
    if known.parts:
        yield from _names(reading, known)
        yield from _replaced(reading, known)


def _names(reading: Reading, known: Plan) -> Iterator[Found]:
    """Runs of words of one known name; one alone counts when it is no ordinary word in lower case."""
    run: list[tuple[int, int, str, bool]] = []
    # What a word means is the same in every pass over a text.
    words = cast(dict[str, str | None], reading.memo.setdefault("known", {}))
    for low in reading.by_lower.keys() - words.keys():
        words[low] = _part(known, low) or _meant(reading, known, low)
    meant = {low: whole for low in reading.by_lower if (whole := words[low])}
    for low, start, end, text in _units(reading, known, meant):
        whole = meant.get(low) or _part(known, low) or _meant(reading, known, low)
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


def _replaced(reading: Reading, known: Plan) -> Iterator[Found]:
    """ "K4rla", "K*rla", "B1um": signs and digits in place of letters, in words long enough to tell."""
    text = reading.text
    if not (reading.digits or "*" in text or "@" in text or "$" in text):
        return
    if not _MIXED.search(text):
        return
    seen = cast(dict[str, str | None], reading.memo.setdefault("known signs", {}))
    for match in _SIGNS.finditer(text):
        written = match[0]
        if written.isalpha() or written.isdigit():
            continue
        if written not in seen:
            seen[written] = _spelled(known, written.lower())
        if part := seen[written]:
            yield Found(match.start(), match.end(), "person", 92, known.datum([part]))


def _spelled(known: Plan, written: str) -> str | None:
    if not 4 <= len(written) <= _LONGEST or sum(map(str.isalpha, written)) < 3:
        return None
    if "*" in written:
        return next((known.parts[long] for long in known.parts if _starred(written, long)), None)
    meant = written.translate(_MEANT)
    return known.parts.get(meant.replace("1", "i")) or known.parts.get(meant.replace("1", "l"))


def _starred(written: str, part: str) -> bool:
    return len(written) == len(part) and all(a in ("*", b) for a, b in zip(written, part, strict=True))


def _units(reading: Reading, known: Plan, meant: Collection[str]) -> Iterator[tuple[str, int, int, str]]:
    """The words that can be part of a name, what was torn apart put together: "Kar la", "Blüm-chen", "K a r l a"."""
    words, torn_at, by_lower = reading.words, known.torn, reading.by_lower
    after, size = 0, len(words)
    for at in sorted(at for low in by_lower if len(low) == 1 or low in meant or low in torn_at for at in by_lower[low]):
        if at < after:
            continue
        word = words[at]
        last = at
        if len(word.lower) == 1:
            last = _letters(reading, at)
        if last == at and word.lower in torn_at and at + 1 < size and _torn(reading, known, at):
            last = at + 1
        low = word.lower if last == at else "".join(w.lower for w in words[at : last + 1])
        yield low, word.start, words[last].end, word.text
        after = last + 1


def _letters(reading: Reading, at: int) -> int:
    """The last of a run of single letters, if it is long enough for a name; `at` if not."""
    words, last = reading.words, at
    while (
        last + 1 < len(words)
        and len(words[last + 1].lower) == 1
        and words[last + 1].start - words[last].end < 3
        and last - at < _LONGEST
    ):
        last += 1
    return last if last - at > 1 else at


def _torn(reading: Reading, known: Plan, at: int) -> bool:
    word, after = reading.words[at], reading.words[at + 1]
    if after.start - word.end > 2 or not _part(known, word.lower + after.lower):
        return False
    if _part(known, word.lower) or _part(known, after.lower):
        return False
    between = reading.text[word.end : after.start]
    return between != " " or is_capital(word.text) or not (is_ordinary(word.lower) and is_ordinary(after.lower))


def _meant(reading: Reading, known: Plan, low: str) -> str | None:
    """The part of a known name that was meant by a word with a typing error, if it is no word of the language."""
    genitive = low.endswith("s")
    if not (len(low) in known.lengths or (genitive and len(low) - 1 in known.lengths)):
        return None
    if low in reading.vocabulary or is_word(low):
        return None
    forms = (*spellings(low), *(spellings(low[:-1]) if genitive else ()))
    return next(
        (
            known.parts[part]
            for form in forms
            for part in known.long
            if -3 < len(form) - len(part) < 3 and _alike(form, part) and nearly(form, part)
        ),
        None,
    )


def _alike(form: str, part: str) -> bool:
    """Whether it is worth while to count slips: one slip leaves a beginning or an end."""
    if len(part) > _ONE_SLIP:
        return True
    whole = (len(part) - 2) // 2
    return form[:whole] == part[:whole] or form[-whole:] == part[-whole:]


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
    if lower.isascii():
        return known.parts.get(lower)
    return next((part for spelling in spellings(lower) if (part := known.parts.get(spelling))), None)
