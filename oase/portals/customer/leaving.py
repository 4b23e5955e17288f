"""Being forgotten: what goes and what stays, in plain words; asking for it, taking it back, not waiting; the report."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oase.conversations.words import Refused
from oase.people.models import Person
from oase.portals.customer.finding import own_page, signed_in
from oase.privacy.erasures import Erasure
from oase.service_cloud.erasure import asking, report

RECENTLY = 15 * 60
"""Seconds for which a sign-in shows that it is really the person who asks."""


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leaving(request: HttpRequest) -> HttpResponse:
    """What being forgotten means; a POST asks for it."""
    person = signed_in(request)
    assert person is not None
    if request.method != "POST":
        return _page(request, person)
    if request.POST.get("sure") != "yes":
        return _page(request, person, refused=_("Please tick the box first, so that nothing happens by accident."))
    if (again := _not_recent(request, person)) is not None:
        return again
    try:
        asking.ask_to_be_forgotten(person=person, language=get_language() or "de")
    except Refused as refused:
        return _page(request, person, refused=str(refused))
    return HttpResponseRedirect(reverse("leaving"), status=303)


@own_page
@require_POST
@login_required
def keep(request: HttpRequest) -> HttpResponse:
    """Take it back; signed in is enough, for nothing is lost by it."""
    person = signed_in(request)
    assert person is not None
    try:
        asking.keep(person=person)
    except Refused as refused:
        return _page(request, person, refused=str(refused))
    return HttpResponseRedirect(reverse("leaving") + "?kept=1", status=303)


@own_page
@require_POST
@login_required
def at_once(request: HttpRequest) -> HttpResponse:
    """Do not wait; leads to the report, for which no sign-in is needed."""
    person = signed_in(request)
    assert person is not None
    if (again := _not_recent(request, person)) is not None:
        return again
    try:
        erasure = asking.do_not_wait(person=person)
    except Refused as refused:
        return _page(request, person, refused=str(refused))
    return HttpResponseRedirect(reverse("forgotten", args=[erasure.token]), status=303)


@own_page
@require_safe
def forgotten(request: HttpRequest, token: str) -> HttpResponse:
    """The report; whoever has the link may read it, for it names nobody."""
    erasure = Erasure.objects.filter(token=token, revoked_at=None).first()
    if erasure is None:
        raise Http404
    context = {
        "erasure": erasure,
        "counts": report.counted(erasure.report),
        "stays": report.stays_of(erasure.report),
        "answers": erasure.report.get("answers", 0),
        "earned_cents": erasure.report.get("earned_cents", 0),
    }
    response = render(request, "customer/forgotten.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _page(request: HttpRequest, person: Person, *, refused: str = "", again: bool = False) -> HttpResponse:
    context = {
        "erasure": asking.under_way(person),
        "standing": asking.standing_of(person),
        "grace_hours": round(asking.grace().total_seconds() / 3600),
        "refused": refused,
        "again": again,
        "kept": request.GET.get("kept") == "1",
        "here": "profile",
    }
    return render(request, "customer/leaving.html", context, status=422 if refused or again else 200)


def _not_recent(request: HttpRequest, person: Person) -> HttpResponse | None:
    """None when the person signed in or confirmed a little while ago; otherwise the way to do so.

    Raises:
        ReauthenticationRequired: they have a password or a second step to confirm with.
    """
    records = get_authentication_records(request, person)
    if records and time.time() - records[-1]["at"] < RECENTLY:
        return None
    if get_reauthentication_flows(person):
        raise ReauthenticationRequired
    return _page(request, person, again=True)
