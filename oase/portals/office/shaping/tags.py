"""The company's tags: made, renamed, offered no more and offered again by whoever leads the team."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.portals.office.settings.frame import frame
from oase.portals.office.settings.gate import settings_page
from oase.portals.office.shaping.forms import number_in
from oase.portals.office.shaping.responses import UNPROCESSABLE
from oase.second_level.shaping import actions
from oase.second_level.shaping.queries import tags_visible_to


@settings_page()
def tags(request: HttpRequest, membership: Membership) -> HttpResponse:
    """All tags with how many concerns each is on; a POST makes, renames, retires or offers one."""
    if request.method != "POST":
        return render(request, "office/shaping/tags.html", _page(membership))
    deed, tag_id = request.POST.get("deed", ""), number_in(request, "tag") or 0
    name = request.POST.get("name", "")
    try:
        said = _do(membership, deed, tag_id, name)
    except NotAllowed as error:
        raise Http404 from error
    except Refused as error:
        typed = {"error": str(error), "typed": name[:80], "at": tag_id if deed == "rename" else 0}
        return render(request, "office/shaping/tags.html", _page(membership) | typed, status=UNPROCESSABLE)
    messages.success(request, said)
    return redirect("office-tags", membership.company.slug)


def _do(by: Membership, deed: str, tag_id: int, name: str) -> str:
    match deed:
        case "make":
            return _("There is a tag “%(name)s”.") % {"name": actions.make_tag(by=by, name=name).name}
        case "rename":
            tag = actions.rename_tag(by=by, tag_id=tag_id, name=name)
            return _("It is called “%(name)s” now.") % {"name": tag.name}
        case "retire":
            tag = actions.retire_tag(by=by, tag_id=tag_id)
            return _("“%(name)s” is offered no more; where it was put it stays.") % {"name": tag.name}
        case "offer":
            return _("“%(name)s” is offered again.") % {"name": actions.offer_tag(by=by, tag_id=tag_id).name}
    raise Refused(_("Something was missing when this was sent. Please send it again."))


def _page(membership: Membership) -> dict[str, Any]:
    every = tags_visible_to(membership, retired=True)
    return frame(membership, "tags") | {
        "offered": [tag for tag in every if tag.retired_at is None],
        "retired": [tag for tag in every if tag.retired_at is not None],
    }
