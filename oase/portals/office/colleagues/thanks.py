"""One's own thanks and figures, what one would like to learn, and whether the thanks come by mail once a week."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oase.companies.models import Membership
from oase.conversations.append import NotAllowed
from oase.portals.office import context
from oase.portals.office.access import member_at, wants_part
from oase.second_level.people.digest import set_digest, wants_digest
from oase.second_level.people.figures import figures_together, own_figures
from oase.second_level.people.learning import save_learning, topics_for
from oase.second_level.people.thanks import thanks_visible_to

A_PAGE = 20


def _page(membership: Membership, page: str | int | None) -> dict[str, Any]:
    reached = thanks_visible_to(membership).select_related("conversation__topic", "conversation__customer__person")
    return context.frame(membership, "mine") | {
        "place": "me",
        "thanks": Paginator(reached, A_PAGE).get_page(page),
        "own": own_figures(membership),
        "together": figures_together(membership),
        "topics": topics_for(membership),
        "learning": set(membership.learning.values_list("topic_id", flat=True)),
        "knows": set(membership.knows.values_list("pk", flat=True)),
        "wants_mail": wants_digest(membership.person),
    }


@require_safe
@login_required
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """The page, or the list of thanks that changes by itself."""
    membership = member_at(request, slug)
    template = "office/colleagues/reached.html" if wants_part(request) else "office/colleagues/thanks.html"
    return render(request, template, _page(membership, request.GET.get("page")))


@require_POST
@login_required
def learning(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what one would like to learn."""
    membership = member_at(request, slug)
    chosen = [one for one in request.POST.getlist("topic") if one.isascii() and one.isdecimal() and len(one) < 19]
    try:
        save_learning(membership=membership, topic_ids=[int(one) for one in chosen])
    except NotAllowed as error:
        raise Http404 from error
    messages.success(request, _("Kept. Your colleagues read it and may teach you."))
    return redirect("office-thanks", slug)


@require_POST
@login_required
def mail(request: HttpRequest, slug: str) -> HttpResponse:
    """Want the weekly mail, or not."""
    membership = member_at(request, slug)
    wanted = request.POST.get("wanted") == "1"
    set_digest(person=membership.person, wanted=wanted)
    said = _("From now on your thanks come by mail once a week.") if wanted else _("No more mails with thanks.")
    messages.success(request, said)
    return redirect("office-thanks", slug)
