"""Middleware: under `/widget/` the session is the one that `Authorization: Bearer` names, and no cookie counts.

This is why the widget's views need no CSRF token. A forged request needs something that the browser adds by itself,
such as a cookie; here nothing is: the frame's script puts the token on each request, and no other page can read it, for
it lies in the storage of our origin, partitioned by the page the frame stands in. Nothing here ever sets a cookie.
"""

from collections.abc import Callable

from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from oase.channels.widget.visits import load

PLACE = "/widget/"
LONGEST_KEY = 40


def token_of(request: HttpRequest) -> str:
    """The token a request shows (RFC 6750 §2.1), or an empty string."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    key = key.strip()
    good = scheme.lower() == "bearer" and key.isascii() and key.isalnum() and len(key) <= LONGEST_KEY
    return key if good else ""


def visits(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Put the visit in the session's place while the widget answers, and put it back before anything sets a cookie."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PLACE):
            return get_response(request)
        session, cookies = request.session, request.COOKIES
        token = token_of(request)
        request.session = (load(token) if token else None) or SessionStore()
        request.COOKIES = {}
        try:
            response = get_response(request)
            # Pages that say what went wrong hold forms, and would bring their cookie into a company's page.
            response.cookies.clear()
            return response
        finally:
            request.session, request.COOKIES = session, cookies

    return respond
