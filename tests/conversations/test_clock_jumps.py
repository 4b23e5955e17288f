"""Clocks of two machines differ, and one is set back by an hour: what was said stays in its order."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from oase.conversations import actions
from oase.conversations.actions import ask_for_company
from oase.conversations.models import Assignment, Conversation, Event, Message
from oase.conversations.progress import new_to_customer, new_to_staff
from oase.conversations.queries import Reader, concerns_visible_to
from oase.conversations.reading import seen
from oase.conversations.thread import thread_visible_to_customer, thread_visible_to_staff
from oase.conversations.watching import move_lapsed
from oase.experts.desk import desk_of
from oase.jobs import clock
from oase.second_level.views.queries import rows_visible_to
from tests.cast import Cast, current
from tests.conversations.story import place, says
from tests.threads import at_once

HOUR = timedelta(hours=1)


@contextmanager
def off_by(hours: int) -> Iterator[None]:
    """A machine whose clock is wrong."""
    with clock.standing_at(clock.now() + hours * HOUR):
        yield


def texts(conversation: Conversation) -> list[str]:
    lines = thread_visible_to_customer(conversation)
    return [line.text for line in lines if line.kind == "message"]


def test_what_was_said_stays_in_its_order_for_everybody(cast: Cast) -> None:
    conversation = cast.claimed("Meine Aroma 4 brüht nicht.")
    said = ["Eins.", "Zwei.", "Drei.", "Vier.", "Fünf."]
    for number, (text, hours) in enumerate(zip(said, (0, -1, 1, -2, 0), strict=True)):
        author, role = ((cast.emil, "expert"), (cast.karla, "customer"))[number % 2]
        with off_by(hours):
            says(author, role, conversation, text)
    conversation.refresh_from_db()
    assert texts(conversation)[1:] == said
    for_staff = thread_visible_to_staff(conversation, originals=None)
    assert [line.seq for line in for_staff] == list(range(1, conversation.last_seq + 1))
    with desk_of(cast.emil.pk) as desk:
        assert [one.body for one in desk.messages(conversation.pk)][1:] == said


def test_machines_whose_clocks_differ_write_at_once(cast: Cast) -> None:
    conversation = cast.claimed("Meine Aroma 4 brüht nicht.")

    def writes(hours: int, name: str) -> None:
        for number in range(5):
            with off_by(hours):
                says(cast.karla, "customer", conversation, f"{name} {number}.")

    assert at_once(lambda: writes(1, "Hier"), lambda: writes(-1, "Dort")) == []
    conversation.refresh_from_db()
    shown = texts(conversation)[1:]
    assert [text for text in shown if text.startswith("Hier")] == [f"Hier {number}." for number in range(5)]
    assert [text for text in shown if text.startswith("Dort")] == [f"Dort {number}." for number in range(5)]
    numbers = [*Message.objects.values_list("seq", flat=True), *Event.objects.values_list("seq", flat=True)]
    assert sorted(numbers) == list(range(1, conversation.last_seq + 1))


def test_a_concern_never_sinks_in_the_list_by_getting_a_message(cast: Cast) -> None:
    older, newer = cast.asks("Meine Aroma 4 brüht nicht."), cast.asks("Meine Latte 2 brüht nicht.")
    with off_by(1):
        says(cast.karla, "customer", older)
    karla = Reader(cast.karla.pk)
    assert list(concerns_visible_to(karla)) == [older, newer]
    moved = Conversation.objects.get(pk=older.pk).last_message_at
    with off_by(-1):
        says(cast.karla, "customer", older)
    assert Conversation.objects.get(pk=older.pk).last_message_at == moved
    assert list(concerns_visible_to(karla)) == [older, newer]


def test_a_concern_opened_by_a_slow_clock_comes_up_with_its_next_message(cast: Cast) -> None:
    newest = cast.asks("Meine Aroma 4 brüht nicht.")
    with off_by(-1):
        slow = cast.asks("Meine Latte 2 brüht nicht.")
    says(cast.karla, "customer", slow)
    assert list(concerns_visible_to(Reader(cast.karla.pk))) == [slow, newest]


def test_hands_change_in_one_direction(cast: Cast) -> None:
    with off_by(1):
        conversation = cast.claimed()
    with off_by(-1):
        ask_for_company(conversation_id=conversation.pk, by=cast.karla)
    actions.hand_over(conversation_id=conversation.pk, by=cast.ada, to=cast.member(cast.dora))
    assert place(conversation) == ("deputy", cast.dora)
    history = list(Assignment.objects.filter(conversation=conversation).order_by("started_at", "pk"))
    assert [one.level for one in history] == ["network", "expert", "advisor", "deputy"]
    assert all(one.ended_at is None or one.ended_at >= one.started_at for one in history)
    says(cast.dora, "agent", conversation, "Gern.")
    actions.solve(conversation_id=conversation.pk, by=cast.dora)
    with off_by(-2):
        says(cast.karla, "customer", conversation, "Doch nicht.")
    # The one who held it last has it again, whatever the clocks said.
    assert place(conversation) == ("deputy", cast.dora)


def test_what_is_unread_is_counted_by_place_not_by_time(cast: Cast) -> None:
    conversation = cast.given_on()
    with off_by(1):
        says(cast.ada, "agent", conversation, "Eins.")
    last = says(cast.karla, "customer", conversation, "Zwei.")
    with off_by(1):
        seen(conversation.pk, "customer", cast.karla.pk, last.seq)
        seen(conversation.pk, "agent", cast.ada.pk, last.seq)
    with off_by(-1):
        says(cast.karla, "customer", conversation, "Drei.")
    assert new_to_staff(cast.ada.pk, [conversation.pk]) == {conversation.pk: 1}
    with off_by(-2):
        says(cast.dora, "agent", conversation, "Vier.")
    assert new_to_customer([conversation.pk]) == {conversation.pk: 1}
    assert new_to_staff(cast.ada.pk, [conversation.pk]) == {conversation.pk: 2}


def test_a_clock_set_back_breaks_no_promise_and_keeps_each(cast: Cast) -> None:
    conversation = cast.given_on()
    promised = current(conversation).due_at
    with off_by(-1):
        says(cast.karla, "customer", conversation, "Noch etwas.")
        assert move_lapsed() == 0
    # Their turn already: the promise made before stands.
    assert current(conversation).due_at == promised
    with clock.standing_at(promised):
        assert move_lapsed() == 1
    with off_by(-1):
        assert move_lapsed() == 0
    assert place(conversation) == ("deputy", cast.dora)
    (first,) = rows_visible_to(cast.member(cast.dora), "mine", 5)
    assert first == conversation
