"""Whether concerns can be joined or split, as sentences for staff. Pure, apart from reading what is asked about."""

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.conversations.assignments import current, is_forgotten
from oase.conversations.models import Conversation
from oase.conversations.rules import SECOND_LEVEL
from oase.second_level.rules import may_care


def why_not_join(source: Conversation, target: Conversation, by: Membership) -> str:
    """Why `source` cannot be told on in `target`; empty when it can. Asked under the locks of both."""
    return next(_reasons(source, target, by), "")


def _reasons(source: Conversation, target: Conversation, by: Membership) -> Iterator[str]:
    if source.pk == target.pk:
        yield _("This is the same concern. Please choose another one.")
    if not may_care(by, target) or source.customer_id != target.customer_id:
        # Whether the other one exists is nobody's business who may not read it.
        yield _("Only concerns of the same customer can be joined. Please choose another one.")
        return
    yield from _hands(source)
    yield from _hands(target)
    if not (_is_proven(source) and _is_proven(target)):
        yield _(
            "The address of one of them was only typed, and never confirmed. Whoever typed it would read the other one."
        )


def why_not_split(conversation: Conversation) -> str:
    """Why nothing of it can become a concern of its own; empty when it can. Asked under its lock."""
    return next(_hands(conversation), "")


def _hands(conversation: Conversation) -> Iterator[str]:
    if conversation.merged_into_id is not None:
        yield _("This goes on in another concern already. Please choose that one.")
    elif is_forgotten(conversation):
        yield _("This customer was forgotten. Their concerns stay as they are.")
    elif not conversation.is_open:
        yield _("One of them is solved. Only open concerns can be joined or split.")
    elif current(conversation).level not in SECOND_LEVEL:
        yield _("An expert has it, or experts are being asked. Take it over first.")


def _is_proven(conversation: Conversation) -> bool:
    """Whether whoever can read it is its customer: they have no address that a stranger could have typed, or own it."""
    return conversation.address_confirmed_at is not None or not conversation.customer.person.email


def stays_with_the_company(conversation: Conversation) -> bool:
    """Whether experts may never have it: it was joined or split, so another concern could be found in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT oase_stays_with_the_company(%s::uuid)", [conversation.pk])
        return bool(cursor.fetchone()[0])
