"""The pages of the second level and the fragments they re-read when poked."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from oase.companies.roles.queries import open_for
from oase.conversations.models import Message
from oase.conversations.reading import seen
from oase.experts.matching.queries import asked_visible_to
from oase.portals.look.signs import is_looked_at
from oase.portals.office import context
from oase.portals.office.access import concern_at, member_at, person_at, place_at, view_at
from oase.portals.office.writing.begun import macro_of, with_macro
from oase.second_level.queries import memberships_of


@require_safe
@login_required
def office(request: HttpRequest) -> HttpResponse:
    """Choose the company; with one there is nothing to choose."""
    memberships = list(memberships_of(person_at(request)))
    if not memberships:
        if open_for(person_at(request)):
            return redirect("office-invited")
        raise Http404
    if len(memberships) == 1:
        return redirect("office-inbox", memberships[0].company.slug)
    return render(request, "office/choose.html", {"memberships": memberships})


@require_safe
@login_required
def inbox(request: HttpRequest, slug: str) -> HttpResponse:
    """Views and queue; no concern is open."""
    membership, view = member_at(request, slug), view_at(request)
    shown = context.views(membership, view)
    shown |= context.queue(membership, view, counts=shown["counts"], **place_at(request))
    return render(request, "office/inbox.html", shown)


@require_safe
@login_required
def case(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """One concern beside the queue. `open` names a dialog for those who come without a script."""
    membership, view = member_at(request, slug), view_at(request)
    conversation = concern_at(membership, conversation_id)
    if conversation.pk != conversation_id:
        return redirect(f"{reverse('office-case', args=[slug, conversation.pk])}?view={view}")
    if is_looked_at(request):
        seen(conversation.pk, Message.AGENT, membership.person_id, conversation.last_seq)
    shown = context.case(membership, conversation, view, **place_at(request))
    if (macro := macro_of(membership, request.GET.get("macro"))) is not None:
        shown |= with_macro(membership, conversation, macro, draft=shown["text"])
    return render(request, "office/case.html", shown | {"open": request.GET.get("open", "")})


@require_safe
@login_required
def asked(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """Which experts were asked about a concern, and why these."""
    membership = member_at(request, slug)
    conversation = concern_at(membership, conversation_id)
    shown = context.frame(membership, view_at(request))
    shown |= {"conversation": conversation, "asked": asked_visible_to(membership, conversation)}
    return render(request, "office/asked.html", shown)


@require_safe
@login_required
def views(request: HttpRequest, slug: str) -> HttpResponse:
    """The views again."""
    return render(request, "office/views.html", context.views(member_at(request, slug), view_at(request)))


@require_safe
@login_required
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """The queue again."""
    membership, view = member_at(request, slug), view_at(request)
    shown = context.queue(membership, view, current=request.GET.get("current"), **place_at(request))
    return render(request, "office/queue.html", shown)


@require_safe
@login_required
def part(request: HttpRequest, slug: str, conversation_id: UUID, name: str) -> HttpResponse:
    """One live part of a concern again: `head`, `thread` or `customer`."""
    membership = member_at(request, slug)
    parts = {"head": context.head, "thread": context.thread, "customer": context.customer}
    shown = parts[name](membership, concern_at(membership, conversation_id), view_at(request))
    return render(request, f"office/{name}.html", shown)
