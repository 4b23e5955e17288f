"""Names that a small learned network recognises by what stands around them and how they are built."""

import re
from collections.abc import Iterator
from typing import NamedTuple, cast

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.tagger.features import TOKEN
from oase.privacy.shield.tagger.network import NOTHING, REACH, network
from oase.privacy.shield.words import SMALL, is_given, is_surname, words_of

LIKELY = 0.06
"""From this probability on a word is hidden: a name that stays costs more than a word that goes."""
BESIDE = 0.04
"""Enough beside a word that is likely: given name and surname are one name."""
_GAP = re.compile(
    r"[ \t]{1,2}|[ \t](?:von(?: der| dem)?|van(?: der| den)?|de(?: la)?|zu|del|di|da|el|al|bin)[ \t]|\.[ \t]?"
)
_LOWER, _ORDINARY, _SURE = 0.25, 0.5, 0.7
"""What it takes for a word in lower case, for one of the language as well, and for one that is hardly ever a name."""
_NEVER = words_of("forms_of_address") | words_of("roles") | words_of("relations")
_COUNTED = words_of("counted")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ'-]+$")
_SHORT = re.compile(r"\b(?:[id]|[zu])\. ?[a-z]\.$", re.I)
_VALUE = re.compile(r"[-.:]{0,2}\s{0,2}(?:(?:nr|no|nummer|number|id)[-.:]{0,2}\s{0,2})?[\d\ue000+(#]", re.I)
_END = frozenset(".,;:!?\n")
_SHORTEST, _LONGEST = 8, 64
"""Tokens of a piece that is remembered by itself."""
_ALONE = 3
"""How much longer a piece is with all that can matter to it: for more of them than that, the whole text is cheaper."""
_SAYS_NOTHING = 3
"""Fewer tokens have nothing around them to judge by: "Prima!" is no name."""
_WEIGHT = 30


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    places = list(TOKEN.finditer(text))
    if not places or (len(places) < _SAYS_NOTHING and reading.wordlike(places[0][0].lower())):
        return
    tokens = [place[0] for place in places]
    odds = [0.0, *_probabilities(tokens, reading), 0.0]
    start = end = -1
    for at in [at for at, one in enumerate(odds) if one > BESIDE]:
        place = places[at - 1]
        likely = odds[at] > LIKELY or max(odds[at - 1], odds[at + 1]) > LIKELY
        after = odds[at - 1] > LIKELY
        if not likely or _is_no_name(place, reading, odds[at], beside=after or odds[at + 1] > LIKELY, after=after):
            continue
        if start >= 0 and _GAP.fullmatch(text, end, place.start()):
            end = place.end()
            continue
        if start >= 0:
            yield Found(start, end, "person", _WEIGHT)
        start, end = place.span()
    if start >= 0:
        yield Found(start, end, "person", _WEIGHT)


def _is_no_name(place: re.Match[str], reading: Reading, odds: float, *, beside: bool, after: bool) -> bool:
    """What the network takes for a name and hardly is one.

    `odds`: what the network says; `beside`: a name may stand beside it; `after`: one stands before it.
    """
    word, low = place[0], place[0].lower()
    if low in _NEVER or not reading.vocabulary.isdisjoint((low, *low.split("-"))) or not _LATIN.match(word):
        return True
    if low in _COUNTED and not (beside and odds > _SURE):
        return True
    if word.islower() and (len(low) == 1 or (not after and odds < _LOWER)):
        return True
    short = word.isupper() and len(low) < 6
    wordlike = reading.wordlike(low)
    if (
        not after
        and (wordlike or short or not (is_given(low) or is_surname(low)))
        and _VALUE.match(reading.text, place.end())
    ):
        return True
    if wordlike or short:
        if not after and odds < _ORDINARY:
            return True
        if short and odds < _SURE:
            return len(low) > 1 or not _is_initial(reading.text, place)
    return odds < _SURE and low in SMALL and not is_given(low)


def _is_initial(text: str, place: re.Match[str]) -> bool:
    """Whether a lone letter stands for a name: "K. Blum", but not "i. V."."""
    around = text[max(0, place.start() - 4) : place.end() + 1]
    return around.endswith(".") and not _SHORT.search(around)


class _Piece(NamedTuple):
    """Tokens from `first` to before `last`, and all that can matter to them, which begins `before` tokens earlier."""

    first: int
    last: int
    before: int
    around: tuple[str, ...]

    @property
    def key(self) -> object:
        return ("learned", self.before, self.around)


def _probabilities(tokens: list[str], reading: Reading) -> list[float]:
    """Of each token. A later pass over the same text reads only the pieces in which something was masked."""
    memo = reading.memo
    pieces = [
        _Piece(first, last, min(first, REACH), tuple(tokens[max(0, first - REACH) : last + REACH]))
        for first, last in _pieces(tokens)
    ]
    new = [piece for piece in pieces if piece.key not in memo]
    if len(new) * _ALONE > len(pieces):
        whole: list[float] = network().probabilities(tokens).tolist()
        for piece in new:
            memo[piece.key] = whole[piece.first : piece.last]
        return whole
    if new:
        together: list[str] = []
        starts = []
        for piece in new:
            starts.append(len(together) + piece.before)
            together += (*piece.around, *NOTHING)
        if new[-1].last == len(tokens):
            # The end of a text is judged as an end, whether it is read alone or not.
            del together[-REACH:]
        odds = network().probabilities(together).tolist()
        for piece, start in zip(new, starts, strict=True):
            memo[piece.key] = odds[start : start + piece.last - piece.first]
    return [one for piece in pieces for one in cast(list[float], memo[piece.key])]


def _pieces(tokens: list[str]) -> Iterator[tuple[int, int]]:
    """About a sentence each."""
    first = 0
    for at, token in enumerate(tokens, start=1):
        if (token in _END and at - first >= _SHORTEST) or at - first == _LONGEST:
            yield first, at
            first = at
    if first < len(tokens):
        yield first, len(tokens)
