"""Who may give, decide and take back. Pure: everything needed comes as an argument."""

from oase.companies.models import Membership
from oase.conversations.models import Conversation
from oase.second_level.goodwill.models import Goodwill, GoodwillWish
from oase.second_level.rules import leads, may_care


def may_give(membership: Membership, conversation: Conversation) -> bool:
    """Staff of the company, and nobody to themself."""
    return may_care(membership, conversation)


def may_decide(membership: Membership, wish: GoodwillWish, *, others_lead: bool) -> bool:
    """Whoever leads. What they wish to give themself, another one decides if there is one."""
    return (
        leads(membership)
        and may_care(membership, wish.conversation)
        and (wish.giver_id != membership.pk or not others_lead)
    )


def may_withdraw(membership: Membership, given: Goodwill) -> bool:
    """Whoever gave it, and those who lead."""
    return (
        membership.left_at is None
        and membership.company_id == given.company_id
        and (membership.pk == given.giver_id or leads(membership))
    )
