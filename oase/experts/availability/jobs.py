"""What time changes for experts. Each job is safe to run twice."""

from procrastinate.contrib.django import app

from oase.experts.availability import notices, presence, silence


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="keep_presence")
def keep_presence(timestamp: int) -> None:
    """Hours begin and end, pauses too."""
    presence.keep_due()


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="gather_expert_notices")
def gather_expert_notices(timestamp: int) -> None:
    """See what experts have to be told by mail."""
    notices.gather()


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="pause_the_silent")
def pause_the_silent(timestamp: int) -> None:
    """Let those be who do not react."""
    silence.pause_the_silent()


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="forget_expert_notices")
def forget_expert_notices(timestamp: int) -> None:
    """Let go of what was told long ago."""
    notices.forget_old()
