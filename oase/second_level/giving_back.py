"""From the company back to the network: only what experts may answer, and only as they will read it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.conversations.actions import mask_more, pass_on
from oase.conversations.actions.choosing import lock_of
from oase.conversations.actions.passing import shielded_hint
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import current
from oase.conversations.chain import Step
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.rules import SECOND_LEVEL
from oase.conversations.sensitive import is_sensitive
from oase.conversations.words import Refused
from oase.experts.matching.finding import anybody_for
from oase.experts.routing import offer_wave
from oase.people.models import Person
from oase.privacy import vault
from oase.second_level.rules import may_care
from oase.second_level.shaping.rules import stays_with_the_company


@dataclass(frozen=True)
class Shown:
    """One message as experts will read it."""

    seq: int
    role: str
    author: Person
    body: str
    closed: bool
    """Still being checked: nobody is offered the conversation before it has been."""


def as_experts_read_it(conversation: Conversation, membership: Membership) -> list[Shown]:
    """The whole thread as experts will have it: every message to the customer, shielded; notes and files stay here.

    Raises:
        NotAllowed: not staff of the company, or their own concern.
    """
    if not may_care(membership, conversation):
        raise NotAllowed("only staff of the company, and nobody in their own concern")
    messages = conversation.messages.filter(audience=Message.CONVERSATION).select_related("author").order_by("seq")
    return [Shown(one.seq, one.author_role, one.author, one.body, one.shielded_at is None) for one in messages]


def why_not(conversation: Conversation) -> str:
    """Why this cannot be given to experts, as a sentence for staff; empty when it can."""
    return next(_reasons(conversation), "")


def _reasons(conversation: Conversation) -> Iterator[str]:
    if not conversation.is_open:
        yield _("This concern is already solved. A message from the customer opens it again.")
        return
    if current(conversation).level not in SECOND_LEVEL:
        yield _("This is with the experts already.")
    if stays_with_the_company(conversation):
        yield _("It was joined with another concern or made of one. It stays with you: experts could read both as one.")
    if conversation.topic is None:
        yield _("Experts are asked by topic, and this concern has none. Please answer it yourselves.")
    elif not conversation.topic.open_to_experts:
        yield _("“%(topic)s” is for the company alone. Please answer it yourselves.") % {
            "topic": conversation.topic.name
        }
    if _touches_more(conversation):
        yield _("This touches safety, law, fraud or data rights. It stays with the company, however small it seems.")
    if conversation.messages.filter(shielded_at=None, audience=Message.CONVERSATION).exists():
        yield _("A message is still being checked for personal data. Please try again in a moment.")
    if not anybody_for(conversation):
        yield _("No expert for this is there at the moment. It stays with you, so that nobody waits in vain.")


def _touches_more(conversation: Conversation) -> bool:
    said = conversation.messages.filter(author_role=Message.CUSTOMER).values_list("original_id", "body")
    ids = [original for original, _body in said if original]
    texts = vault.left_of_own(person_id=conversation.customer.person_id, ids=ids)
    words = [conversation.subject, *(texts.get(original, body) for original, body in said)]
    return any(is_sensitive(text) for text in words)


@transaction.atomic
def give_back(
    *, conversation_id: UUID, membership: Membership, masked: Sequence[str] = (), hint: str = ""
) -> Assignment:
    """Offer a concern of the second level to experts, with `masked` hidden beyond what the shield hides.

    A new answer is promised, the customer is told, and if nobody answers it comes back by itself. Experts who helped
    here before are not asked. Words are only ever hidden here; opening one is the customer's alone.

    Raises:
        NotAllowed: not staff of the company, or their own concern.
        Refused: experts may not have it, or nobody is there; the sentence says which.
    """
    conversation = lock_of(conversation_id)
    if not may_care(membership, conversation):
        raise NotAllowed("only staff of the company, and nobody in their own concern")
    refused = why_not(conversation)
    if refused:
        raise Refused(refused)
    if masked:
        mask_more(conversation, tuple(masked), by=membership.person)
        if conversation.messages.filter(shielded_at=None, audience=Message.CONVERSATION).exists():
            raise Refused(_("A message could not be checked for personal data just now. Please try again in a moment."))
    detail = {"hint": shielded_hint(conversation, hint)}
    step = Step(Assignment.NETWORK, None)
    assignment = pass_on(conversation, step, kind="offered", actor=membership.person, first=True, detail=detail)
    offer_wave(conversation, assignment)
    return assignment
