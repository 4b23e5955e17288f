"""Three roles: what each may do before anything was granted, here and on a PostgreSQL elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from oase.config.data_folder import ROLES, SetupError, connection_parameters
from oase.server.postgres import Server
from oase.server.roles import ensure_roles
from tests.server.conftest import eventually

Connection = psycopg.Connection[tuple[object, ...]]


def connect(parameters: dict[str, str]) -> Connection:
    return psycopg.connect(**parameters, autocommit=True)  # type: ignore[arg-type]


def everything_about_roles(server: Server) -> list[tuple[object, ...]]:
    with connect(server.superuser_parameters("oase")) as connection:
        return connection.execute(
            """SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolcanlogin, rolbypassrls, rolpassword,
                      (SELECT array_agg(entry ORDER BY entry) FROM unnest(setconfig) AS entry)
               FROM pg_authid LEFT JOIN pg_db_role_setting ON setrole = pg_authid.oid
               WHERE rolname LIKE 'oase%' ORDER BY rolname"""
        ).fetchall()


def test_each_role_can_connect_and_none_is_more_than_it_needs(server: Server) -> None:
    server.start()
    ensure_roles()
    found = {}
    for role in ROLES:
        with connect(connection_parameters(role)) as connection:
            found[role] = connection.execute(
                """SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls,
                          current_setting('default_transaction_read_only'), current_setting('statement_timeout'),
                          has_schema_privilege('public', 'CREATE'), has_database_privilege(current_database(), 'TEMP')
                   FROM pg_roles WHERE rolname = current_user"""
            ).fetchone()
    assert found == {
        "oase_owner": (False, "off", "0", True, True),
        "oase_app": (False, "off", "1min", False, False),
        "oase_expert": (False, "on", "10s", False, False),
    }


def test_doing_it_again_changes_nothing(server: Server) -> None:
    server.start()
    ensure_roles()
    before = everything_about_roles(server)
    ensure_roles()
    assert everything_about_roles(server) == before


def test_a_role_that_was_made_mighty_is_put_back(server: Server) -> None:
    server.start()
    ensure_roles()
    before = everything_about_roles(server)
    with connect(server.superuser_parameters()) as connection:
        connection.execute("ALTER ROLE oase_expert SUPERUSER")
        connection.execute("ALTER ROLE oase_expert RESET statement_timeout")
    ensure_roles()
    assert everything_about_roles(server) == before


def test_another_role_does_not_get_in(server: Server) -> None:
    server.start()
    ensure_roles()
    with connect(server.superuser_parameters()) as connection:
        connection.execute("CREATE ROLE mallory LOGIN")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        connect(connection_parameters("oase_app") | {"user": "mallory"})


def test_the_extensions_are_there(server: Server) -> None:
    server.start()
    ensure_roles()
    with connect(connection_parameters("oase_app")) as connection:
        names = [row[0] for row in connection.execute("SELECT extname FROM pg_extension ORDER BY extname")]
    assert names == ["btree_gin", "citext", "pg_trgm", "plpgsql", "unaccent"]


@pytest.fixture
def elsewhere(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """A PostgreSQL that asks for passwords, with a database `service`, as DATABASE_URL; yields its superuser."""
    server = Server(tmp_path / "elsewhere")
    server.start()
    monkeypatch.setenv("DATABASE_URL", f"postgresql://dba:s%40fe@/service?host={server.sockets}")
    try:
        with connect(server.superuser_parameters()) as connection:
            connection.execute("CREATE ROLE dba LOGIN PASSWORD 's@fe'")
            connection.execute("CREATE DATABASE service OWNER dba")
            rules = server.cluster / "pg_hba.conf"
            rules.write_text("local all postgres trust\nlocal all all scram-sha-256\n")
            connection.execute("SELECT pg_reload_conf()")
            eventually(lambda: asks_for_passwords(connection_parameters("oase_owner")))
            yield connection
    finally:
        server.stop()


def asks_for_passwords(parameters: dict[str, str]) -> bool:
    try:
        connect(parameters | {"password": "wrong"}).close()
    except psycopg.OperationalError:
        return True
    return False


def test_elsewhere_a_missing_right_is_named(elsewhere: Connection) -> None:
    with pytest.raises(SetupError, match="As its administrator run: ALTER ROLE dba CREATEROLE; then start again"):
        ensure_roles()


def test_elsewhere_app_and_expert_need_the_passwords_of_our_key(
    elsewhere: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere.execute("ALTER ROLE dba CREATEROLE")
    ensure_roles()
    ensure_roles()
    found = {}
    for role in ROLES:
        assert asks_for_passwords(connection_parameters(role))
        with connect(connection_parameters(role)) as connection:
            found[role] = connection.execute(
                "SELECT current_user::text, current_setting('default_transaction_read_only')"
            ).fetchone()
    assert found == {
        "oase_owner": ("dba", "off"),
        "oase_app": ("oase_app", "off"),
        "oase_expert": ("oase_expert", "on"),
    }
    monkeypatch.setattr("oase.config.data_folder.role_password", lambda role: "guessed")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(connection_parameters("oase_app"))


def test_elsewhere_a_wrong_password_is_one_sentence_without_it(
    elsewhere: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = connection_parameters("oase_owner")["host"]
    monkeypatch.setenv("DATABASE_URL", f"postgresql://dba:guessed@/service?host={host}")
    with pytest.raises(SetupError, match="password authentication failed") as refused:
        ensure_roles()
    assert "guessed" not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("url", ["mysql://dba:s3cret@db/x", "postgresql://dba:s3cret@db:port/x", "postgresql://db/x"])
def test_an_odd_url_is_refused_without_being_quoted(data: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(SetupError, match=r"^(DATABASE_URL must look like|No connection to)") as refused:
        ensure_roles()
    assert "s3cret" not in str(refused.value)
