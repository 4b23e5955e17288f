"""What a person may do about being forgotten: ask for it, take it back, or not wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.conversations.models import Assignment, Conversation
from oase.conversations.words import Refused
from oase.experts.models import Expert
from oase.jobs import clock
from oase.people.models import Person
from oase.privacy.erasures import Erasure
from oase.service_cloud.erasure import report
from oase.service_cloud.erasure.report import Stays


@dataclass(frozen=True)
class Standing:
    """What being forgotten would mean for a person now."""

    staff_of: list[str]
    """Companies on whose staff they still are: that must end first."""
    open_concerns: int
    stays: list[Stays]
    gone: int
    """Concerns that nobody must keep."""
    is_expert: bool
    holding: int
    earned_cents: int


def grace() -> timedelta:
    """How long a person may think again (`OASE_ERASURE_GRACE_HOURS`)."""
    chosen: timedelta = settings.ERASURE_GRACE
    return chosen


def standing_of(person: Person) -> Standing:
    """What goes, what stays and what stands in the way."""
    stays, gone = report.staying(person)
    staff = Membership.objects.filter(person=person, left_at=None).order_by("company__name")
    return Standing(
        staff_of=list(staff.values_list("company__name", flat=True)),
        open_concerns=Conversation.objects.filter(customer__person=person, solved_at=None).count(),
        stays=stays,
        gone=len(gone),
        is_expert=Expert.objects.filter(person=person).exists(),
        holding=Assignment.objects.filter(holder=person, ended_at=None).count(),
        earned_cents=report.earned(person),
    )


def under_way(person: Person) -> Erasure | None:
    """The person's wish that still waits, if there is one."""
    return Erasure.objects.filter(person=person, revoked_at=None, done_at=None).first()


@transaction.atomic
def ask_to_be_forgotten(*, person: Person, language: str) -> Erasure:
    """Write the wish down; asking twice is asking once.

    Raises:
        Refused: the person is on a company's staff.
    """
    if (earlier := under_way(person)) is not None:
        return earlier
    companies = standing_of(person).staff_of
    if companies:
        raise Refused(
            _("You are on the staff of %(companies)s. Please have your membership ended first; then come back here.")
            % {"companies": ", ".join(companies)}
        )
    now = clock.now()
    try:
        with transaction.atomic():
            return Erasure.objects.create(
                person=person, language="en" if language.startswith("en") else "de", asked_at=now, due_at=now + grace(),
                not_before=now,
            )  # fmt: skip
    except IntegrityError:  # two tabs at the same moment
        return Erasure.objects.get(person=person, revoked_at=None, done_at=None)


def _waiting(person: Person) -> Erasure:
    erasure = Erasure.objects.select_for_update().filter(person=person, revoked_at=None, done_at=None).first()
    if erasure is None or not erasure.is_waiting:
        raise Refused(_("There is nothing to take back."))
    return erasure


@transaction.atomic
def keep(*, person: Person) -> None:
    """Take the wish back: everything stays as it is.

    Raises:
        Refused: there is none, or it has been carried out.
    """
    erasure = _waiting(person)
    erasure.revoked_at = clock.now()
    erasure.save(update_fields=["revoked_at"])


@transaction.atomic
def do_not_wait(*, person: Person) -> Erasure:
    """Give up the time to think again: the next round of the job forgets the person.

    Raises:
        Refused: there is no wish, or it has been carried out.
    """
    erasure = _waiting(person)
    erasure.due_at = clock.now()
    erasure.save(update_fields=["due_at"])
    return erasure


def due(now: datetime) -> list[Erasure]:
    """Wishes whose time has come, and those that were begun and not ended."""
    waiting = Erasure.objects.filter(revoked_at=None, done_at=None, due_at__lte=now, not_before__lte=now)
    return list(waiting.order_by("due_at")[:20])
