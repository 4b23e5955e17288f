"""Who may change whose place on the staff. Pure: everything needed comes as an argument."""

from oase.companies.models import Membership

LEADING = frozenset({Membership.SUPERVISOR, Membership.ADMIN})


def leads(membership: Membership) -> bool:
    """Whether they lead this company now: supervisors and administrators."""
    return membership.left_at is None and membership.role in LEADING


def may_give(by: Membership, role: str) -> bool:
    """Whoever leads gives the roles up to their own: only an administrator makes administrators."""
    return leads(by) and (role != Membership.ADMIN or by.role == Membership.ADMIN)


def may_change(by: Membership, member: Membership) -> bool:
    """Nobody changes the place of somebody above them, or of another company's people."""
    return by.company_id == member.company_id and may_give(by, member.role)
