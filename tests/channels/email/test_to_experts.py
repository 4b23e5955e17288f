"""What experts are told by mail: when, how often, and that nothing of a question stands in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from oase.channels.email.to_experts import deliver_due
from oase.conversations import actions
from oase.conversations.models import Conversation, Message
from oase.conversations.reading import last_seq, seen
from oase.conversations.words import IncomingFile
from oase.experts import actions as expert_actions
from oase.experts.availability import actions as wishes
from oase.experts.availability.hours import Span
from oase.experts.availability.models import Availability, ExpertNotice, Pause
from oase.experts.availability.notices import gather, post
from oase.experts.availability.presence import keep_due
from oase.experts.availability.unsubscribing import token_for
from oase.experts.checks import deciding
from oase.experts.models import Expert, Offer
from oase.jobs import clock
from tests.cast import IBAN, PHONE, QUESTION, Cast
from tests.experts.checks.story import waiting, window_ends

SECRETS = ("Karla", "Blum", "karla@", PHONE, IBAN, "E12", "brüht", "Rechnung.pdf")


@pytest.fixture(autouse=True)
def memory(settings: Settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


@contextmanager
def later(**span: float) -> Iterator[datetime]:
    with clock.standing_at(clock.now() + timedelta(**span)):
        yield clock.now()


def told(**span: float) -> int:
    """How many mails to experts leave after so long."""
    with later(**span):
        gather()
        return deliver_due()


def whole(sent: mail.EmailMessage) -> str:
    assert isinstance(sent, mail.EmailMultiAlternatives)
    return "\n".join(map(str, [sent.subject, sent.body, sent.from_email, sent.alternatives, sent.extra_headers]))


def writes(cast: Cast, conversation: Conversation, text: str, files: list[IncomingFile] | None = None) -> None:
    actions.reply(
        conversation_id=conversation.pk, author=cast.karla, role=Message.CUSTOMER, text=text, client_id=uuid4(),
        files=files or [],
    )  # fmt: skip


def test_an_offer_is_told_without_a_word_of_the_question(cast: Cast) -> None:
    cast.asks(QUESTION, files=[IncomingFile("Rechnung.pdf", "application/pdf", 1, BytesIO(b"x"))])
    assert told() == 0
    assert told(seconds=20) == 1
    assert told(seconds=40) == 0
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["emil@example.org"], "Eine Frage wartet auf Sie")
    assert "Kaffeemaschinen · Kaffeewerk" in sent.body
    assert [secret for secret in SECRETS if secret in whole(sent)] == []
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_burst_is_one_mail_and_what_comes_later_another(cast: Cast) -> None:
    Expert.objects.update(offers_at_once=20)
    for number in range(3):
        cast.asks(f"Meine Aroma {number} brüht nicht.")
    assert told(seconds=30) == 1
    assert mail.outbox[0].subject == "3 Fragen warten auf Sie"
    with later(minutes=2):
        cast.asks("Meine Aroma 4 brüht nicht.")
    assert told(minutes=3) == 0
    assert told(minutes=4) == 0
    # A quarter of the 15 minutes that are promised here.
    assert told(minutes=4, seconds=15) == 1
    assert mail.outbox[1].subject == "Eine Frage wartet auf Sie"
    assert told(minutes=5) == 0


def test_a_shorter_promise_makes_a_shorter_burst(cast: Cast) -> None:
    cast.machines.first_answer_minutes = 4
    cast.machines.save()
    cast.asks()
    assert told(seconds=30) == 1
    with later(seconds=40):
        cast.asks("Meine Aroma 4 brüht nicht.")
    assert told(seconds=85) == 0
    assert told(seconds=91) == 1


@pytest.mark.parametrize("reaction", ["claims", "declines", "opens the desk"])
def test_whoever_reacts_is_told_of_the_next_offer_at_once(cast: Cast, client: Client, reaction: str) -> None:
    conversation = cast.asks()
    assert told(seconds=30) == 1
    with later(seconds=60):
        if reaction == "claims":
            expert_actions.claim(offer_id=cast.offer_to(cast.emil, conversation).pk, by=cast.emil)
        elif reaction == "declines":
            expert_actions.decline(offer_id=cast.offer_to(cast.emil, conversation).pk, by=cast.emil)
        else:
            client.force_login(cast.emil)
            # What reads itself again on a page that nobody looks at is no reaction.
            client.get(reverse("desk-offers"))
            assert not ExpertNotice.objects.filter(reason="seen").exists()
            client.get(reverse("desk"))
    with later(seconds=70):
        cast.asks("Meine Aroma 4 brüht nicht.")
    assert told(seconds=80) == 0
    assert told(seconds=91) == 1
    # It is the next burst, not the end of all bursts.
    with later(seconds=100):
        cast.asks("Meine Aroma 5 brüht nicht.")
    assert told(seconds=150) == 0


def test_a_senior_is_told_of_an_answer_to_look_at(cast: Cast) -> None:
    waiting(cast, "Bitte das Sieb F88 spülen.")
    assert told(seconds=10) == 0
    assert told(seconds=21) == 1
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["emil@example.org"], "Eine Antwort wartet auf Ihren zweiten Blick")
    assert "Kaffeemaschinen · Kaffeewerk" in sent.body
    assert [secret for secret in (*SECRETS, "F88", "Nils", "spülen") if secret in whole(sent)] == []
    assert told(seconds=40) == 0


@pytest.mark.parametrize("why", ["taken", "passed", "out", "unwanted", "away"])
def test_what_needs_no_look_from_him_any_more_is_not_told(cast: Cast, why: str) -> None:
    _nils, _conversation, check = waiting(cast)
    gather()
    match why:
        case "taken":
            deciding.take(check_id=check.pk, by=cast.emil)
        case "passed":
            deciding.let_go_by(check_id=check.pk, by=cast.emil)
        case "out":
            assert window_ends(check) == 1
        case "unwanted":
            wishes.set_mails(by=cast.emil, offers=False, replies=True)
        case _:
            wishes.set_available(by=cast.emil, available=False)
    assert told(seconds=25) == 0


def test_too_late_for_a_look_nobody_is_called(cast: Cast) -> None:
    waiting(cast)
    assert told(minutes=4, seconds=30) == 0


def test_one_click_turns_offers_off_and_nothing_else(cast: Cast, settings: Settings) -> None:
    settings.BASE_URL = "https://oase.example.org"
    cast.asks()
    assert told(seconds=30) == 1
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix("https://oase.example.org")
    program = Client(enforce_csrf_checks=True)
    assert program.get(address).status_code == 200
    assert not Availability.objects.filter(mail_offers=False).exists()
    assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    kept = Availability.objects.get(pk=cast.emil.pk)
    assert (kept.mail_offers, kept.mail_replies, kept.reacted_at) == (False, True, None)
    with later(minutes=20):
        cast.asks("Meine Aroma 4 brüht nicht.")
    assert told(minutes=21) == 0


def test_an_address_for_unsubscribing_cannot_be_made_up(cast: Cast, client: Client) -> None:
    good = token_for(cast.emil.pk, "replies")
    for token in (good + "x", "x" + good, good.partition(":")[0] + ":" + "A" * 43, "nonsense", token_for(1, "paused")):
        if token:
            assert client.post(reverse("no-mails", args=[token])).status_code == 404
    assert Availability.objects.filter(mail_replies=False).count() == 0
    assert token_for(cast.emil.pk, "paused") == ""
    assert client.post(reverse("no-mails", args=[good])).status_code == 200
    assert Availability.objects.filter(mail_replies=False, mail_offers=True).count() == 1


def test_without_https_no_header_promises_one_click(cast: Cast) -> None:
    cast.asks()
    assert told(seconds=30) == 1
    assert [name for name in mail.outbox[0].extra_headers if name.startswith("List-")] == []


def test_what_is_gone_by_then_is_not_told(cast: Cast) -> None:
    conversation = cast.asks()
    gather()
    expert_actions.claim(offer_id=cast.offer_to(cast.emil, conversation).pk, by=cast.emil)
    assert told(minutes=1) == 0
    other = cast.asks("Meine Aroma 5 brüht nicht.")
    gather()
    expert_actions.decline(offer_id=cast.offer_to(cast.emil, other).pk, by=cast.emil)
    assert told(minutes=2) == 0
    assert mail.outbox == []
    # What was never told takes no later one along.
    with later(minutes=3):
        cast.asks("Meine Aroma 6 brüht nicht.")
    assert told(minutes=4) == 1


def test_who_does_not_want_mails_gets_none(cast: Cast) -> None:
    wishes.set_mails(by=cast.emil, offers=False, replies=False)
    conversation = cast.asks()
    assert told(minutes=1) == 0
    expert_actions.claim(offer_id=cast.offer_to(cast.emil, conversation).pk, by=cast.emil)
    writes(cast, conversation, "Geht es weiter?")
    assert (told(minutes=2), ExpertNotice.objects.count()) == (0, 0)


def test_a_wish_that_comes_before_the_mail_counts(cast: Cast) -> None:
    cast.asks()
    gather()
    wishes.set_mails(by=cast.emil, offers=False, replies=True)
    assert told(minutes=1) == 0


def test_who_left_meanwhile_is_not_called(cast: Cast) -> None:
    cast.asks()
    gather()
    wishes.set_available(by=cast.emil, available=False)
    assert told(minutes=1) == 0


def test_a_refusing_server_is_asked_again_later(cast: Cast, settings: Settings) -> None:
    cast.asks()
    working = settings.MAILERS
    settings.MAILERS = {"default": {"BACKEND": "tests.channels.email.test_delivering.NoBackend"}}
    assert told(seconds=30) == 0
    assert (ExpertNotice.objects.get().attempts, ExpertNotice.objects.get().sent_at) == (1, None)
    settings.MAILERS = working
    assert told(seconds=31) == 0
    assert told(minutes=3) == 1


def test_a_follow_up_comes_from_a_relay_address_with_the_shielded_words(cast: Cast) -> None:
    conversation = cast.claimed()
    with later(minutes=1):
        writes(cast, conversation, f"Karla Blum noch einmal, {PHONE}: Die Pumpe klackert.",
               [IncomingFile("Rechnung.pdf", "application/pdf", 1, BytesIO(b"x"))])  # fmt: skip
    assert told(minutes=1, seconds=30) == 0
    assert told(minutes=2) == 1
    (sent,) = mail.outbox
    assert "Die Pumpe klackert." in sent.body
    assert [secret for secret in ("Karla", "Blum", "karla@", PHONE, "Rechnung.pdf") if secret in whole(sent)] == []
    address = sent.extra_headers["Reply-To"]
    assert address in sent.from_email
    assert "emil@example.org" not in whole(sent)
    assert f"/desk/{conversation.pk}/" in sent.body


def test_several_words_in_a_row_are_one_mail(cast: Cast) -> None:
    conversation = cast.claimed()
    with later(minutes=1):
        for number in range(3):
            writes(cast, conversation, f"Nachtrag {number}.")
    assert told(minutes=2) == 1
    assert [f"Nachtrag {number}." in mail.outbox[0].body for number in range(3)] == [True] * 3
    with later(minutes=2, seconds=30):
        writes(cast, conversation, "Nachtrag 3.")
    assert told(minutes=3) == 0
    assert told(minutes=6) == 1
    assert ["Nachtrag 2." in mail.outbox[1].body, "Nachtrag 3." in mail.outbox[1].body] == [False, True]


def test_what_was_read_or_answered_on_the_desk_is_not_mailed(cast: Cast) -> None:
    conversation = cast.claimed()
    with later(minutes=1):
        writes(cast, conversation, "Die Pumpe klackert.")
        seen(conversation.pk, Message.EXPERT, cast.emil.pk, last_seq(conversation.pk))
    assert told(minutes=2) == 0
    with later(minutes=3):
        writes(cast, conversation, "Immer noch.")
        gather()
        expert_actions.answer(conversation_id=conversation.pk, by=cast.emil, text="Entlüften.", client_id=uuid4())
    assert told(minutes=5) == 0
    assert mail.outbox == []


def test_once_it_has_moved_on_its_words_are_not_his(cast: Cast) -> None:
    conversation = cast.claimed()
    with later(minutes=1):
        writes(cast, conversation, "Die Pumpe klackert.")
        gather()
        expert_actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="documents", hint="")
    assert told(minutes=5) == 0


def test_outside_his_hours_only_what_he_is_at_work_on_is_mailed(cast: Cast) -> None:
    evening = datetime.fromisoformat("2030-06-03T21:55:00+00:00")
    with clock.standing_at(evening):
        wishes.set_hours(by=cast.emil, spans=[Span(0, time(18), time(22))], time_zone="UTC")
        conversation = cast.claimed()
    with clock.standing_at(evening + timedelta(minutes=10)):
        keep_due()
        writes(cast, conversation, "Die Pumpe klackert.")
    with clock.standing_at(evening + timedelta(minutes=11)):
        assert (Expert.objects.get().there, gather(), deliver_due()) == (False, 1, 1)
    with clock.standing_at(evening + timedelta(minutes=90)):
        writes(cast, conversation, "Sind Sie noch da?")
    with clock.standing_at(evening + timedelta(minutes=91)):
        assert (gather(), deliver_due()) == (1, 0)
    # It is news again when his hours begin, as long as he holds it.
    with clock.standing_at(evening + timedelta(days=7, hours=-3)):
        keep_due()
        assert deliver_due() == 1


def test_the_silent_are_told_once_that_they_are_left_in_peace(cast: Cast) -> None:
    Pause.objects.create(person=cast.emil, unanswered=5)
    post(person_id=cast.emil.pk, kind="paused", key="paused:1")
    post(person_id=cast.emil.pk, kind="paused", key="paused:1")
    assert told() == 1
    assert "5 Mal hintereinander" in mail.outbox[0].body
    # Who is back by then is not told that they were away.
    post(person_id=cast.emil.pk, kind="paused", key="paused:2")
    wishes.set_available(by=cast.emil, available=True)
    assert told() == 0


def test_english_experts_get_english_mail(cast: Cast) -> None:
    cast.emil.language = "en"
    cast.emil.save()
    cast.asks()
    assert told(seconds=30) == 1
    assert mail.outbox[0].subject == "A question waits for you"
    assert "Coffee machines · Kaffeewerk" in mail.outbox[0].body


def test_nobody_else_is_told(cast: Cast) -> None:
    cast.asks()
    Offer.objects.update(expires_at=clock.now() + timedelta(hours=1))
    told(minutes=1)
    assert {address for sent in mail.outbox for address in sent.to} == {"emil@example.org"}
