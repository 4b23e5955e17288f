"""A solution that is late is told to those who lead the company: written down here, mailed and rung by the channels."""

from datetime import datetime, timedelta

from django.db.models import Max

from oase.companies.models import Membership
from oase.companies.presence import is_there
from oase.conversations.models import Conversation, LateSolution
from oase.jobs import clock

GATHERED = timedelta(minutes=10)
"""What becomes late within it is mailed together, and what was read by then is not mailed at all."""
AGAIN = timedelta(hours=1)
"""So long after one mail the next one comes, whatever happens: a bad day is one mail an hour."""


def tell_leaders(conversation: Conversation, was_due: datetime) -> int:
    """Note that they have to be told of it, once for each promise; how many are. The caller holds the lock.

    Those are told who are there. Where none of them is, all are: somebody has to know.
    """
    leaders = leaders_of(conversation)
    there = [one for one in leaders if is_there(one)] or leaders
    now = clock.now()
    lately = LateSolution.objects.filter(recipient__in=[one.person_id for one in there], at__gt=now - GATHERED - AGAIN)
    last = dict(lately.values_list("recipient_id").annotate(Max("not_before")).order_by())
    rows = [
        LateSolution(
            conversation=conversation,
            recipient_id=one.person_id,
            was_due=was_due,
            seq=conversation.last_seq,
            at=now,
            not_before=_next_mail(now, last.get(one.person_id)),
        )
        for one in there
    ]
    return len(LateSolution.objects.bulk_create(rows, ignore_conflicts=True))


def leaders_of(conversation: Conversation) -> list[Membership]:
    """Supervisors and administrators of its company; nobody is told of their own concern as a leader."""
    leaders = Membership.objects.filter(
        company_id=conversation.company_id,
        role__in=[Membership.SUPERVISOR, Membership.ADMIN],
        left_at=None,
        person__is_active=True,
    ).exclude(person_id=conversation.customer.person_id)
    return list(leaders.select_related("person", "company").order_by("pk"))


def _next_mail(now: datetime, last: datetime | None) -> datetime:
    """When what is late now is mailed: with what waits already, else after the pause."""
    if last is None or last + AGAIN <= now + GATHERED:
        return now + GATHERED
    return last if last > now else last + AGAIN
