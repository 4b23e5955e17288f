"""A new house is made in one step; it must hold what one holds that came all the way, migration by migration."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from oase.config.data_folder import DATABASE
from oase.server.postgres import Server

CHECKOUT = Path(__file__).resolve().parents[2]
BY_ITSELF = """
import django

django.setup()
from django.core.management import call_command
from oase.server.roles import ensure_roles

ensure_roles()
call_command("migrate", database="owner", interactive=False, verbosity=0)
call_command("grant")
"""
ONE_BY_ONE = """
from django.db.migrations.loader import MigrationLoader

load = MigrationLoader.load_disk


def without_what_replaces(self):
    load(self)
    self.disk_migrations = {name: one for name, one in self.disk_migrations.items() if not one.replaces}


MigrationLoader.load_disk = without_what_replaces
"""
CATALOG = (
    "SELECT 'column', table_schema, table_name, column_name, udt_name, is_nullable, column_default,"
    " character_maximum_length, is_identity FROM information_schema.columns"
    " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')",
    # What is too old to be looked at once more is NOT VALID; it holds for all that comes.
    "SELECT 'constraint', conrelid::regclass, conname, replace(pg_get_constraintdef(oid), ' NOT VALID', '')"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
    "SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT 'kept as', relname, relkind, reloptions, relpersistence, relacl FROM pg_class"
    " WHERE relnamespace = 'public'::regnamespace",
    "SELECT 'function', pg_get_functiondef(oid) FROM pg_proc"
    " WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'",
    "SELECT 'trigger', pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT 'migration', app, name FROM django_migrations",
)


@pytest.fixture
def houses(tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    new, old = Server(tmp_path / "new"), Server(tmp_path / "old")
    yield new, old
    for server in (new, old):
        server.stop(at_once=True)


def _make(server: Server, script: str) -> None:
    server.start()
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "OASE_KEY")}
    environment |= {"OASE_DATA": str(server.data), "DJANGO_SETTINGS_MODULE": "oase.config.settings"}
    subprocess.run([sys.executable, "-c", script], cwd=CHECKOUT, env=environment, check=True)


def _holds(server: Server) -> set[tuple[str, ...]]:
    parameters = server.superuser_parameters() | {"dbname": DATABASE}
    # The stubs know these keywords one by one, not as a dict.
    with psycopg.connect(**parameters) as connection:  # type: ignore[arg-type]
        # Column by column, in the order of their names: rows of old houses have theirs in the order they came.
        return {tuple(map(str, row)) for query in CATALOG for row in connection.execute(query)}


def test_a_new_house_holds_what_an_old_one_holds(houses: tuple[Server, Server]) -> None:
    new, old = houses
    _make(new, BY_ITSELF)
    _make(old, ONE_BY_ONE + BY_ITSELF)
    came_all_the_way = _holds(old)
    assert any(row[:2] == ("migration", "oase") for row in came_all_the_way)
    # What comes next, the old house takes as the new one does; what is in one step is not done again.
    _make(old, BY_ITSELF)
    assert _holds(old) - _holds(new) == set()
    assert _holds(new) - _holds(old) == set()
    assert {row for row in _holds(old) - came_all_the_way if row[0] != "migration"} == set()
