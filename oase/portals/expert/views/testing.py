"""A test: its questions while it runs, and what came of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oase.conversations.words import Refused
from oase.experts.desk import Desk, desk_of
from oase.experts.desk import testing as read
from oase.experts.desk.programme import lessons
from oase.experts.programme import actions
from oase.portals.expert.answers_given import given_in, shown
from oase.portals.expert.gate import expert_of, expert_page, expert_verb
from oase.portals.expert.pages import framed
from oase.portals.expert.responses import see_other

PAGE = {"page": "topics"}


@expert_page
def _test(
    request: HttpRequest, desk: Desk, attempt_id: int, typed: QueryDict | None = None, error: str = ""
) -> HttpResponse:
    attempt = read.tested(desk, attempt_id)
    if attempt is None:
        raise Http404
    context: dict[str, Any] = {**PAGE, "attempt": attempt, "error": error}
    if attempt.handed_in_at is None:
        context["questions"] = [shown(one, typed) for one in read.questions(desk, attempt_id)]
        return framed(request, desk, "test", context, status=422 if error else 200)
    results = read.results(desk, attempt_id)
    again = {one.lesson_id for one in results if not one.complete and one.lesson_id}
    context["again"] = [one for one in lessons(desk, attempt.company_slug) if one.id in again]
    context["remarks"] = [one for one in results if one.remark]
    return framed(request, desk, "result", context)


@expert_verb
def _hand_in(request: HttpRequest, attempt_id: int) -> HttpResponseBase:
    person = expert_of(request)
    try:
        actions.hand_in(by=person, attempt_id=attempt_id, answers=given_in(request.POST, _kinds(person.pk, attempt_id)))
    except actions.HandedIn as before:
        messages.info(request, str(before))
    except Refused as refused:
        return _test(request, attempt_id, request.POST, str(refused))
    return see_other("desk-test", attempt_id)


@require_http_methods(["GET", "HEAD", "POST"])
def test(request: HttpRequest, attempt_id: int) -> HttpResponseBase:
    """A running test or its result; a POST hands it in."""
    if request.method == "POST":
        return _hand_in(request, attempt_id)
    if request.user.pk is not None:
        actions.close(by_id=request.user.pk, attempt_id=attempt_id)
    return _test(request, attempt_id)


@require_POST
@expert_verb
def keep(request: HttpRequest, attempt_id: int) -> HttpResponseBase:
    """Keep what was answered so far: 204; 422 with a sentence when it cannot be kept."""
    person = expert_of(request)
    answers = given_in(request.POST, _kinds(person.pk, attempt_id), whole=False)
    try:
        actions.keep(by=person, attempt_id=attempt_id, answers=answers)
    except Refused as refused:
        return HttpResponse(str(refused), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


def _kinds(person_id: int, attempt_id: int) -> dict[int, str]:
    with desk_of(person_id) as desk:
        return {one.id: one.kind for one in read.questions(desk, attempt_id)}


@require_safe
@expert_page
def marking(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Free answers that wait for a senior expert."""
    return _shown(request, desk)


def _shown(request: HttpRequest, desk: Desk, kept: dict[str, Any] | None = None) -> HttpResponse:
    context = {**PAGE, "waiting": read.to_mark(desk), "kept": kept}
    return framed(request, desk, "marking", context, status=422 if kept else 200)


@expert_page
def _refused_mark(request: HttpRequest, desk: Desk, kept: dict[str, Any]) -> HttpResponse:
    return _shown(request, desk, kept)


@require_POST
@expert_verb
def mark(request: HttpRequest, drawn_id: int) -> HttpResponseBase:
    """Mark a free answer."""
    points, remark = request.POST.get("points", ""), request.POST.get("remark", "")
    number = int(points) if points.isascii() and points.isdecimal() and len(points) < 5 else -1
    try:
        actions.mark(by=expert_of(request), drawn_id=drawn_id, points=number, remark=remark)
    except Refused as refused:
        return _refused_mark(request, {"id": drawn_id, "error": str(refused), "points": points, "remark": remark})
    messages.success(request, _("Marked. Thank you: somebody is waiting for this."))
    return see_other("desk-marking")
