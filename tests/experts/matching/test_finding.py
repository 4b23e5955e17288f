"""Who is found in the index, looked at once more, and asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oase.companies.models import Membership
from oase.conversations.models import Conversation
from oase.experts import actions
from oase.experts.matching.finding import Sought, anybody_for, matches, pools, qualified, wave_for
from oase.experts.matching.models import Placing
from oase.experts.matching.reasons import read
from oase.experts.matching.standing import measure, note_load
from oase.experts.models import Expert, Offer, Qualification
from oase.experts.reputation.models import Suspension
from oase.people.models import Person
from tests.cast import Cast, person, qualify

FINE = "Meine Aroma brüht nicht."


def expert(cast: Cast, name: str, **settings: object) -> Person:
    one = person(name)
    Expert.objects.create(person=one, languages=["de"], **settings)
    qualify(one, cast.machines)
    return one


def found(conversation: Conversation, most: int = 50) -> set[int]:
    return {match.contender.expert_id for match in matches(conversation, most=most)}


@pytest.fixture
def waiting(cast: Cast) -> Conversation:
    """A question that Emil was offered."""
    return cast.asks(FINE)


def _left(cast: Cast, one: Person) -> None:
    Person.objects.filter(pk=one.pk).update(is_active=False)


def _paused(cast: Cast, one: Person) -> None:
    Expert.objects.filter(pk=one.pk).update(available=False)


def _outside_their_hours(cast: Cast, one: Person) -> None:
    Expert.objects.filter(pk=one.pk).update(there=False)


def _suspended(cast: Cast, one: Person) -> None:
    Expert.objects.filter(pk=one.pk).update(suspended_at=timezone.now())


def _suspended_here(cast: Cast, one: Person) -> None:
    Suspension.objects.create(
        expert_id=one.pk, company=cast.kaffeewerk, reason="conduct", words="Bitte …", by=cast.sven
    )


def _lapsed(cast: Cast, one: Person) -> None:
    Qualification.objects.filter(expert_id=one.pk).update(lapses_at=timezone.now() - timedelta(seconds=1))


def _gone_abroad(cast: Cast, one: Person) -> None:
    Expert.objects.filter(pk=one.pk).update(languages=["en"])


def _hired(cast: Cast, one: Person) -> None:
    Membership.objects.create(person=one, company=cast.kaffeewerk)


def _hands_full(cast: Cast, one: Person) -> None:
    Expert.objects.filter(pk=one.pk).update(at_once=0)


def _desk_full(cast: Cast, one: Person) -> None:
    Expert.objects.filter(pk=one.pk).update(offers_at_once=0)


CHANGES = [
    _left,
    _paused,
    _outside_their_hours,
    _suspended,
    _suspended_here,
    _lapsed,
    _gone_abroad,
    _hired,
    _hands_full,
    _desk_full,
]


@pytest.mark.parametrize("told", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_whoever_cannot_be_asked_is_not_found_whether_the_index_knows_or_not(
    cast: Cast, waiting: Conversation, change: object, told: bool
) -> None:
    nils = expert(cast, "Nils")
    assert found(waiting) == {nils.pk}
    change(cast, nils)  # type: ignore[operator]  # one of the functions above
    if told:
        measure([nils.pk])
        note_load()
    assert found(waiting) == set()
    assert not anybody_for(waiting)


@pytest.mark.parametrize("change", [_left, _suspended, _suspended_here, _lapsed, _hired])
def test_whoever_may_not_answer_at_all_may_not_claim_either(cast: Cast, change: object) -> None:
    conversation = cast.asks(FINE)
    offer = cast.offer_to(cast.emil, conversation)
    change(cast, cast.emil)  # type: ignore[operator]  # one of the functions above
    assert not qualified(conversation).exists()
    with pytest.raises(actions.AlreadyClaimed):
        actions.claim(offer_id=offer.pk, by=cast.emil)


def test_one_suspended_by_another_company_is_asked_here(cast: Cast, waiting: Conversation) -> None:
    nils = expert(cast, "Nils")
    Suspension.objects.create(
        expert_id=nils.pk, company=cast.velotal, reason="conduct", words="Bitte …", by=cast.mallory
    )
    measure([nils.pk])
    assert found(waiting) == {nils.pk}


def test_nobody_has_more_on_the_desk_than_they_want(cast: Cast) -> None:
    Expert.objects.update(offers_at_once=2)
    asked = [cast.asks(FINE) for _ in range(4)]
    assert [Offer.objects.filter(assignment__conversation=one).count() for one in asked] == [1, 1, 0, 0]
    assert note_load() == 2  # German and English
    offer = cast.offer_to(cast.emil, asked[0])
    actions.decline(offer_id=offer.pk, by=cast.emil)
    assert note_load() == 2
    assert cast.offer_to(cast.emil, cast.asks(FINE)).wave == 1


def test_when_all_at_the_top_of_the_index_are_full_others_are_looked_for(cast: Cast, waiting: Conversation) -> None:
    for number in range(40):
        one = expert(cast, f"Full{number}", at_once=0)
        Placing.objects.filter(expert_id=one.pk).update(reach=1.0, fresh=False)
    free = expert(cast, "Nils")
    Placing.objects.filter(expert_id=free.pk).update(reach=0.01, fresh=False)
    assert found(waiting, most=1) == {free.pk}


def test_the_unknown_stand_beside_any_number_of_the_best(cast: Cast, waiting: Conversation) -> None:
    for number in range(30):
        one = expert(cast, f"Best{number}")
        Placing.objects.filter(expert_id=one.pk).update(reach=1.0, fresh=False)
    new = expert(cast, "Nils")
    Placing.objects.filter(expert_id=new.pk).update(reach=0.2)
    (pool,) = pools([Sought(cast.machines.pk, "de")], most=5)
    assert len(pool) == 12  # ten of the best, the newcomers Emil and Nils
    assert new.pk in {one.expert_id for one in pool}


def test_each_wave_has_its_topics_size(cast: Cast, waiting: Conversation) -> None:
    cast.machines.wave_sizes = [1, 3]
    cast.machines.save()
    waiting.refresh_from_db()
    for number in range(5):
        expert(cast, f"Nils{number}")
    assert [len(wave_for(waiting, number)) for number in (1, 2, 3)] == [1, 3, 3]


def test_why_somebody_was_asked_can_be_read_later(cast: Cast, waiting: Conversation) -> None:
    reason = read(cast.offer_to(cast.emil, waiting).reason)
    assert reason is not None
    assert (reason.of, reason.chance, reason.mean_stars, reason.minutes, len(reason.draws)) == (0, True, None, None, 3)
    assert read({}) is None
