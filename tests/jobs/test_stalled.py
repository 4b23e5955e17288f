"""A worker dies in the middle of a job: another takes it up, once."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from oase.jobs.stalled import retry_stalled, sweep_finished

SECOND, HOUR, DAY = 1, 3600, 86400
PERIODIC = {
    "oase.jobs.stalled.retry_stalled": 30 * SECOND,
    "oase.jobs.stalled.sweep_finished": HOUR,
    "oase.privacy.jobs.sweep_files": DAY,
    "oase.conversations.jobs.move_lapsed": 2 * SECOND,
    "oase.conversations.jobs.shield_again": 30 * SECOND,
    "oase.channels.email.jobs.deliver_due": 5 * SECOND,
    "oase.experts.jobs.next_waves": 5 * SECOND,
    "oase.experts.jobs.settle_rewards": 5 * SECOND,
}


def test_what_must_happen_by_itself_comes_round_in_time_at_any_minute() -> None:
    """Asked of the schedule itself: where in a cron line the seconds stand is easily mistaken."""
    app.perform_import_paths()
    registered = {one.task.name: one for one in app.periodic_registry.periodic_tasks.values()}
    assert set(registered) >= set(PERIODIC)
    for name, seconds in PERIODIC.items():
        for minute in (0, 3, 30, 59):
            start = datetime(2026, 11, 24, 12, minute, tzinfo=UTC).timestamp()
            runs = registered[name].croniter.all_next(ret_type=float, start_time=start)
            first, *rest = (next(runs) for _ in range(4))
            assert first - start <= seconds, name
            assert [after - before for before, after in pairwise([first, *rest])] == [seconds] * 3, name


def test_every_room_with_jobs_is_imported() -> None:
    assert set(settings.PROCRASTINATE_IMPORT_PATHS) >= {name.rpartition(".")[0] for name in PERIODIC}


def _worker(last_heartbeat: timedelta) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s) RETURNING id", [last_heartbeat]
        )
        (worker_id,) = cursor.fetchone()
    return int(worker_id)


def _job(worker_id: int | None, *, queueing_lock: str | None = None, status: str = "doing") -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id, queueing_lock)"
            " VALUES ('default', 'a task', %s, %s, %s) RETURNING id",
            [status, worker_id, queueing_lock],
        )
        (job_id,) = cursor.fetchone()
    return int(job_id)


def _states() -> dict[int, str]:
    return dict(ProcrastinateJob.objects.values_list("pk", "status"))


def _retry() -> None:
    asyncio.run(retry_stalled.func(None, 0))


DEAD, ALIVE = timedelta(minutes=2), timedelta()


def test_jobs_of_the_dead_are_taken_up_and_those_of_the_living_are_not(house: None) -> None:
    dead, orphaned, alive, waiting = _job(_worker(DEAD)), _job(None), _job(_worker(ALIVE)), _job(None, status="todo")
    _retry()
    assert _states() == {dead: "todo", orphaned: "todo", alive: "doing", waiting: "todo"}
    assert ProcrastinateJob.objects.get(pk=dead).attempts == 1
    _retry()
    assert ProcrastinateJob.objects.get(pk=dead).attempts == 1


@pytest.mark.parametrize("others", [0, 3])
def test_where_the_next_of_its_kind_waits_already_the_dead_one_is_let_go(house: None, others: int) -> None:
    worker = _worker(DEAD)
    waiting = _job(None, queueing_lock="move_lapsed", status="todo")
    _job(worker, queueing_lock="move_lapsed")
    rest = [_job(worker) for _ in range(others)]
    _retry()
    assert _states() == {waiting: "todo"} | dict.fromkeys(rest, "todo")


def test_what_is_done_is_forgotten_after_two_hours_and_what_failed_after_three_days(house: None) -> None:
    jobs = [(_job(None, status=status), status, hours) for status, hours in
            (("succeeded", 3), ("failed", 73), ("succeeded", 1), ("failed", 71))]  # fmt: skip
    with connection.cursor() as cursor:
        for job_id, status, hours in jobs:
            cursor.execute("DELETE FROM procrastinate_events WHERE job_id = %s", [job_id])
            cursor.execute(
                "INSERT INTO procrastinate_events (job_id, type, at)"
                " VALUES (%s, %s::procrastinate_job_event_type, now() - %s)",
                [job_id, status, timedelta(hours=hours)],
            )
    asyncio.run(sweep_finished.func(None, 0))
    assert _states() == {job_id: status for job_id, status, _hours in jobs[2:]}
