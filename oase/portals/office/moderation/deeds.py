"""What those who lead decide: on alarms, reports, suspensions and appeals."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.reputation import alarms, appealing, reporting, suspending
from oase.experts.reputation.models import Alarm, AlarmAnswer, Suspension
from oase.portals.office.access import member_at
from oase.portals.office.moderation.pages import expert_at, moderated, record_of

UNPROCESSABLE = 422


@require_POST
@login_required
def answer(request: HttpRequest, slug: str, alarm_id: int) -> HttpResponse:
    """An alarm was harmless; otherwise the record of its expert has the form that suspends."""
    membership = member_at(request, slug)
    try:
        alarms.answer(alarm_id=alarm_id, by=membership)
    except NotAllowed as error:
        raise Http404 from error
    messages.success(request, _("Noted: harmless."))
    return redirect("office-moderation", slug)


@require_POST
@login_required
def judge(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """A report is upheld or not."""
    membership = member_at(request, slug)
    upheld = request.POST.get("upheld") == "1"
    try:
        reporting.judge(report_id=report_id, by=membership, upheld=upheld)
    except NotAllowed as error:
        raise Http404 from error
    messages.success(request, _("Upheld; it stays in the record.") if upheld else _("Closed: nothing was wrong."))
    return redirect("office-moderation", slug)


@require_POST
@login_required
def suspend(request: HttpRequest, slug: str, expert_id: int) -> HttpResponse:
    """Let an expert rest; the alarms about them are answered with it."""
    membership = member_at(request, slug)
    expert = expert_at(membership, expert_id)
    reason, words = request.POST.get("reason", ""), request.POST.get("words", "").replace("\0", "")
    try:
        suspending.suspend(by=membership, expert_id=expert.pk, reason=reason, words=words)
    except NotAllowed as error:
        raise Http404 from error
    except Refused as refused:
        kept = record_of(membership, expert, reason=reason, words=words, error=str(refused))
        return render(request, "office/moderation/expert.html", kept, status=UNPROCESSABLE)
    open_ones = Alarm.objects.filter(company_id=membership.company_id, expert_id=expert.pk, answer=None)
    for alarm in open_ones:
        alarms.answer(alarm_id=alarm.pk, by=membership, found=AlarmAnswer.SUSPENDED)
    told = _("%(name)s is suspended. What was held went on to others, and its customers were told.")
    messages.success(request, told % {"name": expert.person.first_name})
    return redirect("office-moderated", slug, expert.pk)


@require_POST
@login_required
def lift(request: HttpRequest, slug: str, suspension_id: int) -> HttpResponse:
    """End a suspension."""
    membership = member_at(request, slug)
    try:
        ended = suspending.lift(by=membership, suspension_id=suspension_id)
    except NotAllowed as error:
        raise Http404 from error
    messages.success(request, _("Lifted. New questions are offered again."))
    return redirect("office-moderated", slug, ended.expert_id)


@require_POST
@login_required
def decide(request: HttpRequest, slug: str, suspension_id: int) -> HttpResponse:
    """Grant an appeal, or decline it with a reason."""
    membership = member_at(request, slug)
    granted, reply = request.POST.get("granted") == "1", request.POST.get("reply", "").replace("\0", "")
    try:
        appealing.decide(suspension_id=suspension_id, by=membership, granted=granted, reply=reply)
    except (NotAllowed, Suspension.DoesNotExist) as error:
        raise Http404 from error
    except Refused as refused:
        kept = moderated(membership, refused_appeal=suspension_id, reply=reply, error=str(refused))
        return render(request, "office/moderation/page.html", kept, status=UNPROCESSABLE)
    messages.success(
        request, _("Granted: the suspension is lifted.") if granted else _("Declined. The expert reads why.")
    )
    return redirect("office-moderation", slug)
