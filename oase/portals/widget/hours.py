"""Whether somebody of the company is there, as the frame says it."""

from oase.companies.models import Company
from oase.companies.opening.reading import calendar_of
from oase.jobs import clock
from oase.portals.look.times import clock as written


def hours(company: Company) -> dict[str, str]:
    """`opens`: when somebody of the company is there again; empty while they are there."""
    now = clock.now()
    again = calendar_of(company).opens_next(now)
    return {"opens": "" if again <= now else written(again)}
