"""Whoever does not react is paused gently; whoever had no fair chance is not."""

from datetime import datetime, timedelta

import pytest

from oase.conversations.models import Conversation
from oase.experts import actions as expert_actions
from oase.experts.availability import actions
from oase.experts.availability.models import ExpertNotice, Pause
from oase.experts.availability.silence import FAIR, IN_A_ROW, bursts, pause_the_silent
from oase.experts.models import Expert, Offer
from oase.jobs import clock
from tests.cast import Cast

HOUR = timedelta(hours=1)
START = datetime.fromisoformat("2030-06-03T08:00:00+00:00")


@pytest.fixture
def emil(cast: Cast) -> Cast:
    Expert.objects.update(since=START - timedelta(days=9), offers_at_once=20)
    return cast


def ask(cast: Cast, moment: datetime, *, stood: timedelta = FAIR) -> Conversation:
    """Karla asks, and after a while the company takes it."""
    with clock.standing_at(moment):
        conversation = cast.asks("Meine Aroma 4 brüht nicht.")
        Offer.objects.filter(assignment__conversation=conversation).update(expires_at=moment + stood)
    return conversation


def paused(moment: datetime) -> int:
    with clock.standing_at(moment):
        return pause_the_silent()


def test_after_five_in_a_row_he_is_left_alone_and_told_once(emil: Cast) -> None:
    for number in range(IN_A_ROW - 1):
        ask(emil, START + number * HOUR)
    assert paused(START + IN_A_ROW * HOUR) == 0
    ask(emil, START + IN_A_ROW * HOUR)
    assert paused(START + IN_A_ROW * HOUR + FAIR) == 1
    assert paused(START + (IN_A_ROW + 1) * HOUR) == 0
    pause = Pause.objects.get()
    assert (pause.person_id, pause.until, pause.unanswered) == (emil.emil.pk, None, IN_A_ROW)
    assert Expert.objects.get().there is False
    assert list(ExpertNotice.objects.values_list("kind", flat=True)) == ["paused"]


def test_one_word_brings_him_back_and_the_count_begins_anew(emil: Cast) -> None:
    for number in range(IN_A_ROW):
        ask(emil, START + number * HOUR)
    assert paused(START + IN_A_ROW * HOUR) == 1
    with clock.standing_at(START + IN_A_ROW * HOUR):
        actions.set_available(by=emil.emil, available=True)
    assert (Expert.objects.get().there, Pause.objects.count()) == (True, 0)
    assert paused(START + (IN_A_ROW + 1) * HOUR) == 0


def test_a_burst_is_one_occasion(emil: Cast) -> None:
    for number in range(IN_A_ROW * 3):
        ask(emil, START + number * timedelta(seconds=30))
    assert paused(START + HOUR) == 0
    moments = [START, START + timedelta(minutes=9), START + timedelta(minutes=10), START + HOUR]
    assert (bursts(moments), bursts([])) == (3, 0)


def test_where_others_were_faster_nobody_was_silent(emil: Cast) -> None:
    for number in range(IN_A_ROW * 2):
        ask(emil, START + number * HOUR, stood=FAIR - timedelta(seconds=1))
    assert paused(START + 20 * HOUR) == 0


def test_what_still_stands_counts_once_it_stood_for_a_fair_time(emil: Cast) -> None:
    for number in range(IN_A_ROW - 1):
        ask(emil, START + number * HOUR)
    last = START + IN_A_ROW * HOUR
    ask(emil, last, stood=HOUR)
    assert paused(last + FAIR - timedelta(seconds=1)) == 0
    assert paused(last + FAIR) == 1


@pytest.mark.parametrize("reaction", ["declines", "claims", "changes"])
def test_any_reaction_is_one(emil: Cast, reaction: str) -> None:
    for number in range(IN_A_ROW - 1):
        ask(emil, START + number * HOUR)
    moment = START + IN_A_ROW * HOUR
    with clock.standing_at(moment):
        conversation = emil.asks("Meine Aroma 4 zeigt E12.")
        offer = emil.offer_to(emil.emil, conversation)
        match reaction:
            case "declines":
                expert_actions.decline(offer_id=offer.pk, by=emil.emil)
            case "claims":
                expert_actions.claim(offer_id=offer.pk, by=emil.emil)
            case _:
                actions.set_mails(by=emil.emil, offers=False, replies=True)
    assert paused(moment + HOUR) == 0


def test_who_is_helping_somebody_is_busy_not_silent(emil: Cast) -> None:
    with clock.standing_at(START):
        emil.claimed("Meine Aroma 4 brüht nicht.")
    for number in range(1, IN_A_ROW + 2):
        ask(emil, START + number * HOUR)
    assert Offer.objects.count() == IN_A_ROW + 2
    assert paused(START + 10 * HOUR) == 0
