"""Taking a question, letting it go by, being there."""

from django.test import Client
from django.urls import reverse

from oase.conversations import actions as conversation_actions
from oase.experts import actions
from oase.experts.models import Expert, Offer
from tests.cast import Cast, current, person, qualify
from tests.portals.expert.conftest import SignedIn

HTMX = {"HX-Request": "true"}
ENGLISH = {"Accept-Language": "en"}


def test_one_click_claims(cast: Cast, emil: Client) -> None:
    conversation = cast.asks()
    claim = reverse("desk-claim", args=[cast.offer_to(cast.emil, conversation).pk])
    for _ in range(2):
        response = emil.post(claim)
        assert (response.status_code, response["Location"]) == (303, f"/desk/{conversation.pk}/")
    assert current(conversation).holder == cast.emil


def test_a_lost_race_is_said_calmly_and_the_offers_are_fresh(cast: Cast, emil: Client) -> None:
    nils = person("Nils")
    Expert.objects.create(person=nils, languages=["de"])
    qualify(nils, cast.machines)
    conversation = cast.asks()
    actions.claim(offer_id=cast.offer_to(nils, conversation).pk, by=nils)
    claim = reverse("desk-claim", args=[cast.offer_to(cast.emil, conversation).pk])
    response = emil.post(claim, follow=True, headers=ENGLISH)
    page = response.content.decode()
    assert response.redirect_chain == [("/desk/", 303)]
    assert "Somebody else was a moment faster" in page
    assert "/claim/" not in page


def test_who_holds_enough_is_told_on_the_desk(cast: Cast, emil: Client) -> None:
    waiting = cast.asks()
    cast.claimed()
    Expert.objects.update(at_once=1)
    response = emil.post(reverse("desk-claim", args=[cast.offer_to(cast.emil, waiting).pk]), headers=ENGLISH)
    page = response.content.decode()
    assert response.status_code == 422
    assert "as many questions as you wanted" in page
    assert "/claim/" in page


def test_an_offer_can_go_by(cast: Cast, emil: Client) -> None:
    first, second = cast.asks(), cast.asks()
    response = emil.post(reverse("desk-decline", args=[cast.offer_to(cast.emil, first).pk]))
    assert (response.status_code, response["Location"]) == (303, "/desk/")
    decline = reverse("desk-decline", args=[cast.offer_to(cast.emil, second).pk])
    response = emil.post(decline, headers=HTMX, follow=True)
    assert response.redirect_chain == [("/desk/offers/", 303)]
    assert "/claim/" not in response.content.decode()
    assert Offer.objects.filter(declined_at=None).count() == 0


def test_being_there_is_a_switch(cast: Cast, emil: Client) -> None:
    assert emil.post(reverse("desk-available"), {"available": "0"}).status_code == 303
    assert Expert.objects.get().available is False
    assert 'aria-checked="false"' in emil.get(reverse("desk-presence")).content.decode()
    response = emil.post(reverse("desk-available"), {"available": "1"}, headers=HTMX, follow=True)
    assert response.redirect_chain == [("/desk/presence/", 303)]
    assert 'aria-checked="true"' in response.content.decode()
    assert Expert.objects.get().available is True


def test_nobody_else_does_any_of_it(cast: Cast, signed_in: SignedIn) -> None:
    conversation = cast.asks()
    offer = cast.offer_to(cast.emil, conversation).pk
    for somebody in (cast.karla, cast.ada, cast.sven, cast.mallory):
        browser = signed_in(somebody)
        for address in (reverse("desk-claim", args=[offer]), reverse("desk-decline", args=[offer]), "/desk/available/"):
            assert browser.post(address).status_code == 404
    assert Client().post(reverse("desk-claim", args=[offer]))["Location"] == "/account/login/?next=/desk/"
    assert current(conversation).level == "network"
    assert Offer.objects.get().declined_at is None


def test_what_was_not_offered_to_him_is_not_there(cast: Cast, signed_in: SignedIn) -> None:
    nils = person("Nils")
    Expert.objects.create(person=nils, languages=["de"])
    conversation = cast.asks()
    offer = cast.offer_to(cast.emil, conversation).pk
    browser = signed_in(nils)
    assert browser.post(reverse("desk-claim", args=[offer])).status_code == 404
    assert browser.post(reverse("desk-decline", args=[offer])).status_code == 404
    assert browser.post(reverse("desk-claim", args=[offer + 1])).status_code == 404


def test_an_offer_the_customer_took_back_is_gone(cast: Cast, emil: Client) -> None:
    conversation = cast.asks()
    conversation_actions.ask_for_company(conversation_id=conversation.pk, by=cast.karla)
    assert "/claim/" not in emil.get(reverse("desk-offers")).content.decode()
