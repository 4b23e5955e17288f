"""The page of a colleague: who they are, what they know and would like to learn, and what customers thanked for."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from oase.portals.office import context
from oase.portals.office.access import member_at
from oase.second_level.people.thanks import words_for
from oase.second_level.queries import colleagues_visible_to

MOST_THANKS = 8


@require_safe
@login_required
def colleague(request: HttpRequest, slug: str, membership_id: int) -> HttpResponse:
    """For everybody on the same staff. Words, no figures: those are for oneself."""
    membership = member_at(request, slug)
    who = colleagues_visible_to(membership).filter(pk=membership_id).first()
    if who is None:
        raise Http404
    words = words_for(who.person, company_id=membership.company_id)
    shown = context.frame(membership, "mine") | {
        "place": "team",
        "who": who,
        "is_me": who.pk == membership.pk,
        "teams": who.teams.all(),
        "knows": who.knows.all(),
        "learning": [one.topic for one in who.learning.select_related("topic").order_by("topic__position")],
        "thanks": words.exclude(conversation__customer__person_id=membership.person_id)[:MOST_THANKS],
    }
    return render(request, "office/colleagues/colleague.html", shown)
