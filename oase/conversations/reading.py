"""How far everybody came: marks that only ever move forward, and never beyond what was said.

They are no news worth waiting for the disk: a mark that a power cut takes is made again at the next look.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from oase.conversations.circle import DELIVERED, READ, Sign, circles_of, signs_of
from oase.conversations.models import Conversation
from oase.live.notify import sign


@dataclass(frozen=True)
class Mark:
    """Somebody's place in a conversation, in the role they read in; without a reader by the conversation's link."""

    conversation_id: UUID
    role: str
    reader_id: int | None
    delivered: int
    read: int


# Permission is asked here again, whatever was known before: nobody marks what they may not read just now.
_MARK = """
WITH input AS (
    SELECT * FROM unnest(%(conversations)s::uuid[], %(roles)s::text[], %(readers)s::bigint[], %(delivered)s::int[],
                         %(read)s::int[]) AS t(conversation_id, role, reader_id, delivered, read)
), allowed AS MATERIALIZED (
    SELECT i.*
      FROM input i
      JOIN oase_conversation c ON c.id = i.conversation_id
      JOIN oase_customer k ON k.id = c.customer_id
      JOIN oase_person who ON who.id = coalesce(i.reader_id, k.person_id) AND who.is_active
     WHERE i.read BETWEEN 0 AND i.delivered AND i.delivered BETWEEN 1 AND c.last_seq
       AND CASE i.role
           WHEN 'customer' THEN i.reader_id IS NULL OR i.reader_id = k.person_id
           WHEN 'expert' THEN c.solved_at IS NULL AND EXISTS (
                SELECT FROM oase_assignment a WHERE a.conversation_id = c.id AND a.ended_at IS NULL
                   AND a.level = 'expert' AND a.holder_id = i.reader_id)
           WHEN 'agent' THEN i.reader_id <> k.person_id AND EXISTS (
                SELECT FROM oase_membership m WHERE m.company_id = c.company_id AND m.person_id = i.reader_id
                   AND m.left_at IS NULL)
           ELSE false END
       AND NOT EXISTS (
                SELECT FROM oase_readmark r WHERE r.conversation_id = i.conversation_id AND r.role = i.role
                   AND r.reader_id IS NOT DISTINCT FROM i.reader_id
                   AND r.delivered_seq >= i.delivered AND r.read_seq >= i.read)
       FOR KEY SHARE OF who  -- an erasing that runs is waited for, and then nobody is there any more
), quickly AS MATERIALIZED (
    SELECT set_config('synchronous_commit', CASE WHEN %(alone)s::boolean THEN 'off' ELSE setting END, true) AS was
      FROM (SELECT current_setting('synchronous_commit') AS setting) now
)
INSERT INTO oase_readmark AS mark (conversation_id, role, reader_id, delivered_seq, read_seq)
SELECT a.conversation_id, a.role, a.reader_id, a.delivered, a.read FROM quickly, allowed a ORDER BY 1, 2, 3
ON CONFLICT (conversation_id, role, reader_id) DO UPDATE
   SET delivered_seq = greatest(mark.delivered_seq, excluded.delivered_seq),
       read_seq = greatest(mark.read_seq, excluded.read_seq)
 WHERE excluded.delivered_seq > mark.delivered_seq OR excluded.read_seq > mark.read_seq
RETURNING conversation_id, role, reader_id, delivered_seq, read_seq
"""


def mark(marks: Sequence[Mark]) -> list[Mark]:
    """Write many marks in one statement; those that moved anything, as they stand now.

    Whoever may not read, and whatever lies in the future, is passed over.
    """
    together = _together(marks)
    if not together:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _MARK,
            {
                "conversations": [one.conversation_id for one in together],
                "roles": [one.role for one in together],
                "readers": [one.reader_id for one in together],
                "delivered": [one.delivered for one in together],
                "read": [one.read for one in together],
                # Within somebody's transaction their commit must stay as durable as they want it.
                "alone": not connection.in_atomic_block,
            },
        )
        return [Mark(*row) for row in cursor.fetchall()]


def mark_and_tell(marks: Sequence[Mark]) -> list[Sign]:
    """The same, and what is to be said of it to those who may know."""
    moved = mark(marks)
    circles = circles_of({one.conversation_id for one in moved}) if moved else {}
    return [
        told
        for one in moved
        if (circle := circles.get(one.conversation_id)) is not None
        for kind, seq in ((READ, one.read), (DELIVERED, one.delivered if one.delivered > one.read else 0))
        if seq
        for told in signs_of(circle, kind, one.role, one.reader_id, seq=seq)
    ]


def seen(conversation_id: UUID, role: str, reader_id: int | None, upto: int) -> None:
    """A page showed somebody everything up to this entry: mark it, and say so to those who may know.

    Doing it again changes nothing, so a page that is only looked at may do it.
    """
    if signs := mark_and_tell([Mark(conversation_id, role, reader_id, upto, upto)]):
        sign(signs)


def last_seq(conversation_id: UUID) -> int:
    """The newest entry; 0 of what is not there."""
    found = Conversation.objects.filter(pk=conversation_id).values_list("last_seq", flat=True).first()
    return found or 0


def merged(one: Mark, other: Mark) -> Mark:
    """Two marks of the same reader: whichever is further."""
    delivered, read = max(one.delivered, other.delivered), max(one.read, other.read)
    return Mark(one.conversation_id, one.role, one.reader_id, delivered, read)


def _together(marks: Iterable[Mark]) -> list[Mark]:
    found: dict[tuple[UUID, str, int | None], Mark] = {}
    for one in marks:
        key = (one.conversation_id, one.role, one.reader_id)
        found[key] = merged(found[key], one) if key in found else one
    return list(found.values())
