"""The signed link that brings somebody without an account back to their one concern."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from oase.conversations import actions
from oase.conversations.joining import told_on_in
from oase.conversations.links import BadLink, mark_in, read_link, read_old_link
from oase.portals.customer.finding import own_page
from oase.portals.public.sessions import remember_link


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Open the concern; a link that is too old offers a fresh one, sent to the same address as before."""
    try:
        conversation_id = read_link(token)
    except BadLink as error:
        if not error.expired:
            raise Http404 from error
        return _too_old(request, token)
    actions.confirm_address(conversation_id=conversation_id, mark=mark_in(token))
    remember_link(request, conversation_id)
    if (told_on := told_on_in(conversation_id)) is not None:
        # The link was mailed: whoever reads that mailbox could have one of where it goes on, too.
        remember_link(request, told_on)
    response = HttpResponseRedirect(reverse("concern", args=[conversation_id]), status=303)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _too_old(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "POST":
        actions.send_link(conversation_id=read_old_link(token))
        return render(request, "customer/link_sent.html")
    return render(request, "customer/link_expired.html", status=410)
