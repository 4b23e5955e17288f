"""Lessons: short texts every expert reads before the test, version by version."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oase.companies.models import Membership
from oase.experts.programme import actions
from oase.experts.programme.models import Lesson, LessonVersion
from oase.experts.setting_up import Wrong
from oase.portals.office.programme.access import leader_at
from oase.portals.office.programme.frame import frame
from oase.portals.office.programme.lesson_form import LessonForm, form_of
from oase.portals.office.programme.reading_again import reading_again


def lesson_at(membership: Membership, lesson_id: int) -> Lesson:
    """A lesson of the member's own company.

    Raises:
        Http404: there is none with this id.
    """
    lessons = Lesson.objects.select_related("topic", "company")
    lesson = lessons.filter(company_id=membership.company_id, pk=lesson_id).first()
    if lesson is None:
        raise Http404
    return lesson


@require_safe
@login_required
def lessons(request: HttpRequest, slug: str) -> HttpResponse:
    """Every lesson in its order, those that were taken out last."""
    membership = leader_at(request, slug)
    all_of_them = Lesson.objects.filter(company_id=membership.company_id).select_related("topic")
    newest: dict[int, LessonVersion] = {}
    for version in LessonVersion.objects.filter(lesson__in=all_of_them).order_by("lesson_id", "number"):
        newest[version.lesson_id] = version
    shown = [{"lesson": one, "version": newest.get(one.pk)} for one in all_of_them]
    shown.sort(key=lambda one: one["lesson"].retired_at is not None)  # type: ignore[union-attr]  # it is a Lesson
    return render(request, "office/programme/lessons.html", frame(membership, "lessons") | {"lessons": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_lesson(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a lesson that is not there yet."""
    return _edit(request, leader_at(request, slug), None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def lesson(request: HttpRequest, slug: str, lesson_id: int) -> HttpResponse:
    """One lesson: its words, what they look like, and what they were; `version` starts from an earlier one."""
    membership = leader_at(request, slug)
    return _edit(request, membership, lesson_at(membership, lesson_id))


@require_POST
@login_required
def retire(request: HttpRequest, slug: str, lesson_id: int) -> HttpResponse:
    """Take a lesson out of the programme, or back into it."""
    membership = leader_at(request, slug)
    retired = "back" not in request.POST
    actions.retire_lesson(by=membership, lesson=lesson_at(membership, lesson_id), retired=retired)
    if retired:
        messages.success(request, _("Nobody has to read it any more. You can take it back at any time."))
    else:
        messages.success(request, _("It is part of the programme again."))
    return redirect("office-lessons", slug)


def _edit(request: HttpRequest, membership: Membership, lesson: Lesson | None) -> HttpResponse:
    versions = list(lesson.versions.select_related("by").order_by("-number")) if lesson else []
    last = versions[0].number if versions else 0
    page = frame(membership, "lessons") | {"lesson": lesson, "versions": versions}
    if request.method != "POST":
        chosen = next((one for one in versions if str(one.number) == request.GET.get("version")), None)
        chosen = chosen or (versions[0] if versions else None)
        shown = {"form": form_of(membership.company, lesson, chosen, last), "shown": chosen, "texts": _texts(chosen)}
        return render(request, "office/programme/lesson.html", page | shown)
    typed = request.POST.copy()
    form = LessonForm(membership.company, typed)
    if form.is_valid():
        try:
            if "preview" in request.POST:
                return render(request, "office/programme/lesson.html", page | _preview(membership, lesson, form))
            if (form.cleaned_data["seen"] or 0) != last:
                typed["seen"] = str(last)
                form.add_error(None, _somebody_wrote() % {"number": last})
            else:
                saved = actions.save_lesson(by=membership, lesson=lesson, wanted=form.wanted())
                messages.success(request, _("Saved. Version %(number)d holds now.") % {"number": saved.number})
                return redirect("office-lesson", membership.company.slug, saved.lesson_id)
        except Wrong as wrong:
            form.add_error(wrong.field, str(wrong))
    return render(request, "office/programme/lesson.html", page | {"form": form}, status=422)


def _somebody_wrote() -> str:
    return _(
        "Somebody saved version %(number)d while you were writing. Your words are still here; saving again puts them"
        " above the other ones."
    )


def _texts(version: LessonVersion | None) -> list[dict[str, str]]:
    """A version in each language it is written in."""
    if version is None:
        return []
    both = (("de", version.title_de, version.body_de), ("en", version.title_en, version.body_en))
    return [{"language": language, "title": title, "body": body} for language, title, body in both if body]


def _preview(membership: Membership, lesson: Lesson | None, form: LessonForm) -> dict[str, Any]:
    wanted = form.wanted()
    shown: dict[str, Any] = {"form": form, "texts": _texts(actions.lesson_like(wanted)), "previewed": True}
    if wanted.material and lesson is not None:
        shown["again"] = reading_again(membership.company, wanted.topic)
    return shown
