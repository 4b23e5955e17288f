"""The audit log: who changed which setting from what to what."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from oase.companies.audit.queries import AREAS, changes_visible_to
from oase.companies.models import Membership
from oase.portals.office.settings.change_words import AREA_WORDS, lines_of
from oase.portals.office.settings.frame import frame
from oase.portals.office.settings.gate import settings_page

A_PAGE = 50
LARGEST_ID = 2**63 - 1


@settings_page("GET", "HEAD")
def changes(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Fifty changes; `area` keeps to one kind of setting, `before` is the last one of the page before."""
    area, before = request.GET.get("area", ""), request.GET.get("before", "")
    if (area and area not in AREAS) or (before and not (before.isascii() and before.isdigit())):
        raise Http404
    place = min(int(before), LARGEST_ID) if before else None
    found = changes_visible_to(membership, area=area, before=place, most=A_PAGE)
    shown = found[:A_PAGE]
    return render(
        request,
        "office/settings/changes.html",
        frame(membership, "changes")
        | {
            "changes": [(one, AREA_WORDS[one.area], lines_of(one)) for one in shown],
            "areas": [(key, AREA_WORDS[key]) for key in AREAS],
            "area": area,
            "older": shown[-1].pk if len(found) > A_PAGE else None,
            "further": place is not None,
        },
    )
