"""What exports need done later. Each job is safe to run twice."""

import logging

from procrastinate.contrib.django import app

from oase.service_cloud.export import actions
from oase.service_cloud.export.models import Export

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */3")
@app.task(queueing_lock="make_exports", lock="make_exports")
def make_exports(timestamp: int) -> None:
    """Make what was asked for, one after the other; one that fails does not hold up the others."""
    waiting = Export.objects.filter(ready_at=None, failed_at=None).order_by("asked_at")
    for export_id in list(waiting.values_list("pk", flat=True)):
        try:
            actions.make(export_id)
        except Exception:
            log.exception("could not make export %s", export_id)


@app.periodic(cron="11 * * * *")
@app.task(queueing_lock="sweep_exports")
def sweep_exports(timestamp: int) -> None:
    """Remove archives whose time is over."""
    actions.sweep()
