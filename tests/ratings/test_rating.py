"""Stars and thanks: from the customer alone, to everyone who helped, with nothing personal in them."""

from uuid import uuid4

import pytest

from oase.conversations import actions
from oase.conversations.append import NotAllowed
from oase.conversations.models import Conversation
from oase.conversations.words import Refused
from oase.experts import actions as expert_actions
from oase.ratings.actions import LONGEST_THANKS, rate
from oase.ratings.models import Rating
from oase.ratings.queries import standing_of, thanks_for
from tests.cast import IBAN, PHONE, Cast


@pytest.fixture
def solved(cast: Cast) -> Conversation:
    """Emil answered and gave it on; Ada solved it; Dora wrote a note only."""
    conversation = cast.claimed()
    expert_actions.answer(conversation_id=conversation.pk, by=cast.emil, text="Bitte spülen.", client_id=uuid4())
    expert_actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="documents")
    for author, text, audience in ((cast.dora, "Kulanz?", "staff"), (cast.ada, "Wir tauschen.", "conversation")):
        actions.reply(
            conversation_id=conversation.pk,
            author=author,
            role="agent",
            text=text,
            audience=audience,
            client_id=uuid4(),
        )
    actions.solve(conversation_id=conversation.pk, by=cast.ada)
    return conversation


def test_it_reaches_everyone_who_wrote_to_the_customer_and_nobody_else(cast: Cast, solved: Conversation) -> None:
    rating = rate(conversation_id=solved.pk, by=cast.karla, stars=5, thanks="Wunderbar!")
    assert set(rating.helpers.all()) == {cast.emil, cast.ada}
    for helper, count in ((cast.emil, 1), (cast.ada, 1), (cast.dora, 0), (cast.karla, 0)):
        assert list(thanks_for(helper, company_id=cast.kaffeewerk.pk)) == [rating] * count
        assert list(thanks_for(helper, company_id=cast.velotal.pk)) == []
        assert standing_of(helper, company_id=cast.kaffeewerk.pk)["ratings"] == count


def test_rating_again_changes_the_one_rating_and_is_told_once(cast: Cast, solved: Conversation) -> None:
    rate(conversation_id=solved.pk, by=cast.karla, stars=5, thanks="Gut!")
    rate(conversation_id=solved.pk, by=cast.karla, stars=3)
    rating = Rating.objects.get()
    assert (rating.stars, rating.thanks) == (3, "")
    assert solved.events.filter(kind="rated").count() == 1
    assert standing_of(cast.ada, company_id=cast.kaffeewerk.pk) == {"stars": 3.0, "ratings": 1}


def test_only_the_customer_rates(cast: Cast, solved: Conversation) -> None:
    for stranger in (cast.emil, cast.ada, cast.mallory):
        with pytest.raises(NotAllowed):
            rate(conversation_id=solved.pk, by=stranger, stars=5)
    assert Rating.objects.count() == 0


@pytest.mark.parametrize("stars", [0, 6, -1, 100])
def test_there_are_one_to_five_stars(cast: Cast, solved: Conversation, stars: int) -> None:
    with pytest.raises(Refused):
        rate(conversation_id=solved.pk, by=cast.karla, stars=stars)
    assert Rating.objects.count() == 0


def test_what_is_open_cannot_be_rated(cast: Cast) -> None:
    conversation = cast.given_on()
    with pytest.raises(Refused):
        rate(conversation_id=conversation.pk, by=cast.karla, stars=5)


def test_a_rating_stays_when_the_concern_is_opened_again(cast: Cast, solved: Conversation) -> None:
    rate(conversation_id=solved.pk, by=cast.karla, stars=4)
    actions.reply(conversation_id=solved.pk, author=cast.karla, role="customer", text="Doch nicht.", client_id=uuid4())
    with pytest.raises(Refused):
        rate(conversation_id=solved.pk, by=cast.karla, stars=1)
    assert Rating.objects.get().stars == 4


def test_thanks_hold_nothing_personal_of_the_customer(cast: Cast, solved: Conversation) -> None:
    words = f"Danke! Ihre Karla Blum, {PHONE}, {IBAN}"
    rating = rate(conversation_id=solved.pk, by=cast.karla, stars=5, thanks=words)
    for secret in ("Karla", "Blum", PHONE, IBAN):
        assert secret not in rating.thanks
    assert rating.thanks.startswith("Danke!")


@pytest.mark.parametrize("length", [LONGEST_THANKS + 1, 20_001])
def test_thanks_have_a_length(cast: Cast, solved: Conversation, length: int) -> None:
    with pytest.raises(Refused):
        rate(conversation_id=solved.pk, by=cast.karla, stars=5, thanks="x" * length)
    assert rate(conversation_id=solved.pk, by=cast.karla, stars=5, thanks="x " * 500).thanks.startswith("x x")


def test_thanks_that_cannot_be_shielded_are_refused_and_not_lost(
    cast: Cast, solved: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate(conversation_id=solved.pk, by=cast.karla, stars=5, thanks="Prima")

    def broken(text: str, **options: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("oase.conversations.shielding.shield", broken)
    with pytest.raises(Refused):
        rate(conversation_id=solved.pk, by=cast.karla, stars=4, thanks="Danke, Karla Blum")
    rating = Rating.objects.get()
    assert (rating.stars, rating.thanks) == (5, "Prima")
