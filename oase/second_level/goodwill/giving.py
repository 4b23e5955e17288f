"""Giving within the budgets: at once, and the customer is told."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import is_forgotten, lock
from oase.conversations.audience import tell
from oase.conversations.events import record
from oase.conversations.models import Conversation
from oase.conversations.outbox import post
from oase.conversations.words import Refused
from oase.experts.rewards.amounts import euros_of
from oase.jobs import clock
from oase.people.models import Person
from oase.second_level.goodwill.budgets import Budget, covering, lock_budgets, month_of
from oase.second_level.goodwill.models import MOST_CENTS, Goodwill, GoodwillKind, GoodwillWish
from oase.second_level.goodwill.rules import may_give
from oase.second_level.goodwill.wording import shielded


class BeyondBudget(Refused):
    """No budget holds this much; whoever leads can be asked. `left` is what the fullest one holds, in euro cents."""

    def __init__(self, left: int) -> None:
        super().__init__(
            _("Your budget holds %(left)s this month, and this is more. Ask whoever leads, or choose less.")
            % {"left": euros_of(left)}
        )
        self.left = left


def lock_for_goodwill(conversation_id: UUID, membership: Membership) -> Conversation:
    """The concern, locked, if this member may give something in it.

    Raises:
        NotAllowed: not staff of the company, or their own concern.
        Refused: the customer was forgotten, or it is told on in another concern.
    """
    conversation = lock(conversation_id)
    membership.refresh_from_db(fields=["left_at", "role", "company_id"])
    if not may_give(membership, conversation):
        raise NotAllowed("only staff of the company, and nobody to themself")
    if is_forgotten(conversation):
        raise Refused(_("This customer was forgotten: nobody would get it."))
    if conversation.merged_into_id is not None:
        raise Refused(_("This concern goes on in another one. Please give it there."))
    return conversation


def checked_value(kind: GoodwillKind | None, company_id: int, cents: int | None) -> tuple[GoodwillKind, int]:
    """What is given and its value in euro cents; without a value the usual one.

    Raises:
        Refused: the company gives no such thing, or not for this value.
    """
    if kind is None or kind.company_id != company_id or kind.retired_at is not None:
        raise Refused(_("Please choose what you would like to give."))
    if cents is None or cents == kind.cents:
        return kind, kind.cents
    if not kind.adjustable:
        raise Refused(
            _("“%(kind)s” has a fixed value of %(value)s.") % {"kind": kind.name, "value": euros_of(kind.cents)}
        )
    if cents < 1:
        raise Refused(_("Please choose at least %(least)s.") % {"least": euros_of(1)})
    if cents > MOST_CENTS:
        raise Refused(
            _("That is more than %(most)s. Please look at the amount once more.") % {"most": euros_of(MOST_CENTS)}
        )
    return kind, cents


@transaction.atomic
def give(
    *,
    conversation_id: UUID,
    membership: Membership,
    kind: GoodwillKind | None,
    client_id: UUID,
    cents: int | None = None,
    words: str = "",
) -> Goodwill:
    """Give something from one's own budget, or else from a team's; sent twice, it is given once.

    cents: its value in euro cents, where the kind leaves it open.

    Raises:
        NotAllowed: not staff of the company, or their own concern.
        BeyondBudget: no budget holds that much; nothing was given.
        Refused: what was chosen cannot be given here; the sentence says why.
    """
    conversation = lock_for_goodwill(conversation_id, membership)
    before = Goodwill.objects.filter(client_id=client_id).first()
    if before is not None:
        return _same(before, conversation, membership)
    if GoodwillWish.objects.filter(client_id=client_id).exists():
        raise Refused(_("This was sent already."))
    kind, cents = checked_value(kind, membership.company_id, cents)
    budgets = lock_budgets(membership)
    budget = covering(budgets, cents)
    if budget is None:
        raise BeyondBudget(max(one.left for one in budgets))
    said = shielded(conversation, words)
    return book(conversation, membership, kind, cents, said, client_id=client_id, budget=budget)


def _same(before: Goodwill, conversation: Conversation, membership: Membership) -> Goodwill:
    if (before.conversation_id, before.giver_id) != (conversation.pk, membership.pk):
        raise Refused(_("Something was missing when this was sent. Please send it again."))
    return before


def book(
    conversation: Conversation,
    giver: Membership,
    kind: GoodwillKind,
    cents: int,
    words: str,
    *,
    client_id: UUID,
    budget: Budget | None = None,
    approved_by: Person | None = None,
) -> Goodwill:
    """Write it into the ledger and the history, and tell the customer. `budget` None: beyond them, and approved."""
    now = clock.now()
    month: date = month_of(giver.company, now)
    given = Goodwill.objects.create(
        client_id=client_id,
        company_id=giver.company_id,
        conversation=conversation,
        kind=kind,
        cents=cents,
        giver=giver,
        by=giver.person,
        budget=budget.kind if budget else Goodwill.BEYOND,
        team=budget.team if budget else None,
        approved_by=approved_by,
        month=month,
        at=now,
    )
    record(conversation, "goodwill", actor=giver.person, words=words, **told(given))
    post(conversation, recipient_id=conversation.customer.person_id, kind="goodwill", key=str(conversation.last_seq))
    tell(conversation)
    return given


def told(given: Goodwill) -> dict[str, Any]:
    """What the history says of it, in both languages, as it was called then."""
    kind = given.kind
    return {
        "goodwill": given.pk,
        "kind_de": kind.name_de,
        "kind_en": kind.name_en,
        "text_de": kind.text_de,
        "text_en": kind.text_en,
        "cents": abs(given.cents),
    }
