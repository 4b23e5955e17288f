"""Words that stand in a member's own concern alone: whether colleagues wrote one there is nothing to be found out.

What a member has as a customer themself is not among what they find. Without this a search would still say that it
knows a word, or for which one a mistyped one was taken.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db import connection

from oase.companies.models import Customer, Membership
from oase.second_level.search.wanted import Term, Wanted

_OWN_ALONE = """
SELECT v.word FROM oase_vocabulary v
  JOIN (SELECT word, count(*) AS times
          FROM oase_searchable s CROSS JOIN LATERAL unnest(tsvector_to_array(s.words)) AS word
         WHERE s.customer_id = %(own)s::bigint AND word = ANY (%(words)s::text[]) GROUP BY word) AS mine
    ON mine.word = v.word AND v.uses <= mine.times
 WHERE v.company_id = %(company)s::bigint
"""


def without_own(membership: Membership, wanted: Wanted) -> Wanted:
    """What is looked for without the words that stand in the member's own concerns alone."""
    own = Customer.objects.filter(company_id=membership.company_id, person_id=membership.person_id)
    customer_id = own.values_list("pk", flat=True).first()
    terms = [*wanted.terms, *wanted.without, *(term for phrase in wanted.phrases for term in phrase.terms)]
    words = list({word for term in terms for word in (*term.words, term.instead)})
    if customer_id is None or not words:
        return wanted
    with connection.cursor() as cursor:
        cursor.execute(_OWN_ALONE, {"own": customer_id, "words": words, "company": membership.company_id})
        hidden = {word for (word,) in cursor.fetchall()}
    return Wanted(
        _without(wanted.terms, hidden),
        tuple(term for term in _without(wanted.without, hidden) if term.words),
        tuple(replace(phrase, terms=_without(phrase.terms, hidden)) for phrase in wanted.phrases),
    )


def _without(terms: Iterable[Term], hidden: Collection[str]) -> tuple[Term, ...]:
    return tuple(_cleared(term, hidden) for term in terms)


def _cleared(term: Term, hidden: Collection[str]) -> Term:
    words = tuple(word for word in term.words if word not in hidden)
    instead = "" if term.instead in hidden else term.instead
    return replace(term, words=words, uses=term.uses if words else 0, instead=instead)
