"""What was chosen, as the customer reads it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from oase.conversations.choices.models import Choice
from oase.conversations.models import Conversation
from oase.jobs.planned import Planned
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.shield import LABELS
from oase.privacy.shield.labels import label


@dataclass(frozen=True)
class Chosen:
    """A word that was opened, or hidden by hand, and still is."""

    id: int
    opened: bool
    word: str
    by: Person
    at: datetime
    kind: str

    def label(self, language: str) -> str:
        """What kind of datum it is, in a word; empty where the shield did not say or knows none."""
        return label(self.kind, language) if self.kind in LABELS and self.kind != "private" else ""


def _all(conversation: UUID) -> QuerySet[Choice]:
    standing = Choice.objects.filter(conversation_id=conversation, withdrawn_at=None).exclude(word=None)
    return standing.select_related("by").order_by("-at", "-pk")


_standing = Planned(_all, UUID)


@dataclass(frozen=True)
class Consents:
    """What a customer decided about their words, without the words: kinds of what is `opened`, how many are hidden."""

    opened: tuple[str, ...]
    hidden: int


def consents_visible_to_staff(conversation: Conversation, language: str) -> Consents:
    """What stands now; a datum whose kind the shield did not say has none to be called by, and is a placeholder."""
    rows = _standing(conversation.pk)
    opened = [row for row in rows if row.what == Choice.OPENED]
    kinds = [label(row.kind, language) if row.kind in LABELS else row.placeholder for row in opened]
    return Consents(tuple(dict.fromkeys(kind for kind in kinds if kind)), len(rows) - len(opened))


def choices_visible_to_customer(conversation: Conversation) -> list[Chosen]:
    """Every standing choice in the customer's own words, newest first. What was erased is not there."""
    rows = _standing(conversation.pk)
    words: dict[UUID | None, str] = {}
    if rows:
        ids = [row.word_id for row in rows if row.word_id]
        words.update(vault.left_of_own(person_id=conversation.customer.person_id, ids=ids).items())
    return [
        Chosen(row.pk, row.what == Choice.OPENED, words[row.word_id], row.by, row.at, row.kind)
        for row in rows
        if row.word_id in words
    ]
