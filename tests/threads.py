"""Many at once: functions run in threads that start together."""

import threading
from collections.abc import Callable, Sequence

from django.db import connections


def at_once(*targets: Callable[[], object]) -> list[BaseException]:
    """Run all targets at the same time, to their end; what they raised."""
    raised: list[BaseException] = []
    gate = threading.Barrier(len(targets))

    def run(target: Callable[[], object]) -> None:
        gate.wait()
        try:
            target()
        except BaseException as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads: Sequence[threading.Thread] = [threading.Thread(target=run, args=(target,)) for target in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised
