"""Saved answers: kept, searched, changed, and put into an answer that is being written."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.actions.answering import masked_in
from oase.experts.answers import saving
from oase.experts.answers.ranking import searched
from oase.experts.desk import Desk, desk_of
from oase.experts.desk.answers import answer_topics, saved_answer, saved_answers, suited_answer
from oase.portals.expert.gate import expert_of, expert_page, expert_verb
from oase.portals.expert.pages import Kept, framed, show_desk
from oase.portals.expert.responses import see_other
from oase.portals.expert.suited import suited_of
from oase.portals.expert.views.answering import client_id_of, inserted_in


@require_safe
@expert_page
def answers(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Their own saved answers, or those that fit the words searched for."""
    words, kept = request.GET.get("q", "")[:200], saved_answers(desk)
    found = searched(words, kept, most=len(kept)) if words.strip() else kept
    return framed(request, desk, "answers", {"answers": found, "words": words, "kept_count": len(kept)})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Keep a new one: empty, or one's own message of a conversation in hand (`from`, `seq`)."""
    if request.method == "POST":
        return _save(request, None)
    return _new(request)


@expert_verb
def _save(request: HttpRequest, answer_id: int | None) -> HttpResponseBase:
    wanted, by = _wanted(request), expert_of(request)
    try:
        saved = saving.save(by=by, wanted=wanted, answer_id=answer_id)
    except Refused as refused:
        return _form(request, answer_id, wanted, str(refused))
    if masked := masked_in(f"{wanted.title}\n{wanted.body}", f"{saved.title}\n{saved.body}"):
        words = ngettext(
            "Saved. %(placeholders)s stands for personal data in it.",
            "Saved. %(placeholders)s stand for personal data in it.",
            len(masked),
        )
        messages.warning(request, words % {"placeholders": ", ".join(masked)})
    else:
        messages.success(request, _("Saved. You find it again where you write."))
    return see_other("desk-answers")


def _new(request: HttpRequest) -> HttpResponseBase:
    wanted = saving.Wanted(0, "", "", "de")
    if request.user.is_authenticated and request.GET.get("from"):
        wanted = _of_message(request)
    return _form(request, None, wanted, "")


def _of_message(request: HttpRequest) -> saving.Wanted:
    try:
        conversation_id, seq = UUID(request.GET.get("from", "")), int(request.GET.get("seq", ""))
        return saving.from_message(by=expert_of(request), conversation_id=conversation_id, seq=seq)
    except (ValueError, OverflowError, NotAllowed) as error:
        raise Http404 from error


@expert_page
def _form(
    request: HttpRequest, desk: Desk, answer_id: int | None, wanted: saving.Wanted | None, error: str
) -> HttpResponse:
    if wanted is None and answer_id is not None:
        kept = saved_answer(desk, answer_id)
        if kept is None:
            raise Http404
        wanted = saving.Wanted(kept.topic_id, kept.title, kept.body, kept.language, kept.shared)
    context: dict[str, Any] = {
        "wanted": wanted, "answer_id": answer_id, "topics": answer_topics(desk), "error": error,
        "languages": settings.LANGUAGES, "longest": saving.LONGEST, "longest_title": saving.LONGEST_TITLE,
    }  # fmt: skip
    return framed(request, desk, "answer_saved", context, status=422 if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, answer_id: int) -> HttpResponseBase:
    """One of their own, and its changes."""
    return _save(request, answer_id) if request.method == "POST" else _form(request, answer_id, None, "")


@expert_verb
def delete(request: HttpRequest, answer_id: int) -> HttpResponseBase:
    """Keep it no longer."""
    saving.delete(by=expert_of(request), answer_id=answer_id)
    messages.success(request, _("Deleted. What was sent with it stays."))
    return see_other("desk-answers")


def _wanted(request: HttpRequest) -> saving.Wanted:
    topic = request.POST.get("topic", "")
    return saving.Wanted(
        topic_id=int(topic) if topic.isdecimal() and len(topic) < 18 else 0,
        title=request.POST.get("title", ""),
        body=request.POST.get("body", ""),
        language=request.POST.get("language", ""),
        shared=request.POST.get("shared") == "1",
    )


@require_safe
@expert_page
def suited(request: HttpRequest, desk: Desk, conversation_id: UUID) -> HttpResponse:
    """Saved answers for an open conversation: those like its question, or those searched for."""
    work = desk.conversation(conversation_id)
    if work is None:
        raise Http404
    return render(request, "expert/suited.html", {"work": work, **suited_of(request, desk, work)})


@expert_verb
def insert(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """Put a saved answer below what is being written, where there is no script; nothing is sent or stored."""
    wanted, text = request.POST.get("insert", ""), request.POST.get("text", "")
    found = None
    with desk_of(expert_of(request).pk) as desk:
        if wanted.isdecimal() and len(wanted) < 18:
            found = suited_answer(desk, conversation_id, int(wanted))
    if found is None:
        raise Http404
    both = f"{text.rstrip()}\n\n{found.body}" if text.strip() else found.body
    inserted = (*inserted_in(request), found.id)
    kept = Kept("insert", "", text=both, client_id=str(client_id_of(request)), inserted=inserted)
    return show_desk(request, conversation_id, kept=kept)
