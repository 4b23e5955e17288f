"""What an expert learns: their companies' lessons and tests, each lesson, and what they were told."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oase.conversations.words import Refused
from oase.experts.desk import Desk
from oase.experts.desk import programme as read
from oase.experts.programme import actions
from oase.portals.expert.gate import expert_of, expert_page, expert_verb
from oase.portals.expert.pages import framed
from oase.portals.expert.responses import see_other

PAGE = {"page": "topics"}


@require_safe
def learn(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The lessons and tests of a company."""
    return show_learning(request, slug)


@expert_page
def show_learning(request: HttpRequest, desk: Desk, slug: str, error: str = "") -> HttpResponse:
    """The same, with what was refused (422)."""
    company = next((one for one in read.applied(desk) if one.company_slug == slug), None)
    if company is None:
        raise Http404
    context: dict[str, Any] = {
        "company": company,
        "lessons": read.lessons(desk, slug),
        "tests": read.testables(desk, slug),
        "now": timezone.now(),
        "error": error,
    }
    return framed(request, desk, "learn", {**PAGE, **context}, status=422 if error else 200)


@expert_page
def _lesson(request: HttpRequest, desk: Desk, slug: str, lesson_id: int, error: str = "") -> HttpResponse:
    lessons = read.lessons(desk, slug)
    place = next((at for at, one in enumerate(lessons) if one.id == lesson_id), None)
    if place is None:
        raise Http404
    following = next((one for one in lessons[place + 1 :] + lessons[:place] if one.read_at is None), None)
    context = {"lesson": lessons[place], "place": place + 1, "number": len(lessons), "next": following, "error": error}
    return framed(request, desk, "lesson", {**PAGE, **context}, status=422 if error else 200)


@expert_verb
def _acknowledge(request: HttpRequest, slug: str, lesson_id: int) -> HttpResponseBase:
    try:
        actions.acknowledge(by=expert_of(request), lesson_id=lesson_id, number=_number(request.POST.get("number", "")))
    except Refused as refused:
        return _lesson(request, slug, lesson_id, str(refused))
    following = request.POST.get("next", "")
    if following.isascii() and following.isdecimal() and len(following) < 10:
        return see_other("desk-lesson", slug, int(following))
    return see_other("desk-learn", slug, anchor="tests")


@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest, slug: str, lesson_id: int) -> HttpResponseBase:
    """A lesson; a POST says that it was read."""
    return _acknowledge(request, slug, lesson_id) if request.method == "POST" else _lesson(request, slug, lesson_id)


@require_POST
@expert_verb
def start(request: HttpRequest, slug: str, topic_id: int) -> HttpResponseBase:
    """Begin the test on a topic, or go on with it."""
    try:
        attempt = actions.start(by=expert_of(request), topic_id=topic_id)
    except Refused as refused:
        return show_learning(request, slug, str(refused))
    return see_other("desk-test", attempt.pk)


@require_POST
@expert_verb
def notice_read(request: HttpRequest, notice_id: int) -> HttpResponseBase:
    """Put a notice aside."""
    actions.notice_read(by=expert_of(request), notice_id=notice_id)
    messages.success(request, _("Put aside."))
    return see_other("desk-topics")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
