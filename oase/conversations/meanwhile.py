"""Two who answer at once: the later one reads the other's words first. Decided under the conversation's lock."""

from uuid import UUID

from django.utils.translation import gettext as _

from oase.conversations.models import Message
from oase.conversations.words import Refused


class AnsweredMeanwhile(Refused):
    """Somebody else has answered the customer since the author last looked. Nothing was sent; their words are kept.

    `known` is the newest entry now: sent again with it, the words go out.
    """

    def __init__(self, words: str, *, known: int) -> None:
        super().__init__(words)
        self.known = known


def is_stale(known: int | None, last_seq: int) -> bool:
    """Whether something came in after the newest entry `known` to an author; None: they do not say what they know."""
    return known is not None and known < last_seq


def look_first(conversation_id: UUID, *, author_id: int, known: int | None, last_seq: int) -> None:
    """See that nobody else answered after `known`, with the conversation's lock held.

    Raises:
        AnsweredMeanwhile: somebody did.
    """
    if known is None or not is_stale(known, last_seq):
        return
    answers = Message.objects.filter(
        conversation_id=conversation_id, seq__gt=known, audience=Message.CONVERSATION
    ).exclude(author_role=Message.CUSTOMER)
    found = answers.exclude(author_id=author_id).select_related("author").order_by("-seq").first()
    if found is None:
        return
    sentence = _("%(name)s answered meanwhile, so this was not sent. Look at it first; your words are kept.")
    raise AnsweredMeanwhile(sentence % {"name": found.author.first_name}, known=last_seq)
