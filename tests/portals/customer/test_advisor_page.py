"""Who cares for Karla, and whether anybody is there just now."""

from datetime import UTC, datetime, time

import pytest

from oase.companies.models import OpeningHours
from oase.jobs import clock
from tests.cast import Cast
from tests.portals.customer.conftest import SignIn
from tests.portals.customer.test_asking import body

MONDAY_NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
SUNDAY_NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)
HERE = "is closed just now. Ada is there again tomorrow 09:00."


@pytest.fixture
def weekdays(cast: Cast) -> None:
    OpeningHours.objects.filter(company=cast.kaffeewerk).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(company=cast.kaffeewerk, weekday=day, opens=time(9), closes=time(17)) for day in range(5)
    )


@pytest.mark.usefixtures("weekdays")
def test_nobody_is_shown_as_there_while_the_company_is_closed(cast: Cast, signed_in: SignIn) -> None:
    karla = signed_in(cast.karla)
    with clock.standing_at(MONDAY_NOON):
        open_page = body(karla.get("/advisor/kaffeewerk/"))
    with clock.standing_at(SUNDAY_NOON):
        closed_page = body(karla.get("/advisor/kaffeewerk/"))
    assert (HERE in open_page, HERE in closed_page) == (False, True)
    assert ('class="face xl on"' in open_page, 'class="face xl on"' in closed_page) == (True, False)
    assert ('class="face md on"' in open_page, 'class="face md on"' in closed_page) == (True, False)
