from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from oase.companies.models import Membership
from oase.portals.office.settings.frame import frame
from oase.portals.office.settings.gate import settings_page


@settings_page("GET", "HEAD")
def overview(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Everything that can be set, with how it stands."""
    return render(request, "office/settings/overview.html", frame(membership, "overview") | {"areas": []})
