import os
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connections
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from oase.server.postgres import Server
from oase.server.roles import ensure_roles
from tests.cast import Cast, gather

# No test is a measure of speed. Where a change lands everybody tries the same examples; at home they are drawn anew.
settings.register_profile("oase", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("oase")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A real PostgreSQL with the real roles, migrated and granted as `oase up` does it."""
    server = Server()
    server.start()
    try:
        ensure_roles()
        with django_db_blocker.unblock():
            call_command("migrate", database="owner", interactive=False, verbosity=0)
            call_command("grant")
            call_command("collectstatic", interactive=False, verbosity=0)
            yield
            connections.close_all()
            for alias in ("default", "expert"):
                connections[alias].close_pool()
    finally:
        server.stop(at_once=True)


@pytest.fixture
def house(django_db_setup: None) -> Iterator[None]:
    """An empty, migrated database. Everything in a test is really committed; afterwards the tables are emptied."""
    yield
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission')"
        )
        (tables,) = cursor.fetchone()
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")


@pytest.fixture
def cast(house: None) -> Cast:
    """Karla, Emil, Ada, Dora, Sven and Mallory with their companies."""
    return gather()
