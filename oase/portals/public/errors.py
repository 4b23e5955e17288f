"""What a person sees when something is not there or went wrong: a sentence and a way on.

A part of a page that fails leaves the page as it is, with what was typed in it, and says so in passing.
"""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What came could not be read, or was too much (413)."""
    if isinstance(exception, TOO_MUCH):
        return _say(request, "413.html", 413, _("That was too large, so nothing was sent. Your text is still here."))
    return _say(request, "400.html", 400, _("We could not read that, so nothing was changed."))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Known, and not allowed."""
    return _say(request, "403.html", 403, _("You may not do this. Nothing was changed."))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not there, or not for this person: the two look the same."""
    return _say(request, "404.html", 404, _("This is no longer there for you. Please load the page again."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or the form came from elsewhere."""
    return _say(
        request,
        "403_csrf.html",
        403,
        _("The page was open for too long, so nothing was sent. Copy your text, load the page again and send it."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault, and said so. It is made without the request: nothing behind it may be asked again."""
    if _is_part(request):
        return _in_passing(request, 500, _("Something broke on our side. Please try again in a minute."))
    return HttpResponse(render_to_string("500.html"), status=500)


def kind_refusals(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: an address that is opened in the wrong way (405) answers with a page instead of an empty one."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        page = _say(request, "405.html", 405, _("That did not work. Please load the page again."))
        page["Allow"] = response["Allow"]
        return page

    return respond


def _say(request: HttpRequest, template: str, status: int, in_passing: str) -> HttpResponse:
    if _is_part(request):
        return _in_passing(request, status, in_passing)
    return render(request, template, status=status)


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _in_passing(request: HttpRequest, status: int, words: str) -> HttpResponse:
    if request.method == "GET":
        # A live part that cannot be read again stays as it was; the next poke or visit tells.
        return HttpResponse(status=status, headers={"HX-Reswap": "none"})
    toast = render_to_string("look/toast.html", {"text": words, "level": "warning"})
    return HttpResponse(toast, status=status, headers={"HX-Retarget": "#toasts", "HX-Reswap": "beforeend"})
