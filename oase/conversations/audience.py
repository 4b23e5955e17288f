"""Who is told that a conversation changed. Named people only: nobody named, nobody told."""

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from oase.companies.queries import staff_ids
from oase.conversations.models import Assignment, Conversation
from oase.conversations.rules import Standing
from oase.live.notify import Poke, guest, person, poke


def topic_of(conversation: Conversation) -> str:
    """The live topic of one conversation."""
    return f"conversation:{conversation.pk}"


def tell(conversation: Conversation, *, for_staff_only: bool = False, also: Collection[int] = ()) -> None:
    """Poke everyone who may have the conversation on a page: customer, holder, staff, and `also` (former holders)."""
    held = Assignment.objects.filter(conversation=conversation, ended_at=None).values_list("level", "holder_id").first()
    level, holder_id = held or (None, None)
    company_id = conversation.company_id
    staff = frozenset(staff_ids(company_id))
    customer_id, is_open = conversation.customer.person_id, conversation.is_open
    standing = Standing(customer_id, level, holder_id, company_id, is_open, staff)
    tell_all([(standing, conversation.pk, conversation.last_seq, for_staff_only)], also=also)


def tell_all(changed: Iterable[tuple[Standing, UUID, int, bool]], *, also: Collection[int] = ()) -> None:
    """The same for many at once: how each stands, its id, its last place, and whether only staff may know."""
    poke(pokes_of(changed, also=also))


def pokes_of(changed: Iterable[tuple[Standing, UUID, int, bool]], *, also: Collection[int] = ()) -> list[Poke]:
    """What `tell_all` says."""
    return [one for conversation in changed for one in _pokes(*conversation, also)]


def _pokes(
    standing: Standing, conversation_id: UUID, seq: int, for_staff_only: bool, also: Collection[int]
) -> Iterator[Poke]:
    holders = {*also, standing.holder_id} - {None} if standing.holder_id else set(also)
    customer_id = standing.customer_id
    # Who works here and is its customer notices nothing of what colleagues do among themselves.
    readers = standing.staff - {customer_id} if for_staff_only else {*standing.staff, *holders, customer_id}
    to = _people(readers)
    yield Poke(f"conversation:{conversation_id}", seq, to if for_staff_only else (*to, guest(conversation_id)))
    yield Poke(f"office:{standing.company_id}", seq, _people(standing.staff))
    yield Poke("desk", seq, _people(holders))
    yield Poke("concerns", seq, (person(customer_id),))


def _people(ids: Iterable[int | None]) -> tuple[str, ...]:
    return tuple(person(one) for one in sorted(one for one in ids if one is not None))
