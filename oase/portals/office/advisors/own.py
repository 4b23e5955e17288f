"""One's own page: what customers see of oneself, planned absences, and words that are asked for."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from oase.companies.models import Membership
from oase.companies.words import NotAllowed, Refused, Wrong
from oase.portals.office import context
from oase.portals.office.access import member_at
from oase.portals.office.advisors.forms import NoteForm, PlanForm, hours_in, typed_week, week_of
from oase.portals.office.people import own_page
from oase.second_level.advisors.actions import add_note, cancel_absence, plan_absence, present
from oase.second_level.advisors.models import Absence
from oase.second_level.advisors.queries import uncovered

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def presenting(request: HttpRequest, slug: str) -> HttpResponse:
    """Introduction, languages, topics and hours, as customers see them; a POST saves."""
    membership = member_at(request, slug)
    if request.method != "POST":
        return render(request, "office/advisors/presenting.html", _shown(membership))
    data, week = request.POST, typed_week(request.POST)
    try:
        present(
            membership=membership,
            introduction_de=data.get("introduction_de", ""),
            introduction_en=data.get("introduction_en", ""),
            languages=data.getlist("languages"),
            knows=[int(one) for one in data.getlist("knows") if one.isdecimal() and len(one) < 19],
            hours=hours_in(week),
        )
    except NotAllowed as error:
        raise Http404 from error
    except Refused as error:
        typed = {
            "introduction_de": data.get("introduction_de", ""),
            "introduction_en": data.get("introduction_en", ""),
            "chosen": data.getlist("languages"),
            "known": {int(one) for one in data.getlist("knows") if one.isdecimal() and len(one) < 19},
            "week": week,
            "error": str(error),
            "wrong": error.field if isinstance(error, Wrong) else "hours",
        }
        return render(request, "office/advisors/presenting.html", _shown(membership) | typed, status=UNPROCESSABLE)
    messages.success(request, _("Saved. Your customers see it from now on."))
    return redirect("office-me", slug)


def _shown(membership: Membership) -> dict[str, Any]:
    return context.frame(membership, "mine") | {
        "introduction_de": membership.introduction_de,
        "introduction_en": membership.introduction_en,
        "languages": settings.LANGUAGES,
        "chosen": membership.languages,
        "topics": list(membership.company.topics.all()),
        "known": set(membership.knows.values_list("pk", flat=True)),
        "week": week_of(membership),
        "place": "me",
    }


@require_POST
@login_required
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan an absence."""
    membership = member_at(request, slug)
    form = PlanForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            plan_absence(
                membership=membership, starts_at=data["starts_at"], ends_at=data["ends_at"], reason=data["reason"]
            )
        except Refused as error:
            form.add_error(error.field if isinstance(error, Wrong) else None, str(error))
        else:
            messages.success(request, _("Planned. Your deputies take over by themselves then, and you get it back."))
            warn_of(request, uncovered(membership, data["starts_at"], data["ends_at"]))
            return redirect("office-me", slug)
    return render(request, "office/me.html", own_page(membership, plan_form=form), status=UNPROCESSABLE)


def warn_of(request: HttpRequest, customers: int) -> None:
    """Say how many customers nobody stands in for, if there are any."""
    if not customers:
        return
    words = ngettext(
        "%(n)s customer has a deputy who is away then, too: the team takes care.",
        "%(n)s customers have a deputy who is away then, too: the team takes care.",
        customers,
    )
    messages.warning(request, words % {"n": customers})


@require_POST
@login_required
def cancel(request: HttpRequest, slug: str, absence_id: int) -> HttpResponse:
    """Take a planned absence back: one's own, or a colleague's for who leads."""
    membership = member_at(request, slug)
    planned = Absence.objects.filter(pk=absence_id, membership__company=membership.company).first()
    if planned is None:
        raise Http404
    try:
        cancel_absence(absence_id=absence_id, by=membership)
    except NotAllowed as error:
        raise Http404 from error
    except Refused as error:
        messages.error(request, str(error))
    else:
        said = _("Taken back. You are there then.") if planned.membership_id == membership.pk else _("Taken back.")
        messages.success(request, said)
    if planned.membership_id != membership.pk:
        return redirect("office-absences", slug, planned.membership_id)
    return redirect("office-me", slug)


@require_POST
@login_required
def note(request: HttpRequest, slug: str, handover_id: int) -> HttpResponse:
    """Say what the new advisor of a customer should know."""
    membership = member_at(request, slug)
    form = NoteForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Please write a little less."))
        add_note(change_id=handover_id, by=membership, text=form.cleaned_data["note"])
    except NotAllowed as error:
        raise Http404 from error
    except Refused as error:
        typed = {"change": handover_id, "text": request.POST.get("note", ""), "error": str(error)}
        return render(request, "office/me.html", own_page(membership, note=typed), status=UNPROCESSABLE)
    messages.success(request, _("Thank you. The new advisor reads it with the customer."))
    return redirect("office-me", slug)
