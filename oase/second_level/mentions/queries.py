"""Who was named where. Mentions are for the people named; that somebody was stands in the note, for all staff."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from oase.companies.models import Membership
from oase.conversations.models import Conversation, Message
from oase.second_level.mentions.models import Mention


def may_be_named(conversation: Conversation) -> QuerySet[Membership]:
    """The staff of its company now, by name; never its own customer, should they be one of them."""
    staff = Membership.objects.filter(company_id=conversation.company_id, left_at=None, person__is_active=True)
    there = staff.exclude(person_id=conversation.customer.person_id).select_related("person")
    return there.order_by("person__first_name", "person__last_name", "pk")


def open_mentions_of(membership: Membership) -> QuerySet[Mention]:
    """Where this member was named and has neither ticked it off nor written since, newest first."""
    later = Message.objects.filter(
        conversation=OuterRef("conversation"), author=OuterRef("person"), seq__gt=OuterRef("message__seq")
    )
    mine = Mention.objects.filter(
        person_id=membership.person_id, done_at=None, conversation__company_id=membership.company_id
    )
    return mine.exclude(conversation__customer__person_id=F("person_id")).exclude(Exists(later)).order_by("-at", "-pk")


def named_by(membership: Membership, conversation: Conversation) -> str:
    """The first name of whoever named this member here and still waits for them; empty when nobody does."""
    mine = open_mentions_of(membership).filter(conversation=conversation)
    return mine.values_list("message__author__first_name", flat=True).first() or ""


@dataclass(frozen=True)
class InNote:
    """Somebody named in a note; `open`: it is still on their list."""

    person_id: int
    first_name: str
    full_name: str
    open: bool


def named_in_notes(conversation_id: UUID) -> dict[int, list[InNote]]:
    """Who was named, by the place of the note."""
    found: dict[int, list[InNote]] = defaultdict(list)
    for one in Mention.objects.filter(conversation_id=conversation_id).select_related("person", "message"):
        person = one.person
        found[one.message.seq].append(InNote(person.pk, person.first_name, person.full_name, one.done_at is None))
    return found
