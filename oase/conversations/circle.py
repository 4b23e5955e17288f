"""Who is around a conversation, and what each of them may notice of the others: small signs of life.

Customers and experts notice roles only. Staff notice colleagues by their first name, so that two do not answer at once.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from oase.conversations.models import Assignment, Message
from oase.conversations.rules import SECOND_LEVEL
from oase.live.notify import Sign as Sign
from oase.live.notify import guest, person

TYPING, HERE, DELIVERED, READ = "typing", "here", "delivered", "read"
KINDS = (TYPING, HERE, DELIVERED, READ)
NOTING = "noting"
"""How staff are told that a colleague writes an internal note."""


@dataclass(frozen=True)
class Circle:
    """One conversation and everybody around it, as they are now."""

    conversation_id: UUID
    company_id: int
    customer_id: int
    last_seq: int
    level: str
    """Of the current assignment; empty once solved."""
    holder_id: int | None
    staff: Mapping[int, str]
    """First names of the company's staff; without the customer, should they be one of them."""

    def roles_of(self, person_id: int | None, guest_of: Collection[UUID]) -> tuple[str, ...]:
        """In which roles somebody may be here; nobody in none."""
        roles = []
        if person_id == self.customer_id or self.conversation_id in guest_of:
            roles.append(Message.CUSTOMER)
        if person_id is not None and self.level == Assignment.EXPERT and self.holder_id == person_id:
            roles.append(Message.EXPERT)
        if person_id in self.staff:
            roles.append(Message.AGENT)
        return tuple(roles)

    @property
    def with_company(self) -> bool:
        """Whether the second level holds it."""
        return self.level in SECOND_LEVEL


def signs_of(
    circle: Circle, kind: str, role: str, by: int | None, *, seq: int | None = None, note: bool = False
) -> Iterator[Sign]:
    """Who is told that `by` (None: by the conversation's link) does this, and what of it.

    A colleague's first name goes to staff only, and so does that they write an internal note.
    """
    topic = f"conversation:{circle.conversation_id}"
    colleagues = tuple(person(one) for one in sorted(circle.staff) if one != by)
    others = () if note else tuple(one for one in _others(circle, kind, role) if one not in colleagues)
    if role != Message.AGENT:
        yield Sign(topic, kind, role, (*colleagues, *others), seq)
        return
    if kind in (TYPING, HERE):
        yield Sign(topic, NOTING if note else kind, role, colleagues, name=circle.staff.get(by or 0, ""))
    if others:
        yield Sign(topic, kind, role, others, seq)


def _others(circle: Circle, kind: str, role: str) -> Iterator[str]:
    """Customer and expert, where they may notice this: whoever only looks in from the company shows to neither."""
    theirs = role == Message.EXPERT or (role == Message.AGENT and (kind == TYPING or circle.with_company))
    # That something arrived at those who help says nothing about them; that it was read does.
    if theirs and kind != DELIVERED:
        yield person(circle.customer_id)
        yield guest(circle.conversation_id)
    held = circle.level == Assignment.EXPERT and circle.holder_id is not None
    if held and (role == Message.CUSTOMER or (role == Message.AGENT and kind == TYPING)):
        yield person(circle.holder_id or 0)


_CIRCLES = """
SELECT c.id, c.company_id, k.person_id, c.last_seq, coalesce(a.level, ''), a.holder_id,
       array(SELECT m.person_id FROM oase_membership m JOIN oase_person p ON p.id = m.person_id AND p.is_active
              WHERE m.company_id = c.company_id AND m.left_at IS NULL AND m.person_id <> k.person_id
              ORDER BY m.person_id),
       array(SELECT p.first_name FROM oase_membership m JOIN oase_person p ON p.id = m.person_id AND p.is_active
              WHERE m.company_id = c.company_id AND m.left_at IS NULL AND m.person_id <> k.person_id
              ORDER BY m.person_id)
  FROM oase_conversation c
  JOIN oase_customer k ON k.id = c.customer_id
  JOIN oase_person asker ON asker.id = k.person_id AND asker.is_active
  LEFT JOIN oase_assignment a ON a.conversation_id = c.id AND a.ended_at IS NULL AND c.solved_at IS NULL
 WHERE c.id = ANY(%s::uuid[])
"""


def circles_of(conversation_ids: Collection[UUID]) -> dict[UUID, Circle]:
    """The circles of these conversations in one query; of what is not there, or whose customer was forgotten, none."""
    with connection.cursor() as cursor:
        cursor.execute(_CIRCLES, [sorted(conversation_ids)])
        rows = cursor.fetchall()
    return {
        one: Circle(one, company_id, customer_id, last_seq, level, holder_id, dict(zip(ids, names, strict=True)))
        for one, company_id, customer_id, last_seq, level, holder_id, ids, names in rows
    }
