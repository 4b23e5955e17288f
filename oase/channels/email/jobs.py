"""What the mail channel needs done later. Each job is safe to run twice."""

from procrastinate.contrib.django import app

from oase.channels.email import alarming, delivering, inviting, late, learning, mentioning, thanking, to_experts


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


@app.periodic(cron="* * * * * */30")
@app.task(queueing_lock="send_thanks")
def send_thanks(timestamp: int) -> None:
    """Send the thanks of the week."""
    thanking.send_thanks()


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="send_programme_notices")
def send_programme_notices(timestamp: int) -> None:
    """Tell experts about their programme."""
    learning.send_notices()


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="send_mentions")
def send_mentions(timestamp: int) -> None:
    """Tell colleagues where they were named."""
    mentioning.send_mentions()


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="send_invitations")
def send_invitations(timestamp: int) -> None:
    """Invite people to a company's staff."""
    inviting.send_invitations()


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="send_late")
def send_late(timestamp: int) -> None:
    """Tell those who lead a company what is late there."""
    late.send_late()
