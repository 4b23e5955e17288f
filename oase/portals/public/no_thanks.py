"""Where the address for unsubscribing leads that stands in the weekly mail with thanks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from oase.second_level.people.unsubscribing import NotAToken, person_in, stop_thanks


@csrf_exempt  # asked by mail programs, who have neither form nor sign-in (RFC 8058): the token says all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def no_thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Turn the mail off. Reading the page changes nothing: programs that look for harm read every address in a mail."""
    try:
        person_in(token)
        if request.method == "POST":
            stop_thanks(token)
    except NotAToken as error:
        raise Http404 from error
    return render(request, "public/no_thanks.html", {"done": request.method == "POST"})
