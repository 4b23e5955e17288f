"""First words on offers are counted before a page shows them: what was not counted, the view keeps back."""

from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from oase.experts.reputation.guard import glimpse
from oase.portals.expert.gate import View


def count_offers(request: HttpRequest) -> None:
    """Count what is offered to whoever is signed in as read, as far as they may read more."""
    if request.user.pk is not None:
        glimpse(request.user.pk, request.session.session_key)


def showing_offers(view: View) -> View:
    """Make a view whose page shows offers; above `expert_page`, as nothing can be counted while the desk is open."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        count_offers(request)
        return view(request, *args, **kwargs)

    return shown
