"""What the network needs done later. Each job is safe to run twice."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from procrastinate.contrib.django import app

from oase.conversations.assignments import lock
from oase.conversations.models import Assignment
from oase.experts import rewards
from oase.experts.routing import offer_wave
from oase.jobs import clock

log = logging.getLogger(__name__)
NEXT_WAVE_AFTER = timedelta(seconds=45)


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="next_waves")
def next_waves(timestamp: int) -> None:
    """Ask more experts where nobody has claimed for a while."""
    waiting = (
        Assignment.objects.filter(level=Assignment.NETWORK, ended_at=None)
        .annotate(last_offer=Max("offers__offered_at"))
        .exclude(last_offer__gt=clock.now() - NEXT_WAVE_AFTER)
        .order_by("due_at")
    )
    for assignment in waiting[:200]:
        try:
            _next_wave(assignment)
        except Exception:  # the next round tries again; the others must not wait for it
            log.exception("could not ask more experts about conversation %s", assignment.conversation_id)


@transaction.atomic
def _next_wave(assignment: Assignment) -> None:
    conversation = lock(assignment.conversation_id)
    still = conversation.assignments.filter(pk=assignment.pk, ended_at=None).first()
    if still is not None:
        offer_wave(conversation, still)


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="settle_rewards")
def settle_rewards(timestamp: int) -> None:
    """Write the rewards that have become due."""
    rewards.settle()
