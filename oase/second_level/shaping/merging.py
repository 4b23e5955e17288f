"""Joining two concerns of one customer, and parting them again.

No message moves. The one told on in the other is closed without being solved: nobody earns, is rated or counted for it.
What is written to it goes to the other, where both are read together. Parting opens it again with the hands and the
promise it had; what was written meanwhile stays where it was written.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import current, is_forgotten, lock
from oase.conversations.audience import tell
from oase.conversations.events import record
from oase.conversations.models import Assignment, Conversation
from oase.conversations.solution import pause
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.second_level.rules import may_care
from oase.second_level.shaping.cared_for import on_the_staff
from oase.second_level.shaping.models import Merge
from oase.second_level.shaping.promised import begin, begin_again, joined, promise_of, stop
from oase.second_level.shaping.rules import why_not_join
from oase.second_level.shaping.solutions import Own, owns_of, share


@transaction.atomic
def merge(*, source_id: UUID, target_id: UUID, by: Membership) -> Merge:
    """Tell `source` on in `target`: the same customer's, at the same company, both open and in the second level.

    The hands are the target's; whoever waits for an answer in either gets it by the sooner promise, and a solution too.

    Raises:
        NotAllowed: not staff of the company, their own concern, or not there.
        Refused: they cannot be joined; the sentence says why.
    """
    both = _locked({source_id, target_id})
    source, target = both.get(source_id), both.get(target_id)
    if source is None or not on_the_staff(by) or not may_care(by, source):
        raise NotAllowed("only staff of the company, and nobody in their own concern")
    if target is None:
        raise Refused(_("Only concerns of the same customer can be joined. Please choose another one."))
    refused = why_not_join(source, target, by)
    if refused:
        raise Refused(refused)
    now, stands = clock.now(), current(target)
    holders = [one for one in (current(source).holder_id, stands.holder_id) if one]
    owns = owns_of(source) | owns_of(target)
    source.solved_at, source.merged_into = now, target
    source.save(update_fields=["solved_at", "merged_into"])
    Conversation.objects.filter(merged_into=source).update(merged_into=target)
    stood = stop(source)
    promise = joined(stood, stands)
    merged = Merge.objects.create(
        source=source,
        target=target,
        by_id=by.person_id,
        at=now,
        source_stood=stood,
        target_stood=stands if promise else None,
        target_joined=begin(target, stands, promise) if promise else None,
    )
    share(target, owns, (promise or promise_of(stands))["turn"])
    record(source, "merged", actor=by.person, other=str(target.pk), side="source")
    record(target, "merged", actor=by.person, other=str(source.pk), side="target")
    tell(source, also=holders)
    tell(target, also=holders)
    return merged


@transaction.atomic
def unmerge(*, merge_id: int, by: Membership) -> Conversation:
    """Part them again: the source opens as it stood, and the target is promised as before if nothing happened there.

    Doing it again changes nothing. Gives back the source.

    Raises:
        NotAllowed: not staff of the company, their own concern, or there was no such merge.
        Refused: the concern is solved, or the customer was forgotten.
    """
    merged = Merge.objects.filter(pk=merge_id).first()
    if merged is None:
        raise NotAllowed("no such merge")
    group = _locked(_touched(merged))
    merged.refresh_from_db()
    source, target = group[merged.source_id], group[merged.target_id]
    if not on_the_staff(by) or not may_care(by, source):
        raise NotAllowed("only staff of the company, and nobody in their own concern")
    if merged.undone_at is not None:
        return source
    root = group.get(source.merged_into_id) if source.merged_into_id else None
    if root is None:
        raise Refused(_("Somebody joined them anew just now. Please look again."))
    if is_forgotten(source):
        raise Refused(_("This customer was forgotten. Their concerns stay as they are."))
    if not root.is_open:
        raise Refused(_("This is solved. Once it is open again, the two can be parted."))
    owns = owns_of(root)
    merged.undone_at, merged.undone_by_id = clock.now(), by.person_id
    merged.save(update_fields=["undone_at", "undone_by"])
    source.solved_at = source.merged_into = None
    source.save(update_fields=["solved_at", "merged_into"])
    below = _below([source.pk])
    Conversation.objects.filter(pk__in=below).update(merged_into=source)
    begun = begin_again(source, merged.source_stood)
    _put_back(target, merged)
    _part_solutions(owns, source, root, below)
    due_at = begun.due_at.isoformat()
    record(source, "unmerged", actor=by.person, to=begun.holder, level=begun.level, due_at=due_at, other=str(root.pk))
    record(root, "unmerged", actor=by.person, other=str(source.pk))
    tell(source)
    tell(root)
    return source


def _put_back(target: Conversation, merged: Merge) -> None:
    """The target's own promise again, unless something happened to the joined one."""
    stands = target.assignments.filter(ended_at=None).first()
    stood, begun = merged.target_stood, merged.target_joined
    if stood is None or begun is None or stands is None or stands.pk != begun.pk:
        return
    if promise_of(stands) == joined(merged.source_stood, stood):
        begin_again(target, stood)


def _part_solutions(owns: Mapping[UUID, Own], source: Conversation, root: Conversation, below: list[UUID]) -> None:
    """Each promises again what those who stay with it were promised by themselves."""
    theirs = {source.pk, *below}
    going = {pk: own for pk, own in owns.items() if pk in theirs}
    if going:
        share(source, going, current(source).turn)
    elif current(source).turn == Assignment.CUSTOMER:
        pause(source)
    share(root, {pk: own for pk, own in owns.items() if pk not in theirs}, current(root).turn)


def _locked(ids: Collection[UUID]) -> dict[UUID, Conversation]:
    """Each locked, in the order of their ids, so that two who join never wait for each other in a circle."""
    found: dict[UUID, Conversation] = {}
    for one in sorted(ids):
        try:
            found[one] = lock(one)
        except Conversation.DoesNotExist:
            continue
    return found


def _touched(merged: Merge) -> set[UUID]:
    """Whose rows change when it is undone: both, where the source is told on in the end, and what came with it."""
    told: UUID | None = Conversation.objects.values_list("merged_into_id", flat=True).get(pk=merged.source_id)
    return {merged.source_id, merged.target_id, *([told] if told else [])}


_BELOW = """
WITH RECURSIVE below AS (
    SELECT unnest(%s::uuid[]) AS id
    UNION
    SELECT m.source_id FROM below JOIN oase_merge m ON m.target_id = below.id AND m.undone_at IS NULL
)
SELECT id FROM below WHERE id <> ALL(%s::uuid[])
"""


def _below(ids: list[UUID]) -> list[UUID]:
    """What is told on in these, by however many steps."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [ids, ids])
        return [row[0] for row in cursor.fetchall()]
