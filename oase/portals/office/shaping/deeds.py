"""Small deeds on a concern's head: a tag on or off, put aside or back, parted again."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oase.companies.models import Membership
from oase.portals.look.times import clock as said_clock
from oase.portals.office.shaping.forms import number_in, until_in
from oase.portals.office.shaping.responses import done
from oase.second_level.shaping import actions


@require_POST
@login_required
def tag(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """Put a tag on: one that is there, or a new word."""

    def verb(by: Membership, one: UUID) -> None:
        actions.put_tag(conversation_id=one, by=by, tag_id=number_in(request, "tag"), name=request.POST.get("name", ""))

    return done(request, slug, conversation_id, verb)


@require_POST
@login_required
def untag(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """Take a tag off."""

    def verb(by: Membership, one: UUID) -> None:
        actions.take_tag(conversation_id=one, by=by, tag_id=number_in(request, "tag") or 0)

    return done(request, slug, conversation_id, verb)


@require_POST
@login_required
def snooze(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """Put it aside until later."""

    def verb(by: Membership, one: UUID) -> str:
        wanted = until_in(request)
        kept = actions.snooze(conversation_id=one, by=by, until=wanted)
        if kept.until < wanted:
            return _("It comes back %(time)s, before the answer is due.") % {"time": said_clock(kept.until)}
        return _("It comes back %(time)s, or as soon as the customer writes.") % {"time": said_clock(kept.until)}

    return done(request, slug, conversation_id, verb)


@require_POST
@login_required
def wake(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """Bring it back now."""
    return done(request, slug, conversation_id, lambda by, one: actions.wake(conversation_id=one, by=by) and None)


@require_POST
@login_required
def part(request: HttpRequest, slug: str, conversation_id: UUID, merge_id: int) -> HttpResponse:
    """Part two concerns that were joined."""
    if merge_id > 2**63 - 1:
        raise Http404
    said = _("They are two again. What was written meanwhile stayed where it was written.")

    def verb(by: Membership, _one: UUID) -> None:
        actions.unmerge(merge_id=merge_id, by=by)

    return done(request, slug, conversation_id, verb, said)
