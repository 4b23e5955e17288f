"""Everybody in a conversation is known: first names stay readable, the rest is hidden, and nobody can test a guess."""

from uuid import uuid4

from oase.conversations import actions
from oase.conversations.models import Conversation, Message
from oase.experts import actions as expert_actions
from oase.people.known import save_contact
from oase.privacy.shield import Mask
from tests.cast import Cast


def says(cast: Cast, conversation: Conversation, text: str) -> str:
    actions.reply(
        conversation_id=conversation.pk, author=cast.karla, role=Message.CUSTOMER, text=text, client_id=uuid4()
    )
    return conversation.messages.latest("seq").body


def answers(cast: Cast, conversation: Conversation, text: str) -> str:
    expert_actions.answer(conversation_id=conversation.pk, by=cast.emil, text=text, client_id=uuid4())
    return conversation.messages.latest("seq").body


def test_helpers_first_names_stay_and_the_rest_goes(cast: Cast) -> None:
    save_contact(cast.ada, {"phone": "0761 5550123", "street": "", "place": ""})
    conversation = cast.given_on("Meine Aroma 4 zeigt E12.")
    body = says(cast, conversation, "Frau Lind sagte: Ada Lind, ada@example.org, 0761 5550123. Emil Hartmann half.")
    for secret in ("Lind,", "ada@example.org", "5550123", "Hartmann"):
        assert secret not in body, body
    assert "Ada " in body
    assert "Emil " in body


def test_an_agents_words_are_shielded_for_experts_and_whole_for_karla(cast: Cast) -> None:
    from oase.conversations.thread import thread_visible_to_customer

    conversation = cast.given_on("Meine Aroma 4 zeigt E12.")
    text = "Guten Tag Frau Blum, rufen Sie mich an. Viele Grüße, Ada Lind, ada@example.org"
    actions.reply(conversation_id=conversation.pk, author=cast.ada, role=Message.AGENT, text=text, client_id=uuid4())
    body = conversation.messages.latest("seq").body
    assert [word for word in ("Blum", "Lind", "ada@") if word in body] == []
    assert thread_visible_to_customer(conversation)[-1].text == text


def test_an_experts_own_data_stay_out(cast: Cast) -> None:
    conversation = cast.claimed("Meine Aroma 4 zeigt E12.")
    body = answers(cast, conversation, "Gruß, Emil Hartmann, emil@example.org")
    assert [word for word in ("Hartmann", "emil@") if word in body] == []
    assert "Emil" in body


def test_a_guess_that_is_right_looks_like_one_that_is_wrong(cast: Cast) -> None:
    conversation = cast.claimed()
    taken = set(conversation.placeholders.values())
    right = answers(cast, conversation, "Heißen Sie Karla Blum?")
    conversation.refresh_from_db()
    wrong = answers(cast, conversation, "Heißen Sie Petra Kraus?")
    assert right.startswith("Heißen Sie [Name ")
    assert wrong.startswith("Heißen Sie [Name ")
    assert right.removeprefix("Heißen Sie ").removesuffix("?") not in taken
    assert right != wrong


def test_words_that_only_karlas_record_would_hide_are_no_touchstone(cast: Cast) -> None:
    cast.customer.number = "A7X"
    cast.customer.save(update_fields=["number"])
    conversation = cast.claimed("Meine Aroma 4 zeigt E12.")
    assert "A7X" not in says(cast, conversation, "Zu A7X gehört das Paket.")
    text = "Ist es A7X oder A7Y?"
    assert answers(cast, conversation, text) == text
    assert expert_actions.look_at(conversation_id=conversation.pk, by=cast.emil, text=text) == [text]


def test_what_was_hidden_by_hand_before_he_came_is_no_touchstone_either(cast: Cast) -> None:
    conversation = cast.asks("Die Kanne tropft, E12.", wishes=actions.Wishes(masked=("Kanne",)))
    expert_actions.claim(offer_id=cast.offer_to(cast.emil, conversation).pk, by=cast.emil)
    text = "Ist es die Kanne oder die Klappe?"
    assert expert_actions.look_at(conversation_id=conversation.pk, by=cast.emil, text=text) == [text]


def test_the_look_shows_what_the_answer_will_be(cast: Cast) -> None:
    conversation = cast.claimed()
    text = "Schreiben Sie an emil@example.org, Frau Blum. Oder 0160 5550199."
    pieces = expert_actions.look_at(conversation_id=conversation.pk, by=cast.emil, text=text)
    looked = "".join(piece.placeholder if isinstance(piece, Mask) else piece for piece in pieces)
    assert answers(cast, conversation, text) == looked
