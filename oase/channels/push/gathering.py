"""What there is to tell people on their devices: read off what happened, written down once for each device.

Rooms below know nothing of this one. Notices to customers stand in the outbox, which is also the mail's; what experts
and staff hold stands in offers, assignments and messages. Only people with a device are looked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from oase.channels.push.models import Push, PushDevice
from oase.channels.push.wishes import ANSWERS, HANDS, HELD, LED, OFFERS, Wishes, wishes_of
from oase.conversations.models import Assignment, Event, LateSolution, Message, Outbox
from oase.conversations.warning import holding
from oase.experts.checks.models import AskedToCheck
from oase.experts.models import Offer
from oase.jobs import clock
from oase.second_level.mentions.models import Mention

LOOKS_BACK = timedelta(hours=1)
"""What is older was missed while no worker ran; the mails still go."""
PAUSE = timedelta(seconds=8)
"""Whoever has the page open has read it by then."""
NEWS_FOR = timedelta(days=1)
MAIL_WAITS = timedelta(minutes=10)
"""A mail about what was also pushed: it goes when nobody has looked by then."""
OF_OUTBOX = {
    "answered": ANSWERS,
    "proposed": ANSWERS,
    "reminder": ANSWERS,
    "goodwill": ANSWERS,
    "handed_over": HANDS,
    "solved": HANDS,
    "told_early": HANDS,
    "promise_moved": HANDS,
    "solution_late": HANDS,
}
"""Notices of the outbox by what they are on a device. Confirmations of what one did oneself are none."""


@dataclass(frozen=True)
class News:
    """Something to tell one person."""

    person_id: int
    kind: str
    key: str
    place: str
    since: datetime
    until: datetime
    conversation_id: UUID | None = None
    seq: int = 0
    outbox_id: int | None = None


def gather() -> int:
    """Write down what has to be told; how many notices came to be."""
    since = clock.now() - LOOKS_BACK
    people = list(PushDevice.objects.values_list("person_id", flat=True).distinct())
    if not people:
        return 0
    news = [
        *_from_outbox(people, since),
        *_offers(people, since),
        *_to_check(people),
        *_given(people, since),
        *_due_soon(people, since),
        *_written(people, since),
        *_named(people, since),
        *_led(people, since),
    ]
    return sum(_note(one) for one in news)


def _note(one: News) -> int:
    wishes = wishes_of(one.person_id)
    if not wishes.wants(one.kind):
        return 0
    devices = PushDevice.objects.filter(person_id=one.person_id, created_at__lt=one.since)
    known = Push.objects.filter(device=OuterRef("pk"), key=one.key)
    rows = [_row(one, device_id, wishes) for device_id in devices.exclude(Exists(known)).values_list("pk", flat=True)]
    if rows and one.outbox_id is not None:
        _let_mail_wait(one.outbox_id)
    return len(Push.objects.bulk_create(rows, ignore_conflicts=True))


def _row(one: News, device_id: int, wishes: Wishes) -> Push:
    due = one.since if one.kind == OFFERS else one.since + PAUSE
    return Push(
        device_id=device_id,
        kind=one.kind,
        key=one.key,
        place=one.place,
        conversation_id=one.conversation_id,
        seq=one.seq,
        created_at=clock.now(),
        not_before=wishes.quiet_until(due) or due,
        expires_at=one.until,
    )


def _let_mail_wait(outbox_id: int) -> None:
    waiting = Outbox.objects.filter(pk=outbox_id, sent_at=None, attempts=0)
    waiting.filter(not_before__lt=F("created_at") + MAIL_WAITS).update(not_before=F("created_at") + MAIL_WAITS)


def _from_outbox(people: list[int], since: datetime) -> Iterator[News]:
    rows = Outbox.objects.filter(recipient_id__in=people, created_at__gt=since, kind__in=OF_OUTBOX)
    for row in rows.values_list("pk", "recipient_id", "kind", "key", "conversation_id", "created_at"):
        pk, person_id, kind, key, conversation_id, at = row
        last = key.rpartition(":")[2]
        yield News(
            person_id, OF_OUTBOX[kind], key, reverse("concern", args=[conversation_id]), at, at + NEWS_FOR,
            conversation_id, int(last) if last.isdecimal() else 0, pk,
        )  # fmt: skip


def _offers(people: list[int], since: datetime) -> Iterator[News]:
    standing = Offer.objects.filter(
        expert_id__in=people, offered_at__gt=since, declined_at=None, expires_at__gt=clock.now(),
        assignment__ended_at=None,
    )  # fmt: skip
    for pk, person_id, at, until in standing.values_list("pk", "expert_id", "offered_at", "expires_at"):
        yield News(person_id, OFFERS, f"offer:{pk}", reverse("desk"), at, until)


def _to_check(people: list[int]) -> Iterator[News]:
    """Answers of newcomers that wait for somebody's look."""
    asked = AskedToCheck.objects.filter(
        expert_id__in=people, passed_at=None, check_of__decided_at=None, check_of__checker=None,
        check_of__until_at__gt=clock.now(),
    )  # fmt: skip
    for pk, person_id, at, until in asked.values_list("pk", "expert_id", "asked_at", "check_of__until_at"):
        yield News(person_id, OFFERS, f"check:{pk}", reverse("desk"), at, until)


def _given(people: list[int], since: datetime) -> Iterator[News]:
    """What came into somebody's hands without their doing."""
    own_doing = Event.objects.filter(
        conversation=OuterRef("conversation"), actor=OuterRef("holder"), to=OuterRef("holder"),
        at__gte=OuterRef("started_at") - timedelta(seconds=5),
    )  # fmt: skip
    given = Assignment.objects.filter(
        holder_id__in=people, started_at__gt=since, ended_at=None, turn=Assignment.HOLDER
    ).exclude(level=Assignment.EXPERT)
    for held in given.exclude(Exists(own_doing)).select_related("conversation__company"):
        assert held.holder_id is not None
        at, last = held.started_at, held.conversation.last_seq
        yield News(
            held.holder_id, HELD, f"held:{held.pk}", _desk_of(held), at, at + NEWS_FOR, held.conversation_id, last
        )


def _due_soon(people: list[int], since: datetime) -> Iterator[News]:
    """Promises of the second level that are due soon: to the holder, or to those of the group that has it."""
    warned = Assignment.objects.filter(ended_at=None, turn=Assignment.HOLDER, warned_at__gt=since)
    for held in warned.filter(due_at__gt=clock.now()).select_related("conversation__company"):
        assert held.warned_at is not None
        key, last = f"due:{held.pk}:{held.due_at.timestamp():.0f}", held.conversation.last_seq
        for person_id in holding(held).filter(person_id__in=people).values_list("person_id", flat=True):
            yield News(
                person_id, HELD, key, _desk_of(held), held.warned_at, held.due_at, held.conversation_id, last
            )  # fmt: skip


def _written(people: list[int], since: datetime) -> Iterator[News]:
    """What customers wrote to whoever holds their concern."""
    held = Assignment.objects.filter(
        Q(holder_id__in=people), ended_at=None, conversation__last_message_at__gt=since
    ).select_related("conversation__company")
    for one in held:
        assert one.holder_id is not None
        begun = max(since, one.started_at)
        said = Message.objects.filter(conversation_id=one.conversation_id, author_role=Message.CUSTOMER, at__gt=begun)
        for pk, seq, at in said.values_list("pk", "seq", "at"):
            yield News(
                one.holder_id, HELD, f"wrote:{pk}", _desk_of(one), at, at + NEWS_FOR, one.conversation_id, seq
            )  # fmt: skip


def _named(people: list[int], since: datetime) -> Iterator[News]:
    """Who was named in an internal note by a colleague, and is still on that staff."""
    named = Mention.objects.filter(
        person_id__in=people, at__gt=since, done_at=None,
        person__memberships__company=F("conversation__company"), person__memberships__left_at=None,
    ).exclude(conversation__customer__person=F("person"))  # fmt: skip
    rows = named.values_list("pk", "person_id", "conversation_id", "conversation__company__slug", "message__seq", "at")
    for pk, person_id, conversation_id, slug, seq, at in rows:
        place = reverse("office-case", args=[slug, conversation_id])
        yield News(person_id, HELD, f"named:{pk}", place, at, at + NEWS_FOR, conversation_id, seq)


def _led(people: list[int], since: datetime) -> Iterator[News]:
    """Solutions that are late, to those who lead the company. They open the list, so that many ring once."""
    late = LateSolution.objects.filter(
        recipient__in=people, at__gt=since, conversation__solved_at=None,
        recipient__memberships__company=F("conversation__company"), recipient__memberships__left_at=None,
    )  # fmt: skip
    for pk, person_id, conversation_id, slug, seq, at in late.values_list(
        "pk", "recipient_id", "conversation_id", "conversation__company__slug", "seq", "at"
    ):
        place = reverse("office-inbox", args=[slug]) + "?view=late"
        yield News(person_id, LED, f"late:{pk}", place, at, at + NEWS_FOR, conversation_id, seq)


def _desk_of(held: Assignment) -> str:
    """Where its holder looks after it."""
    if held.level == Assignment.EXPERT:
        return reverse("desk-conversation", args=[held.conversation_id])
    return reverse("office-case", args=[held.conversation.company.slug, held.conversation_id])
