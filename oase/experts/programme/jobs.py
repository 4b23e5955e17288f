"""What time does in the programme. Each job is safe to run twice."""

import logging
from datetime import timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from oase.experts.programme.closing import close_if_over
from oase.experts.programme.lapsing import tell
from oase.experts.programme.models import Attempt
from oase.jobs import clock

log = logging.getLogger(__name__)
AT_ONCE = 500
GRACE = timedelta(seconds=30)
"""More than `testing.GRACE`, so that what is on its way is not overtaken."""


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="close_tests")
def close_tests(timestamp: int) -> None:
    """Tests whose time is over count with what was answered until then."""
    over = Attempt.objects.filter(handed_in_at=None, due_at__lt=clock.now() - GRACE).order_by("due_at")
    for pk in over.values_list("pk", flat=True)[:AT_ONCE]:
        try:
            with transaction.atomic():
                attempts = Attempt.objects.select_for_update(of=("self",), skip_locked=True).select_related("topic")
                attempt = attempts.filter(pk=pk).first()
                if attempt is not None:
                    close_if_over(attempt, grace=GRACE)
        except Exception:  # the next minute tries again; the others must not wait for it
            log.exception("could not close test %s", pk)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="tell_of_lapses")
def tell_of_lapses(timestamp: int) -> None:
    """Tell experts whose qualification ends soon, and those whose has ended; nobody is asked after the end."""
    tell()
