"""Whether all is well is said of what is really there, and of what is missing."""

from collections.abc import Iterator
from unittest.mock import patch

import psycopg
import pytest
from django.db import OperationalError, connections
from django.test import Client

from oase.config.data_folder import connection_parameters
from oase.conversations.jobs import move_lapsed
from oase.portals.public.health import SILENT_SECONDS

WELL = {"database": "ok", "bus": "ok", "worker": "ok"}


@pytest.fixture
def bus(house: None) -> Iterator[None]:
    """Somebody listens, as every web process does."""
    with psycopg.connect(**connection_parameters("oase_app"), autocommit=True) as listener:  # type: ignore[arg-type]
        listener.execute("LISTEN oase_live")
        yield


def beat(ago: int) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))", [ago]
        )


def report(client: Client) -> tuple[int, dict[str, str]]:
    page = client.get("/healthz")
    said = page.json()
    assert said["well"] == (page.status_code == 200)
    assert "no-store" in page["Cache-Control"]
    return page.status_code, {name: said[name] for name in WELL}


def test_all_is_well(bus: None, client: Client) -> None:
    beat(0)
    assert report(client) == (200, WELL)


def test_no_worker(bus: None, client: Client) -> None:
    assert report(client) == (503, WELL | {"worker": "no worker is running"})
    beat(SILENT_SECONDS + 5)
    assert report(client) == (503, WELL | {"worker": "no worker is running"})


def ended(status: str) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args) VALUES ('default', %s, %s, '{}')",
            [move_lapsed.name, status],
        )


def test_a_worker_whose_jobs_fail_is_not_well(bus: None, client: Client) -> None:
    beat(0)
    ended("failed")
    assert report(client) == (503, WELL | {"worker": "the last look at promises failed"})
    ended("succeeded")
    assert report(client) == (200, WELL)


def test_nobody_listens(house: None, client: Client) -> None:
    beat(0)
    assert report(client) == (503, WELL | {"bus": "nobody listens"})


def test_no_database(house: None, client: Client) -> None:
    gone = OperationalError("the password is palme")
    with patch.object(connections["default"], "cursor", side_effect=gone):
        page = client.get("/healthz")
    assert page.status_code == 503
    assert "palme" not in page.content.decode()
    assert set(page.json().values()) >= {"cannot be asked"}
    assert [page.json()[name] for name in WELL] == ["cannot be asked"] * 3
