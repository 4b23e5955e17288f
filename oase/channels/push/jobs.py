"""What the push channel needs done later. Each job is safe to run twice."""

from procrastinate.contrib.django import app

from oase.channels.push import delivering, gathering


@app.periodic(cron="* * * * * */3")
@app.task(queueing_lock="push_due")
def push_due(timestamp: int) -> None:
    """See what there is to tell, and tell what is due."""
    gathering.gather()
    delivering.take_back_read()
    delivering.deliver_due()


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="forget_old_pushes")
def forget_old_pushes(timestamp: int) -> None:
    """Let go of what was told long ago."""
    delivering.forget_old()
