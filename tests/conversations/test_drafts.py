"""Half a sentence is its writer's alone: nowhere readable, for nobody else, and gone with whoever it is about."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from oase.conversations import actions
from oase.conversations.drafts import draft_of, look_through, text_of
from oase.conversations.models import Draft, Message
from oase.conversations.words import Refused
from oase.people.models import Person
from oase.service_cloud.erasure.erasing import erase
from tests.cast import Cast
from tests.service_cloud.erasure.story import everything_stored, wish

HALF = "Liebe Frau Zwitscherling, ich habe mit Ihrem"


def test_no_table_holds_a_word_of_it(cast: Cast) -> None:
    conversation = cast.given_on()
    actions.save_draft(conversation_id=conversation.pk, person=cast.ada, body=HALF)
    assert "Zwitscherling" not in everything_stored()
    begun = draft_of(cast.ada.pk, conversation.pk)
    assert begun is not None
    assert begun.text == HALF


def test_it_opens_in_its_own_place_only(cast: Cast) -> None:
    """Dora cannot have it by a row that was moved, nor Ada in another concern."""
    one, other = cast.given_on(), cast.given_on()
    actions.save_draft(conversation_id=one.pk, person=cast.ada, body=HALF)
    assert draft_of(cast.dora.pk, one.pk) is None
    draft = Draft.objects.get()
    Draft.objects.filter(pk=draft.pk).update(conversation=other)
    draft.refresh_from_db()
    assert text_of(draft) == ""
    Draft.objects.filter(pk=draft.pk).update(conversation=one, person=cast.dora)
    draft.refresh_from_db()
    assert text_of(draft) == ""
    assert [bool(trouble) for trouble in look_through()] == [True]


def test_an_expert_finds_theirs_again(cast: Cast) -> None:
    conversation = cast.claimed()
    client = Client()
    client.force_login(cast.emil, backend=settings.AUTHENTICATION_BACKENDS[0])
    address = reverse("desk-draft", args=[conversation.pk])
    assert client.post(address, {"text": "Drücken Sie lange auf"}).status_code == 204
    assert client.post(address, {"text": "Drücken Sie lange auf Entkalken"}).status_code == 204
    page = client.get(reverse("desk-conversation", args=[conversation.pk]))
    assert "Drücken Sie lange auf Entkalken" in page.content.decode()
    assert Draft.objects.count() == 1


def test_nothing_is_begun_about_the_forgotten(cast: Cast) -> None:
    """Ada's page is still open and saves what she types."""
    conversation = cast.given_on()
    actions.reply(
        conversation_id=conversation.pk, author=cast.ada, role=Message.AGENT, text="Moment.", client_id=uuid4()
    )
    actions.save_draft(conversation_id=conversation.pk, person=cast.ada, body=HALF)
    erase(wish(cast.karla).pk)
    assert Draft.objects.count() == 0
    with pytest.raises(Refused):
        actions.save_draft(conversation_id=conversation.pk, person=cast.ada, body=HALF)
    with pytest.raises(DatabaseError, match="nothing is begun"), transaction.atomic():
        Draft.objects.create(conversation=conversation, person=cast.ada, sealed=b"x")


def test_a_forgotten_writers_go_too(cast: Cast) -> None:
    conversation = cast.claimed()
    actions.save_draft(conversation_id=conversation.pk, person=cast.emil, body=HALF)
    erase(wish(cast.emil).pk)
    assert Draft.objects.count() == 0
    assert Person.objects.get(pk=cast.emil.pk).is_active is False
