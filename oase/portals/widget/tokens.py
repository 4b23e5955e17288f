"""Where the frame gets its token, by showing who it is or as nobody in particular, and where it gives it back."""

import json

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oase.channels.widget.identity import LARGEST_TOKEN, NotKnown, read
from oase.channels.widget.visits import begin, begin_signed, end, load
from oase.portals.widget.bearer import token_of
from oase.portals.widget.gate import Visit, framed
from oase.portals.widget.limits import place_of, too_often

MOST_STRANGERS = 120
"""New visits of nobody in particular, an hour from one place: offices and mobile networks share an address."""
MOST_WRONG = 60
LARGEST = LARGEST_TOKEN + 200


@require_POST
@framed
def token(visit: Visit) -> HttpResponse:
    """`{"identity": <JWT>}` or `{}` for a token: the host's server says who it is, or nobody does.

    401 names in a code what is wrong with the JWT, for the host's developer.
    """
    identity = _identity(visit)
    place = place_of(visit.request)
    if identity is None:
        return JsonResponse({"error": "malformed"}, status=400)
    if not identity:
        if too_often("stranger", place, most=MOST_STRANGERS):
            return _slower()
        return JsonResponse({"token": begin(visit.company).session_key, "signed": False})
    try:
        claims = read(identity, company=visit.company)
        before = visit.session if visit.known else None
        session = begin_signed(visit.company, claims, before=before, language=visit.language)
    except NotKnown as error:
        if too_often("wrong", place, most=MOST_WRONG):
            return _slower()
        return JsonResponse({"error": "identity", "code": str(error)}, status=401)
    if before is not None:
        end(before)
    return JsonResponse({"token": session.session_key, "signed": True})


def _identity(visit: Visit) -> str | None:
    """The JWT that was sent, empty for none; None when it cannot be read."""
    body = visit.request.body if int(visit.request.headers.get("Content-Length") or 0) <= LARGEST else b"["
    try:
        sent = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        return None
    identity = sent.get("identity", "") if isinstance(sent, dict) else None
    return identity if isinstance(identity, str) else None


def _slower() -> HttpResponse:
    detail = _("That was a lot at once. Please try again in a while.")
    return JsonResponse({"error": "slower", "detail": detail}, status=429, headers={"Retry-After": "600"})


@require_POST
@framed
def leave(visit: Visit) -> HttpResponse:
    """The visit ends: the token opens nothing any more."""
    session = load(token_of(visit.request), visit.company) if token_of(visit.request) else None
    if session is not None:
        end(session)
    return HttpResponse(status=204)
