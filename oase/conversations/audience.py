"""Who is told that a conversation changed. Named people only: nobody named, nobody told."""

from oase.companies.queries import staff_ids
from oase.conversations.models import Assignment, Conversation
from oase.live.notify import Poke, guest, person, poke


def topic_of(conversation: Conversation) -> str:
    """The live topic of one conversation."""
    return f"conversation:{conversation.pk}"


def tell(conversation: Conversation, *, for_staff_only: bool = False, also: tuple[int, ...] = ()) -> None:
    """Poke everyone who may have the conversation on a page: customer, holder, staff, and `also` (former holders)."""
    holders = set(also)
    holder_id = (
        Assignment.objects.filter(conversation=conversation, ended_at=None).values_list("holder_id", flat=True).first()
    )
    if holder_id:
        holders.add(holder_id)
    staff = staff_ids(conversation.company_id)
    readers = {*staff} if for_staff_only else {*staff, *holders, conversation.customer.person_id}
    to = [person(one) for one in sorted(readers)]
    if not for_staff_only:
        to.append(guest(conversation.pk))
    seq = conversation.last_seq
    poke(
        [
            Poke(topic_of(conversation), seq, tuple(to)),
            Poke(f"office:{conversation.company_id}", seq, tuple(person(one) for one in staff)),
            Poke("desk", seq, tuple(person(one) for one in sorted(holders))),
            Poke("concerns", seq, (person(conversation.customer.person_id),)),
        ]
    )
