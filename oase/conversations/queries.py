"""Reading conversations: always for somebody. What they may not see is not there."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from oase.companies.models import Membership
from oase.conversations.models import Assignment, Conversation
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
