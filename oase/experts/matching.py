"""Who is asked: qualified, speaks the language, is there, has room, and has nothing to do with the asker."""

from django.db.models import Count, F, Q, QuerySet

from oase.conversations.models import Assignment, Conversation
from oase.experts.models import Expert, Offer
from oase.jobs import clock


def qualified(conversation: Conversation) -> QuerySet[Expert]:
    """Experts who may answer it at all: qualified now, and neither the customer nor the company's own staff."""
    if conversation.topic is None:
        return Expert.objects.none()
    return (
        Expert.objects.filter(
            Q(qualifications__lapses_at=None) | Q(qualifications__lapses_at__gt=clock.now()),
            qualifications__topic=conversation.topic,
            person__is_active=True,
        )
        .exclude(person_id=conversation.customer.person_id)
        .exclude(person__memberships__in=conversation.company.memberships.filter(left_at=None))
    )


def candidates(conversation: Conversation) -> QuerySet[Expert]:
    """Experts to ask now, best first: those with the most room, then those who solved more on this topic.

    Never someone who held this very question, declined it or has it on offer now. Who was only slower than another is
    asked again when that one gives it back.
    """
    asked = Offer.objects.filter(assignment__conversation=conversation)
    closed = asked.filter(Q(assignment__ended_at=None) | ~Q(declined_at=None))
    holding = Q(person__holding__ended_at=None, person__holding__level=Assignment.EXPERT)
    return (
        qualified(conversation)
        .filter(available=True, languages__contains=[conversation.language])
        .exclude(person__holding__conversation=conversation)
        .exclude(offers__in=closed)
        .annotate(
            held=Count("person__holding", filter=holding, distinct=True),
            solved=Count("rewards", filter=Q(rewards__conversation__topic=conversation.topic), distinct=True),
        )
        .filter(held__lt=F("at_once"))
        .order_by("held", "-solved", "pk")
    )
