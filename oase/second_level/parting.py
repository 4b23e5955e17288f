"""Somebody leaves the staff: allowed or not, moved, and written down, in one transaction."""

from django.db import transaction

from oase.companies.audit.recording import record_change
from oase.companies.models import Membership
from oase.companies.roles.actions import keep_an_administrator, lock_staff, member_to_change
from oase.companies.words import NotAllowed
from oase.second_level.advisors.actions import leave


@transaction.atomic
def let_go(*, by: Membership, member: Membership) -> int:
    """End somebody's place on the staff, or one's own; how many concerns move to others at once.

    Raises:
        Wrong: they have left already, or are the last administrator.
        NotAllowed: `by` may not change their place.
    """
    company = lock_staff(by.company_id)
    if by.pk == member.pk:
        stored = Membership.objects.select_related("person", "company").get(pk=by.pk)
        if stored.left_at is not None:
            raise NotAllowed
    else:
        stored = member_to_change(by, member)
    keep_an_administrator(stored)
    moved = leave(membership=stored, by=by)
    record_change(
        company=company,
        by=by.person,
        area="roles",
        subject=stored.person.first_name,
        before={"role": stored.role},
        after=None,
    )
    return moved
