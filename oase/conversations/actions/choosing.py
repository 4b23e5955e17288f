"""What the customer opened is theirs to close again, and what was hidden by hand theirs to let be read."""

from uuid import UUID

from django.db import transaction

from oase.conversations.append import NotAllowed
from oase.conversations.assignments import lock
from oase.conversations.choices.models import Choice
from oase.conversations.choices.recording import close_again, heeded, remember, within
from oase.conversations.choices.standing import Wishes
from oase.conversations.models import Conversation, Message
from oase.conversations.reshielding import shield_anew
from oase.jobs import clock
from oase.people.models import Person


@transaction.atomic
def withdraw_choice(*, conversation_id: UUID, choice_id: int, by: Person) -> int:
    """Take a consent back, or let a word hidden by hand be read again unless the shield finds it; doing it twice is
    doing it once. Every message is shielded anew at once; how many changed.

    Raises:
        NotAllowed: `by` is not the customer, or there is no such choice in this conversation.
    """
    conversation = lock_of(conversation_id)
    if conversation.customer.person_id != by.pk:
        raise NotAllowed("only the customer takes back")
    choice = conversation.choices.filter(pk=choice_id).first()
    if choice is None:
        raise NotAllowed("no choice of this conversation")
    if choice.withdrawn_at is not None:
        return 0
    # The clocks of two machines differ: nothing is withdrawn before it was given.
    Choice.objects.filter(pk=choice.pk).update(withdrawn_at=max(clock.now(), choice.at))
    return shield_anew(conversation)


def mask_more(conversation: Conversation, words: tuple[str, ...], *, by: Person) -> int:
    """Hide more words of a conversation for everybody but its customer and the revealed originals; how many messages
    changed. What the customer opened is closed by that too: hiding needs no consent. Called under the lock.
    """
    wanted = within_all(conversation, words)
    remember(conversation, Wishes(masked=wanted), by=by, read=readable_before(conversation, wanted))
    return shield_anew(conversation)


def readable_before(conversation: Conversation, words: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the words that whoever holds it from the network can read at this moment."""
    if not words:
        return ()
    said = conversation.messages.filter(audience=Message.CONVERSATION).values_list("body", flat=True)
    return within("\n".join((conversation.subject, *said)), words)


def within_all(conversation: Conversation, words: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the words that stand in what anybody may read of this conversation."""
    bodies = conversation.messages.values_list("body", flat=True)
    return within("\n".join((conversation.subject, *bodies)), words)


def heed(conversation: Conversation, wishes: Wishes, text: str) -> Wishes:
    """Before a new message: the wishes that are about its words; a consent that is closed by them ends at once."""
    wishes = heeded(text, wishes)
    if close_again(conversation, (*wishes.closed, *wishes.masked)):
        shield_anew(conversation)
    return wishes


def hide_before(conversation: Conversation, words: tuple[str, ...], *, but: int) -> None:
    """After a new message (`but`): what it hid by hand is hidden in everything that was said before, too."""
    if not words:
        return
    earlier = conversation.messages.exclude(pk=but).values_list("body", flat=True)
    if within("\n".join((conversation.subject, *earlier)), words):
        shield_anew(conversation)


def lock_of(conversation_id: UUID) -> Conversation:
    """The conversation, locked.

    Raises:
        NotAllowed: there is none.
    """
    try:
        return lock(conversation_id)
    except Conversation.DoesNotExist as error:
        raise NotAllowed("no such conversation") from error
