"""Reading the inbox: a page of a view, and how many each holds. Always for a member of the staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from oase.companies.models import Membership
from oase.companies.teams.models import Team
from oase.conversations.listing.branches import View
from oase.conversations.listing.counting import Count, counts_of
from oase.conversations.listing.reading import Page, page_of
from oase.conversations.models import Assignment, Conversation
from oase.jobs import clock
from oase.jobs.planned import Planned
from oase.second_level.views.filters import stored
from oase.second_level.views.models import OwnView
from oase.second_level.views.own import view_of
from oase.second_level.views.standing import VIEWS

OWN = "own-"
MOST_SHOWN = 12
"""So many own views are beside the inbox with their counts; all are on their own page."""


@dataclass(frozen=True)
class Shown:
    """A page of a view: its concerns with who has them now, and where it goes on."""

    rows: list[Conversation]
    page: Page


def own_views_visible_to(member: Membership) -> QuerySet[OwnView]:
    """The member's own views, and those shared with them."""
    mine = Q(owner_id=member.person_id) | Q(shared=OwnView.COMPANY)
    mine |= Q(shared=OwnView.TEAM, team__members=member)
    there = OwnView.objects.filter(company_id=member.company_id).filter(mine)
    return there.select_related("owner", "team").distinct().order_by("name", "pk")


def own_view_visible_to(member: Membership, key: str) -> OwnView | None:
    """The own view of an address such as `own-12`; None when it is not theirs to see."""
    number = key.removeprefix(OWN)
    if number == key or not (number.isascii() and number.isdigit() and len(number) < 16):
        return None
    return own_views_visible_to(member).filter(pk=int(number)).first()


def view_visible_to(member: Membership, key: str, own: OwnView | None = None) -> View | None:
    """One of `VIEWS` by its name, or an own view by its key; None when there is no such view for them."""
    if key in VIEWS:
        return VIEWS[key](member, clock.now())
    found = own or own_view_visible_to(member, key)
    return None if found is None else view_of(stored(found.filters), member, clock.now())


def with_teams(member: Membership) -> Membership:
    """The member with their teams at hand, so that they are read once a page."""
    prefetch_related_objects([member], Prefetch("teams", queryset=Team.objects.order_by("position", "pk")))
    return member


def page_visible_to(member: Membership, view: View, *, after: str = "", before: str = "") -> Shown:
    """A page of a view; `after` and `before` are places of another page of it."""
    page = page_of(view, after=after, before=before)
    return Shown(_rows(page.ids), page)


def rows_visible_to(member: Membership, key: str, most: int) -> list[Conversation]:
    """The first rows of one of `VIEWS`, no more than a page."""
    return _rows(page_of(VIEWS[key](member, clock.now())).ids[:most])


def counts_visible_to(member: Membership, own: Sequence[OwnView] = ()) -> dict[str, Count]:
    """How many each of `VIEWS` holds, and each of these own views, in one statement."""
    now = clock.now()
    views = {key: make(member, now) for key, make in VIEWS.items()}
    views |= {f"{OWN}{one.pk}": view_of(stored(one.filters), member, now) for one in own}
    return counts_of(views)


_ABOUT = ("topic", "customer__person", "rating")
"""What a row shows beside who has it."""
_open = Planned(
    lambda ids: Assignment.objects.filter(ended_at=None, conversation__id__any_of=ids).select_related(
        "holder", *(f"conversation__{one}" for one in _ABOUT)
    ),
    list,
)
_closed = Planned(lambda ids: Conversation.objects.filter(id__any_of=ids).select_related(*_ABOUT), list)


def _rows(ids: Sequence[UUID]) -> list[Conversation]:
    found: dict[UUID, Conversation] = {}
    for held in _open(list(ids)) if ids else []:
        found[held.conversation_id] = held.conversation
        held.conversation.current_assignments = [held]  # type: ignore[attr-defined]  # as `assignment_of` reads it
    solved = [one for one in ids if one not in found]
    for concern in _closed(solved) if solved else []:
        found[concern.pk] = concern
        concern.current_assignments = []  # type: ignore[attr-defined]  # as above
    return [found[one] for one in ids if one in found]
