"""Every change of a company's settings leaves its line: who, when, from what to what."""

from collections.abc import Mapping
from typing import Any

from oase.companies.audit.models import SettingChange
from oase.companies.models import Company
from oase.jobs import clock
from oase.people.models import Person

Values = Mapping[str, Any]
"""Plain values (text, numbers, lists of them) by the name of the setting."""


def record_change(
    *, company: Company, by: Person | None, area: str, subject: str = "", before: Values | None, after: Values | None
) -> SettingChange | None:
    """Write down what changed, in the caller's transaction; None when nothing did. Only what differs is kept."""
    if before == after:
        return None
    if before is not None and after is not None:
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        before, after = {name: before.get(name) for name in names}, {name: after.get(name) for name in names}
    return SettingChange.objects.create(
        company=company,
        by=by,
        area=area,
        subject=subject[:120],
        before=None if before is None else dict(before),
        after=None if after is None else dict(after),
        at=clock.now(),
    )
