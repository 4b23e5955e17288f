"""Every page of the desk, for each of the cast, with words in it that could leak."""

from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oase.conversations import actions as conversation_actions
from oase.experts import actions, rewards
from oase.experts.models import Expert
from oase.ratings.actions import rate
from tests.cast import IBAN, PHONE, Cast
from tests.portals.expert.conftest import SignedIn

PAGES = ["desk", "desk-past", "desk-rewards", "desk-profile", "desk-topics"]
PARTS = ["desk-offers", "desk-count", "desk-held", "desk-week", "desk-presence"]
OF_ONE = ["desk-conversation", "desk-thread", "desk-held-beside"]
SECRETS = ("Karla", "Blum", "karla@", PHONE, "3920045", IBAN, "2020 51", "Lindenstra", "79098", "Lind<", "Falk")


def solved(cast: Cast, thanks: str = "Wunderbar, danke!") -> UUID:
    conversation = cast.claimed()
    actions.answer(conversation_id=conversation.pk, by=cast.emil, text="Spülen.", client_id=uuid4(), solved=True)
    conversation_actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    rate(conversation_id=conversation.pk, by=cast.karla, stars=5, thanks=thanks)
    rewards.settle()
    return conversation.pk


def addresses(conversation_id: UUID) -> list[str]:
    return [reverse(name) for name in PAGES + PARTS] + [reverse(name, args=[conversation_id]) for name in OF_ONE]


def test_emil_sees_pages_without_a_word_that_names_her(cast: Cast, emil: Client) -> None:
    solved(cast)
    held = cast.claimed()
    cast.asks()
    for address in addresses(held.pk):
        response = emil.get(address)
        assert response.status_code == 200, address
        page = response.content.decode()
        for secret in SECRETS:
            assert secret not in page, (address, secret)
    assert "[IBAN 1]" in emil.get(reverse("desk-conversation", args=[held.pk])).content.decode()


def test_nobody_else_finds_them(cast: Cast, signed_in: SignedIn) -> None:
    held = cast.claimed()
    for somebody in (cast.karla, cast.ada, cast.dora, cast.sven, cast.mallory):
        browser = signed_in(somebody)
        for address in addresses(held.pk):
            response = browser.get(address)
            assert response.status_code == 404, (somebody, address)
            assert "E12" not in response.content.decode()


def test_without_signing_in_there_is_the_way_to_it(cast: Cast) -> None:
    held = cast.claimed()
    for address in addresses(held.pk):
        response = Client().get(address)
        assert (response.status_code, response["Location"]) == (302, f"/account/login/?next={address}")


def test_another_experts_conversation_is_not_there(cast: Cast, signed_in: SignedIn) -> None:
    Expert.objects.create(person=cast.mallory, languages=["de"])
    held = cast.claimed()
    browser = signed_in(cast.mallory)
    for name in ("desk-conversation", "desk-thread"):
        assert browser.get(reverse(name, args=[held.pk])).status_code == 404
    assert held.pk.hex[-8:] not in browser.get(reverse("desk-held-beside", args=[held.pk])).content.decode()


def test_what_moved_on_is_said_and_what_was_typed_stays(cast: Cast, emil: Client) -> None:
    held = cast.claimed()
    thread = reverse("desk-thread", args=[held.pk])
    conversation_actions.ask_for_company(conversation_id=held.pk, by=cast.karla)
    response = emil.get(thread, headers={"HX-Request": "true"})
    assert response.status_code == 404
    part = response.content.decode()
    assert 'id="thread"' in part
    assert "data-live" not in part
    assert "<textarea" not in part
    assert "E12" not in part
    assert "<html" in emil.get(thread).content.decode()


def test_parts_that_are_read_again_hold_nothing_that_is_typed(cast: Cast, emil: Client) -> None:
    held = cast.claimed()
    assert 'name="text"' in emil.get(reverse("desk-conversation", args=[held.pk])).content.decode()
    for name in ("desk-thread", "desk-held-beside"):
        assert 'name="text"' not in emil.get(reverse(name, args=[held.pk])).content.decode()


def test_live_parts_are_the_same_on_the_page_and_alone(cast: Cast, emil: Client) -> None:
    held = cast.claimed()
    cast.asks()
    page = " ".join(emil.get(reverse("desk-conversation", args=[held.pk])).content.decode().split())
    part = " ".join(emil.get(reverse("desk-thread", args=[held.pk])).content.decode().split())
    assert f'data-live="conversation:{held.pk}" hx-get="/desk/{held.pk}/thread/"' in part
    assert part in page


def test_an_offer_says_what_it_is(cast: Cast, emil: Client) -> None:
    conversation = cast.asks()
    page = emil.get(reverse("desk"), headers={"Accept-Language": "en"}).content.decode()
    offer = cast.offer_to(cast.emil, conversation)
    for words in ("Kaffeewerk", "Coffee machines", "German", "€4.20", "[Name 1]", f"/desk/offers/{offer.pk}/claim/"):
        assert words in page, words
    assert (
        emil.get(reverse("desk-count"), headers={"Accept-Language": "en"}).content.decode().count("question waits") == 1
    )


def test_thanks_and_reward_reach_him(cast: Cast, emil: Client) -> None:
    solved(cast, thanks="Der Schaum steht wieder, danke von Karla Blum!")
    assert "Der Schaum steht wieder" in emil.get(reverse("desk")).content.decode()
    assert "Der Schaum steht wieder" in emil.get(reverse("desk-profile")).content.decode()
    assert "€4.20" in emil.get(reverse("desk-rewards"), headers={"Accept-Language": "en"}).content.decode()
    assert "Blum" not in emil.get(reverse("desk-profile")).content.decode()


def asked(browser: Client, address: str) -> list[int]:
    with CaptureQueriesContext(connections["default"]) as app, CaptureQueriesContext(connections["expert"]) as desk:
        assert browser.get(address).status_code == 200
    return [len(app), len(desk)]


@pytest.mark.parametrize("page", PAGES + PARTS)
def test_more_to_show_asks_no_more(cast: Cast, emil: Client, page: str) -> None:
    Expert.objects.update(at_once=9)
    solved(cast)
    cast.claimed()
    cast.asks()
    few = asked(emil, reverse(page))
    for _ in range(3):
        solved(cast)
        cast.claimed()
        cast.asks()
    assert asked(emil, reverse(page)) == few


def test_a_long_thread_asks_no_more(cast: Cast, emil: Client) -> None:
    held = cast.claimed()
    address = reverse("desk-conversation", args=[held.pk])
    few = asked(emil, address)
    for words in ("Eins", "Zwei", "Drei"):
        actions.answer(conversation_id=held.pk, by=cast.emil, text=words, client_id=uuid4())
        conversation_actions.reply(
            conversation_id=held.pk, author=cast.karla, role="customer", text=words, client_id=uuid4()
        )
    assert asked(emil, address) == few


def test_the_desk_shows_the_words_that_wait_first(cast: Cast, emil: Client) -> None:
    later = cast.claimed()
    conversation_actions.reply(
        conversation_id=later.pk, author=cast.karla, role="customer", text="Es tropft noch immer.", client_id=uuid4()
    )
    for address in (reverse("desk"), reverse("desk-held")):
        page = emil.get(address).content.decode()
        assert page.count('id="next-title"') == 1
        assert "Es tropft noch immer." in page
    actions.answer(conversation_id=later.pk, by=cast.emil, text="Welche Dichtung?", client_id=uuid4())
    assert "next-title" not in emil.get(reverse("desk")).content.decode()
