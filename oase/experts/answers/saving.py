"""An expert's own saved answers. Their words are shielded: what is kept for others holds nobody's data."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Topic
from oase.conversations.append import NotAllowed
from oase.conversations.models import Assignment, Message
from oase.conversations.subjects import shorten
from oase.conversations.words import Refused, clean_line, clean_text
from oase.experts.answers.models import SavedAnswer
from oase.experts.models import Expert
from oase.experts.topics.likeness import ENCODER, packed, vector
from oase.jobs import clock
from oase.people.models import Person
from oase.privacy.shield import shield

LONGEST = 4000
LONGEST_TITLE = 120
MOST_KEPT = 500


@dataclass(frozen=True)
class Wanted:
    """A saved answer as its author wants it."""

    topic_id: int
    title: str
    body: str
    language: str
    shared: bool = False


@transaction.atomic
def save(*, by: Person, wanted: Wanted, answer_id: int | None = None) -> SavedAnswer:
    """Keep a new answer, or change the one with `answer_id`. Personal data in it are replaced by placeholders.

    Raises:
        NotAllowed: there is no such answer of theirs, or they are no expert.
        Refused: it is empty or too long, the topic or the language is none of theirs, they keep too many, or the
            shield could not vouch for it.
    """
    # Two new ones at once are counted one after the other.
    if Expert.objects.select_for_update(no_key=True).filter(pk=by.pk).first() is None:
        raise NotAllowed("no expert")
    kept = SavedAnswer.objects.filter(expert_id=by.pk)
    before = None
    if answer_id is not None:
        before = kept.filter(pk=answer_id).first()
        if before is None:
            raise NotAllowed("no saved answer of theirs")
    elif kept.count() >= MOST_KEPT:
        raise Refused(_("You keep %(most)d answers. Please delete one first.") % {"most": MOST_KEPT})
    topic = _topic(by, wanted.topic_id, before)
    if wanted.language not in dict(settings.LANGUAGES):
        raise Refused(_("Please choose one of the languages shown."))
    body = clean_text(wanted.body)
    if len(body) > LONGEST:
        raise Refused(_("Please keep a saved answer under %(most)d characters.") % {"most": LONGEST})
    title = clean_line(wanted.title) or shorten(body)
    if len(title) > LONGEST_TITLE:
        raise Refused(_("Please keep the title under %(most)d characters.") % {"most": LONGEST_TITLE})
    answer = before or SavedAnswer(expert_id=by.pk)
    answer.topic, answer.language, answer.shared = topic, wanted.language, wanted.shared
    answer.title, answer.body = _hidden(title, topic)[:LONGEST_TITLE], _hidden(body, topic)
    answer.likeness, answer.encoder = packed(vector(f"{answer.title}\n{answer.body}")), ENCODER
    answer.changed_at = clock.now()
    answer.save()
    return answer


def delete(*, by: Person, answer_id: int) -> None:
    """Keep an answer no longer; what was sent with it stays. Doing it twice is doing it once."""
    SavedAnswer.objects.filter(pk=answer_id, expert_id=by.pk).delete()


def from_message(*, by: Person, conversation_id: UUID, seq: int) -> Wanted:
    """One's own answer in a conversation one holds, as it would be saved.

    Raises:
        NotAllowed: it is none of theirs, or they do not hold the conversation.
    """
    said = Message.objects.select_related("conversation").filter(
        conversation_id=conversation_id, seq=seq, author=by, author_role=Message.EXPERT,
        conversation__assignments__in=Assignment.objects.filter(holder=by, level=Assignment.EXPERT, ended_at=None),
    ).first()  # fmt: skip
    if said is None or said.conversation.topic_id is None:
        raise NotAllowed("no answer of theirs")
    concern = said.conversation
    return Wanted(said.conversation.topic_id, shorten(concern.subject), said.body, concern.language)


def _topic(by: Person, topic_id: int, before: SavedAnswer | None) -> Topic:
    topics = Topic.objects.filter(qualifications__expert_id=by.pk)
    topic = topics.filter(pk=topic_id).first()
    if topic is None and before is not None and before.topic_id == topic_id:
        return before.topic  # no longer qualified: what was kept can still be mended
    if topic is None:
        raise Refused(_("Please choose one of your topics."))
    return topic


def _hidden(text: str, topic: Topic) -> str:
    try:
        return shield(text, vocabulary=frozenset(topic.company.vocabulary)).text
    except Exception as error:  # whatever went wrong in there, nothing unshielded may be kept
        raise Refused(_("This cannot be checked for personal data just now. Please try again in a moment.")) from error
