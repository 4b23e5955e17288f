"""Karla sees how experts read each message, chooses words, and takes a choice back."""

import re
from uuid import uuid4

from django.test import Client

from oase.conversations.choices.models import Choice
from oase.conversations.models import Conversation
from tests.cast import PHONE, Cast
from tests.portals.customer.conftest import SignIn
from tests.portals.customer.test_asking import HTMX, body


def at(conversation: Conversation, verb: str) -> str:
    return f"/concerns/{conversation.pk}/{verb}/"


def seen(page: str) -> list[str]:
    return re.findall(r'name="seen" value="([^"]*)"', page)


def test_while_she_writes_on_she_sees_what_experts_will(cast: Cast, signed_in: SignIn) -> None:
    conversation = cast.claimed()
    page = body(signed_in(cast.karla).post(at(conversation, "preview"), {"text": f"Karla Blum, {PHONE}"}, headers=HTMX))
    assert seen(page) == ["Karla Blum", PHONE]
    # The same placeholders as in the thread.
    assert "[Name 1]" in page
    assert "[Telefon 1]" in page
    assert body(signed_in(cast.karla).post(at(conversation, "preview"), {"text": " "}, headers=HTMX)).strip() == ""


def test_without_script_the_page_comes_back_with_preview_and_words(cast: Cast, signed_in: SignIn) -> None:
    conversation = cast.claimed()
    answer = signed_in(cast.karla).post(at(conversation, "preview"), {"text": "Hier Karla Blum", "hide": "Hier"})
    page = body(answer)
    assert answer.status_code == 200
    assert "Hier Karla Blum</textarea>" in page
    assert seen(page) == ["Karla Blum"]
    assert 'name="hide" value="Hier" checked' in re.sub(r"\s+", " ", page)
    assert (conversation.messages.count(), Choice.objects.count()) == (1, 0)


def test_a_word_opened_in_a_follow_up_is_a_consent_she_can_take_back(cast: Cast, signed_in: SignIn) -> None:
    conversation, client = cast.claimed(), signed_in(cast.karla)
    words = {"text": "Danke, Karla Blum", "client_id": uuid4(), "seen": "Karla Blum"}
    assert client.post(at(conversation, "reply"), words).status_code == 303
    assert conversation.messages.latest("seq").body == "Danke, Karla Blum"
    # The first message is not opened behind her back: what it hid there stays as it was stored.
    page = body(client.get(f"/concerns/{conversation.pk}/"))
    assert "You made “Karla Blum” readable" in page
    choice = Choice.objects.get()
    answer = client.post(f"/concerns/{conversation.pk}/choices/{choice.pk}/")
    assert (answer.status_code, answer["Location"]) == (303, f"/concerns/{conversation.pk}/#choices")
    assert conversation.messages.latest("seq").body == "Danke, [Name 1]"
    assert "readable" not in body(client.get(f"/concerns/{conversation.pk}/"))


def test_a_standing_consent_shows_as_an_open_box_and_can_be_shut(cast: Cast, signed_in: SignIn) -> None:
    conversation, client = cast.claimed(), signed_in(cast.karla)
    client.post(at(conversation, "reply"), {"text": "Karla Blum", "client_id": uuid4(), "seen": "Karla Blum"})
    page = body(client.post(at(conversation, "preview"), {"text": "Gruß, Karla Blum"}, headers=HTMX))
    assert seen(page) == ["Karla Blum"]
    assert "checked" not in page
    shut = {"text": "Gruß, Karla Blum", "client_id": uuid4(), "seen": "Karla Blum", "hide": "Karla Blum"}
    client.post(at(conversation, "reply"), shut)
    assert conversation.messages.latest("seq").body == "Gruß, [Name 1]"
    assert Choice.objects.get().withdrawn_at is not None


def test_nobody_else_looks_or_takes_back(cast: Cast, signed_in: SignIn, nobody: Client) -> None:
    conversation, client = cast.claimed(), signed_in(cast.karla)
    client.post(at(conversation, "reply"), {"text": "Karla Blum", "client_id": uuid4(), "seen": "Karla Blum"})
    choice = Choice.objects.get()
    for browser in (signed_in(cast.emil), signed_in(cast.ada), signed_in(cast.mallory), nobody):
        assert browser.post(at(conversation, "preview"), {"text": "x"}).status_code == 404
        taken = browser.post(f"/concerns/{conversation.pk}/choices/{choice.pk}/")
        assert taken.status_code == 404
    assert Choice.objects.get().withdrawn_at is None
    assert client.post(f"/concerns/{conversation.pk}/choices/{choice.pk + 99}/").status_code == 404
    assert client.get(f"/concerns/{conversation.pk}/choices/{choice.pk}/").status_code == 405


def test_who_only_typed_her_address_learns_nothing_from_the_masks(
    cast: Cast, signed_in: SignIn, nobody: Client
) -> None:
    cast.customer.number = "A7X"
    cast.customer.save(update_fields=["number"])
    words = {"text": "Meine Aroma 4 zeigt E12, Nummer A7X.", "client_id": str(uuid4()), "email": "karla@example.org"}
    nobody.post("/ask/kaffeewerk/", words)
    conversation, text = Conversation.objects.get(), {"text": "Zu A7X gehört das Paket."}
    assert seen(body(signed_in(cast.karla).post(at(conversation, "preview"), text, headers=HTMX))) == ["A7X"]
    assert seen(body(nobody.post(at(conversation, "preview"), text, headers=HTMX))) == []
