"""Two who answer at once: the later one reads the other's words first. Decided under the conversation's lock."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
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
    answers = _answers_of_others(conversation_id, author_id).filter(seq__gt=known)
    found = answers.select_related("author").order_by("-seq").first()
    if found is None:
        return
    sentence = _("%(name)s answered meanwhile, so this was not sent. Look at it first; your words are kept.")
    raise AnsweredMeanwhile(sentence % {"name": found.author.first_name}, known=last_seq)


def known_at(conversation_id: UUID, moment: datetime, *, author_id: int, last_seq: int) -> int:
    """The newest entry that whoever wrote a draft until this moment knows: up to the first answer of somebody else."""
    later = _answers_of_others(conversation_id, author_id).filter(at__gt=moment)
    first = later.order_by("seq").values_list("seq", flat=True).first()
    return last_seq if first is None else first - 1


def _answers_of_others(conversation_id: UUID, author_id: int) -> QuerySet[Message]:
    said = Message.objects.filter(conversation_id=conversation_id, audience=Message.CONVERSATION)
    return said.exclude(author_role=Message.CUSTOMER).exclude(author_id=author_id)
