"""A page for an expert can ask the database for the desk and for nothing else, whatever bug it has."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, connections
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import RequestFactory

from oase.conversations.models import Conversation
from oase.experts.desk import Desk
from oase.people.models import Person
from oase.portals.expert.gate import OutsideTheDesk, expert_page
from tests.cast import Cast

View = Callable[[HttpRequest, Desk], HttpResponse]


def asked_by(person: Person | AnonymousUser, view: View, **headers: str) -> HttpResponse:
    request = RequestFactory().get("/desk/", headers=headers)
    request.user = person
    request.session = SessionStore()
    response = expert_page(view)(request)
    assert isinstance(response, HttpResponse)
    return response


def test_the_desk_can_be_read(cast: Cast) -> None:
    held = cast.claimed()
    response = asked_by(cast.emil, lambda _request, desk: HttpResponse(str(desk.held()[0].id)))
    assert response.content.decode() == str(held.pk)


def test_the_orm_cannot(cast: Cast) -> None:
    cast.claimed()
    with pytest.raises(OutsideTheDesk):
        asked_by(cast.emil, lambda _request, _desk: HttpResponse(str(Conversation.objects.count())))


@pytest.mark.parametrize("alias", ["default", "owner"])
def test_no_connection_can_but_the_desks(cast: Cast, alias: str) -> None:
    def view(_request: HttpRequest, _desk: Desk) -> HttpResponse:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
        return HttpResponse()

    with pytest.raises(OutsideTheDesk):
        asked_by(cast.emil, view)


def test_templates_cannot_either(cast: Cast) -> None:
    template = engines["django"].from_string("{{ conversations.count }}")

    def view(request: HttpRequest, _desk: Desk) -> HttpResponse:
        context = {"conversations": Conversation.objects.all()}
        return TemplateResponse(request, template, context)

    with pytest.raises(OutsideTheDesk):
        asked_by(cast.emil, view)


def test_a_page_that_would_be_made_later_is_not_made(cast: Cast) -> None:
    def view(_request: HttpRequest, _desk: Desk) -> StreamingHttpResponse:
        return StreamingHttpResponse(str(model.objects.count()) for model in (Conversation,))

    with pytest.raises(TypeError):
        asked_by(cast.emil, view)  # type: ignore[arg-type]  # what is tried


def test_the_guard_ends_with_the_page(cast: Cast) -> None:
    with pytest.raises(OutsideTheDesk):
        asked_by(cast.emil, lambda _request, _desk: HttpResponse(str(Conversation.objects.count())))
    assert connection.execute_wrappers == []
    assert Conversation.objects.count() == 0


def test_the_error_does_not_say_what_was_asked(cast: Cast) -> None:
    with pytest.raises(OutsideTheDesk) as caught:
        asked_by(cast.emil, lambda _request, _desk: HttpResponse(str(Person.objects.get(email="karla@example.org"))))
    assert "karla" not in str(caught.value)
    assert "SELECT" not in str(caught.value)


def test_whoever_is_no_expert_finds_nothing(cast: Cast) -> None:
    for somebody in (cast.karla, cast.ada, cast.sven, cast.mallory):
        with pytest.raises(Http404):
            asked_by(somebody, lambda _request, _desk: HttpResponse("never"))


def test_who_is_not_signed_in_is_asked_to(cast: Cast) -> None:
    response = asked_by(AnonymousUser(), lambda _request, _desk: HttpResponse("never"))
    assert (response.status_code, response["Location"]) == (302, "/account/login/?next=/desk/")


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(cast: Cast) -> None:
    response = asked_by(AnonymousUser(), lambda _request, _desk: HttpResponse("never"), **{"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (200, "/account/login/?next=/desk/")
