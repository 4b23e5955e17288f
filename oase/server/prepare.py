"""From an empty or older data folder to one this release can serve: migrated, granted, collected, with its demo."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg

from oase.config.data_folder import connection_parameters, data_folder
from oase.server import release
from oase.server.keys import Connection, note_keys
from oase.server.release import Prepared
from oase.server.translations import compile_translations

PREPARING = 0x0A5E  # any number, the same everywhere: of several machines at one database, one prepares at a time


def is_prepared(*, demo: bool) -> bool:
    """Whether nothing is left to do. Cheap: a few hashes and one query, no Django."""
    known = Prepared.read()
    return (
        known.code == release.code()
        and known.static == release.static()
        and (data_folder() / "static").is_dir()
        and (known.demo_asked or not demo)
        and known.database == release.database_state()
    )


def prepare(*, demo: bool, say: Callable[[str], None]) -> None:
    """Do what is left to do, each step only when needed. The roles and the database must exist (`ensure_roles`)."""
    compile_translations()
    with _alone() as connection:
        known, state, code = Prepared.read(), release.database_state(), release.code()
        import django
        from django.core.management import call_command

        django.setup()
        if not state or known.code != code or known.database != state:
            say("Preparing the database …")
            call_command("migrate", database="owner", interactive=False, verbosity=0, skip_checks=True)
            call_command("grant")
        note_keys(connection)
        known = replace(known, code=code)
        if known.static != (static := release.static()) or not (data_folder() / "static").is_dir():
            call_command("collectstatic", interactive=False, verbosity=0)
            known = replace(known, static=static)
        if demo and not known.demo_asked:
            known = replace(known, demo=_load_demo(say), demo_asked=True)
        replace(known, database=release.database_state()).write()


def _load_demo(say: Callable[[str], None]) -> bool:
    """Load the demo into a database without people; False when there are people already, who are no demo."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    people = get_user_model()._default_manager.using("owner")
    if people.exists():
        return False
    say("Loading the demo …")
    call_command("demo")
    return bool(people.exists())


@contextmanager
def _alone() -> Iterator[Connection]:
    # The stubs know these keywords one by one, not as a dict.
    with psycopg.connect(**connection_parameters("oase_owner"), autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        yield connection
