from uuid import UUID

from django.db import transaction

from oase.conversations.models import Conversation
from oase.conversations.outbox import post
from oase.jobs import clock
from oase.people.mailboxes import prove_address


@transaction.atomic
def send_link(*, conversation_id: UUID) -> None:
    """Send the customer a fresh link to this conversation, to their own address and at most once an hour.

    A conversation that is not there is passed over in silence: whoever asks learns nothing from the answer.
    """
    there = Conversation.objects.filter(customer__person__is_active=True).select_related("customer")
    conversation = there.filter(pk=conversation_id).first()
    if conversation is not None:
        hour = clock.now().strftime("%Y-%m-%dT%H")
        post(conversation, recipient_id=conversation.customer.person_id, kind="link", key=hour)


@transaction.atomic
def confirm_address(*, conversation_id: UUID, mark: str = "") -> None:
    """Whoever came by the link we sent reads mail at that address; the first time is noted.

    Somebody without an address of their own proves with it the one they left, if the link was mailed there (`mark`).
    """
    conversation = Conversation.objects.select_related("customer__person").filter(pk=conversation_id).first()
    if conversation is None:
        return
    person = conversation.customer.person
    confirmed = Conversation.objects.filter(pk=conversation_id, address_confirmed_at=None)
    if not person.email:
        if not prove_address(person_id=person.pk, mark=mark):
            return
        # All of theirs were asked in one place, by whoever left the address there.
        confirmed = Conversation.objects.filter(customer__person=person, address_confirmed_at=None)
    confirmed.update(address_confirmed_at=clock.now())
