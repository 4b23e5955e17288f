"""A newcomer's answer waits for a senior expert by this way, too (`experts/checks`)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override

from oase.channels.live.lookups import in_thread
from oase.conversations.models import Conversation, Message
from oase.conversations.saying import Words
from oase.experts.actions import answer
from oase.experts.checks.rules import is_checked_first
from oase.people.models import Person


@dataclass(frozen=True)
class Kept:
    """An answer that waits until then at most, or went out as this message because nobody can look at it."""

    waits_until: datetime | None
    message: Message | None


async def checked_first(words: Words) -> Kept | None:
    """Keep a newcomer's answer back; None when its author is no newcomer here, and nothing was done.

    Raises:
        NotAllowed: they do not hold it.
        Refused: an earlier answer still waits, or the shield could not vouch for it.
    """
    return await in_thread(_checked_first, words)


def _checked_first(words: Words) -> Kept | None:
    conversation = Conversation.objects.filter(pk=words.conversation_id).first()
    author = Person.objects.filter(pk=words.author_id, is_active=True).first()
    if conversation is None or author is None or not is_checked_first(conversation, author.pk):
        return None
    if conversation.messages.filter(client_id=words.client_id).exists():
        return None
    # Whoever does not hold it now is refused here: a claim that comes through before it is stored must not help them.
    with override(words.language):
        kept = answer(conversation_id=words.conversation_id, by=author, text=words.text, client_id=words.client_id)
    if kept.waits_until is not None:
        return Kept(kept.waits_until, None)
    return Kept(None, Message.objects.get(conversation=conversation, client_id=words.client_id))
