"""Reading the audit log, newest first: by place and not by number, a long log costs no more than a short one."""

from collections.abc import Sequence

from django.db.models import Q

from oase.companies.audit.models import SettingChange
from oase.companies.models import Membership
from oase.companies.roles.rules import leads

AREAS: tuple[str, ...] = tuple(area for area, _name in SettingChange.AREAS)


def changes_visible_to(
    membership: Membership, *, area: str = "", before: int | None = None, most: int = 50
) -> Sequence[SettingChange]:
    """What was set at the member's company, older than the change `before`; one more than `most` if there are more.

    Nobody but those who lead sees any of it; of another company's change nobody learns whether it is there.
    """
    if not leads(membership):
        return []
    changes = SettingChange.objects.filter(company_id=membership.company_id).select_related("by")
    if area:
        changes = changes.filter(area=area)
    if before is not None:
        last = SettingChange.objects.filter(company_id=membership.company_id, pk=before).first()
        if last is None:
            return []
        changes = changes.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    return list(changes.order_by("-at", "-pk")[: most + 1])
