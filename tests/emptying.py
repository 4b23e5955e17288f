"""Between two tests every table is emptied, as fast as PostgreSQL can: only those that hold rows, by the superuser.

TRUNCATE of a hundred tables that hang together takes a quarter of a second, whatever is in them.
"""

import psycopg
from psycopg import sql

from oase.config.data_folder import DATABASE
from oase.server.postgres import Server

KEPT = ("django_migrations", "django_content_type", "auth_permission")


class Emptying:
    """A connection of the superuser, for whom no trigger and no law stands in the way."""

    def __init__(self, server: Server) -> None:
        parameters = server.superuser_parameters() | {"dbname": DATABASE}
        # The stubs know these keywords one by one, not as a dict.
        self._connection = psycopg.connect(**parameters, autocommit=True)  # type: ignore[arg-type]
        # Nothing in this database outlives the tests: the disk need not be waited for.
        for setting in ("fsync", "full_page_writes"):
            self._connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        self._connection.execute("SELECT pg_reload_conf()")
        self._connection.execute("SET session_replication_role = replica")

    def empty(self) -> None:
        """Delete every row, and let numbers begin anew."""
        tables = self._connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (%s) ORDER BY 1",
            [list(KEPT)],
        )
        full = sql.SQL(" UNION ALL ").join(
            sql.SQL("(SELECT {} FROM {} LIMIT 1)").format(sql.Literal(name), sql.Identifier(name)) for (name,) in tables
        )
        with self._connection.transaction():
            for (name,) in self._connection.execute(full).fetchall():
                self._connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
            self._connection.execute(
                "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)"
                " FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
                " AND sequencename NOT LIKE 'django\\_%' AND sequencename NOT LIKE 'auth\\_permission%'"
            )

    def close(self) -> None:
        self._connection.close()
