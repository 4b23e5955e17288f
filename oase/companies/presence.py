"""Who is there: not on leave, not away, and at work when the company next is.

Somebody may go away in the very moment in which something is given to them. So whoever gives holds a company's people
still first (many may at once), and whoever goes waits for those; what is read in between is true until the commit.
"""

from collections.abc import Collection
from datetime import datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.companies.opening.calendar import HORIZON_DAYS, Calendar
from oase.companies.opening.reading import calendar_of
from oase.companies.words import Refused
from oase.jobs import clock

LOCK = 0x0A5E_0001
"""The first key of the advisory lock that is taken for each company; the second is the company."""
Hours = list[list[int | str]]
"""`[weekday, "09:00", "17:00"]` each, as `Membership.hours` holds them; "00:00" closes at midnight."""


def hold_still(company_ids: Collection[int]) -> None:
    """Until the transaction ends nobody of these companies goes away, plans to, or leaves. For who assigns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(%s::int, one) FROM unnest(%s::int[]) AS one",
            [LOCK, sorted({one % 2**31 for one in company_ids})],
        )


def about_to_go(company_id: int) -> None:
    """Wait for those who are just giving something to somebody of this company; until the transaction ends nobody
    does. For who goes, comes or leaves. Take no lock of a conversation after it: its owner may be waiting for this.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s::int, %s::int)", [LOCK, company_id % 2**31])


def is_there(membership: Membership, at: datetime | None = None) -> bool:
    """Whether they can be given something at `at` (default: now): on the staff, not away, and at work then.

    While the company is closed nobody is at work; then it counts who is when it opens next.
    """
    moment = at or clock.now()
    return membership.person.is_active and membership.is_there_at(moment) and is_at_work(membership, moment)


def is_at_work(membership: Membership, moment: datetime) -> bool:
    """Whether their own hours, if they have any, hold the moment at which the company is there next."""
    if not membership.hours:
        return True
    return hours_of(membership).is_open(calendar_of(membership.company).opens_next(moment))


def works_next(membership: Membership, moment: datetime) -> datetime:
    """When they are at work: `moment` itself if they are then, else the beginning of their next hours."""
    if not membership.hours:
        return moment
    return hours_of(membership).opens_next(moment)


def there_again(membership: Membership, moment: datetime, company: Calendar) -> datetime:
    """When they can be given something next: at work while their company, whose calendar is `company`, is open, and
    not away. `moment` itself if they can be then.
    """
    own, there = hours_of(membership), moment
    for _again in range(HORIZON_DAYS):
        opens = company.opens_next(there)
        works = own.opens_next(opens)
        works = membership.back_at(works) or works
        if works == opens:
            break
        there = works
    return opens


def hours_of(membership: Membership) -> Calendar:
    """Their own hours, in the company's time zone; when the company is closed is counted by itself."""
    week = tuple(
        (int(day), time.fromisoformat(str(begins)), time.fromisoformat(str(ends)))
        for day, begins, ends in membership.hours
    )
    return Calendar(ZoneInfo(membership.company.time_zone), week)


def _end(ends: time) -> time:
    return time.max if ends == time(0) else ends


def checked(hours: Collection[tuple[int, time, time]]) -> Hours:
    """Hours as they are stored, in order.

    Raises:
        Refused: one ends before it begins, or two of a day overlap.
    """
    rows = sorted((day, begins, _end(ends)) for day, begins, ends in hours)
    for _day, begins, ends in rows:
        if begins >= ends:
            raise Refused(_("Hours end after they begin: please look at the times again."))
    for (day, _begins, ends), (other, begins, _ends) in pairwise(rows):
        if day == other and begins < ends:
            raise Refused(_("Two times of one day overlap. Please make one of them."))
    return [[day, f"{begins:%H:%M}", "00:00" if ends == time.max else f"{ends:%H:%M}"] for day, begins, ends in rows]


def fresh(memberships: Collection[Membership | None]) -> dict[int, Membership]:
    """These as they stand now, by id: read after `hold_still`, they stay so."""
    ids = [one.pk for one in memberships if one is not None]
    return Membership.objects.select_related("person", "company").in_bulk(ids) if ids else {}
