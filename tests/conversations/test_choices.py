"""What Karla opened is hers to close; what was hidden by hand stays hidden; the words lie in the vault alone."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from oase.conversations import actions, watching
from oase.conversations.actions.choosing import mask_more
from oase.conversations.append import NotAllowed
from oase.conversations.choices.models import Choice
from oase.conversations.choices.recording import forget
from oase.conversations.choices.showing import choices_visible_to_customer
from oase.conversations.models import Conversation, Message
from oase.experts import actions as expert_actions
from oase.live import notify
from oase.privacy import vault
from tests.cast import Cast, current

OPENS = actions.Wishes(opened=("Karla Blum",))
ASKS = "Mein Name ist Karla Blum. Meine Aroma 4 zeigt E12."


def bodies(conversation: Conversation) -> list[str]:
    return list(conversation.messages.order_by("seq").values_list("body", flat=True))


def says(cast: Cast, conversation: Conversation, text: str, **wishes: tuple[str, ...]) -> None:
    actions.reply(
        conversation_id=conversation.pk,
        author=cast.karla,
        role=Message.CUSTOMER,
        text=text,
        client_id=uuid4(),
        wishes=actions.Wishes(**wishes),
    )


def withdraw(cast: Cast, conversation: Conversation) -> int:
    choice = Choice.objects.get(withdrawn_at=None)
    return actions.withdraw_choice(conversation_id=conversation.pk, choice_id=choice.pk, by=cast.karla)


def test_a_consent_says_who_when_where_and_what_kind(cast: Cast) -> None:
    conversation = cast.asks(ASKS, wishes=OPENS)
    assert bodies(conversation) == [ASKS]
    choice = Choice.objects.get()
    assert (choice.what, choice.by, choice.conversation, choice.withdrawn_at) == (
        "opened",
        cast.karla,
        conversation,
        None,
    )
    assert choice.message == conversation.messages.get()
    assert (choice.kind, choice.placeholder) == ("person", "[Name 1]")
    assert vault.read_own(person_id=cast.karla.pk, ids=[choice.word_id or uuid4()]) == {choice.word_id: "Karla Blum"}


def test_the_word_is_in_clear_in_no_table_but_the_bodies_it_was_opened_for(cast: Cast) -> None:
    conversation = cast.asks(
        "Die Tropfschale fehlt. Mein Konto heißt Kaffeetante77.", wishes=actions.Wishes(masked=("Tropfschale",))
    )
    says(cast, conversation, "Der Benutzername ist kaffeetante77", masked=("kaffeetante77",))
    assert [body for body in bodies(conversation) if "Tropfschale" in body or "kaffeetante77" in body] == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM \"{table}\" t WHERE t::text ~* 'rosi|kaffeetante77'")
            assert cursor.fetchone() == (0,), table


def test_a_consent_holds_for_later_messages_and_so_does_a_mask(cast: Cast) -> None:
    conversation = cast.asks("Ich heiße Karla Blum, der Fehler E12 kommt.", wishes=OPENS)
    says(cast, conversation, "Danke, Karla Blum. Die Tropfschale fehlt.", masked=("Tropfschale",))
    says(cast, conversation, "Ohne tropfschale soll Karla Blum warten.")
    assert bodies(conversation)[1:] == [
        "Danke, Karla Blum. Die [Verborgen 1] fehlt.",
        "Ohne [Verborgen 1] soll Karla Blum warten.",
    ]
    assert [choice.what for choice in Choice.objects.order_by("pk")] == ["opened", "masked"]


def test_a_consent_holds_from_its_message_on(cast: Cast) -> None:
    conversation = cast.asks(ASKS)
    says(cast, conversation, "Karla Blum hier. Die Tropfschale fehlt.", opened=("Karla Blum",))
    says(cast, conversation, "Ohne Tropfschale geht nichts.", masked=("Tropfschale",))
    assert bodies(conversation) == [
        "Mein Name ist [Name 1]. Meine Aroma 4 zeigt E12.",
        "Karla Blum hier. Die [Verborgen 1] fehlt.",
        "Ohne [Verborgen 1] geht nichts.",
    ]


def test_in_another_conversation_nothing_of_it_holds(cast: Cast) -> None:
    cast.asks(ASKS, wishes=OPENS)
    assert bodies(cast.asks("Ich bin Karla Blum.")) == ["Ich bin [Name 1]."]


def test_taken_back_it_is_hidden_everywhere_at_once_with_the_old_placeholder(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = cast.asks(ASKS, wishes=OPENS)
    expert_actions.claim(offer_id=cast.offer_to(cast.emil, conversation).pk, by=cast.emil)
    expert_actions.answer(
        conversation_id=conversation.pk, by=cast.emil, text="Guten Tag Karla Blum, bitte spülen.", client_id=uuid4()
    )
    says(cast, conversation, "Karla Blum hat gespült.")
    assert [("Karla Blum" in body) for body in bodies(conversation)] == [True, True, True]
    told: list[notify.Poke] = []
    monkeypatch.setattr("oase.conversations.audience.poke", told.extend)
    assert withdraw(cast, conversation) == 3
    assert bodies(conversation) == [
        "Mein Name ist [Name 1]. Meine Aroma 4 zeigt E12.",
        bodies(conversation)[1],
        "[Name 1] hat gespült.",
    ]
    assert "Blum" not in bodies(conversation)[1]
    conversation.refresh_from_db()
    assert "Blum" not in conversation.subject
    assert any(
        poke.topic == f"conversation:{conversation.pk}" and notify.person(cast.emil.pk) in poke.to for poke in told
    )
    # Emil could read it, so he cannot write it either; taking it back twice is taking it back once.
    expert_actions.answer(conversation_id=conversation.pk, by=cast.emil, text="Gern, Karla Blum!", client_id=uuid4())
    assert "Blum" not in bodies(conversation)[-1]
    choice = Choice.objects.get()
    assert actions.withdraw_choice(conversation_id=conversation.pk, choice_id=choice.pk, by=cast.karla) == 0


def test_karla_still_reads_what_emil_wrote_to_her(cast: Cast) -> None:
    from oase.conversations.thread import thread_visible_to_customer

    conversation = cast.asks(ASKS, wishes=OPENS)
    expert_actions.claim(offer_id=cast.offer_to(cast.emil, conversation).pk, by=cast.emil)
    expert_actions.answer(
        conversation_id=conversation.pk, by=cast.emil, text="Guten Tag Karla Blum!", client_id=uuid4()
    )
    withdraw(cast, conversation)
    texts = [line.text for line in thread_visible_to_customer(conversation) if line.kind == "message"]
    assert texts == [ASKS, "Guten Tag Karla Blum!"]


def test_checking_the_box_again_withdraws_by_sending(cast: Cast) -> None:
    conversation = cast.asks(ASKS, wishes=OPENS)
    says(cast, conversation, "Hier ist Karla Blum noch einmal.", closed=("Karla Blum",))
    assert bodies(conversation) == [
        "Mein Name ist [Name 1]. Meine Aroma 4 zeigt E12.",
        "Hier ist [Name 1] noch einmal.",
    ]
    assert Choice.objects.get().withdrawn_at is not None


def test_opening_what_was_hidden_by_hand_ends_the_mask(cast: Cast) -> None:
    conversation = cast.asks("Die Kanne tropft, E12.", wishes=actions.Wishes(masked=("Kanne",)))
    says(cast, conversation, "Die Kanne ist neu.", opened=("Kanne",))
    assert bodies(conversation)[1] == "Die Kanne ist neu."
    standing = Choice.objects.filter(withdrawn_at=None)
    assert [choice.what for choice in standing] == ["opened"]


def test_only_karla_takes_back(cast: Cast) -> None:
    conversation, choice = cast.asks(ASKS, wishes=OPENS), None
    choice = Choice.objects.get()
    for somebody in (cast.emil, cast.ada, cast.sven, cast.mallory):
        with pytest.raises(NotAllowed):
            actions.withdraw_choice(conversation_id=conversation.pk, choice_id=choice.pk, by=somebody)
    other = cast.asks("Eine andere Frage zu E12.")
    with pytest.raises(NotAllowed):
        actions.withdraw_choice(conversation_id=other.pk, choice_id=choice.pk, by=cast.karla)
    with pytest.raises(NotAllowed):
        actions.withdraw_choice(conversation_id=uuid4(), choice_id=choice.pk, by=cast.karla)
    assert bodies(conversation) == [ASKS]


def test_no_agent_opens_a_word_by_answering(cast: Cast) -> None:
    conversation = cast.given_on("Mein Name ist Karla Blum, E12.")
    actions.reply(
        conversation_id=conversation.pk,
        author=cast.ada,
        role=Message.AGENT,
        text="Guten Tag Karla Blum.",
        client_id=uuid4(),
        wishes=OPENS,
    )
    assert bodies(conversation)[-1] == "Guten Tag [Name 1]."
    assert Choice.objects.count() == 0


@pytest.mark.parametrize("role", [Message.CUSTOMER, Message.AGENT])
def test_nobody_opens_a_word_in_karlas_name(cast: Cast, role: str) -> None:
    conversation = cast.asks(ASKS)
    for somebody in (cast.emil, cast.mallory):
        with pytest.raises(NotAllowed):
            actions.reply(
                conversation_id=conversation.pk, author=somebody, role=role, text="Karla Blum", client_id=uuid4(),
                wishes=OPENS,
            )  # fmt: skip
    assert Choice.objects.count() == 0


def test_the_database_itself_lets_only_the_customer_open(cast: Cast) -> None:
    conversation = cast.asks(ASKS)
    word = vault.seal("Blum", person_id=cast.karla.pk, kind="choice")
    fields: dict[str, Any] = {"conversation": conversation, "what": Choice.OPENED, "word": word, "digest": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Choice.objects.create(by=cast.ada, **fields)
    hidden = Choice.objects.create(by=cast.ada, **fields | {"what": Choice.MASKED})
    for change in ({"what": Choice.OPENED}, {"by": cast.karla}, {"conversation": cast.asks("E12")}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Choice.objects.filter(pk=hidden.pk).update(**change)


def test_one_standing_choice_a_word(cast: Cast) -> None:
    conversation = cast.asks(ASKS, wishes=OPENS)
    says(cast, conversation, "Karla Blum", opened=("KARLA  blum",))
    assert Choice.objects.count() == 1
    twin = Choice.objects.get()
    twin.pk, twin.word = None, vault.seal("Karla Blum", person_id=cast.karla.pk, kind="choice")
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_what_is_not_in_the_text_is_not_opened(cast: Cast) -> None:
    conversation = cast.asks("Meine Aroma 4 zeigt E12.", wishes=OPENS)
    says(cast, conversation, "Ich bin Karla Blum.")
    assert bodies(conversation)[1] == "Ich bin [Name 1]."
    assert Choice.objects.count() == 0


def test_both_opened_and_hidden_is_hidden(cast: Cast) -> None:
    wishes = actions.Wishes(opened=("Karla Blum",), masked=("Karla Blum",))
    assert "Blum" not in bodies(cast.asks(ASKS, wishes=wishes))[0]


def test_shielded_later_it_keeps_her_choices(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_a: object, **_k: object) -> None:
        raise RuntimeError("the shield broke")

    monkeypatch.setattr("oase.conversations.shielding.shield", broken)
    conversation = cast.asks(
        "Karla Blum hier. Die Tropfschale fehlt.",
        wishes=actions.Wishes(opened=("Karla Blum",), masked=("Tropfschale",)),
    )
    assert bodies(conversation) == [""]
    monkeypatch.undo()
    assert watching.shield_again(conversation.messages.get().pk)
    assert bodies(conversation) == ["Karla Blum hier. Die [Verborgen 1] fehlt."]
    assert dict(Choice.objects.values_list("what", "kind"))["masked"] == "private"


def test_a_shield_that_fails_while_withdrawing_leaves_nothing_readable(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = cast.asks(ASKS, wishes=OPENS)

    def broken(*_a: object, **_k: object) -> None:
        raise RuntimeError("the shield broke")

    monkeypatch.setattr("oase.conversations.shielding.shield", broken)
    withdraw(cast, conversation)
    conversation.refresh_from_db()
    assert (bodies(conversation), conversation.subject) == ([""], "")
    monkeypatch.undo()
    assert watching.shield_again(conversation.messages.get().pk)
    assert bodies(conversation) == ["Mein Name ist [Name 1]. Meine Aroma 4 zeigt E12."]


def test_she_reads_her_choices_and_erased_ones_are_gone(cast: Cast) -> None:
    conversation = cast.asks(
        "Karla Blum und die Tropfschale.", wishes=actions.Wishes(opened=("Karla Blum",), masked=("Tropfschale",))
    )
    shown = choices_visible_to_customer(conversation)
    assert {(one.word, one.opened, one.by) for one in shown} == {
        ("Karla Blum", True, cast.karla),
        ("Tropfschale", False, cast.karla),
    }
    assert forget([conversation.pk]) == 2
    assert choices_visible_to_customer(conversation) == []
    assert set(Choice.objects.values_list("digest", "word")) == {("", None)}


def test_a_hint_and_thanks_never_hold_an_opened_word(cast: Cast) -> None:
    from oase.ratings.actions import rate

    conversation = cast.asks(ASKS, wishes=OPENS)
    expert_actions.claim(offer_id=cast.offer_to(cast.emil, conversation).pk, by=cast.emil)
    expert_actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="documents", hint="Karla Blum fragen")
    assert "Blum" not in conversation.events.get(kind="given_on").detail["hint"]
    assert current(conversation).holder == cast.ada
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    assert rate(conversation_id=conversation.pk, by=cast.karla, stars=5, thanks="Karla Blum dankt").thanks == (
        "[Name 1] dankt"
    )


def looks(cast: Cast, conversation: Conversation, guess: str) -> list[object]:
    """What Emil is shown of a text of his own before he sends it."""
    pieces = expert_actions.look_at(conversation_id=conversation.pk, by=cast.emil, text=guess)
    return [piece if isinstance(piece, str) else piece.placeholder for piece in pieces]


def test_a_mask_does_not_tell_emil_that_he_guessed_right(cast: Cast) -> None:
    """Karla hid the word before he could read it, in the message in which it first stood."""
    conversation = cast.claimed()
    says(cast, conversation, "Ich wohne bei der Quitte am Teich.", masked=("Quitte",))
    assert "Quitte" not in bodies(conversation)[-1]
    for guess in ("Wohnen Sie bei der Quitte?", "Wohnen Sie bei der Birke?"):
        assert looks(cast, conversation, guess) == [guess]


def test_nor_does_what_staff_hid_among_themselves(cast: Cast) -> None:
    conversation = cast.claimed()
    actions.reply(
        conversation_id=conversation.pk, author=cast.ada, role=Message.AGENT, text="Steht bei der Quitte.",
        client_id=uuid4(), audience=Message.STAFF,
    )  # fmt: skip
    with transaction.atomic():
        locked = Conversation.objects.get(pk=conversation.pk)
        mask_more(locked, ("Quitte",), by=cast.ada)
    assert looks(cast, conversation, "Bei der Quitte?") == ["Bei der Quitte?"]


def test_what_emil_has_read_stays_hidden_when_he_says_it_again(cast: Cast) -> None:
    conversation = cast.claimed()
    says(cast, conversation, "Ich wohne bei der Quitte am Teich.")
    says(cast, conversation, "Bitte die Quitte vergessen.", masked=("Quitte",))
    assert "Quitte" not in "".join(bodies(conversation))
    assert looks(cast, conversation, "Bei der Quitte?")[0] != "Bei der Quitte?"
