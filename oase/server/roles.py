"""The three database roles, the database and its extensions: made where missing, left alone where right.

`oase_owner` migrates, `oase_app` serves and works, `oase_expert` only reads. What each may touch is granted after
migrating.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors, sql

from oase.config.data_folder import (
    DATABASE,
    ROLES,
    SetupError,
    connection_parameters,
    external_parameters,
    role_password,
)
from oase.server.keys import Connection, check_keys
from oase.server.postgres import Server
from oase.server.programs import OLDEST

EXTENSIONS = ("citext", "pg_trgm", "unaccent", "btree_gin")
# The settings are those of a connection: a runaway page is ended, a forgotten transaction lets go of its locks.
SETTINGS = {
    "oase_owner": {"lock_timeout": "1min"},
    "oase_app": {"statement_timeout": "1min", "idle_in_transaction_session_timeout": "5min"},
    "oase_expert": {
        "default_transaction_read_only": "on",
        "statement_timeout": "10s",
        "idle_in_transaction_session_timeout": "1min",
    },
}


def ensure_roles(database: str | None = None) -> None:
    """Make the roles, the database and its extensions. Doing it again changes nothing.

    With the embedded PostgreSQL, which must be running, the cluster's superuser does it. With `DATABASE_URL` the URL's
    user does, which needs CREATEROLE. `database` is another one than the usual, for tests. Raises `SetupError` naming
    the right that is missing.
    """
    external = bool(os.environ.get("DATABASE_URL"))
    administrator = external_parameters() if external else Server().superuser_parameters()
    name = database or (administrator["dbname"] if external else DATABASE)
    with _connected(
        administrator if external else administrator | {"dbname": "postgres"}, elsewhere=external
    ) as connection:
        if connection.info.server_version < OLDEST * 10000:
            raise SetupError(
                f"Oase needs PostgreSQL {OLDEST} or newer; this one is {connection.info.server_version // 10000}."
            )
        for role in ROLES:
            _ensure_role(connection, role)
        if external:
            # A key of another house would give the roles other passwords.
            check_keys(connection)
            _ensure_passwords(connection)
        _ensure_database(connection, name, external=external)
    with _connected(administrator | {"dbname": name}, elsewhere=external) as connection:
        check_keys(connection)
        _ensure_extensions(connection)
        _close_to_the_public(connection, name)


@contextmanager
def _connected(parameters: dict[str, str], *, elsewhere: bool) -> Iterator[Connection]:
    try:
        # The stubs know these keywords one by one, not as a dict.
        connection = psycopg.connect(**parameters, autocommit=True, connect_timeout=10)  # type: ignore[arg-type]
    except psycopg.OperationalError as error:
        place = "DATABASE_URL" if elsewhere else "the embedded PostgreSQL"
        raise SetupError(f"No connection to {place}: {_first_line(error)}") from None
    with connection:
        yield connection


def _ensure_role(connection: Connection, role: str) -> None:
    found = connection.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    me = connection.info.user
    if not found:
        with _right(f"ALTER ROLE {me} CREATEROLE"):
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION").format(
                    sql.Identifier(role)
                )
            )
    elif found[0] and role != me:
        with _right(f"ALTER ROLE {role} NOSUPERUSER NOCREATEROLE NOBYPASSRLS"):
            connection.execute(
                sql.SQL("ALTER ROLE {} NOSUPERUSER NOCREATEROLE NOBYPASSRLS").format(sql.Identifier(role))
            )
    wanted = sorted(f"{name}={value}" for name, value in SETTINGS[role].items())
    present = connection.execute(
        """SELECT setconfig FROM pg_db_role_setting JOIN pg_roles ON pg_roles.oid = setrole
           WHERE setdatabase = 0 AND rolname = %s""",
        [role],
    ).fetchone()
    if present and sorted(present[0]) == wanted:  # type: ignore[call-overload]  # a row of any shape
        return
    with _right(f"GRANT {role} TO {me} WITH ADMIN OPTION"):
        for name, value in SETTINGS[role].items():
            statement = sql.SQL("ALTER ROLE {} SET {} = {}").format(sql.Identifier(role), sql.Identifier(name), value)
            connection.execute(statement)


def _ensure_passwords(connection: Connection) -> None:
    """Set a password only where it opens no door yet, and send its SCRAM verifier (RFC 5802), never the password."""
    for role in ("oase_app", "oase_expert"):
        try:
            # The stubs know these keywords one by one, not as a dict.
            psycopg.connect(**connection_parameters(role), connect_timeout=10).close()  # type: ignore[arg-type]
            continue
        except psycopg.OperationalError:
            verifier = connection.pgconn.encrypt_password(role_password(role).encode(), role.encode(), b"scram-sha-256")
        with _right(f"GRANT {role} TO {connection.info.user} WITH ADMIN OPTION"):
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), verifier.decode()))


def _ensure_database(connection: Connection, name: str, *, external: bool) -> None:
    if connection.execute("SELECT true FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    with _right(f"ALTER ROLE {connection.info.user} CREATEDB"):
        owner = connection.info.user if external else "oase_owner"
        statement = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner))
        connection.execute(statement)


def _ensure_extensions(connection: Connection) -> None:
    present = {row[0] for row in connection.execute("SELECT extname FROM pg_extension")}
    for extension in EXTENSIONS:
        if extension in present:
            continue
        try:
            with _right(f"CREATE EXTENSION {extension}"):
                connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
        except (errors.UndefinedFile, errors.FeatureNotSupported):
            raise SetupError(f"This PostgreSQL lacks the extension {extension}: install its contrib package.") from None


def _close_to_the_public(connection: Connection, name: str) -> None:
    """Nobody enters the database or makes a table in it but the three roles."""
    open_to = connection.execute(
        """SELECT EXISTS (SELECT FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) AS acl
                          WHERE datname = %(name)s AND acl.grantee = 0)
               OR NOT (SELECT bool_and(has_database_privilege(role, %(name)s, 'CONNECT'))
                       FROM unnest(%(roles)s::text[]) AS role)
               OR EXISTS (SELECT FROM pg_namespace, aclexplode(nspacl) AS acl
                          WHERE nspname = 'public' AND acl.grantee = 0 AND acl.privilege_type = 'CREATE')""",
        {"name": name, "roles": list(ROLES)},
    ).fetchone()
    if not open_to or not open_to[0]:
        return
    with _right(f"ALTER DATABASE {name} OWNER TO {connection.info.user}"):
        database = sql.Identifier(name)
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                database, sql.SQL(", ").join(map(sql.Identifier, ROLES))
            )
        )
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


@contextmanager
def _right(statement: str) -> Iterator[None]:
    """Turn a refusal into the statement an administrator has to run."""
    try:
        yield
    except errors.InsufficientPrivilege as error:
        raise SetupError(
            f"The database refuses: {_first_line(error)}. As its administrator run: {statement}; then start again."
        ) from None


def _first_line(error: psycopg.Error) -> str:
    return (error.diag.message_primary or str(error)).strip().split("\n")[0]
