"""What reputation needs done later. Each job is safe to run twice."""

from datetime import timedelta

from procrastinate.contrib.django import app

from oase.experts.reputation import suspending
from oase.experts.reputation.models import Opening
from oase.jobs import clock

KEPT = timedelta(days=90)
"""How long it is known who opened what: long enough to look into a theft that was found late."""


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="let_all_go")
def let_all_go(timestamp: int) -> None:
    """Pass on what suspended experts still hold."""
    suspending.let_all_go()


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="forget_openings")
def forget_openings(timestamp: int) -> None:
    """Forget who opened what long ago."""
    Opening.objects.filter(at__lt=clock.now() - KEPT).delete()
