"""A stolen account reads at most twenty conversations an hour: whatever its sessions, its haste and its tricks."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connections, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from oase.conversations import actions as conversation_actions
from oase.conversations.models import Assignment, Conversation
from oase.conversations.words import Refused
from oase.experts import actions
from oase.experts.desk import desk_of
from oase.experts.models import Expert
from oase.experts.reputation import guard
from oase.experts.reputation.guard import GLIMPSES, MOST, Stopped, opening
from oase.experts.reputation.models import Alarm, AlarmMail, Opening
from oase.jobs import clock
from tests.cast import Cast


def concerns(cast: Cast, number: int) -> list[UUID]:
    """So many concerns of Karla that the company has."""
    with transaction.atomic():
        found = Conversation.objects.bulk_create(
            Conversation(company=cast.kaffeewerk, customer=cast.customer, client_id=uuid4(), pseudonym="calm-otter")
            for _ in range(number)
        )
        due_at = clock.now() + timedelta(days=1)
        Assignment.objects.bulk_create(
            Assignment(conversation=one, level=Assignment.TEAM, due_at=due_at) for one in found
        )
    return [one.pk for one in found]


def opened(cast: Cast) -> int:
    return Opening.objects.filter(expert_id=cast.emil.pk).count()


@pytest.fixture
def many(cast: Cast) -> list[UUID]:
    return concerns(cast, MOST + 2)


def test_the_twenty_first_stays_closed(cast: Cast, many: list[UUID]) -> None:
    for one in many[:MOST]:
        opening(cast.emil.pk, one, "one session")
    with override("en"), pytest.raises(Stopped) as stopped:
        opening(cast.emil.pk, many[MOST], "one session")
    assert str(stopped.value) == (
        "You have opened as many questions as one can within an hour. What you hold stays with you. "
        "The next one opens in about 60 minutes."
    )
    assert opened(cast) == MOST


def test_what_was_opened_already_opens_again(cast: Cast, many: list[UUID]) -> None:
    for one in [*many[:MOST], *many[:MOST]]:
        opening(cast.emil.pk, one)
    assert opened(cast) == MOST
    assert guard.free(cast.emil.pk) == 0


def test_more_sessions_open_no_more(cast: Cast, many: list[UUID]) -> None:
    for place, one in enumerate(many[:MOST]):
        opening(cast.emil.pk, one, f"session {place % 4}")
    with pytest.raises(Stopped):
        opening(cast.emil.pk, many[MOST], "a fresh session")
    (alarm,) = Alarm.objects.all()
    assert (alarm.expert_id, alarm.company, alarm.sessions) == (cast.emil.pk, cast.kaffeewerk, 4)
    assert sorted(alarm.conversations) == sorted(str(one) for one in many[:MOST])


def test_requests_at_once_open_no_more(cast: Cast, many: list[UUID]) -> None:
    for one in many[: MOST - 1]:
        opening(cast.emil.pk, one)
    late = concerns(cast, 12)
    start = Barrier(len(late))

    def open_one(one: UUID) -> bool:
        try:
            start.wait()
            opening(cast.emil.pk, one, str(one))
        except Stopped:
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(late)) as threads:
        outcomes = list(threads.map(open_one, late))
    assert sorted(outcomes) == [False] * 11 + [True]
    assert opened(cast) == MOST
    assert Alarm.objects.count() == 1


def test_an_hour_rolls_and_does_not_begin_anew(cast: Cast, many: list[UUID]) -> None:
    begun = clock.now()
    for place, one in enumerate(many[:MOST]):
        with clock.standing_at(begun + timedelta(minutes=place)):
            opening(cast.emil.pk, one)
    with clock.standing_at(begun + timedelta(minutes=59)), pytest.raises(Stopped):
        opening(cast.emil.pk, many[MOST])
    with clock.standing_at(begun + timedelta(minutes=60)):
        opening(cast.emil.pk, many[MOST])
        with pytest.raises(Stopped):
            opening(cast.emil.pk, many[MOST + 1])


def test_reading_again_counts_from_then_on(cast: Cast, many: list[UUID]) -> None:
    begun = clock.now()
    with clock.standing_at(begun):
        opening(cast.emil.pk, many[0])
    with clock.standing_at(begun + timedelta(minutes=59)):
        for one in many[:MOST]:
            opening(cast.emil.pk, one)
    with clock.standing_at(begun + timedelta(minutes=61)), pytest.raises(Stopped):
        opening(cast.emil.pk, many[MOST])


def test_claims_given_back_at_once_still_count(cast: Cast) -> None:
    Expert.objects.filter(pk=cast.emil.pk).update(at_once=10)
    for _ in range(MOST):
        conversation = cast.claimed()
        actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="documents")
    conversation = cast.asks()
    offer = cast.offer_to(cast.emil, conversation)
    with pytest.raises(Stopped):
        actions.claim(offer_id=offer.pk, by=cast.emil)
    assert conversation.assignments.get(ended_at=None).level == Assignment.NETWORK


def test_what_is_held_counts_though_it_was_claimed_long_ago(cast: Cast, many: list[UUID]) -> None:
    Expert.objects.filter(pk=cast.emil.pk).update(at_once=10)
    held = [cast.claimed().pk for _ in range(5)]
    with clock.standing_at(clock.now() + timedelta(hours=3)):
        for one in many[: MOST - 5]:
            opening(cast.emil.pk, one)
        with pytest.raises(Stopped):
            opening(cast.emil.pk, many[MOST])
        # Nor does giving them back make room: they could be read until now.
        for one in held:
            actions.give_on(conversation_id=one, by=cast.emil, reason="documents")
        with pytest.raises(Stopped):
            opening(cast.emil.pk, many[MOST])
        for one in held:
            opening(cast.emil.pk, one)


def test_what_is_rolled_back_was_not_opened(cast: Cast, many: list[UUID]) -> None:
    with transaction.atomic():
        opening(cast.emil.pk, many[0])
        transaction.set_rollback(True)
    assert opened(cast) == 0
    assert guard.free(cast.emil.pk) == MOST


def test_a_claim_that_was_too_late_costs_nothing(cast: Cast) -> None:
    conversation = cast.asks()
    offer = cast.offer_to(cast.emil, conversation)
    conversation_actions.ask_for_company(conversation_id=conversation.pk, by=cast.karla)
    with pytest.raises(actions.AlreadyClaimed):
        actions.claim(offer_id=offer.pk, by=cast.emil)
    assert guard.free(cast.emil.pk) == MOST


def test_staff_are_counted_nowhere(cast: Cast, many: list[UUID]) -> None:
    for one in many:
        opening(cast.ada.pk, one)
    assert Opening.objects.count() == 0
    assert Alarm.objects.count() == 0


def test_the_alarm_is_told_to_those_who_lead_and_to_the_owner(cast: Cast, many: list[UUID]) -> None:
    for one in many[:MOST]:
        opening(cast.emil.pk, one)
    told = AlarmMail.objects.order_by("recipient__first_name").values_list("recipient__first_name", flat=True)
    assert list(told) == ["Emil", "Sven"]
    # It rings once an hour, not with every further try.
    opening(cast.emil.pk, many[0])
    assert Alarm.objects.count() == 1


def test_each_company_learns_of_its_own_only(cast: Cast, many: list[UUID]) -> None:
    leasing = cast.velotal.topics.get()
    (foreign,) = concerns(cast, 1)
    Conversation.objects.filter(pk=foreign).update(company=cast.velotal, topic=leasing)
    for one in [*many[: MOST - 1], foreign]:
        opening(cast.emil.pk, one)
    found = {alarm.company.slug: len(alarm.conversations) for alarm in Alarm.objects.all()}
    assert found == {"kaffeewerk": MOST - 1, "velotal": 1}
    # Velotal has nobody who leads: then its whole staff is told.
    told = AlarmMail.objects.filter(alarm__company=cast.velotal).values_list("recipient__first_name", flat=True)
    assert [*told] in (["Mallory"], ["Emil", "Mallory"])


def test_an_alarm_stays_as_it_was_written(cast: Cast, many: list[UUID]) -> None:
    for one in many[:MOST]:
        opening(cast.emil.pk, one)
    with pytest.raises(ProgrammingError):
        Alarm.objects.update(sessions=0)
    with pytest.raises(ProgrammingError):
        Alarm.objects.all().delete()


def test_a_session_is_kept_as_a_digest(cast: Cast, many: list[UUID]) -> None:
    opening(cast.emil.pk, many[0], "the cookie itself")
    (session,) = Opening.objects.values_list("session", flat=True)
    assert len(session) == 16
    assert "cookie" not in session


def test_nobody_opens_what_is_not_there(cast: Cast) -> None:
    with pytest.raises(Exception, match="oase_opening"):
        opening(cast.emil.pk, uuid4())
    assert issubclass(Stopped, Refused)


def offered(cast: Cast, number: int) -> None:
    """So many questions of Karla's lie on Emil's desk."""
    Expert.objects.filter(pk=cast.emil.pk).update(offers_at_once=100)
    for _ in range(number):
        cast.asks("Die Aroma brüht nicht.")


def first_words(cast: Cast) -> int:
    """How many first words Emil's desk can show."""
    with desk_of(cast.emil.pk) as desk:
        return sum(bool(one.excerpt) for one in desk.offers())


def test_a_script_that_reads_every_offer_gets_no_further(cast: Cast) -> None:
    offered(cast, GLIMPSES + 4)
    assert first_words(cast) == 0
    for _ in range(3):
        guard.glimpse(cast.emil.pk, "a script")
    assert first_words(cast) == GLIMPSES
    assert guard.free(cast.emil.pk) == MOST - GLIMPSES
    assert Alarm.objects.count() == 0


def test_first_words_and_claims_together_are_twenty(cast: Cast) -> None:
    Expert.objects.filter(pk=cast.emil.pk).update(at_once=10)
    offered(cast, MOST + 4)
    guard.glimpse(cast.emil.pk)
    with desk_of(cast.emil.pk) as desk:
        offers = desk.offers()
    # Those without words are taken first, then as many as there are.
    stopped = 0
    for offer in sorted(offers, key=lambda one: one.excerpt is not None):
        try:
            conversation_id = actions.claim(offer_id=offer.id, by=cast.emil)
        except Stopped:
            stopped += 1
        else:
            actions.give_on(conversation_id=conversation_id, by=cast.emil, reason="documents")
    assert (stopped, opened(cast)) == (4, MOST)
    assert Opening.objects.filter(expert_id=cast.emil.pk, excerpt=False).count() == MOST
    assert Alarm.objects.count() == 1


def test_claiming_what_was_glimpsed_costs_nothing_more(cast: Cast) -> None:
    offered(cast, 1)
    guard.glimpse(cast.emil.pk)
    with desk_of(cast.emil.pk) as desk:
        (offer,) = desk.offers()
    actions.claim(offer_id=offer.id, by=cast.emil)
    assert guard.free(cast.emil.pk) == MOST - 1


def test_glimpses_at_once_are_counted_one_after_the_other(cast: Cast) -> None:
    offered(cast, GLIMPSES + 4)
    start = Barrier(6)

    def look(place: int) -> None:
        try:
            start.wait()
            guard.glimpse(cast.emil.pk, f"session {place}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(look, range(6)))
    assert first_words(cast) == GLIMPSES


def test_the_desk_shows_first_words_by_itself(cast: Cast, client: Client) -> None:
    offered(cast, 1)
    client.force_login(cast.emil)
    for name in ("desk", "desk-offers"):
        assert "brüht nicht" in client.get(reverse(name)).content.decode()


def test_first_words_counted_long_ago_are_not_shown_for_nothing(cast: Cast) -> None:
    with clock.standing_at(clock.now() - timedelta(minutes=61)):
        offered(cast, 1)
        guard.glimpse(cast.emil.pk)
    Assignment.objects.update(due_at=clock.now() + timedelta(hours=1))
    assert first_words(cast) == 0
    guard.glimpse(cast.emil.pk)
    assert first_words(cast) == 1
    assert guard.free(cast.emil.pk) == MOST - 1


def test_past_concerns_open_no_thread(cast: Cast) -> None:
    """Nothing that the expert's connection can read holds a word of what they gave on, but its subject."""
    conversation = cast.claimed("Die Aroma knattert. Das tut sie seit gestern Abend sehr laut.")
    actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="documents")
    with desk_of(cast.emil.pk) as desk:
        assert desk.messages(conversation.pk) == []
        assert desk.events(conversation.pk) == []
        assert desk.conversation(conversation.pk) is None
