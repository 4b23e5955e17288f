"""Who is asked: qualified, speaks the language, is there, has room, and has nothing to do with the asker."""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from oase.companies.models import Membership
from oase.conversations.models import Assignment, Conversation
from oase.experts.models import Expert, Offer, Qualification, Reward
from oase.jobs import clock
from oase.jobs.planned import Planned

WAVES = (5, 10, 25, 50)
"""How many experts are asked at once, wave by wave, while nobody has claimed."""


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


def first_asked(topic_ids: Collection[int], language: str) -> dict[int, list[int]]:
    """The best `candidates` for a new question on each of these topics, by topic: a first wave, and one to spare.

    The asker may be among them: whose question it is makes no difference here.
    """
    found: dict[int, list[int]] = {}
    for topic_id, expert_id in _asked_in(language)(list(topic_ids), clock.now()):
        found.setdefault(topic_id, []).append(expert_id)
    return found


@lru_cache(maxsize=16)
def _asked_in(language: str) -> Planned[tuple[int, int]]:
    def best(topic_ids: list[int], now: datetime) -> QuerySet[Qualification, tuple[int, int]]:
        staff = Membership.objects.filter(
            person_id=OuterRef("expert_id"), company_id=OuterRef("topic__company_id"), left_at=None
        )
        holding = Assignment.objects.filter(holder_id=OuterRef("expert_id"), level=Assignment.EXPERT, ended_at=None)
        solved = Reward.objects.filter(expert_id=OuterRef("expert_id"), conversation__topic_id=OuterRef("topic_id"))
        place = Window(RowNumber(), partition_by="topic_id", order_by=["held", "-solved", "expert_id"])
        return (
            Qualification.objects.filter(
                Q(lapses_at=None) | Q(lapses_at__gt=now),
                ~Exists(staff),
                topic__id__any_of=topic_ids,
                expert__available=True,
                expert__person__is_active=True,
                expert__languages__contains=[language],
            )
            .annotate(held=_number(holding, "holder_id"), solved=_number(solved, "expert_id"))
            .filter(held__lt=F("expert__at_once"))
            .annotate(place=place)
            .filter(place__lte=WAVES[0] + 1)
            .order_by("topic_id", "place")
            .values_list("topic_id", "expert_id")
        )

    return Planned(best, list, datetime)


def _number(rows: QuerySet[Assignment] | QuerySet[Reward], of: str) -> Coalesce:
    counted = rows.order_by().values(of).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
