"""Reads whose SQL is written once."""

from threading import Thread
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oase.conversations.models import Conversation, Message
from oase.jobs.planned import Planned
from oase.people.models import Person
from tests.cast import Cast

_people = Planned(lambda first, second: Person.objects.filter(pk__in=[first, second]).order_by("pk"), int, int)
_named = Planned(lambda ids: Person.objects.filter(pk__any_of=ids).order_by("pk").values_list("first_name"), list)
_said = Planned(
    lambda conversation: Message.objects.filter(conversation_id=conversation).select_related("author").order_by("seq"),
    UUID,
)


def test_each_call_answers_for_its_own_values(cast: Cast) -> None:
    assert _people(cast.karla.pk, cast.emil.pk) == sorted([cast.karla, cast.emil], key=lambda one: one.pk)
    assert _people(cast.ada.pk, cast.ada.pk) == [cast.ada]
    assert _people(0, -1) == []
    assert _people.first(cast.emil.pk, 0) == cast.emil
    assert _people.first(0, 0) is None


def test_what_changed_meanwhile_is_read(cast: Cast) -> None:
    assert _named([cast.karla.pk]) == [("Karla",)]
    Person.objects.filter(pk=cast.karla.pk).update(first_name="Klara")
    assert _named([cast.karla.pk]) == [("Klara",)]


def test_a_list_of_any_length_is_one_value_and_the_same_statement(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert _named([]) == []
        assert _named([cast.emil.pk]) == [("Emil",)]
        assert len(_named([cast.karla.pk, cast.emil.pk, cast.ada.pk, 0])) == 3
    assert {one["sql"].count("ANY(") for one in asked.captured_queries} == {1}


def test_a_row_comes_with_those_it_is_joined_to(cast: Cast) -> None:
    conversation = cast.asks()
    (message,) = _said(conversation.pk)
    with CaptureQueriesContext(connection) as asked:
        assert message.author == cast.karla
    assert len(asked) == 0
    assert _said(uuid4()) == []


def test_every_thread_asks_on_its_own_connection(cast: Cast) -> None:
    conversation = cast.asks()
    found: list[int] = []

    def ask() -> None:
        try:
            found.extend(message.seq for message in _said(conversation.pk))
        finally:
            connection.close()

    expected = [message.seq for message in _said(conversation.pk)]
    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found == expected


def test_a_value_missing_is_an_error_and_no_other_answer(cast: Cast) -> None:
    with pytest.raises(TypeError, match="2 values are needed, and 1 were given"):
        _people(cast.karla.pk)


def test_a_value_that_never_reaches_the_statement_is_refused(cast: Cast) -> None:
    forgetful = Planned(lambda _one: Person.objects.all(), int)
    with pytest.raises(TypeError, match="does not reach the statement"):
        forgetful(cast.karla.pk)


def test_what_would_be_a_second_query_is_refused(cast: Cast) -> None:
    hidden = Planned(lambda pk: Conversation.objects.filter(pk=pk).prefetch_related("messages"), UUID)
    with pytest.raises(TypeError, match="cannot prefetch"):
        hidden(uuid4())
