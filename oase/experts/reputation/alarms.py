"""An alarm when an account opened as many conversations as one may: to the office, by mail, and written for good."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from oase.companies.models import Membership
from oase.companies.queries import staff_ids
from oase.conversations.append import NotAllowed
from oase.conversations.models import Conversation
from oase.experts.reputation.models import Alarm, AlarmAnswer, AlarmMail, Disowned, Opening
from oase.experts.reputation.rules import LEADERS, may_moderate
from oase.jobs import clock
from oase.live.notify import Poke, person, poke, revoke
from oase.people.models import Person

LATELY = timedelta(days=7)
"""So long an alarm can be disowned by the owner of the account."""


def sound(expert_id: int, conversations: Collection[UUID], *, since: datetime) -> list[Alarm]:
    """Raise an alarm at every company whose conversations are among these, unless it rang since then.

    Called in the transaction that opened the last of them, under the lock of the account.
    """
    found: dict[int, list[str]] = defaultdict(list)
    concerned = Conversation.objects.filter(pk__in=set(conversations)).order_by("pk")
    for pk, company_id in concerned.values_list("pk", "company_id"):
        found[company_id].append(str(pk))
    rang = set(Alarm.objects.filter(expert_id=expert_id, at__gt=since).values_list("company_id", flat=True))
    sessions = Opening.objects.filter(expert_id=expert_id, at__gt=since).exclude(session="")
    number = sessions.values("session").distinct().count()
    alarms = Alarm.objects.bulk_create(
        Alarm(expert_id=expert_id, company_id=company_id, conversations=ids, sessions=number, at=clock.now())
        for company_id, ids in found.items()
        if company_id not in rang
    )
    for place, alarm in enumerate(alarms):
        _tell(alarm, owner=place == 0)
    return alarms


def _tell(alarm: Alarm, *, owner: bool) -> None:
    leaders = Membership.objects.filter(
        company_id=alarm.company_id, left_at=None, person__is_active=True, role__in=LEADERS
    ).exclude(person_id=alarm.expert_id)
    # A company without anybody who leads still has people: then everyone on its staff is told.
    ids = set(leaders.values_list("person_id", flat=True)) or set(staff_ids(alarm.company_id)) - {alarm.expert_id}
    recipients = ids | ({alarm.expert_id} if owner else set())
    AlarmMail.objects.bulk_create(
        AlarmMail(alarm=alarm, recipient_id=recipient_id, not_before=alarm.at) for recipient_id in sorted(recipients)
    )
    tell_moderators(alarm.company_id)


def tell_moderators(company_id: int) -> None:
    """Poke the company's staff who may have its moderation page open."""
    poke([Poke(f"moderation:{company_id}", 0, tuple(person(one) for one in staff_ids(company_id)))])


@transaction.atomic
def answer(*, alarm_id: int, by: Membership, found: str = AlarmAnswer.HARMLESS) -> AlarmAnswer:
    """Say what an alarm was; the first answer stands.

    Raises:
        NotAllowed: it is another company's, their own, or they do not lead here.
    """
    alarm = Alarm.objects.filter(pk=alarm_id, company_id=by.company_id).first()
    if alarm is None or not may_moderate(by, alarm.expert_id):
        raise NotAllowed("not an alarm of theirs to answer")
    answered, _new = AlarmAnswer.objects.get_or_create(
        alarm=alarm, defaults={"by_id": by.person_id, "found": found, "at": clock.now()}
    )
    tell_moderators(by.company_id)
    return answered


@transaction.atomic
def disown(*, by: Person) -> int:
    """The owner says that the newest alarms were not their doing: all sessions end, this one too; how many alarms.

    Raises:
        NotAllowed: there was no alarm about them lately.
    """
    lately = Alarm.objects.filter(expert_id=by.pk, at__gt=clock.now() - LATELY)
    alarms = list(lately)
    if not alarms:
        raise NotAllowed("no alarm about them")
    Disowned.objects.bulk_create([Disowned(alarm=alarm, at=clock.now()) for alarm in alarms], ignore_conflicts=True)
    end_sessions(by.pk)
    for company_id in {alarm.company_id for alarm in alarms}:
        tell_moderators(company_id)
    return len(alarms)


def end_sessions(person_id: int) -> None:
    """Whoever uses this account has to prove anew who they are: by the code that goes to the owner's mailbox."""
    owner = Person.objects.get(pk=person_id)
    owner.set_unusable_password()  # every session is bound to the password it began with
    owner.save(update_fields=["password"])
    revoke([person(person_id)])
