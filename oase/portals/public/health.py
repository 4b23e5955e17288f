import time
from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

WORKER_SILENT_AFTER = timedelta(seconds=60)


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
        cursor.execute("SELECT max(last_heartbeat) > now() - %s FROM procrastinate_workers", [WORKER_SILENT_AFTER])
        (alive,) = cursor.fetchone()
    return "ok" if alive else "no worker is running"


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when database, bus and worker are well, else 503; either way it says of each how it is."""
    report = {}
    for name, check in (("database", _database), ("bus", _bus), ("worker", _worker)):
        try:
            report[name] = check()
        except DatabaseError as error:
            report[name] = f"cannot be asked ({type(error).__name__})"
    well = all(state == "ok" for state in report.values())
    return JsonResponse({"well": well, **report, "at": int(time.time())}, status=200 if well else 503)
