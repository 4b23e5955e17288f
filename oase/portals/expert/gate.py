"""Law 3 for pages: what an expert sees is read through their desk; while a page is made nothing else can be asked."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any, Concatenate, cast

from django.contrib.auth.views import redirect_to_login
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from oase.conversations.append import NotAllowed
from oase.experts.desk import Desk, desk_of
from oase.experts.models import Expert
from oase.people.models import Person

View = Callable[..., HttpResponseBase]


class OutsideTheDesk(Exception):
    """A page for an expert asked the database through another connection than the desk's."""


def _refuse(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    alias = context["connection"].alias
    # The statement itself may hold what must not be shown, so it stays unsaid.
    raise OutsideTheDesk(f"a page for an expert may read its desk only, and asked the connection {alias!r}")


@contextmanager
def nothing_but_the_desk() -> Iterator[None]:
    """Inside, every statement on any connection but the expert's fails.

    Raises:
        OutsideTheDesk: something was asked.
    """
    with ExitStack() as closed:
        for alias in connections:
            if alias != "expert":
                closed.enter_context(connections[alias].execute_wrapper(_refuse))
        yield


def _away(request: HttpRequest) -> HttpResponse:
    sign_in = redirect_to_login(request.get_full_path() if request.method == "GET" else reverse("desk"))
    # A part of a page must not be replaced by the sign-in page: then the whole page goes there.
    return HttpResponseClientRedirect(sign_in.url) if request.headers.get("HX-Request") else sign_in


def expert_page[**P](view: Callable[Concatenate[HttpRequest, Desk, P], HttpResponse]) -> View:
    """Make a view that is given the desk of the expert signed in, and can read nothing else until it is rendered.

    Anonymous visitors are asked to sign in; whoever is no expert finds nothing (404).
    """

    @never_cache
    @wraps(view)
    def shown(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        # Asked here and not by a template: it reads the session and the person from the database.
        if not request.user.is_authenticated:
            return _away(request)
        with desk_of(request.user.pk) as desk, nothing_but_the_desk():
            if desk.me is None:
                raise Http404
            response = view(request, desk, *args, **kwargs)
            if response.streaming:
                raise TypeError("an expert's page is made while its desk is open, so it cannot be streamed")
            return response.render() if isinstance(response, SimpleTemplateResponse) else response

    return shown


def expert_verb(view: View) -> View:
    """Make a view for a POST of an expert, that calls one action by ids and text; what they may not do is not there."""

    @require_POST
    @wraps(view)
    def done(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _away(request)
        if not Expert.objects.filter(pk=request.user.pk).exists():
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as error:
            raise Http404 from error

    return done


def expert_of(request: HttpRequest) -> Person:
    """The person who does something, behind `expert_verb`."""
    return cast(Person, request.user)
