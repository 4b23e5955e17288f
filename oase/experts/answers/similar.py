"""Solved concerns like the one an expert holds: found by likeness, shielded like all they see, opened one by one."""

from uuid import UUID

from django.db import transaction

from oase.conversations.append import NotAllowed
from oase.conversations.models import Assignment, Conversation, Message
from oase.experts.answers import imprints
from oase.experts.answers.models import Similar
from oase.experts.reputation import guard
from oase.experts.topics.likeness import nearest, vector
from oase.jobs import clock
from oase.people.models import Person

MOST = 4
LOOKED_AT = 24
"""So many of the most alike are looked at: some are the asker's own, or no longer to be shown."""
ALIKE_ENOUGH = 0.5


def find(*, conversation_id: UUID, by: Person) -> int:
    """Look for solved concerns of the same company and topic that are like this one, and remember them; how many.

    Never one of the same customer: nothing may tell an expert that two are one person's. Looking again finds nothing
    new while nothing new was solved.

    Raises:
        NotAllowed: they do not hold it.
    """
    conversation = _held(conversation_id, by)
    if conversation.topic_id is None:
        return 0
    ids, rows = imprints.of_topic(conversation.topic_id)
    if not ids:
        return 0
    asked = vector(_question(conversation))
    near = {ids[place]: alike for place, alike in nearest(asked, rows, LOOKED_AT) if alike >= ALIKE_ENOUGH}
    shown = (
        imprints.worth_showing()
        .filter(pk__in=near, company_id=conversation.company_id, topic_id=conversation.topic_id)
        .exclude(customer_id=conversation.customer_id)
        .exclude(customer__person_id=by.pk)
        .exclude(pk=conversation.pk)
    )
    found = sorted(shown.values_list("pk", flat=True), key=lambda one: -near[one])[:MOST]
    Similar.objects.bulk_create(
        [
            Similar(expert_id=by.pk, conversation=conversation, other_id=one, alike=near[one], found_at=clock.now())
            for one in found
        ],
        ignore_conflicts=True,
    )
    return len(found)


@transaction.atomic
def open_similar(*, similar_id: int, by: Person, session_key: str = "") -> None:
    """Open one of those found: from now on its shielded words are to be read while the expert holds theirs.

    Raises:
        NotAllowed: it was not found for them, they hold theirs no longer, or it is no longer to be shown.
        Refused: they opened as many conversations as one may within an hour.
    """
    found = Similar.objects.select_for_update(no_key=True).filter(pk=similar_id, expert_id=by.pk).first()
    if found is None or not imprints.worth_showing().filter(pk=found.other_id).exists():
        raise NotAllowed("not found for this expert")
    _held(found.conversation_id, by)
    if found.opened_at is None or clock.now() - found.opened_at > guard.WINDOW:
        guard.opening(by.pk, found.other_id, session_key)
        found.opened_at = clock.now()
        found.save(update_fields=["opened_at"])


def _held(conversation_id: UUID, by: Person) -> Conversation:
    held = Conversation.objects.filter(
        pk=conversation_id, assignments__ended_at=None, assignments__level=Assignment.EXPERT, assignments__holder=by
    )
    conversation = held.first()
    if conversation is None:
        raise NotAllowed("not held by this expert")
    return conversation


def _question(conversation: Conversation) -> str:
    first = conversation.messages.filter(author_role=Message.CUSTOMER).order_by("seq").values_list("body", flat=True)
    return next(iter(first[:1]), "") or conversation.subject
