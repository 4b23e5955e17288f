"""What experts earn: the offered reward when solved without the company, a fifth for a handover after an answer."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.db.models.lookups import LessThanOrEqual

from oase.conversations.models import Assignment, Event, Message
from oase.experts.models import Offer, Reward
from oase.jobs import clock

HANDOVER_PERCENT = 20
AT_ONCE = 500


def settle(at_once: Collection[UUID] = ()) -> int:
    """Write the rewards that have become due; how many. Each conversation pays each expert once.

    `at_once`: solved conversations whose customer will not come back to say how it was.
    """
    concern = OuterRef("assignment__conversation")
    last = Assignment.objects.filter(conversation=concern).order_by("-started_at", "-pk")
    gave_on = Event.objects.filter(conversation=concern, kind="given_on", actor=OuterRef("expert"))
    answered = Message.objects.filter(conversation=concern, author_role=Message.EXPERT, author=OuterRef("expert"))
    paid = Reward.objects.filter(conversation=concern, expert=OuterRef("expert"))
    # An offer stands for an expert and a conversation; of two for the same, the later one is what they agreed to.
    due = (
        Offer.objects.filter(reward_cents__gt=0)
        .filter(_is_settled(clock.now()) | Q(assignment__conversation__in=list(at_once)))
        .exclude(assignment__conversation__rating__stars__lte=2)
        .exclude(Exists(paid))
        .annotate(
            level=Subquery(last.values("level")[:1]),
            holder=Subquery(last.values("holder")[:1]),
            percent=Case(
                When(Q(level=Assignment.EXPERT, holder=F("expert")) & Exists(answered), then=Value(100)),
                When(~Q(level=Assignment.EXPERT) & Exists(gave_on) & Exists(answered), then=Value(HANDOVER_PERCENT)),
            ),
        )
        .exclude(percent=None)
        .select_related("assignment__conversation")
        .order_by("assignment__conversation__solved_at", "-pk")
    )
    rewards: dict[tuple[int, UUID], Reward] = {}
    for offer in due[:AT_ONCE]:
        conversation = offer.assignment.conversation
        reward = Reward(
            expert_id=offer.expert_id,
            conversation=conversation,
            cents=max(1, offer.reward_cents * offer.percent // 100),
            reason="solved" if offer.percent == 100 else "handover",
            earned_at=conversation.solved_at or clock.now(),
        )
        rewards.setdefault((offer.expert_id, conversation.pk), reward)
    return len(Reward.objects.bulk_create(rewards.values(), ignore_conflicts=True))


def _is_settled(now: datetime) -> Q:
    """Solved, and the customer has said how it was, or has said nothing for the company's days of silence."""
    concern = "assignment__conversation__"
    silence = ExpressionWrapper(
        F(f"{concern}solved_at") + F(f"{concern}company__silence_days") * Value(timedelta(days=1)),
        output_field=DateTimeField(),
    )
    rated = Q(**{f"{concern}rating__isnull": False})
    return Q(**{f"{concern}solved_at__isnull": False}) & (rated | Q(LessThanOrEqual(silence, Value(now))))
