"""What was put aside comes back by itself. Safe to run twice."""

from procrastinate.contrib.django import app

from oase.second_level.shaping import snoozing


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="wake_due")
def wake_due(timestamp: int) -> None:
    """Bring back what was put aside until now."""
    snoozing.wake_due()
