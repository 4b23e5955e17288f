"""What being forgotten needs done later. Each job is safe to run twice."""

import logging

from procrastinate.contrib.django import app

from oase.jobs import clock
from oase.privacy.erasures import Erasure
from oase.service_cloud.erasure import asking, erasing, letter, sweeping

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="forget_due", lock="forget")
def forget_due(timestamp: int) -> None:
    """Tell those who asked, and forget those whose time has come. One that fails does not hold up the others."""
    untold = Erasure.objects.filter(told_at=None, revoked_at=None, key_destroyed_at=None)
    for erasure in untold.select_related("person"):
        try:
            letter.tell_it_was_asked(erasure)
            Erasure.objects.filter(pk=erasure.pk).update(told_at=clock.now())
        except Exception as error:  # the next round tries again; an error of a mail server may hold the address
            log.warning("could not tell about erasure %s: %s", erasure.pk, type(error).__name__)
    for erasure in asking.due(clock.now()):
        try:
            erasing.erase(erasure.pk)
        except Exception:  # the next round takes it up where it stopped
            log.exception("erasure %s stopped", erasure.pk)


@app.periodic(cron="23 4 * * *")
@app.task(queueing_lock="sweep_history", lock="forget")
def sweep_history(timestamp: int) -> None:
    """Delete concerns whose time has run out, and leave no old bytes where somebody was forgotten."""
    sweeping.sweep()
    sweeping.compact()
