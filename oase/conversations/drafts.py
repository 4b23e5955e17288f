"""What somebody is just writing: sealed under their own key, for them alone, gone when it is sent.

Half a sentence is nobody else's: it was not shielded yet, and may never be sent. So its row holds a ciphertext that
opens only for this writer in this conversation.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from oase.conversations.models import Conversation, Draft, Message
from oase.conversations.words import Refused, clean_text
from oase.jobs import clock
from oase.people.models import Person
from oase.privacy import vault


@dataclass(frozen=True)
class Started:
    """A draft as its writer reads it."""

    text: str
    audience: str
    saved_at: datetime


def save_draft(*, conversation_id: UUID, person: Person, body: str, audience: str = Message.CONVERSATION) -> None:
    """Keep what someone is writing. Whether they may see the conversation is the caller's question.

    Raises:
        Refused: it is too long, or there is nobody left to read it.
    """
    drafts = Draft.objects.filter(conversation_id=conversation_id, person=person)
    if not body.strip():
        drafts.delete()
        return
    text = clean_text(body)
    customer = Conversation.objects.filter(pk=conversation_id, customer__person__is_active=True)
    if not customer.exists():
        drafts.delete()
        raise Refused(_("This customer was forgotten: nobody would read it."))
    draft = Draft(conversation_id=conversation_id, person=person, audience=audience, saved_at=clock.now())
    draft.sealed = _sealed(text, conversation_id, person.pk)
    try:
        with transaction.atomic():
            # One statement: nobody holds the draft while waiting for an erasure that wants to delete it.
            Draft.objects.bulk_create(
                [draft], update_conflicts=True, unique_fields=["conversation", "person"],
                update_fields=["sealed", "audience", "saved_at"],
            )  # fmt: skip
    except IntegrityError as error:  # erased between these lines: the database keeps nothing of it (erasures.sql)
        raise Refused(_("This customer was forgotten: nobody would read it.")) from error


def draft_of(person_id: int, conversation_id: UUID) -> Started | None:
    """What this person had begun to write here; None when there is nothing, or it does not open any more."""
    draft = Draft.objects.filter(conversation_id=conversation_id, person_id=person_id).first()
    text = text_of(draft) if draft is not None else ""
    return Started(text, draft.audience, draft.saved_at) if draft is not None and text else None


def text_of(draft: Draft) -> str:
    """The words of a draft, for its writer's eyes; empty once they do not open any more."""
    try:
        return _opened(draft)
    except vault.VaultError:
        return ""


def look_through() -> Iterator[str]:
    """For each draft why it does not open; empty for those that do (`oase keys check`)."""
    for draft in Draft.objects.order_by("pk").iterator(chunk_size=200):
        try:
            _opened(draft)
        except vault.VaultError as error:
            yield str(error)
        else:
            yield ""


def _sealed(text: str, conversation_id: UUID, person_id: int) -> bytes:
    return vault.seal_in_place(text, person_id=person_id, bound_to=_bound(conversation_id, person_id))


def _opened(draft: Draft) -> str:
    bound = _bound(draft.conversation_id, draft.person_id)
    return vault.open_in_place(bytes(draft.sealed), person_id=draft.person_id, bound_to=bound)


def _bound(conversation_id: UUID, person_id: int) -> str:
    return f"draft:{conversation_id}:{person_id}"
