"""What experts are told by mail: written down here, once for each occasion, and sent by the channel of mail.

A notice holds no words. What it says is read when it leaves, through the expert's own desk; and what they have seen by
then, what is gone and what they do not want is not told at all.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from oase.conversations.models import Assignment, Conversation, Message
from oase.experts.availability.models import Availability, ExpertNotice
from oase.experts.availability.presence import presences_of
from oase.experts.checks.rules import SHORTEST, WINDOW
from oase.experts.models import Expert
from oase.jobs import clock

LOOKS_BACK = timedelta(hours=1)
"""What is older was missed while no worker ran; the desk shows it all the same."""
OFFERS_PAUSE = timedelta(seconds=20)
"""Whoever has the desk open has claimed it or let it go by then."""
OFFERS_BURST = 0.25
"""One mail about offers in this part of the time promised for the first answer, unless they react: whoever is offered
a question after that still has most of its time.
"""
CHECKS_BURST = WINDOW / 4
"""One mail about answers to look at in so long."""
SEEN = "seen"
"""The reason of a notice after which they opened the desk."""
REPLIES_PAUSE = timedelta(seconds=45)
REPLIES_BURST = timedelta(minutes=3)
AT_WORK = timedelta(hours=1)
"""Whoever did something in a conversation is told of what comes so soon after, although their hours have ended."""
KEPT = timedelta(days=14)

# Offers that stand, and of which no mail has told yet. A burst ends when they react: they open the desk, take one
# or let one go.
_OFFERED = """
SELECT o.expert_id, max(o.id), min(o.offered_at)
  FROM oase_offer o
  JOIN oase_assignment a ON a.id = o.assignment_id AND a.ended_at IS NULL AND a.level = 'network'
  JOIN oase_conversation c ON c.id = a.conversation_id
  LEFT JOIN oase_topic t ON t.id = c.topic_id
  JOIN oase_expert e ON e.person_id = o.expert_id AND e.there AND e.suspended_at IS NULL
  JOIN oase_person p ON p.id = e.person_id AND p.is_active AND p.email <> ''
  LEFT JOIN oase_availability av ON av.person_id = o.expert_id
  LEFT JOIN LATERAL (
       SELECT n.created_at, coalesce(n.sent_at, n.created_at) AS told_at, n.reason FROM oase_expertnotice n
        WHERE n.person_id = o.expert_id AND n.kind = 'offers' AND n.dropped_at IS NULL
        ORDER BY n.created_at DESC LIMIT 1) last ON true
 WHERE o.declined_at IS NULL AND o.expires_at > %(now)s::timestamptz AND o.offered_at > %(since)s::timestamptz
   AND coalesce(av.mail_offers, true)
   AND (last.created_at IS NULL
        OR (o.offered_at > last.told_at
            AND (last.created_at <= %(now)s::timestamptz
                   - make_interval(secs => coalesce(t.first_answer_minutes, 15) * 60 * %(burst)s::float)
                 OR last.reason = 'seen'
                 OR EXISTS (SELECT FROM oase_offer d WHERE d.expert_id = o.expert_id AND d.declined_at > last.told_at)
                 OR EXISTS (SELECT FROM oase_assignment h WHERE h.holder_id = o.expert_id AND h.level = 'expert'
                               AND h.started_at > last.told_at))))
 GROUP BY o.expert_id
"""

# Answers of newcomers that wait for their look, while there is time for one, and of which no mail has told yet.
_TO_CHECK = """
SELECT k.expert_id, max(k.id), min(k.asked_at)
  FROM oase_askedtocheck k
  JOIN oase_check w ON w.id = k.check_of_id AND w.decided_at IS NULL AND w.checker_id IS NULL
   AND w.until_at > %(now)s::timestamptz + make_interval(secs => %(least)s::float)
  JOIN oase_assignment a ON a.id = w.assignment_id AND a.ended_at IS NULL AND a.holder_id = w.author_id
  JOIN oase_expert e ON e.person_id = k.expert_id AND e.there AND e.suspended_at IS NULL
  JOIN oase_person p ON p.id = e.person_id AND p.is_active AND p.email <> ''
  LEFT JOIN oase_availability av ON av.person_id = k.expert_id
  LEFT JOIN LATERAL (
       SELECT n.created_at, coalesce(n.sent_at, n.created_at) AS told_at, n.reason FROM oase_expertnotice n
        WHERE n.person_id = k.expert_id AND n.kind = 'checks' AND n.dropped_at IS NULL
        ORDER BY n.created_at DESC LIMIT 1) last ON true
 WHERE k.passed_at IS NULL AND coalesce(av.mail_offers, true)
   AND (last.created_at IS NULL
        OR (k.asked_at > last.told_at AND (last.created_at <= %(burst)s::timestamptz OR last.reason = 'seen')))
 GROUP BY k.expert_id
"""

# What askers wrote to the expert who holds their conversation, who has neither read nor answered nor been told it.
_WROTE = """
SELECT a.holder_id, a.conversation_id, a.id, min(m.seq), min(m.at)
  FROM oase_assignment a
  JOIN oase_person p ON p.id = a.holder_id AND p.is_active AND p.email <> ''
  JOIN oase_message m ON m.conversation_id = a.conversation_id AND m.author_role = 'customer'
   AND m.audience = 'conversation' AND m.at > greatest(a.started_at, %(since)s::timestamptz)
  LEFT JOIN oase_availability av ON av.person_id = a.holder_id
  LEFT JOIN LATERAL (
       SELECT n.created_at, coalesce(n.sent_at, n.created_at) AS told_at FROM oase_expertnotice n
        WHERE n.person_id = a.holder_id AND n.kind = 'replies' AND n.conversation_id = a.conversation_id
          AND n.dropped_at IS NULL
        ORDER BY n.created_at DESC LIMIT 1) last ON true
 WHERE a.ended_at IS NULL AND a.level = 'expert' AND a.turn = 'holder' AND coalesce(av.mail_replies, true)
   AND m.seq > coalesce((SELECT max(r.read_seq) FROM oase_readmark r
                          WHERE r.conversation_id = a.conversation_id AND r.role = 'expert'
                            AND r.reader_id = a.holder_id), 0)
   AND (last.created_at IS NULL
        OR (m.at > last.told_at AND last.created_at <= %(burst)s::timestamptz))
 GROUP BY a.id
"""


def post(
    *,
    person_id: int,
    kind: str,
    key: str,
    conversation_id: UUID | None = None,
    reason: str = "",
    not_before: datetime | None = None,
) -> None:
    """Write down one notice for an expert, unless the same `key` is there already; it leaves after the commit."""
    now = clock.now()
    ExpertNotice.objects.bulk_create(
        [
            ExpertNotice(
                person_id=person_id,
                kind=kind,
                key=key,
                conversation_id=conversation_id,
                reason=reason,
                created_at=now,
                not_before=not_before or now,
            )
        ],
        ignore_conflicts=True,
    )


def gather() -> int:
    """Write down what has to be told now; how many notices came to be."""
    if not Assignment.objects.filter(ended_at=None, level__in=(Assignment.NETWORK, Assignment.EXPERT)).exists():
        return 0
    now = clock.now()
    with connection.cursor() as cursor:
        values = {"now": now, "since": now - LOOKS_BACK}
        cursor.execute(_OFFERED, values | {"burst": OFFERS_BURST})
        offered = cursor.fetchall()
        cursor.execute(_TO_CHECK, {"now": now, "least": SHORTEST.total_seconds(), "burst": now - CHECKS_BURST})
        to_check = cursor.fetchall()
        cursor.execute(_WROTE, values | {"burst": now - REPLIES_BURST})
        wrote = cursor.fetchall()
    for person_id, newest, at in offered:
        post(
            person_id=person_id, kind=ExpertNotice.OFFERS, key=f"offers:{person_id}:{newest}",
            not_before=at + OFFERS_PAUSE,
        )  # fmt: skip
    for person_id, newest, at in to_check:
        post(
            person_id=person_id, kind=ExpertNotice.CHECKS, key=f"checks:{person_id}:{newest}",
            not_before=at + OFFERS_PAUSE,
        )  # fmt: skip
    for person_id, conversation_id, assignment_id, seq, at in wrote:
        post(
            person_id=person_id, kind=ExpertNotice.REPLIES, key=f"replies:{assignment_id}:{seq}",
            conversation_id=conversation_id, not_before=at + REPLIES_PAUSE,
        )  # fmt: skip
    return len(offered) + len(to_check) + len(wrote)


def opened_desk(person_id: int) -> None:
    """They have the desk before them: what is offered from now on is told anew."""
    told = ExpertNotice.objects.filter(person_id=person_id, kind__in=(ExpertNotice.OFFERS, ExpertNotice.CHECKS))
    told.filter(reason="").exclude(sent_at=None).update(reason=SEEN)


def is_wanted(notice: ExpertNotice) -> bool:
    """Whether it may be told now: they want this kind, and it is within their hours or they are at work."""
    wishes = Availability.objects.filter(pk=notice.person_id).first() or Availability(person_id=notice.person_id)
    if notice.kind in (ExpertNotice.OFFERS, ExpertNotice.CHECKS):
        return wishes.mail_offers and Expert.objects.filter(pk=notice.person_id, there=True).exists()
    if notice.kind == ExpertNotice.REPLIES:
        return wishes.mail_replies and (_is_there(notice.person_id) or _is_at_work(notice))
    return True


def _is_there(person_id: int) -> bool:
    expert = Expert.objects.filter(pk=person_id).first()
    return expert is not None and presences_of([expert])[person_id].there(clock.now())


def _is_at_work(notice: ExpertNotice) -> bool:
    if notice.conversation_id is None:
        return False
    lately, person_id = clock.now() - AT_WORK, notice.person_id
    wrote = Message.objects.filter(conversation=OuterRef("pk"), author_id=person_id, at__gt=lately)
    held = Conversation.objects.filter(pk=notice.conversation_id)
    return held.filter(Exists(wrote) | Q(assignments__holder_id=person_id, assignments__started_at__gt=lately)).exists()


def told_until(notice: ExpertNotice) -> datetime | None:
    """Up to when an earlier mail has told of the same conversation; None when none has."""
    earlier = ExpertNotice.objects.filter(person_id=notice.person_id, kind=notice.kind).exclude(sent_at=None)
    same = earlier.filter(conversation=notice.conversation)
    return same.order_by("-sent_at").values_list("sent_at", flat=True).first()


def forget_old(kinds: Collection[str] = ()) -> int:
    """Delete what was told long ago; how many."""
    old = ExpertNotice.objects.filter(created_at__lt=clock.now() - KEPT)
    return (old.filter(kind__in=kinds) if kinds else old).delete()[0]
