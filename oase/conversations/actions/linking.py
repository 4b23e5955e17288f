from uuid import UUID

from django.db import transaction

from oase.conversations.models import Conversation
from oase.conversations.outbox import post
from oase.jobs import clock


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


def confirm_address(*, conversation_id: UUID) -> None:
    """Whoever came by the link we sent reads mail at that address; the first time is noted."""
    Conversation.objects.filter(pk=conversation_id, address_confirmed_at=None).update(address_confirmed_at=clock.now())
