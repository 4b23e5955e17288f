"""Of all reasons for not being asked, the one that is said."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from oase.experts.availability.hours import Hours, Span
from oase.experts.availability.presence import Presence
from oase.experts.availability.readiness import Load, Readiness, readiness

NOON = datetime(2030, 6, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LOAD = Load(held=0, at_once=2, offered=0, offers_at_once=3, topics=1)
MONDAYS = Hours((Span(0, time(18), time(20)),), "UTC")
NOW = Hours((Span(0, time(11), time(20)),), "UTC")


@pytest.mark.parametrize(
    ("presence", "load", "told"),
    [
        (Presence(), LOAD, Readiness("asked")),
        (Presence(hours=NOW), LOAD, Readiness("asked", NOON + 8 * HOUR)),
        (Presence(hours=MONDAYS), LOAD, Readiness("outside", NOON + 6 * HOUR)),
        (Presence(hours=MONDAYS, beyond_until=NOON + HOUR), LOAD, Readiness("beyond", NOON + HOUR)),
        (Presence(hours=MONDAYS, beyond_until=NOON), LOAD, Readiness("outside", NOON + 6 * HOUR)),
        (Presence(paused=True, paused_until=NOON + HOUR), LOAD, Readiness("paused", NOON + HOUR)),
        (Presence(paused=True, paused_until=NOON), LOAD, Readiness("asked")),
        (Presence(paused=True), replace(LOAD, unanswered=5), Readiness("silent")),
        (Presence(switched_on=False, paused=True), LOAD, Readiness("away")),
        (Presence(), replace(LOAD, held=2), Readiness("full")),
        (Presence(), replace(LOAD, offered=3), Readiness("laden")),
        (Presence(), replace(LOAD, held=2, offered=3), Readiness("full")),
        (Presence(), replace(LOAD, topics=0, held=2), Readiness("unqualified")),
        (Presence(switched_on=False), replace(LOAD, suspended=True), Readiness("suspended")),
    ],
)
def test_what_is_said(presence: Presence, load: Load, told: Readiness) -> None:
    found = readiness(presence, load, NOON)
    assert found == told
    assert found.asked is (found.state in ("asked", "beyond"))


@pytest.mark.parametrize("load", [LOAD, replace(LOAD, held=9), replace(LOAD, topics=0)])
def test_who_is_asked_is_there(load: Load) -> None:
    for presence in (Presence(), Presence(hours=MONDAYS), Presence(switched_on=False), Presence(paused=True)):
        if readiness(presence, load, NOON).asked:
            assert presence.there(NOON)
