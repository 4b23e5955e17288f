"""Taking back what was given: the budget has it again, and the customer is told honestly."""

from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.companies.roles.now import read_anew
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import is_forgotten, lock
from oase.conversations.audience import tell
from oase.conversations.events import record
from oase.conversations.outbox import post
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.second_level.goodwill.giving import told
from oase.second_level.goodwill.models import Goodwill
from oase.second_level.goodwill.rules import may_withdraw
from oase.second_level.goodwill.wording import shielded


@transaction.atomic
def withdraw(*, goodwill_id: int, by: Membership, words: str) -> Goodwill:
    """Take a gesture back, with a word to the customer; the counter-line is given back.

    Raises:
        NotAllowed: somebody else gave it, and they do not lead.
        Refused: no word was said, it was taken back already, or its concern is gone.
    """
    given = Goodwill.objects.select_related("kind", "giver__person").filter(pk=goodwill_id, withdraws=None).first()
    read_anew(by)
    if given is None or not may_withdraw(by, given):
        raise NotAllowed("only whoever gave it, and those who lead")
    if given.conversation_id is None:
        raise Refused(_("This concern is no longer kept; what was given in it stands."))
    conversation = lock(given.conversation_id)
    if conversation.customer.person_id == by.person_id:
        raise NotAllowed("nobody in their own concern")
    if Goodwill.objects.filter(withdraws=given).exists():
        raise Refused(_("This was taken back already."))
    if is_forgotten(conversation):
        raise Refused(_("This customer was forgotten: nobody would read it."))
    said = shielded(conversation, words, needed=_("Please say why: the customer reads it."))
    line = Goodwill.objects.create(
        client_id=uuid4(),
        company_id=given.company_id,
        conversation=conversation,
        kind=given.kind,
        cents=-given.cents,
        giver=given.giver,
        by=by.person,
        budget=given.budget,
        team_id=given.team_id,
        approved_by_id=given.approved_by_id,
        month=given.month,
        withdraws=given,
        at=clock.now(),
    )
    record(conversation, "goodwill_withdrawn", actor=by.person, words=said, **(told(line) | {"goodwill": given.pk}))
    recipient_id, key = conversation.customer.person_id, str(conversation.last_seq)
    post(conversation, recipient_id=recipient_id, kind="goodwill_withdrawn", key=key)
    tell(conversation)
    return line
