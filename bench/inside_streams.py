"""Inside the house that is measured: people with sessions, and pokes to all of them. A process of its own."""

import subprocess
import sys
import time
from types import TracebackType
from typing import Self

WARM = 200


class Inside:
    """The other end of that process."""

    def __init__(self, environment: dict[str, str], n: int) -> None:
        command = [sys.executable, "-P", "-m", "bench.inside_streams", str(n + WARM)]
        self._process = subprocess.Popen(
            command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.sessions = self._line().split()

    def poke(self) -> float:
        """Poke everybody; when it began (`time.monotonic` is one clock for all processes)."""
        assert self._process.stdin is not None
        self._process.stdin.write("poke\n")
        self._process.stdin.flush()
        return float(self._line())

    def _line(self) -> str:
        assert self._process.stdout is not None
        if not (line := self._process.stdout.readline()):
            raise RuntimeError("the process inside the house ended early")
        return line

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()


def main(number: int) -> None:
    """Make people and sessions, say the sessions' keys, then poke everybody at every line."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oase.config.settings")
    import django

    django.setup()
    from datetime import timedelta

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils import timezone
    from django.utils.crypto import get_random_string

    from oase.live.notify import Poke, person, poke
    from oase.people.models import Person

    people = [Person(email=f"stream-{time.time_ns()}-{one}@example.org", password="!") for one in range(number)]
    Person.objects.bulk_create(people)
    store, until = SessionStore(), timezone.now() + timedelta(days=1)
    rows = [
        Session(
            session_key=get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789"),
            session_data=store.encode(
                {
                    SESSION_KEY: str(one.pk),
                    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: one.get_session_auth_hash(),
                }
            ),
            expire_date=until,
        )
        for one in people
    ]
    Session.objects.bulk_create(rows)
    print(*(one.session_key for one in rows), flush=True)
    everybody = tuple(person(one.pk) for one in people)
    for seq, _line in enumerate(sys.stdin, start=1):
        begun = time.monotonic()
        poke([Poke("bench", seq, everybody)])
        print(begun, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
