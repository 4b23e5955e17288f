"""The thanks of a week: written down once for everybody who had any, in the morning after the week has ended."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from oase.companies.models import Company, Membership
from oase.jobs import clock
from oase.people.models import Person
from oase.ratings.models import Rating
from oase.second_level.people.models import NoThanksMail, ThanksDigest
from oase.second_level.people.thanks import thanks_of_week, week_of

MORNING = 8
"""The hour on Monday, by the company's clock, from which on the mail goes; after an outage it goes later that week."""


def write_digests() -> int:
    """Note for whom there were thanks in the week that ended last; how many came to be. Twice is once."""
    now, written = clock.now(), 0
    for company in Company.objects.order_by("pk"):
        here = now.astimezone(ZoneInfo(company.time_zone))
        if here.weekday() == 0 and here.hour < MORNING:
            continue
        monday = week_of(company, now) - timedelta(days=7)
        staff = set(
            Membership.objects.filter(company=company, left_at=None, person__is_active=True)
            .filter(person__no_thanks_mail=None)
            .exclude(person__thanks_digests__week=monday)
            .values_list("person_id", flat=True)
        )
        thanked = thanks_of_week(company, monday, staff).order_by().values_list("helpers", flat=True).distinct()
        due = sorted(staff & set(thanked))
        rows = [ThanksDigest(person_id=one, week=monday, not_before=now, at=now) for one in due]
        written += len(ThanksDigest.objects.bulk_create(rows, ignore_conflicts=True))
    return written


def thanks_in(digest: ThanksDigest) -> list[Rating]:
    """What a digest tells: the person's thanks of that week, at every company where they are on the staff."""
    memberships = Membership.objects.filter(person_id=digest.person_id, left_at=None).select_related("company")
    found: list[Rating] = []
    for membership in memberships.order_by("company__name", "pk"):
        thanks = thanks_of_week(membership.company, digest.week, [digest.person_id])
        found += thanks.select_related("conversation__company").prefetch_related("named")
    return found


def wants_digest(person: Person) -> bool:
    """Whether they want the weekly mail."""
    return not NoThanksMail.objects.filter(person=person).exists()


def set_digest(*, person: Person, wanted: bool) -> None:
    """Want the weekly mail, or not; what was not sent yet is not sent then."""
    if wanted:
        NoThanksMail.objects.filter(person=person).delete()
        return
    NoThanksMail.objects.get_or_create(person=person)
    ThanksDigest.objects.filter(person=person, sent_at=None).update(sent_at=clock.now())
