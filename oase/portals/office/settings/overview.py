"""Everything that can be set, with how it stands, in a sentence each."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oase.companies.audit.queries import changes_visible_to
from oase.companies.models import Company, Membership
from oase.portals.look.times import moment
from oase.portals.office.settings.frame import frame
from oase.portals.office.settings.gate import settings_page
from oase.portals.office.settings.regions import region_name
from oase.portals.office.settings.typed import written_minutes
from oase.second_level.goodwill.models import GoodwillKind
from oase.second_level.macros.models import Macro
from oase.second_level.shaping.models import Tag

ICONS = {
    "hours": "clock",
    "holidays": "calendar",
    "promises": "handshake",
    "teams": "team",
    "roles": "user-plus",
    "tags": "tag",
    "macros": "text-quote",
    "goodwill": "gift",
    "retention": "leaf",
    "company": "building",
    "widget": "message-circle",
    "changes": "history",
}


@settings_page("GET", "HEAD")
def overview(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Everything that can be set, with how it stands."""
    shown = frame(membership, "overview")
    areas = [
        one | {"icon": ICONS[one["key"]], "stands": _STANDS[one["key"]](membership)}
        for one in shown["tabs"]
        if one["key"] in ICONS
    ]
    return render(request, "office/settings/overview.html", shown | {"areas": areas})


def _hours(membership: Membership) -> str:
    days = membership.company.opening_hours.values("weekday").distinct().count()
    if not days:
        return _("around the clock")
    return ngettext("%(n)s day a week", "%(n)s days a week", days) % {"n": days}


def _holidays(membership: Membership) -> str:
    company = membership.company
    own = company.own_days.count()
    days = ngettext("%(n)s day of your own", "%(n)s days of your own", own) % {"n": own}
    return f"{region_name(company.holiday_region)} · {days}" if company.holiday_region else days


def _promises(membership: Membership) -> str:
    first = written_minutes(membership.company.first_answer_minutes)
    return _("first answer within %(time)s where no topic says otherwise") % {"time": first}


def _teams(membership: Membership) -> str:
    number = membership.company.teams.count()
    return ngettext("%(n)s team", "%(n)s teams", number) % {"n": number}


def _roles(membership: Membership) -> str:
    company = membership.company
    people = company.memberships.filter(left_at=None, person__is_active=True).count()
    invited = company.invitations.count()
    words = ngettext("%(n)s person", "%(n)s people", people) % {"n": people}
    return words + (f" · {_('%(n)s invited') % {'n': invited}}" if invited else "")


def _tags(membership: Membership) -> str:
    number = Tag.objects.filter(company_id=membership.company_id, retired_at=None).count()
    return ngettext("%(n)s tag", "%(n)s tags", number) % {"n": number}


def _macros(membership: Membership) -> str:
    number = Macro.objects.filter(company_id=membership.company_id, retired_at=None).count()
    return ngettext("%(n)s macro", "%(n)s macros", number) % {"n": number}


def _goodwill(membership: Membership) -> str:
    number = GoodwillKind.objects.filter(company_id=membership.company_id, retired_at=None).count()
    return ngettext("%(n)s kind of gesture", "%(n)s kinds of gestures", number) % {"n": number}


def _retention(_membership: Membership) -> str:
    return _("how long solved concerns are kept")


def _company(membership: Membership) -> str:
    company: Company = membership.company
    return ngettext(
        "%(name)s · a reminder after %(n)s day of silence", "%(name)s · a reminder after %(n)s days of silence",
        company.silence_days,
    ) % {"name": company.name, "n": company.silence_days}  # fmt: skip


def _widget(_membership: Membership) -> str:
    return _("a button on your own pages")


def _changes(membership: Membership) -> str:
    last = changes_visible_to(membership, most=1)
    return _("the last one: %(time)s") % {"time": moment(last[0].at)} if last else _("none yet")


_STANDS: Mapping[str, Callable[[Membership], Any]] = {
    "hours": _hours,
    "holidays": _holidays,
    "promises": _promises,
    "teams": _teams,
    "roles": _roles,
    "tags": _tags,
    "macros": _macros,
    "goodwill": _goodwill,
    "retention": _retention,
    "company": _company,
    "widget": _widget,
    "changes": _changes,
}
