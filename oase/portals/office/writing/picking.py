"""What is chosen while one writes: colleagues to name, words written often, and the command palette."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from oase.portals.office import context
from oase.portals.office.access import concern_at, member_at, view_at
from oase.portals.office.showing import name_of
from oase.portals.office.writing.begun import macro_of, macros
from oase.portals.office.writing.places import places_of
from oase.second_level.macros.queries import shown_in
from oase.second_level.mentions.actions import settle
from oase.second_level.mentions.queries import may_be_named
from oase.second_level.views.queries import rows_visible_to

MOST_ROWS = 20


@require_safe
@login_required
def palette(request: HttpRequest, slug: str, conversation_id: UUID | None = None) -> HttpResponse:
    """What the palette offers beside what the page itself can do: macros, colleagues, one's own concerns, places."""
    membership = member_at(request, slug)
    shown = context.frame(membership, view_at(request))
    if conversation_id is not None:
        conversation = concern_at(membership, conversation_id)
        shown |= macros(membership) | {
            "conversation": conversation,
            "takers": context.hand_over(membership, conversation, "mine")["hand_over"]["takers"],
        }
    mine = rows_visible_to(membership, "mine", MOST_ROWS)
    shown |= {"concerns": [(one, name_of(one)) for one in mine], "places": places_of(membership)}
    return render(request, "office/writing/palette.html", shown)


@require_safe
@login_required
def colleagues(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """Whom an internal note here may name."""
    membership = member_at(request, slug)
    conversation = concern_at(membership, conversation_id)
    there = [one for one in may_be_named(conversation) if one.person_id != membership.person_id]
    first = [one.person.first_name.casefold() for one in may_be_named(conversation)]
    # Where two share a first name, only both names together say who is meant.
    named = [
        (one, one.person.first_name if first.count(one.person.first_name.casefold()) == 1 else one.person.full_name)
        for one in there
    ]
    return render(request, "office/writing/colleagues.html", {"colleagues": named})


@require_safe
@login_required
def macro(request: HttpRequest, slug: str, conversation_id: UUID, macro_id: int) -> HttpResponse:
    """A macro filled in for this concern: its words, what is missing in them, and the steps that will follow."""
    membership = member_at(request, slug)
    conversation = concern_at(membership, conversation_id)
    found = macro_of(membership, macro_id)
    if found is None:
        raise Http404
    shown = shown_in(conversation, membership, found)
    chosen = [place for place, _words in shown.steps]
    return render(request, "office/writing/macro.html", {"macro": shown, "chosen": chosen, "fresh": True})


@require_POST
@login_required
def settle_mentions(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """What one was named for here is done."""
    membership = member_at(request, slug)
    conversation, view = concern_at(membership, conversation_id), view_at(request)
    settle(conversation_id=conversation.pk, person=membership.person)
    address = reverse("office-case", args=[slug, conversation.pk])
    return HttpResponse(status=303, headers={"Location": f"{address}?view={view}"})
