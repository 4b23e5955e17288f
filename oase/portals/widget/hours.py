"""Whether somebody of the company is there, as the frame says it."""

from zoneinfo import ZoneInfo

from oase.companies.models import Company
from oase.companies.opening_hours import hours_of, opens_next
from oase.jobs import clock
from oase.portals.look.times import clock as written


def hours(company: Company) -> dict[str, str]:
    """`opens`: when somebody of the company is there again; empty while they are there."""
    now = clock.now()
    again = opens_next(hours_of(company), ZoneInfo(company.time_zone), now)
    return {"opens": "" if again <= now else written(again)}
