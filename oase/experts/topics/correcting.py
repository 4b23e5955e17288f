"""Somebody on the staff says what a concern is really about: it is sorted anew, and the recogniser learns from it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Membership, Topic
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import lock
from oase.conversations.models import Assignment, Conversation
from oase.conversations.words import Refused
from oase.experts.topics.models import TopicCorrection


@transaction.atomic
def correct_topic(*, by: Membership, conversation_id: UUID, topic: Topic | None) -> TopicCorrection | None:
    """Give a concern of the second level another topic, or none; None when it has this one already.

    Raises:
        NotAllowed: it is not a concern of their company, or not their company's topic.
        Refused: experts have it: they were asked for the topic it has.
    """
    conversation = lock(conversation_id)
    own = by.left_at is None and conversation.company_id == by.company_id
    if not own or (topic is not None and topic.company_id != by.company_id):
        raise NotAllowed
    if refused := why_not(conversation):
        raise Refused(refused)
    was = conversation.topic
    if was == topic:
        return None
    conversation.topic = topic
    conversation.save(update_fields=["topic"])
    return TopicCorrection.objects.create(conversation=conversation, was=was, topic=topic, by=by.person)


def why_not(conversation: Conversation) -> str:
    """Why the topic of this concern cannot be changed now, as a sentence; empty when it can."""
    if conversation.assignments.filter(ended_at=None, level__in=[Assignment.NETWORK, Assignment.EXPERT]).exists():
        return _("Experts have this concern now. Its topic can be changed once it is yours.")
    return ""
