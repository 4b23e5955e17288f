"""Newcomer, expert, senior: by good answers, by solved and rated work, or by appointment."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from oase.companies.models import Membership
from oase.conversations.append import NotAllowed
from oase.experts.checks.models import Check
from oase.experts.desk import desk_of
from oase.experts.desk.reputation import standings
from oase.experts.matching.models import Outcome, Standing
from oase.experts.matching.standing import measure
from oase.experts.reputation.levels import Work, appoint, dismiss, level_of, missing_for, settle
from oase.jobs import clock
from tests.cast import Cast, person

BEST = Work(good=30, solved=30, unsolved=0, stars_sum=150, stars=30)


@pytest.mark.parametrize(
    ("work", "level"),
    [
        (Work(), "newcomer"),
        (Work(good=2, solved=100), "newcomer"),
        (Work(good=3), "expert"),
        (BEST, "senior"),
        (Work(good=30, solved=24, stars_sum=150, stars=30), "expert"),
        (Work(good=30, solved=30, stars_sum=45, stars=9), "expert"),
        (Work(good=30, solved=30, stars_sum=134, stars=30), "expert"),
        (Work(good=30, solved=30, unsolved=11, stars_sum=150, stars=30), "expert"),
        (Work(appointed=True), "senior"),
    ],
)
def test_the_rule(work: Work, level: str) -> None:
    assert level_of(work) == level


def test_whoever_was_trusted_is_no_newcomer_again() -> None:
    assert level_of(Work(), "expert") == "expert"
    assert level_of(Work(), "senior") == "expert"


@given(some.integers(0, 50), some.integers(0, 50), some.integers(0, 50), some.integers(0, 50), some.floats(1, 5))
def test_whoever_misses_nothing_rises(good: int, solved: int, unsolved: int, stars: int, mean: float) -> None:
    """What the page says is missing and what the rule grants never part."""
    work = Work(good, solved, unsolved, round(stars * mean), stars)
    level = level_of(work)
    missing = missing_for(work, level)
    if missing is None:
        assert level == "senior"
    else:
        assert (missing.good, missing.solved, missing.ratings, missing.mean, missing.share) != (0, 0, 0, False, False)


def did(cast: Cast, number: int, *, stars: int | None) -> None:
    Outcome.objects.bulk_create(
        Outcome(expert_id=cast.emil.pk, topic=cast.machines, result="solved", stars=stars, claimed_at=clock.now())
        for _ in range(number)
    )
    measure([cast.emil.pk])
    settle([cast.emil.pk])


def level(cast: Cast) -> str:
    return Standing.objects.get(expert_id=cast.emil.pk, topic=cast.machines).level


def test_emil_rises_with_what_he_does(cast: Cast) -> None:
    measure([cast.emil.pk])
    assert level(cast) == "newcomer"
    did(cast, 5, stars=3)
    did(cast, 2, stars=4)
    assert level(cast) == "newcomer"
    did(cast, 1, stars=5)
    assert level(cast) == "expert"
    did(cast, 60, stars=5)
    assert level(cast) == "senior"
    with desk_of(cast.emil.pk) as desk:
        (mine,) = standings(desk)
    assert (mine.level, mine.good, mine.solved, mine.missing) == ("senior", 63, 68, None)


def test_a_company_appoints_and_takes_it_back(cast: Cast) -> None:
    measure([cast.emil.pk])
    sven = cast.member(cast.sven)
    appoint(by=sven, expert_id=cast.emil.pk, topic_id=cast.machines.pk)
    appoint(by=sven, expert_id=cast.emil.pk, topic_id=cast.machines.pk)
    assert level(cast) == "senior"
    dismiss(by=sven, expert_id=cast.emil.pk, topic_id=cast.machines.pk)
    assert level(cast) == "expert"


def test_only_leaders_appoint_for_their_own_topics_and_the_qualified(cast: Cast) -> None:
    mallory = cast.member(cast.mallory)
    mallory.role = Membership.ADMIN
    mallory.save()
    for membership in (cast.member(cast.ada), mallory):
        with pytest.raises(NotAllowed):
            appoint(by=membership, expert_id=cast.emil.pk, topic_id=cast.machines.pk)
    for expert_id, topic in ((cast.emil.pk, cast.invoices), (person("Mira").pk, cast.machines)):
        with pytest.raises(NotAllowed):
            appoint(by=cast.member(cast.sven), expert_id=expert_id, topic_id=topic.pk)
    assert not Standing.objects.filter(level="senior").exists()


def test_a_conversation_that_was_agreed_and_rated_counts_once(cast: Cast) -> None:
    conversation = cast.claimed()
    measure([cast.emil.pk])
    Outcome.objects.filter(conversation=conversation).update(stars=5, result="solved")
    Check.objects.create(
        assignment=conversation.assignments.get(ended_at=None),
        author_id=cast.emil.pk,
        client_id=uuid4(),
        body="Bitte entkalken.",
        shielded_at=clock.now(),
        written_seq=1,
        until_at=clock.now() + timedelta(minutes=5),
        outcome="agreed",
        decided_at=clock.now(),
    )
    with desk_of(cast.emil.pk) as desk:
        (mine,) = standings(desk)
    assert mine.good == 1
