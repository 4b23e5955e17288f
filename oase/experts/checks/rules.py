"""Whose answers wait for a look, how long they may wait, and who is asked to look."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from oase.conversations.models import Assignment, Conversation
from oase.experts.checks.models import AskedToCheck, Check
from oase.experts.matching.finding import qualified
from oase.experts.matching.models import Standing
from oase.jobs import clock

WINDOW = timedelta(minutes=5)
"""How long an answer waits for a senior expert at most."""
MARGIN = timedelta(minutes=2)
"""The window ends so long before the promise: a slow job must not break it. checks.sql says the same."""
SHORTEST = timedelta(minutes=1)
"""With less time than this nobody is asked: they could not read it."""
TIME_TO_LOOK = timedelta(minutes=3)
"""Whoever takes a check at the last moment gets so long, as far as the promise allows."""
ASKED_AT_ONCE = 5


def window_end(now: datetime, due_at: datetime) -> datetime | None:
    """Until when an answer may wait; None when the promise leaves no time for it."""
    until = min(now + WINDOW, due_at - MARGIN)
    return until if until >= now + SHORTEST else None


def with_time_to_look(check: Check, due_at: datetime) -> datetime:
    """Until when a check that is taken now stands: not shorter than before, and before the promise."""
    return max(check.until_at, min(clock.now() + TIME_TO_LOOK, due_at - MARGIN))


def is_checked_first(conversation: Conversation, author_id: int) -> bool:
    """Whether this expert's answers here wait for a look: a newcomer on the topic, until a senior agreed to one."""
    if conversation.topic_id is None:
        return False
    beyond = Standing.objects.filter(expert_id=author_id, topic_id=conversation.topic_id)
    if beyond.exclude(level=Standing.NEWCOMER).exists():
        return False
    agreed = Check.objects.filter(assignment__conversation=conversation, author_id=author_id, outcome=Check.AGREED)
    return not agreed.exists()


def is_senior(conversation: Conversation, expert_id: int) -> bool:
    """Whether somebody may check here: senior on the topic, qualified now, and neither customer nor staff."""
    senior = Q(standings__topic=conversation.topic, standings__level=Standing.SENIOR)
    return qualified(conversation).filter(senior, pk=expert_id).exists()


def seniors(conversation: Conversation, *, without: Collection[int]) -> list[int]:
    """Who is asked to look now: seniors who are there, speak the language and want more, the least asked first.

    Never whoever held this very question before.
    """
    held = conversation.assignments.filter(level=Assignment.EXPERT).values("holder_id")
    waiting = Q(asked_to_check__passed_at=None, asked_to_check__check_of__decided_at=None)
    offered = Q(
        offers__declined_at=None,
        offers__assignment__ended_at=None,
        offers__assignment__level=Assignment.NETWORK,
        offers__expires_at__gt=clock.now(),
    )
    found = (
        qualified(conversation)
        .filter(
            standings__topic=conversation.topic,
            standings__level=Standing.SENIOR,
            available=True,
            there=True,
            languages__contains=[conversation.language],
        )
        .exclude(pk__in=list(without))
        .exclude(pk__in=held)
        .annotate(
            looks=Count("asked_to_check", filter=waiting, distinct=True),
            lying=Count("offers", filter=offered, distinct=True),
        )
        .filter(offers_at_once__gt=F("looks") + F("lying"))
        .order_by("looks", "lying", "pk")
    )
    return list(found.values_list("pk", flat=True)[:ASKED_AT_ONCE])


def still_asked(check: Check) -> list[int]:
    """Who has this check on the desk: asked, and did not let it go by."""
    asked = AskedToCheck.objects.filter(check_of=check, passed_at=None)
    return list(asked.values_list("expert_id", flat=True))
