"""The same deed for many concerns: chosen in the list, done to each by itself, told for each."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oase.companies.models import Membership
from oase.conversations.words import Refused
from oase.portals.office import context
from oase.portals.office.access import member_at, view_at
from oase.portals.office.forms import LONGEST_NOTE
from oase.portals.office.shaping.forms import ids_in, number_in, until_in
from oase.portals.office.shaping.responses import UNPROCESSABLE
from oase.portals.office.shaping.shown import moments
from oase.second_level.queries import colleagues_visible_to
from oase.second_level.shaping import bulk as deeds
from oase.second_level.shaping.queries import chosen_visible_to, tags_visible_to

UNDO_SECONDS = 15 * 60
SALT = "office-bulk-undo"


@require_POST
@login_required
def bulk(request: HttpRequest, slug: str) -> HttpResponse:
    """Without a deed what can be done with the chosen ones; with one, what became of each."""
    membership = member_at(request, slug)
    deed = request.POST.get("deed", "")
    try:
        if not deed:
            return _choose(request, membership)
        told = _do(request, membership, deed)
    except Refused as error:
        return _choose(request, membership, error=str(error))
    return _told(request, membership, told)


@require_POST
@login_required
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the deeds of a moment ago back."""
    membership = member_at(request, slug)
    try:
        ways = signing.loads(request.POST.get("undo", ""), salt=SALT, max_age=UNDO_SECONDS)
        if ways["by"] != membership.pk:
            raise signing.BadSignature
    except (signing.BadSignature, KeyError, TypeError):
        messages.info(request, _("This can no longer be taken back at once; each can still be changed by itself."))
        return redirect("office-inbox", slug)
    undone = [(UUID(one), (verb, given)) for one, verb, given in ways["ways"]]
    return _told(request, membership, deeds.undo_all(undone=undone, by=membership), undone=True)


def _do(request: HttpRequest, by: Membership, deed: str) -> list[deeds.Done]:
    ids = ids_in(request)
    match deed:
        case "take":
            return deeds.take_all(ids=ids, by=by)
        case "propose":
            return deeds.propose_all(ids=ids, by=by)
        case "join":
            return deeds.join_all(ids=ids, by=by)
        case "snooze":
            return deeds.snooze_all(ids=ids, by=by, until=until_in(request))
        case "tag":
            return deeds.tag_all(ids=ids, by=by, tag_id=number_in(request, "tag"), name=request.POST.get("name", ""))
        case "untag":
            return deeds.untag_all(ids=ids, by=by, tag_id=number_in(request, "tag") or 0)
        case "hand-over":
            to = colleagues_visible_to(by).filter(pk=number_in(request, "to") or 0).first()
            if to is None:
                raise Refused(_("Please choose who takes care of it."))
            return deeds.hand_over_all(ids=ids, by=by, to=to, note=request.POST.get("note", "")[:LONGEST_NOTE])
    raise Refused(_("Something was missing when this was sent. Please send it again."))


def _choose(request: HttpRequest, membership: Membership, *, error: str = "") -> HttpResponse:
    chosen = list(chosen_visible_to(membership, ids_in(request)[: deeds.MOST]))
    if not chosen:
        messages.info(request, _("Please choose one or more concerns first."))
        return redirect("office-inbox", membership.company.slug)
    page = context.frame(membership, view_at(request)) | {
        "chosen": chosen,
        "tags": tags_visible_to(membership),
        "colleagues": [one for one in colleagues_visible_to(membership) if one.is_there],
        "moments": moments(),
        "error": error,
        "typed": {name: request.POST.get(name, "")[:LONGEST_NOTE] for name in ("name", "note", "to", "until")},
    }
    return render(request, "office/shaping/bulk_choose.html", page, status=UNPROCESSABLE if error else 200)


def _told(
    request: HttpRequest, membership: Membership, told: Sequence[deeds.Done], *, undone: bool = False
) -> HttpResponse:
    ways = [(str(one.id), *one.undo) for one in told if one.undo is not None]
    page: dict[str, Any] = context.frame(membership, view_at(request)) | {
        "done": [one for one in told if not one.refused and one.changed],
        "as_before": [one for one in told if not one.refused and not one.changed],
        "refused": [one for one in told if one.refused],
        "undo": signing.dumps({"by": membership.pk, "ways": ways}, salt=SALT) if ways else "",
        "undone": undone,
    }
    return render(request, "office/shaping/bulk_told.html", page)
