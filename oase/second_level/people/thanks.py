"""Which ratings are thanks, and whose."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from oase.companies.models import Company, Membership
from oase.people.models import Person
from oase.ratings.models import Rating

GLAD = 4
"""From so many stars on somebody was glad; what was rated lower is for learning, not for a mail of thanks."""


def week_of(company: Company, moment: datetime) -> date:
    """The Monday of the week in which it is then, by the company's own calendar."""
    here = moment.astimezone(ZoneInfo(company.time_zone)).date()
    return here - timedelta(days=here.weekday())


def hours_of_week(company: Company, monday: date) -> tuple[datetime, datetime]:
    """From Monday 00:00 to the next, on the company's clock: 167 or 169 hours where summer time begins or ends."""
    zone = ZoneInfo(company.time_zone)
    return (
        datetime.combine(monday, time(), zone),
        datetime.combine(monday + timedelta(days=7), time(), zone),
    )


def thanks_of_week(company: Company, monday: date, people: Collection[int]) -> QuerySet[Rating]:
    """What these people were thanked for at a company in one week, the newest first."""
    begins, ends = hours_of_week(company, monday)
    given = Rating.objects.filter(
        conversation__company=company, helpers__in=people, at__gte=begins, at__lt=ends, stars__gte=GLAD
    )
    return given.order_by("-at", "-pk")


def thanks_visible_to(membership: Membership) -> QuerySet[Rating]:
    """Every rating that reached this member at their company, newest first; `named_me`: they were named in it.

    Concerns of theirs as a customer are not among them.
    """
    named = Rating.named.through.objects.filter(rating_id=OuterRef("pk"), person_id=membership.person_id)
    mine = Q(helpers=membership.person_id) & ~Q(conversation__customer__person_id=membership.person_id)
    reached = Rating.objects.filter(mine, conversation__company_id=membership.company_id)
    return reached.annotate(named_me=Exists(named)).order_by("-at", "-pk")


def words_for(person: Person, *, company_id: int) -> QuerySet[Rating]:
    """Words of thanks that may stand on somebody's page for customers and colleagues: of those who were glad."""
    glad = Rating.objects.filter(helpers=person, conversation__company_id=company_id, stars__gte=GLAD)
    return glad.exclude(thanks="").order_by("-at", "-pk")
