"""Who may judge an expert. Pure: everything needed comes as an argument."""

from oase.companies.models import Membership

LEADERS = (Membership.SUPERVISOR, Membership.ADMIN)


def may_moderate(by: Membership, expert_id: int) -> bool:
    """Those who lead a company decide about experts who work for it; nobody decides about themself."""
    return by.left_at is None and by.role in LEADERS and by.person_id != expert_id
