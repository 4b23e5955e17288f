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
from tests.emptying import Emptying

# No test is a measure of speed. Where a change lands everybody tries the same examples; at home they are drawn anew.
settings.register_profile("oase", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("oase")


@pytest.fixture(scope="session")
def emptying(django_db_blocker: DjangoDbBlocker) -> Iterator[Emptying]:
    """A real PostgreSQL with the real roles, migrated and granted as `oase up` does it; and how it is emptied."""
    server = Server()
    server.start()
    try:
        ensure_roles()
        with django_db_blocker.unblock():
            call_command("migrate", database="owner", interactive=False, verbosity=0)
            call_command("grant")
            call_command("collectstatic", interactive=False, verbosity=0)
            emptying = Emptying(server)
            yield emptying
            emptying.close()
            connections.close_all()
            for alias in ("default", "expert"):
                connections[alias].close_pool()
    finally:
        server.stop(at_once=True)


@pytest.fixture(scope="session")
def django_db_setup(emptying: Emptying) -> None:
    """What pytest-django asks for."""


@pytest.fixture
def house(emptying: Emptying, django_db_setup: None) -> Iterator[None]:
    """An empty, migrated database. Everything in a test is really committed; afterwards the tables are emptied."""
    yield
    emptying.empty()


@pytest.fixture
def cast(house: None) -> Cast:
    """Karla, Emil, Ada, Dora, Sven and Mallory with their companies."""
    return gather()
