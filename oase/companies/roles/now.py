"""What somebody may do is decided by their role as it is now, not as it was when they asked for a page."""

from oase.companies.models import Membership
from oase.companies.words import NotAllowed


def read_anew(by: Membership) -> None:
    """Read a member's role once more, in the transaction in which they act.

    Raises:
        NotAllowed: they are on the staff no more, or never were.
    """
    try:
        by.refresh_from_db(fields=["left_at", "role"])
    except Membership.DoesNotExist as error:
        raise NotAllowed("no member of the staff") from error
    if by.left_at is not None:
        raise NotAllowed("they have left")
