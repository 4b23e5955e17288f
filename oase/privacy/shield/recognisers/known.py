"""What is known of this customer: name, mail, telephone, address and numbers, however they are written."""

import re
from collections.abc import Iterator

from oase.privacy.shield.known import Plan, spellings
from oase.privacy.shield.names import is_capital, is_plain_word
from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found

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
    if known.parts:
        yield from _names(reading, known)


def _names(reading: Reading, known: Plan) -> Iterator[Found]:
    """Runs of words of one known name; one alone counts when it is no ordinary word in lower case."""
    run: list[tuple[int, int, str, bool]] = []
    for word in reading.words:
        whole = _part(known, word.lower)
        if whole is None and not (run and len(word.text) == 1 and word.lower in known.initials):
            continue
        weak = whole is None or (
            not is_capital(word.text)
            and (len(word.text) < 3 or is_plain_word(word.lower) or word.lower in reading.vocabulary)
        )
        weak = weak or len(word.text) < 3 or (word.lower in reading.vocabulary)
        if run and not _BETWEEN.fullmatch(reading.text, run[-1][1], word.start):
            yield from _flush(reading, run, known)
            run = []
        run.append((word.start, word.end, whole or word.lower, weak))
    yield from _flush(reading, run, known)


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
