"""Two concerns of Karla's become one and part again: nothing moves, nothing is lost, no promise slips."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils.translation import override

from oase.companies.models import Customer
from oase.conversations import actions, watching
from oase.conversations.append import NotAllowed
from oase.conversations.joining import parts_of, parts_visible_to
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.queries import Reader
from oase.conversations.thread import thread_visible_to_customer
from oase.conversations.words import Refused
from oase.experts.rewards.models import Reward, Unsettled
from oase.experts.rewards.settling import settle
from oase.jobs import clock
from oase.ratings.actions import rate
from oase.second_level.shaping.actions import merge, unmerge
from oase.second_level.shaping.models import Merge
from oase.second_level.shaping.promised import promise_of
from oase.second_level.shaping.rules import stays_with_the_company
from tests.cast import Cast, current
from tests.second_level.shaping.story import (
    bodies,
    fresh,
    joined,
    karla_writes,
    read_by_karla,
    staff_writes,
    with_ada,
)


@pytest.fixture
def bill(cast: Cast) -> Conversation:
    return with_ada(cast, "Die Rechnung ist doppelt.")


@pytest.fixture
def parcel(cast: Cast) -> Conversation:
    return with_ada(cast, "Das Paket kam nicht an.")


def test_karla_reads_both_in_the_order_of_time(cast: Cast, bill: Conversation, parcel: Conversation) -> None:
    karla_writes(cast, bill, "Die zweite Rechnung kam heute.")
    before = (bodies(bill), bodies(parcel))
    joined(cast, parcel, bill)
    assert (bodies(bill), bodies(parcel)) == before
    assert read_by_karla(cast, bill, parts_of(bill)) == [
        "Die Rechnung ist doppelt.",
        "Das Paket kam nicht an.",
        "Die zweite Rechnung kam heute.",
    ]
    source = fresh(parcel)
    assert (source.merged_into_id, source.is_open) == (bill.pk, False)
    assert not source.assignments.filter(ended_at=None).exists()
    assert not source.events.filter(kind="solved").exists()


def test_words_written_to_the_old_one_go_where_it_is_told_on(
    cast: Cast, bill: Conversation, parcel: Conversation
) -> None:
    joined(cast, parcel, bill)
    karla_writes(cast, parcel, "Noch etwas zum Paket.")
    staff_writes(cast, cast.ada, parcel, "Ich frage beim Versand nach.")
    staff_writes(cast, cast.ada, parcel, "Fahrer war krank.", Message.STAFF)
    assert bodies(parcel) == ["Das Paket kam nicht an."]
    assert bodies(bill) == [
        "Die Rechnung ist doppelt.",
        "Noch etwas zum Paket.",
        "Ich frage beim Versand nach.",
        "Fahrer war krank.",
    ]
    assert fresh(parcel).is_open is False


def test_sent_twice_around_joining_and_parting_is_written_once(
    cast: Cast, bill: Conversation, parcel: Conversation
) -> None:
    early, late = uuid4(), uuid4()
    first = karla_writes(cast, parcel, "Vorher.", client_id=early)
    merged = joined(cast, parcel, bill)
    again = karla_writes(cast, parcel, "Vorher.", client_id=early)
    assert (again.id, again.new) == (first.id, False)
    during = karla_writes(cast, parcel, "Dazwischen.", client_id=late)
    unmerge(merge_id=merged.pk, by=cast.member(cast.ada))
    again = karla_writes(cast, parcel, "Dazwischen.", client_id=late)
    assert (again.id, again.new) == (during.id, False)
    assert Message.objects.filter(client_id__in=[early, late]).count() == 2


def test_parting_restores_hands_and_promise(cast: Cast, bill: Conversation, parcel: Conversation) -> None:
    actions.hand_over(conversation_id=parcel.pk, by=cast.ada, to=cast.member(cast.dora))
    stood = {one.pk: (current(one).holder, current(one).level, promise_of(current(one))) for one in (bill, parcel)}
    merged = joined(cast, parcel, bill)
    karla_writes(cast, parcel, "Geschrieben, als beide eins waren.")
    unmerge(merge_id=merged.pk, by=cast.member(cast.ada))
    now = {one.pk: (current(one).holder, current(one).level, promise_of(current(one))) for one in (bill, parcel)}
    assert now == stood
    assert fresh(parcel).merged_into_id is None
    assert bodies(parcel) == ["Das Paket kam nicht an."]
    assert bodies(bill)[-1] == "Geschrieben, als beide eins waren."
    assert unmerge(merge_id=merged.pk, by=cast.member(cast.ada)).pk == parcel.pk  # twice is once
    assert [event.kind for event in parcel.events.order_by("seq")][-2:] == ["merged", "unmerged"]


def test_the_sooner_promise_counts_for_both_and_goes_again(cast: Cast, bill: Conversation) -> None:
    with clock.standing_at(clock.now() - timedelta(minutes=10)):
        parcel = with_ada(cast, "Das Paket kam nicht an.")
    sooner, own = promise_of(current(parcel)), promise_of(current(bill))
    assert sooner["due_at"] < own["due_at"]
    merged = joined(cast, parcel, bill)
    assert promise_of(current(bill)) == sooner
    unmerge(merge_id=merged.pk, by=cast.member(cast.ada))
    assert promise_of(current(bill)) == own


def test_an_answered_concern_owes_again_what_the_joined_one_waits_for(
    cast: Cast, bill: Conversation, parcel: Conversation
) -> None:
    staff_writes(cast, cast.ada, bill, "Erledigt?")
    assert current(bill).turn == Assignment.CUSTOMER
    due_at = current(parcel).due_at
    merged = joined(cast, parcel, bill)
    assert (current(bill).turn, current(bill).due_at) == (Assignment.HOLDER, due_at)
    staff_writes(cast, cast.ada, bill, "Das Paket kommt morgen.")
    answered = current(bill)
    unmerge(merge_id=merged.pk, by=cast.member(cast.ada))
    assert (current(bill).pk, current(bill).due_at) == (answered.pk, answered.due_at)  # what happened there stays


def test_a_promise_that_passed_meanwhile_does_not_lapse_at_once(
    cast: Cast, bill: Conversation, parcel: Conversation
) -> None:
    merged = joined(cast, parcel, bill)
    later = current(bill).due_at + timedelta(minutes=1)
    staff_writes(cast, cast.ada, bill, "Beides ist in Arbeit.")
    with clock.standing_at(later):
        unmerge(merge_id=merged.pk, by=cast.member(cast.ada))
        assert current(parcel).due_at > later
        assert watching.move_lapsed() == 0


def test_whoever_left_meanwhile_gets_nothing_back(cast: Cast, bill: Conversation, parcel: Conversation) -> None:
    actions.hand_over(conversation_id=parcel.pk, by=cast.ada, to=cast.member(cast.dora))
    merged = joined(cast, parcel, bill)
    dora = cast.member(cast.dora)
    dora.left_at = clock.now()
    dora.save(update_fields=["left_at"])
    unmerge(merge_id=merged.pk, by=cast.member(cast.ada))
    assert current(parcel).holder == cast.ada


def test_three_become_one_step_by_step_and_part_in_any_order(
    cast: Cast, bill: Conversation, parcel: Conversation
) -> None:
    voucher = with_ada(cast, "Der Gutschein geht nicht.")
    first, second = joined(cast, parcel, bill), joined(cast, bill, voucher)
    assert {fresh(parcel).merged_into_id, fresh(bill).merged_into_id} == {voucher.pk}
    karla_writes(cast, parcel, "Wo bin ich?")
    assert bodies(voucher)[-1] == "Wo bin ich?"
    unmerge(merge_id=second.pk, by=cast.member(cast.ada))
    assert (fresh(bill).is_open, fresh(parcel).merged_into_id) == (True, bill.pk)
    third = joined(cast, bill, voucher)
    unmerge(merge_id=first.pk, by=cast.member(cast.ada))
    assert (fresh(parcel).is_open, fresh(bill).merged_into_id) == (True, voucher.pk)
    unmerge(merge_id=third.pk, by=cast.member(cast.ada))
    assert Conversation.objects.filter(merged_into__isnull=False).count() == 0


def test_strangers_join_nothing(cast: Cast, bill: Conversation, parcel: Conversation) -> None:
    for who in (cast.mallory,):
        with pytest.raises(NotAllowed):
            merge(source_id=parcel.pk, target_id=bill.pk, by=cast.member(who))
    gone = cast.member(cast.dora)
    type(gone).objects.filter(pk=gone.pk).update(left_at=clock.now())
    with pytest.raises(NotAllowed):  # she holds the membership of a moment ago
        merge(source_id=parcel.pk, target_id=bill.pk, by=gone)
    with pytest.raises(NotAllowed):
        merge(source_id=uuid4(), target_id=bill.pk, by=cast.member(cast.ada))
    merged = joined(cast, parcel, bill)
    with pytest.raises(NotAllowed):
        unmerge(merge_id=merged.pk, by=cast.member(cast.mallory))
    with pytest.raises(NotAllowed):
        unmerge(merge_id=merged.pk + 1, by=cast.member(cast.ada))
    assert fresh(parcel).merged_into_id == bill.pk


def test_only_the_same_customers_concerns_are_joined(cast: Cast, bill: Conversation) -> None:
    from oase.experts.routing import receive

    emils = Customer.objects.create(person=cast.emil, company=cast.kaffeewerk, advisor=cast.customer.advisor)
    other = receive(customer=emils, text="Meine Rechnung fehlt.", client_id=uuid4(), wants_company=True)
    mallorys = Customer.objects.get(person=cast.mallory, company=cast.velotal)
    strange = receive(customer=mallorys, text="Mein Leasing endet.", client_id=uuid4(), wants_company=True)
    for target in (other.pk, strange.pk, bill.pk, uuid4()):
        with pytest.raises(Refused):
            merge(source_id=bill.pk, target_id=target, by=cast.member(cast.ada))
    assert not Merge.objects.exists()


def test_an_experts_concern_is_not_joined_nor_a_solved_one(cast: Cast, bill: Conversation) -> None:
    held = cast.claimed()
    offered = cast.asks()
    done = with_ada(cast, "Schon gut.")
    actions.solve(conversation_id=done.pk, by=cast.ada)
    for one in (held, offered, done):
        for source, target in ((one, bill), (bill, one)):
            with pytest.raises(Refused):
                merge(source_id=source.pk, target_id=target.pk, by=cast.member(cast.ada))
    assert not Merge.objects.exists()


def test_who_typed_karlas_address_reads_nothing_more(cast: Cast, bill: Conversation) -> None:
    typed = cast.asks("Ich bin Karla.", wants_company=True, confirmed=False)
    for source, target in ((typed, bill), (bill, typed)):
        with override("en"), pytest.raises(Refused, match="only typed"):
            merge(source_id=source.pk, target_id=target.pk, by=cast.member(cast.ada))


def test_a_link_shows_its_own_part_and_does_not_tell_of_the_other(
    cast: Cast, bill: Conversation, parcel: Conversation
) -> None:
    joined(cast, parcel, bill)
    assert [part.pk for part in parts_visible_to(Reader(cast.karla.pk), bill)] == [parcel.pk]
    by_link = Reader(None, frozenset({bill.pk}))
    assert parts_visible_to(by_link, bill) == []
    kinds = {line.kind for line in thread_visible_to_customer(fresh(bill), [], by_link=True)}
    assert "merged" not in kinds
    both = Reader(None, frozenset({bill.pk, parcel.pk}))
    lines = thread_visible_to_customer(fresh(bill), parts_visible_to(both, bill), by_link=True)
    assert {"merged"} & {line.kind for line in lines} == {"merged"}
    assert parts_visible_to(Reader(cast.mallory.pk), bill) == []


def test_nobody_earns_or_is_rated_for_what_was_joined(cast: Cast, bill: Conversation) -> None:
    helped = cast.given_on()  # Emil was asked, and gave it on
    Unsettled.objects.all().delete()
    joined(cast, helped, bill)
    with clock.standing_at(clock.now() + timedelta(days=400)):
        settle()
        settle(at_once=[helped.pk])
    assert not Unsettled.objects.filter(conversation=helped).exists()
    assert not Reward.objects.exists()
    with pytest.raises(Refused):
        rate(conversation_id=helped.pk, by=cast.karla, stars=5)


def test_the_database_joins_no_other_customers_concern(cast: Cast, bill: Conversation, parcel: Conversation) -> None:
    mallorys = Customer.objects.get(person=cast.mallory, company=cast.velotal)
    joined(cast, parcel, bill)
    for wrong in ({"merged_into": parcel.pk}, {"merged_into": bill.pk}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Conversation.objects.filter(pk=bill.pk).update(solved_at=clock.now(), merged_into_id=wrong["merged_into"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.filter(pk=parcel.pk).update(customer_id=mallorys.pk, merged_into=bill)


@pytest.mark.parametrize("which", ["source", "target"])
def test_the_database_gives_no_expert_what_was_joined(
    cast: Cast, bill: Conversation, parcel: Conversation, which: str
) -> None:
    merged = joined(cast, parcel, bill)
    karla_writes(cast, bill, "Geschrieben, als beide eins waren.")
    assert (stays_with_the_company(bill), stays_with_the_company(parcel)) == (True, True)
    unmerge(merge_id=merged.pk, by=cast.member(cast.ada))
    assert (stays_with_the_company(bill), stays_with_the_company(parcel)) == (True, False)
    one = current(bill)
    with pytest.raises(IntegrityError, match="stays with the company"), transaction.atomic():
        Assignment.objects.filter(pk=one.pk).update(level=Assignment.EXPERT, holder=cast.emil)
    if which == "source":
        Assignment.objects.filter(pk=current(parcel).pk).update(level=Assignment.EXPERT, holder=cast.emil)


def test_what_an_expert_once_held_tells_them_nothing_of_its_joining(cast: Cast, bill: Conversation) -> None:
    helped = cast.given_on()
    with connections["expert"].cursor() as cursor:
        seen = []
        for step in ("before", "joined"):
            if step == "joined":
                joined(cast, helped, bill)
                karla_writes(cast, helped, "Mein zweites Anliegen.")
            with transaction.atomic(using="expert"):
                cursor.execute("SELECT set_config('oase.expert', %s, true)", [str(cast.emil.pk)])
                rows = {}
                for view in ("conversation", "message", "event", "offer", "past", "similar", "reward", "thanks"):
                    cursor.execute(f"SELECT * FROM desk.{view}")
                    rows[view] = cursor.fetchall()
                seen.append(rows)
    assert seen[0] == seen[1]
