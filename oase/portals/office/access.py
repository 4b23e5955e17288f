"""Who may enter: staff of the company. For everybody else nothing is there."""

from uuid import UUID

from django.http import Http404, HttpRequest

from oase.companies.models import Membership
from oase.conversations.models import Conversation
from oase.conversations.queries import VIEWS, case_visible_to
from oase.people.models import Person
from oase.second_level.queries import membership_at


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
    """The inbox's view that the page was opened from."""
    view = request.GET.get("view", "")
    return view if view in VIEWS else VIEWS[0]
