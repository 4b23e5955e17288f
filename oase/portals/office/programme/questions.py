"""Questions of a topic's test: drawn at random for everybody who takes it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oase.companies.models import Membership, Topic
from oase.conversations.words import Refused
from oase.experts.programme import actions
from oase.experts.programme.models import Question, TopicTest
from oase.experts.programme.queries import test_of
from oase.experts.setting_up import Wrong
from oase.portals.office.programme.access import leader_at, topic_at
from oase.portals.office.programme.frame import frame
from oase.portals.office.programme.question_form import KINDS, QuestionForm, options_in, options_of
from oase.portals.office.programme.rules_effect import effect_of_rules
from oase.portals.office.programme.rules_form import RulesForm


def question_at(topic: Topic, question_id: int) -> Question:
    """A question of this topic.

    Raises:
        Http404: there is none with this id.
    """
    question = topic.questions.select_related("solution", "lesson").filter(pk=question_id).first()
    if question is None:
        raise Http404
    return question


@require_safe
@login_required
def all_questions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every topic experts may answer on, with its test."""
    membership = leader_at(request, slug)
    there = Count("questions", filter=Q(questions__retired_at=None))
    topics = membership.company.topics.filter(open_to_experts=True).annotate(number=there)
    shown = []
    for topic in topics.select_related("test").order_by("position", "pk"):
        rules = getattr(topic, "test", None) or TopicTest(topic=topic)
        number: int = topic.number
        shown.append({"topic": topic, "number": number, "rules": rules, "too_few": number < rules.questions})
    return render(request, "office/programme/tests.html", frame(membership, "questions") | {"tests": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def questions(request: HttpRequest, slug: str, topic_slug: str) -> HttpResponse:
    """The test of one topic: its questions, and its rules, which a POST decides."""
    membership = leader_at(request, slug)
    topic = topic_at(membership, topic_slug)
    if request.method != "POST":
        return render(request, "office/programme/test.html", _bank(membership, topic, RulesForm.of(test_of(topic))))
    form = RulesForm(request.POST)
    if form.is_valid() and "preview" in request.POST:
        seen = {"effect": effect_of_rules(topic, **form.cleaned_data), "previewed": True}
        return render(request, "office/programme/test.html", _bank(membership, topic, form) | seen)
    if form.is_valid():
        try:
            actions.set_rules(by=membership, topic=topic, **form.cleaned_data)
        except Wrong as wrong:
            form.add_error(wrong.field, str(wrong))
        else:
            messages.success(request, _("Saved. Tests that are running keep the rules they began with."))
            return redirect("office-test", slug, topic_slug)
    return render(request, "office/programme/test.html", _bank(membership, topic, form), status=422)


def _bank(membership: Membership, topic: Topic, form: RulesForm) -> dict[str, Any]:
    kinds = dict(KINDS)
    rows = [{"question": one, "kind": kinds[one.kind]} for one in topic.questions.select_related("lesson")]
    rows.sort(key=lambda one: one["question"].retired_at is not None)  # type: ignore[attr-defined]  # a Question
    number = sum(one["question"].retired_at is None for one in rows)  # type: ignore[attr-defined]  # the same
    return frame(membership, "questions") | {"topic": topic, "rows": rows, "number": number, "form": form}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_question(request: HttpRequest, slug: str, topic_slug: str) -> HttpResponse:
    """Write a question that is not there yet."""
    membership = leader_at(request, slug)
    return _edit(request, membership, topic_at(membership, topic_slug), None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question(request: HttpRequest, slug: str, topic_slug: str, question_id: int) -> HttpResponse:
    """One question, what is right, and how it is asked."""
    membership = leader_at(request, slug)
    topic = topic_at(membership, topic_slug)
    return _edit(request, membership, topic, question_at(topic, question_id))


@require_POST
@login_required
def retire(request: HttpRequest, slug: str, topic_slug: str, question_id: int) -> HttpResponse:
    """Take a question out of the test, or back into it."""
    membership = leader_at(request, slug)
    topic = topic_at(membership, topic_slug)
    retired = "back" not in request.POST
    actions.retire_question(by=membership, question=question_at(topic, question_id), retired=retired)
    messages.success(
        request, _("The question is not drawn any more.") if retired else _("The question may be drawn again.")
    )
    return redirect("office-test", slug, topic_slug)


def _edit(request: HttpRequest, membership: Membership, topic: Topic, question: Question | None) -> HttpResponse:
    page = frame(membership, "questions") | {"topic": topic, "question": question, "asked": question}
    if request.method != "POST":
        names = ("kind", "text_de", "text_en", "lesson")
        begun = {name: getattr(question, name) for name in names} if question else {"kind": Question.SINGLE}
        if question:
            begun |= {"guide_de": question.solution.guide_de, "guide_en": question.solution.guide_en}
            page["solution"] = question.solution
        form = QuestionForm(membership.company, initial=begun)
        return render(request, "office/programme/question.html", page | {"form": form, "options": options_of(question)})
    form, options = QuestionForm(membership.company, request.POST), options_in(request.POST)
    shown = page | {"form": form, "options": options}
    if form.is_valid():
        try:
            wanted = form.wanted(options)
            if "preview" in request.POST:
                asked, solution = actions.question_like(topic, wanted)
                seen = {"asked": asked, "solution": solution, "previewed": True}
                return render(request, "office/programme/question.html", shown | seen)
            actions.save_question(by=membership, topic=topic, question=question, wanted=wanted)
        except Wrong as wrong:
            if wrong.field in form.fields:
                form.add_error(wrong.field, str(wrong))
            else:
                shown["options_error"] = str(wrong)
        except Refused as refused:
            form.add_error("text_de", str(refused))
        else:
            messages.success(request, _("Saved. It may be drawn from now on."))
            return redirect("office-test", membership.company.slug, topic.slug)
    return render(request, "office/programme/question.html", shown | {"asked": None}, status=422)
