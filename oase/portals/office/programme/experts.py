"""The company's experts by name: what they may do, and who is trusted to check and to mark. Nobody is ranked."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from oase.companies.models import Membership, Topic
from oase.conversations.append import NotAllowed
from oase.experts import directory
from oase.experts.matching.models import Standing
from oase.experts.models import Expert
from oase.experts.reputation.levels import appoint, dismiss
from oase.experts.reputation.models import Appointment
from oase.portals.office.programme.access import leader_at
from oase.portals.office.programme.frame import frame

A_PAGE = 24
TESTS_SHOWN = 10
STATES = {
    directory.APPLIED: gettext_lazy("is learning"),
    directory.THERE: gettext_lazy("there"),
    directory.AWAY: gettext_lazy("not there now"),
    directory.LAPSED: gettext_lazy("qualification lapsed"),
    directory.SUSPENDED: gettext_lazy("suspended"),
}
LEVELS = {
    Standing.NEWCOMER: gettext_lazy("newcomer"),
    Standing.EXPERT: gettext_lazy("expert"),
    Standing.SENIOR: gettext_lazy("senior"),
}


def expert_at(membership: Membership, person_id: int) -> Expert:
    """An expert of the member's own company.

    Raises:
        Http404: there is none with this id.
    """
    expert = directory.experts_visible_to(membership).filter(pk=person_id).first()
    if expert is None:
        raise Http404
    return expert


def _shown(one: directory.Listed) -> dict[str, Any]:
    topics = [{"on": on, "level": LEVELS[on.level], "senior": on.level == Standing.SENIOR} for on in one.topics]
    return {"expert": one.expert, "state": one.state, "state_words": STATES[one.state], "topics": topics}


@require_safe
@login_required
def experts(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who applied or is qualified, by name."""
    membership = leader_at(request, slug)
    listed = Paginator(directory.experts_visible_to(membership), A_PAGE).get_page(request.GET.get("page"))
    shown = [_shown(directory.listed(one)) for one in listed]
    return render(
        request, "office/programme/experts.html", frame(membership, "experts") | {"experts": shown, "page": listed}
    )


@require_safe
@login_required
def expert(request: HttpRequest, slug: str, person_id: int) -> HttpResponse:
    """One expert: how they introduced themself, what they may do, and the tests they took."""
    membership = leader_at(request, slug)
    one = expert_at(membership, person_id)
    appointed = set(
        Appointment.objects.filter(expert=one, topic__company_id=membership.company_id, ended_at=None).values_list(
            "topic_id", flat=True
        )
    )
    shown = _shown(directory.listed(one))
    for topic in shown["topics"]:
        topic["appointed"] = topic["on"].topic.pk in appointed
    more = {
        "application": directory.application_to(membership, one),
        "tests": directory.tests_at(membership, one)[:TESTS_SHOWN],
        "is_me": one.pk == membership.person_id,
    }
    return render(request, "office/programme/expert.html", frame(membership, "experts") | shown | more)


@require_POST
@login_required
def senior(request: HttpRequest, slug: str, person_id: int, topic_slug: str) -> HttpResponse:
    """Make an expert senior on a topic, or take that back."""
    membership = leader_at(request, slug)
    one = expert_at(membership, person_id)
    topic = Topic.objects.filter(company_id=membership.company_id, slug=topic_slug).first()
    if topic is None:
        raise Http404
    name = {"name": one.person.first_name, "topic": topic.name}
    try:
        if "back" in request.POST:
            dismiss(by=membership, expert_id=one.pk, topic_id=topic.pk)
            messages.success(request, _("From now on %(name)s's work alone decides on “%(topic)s”.") % name)
        else:
            appoint(by=membership, expert_id=one.pk, topic_id=topic.pk)
            messages.success(request, _("%(name)s is a senior expert on “%(topic)s” now.") % name)
    except NotAllowed as error:
        raise Http404 from error
    return redirect("office-expert", slug, person_id)
