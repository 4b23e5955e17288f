"""Concerns of Karla's in the second level, and what is done to them."""

from uuid import uuid4

from oase.conversations import actions
from oase.conversations.append import Appended
from oase.conversations.models import Conversation, Message
from oase.conversations.queries import Reader, concern_visible_to
from oase.conversations.thread import thread_visible_to_customer
from oase.people.models import Person
from oase.second_level.shaping.actions import merge
from oase.second_level.shaping.models import Merge
from tests.cast import Cast


def with_ada(cast: Cast, text: str) -> Conversation:
    """Karla asks the company; Ada has it."""
    return cast.asks(text, wants_company=True, topic=cast.invoices)


def karla_writes(cast: Cast, conversation: Conversation, text: str, **options: object) -> Appended:
    said = {"author": cast.karla, "role": Message.CUSTOMER, "client_id": uuid4()} | options
    return actions.reply(conversation_id=conversation.pk, text=text, **said)  # type: ignore[arg-type]  # a test's shorthand


def staff_writes(
    cast: Cast, who: Person, conversation: Conversation, text: str, audience: str = "conversation"
) -> None:
    actions.reply(
        conversation_id=conversation.pk, author=who, role=Message.AGENT, text=text, client_id=uuid4(), audience=audience
    )


def joined(cast: Cast, source: Conversation, target: Conversation) -> Merge:
    return merge(source_id=source.pk, target_id=target.pk, by=cast.member(cast.ada))


def fresh(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def bodies(conversation: Conversation) -> list[str]:
    """Everything said in this one row of a conversation, as it is stored."""
    return list(conversation.messages.order_by("seq").values_list("body", flat=True))


def read_by_karla(cast: Cast, conversation: Conversation, parts: list[Conversation] | None = None) -> list[str]:
    seen = concern_visible_to(Reader(cast.karla.pk), conversation.pk)
    assert seen is not None
    return [line.text for line in thread_visible_to_customer(seen, parts or []) if line.kind == "message"]
