"""Own views of the inbox: the list of them, and the page on which one is made and changed."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oase.companies.models import Membership
from oase.companies.words import NotAllowed, Wrong
from oase.conversations.listing.counting import counts_of
from oase.jobs import clock
from oase.portals.office import context
from oase.portals.office.access import FIRST, member_at
from oase.portals.office.inbox import words_of
from oase.portals.office.views.form import Typed, asked, choices, kept, sharing, wanted
from oase.portals.office.views.telling import told
from oase.second_level.views.actions import remove_view, save_view
from oase.second_level.views.filters import read, stored
from oase.second_level.views.models import OwnView
from oase.second_level.views.own import view_of
from oase.second_level.views.queries import (
    OWN,
    counts_visible_to,
    own_view_visible_to,
    own_views_visible_to,
    with_teams,
)
from oase.second_level.views.rules import may_change

UNPROCESSABLE = 422


@require_safe
@login_required
def own_views(request: HttpRequest, slug: str) -> HttpResponse:
    """All that this member sees beside the standing views."""
    membership = with_teams(member_at(request, slug))
    views = list(own_views_visible_to(membership))
    counts = counts_visible_to(membership, views)
    rows = [
        {
            "view": one,
            "key": f"{OWN}{one.pk}",
            "count": words_of(counts[f"{OWN}{one.pk}"]),
            "words": told(stored(one.filters), membership),
            "is_mine": one.owner_id == membership.person_id,
            "may_change": may_change(membership, one),
        }
        for one in views
    ]
    return render(request, "office/views/list.html", context.frame(membership, FIRST) | {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def make(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a view; what was typed stays when it is refused. In an address the filters are filled in already."""
    membership = with_teams(member_at(request, slug))
    if request.method != "POST":
        return _form(request, membership, None, asked(request.GET))
    return _save(request, membership, None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, slug: str, view_id: int) -> HttpResponse:
    """Change a view, or read what it sorts out where it is not one's own to change."""
    membership = with_teams(member_at(request, slug))
    view = _found(membership, view_id)
    if request.method != "POST":
        return _form(request, membership, view, kept(view))
    return _save(request, membership, view)


@require_POST
@login_required
def remove(request: HttpRequest, slug: str, view_id: int) -> HttpResponse:
    """Take a view away."""
    membership = member_at(request, slug)
    try:
        remove_view(by=membership, view=_found(membership, view_id))
    except NotAllowed as error:
        raise Http404 from error
    return redirect("office-own-views", slug)


@require_POST
@login_required
def fits(request: HttpRequest, slug: str) -> HttpResponse:
    """How many concerns fit what is filled in now, or what is wrong with it."""
    membership = with_teams(member_at(request, slug))
    try:
        filters = read(asked(request.POST).filters, membership)
    except Wrong as error:
        return render(request, "office/views/fits.html", {"error": str(error)})
    count = counts_of({"": view_of(filters, membership, clock.now())})[""]
    return render(request, "office/views/fits.html", {"count": words_of(count), "one": count.number == 1})


def _found(membership: Membership, view_id: int) -> OwnView:
    view = own_view_visible_to(membership, f"{OWN}{view_id}")
    if view is None:
        raise Http404
    return view


def _save(request: HttpRequest, membership: Membership, view: OwnView | None) -> HttpResponse:
    typed = asked(request.POST)
    try:
        saved = save_view(by=membership, view=view, wanted=wanted(typed))
    except NotAllowed as error:
        raise Http404 from error
    except Wrong as error:
        errors = {error.field or "filters": str(error)}
        return _form(request, membership, view, typed, status=UNPROCESSABLE, errors=errors)
    return redirect(f"{reverse('office-inbox', args=[membership.company.slug])}?view={OWN}{saved.pk}")


def _form(
    request: HttpRequest, membership: Membership, view: OwnView | None, typed: Typed, *, status: int = 200, **more: Any
) -> HttpResponse:
    shown = context.frame(membership, f"{OWN}{view.pk}" if view else FIRST) | {
        "own_view": view,
        "typed": typed,
        "groups": choices(membership, typed),
        "sharing": sharing(membership, view, typed),
        "may_change": view is None or may_change(membership, view),
        "words": told(stored(view.filters), membership) if view else [],
        "heading": view.name if view else _("New view"),
        "errors": {},
    }
    return render(request, "office/views/one.html", shown | more, status=status)
