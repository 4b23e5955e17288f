"""Notices leave after the commit, once, in the person's language, with nothing in them that the shield hid."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from pytest_django import Settings

from oase.channels.email.delivering import deliver_due
from oase.channels.email.ingesting import take_in
from oase.conversations import actions
from oase.conversations.links import read_link
from oase.conversations.models import Outbox
from oase.jobs import clock
from tests.cast import IBAN, PHONE, Cast


@pytest.fixture(autouse=True)
def memory(settings: Settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


def _later() -> int:
    with clock.standing_at(clock.now() + timedelta(minutes=5)):
        return deliver_due()


def test_who_asks_is_told_with_a_link_that_brings_them_back(cast: Cast) -> None:
    conversation = cast.asks()
    assert deliver_due() == 1
    assert deliver_due() == 0
    (sent,) = mail.outbox
    assert sent.to == ["karla@example.org"]
    assert sent.subject.startswith("Ihre Frage ist angekommen")
    token = sent.body.split("/link/")[1].split("/")[0]
    assert read_link(token) == conversation.pk
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_mail_holds_nothing_the_shield_hid(cast: Cast) -> None:
    conversation = cast.given_on()
    text = f"Guten Tag Frau Blum, wir überweisen auf {IBAN} und rufen {PHONE} an."
    actions.reply(conversation_id=conversation.pk, author=cast.ada, role="agent", text=text, client_id=uuid4())
    _later()
    said = "".join(sent.body + str(sent.alternatives) for sent in mail.outbox)
    assert "Ada schreibt Ihnen" in said
    for secret in (IBAN, PHONE, "Blum"):
        assert secret not in said


def test_every_kind_of_notice_has_words(cast: Cast) -> None:
    conversation = cast.claimed()
    actions.propose_solution(conversation_id=conversation.pk, by=cast.emil)
    actions.decline_solution(conversation_id=conversation.pk, by=cast.karla)
    actions.ask_for_company(conversation_id=conversation.pk, by=cast.karla)
    actions.solve(conversation_id=conversation.pk, by=cast.ada)
    assert _later() == Outbox.objects.count() == len(mail.outbox)
    assert set(Outbox.objects.values_list("kind", flat=True)) == {"asked", "proposed", "handed_over", "solved"}


def test_english_people_get_english_mail(cast: Cast) -> None:
    cast.karla.language = "en"
    cast.karla.save()
    cast.asks()
    deliver_due()
    assert mail.outbox[0].subject.startswith("We have your question")


def test_a_refusing_server_is_asked_again_later(cast: Cast, settings: Settings) -> None:
    cast.asks()
    settings.MAILERS = {"default": {"BACKEND": "tests.channels.email.test_delivering.NoBackend"}}
    assert deliver_due() == 0
    row = Outbox.objects.get()
    assert (row.attempts, row.sent_at) == (1, None)
    assert row.not_before > clock.now()
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    assert deliver_due() == 0
    assert _later() == 1


def test_a_reply_to_a_notice_finds_its_conversation(cast: Cast) -> None:
    conversation = cast.asks()
    deliver_due()
    ours = mail.outbox[0].extra_headers["Message-ID"]
    raw = f"From: karla@example.org\nMessage-ID: <x@example.org>\nIn-Reply-To: {ours}\n\nGeht wieder!\n".encode()
    assert take_in(company=cast.kaffeewerk, raw=raw).conversation == conversation


def test_a_mail_to_an_address_only_typed_carries_no_word_of_whoever_typed_it(cast: Cast) -> None:
    cast.karla.first_name = "Ihr Konto ist gesperrt http://evil.example"
    cast.karla.save()
    conversation = cast.asks("Bitte klicken: die Aroma auf evil.example", confirmed=False)
    deliver_due()
    (sent,) = mail.outbox
    assert sent.subject == "Ihre Frage ist angekommen"
    assert sent.body.startswith("Guten Tag,\n")
    assert [word for word in ("evil", "Konto", "klicken") if word in sent.body + str(sent.alternatives)] == []
    actions.confirm_address(conversation_id=conversation.pk)
    actions.ask_for_company(conversation_id=conversation.pk, by=cast.karla)
    deliver_due()
    assert "Konto" in mail.outbox[1].body
