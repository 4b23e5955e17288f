"""The composer as it is begun: with a draft, with a macro, or with what was sent and refused."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.conversations.models import Conversation
from oase.conversations.rules import SECOND_LEVEL
from oase.second_level.macros.models import Macro
from oase.second_level.macros.queries import macros_visible_to, shown_in


def macros(membership: Membership) -> dict[str, Any]:
    """What the company writes often."""
    return {"macros": list(macros_visible_to(membership))}


def held_by_colleague(membership: Membership, conversation: Conversation) -> str:
    """The first name of a colleague who holds it; empty where nobody does, or one does oneself."""
    assignment = conversation.assignments.filter(ended_at=None, level__in=SECOND_LEVEL).select_related("holder").first()
    if assignment is None or assignment.holder is None or assignment.holder_id == membership.person_id:
        return ""
    return assignment.holder.first_name


def with_macro(membership: Membership, conversation: Conversation, macro: Macro, draft: str = "") -> dict[str, Any]:
    """The composer with a macro's words after what is there already; its steps are all chosen."""
    shown = shown_in(conversation, membership, macro)
    text = f"{draft}\n\n{shown.filled.text}" if draft.strip() else shown.filled.text
    return {"text": text, "audience": macro.audience, "macro": shown, "chosen": [place for place, _ in shown.steps]}


def chosen_in(request: HttpRequest) -> frozenset[int]:
    """The places of the macro's steps that are to be done."""
    return frozenset(int(place) for place in request.POST.getlist("step") if place.isascii() and place.isdigit())


def begun_with(membership: Membership, conversation: Conversation, request: HttpRequest) -> dict[str, Any]:
    """The macro that was being used when something was refused, with its steps chosen as they were."""
    macro = macro_of(membership, request.POST.get("macro"))
    if macro is None:
        return {}
    return {"macro": shown_in(conversation, membership, macro), "chosen": chosen_in(request)}


def another_writer(membership: Membership) -> str:
    """What is said where a page is older than the sign-in of its browser."""
    sentence = _(
        "You are signed in as %(name)s now, and somebody else began this. Nothing was sent; the words are kept."
    )
    return sentence % {"name": membership.person.first_name}


def macro_of(membership: Membership, number: str | int | None) -> Macro | None:
    """The macro with this id, if it is offered to this member."""
    text = str(number or "")
    # PostgreSQL has no larger ids.
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        return None
    return macros_visible_to(membership).filter(pk=int(text)).first()
