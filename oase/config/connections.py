"""Whether a pooled connection is still good, asked before a page uses it."""

from select import POLLIN, poll
from typing import Any

from psycopg import Connection
from psycopg_pool import ConnectionPool


def check_alive(connection: Connection[Any]) -> None:
    """See without a round trip whether the server closed it: on an idle connection nothing waits to be read.

    When something does wait (the end, or a notice), the server is asked.

    Raises:
        psycopg.OperationalError: it is closed; the pool opens another.
    """
    # Not select(): with thousands of live streams the number of the socket is beyond what it takes.
    waiting = poll()
    waiting.register(connection.fileno(), POLLIN)
    if waiting.poll(0):
        ConnectionPool.check_connection(connection)
