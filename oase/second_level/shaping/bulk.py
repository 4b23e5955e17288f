"""The same deed for many concerns: each on its own, in one transaction of its own, with a report.

What cannot be done to one is told with its reason and holds up none of the others. Nothing is answered in bulk: words
for a person are written for that person.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.conversations import actions
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import current
from oase.conversations.chain import Step
from oase.conversations.handing import pass_on
from oase.conversations.models import Assignment, Conversation
from oase.conversations.words import Refused
from oase.people.models import Person
from oase.second_level.shaping.cared_for import cared_for
from oase.second_level.shaping.merging import merge, unmerge
from oase.second_level.shaping.models import Snooze, Tag
from oase.second_level.shaping.snoozing import snooze, wake
from oase.second_level.shaping.tags import put_tag, take_tag, written

MOST = 100
"""Concerns in one go: each is locked, changed and told by itself."""
Undo = tuple[str, str]
"""How one deed is undone: the name of a verb in `_UNDO`, and what it needs."""


@dataclass(frozen=True)
class Done:
    """What became of one concern: done, with a way back if there is one, or refused with a sentence."""

    id: UUID
    subject: str
    refused: str = ""
    undo: Undo | None = None
    changed: bool = True
    """Nothing had to be done where it was so already."""


def tag_all(*, ids: Sequence[UUID], by: Membership, tag_id: int | None = None, name: str = "") -> list[Done]:
    """Put a tag on each.

    Raises:
        Refused: too many, or none.
    """

    def one(conversation_id: UUID) -> Undo | bool:
        if not put_tag(conversation_id=conversation_id, by=by, tag_id=tag_id, name=name):
            return False
        if tag_id is not None:
            return "untag", str(tag_id)
        return "untag", str(Tag.objects.get(company_id=by.company_id, name__iexact=written(name)).pk)

    return _each(ids, by, one)


def untag_all(*, ids: Sequence[UUID], by: Membership, tag_id: int) -> list[Done]:
    """Take a tag off each.

    Raises:
        Refused: too many, or none.
    """

    def one(conversation_id: UUID) -> Undo | bool:
        return take_tag(conversation_id=conversation_id, by=by, tag_id=tag_id) and ("tag", str(tag_id))

    return _each(ids, by, one)


def snooze_all(*, ids: Sequence[UUID], by: Membership, until: datetime) -> list[Done]:
    """Put each aside until then, or until shortly before its promise.

    Raises:
        Refused: too many, or none.
    """

    def one(conversation_id: UUID) -> Undo:
        before = Snooze.objects.filter(conversation_id=conversation_id).values_list("until", flat=True).first()
        snooze(conversation_id=conversation_id, by=by, until=until)
        return "snooze" if before else "wake", before.isoformat() if before else ""

    return _each(ids, by, one)


def take_all(*, ids: Sequence[UUID], by: Membership) -> list[Done]:
    """Take each into one's own hands.

    Raises:
        Refused: too many, or none.
    """

    def one(conversation_id: UUID) -> Undo | bool:
        before = _held(conversation_id)
        actions.take(conversation_id=conversation_id, by=by.person)
        return _back(before, by.person_id) or True

    return _each(ids, by, one)


def hand_over_all(*, ids: Sequence[UUID], by: Membership, to: Membership, note: str = "") -> list[Done]:
    """Give each to a colleague, with the same word for them.

    Raises:
        Refused: too many, or none.
    """

    def one(conversation_id: UUID) -> Undo | bool:
        before = _held(conversation_id)
        actions.hand_over(conversation_id=conversation_id, by=by.person, to=to, note=note)
        return _back(before, to.person_id) or True

    return _each(ids, by, one)


def propose_all(*, ids: Sequence[UUID], by: Membership) -> list[Done]:
    """Propose each as solved; only who holds one may. The customers are told, so there is no way back.

    Raises:
        Refused: too many, or none.
    """

    def one(conversation_id: UUID) -> bool:
        try:
            actions.propose_solution(conversation_id=conversation_id, by=by.person)
        except NotAllowed as error:
            raise Refused(_("Somebody else holds it. Only whoever holds it proposes it as solved.")) from error
        return True

    return _each(ids, by, one)


def join_all(*, ids: Sequence[UUID], by: Membership) -> list[Done]:
    """Tell all of them on in the oldest; each must be the same customer's.

    Raises:
        Refused: too many, or fewer than two.
    """
    if len(set(ids)) < 2:
        raise Refused(_("Please choose two or more concerns of one customer."))
    oldest = min(_seen(ids, by), key=lambda one: (one.opened_at, one.pk), default=None)
    if oldest is None:
        raise Refused(_("None of what you chose is there for you."))

    def one(conversation_id: UUID) -> Undo:
        return "unmerge", str(merge(source_id=conversation_id, target_id=oldest.pk, by=by).pk)

    return _each([one for one in ids if one != oldest.pk], by, one)


def undo_all(*, undone: Sequence[tuple[UUID, Undo]], by: Membership) -> list[Done]:
    """Take deeds back, each on its own; what changed since is refused with its reason.

    Raises:
        Refused: too many, or none.
    """
    ways = dict(undone)

    def one(conversation_id: UUID) -> bool:
        verb, given = ways[conversation_id]
        _UNDO[verb](conversation_id, by, given)
        return True

    return _each(list(ways), by, one)


def _each(ids: Sequence[UUID], by: Membership, deed: Callable[[UUID], Undo | bool]) -> list[Done]:
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise Refused(_("Please choose one or more concerns first."))
    if len(wanted) > MOST:
        raise Refused(_("Please choose at most %(most)d concerns at once.") % {"most": MOST})
    seen = {one.pk: one for one in _seen(wanted, by)}
    return [_one(seen[one], deed) for one in wanted if one in seen]


def _one(conversation: Conversation, deed: Callable[[UUID], Undo | bool]) -> Done:
    try:
        with transaction.atomic():
            done = deed(conversation.pk)
    except Refused as error:
        return Done(conversation.pk, conversation.subject, refused=str(error))
    except NotAllowed:
        return Done(conversation.pk, conversation.subject, refused=_("You may not do this here."))
    undo = done if isinstance(done, tuple) else None
    return Done(conversation.pk, conversation.subject, undo=undo, changed=bool(done))


def _seen(ids: Sequence[UUID], by: Membership) -> list[Conversation]:
    """Those the member may look after; what is somebody else's is not there, and is not told of."""
    own = Conversation.objects.filter(company_id=by.company_id, pk__in=ids).exclude(customer__person_id=by.person_id)
    return list(own.order_by("pk"))


def _held(conversation_id: UUID) -> Assignment | None:
    return Assignment.objects.filter(conversation_id=conversation_id, ended_at=None).first()


def _back(before: Assignment | None, holder_id: int) -> Undo | None:
    """The way back to who had it, where that was the second level; an expert's is not given back by a click."""
    if before is None or before.level in {Assignment.NETWORK, Assignment.EXPERT}:
        return None
    return "back", f"{holder_id}:{before.level}:{before.holder_id or ''}"


def _give_back(conversation_id: UUID, by: Membership, given: str) -> None:
    conversation = cared_for(conversation_id, by)
    now_id, level, before_id = given.split(":")
    if not conversation.is_open or current(conversation).holder_id != int(now_id):
        raise Refused(_("It changed hands again meanwhile, so it stays where it is."))
    if before_id:
        to = Membership.objects.filter(person_id=int(before_id), company_id=by.company_id, left_at=None).first()
        if to is None:
            raise Refused(_("Whoever had it is no longer here, so it stays where it is."))
        actions.hand_over(conversation_id=conversation_id, by=by.person, to=to)
        return
    nobody: Person | None = None
    step = Step(level, nobody)
    pass_on(conversation, step, kind="handed_over", actor=by.person, among_colleagues=True)


_UNDO: dict[str, Callable[[UUID, Membership, str], object]] = {
    "untag": lambda one, by, given: take_tag(conversation_id=one, by=by, tag_id=int(given)),
    "tag": lambda one, by, given: put_tag(conversation_id=one, by=by, tag_id=int(given)),
    "wake": lambda one, by, given: wake(conversation_id=one, by=by),
    "snooze": lambda one, by, given: snooze(conversation_id=one, by=by, until=datetime.fromisoformat(given)),
    "back": _give_back,
    "unmerge": lambda one, by, given: unmerge(merge_id=int(given), by=by),
}
