"""Ada writes: to Karla or inside, once, and nothing typed is lost."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from oase.conversations.models import Assignment, Attachment, Message
from oase.conversations.thread import thread_visible_to_customer
from tests.cast import IBAN, Cast, current
from tests.portals.office.desk import Desk, words


def test_karla_reads_adas_words_as_written_and_everyone_else_the_shielded(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    text = f"Guten Tag, Frau Blum, das Geld geht an {IBAN}."
    ada.post("reply", conversation, **words(text))
    stored = conversation.messages.get(author=cast.ada)
    assert (IBAN in stored.body, "Blum" in stored.body) == (False, False)
    assert text in [line.text for line in thread_visible_to_customer(conversation)]
    assert IBAN not in ada.get("thread", conversation.pk)
    assert current(conversation).turn == Assignment.CUSTOMER


def test_a_note_stays_inside(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    ada.post("reply", conversation, **words("Charge mit dem schwachen Sensor.", Message.STAFF))
    assert "schwachen Sensor" in Desk(cast.dora).get("thread", conversation.pk)
    assert all("Sensor" not in line.text for line in thread_visible_to_customer(conversation))
    assert current(conversation).turn == Assignment.HOLDER


def test_sent_twice_is_said_once(cast: Cast, ada: Desk) -> None:
    conversation, once = cast.given_on(), words("Wir tauschen sie aus.")
    ada.post("reply", conversation, **once)
    ada.post("reply", conversation, **once)
    assert conversation.messages.filter(author=cast.ada).count() == 1


@pytest.mark.parametrize("text", ["", "   ", "a" * 20_001])
def test_what_is_refused_is_said_and_kept(cast: Cast, ada: Desk, text: str) -> None:
    conversation = cast.given_on()
    sent = words(text, Message.STAFF)
    page = ada.post("reply", conversation, status=422, **sent).content.decode()
    assert f'value="{sent["client_id"]}"' in page
    assert text.strip() in page
    assert 'value="staff" checked' in page
    assert 'aria-invalid="true"' in page
    assert not conversation.messages.filter(author=cast.ada).exists()


@pytest.mark.parametrize("client_id", ["", "x", "4711"])
def test_a_form_without_its_id_is_refused_with_the_words_kept(cast: Cast, ada: Desk, client_id: str) -> None:
    conversation = cast.given_on()
    sent = words("Wir tauschen sie aus.") | {"client_id": client_id}
    page = ada.post("reply", conversation, status=422, **sent).content.decode()
    assert "Wir tauschen sie aus.</textarea>" in page
    assert f'name="client_id" value="{client_id}"' not in page
    ada.post("reply", conversation, status=422, text="Hallo", audience="everybody", client_id=str(uuid4()))


def test_with_htmx_only_the_sentence_or_only_what_changed_comes_back(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    address = reverse("office-reply", args=["kaffeewerk", conversation.pk])
    refused = ada.client.post(address, words(""), headers={"HX-Request": "true"})
    assert (refused.status_code, refused["HX-Retarget"]) == (422, "#composer-refused")
    assert "<form" not in refused.content.decode()
    answer = ada.client.post(address, words("Ist unterwegs."), headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert (answer.status_code, page.count("<hx-partial"), "<html" in page) == (200, 2, False)
    assert "Ist unterwegs." in page


def test_a_draft_waits_for_its_writer_alone_and_goes_when_sent(cast: Cast, ada: Desk) -> None:
    conversation = cast.given_on()
    ada.post("draft", conversation, status=204, text="Ich schaue gerade nach")
    assert "Ich schaue gerade nach</textarea>" in ada.get("case", conversation.pk)
    assert "Ich schaue gerade nach" not in Desk(cast.dora).get("case", conversation.pk)
    ada.post("draft", conversation, status=422, text="a" * 20_001)
    ada.post("reply", conversation, **words("Es ist unterwegs."))
    assert "Ich schaue gerade nach" not in ada.get("case", conversation.pk)


def test_ada_sends_a_file_and_a_too_large_one_is_refused(
    cast: Cast, ada: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = cast.given_on()
    ada.post("reply", conversation, files=SimpleUploadedFile("../../x.html", b"Etikett"), **words("Das Etikett."))
    assert Attachment.objects.filter(message__author=cast.ada).count() == 1
    monkeypatch.setattr(settings, "LARGEST_FILE", 5)
    sent = words("Noch eins.")
    page = ada.post("reply", conversation, status=422, files=SimpleUploadedFile("b.pdf", b"123456"), **sent)
    assert "Noch eins.</textarea>" in page.content.decode()
