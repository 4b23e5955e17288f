"""Claiming, letting go by, and being there."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from oase.conversations.words import Refused
from oase.experts import actions
from oase.portals.expert.gate import expert_of, expert_verb
from oase.portals.expert.pages import Kept, show_desk
from oase.portals.expert.responses import see_other


@expert_verb
def claim(request: HttpRequest, offer_id: int) -> HttpResponseBase:
    """Take an offered question."""
    try:
        session = request.session.session_key or ""
        conversation_id = actions.claim(offer_id=offer_id, by=expert_of(request), session_key=session)
    except actions.AlreadyClaimed:
        messages.info(request, _("Somebody else was a moment faster. The next question is surely yours."))
        return see_other("desk")
    except Refused as refused:
        return show_desk(request, kept=Kept("offers", str(refused)))
    return see_other("desk-conversation", conversation_id)


@expert_verb
def decline(request: HttpRequest, offer_id: int) -> HttpResponseBase:
    """Let an offer go by."""
    actions.decline(offer_id=offer_id, by=expert_of(request))
    return see_other("desk-offers" if request.headers.get("HX-Request") else "desk")


@expert_verb
def available(request: HttpRequest) -> HttpResponseBase:
    """Say whether one is there for new questions."""
    actions.set_available(by=expert_of(request), available=request.POST.get("available") == "1")
    return see_other("desk-presence" if request.headers.get("HX-Request") else "desk")
