"""One question walks through all of it, below the pages."""

from uuid import uuid4

from oase.conversations import actions
from oase.conversations.models import Assignment, Message
from oase.experts import actions as expert_actions
from oase.experts.rewards import settle
from oase.experts.rewards.models import Reward
from oase.privacy import vault
from oase.ratings.actions import rate
from tests.cast import IBAN, PHONE, QUESTION, Cast, current


def test_a_question_walks_from_karla_over_emil_to_ada_and_back(cast: Cast) -> None:
    conversation = cast.asks()
    assert (current(conversation).level, current(conversation).holder) == (Assignment.NETWORK, None)

    expert_actions.claim(offer_id=cast.offer_to(cast.emil, conversation).pk, by=cast.emil)
    assert (current(conversation).level, current(conversation).holder) == (Assignment.EXPERT, cast.emil)

    actions.reply(
        conversation_id=conversation.pk,
        author=cast.emil,
        role="expert",
        text="Bitte das Sieb spülen.",
        client_id=uuid4(),
    )
    assert current(conversation).turn == Assignment.CUSTOMER
    actions.reply(
        conversation_id=conversation.pk, author=cast.karla, role="customer", text="Hilft nicht.", client_id=uuid4()
    )
    assert current(conversation).turn == Assignment.HOLDER

    expert_actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="documents", hint="Garantie klären")
    assert (current(conversation).level, current(conversation).holder) == (Assignment.ADVISOR, cast.ada)

    actions.reply(
        conversation_id=conversation.pk, author=cast.ada, role="agent", text="Wir tauschen sie aus.", client_id=uuid4()
    )
    actions.solve(conversation_id=conversation.pk, by=cast.ada)
    conversation.refresh_from_db()
    assert not conversation.is_open
    rating = rate(conversation_id=conversation.pk, by=cast.karla, stars=5, thanks="Danke, Ada!")
    assert set(rating.helpers.all()) == {cast.emil, cast.ada}

    assert settle() == 1
    assert Reward.objects.get().cents == 420 * 20 // 100
    assert settle() == 0


def test_what_is_stored_in_the_open_is_shielded(cast: Cast) -> None:
    conversation = cast.asks()
    message = conversation.messages.get()
    for secret in ("Karla", "Blum", PHONE, IBAN, "2020 51"):
        assert secret not in message.body
        assert secret not in conversation.subject
    assert "[Name 1]" in message.body
    assert "Aroma 4 zeigt E12" in message.body
    own = vault.read_own(person_id=cast.karla.pk, ids=[message.original_id])
    assert own == {message.original_id: QUESTION}


def test_the_same_datum_has_the_same_placeholder_in_the_whole_conversation(cast: Cast) -> None:
    conversation = cast.claimed()
    first = conversation.messages.get(seq=1)
    number = first.body.split("unter ")[1].split("]")[0] + "]"
    actions.reply(
        conversation_id=conversation.pk,
        author=cast.karla,
        role="customer",
        text=f"Rufen Sie gern an: {PHONE.replace(' ', '/')}.",
        client_id=uuid4(),
    )
    assert number in conversation.messages.get(author_role="customer", seq__gt=1).body


def test_asking_twice_with_one_client_id_is_asking_once(cast: Cast) -> None:
    client_id = uuid4()
    first, second = cast.asks(client_id=client_id), cast.asks(client_id=client_id)
    assert first == second
    assert Message.objects.count() == 1
    assert Assignment.objects.count() == 1
