"""Each law of the house, and an honest attempt to break it below the pages."""

import threading
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from oase.config.data_folder import connection_parameters
from oase.conversations import actions, watching
from oase.conversations.append import NewMessage, NotAllowed, append
from oase.conversations.models import Assignment, Conversation, Event, Message
from oase.experts.routing import offer_wave
from oase.jobs import clock
from oase.live.notify import CHANNEL, Poke, poke
from oase.live.sealing import unseal
from oase.privacy import vault
from oase.privacy.models import AccessLog
from tests.cast import QUESTION, Cast, current

# --- Law 1: no dead end -------------------------------------------------------------------------------------------


def test_an_open_conversation_without_an_assignment_cannot_be_committed(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="0 current assignments"), transaction.atomic():
        Conversation.objects.create(
            company=cast.kaffeewerk, customer=cast.customer, client_id=uuid4(), pseudonym="still-linde"
        )
    assert Conversation.objects.count() == 0


def test_a_second_current_assignment_is_refused(cast: Cast) -> None:
    conversation = cast.asks()
    with pytest.raises(IntegrityError, match="one_current_assignment"), transaction.atomic():
        Assignment.objects.create(
            conversation=conversation, level="advisor", holder=cast.ada, due_at=timezone.now() + timedelta(hours=1)
        )


def test_an_assignment_cannot_just_end(cast: Cast) -> None:
    conversation = cast.asks()
    with pytest.raises(IntegrityError, match="0 current assignments"), transaction.atomic():
        conversation.assignments.update(ended_at=timezone.now())
    with pytest.raises(IntegrityError, match="0 current assignments"), transaction.atomic():
        conversation.assignments.all().delete()
    assert current(conversation).level == Assignment.NETWORK


def test_what_is_solved_is_held_by_nobody(cast: Cast) -> None:
    conversation = cast.given_on()
    with pytest.raises(IntegrityError, match="still held"), transaction.atomic():
        Conversation.objects.filter(pk=conversation.pk).update(solved_at=timezone.now())


def test_a_promise_has_a_time(cast: Cast) -> None:
    conversation = cast.asks()
    with pytest.raises(IntegrityError, match="due_at"), transaction.atomic():
        conversation.assignments.update(due_at=None)


def test_an_assignment_has_the_holder_its_level_says(cast: Cast) -> None:
    conversation = cast.asks()
    with pytest.raises(IntegrityError, match="level_fits_holder"), transaction.atomic():
        conversation.assignments.update(holder=cast.mallory)
    with pytest.raises(IntegrityError, match="level_fits_holder"), transaction.atomic():
        conversation.assignments.update(level="advisor")


def test_a_lapsed_promise_moves_on_by_itself_along_the_whole_chain(cast: Cast) -> None:
    conversation = cast.asks()
    steps = []
    for _ in range(6):
        steps.append((current(conversation).level, current(conversation).holder))
        with clock.standing_at(current(conversation).due_at + timedelta(seconds=1)):
            assert watching.move_lapsed() == 1
    assert steps == [
        ("network", None),
        ("advisor", cast.ada),
        ("deputy", cast.dora),
        ("team", None),
        ("supervisors", None),
        ("supervisors", None),
    ]
    assert current(conversation).is_late


def test_a_promise_moves_on_once_however_many_watch(cast: Cast) -> None:
    conversation = cast.asks()
    moment = current(conversation).due_at + timedelta(seconds=1)
    moved: list[int] = []

    def watch() -> None:
        with clock.standing_at(moment):
            moved.append(watching.move_lapsed())
        connections.close_all()

    _at_once(watch, times=8)
    assert sum(moved) == 1
    assert current(conversation).level == Assignment.ADVISOR
    assert Event.objects.filter(kind="lapsed").count() == 1


def test_silence_is_noticed_then_taken_for_a_yes_and_any_reply_reopens_with_the_same_people(cast: Cast) -> None:
    conversation = cast.given_on()
    actions.reply(conversation_id=conversation.pk, author=cast.ada, role="agent", text="Erledigt.", client_id=uuid4())
    with clock.standing_at(current(conversation).due_at):
        watching.move_lapsed()
    assert current(conversation).reminded_at is not None
    with clock.standing_at(current(conversation).due_at):
        watching.move_lapsed()
    conversation.refresh_from_db()
    assert not conversation.is_open
    actions.reply(
        conversation_id=conversation.pk, author=cast.karla, role="customer", text="Doch nicht.", client_id=uuid4()
    )
    conversation.refresh_from_db()
    assert conversation.is_open
    assert (current(conversation).level, current(conversation).holder) == (Assignment.ADVISOR, cast.ada)


def test_nobody_is_held_by_someone_who_is_away(cast: Cast) -> None:
    ada = cast.member(cast.ada)
    ada.away_until = timezone.now() + timedelta(days=7)
    ada.save()
    cast.customer.refresh_from_db()
    conversation = cast.asks(wants_company=True)
    assert (current(conversation).level, current(conversation).holder) == (Assignment.DEPUTY, cast.dora)


# --- Law 2: harmless by default -----------------------------------------------------------------------------------


@pytest.fixture
def broken_shield(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    def broken(text: str, **options: object) -> None:
        raise RuntimeError(text)

    monkeypatch.setattr("oase.conversations.shielding.shield", broken)
    return monkeypatch


def test_when_the_shield_errs_nothing_is_readable_and_no_expert_is_asked(
    cast: Cast, broken_shield: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    conversation = cast.asks()
    message = conversation.messages.get()
    assert (message.body, message.shielded_at, conversation.subject) == ("", None, "")
    assert (current(conversation).level, current(conversation).holder) == (Assignment.ADVISOR, cast.ada)
    assert vault.read_own(person_id=cast.karla.pk, ids=[message.original_id]) == {message.original_id: QUESTION}
    broken_shield.undo()
    assert watching.shield_again(message.pk)
    message.refresh_from_db()
    assert "E12" in message.body
    assert "Karla" not in message.body


def test_a_question_with_an_unshielded_message_is_offered_to_nobody(
    cast: Cast, broken_shield: pytest.MonkeyPatch
) -> None:
    broken_shield.undo()
    conversation = cast.asks()
    Message.objects.filter(conversation=conversation).update(body="", shielded_at=None)
    assert offer_wave(conversation, current(conversation)) == []


def test_an_unshielded_body_cannot_be_stored(cast: Cast) -> None:
    conversation = cast.asks()
    with pytest.raises(IntegrityError, match="unshielded_body_is_empty"), transaction.atomic():
        conversation.messages.update(body=QUESTION, shielded_at=None)


# --- Law 5: nothing is lost, nothing happens twice ----------------------------------------------------------------


def test_the_same_client_id_from_ten_threads_is_one_message(cast: Cast) -> None:
    conversation, client_id = cast.claimed(), uuid4()
    written = []

    def send() -> None:
        written.append(
            actions.reply(
                conversation_id=conversation.pk, author=cast.karla, role="customer", text="Hallo?", client_id=client_id
            )
        )
        connections.close_all()

    _at_once(send, times=10)
    assert {(one.id, one.seq) for one in written} == {(written[0].id, written[0].seq)}
    assert [one.new for one in written].count(True) == 1
    assert conversation.messages.filter(client_id=client_id).count() == 1


def test_the_history_has_no_gap_when_many_write_at_once(cast: Cast) -> None:
    conversation = cast.claimed()

    def send() -> None:
        actions.reply(
            conversation_id=conversation.pk, author=cast.karla, role="customer", text="Noch etwas.", client_id=uuid4()
        )
        connections.close_all()

    _at_once(send, times=10)
    messages = conversation.messages.values_list("seq", flat=True)
    events = conversation.events.values_list("seq", flat=True)
    conversation.refresh_from_db()
    assert sorted([*messages, *events]) == list(range(1, conversation.last_seq + 1))


def test_a_batch_is_appended_together_or_not_at_all(cast: Cast) -> None:
    mine, other = cast.claimed(), cast.asks("Zweite Frage zur Aroma 4.")
    now = timezone.now()

    def message(conversation: Conversation, author_id: int, role: str) -> NewMessage:
        return NewMessage(conversation.pk, uuid4(), author_id, role, "Text", now)

    first, second, third = append(
        [
            message(mine, cast.karla.pk, "customer"),
            message(other, cast.karla.pk, "customer"),
            message(mine, cast.emil.pk, "expert"),
        ]
    )
    assert third.seq == first.seq + 1
    assert second.new
    count = Message.objects.count()
    with pytest.raises(NotAllowed):
        append([message(mine, cast.karla.pk, "customer"), message(mine, cast.mallory.pk, "customer")])
    assert Message.objects.count() == count


def test_a_message_stands_as_it_was_written(cast: Cast) -> None:
    message = cast.asks().messages.get()
    for change in ({"author": cast.mallory}, {"seq": 99}, {"at": timezone.now()}, {"audience": "staff"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.filter(pk=message.pk).update(**change)


@pytest.mark.parametrize("statement", ["UPDATE oase_event SET kind = 'solved'", "DELETE FROM oase_event"])
def test_what_happened_stays_written(cast: Cast, statement: str) -> None:
    cast.asks()
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


# --- Law 4: reading leaves a trace --------------------------------------------------------------------------------


def test_an_original_opens_only_together_with_its_log(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = cast.given_on()
    message = conversation.messages.get(seq=1)

    def reveal(purpose: str) -> object:
        return vault.reveal(
            viewer_id=cast.ada.pk,
            purpose=purpose,
            about=conversation.pk,
            kind=AccessLog.ORIGINALS,
            ids=[message.original_id],
            person_id=cast.karla.pk,
        )

    with pytest.raises(ValueError, match="purpose"):
        reveal("  ")
    assert AccessLog.objects.count() == 0
    assert reveal("Garantie prüfen") == {message.original_id: QUESTION}
    assert reveal("Garantie prüfen") == {message.original_id: QUESTION}
    log = AccessLog.objects.get()
    assert (log.viewer, log.person, log.about, log.purpose) == (
        cast.ada,
        cast.karla,
        conversation.pk,
        "Garantie prüfen",
    )


@pytest.mark.parametrize("statement", ["UPDATE oase_accesslog SET purpose = 'x'", "DELETE FROM oase_accesslog"])
def test_the_access_log_cannot_be_changed(cast: Cast, statement: str) -> None:
    conversation = cast.given_on()
    vault.log_access(
        viewer_id=cast.ada.pk, purpose="Prüfen", about=conversation.pk, kind="file", person_id=cast.karla.pk
    )
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


# --- Law 6: pokes carry ids, to named people ----------------------------------------------------------------------


def test_a_poke_with_no_names_reaches_nobody_and_none_carries_content(cast: Cast) -> None:
    with psycopg.connect(**connection_parameters("oase_app"), autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        poke([Poke("conversation:x", 1, ())])
        conversation = cast.asks()
        payloads = [unseal(one.payload) for one in listener.notifies(timeout=1)]
    assert payloads
    text = "".join(payloads)
    assert "conversation:x" not in text
    for secret in ("Karla", "E12", "Name 1", "example.org", "blum"):
        assert secret not in text
    assert str(conversation.pk) in text


# --- Law 7: people hold conversations -----------------------------------------------------------------------------


def test_only_those_may_write_who_have_a_part_in_it(cast: Cast) -> None:
    conversation = cast.claimed()
    for author, role in (
        (cast.mallory, "customer"),
        (cast.mallory, "agent"),
        (cast.mallory, "expert"),
        (cast.karla, "expert"),
        (cast.karla, "agent"),
        (cast.emil, "customer"),
        (cast.emil, "agent"),
    ):
        with pytest.raises(NotAllowed):
            actions.reply(conversation_id=conversation.pk, author=author, role=role, text="Hm.", client_id=uuid4())


def _at_once(target: object, *, times: int) -> None:
    failures: list[BaseException] = []

    def run() -> None:
        gate.wait()
        try:
            target()  # type: ignore[operator]  # every caller passes a function
        except BaseException as error:
            failures.append(error)

    gate = threading.Barrier(times)
    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
