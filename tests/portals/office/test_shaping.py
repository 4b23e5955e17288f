"""Pages for the shape of concerns: tags, put aside, joined and split, and the same deed for several."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from oase.conversations import actions
from oase.conversations.models import Assignment, Conversation, Message
from oase.jobs import clock
from oase.people.models import Person
from oase.second_level.shaping.actions import make_tag, retire_tag
from oase.second_level.shaping.models import Merge, Snooze, Split, Tag, Tagging
from tests.cast import IBAN, Cast, current
from tests.second_level.shaping.story import fresh, joined, karla_writes, staff_writes, with_ada


def of(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def address(name: str, conversation: Conversation, *more: object) -> str:
    return reverse(name, args=["kaffeewerk", conversation.pk, *more])


@pytest.fixture
def bill(cast: Cast) -> Conversation:
    return with_ada(cast, "Die Rechnung ist doppelt.")


@pytest.fixture
def parcel(cast: Cast) -> Conversation:
    return with_ada(cast, f"Das Paket kam nicht an, mein Konto ist {IBAN}.")


def test_ada_tags_a_concern_and_takes_it_off(cast: Cast, bill: Conversation) -> None:
    ada = of(cast.ada)
    assert ada.post(address("office-tag", bill), {"name": "Retoure"}).status_code == 303
    page = ada.get(address("office-case", bill)).content.decode()
    assert "Retoure" in page
    refused = ada.post(address("office-tag", bill), {"name": "Frau Meier"})
    assert refused.status_code == 422
    assert "Frau Meier" in refused.content.decode()
    ada.post(address("office-untag", bill), {"tag": Tag.objects.get().pk})
    assert not Tagging.objects.exists()


def test_ada_puts_it_aside_and_brings_it_back(cast: Cast, bill: Conversation) -> None:
    ada = of(cast.ada)
    staff_writes(cast, cast.ada, bill, "Bitte ein Foto.")
    assert ada.post(address("office-snooze", bill), {"until": "never"}).status_code == 422
    assert ada.post(address("office-snooze", bill), {"until": "week"}).status_code == 303
    assert Snooze.objects.get().until > clock.now() + timedelta(days=5)
    ada.post(address("office-wake", bill))
    assert not Snooze.objects.exists()
    ada.post(address("office-snooze", bill), {"at": "2099-01-01T09:00"})
    assert not Snooze.objects.exists()
    dora = of(cast.dora)
    assert dora.post(address("office-snooze", bill), {"until": "week"}).status_code == 422


def test_ada_joins_two_and_parts_them_again(cast: Cast, bill: Conversation, parcel: Conversation) -> None:
    ada = of(cast.ada)
    page = ada.get(address("office-join", bill)).content.decode()
    assert "Das Paket kam nicht an" in page
    assert IBAN not in page
    done = ada.post(address("office-join", bill), {"other": str(parcel.pk), "stays": "here"})
    assert done.status_code == 303
    assert fresh(parcel).merged_into_id == bill.pk
    case = ada.get(address("office-case", bill)).content.decode()
    assert "Das Paket kam nicht an" in case
    assert IBAN not in case
    there = ada.get(address("office-case", parcel))
    assert (there.status_code, str(bill.pk) in there["Location"]) == (302, True)
    assert ada.get(address("office-thread", parcel)).status_code == 200
    assert ada.post(address("office-part", bill, Merge.objects.get().pk)).status_code == 303
    assert fresh(parcel).merged_into_id is None


def test_the_originals_of_both_are_opened_together_and_logged_as_what_they_are(
    cast: Cast, bill: Conversation, parcel: Conversation
) -> None:
    from oase.privacy.models import AccessLog

    joined(cast, parcel, bill)
    ada = of(cast.ada)
    ada.post(address("office-reveal", bill), {"purpose": cast.kaffeewerk.purposes.get().pk})
    assert IBAN in ada.get(address("office-case", bill)).content.decode()
    about = set(AccessLog.objects.filter(kind=AccessLog.ORIGINALS).values_list("about", flat=True))
    assert about == {bill.pk, parcel.pk}


@pytest.mark.parametrize("other", ["", "nonsense", "mallorys", "unknown", "itself"])
def test_what_cannot_be_joined_says_so(cast: Cast, bill: Conversation, parcel: Conversation, other: str) -> None:
    from oase.companies.models import Customer
    from oase.experts.routing import receive

    mallorys = receive(
        customer=Customer.objects.get(person=cast.mallory), text="Mein Leasing.", client_id=uuid4(), wants_company=True
    )
    chosen = {"mallorys": mallorys.pk, "unknown": uuid4(), "itself": bill.pk}.get(other, other)
    for stays in ("here", "there"):
        answer = of(cast.ada).post(address("office-join", bill), {"other": str(chosen), "stays": stays})
        assert answer.status_code == 422
        assert "Leasing" not in answer.content.decode()
    assert not Merge.objects.exists()


def test_ada_makes_a_concern_of_its_own(cast: Cast, bill: Conversation) -> None:
    karla_writes(cast, bill, f"Und das Paket kam nie an, Konto {IBAN}.")
    ada, client_id = of(cast.ada), uuid4()
    page = ada.get(address("office-split", bill)).content.decode()
    assert "Und das Paket" in page
    assert IBAN not in page
    assert ada.post(address("office-split", bill), {"client_id": client_id}).status_code == 422
    chosen = bill.messages.filter(author_role=Message.CUSTOMER).order_by("seq")[1].pk
    for _ in range(2):
        done = ada.post(address("office-split", bill), {"client_id": client_id, "message": chosen})
        assert done.status_code == 303
    concern = Split.objects.get().concern
    assert str(concern.pk) in done["Location"]
    assert "Und das Paket" in ada.get(address("office-case", concern)).content.decode()
    assert "Und das Paket" in ada.get(address("office-case", bill)).content.decode()


def test_several_at_once_each_by_itself_with_a_way_back(cast: Cast, bill: Conversation, parcel: Conversation) -> None:
    done = with_ada(cast, "Schon gut.")
    actions.solve(conversation_id=done.pk, by=cast.ada)
    dora, url = of(cast.dora), reverse("office-bulk", args=["kaffeewerk"])
    chosen = [str(one.pk) for one in (bill, parcel, done)]
    choose = dora.post(url, {"chosen": chosen})
    assert choose.status_code == 200
    told = dora.post(url, {"chosen": chosen, "deed": "take"})
    assert [one.id for one in told.context["done"]] == [bill.pk, parcel.pk]
    assert [one.id for one in told.context["refused"]] == [done.pk]
    assert {current(bill).holder, current(parcel).holder} == {cast.dora}
    back = dora.post(reverse("office-bulk-undo", args=["kaffeewerk"]), {"undo": told.context["undo"]})
    assert len(back.context["done"]) == 2
    assert {current(bill).holder, current(parcel).holder} == {cast.ada}
    stolen = of(cast.ada).post(reverse("office-bulk-undo", args=["kaffeewerk"]), {"undo": told.context["undo"]})
    assert stolen.status_code == 302


def test_tag_snooze_join_and_propose_for_several(cast: Cast, bill: Conversation, parcel: Conversation) -> None:
    ada, url = of(cast.ada), reverse("office-bulk", args=["kaffeewerk"])
    chosen = [str(bill.pk), str(parcel.pk)]
    told = ada.post(url, {"chosen": chosen, "deed": "tag", "name": "Aktion"})
    assert Tagging.objects.count() == 2
    ada.post(reverse("office-bulk-undo", args=["kaffeewerk"]), {"undo": told.context["undo"]})
    assert not Tagging.objects.exists()
    assert ada.post(url, {"chosen": chosen, "deed": "tag", "name": "Herr Schulz Anwalt"}).context["done"] == []
    staff_writes(cast, cast.ada, bill, "Bitte ein Foto.")
    told = ada.post(url, {"chosen": chosen, "deed": "snooze", "until": "week"})
    assert Snooze.objects.count() == len(told.context["done"])
    assert ada.post(url, {"chosen": chosen, "deed": "snooze"}).status_code == 422
    dora = cast.member(cast.dora).pk
    ada.post(url, {"chosen": chosen, "deed": "hand-over", "to": dora, "note": "bitte"})
    assert {current(bill).holder, current(parcel).holder} == {cast.dora}
    assert ada.post(url, {"chosen": chosen, "deed": "hand-over", "to": "x"}).status_code == 422
    refused = ada.post(url, {"chosen": chosen, "deed": "propose"})
    assert len(refused.context["refused"]) == 2
    of(cast.dora).post(url, {"chosen": chosen, "deed": "propose"})
    assert {current(one).turn for one in (bill, parcel)} == {Assignment.CUSTOMER}
    told = ada.post(url, {"chosen": chosen, "deed": "join"})
    assert fresh(parcel).merged_into_id == bill.pk
    ada.post(reverse("office-bulk-undo", args=["kaffeewerk"]), {"undo": told.context["undo"]})
    assert fresh(parcel).merged_into_id is None


def test_strangers_find_none_of_these_pages(cast: Cast, bill: Conversation, parcel: Conversation) -> None:
    merged = joined(cast, parcel, bill)
    for who in (cast.mallory, cast.karla, cast.emil):
        stranger = of(who)
        for name in ("office-tag", "office-untag", "office-snooze", "office-wake", "office-join", "office-split"):
            assert stranger.post(address(name, bill), {"name": "x"}).status_code == 404
        for name in ("office-join", "office-split"):
            assert stranger.get(address(name, bill)).status_code == 404
        assert stranger.post(address("office-part", bill, merged.pk)).status_code == 404
        chosen = {"chosen": [str(bill.pk)], "deed": "take"}
        assert stranger.post(reverse("office-bulk", args=["kaffeewerk"]), chosen).status_code == 404
        assert stranger.post(reverse("office-bulk-undo", args=["kaffeewerk"]), {"undo": "x"}).status_code == 404
    theirs = of(cast.mallory).post(reverse("office-bulk", args=["velotal"]), {"chosen": [str(bill.pk)], "deed": "take"})
    assert theirs.context["done"] == []
    assert current(bill).holder == cast.ada
    assert fresh(parcel).merged_into_id == bill.pk


def test_sven_keeps_the_tags_and_agents_do_not(cast: Cast) -> None:
    sven, url = of(cast.sven), reverse("office-tags", args=["kaffeewerk"])
    assert of(cast.ada).get(url).status_code == 404
    assert sven.post(url, {"deed": "make", "name": "Aktion"}).status_code == 302
    tag = Tag.objects.get()
    assert sven.post(url, {"deed": "make", "name": ""}).status_code == 422
    make_tag(by=cast.member(cast.sven), name="Sommer")
    wrong = sven.post(url, {"deed": "rename", "tag": tag.pk, "name": "sommer"})
    assert wrong.status_code == 422
    assert "sommer" in wrong.content.decode()
    sven.post(url, {"deed": "rename", "tag": tag.pk, "name": "Winter"})
    sven.post(url, {"deed": "retire", "tag": tag.pk})
    tag.refresh_from_db()
    assert (tag.name, tag.retired_at is not None) == ("Winter", True)
    assert "Winter" in sven.get(url).content.decode()
    sven.post(url, {"deed": "offer", "tag": tag.pk})
    assert sven.post(url, {"deed": "burn"}).status_code == 422
    theirs = make_tag(by=cast.member(cast.mallory), name="Rad")
    assert sven.post(url, {"deed": "retire", "tag": theirs.pk}).status_code == 404
    retire_tag(by=cast.member(cast.sven), tag_id=tag.pk)
