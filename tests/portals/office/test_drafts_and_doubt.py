"""A note stays a note until it is sent, and staff are told when nobody has shown yet who asks."""

from uuid import uuid4

from django.conf import settings
from django.test import Client

from oase.conversations import actions
from tests.cast import Cast


def _client(cast: Cast) -> Client:
    client = Client(headers={"accept-language": "de"})
    client.force_login(cast.ada, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_a_half_written_note_comes_back_as_a_note(cast: Cast) -> None:
    conversation, client = cast.given_on(), _client(cast)
    path = f"/office/kaffeewerk/{conversation.pk}/"
    client.post(f"{path}draft/", {"text": "Nur für uns", "audience": "staff"})
    page = client.get(path).content.decode()
    assert "Nur für uns" in page
    assert 'value="staff" checked' in page


def test_staff_are_told_when_an_address_was_only_typed(cast: Cast) -> None:
    typed = cast.asks(confirmed=False, wants_company=True, client_id=uuid4())
    sure = cast.asks(wants_company=True, client_id=uuid4())
    client = _client(cast)
    assert "unconfirmed" in client.get(f"/office/kaffeewerk/{typed.pk}/").content.decode()
    assert "unconfirmed" not in client.get(f"/office/kaffeewerk/{sure.pk}/").content.decode()
    actions.confirm_address(conversation_id=typed.pk)
    assert "unconfirmed" not in client.get(f"/office/kaffeewerk/{typed.pk}/").content.decode()
