"""An expert's own standing: levels and what comes next, the public page, suspensions with appeal, and stops."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oase.conversations.words import Refused
from oase.experts.desk import Desk
from oase.experts.desk import reputation as own
from oase.experts.reputation import profile
from oase.experts.reputation.alarms import disown
from oase.experts.reputation.appealing import appeal as appeal_against
from oase.experts.reputation.levels import GOOD_ANSWERS, SENIOR_RATINGS, SENIOR_SOLVED
from oase.portals.expert.gate import expert_of, expert_page, expert_verb
from oase.portals.expert.pages import framed
from oase.portals.expert.responses import see_other

MOST_THANKS = 6


@expert_page
def _standing(request: HttpRequest, desk: Desk, kept: dict[str, Any] | None = None) -> HttpResponse:
    thanks = desk.thanks()
    context = {
        "standings": own.standings(desk),
        "suspensions": own.suspensions(desk),
        "stops": own.stops(desk),
        "public": own.public_page(desk),
        "thanks": [one for one in thanks[:40] if one.thanks][:MOST_THANKS],
        "thanks_count": len(thanks),
        "good_answers": GOOD_ANSWERS,
        "senior_solved": SENIOR_SOLVED,
        "senior_ratings": SENIOR_RATINGS,
        **(kept or {}),
    }
    return framed(request, desk, "standing", context, status=422 if kept else 200)


@require_safe
def standing(request: HttpRequest) -> HttpResponseBase:
    """The page."""
    return _standing(request)


@expert_verb
def publish(request: HttpRequest) -> HttpResponseBase:
    """Show oneself to the world, or no more."""
    if request.POST.get("public") == "1":
        profile.publish(by=expert_of(request))
        messages.success(request, _("Your public page is there. Whoever has its address can read it."))
    else:
        profile.withdraw(by=expert_of(request))
        messages.success(request, _("Your public page is gone. Its address leads nowhere any more."))
    return see_other("desk-standing", anchor="public")


@expert_verb
def appeal(request: HttpRequest, suspension_id: int) -> HttpResponseBase:
    """Appeal against a suspension."""
    words = request.POST.get("words", "")
    try:
        appeal_against(suspension_id=suspension_id, by=expert_of(request), words=words)
    except Refused as refused:
        return _standing(request, {"appealed": suspension_id, "words": words, "error": str(refused)})
    messages.success(request, _("Your appeal has arrived. Somebody who did not suspend you looks at it."))
    return see_other("desk-standing")


@expert_verb
def not_me(request: HttpRequest) -> HttpResponseBase:
    """The owner says that it was not them: every session ends, this one too."""
    disown(by=expert_of(request))
    messages.warning(
        request, _("All sessions have ended. Please sign in with the code that we mail you, and choose a new password.")
    )
    return see_other("account_login")
