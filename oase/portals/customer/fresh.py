"""Whether it is really them: what opens everything at once asks for a sign-in that is not long ago."""

import time
from typing import Final

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from oase.people.models import Person
from oase.portals.customer.finding import signed_in

FRESH: Final = 15 * 60
"""Seconds."""


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person signed in, or showed again that it is them, within the last quarter of an hour."""
    person = signed_in(request)
    records = get_authentication_records(request, person) if person else []
    return any(0 <= time.time() - record.get("at", 0) < FRESH for record in records)


def ask_again(request: HttpRequest, person: Person, *, back_to: str) -> HttpResponse:
    """Lead to where the person shows that it is them, and from there back to `back_to`.

    Password or second step, as they have them. Who has neither signs in by a code: they are asked for a new one.
    """
    ways = get_adapter().get_reauthentication_methods(person)
    if ways:
        return HttpResponseRedirect(f"{ways[0]['url']}?{urlencode({'next': back_to})}", status=303)
    get_adapter().logout(request)
    code = reverse("account_request_login_code")
    return HttpResponseRedirect(f"{code}?{urlencode({'next': back_to})}", status=303)
