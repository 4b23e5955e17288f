"""Reading conversations: always for somebody. What they may not see is not there."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import Count, FilteredRelation, Prefetch, Q, QuerySet

from oase.companies.models import Membership
from oase.conversations.models import Assignment, Conversation
from oase.conversations.rules import SECOND_LEVEL
from oase.jobs import clock
from oase.jobs.planned import Planned


@dataclass(frozen=True)
class Reader:
    """A customer at a page: signed in as a person, or holding the links of single conversations, or both."""

    person_id: int | None
    guest_of: frozenset[UUID] = field(default_factory=frozenset)


def _current() -> QuerySet[Assignment]:
    return Assignment.objects.filter(ended_at=None).select_related("holder")


def _with_people(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    return conversations.select_related(
        "company", "topic", "customer__person", "customer__advisor__person", "customer__deputy__person", "rating",
        "solution_proposed_by",
    )  # fmt: skip


def _with_holder(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    held = Prefetch("assignments", queryset=_current(), to_attr="current_assignments")
    return _with_people(conversations).prefetch_related(held)


def _there() -> QuerySet[Conversation]:
    # A link outlives the one it was sent to: whoever was forgotten reads nothing any more.
    return Conversation.objects.filter(customer__person__is_active=True)


def concerns_visible_to(reader: Reader) -> QuerySet[Conversation]:
    """A customer's own concerns, newest first, at every company."""
    own = Q(pk__in=reader.guest_of)
    if reader.person_id is not None:
        own |= Q(customer__person_id=reader.person_id)
    return _with_holder(_there().filter(own)).order_by("-last_message_at", "-pk")


_own = Planned(lambda pk, person: _with_people(_there().filter(pk=pk, customer__person_id=person)), UUID, int)
_linked = Planned(lambda pk: _with_people(_there().filter(pk=pk)), UUID)
_cared_for = Planned(
    lambda pk, company, me: _with_people(
        Conversation.objects.filter(pk=pk, company_id=company).exclude(customer__person_id=me)
    ),
    UUID,
    int,
    int,
)
_held = Planned(lambda pk: _current().filter(conversation_id=pk), UUID)


def concern_visible_to(reader: Reader, conversation_id: UUID) -> Conversation | None:
    """One of `concerns_visible_to`; None when it is not among them."""
    if conversation_id in reader.guest_of:
        return _now_held(_linked.first(conversation_id))
    if reader.person_id is None:
        return None
    return _now_held(_own.first(conversation_id, reader.person_id))


def case_visible_to(membership: Membership, conversation_id: UUID) -> Conversation | None:
    """One of `office_visible_to`; None when it is not among them."""
    return _now_held(_cared_for.first(conversation_id, membership.company_id, membership.person_id))


def _now_held(conversation: Conversation | None) -> Conversation | None:
    if conversation is not None:
        conversation.current_assignments = _held(conversation.pk)  # type: ignore[attr-defined]  # as by _with_holder
    return conversation


def assignment_of(conversation: Conversation) -> Assignment | None:
    """The current assignment as prefetched by the queries here; None once solved."""
    current: list[Assignment] = conversation.current_assignments  # type: ignore[attr-defined]  # by _with_holder
    return current[0] if current else None


def office_visible_to(membership: Membership) -> QuerySet[Conversation]:
    """Every concern of the member's company, except those they have as a customer themself."""
    return _with_holder(
        Conversation.objects.filter(company_id=membership.company_id).exclude(customer__person_id=membership.person_id)
    )


VIEWS = ("mine", "late", "waiting", "team", "experts", "open", "solved")


def _in_view(me: int, view: str, now: datetime) -> Q:
    """The condition of one of the inbox's `VIEWS`, said of the conversation's `current` assignment."""
    ours = Q(current__level__in=SECOND_LEVEL)
    match view:
        case "mine":
            return Q(current__holder_id=me)
        case "late":
            return Q(current__turn="holder") & (Q(current__due_at__lte=now) | ~Q(current__late_since=None))
        case "waiting":
            return ours & Q(current__turn="holder")
        case "team":
            return ours & Q(current__holder=None)
        case "experts":
            return Q(current__level__in=(Assignment.NETWORK, Assignment.EXPERT))
        case "solved":
            return ~Q(solved_at=None)
        case _:
            return Q(solved_at=None)


def _in_office(company: int, me: int) -> QuerySet[Conversation]:
    # At most one assignment is current (`one_current_assignment`), so that no row is there twice.
    current = FilteredRelation("assignments", condition=Q(assignments__ended_at=None))
    there = Conversation.objects.filter(company_id=company).exclude(customer__person_id=me)
    return there.annotate(current=current)


def _listed(company: int, me: int, view: str, now: datetime) -> QuerySet[Conversation]:
    listed = _in_office(company, me).filter(_in_view(me, view, now))
    if view == "solved":
        return listed.order_by("-solved_at", "-pk")
    # What waits for us comes before what waits for the customer.
    return listed.order_by("-current__turn", "current__due_at", "-pk")  # type: ignore[misc]  # `current` is a filtered relation


def inbox_visible_to(membership: Membership, view: str) -> QuerySet[Conversation]:
    """One view of the inbox: the soonest promise first, what is solved newest first."""
    return _with_holder(_listed(membership.company_id, membership.person_id, view, clock.now()))


@lru_cache(maxsize=256)
def _rows(view: str, first: int, last: int) -> Planned[Conversation]:
    def read(company: int, me: int, *now: datetime) -> QuerySet[Conversation]:
        listed = _listed(company, me, view, *(now or (clock.now(),)))
        return listed.select_related("topic", "customer__person", "rating")[first:last]

    return Planned(read, int, int, *([datetime] if view == "late" else []))


_held_in = Planned(lambda ids: _current().filter(conversation__id__any_of=ids), list)


def rows_visible_to(membership: Membership, view: str, first: int, last: int) -> list[Conversation]:
    """The rows `first` to `last` of `inbox_visible_to`, as far as a list shows them: without who cares for whom."""
    now = [clock.now()] if view == "late" else []
    rows = _rows(view, first, last)(membership.company_id, membership.person_id, *now)
    held = {one.conversation_id: one for one in _held_in([row.pk for row in rows])} if rows else {}
    for row in rows:
        row.current_assignments = [held[row.pk]] if row.pk in held else []  # type: ignore[attr-defined]  # as by _with_holder
    return rows


def _counted(company: int, me: int, now: datetime) -> QuerySet[Conversation, tuple[int, ...]]:
    counts = {f"in_{view}": Count("pk", filter=_in_view(me, view, now)) for view in VIEWS}
    return _in_office(company, me).order_by().values("company_id").annotate(**counts).values_list(*counts)


_counts = Planned(_counted, int, int, datetime)


def counts_visible_to(membership: Membership) -> dict[str, int]:
    """How many conversations each view holds, in one query."""
    counts = _counts.first(membership.company_id, membership.person_id, clock.now())
    return dict(zip(VIEWS, counts or (0,) * len(VIEWS), strict=True))
