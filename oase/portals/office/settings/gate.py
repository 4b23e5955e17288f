"""Who may set things up at a company: those who lead. For everybody else nothing is there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from oase.portals.office.programme.access import leader_at

Page = Callable[..., HttpResponse]
"""Takes the request, the `Membership` of whoever leads, and what else the address names."""


def settings_page(*methods: str) -> Callable[[Page], Page]:
    """A page of the settings, with the member in place of the company's `slug`; GET and POST unless told otherwise.

    Somebody who is not signed in is asked to; whoever does not lead this company gets a 404. What an
    administrator alone may do is refused by the verb that does it.
    """

    def gated(page: Page) -> Page:
        @wraps(page)
        def view(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            return page(request, leader_at(request, slug), *args, **kwargs)

        return require_http_methods(list(methods) or ["GET", "HEAD", "POST"])(login_required(view))

    return gated
