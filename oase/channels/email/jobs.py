"""What the mail channel needs done later. Each job is safe to run twice."""

from procrastinate.contrib.django import app

from oase.channels.email import delivering


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="deliver_due")
def deliver_due(timestamp: int) -> None:
    """Send the notices that are due."""
    delivering.deliver_due()
