"""What experts earn: the topic's reward when solved without the company, a fifth for a handover after an answer."""

from django.db.models import Exists, OuterRef

from oase.conversations.models import Assignment, Conversation, Event, Message
from oase.experts.models import Expert, Reward

HANDOVER_PERCENT = 20


def settle() -> int:
    """Write the rewards that have become due; how many. Each conversation pays each expert once."""
    solved = (
        Conversation.objects.exclude(solved_at=None)
        .filter(topic__reward_cents__gt=0)
        .exclude(rating__stars__lte=2)
        .exclude(Exists(Reward.objects.filter(conversation=OuterRef("pk"))))
        .select_related("topic")
    )
    rewards = []
    for conversation in solved.order_by("solved_at")[:500]:
        last = conversation.assignments.order_by("-started_at", "-pk").first()
        if last is not None and last.level == Assignment.EXPERT and last.holder_id is not None:
            rewards.append((conversation, last.holder_id, 100, "solved"))
        else:
            rewards += [
                (conversation, expert_id, HANDOVER_PERCENT, "handover") for expert_id in _handed_on(conversation)
            ]
    written = Reward.objects.bulk_create(
        [
            Reward(
                expert_id=expert_id,
                conversation=conversation,
                cents=max(1, conversation.topic.reward_cents * percent // 100),
                reason=reason,
                earned_at=conversation.solved_at,
            )
            for conversation, expert_id, percent, reason in rewards
            if conversation.topic is not None and conversation.solved_at is not None
        ],
        ignore_conflicts=True,
    )
    return len(written)


def _handed_on(conversation: Conversation) -> set[int]:
    """Experts who answered and then gave it on to the company with a reason."""
    gave = Event.objects.filter(conversation=conversation, kind="given_on").values("actor_id")
    answered = Message.objects.filter(conversation=conversation, author_role=Message.EXPERT, author_id__in=gave)
    authors = answered.values_list("author_id", flat=True)
    return set(Expert.objects.filter(pk__in=authors).values_list("pk", flat=True))
