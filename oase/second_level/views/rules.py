"""Who may see and change an own view. Pure: everything needed comes as an argument."""

from collections.abc import Collection

from oase.companies.models import Membership
from oase.second_level.rules import leads
from oase.second_level.views.models import OwnView


def may_see(member: Membership, view: OwnView, teams: Collection[int]) -> bool:
    """Its owner; their team, or all of the staff, where it is shared so. `teams`: ids of the member's."""
    if member.left_at is not None or member.company_id != view.company_id:
        return False
    shared = view.shared == OwnView.COMPANY or (view.shared == OwnView.TEAM and view.team_id in teams)
    return shared or view.owner_id == member.person_id


def may_change(member: Membership, view: OwnView) -> bool:
    """Its owner; whoever leads, where it is shared. A private view is nobody else's business."""
    if member.left_at is not None or member.company_id != view.company_id:
        return False
    return view.owner_id == member.person_id or (view.shared != OwnView.PRIVATE and leads(member))
