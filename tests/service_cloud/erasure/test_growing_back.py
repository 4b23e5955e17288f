"""Pages that began before somebody was forgotten and end after: nothing of theirs grows back."""

from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import user_logged_in
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import EmailMessage
from django.db import IntegrityError, connection, transaction

from oase.channels.email.local import LocalMailBackend
from oase.channels.email.models import LocalMail
from oase.conversations import actions, assignments
from oase.conversations.actions import replying
from oase.conversations.models import Conversation, Message
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.people.actions import change_profile
from oase.people.models import Person
from oase.ratings.actions import rate
from oase.ratings.models import Rating
from oase.service_cloud.erasure.erasing import erase
from tests.cast import Cast
from tests.service_cloud.erasure.story import everything_stored, wish
from tests.threads import at_once


@pytest.fixture
def stale(cast: Cast) -> Person:
    """Karla as a page has read her a moment before she was forgotten."""
    stale = Person.objects.get(pk=cast.karla.pk)
    stale.last_name = "Zwitscherling"
    conversation = cast.given_on()
    actions.reply(
        conversation_id=conversation.pk, author=cast.ada, role=Message.AGENT, text="Ich sehe nach.", client_id=uuid4()
    )
    erase(wish(cast.karla).pk)
    return stale


def test_a_profile_saved_too_late_names_nobody(stale: Person) -> None:
    with pytest.raises(IntegrityError, match="forgotten"):
        change_profile(
            person=stale, first_name="Karla", last_name="Zwitscherling", face="", language="de", contact={"phone": "1"}
        )
    assert "Zwitscherling" not in everything_stored()
    assert Person.objects.get(pk=stale.pk).first_name == ""


@pytest.mark.parametrize(
    "change",
    [{"email": "karla@example.org"}, {"is_active": True}, {"password": "x"}, {"last_login": clock.now()}],
)
def test_the_empty_row_stays_empty(stale: Person, change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match="forgotten"), transaction.atomic():
        Person.objects.filter(pk=stale.pk).update(**change)


def test_a_sign_in_that_ends_too_late_opens_nothing(stale: Person) -> None:
    with pytest.raises(IntegrityError, match="forgotten"), transaction.atomic():
        user_logged_in.send(sender=Person, request=None, user=stale)
    with pytest.raises(IntegrityError, match="forgotten"), transaction.atomic():
        EmailAddress.objects.create(user=stale, email="zwitscherling@example.org")


def test_what_others_begin_too_late_is_refused_with_a_sentence(
    cast: Cast, stale: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock waits for the erasing, and gives back the person as they were before (READ COMMITTED, a join)."""
    conversation = Conversation.objects.get(customer__person=stale)

    def as_before(conversation_id: object) -> Conversation:
        locked = assignments.lock(conversation.pk)
        locked.customer.person = stale
        return locked

    monkeypatch.setattr(replying, "lock_where_told", as_before)
    for audience in (Message.CONVERSATION, Message.STAFF):
        with pytest.raises(Refused):
            actions.reply(
                conversation_id=conversation.pk, author=cast.ada, role=Message.AGENT, text="Frau Zwitscherling?",
                client_id=uuid4(), audience=audience,
            )  # fmt: skip


def test_stars_given_too_late_are_not_kept(stale: Person) -> None:
    conversation = Conversation.objects.get(customer__person=stale)
    with pytest.raises(Refused):
        rate(conversation_id=conversation.pk, by=stale, stars=5, thanks="Danke, Ihre Nachtigall")
    assert not Rating.objects.exists()


def test_every_address_of_theirs_is_forgotten(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of address that was begun, and a sign-in that was not ended, hold addresses as well."""
    monkeypatch.setattr(EmailMessage, "send", lambda self: LocalMailBackend().send_messages([self]))
    EmailAddress.objects.create(user=cast.karla, email=cast.karla.email, primary=True, verified=True)
    EmailAddress.objects.create(user=cast.karla, email="neue.zwitscherling@example.org")
    LocalMail.objects.create(recipient="neue.zwitscherling@example.org", subject="Ihr Code", body="ABC")
    begun = SessionStore()
    begun["account_login_code"] = {"email": cast.karla.email.upper(), "user_id": cast.karla.pk}
    begun.save()
    someone = SessionStore()
    someone["account_login_code"] = {"email": cast.mallory.email, "user_id": cast.mallory.pk}
    someone.save()
    address = cast.karla.email
    erase(wish(cast.karla).pk)
    stored = everything_stored().lower()
    assert [word for word in ("neue.zwitscherling", address) if word in stored] == []
    assert SessionStore().exists(str(someone.session_key))


def test_a_question_asked_at_the_same_moment_is_whole_or_not_there(cast: Cast) -> None:
    wished = wish(cast.karla)
    for text in ("Meine Aroma 4 pfeift laut.", "Und sie tropft."):
        at_once(lambda text=text: cast.asks(text), lambda: erase(wished.pk))  # type: ignore[misc]
    erase(wished.pk)
    for conversation in Conversation.objects.filter(customer__person=cast.karla):
        assert conversation.solved_at is not None
        assert not Message.objects.filter(conversation=conversation).exclude(original=None).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM oase_sealed WHERE person_id = %s", [cast.karla.pk])
        assert cursor.fetchone() == (0,)
