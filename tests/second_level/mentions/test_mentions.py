"""Ada asks Dora in a note: Dora is told, Karla and strangers learn nothing, and it is over when Dora says so."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail

from oase.channels.email import mentioning
from oase.channels.push.gathering import gather
from oase.channels.push.models import Push, PushDevice
from oase.companies.care import customer_of
from oase.companies.models import Membership
from oase.conversations import actions
from oase.conversations.append import NotAllowed
from oase.conversations.models import Conversation, Message
from oase.conversations.reading import Mark, mark
from oase.conversations.words import Refused
from oase.experts.routing import receive
from oase.jobs import clock
from oase.people.models import Person
from oase.second_level.mentions.actions import MAIL_AFTER, settle, write_note
from oase.second_level.mentions.models import Mention
from oase.second_level.mentions.queries import named_by, open_mentions_of
from tests.cast import Cast


def note(conversation: Conversation, author: Person, text: str, client_id: UUID | None = None) -> None:
    write_note(conversation_id=conversation.pk, author=author, text=text, client_id=client_id or uuid4())


def waits_for(cast: Cast, person: Person) -> list[UUID]:
    return [one.conversation_id for one in open_mentions_of(cast.member(person))]


def test_dora_is_told_until_she_says_that_it_is_done(cast: Cast) -> None:
    conversation = cast.given_on()
    note(conversation, cast.ada, "@Dora, kennst du den Sensor?")
    assert (waits_for(cast, cast.dora), waits_for(cast, cast.sven), waits_for(cast, cast.ada)) == (
        [conversation.pk], [], [],
    )  # fmt: skip
    assert named_by(cast.member(cast.dora), conversation) == "Ada"
    assert settle(conversation_id=conversation.pk, person=cast.sven) == 0
    assert settle(conversation_id=conversation.pk, person=cast.dora) == 1
    assert waits_for(cast, cast.dora) == []


def test_whoever_writes_has_dealt_with_it(cast: Cast) -> None:
    conversation = cast.given_on()
    note(conversation, cast.ada, "@Dora?")
    note(conversation, cast.dora, "Ja, den kenne ich.")
    assert waits_for(cast, cast.dora) == []
    note(conversation, cast.ada, "@Dora, noch etwas.")
    assert waits_for(cast, cast.dora) == [conversation.pk]


def test_sent_twice_names_once_and_nobody_names_themself(cast: Cast) -> None:
    conversation, once = cast.given_on(), uuid4()
    for _ in range(2):
        note(conversation, cast.ada, "@Dora und @Ada", once)
    assert list(Mention.objects.values_list("person_id", flat=True)) == [cast.dora.pk]


def test_an_unclear_name_leaves_no_note_behind(cast: Cast) -> None:
    conversation = cast.given_on()
    other = Person.objects.create(email="d@example.org", first_name="Dora", last_name="Zwei")
    Membership.objects.create(person=other, company=cast.kaffeewerk)
    with pytest.raises(Refused, match="Dora"):
        note(conversation, cast.ada, "@Dora?")
    assert not conversation.messages.filter(audience=Message.STAFF).exists()


def test_a_stranger_writes_no_note_and_finds_out_no_names(cast: Cast) -> None:
    conversation = cast.given_on()
    for stranger in (cast.mallory, cast.karla, cast.emil):
        with pytest.raises(NotAllowed):
            note(conversation, stranger, "@Dora @Ada @Sven")
    assert not Mention.objects.exists()


def test_nobody_is_named_in_their_own_concern(cast: Cast) -> None:
    own = receive(
        customer=customer_of(person=cast.dora, company=cast.kaffeewerk), text="Meine Mühle klemmt.",
        client_id=uuid4(), wants_company=True,
    )  # fmt: skip
    note(own, cast.sven, "@Dora ist heute schlecht gelaunt.")
    assert not Mention.objects.exists()


def test_a_name_in_an_answer_to_the_customer_is_only_a_word(cast: Cast) -> None:
    conversation = cast.given_on()
    actions.reply(
        conversation_id=conversation.pk, author=cast.ada, role=Message.AGENT, text="@Dora hilft.", client_id=uuid4()
    )
    assert not Mention.objects.exists()


@pytest.fixture
def outbox(settings: Any) -> list[Any]:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    mail.outbox = []
    return mail.outbox


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = clock.now() + MAIL_AFTER + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_the_mail_comes_later_once_and_holds_no_word_of_it(
    cast: Cast, outbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = cast.given_on()
    note(conversation, cast.ada, "@Dora, der Sensor von Frau Blum?")
    assert mentioning.send_mentions() == 0
    later(monkeypatch)
    assert (mentioning.send_mentions(), mentioning.send_mentions()) == (1, 0)
    (told,) = outbox
    assert (told.to, told.subject) == (["dora@example.org"], "Ada fragt Sie in einer internen Notiz")
    assert f"/office/kaffeewerk/{conversation.pk}/" in told.body
    for word in ("Sensor", "Blum", "Karla", "Aroma"):
        assert word not in told.body


@pytest.mark.parametrize("why", ["read", "done", "left"])
def test_no_mail_goes_to_whom_it_is_no_news(
    cast: Cast, outbox: list[Any], monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    conversation = cast.given_on()
    note(conversation, cast.ada, "@Dora?")
    conversation.refresh_from_db()
    match why:
        case "read":
            seq = conversation.last_seq
            mark([Mark(conversation.pk, Message.AGENT, cast.dora.pk, seq, seq)])
        case "done":
            settle(conversation_id=conversation.pk, person=cast.dora)
        case "left":
            Membership.objects.filter(person=cast.dora).update(left_at=clock.now())
    later(monkeypatch)
    assert mentioning.send_mentions() == 0
    assert outbox == []
    assert Mention.objects.get().sent_at is not None


def test_her_device_rings_too(cast: Cast) -> None:
    conversation = cast.given_on()
    PushDevice.objects.create(digest="d" * 64, person=cast.dora, session_key="s", sealed=b"", label="Firefox · Android")
    PushDevice.objects.update(created_at=clock.now() - timedelta(hours=1))
    note(conversation, cast.ada, "@Dora?")
    gather()
    (push,) = Push.objects.all()
    assert (push.key, push.conversation_id) == (f"named:{Mention.objects.get().pk}", conversation.pk)
