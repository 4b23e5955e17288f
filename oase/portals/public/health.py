import logging
import time

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oase.conversations.jobs import move_lapsed

log = logging.getLogger(__name__)
SILENT_SECONDS = 30
"""Three heartbeats; after it procrastinate too takes a worker for dead."""


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _bus() -> str:
    with connection.cursor() as cursor:
        # Every web process holds one LISTEN connection; its last statement stays visible there.
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE usename = current_user AND query LIKE 'LISTEN oase_live%'"
        )
        (listeners,) = cursor.fetchone()
    return "ok" if listeners else "nobody listens"


def _worker() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(last_heartbeat) > now() - make_interval(secs => %s) FROM procrastinate_workers",
            [SILENT_SECONDS],
        )
        (alive,) = cursor.fetchone()
        # A worker whose every job fails beats its heart as well. The last look at promises tells (newest id first).
        cursor.execute(
            "SELECT status = 'failed' FROM procrastinate_jobs"
            " WHERE task_name = %s AND status IN ('succeeded', 'failed') ORDER BY id DESC LIMIT 1",
            [move_lapsed.name],
        )
        failed = cursor.fetchone() == (True,)
    if not alive:
        return "no worker is running"
    return "the last look at promises failed" if failed else "ok"


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when database, bus and worker are well, else 503; either way it says of each how it is."""
    report = dict.fromkeys(("database", "bus", "worker"), "cannot be asked")
    try:
        # In this order: without a database there is nobody to ask for the rest.
        report["database"] = _database()
        report["bus"] = _bus()
        report["worker"] = _worker()
    except DatabaseError as error:
        log.warning("the database cannot be asked: %s", type(error).__name__)
    well = all(state == "ok" for state in report.values())
    return JsonResponse({"well": well, **report, "at": int(time.time())}, status=200 if well else 503)
