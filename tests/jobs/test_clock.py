"""One clock for promises."""

import threading
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from oase.jobs import clock

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def test_the_clock_stands_inside_the_block_and_goes_on_after_it() -> None:
    with clock.standing_at(NEW_YEAR):
        assert clock.now() == NEW_YEAR
        with clock.standing_at(NEW_YEAR + timedelta(hours=1)):
            assert clock.now() == NEW_YEAR + timedelta(hours=1)
        assert clock.now() == NEW_YEAR
    before = timezone.now()
    assert before <= clock.now() <= timezone.now()


def test_it_stands_for_this_thread_only() -> None:
    seen: list[datetime] = []
    with clock.standing_at(NEW_YEAR):
        other = threading.Thread(target=lambda: seen.append(clock.now()))
        other.start()
        other.join()
    assert seen[0] > NEW_YEAR
