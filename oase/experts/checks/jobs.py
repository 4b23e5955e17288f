"""What checks need done later. Each job is safe to run twice."""

from procrastinate.contrib.django import app

from oase.experts.checks import ending
from oase.experts.checks.models import Check


@app.periodic(cron="* * * * * */2")
@app.task(queueing_lock="end_checks")
def end_checks(timestamp: int) -> None:
    """Let answers go out whose window ended; shield those anew whose customer chose what is hidden."""
    if not Check.objects.filter(decided_at=None).exists():  # mostly: nothing more is asked then
        return
    ending.shield_anew()
    ending.send_what_waited()
