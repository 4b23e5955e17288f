"""A database that was away is found again as soon as it is back."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from psycopg_pool import ConnectionPool, PoolTimeout
from psycopg_pool.pool import AddConnection

schedule = ConnectionPool.schedule_task


@pytest.mark.parametrize("alias", ["default", "expert"])
def test_no_pool_waits_ever_longer_for_a_database_that_is_away(
    alias: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    def at_once(pool: ConnectionPool, task: object, delay: float) -> None:
        attempt = isinstance(task, AddConnection)
        pauses.extend([delay] if attempt else [])
        schedule(pool, task, 0 if attempt else delay)  # type: ignore[arg-type]  # whatever the pool has to do

    monkeypatch.setattr(ConnectionPool, "schedule_task", at_once)
    databases: dict[str, Any] = settings.DATABASES
    options = databases[alias]["OPTIONS"]["pool"] | {"timeout": 0.1}
    with ConnectionPool(f"host={tmp_path}", open=False, **options) as pool:
        pool.open()
        for _ in range(3):
            with pytest.raises(PoolTimeout):
                pool.getconn()
    assert len(pauses) > 3
    assert max(pauses) < 1.2
