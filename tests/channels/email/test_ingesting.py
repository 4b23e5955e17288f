"""Real mails become conversations; broken ones are kept with a reason."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from oase.channels.email.ingesting import take_in
from oase.channels.email.models import ReceivedMail, RejectedMail
from oase.conversations.models import Conversation, Message, Outbox
from oase.privacy import vault
from oase.privacy.files import read_file
from tests.cast import Cast, current

MAIL = b"""From: Karla Blum <karla@example.org>
To: service@example.com
Subject: Aroma 4 zeigt E12
Message-ID: <one@example.org>
Content-Type: text/plain; charset=utf-8

Guten Tag, meine Aroma 4 zeigt E12. Mein Konto: DE02 1203 0000 0000 2020 51.
Viele Gr\xc3\xbc\xc3\x9fe
Karla Blum
"""
REPLY = b"""From: Karla Blum <karla@example.org>
To: service@example.com
Subject: Re: Aroma 4 zeigt E12
Message-ID: <two@example.org>
In-Reply-To: <one@example.org>

Sie zeigt es immer noch.
"""


def test_a_mail_becomes_a_question_for_experts(cast: Cast) -> None:
    outcome = take_in(company=cast.kaffeewerk, raw=MAIL)
    assert outcome.kind == "new"
    conversation = Conversation.objects.get()
    assert (conversation.customer, conversation.channel, conversation.topic) == (cast.customer, "email", cast.machines)
    assert current(conversation).level == "network"
    message = conversation.messages.get()
    assert "DE02" not in message.body
    assert "Karla" not in message.body
    whole = ReceivedMail.objects.get().whole
    assert b"".join(read_file(whole)) == MAIL


def test_the_same_mail_twice_is_one_message(cast: Cast) -> None:
    assert [take_in(company=cast.kaffeewerk, raw=MAIL).kind for _ in range(2)] == ["new", "known"]
    assert Message.objects.count() == 1


def test_a_reply_goes_on_with_its_conversation_and_reopens_it(cast: Cast) -> None:
    take_in(company=cast.kaffeewerk, raw=MAIL)
    assert take_in(company=cast.kaffeewerk, raw=REPLY).kind == "reply"
    assert Conversation.objects.get().messages.count() == 2


def test_knowing_an_id_is_not_enough_to_write_into_another_persons_conversation(cast: Cast) -> None:
    take_in(company=cast.kaffeewerk, raw=MAIL)
    forged = REPLY.replace(b"karla@example.org", b"mallory@example.org")
    assert take_in(company=cast.kaffeewerk, raw=forged).kind == "new"
    assert {one.messages.count() for one in Conversation.objects.all()} == {1}


def test_a_broken_mail_is_kept_whole_and_sealed_with_its_reason(cast: Cast) -> None:
    raw = b"To: service@example.com\n\nWer bin ich?\n"
    outcome = take_in(company=cast.kaffeewerk, raw=raw)
    assert (outcome.kind, bool(outcome.reason)) == ("set aside", True)
    kept = RejectedMail.objects.get()
    assert b"Wer bin ich" not in bytes(kept.raw)
    assert vault.open_for_the_house(bytes(kept.raw), bound_to=kept.digest) == raw
    assert take_in(company=cast.kaffeewerk, raw=raw) == outcome
    assert RejectedMail.objects.count() == 1


def test_a_machine_gets_no_automatic_answer(cast: Cast) -> None:
    raw = MAIL.replace(b"Subject:", b"Auto-Submitted: auto-replied\nSubject:")
    assert take_in(company=cast.kaffeewerk, raw=raw).kind == "new"
    assert not Outbox.objects.filter(kind="asked").exists()


def test_a_delivery_report_is_nobodys_question(cast: Cast) -> None:
    raw = MAIL.replace(b"Karla Blum <karla@example.org>", b"MAILER-DAEMON@example.org", 1).replace(
        b"Subject:", b"Auto-Submitted: auto-replied\nSubject:"
    )
    assert take_in(company=cast.kaffeewerk, raw=raw).kind == "set aside"


def test_a_very_long_mail_keeps_its_end_as_a_file(cast: Cast) -> None:
    raw = MAIL + b"wirklich sehr lang " * 2000
    take_in(company=cast.kaffeewerk, raw=raw)
    assert Message.objects.get().attachments.count() == 1


def test_something_unexpected_loses_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**options: object) -> None:
        raise KeyError("unexpected")

    monkeypatch.setattr("oase.channels.email.ingesting.receive", broken)
    assert take_in(company=cast.kaffeewerk, raw=MAIL).reason == "It could not be taken in (KeyError)."
    assert RejectedMail.objects.count() == 1
    assert Conversation.objects.count() == 0


def test_the_command_says_what_became_of_each(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(MAIL)
    (tmp_path / "two.eml").write_bytes(b"nothing at all")
    out = StringIO()
    call_command("ingest", str(tmp_path), stdout=out)
    assert "set aside  " in out.getvalue()
    assert out.getvalue().endswith("2 mails: 1 new, 0 reply, 0 answer, 0 known, 1 set aside\n")


@pytest.mark.skipif(not os.environ.get("OASE_MAIL_CORPUS"), reason="a folder of other people's mails, not in here")
def test_a_corpus_goes_in_without_a_crash(cast: Cast) -> None:
    out = StringIO()
    call_command("ingest", os.environ["OASE_MAIL_CORPUS"], stdout=out)
    assert "could not be taken in" not in out.getvalue()
