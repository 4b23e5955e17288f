"""Searching for a member of staff: the concerns found, with the words that were meant and where they stand."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from oase.companies.models import Membership
from oase.conversations.models import Conversation
from oase.conversations.queries import office_visible_to
from oase.second_level.search.finding import A_PAGE, Found, Place, found_visible_to
from oase.second_level.search.own import without_own
from oase.second_level.search.snippets import Piece, Snippet, pieces_of, snippets_in
from oase.second_level.search.wanted import Wanted
from oase.second_level.search.wording import wanted_in

NOTHING: Final = Wanted(())


@dataclass(frozen=True)
class Hit:
    """A concern that was found, its subject in pieces, and the newest place where a word stands."""

    conversation: Conversation
    subject: tuple[Piece, ...]
    snippet: Snippet | None


@dataclass(frozen=True)
class Results:
    """What was found, newest first; `below`: where to go on, None at the end."""

    wanted: Wanted
    hits: tuple[Hit, ...]
    below: Place | None


def search_visible_to(
    membership: Membership,
    typed: str,
    *,
    below: Place | None = None,
    customers: Collection[int] | None = None,
    most: int = A_PAGE,
) -> Results:
    """Concerns of the member's company by their words; with `customers` only theirs, all if nothing is typed."""
    wanted = wanted_in(membership.company_id, typed)
    if customers is not None and not typed.strip():
        found = _every(membership, customers, below, most)
    else:
        found = found_visible_to(membership, wanted, below=below, customers=customers, most=most)
    hits = _hits(membership, found, wanted)
    if not hits or any(term.instead for term in (*wanted.terms, *wanted.without)):
        # What was found says nothing that its finder may not know; that nothing was found could.
        wanted = without_own(membership, wanted)
    return Results(wanted, hits, found.below)


def _every(membership: Membership, customers: Collection[int], below: Place | None, most: int) -> Found:
    rows = office_visible_to(membership).filter(customer_id__in=list(customers), merged_into=None)
    order = rows.order_by("-last_message_at", "-pk").values_list("pk", "last_message_at")
    # A handful of customers has a handful of concerns.
    after = [(pk, at) for pk, at in order if below is None or (at, pk) < (below.at, below.id)]
    shown = after[:most]
    return Found(tuple(pk for pk, _ in shown), Place(shown[-1][1], shown[-1][0]) if len(after) > most else None)


def _hits(membership: Membership, found: Found, wanted: Wanted) -> tuple[Hit, ...]:
    if not found.ids:
        return ()
    # Found or not: what this member may not see is not there.
    there = office_visible_to(membership).in_bulk(list(found.ids))
    snippets = snippets_in([one for one in found.ids if one in there], wanted)
    return tuple(
        Hit(there[one], pieces_of(there[one].subject, wanted.words), snippets.get(one))
        for one in found.ids
        if one in there
    )
