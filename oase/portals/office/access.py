"""Who may enter: staff of the company. For everybody else nothing is there."""

import re
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest

from oase.companies.models import Membership
from oase.conversations.models import Conversation
from oase.conversations.queries import case_visible_to
from oase.people.models import Person
from oase.second_level.queries import membership_at
from oase.second_level.views.queries import OWN
from oase.second_level.views.standing import VIEWS

FIRST: Final = "mine"
"""The view one comes to."""


def person_at(request: HttpRequest) -> Person:
    """The person signed in.

    Raises:
        Http404: nobody is.
    """
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def member_at(request: HttpRequest, slug: str) -> Membership:
    """The place of the person signed in on this company's staff.

    Raises:
        Http404: they have none, or there is no such company.
    """
    membership = membership_at(person_at(request), slug)
    if membership is None:
        raise Http404
    return membership


def concern_at(membership: Membership, conversation_id: UUID) -> Conversation:
    """A concern of the company that this member may look after, or the one it is told on in.

    Raises:
        Http404: there is none, or it is their own.
    """
    conversation = case_visible_to(membership, conversation_id)
    if conversation is not None and conversation.merged_into_id is not None:
        conversation = case_visible_to(membership, conversation.merged_into_id)
    if conversation is None:
        raise Http404
    return conversation


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page instead of all of it."""
    return request.headers.get("HX-Request") == "true"


def view_at(request: HttpRequest) -> str:
    """The inbox's view that the page was opened from; whether an own view is theirs is asked where it is read."""
    view = request.GET.get("view", "")
    return view if view in VIEWS or re.fullmatch(f"{OWN}[0-9]{{1,15}}", view, re.ASCII) else FIRST


def place_at(request: HttpRequest) -> dict[str, str]:
    """Which page of the view: after a place, or before one. What names none is no place."""
    found = {name: request.GET.get(name, "") for name in ("after", "before")}
    return {name: word for name, word in found.items() if re.fullmatch(r"[0-9a-f.]{1,80}", word, re.ASCII)}
