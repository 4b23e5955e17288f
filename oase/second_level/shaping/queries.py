"""Reading what shapes concerns: tags, what is put aside, what was joined and split. Always for a member of staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from oase.companies.models import Membership
from oase.conversations.joining import parts_of
from oase.conversations.models import Conversation, Message
from oase.conversations.queries import office_visible_to
from oase.conversations.rules import SECOND_LEVEL
from oase.people.models import Person
from oase.second_level.rules import may_care
from oase.second_level.shaping.models import Merge, Snooze, Split, Tag

MOST_JOINABLE = 30


@dataclass(frozen=True)
class Joined:
    """A concern that is told on in the one at hand; undoing it is to part them."""

    merge_id: int
    subject: str
    by: Person
    at: datetime
    direct: bool
    """Joined with this one itself, not with one that was joined later."""


@dataclass(frozen=True)
class Beside:
    """A concern that some words were made of, or were made into; `joined` says that the two are one again."""

    id: UUID
    subject: str
    by: Person
    at: datetime
    made_here: bool
    joined: bool


def tags_visible_to(membership: Membership, *, retired: bool = False) -> list[Tag]:
    """The company's tags in their order; `retired`: also those that are offered no more, with how often each is on."""
    tags = Tag.objects.filter(company_id=membership.company_id)
    if not retired:
        return list(tags.filter(retired_at=None))
    return list(tags.annotate(used=Count("taggings")))


def tags_on(conversation: Conversation, membership: Membership) -> list[Tag]:
    """The tags that are on a concern, for whoever may look after it."""
    if not may_care(membership, conversation):
        return []
    return list(Tag.objects.filter(taggings__conversation=conversation))


def snooze_of(conversation: Conversation, membership: Membership) -> Snooze | None:
    """Whether it is put aside, by whom and until when."""
    if not may_care(membership, conversation):
        return None
    return Snooze.objects.filter(conversation=conversation).select_related("by").first()


def joined_with(conversation: Conversation, membership: Membership) -> list[Joined]:
    """What is told on in this concern, oldest first."""
    if not may_care(membership, conversation):
        return []
    parts = [part.pk for part in parts_of(conversation)]
    if not parts:
        return []
    merges = Merge.objects.filter(source__in=parts, undone_at=None).select_related("source", "by").order_by("at", "pk")
    return [Joined(one.pk, one.source.subject, one.by, one.at, one.target_id == conversation.pk) for one in merges]


def split_beside(conversation: Conversation, membership: Membership) -> list[Beside]:
    """Concerns made of this one's words, and the one whose words this one was made of."""
    if not may_care(membership, conversation):
        return []
    splits = Split.objects.filter(Q(origin=conversation) | Q(concern=conversation))
    found = []
    for one in splits.select_related("origin", "concern", "by").order_by("at", "pk"):
        made_here = one.origin_id == conversation.pk
        other = one.concern if made_here else one.origin
        told = {other.merged_into_id, conversation.merged_into_id} & {conversation.pk, other.pk}
        found.append(Beside(other.pk, other.subject, one.by, one.at, made_here, bool(told)))
    return found


def joinable_visible_to(membership: Membership, conversation: Conversation) -> list[Conversation]:
    """The customer's other open concerns in the second level, newest first."""
    others = office_visible_to(membership).filter(customer_id=conversation.customer_id, solved_at=None)
    held = others.filter(assignments__ended_at=None, assignments__level__in=SECOND_LEVEL).exclude(pk=conversation.pk)
    return list(held.order_by("-last_message_at", "-pk")[:MOST_JOINABLE])


def own_words_of(conversation: Conversation, membership: Membership) -> Sequence[Message]:
    """The customer's messages in this very concern, in order: what can become one of its own."""
    if not may_care(membership, conversation):
        return []
    theirs = conversation.messages.filter(author_role=Message.CUSTOMER, audience=Message.CONVERSATION)
    return list(theirs.prefetch_related("attachments").order_by("seq"))


def chosen_visible_to(membership: Membership, ids: Sequence[UUID]) -> QuerySet[Conversation]:
    """Those of the chosen concerns that this member may look after."""
    return office_visible_to(membership).filter(pk__in=ids)
