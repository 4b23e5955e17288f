"""From what somebody typed to the words of the company's concerns that it means.

A typed word means all that have its stem in German or English, compounds it is a part of, and what it begins. If the
company's concerns know none, it was mistyped: the nearest that they know is meant. In quotes a word means itself.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from oase.second_level.search.spelling import Resembling, errors_forgiven, meant, mistyped, one_off
from oase.second_level.search.typed import LONGEST, apart
from oase.second_level.search.wanted import Phrase, Term, Wanted, any_of

LONGEST_TYPED: Final = LONGEST
MOST_TYPED: Final = 8
"""Words that are looked up; what is typed beyond them counts for nothing."""

Known = Mapping[str, Sequence[tuple[str, int]]]
"""For each typed word those it may mean, with the number of concerns they stand in."""


@dataclass(frozen=True)
class _Word:
    """A word as it was typed, the part it stands in and its place there; whether anybody would look for it."""

    text: str
    part: int
    place: int
    tells: bool


# Of what grammar needs, and of single letters, nothing is known.
_SPLIT: Final = """
SELECT word, part, place,
       char_length(word) BETWEEN 2 AND 40
       AND ts_lexize('german_stem', word) <> '{}' AND ts_lexize('english_stem', word) <> '{}'
  FROM unnest(%s::text[]) WITH ORDINALITY AS parts (text, part),
       unnest(to_tsvector('simple', text)) AS found (word, places, weights), unnest(places) AS place
 ORDER BY part, place, word
"""

_FAMILY: Final = """
SELECT t.word, v.word, v.uses
  FROM unnest(%(typed)s::text[], %(patterns)s::text[]) AS t (word, pattern)
  CROSS JOIN LATERAL (
      (SELECT word, uses FROM oase_vocabulary
        WHERE company_id = %(company)s::bigint AND german = (ts_lexize('german_stem', t.word))[1]
        ORDER BY uses DESC LIMIT 24)
      UNION
      (SELECT word, uses FROM oase_vocabulary
        WHERE company_id = %(company)s::bigint AND english = (ts_lexize('english_stem', t.word))[1]
        ORDER BY uses DESC LIMIT 24)
      UNION
      (SELECT word, uses FROM oase_vocabulary
        WHERE company_id = %(company)s::bigint AND word LIKE t.pattern
          AND (starts_with(word, t.word) OR strpos(word, t.word) > 3)
        ORDER BY uses DESC LIMIT 24)
  ) AS v
"""

# All that are one error away, by their names: as fast whatever else a large company's concerns know.
_SLIPS: Final = """
SELECT word, uses FROM oase_vocabulary WHERE company_id = %(company)s::bigint AND word = ANY (%(slips)s::text[])
"""

_NEAR: Final = """
SELECT t.word, v.word, v.uses, (ts_lexize('german_stem', t.word))[1], v.german, (ts_lexize('english_stem', t.word))[1],
       v.english
  FROM unnest(%(typed)s::text[]) AS t (word)
  CROSS JOIN LATERAL (
      SELECT word, uses, german, english FROM oase_vocabulary
       WHERE company_id = %(company)s::bigint AND word %% t.word
         AND char_length(word) BETWEEN char_length(t.word) - 3 AND char_length(t.word) + 3
       ORDER BY similarity(word, t.word) DESC, uses DESC LIMIT 40
  ) AS v
"""


def wanted_in(company_id: int, typed: str) -> Wanted:
    """What the typed words mean among those of this company's concerns."""
    parts = apart(typed)
    split = _split([part.text for part in parts])
    looked_up = list(dict.fromkeys(word.text for word in split if word.tells))[:MOST_TYPED]
    quoted = {word.text for word in split if parts[word.part - 1].exact}
    known = _Known(company_id, looked_up, quoted)
    terms: dict[Term, None] = {}
    without: dict[Term, None] = {}
    phrases: list[Phrase] = []
    for number, part in enumerate(parts, 1):
        words = [word for word in split if word.part == number]
        told = [known.term(word.text, exact=part.exact) for word in words if word.text in known.typed]
        if part.exact and len(words) > 1:
            phrases.append(Phrase(part.text, _in_order(words, known), tuple(told), part.without))
        if not part.without:
            terms |= dict.fromkeys(told)
        elif not part.exact or len(words) == 1:
            without |= dict.fromkeys(term for term in told if term.words)
    return Wanted(tuple(terms), tuple(without), tuple(phrases))


def _in_order(words: Sequence[_Word], known: "_Known") -> str:
    """The words one after another as PostgreSQL reads it; one that nobody wrote stands for itself."""
    found, before = "", 0
    for word in words:
        meant_here = known.term(word.text, exact=True).words if word.text in known.typed else ()
        step = f" <{word.place - before}> " if found else ""
        found += step + any_of(meant_here or [word.text])
        before = word.place
    return found


class _Known:
    """What a company's concerns know of typed words."""

    def __init__(self, company_id: int, typed: Sequence[str], quoted: Collection[str]) -> None:
        self.typed, self._company, self._quoted = typed, company_id, quoted
        self._family = self._relatives(typed)
        # Somebody mistyped it here, or there.
        self._slips = self._one_off([word for word in typed if word.isalpha() and (len(word) > 5 or self._lacks(word))])
        doubtful = [word for word in typed if errors_forgiven(word) and self._lacks(word)]
        near = self._near([word for word in doubtful if not self._slips[word]])
        self._meant = {word: meant([*self._slips[word], *near[word]]) for word in doubtful}
        self._uses = {one.word: one.uses for word in doubtful for one in [*self._slips[word], *near[word]]}
        self._family |= self._relatives(list(dict.fromkeys(found[0] for found in self._meant.values() if found)))

    def term(self, word: str, *, exact: bool) -> Term:
        """What a typed word means; in quotes itself alone, unless nobody wrote it."""
        uses = dict(self._family[word])
        if exact and word in uses:
            return Term(word, (word,), uses[word])
        if uses and not exact:
            slips = mistyped(word, sum(uses.values()), self._slips[word])
            return Term(word, tuple(dict.fromkeys([*uses, *slips])), sum(uses.values()))
        taken_for = self._meant.get(word, [])
        if not taken_for:
            return Term(word, (), 0)
        uses = {one: self._uses[one] for one in taken_for} | ({} if exact else dict(self._family[taken_for[0]]))
        return Term(word, tuple(uses), sum(uses.values()), taken_for[0])

    def _lacks(self, word: str) -> bool:
        """Whether nobody wrote it; in quotes, whether nobody wrote it just so."""
        known = [one for one, _ in self._family[word]]
        return not known or (word in self._quoted and word not in known)

    def _relatives(self, typed: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        values = {"typed": list(typed), "patterns": [_pattern(word) for word in typed], "company": self._company}
        for word, known, uses in _rows(_FAMILY, values) if typed else ():
            found[word].append((known, uses))
        return found

    def _one_off(self, typed: Sequence[str]) -> Mapping[str, Sequence[Resembling]]:
        slips = {word: one_off(word) for word in typed}
        values = {"slips": sorted(set().union(*slips.values())), "company": self._company}
        known = _rows(_SLIPS, values) if slips else []
        found: dict[str, list[Resembling]] = defaultdict(list)
        for word, near in slips.items():
            found[word] = [Resembling(one, uses, ((word, one),)) for one, uses in known if one in near]
        return found

    def _near(self, typed: Sequence[str]) -> Mapping[str, Sequence[Resembling]]:
        found: dict[str, list[Resembling]] = defaultdict(list)
        for word, known, uses, *stems in (
            _rows(_NEAR, {"typed": list(typed), "company": self._company}) if typed else ()
        ):
            found[word].append(Resembling(known, uses, ((word, known), (stems[0], stems[1]), (stems[2], stems[3]))))
        return found


def _split(texts: Sequence[str]) -> list[_Word]:
    return [_Word(*row) for row in _rows(_SPLIT, [list(texts)])] if texts else []


def _pattern(word: str) -> str:
    """What the word begins, and from five letters on what it is a part of, behind three others at least (`strpos`)."""
    plain = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%" if len(word) > 4 else f"{plain}%"


def _rows(statement: str, values: Mapping[str, Any] | Sequence[Any]) -> Iterable[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
