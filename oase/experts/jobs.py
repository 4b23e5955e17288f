"""What the network needs done later. Each job is safe to run twice."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from procrastinate.contrib.django import app

from oase.companies.models import Topic
from oase.conversations.assignments import lock
from oase.conversations.models import Assignment
from oase.experts import rewards
from oase.experts.matching import standing
from oase.experts.matching.waves import SHORTEST_SECONDS, waves_of
from oase.experts.routing import offer_wave
from oase.jobs import clock

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="next_waves")
def next_waves(timestamp: int) -> None:
    """Ask more experts where nobody has claimed for a while."""
    soonest = clock.now() - timedelta(seconds=SHORTEST_SECONDS)
    waiting = (
        Assignment.objects.filter(level=Assignment.NETWORK, ended_at=None)
        .annotate(last_offer=Max("offers__offered_at"))
        .exclude(last_offer__gt=soonest)
        .select_related("conversation__topic")
        .order_by("due_at")
    )
    for assignment in waiting.iterator():
        if not _is_time(assignment.conversation.topic, assignment.last_offer):
            continue
        try:
            _next_wave(assignment)
        except Exception:  # the next round tries again; the others must not wait for it
            log.exception("could not ask more experts about conversation %s", assignment.conversation_id)


def _is_time(topic: Topic | None, last_offer: datetime | None) -> bool:
    if topic is None or last_offer is None:
        return True
    return clock.now() - last_offer >= timedelta(seconds=waves_of(topic).seconds)


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


@app.periodic(cron="* * * * * */2")
@app.task(queueing_lock="note_load")
def note_load(timestamp: int) -> None:
    """Note whose hands are full, so that nobody is looked at in vain."""
    standing.note_load()


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="observe_outcomes")
def observe_outcomes(timestamp: int) -> None:
    """Learn from what came to an end."""
    standing.observe()
