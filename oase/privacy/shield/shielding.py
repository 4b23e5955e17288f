"""shield(): personal data out, placeholders in."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from functools import partial
from operator import itemgetter

from oase.privacy.shield.chain import ended
from oase.privacy.shield.echo import Echo
from oase.privacy.shield.fold import MASK, Folded, fold, plain
from oase.privacy.shield.known import Known, plan_of
from oase.privacy.shield.labels import PLACEHOLDER
from oase.privacy.shield.language import language_of
from oase.privacy.shield.naming import Key, Names
from oase.privacy.shield.overlap import Pieces
from oase.privacy.shield.reading import Reading
from oase.privacy.shield.recognisers import DIGITS, RECOGNISERS, Recogniser
from oase.privacy.shield.recognisers import known as known_recogniser
from oase.privacy.shield.spans import Found, Shielded, Span

_PASSES = 12
_WORDED = frozenset({"person", "address", "place"})
# As `_replace` does, in a quarter of the time; there are thousands in a long text.
_found = tuple.__new__


def as_is(normal: str) -> str:
    """The key of a normalised datum when nothing has to be kept secret."""
    return normal


def shield(
    text: str,
    *,
    language: str | None = None,
    known: Known | None = None,
    vocabulary: Set[str] | None = None,
    taken: Mapping[str, str] | None = None,
    opened: Collection[str] = (),
    masked: Collection[str] = (),
    key: Key = as_is,
    side: str = "",
    recognisers: Mapping[str, Recogniser] = RECOGNISERS,
) -> Shielded:
    """Replaces personal data in `text`, whatever it is, by placeholders. Never raises; shielding twice changes nothing.

    language: of the placeholders, "de" or "en"; None: found out, German when in doubt. Both are always recognised.
    known: what is known of this customer. vocabulary: words in lower case that are never names.
    taken: the `names` of the conversation's last `Shielded`. opened: strings to leave readable; masked: others to hide.
    key: turns a normalised datum into the key under which `names` holds its placeholder, such as an HMAC; the same one
    for a whole conversation. side: whose words these are; what one side names is never compared with what another
    named, so that nobody tests a guess by its placeholder. recognisers: name → function; a learned tagger can stand
    beside the others.
    """
    words = frozenset(vocabulary or ())
    reader: dict[str, Recogniser] = dict(recognisers)
    if known is not None:
        reader["known"] = partial(known_recogniser.find, known=plan_of(known))
    if masked:
        reader["masked"] = partial(_wanted, patterns=_patterns(masked))
    names = Names(taken or {}, text, language or language_of(text), key, side)
    readable = _patterns(opened)
    echo = Echo(names, conversation=bool(taken))
    memo: dict[object, object] = {}
    folded = _without_placeholders(fold(text), text)
    kept: list[tuple[int, int, Found, str]] = []
    for passed in range(_PASSES):
        reading = Reading(folded.text, words, memo)
        pieces = Pieces(folded.text)
        for found in pieces.offer(_allowed(_read(reading, reader), folded.text, readable)):
            echo.hear(found, folded.text)
        pieces.offer(_allowed(echo.find(reading), folded.text, readable))
        if not pieces.kept:
            break
        pieces.offer(_allowed(ended(reading, pieces.kept, passed), folded.text, readable))
        winners = sorted(pieces.kept)
        for found in winners:
            start, end = folded.original(found.start, found.end)
            kept.append((start, end, found, folded.text[found.start : found.end]))
        folded = folded.masked([(found.start, found.end) for found in winners])
    return _replaced(text, sorted(kept, key=itemgetter(0)), names)


def _read(reading: Reading, recognisers: Mapping[str, Recogniser]) -> Iterator[Found]:
    digits = reading.digits
    for name, recogniser in recognisers.items():
        if DIGITS.get(recogniser, 0) > digits:
            continue
        for found in recogniser(reading):
            yield found if found.recogniser else _found(Found, (*found[:5], name))


def _replaced(text: str, kept: list[tuple[int, int, Found, str]], names: Names) -> Shielded:
    spans = [
        Span(start, end, found.type, names.placeholder(found.type, found.datum or surface), found.recogniser)
        for start, end, found, surface in kept
    ]
    out: list[str] = []
    at = 0
    for span in spans:
        out += (text[at : span.start], span.placeholder)
        at = span.end
    return Shielded("".join((*out, text[at:])), tuple(spans), names.given)


def _without_placeholders(folded: Folded, text: str) -> Folded:
    """The reading with every placeholder that is there already as one mask."""
    if "[" not in text:
        return folded
    return folded.masked([match.span() for match in PLACEHOLDER.finditer(folded.text)])


def _patterns(strings: Iterable[str]) -> list[re.Pattern[str]]:
    folded = {" ".join(plain(string).split()) for string in strings}
    return [
        re.compile(
            (r"(?<!\w)" if text[0].isalnum() else "")
            + r"\s+".join(map(re.escape, text.split()))
            + (r"(?!\w)" if text[-1].isalnum() else ""),
            re.I,
        )
        for text in sorted(folded)
        if text and MASK not in text
    ]


def _wanted(reading: Reading, patterns: list[re.Pattern[str]]) -> Iterator[Found]:
    for pattern in patterns:
        for match in pattern.finditer(reading.text):
            yield Found(match.start(), match.end(), "private", 100)


def _allowed(candidates: Iterable[Found], text: str, readable: list[re.Pattern[str]]) -> Iterator[Found]:
    """Without what the customer opened: of names and addresses also a single word, of numbers only the whole."""
    if not readable:
        yield from candidates
        return
    opened = sorted(match.span() for pattern in readable for match in pattern.finditer(text))
    for found in candidates:
        if found.type == "private":
            yield found
            continue
        inside = [(a, b) for a, b in opened if a < found.end and b > found.start]
        if any(a <= found.start and found.end <= b for a, b in inside):
            continue
        if not inside or found.type not in _WORDED:
            yield found
            continue
        at = found.start
        for a, b in [*inside, (found.end, found.end)]:
            if text[at:a].strip(" ,.-"):
                piece = text[at:a]
                yield found._replace(
                    start=at + len(piece) - len(piece.lstrip(" ,.-")),
                    end=a - (len(piece) - len(piece.rstrip(" ,"))),
                    datum=None,
                )
            at = max(at, b)
