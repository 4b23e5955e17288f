"""What conversations need done later. Each job is safe to run twice."""

from procrastinate.contrib.django import app

from oase.conversations import watching
from oase.conversations.models import Message


@app.periodic(cron="*/2 * * * * *")
@app.task(queueing_lock="move_lapsed")
def move_lapsed(timestamp: int) -> None:
    """Move lapsed promises on."""
    watching.move_lapsed()


@app.periodic(cron="*/30 * * * * *")
@app.task(queueing_lock="shield_again")
def shield_again(timestamp: int) -> None:
    """Shield what could not be shielded when it came in."""
    closed = Message.objects.filter(shielded_at=None).exclude(original=None).order_by("pk")
    for message_id in closed.values_list("pk", flat=True)[:50]:
        watching.shield_again(message_id)
