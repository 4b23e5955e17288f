"""Karla's old pages, links and lists lead to where her concern goes on; a stranger's link shows what it always did."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from oase.conversations.choices.standing import Wishes
from oase.conversations.links import link_token
from oase.conversations.models import Conversation, Outbox
from oase.people.models import Person
from oase.portals.public.sessions import GUEST_KEY
from oase.second_level.shaping.actions import split, unmerge
from tests.cast import IBAN, Cast
from tests.second_level.shaping.story import bodies, fresh, joined, karla_writes, with_ada


def of(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def holding(*concerns: Conversation) -> Client:
    """A browser that holds links of these concerns, and nobody signed in."""
    client = Client()
    session = client.session
    session[GUEST_KEY] = [one.pk.hex for one in concerns]
    session.save()
    return client


def page(concern: Conversation) -> str:
    return reverse("concern", args=[concern.pk])


@pytest.fixture
def bill(cast: Cast) -> Conversation:
    return with_ada(cast, "Die Rechnung ist doppelt.")


@pytest.fixture
def parcel(cast: Cast) -> Conversation:
    return with_ada(cast, f"Das Paket kam nicht an, mein Konto ist {IBAN}.")


def test_karla_reads_one_concern_and_finds_it_once(cast: Cast, bill: Conversation, parcel: Conversation) -> None:
    karla = of(cast.karla)
    joined(cast, parcel, bill)
    led = karla.get(page(parcel))
    assert (led.status_code, led["Location"]) == (302, page(bill))
    words = karla.get(page(bill)).content.decode()
    assert "Die Rechnung ist doppelt." in words
    assert IBAN in words
    assert "from another concern of yours" in words or "aus einem anderen" in words
    listed = karla.get(reverse("concerns")).content.decode()
    assert str(bill.pk) in listed
    assert str(parcel.pk) not in listed
    assert karla.get(reverse("concern-live", args=[parcel.pk])).status_code == 200


def test_what_karla_sends_from_an_old_page_arrives(cast: Cast, bill: Conversation, parcel: Conversation) -> None:
    merged = joined(cast, parcel, bill)
    karla = of(cast.karla)
    sent = karla.post(reverse("concern-reply", args=[parcel.pk]), {"text": "Noch da?", "client_id": str(uuid4())})
    assert sent.status_code == 303
    assert bodies(bill)[-1] == "Noch da?"
    for deed in ("concern-company", "concern-confirm", "concern-decline"):
        assert karla.post(reverse(deed, args=[parcel.pk])).status_code == 303
    assert not fresh(bill).is_open  # confirmed where it goes on
    assert fresh(parcel).merged_into_id == merged.target_id


def test_a_mailed_link_leads_on_and_a_browser_that_only_asked_does_not(
    cast: Cast, bill: Conversation, parcel: Conversation
) -> None:
    asked_here = holding(parcel)
    joined(cast, parcel, bill)
    seen = asked_here.get(page(parcel))
    assert seen.status_code == 200
    words = seen.content.decode()
    assert IBAN in words
    assert "Die Rechnung" not in words
    assert asked_here.get(page(bill)).status_code == 404
    assert asked_here.post(reverse("concern-send-on", args=[parcel.pk])).status_code == 303
    assert Outbox.objects.filter(kind="link", conversation=bill, recipient=cast.karla).count() == 1
    mailed = Client()
    response = mailed.get(reverse("link", args=[link_token(parcel.pk)]), follow=True)
    assert "Die Rechnung ist doppelt." in response.content.decode()
    assert IBAN in response.content.decode()


def test_who_holds_the_link_of_the_target_reads_nothing_of_what_was_joined(
    cast: Cast, bill: Conversation, parcel: Conversation
) -> None:
    guest = holding(bill)
    before = guest.get(page(bill)).content.decode()
    joined(cast, parcel, bill)
    words = guest.get(page(bill)).content.decode()
    assert IBAN not in words
    assert "Das Paket" not in words
    assert cast.ada.first_name in before
    assert "merged" not in words
    assert guest.get(page(parcel)).status_code == 404
    for stranger in (of(cast.mallory), of(cast.emil), Client()):
        assert stranger.get(page(parcel)).status_code == 404
        assert stranger.post(reverse("concern-send-on", args=[parcel.pk])).status_code == 404


def test_karla_takes_back_what_she_opened_in_the_joined_one(cast: Cast, bill: Conversation) -> None:
    other = with_ada(cast, "Hallo.")
    karla_writes(cast, other, f"Mein Konto ist {IBAN}.", wishes=Wishes(opened=(IBAN,)))
    merged = joined(cast, other, bill)
    choice = other.choices.get()
    karla = of(cast.karla)
    assert karla.post(reverse("concern-withdraw", args=[bill.pk, choice.pk])).status_code == 303
    choice.refresh_from_db()
    assert choice.withdrawn_at is not None
    assert IBAN not in bodies(other)[1]
    unmerge(merge_id=merged.pk, by=cast.member(cast.ada))
    assert karla.get(page(other)).status_code == 200


def test_karla_finds_both_after_a_split(cast: Cast, bill: Conversation) -> None:
    said = karla_writes(cast, bill, "Und das Paket kam nie an.")
    concern = split(conversation_id=bill.pk, by=cast.member(cast.ada), message_ids=[said.id], client_id=uuid4())
    karla = of(cast.karla)
    for one in (bill, concern):
        assert "Und das Paket kam nie an." in karla.get(page(one)).content.decode()
    assert holding(bill).get(page(concern)).status_code == 404
