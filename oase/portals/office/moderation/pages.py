"""What waits for those who lead: alarms, reports and appeals; and the record of one expert."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from oase.companies.models import Membership
from oase.experts.models import Expert
from oase.experts.reputation import queries
from oase.portals.office.access import member_at, wants_part
from oase.portals.office.programme.frame import frame
from oase.second_level.rules import leads

LISTED = 100


def moderated(membership: Membership, **kept: Any) -> dict[str, Any]:
    """The page: what is open, then what was decided lately."""
    alarms, reports = queries.alarms_visible_to(membership), queries.reports_visible_to(membership)
    suspensions = queries.suspensions_visible_to(membership)
    appeals = suspensions.filter(lifted_at=None, appeal__isnull=False, appeal__decided_at=None)
    decided = queries.MOST_DECIDED
    return frame(membership, "reports") | {
        "leads": leads(membership),
        "me": membership.person_id,
        "alarms": list(alarms.filter(answer=None)[:LISTED]),
        "reports": list(reports.filter(judgement=None)[:LISTED]),
        "appeals": list(appeals[:LISTED]),
        "resting": list(suspensions.filter(lifted_at=None)[:LISTED]),
        "answered": list(alarms.exclude(answer=None)[:decided]),
        "judged": list(reports.exclude(judgement=None)[:decided]),
        **kept,
    }


@require_safe
@login_required
def moderation(request: HttpRequest, slug: str) -> HttpResponse:
    """The page, or its live part; who does not lead finds the reports they made."""
    membership = member_at(request, slug)
    template = "office/moderation/waiting.html" if wants_part(request) else "office/moderation/page.html"
    return render(request, template, moderated(membership))


def expert_at(membership: Membership, expert_id: int) -> Expert:
    """An expert of the member's company.

    Raises:
        Http404: they never worked for it, it is the member themself, or the member does not lead.
    """
    found = queries.expert_visible_to(membership, expert_id)
    if found is None:
        raise Http404
    return found


def record_of(membership: Membership, expert: Expert, **kept: Any) -> dict[str, Any]:
    """All that those who lead know of one expert."""
    suspensions = list(queries.suspensions_visible_to(membership).filter(expert=expert))
    return frame(membership, "reports") | {
        "expert": expert,
        "standings": list(queries.standings_visible_to(membership, expert.pk)),
        "alarms": list(queries.alarms_visible_to(membership).filter(expert=expert)[: queries.MOST_DECIDED]),
        "reports": list(queries.reports_visible_to(membership).filter(expert=expert)[: queries.MOST_DECIDED]),
        "suspensions": suspensions,
        "current": next((one for one in suspensions if one.lifted_at is None), None),
        "opened": queries.opened_by(membership, expert.pk),
        **kept,
    }


@require_safe
@login_required
def expert(request: HttpRequest, slug: str, expert_id: int) -> HttpResponse:
    """The record of one expert: levels, alarms, what was opened, reports, suspensions; and the form that suspends."""
    membership = member_at(request, slug)
    found = expert_at(membership, expert_id)
    return render(request, "office/moderation/expert.html", record_of(membership, found))
