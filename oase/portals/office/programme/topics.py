"""Topics: what a company is asked about, who may answer, what is promised, who is asked when."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oase.companies.models import Membership, Topic
from oase.conversations.sensitive import is_sensitive
from oase.conversations.words import Refused, clean_text
from oase.experts.setting_up import Wrong, save_topic, topic_like
from oase.experts.topics import recognise
from oase.experts.topics.models import Recognition
from oase.portals.office.programme.access import leader_at, topic_at
from oase.portals.office.programme.effects import effect_of, qualified_by_topic
from oase.portals.office.programme.frame import frame
from oase.portals.office.programme.topic_form import TopicForm, form_of
from oase.portals.office.settings.typed import written_minutes


@require_safe
@login_required
def topics(request: HttpRequest, slug: str) -> HttpResponse:
    """Every topic with what is promised for it and how many may answer."""
    return render(request, "office/programme/topics.html", _list(leader_at(request, slug)))


def _list(membership: Membership, **more: Any) -> dict[str, Any]:
    topics = list(membership.company.topics.all())
    qualified = qualified_by_topic(topic.pk for topic in topics)
    shown = [
        {"topic": one, "qualified": qualified.get(one.pk, 0), "first": written_minutes(one.first_answer_minutes)}
        for one in topics
    ]
    learned = Recognition.objects.filter(company_id=membership.company_id).exclude(right=None).first()
    percent = round(100 * learned.right) if learned and learned.right is not None else None
    return frame(membership, "topics") | {"topics": shown, "learned": learned, "percent": percent} | more


@require_POST
@login_required
def recognised(request: HttpRequest, slug: str) -> HttpResponse:
    """Try a question: which topic it would be taken for. Nothing is stored."""
    membership = leader_at(request, slug)
    text = request.POST.get("question", "")
    try:
        text = clean_text(text)
    except Refused as refused:
        return render(request, "office/programme/topics.html", _list(membership, refused=str(refused)), status=422)
    topic = None if is_sensitive(text) else recognise(text, list(membership.company.topics.all()))
    tried = {"question": text, "tried": True, "sensitive": is_sensitive(text), "recognised": topic}
    return render(request, "office/programme/topics.html", _list(membership, **tried))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def topic(request: HttpRequest, slug: str, topic_slug: str) -> HttpResponse:
    """One topic: look at what a change means, or make it."""
    membership = leader_at(request, slug)
    return _edit(request, membership, topic_at(membership, topic_slug))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for one that is not there yet."""
    return _edit(request, leader_at(request, slug), None)


def _edit(request: HttpRequest, membership: Membership, topic: Topic | None) -> HttpResponse:
    page = frame(membership, "topics") | {"topic": topic}
    if request.method != "POST":
        shown = page | {"form": form_of(topic)}
        if topic is not None:
            shown["effect"] = effect_of(membership, topic, reading=False)
        return render(request, "office/programme/topic.html", shown)
    form = TopicForm(request.POST)
    if form.is_valid():
        try:
            if "preview" in request.POST:
                like = topic_like(membership.company, topic, form.wanted())
                shown = page | {"form": form, "effect": effect_of(membership, like), "previewed": True}
                return render(request, "office/programme/topic.html", shown)
            saved = save_topic(by=membership, topic=topic, wanted=form.wanted())
        except Wrong as wrong:
            form.add_error(wrong.field, str(wrong))
        else:
            messages.success(request, _("Saved. Questions that are asked from now on follow it."))
            return redirect("office-topic", membership.company.slug, saved.slug)
    return render(request, "office/programme/topic.html", page | {"form": form}, status=422)
