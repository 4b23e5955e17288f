"""The company's own words on concerns, and concerns put aside: out of sight, never past a promise."""

from datetime import timedelta

import pytest

from oase.companies.audit.models import SettingChange
from oase.companies.models import Membership
from oase.conversations import actions, watching
from oase.conversations.append import NotAllowed
from oase.conversations.models import Conversation, Message
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.second_level.shaping import snoozing
from oase.second_level.shaping.actions import (
    make_tag,
    offer_tag,
    put_tag,
    rename_tag,
    retire_tag,
    snooze,
    take_tag,
    unmerge,
    wake,
)
from oase.second_level.shaping.models import Snooze, Tag, Tagging
from tests.cast import Cast, current
from tests.second_level.shaping.story import joined, karla_writes, staff_writes, with_ada


@pytest.fixture
def bill(cast: Cast) -> Conversation:
    return with_ada(cast, "Die Rechnung ist doppelt.")


def test_a_new_word_becomes_a_tag_once_in_whatever_case(cast: Cast, bill: Conversation) -> None:
    ada = cast.member(cast.ada)
    assert put_tag(conversation_id=bill.pk, by=ada, name="  Retoure ")
    assert not put_tag(conversation_id=bill.pk, by=ada, name="retoure")
    tag = Tag.objects.get()
    assert (tag.name, tag.company) == ("Retoure", cast.kaffeewerk)
    change = SettingChange.objects.get(area="tags")
    assert (change.by, change.after) == (cast.ada, {"name": "Retoure"})
    assert take_tag(conversation_id=bill.pk, by=ada, tag_id=tag.pk)
    assert not take_tag(conversation_id=bill.pk, by=ada, tag_id=tag.pk)
    assert not Tagging.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "#", "x" * 41, "Frau Meier", "0171 3920045", "karla@example.org"])
def test_what_is_no_tag_is_refused(cast: Cast, bill: Conversation, name: str) -> None:
    with pytest.raises(Refused):
        put_tag(conversation_id=bill.pk, by=cast.member(cast.ada), name=name)
    assert not Tag.objects.exists()


def test_who_leads_decides_what_is_a_word_of_the_company(cast: Cast, bill: Conversation) -> None:
    make_tag(by=cast.member(cast.sven), name="Frau Holle")
    assert put_tag(conversation_id=bill.pk, by=cast.member(cast.sven), name="Frau Holle")


def test_a_retired_tag_stays_where_it_is(cast: Cast, bill: Conversation) -> None:
    ada, sven = cast.member(cast.ada), cast.member(cast.sven)
    put_tag(conversation_id=bill.pk, by=ada, name="Aktion")
    tag = Tag.objects.get()
    for verb in (retire_tag, offer_tag):
        with pytest.raises(NotAllowed):
            verb(by=ada, tag_id=tag.pk)
    retire_tag(by=sven, tag_id=tag.pk)
    retire_tag(by=sven, tag_id=tag.pk)
    other = with_ada(cast, "Noch eine.")
    with pytest.raises(Refused):
        put_tag(conversation_id=other.pk, by=ada, tag_id=tag.pk)
    with pytest.raises(Refused):
        put_tag(conversation_id=other.pk, by=ada, name="aktion")
    assert bill.taggings.count() == 1
    offer_tag(by=sven, tag_id=tag.pk)
    rename_tag(by=sven, tag_id=tag.pk, name="Sommer")
    make_tag(by=sven, name="Winter")
    with pytest.raises(Refused):
        rename_tag(by=sven, tag_id=tag.pk, name="winter")
    assert bill.taggings.get().tag.name == "Sommer"
    assert SettingChange.objects.filter(area="tags").count() == 5


def test_strangers_tag_nothing(cast: Cast, bill: Conversation) -> None:
    mallory = cast.member(cast.mallory)
    theirs = make_tag(by=mallory, name="Rad")
    for call in (
        lambda: put_tag(conversation_id=bill.pk, by=mallory, name="Rad"),
        lambda: put_tag(conversation_id=bill.pk, by=cast.member(cast.ada), tag_id=theirs.pk),
        lambda: take_tag(conversation_id=bill.pk, by=mallory, tag_id=theirs.pk),
        lambda: snooze(conversation_id=bill.pk, by=mallory, until=clock.now() + timedelta(hours=1)),
        lambda: wake(conversation_id=bill.pk, by=mallory),
    ):
        with pytest.raises(NotAllowed):
            call()
    assert not Tagging.objects.exists()


def in_(cast: Cast, bill: Conversation, **span: float) -> Snooze:
    return snooze(conversation_id=bill.pk, by=cast.member(cast.ada), until=clock.now() + timedelta(**span))


def test_it_moves_no_promise_and_ends_before_it(cast: Cast, bill: Conversation) -> None:
    before = current(bill)
    kept = in_(cast, bill, days=3)
    after = current(bill)
    assert (after.pk, after.due_at, after.turn) == (before.pk, before.due_at, before.turn)
    half = before.promised_at + (before.due_at - before.promised_at) / 2
    assert kept.until == max(before.due_at - timedelta(minutes=30), half)
    with clock.standing_at(kept.until - timedelta(seconds=1)):
        assert snoozing.wake_due() == 0
    with clock.standing_at(kept.until):
        assert snoozing.wake_due() == 1
        assert snoozing.wake_due() == 0
        with pytest.raises(Refused):
            in_(cast, bill, days=3)


def test_on_the_customers_turn_it_sleeps_as_long_as_it_should(cast: Cast, bill: Conversation) -> None:
    staff_writes(cast, cast.ada, bill, "Bitte ein Foto.")
    assert in_(cast, bill, days=3).until > clock.now() + timedelta(days=2)
    staff_writes(cast, cast.ada, bill, "Noch eine Frage.", Message.STAFF)
    assert Snooze.objects.count() == 1
    karla_writes(cast, bill, "Hier ist es.")
    assert not Snooze.objects.exists()


def test_a_new_holder_sees_it_at_once(cast: Cast, bill: Conversation) -> None:
    staff_writes(cast, cast.ada, bill, "Bitte ein Foto.")
    in_(cast, bill, days=3)
    with pytest.raises(Refused):
        snooze(conversation_id=bill.pk, by=cast.member(cast.dora), until=clock.now() + timedelta(days=1))
    actions.hand_over(conversation_id=bill.pk, by=cast.ada, to=cast.member(cast.dora))
    assert not Snooze.objects.exists()


@pytest.mark.parametrize("span", [{"seconds": -1}, {"days": 400}])
def test_not_into_the_past_nor_for_ever(cast: Cast, bill: Conversation, span: dict[str, float]) -> None:
    staff_writes(cast, cast.ada, bill, "Bitte ein Foto.")
    with pytest.raises(Refused):
        in_(cast, bill, **span)


def test_nobody_sleeps_through_a_lapse_or_a_solution(cast: Cast, bill: Conversation) -> None:
    in_(cast, bill, days=3)
    with clock.standing_at(current(bill).due_at):
        assert watching.move_lapsed() == 1
    assert not Snooze.objects.exists()
    other = with_ada(cast, "Noch eine.")
    in_(cast, other, days=3)
    actions.solve(conversation_id=other.pk, by=cast.ada)
    assert not Snooze.objects.exists()
    with pytest.raises(Refused):
        in_(cast, other, days=3)


def test_what_was_asleep_when_joined_sleeps_on_when_parted(cast: Cast, bill: Conversation) -> None:
    staff_writes(cast, cast.ada, bill, "Bitte ein Foto.")
    kept = in_(cast, bill, days=3)
    merged = joined(cast, bill, with_ada(cast, "Dasselbe."))
    with clock.standing_at(kept.until):
        assert snoozing.wake_due() == 0
    unmerge(merge_id=merged.pk, by=cast.member(cast.ada))
    assert Snooze.objects.get().until == kept.until
    assert wake(conversation_id=bill.pk, by=cast.member(cast.ada))
    assert not wake(conversation_id=bill.pk, by=cast.member(cast.ada))


def test_the_names_of_the_staff_are_fresh(cast: Cast, bill: Conversation) -> None:
    held = cast.member(cast.ada)
    Membership.objects.filter(pk=held.pk).update(left_at=clock.now())
    with pytest.raises(NotAllowed):
        put_tag(conversation_id=bill.pk, by=held, name="Retoure")
