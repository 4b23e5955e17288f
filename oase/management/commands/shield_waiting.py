import os
import time
from typing import Any

import psycopg
from django.core.management.base import BaseCommand
from django.db import Error, connection

from oase.config.data_folder import connection_parameters
from oase.conversations.append import SHIELD_CHANNEL
from oase.conversations.catching_up import catch_up, closed_in, log, waiting

NICENESS = 10
"""People who write come first (nice(2)): what waits here is shielded with what they leave of the processors."""
ROUND_SECONDS = 5.0
"""A look without having been called, should a call have been lost."""
TRY_AGAIN_SECONDS = 30.0
"""What the shield failed at is left alone for this long."""
MOST_PARKED = 1000


class Command(BaseCommand):
    help = "Shield what was said in a rush, as soon as it was committed; one part of `oase up`."

    def handle(self, *args: Any, **options: Any) -> None:
        os.nice(NICENESS)
        while True:
            try:
                self._follow()
            except (psycopg.Error, Error) as error:
                log.warning("the shield lost its connection: %s", type(error).__name__)
                connection.close()
                time.sleep(0.5)

    def _follow(self) -> None:
        parameters: dict[str, Any] = {**connection_parameters("oase_app"), "autocommit": True}
        parked: dict[int, float] = {}
        with psycopg.connect(**parameters) as listener:
            listener.execute(f"LISTEN {SHIELD_CHANNEL}")
            while True:
                self._catch_up(parked)
                for _ in listener.notifies(timeout=ROUND_SECONDS, stop_after=1):
                    pass

    def _catch_up(self, parked: dict[int, float]) -> None:
        """Until nothing waits any more, apart from what the shield failed at a moment ago."""
        while True:
            now = time.monotonic()
            for message_id in [one for one, until in parked.items() if until < now]:
                del parked[message_id]
            found = waiting(list(parked))
            if not found or len(parked) > MOST_PARKED:
                return
            for conversation_id in found:
                try:
                    failed = catch_up(conversation_id)
                except Error:
                    raise
                except Exception:  # the others must not wait for it
                    log.exception("could not shield what waits in conversation %s", conversation_id)
                    failed = closed_in(conversation_id)
                parked |= dict.fromkeys(failed, now + TRY_AGAIN_SECONDS)
