"""What is due goes out: after the commit it tells of, at least once, and never in somebody's quiet hours."""

import logging
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from oase.channels.push.devices import is_signed_in, subscription_of
from oase.channels.push.keys import topic_of
from oase.channels.push.models import Push, PushDevice
from oase.channels.push.sending import Outcome, send, words_for
from oase.channels.push.wishes import HELD, LED, OFFERS, TEST, wishes_of
from oase.conversations.marks import ReadMark
from oase.conversations.models import Message, Outbox
from oase.experts.checks.models import AskedToCheck
from oase.experts.models import Offer
from oase.jobs import clock

log = logging.getLogger(__name__)
AT_ONCE = 100
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
KEPT = timedelta(days=2)
"""How long rows of what was sent stay: longer than anything is looked back for, so that nothing is told twice."""


def deliver_due() -> int:
    """Send what is due; how many pushes left. A push service that does not answer is left alone for this round."""
    due = Push.objects.filter(sent_at=None, dropped_at=None, not_before__lte=clock.now()).order_by("not_before", "pk")
    silent: set[str] = set()
    return sum(deliver(pk, silent) for pk in due.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def deliver(push_id: int, silent: set[str]) -> bool:
    """Send one, unless another worker has it or it is no news any more. `silent`: hosts that did not answer, and whose
    devices they are: who names many hosts that never answer keeps nobody else waiting.
    """
    push = (
        Push.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("device__person")
        .filter(pk=push_id, sent_at=None, dropped_at=None)
        .first()
    )
    if push is None:
        return False
    device = push.device
    subscription = subscription_of(device) if is_signed_in(device) else None
    if subscription is None:
        _lose(device)
        return False
    wishes, now = wishes_of(device.person_id), clock.now()
    if not _is_news(push) or not wishes.wants(push.kind):
        push.dropped_at = now
        push.save(update_fields=["dropped_at"])
        return False
    quiet = wishes.quiet_until(now) if push.kind != TEST else None
    if quiet is not None:
        push.not_before = quiet
        push.save(update_fields=["not_before"])
        return False
    host = urlsplit(subscription.endpoint).netloc
    if host in silent or _owner(push) in silent:
        return False
    topic = topic_of(device.pk, push.place)
    outcome = send(
        subscription,
        words_for(device.person.language, push.place, topic),
        seconds=int((push.expires_at - now).total_seconds()),
        urgency="high" if push.kind in {OFFERS, TEST} else "normal",
        topic=topic,
    )
    return _done(push, outcome, host, silent)


def _owner(push: Push) -> str:
    return f"person {push.device.person_id}"


def _is_news(push: Push) -> bool:
    if push.expires_at <= clock.now():
        return False
    if push.kind == OFFERS:
        what, _colon, pk = push.key.partition(":")
        if what == "check":
            asked = AskedToCheck.objects.filter(pk=int(pk), passed_at=None, expert__there=True)
            return asked.filter(check_of__decided_at=None, check_of__checker=None).exists()
        offer = Offer.objects.filter(pk=int(pk), declined_at=None, assignment__ended_at=None)
        return offer.filter(expert__there=True).exists()
    return push.conversation_id is None or not _read(push, push.conversation_id)


def _read(push: Push, conversation_id: UUID) -> bool:
    """Whether its person has had it before their eyes meanwhile."""
    person_id, roles = push.device.person_id, [Message.CUSTOMER]
    if push.kind in {HELD, LED}:
        roles = [Message.EXPERT, Message.AGENT]
    marks = ReadMark.objects.filter(conversation_id=conversation_id, reader_id=person_id, role__in=roles)
    return push.seq > 0 and marks.filter(read_seq__gte=push.seq).exists()


def _done(push: Push, outcome: Outcome, host: str, silent: set[str]) -> bool:
    now = clock.now()
    match outcome.how:
        case "sent":
            # One ring is enough for everything that waits for the same place.
            same = Push.objects.filter(device=push.device, place=push.place, sent_at=None, dropped_at=None)
            same.filter(Q(pk=push.pk) | Q(not_before__lte=now)).update(sent_at=now, attempts=F("attempts") + 1)
            PushDevice.objects.filter(pk=push.device_id).update(last_sent_at=now)
            return True
        case "gone":
            _lose(push.device)
        case "refused":
            log.warning("a push service refused push %s", push.pk)
            push.dropped_at = now
            push.save(update_fields=["dropped_at"])
        case _:
            silent.update((host, _owner(push)))
            push.attempts += 1
            pause = min(FIRST_PAUSE * 2 ** min(push.attempts, 12), LONGEST_PAUSE)
            push.not_before = now + max(pause, timedelta(seconds=min(outcome.after, NEVER)))
            push.save(update_fields=["attempts", "not_before"])
    return False


NEVER = 7 * 24 * 3600
"""Seconds: more than anything stays news."""


def _lose(device: PushDevice) -> None:
    """This browser is not reached any more. Mails that waited for it wait no longer, where it was the last one."""
    person_id = device.person_id
    device.delete()
    if not PushDevice.objects.filter(person_id=person_id).exists():
        waiting = Outbox.objects.filter(recipient_id=person_id, sent_at=None, attempts=0)
        waiting.filter(not_before__gt=clock.now()).update(not_before=clock.now())


def take_back_read() -> int:
    """Mails that wait about what was read meanwhile by somebody with a device: they are not sent; how many."""
    answered = Outbox.objects.filter(
        kind="answered", sent_at=None, recipient__push_devices__isnull=False, created_at__gt=clock.now() - KEPT
    )
    taken = 0
    for pk, key, conversation_id, person_id in answered.values_list(
        "pk", "key", "conversation_id", "recipient_id"
    ).distinct():
        seq = int(key.rpartition(":")[2])
        marks = ReadMark.objects.filter(
            conversation_id=conversation_id, reader_id=person_id, role=Message.CUSTOMER, read_seq__gte=seq
        )
        if marks.exists():
            taken += Outbox.objects.filter(pk=pk, sent_at=None).delete()[0]
    return taken


def forget_old() -> int:
    """Delete rows of what has been told long ago; how many."""
    old = Push.objects.filter(created_at__lt=clock.now() - KEPT)
    return old.filter(~Q(sent_at=None) | ~Q(dropped_at=None) | Q(expires_at__lt=clock.now())).delete()[0]
