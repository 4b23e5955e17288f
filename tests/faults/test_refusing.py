"""The disk is full, or so slow that people press twice: it is said, nothing is half there, and the next try works.

The database itself refuses here, at the statement or only when the commit comes.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connections
from django.test import Client

from oase.conversations.actions import save_draft
from oase.conversations.models import Conversation, Draft, Message
from oase.privacy.models import Sealed
from tests.cast import Cast
from tests.channels.live.door import Answer, Door, session_of, told
from tests.conversations.story import fingerprint, says
from tests.threads import at_once

AT_THE_STATEMENT = "BEFORE INSERT ON oase_message FOR EACH ROW"
AT_THE_COMMIT = "AFTER INSERT ON oase_message DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
# SQLSTATE 53100, disk_full.
FULL = "RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; RETURN NEW;"
SLOW = "PERFORM pg_sleep(0.4); RETURN NEW;"


@contextmanager
def disk(when: str, does: str) -> Iterator[None]:
    """A disk that is not well while messages are written."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"CREATE FUNCTION oase_test_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does} END $$")
        constraint = "CONSTRAINT" if "DEFERRABLE" in when else ""
        cursor.execute(f"CREATE {constraint} TRIGGER test_disk {when} EXECUTE FUNCTION oase_test_disk()")
    try:
        yield
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("DROP FUNCTION oase_test_disk() CASCADE")


def kept(conversation: Conversation) -> tuple[object, ...]:
    return (*fingerprint(conversation), Sealed.objects.count(), Draft.objects.count())


@pytest.mark.parametrize("when", [AT_THE_STATEMENT, AT_THE_COMMIT])
def test_by_the_live_path_a_full_disk_is_said_and_the_same_message_goes_out_later_once(
    cast: Cast, when: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    conversation, session, client_id = cast.claimed(), session_of(cast.karla), uuid4()
    save_draft(conversation_id=conversation.pk, person=cast.karla, body="Da")
    before = kept(conversation)

    def sends() -> Answer:
        return told(
            lambda: Door().say(
                conversation.pk, "Da ist noch etwas.", session=session, more={"client_id": str(client_id)}
            )
        )

    with disk(when, FULL):
        answers = [sends(), sends()]
    assert [answer.told for answer in answers] == [(503, "away")] * 2
    assert all(int(answer.headers["retry-after"]) > 0 for answer in answers)
    assert kept(conversation) == before
    first, second = sends(), sends()
    assert (first.status, second.status) == (201, 200)
    assert first.json["seq"] == second.json["seq"]
    assert Message.objects.filter(conversation=conversation, client_id=client_id).count() == 1
    assert not Draft.objects.exists()


@pytest.mark.parametrize("when", [AT_THE_STATEMENT, AT_THE_COMMIT])
def test_by_the_form_too(cast: Cast, when: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    conversation, client_id = cast.claimed(), uuid4()
    karla = Client(raise_request_exception=False)
    karla.force_login(cast.karla, backend="oase.portals.public.backend.SignInBackend")
    before = kept(conversation)
    form = {"text": "Da ist noch etwas.", "client_id": str(client_id)}
    with disk(when, FULL):
        assert karla.post(f"/concerns/{conversation.pk}/reply/", form).status_code >= 500
    assert kept(conversation) == before
    for _ in range(2):
        assert karla.post(f"/concerns/{conversation.pk}/reply/", form).status_code == 303
    assert Message.objects.filter(conversation=conversation, client_id=client_id).count() == 1


@pytest.mark.parametrize("when", [AT_THE_STATEMENT, AT_THE_COMMIT])
def test_a_question_that_cannot_be_written_leaves_no_empty_concern(cast: Cast, when: str) -> None:
    client_id = uuid4()
    with disk(when, FULL), pytest.raises(OperationalError):
        cast.asks(client_id=client_id)
    assert not Conversation.objects.exists()
    assert not Sealed.objects.filter(kind="message").exists()
    assert cast.asks(client_id=client_id) == cast.asks(client_id=client_id)


@pytest.mark.parametrize("when", [AT_THE_STATEMENT, AT_THE_COMMIT])
def test_who_presses_again_while_the_disk_is_slow_is_told_the_same(cast: Cast, when: str) -> None:
    conversation, client_id = cast.claimed(), uuid4()
    seqs: list[int] = []

    def presses() -> None:
        seqs.append(says(cast.karla, "customer", conversation, "Da ist noch etwas.", client_id=client_id).seq)

    with disk(when, SLOW):
        assert at_once(presses, presses, presses) == []
    assert len(set(seqs)) == 1
    assert Message.objects.filter(conversation=conversation, client_id=client_id).count() == 1


def test_one_company_with_a_slow_disk_moment_keeps_the_order_of_a_conversation(cast: Cast) -> None:
    conversation = cast.claimed()
    with disk(AT_THE_COMMIT, SLOW):
        assert at_once(*(lambda: says(cast.karla, "customer", conversation) for _ in range(3))) == []
    conversation.refresh_from_db()
    numbers = [
        *conversation.messages.values_list("seq", flat=True),
        *conversation.events.values_list("seq", flat=True),
    ]
    assert sorted(numbers) == list(range(1, conversation.last_seq + 1))


def there(conversation_id: UUID) -> int:
    return Message.objects.filter(conversation_id=conversation_id).count()


def test_one_connection_that_dies_in_the_middle_takes_nobody_elses_words(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    """A batch's connection is ended by the server between the statement and the commit."""
    caplog.set_level(logging.CRITICAL)
    mine, theirs, session = cast.claimed(), cast.asks(), session_of(cast.karla)
    ids = {mine.pk: uuid4(), theirs.pk: uuid4()}

    def send(one: Conversation) -> Answer:
        return told(lambda: Door().say(one.pk, "Noch etwas.", session=session, more={"client_id": str(ids[one.pk])}))

    before = {pk: there(pk) for pk in ids}
    with disk(AT_THE_COMMIT, "PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW;"):
        assert send(mine).told == (503, "away")
    assert {pk: there(pk) for pk in ids} == before
    assert [send(one).status for one in (mine, theirs, mine, theirs)] == [201, 201, 200, 200]
    assert {pk: there(pk) for pk in ids} == {pk: count + 1 for pk, count in before.items()}
