"""The page that an expert chose to show the world."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oase.experts.reputation.profile import public_page


@never_cache
@require_safe
def expert_page(request: HttpRequest, name: str) -> HttpResponse:
    """For everybody who has the address, until its expert takes it down.

    Raises:
        Http404: there is no such page, or no more.
    """
    shown = public_page(name)
    if shown is None:
        raise Http404
    response = render(request, "public/expert_page.html", {"shown": shown, "person": shown.person})
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response
