"""What the company writes often: the list, one macro with a look at how it reads, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.companies.words import Refused, Wrong
from oase.conversations.models import Message
from oase.portals.office.settings.frame import frame
from oase.portals.office.settings.gate import settings_page
from oase.portals.office.writing.begun import macro_of
from oase.portals.office.writing.macro_form import FIELDS, looked_at, steps_of, steps_shown, wanted_of
from oase.second_level.macros.models import Macro
from oase.second_level.macros.queries import macros_visible_to
from oase.second_level.macros.saving import retire_macro, save_macro
from oase.second_level.macros.steps import in_words, ways_of
from oase.second_level.macros.variables import VARIABLES


@settings_page("GET", "HEAD")
def macros(request: HttpRequest, membership: Membership) -> HttpResponse:
    """All of them, with what each does."""
    ways = ways_of(membership.company_id)
    listed = [(one, [in_words(step, ways) for step in one.steps]) for one in macros_visible_to(membership)]
    return render(request, "office/settings/macros.html", frame(membership, "macros") | {"listed": listed})


@settings_page()
def macro(request: HttpRequest, membership: Membership, macro_id: int | None = None) -> HttpResponse:
    """One macro: its words, its steps, and how it reads before it is saved."""
    found = macro_of(membership, macro_id) if macro_id is not None else None
    if macro_id is not None and found is None:
        raise Http404
    typed = _typed(request, found)
    shown = frame(membership, "macros") | {"macro": found, "typed": typed, "variables": VARIABLES}
    if request.method == "POST":
        wanted = wanted_of(request.POST)
        try:
            if "look" in request.POST:
                shown |= {"look": looked_at(wanted, membership)}
            else:
                save_macro(by=membership, macro=found, wanted=wanted)
                messages.success(request, _("Saved. Your team can use it at once."))
                return redirect("office-macros", membership.company.slug)
        except Wrong as error:
            shown |= {"errors": {error.field: str(error)}}
        except Refused as error:
            shown |= {"errors": {"name": str(error)}}
    shown |= steps_shown(typed["steps"], membership)
    return render(request, "office/settings/macro.html", shown, status=422 if "errors" in shown else 200)


def _typed(request: HttpRequest, macro: Macro | None) -> dict[str, Any]:
    if request.method == "POST":
        words = {name: request.POST.get(name, "") for name in FIELDS}
        return words | {"steps": steps_of(request.POST)}
    if macro is None:
        return dict.fromkeys(FIELDS, "") | {"audience": Message.CONVERSATION, "steps": []}
    return {name: getattr(macro, name) for name in FIELDS} | {"steps": macro.steps}


@settings_page("POST")
def retire(request: HttpRequest, membership: Membership, macro_id: int) -> HttpResponse:
    """Offer it no more."""
    found = macro_of(membership, macro_id)
    if found is None:
        raise Http404
    retire_macro(by=membership, macro=found)
    messages.success(request, _("“%(name)s” is offered no more.") % {"name": found.name})
    return redirect("office-macros", membership.company.slug)
