"""Many people say something at once: together what is ordinary, one by one what is not, with the same outcome."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from oase.conversations import saying
from oase.conversations.actions import propose_solution, reply, solve
from oase.conversations.append import Appended, NotAllowed
from oase.conversations.drafts import save_draft
from oase.conversations.models import Assignment, Conversation, Draft, Message, Outbox
from oase.conversations.saying import Words, say
from oase.conversations.words import Refused
from oase.people.models import Person
from oase.privacy import vault
from tests.cast import PHONE, Cast, current


def words(
    author: Person, conversation: Conversation, text: str = "Ja.", role: str = "customer", **more: object
) -> Words:
    return replace(Words(conversation.pk, uuid4(), author.pk, role, text), **more)  # type: ignore[arg-type]  # a test's shorthand


def last(conversation: Conversation) -> Message:
    message = conversation.messages.order_by("seq").last()
    assert message is not None
    return message


def done(outcomes: list[saying.Outcome]) -> list[Appended]:
    assert all(isinstance(one, Appended) for one in outcomes), outcomes
    return [one for one in outcomes if isinstance(one, Appended)]


def test_what_is_said_is_shielded_and_its_original_sealed(cast: Cast) -> None:
    conversation = cast.given_on()
    text = f"Rufen Sie Karla Blum an: {PHONE}."
    (written,) = done(say([words(cast.karla, conversation, text)]))
    message = Message.objects.get(pk=written.id)
    assert message.body == "Rufen Sie [Name 1] an: [Telefon 1]."
    assert message.original_id is not None
    assert vault.read_own(person_id=cast.karla.pk, ids=[message.original_id]) == {message.original_id: text}
    assert (written.seq, written.new, written.at) == (message.seq, True, message.at)


def test_the_same_datum_has_the_same_placeholder_throughout_a_batch_and_after_it(cast: Cast) -> None:
    conversation = cast.given_on()
    texts = ["Meine Nichte heißt Rosa Tellmann.", "Frau Tellmann ruft an.", "Und ihr Bruder Anton Wegener auch."]
    done(say([words(cast.karla, conversation, text) for text in texts]))
    reply(conversation_id=conversation.pk, author=cast.karla, role="customer", text="Herr Wegener!", client_id=uuid4())
    bodies = list(conversation.messages.order_by("-seq").values_list("body", flat=True)[:4])
    names = [body[body.index("[") : body.index("]") + 1] for body in reversed(bodies)]
    assert names[0] == names[1]
    assert names[2] == names[3] != names[0]


def test_many_conversations_are_written_with_as_few_statements_as_one(cast: Cast) -> None:
    conversations = [cast.asks(f"Frage {number} zur Aroma.") for number in range(6)]
    say([words(cast.karla, one) for one in conversations])  # what the shield must know is known from here on
    counts = []
    for size in (1, 6):
        with CaptureQueriesContext(connection) as queries:
            done(say([words(cast.karla, one) for one in conversations[:size]]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_same_client_id_gives_the_same_answer(cast: Cast) -> None:
    conversation = cast.claimed()
    one = words(cast.karla, conversation, "zuerst")
    first, twin = done(say([one, replace(one, text="noch einmal")]))
    (again,) = done(say([one]))
    assert (first.new, twin.new, again.new) == (True, False, False)
    assert twin == again == replace(first, new=False)


def test_another_author_learns_nothing_from_a_client_id(cast: Cast) -> None:
    conversation = cast.given_on()
    one = words(cast.karla, conversation)
    stolen = replace(one, author_id=cast.ada.pk, role="agent")
    together = say([one, stolen])
    assert isinstance(together[0], Appended)
    assert isinstance(together[1], NotAllowed)
    (alone,) = say([stolen])
    assert isinstance(alone, NotAllowed)


def test_who_may_not_write_does_not_keep_the_others_from_it(cast: Cast) -> None:
    conversation = cast.claimed()
    outcomes = say(
        [
            words(cast.karla, conversation, "eins"),
            words(cast.mallory, conversation, "fremd"),
            words(cast.mallory, conversation, "fremd", role="agent"),
            words(cast.ada, conversation, "fremd", role="expert"),
            words(cast.karla, conversation, "nirgends", conversation_id=uuid4()),
            words(cast.emil, conversation, "zwei", role="expert"),
        ]
    )
    assert [type(one) for one in outcomes] == [Appended, NotAllowed, NotAllowed, NotAllowed, NotAllowed, Appended]
    assert [one.body for one in conversation.messages.order_by("seq")][1:] == ["eins", "zwei"]


def test_an_answer_keeps_the_promise_and_the_customers_words_begin_one(cast: Cast) -> None:
    conversation = cast.claimed()
    save_draft(conversation_id=conversation.pk, person=cast.emil, body="halb")
    done(say([words(cast.emil, conversation, "Bitte entkalken.", role="expert")]))
    answered = current(conversation)
    assert answered.turn == Assignment.CUSTOMER
    assert not Draft.objects.filter(conversation=conversation).exists()
    assert Outbox.objects.filter(kind="answered", conversation=conversation).count() == 1
    done(say([words(cast.karla, conversation, "Hilft nicht.")]))
    owed = current(conversation)
    assert (owed.turn, owed.late_since) == (Assignment.HOLDER, None)
    assert owed.due_at > owed.promised_at


def test_more_words_of_the_customer_move_no_promise(cast: Cast) -> None:
    conversation = cast.claimed()
    before = current(conversation)
    done(say([words(cast.karla, conversation, "Noch etwas.")]))
    after = current(conversation)
    assert (after.due_at, after.promised_at) == (before.due_at, before.promised_at)


def test_a_word_of_the_customer_withdraws_what_was_proposed(cast: Cast) -> None:
    conversation = cast.claimed()
    propose_solution(conversation_id=conversation.pk, by=cast.emil)
    done(say([words(cast.karla, conversation, "Nein.")]))
    conversation.refresh_from_db()
    assert (conversation.solution_proposed_at, conversation.solution_proposed_by) == (None, None)


def test_a_solved_concern_is_opened_again_by_what_is_said(cast: Cast) -> None:
    conversation = cast.given_on()
    solve(conversation_id=conversation.pk, by=cast.ada)
    done(say([words(cast.karla, conversation, "Doch nicht."), words(cast.karla, conversation, "Es tropft.")]))
    conversation.refresh_from_db()
    assert conversation.is_open
    assert [one.body for one in conversation.messages.order_by("seq")][-2:] == ["Doch nicht.", "Es tropft."]


def test_a_delicate_matter_leaves_the_expert(cast: Cast) -> None:
    conversation = cast.claimed()
    done(say([words(cast.karla, conversation, "Es kommt Rauch aus dem Gerät!")]))
    assert current(conversation).level == Assignment.ADVISOR


def test_an_agents_answer_takes_over_what_nobody_held(cast: Cast) -> None:
    conversation = cast.asks()
    done(say([words(cast.ada, conversation, "Ich kümmere mich.", role="agent")]))
    held = current(conversation)
    assert (held.level, held.holder_id, held.turn) == (Assignment.ADVISOR, cast.ada.pk, Assignment.CUSTOMER)


def test_under_load_the_second_level_reads_the_shielded_words_a_moment_later(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = cast.given_on()
    monkeypatch.setattr(saying, "PATIENT", 1)
    written = done(say([words(cast.karla, conversation, f"{number}: {PHONE}") for number in range(3)]))
    for one in written:
        message = Message.objects.get(pk=one.id)
        assert (message.body, message.shielded_at) == ("", None)
        assert message.original_id is not None


def test_experts_words_are_shielded_before_anybody_has_them(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = cast.claimed()
    monkeypatch.setattr(saying, "PATIENT", 0)
    (written,) = done(say([words(cast.emil, conversation, "Rufen Sie mich an: 0171 3920048", role="expert")]))
    assert Message.objects.get(pk=written.id).body == "Rufen Sie mich an: [Telefon 2]"


def test_what_the_shield_cannot_vouch_for_is_closed_and_an_experts_words_are_not_lost(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = cast.claimed()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("oase.conversations.shielding.shield", broken)
    outcomes = say([words(cast.karla, conversation, PHONE), words(cast.emil, conversation, "Gut.", role="expert")])
    assert isinstance(outcomes[0], Appended)
    assert isinstance(outcomes[1], Refused)
    assert (last(conversation).body, last(conversation).shielded_at) == ("", None)


def test_a_name_given_a_moment_ago_is_hidden_at_once(cast: Cast) -> None:
    conversation = cast.given_on()
    done(say([words(cast.karla, conversation, "Grüße von Frieda")]))
    Person.objects.filter(pk=cast.karla.pk).update(last_name="Zwetschgenstiel")
    done(say([words(cast.karla, conversation, "zwetschgenstiel wohnt hier")]))
    assert "zwetschgenstiel" not in last(conversation).body.lower()


@pytest.mark.parametrize("who", ["emil", "ada", "dora"])
def test_a_name_that_somebody_who_helps_took_a_moment_ago_is_hidden_at_once(cast: Cast, who: str) -> None:
    conversation = cast.claimed() if who == "emil" else cast.given_on()
    helper: Person = getattr(cast, who)
    speaks = (helper, "expert") if who == "emil" else (cast.karla, "customer")
    done(say([words(speaks[0], conversation, "Guten Tag.", speaks[1])]))
    Person.objects.filter(pk=helper.pk).update(last_name="Zwetschgenstiel")
    done(say([words(speaks[0], conversation, "zwetschgenstiel sitzt tief", speaks[1])]))
    assert "zwetschgenstiel" not in last(conversation).body.lower()


def test_a_batch_that_fails_as_a_whole_is_done_one_by_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = cast.claimed()

    def fails(*_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    monkeypatch.setattr(saying, "write", fails)
    with transaction.atomic():
        outcomes = say([words(cast.karla, conversation, "eins"), words(cast.karla, conversation, "zwei")])
    assert [one.new for one in done(outcomes)] == [True, True]


def test_nobody_writes_to_the_forgotten(cast: Cast) -> None:
    conversation = cast.given_on()
    Person.objects.filter(pk=cast.karla.pk).update(is_active=False)
    (outcome,) = say([words(cast.ada, conversation, "Hallo?", role="agent")])
    assert isinstance(outcome, Refused)


def test_a_person_who_is_not_there_says_nothing(cast: Cast) -> None:
    conversation = cast.given_on()
    solve(conversation_id=conversation.pk, by=cast.ada)
    (outcome,) = say([Words(conversation.pk, UUID(int=1), 10**9, "customer", "Hallo")])
    assert isinstance(outcome, NotAllowed)
