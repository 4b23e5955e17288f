"""What conversations need done later. Each job is safe to run twice."""

import logging

from procrastinate.contrib.django import app

from oase.conversations import warning, watching
from oase.conversations.models import Message

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */2")
@app.task(queueing_lock="move_lapsed")
def move_lapsed(timestamp: int) -> None:
    """Move lapsed promises on, and note solutions that are late."""
    watching.move_lapsed()
    watching.note_late_solutions()


@app.periodic(cron="* * * * * */20")
@app.task(queueing_lock="warn_in_time")
def warn_in_time(timestamp: int) -> None:
    """Tell whoever holds what is due soon."""
    warning.warn_in_time()


@app.periodic(cron="* * * * * */30")
@app.task(queueing_lock="shield_again")
def shield_again(timestamp: int) -> None:
    """Shield what could not be shielded when it came in. One that fails does not hold up the others."""
    # In any order: fifty that can never be shielded must not stand before all that come after them.
    closed = Message.objects.filter(shielded_at=None).exclude(original=None).order_by("?")
    for message_id in closed.values_list("pk", flat=True)[:50]:
        try:
            watching.shield_again(message_id)
        except Exception:  # the next round tries again; the others must not wait for it
            log.exception("could not shield message %s", message_id)
