"""Opening what is in the vault: for staff of the company, with a purpose, and in the customer's access log."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Membership, Purpose, in_language
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import is_forgotten, lock
from oase.conversations.audience import tell
from oase.conversations.events import record
from oase.conversations.joining import parts_of
from oase.conversations.models import Conversation
from oase.conversations.thread import attachment_in, original_ids
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.people.known import Contact, contact_of
from oase.people.mailboxes import address_of
from oase.privacy import vault
from oase.privacy.models import AccessLog, SealedFile
from oase.second_level.rules import may_care


@dataclass(frozen=True)
class ContactCard:
    """How a customer can be reached, and what for it was opened."""

    email: str
    contact: Contact
    purpose: str


@transaction.atomic
def reveal_conversation(*, conversation_id: UUID, membership: Membership, purpose_id: int) -> Mapping[UUID, str]:
    """Open a conversation's originals: logged, and told in its history once for each purpose and hour.

    Raises:
        NotAllowed: not staff of the company, or their own concern.
        Refused: no purpose of the company was chosen, or the originals were erased.
    """
    conversation = _cared_for(conversation_id, membership)
    purpose = _purpose(membership, purpose_id)
    try:
        originals = _originals(conversation, membership, _words(purpose, conversation))
    except vault.VaultError as error:
        raise Refused(_("The originals were erased and can no longer be opened.")) from error
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    german = vault.harmless_purpose(purpose.text_de)
    told = conversation.events.filter(
        kind="revealed", actor_id=membership.person_id, at__gte=hour, detail__purpose_de=german
    )
    if not told.exists():
        record(
            conversation,
            "revealed",
            actor=membership.person,
            purpose=vault.harmless_purpose(_words(purpose, conversation)),
            purpose_de=german,
            purpose_en=vault.harmless_purpose(purpose.text_en),
        )
        tell(conversation)
    return originals


def originals_for(*, conversation: Conversation, membership: Membership) -> Mapping[UUID, str] | None:
    """The originals, if this member said within this hour what for; else None. Reading them again is logged too."""
    if not may_care(membership, conversation):
        return None
    purpose = vault.purpose_given(viewer_id=membership.person_id, about=conversation.pk)
    if purpose is None:
        return None
    try:
        return _originals(conversation, membership, purpose)
    except vault.VaultError:
        return None  # erased since: the shielded thread is all there is


@transaction.atomic
def open_file(*, conversation_id: UUID, file_id: UUID, membership: Membership) -> SealedFile:
    """Open an attachment for a member who has said what for within this hour; logged.

    Raises:
        NotAllowed: not staff of the company, their own concern, or no file of this conversation.
        Refused: no purpose was given in this hour.
    """
    conversation = _cared_for(conversation_id, membership)
    attachment = attachment_in(conversation, file_id)
    if attachment is None:
        raise NotAllowed("no file of this conversation")
    purpose = vault.purpose_given(viewer_id=membership.person_id, about=conversation.pk)
    if purpose is None:
        raise Refused(_("Please say first what you need the originals for."))
    _log(conversation, membership, AccessLog.FILE, purpose, about=attachment.message.conversation_id)
    return attachment.file


@transaction.atomic
def reveal_contact(*, conversation_id: UUID, membership: Membership, purpose_id: int | None = None) -> ContactCard:
    """Show how the customer can be reached; logged. Without `purpose_id` the purpose given in this hour holds.

    Raises:
        NotAllowed: not staff of the company, or their own concern.
        Refused: no purpose was chosen.
    """
    conversation = _cared_for(conversation_id, membership)
    given = vault.purpose_given(viewer_id=membership.person_id, about=conversation.pk) if purpose_id is None else None
    purpose = given or _words(_purpose(membership, purpose_id), conversation)
    _log(conversation, membership, AccessLog.CONTACT, purpose)
    return _card(conversation, purpose)


def contact_for(*, conversation: Conversation, membership: Membership) -> ContactCard | None:
    """The customer's contact data, if this member asked for them within this hour; else None."""
    if not may_care(membership, conversation):
        return None
    given = vault.purpose_given(viewer_id=membership.person_id, about=conversation.pk, kind=AccessLog.CONTACT)
    if given is None:
        return None
    _log(conversation, membership, AccessLog.CONTACT, given)
    return _card(conversation, given)


def _cared_for(conversation_id: UUID, membership: Membership) -> Conversation:
    """The concern, locked, while its customer is still there."""
    try:
        conversation = lock(conversation_id)
    except Conversation.DoesNotExist as error:
        raise NotAllowed("no such conversation") from error
    if not may_care(membership, conversation):
        raise NotAllowed("only staff of the company, and nobody in their own concern")
    if is_forgotten(conversation):
        raise Refused(_("The originals were erased and can no longer be opened."))
    return conversation


def _purpose(membership: Membership, purpose_id: int | None) -> Purpose:
    purpose = Purpose.objects.filter(company_id=membership.company_id, pk=purpose_id or 0).first()
    if purpose is None:
        raise Refused(_("Please choose what you need the originals for."))
    return purpose


def _words(purpose: Purpose, conversation: Conversation) -> str:
    # The log is the customer's to read, so it is written in their language.
    return in_language(purpose.text_de, purpose.text_en, conversation.customer.person.language)


def _originals(conversation: Conversation, membership: Membership, purpose: str) -> Mapping[UUID, str]:
    opened: dict[UUID, str] = {}
    # What is told on here is read here too, and logged as what it is.
    for one in (conversation, *parts_of(conversation)):
        opened |= vault.reveal(
            viewer_id=membership.person_id,
            purpose=purpose,
            about=one.pk,
            kind=AccessLog.ORIGINALS,
            ids=original_ids(one),
            person_id=conversation.customer.person_id,
        )
    return opened


def _log(
    conversation: Conversation, membership: Membership, kind: str, purpose: str, *, about: UUID | None = None
) -> None:
    vault.log_access(
        viewer_id=membership.person_id,
        purpose=purpose,
        about=about or conversation.pk,
        kind=kind,
        person_id=conversation.customer.person_id,
    )


def _card(conversation: Conversation, purpose: str) -> ContactCard:
    person = conversation.customer.person
    return ContactCard(address_of(person), contact_of(person), purpose)
