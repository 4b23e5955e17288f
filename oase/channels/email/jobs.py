"""What the mail channel needs done later. Each job is safe to run twice."""

from procrastinate.contrib.django import app

from oase.channels.email import alarming, delivering, to_experts


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="deliver_due")
def deliver_due(timestamp: int) -> None:
    """Send the notices that are due."""
    delivering.deliver_due()


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="deliver_to_experts")
def deliver_to_experts(timestamp: int) -> None:
    """Send what experts have to be told."""
    to_experts.deliver_due()


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="send_alarms")
def send_alarms(timestamp: int) -> None:
    """Send the alarms about accounts."""
    alarming.send_alarms()
