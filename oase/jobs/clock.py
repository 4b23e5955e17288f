"""What time it is for promises. One place, so that the demo can tell a past and tests can let two hours go by."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _standing.get() or timezone.now()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at `moment` inside the block, for this thread or task only."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)
