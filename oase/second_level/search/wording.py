"""From what somebody typed to the words of the company's concerns that it means.

A typed word means all that have its stem in German or English, compounds it is a part of, and what it begins. If the
company's concerns know none, it was mistyped: the nearest that they know is meant.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import connection

from oase.second_level.search.spelling import Resembling, errors_forgiven, meant, mistyped

LONGEST_TYPED: Final = 200
MOST_TYPED: Final = 8
"""Words that are looked for; all of them must stand in a concern."""

Known = Mapping[str, Sequence[tuple[str, int]]]
"""For each typed word those it may mean, with the number of concerns they stand in."""
Near = Mapping[str, Sequence[Resembling]]


@dataclass(frozen=True)
class Term:
    """One typed word, the words looked for, and how many concerns hold one of them at most."""

    typed: str
    words: tuple[str, ...]
    uses: int
    instead: str = ""
    """The word it was taken for, if it was mistyped."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for. Without terms nothing was typed that can be; with an empty one nothing can be found."""

    terms: tuple[Term, ...]

    @property
    def is_hopeless(self) -> bool:
        return not all(term.words for term in self.terms)

    @property
    def rarest(self) -> int:
        """In how many concerns the words can stand together, at most."""
        return min((term.uses for term in self.terms), default=0)

    @property
    def tsquery(self) -> str:
        """As PostgreSQL reads it: every term, in one of its words."""
        return " & ".join(f"({' | '.join(map(_quoted, term.words))})" for term in self.terms)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for term in self.terms for word in term.words))


def _quoted(word: str) -> str:
    doubled = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


_TYPED = """
SELECT word FROM unnest(to_tsvector('simple', %s::text)) AS t (word, places, weights)
 WHERE char_length(word) BETWEEN 2 AND 40
   AND ts_lexize('german_stem', word) <> '{}' AND ts_lexize('english_stem', word) <> '{}'
 ORDER BY places[1], word LIMIT %s::int
"""

_FAMILY = """
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

_NEAR = """
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
    words = _split(typed)
    if not words:
        return Wanted(())
    family = _known(_FAMILY, company_id, words)
    # Somebody mistyped it here, or there.
    doubtful = [
        word for word in words if (errors_forgiven(word) and not family[word]) or (len(word) > 5 and word.isalpha())
    ]
    near = _near(company_id, doubtful)
    terms = [_term(word, family[word], near[word]) for word in words]
    families = _known(_FAMILY, company_id, [term.instead for term in terms if term.instead])
    return Wanted(tuple(_with_family(term, families[term.instead]) for term in terms))


def _term(typed: str, family: Sequence[tuple[str, int]], near: Sequence[Resembling]) -> Term:
    if family:
        uses = sum(times for _, times in family)
        return Term(typed, (*(word for word, _ in family), *mistyped(typed, uses, near)), uses)
    taken_for = meant(near)
    if not taken_for:
        return Term(typed, (), 0)
    return Term(typed, tuple(taken_for), sum(one.uses for one in near if one.word in taken_for), taken_for[0])


def _with_family(term: Term, family: Sequence[tuple[str, int]]) -> Term:
    more = [(word, times) for word, times in family if word not in term.words]
    return replace(
        term, words=(*term.words, *(word for word, _ in more)), uses=term.uses + sum(times for _, times in more)
    )


def _split(typed: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_TYPED, [typed.replace("\x00", " ")[:LONGEST_TYPED], MOST_TYPED])
        return [word for (word,) in cursor.fetchall()]


def _pattern(word: str) -> str:
    """What the word begins, and from five letters on what it is a part of, behind three others at least (`strpos`)."""
    plain = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%" if len(word) > 4 else f"{plain}%"


def _known(statement: str, company_id: int, typed: Sequence[str]) -> Known:
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for word, known, uses in _rows(statement, company_id, typed):
        found[word].append((known, uses))
    return found


def _near(company_id: int, typed: Sequence[str]) -> Near:
    found: dict[str, list[Resembling]] = defaultdict(list)
    for word, known, uses, *stems in _rows(_NEAR, company_id, typed):
        found[word].append(Resembling(known, uses, ((word, known), (stems[0], stems[1]), (stems[2], stems[3]))))
    return found


def _rows(statement: str, company_id: int, typed: Sequence[str]) -> list[Any]:
    if not typed:
        return []
    values: dict[str, Any] = {
        "typed": list(typed),
        "patterns": [_pattern(word) for word in typed],
        "company": company_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
