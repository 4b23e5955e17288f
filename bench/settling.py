"""Where the shield may follow the commit: waiting until it has, so that no measure pays for the one before."""

import time

import psycopg

from oase.config.data_folder import DATABASE
from oase.server.postgres import Server

PATIENCE = 60.0
PAUSE = 0.1


def settle(server: Server) -> tuple[int, float, int]:
    """How many messages waited for the shield, for how many seconds, and how many still do after `PATIENCE`."""
    time.sleep(PAUSE)
    begin = time.monotonic()
    # The stubs know these keywords one by one, not as a dict.
    with psycopg.connect(**server.superuser_parameters(DATABASE), autocommit=True) as connection:  # type: ignore[arg-type]  # names of libpq
        waiting = before = _unshielded(connection)
        while waiting and time.monotonic() - begin < PATIENCE:
            time.sleep(PAUSE)
            waiting = _unshielded(connection)
    return before, time.monotonic() - begin, waiting


def _unshielded(connection: psycopg.Connection[tuple[int]]) -> int:
    row = connection.execute("SELECT count(*) FROM oase_message WHERE shielded_at IS NULL").fetchone()
    return row[0] if row else 0
