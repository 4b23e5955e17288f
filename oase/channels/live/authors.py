"""As whom somebody writes: customer, expert or agent. Whether they may is decided when it is stored."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from oase.channels.live.identity import Identity
from oase.channels.live.lookups import Owner, in_thread
from oase.channels.live.problems import Problem
from oase.companies.models import Membership
from oase.conversations.models import Assignment, Conversation, Message

ROLES = frozenset({Message.CUSTOMER, Message.EXPERT, Message.AGENT})


@dataclass(frozen=True)
class Author:
    """Who writes, and as what."""

    person_id: int
    role: str


@dataclass(frozen=True)
class Parts:
    """What somebody who is not the customer is to a conversation."""

    staff: bool
    holds: bool
    """Whether they hold it as an expert now."""
    held: bool
    """Whether they ever did."""
    open: bool


def not_there() -> Problem:
    """The same for what does not exist and for what is somebody else's."""
    return Problem(404, "not-found", _("This is not there for you. Nothing was changed."))


def is_customer(identity: Identity, conversation_id: UUID, owner: Owner) -> bool:
    """Whether they are its customer: signed in as them, or holding its link. A widget sees its own company only."""
    if identity.widget is not None and identity.widget != str(owner.company_id):
        return False
    return identity.person_id == owner.person_id or conversation_id in identity.guest_of


async def author_of(identity: Identity, role: str | None, conversation_id: UUID, owner: Owner) -> Author:
    """As whom `identity` writes. Without a `role` it is worked out, where there is only one.

    Raises:
        Problem: 404 for strangers, 403 when it cannot be their role, 422 when there are several.
    """
    customer = is_customer(identity, conversation_id, owner)
    if identity.widget is not None or identity.person_id is None or identity.person_id == owner.person_id:
        if not customer:
            raise not_there()
        if role not in (None, Message.CUSTOMER):
            raise not_allowed()
        return Author(owner.person_id, Message.CUSTOMER)
    if role == Message.CUSTOMER and customer:
        return Author(owner.person_id, role)
    if role is not None and role != Message.CUSTOMER:
        # The usual way for experts and staff, and nothing is asked: storing it decides.
        return Author(identity.person_id, role)
    parts = await in_thread(_parts, identity.person_id, conversation_id)
    if role == Message.CUSTOMER:
        raise not_allowed() if parts.staff or parts.held else not_there()
    possible = [Message.CUSTOMER] * customer + [Message.AGENT] * parts.staff + [Message.EXPERT] * parts.holds
    if not possible:
        raise given_on() if parts.held else not_there()
    if len(possible) > 1:
        sentence = _("You can write here in several roles. Please say in which. Nothing was changed.")
        raise Problem(422, "role-needed", sentence, more={"field": "role", "roles": possible})
    return Author(owner.person_id if possible == [Message.CUSTOMER] else identity.person_id, possible[0])


async def refusal_of(author: Author, conversation_id: UUID, owner: Owner) -> Problem:
    """Why an author was not allowed to write, as far as they may know it."""
    if author.role == Message.CUSTOMER:
        return _key_used()
    parts = await in_thread(_parts, author.person_id, conversation_id)
    if author.role == Message.EXPERT and parts.held:
        return _key_used() if parts.holds and parts.open else given_on()
    if author.person_id == owner.person_id:
        return not_allowed()
    if author.role == Message.AGENT and parts.staff:
        return _key_used()
    return not_allowed() if parts.staff or parts.held else not_there()


def not_allowed() -> Problem:
    """Known here, and not for this."""
    return Problem(403, "not-allowed", _("You may not write this here. Nothing was changed."))


def given_on() -> Problem:
    """An expert who held it once, or whose concern is solved."""
    return Problem(409, "given-on", _("This concern is no longer with you, so nothing was sent."))


def another_writer() -> Problem:
    """The page is older than the sign-in of its browser."""
    sentence = _("Somebody else is signed in here now, so this was not sent in their name. Your words are kept.")
    return Problem(409, "another-writer", sentence)


def _key_used() -> Problem:
    # Somebody else sent something under this id: it is not said who, where or what.
    return Problem(409, "key-used", _("This could not be sent under this client_id. Please send it under a new one."))


def _parts(person_id: int, conversation_id: UUID) -> Parts:
    found = Conversation.objects.filter(pk=conversation_id).values_list("company_id", "solved_at").first()
    if found is None:
        return Parts(staff=False, holds=False, held=False, open=False)
    staff = Membership.objects.filter(
        person_id=person_id, company_id=found[0], left_at=None, person__is_active=True
    ).exists()
    held = Assignment.objects.filter(
        conversation_id=conversation_id, level=Assignment.EXPERT, holder_id=person_id
    ).values_list("ended_at", flat=True)
    ends = list(held)
    return Parts(staff=staff, holds=None in ends, held=bool(ends), open=found[1] is None)
