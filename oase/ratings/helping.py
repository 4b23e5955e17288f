"""Who helped in a conversation, as its customer saw it."""

from oase.conversations.models import Conversation, Message
from oase.people.models import Person


def authors_of(conversation: Conversation) -> dict[int, str]:
    """First names of everybody who answered, by id."""
    said = conversation.messages.filter(audience=Message.CONVERSATION).exclude(author_role=Message.CUSTOMER)
    return dict(said.order_by().values_list("author_id", "author__first_name").distinct())


def nameable_in(conversation: Conversation) -> list[Person]:
    """Whom the customer can name as the one who helped: who answered, held it, or gave something with it."""
    held = conversation.assignments.exclude(holder=None).values_list("holder_id", flat=True)
    gave = conversation.events.filter(kind="goodwill").exclude(actor=None).values_list("actor_id", flat=True)
    ids = {*authors_of(conversation), *held, *gave} - {conversation.customer.person_id}
    return list(Person.objects.filter(pk__in=ids, is_active=True).order_by("first_name", "pk"))
