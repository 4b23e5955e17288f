"""Who may do what in the second level. Pure: everything needed comes as an argument."""

from oase.companies.models import Membership
from oase.conversations.models import Conversation


def may_care(membership: Membership, conversation: Conversation) -> bool:
    """Staff look after every concern of their company, except one they have as a customer themself."""
    return (
        membership.left_at is None
        and membership.company_id == conversation.company_id
        and membership.person_id != conversation.customer.person_id
    )


def leads(membership: Membership) -> bool:
    """Supervisors and administrators see what the team holds; agents see only who is there."""
    return membership.role in {Membership.SUPERVISOR, Membership.ADMIN}
