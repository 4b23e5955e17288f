"""The only writer of messages, in batches and under pressure."""

import random
import threading
from dataclasses import replace
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from oase.config.data_folder import connection_parameters
from oase.conversations.append import Appended, NewMessage, NotAllowed, append
from oase.conversations.models import Conversation, Message
from oase.experts import actions as expert_actions
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.models import Sealed
from tests.cast import Cast
from tests.threads import at_once


def _from(author: Person, conversation: Conversation, role: str = "customer", **fields: object) -> NewMessage:
    message = NewMessage(conversation.pk, uuid4(), author.pk, role, "Text", timezone.now())
    return replace(message, **fields)  # type: ignore[arg-type]  # a test's shorthand


def _history(conversation: Conversation) -> list[int]:
    messages = conversation.messages.values_list("seq", flat=True)
    return sorted([*messages, *conversation.events.values_list("seq", flat=True)])


def test_nothing_is_appended_without_a_question_to_the_database(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert append([]) == []
    assert len(queries) == 0


def test_a_batch_costs_three_statements_however_large_it_is(cast: Cast) -> None:
    conversations = [cast.asks(f"Frage {number} zur Aroma.") for number in range(3)]
    for size in (1, 64):
        batch = [_from(cast.karla, conversations[place % 3]) for place in range(size)]
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            append(batch)
        # The savepoint is that of the surrounding transaction in this test.
        assert len([one for one in queries if "SAVEPOINT" not in one["sql"]]) == 3


def test_each_conversation_counts_for_itself_in_the_order_given(cast: Cast) -> None:
    mine, other = cast.claimed(), cast.asks("Zweite Frage zur Aroma 4.")
    start, other_start = (Conversation.objects.get(pk=one.pk).last_seq for one in (mine, other))
    batch = [
        _from(cast.karla, mine, body="1"),
        _from(cast.karla, other, body="2"),
        _from(cast.emil, mine, "expert", body="3"),
        _from(cast.ada, other, "agent", body="4"),
        _from(cast.karla, mine, body="5"),
    ]
    written = append(batch)
    assert [one.seq for one in written] == [start + 1, other_start + 1, start + 2, other_start + 2, start + 3]
    assert [Message.objects.get(pk=one.id).body for one in written] == ["1", "2", "3", "4", "5"]
    for conversation in (mine, other):
        conversation.refresh_from_db()
        assert _history(conversation) == list(range(1, conversation.last_seq + 1))


def test_the_same_client_id_twice_in_a_batch_is_one_message_the_first(cast: Cast) -> None:
    conversation = cast.asks()
    message = _from(cast.karla, conversation, body="zuerst")
    first, second, third = append([message, replace(message, body="noch einmal"), _from(cast.karla, conversation)])
    assert (second.id, second.seq) == (first.id, first.seq)
    assert third.seq == first.seq + 1
    assert Message.objects.get(pk=first.id).body == "zuerst"


def test_what_was_there_already_is_found_again_and_its_original_not_kept_twice(cast: Cast) -> None:
    conversation = cast.asks()

    def message(client_id: UUID) -> NewMessage:
        original = vault.encrypt("Text", person_id=cast.karla.pk, kind="message")
        return _from(cast.karla, conversation, client_id=client_id, original=original)

    client_id, fresh_id = uuid4(), uuid4()
    (first,) = append([message(client_id)])
    before = Sealed.objects.count()
    again, fresh = append([message(client_id), message(fresh_id)])
    assert (first.new, again.new, fresh.new) == (True, False, True)
    assert again == replace(first, new=False)
    assert fresh.seq == first.seq + 1
    assert Sealed.objects.count() == before + 1


def test_the_same_client_id_in_two_conversations_is_two_messages(cast: Cast) -> None:
    one, two, client_id = cast.asks(), cast.asks("Noch eine Frage zur Aroma."), uuid4()
    written = append([_from(cast.karla, one, client_id=client_id), _from(cast.karla, two, client_id=client_id)])
    assert [message.new for message in written] == [True, True]
    assert written[0].id != written[1].id


@pytest.mark.parametrize(
    ("who", "role", "audience"),
    [
        ("karla", "customer", "staff"),
        ("karla", "expert", "conversation"),
        ("karla", "agent", "conversation"),
        ("karla", "agent", "staff"),
        ("karla", "admin", "conversation"),
        ("emil", "expert", "staff"),
        ("emil", "customer", "conversation"),
        ("ada", "customer", "conversation"),
        ("ada", "expert", "conversation"),
        ("mallory", "agent", "conversation"),
        ("mallory", "agent", "staff"),
    ],
)
def test_nobody_writes_in_a_part_that_is_not_theirs(cast: Cast, who: str, role: str, audience: str) -> None:
    conversation = cast.claimed()
    count = Message.objects.count()
    with pytest.raises(NotAllowed):
        append([_from(getattr(cast, who), conversation, role, audience=audience)])
    assert Message.objects.count() == count


def test_a_conversation_that_is_not_there_takes_no_message(cast: Cast) -> None:
    conversation = cast.asks()
    with pytest.raises(NotAllowed):
        append([_from(cast.karla, conversation), _from(cast.karla, conversation, conversation_id=uuid4())])
    assert conversation.messages.count() == 1


def test_ten_threads_with_batches_over_the_same_conversations_never_wait_in_a_circle(cast: Cast) -> None:
    conversations = [cast.asks(f"Frage {number} zur Aroma.") for number in range(4)]
    written: list[Appended] = []

    def send(seed: int) -> None:
        for _ in range(3):
            mixed = random.Random(seed).sample(conversations * 3, k=12)
            written.extend(append([_from(cast.karla, one) for one in mixed]))

    assert at_once(*(lambda seed=seed: send(seed) for seed in range(10))) == []  # type: ignore[misc]
    assert len({one.id for one in written}) == 10 * 3 * 12
    for conversation in conversations:
        conversation.refresh_from_db()
        assert _history(conversation) == list(range(1, conversation.last_seq + 1))


def test_who_gave_it_on_while_the_batch_waited_can_no_longer_write(cast: Cast) -> None:
    conversation = cast.claimed()
    outcome: list[object] = []

    def write() -> None:
        try:
            outcome.append(append([_from(cast.emil, conversation, "expert")]))
        except NotAllowed:
            outcome.append(NotAllowed)
        finally:
            connections.close_all()

    with transaction.atomic():
        expert_actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="documents")
        writer = threading.Thread(target=write)
        writer.start()
        _until_somebody_waits()
    writer.join()
    assert outcome == [NotAllowed]


def _until_somebody_waits() -> None:
    query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%oase_conversation%'"
    # A connection of its own: inside a transaction PostgreSQL shows the same activity for ever.
    with psycopg.connect(**connection_parameters("oase_app"), autocommit=True) as watcher:
        while watcher.execute(query).fetchone() == (0,):
            pass
